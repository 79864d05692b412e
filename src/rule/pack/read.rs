//! Reading the files of a pack, each as what its folder and its name say that it is.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use super::{LoadedRole, LoadedRule, Pack, PackError, Place};
use crate::language::{Calendar, Inflection, LONGEST_WORD};
use crate::rule::file::{FieldFile, PackFile, RoleFile, RuleFile, WordsFile};
use crate::rule::limits::{self, is_name};
use crate::source::{MOST_ERRORS, Span};
use crate::yaml::{self, Entries, Node, Value};

impl Pack {
    pub(super) fn read_file(&mut self, file: u32) {
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
            ("", "clarity") if self.folders == 0 => {}
            // A copy of all the rules has them, too.
            ("", "clarity") if self.sources.iter().filter(|other| other.text == source.text).count() > 1 => {}
            ("", "clarity") => {
                let message = "the words of the clarity test are the same for all teams".to_owned();
                self.error(file, Span::default(), message);
            }
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

    fn error(&mut self, file: u32, span: Span, message: String) {
        self.tell(PackError { place: Place { file, span }, message, help: None });
    }
}
