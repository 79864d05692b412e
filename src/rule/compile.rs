//! Turns rule files into a [`Program`].

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::file::{CaseFile, Flag, FullCase, Text};
use super::layout::Builder;
use super::limits;
use super::pack::{LoadedRole, LoadedRule, Pack, PackError, Place};
use super::pattern::{self, Element, Sequence, lists_used};
use super::program::*;
use crate::language::{form, store};
use crate::source::MOST_ERRORS;
use crate::yaml::{did_you_mean, nearest};

/// Compiles a pack.
///
/// # Errors
/// Everything that is wrong with it, each at its place, in the order of the files.
pub fn compile(pack: &Pack) -> Result<Program, Vec<PackError>> {
    // A file that cannot be read takes its lists with it: what follows from that helps nobody.
    if !pack.errors.is_empty() {
        return Err(pack.errors.clone());
    }
    let mut compiler = Compiler::new(pack);
    compiler.declare();
    compiler.lists();
    compiler.roles();
    compiler.added_headings();
    compiler.rules();
    compiler.check_replaced();
    let Compiler { mut errors, .. } = compiler;
    let program = if errors.is_empty() { Some(compiler.builder.finish(pack, compiler.program)) } else { None };
    match program {
        Some(mut program) => {
            program.fingerprint = fingerprint(&mut program);
            Ok(program)
        }
        None => {
            errors.sort_by_key(|error| (error.place.file, error.place.span));
            Err(errors)
        }
    }
}

fn fingerprint(program: &mut Program) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(&postcard::to_stdvec(program).unwrap_or_default());
    hasher.write(program.vocabulary.text().as_bytes());
    store(program.tables()).into_iter().for_each(|number| hasher.write_u32(number));
    hasher.finish()
}

struct Compiler<'p> {
    pack: &'p Pack,
    errors: Vec<PackError>,
    program: Program,
    builder: Builder,
    /// In the order of the names, so that of two names as near as each other the same one is always proposed.
    rule_ids: BTreeMap<String, RuleId>,
    role_ids: BTreeMap<String, RoleId>,
    /// Lists that are being followed, to find circles.
    open: Vec<String>,
    /// How many phrases were read.
    phrases: usize,
    /// Lists that are known to be in no circle.
    settled: BTreeSet<String>,
}

impl<'p> Compiler<'p> {
    fn new(pack: &'p Pack) -> Self {
        Compiler {
            pack,
            errors: Vec::new(),
            program: Program {
                language: pack.language.clone(),
                calendar: pack.calendar.clone(),
                questions: pack.questions.clone(),
                ..Program::default()
            },
            builder: Builder::default(),
            rule_ids: BTreeMap::new(),
            role_ids: BTreeMap::new(),
            open: Vec::new(),
            phrases: 0,
            settled: BTreeSet::new(),
        }
    }

    fn error(&mut self, place: Place, message: String, help: Option<String>) {
        if !self.has_told_enough() {
            self.errors.push(PackError { place, message, help });
        }
    }

    fn has_told_enough(&self) -> bool {
        self.errors.len() >= MOST_ERRORS
    }

    /// Gives every rule, role, group and field its number.
    fn declare(&mut self) {
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
        for elements in [true, false] {
            for LoadedRole { file, id, role, .. } in pack.roles.iter().filter(|role| role.is_element == elements) {
                let place = Place { file: *file, ..Place::default() };
                let number = self.program.roles.len();
                if number >= Roles::MOST {
                    self.error(place, format!("there are more than {} elements and sections", Roles::MOST), None);
                    return;
                }
                if let Some(&known) = self.role_ids.get(id) {
                    let folder = if known < self.program.elements || elements { "elements" } else { "sections" };
                    self.error(place, format!("`{id}` stands in `{folder}` already"), None);
                    continue;
                }
                self.role_ids.insert(id.clone(), number as RoleId);
                if role.covers {
                    self.program.covering.add(number as RoleId);
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
                    self.stub(Place { file: *file, span: stub.span }, &stub.value, elements);
                }
            }
            if elements {
                self.program.elements = self.program.roles.len() as u8;
            }
        }
        for loaded in &pack.rules {
            let place = Place { file: loaded.file, ..Place::default() };
            let Some(group) = self.program.groups.iter().position(|group| group.id == loaded.group) else {
                let known: Vec<String> = self.program.groups.iter().map(|group| group.id.clone()).collect();
                let (message, help) = match loaded.group.as_str() {
                    "" => ("a rule file stands in a folder named for its group".to_owned(), "the groups are"),
                    group => (format!("there is no group `{group}`"), "a rule stands in the folder of its group"),
                };
                self.error(place, message, Some(format!("{help}: {}", known.join(", "))));
                continue;
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
    }

    fn lists(&mut self) {
        self.builder.common = common_words(self.pack);
        let pack = self.pack;
        let mut lists: BTreeMap<&str, Vec<Sequence>> = BTreeMap::new();
        for (name, entries) in &pack.lists {
            lists.insert(name, entries.iter().filter_map(|(place, entry)| self.parse(*place, entry)).collect());
        }
        for (&name, entries) in &lists {
            self.check_circle(name, &lists);
            entries.iter().for_each(|entry| self.builder.entry(name, entry));
        }
        for (ending, endings) in &pack.words.endings {
            self.builder.endings.push((ending.clone(), endings.clone()));
        }
        for (name, atom) in self.program.known.each() {
            *atom = self.builder.asks.list(name, None);
        }
    }

    /// Follows what a list is made of, and reports a circle.
    fn check_circle(&mut self, name: &str, lists: &BTreeMap<&str, Vec<Sequence>>) {
        let Some(entries) = lists.get(name).filter(|_| !self.settled.contains(name)) else { return };
        let place = self.pack.lists.get(name).and_then(|entries| entries.first()).map(|(place, _)| *place);
        let place = place.unwrap_or_default();
        if self.open.iter().any(|open| open == name) {
            self.error(place, format!("the list `{name}` is made of itself: {}", self.open.join(" → ")), None);
            return;
        }
        if self.open.len() == limits::DEEPEST_LISTS {
            let message = format!("lists are made of one another more than {} deep here", limits::DEEPEST_LISTS);
            return self.error(place, message, Some("put some of their words into one list".to_owned()));
        }
        self.open.push(name.to_owned());
        let mut used = BTreeSet::new();
        entries.iter().for_each(|entry| lists_used(entry, &mut used));
        used.iter().for_each(|list| self.check_circle(list, lists));
        self.open.pop();
        self.settled.insert(name.to_owned());
    }

    /// Reads a phrase and checks every name in it.
    fn parse(&mut self, place: Place, text: &str) -> Option<Sequence> {
        self.phrases += 1;
        if self.phrases == limits::MOST_PHRASES {
            self.error(place, format!("there are more than {} phrases, up to this one", limits::MOST_PHRASES), None);
        }
        if self.phrases >= limits::MOST_PHRASES || self.has_told_enough() {
            return None;
        }
        match pattern::parse(text) {
            Ok(sequence) => {
                let mut used = BTreeSet::new();
                lists_used(&sequence, &mut used);
                let mut good = true;
                for list in used {
                    let known = self.pack.lists.contains_key(&list)
                        || form::NAMES.contains(&list.as_str())
                        || self.pack.words.endings.contains_key(&list);
                    if !known {
                        let names = self.pack.lists.keys().map(String::as_str).chain(form::NAMES);
                        let help = nearest(&list, names).map(|near| did_you_mean(&format!("{{{near}}}")));
                        self.error(place, format!("there is no word list `{list}`"), help);
                        good = false;
                    }
                }
                good.then_some(sequence)
            }
            Err(error) => {
                let mut place = place;
                let source = &self.pack.sources[place.file as usize].text;
                // The phrase stands in the file as it is, unless quotes or folding changed it.
                if let Some(at) = place.span.of(source).find(text) {
                    let start = place.span.start as usize + at + error.at;
                    place.span = crate::source::Span::new(start, (start + error.length).min(place.span.end as usize))
                        .clamp(source);
                }
                self.error(place, error.message, None);
                None
            }
        }
    }

    fn roles(&mut self) {
        let pack = self.pack;
        for LoadedRole { file, id, role, .. } in &pack.roles {
            let Some(&number) = self.role_ids.get(id) else { continue };
            for (flag, owner) in [
                (&role.headings, Owner::Heading(number)),
                (&role.content, Owner::Content(number)),
                (&role.states, Owner::States(number)),
                (&role.never, Owner::Never(number)),
            ] {
                if let Some(flag) = flag {
                    self.flag(*file, flag, owner);
                }
            }
            self.program.roles[number as usize].stated_by = self.rule_names(*file, &role.stated_by);
            self.program.roles[number as usize].not_stated_by = self.rule_names(*file, &role.not_stated_by);
        }
    }

    /// Headings that a config adds.
    fn added_headings(&mut self) {
        let pack = self.pack;
        for (place, role, phrase) in &pack.headings {
            let Some(&number) = self.role_ids.get(role) else { continue };
            if let Some(sequence) = self.parse(*place, phrase) {
                self.builder.case(&sequence, &Case::bare(Owner::Heading(number)));
            }
        }
    }

    fn rule_names(&mut self, file: u32, names: &[Text]) -> Vec<RuleId> {
        let mut ids = Vec::new();
        for name in names {
            match self.rule_ids.get(&name.value) {
                Some(&id) => ids.push(id),
                None if self.has_told_enough() => {}
                None => {
                    let help = nearest(&name.value, self.rule_ids.keys().map(String::as_str)).map(did_you_mean);
                    self.error(Place { file, span: name.span }, format!("there is no rule `{}`", name.value), help);
                }
            }
        }
        ids
    }

    fn role_names(&mut self, file: u32, names: &[Text]) -> Roles {
        let mut roles = Roles::default();
        for name in names {
            match self.role_ids.get(&name.value) {
                Some(&id) => roles.add(id),
                None if self.has_told_enough() => {}
                None => {
                    let help = nearest(&name.value, self.role_ids.keys().map(String::as_str)).map(did_you_mean);
                    self.error(
                        Place { file, span: name.span },
                        format!("there is no element or section `{}`", name.value),
                        help,
                    );
                }
            }
        }
        roles
    }

    fn element(&mut self, file: u32, name: &Text) -> Option<RoleId> {
        let element = self.role_ids.get(&name.value).copied().filter(|&role| role < self.program.elements);
        if element.is_none() {
            let elements = &self.program.roles[..usize::from(self.program.elements)];
            let elements: Vec<&str> = elements.iter().map(|role| role.id.as_str()).collect();
            let help = match nearest(&name.value, elements.iter().copied()) {
                Some(near) => did_you_mean(near),
                None => format!("the elements are: {}", elements.join(", ")),
            };
            let message = format!("there is no element `{}`", name.value);
            self.error(Place { file, span: name.span }, message, Some(help));
        }
        element
    }

    fn rules(&mut self) {
        let pack = self.pack;
        for loaded in &pack.rules {
            let Some(&id) = self.rule_ids.get(&loaded.id) else { continue };
            if self.program.rules[id as usize].pack == loaded.pack {
                self.rule(id, loaded);
            }
        }
    }

    fn rule(&mut self, id: RuleId, loaded: &LoadedRule) {
        let rule = &loaded.rule;
        let file = loaded.file;
        self.texts(loaded);
        if let Some(flag) = &rule.flag {
            self.flag(file, flag, Owner::Rule(id));
        }
        let place = Place { file, ..Place::default() };
        let check = match (&rule.missing, &rule.ratio, &rule.check, &rule.flag) {
            (Some(element), None, None, None) => Check::Missing(self.element(file, element).unwrap_or_default()),
            (None, Some(ratio), None, Some(_)) => {
                Check::Ratio { least: ratio.least, times: ratio.times, of: self.role_names(file, &ratio.of) }
            }
            (None, None, Some(check), _) => match CODE_CHECKS.iter().position(|known| *known == check.value) {
                Some(number) => Check::Code(number as u8),
                None => {
                    let help = nearest(&check.value, CODE_CHECKS).map(did_you_mean);
                    self.error(Place { file, span: check.span }, format!("there is no check `{}`", check.value), help);
                    Check::Code(0)
                }
            },
            (None, None, None, Some(_)) => Check::Passage,
            (None, None, None, None) if rule.beside.is_some() => Check::Passage,
            (None, None, None, None) => {
                let help =
                    "say what it looks for with `flag`, or which element has to be there with `missing`".to_owned();
                self.error(place, "this rule can never fire".to_owned(), Some(help));
                Check::Passage
            }
            _ => {
                self.error(
                    place,
                    "a rule has one of `flag`, `missing`, `flag` with `ratio`, and `check`".to_owned(),
                    None,
                );
                Check::Passage
            }
        };
        let about = match check {
            Check::Missing(element) if rule.about.is_none() => Some(element),
            _ => rule.about.as_ref().and_then(|element| self.element(file, element)),
        };
        let replaces = self.rule_names(file, &rule.replaces);
        let mut absorbs = Vec::new();
        if let Some(beside) = &rule.beside {
            absorbs = self.rule_names(file, &beside.hits_of);
            self.flag(file, &beside.words, Owner::Beside(id));
        }
        let compiled = &mut self.program.rules[id as usize];
        compiled.check = check;
        compiled.about = about;
        compiled.replaces = replaces;
        compiled.absorbs = absorbs;
    }

    /// Reports rules that replace one another in a circle: on the same words all of them would give way.
    fn check_replaced(&mut self) {
        let rules = &self.program.rules;
        let (mut seen, mut open) = (vec![false; rules.len()], vec![false; rules.len()]);
        let mut circles = Vec::new();
        for start in 0..rules.len() {
            if seen[start] {
                continue;
            }
            // A rule, one that it replaces, one that this replaces, and so on, each with those that are still to be followed.
            let mut way = vec![(start, rules[start].replaces.iter())];
            while let Some((rule, replaces)) = way.last_mut() {
                (seen[*rule], open[*rule]) = (true, true);
                match replaces.next().map(|&replaced| usize::from(replaced)) {
                    None => {
                        open[*rule] = false;
                        way.pop();
                    }
                    Some(replaced) if open[replaced] && circles.len() < MOST_ERRORS => {
                        let circle = way.iter().map(|&(rule, _)| rule).skip_while(|&rule| rule != replaced);
                        let next = circle.clone().skip(1).chain([replaced]);
                        // A team's own rule is at fault, not the built-in one that it replaces.
                        circles.extend(circle.zip(next).max_by_key(|&(rule, _)| rules[rule].pack));
                    }
                    Some(replaced) if !seen[replaced] => way.push((replaced, rules[replaced].replaces.iter())),
                    Some(_) => {}
                }
            }
        }
        let named = circles.into_iter().map(|(rule, replaced)| (rules[rule].id.clone(), rules[replaced].id.clone()));
        for (rule, replaced) in named.collect::<Vec<_>>() {
            let Some(loaded) = self.pack.rules.iter().rev().find(|loaded| loaded.id == rule) else { continue };
            let span = loaded.rule.replaces.iter().find(|name| name.value == replaced).map(|name| name.span);
            let place = Place { file: loaded.file, span: span.unwrap_or_default() };
            let help = "on the same words each of them gives way, and nothing is found".to_owned();
            self.error(place, format!("`{rule}` replaces itself, by way of `{replaced}`"), Some(help));
        }
    }

    /// The texts that people read: no empty ones, and no hole that nothing fills.
    fn texts(&mut self, loaded: &LoadedRule) {
        let rule = &loaded.rule;
        for (name, text) in
            [("summary", &rule.summary), ("message", &rule.message), ("help", &rule.help), ("why", &rule.why)]
        {
            let place = Place { file: loaded.file, span: text.span };
            let longest = if name == "why" { limits::LONGEST_WHY } else { limits::LONGEST_TEXT };
            if text.value.trim().is_empty() {
                self.error(place, format!("`{name}` is empty"), None);
            } else if text.value.len() > longest {
                self.error(place, format!("`{name}` is longer than {longest} bytes"), None);
            }
            self.holes(Place { file: loaded.file, span: text.span }, &text.value, &HOLES);
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

    /// Finds holes in a text that nothing fills.
    fn holes(&mut self, place: Place, text: &str, known: &[&str]) {
        let mut rest = text;
        while let Some((_, after)) = rest.split_once('{') {
            let Some((hole, after)) = after.split_once('}') else { break };
            if !known.contains(&hole) {
                let help = match nearest(hole, known.iter().copied()) {
                    Some(near) => did_you_mean(&format!("{{{near}}}")),
                    None => {
                        let names: Vec<String> = known.iter().map(|hole| format!("{{{hole}}}")).collect();
                        format!("the holes are: {}", names.join(", "))
                    }
                };
                self.error(place, format!("nothing fills the hole `{{{hole}}}`"), Some(help));
            }
            rest = after;
        }
    }

    fn flag(&mut self, file: u32, flag: &Flag, owner: Owner) {
        if flag.any.is_empty() {
            let help = "give it at least one phrase under `any`".to_owned();
            self.error(Place { file, ..Place::default() }, "this can never match".to_owned(), Some(help));
        }
        let common = FullCase {
            unless: flag.unless.clone(),
            unless_clause: flag.unless_clause.clone(),
            unless_block: flag.unless_block.clone(),
            not_under: flag.not_under.clone(),
            only_in: flag.only_in.clone(),
            not_in: flag.not_in.clone(),
            shapes: flag.shapes.clone(),
            when: flag.when.clone(),
            ..FullCase::default()
        };
        for case in &flag.any {
            match case {
                CaseFile::Phrase(phrase) => {
                    self.case(file, &FullCase { any: vec![phrase.clone()], ..FullCase::default() }, &common, owner)
                }
                CaseFile::Full(case) => self.case(file, case, &common, owner),
            }
        }
    }

    fn case(&mut self, file: u32, case: &FullCase, common: &FullCase, owner: Owner) {
        let mut all = case.all.clone();
        // Without `any`, the first of `all` is what is found.
        let any = if case.any.is_empty() && !all.is_empty() { vec![all.remove(0)] } else { case.any.clone() };
        if any.is_empty() {
            self.error(
                Place { file, ..Place::default() },
                "a case needs a phrase under `any` or `all`".to_owned(),
                None,
            );
            return;
        }
        let (mut waivable, mut measurable) = (false, false);
        let mut unless = Vec::new();
        for text in case.unless.iter().chain(&common.unless) {
            match text.value.as_str() {
                "waived" => waivable = true,
                "measured" => measurable = true,
                word if is_slip(word) => self.slip(file, text),
                _ => unless.extend(self.pattern(file, text)),
            }
        }
        let shapes = self.shapes(file, if case.shapes.is_empty() { &common.shapes } else { &case.shapes });
        let when = self.when(file, case.when.as_ref().or(common.when.as_ref()));
        let compiled = Case {
            owner,
            all: all.iter().filter_map(|text| self.pattern(file, text)).collect(),
            near: case.near,
            unless,
            unless_clause: case
                .unless_clause
                .iter()
                .chain(&common.unless_clause)
                .filter_map(|text| self.pattern(file, text))
                .collect(),
            unless_block: case
                .unless_block
                .iter()
                .chain(&common.unless_block)
                .filter_map(|text| self.pattern(file, text))
                .collect(),
            after: case.after.iter().filter_map(|text| self.pattern(file, text)).collect(),
            under: case.under.iter().filter_map(|text| self.pattern(file, text)).collect(),
            not_under: case
                .not_under
                .iter()
                .chain(&common.not_under)
                .filter_map(|text| self.pattern(file, text))
                .collect(),
            only_in: self.role_names(file, if case.only_in.is_empty() { &common.only_in } else { &case.only_in }),
            not_in: Roles(self.role_names(file, &case.not_in).0 | self.role_names(file, &common.not_in).0),
            shapes,
            waivable,
            measurable,
            whole_sentence: case.whole_sentence,
            several: case.several,
            when,
        };
        for text in &any {
            let place = Place { file, span: text.span };
            if let Some(sequence) = self.parse(place, &text.value) {
                if !holds_word(&sequence) {
                    let help = "give it a word that is neither optional nor a gap".to_owned();
                    self.error(place, "this phrase would match anywhere".to_owned(), Some(help));
                    continue;
                }
                self.builder.case(&sequence, &compiled);
            }
        }
    }

    /// A word that was hardly meant as a phrase.
    fn slip(&mut self, file: u32, text: &Text) {
        let word = &text.value;
        let near = nearest(word, CONDITIONS).unwrap_or_default();
        let help = format!("{} The word itself is `={word}`", did_you_mean(near));
        self.error(Place { file, span: text.span }, format!("there is no condition `{word}`"), Some(help));
    }

    fn pattern(&mut self, file: u32, text: &Text) -> Option<PatternId> {
        let sequence = self.parse(Place { file, span: text.span }, &text.value)?;
        Some(self.builder.pattern(&sequence))
    }

    fn shapes(&mut self, file: u32, names: &[Text]) -> Shapes {
        let mut shapes = Shapes::default();
        for name in names {
            match Shapes::NAMES.iter().find(|(known, _)| *known == name.value) {
                Some((_, bit)) => shapes.0 |= bit,
                None => {
                    let help = format!("the places are: {}", Shapes::NAMES.map(|(name, _)| name).join(", "));
                    self.error(
                        Place { file, span: name.span },
                        format!("there is no place `{}`", name.value),
                        Some(help),
                    );
                }
            }
        }
        shapes
    }

    fn when(&mut self, file: u32, name: Option<&Text>) -> When {
        match name {
            None => When::default(),
            Some(name) if name.value == "unbounded" => When { unbounded: true, ..When::default() },
            Some(name) if name.value == "delegated" => When { delegated: true, ..When::default() },
            Some(name) => {
                self.error(
                    Place { file, span: name.span },
                    format!("`{}` is no fact that a rule can ask for", name.value),
                    Some("there are `unbounded` and `delegated`".to_owned()),
                );
                When::default()
            }
        }
    }
}

/// What `unless` knows beside phrases.
const CONDITIONS: [&str; 2] = ["waived", "measured"];

/// Whether a word is nearly a condition, and not a form of the same word.
fn is_slip(word: &str) -> bool {
    let bare = word.chars().all(char::is_alphabetic);
    bare && nearest(word, CONDITIONS).is_some_and(|near| !word.starts_with(&near[..near.len() - 1]))
}

/// The words that are commonest in the texts of the rule files.
fn common_words(pack: &Pack) -> BTreeSet<String> {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for source in &pack.sources {
        for word in source.text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()) {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut counts: Vec<(u32, &str)> = counts.into_iter().map(|(word, count)| (count, word)).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    counts.into_iter().take(COMMON).map(|(_, word)| word.to_owned()).collect()
}

/// How many of the commonest words rule nothing out.
const COMMON: usize = 40;

/// Whether every match of a phrase holds a word that it names.
fn holds_word(sequence: &[Element]) -> bool {
    sequence.iter().any(|element| match element {
        Element::Word { .. } | Element::List { .. } => true,
        Element::Choice { optional: false, alternatives } => alternatives.iter().all(|inner| holds_word(inner)),
        _ => false,
    })
}

/// The holes of a message or a help text.
const HOLES: [&str; 6] = ["match", "field", "value", "other", "near", "count"];
