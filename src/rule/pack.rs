mod read;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::file::{Examples, FieldFile, GroupFile, RoleFile, RuleFile, WordsFile};
use crate::language::{Calendar, Inflection};
use crate::source::{FileError, Span};

/// A place in one of the files of a pack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// A place in [`Pack::sources`].
    pub file: u32,
    /// Bytes of the text of that file.
    pub span: Span,
}

/// What is wrong with a rule file.
#[derive(Clone, Debug)]
pub struct PackError {
    /// The start of the file where no words of it are at fault.
    pub place: Place,
    /// For people, without the place.
    pub message: String,
    /// What to do about it, where that is known.
    pub help: Option<String>,
}

/// One file of a pack.
#[derive(Clone, Debug)]
pub struct PackSource {
    /// From the pack's folder, with forward slashes: the folder is the group, the name the rule.
    pub path: String,
    /// The path as people know it.
    pub name: String,
    /// The whole file: places are bytes of it.
    pub text: Arc<str>,
}

/// Folders of rule files as they were read: the built-in one, and a team's own on top of it.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    /// In the order in which they were added.
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
    /// What is wrong with the files, at most [`MOST_ERRORS`](crate::source::MOST_ERRORS); with any, nothing compiles.
    pub errors: Vec<PackError>,
    /// The parts of the brief that example passages are set into, by element.
    pub frame: BTreeMap<String, String>,
}

/// The examples of a rule.
#[derive(Clone, Debug)]
pub struct RuleExamples<'p> {
    /// The number of its file.
    pub file: u32,
    /// The id of the rule.
    pub rule: &'p str,
    /// The elements that the brief round them is left without.
    pub without: Vec<&'p str>,
    /// Those of its own file.
    pub examples: &'p Examples,
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
        FileError { path: name.clone(), text: Arc::clone(text), span: place.span, message, help }
    }

    pub(super) fn set_language(&mut self, language: &str) {
        language.clone_into(&mut self.language);
    }

    /// The examples of every rule in force.
    pub fn examples(&self) -> impl Iterator<Item = RuleExamples<'_>> {
        // Of two rules of one name the one that was added last is in force.
        let in_force: BTreeMap<&str, u16> = self.rules.iter().map(|loaded| (loaded.id.as_str(), loaded.pack)).collect();
        let rules = self.rules.iter().filter(move |loaded| in_force.get(loaded.id.as_str()) == Some(&loaded.pack));
        rules.map(|loaded| {
            let missing = loaded.rule.missing.iter().chain(&loaded.rule.frame_without);
            RuleExamples {
                file: loaded.file,
                rule: &loaded.id,
                without: missing.map(|element| element.value.as_str()).collect(),
                examples: &loaded.rule.examples,
            }
        })
    }
}
