use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use super::file::{Examples, FieldFile, GroupFile, PackFile, RoleFile, RuleFile, WordsFile};
use crate::language::{Calendar, Inflection};
use crate::source::Span;
use crate::yaml::{self, Node, Value};

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

/// One file of a pack: its path from the pack's folder, with forward slashes, and its text.
#[derive(Clone, Debug)]
pub struct PackSource {
    pub path: String,
    pub text: String,
}

/// Folders of rule files as they were read: the built-in one, and a team's own on top of it.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    pub sources: Vec<PackSource>,
    pub(super) language: String,
    pub(super) groups: Vec<GroupFile>,
    pub(super) inflection: Inflection,
    pub(super) calendar: Calendar,
    pub(super) words: WordsFile,
    pub(super) fields: Vec<(String, FieldFile)>,
    /// The entries of each list, with their places.
    pub(super) lists: BTreeMap<String, Vec<(Place, String)>>,
    /// Elements and then sections: the file, the id, and whether it is an element.
    pub(super) roles: Vec<(u32, String, bool, RoleFile)>,
    pub(super) rules: Vec<LoadedRule>,
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

    /// The language of the pack, `en`.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Every rule file with its examples: the number of the file, the id, the elements that its frame lacks.
    pub fn examples(&self) -> impl Iterator<Item = (u32, &str, Vec<&str>, &Examples)> {
        self.rules.iter().map(|loaded| {
            let missing = loaded.rule.missing.iter().chain(&loaded.rule.frame_without);
            (loaded.file, loaded.id.as_str(), missing.map(|element| element.value.as_str()).collect(), &loaded.rule.examples)
        })
    }

    fn read_file(&mut self, file: u32) {
        let source = self.sources[file as usize].clone();
        let Some(stem) = source.path.strip_suffix(".yaml").or_else(|| source.path.strip_suffix(".yml")) else { return };
        let node = match yaml::parse(&source.text, 0) {
            Ok(Some(node)) => node,
            Ok(None) => return,
            Err(error) => return self.yaml_error(file, error),
        };
        let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
        match (folder, name) {
            ("", "pack") => {
                if let Some(pack) = self.read::<PackFile>(file, &node) {
                    if let Some(language) = pack.language {
                        self.language = language;
                    }
                    self.groups.extend(pack.groups);
                }
            }
            ("", "fields") => {
                if let Some(fields) = self.read::<Ordered<FieldFile>>(file, &node) {
                    self.fields.extend(fields.0);
                }
            }
            ("", "frame") => {
                if let Some(frame) = self.read::<BTreeMap<String, String>>(file, &node) {
                    self.frame.extend(frame);
                }
            }
            ("language", "inflection") => {
                if let Some(inflection) = self.read(file, &node) {
                    self.inflection = inflection;
                }
            }
            ("language", "calendar") => {
                if let Some(calendar) = self.read(file, &node) {
                    self.calendar = calendar;
                }
            }
            ("language", "words") => {
                if let Some(words) = self.read(file, &node) {
                    self.words = words;
                }
            }
            ("lexicon" | "language", _) => self.read_lists(file, &node),
            ("elements" | "sections", id) => {
                if let Some(role) = self.read::<RoleFile>(file, &node) {
                    self.roles.push((file, id.to_owned(), folder == "elements", role));
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
            return self.error(file, node.span, "a file of word lists is a mapping from names to lists of words".to_owned());
        };
        for (key, value) in entries {
            let name = key.text().unwrap_or_default().to_owned();
            match &value.value {
                Value::List(items) => {
                    let list = self.lists.entry(name).or_default();
                    list.extend(items.iter().filter_map(|item| Some((Place { file, span: item.span }, item.text()?.to_owned()))));
                }
                _ => self.error(file, value.span, format!("the words of `{name}` are a list")),
            }
        }
    }

    fn yaml_error(&mut self, file: u32, error: yaml::Error) {
        let span = error.span.unwrap_or_default();
        self.errors.push(PackError { place: Place { file, span }, message: error.message, help: error.help });
    }

    pub(super) fn error(&mut self, file: u32, span: Span, message: String) {
        self.errors.push(PackError { place: Place { file, span }, message, help: None });
    }
}

/// A mapping in the order of the file.
struct Ordered<T>(Vec<(String, T)>);

impl<'de, T: serde::Deserialize<'de>> serde::Deserialize<'de> for Ordered<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OrderedVisitor<T>(std::marker::PhantomData<T>);
        impl<'de, T: serde::Deserialize<'de>> serde::de::Visitor<'de> for OrderedVisitor<T> {
            type Value = Ordered<T>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a mapping")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Ordered(entries))
            }
        }
        deserializer.deserialize_map(OrderedVisitor(std::marker::PhantomData))
    }
}
