//! One sentence and what the rules know about its words.
//!
//! Most phrases are ruled out by the words that they need before they are tried. What is left is matched from the top:
//! which entries of a list stand at a word is found when a phrase asks, and remembered.

use super::program::{Needs, Op, PatternId, Program, UnitId};
use crate::language::{AtomId, Bloom, LONGEST_SENTENCE, Marks, Token, form};

/// Steps that one question about one sentence may take: real ones take a few hundred.
const STEP_BUDGET: u32 = 20_000;
/// Matches of one pattern in one sentence that are looked at.
const MOST_MATCHES: usize = 12;
/// Places in which answers about lists are remembered; a power of two.
const REMEMBERED: usize = 2048;

/// A bit for each token of a sentence, and one for its end: sentences have at most 120 tokens.
type Places = u128;

const _: () = assert!(LONGEST_SENTENCE < Places::BITS as usize);

/// Tokens of the sentence that a pattern matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    pub pattern: PatternId,
    pub first: u16,
    pub end: u16,
}

/// What units are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// Faults, and what states an element.
    Passage,
    /// What a heading, label or lead-in means.
    Heading,
}

/// The sentence that a chart was filled for.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    pub tokens: &'a [Token],
    pub after: Marks,
    pub label: usize,
}

/// Working memory for one sentence after the other.
#[derive(Debug, Default)]
pub struct Chart {
    /// The words that are there.
    bloom: Bloom,
    /// For each atom the sentence that its places are of, and its places: the tokens at which the word stands, or at
    /// which an entry of the list may begin.
    places: Vec<(u32, Places)>,
    /// Lists with a place.
    lists: Vec<AtomId>,
    /// Entries that may match, as chains: the entry, where, and the place of the next one of its list, plus one.
    active: Vec<(u16, Places, u32)>,
    /// For each list the sentence in which it got an active entry last, and where its chain begins.
    chains: Vec<(u32, u32)>,
    /// Units that may match.
    units: Vec<UnitId>,
    /// For each entry and each unit, the sentence in which it was set off last.
    entry_met: Vec<u32>,
    unit_met: Vec<u32>,
    /// Entries that were set off, by level.
    queue: Vec<Vec<u16>>,
    sentence: u32,
    /// Where a sentence may be taken to begin, and where a clause.
    starts: Places,
    clause_starts: Places,
    /// From each step of a pattern, the places from which its end can be reached.
    reach: Vec<Places>,
    /// Answers about lists: where their entries that begin at a token end.
    remembered: Vec<Answer>,
    ends: Vec<u16>,
    stack: Vec<State>,
    budget: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Answer {
    sentence: u32,
    list: AtomId,
    at: u16,
    /// Its part of [`Chart::ends`].
    count: u16,
    first: u32,
}

#[derive(Clone, Copy, Debug)]
struct State {
    op: u32,
    at: u16,
    /// Words may be apart here: at the start, after a gap or a mark.
    free: bool,
}

impl Chart {
    /// Reads a sentence; afterwards [`Chart::units`] holds what may match in it.
    pub fn fill(&mut self, program: &Program, words: Words<'_>, aim: Aim) {
        self.reset(program);
        for (at, token) in words.tokens.iter().enumerate() {
            self.bloom.merge(program.vocabulary.bloom(token.form));
            for &atom in program.vocabulary.atoms(token.form) {
                self.stands(program, atom, 1 << at);
            }
            self.set_off_entries(program, program.entry_triggers.of_form(token.form));
            self.set_off_units(program, program.unit_triggers.of_form(token.form), aim);
        }
        self.find_starts(program, words);
        for at in 0..self.lists.len() {
            self.set_off_by_list(program, self.lists[at], aim);
        }
        // The lists that an entry uses have a lower level, so that they are settled when it is looked at.
        for level in 0..self.queue.len() {
            let mut next = 0;
            while let Some(&entry) = self.queue[level].get(next) {
                next += 1;
                self.activate(program, words, entry, aim);
            }
            self.queue[level].clear();
        }
        let mut units = std::mem::take(&mut self.units);
        units.retain(|&unit| {
            let unit = program.units[usize::from(unit)];
            let parts = &program.cases[unit.case as usize].all;
            self.may_match(program, unit.pattern)
                && parts.iter().all(|&part| self.may_match(program, part))
                && self.reach(program, words, program.patterns[unit.pattern as usize].start) != 0
                && parts.iter().all(|&part| self.reach(program, words, program.patterns[part as usize].start) != 0)
        });
        self.units = units;
    }

    fn reset(&mut self, program: &Program) {
        self.sentence = self.sentence.wrapping_add(1);
        if self.sentence == 0 || self.entry_met.len() != program.entries.len() {
            self.sentence = 1;
            self.remembered = vec![Answer::default(); REMEMBERED];
            self.entry_met = vec![0; program.entries.len()];
            self.unit_met = vec![0; program.units.len()];
            self.places = vec![(0, 0); program.atom_count as usize];
            self.chains = vec![(0, 0); program.list_count as usize];
            self.queue = vec![Vec::new(); usize::from(program.levels)];
            self.reach = vec![0; program.longest as usize];
        }
        self.lists.clear();
        self.active.clear();
        self.ends.clear();
        self.units.clear();
        self.bloom = Bloom::default();
    }

    /// Notes that an atom has these places, and whether they are its first.
    fn stands(&mut self, program: &Program, atom: AtomId, places: Places) -> bool {
        let known = &mut self.places[atom as usize];
        let first = known.0 != self.sentence;
        if first {
            *known = (self.sentence, places);
            if atom < program.list_count {
                self.lists.push(atom);
            }
        } else {
            known.1 |= places;
        }
        first
    }

    fn places(&self, atom: AtomId) -> Places {
        let (sentence, places) = self.places[atom as usize];
        if sentence == self.sentence { places } else { 0 }
    }

    /// Where a pattern may match: for all places at once, from its last step to its first. What stands between words and
    /// how long an entry of a list is are left open, so that it may match in fewer places, never in more.
    fn reach(&mut self, program: &Program, words: Words<'_>, start: u32) -> Places {
        let ops = &program.ops[start as usize..];
        let length = 1 + ops_length(ops);
        let whole: Places = Places::MAX >> (Places::BITS as usize - 1 - words.tokens.len());
        let mut reach = std::mem::take(&mut self.reach);
        for at in (0..length).rev() {
            let next = if at + 1 < length { reach[at + 1] } else { whole };
            reach[at] = match ops[at] {
                Op::Match => whole,
                Op::Atom(atom) if atom >= program.list_count => self.places(atom) & next >> 1,
                Op::Atom(list) => self.places(list) & spread(next, 1, program.list_widths[list as usize]),
                Op::Any => next >> 1,
                Op::Gap(widest) => spread(next, 0, widest),
                Op::Split(steps) => next | reach[at + usize::from(steps)],
                Op::Jump(steps) | Op::Not(steps) => reach[at + usize::from(steps)],
                Op::Start => next & self.starts,
                Op::ClauseStart => next & self.clause_starts,
                Op::End => next & 1 << words.tokens.len(),
                Op::Mark(marks) => next & marked(words, Marks(marks)),
            };
        }
        let places = reach[0] & whole;
        self.reach = reach;
        places
    }

    fn set_off_entries(&mut self, program: &Program, entries: &[u16]) {
        for &entry in entries {
            let met = &mut self.entry_met[usize::from(entry)];
            if *met != self.sentence {
                *met = self.sentence;
                self.queue[usize::from(program.entries[usize::from(entry)].level)].push(entry);
            }
        }
    }

    fn set_off_units(&mut self, program: &Program, units: &[u16], aim: Aim) {
        for &unit in units {
            let met = &mut self.unit_met[usize::from(unit)];
            if *met != self.sentence && program.units[usize::from(unit)].is_heading == (aim == Aim::Heading) {
                *met = self.sentence;
                self.units.push(unit);
            }
        }
    }

    /// A list may match: sets off what waits for it.
    fn set_off_by_list(&mut self, program: &Program, list: AtomId, aim: Aim) {
        self.set_off_entries(program, program.entry_triggers.of_list(list));
        self.set_off_units(program, program.unit_triggers.of_list(list), aim);
    }

    /// Adds an entry to those of its list that may match, if it may.
    fn activate(&mut self, program: &Program, words: Words<'_>, id: u16, aim: Aim) {
        let entry = program.entries[usize::from(id)];
        let before = usize::from(id).checked_sub(1).map_or(0, |before| program.entries[before].needs.lists_end);
        if !self.meets(program, entry.needs, before) {
            return;
        }
        let places = self.reach(program, words, entry.start);
        if places == 0 {
            return;
        }
        let list = AtomId::from(entry.list);
        let chain = &mut self.chains[list as usize];
        if chain.0 != self.sentence {
            *chain = (self.sentence, 0);
        }
        self.active.push((id, places, chain.1));
        chain.1 = self.active.len() as u32;
        if self.stands(program, list, places) {
            self.set_off_by_list(program, list, aim);
        }
    }

    /// The units that may match in the sentence that was read last.
    #[must_use]
    pub fn units(&self) -> &[UnitId] {
        &self.units
    }

    /// The matches of a pattern, one from each place.
    pub fn find_all(&mut self, program: &Program, words: Words<'_>, pattern: PatternId) -> Vec<Match> {
        let mut found = Vec::new();
        if self.may_match(program, pattern) {
            let start = program.patterns[pattern as usize].start;
            let mut places = self.reach(program, words, start);
            while places != 0 && found.len() < MOST_MATCHES {
                let at = places.trailing_zeros() as usize;
                places &= places - 1;
                if let Some(end) = self.match_at(program, words, start, at) {
                    found.push(Match { pattern, first: at as u16, end: end as u16 });
                }
            }
        }
        found
    }

    /// Whether a pattern matches anywhere.
    pub fn has(&mut self, program: &Program, words: Words<'_>, pattern: PatternId) -> bool {
        self.has_within(program, words, pattern, 0, words.tokens.len())
    }

    /// Whether a pattern matches within these tokens.
    pub fn has_within(
        &mut self,
        program: &Program,
        words: Words<'_>,
        pattern: PatternId,
        from: usize,
        to: usize,
    ) -> bool {
        if !self.may_match(program, pattern) {
            return false;
        }
        let start = program.patterns[pattern as usize].start;
        let places = self.reach(program, words, start);
        (from..=to)
            .any(|at| places >> at & 1 == 1 && self.match_at(program, words, start, at).is_some_and(|end| end <= to))
    }

    /// Where entries of a list stand: first token and end.
    pub fn spans_of(&mut self, program: &Program, words: Words<'_>, list: AtomId) -> Vec<(usize, usize)> {
        let mut spans = Vec::new();
        let mut places = self.places(list);
        if places != 0 {
            self.budget = STEP_BUDGET;
            while places != 0 {
                let at = places.trailing_zeros() as usize;
                places &= places - 1;
                let (first, count) = self.list_ends(program, words, list, at);
                spans.extend(self.ends[first..first + count].iter().map(|&end| (at, usize::from(end))));
            }
        }
        spans
    }

    fn may_match(&self, program: &Program, pattern: PatternId) -> bool {
        let before = (pattern as usize).checked_sub(1).map(|before| program.patterns[before].needs.lists_end);
        let before = before.unwrap_or_else(|| program.entries.last().map_or(0, |entry| entry.needs.lists_end));
        self.meets(program, program.patterns[pattern as usize].needs, before)
    }

    fn meets(&self, program: &Program, needs: Needs, lists_from: u32) -> bool {
        self.bloom.covers(needs.words)
            && program.needed_lists[lists_from as usize..needs.lists_end as usize]
                .iter()
                .all(|&list| self.places(AtomId::from(list)) != 0)
    }

    /// Where a sentence may be taken to begin: its first word, the word after its label, and the word after
    /// numbers, openers ("so", "please") and names that it is addressed to.
    fn find_starts(&mut self, program: &Program, words: Words<'_>) {
        self.starts = 1 | 1 << words.label;
        for from in [0, words.label] {
            let mut at = from;
            while at < words.tokens.len() {
                let token = &words.tokens[at];
                let apart = Marks(Marks::COMMA.0 | Marks::COLON.0 | Marks::DASH.0);
                let addressed = matches!(token.form, form::NAME | form::DELEGATE)
                    && words.tokens.get(at + 1).is_some_and(|next| next.before.has(apart));
                let numbered = token.form == form::NUMBER && at == from;
                if !(addressed || numbered || self.places(program.known.opener) >> at & 1 == 1) {
                    break;
                }
                at += 1;
                self.starts |= 1 << at;
            }
        }
        self.clause_starts = self.starts;
        let parts = Marks(Marks::HARD.0 | Marks::COMMA.0 | Marks::OPEN.0 | Marks::CLOSE.0);
        for (at, token) in words.tokens.iter().enumerate() {
            self.clause_starts |= Places::from(token.before.has(parts)) << at;
        }
        self.clause_starts |= (self.places(program.known.conjunction) | self.places(program.known.opener)) << 1;
    }

    /// Where the entries of a list that begin at a token end: a part of [`Chart::ends`].
    fn list_ends(&mut self, program: &Program, words: Words<'_>, list: AtomId, at: usize) -> (usize, usize) {
        let slot = (list as usize).wrapping_mul(161).wrapping_add(at) & (REMEMBERED - 1);
        let known = self.remembered[slot];
        if known.sentence == self.sentence && known.list == list && usize::from(known.at) == at {
            return (known.first as usize, usize::from(known.count));
        }
        let mut found: [u16; 16] = [0; 16];
        let mut count = 0;
        let mut add = |end: usize| {
            if count < found.len() && !found[..count].contains(&(end as u16)) {
                found[count] = end as u16;
                count += 1;
            }
        };
        if program.vocabulary.has(words.tokens[at].form, list) {
            add(at + 1);
        }
        let (sentence, mut next) = self.chains[list as usize];
        if sentence != self.sentence {
            next = 0;
        }
        while let Some(&(entry, places, after)) =
            (next as usize).checked_sub(1).and_then(|place| self.active.get(place))
        {
            if places >> at & 1 == 1 {
                self.entry_ends(program, words, entry, at, &mut add);
            }
            next = after;
        }
        let first = self.ends.len();
        self.ends.extend_from_slice(&found[..count]);
        self.remembered[slot] =
            Answer { sentence: self.sentence, list, at: at as u16, count: count as u16, first: first as u32 };
        (first, count)
    }

    /// Hands over every end of an entry that begins at a token.
    fn entry_ends(&mut self, program: &Program, words: Words<'_>, entry: u16, at: usize, add: &mut impl FnMut(usize)) {
        let start = program.entries[usize::from(entry)].start;
        let bottom = self.stack.len();
        self.stack.push(State { op: start, at: at as u16, free: true });
        while let Some(end) = self.step(program, words, bottom) {
            if end > at {
                add(end);
            }
        }
    }

    /// The end of the first match of the pattern that starts at step `start`, from token `at`.
    fn match_at(&mut self, program: &Program, words: Words<'_>, start: u32, at: usize) -> Option<usize> {
        self.budget = STEP_BUDGET;
        let bottom = self.stack.len();
        self.stack.push(State { op: start, at: at as u16, free: true });
        let end = self.step(program, words, bottom);
        self.stack.truncate(bottom);
        end
    }

    /// Takes steps until something matches or nothing is left above `bottom`.
    fn step(&mut self, program: &Program, words: Words<'_>, bottom: usize) -> Option<usize> {
        let length = words.tokens.len();
        while self.stack.len() > bottom {
            let State { op, at, free } = self.stack.pop()?;
            let Some(left) = self.budget.checked_sub(1) else {
                self.stack.truncate(bottom);
                return None;
            };
            self.budget = left;
            let here = usize::from(at);
            let next = |at: usize, free: bool| State { op: op + 1, at: at as u16, free };
            match program.ops[op as usize] {
                Op::Match => return Some(here),
                Op::Jump(steps) => self.stack.push(State { op: op + u32::from(steps), at, free }),
                Op::Split(steps) => {
                    self.stack.push(State { op: op + u32::from(steps), at, free });
                    self.stack.push(next(here, free));
                }
                Op::Gap(widest) => {
                    let widest = usize::from(widest).min(length - here);
                    self.stack.extend((0..=widest).rev().map(|skipped| next(here + skipped, true)));
                }
                Op::Start if self.starts >> here & 1 == 1 => self.stack.push(next(here, true)),
                Op::ClauseStart if self.clause_starts >> here & 1 == 1 => self.stack.push(next(here, true)),
                Op::End if here == length => self.stack.push(next(here, free)),
                Op::Mark(marks) => {
                    let marks_here = words.tokens.get(here).map_or(words.after, |token| token.before);
                    if marks_here.has(Marks(marks)) {
                        self.stack.push(next(here, true));
                    }
                }
                Op::Not(steps) => {
                    let inner = self.stack.len();
                    self.stack.push(next(here, free));
                    let matched = self.step(program, words, inner).is_some();
                    self.stack.truncate(inner);
                    if !matched {
                        self.stack.push(State { op: op + u32::from(steps), at, free });
                    }
                }
                Op::Any if here < length => self.stack.push(next(here + 1, false)),
                Op::Atom(atom) if here < length => {
                    let token = &words.tokens[here];
                    if !free && token.before.has(Marks::HARD) {
                        continue;
                    }
                    if self.places(atom) >> here & 1 == 0 {
                        continue;
                    }
                    if atom >= program.list_count {
                        self.stack.push(next(here + 1, false));
                    } else {
                        let (first, count) = self.list_ends(program, words, atom, here);
                        for end in first..first + count {
                            let end = usize::from(self.ends[end]);
                            self.stack.push(next(end, false));
                        }
                    }
                }
                Op::Start | Op::ClauseStart | Op::End | Op::Any | Op::Atom(_) => {}
            }
        }
        None
    }
}

/// How many steps come before the last one.
fn ops_length(ops: &[Op]) -> usize {
    // A negative look-ahead holds a match of its own.
    let mut at = 0;
    loop {
        match ops[at] {
            Op::Match => return at,
            Op::Not(steps) => at += usize::from(steps),
            _ => at += 1,
        }
    }
}

/// The places from which one of `places` lies `least` to `most` words further on.
fn spread(places: Places, least: u8, most: u8) -> Places {
    let mut all = places >> least;
    let mut covered: u8 = 1;
    let count = most - least + 1;
    while covered < count {
        let step = covered.min(count - covered);
        all |= all >> step;
        covered += step;
    }
    all
}

/// The places before which one of these marks stands; the end of the sentence has its own marks.
fn marked(words: Words<'_>, marks: Marks) -> Places {
    let before = words.tokens.iter().enumerate().map(|(at, token)| Places::from(token.before.has(marks)) << at);
    before.fold(Places::from(words.after.has(marks)) << words.tokens.len(), |all, one| all | one)
}
