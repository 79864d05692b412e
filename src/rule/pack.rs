use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use super::file::{Examples, FieldFile, GroupFile, PackFile, RoleFile, RuleFile, WordsFile};
use super::limits::{self, is_name};
use crate::language::{Calendar, Inflection, LONGEST_WORD};
use crate::source::{FileError, MOST_ERRORS, Span};
use crate::yaml::{self, Entries, Node, Value};

/// A place in one of the files of a pack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub file: u32,
    pub span: Span,
}

/// What is wrong with a rule file.
#[derive(Clone, Debug)]
pub struct PackError {
    pub place: Place,
    pub message: String,
    pub help: Option<String>,
}

/// One file of a pack.
#[derive(Clone, Debug)]
pub struct PackSource {
    /// From the pack's folder, with forward slashes: the folder is the group, the name the rule.
    pub path: String,
    /// The path as people know it.
    pub name: String,
    pub text: String,
}

/// Folders of rule files as they were read: the built-in one, and a team's own on top of it.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    pub sources: Vec<PackSource>,
    pub(super) language: String,
    pub(super) questions: Vec<String>,
    pub(super) groups: Vec<GroupFile>,
    pub(super) inflection: Inflection,
    pub(super) calendar: Calendar,
    pub(super) words: WordsFile,
    pub(super) fields: Vec<(String, FieldFile)>,
    /// The entries of each list, with their places.
    pub(super) lists: BTreeMap<String, Vec<(Place, String)>>,
    pub(super) roles: Vec<LoadedRole>,
    pub(super) rules: Vec<LoadedRule>,
    /// Phrases that a config adds to the headings of an element or section.
    pub(super) headings: Vec<(Place, String, String)>,
    /// How many folders were added.
    pub(super) folders: u16,
    pub errors: Vec<PackError>,
    /// The parts of the brief that example passages are set into, by element.
    pub frame: BTreeMap<String, String>,
}

#[derive(Clone, Debug)]
pub(super) struct LoadedRule {
    pub(super) file: u32,
    pub(super) id: String,
    pub(super) group: String,
    pub(super) pack: u16,
    pub(super) rule: RuleFile,
}

/// An element or a section.
#[derive(Clone, Debug)]
pub(super) struct LoadedRole {
    pub(super) file: u32,
    pub(super) id: String,
    pub(super) is_element: bool,
    pub(super) pack: u16,
    pub(super) role: RoleFile,
}

impl Pack {
    /// Adds the files of one folder. What is wrong with them is in [`Pack::errors`]; the rest is kept.
    pub fn add(&mut self, sources: impl IntoIterator<Item = PackSource>) {
        for source in sources {
            let file = self.sources.len() as u32;
            self.sources.push(source);
            self.read_file(file);
        }
        self.folders += 1;
    }

    /// Adds a heading that means an element or a section of this pack; the place is that of the words in a source of it.
    pub fn add_heading(&mut self, place: Place, role: &str, phrase: &str) {
        self.headings.push((place, role.to_owned(), phrase.to_owned()));
    }

    /// Adds a word to a list.
    pub fn add_word(&mut self, place: Place, list: &str, phrase: &str) {
        self.lists.entry(list.to_owned()).or_default().push((place, phrase.to_owned()));
    }

    /// The names of all elements and sections.
    pub fn role_names(&self) -> impl Iterator<Item = &str> {
        self.roles.iter().map(|loaded| loaded.id.as_str())
    }

    /// Whether there is a word list of this name.
    #[must_use]
    pub fn has_list(&self, name: &str) -> bool {
        self.lists.contains_key(name)
    }

    /// The names of all word lists.
    pub fn list_names(&self) -> impl Iterator<Item = &str> {
        self.lists.keys().map(String::as_str)
    }

    /// The language of the pack, `en`.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Why a rule is there, as its file says it.
    #[must_use]
    pub fn why(&self, id: &str) -> Option<&str> {
        self.rules.iter().rev().find(|loaded| loaded.id == id).map(|loaded| loaded.rule.why.value.as_str())
    }

    /// The examples of a rule.
    #[must_use]
    pub fn examples_of(&self, id: &str) -> Option<&Examples> {
        self.rules.iter().rev().find(|loaded| loaded.id == id).map(|loaded| &loaded.rule.examples)
    }

    /// Errors with the files that they are in.
    #[must_use]
    pub fn in_files(&self, errors: Vec<PackError>) -> Vec<FileError> {
        errors.into_iter().map(|PackError { place, message, help }| self.in_file(place, message, help)).collect()
    }

    /// An error at a place of one of the files.
    #[must_use]
    pub fn in_file(&self, place: Place, message: String, help: Option<String>) -> FileError {
        let PackSource { name, text, .. } = &self.sources[place.file as usize];
        FileError { path: name.clone(), text: text.as_str().into(), span: place.span, message, help }
    }

    pub(super) fn set_language(&mut self, language: &str) {
        language.clone_into(&mut self.language);
    }

    /// Every rule in force with its examples: the number of its file, the id, the elements that its frame lacks.
    pub fn examples(&self) -> impl Iterator<Item = (u32, &str, Vec<&str>, &Examples)> {
        // Of two rules of one name the one that was added last is in force.
        let in_force: BTreeMap<&str, u16> = self.rules.iter().map(|loaded| (loaded.id.as_str(), loaded.pack)).collect();
        let rules = self.rules.iter().filter(move |loaded| in_force.get(loaded.id.as_str()) == Some(&loaded.pack));
        rules.map(|loaded| {
            let missing = loaded.rule.missing.iter().chain(&loaded.rule.frame_without);
            (
                loaded.file,
                loaded.id.as_str(),
                missing.map(|element| element.value.as_str()).collect(),
                &loaded.rule.examples,
            )
        })
    }

    fn read_file(&mut self, file: u32) {
        let source = self.sources[file as usize].clone();
        let Some(stem) = source.path.strip_suffix(".yaml").or_else(|| source.path.strip_suffix(".yml")) else { return };
        if let Some(name) = stem.split('/').find(|name| !is_name(name)) {
            let message = format!("`{name}` is no name for a file or folder of rules");
            return self.error(file, Span::default(), message);
        }
        let node = match yaml::parse(&source.text, 0) {
            Ok(Some(node)) => node,
            Ok(None) => return,
            Err(error) => return self.yaml_error(file, error),
        };
        let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
        match (folder, name) {
            ("", "pack") => self.read_groups(file, &node),
            ("", "fields") => self.read_fields(file, &node),
            ("", "frame") => {
                let frame: BTreeMap<String, String> = self.read(file, &node).unwrap_or_default();
                self.frame.extend(frame);
            }
            // The words of the clarity test are no rules; `clarity::Wording` reads them.
            ("", "clarity") => {}
            ("language", "inflection") => self.read_inflection(file, &node),
            ("language", "calendar") => self.read_calendar(file, &node),
            ("language", "words") => self.read_words(file, &node),
            ("lexicon" | "language", _) => self.read_lists(file, &node),
            ("elements" | "sections", id) => {
                if let Some(role) = self.read::<RoleFile>(file, &node) {
                    let (id, is_element, pack) = (id.to_owned(), folder == "elements", self.folders);
                    self.add_role(LoadedRole { file, id, is_element, pack, role });
                }
            }
            (group, id) => {
                if let Some(rule) = self.read::<RuleFile>(file, &node) {
                    let group = group.rsplit('/').next().unwrap_or(group).to_owned();
                    self.rules.push(LoadedRule { file, id: id.to_owned(), group, pack: self.folders, rule });
                }
            }
        }
    }

    fn read_groups(&mut self, file: u32, node: &Node) {
        let Some(pack) = self.read::<PackFile>(file, node) else { return };
        if let Some(language) = pack.language {
            self.language = language;
        }
        if let Some(questions) = pack.questions {
            self.questions = questions;
        }
        for group in &pack.groups {
            self.name(file, group.id.span, &group.id.value);
        }
        self.groups.extend(pack.groups);
    }

    fn read_fields(&mut self, file: u32, node: &Node) {
        let Some(fields) = self.read::<Entries<FieldFile>>(file, node) else { return };
        let names = fields.0.iter().map(|(_, field)| field.aliases.len() + 1).sum();
        self.few(file, node, "names of fields", names);
        for (name, field) in fields.0 {
            match self.fields.iter_mut().find(|(known, _)| *known == name.value) {
                Some((_, known)) => *known = field,
                None => self.fields.push((name.value, field)),
            }
        }
    }

    fn read_inflection(&mut self, file: u32, node: &Node) {
        let Some(inflection) = self.read::<Inflection>(file, node) else { return };
        let (searched, longest) = inflection.extent();
        self.few(file, node, "endings and special words", searched);
        if longest > LONGEST_WORD {
            let message = format!("a word or an ending here is longer than {LONGEST_WORD} bytes");
            self.error(file, node.span, message);
        }
        self.inflection = inflection;
    }

    fn read_calendar(&mut self, file: u32, node: &Node) {
        let Some(calendar) = self.read::<Calendar>(file, node) else { return };
        let names = calendar.months.iter().chain(&calendar.quarters).map(Vec::len).sum::<usize>();
        self.few(file, node, "names of the calendar", names + calendar.ordinals.len());
        self.calendar = calendar;
    }

    fn read_words(&mut self, file: u32, node: &Node) {
        let Some(words) = self.read::<WordsFile>(file, node) else { return };
        let endings = words.endings.values().map(Vec::len).sum::<usize>();
        self.few(file, node, "abbreviations and endings", endings + words.abbreviations.len());
        for name in words.endings.keys() {
            self.name(file, node.span, name);
        }
        self.words = words;
    }

    /// A team's file takes the place of a built-in one of the same name.
    fn add_role(&mut self, role: LoadedRole) {
        let same = |known: &&mut LoadedRole| {
            known.id == role.id && known.is_element == role.is_element && known.pack < role.pack
        };
        match self.roles.iter_mut().find(same) {
            Some(known) => *known = role,
            None => self.roles.push(role),
        }
    }

    fn read<T: DeserializeOwned>(&mut self, file: u32, node: &Node) -> Option<T> {
        match yaml::from_node(node) {
            Ok(value) => Some(value),
            Err(error) => {
                self.yaml_error(file, error);
                None
            }
        }
    }

    fn read_lists(&mut self, file: u32, node: &Node) {
        let Value::Map(entries) = &node.value else {
            return self.error(
                file,
                node.span,
                "a file of word lists is a mapping from names to lists of words".to_owned(),
            );
        };
        for (key, value) in entries {
            let name = key.text().unwrap_or_default().to_owned();
            if !self.name(file, key.span, &name) {
                continue;
            }
            match &value.value {
                Value::List(items) => {
                    for item in items {
                        match item.text() {
                            Some(text) => {
                                let place = Place { file, span: item.span };
                                self.lists.entry(name.clone()).or_default().push((place, text.to_owned()));
                            }
                            None => self.error(
                                file,
                                item.span,
                                format!("this is {}, where a phrase is expected", item.kind()),
                            ),
                        }
                    }
                }
                _ => self.error(file, value.span, format!("the words of `{name}` are a list")),
            }
        }
    }

    fn yaml_error(&mut self, file: u32, error: yaml::Error) {
        let span = error.span.unwrap_or_default();
        self.tell(PackError { place: Place { file, span }, message: error.message, help: error.help });
    }

    /// Whether a group or a list can be called so.
    fn name(&mut self, file: u32, span: Span, name: &str) -> bool {
        let good = is_name(name);
        if !good {
            let help = "a name has letters, digits and hyphens".to_owned();
            let message = format!("`{name}` is no name");
            self.tell(PackError { place: Place { file, span }, message, help: Some(help) });
        }
        good
    }

    /// Refuses a table that would be searched for too long.
    fn few(&mut self, file: u32, node: &Node, what: &str, count: usize) {
        let most = limits::MOST_SEARCHED;
        if count > most {
            self.error(file, node.span, format!("there are {count} {what} here, and {most} at most are read"));
        }
    }

    fn tell(&mut self, error: PackError) {
        if self.errors.len() < MOST_ERRORS {
            self.errors.push(error);
        }
    }

    pub(super) fn error(&mut self, file: u32, span: Span, message: String) {
        self.tell(PackError { place: Place { file, span }, message, help: None });
    }
}
