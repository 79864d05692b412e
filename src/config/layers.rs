use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::file::ConfigFile;
use crate::source::{Source, Span, absolute, display_name};
use crate::yaml;

/// The name of a config file.
pub const FILE_NAME: &str = "brieflint.yaml";

/// What is wrong with a config, and where.
#[derive(Clone, Debug)]
pub struct ConfigError {
    /// The file at fault, as people know it.
    pub path: String,
    /// Its text, where it could be read.
    pub text: String,
    pub span: Span,
    pub message: String,
    pub help: Option<String>,
}

impl std::fmt::Display for ConfigError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

impl std::error::Error for ConfigError {}

/// One config file as it was read, with its patterns compiled.
#[derive(Debug)]
pub(super) struct Layer {
    pub(super) path: PathBuf,
    pub(super) name: String,
    pub(super) text: String,
    pub(super) file: ConfigFile,
    pub(super) include: Option<Gitignore>,
    pub(super) exclude: Option<Gitignore>,
    pub(super) overrides: Vec<Gitignore>,
}

impl Layer {
    pub(super) fn error(&self, span: Span, message: impl Into<String>, help: Option<String>) -> ConfigError {
        ConfigError { path: self.name.clone(), text: self.text.clone(), span, message: message.into(), help }
    }

    /// It adds headings or words, so that rules have to be compiled for it.
    pub(super) fn adds_words(&self) -> bool {
        !self.file.headings.0.is_empty() || !self.file.words.0.is_empty()
    }

    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }

    pub(super) fn line(&self, span: Span) -> usize {
        self.text.as_bytes()[..(span.start as usize).min(self.text.len())].iter().filter(|&&byte| byte == b'\n').count()
            + 1
    }
}

/// The config files in force for a folder: the farthest first.
pub(super) type Layers = Arc<Vec<Arc<Layer>>>;

/// Reads config files, each once.
#[derive(Debug, Default)]
pub(super) struct Reader {
    by_folder: Mutex<HashMap<PathBuf, Result<Layers, Box<ConfigError>>>>,
    /// A config named on the command line stands for all others.
    only: Option<PathBuf>,
    /// No config at all.
    none: bool,
}

impl Reader {
    pub(super) fn new(only: Option<PathBuf>, none: bool) -> Self {
        Reader { only, none, ..Reader::default() }
    }

    /// Forgets every config, so that it is read again.
    pub(super) fn forget(&mut self) {
        self.by_folder = Mutex::default();
    }

    /// Whether a file, by its whole path, is a config: by its name or because it was read as one.
    pub(super) fn has_read(&self, file: &Path) -> bool {
        let is_layer = |layers: &Layers| layers.iter().any(|layer| absolute(&layer.path) == file);
        file.file_name().is_some_and(|name| name == FILE_NAME)
            || self.by_folder.lock().is_ok_and(|known| known.values().flatten().any(is_layer))
    }

    pub(super) fn for_folder(&self, folder: &Path) -> Result<Layers, Box<ConfigError>> {
        if let Ok(known) = self.by_folder.lock()
            && let Some(layers) = known.get(folder)
        {
            return layers.clone();
        }
        let layers = self.read_for_folder(folder);
        if let Ok(mut known) = self.by_folder.lock() {
            known.insert(folder.to_owned(), layers.clone());
        }
        layers
    }

    fn read_for_folder(&self, folder: &Path) -> Result<Layers, Box<ConfigError>> {
        let mut layers = Vec::new();
        if let Some(path) = &self.only {
            read_with_bases(path, &mut layers, &mut Vec::new())?;
        } else if !self.none {
            let own = folder.join(FILE_NAME);
            let is_root = folder.join(".git").exists();
            if let Some(parent) = folder.parent().filter(|_| !is_root) {
                layers.extend(self.for_folder(parent)?.iter().cloned());
            }
            if own.is_file() {
                read_with_bases(&own, &mut layers, &mut Vec::new())?;
            }
        }
        Ok(Arc::new(layers))
    }
}

/// Adds a config file after those that it extends.
fn read_with_bases(path: &Path, layers: &mut Vec<Arc<Layer>>, open: &mut Vec<PathBuf>) -> Result<(), Box<ConfigError>> {
    let layer = Arc::new(read(path)?);
    open.push(path.to_owned());
    for base in &layer.file.extends {
        let wanted = layer.folder().join(&base.value);
        if open.contains(&wanted) {
            return Err(Box::new(layer.error(base.span, "this config extends itself", None)));
        }
        if !wanted.is_file() {
            return Err(Box::new(layer.error(
                base.span,
                format!("there is no file {}", shown(&wanted)),
                Some("paths count from the folder of this file".to_owned()),
            )));
        }
        read_with_bases(&wanted, layers, open)?;
    }
    open.pop();
    layers.push(layer);
    Ok(())
}

fn read(path: &Path) -> Result<Layer, Box<ConfigError>> {
    let name = shown(path);
    let failed = |text: String, span, message: String, help| {
        Box::new(ConfigError { path: name.clone(), text, span, message, help })
    };
    let source = Source::read(path).map_err(|error| {
        failed(String::new(), Span::default(), format!("this config cannot be read: {error}"), None)
    })?;
    let text = source.text;
    let from_yaml =
        |error: yaml::Error| failed(text.clone(), error.span.unwrap_or_default(), error.message, error.help);
    let file: ConfigFile = match yaml::parse(&text, 0).map_err(from_yaml)? {
        Some(node) if !node.is_null() => yaml::from_node(&node).map_err(from_yaml)?,
        _ => ConfigFile::default(),
    };
    let folder = path.parent().unwrap_or(Path::new("."));
    let patterns = |span: Span, patterns: &[&str]| -> Result<Gitignore, Box<ConfigError>> {
        let mut builder = GitignoreBuilder::new(folder);
        for pattern in patterns {
            builder
                .add_line(None, pattern)
                .map_err(|error| failed(text.clone(), span, format!("`{pattern}` is no pattern: {error}"), None))?;
        }
        builder.build().map_err(|error| failed(text.clone(), span, error.to_string(), None))
    };
    let of_list = |list: &Option<yaml::Spanned<Vec<String>>>| {
        list.as_ref()
            .map(|list| patterns(list.span, &list.value.iter().map(String::as_str).collect::<Vec<_>>()))
            .transpose()
    };
    let include = of_list(&file.include)?;
    let exclude = of_list(&file.exclude)?;
    let overrides = file
        .overrides
        .iter()
        .map(|over| {
            let span = over.files.first().map_or(Span::default(), |first| first.span);
            patterns(span, &over.files.iter().map(|file| file.value.as_str()).collect::<Vec<_>>())
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Layer { path: path.to_owned(), name, text, file, include, exclude, overrides })
}

/// A path as people know it: from the folder they stand in.
pub(super) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    display_name(path.strip_prefix(&here).unwrap_or(path))
}
