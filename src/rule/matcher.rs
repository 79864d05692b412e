//! Matches the phrases of the rules against one sentence.
//!
//! Almost all phrases are ruled out by the [`Prefilter`](super::prefilter::Prefilter) before they are tried. What is left is matched from the top: where the
//! entries of a list stand is found when a phrase asks, and remembered.

mod steps;

use self::steps::State;
use super::op::Op;
use super::prefilter::Possible;
use super::program::{PatternId, Patterns, Program, UnitId};
use crate::language::{AtomId, LONGEST_SENTENCE, Marks, Token, form};

/// Steps that one question about one sentence may take: real ones take a few hundred.
const STEP_BUDGET: u32 = 20_000;
/// Steps that all questions about one sentence may take: real rules take less than a tenth.
const SENTENCE_BUDGET: u32 = 2_000_000;
/// Matches of one pattern in one sentence that are looked at.
const MOST_MATCHES: usize = 12;
/// Places in which answers about lists are remembered; a power of two.
const REMEMBERED: usize = 2048;

/// A bit for each token of a sentence, and one for its end.
type Places = u64;

const _: () = assert!(LONGEST_SENTENCE < Places::BITS as usize);

/// Tokens of the sentence that a pattern matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) pattern: PatternId,
    pub(crate) first: u16,
    pub(crate) end: u16,
}

/// What units are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aim {
    /// Faults, and what states an element.
    Passage,
    /// What a line says about others.
    Line,
}

/// A sentence to match.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    pub(crate) tokens: &'a [Token],
    pub(crate) after: Marks,
    pub(crate) label: usize,
}

/// Working memory for one sentence after the other.
#[derive(Debug, Default)]
pub(crate) struct Matcher {
    possible: Possible,
    /// For each atom where it is not: its places are the tokens at which the word stands, or at which an entry of the list
    /// may begin. Memory full of zeros would be asked for twice, when it is read and when it is written.
    absent: Vec<Places>,
    /// The atoms that have places, some of them more than once.
    present: Vec<AtomId>,
    /// For each list the sentence in which its phrases were looked for last, and where its chain in `active` begins.
    settled: Vec<(u32, u32)>,
    /// Entries that may match, as chains: the entry, where, and the place of the next one of its list, plus one.
    active: Vec<(u32, Places, u32)>,
    /// Units that may match.
    units: Vec<UnitId>,
    sentence: u32,
    fingerprint: u64,
    /// Where a sentence may be taken to begin, and where a clause.
    starts: Places,
    clause_starts: Places,
    /// Where marks stand, other than the space between words.
    marks: Vec<(u8, Marks)>,
    /// From each step of the patterns at hand, the last first, the places from which its end can be reached.
    reach: Vec<Places>,
    /// Answers about lists: where their entries that begin at a token end.
    remembered: Vec<Answer>,
    ends: Vec<u16>,
    stack: Vec<State>,
    budget: u32,
    /// What is left of the steps for all questions.
    left: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Answer {
    sentence: u32,
    list: AtomId,
    at: u16,
    /// Its part of [`Matcher::ends`].
    count: u16,
    first: u32,
}

impl Matcher {
    /// Reads a sentence; afterwards [`Matcher::units`] holds what may match in it with this aim.
    pub(crate) fn load(&mut self, program: &Program, words: Words<'_>, aim: Aim) {
        self.reset(program);
        program.prefilter.run(program, words.tokens.iter().map(|token| token.form), &mut self.possible);
        for (at, token) in words.tokens.iter().enumerate() {
            let atoms = program.vocabulary.atoms(token.form);
            self.present.extend_from_slice(atoms);
            let absent = &mut self.absent[..];
            for &atom in atoms {
                absent[atom as usize] &= !(1 << at);
            }
            if token.before != Marks(Marks::SPACE.0) {
                self.marks.push((at as u8, token.before));
            }
        }
        self.marks.push((words.tokens.len() as u8, words.after));
        self.find_starts(program, words);
        program.prefilter.units(&self.possible, aim == Aim::Line, &mut self.units);
    }

    fn reset(&mut self, program: &Program) {
        self.left = SENTENCE_BUDGET;
        self.sentence = self.sentence.wrapping_add(1);
        if self.sentence == 0 || self.fingerprint != program.fingerprint || self.absent.is_empty() {
            self.sentence = 1;
            self.fingerprint = program.fingerprint;
            self.remembered = vec![Answer::default(); REMEMBERED];
            self.absent = vec![Places::MAX; program.atom_count as usize];
            self.present.clear();
            self.settled = vec![(0, 0); program.phrase_lists as usize];
        }
        let absent = &mut self.absent[..];
        for atom in self.present.drain(..) {
            absent[atom as usize] = Places::MAX;
        }
        self.active.clear();
        self.ends.clear();
        self.units.clear();
        self.marks.clear();
    }

    /// Where a word stands; where a list does, as far as it was looked for.
    fn places(&self, atom: AtomId) -> Places {
        !self.absent[atom as usize]
    }

    /// Where entries of a list may begin.
    #[inline]
    fn list_places(&mut self, program: &Program, words: Words<'_>, list: AtomId) -> Places {
        if list < program.phrase_lists && self.settled[list as usize].0 != self.sentence {
            self.settle(program, words, list);
        }
        self.places(list)
    }

    /// Finds where the phrases of a list may begin.
    fn settle(&mut self, program: &Program, words: Words<'_>, list: AtomId) {
        self.settled[list as usize] = (self.sentence, 0);
        if !program.prefilter.has_list(&self.possible, list) {
            return;
        }
        let mut entries = program.entries(list);
        while let Some(entry) = program.prefilter.next_entry(&self.possible, &entries) {
            entries.start = entry + 1;
            if self.may_match(program, entry as u32) {
                self.look_for(program, words, list, entry as u32);
            }
        }
    }

    fn look_for(&mut self, program: &Program, words: Words<'_>, list: AtomId, entry: u32) {
        // An entry has a word at least: it does not begin at the end.
        let places = self.phrase_places(program, words, entry) & !(1 << words.tokens.len());
        if places != 0 {
            let chain = &mut self.settled[list as usize].1;
            self.active.push((entry, places, *chain));
            *chain = self.active.len() as u32;
            self.present.push(list);
            self.absent[list as usize] &= !places;
        }
    }

    /// Where a phrase may match.
    fn phrase_places(&mut self, program: &Program, words: Words<'_>, phrase: u32) -> Places {
        for &atom in program.phrases.needs(phrase) {
            if atom < program.phrase_lists && self.list_places(program, words, atom) == 0 {
                return 0;
            }
        }
        self.reach(program, words, phrase)
    }

    /// Whether the words that a phrase needs are there, and those that its lists need.
    #[inline]
    fn may_match(&self, program: &Program, phrase: u32) -> bool {
        program.phrases.needs(phrase).iter().all(|&atom| {
            if atom < program.phrase_lists {
                program.prefilter.has_list(&self.possible, atom)
            } else {
                self.places(atom) != 0
            }
        })
    }

    fn pattern_places(&mut self, program: &Program, words: Words<'_>, pattern: PatternId) -> Places {
        let phrase = program.phrase(pattern);
        if self.may_match(program, phrase) { self.phrase_places(program, words, phrase) } else { 0 }
    }

    /// Where a pattern may match: for all places at once, from its last step to its first. What stands between words and
    /// how long an entry of a list is are left open, so that it may match in fewer places, never in more.
    fn reach(&mut self, program: &Program, words: Words<'_>, phrase: u32) -> Places {
        let ops = &program.ops[program.phrases.steps(phrase)];
        let whole: Places = Places::MAX >> (Places::BITS as usize - 1 - words.tokens.len());
        // A list that is asked about has phrases of its own, whose steps lie above these.
        let bottom = self.reach.len();
        let mut next = whole;
        for &op in ops.iter().rev() {
            next = match op.into() {
                Op::Match => whole,
                Op::Atom(_) | Op::OneOf(_) if next == 0 => 0,
                Op::Atom(atom) if atom >= program.phrase_lists => self.places(atom) & next >> 1,
                Op::Atom(list) => {
                    self.list_places(program, words, list) & spread(next, 1, program.list_widths[list as usize] as u8)
                }
                Op::OneOf(at) => self.one_of(program, at) & next >> 1,
                Op::Any => next >> 1,
                Op::Gap(widest) => spread(next, 0, widest),
                Op::Split(steps) => next | self.further(steps),
                Op::Jump(steps) | Op::Not(steps) => self.further(steps),
                Op::Start => next & self.starts,
                Op::ClauseStart => next & self.clause_starts,
                Op::End => next & 1 << words.tokens.len(),
                Op::Mark(marks) => next & self.marked(Marks(marks)),
            };
            self.reach.push(next);
        }
        self.reach.truncate(bottom);
        next & whole
    }

    /// The places from which the end can be reached from this many steps after the one at hand.
    fn further(&self, steps: u16) -> Places {
        self.reach[self.reach.len() - usize::from(steps)]
    }

    /// The places of the words of an [`Op::OneOf`].
    fn one_of(&self, program: &Program, at: u32) -> Places {
        program.one_of(at).iter().fold(0, |all, &atom| all | self.places(atom))
    }

    /// The places before which one of these marks stands; the end of the sentence has its own marks.
    fn marked(&self, wanted: Marks) -> Places {
        let here = self.marks.iter().filter(|(_, marks)| marks.has(wanted));
        here.fold(0, |all, (at, _)| all | 1 << at)
    }

    /// The units that may match in the sentence that was read last.
    #[must_use]
    pub(crate) fn units(&self) -> &[UnitId] {
        &self.units
    }

    /// The matches of a pattern, one from each place.
    pub(crate) fn find_all(&mut self, program: &Program, words: Words<'_>, pattern: PatternId) -> Vec<Match> {
        let mut found = Vec::new();
        let phrase = program.phrase(pattern);
        let mut places = self.pattern_places(program, words, pattern);
        while places != 0 && found.len() < MOST_MATCHES {
            let at = places.trailing_zeros() as usize;
            places &= places - 1;
            if let Some(end) = self.match_at(program, words, phrase, at) {
                found.push(Match { pattern, first: at as u16, end: end as u16 });
            }
        }
        found
    }

    /// Whether a pattern matches anywhere.
    pub(crate) fn has(&mut self, program: &Program, words: Words<'_>, pattern: PatternId) -> bool {
        self.has_within(program, words, pattern, 0, words.tokens.len())
    }

    /// Whether one of these patterns matches anywhere.
    pub(crate) fn has_any(&mut self, program: &Program, words: Words<'_>, patterns: Patterns) -> bool {
        program.patterns(patterns).iter().any(|&pattern| self.has(program, words, pattern))
    }

    /// Whether a pattern matches within these tokens.
    pub(crate) fn has_within(
        &mut self,
        program: &Program,
        words: Words<'_>,
        pattern: PatternId,
        from: usize,
        to: usize,
    ) -> bool {
        let phrase = program.phrase(pattern);
        let places = self.pattern_places(program, words, pattern);
        (from..=to)
            .any(|at| places >> at & 1 == 1 && self.match_at(program, words, phrase, at).is_some_and(|end| end <= to))
    }

    /// Whether an entry of a list stands anywhere.
    pub(crate) fn has_list(&mut self, program: &Program, words: Words<'_>, list: AtomId) -> bool {
        !self.spans_of(program, words, list).is_empty()
    }

    /// Where entries of a list stand: first token and end.
    pub(crate) fn spans_of(&mut self, program: &Program, words: Words<'_>, list: AtomId) -> Vec<(usize, usize)> {
        let mut spans = Vec::new();
        let mut places = self.list_places(program, words, list);
        if places != 0 {
            let allowed = self.allow();
            while places != 0 {
                let at = places.trailing_zeros() as usize;
                places &= places - 1;
                let (first, count) = self.list_ends(program, words, list, at);
                spans.extend(self.ends[first..first + count].iter().map(|&end| (at, usize::from(end))));
            }
            self.charge(allowed);
        }
        spans
    }

    /// Where a sentence may be taken to begin: its first word, the word after its label, and the word after
    /// numbers, openers ("so", "please") and names that it is addressed to.
    fn find_starts(&mut self, program: &Program, words: Words<'_>) {
        self.starts = 1 | 1 << words.label;
        let openers = self.spans_of(program, words, program.known.opener);
        let apart = Marks(Marks::COMMA.0 | Marks::COLON.0 | Marks::DASH.0);
        for (at, token) in words.tokens.iter().enumerate() {
            if self.starts >> at & 1 == 0 {
                continue;
            }
            let addressed = matches!(token.form, form::NAME | form::DELEGATE)
                && words.tokens.get(at + 1).is_some_and(|next| next.before.has(apart));
            let numbered = token.form == form::NUMBER && (at == 0 || at == words.label);
            self.starts |= Places::from(addressed || numbered) << (at + 1);
            openers.iter().filter(|(first, _)| *first == at).for_each(|&(_, end)| self.starts |= 1 << end);
        }
        self.clause_starts = self.starts;
        let parts = Marks(Marks::HARD.0 | Marks::COMMA.0 | Marks::OPEN.0 | Marks::CLOSE.0);
        for (at, token) in words.tokens.iter().enumerate() {
            self.clause_starts |= Places::from(token.before.has(parts)) << at;
        }
        self.clause_starts |= self.places(program.known.conjunction) << 1;
        openers.iter().for_each(|&(_, end)| self.clause_starts |= 1 << end);
    }
}

/// The places from which one of `places` lies `least` to `most` words further on.
fn spread(places: Places, least: u8, most: u8) -> Places {
    // No sentence is longer, however wide an entry of a list may be.
    let most = most.min(Places::BITS as u8 - 1);
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
