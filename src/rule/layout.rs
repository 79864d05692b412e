//! Lays a pack out as a program: every word with what is asked of it, every pattern as steps.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cover::{Cover, Covers};
use super::pack::Pack;
use super::pattern::{Element, Sequence};
use super::program::*;
use crate::language::{AtomId, Bloom, Category, Vocabulary, form};

/// What a pattern asks of a word.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Ask {
    /// To be a form of this word.
    Word(String, Option<Category>),
    /// To be spelled like this.
    Exact(String),
    /// To be in this list.
    List(String, Option<Category>),
}

/// Collects what is asked of words, list entries, patterns and cases, and lays them out.
#[derive(Default)]
pub(super) struct Builder {
    asks: HashMap<Ask, AtomId>,
    asked: Vec<Ask>,
    patterns: Vec<Draft>,
    known: HashMap<Vec<Op>, PatternId>,
    /// List entries that are single words, by word.
    words: BTreeMap<String, Vec<WordEntry>>,
    /// List entries that are phrases, by list.
    phrases: BTreeMap<String, Vec<Sequence>>,
    pub(super) endings: Vec<(String, Vec<String>)>,
    /// Groups that are laid out as lists without a name.
    groups: HashMap<Vec<Sequence>, String>,
    /// Words so common that a group with one of them rules nothing out.
    pub(super) common: BTreeSet<String>,
}

struct WordEntry {
    category: Option<Category>,
    exact: bool,
    list: String,
}

struct Draft {
    sequence: Sequence,
    ops: Vec<Op>,
    cases: Vec<Case>,
}

impl Builder {
    pub(super) fn atom(&mut self, ask: Ask) -> AtomId {
        let next = self.asked.len() as AtomId;
        *self.asks.entry(ask.clone()).or_insert_with(|| {
            self.asked.push(ask);
            next
        })
    }

    fn element_atom(&mut self, element: &Element) -> Option<AtomId> {
        element_ask(element).map(|ask| self.atom(ask))
    }

    /// Lays groups of rarer words out as lists, which are ruled out, matched and remembered at once.
    fn fold(&mut self, sequence: &Sequence) -> Sequence {
        sequence
            .iter()
            .map(|element| match element {
                Element::Choice { optional, alternatives } => {
                    let alternatives: Vec<Sequence> = alternatives.iter().map(|inner| self.fold(inner)).collect();
                    if !alternatives.iter().all(|inner| self.can_fold(inner)) {
                        return Element::Choice { optional: *optional, alternatives };
                    }
                    let list = Element::List { name: self.group(alternatives), category: None };
                    if *optional { Element::Choice { optional: true, alternatives: vec![vec![list]] } } else { list }
                }
                Element::Not(alternatives) => Element::Not(alternatives.iter().map(|inner| self.fold(inner)).collect()),
                other => other.clone(),
            })
            .collect()
    }

    /// An alternative that begins and ends with words, and is not just a common one.
    fn can_fold(&self, alternative: &Sequence) -> bool {
        let is_word = |element: Option<&Element>| matches!(element, Some(Element::Word { .. } | Element::List { .. }));
        let common = matches!(&alternative[..], [Element::Word { word, .. }] if self.common.contains(word));
        is_word(alternative.first()) && is_word(alternative.last()) && !common
    }

    /// The list that stands for a group.
    fn group(&mut self, alternatives: Vec<Sequence>) -> String {
        if let [only] = &alternatives[..]
            && let [Element::List { name, category: None }] = &only[..]
        {
            return name.clone();
        }
        if let Some(name) = self.groups.get(&alternatives) {
            return name.clone();
        }
        let name = format!("#{}", self.groups.len());
        self.groups.insert(alternatives.clone(), name.clone());
        alternatives.iter().for_each(|alternative| self.entry(&name, alternative));
        name
    }

    /// One entry of a list.
    pub(super) fn entry(&mut self, list: &str, sequence: &Sequence) {
        match &sequence[..] {
            [Element::Word { word, category, exact }] => {
                let entry = WordEntry { category: *category, exact: *exact, list: list.to_owned() };
                self.words.entry(word.clone()).or_default().push(entry);
            }
            // `(a|b)` alone is two entries: single words are cheaper than phrases.
            [Element::Choice { optional: false, alternatives }] => {
                alternatives.iter().for_each(|alternative| self.entry(list, alternative));
            }
            _ => {
                let sequence = self.fold(sequence);
                self.phrases.entry(list.to_owned()).or_default().push(sequence);
            }
        }
    }

    pub(super) fn case(&mut self, sequence: &Sequence, case: &Case) {
        let id = self.pattern(sequence);
        self.patterns[id as usize].cases.push(case.clone());
    }

    /// A pattern that stands by itself; equal ones are one.
    pub(super) fn pattern(&mut self, sequence: &Sequence) -> PatternId {
        let sequence = &self.fold(sequence);
        let ops = self.ops(sequence);
        if let Some(&id) = self.known.get(&ops) {
            return id;
        }
        let id = self.patterns.len() as PatternId;
        self.known.insert(ops.clone(), id);
        self.patterns.push(Draft { sequence: sequence.clone(), ops, cases: Vec::new() });
        id
    }

    fn ops(&mut self, sequence: &[Element]) -> Vec<Op> {
        let mut ops = Vec::new();
        self.emit(sequence, &mut ops);
        ops.push(Op::Match);
        ops
    }

    fn emit(&mut self, sequence: &[Element], ops: &mut Vec<Op>) {
        for element in sequence {
            match element {
                Element::Word { .. } | Element::List { .. } => {
                    let atom = self.element_atom(element).unwrap_or_default();
                    ops.push(Op::Atom(atom));
                }
                Element::Any => ops.push(Op::Any),
                Element::Gap(widest) => ops.push(Op::Gap(*widest)),
                Element::Start => ops.push(Op::Start),
                Element::ClauseStart => ops.push(Op::ClauseStart),
                Element::End => ops.push(Op::End),
                Element::Mark(marks) => ops.push(Op::Mark(*marks)),
                Element::Choice { optional, alternatives } => self.choice(alternatives, *optional, ops),
                Element::Not(alternatives) => {
                    let at = ops.len();
                    ops.push(Op::Not(0));
                    self.choice(alternatives, false, ops);
                    ops.push(Op::Match);
                    ops[at] = Op::Not((ops.len() - at) as u16);
                }
            }
        }
    }

    /// Split to each alternative in turn, and jump from its end to the end of all.
    fn choice(&mut self, alternatives: &[Sequence], optional: bool, ops: &mut Vec<Op>) {
        let mut jumps = Vec::new();
        for (at, alternative) in alternatives.iter().enumerate() {
            let last = at + 1 == alternatives.len() && !optional;
            let split = ops.len();
            if !last {
                ops.push(Op::Split(0));
            }
            self.emit(alternative, ops);
            if !last {
                jumps.push(ops.len());
                ops.push(Op::Jump(0));
                ops[split] = Op::Split((ops.len() - split) as u16);
            }
        }
        let end = ops.len();
        for jump in jumps {
            ops[jump] = Op::Jump((end - jump) as u16);
        }
    }

    /// The phrases of every list that is asked for: `{list/ing}` asks for those whose first word is in that form.
    fn list_phrases(&mut self) -> BTreeMap<AtomId, Vec<(Sequence, Vec<Op>)>> {
        let mut all = BTreeMap::new();
        let mut next = 0;
        // Laying out the phrases of one list may ask for forms of another.
        while let Some(ask) = self.asked.get(next).cloned() {
            let atom = next as AtomId;
            next += 1;
            let Ask::List(name, category) = ask else { continue };
            let phrases = self.phrases.get(&name).cloned().unwrap_or_default();
            let mut laid_out = Vec::new();
            for mut phrase in phrases {
                if let Some(wanted) = category {
                    match phrase.first_mut() {
                        Some(
                            Element::Word { category: category @ None, exact: false, .. }
                            | Element::List { category: category @ None, .. },
                        ) => {
                            *category = Some(wanted);
                        }
                        _ => continue,
                    }
                }
                let ops = self.ops(&phrase);
                laid_out.push((phrase, ops));
            }
            all.insert(atom, laid_out);
        }
        all
    }

    pub(super) fn finish(mut self, pack: &Pack, mut program: Program) -> Program {
        let phrases = self.list_phrases();
        // Lists come first, so that their numbers are those of a small set of bits.
        let is_list = |ask: &Ask| matches!(ask, Ask::List(..));
        let order: Vec<usize> = (0..self.asked.len())
            .filter(|&at| is_list(&self.asked[at]))
            .chain((0..self.asked.len()).filter(|&at| !is_list(&self.asked[at])))
            .collect();
        let mut numbers = vec![0; order.len()];
        order.iter().enumerate().for_each(|(number, &at)| numbers[at] = number as AtomId);
        self.asks.values_mut().for_each(|atom| *atom = numbers[*atom as usize]);
        let renumber = |ops: &mut Vec<Op>| {
            for op in ops {
                if let Op::Atom(atom) = op {
                    *atom = numbers[*atom as usize];
                }
            }
        };
        program.list_count = self.asked.iter().filter(|ask| is_list(ask)).count() as u32;
        program.lists = order[..program.list_count as usize]
            .iter()
            .enumerate()
            .filter_map(|(number, &at)| match &self.asked[at] {
                Ask::List(name, None) if !name.starts_with('#') => Some((number as AtomId, name.clone())),
                _ => None,
            })
            .collect();
        program.known.renumber(&numbers);

        let spellings = self.vocabulary(pack);
        let named = form::NAMES.iter().map(|name| {
            let atoms = self.asks.get(&Ask::List((*name).to_owned(), None)).copied().into_iter().collect();
            (String::new(), atoms, false)
        });
        program.vocabulary = Vocabulary::new(named.chain(spellings.iter().map(|(spelling, atoms)| {
            (spelling.clone(), atoms.iter().copied().collect(), pack.words.abbreviations.contains(spelling))
        })));

        let mut by_list: Vec<Vec<(Sequence, Vec<Op>)>> = vec![Vec::new(); program.list_count as usize];
        for (atom, mut entries) in phrases {
            entries.iter_mut().for_each(|(_, ops)| renumber(ops));
            by_list[numbers[atom as usize] as usize] = entries;
        }
        let mut drafts = std::mem::take(&mut self.patterns);
        drafts.iter_mut().for_each(|draft| renumber(&mut draft.ops));
        let mut covers = Covers::new(&program.vocabulary, pack, &self.asks, &by_list);
        let entries = self.lay_out_lists(&mut program, &by_list, &mut covers);
        let units = self.lay_out_patterns(&mut program, drafts, &mut covers);
        program.entry_triggers = entries.finish();
        program.unit_triggers = units.finish();
        program.atom_count = self.asked.len() as u32;
        let starts =
            program.entries.iter().map(|entry| entry.start).chain(program.patterns.iter().map(|pattern| pattern.start));
        let mut starts: Vec<u32> = starts.chain([program.ops.len() as u32]).collect();
        starts.sort_unstable();
        program.longest = starts.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(0);
        program
    }

    /// The phrases of lists, each with what sets it off.
    fn lay_out_lists(
        &self,
        program: &mut Program,
        by_list: &[Vec<(Sequence, Vec<Op>)>],
        covers: &mut Covers<'_>,
    ) -> Triggers {
        let mut triggers = Triggers::new(program);
        for (list, entries) in by_list.iter().enumerate() {
            let list = list as AtomId;
            let level = covers.level(list);
            program.list_widths.push(covers.width(list));
            for (sequence, ops) in entries {
                let id = program.entries.len() as u32;
                let needs = self.needs(program, sequence);
                program.entries.push(Entry { start: program.ops.len() as u32, list: list as u16, level, needs });
                program.ops.extend_from_slice(ops);
                if let Some(cover) = covers.of(sequence) {
                    triggers.add(program, &cover, id);
                }
            }
            program.levels = program.levels.max(level + 1);
        }
        triggers
    }

    fn lay_out_patterns(&self, program: &mut Program, mut drafts: Vec<Draft>, covers: &mut Covers<'_>) -> Triggers {
        for draft in &mut drafts {
            let needs = self.needs(program, &draft.sequence);
            program.patterns.push(Pattern { start: program.ops.len() as u32, needs });
            program.ops.append(&mut draft.ops);
        }
        // Each case is tried only where its rarest part stands.
        let mut triggers = Triggers::new(program);
        for (id, draft) in drafts.iter().enumerate() {
            for case in &draft.cases {
                let parts = case.all.iter().map(|&part| &drafts[part as usize].sequence).chain([&draft.sequence]);
                let unit = program.units.len() as u32;
                let is_heading = matches!(case.owner, Owner::Heading(_));
                program.units.push(Unit { pattern: id as PatternId, case: program.cases.len() as u32, is_heading });
                program.cases.push(case.clone());
                if let Some(cover) =
                    parts.filter_map(|sequence| covers.of(sequence)).min_by_key(|cover| cover.frequency)
                {
                    triggers.add(program, &cover, unit);
                }
            }
        }
        triggers
    }

    /// What a sentence must have for a phrase to match.
    fn needs(&self, program: &mut Program, sequence: &[Element]) -> Needs {
        let mut words = Bloom::default();
        let mut lists: BTreeSet<u16> = BTreeSet::new();
        for ask in sequence.iter().filter_map(element_ask) {
            let Some(&atom) = self.asks.get(&ask) else { continue };
            match ask {
                Ask::List(..) => {
                    lists.insert(atom as u16);
                }
                Ask::Word(..) | Ask::Exact(_) => words.add(atom),
            }
        }
        program.needed_lists.extend(lists);
        Needs { words, lists_end: program.needed_lists.len() as u32 }
    }

    /// Every spelling with its atoms.
    fn vocabulary(&self, pack: &Pack) -> BTreeMap<String, BTreeSet<AtomId>> {
        let mut spellings: BTreeMap<String, BTreeSet<AtomId>> = BTreeMap::new();
        let mut words: BTreeSet<String> = BTreeSet::new();
        for ask in &self.asked {
            match ask {
                Ask::Word(word, _) => {
                    words.insert(word.clone());
                }
                Ask::Exact(word) => {
                    let atom = self.asks[ask];
                    spellings.entry(word.clone()).or_default().insert(atom);
                }
                Ask::List(..) => {}
            }
        }
        words.extend(
            self.words
                .iter()
                .filter(|(_, entries)| entries.iter().any(|entry| !entry.exact))
                .map(|(word, _)| word.clone()),
        );
        // What a word has in one of its forms: its own atoms and those of its lists.
        for word in &words {
            for (spelling, category) in pack.inflection.forms(word) {
                let mut atoms = Vec::new();
                for wanted in [None, Some(category)] {
                    atoms.extend(self.asks.get(&Ask::Word(word.clone(), wanted)).copied());
                    for entry in self.words.get(word).into_iter().flatten().filter(|entry| !entry.exact) {
                        if entry.category.is_none_or(|only| only == category) {
                            atoms.extend(self.asks.get(&Ask::List(entry.list.clone(), wanted)).copied());
                        }
                    }
                }
                spellings.entry(spelling).or_default().extend(atoms);
            }
        }
        for (word, entries) in &self.words {
            for entry in entries.iter().filter(|entry| entry.exact) {
                let atom = self.asks.get(&Ask::List(entry.list.clone(), None)).copied();
                spellings.entry(word.clone()).or_default().extend(atom);
            }
        }
        for (contraction, parts) in &pack.words.contractions {
            let mut atoms = BTreeSet::new();
            for part in parts {
                atoms.extend(spellings.get(part).into_iter().flatten().copied());
            }
            spellings.entry(contraction.clone()).or_default().extend(atoms);
        }
        // A number that some list spells out is still a number.
        let number = self.asks.get(&Ask::List(form::NAMES[form::NUMBER as usize].to_owned(), None)).copied();
        for (spelling, atoms) in &mut spellings {
            if spelling.starts_with(|c: char| c.is_ascii_digit()) && spelling.chars().all(|c| !c.is_alphabetic()) {
                atoms.extend(number);
            }
        }
        for abbreviation in &pack.words.abbreviations {
            spellings.entry(abbreviation.clone()).or_default();
        }
        for (name, endings) in &self.endings {
            let Some(&atom) = self.asks.get(&Ask::List(name.clone(), None)) else { continue };
            for (spelling, atoms) in &mut spellings {
                if endings.iter().any(|ending| spelling.len() > ending.len() + 1 && spelling.ends_with(ending.as_str()))
                {
                    atoms.insert(atom);
                }
            }
        }
        spellings
    }
}

/// What an element asks of a word, if it is a word or a list.
pub(super) fn element_ask(element: &Element) -> Option<Ask> {
    Some(match element {
        Element::Word { word, exact: true, .. } => Ask::Exact(word.clone()),
        Element::Word { word, category, .. } => Ask::Word(word.clone(), *category),
        Element::List { name, category } => Ask::List(name.clone(), *category),
        _ => return None,
    })
}

/// What each form of the vocabulary and each list sets off, while it is collected.
struct Triggers {
    by_form: Vec<Vec<u32>>,
    by_list: Vec<Vec<u32>>,
    /// The forms that have each word's atom.
    forms: HashMap<AtomId, Vec<u32>>,
}

impl Triggers {
    fn new(program: &Program) -> Self {
        let mut forms: HashMap<AtomId, Vec<u32>> = HashMap::new();
        for form in 0..program.vocabulary.len() as u32 {
            for &atom in program.vocabulary.atoms(form) {
                forms.entry(atom).or_default().push(form);
            }
        }
        Triggers {
            by_form: vec![Vec::new(); program.vocabulary.len()],
            by_list: vec![Vec::new(); program.list_count as usize],
            forms,
        }
    }

    fn add(&mut self, program: &Program, cover: &Cover, what: u32) {
        for &atom in &cover.atoms {
            if atom < program.list_count {
                self.by_list[atom as usize].push(what);
            } else {
                for &form in self.forms.get(&atom).into_iter().flatten() {
                    self.by_form[form as usize].push(what);
                }
            }
        }
    }

    fn finish(self) -> TriggerTable {
        let mut table = TriggerTable::default();
        for (lists, all, ends) in [
            (self.by_form, &mut table.by_form, &mut table.form_ends),
            (self.by_list, &mut table.by_list, &mut table.list_ends),
        ] {
            for mut list in lists {
                list.sort_unstable();
                list.dedup();
                all.extend(list.iter().map(|&what| what as u16));
                ends.push(all.len() as u32);
            }
        }
        table
    }
}
