//! Lays a pack out as a program: every word with what is asked of it, every pattern as steps.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::ask::{AskedList, Asks};
use super::cover::{Cover, Covers};
use super::op::Op;
use super::pack::Pack;
use super::pattern::{Element, Sequence};
use super::program::*;
use super::sieve::Sieve;
use crate::language::{AtomId, Category, Vocabulary, form};

/// Words whose rows of the sieve are made beforehand: they are half of a text.
const COMMON_ROWS: usize = 256;

/// Collects what is asked of words, list entries, patterns and cases, and lays them out.
#[derive(Default)]
pub(super) struct Builder {
    pub(super) asks: Asks,
    patterns: Vec<Draft>,
    known: FxHashMap<Vec<Op>, PatternId>,
    /// List entries that are single words, by word.
    words: BTreeMap<String, Vec<WordEntry>>,
    /// List entries that are phrases, by list.
    phrases: BTreeMap<String, Vec<Sequence>>,
    pub(super) endings: Vec<(String, Vec<String>)>,
    /// The words of each `Op::OneOf`, after their number.
    one_of: Vec<AtomId>,
    known_one_of: FxHashMap<Vec<AtomId>, u32>,
    /// Groups that are laid out as lists without a name.
    groups: FxHashMap<Vec<Sequence>, String>,
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
    /// Lays the phrases of groups out as lists, which are ruled out, matched and remembered at once. Common words stay
    /// by themselves: a list with one of them would have to be looked at in every sentence.
    fn fold(&mut self, sequence: &Sequence) -> Sequence {
        sequence
            .iter()
            .map(|element| match element {
                Element::Choice { optional, alternatives } => {
                    let alternatives: Vec<Sequence> = alternatives.iter().map(|inner| self.fold(inner)).collect();
                    let (folded, mut rest): (Vec<_>, Vec<_>) =
                        alternatives.into_iter().partition(|inner| self.can_fold(inner));
                    if !folded.is_empty() {
                        rest.push(vec![Element::List { name: self.group(folded), category: None }]);
                    }
                    match (&rest[..], optional) {
                        ([only], false) if only.len() == 1 => only[0].clone(),
                        _ => Element::Choice { optional: *optional, alternatives: rest },
                    }
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
                    let atom = self.asks.add(element).unwrap_or_default();
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
            let words: Vec<AtomId> = words.into_iter().flatten().filter_map(|word| self.asks.add(word)).collect();
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
    fn list_phrases(&mut self) -> BTreeMap<AtomId, Vec<(Sequence, Vec<Op>)>> {
        let mut all = BTreeMap::new();
        let mut next = 0;
        // Laying out the phrases of one list may ask for forms of another.
        while next < self.asks.len() {
            let at = next;
            next += 1;
            let Some(AskedList { name, category }) = self.asks.asked_list(at).cloned() else { continue };
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
            all.insert(at as AtomId, laid_out);
        }
        all
    }

    pub(super) fn finish(mut self, pack: &Pack, mut program: Program) -> Program {
        let phrases = self.list_phrases();
        // Lists come first, those with phrases before those of words alone: their numbers are those of small sets of bits.
        let rank = |at: usize| match self.asks.asked_list(at) {
            Some(_) if phrases.get(&(at as AtomId)).is_some_and(|phrases| !phrases.is_empty()) => 0,
            Some(_) => 1,
            None => 2,
        };
        let mut order: Vec<usize> = (0..self.asks.len()).collect();
        order.sort_by_key(|&at| rank(at));
        program.phrase_lists = order.partition_point(|&at| rank(at) == 0) as u32;
        let list_count = order.partition_point(|&at| rank(at) < 2);
        let mut numbers = vec![0; order.len()];
        order.iter().enumerate().for_each(|(number, &at)| numbers[at] = number as AtomId);
        self.asks.renumber(&numbers);
        let renumber = |ops: &mut Vec<Op>| {
            for op in ops {
                if let Op::Atom(atom) = op {
                    *atom = numbers[*atom as usize];
                }
            }
        };
        for (number, &at) in order[..list_count].iter().enumerate() {
            if let Some(AskedList { name, category: None }) = self.asks.asked_list(at)
                && !name.starts_with('#')
            {
                program.named_lists.to_mut().push(number as AtomId);
                program.list_names.push_str(name);
                program.list_names.push('\n');
            }
        }
        program.known.renumber(&numbers);
        let mut at = 0;
        while at < self.one_of.len() {
            let end = at + 1 + self.one_of[at] as usize;
            self.one_of[at + 1..end].iter_mut().for_each(|atom| *atom = numbers[*atom as usize]);
            at = end;
        }
        program.words = std::mem::take(&mut self.one_of).into();

        let spellings = self.vocabulary(pack);
        let named = form::NAMES.iter().map(|name| {
            let atoms = self.asks.list_forms(name).any().into_iter().collect();
            (String::new(), atoms, false)
        });
        program.vocabulary = Vocabulary::new(named.chain(spellings.into_iter().map(|(spelling, atoms)| {
            let abbreviation = pack.words.abbreviations.contains(&spelling);
            (spelling, atoms, abbreviation)
        })));

        let mut by_list: Vec<Vec<(Sequence, Vec<Op>)>> = vec![Vec::new(); program.phrase_lists as usize];
        for (atom, mut entries) in phrases {
            entries.iter_mut().for_each(|(_, ops)| renumber(ops));
            if let Some(list) = by_list.get_mut(numbers[atom as usize] as usize) {
                *list = entries;
            }
        }
        let mut drafts = std::mem::take(&mut self.patterns);
        drafts.iter_mut().for_each(|draft| renumber(&mut draft.ops));
        let mut covers = Covers::new(&program.vocabulary, pack, &self.asks, &by_list);
        program.atom_count = self.asks.len() as u32;
        let (lists, entries) = lay_out_lists(&mut program, &by_list, &mut covers);
        let units = lay_out_patterns(&mut program, drafts, &mut covers);
        program.grounds = Grounds {
            lists: ByAtom::new(lists.by_atom),
            free_lists: lists.free,
            units: ByAtom::new(units.by_atom),
            free_units: units.free,
            entries: ByAtom::new(entries.by_atom),
            free_entries: entries.free,
        };
        let commonest = covers.commonest(&program.vocabulary, COMMON_ROWS);
        Sieve::default().store(&mut program, commonest);
        program
    }

    /// Every spelling with its atoms, some of them more than once.
    fn vocabulary(&self, pack: &Pack) -> BTreeMap<String, Vec<AtomId>> {
        let mut spellings: FxHashMap<String, Vec<AtomId>> = FxHashMap::default();
        for (word, atom) in self.asks.exact() {
            spellings.entry(word.clone()).or_default().push(atom);
        }
        let changing = self.words.iter().filter(|(_, entries)| entries.iter().any(|entry| !entry.exact));
        let words: BTreeSet<&String> = self.asks.words().chain(changing.map(|(word, _)| word)).collect();
        // What a word has in one of its forms: its own atoms and those of its lists.
        for word in words {
            let own = self.asks.word_forms(word);
            let entries = self.words.get(word).into_iter().flatten().filter(|entry| !entry.exact);
            let lists: Vec<_> = entries.map(|entry| (entry.category, self.asks.list_forms(&entry.list))).collect();
            for (spelling, category) in pack.inflection.forms(word) {
                let atoms = spellings.entry(spelling).or_default();
                atoms.extend(own.met_by(category));
                let fitting = lists.iter().filter(|(only, _)| only.is_none_or(|only| only == category));
                atoms.extend(fitting.flat_map(|(_, list)| list.met_by(category)));
            }
        }
        for (word, entries) in &self.words {
            for entry in entries.iter().filter(|entry| entry.exact) {
                spellings.entry(word.clone()).or_default().extend(self.asks.list_forms(&entry.list).any());
            }
        }
        let mut spellings: BTreeMap<String, Vec<AtomId>> = spellings.into_iter().collect();
        for (contraction, parts) in &pack.words.contractions {
            let atoms: Vec<AtomId> = parts.iter().filter_map(|part| spellings.get(part)).flatten().copied().collect();
            spellings.entry(contraction.clone()).or_default().extend(atoms);
        }
        // A number that some list spells out is still a number.
        let number = self.asks.list_forms(form::NAMES[form::NUMBER as usize]).any();
        for (spelling, atoms) in &mut spellings {
            if spelling.starts_with(|c: char| c.is_ascii_digit()) && spelling.chars().all(|c| !c.is_alphabetic()) {
                atoms.extend(number);
            }
        }
        for abbreviation in &pack.words.abbreviations {
            spellings.entry(abbreviation.clone()).or_default();
        }
        for (name, endings) in &self.endings {
            let Some(atom) = self.asks.list_forms(name).any() else { continue };
            for (spelling, atoms) in &mut spellings {
                if endings.iter().any(|ending| spelling.len() > ending.len() + 1 && spelling.ends_with(ending.as_str()))
                {
                    atoms.push(atom);
                }
            }
        }
        spellings
    }
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

/// What stands on each atom, and what needs none, while it is collected.
struct Collected {
    by_atom: Vec<Vec<u32>>,
    free: Vec<u32>,
}

impl Collected {
    fn new(program: &Program) -> Self {
        Collected { by_atom: vec![Vec::new(); program.atom_count as usize], free: Vec::new() }
    }

    fn add(&mut self, cover: Option<&Cover>, what: u32) {
        match cover {
            Some(cover) => cover.atoms.iter().for_each(|&atom| self.by_atom[atom as usize].push(what)),
            None => self.free.push(what),
        }
    }
}

/// The phrases of lists; what each list stands on, and each phrase.
fn lay_out_lists(
    program: &mut Program,
    by_list: &[Vec<(Sequence, Vec<Op>)>],
    covers: &mut Covers<'_>,
) -> (Collected, Collected) {
    let (mut lists, mut entries) = (Collected::new(program), Collected::new(program));
    for (list, phrases) in by_list.iter().enumerate() {
        program.list_widths.to_mut().push(u32::from(covers.width(list as AtomId)));
        for (sequence, ops) in phrases {
            let mut parts = covers.parts(sequence);
            parts.sort_by_key(|part| part.frequency);
            lists.add(parts.first(), list as u32);
            let of_words = |part: &&Cover| part.atoms.iter().all(|&atom| atom >= program.phrase_lists);
            entries.add(parts.iter().find(of_words), program.phrases.len() as u32);
            program.ops.to_mut().extend(ops.iter().map(|&op| u32::from(op)));
            program.phrases.push(program.ops.len(), needs(program.phrase_lists, covers, sequence));
        }
        program.entry_ends.to_mut().push(program.phrases.len() as u32);
    }
    program.phrases.entries = program.phrases.len() as u32;
    (lists, entries)
}

/// The patterns, and the cases that each is a unit of.
fn lay_out_patterns(program: &mut Program, mut drafts: Vec<Draft>, covers: &mut Covers<'_>) -> Collected {
    for draft in &mut drafts {
        program.ops.to_mut().extend(draft.ops.drain(..).map(u32::from));
        program.phrases.push(program.ops.len(), needs(program.phrase_lists, covers, &draft.sequence));
    }
    let units = drafts.iter().map(|draft| draft.cases.len()).sum::<usize>();
    let rank_width = units.next_multiple_of(64) as u32;
    let mut grounds = Collected::new(program);
    let mut known = FxHashMap::default();
    for (id, draft) in drafts.iter().enumerate() {
        for case in &draft.cases {
            let unit = program.units.len() as u32;
            let is_heading = matches!(case.owner, Owner::Heading(_));
            // The phrases of a case share it.
            let number = *known.entry(case).or_insert_with(|| {
                program.cases.push(case.clone());
                program.cases.len() as u32 - 1
            });
            program.units.push(Unit { pattern: id as PatternId, case: number, is_heading });
            let sequences = case.all.iter().map(|&part| &drafts[part as usize].sequence).chain([&draft.sequence]);
            let mut parts: Vec<Cover> = sequences.flat_map(|sequence| covers.parts(sequence)).collect();
            parts.sort_by_key(|cover| cover.frequency);
            for part in 0..Grounds::PARTS {
                grounds.add(parts.get(part), part as u32 * rank_width + unit);
            }
        }
    }
    grounds
}

/// What a sentence must hold for a phrase to match.
fn needs(phrase_lists: u32, covers: &mut Covers<'_>, sequence: &[Element]) -> Vec<AtomId> {
    let mut needs: Vec<AtomId> = sequence.iter().filter_map(|element| covers.atom(element)).collect();
    needs.sort_by_key(|&atom| (atom < phrase_lists, covers.frequency(atom), atom));
    needs.dedup();
    needs
}
