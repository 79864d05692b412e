//! Turns rule files into a [`Program`].

mod cases;
mod declare;
mod rules;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::file::Text;
use super::layout::Builder;
use super::limits;
use super::pack::{LoadedRole, Pack, PackError, Place};
use super::pattern::{self, Name, Names, Sequence, lists_used};
use super::program::*;
use super::requirement::{WordCounts, count_words};
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
    let counts = count_words(pack);
    let mut compiler = Compiler::new(pack);
    compiler.builder.common = common_words(&counts, &mut compiler.builder.names);
    compiler.declare();
    compiler.lists();
    compiler.roles();
    compiler.added_headings();
    compiler.rules();
    compiler.check_replaced();
    let Compiler { mut errors, .. } = compiler;
    let program = if errors.is_empty() { Some(compiler.builder.finish(pack, &counts, compiler.program)) } else { None };
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
    /// Everything that `{name}` can mean.
    lists: FxHashSet<Name>,
    /// The patterns of conditions, by how they are written.
    patterns: FxHashMap<Name, PatternId>,
    /// Lists that are being followed, to find circles.
    open: Vec<Name>,
    /// How many phrases were read.
    phrases: usize,
    /// Lists that are known to be in no circle, and how many lists deep each is.
    settled: FxHashMap<Name, usize>,
}

impl<'p> Compiler<'p> {
    fn new(pack: &'p Pack) -> Self {
        let mut builder = Builder::default();
        let endings = pack.words.endings.keys().map(String::as_str);
        let lists = pack.list_names().chain(form::NAMES).chain(endings);
        Compiler {
            pack,
            errors: Vec::new(),
            program: Program {
                language: pack.language.clone(),
                calendar: pack.calendar.clone(),
                questions: pack.questions.clone(),
                ..Program::default()
            },
            rule_ids: BTreeMap::new(),
            role_ids: BTreeMap::new(),
            lists: lists.map(|name| builder.names.get(name)).collect(),
            builder,
            patterns: FxHashMap::default(),
            open: Vec::new(),
            phrases: 0,
            settled: FxHashMap::default(),
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

    fn lists(&mut self) {
        let pack = self.pack;
        let mut lists: BTreeMap<Name, Vec<Sequence>> = BTreeMap::new();
        for (name, entries) in &pack.lists {
            let name = self.builder.names.get(name);
            lists.insert(name, entries.iter().filter_map(|(place, entry)| self.parse(*place, entry)).collect());
        }
        for &name in lists.keys() {
            self.check_circle(name, &lists);
        }
        for (name, entries) in lists {
            entries.into_iter().for_each(|entry| self.builder.entry(name, entry));
        }
        for (ending, endings) in &pack.words.endings {
            self.builder.endings.push((ending.clone(), endings.clone()));
        }
        for (name, atom) in self.program.known.each() {
            *atom = self.builder.list(name);
        }
    }

    /// Follows what a list is made of, reports a circle, and gives back how many lists deep it is.
    fn check_circle(&mut self, name: Name, lists: &BTreeMap<Name, Vec<Sequence>>) -> usize {
        let Some(entries) = lists.get(&name) else { return 0 };
        if let Some(&depth) = self.settled.get(&name) {
            return depth;
        }
        let place = self
            .pack
            .lists
            .get(self.builder.names.text(name))
            .and_then(|entries| entries.first())
            .map(|(place, _)| *place);
        let place = place.unwrap_or_default();
        if self.open.contains(&name) {
            let names = &self.builder.names;
            let open: Vec<&str> = self.open.iter().map(|&open| names.text(open)).collect();
            let message = format!("the list `{}` is made of itself: {}", names.text(name), open.join(" → "));
            self.error(place, message, None);
            return 0;
        }
        self.open.push(name);
        let mut used = BTreeSet::new();
        entries.iter().for_each(|entry| {
            lists_used(entry, &mut |list| {
                used.insert(list);
            });
        });
        let mut depth = 0;
        // Deeper ones are an error already.
        if self.open.len() <= limits::DEEPEST_LISTS {
            depth = used.into_iter().map(|list| self.check_circle(list, lists)).max().unwrap_or(0);
        }
        self.open.pop();
        if depth == limits::DEEPEST_LISTS || self.open.len() == limits::DEEPEST_LISTS {
            let message = format!("lists are made of one another more than {} deep here", limits::DEEPEST_LISTS);
            self.error(place, message, Some("put some of their words into one list".to_owned()));
        }
        self.settled.insert(name, depth + 1);
        depth + 1
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
        match pattern::parse(text, &mut self.builder.names) {
            Ok(sequence) => {
                let mut unknown = BTreeSet::new();
                lists_used(&sequence, &mut |list| {
                    if !self.lists.contains(&list) {
                        unknown.insert(self.builder.names.text(list).to_owned());
                    }
                });
                let good = unknown.is_empty();
                for list in unknown {
                    let names = self.pack.lists.keys().map(String::as_str).chain(form::NAMES);
                    let help = nearest(&list, names).map(|near| did_you_mean(&format!("{{{near}}}")));
                    self.error(place, format!("there is no word list `{list}`"), help);
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
                self.builder.case(sequence, &DraftCase { owner: Owner::Heading(number), ..DraftCase::default() });
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
}

/// The words that are commonest in the texts of the rule files.
fn common_words(counts: &WordCounts<'_>, names: &mut Names) -> FxHashSet<Name> {
    let mut counts: Vec<(u64, &str)> = counts.iter().map(|(&word, &count)| (count, word)).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    counts.into_iter().take(COMMON).map(|(_, word)| names.get(word)).collect()
}

/// How many of the commonest words rule nothing out.
const COMMON: usize = 40;
