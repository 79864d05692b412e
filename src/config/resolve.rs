use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::file::{FailLevel, Level};
use super::layers::{Errors, Layer, Layers, Reader, shown, unread};
use crate::lint::{RuleSetting, Settings};
use crate::rule::{self, Pack, PackSource, Place, Program, Severity};
use crate::source::{FileError, Source, absolute, display_name};
use crate::yaml::{Entries, Spanned, did_you_mean, nearest};

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
    pub today: Option<crate::language::Day>,
    /// Rule folders beside those of the config.
    pub packs: Vec<PathBuf>,
}

/// Compiled rules, a set for each language; the first is that of the built-in rules.
type Programs = Arc<Vec<Arc<Program>>>;

/// The words of a config that name something.
type Named<'l> = (&'l Layer, &'l Spanned<String>);

/// What makes two compiled sets of rules the same: the folders, and the headings and words that configs add.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ProgramKey {
    packs: Vec<PathBuf>,
    configs: Vec<PathBuf>,
}

/// The lowest severity that makes a run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    At(Severity),
    Never,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    BuiltIn,
    /// A file and a line of it.
    File(String, usize),
}

/// Everything in force for one file.
#[derive(Clone, Debug)]
pub struct Effective {
    programs: Programs,
    pub settings: Arc<Settings>,
    pub fail_on: Option<FailOn>,
    /// The file with the findings that are not reported.
    pub baseline: Option<PathBuf>,
    /// The language of briefs that do not name theirs.
    pub language: String,
    /// Each value that some config sets: its name, the value, and where it stands.
    pub origins: BTreeMap<String, (String, Origin)>,
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
        let mut merge = Merge {
            programs: &programs,
            settings: Settings::default(),
            fail_on: None,
            baseline: None,
            language: "en".to_owned(),
            origins: BTreeMap::new(),
            errors: Errors::default(),
        };
        for layer in layers.iter() {
            merge.layer(layer);
        }
        for layer in layers.iter() {
            merge.overrides(layer, &path);
        }
        let Merge { mut settings, fail_on, baseline, language, origins, errors, .. } = merge;
        errors.none()?;
        self.adjust_settings(&programs, &mut settings);
        let effective =
            Arc::new(Effective { programs, settings: Arc::new(settings), fail_on, baseline, language, origins });
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

    /// The rule files in force for a file, built-in ones first.
    ///
    /// # Errors
    /// When a config in force for it or a folder that it names is broken.
    pub fn pack(&self, file: &Path) -> Result<Pack, Vec<FileError>> {
        let layers = self.layers(file).map_err(|error| vec![*error])?;
        self.packs(&layers).map(|mut packs| packs.swap_remove(0))
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
                text: layer.text.to_string(),
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

impl Effective {
    /// The rules for briefs that do not name their language, or name this one.
    #[must_use]
    pub fn program(&self) -> &Program {
        self.programs.iter().find(|program| program.language == self.language).unwrap_or(&self.programs[0])
    }

    /// The rules for every language that is spoken here.
    pub fn programs(&self) -> impl Iterator<Item = &Program> {
        self.programs.iter().map(|program| &**program)
    }

    /// The language of a brief, which may name its own, and the rules for it.
    #[must_use]
    pub fn rules_for(&self, named: Option<String>) -> (String, &Program) {
        let language = named.unwrap_or_else(|| self.language.clone());
        let program = self.program_for(&language);
        (language, program)
    }

    /// The rules for a language; those for another one where there are none, of which only the rules about structure hold.
    #[must_use]
    pub fn program_for(&self, language: &str) -> &Program {
        self.programs.iter().find(|program| program.language == language).unwrap_or(&self.programs[0])
    }
}

/// The most bytes of the rule files in one folder.
const MOST_RULES: usize = 8 << 20;

/// The rule files under a folder, with paths from it; no ignore file governs them.
///
/// # Errors
/// A sentence that says what could not be read.
pub fn read_folder(folder: &Path) -> Result<Vec<PackSource>, String> {
    if !folder.is_dir() {
        return Err(format!("there is no folder {}", shown(folder)));
    }
    let mut sources = Vec::new();
    let mut left = MOST_RULES;
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| error.to_string())?;
        let path = entry.path();
        let is_yaml = path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
        if entry.file_type().is_file() && is_yaml {
            let source = Source::read(path).map_err(|error| format!("{}: {error}", shown(path)))?;
            left = left.checked_sub(source.text.len()).ok_or_else(|| {
                format!("the rule files in {} come to more than {} MiB", shown(folder), MOST_RULES >> 20)
            })?;
            let inner = display_name(path.strip_prefix(folder).unwrap_or(path));
            sources.push(PackSource { path: inner, name: shown(path), text: source.text });
        }
    }
    Ok(sources)
}

struct Merge<'a> {
    programs: &'a [Arc<Program>],
    settings: Settings,
    fail_on: Option<FailOn>,
    baseline: Option<PathBuf>,
    language: String,
    origins: BTreeMap<String, (String, Origin)>,
    errors: Errors,
}

impl Merge<'_> {
    fn note(&mut self, layer: &Layer, span: crate::source::Span, name: String, value: String) {
        self.origins.insert(name, (value, Origin::File(layer.name.clone(), layer.line(span))));
    }

    fn layer(&mut self, layer: &Layer) {
        let file = &layer.file;
        let rules = self.levels(layer, &file.rules, "rules");
        self.settings.rules.extend(rules);
        for (kind, profile) in &file.profiles.0 {
            let rules = self.levels(layer, &profile.rules, &format!("profiles.{}.rules", kind.value));
            self.settings.by_kind.entry(kind.value.clone()).or_default().extend(rules);
        }
        if let Some(language) = &file.language {
            self.language.clone_from(&language.value);
            self.note(layer, language.span, "language".to_owned(), language.value.clone());
        }
        if let Some(level) = &file.fail_on {
            let (fail_on, name) = match level.value {
                FailLevel::Advice => (FailOn::At(Severity::Advice), "advice"),
                FailLevel::Warning => (FailOn::At(Severity::Warning), "warning"),
                FailLevel::Error => (FailOn::At(Severity::Error), "error"),
                FailLevel::Never => (FailOn::Never, "never"),
            };
            self.fail_on = Some(fail_on);
            self.note(layer, level.span, "fail-on".to_owned(), name.to_owned());
        }
        if let Some(baseline) = &file.baseline {
            self.baseline = Some(layer.folder().join(&baseline.value));
            self.note(layer, baseline.span, "baseline".to_owned(), baseline.value.clone());
        }
        if let Some(allowed) = &file.silencing.allowed {
            self.settings.silencing = allowed.value;
            self.note(layer, allowed.span, "silencing.allowed".to_owned(), allowed.value.to_string());
        }
        if let Some(never) = &file.silencing.never {
            self.settings.never_silenced = never.iter().map(|rule| rule.value.clone()).collect();
            for rule in never {
                self.known_rule(layer, rule);
                self.note(layer, rule.span, format!("silencing.never.{}", rule.value), "true".to_owned());
            }
        }
        if let Some(most) = &file.portfolio.most_due {
            self.settings.most_due = most.value as usize;
            self.note(layer, most.span, "portfolio.most-due".to_owned(), most.value.to_string());
        }
        if let Some(days) = &file.portfolio.window_days {
            self.settings.window_days = i64::from(days.value);
            self.note(layer, days.span, "portfolio.window-days".to_owned(), days.value.to_string());
        }
        for (name, list) in [("include", &file.include), ("exclude", &file.exclude)] {
            if let Some(list) = list {
                self.note(layer, list.span, name.to_owned(), format!("[{}]", list.value.join(", ")));
            }
        }
        for pack in file.packs.iter().flatten() {
            self.note(layer, pack.span, format!("packs.{}", pack.value), "true".to_owned());
        }
        for (name, entries) in [("headings", &file.headings), ("words", &file.words)] {
            for (key, phrases) in &entries.0 {
                let shown = phrases.iter().map(|phrase| phrase.value.as_str()).collect::<Vec<_>>().join(", ");
                self.note(layer, key.span, format!("{name}.{}", key.value), format!("[{shown}]"));
            }
        }
    }

    fn overrides(&mut self, layer: &Layer, path: &Path) {
        for (over, globs) in layer.file.overrides.iter().zip(&layer.overrides) {
            // Check the names even where the pattern does not match, so that a slip shows at once.
            if !path.starts_with(&layer.counts_from) || !globs.matched_path_or_any_parents(path, false).is_ignore() {
                for (rule, _) in &over.rules.0 {
                    self.known_rule(layer, rule);
                }
                if let Some(profile) = &over.profile {
                    self.known_profile(layer, profile);
                }
                continue;
            }
            if let Some(profile) = &over.profile {
                let rules = self.known_profile(layer, profile);
                for rule in rules.keys() {
                    self.note(layer, profile.span, format!("rules.{rule}"), profile.value.clone());
                }
                self.settings.rules.extend(rules);
            }
            let rules = self.levels(layer, &over.rules, "rules");
            self.settings.rules.extend(rules);
        }
    }

    /// The rules of a profile; none, and an error, where there is no such profile.
    fn known_profile(&mut self, layer: &Layer, profile: &Spanned<String>) -> BTreeMap<String, RuleSetting> {
        let Some(rules) = self.settings.by_kind.get(&profile.value) else {
            let known = self.settings.by_kind.keys().map(String::as_str);
            self.errors.add(layer, profile.span, || {
                (format!("there is no profile `{}`", profile.value), nearest(&profile.value, known).map(did_you_mean))
            });
            return BTreeMap::new();
        };
        rules.clone()
    }

    fn known_rule(&mut self, layer: &Layer, rule: &Spanned<String>) -> bool {
        let known = self.programs.iter().any(|program| program.rule(&rule.value).is_some());
        if !known {
            let rules = self.programs.iter().flat_map(|program| &program.rules).map(|rule| rule.id.as_str());
            self.errors.add(layer, rule.span, || {
                let help =
                    nearest(&rule.value, rules).map(did_you_mean).or(Some("`brieflint rules` lists them".to_owned()));
                (format!("there is no rule `{}`", rule.value), help)
            });
        }
        known
    }

    fn levels(&mut self, layer: &Layer, entries: &Entries<Level>, under: &str) -> BTreeMap<String, RuleSetting> {
        let mut rules = BTreeMap::new();
        for (rule, level) in &entries.0 {
            if self.known_rule(layer, rule) {
                rules.insert(rule.value.clone(), level.severity().map_or(RuleSetting::Off, RuleSetting::At));
                self.note(layer, rule.span, format!("{under}.{}", rule.value), level.name().to_owned());
            }
        }
        rules
    }
}
