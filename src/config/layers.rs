use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::file::ConfigFile;
use crate::source::{FileError, LineIndex, MOST_ERRORS, Root, Source, Span, absolute, display_name};
use crate::yaml::{self, Spanned};

/// The name of a config file.
pub const FILE_NAME: &str = "brieflint.yaml";
/// Names that are meant as that one. What stands in such a file would not hold, and nobody would be told.
const MISNAMED: [&str; 3] = ["brieflint.yml", ".brieflint.yaml", ".brieflint.yml"];

/// What is wrong with the configs in force for a file.
#[derive(Default)]
pub(super) struct Errors {
    listed: Vec<FileError>,
    /// The first one that is not listed, and how many there are.
    rest: Option<(FileError, usize)>,
}

impl Errors {
    /// Adds an error; `say` gives its message and its help, which only what is listed has to have.
    pub(super) fn add(&mut self, layer: &Layer, span: Span, say: impl FnOnce() -> (String, Option<String>)) {
        if self.listed.len() < MOST_ERRORS {
            let (message, help) = say();
            self.listed.push(layer.error(span, message, help));
        } else {
            self.rest.get_or_insert_with(|| (layer.error(span, "", None), 0)).1 += 1;
        }
    }

    /// Fails with what was added, if anything was.
    pub(super) fn none(mut self) -> Result<(), Vec<FileError>> {
        if let Some((mut first, count)) = self.rest {
            first.message = format!("errors from here on are only counted: {count} more");
            self.listed.push(first);
        }
        if self.listed.is_empty() { Ok(()) } else { Err(self.listed) }
    }
}

/// One config file as it was read, with its patterns compiled.
#[derive(Debug)]
pub(super) struct Layer {
    pub(super) path: PathBuf,
    /// The folder that its patterns count from.
    pub(super) counts_from: PathBuf,
    pub(super) name: String,
    pub(super) text: Arc<str>,
    lines: LineIndex,
    pub(super) file: ConfigFile,
    pub(super) include: Option<Gitignore>,
    pub(super) exclude: Option<Gitignore>,
    pub(super) overrides: Vec<Gitignore>,
}

impl Layer {
    pub(super) fn error(&self, span: Span, message: impl Into<String>, help: Option<String>) -> FileError {
        FileError { path: self.name.clone(), text: self.text.clone(), span, message: message.into(), help }
    }

    /// It adds headings or words, so that rules have to be compiled for it.
    pub(super) fn adds_words(&self) -> bool {
        !self.file.headings.0.is_empty() || !self.file.words.0.is_empty()
    }

    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }

    /// The path that a value of this config names. Whoever may change a config need not be one who may read the rest of the
    /// machine, so that a config in a repository names nothing outside it, links followed.
    fn named(&self, value: &Spanned<String>) -> Result<PathBuf, Box<FileError>> {
        let path = self.folder().join(&value.value);
        match Root::of_repository_with(&self.path) {
            Some(root) if !root.holds(&path) => {
                let message = format!("{} lies outside the repository of this config", shown(&path));
                let help = format!("copy it into the folder {}", shown(&absolute(root.folder())));
                Err(Box::new(self.error(value.span, message, Some(help))))
            }
            _ => Ok(path),
        }
    }

    pub(super) fn line(&self, span: Span) -> usize {
        self.lines.line_of(span.start as usize) + 1
    }
}

/// The config files in force for a folder: the farthest first.
pub(super) type Layers = Arc<Vec<Arc<Layer>>>;

/// Reads config files, each once.
#[derive(Debug, Default)]
pub(super) struct Reader {
    by_folder: Mutex<HashMap<PathBuf, Result<Layers, Box<FileError>>>>,
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

    pub(super) fn for_folder(&self, folder: &Path) -> Result<Layers, Box<FileError>> {
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

    fn read_for_folder(&self, folder: &Path) -> Result<Layers, Box<FileError>> {
        let mut layers = Vec::new();
        if let Some(path) = &self.only {
            Bases::counting_from(Root::of_repository().folder()).read(path, &mut layers)?;
        } else if !self.none {
            let own = folder.join(FILE_NAME);
            let is_root = folder.join(".git").exists();
            if let Some(parent) = folder.parent().filter(|_| !is_root) {
                layers.extend(self.for_folder(parent)?.iter().cloned());
            }
            // A pipe or a folder of this name is told, not passed over.
            if let Ok(metadata) = own.symlink_metadata() {
                if metadata.is_symlink() && Root::of_repository_with(folder).is_some_and(|root| !root.holds(&own)) {
                    let message = "this config is a link to a file outside its repository".to_owned();
                    return Err(Box::new(unread(&own, message, Some("copy the file into the repository".to_owned()))));
                }
                Bases::counting_from(folder).read(&own, &mut layers)?;
            } else if let Some(other) = MISNAMED.iter().map(|name| folder.join(name)).find(|path| path.exists()) {
                let message = format!("a config of this name is not read: it is called {FILE_NAME}");
                return Err(Box::new(unread(&other, message, Some(format!("rename it to {FILE_NAME}")))));
            }
        }
        Ok(Arc::new(layers))
    }
}

/// The most configs that extend one another in a row.
const DEEPEST: usize = 32;

/// The configs that one builds on, directly or not.
#[derive(Default)]
struct Bases {
    /// Where the patterns of all of them count from: those of a shared config are about the briefs of whoever extends it.
    counts_from: PathBuf,
    /// Those that are being read, to find circles.
    open: Vec<PathBuf>,
    /// A base that several build on is read once: else a few files would be read over and over, twice as often each step.
    done: HashSet<PathBuf>,
}

impl Bases {
    fn counting_from(folder: &Path) -> Self {
        Bases { counts_from: folder.to_owned(), ..Bases::default() }
    }

    /// Adds a config file after those that it extends.
    fn read(&mut self, path: &Path, layers: &mut Vec<Arc<Layer>>) -> Result<(), Box<FileError>> {
        let layer = Arc::new(read(path, &self.counts_from)?);
        for value in layer.file.packs.iter().flatten().chain(&layer.file.baseline) {
            layer.named(value)?;
        }
        let place = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        self.open.push(place(path));
        for base in &layer.file.extends {
            let wanted = layer.named(base)?;
            let refused = |message: String, help: Option<String>| Err(Box::new(layer.error(base.span, message, help)));
            if !wanted.is_file() {
                let help = "paths count from the folder of this file".to_owned();
                return refused(format!("there is no file {}", shown(&wanted)), Some(help));
            }
            let known = place(&wanted);
            if self.open.contains(&known) {
                return refused("this config extends itself".to_owned(), None);
            }
            if self.open.len() == DEEPEST {
                return refused(format!("configs extend one another more than {DEEPEST} deep"), None);
            }
            if !self.done.contains(&known) {
                self.read(&wanted, layers)?;
            }
        }
        self.done.extend(self.open.pop());
        layers.push(layer);
        Ok(())
    }
}

/// An error in a config whose text is not known.
pub(super) fn unread(path: &Path, message: String, help: Option<String>) -> FileError {
    FileError { path: shown(path), text: Arc::default(), span: Span::default(), message, help }
}

fn read(path: &Path, counts_from: &Path) -> Result<Layer, Box<FileError>> {
    let name = shown(path);
    let failed = |text: Arc<str>, span, message: String, help| {
        Box::new(FileError { path: name.clone(), text, span, message, help })
    };
    let source = Source::read(path)
        .map_err(|error| Box::new(unread(path, format!("this config cannot be read: {error}"), None)))?;
    let text: Arc<str> = source.text.into();
    let from_yaml =
        |error: yaml::Error| failed(text.clone(), error.span.unwrap_or_default(), error.message, error.help);
    let file: ConfigFile = match yaml::parse(&text, 0).map_err(from_yaml)? {
        Some(node) if !node.is_null() => yaml::from_node(&node).map_err(from_yaml)?,
        _ => ConfigFile::default(),
    };
    let patterns = |span: Span, patterns: &[&str]| -> Result<Gitignore, Box<FileError>> {
        let mut builder = GitignoreBuilder::new(counts_from);
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
    let lines = LineIndex::new(&text);
    Ok(Layer {
        path: path.to_owned(),
        counts_from: counts_from.to_owned(),
        name,
        text,
        lines,
        file,
        include,
        exclude,
        overrides,
    })
}

/// A path as people know it: from the folder they stand in.
pub(super) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    display_name(path.strip_prefix(&here).unwrap_or(path))
}
