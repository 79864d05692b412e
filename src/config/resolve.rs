use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::effective::{Effective, Programs};
use super::folder::read_folder;
use super::layers::{Errors, Layer, Layers, Reader, unread};
use super::merge;
use crate::lint::{RuleSetting, Settings};
use crate::rule::{self, Pack, PackSource, Place, Program};
use crate::source::{FileError, absolute};
use crate::yaml::{Spanned, did_you_mean, nearest};

/// Gives for every file the rules and settings in force, reading each config and compiling each set of rules once.
#[derive(Debug)]
pub struct Resolver {
    reader: Reader,
    builtin: Arc<Program>,
    programs: Mutex<Vec<(ProgramKey, Programs)>>,
    /// What is in force for the files of a folder whose configs have no overrides.
    by_folder: Mutex<HashMap<PathBuf, Arc<Effective>>>,
    /// Changes that the command line makes to every file.
    adjust: Adjustments,
}

/// What the command line says over all configs.
#[derive(Clone, Debug, Default)]
pub struct Adjustments {
    /// Only these rules.
    pub only: Vec<String>,
    /// Not these rules.
    pub skip: Vec<String>,
    /// Ignore words that silence rules.
    pub no_silencing: bool,
    /// As [`Settings::today`].
    pub today: Option<crate::language::Day>,
    /// Rule folders beside those of the config.
    pub packs: Vec<PathBuf>,
}

/// The words of a config that name something.
type Named<'l> = (&'l Layer, &'l Spanned<String>);

/// What makes two compiled sets of rules the same: the folders, and the headings and words that configs add.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ProgramKey {
    packs: Vec<PathBuf>,
    configs: Vec<PathBuf>,
}

impl Resolver {
    /// Reads configs from the files upward; `only` names one that stands for all, `none` leaves them all out.
    #[must_use]
    pub fn new(builtin: Program, only: Option<PathBuf>, none: bool, adjust: Adjustments) -> Self {
        let only = only.map(|path| absolute(&path));
        Resolver {
            reader: Reader::new(only, none),
            builtin: Arc::new(builtin),
            programs: Mutex::default(),
            by_folder: Mutex::default(),
            adjust,
        }
    }

    fn layers(&self, file: &Path) -> Result<Layers, Box<FileError>> {
        let path = absolute(file);
        self.reader.for_folder(path.parent().unwrap_or(Path::new("/")))
    }

    /// Whether the config wants a file: not excluded, and included unless it was named itself.
    ///
    /// # Errors
    /// When a config in force for it is broken.
    pub fn wants(&self, file: &Path, named: bool) -> Result<bool, Box<FileError>> {
        let path = absolute(file);
        let layers = self.layers(file)?;
        let under = |layer: &Layer| path.starts_with(&layer.counts_from);
        let matches =
            |globs: &ignore::gitignore::Gitignore| globs.matched_path_or_any_parents(&path, false).is_ignore();
        let exclude = layers.iter().rev().find_map(|layer| layer.exclude.as_ref().filter(|_| under(layer)));
        if exclude.is_some_and(matches) {
            return Ok(false);
        }
        if named {
            return Ok(true);
        }
        let include = layers.iter().rev().find_map(|layer| layer.include.as_ref().filter(|_| under(layer)));
        Ok(match include {
            Some(include) => matches(include),
            None => file.extension().is_some_and(|extension| {
                extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
            }),
        })
    }

    /// The rules and settings in force for a file.
    ///
    /// # Errors
    /// When a config or a rule file is broken: every error, each at its place.
    pub fn resolve(&self, file: &Path) -> Result<Arc<Effective>, Vec<FileError>> {
        let path = absolute(file);
        let folder = path.parent().unwrap_or(Path::new("/"));
        if let Ok(known) = self.by_folder.lock()
            && let Some(effective) = known.get(folder)
        {
            return Ok(effective.clone());
        }
        let layers = self.reader.for_folder(folder).map_err(|error| vec![*error])?;
        let programs = self.programs(&layers)?;
        let mut effective = merge::of(&programs, &layers, &path)?;
        self.adjust_settings(&programs, Arc::make_mut(&mut effective.settings));
        let effective = Arc::new(effective);
        if layers.iter().all(|layer| layer.overrides.is_empty())
            && let Ok(mut known) = self.by_folder.lock()
        {
            known.insert(folder.to_owned(), effective.clone());
        }
        Ok(effective)
    }

    /// Forgets every config and rule file, so that they are read again as they are now; `today` is the day that silences
    /// are measured against from here on.
    pub fn forget(&mut self, today: crate::language::Day) {
        self.reader.forget();
        self.programs = Mutex::default();
        self.by_folder = Mutex::default();
        self.adjust.today = Some(today);
    }

    /// Whether a change of this file may change what is in force somewhere: a config, or a file in a folder of rules.
    #[must_use]
    pub fn depends_on(&self, file: &Path) -> bool {
        let file = &absolute(file);
        let in_pack = |(key, _): &(ProgramKey, Programs)| key.packs.iter().any(|pack| file.starts_with(absolute(pack)));
        self.reader.has_read(file) || self.programs.lock().is_ok_and(|programs| programs.iter().any(in_pack))
    }

    fn adjust_settings(&self, programs: &[Arc<Program>], settings: &mut Settings) {
        for rule in programs.iter().flat_map(|program| &program.rules) {
            if !self.adjust.only.is_empty() && !self.adjust.only.contains(&rule.id)
                || self.adjust.skip.contains(&rule.id)
            {
                settings.rules.insert(rule.id.clone(), RuleSetting::Off);
                settings.by_kind.values_mut().for_each(|rules| {
                    rules.remove(&rule.id);
                });
            }
        }
        settings.silencing &= !self.adjust.no_silencing;
        settings.today = self.adjust.today;
    }

    /// The folders of rules that the configs in force for a file name, and where they are named.
    fn folders<'l>(&self, layers: &'l Layers) -> Vec<(Option<Named<'l>>, PathBuf)> {
        let named = layers.iter().rev().find_map(|layer| layer.file.packs.as_ref().map(|packs| (layer, packs)));
        let named = named.into_iter().flat_map(|(layer, packs)| {
            packs.iter().map(|pack| (Some((&**layer, pack)), layer.folder().join(&pack.value)))
        });
        named.chain(self.adjust.packs.iter().map(|path| (None, path.clone()))).collect()
    }

    /// The folders of rules of a team's own that are in force for a file.
    ///
    /// # Errors
    /// When a config in force for it is broken.
    pub fn pack_folders(&self, file: &Path) -> Result<Vec<PathBuf>, Vec<FileError>> {
        let layers = self.layers(file).map_err(|error| vec![*error])?;
        Ok(self.folders(&layers).into_iter().map(|(_, folder)| folder).collect())
    }

    /// The rule files in force for a file, built-in ones first: those of a language, else the built-in ones.
    ///
    /// # Errors
    /// When a config in force for it or a folder that it names is broken.
    pub fn pack(&self, file: &Path, language: &str) -> Result<Pack, Vec<FileError>> {
        let layers = self.layers(file).map_err(|error| vec![*error])?;
        let mut packs = self.packs(&layers)?;
        let at = packs.iter().position(|pack| pack.language() == language).unwrap_or(0);
        Ok(packs.swap_remove(at))
    }

    /// The rule files in force, a pack for each language: the built-in ones with what the configs add to them, and
    /// folders in other languages on the ground of the built-in rules about structure.
    fn packs(&self, layers: &Layers) -> Result<Vec<Pack>, Vec<FileError>> {
        let mut packs = vec![rule::builtin_pack()];
        for (named, folder) in self.folders(layers) {
            let files = read_folder(&folder).map_err(|message| {
                vec![match named {
                    Some((layer, value)) => {
                        layer.error(value.span, message, Some("paths count from the folder of this file".to_owned()))
                    }
                    None => unread(&folder, message, None),
                }]
            })?;
            let mut own = Pack::default();
            own.add(files.clone());
            let language = if own.language().is_empty() { packs[0].language() } else { own.language() }.to_owned();
            let at = packs.iter().position(|pack| pack.language() == language).unwrap_or_else(|| {
                packs.push(rule::builtin_structure(&language));
                packs.len() - 1
            });
            packs[at].add(files);
        }
        let pack = &mut packs[0];
        let mut errors = Errors::default();
        for layer in layers.iter().filter(|layer| layer.adds_words()) {
            let file = pack.sources.len() as u32;
            pack.sources.push(PackSource {
                path: layer.name.clone(),
                name: layer.name.clone(),
                text: Arc::clone(&layer.text),
            });
            for (role, phrases) in &layer.file.headings.0 {
                if !pack.role_names().any(|known| known == role.value) {
                    errors.add(layer, role.span, || {
                        let message = format!("there is no element or section `{}`", role.value);
                        (message, nearest(&role.value, pack.role_names()).map(did_you_mean))
                    });
                    continue;
                }
                for phrase in phrases {
                    pack.add_heading(Place { file, span: phrase.span }, &role.value, &phrase.value);
                }
            }
            for (list, phrases) in &layer.file.words.0 {
                if !pack.has_list(&list.value) {
                    errors.add(layer, list.span, || {
                        let message = format!("there is no word list `{}`", list.value);
                        (message, nearest(&list.value, pack.list_names()).map(did_you_mean))
                    });
                    continue;
                }
                for phrase in phrases {
                    pack.add_word(Place { file, span: phrase.span }, &list.value, &phrase.value);
                }
            }
        }
        errors.none().map(|()| packs)
    }

    /// The rules in force, compiled, a set for each language.
    fn programs(&self, layers: &Layers) -> Result<Programs, Vec<FileError>> {
        let key = ProgramKey {
            packs: self.folders(layers).into_iter().map(|(_, folder)| folder).collect(),
            configs: layers.iter().filter(|layer| layer.adds_words()).map(|layer| layer.path.clone()).collect(),
        };
        if key.packs.is_empty() && key.configs.is_empty() {
            return Ok(Arc::new(vec![self.builtin.clone()]));
        }
        if let Ok(programs) = self.programs.lock()
            && let Some((_, compiled)) = programs.iter().find(|(known, _)| *known == key)
        {
            return Ok(compiled.clone());
        }
        let mut compiled = Vec::new();
        for pack in &self.packs(layers)? {
            let program = rule::compile(pack).map_err(|errors| pack.in_files(errors))?;
            compiled.push(Arc::new(program));
        }
        let compiled = Arc::new(compiled);
        if let Ok(mut programs) = self.programs.lock() {
            programs.push((key, compiled.clone()));
        }
        Ok(compiled)
    }
}
