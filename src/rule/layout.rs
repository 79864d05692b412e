//! Lays a pack out as a program: every word with what is asked of it, every pattern as steps.

mod phrases;
mod spelling;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use self::phrases::{lay_out_lists, lay_out_patterns};
use super::atoms::{AtomTable, ListAtom};
use super::op::Op;
use super::pack::Pack;
use super::pattern::{Element, Name, Names, Sequence};
use super::prefilter::Prefilter;
use super::program::*;
use super::requirement::{Requirements, WordCounts};
use crate::language::{AtomId, Category};

/// Words for which is known beforehand what they make possible: all but a few of a text.
const COMMON_WORDS: usize = 4096;

/// Collects what is asked of words, list entries, patterns and cases, and lays them out.
#[derive(Default)]
pub(super) struct Builder {
    atoms: AtomTable,
    patterns: Vec<Draft>,
    known: FxHashMap<Vec<Op>, PatternId>,
    /// List entries that are single words, by word.
    words: FxHashMap<Name, Vec<WordEntry>>,
    /// List entries that are phrases, by list.
    phrases: FxHashMap<Name, Vec<Sequence>>,
    pub(super) endings: Vec<(String, Vec<String>)>,
    /// The words of each `Op::OneOf`, after their number.
    one_of: Vec<AtomId>,
    known_one_of: FxHashMap<Vec<AtomId>, u32>,
    /// Groups that are laid out as lists without a name.
    groups: FxHashMap<Vec<Sequence>, Name>,
    /// Words so common that a group with one of them rules nothing out.
    pub(super) common: FxHashSet<Name>,
    pub(super) names: Names,
}

struct WordEntry {
    category: Option<Category>,
    exact: bool,
    list: Name,
}

/// A phrase as it is read, and its steps.
#[derive(Clone)]
pub(super) struct Phrase {
    pub(super) sequence: Sequence,
    ops: Vec<Op>,
}

/// The phrases of lists, by the atom of the list.
type ListPhrases = BTreeMap<AtomId, Vec<Phrase>>;

/// A pattern, and the cases that it is looked for in.
struct Draft {
    phrase: Phrase,
    cases: Vec<DraftCase>,
}

impl Builder {
    /// Lays the phrases of groups out as lists, which are ruled out, matched and remembered at once. Common words stay
    /// by themselves: a list with one of them would have to be looked at in every sentence.
    fn fold(&mut self, sequence: Sequence) -> Sequence {
        sequence
            .into_iter()
            .map(|element| match element {
                Element::Choice { optional, alternatives } => {
                    let alternatives = alternatives.into_iter().map(|inner| self.fold(inner));
                    let (folded, mut rest): (Vec<_>, Vec<_>) =
                        alternatives.collect::<Vec<_>>().into_iter().partition(|inner| self.can_fold(inner));
                    if !folded.is_empty() {
                        rest.push(vec![Element::List { name: self.group(folded), category: None }]);
                    }
                    match (&rest[..], optional) {
                        ([only], false) if only.len() == 1 => only[0].clone(),
                        _ => Element::Choice { optional, alternatives: rest },
                    }
                }
                Element::Not(alternatives) => {
                    Element::Not(alternatives.into_iter().map(|inner| self.fold(inner)).collect())
                }
                other => other,
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
    fn group(&mut self, alternatives: Vec<Sequence>) -> Name {
        if let [only] = &alternatives[..]
            && let [Element::List { name, category: None }] = &only[..]
        {
            return *name;
        }
        if let Some(&name) = self.groups.get(&alternatives) {
            return name;
        }
        let name = self.names.get(&format!("#{}", self.groups.len()));
        self.groups.insert(alternatives.clone(), name);
        alternatives.into_iter().for_each(|alternative| self.entry(name, alternative));
        name
    }

    /// One entry of a list.
    pub(super) fn entry(&mut self, list: Name, mut sequence: Sequence) {
        match &mut sequence[..] {
            [Element::Word { word, category, exact }] => {
                let entry = WordEntry { category: *category, exact: *exact, list };
                self.words.entry(*word).or_default().push(entry);
            }
            // `(a|b)` alone is two entries: single words are cheaper than phrases.
            [Element::Choice { optional: false, alternatives }] => {
                std::mem::take(alternatives).into_iter().for_each(|alternative| self.entry(list, alternative));
            }
            _ => {
                let sequence = self.fold(sequence);
                self.phrases.entry(list).or_default().push(sequence);
            }
        }
    }

    /// The atom of a list.
    pub(super) fn list(&mut self, name: &str) -> AtomId {
        self.atoms.list(self.names.get(name), None)
    }

    pub(super) fn case(&mut self, sequence: Sequence, case: &DraftCase) {
        let id = self.pattern(sequence);
        self.patterns[id as usize].cases.push(case.clone());
    }

    /// A pattern that stands by itself; equal ones are one.
    pub(super) fn pattern(&mut self, sequence: Sequence) -> PatternId {
        let sequence = self.fold(sequence);
        let ops = self.ops(&sequence);
        if let Some(&id) = self.known.get(&ops) {
            return id;
        }
        let id = self.patterns.len() as PatternId;
        self.known.insert(ops.clone(), id);
        self.patterns.push(Draft { phrase: Phrase { sequence, ops }, cases: Vec::new() });
        id
    }

    fn ops(&mut self, sequence: &[Element]) -> Vec<Op> {
        let mut ops = self.steps(sequence);
        ops.push(Op::Match);
        ops
    }

    fn steps(&mut self, sequence: &[Element]) -> Vec<Op> {
        let mut ops = Vec::new();
        self.emit(sequence, &mut ops);
        ops
    }

    fn emit(&mut self, sequence: &[Element], ops: &mut Vec<Op>) {
        for element in sequence {
            match element {
                Element::Word { .. } | Element::List { .. } => {
                    let atom = self.atoms.add(element).unwrap_or_default();
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

    /// Words are one step together; then each other alternative.
    fn choice(&mut self, alternatives: &[Sequence], optional: bool, ops: &mut Vec<Op>) {
        let (words, phrases): (Vec<&Sequence>, Vec<&Sequence>) =
            alternatives.iter().partition(|alternative| matches!(&alternative[..], [Element::Word { .. }]));
        let mut branches = Vec::new();
        if words.len() > 1 {
            let words: Vec<AtomId> = words.into_iter().flatten().filter_map(|word| self.atoms.add(word)).collect();
            branches.push(vec![Op::OneOf(self.one_of(words))]);
        } else {
            branches.extend(words.into_iter().map(|word| self.steps(word)));
        }
        branches.extend(phrases.into_iter().map(|phrase| self.steps(phrase)));
        split(&branches, optional, ops);
    }

    fn one_of(&mut self, words: Vec<AtomId>) -> u32 {
        let next = self.one_of.len() as u32;
        *self.known_one_of.entry(words).or_insert_with_key(|words| {
            self.one_of.push(words.len() as AtomId);
            self.one_of.extend(words);
            next
        })
    }

    /// The phrases of every list that is asked for: `{list/ing}` asks for those whose first word is in that form.
    fn list_phrases(&mut self) -> ListPhrases {
        let mut all = BTreeMap::new();
        let mut next = 0;
        // Laying out the phrases of one list may ask for forms of another.
        while next < self.atoms.len() {
            let at = next;
            next += 1;
            let Some(ListAtom { name, category }) = self.atoms.list_of(at) else { continue };
            let phrases = self.phrases.get(&name).cloned().unwrap_or_default();
            let mut laid_out = Vec::with_capacity(phrases.len());
            for mut sequence in phrases {
                if let Some(wanted) = category {
                    match sequence.first_mut() {
                        Some(
                            Element::Word { category: category @ None, exact: false, .. }
                            | Element::List { category: category @ None, .. },
                        ) => {
                            *category = Some(wanted);
                        }
                        _ => continue,
                    }
                }
                let ops = self.ops(&sequence);
                laid_out.push(Phrase { sequence, ops });
            }
            all.insert(at as AtomId, laid_out);
        }
        all
    }

    pub(super) fn finish(mut self, pack: &Pack, counts: &WordCounts<'_>, mut program: Program) -> Program {
        let phrases = self.list_phrases();
        let numbers = self.number(&phrases, &mut program);
        program.words = self.renumbered_words(&numbers).into();
        program.vocabulary = self.vocabulary(pack, counts);
        let by_list = by_list(phrases, program.phrase_lists, &numbers);
        let mut drafts = std::mem::take(&mut self.patterns);
        drafts.iter_mut().for_each(|draft| draft.phrase.renumber(&numbers));
        add_questions(&mut drafts);
        let mut requirements = Requirements::new(&program.vocabulary, counts, &self.atoms, &by_list);
        program.atom_count = self.atoms.len() as u32;
        let (lists, entries) = lay_out_lists(&mut program, &by_list, &mut requirements);
        let units = lay_out_patterns(&mut program, drafts, &mut requirements);
        program.index = AtomIndex {
            lists: ByAtom::new(lists.by_atom),
            units: ByAtom::new(units.by_atom),
            entries: ByAtom::new(entries.by_atom),
        };
        program.prefilter = Prefilter::new(&program, &lists.free, &units.free, &entries.free, COMMON_WORDS);
        program
    }

    /// Gives atoms the numbers that they have when rules run. Lists come first, those with phrases before those of words
    /// alone: their numbers are those of small sets of bits.
    fn number(&mut self, phrases: &ListPhrases, program: &mut Program) -> Vec<AtomId> {
        let rank = |at: usize| match self.atoms.list_of(at) {
            Some(_) if phrases.get(&(at as AtomId)).is_some_and(|phrases| !phrases.is_empty()) => 0,
            Some(_) => 1,
            None => 2,
        };
        let mut order: Vec<usize> = (0..self.atoms.len()).collect();
        order.sort_by_key(|&at| rank(at));
        program.phrase_lists = order.partition_point(|&at| rank(at) == 0) as u32;
        let list_count = order.partition_point(|&at| rank(at) < 2);
        let mut numbers = vec![0; order.len()];
        order.iter().enumerate().for_each(|(number, &at)| numbers[at] = number as AtomId);
        self.atoms.renumber(&numbers);
        for (number, &at) in order[..list_count].iter().enumerate() {
            if let Some(ListAtom { name, category: None }) = self.atoms.list_of(at)
                && let name = self.names.text(name)
                && !name.starts_with('#')
            {
                program.named_lists.to_mut().push(number as AtomId);
                program.list_names.push_str(name);
                program.list_names.push('\n');
            }
        }
        program.known.renumber(&numbers);
        numbers
    }

    /// The words of each [`Op::OneOf`], after their number.
    fn renumbered_words(&mut self, numbers: &[AtomId]) -> Vec<AtomId> {
        let mut words = std::mem::take(&mut self.one_of);
        let mut at = 0;
        while at < words.len() {
            let end = at + 1 + words[at] as usize;
            words[at + 1..end].iter_mut().for_each(|atom| *atom = numbers[*atom as usize]);
            at = end;
        }
        words
    }
}

impl Phrase {
    fn renumber(&mut self, numbers: &[AtomId]) {
        for op in &mut self.ops {
            if let Op::Atom(atom) = op {
                *atom = numbers[*atom as usize];
            }
        }
    }
}

/// Gives the patterns that cases ask for in other lines a case of their own, which asks for nothing.
fn add_questions(drafts: &mut [Draft]) {
    let cases = drafts.iter().flat_map(|draft| &draft.cases);
    let asked: BTreeSet<PatternId> = cases.flat_map(DraftCase::elsewhere).collect();
    asked.into_iter().for_each(|pattern| drafts[pattern as usize].cases.push(DraftCase::default()));
}

/// The phrases of each list that has any, by its number.
fn by_list(phrases: ListPhrases, lists: u32, numbers: &[AtomId]) -> Vec<Vec<Phrase>> {
    let mut by_list = vec![Vec::new(); lists as usize];
    for (atom, mut entries) in phrases {
        entries.iter_mut().for_each(|entry| entry.renumber(numbers));
        if let Some(list) = by_list.get_mut(numbers[atom as usize] as usize) {
            *list = entries;
        }
    }
    by_list
}

/// Split to each branch in turn, and jump from its end to the end of all.
fn split(branches: &[Vec<Op>], optional: bool, ops: &mut Vec<Op>) {
    let mut jumps = Vec::new();
    for (at, branch) in branches.iter().enumerate() {
        let last = at + 1 == branches.len();
        if !last || optional {
            // Past the branch, and past the jump that ends it.
            ops.push(Op::Split(branch.len() as u16 + if last { 1 } else { 2 }));
        }
        ops.extend_from_slice(branch);
        if !last {
            jumps.push(ops.len());
            ops.push(Op::Jump(0));
        }
    }
    for jump in jumps {
        ops[jump] = Op::Jump((ops.len() - jump) as u16);
    }
}
