//! Lays a pack out as a program: every word with what is asked of it, every pattern as steps.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::pack::Pack;
use super::pattern::{Element, Sequence, lists_used};
use super::program::*;
use super::trigger::triggers;
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

/// Collects atoms, patterns and cases, and lays them out.
#[derive(Default)]
pub(super) struct Builder {
    asks: HashMap<Ask, AtomId>,
    asked: Vec<Ask>,
    patterns: Vec<Draft>,
    known: HashMap<Vec<Op>, PatternId>,
    /// List entries that are single words: the word, its list.
    entries: Vec<(String, Option<Category>, bool, String)>,
    pub(super) endings: Vec<(String, Vec<String>)>,
}

struct Draft {
    ops: Vec<Op>,
    level: u8,
    produces: Option<AtomId>,
    needs: Vec<AtomId>,
    /// Sets of which one word must occur; the rarest is taken.
    triggers: Vec<(Vec<AtomId>, (u8, u8))>,
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
        Some(match element {
            Element::Word { word, exact: true, .. } => self.atom(Ask::Exact(word.clone())),
            Element::Word { word, category, .. } => self.atom(Ask::Word(word.clone(), *category)),
            Element::List { name, category } => self.atom(Ask::List(name.clone(), *category)),
            _ => return None,
        })
    }

    /// One entry of a list.
    pub(super) fn entry(&mut self, list: &str, sequence: &Sequence, levels: &HashMap<String, u8>) {
        if let [Element::Word { word, category, exact }] = &sequence[..] {
            self.entries.push((word.clone(), *category, *exact, list.to_owned()));
            return;
        }
        // `(a|b)` alone is two entries: single words are cheaper than phrases.
        if let [Element::Choice { optional: false, alternatives }] = &sequence[..] {
            alternatives.iter().for_each(|alternative| self.entry(list, alternative, levels));
            return;
        }
        let level = levels.get(list).copied().unwrap_or(0);
        let atom = self.atom(Ask::List(list.to_owned(), None));
        self.produce(sequence, level, atom);
        // {list/ing} asks for entries whose first word is in that form.
        if let Some(Element::Word { word, category: None, exact: false }) = sequence.first() {
            for category in Category::ALL {
                let mut inflected = sequence.clone();
                inflected[0] = Element::Word { word: word.clone(), category: Some(category), exact: false };
                let atom = self.atom(Ask::List(list.to_owned(), Some(category)));
                self.produce(&inflected, level, atom);
            }
        }
    }

    fn produce(&mut self, sequence: &Sequence, level: u8, atom: AtomId) {
        let mut draft = self.draft(sequence, level);
        draft.produces = Some(atom);
        self.patterns.push(draft);
    }

    pub(super) fn case(&mut self, sequence: &Sequence, case: &Case, levels: &HashMap<String, u8>) {
        let id = self.pattern(sequence, levels);
        self.patterns[id as usize].cases.push(case.clone());
    }

    /// A pattern that stands by itself; equal ones are one.
    pub(super) fn pattern(&mut self, sequence: &Sequence, levels: &HashMap<String, u8>) -> PatternId {
        let mut used = BTreeSet::new();
        lists_used(sequence, &mut used);
        let level = used.iter().map(|list| levels.get(list).copied().unwrap_or(0) + 1).max().unwrap_or(0);
        let draft = self.draft(sequence, level);
        if let Some(&id) = self.known.get(&draft.ops) {
            return id;
        }
        let id = self.patterns.len() as PatternId;
        self.known.insert(draft.ops.clone(), id);
        self.patterns.push(draft);
        id
    }

    fn draft(&mut self, sequence: &Sequence, level: u8) -> Draft {
        let mut ops = Vec::new();
        self.emit(sequence, &mut ops);
        ops.push(Op::Match);
        let needs = sequence.iter().filter_map(|element| self.element_atom(element)).collect();
        let triggers = triggers(sequence)
            .into_iter()
            .map(|trigger| {
                let byte = |words: usize| u8::try_from(words).unwrap_or(u8::MAX);
                let atoms = trigger.elements.into_iter().filter_map(|element| self.element_atom(element)).collect();
                (atoms, (byte(trigger.least), byte(trigger.most)))
            })
            .collect();
        Draft { ops, level, produces: None, needs, triggers, cases: Vec::new() }
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

    pub(super) fn finish(mut self, pack: &Pack, mut program: Program) -> Program {
        let spellings = self.vocabulary(pack);
        let counts = self.occurrences(pack, &spellings);
        let forms = form::NAMES
            .iter()
            .map(|name| {
                (
                    String::new(),
                    self.asks.get(&Ask::List((*name).to_owned(), None)).copied().into_iter().collect(),
                    false,
                )
            })
            .chain(spellings.iter().map(|(spelling, atoms)| {
                (spelling.clone(), atoms.iter().copied().collect(), pack.words.abbreviations.contains(spelling))
            }));
        program.vocabulary = Vocabulary::new(forms);
        let mut by_atom: BTreeMap<AtomId, Vec<PatternId>> = BTreeMap::new();
        for (id, draft) in self.patterns.iter_mut().enumerate() {
            let mut needs = Bloom::default();
            draft.needs.iter().for_each(|&atom| needs.add(atom));
            let first = program.cases.len() as u32;
            program.cases.append(&mut draft.cases);
            // Patterns that only clear others are looked for when they are asked about.
            let mut back = (0, 0);
            if draft.produces.is_some() || program.cases.len() as u32 > first {
                let frequency =
                    |set: &&(Vec<AtomId>, (u8, u8))| set.0.iter().map(|&atom| counts[atom as usize]).sum::<u32>();
                if let Some((atoms, offsets)) = draft.triggers.iter().min_by_key(frequency) {
                    back = *offsets;
                    atoms.iter().for_each(|&atom| by_atom.entry(atom).or_default().push(id as PatternId));
                }
            }
            program.patterns.push(Pattern {
                start: program.ops.len() as u32,
                level: draft.level,
                produces: draft.produces,
                needs,
                back,
                cases: (first, program.cases.len() as u32),
            });
            program.ops.append(&mut draft.ops);
        }
        program.lists = self
            .asked
            .iter()
            .enumerate()
            .filter_map(|(atom, ask)| match ask {
                Ask::List(name, None) => Some((atom as AtomId, name.clone())),
                _ => None,
            })
            .collect();
        program.levels = program.patterns.iter().map(|pattern| pattern.level + 1).max().unwrap_or(0);
        for form in 0..program.vocabulary.len() {
            let mut triggered: Vec<PatternId> = program
                .vocabulary
                .atoms(form as u32)
                .iter()
                .filter_map(|atom| by_atom.get(atom))
                .flatten()
                .copied()
                .collect();
            triggered.sort_unstable();
            triggered.dedup();
            program.triggered.extend(triggered);
            program.form_triggers.push(program.triggered.len() as u32);
        }
        let produced: BTreeSet<AtomId> = program.patterns.iter().filter_map(|pattern| pattern.produces).collect();
        program.list_triggers = by_atom.into_iter().filter(|(atom, _)| produced.contains(atom)).collect();
        program
    }

    /// How often each atom occurs in the texts of the rule files, whose examples are the kind of text that is read.
    fn occurrences(&self, pack: &Pack, spellings: &BTreeMap<String, BTreeSet<AtomId>>) -> Vec<u32> {
        let mut counts = vec![1; self.asked.len()];
        for source in &pack.sources {
            for word in source.text.split(|c: char| !c.is_alphanumeric() && c != '\'') {
                for &atom in spellings.get(word).into_iter().flatten() {
                    counts[atom as usize] += 1;
                }
            }
        }
        // A list with phrases in it occurs more often than its single words do.
        for (at, ask) in self.asked.iter().enumerate() {
            if matches!(ask, Ask::List(..)) {
                counts[at] = counts[at] * 2 + 200;
            }
        }
        counts
    }

    /// Every spelling with its atoms.
    fn vocabulary(&mut self, pack: &Pack) -> BTreeMap<String, BTreeSet<AtomId>> {
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
        let entries = self.entries.clone();
        words.extend(entries.iter().filter(|(_, _, exact, _)| !exact).map(|(word, ..)| word.clone()));
        // What a word has in one of its forms: its own atoms and those of its lists.
        for word in &words {
            let lists: Vec<&(String, Option<Category>, bool, String)> =
                entries.iter().filter(|(entry, _, exact, _)| entry == word && !exact).collect();
            for (spelling, category) in pack.inflection.forms(word) {
                let mut atoms = Vec::new();
                for wanted in [None, Some(category)] {
                    atoms.extend(self.asks.get(&Ask::Word(word.clone(), wanted)).copied());
                    for (_, only, _, list) in &lists {
                        if only.is_none_or(|only| only == category) {
                            atoms.extend(self.asks.get(&Ask::List(list.clone(), wanted)).copied());
                        }
                    }
                }
                spellings.entry(spelling).or_default().extend(atoms);
            }
        }
        for (word, _, exact, list) in &entries {
            if *exact {
                let atom = self.asks.get(&Ask::List(list.clone(), None)).copied();
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
