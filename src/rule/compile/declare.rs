//! The names of a pack: each gets its number, before anything is compiled that refers to it.

use super::Compiler;
use crate::rule::limits;
use crate::rule::pack::{LoadedRole, LoadedRule, Place};
use crate::rule::program::*;

impl Compiler<'_> {
    /// Gives every field, group, role and rule its number.
    pub(super) fn declare(&mut self) {
        let pack = self.pack;
        if pack.groups.len() > limits::MOST_GROUPS || pack.rules.len() > limits::MOST_RULES {
            let message = format!("there are more than {} rules or {} groups", limits::MOST_RULES, limits::MOST_GROUPS);
            let last = pack.sources.len().saturating_sub(1) as u32;
            return self.error(Place { file: last, ..Place::default() }, message, None);
        }
        for (name, file) in &pack.fields {
            self.program.fields.push(FieldDef { name: name.clone(), aliases: file.aliases.clone(), kind: file.value });
        }
        for group in &pack.groups {
            self.program.groups.push(Group {
                id: group.id.value.clone(),
                question: group.question.clone(),
                title: group.title.clone(),
                about: group.about,
            });
        }
        // Elements have the first numbers.
        let (elements, sections): (Vec<_>, Vec<_>) = pack.roles.iter().partition(|role| role.is_element);
        for loaded in elements.iter().chain(&sections) {
            if self.program.roles.len() >= Roles::MOST {
                let message = format!("there are more than {} elements and sections", Roles::MOST);
                return self.error(Place { file: loaded.file, ..Place::default() }, message, None);
            }
            self.declare_role(loaded);
        }
        for loaded in &pack.rules {
            self.declare_rule(loaded);
        }
    }

    fn declare_role(&mut self, loaded: &LoadedRole) {
        let LoadedRole { file, id, is_element, role, .. } = loaded;
        let number = self.program.roles.len() as RoleId;
        if let Some(&known) = self.role_ids.get(id) {
            let folder = if known < self.program.elements { "elements" } else { "sections" };
            let message = format!("`{id}` stands in `{folder}` already");
            return self.error(Place { file: *file, ..Place::default() }, message, None);
        }
        self.role_ids.insert(id.clone(), number);
        if role.covers {
            self.program.covering.add(number);
        }
        if role.one_sentence {
            self.program.one_sentence.add(number);
        }
        if *is_element {
            self.program.elements = number + 1;
        }
        self.program.roles.push(Role {
            id: id.clone(),
            summary: role.summary.clone(),
            fields: role.fields.iter().map(|field| field.value.clone()).collect(),
            needs_content: role.content.is_some(),
            stated_by: Vec::new(),
            not_stated_by: Vec::new(),
            answers: role.answers,
            own: role.own,
            stub: role.stub.as_ref().map(|stub| stub.value.clone()),
        });
        if let Some(stub) = &role.stub {
            self.stub(Place { file: *file, span: stub.span }, &stub.value, *is_element);
        }
    }

    fn declare_rule(&mut self, loaded: &LoadedRule) {
        let place = Place { file: loaded.file, ..Place::default() };
        let Some(group) = self.program.groups.iter().position(|group| group.id == loaded.group) else {
            let known: Vec<String> = self.program.groups.iter().map(|group| group.id.clone()).collect();
            let (message, help) = match loaded.group.as_str() {
                "" => ("a rule file stands in a folder named for its group".to_owned(), "the groups are"),
                group => (format!("there is no group `{group}`"), "a rule stands in the folder of its group"),
            };
            return self.error(place, message, Some(format!("{help}: {}", known.join(", "))));
        };
        let rule = &loaded.rule;
        let declared = Rule {
            id: loaded.id.clone(),
            group: group as u8,
            severity: rule.severity,
            summary: rule.summary.value.clone(),
            message: rule.message.value.clone(),
            help: rule.help.value.clone(),
            check: Check::Passage,
            about: None,
            replaces: Vec::new(),
            absorbs: Vec::new(),
            pack: loaded.pack,
        };
        match self.rule_ids.get(&loaded.id).copied() {
            Some(id) if self.program.rules[id as usize].pack == loaded.pack => {
                self.error(place, format!("a rule `{}` is there already", loaded.id), None);
            }
            // A team's file takes the place of a built-in rule of the same name.
            Some(id) => self.program.rules[id as usize] = declared,
            None => {
                self.rule_ids.insert(loaded.id.clone(), self.program.rules.len() as RuleId);
                self.program.rules.push(declared);
            }
        }
    }

    /// The section that `--fix` writes for an element.
    fn stub(&mut self, place: Place, stub: &Stub, is_element: bool) {
        if !is_element {
            self.error(place, "only an element has a `stub`".to_owned(), None);
        }
        if [&stub.heading, &stub.label, &stub.hole].into_iter().any(|text| text.trim().is_empty()) {
            self.error(place, "`heading`, `label` and `hole` of a stub are not empty".to_owned(), None);
        }
        for ask in &stub.asks {
            self.holes(place, ask, &["title"]);
            // They are written into a comment.
            if ask.contains("--") {
                self.error(place, "a question of a stub cannot hold `--`".to_owned(), None);
            }
        }
    }
}
