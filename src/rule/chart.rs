//! One sentence with everything that the rules know about its words: a chart, filled from the bottom.
//!
//! Lists whose entries are phrases are looked for first, level by level, and then stand in the chart as spans that
//! patterns can ask for like words. Each pattern is tried only where a word that it needs occurs.

use super::program::{Op, PatternId, Program};
use crate::language::{AtomId, Bloom, Marks, Token};

/// Steps that matching one pattern in one sentence may take: real ones take a few dozen.
const STEP_BUDGET: u32 = 4_000;
/// Matches of one pattern in one sentence that are kept.
const MOST_MATCHES: usize = 4;

/// Matches of one pattern that is asked about that are looked at.
const MOST_PARTS: usize = 12;

/// Tokens of the sentence that a pattern matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    pub pattern: PatternId,
    pub first: u16,
    pub end: u16,
}

/// A list entry of more than one word, or one made of other lists.
#[derive(Clone, Copy, Debug)]
struct Span {
    atom: AtomId,
    end: u16,
    /// The next one that begins at the same token, plus one.
    next: u32,
}

/// Working memory for one sentence after the other.
#[derive(Debug, Default)]
pub struct Chart {
    spans: Vec<Span>,
    /// For each token, the span that begins there, plus one.
    heads: Vec<u32>,
    bloom: Bloom,
    /// Patterns to try and the words that set them off, by level.
    queue: Vec<Vec<(PatternId, u16)>>,
    /// Bit for each of the first tokens: a sentence may be taken to begin here.
    starts: u128,
    stack: Vec<State>,
    ends: Vec<u16>,
    matches: Vec<Match>,
}

#[derive(Clone, Copy, Debug)]
struct State {
    op: u32,
    at: u16,
    /// Words may be apart here: at the start, after a gap or a mark.
    free: bool,
}

/// The sentence that a chart was filled for.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    pub tokens: &'a [Token],
    pub after: Marks,
    pub label: usize,
}

impl Chart {
    /// Reads a sentence; afterwards [`Chart::matches`] holds the matches of all patterns that a case is about.
    pub fn fill(&mut self, program: &Program, words: Words<'_>) {
        self.reset(program, words.tokens.len());
        for (at, token) in words.tokens.iter().enumerate() {
            self.bloom.merge(program.vocabulary.bloom(token.form));
            for &pattern in program.triggered_by(token.form) {
                self.enqueue(program, pattern, at);
            }
        }
        self.find_starts(program, words);
        for level in 0..self.queue.len() {
            let mut next = 0;
            while let Some(&(pattern, at)) = self.queue[level].get(next) {
                next += 1;
                if self.bloom.covers(program.patterns[pattern as usize].needs) {
                    self.run(program, words, pattern, usize::from(at));
                }
            }
        }
    }

    /// The matches of the sentence that was read last, of patterns that a case is about.
    #[must_use]
    pub fn matches(&self) -> &[Match] {
        &self.matches
    }

    /// The first match of any pattern in the sentence that was read last.
    pub fn find(&mut self, program: &Program, words: Words<'_>, pattern: PatternId) -> Option<Match> {
        self.find_within(program, words, pattern, 0, words.tokens.len())
    }

    /// The first match of a pattern that lies within these tokens of the sentence that was read last.
    pub fn find_within(
        &mut self,
        program: &Program,
        words: Words<'_>,
        pattern: PatternId,
        from: usize,
        to: usize,
    ) -> Option<Match> {
        let wanted = &program.patterns[pattern as usize];
        if !self.bloom.covers(wanted.needs) {
            return None;
        }
        let start = wanted.start;
        (from..=to).find_map(|at| {
            let end = self.match_at(program, words, start, at, None).filter(|&end| end <= to)?;
            Some(Match { pattern, first: at as u16, end: end as u16 })
        })
    }

    /// The matches of a pattern in the sentence that was read last, one from each place.
    pub fn find_all(&mut self, program: &Program, words: Words<'_>, pattern: PatternId) -> Vec<Match> {
        let wanted = &program.patterns[pattern as usize];
        if !self.bloom.covers(wanted.needs) {
            return Vec::new();
        }
        let start = wanted.start;
        let found = (0..=words.tokens.len()).filter_map(|at| {
            let end = self.match_at(program, words, start, at, None)?;
            Some(Match { pattern, first: at as u16, end: end as u16 })
        });
        found.take(MOST_PARTS).collect()
    }

    /// The spans of a list, first token and end.
    pub fn spans_of<'a>(
        &'a self,
        program: &'a Program,
        words: Words<'a>,
        atom: AtomId,
    ) -> impl Iterator<Item = (usize, usize)> + 'a {
        (0..words.tokens.len()).flat_map(move |at| {
            let single = program.vocabulary.has(words.tokens[at].form, atom).then_some((at, at + 1));
            single
                .into_iter()
                .chain(self.at(at).filter(move |span| span.atom == atom).map(move |span| (at, span.end as usize)))
        })
    }

    /// All that the rules know about each token: for the reader and for tests.
    pub fn atoms_at<'a>(&'a self, at: usize) -> impl Iterator<Item = (AtomId, usize)> + 'a {
        self.at(at).map(|span| (span.atom, span.end as usize))
    }

    fn reset(&mut self, program: &Program, length: usize) {
        self.spans.clear();
        self.matches.clear();
        self.heads.clear();
        self.heads.resize(length + 1, 0);
        self.bloom = Bloom::default();
        self.queue.resize(usize::from(program.levels), Vec::new());
        self.queue.iter_mut().for_each(Vec::clear);
    }

    fn enqueue(&mut self, program: &Program, pattern: PatternId, at: usize) {
        self.queue[usize::from(program.patterns[pattern as usize].level)].push((pattern, at as u16));
    }

    /// Where a sentence may be taken to begin: its first word, the word after its label, and the word after
    /// numbers, openers ("so", "please") and names that it is addressed to.
    fn find_starts(&mut self, program: &Program, words: Words<'_>) {
        self.starts = 1;
        if words.label < 128 {
            self.starts |= 1 << words.label;
        }
        for from in [0, words.label] {
            let mut at = from;
            while at < words.tokens.len().min(127) {
                let token = &words.tokens[at];
                let named = token.form == crate::language::form::NAME || token.form == crate::language::form::DELEGATE;
                let addressed = named
                    && words
                        .tokens
                        .get(at + 1)
                        .is_some_and(|next| next.before.has(Marks(Marks::COMMA.0 | Marks::COLON.0 | Marks::DASH.0)));
                let numbered = matches!(token.form, crate::language::form::NUMBER) && at == from;
                if !(addressed || numbered || program.vocabulary.has(token.form, program.known.opener)) {
                    break;
                }
                at += 1;
                self.starts |= 1 << at;
            }
        }
    }

    /// Tries a pattern from every place at which a match that holds the word at `set_off` in its right place can begin.
    fn run(&mut self, program: &Program, words: Words<'_>, id: PatternId, set_off: usize) {
        let pattern = &program.patterns[id as usize];
        let (least, most) = (usize::from(pattern.back.0), usize::from(pattern.back.1));
        let Some(last) = set_off.checked_sub(least) else { return };
        for at in set_off.saturating_sub(most)..=last {
            if let Some(atom) = pattern.produces {
                let mut ends = std::mem::take(&mut self.ends);
                self.match_at(program, words, pattern.start, at, Some(&mut ends));
                ends.drain(..).for_each(|end| self.add(program, atom, at, usize::from(end)));
                self.ends = ends;
                continue;
            }
            let Some(end) = self.match_at(program, words, pattern.start, at, None) else { continue };
            let found = Match { pattern: id, first: at as u16, end: end as u16 };
            let same = self.matches.iter().filter(|other| other.pattern == id);
            if same.clone().count() < MOST_MATCHES && !same.clone().any(|other| *other == found) {
                self.matches.push(found);
            }
        }
    }

    fn add(&mut self, program: &Program, atom: AtomId, at: usize, end: usize) {
        if end <= at || self.at(at).any(|span| span.atom == atom && span.end as usize == end) {
            return;
        }
        self.spans.push(Span { atom, end: end as u16, next: self.heads[at] });
        self.heads[at] = self.spans.len() as u32;
        self.bloom.add(atom);
        if let Ok(place) = program.list_triggers.binary_search_by_key(&atom, |(atom, _)| *atom) {
            for &pattern in &program.list_triggers[place].1 {
                self.enqueue(program, pattern, at);
            }
        }
    }

    fn at(&self, at: usize) -> impl Iterator<Item = Span> + '_ {
        let mut next = self.heads.get(at).copied().unwrap_or(0);
        std::iter::from_fn(move || {
            let span = *self.spans.get((next as usize).checked_sub(1)?)?;
            next = span.next;
            Some(span)
        })
    }

    /// The end of the first match of the pattern that starts at step `start`, from token `at`; with `ends`, all of them are
    /// collected there.
    fn match_at(
        &mut self,
        program: &Program,
        words: Words<'_>,
        start: u32,
        at: usize,
        ends: Option<&mut Vec<u16>>,
    ) -> Option<usize> {
        // Most tries end at the first step: look at it before anything is set up.
        if let Op::Atom(atom) = program.ops[start as usize] {
            let token = words.tokens.get(at)?;
            if self.heads[at] == 0 && !program.vocabulary.has(token.form, atom) {
                return None;
            }
        }
        let mut stack = std::mem::take(&mut self.stack);
        stack.clear();
        stack.push(State { op: start, at: at as u16, free: true });
        let mut budget = STEP_BUDGET;
        let mut end = self.step(program, words, &mut stack, &mut budget);
        if let Some(ends) = ends {
            while let Some(found) = end {
                if !ends.contains(&(found as u16)) {
                    ends.push(found as u16);
                }
                end = self.step(program, words, &mut stack, &mut budget);
            }
        }
        self.stack = stack;
        end
    }

    fn step(&self, program: &Program, words: Words<'_>, stack: &mut Vec<State>, budget: &mut u32) -> Option<usize> {
        let length = words.tokens.len();
        while let Some(State { op, at, free }) = stack.pop() {
            *budget = budget.checked_sub(1)?;
            let here = usize::from(at);
            let next = |at: usize, free: bool| State { op: op + 1, at: at as u16, free };
            match program.ops[op as usize] {
                Op::Match => return Some(here),
                Op::Jump(steps) => stack.push(State { op: op + u32::from(steps), at, free }),
                Op::Split(steps) => {
                    stack.push(State { op: op + u32::from(steps), at, free });
                    stack.push(next(here, free));
                }
                Op::Gap(widest) => {
                    for skipped in (0..=usize::from(widest)).rev().filter(|skipped| here + skipped <= length) {
                        stack.push(next(here + skipped, true));
                    }
                }
                Op::Start if here < 128 && self.starts >> here & 1 == 1 => stack.push(next(here, true)),
                Op::ClauseStart if self.clause_starts(program, words, here) => stack.push(next(here, true)),
                Op::End if here == length => stack.push(next(here, free)),
                Op::Mark(marks) => {
                    let marks_here = words.tokens.get(here).map_or(words.after, |token| token.before);
                    if marks_here.has(Marks(marks)) {
                        stack.push(next(here, true));
                    }
                }
                Op::Not(steps) => {
                    let mut inner = vec![State { op: op + 1, at, free }];
                    if self.step(program, words, &mut inner, budget).is_none() {
                        stack.push(State { op: op + u32::from(steps), at, free });
                    }
                }
                Op::Any if here < length => stack.push(next(here + 1, false)),
                Op::Atom(atom) if here < length => {
                    let token = &words.tokens[here];
                    if !free && token.before.has(Marks::HARD) {
                        continue;
                    }
                    if program.vocabulary.has(token.form, atom) {
                        stack.push(next(here + 1, false));
                    }
                    for span in self.at(here).filter(|span| span.atom == atom) {
                        stack.push(next(usize::from(span.end), false));
                    }
                }
                Op::Start | Op::ClauseStart | Op::End | Op::Any | Op::Atom(_) => {}
            }
        }
        None
    }

    fn clause_starts(&self, program: &Program, words: Words<'_>, at: usize) -> bool {
        if at < 128 && self.starts >> at & 1 == 1 {
            return true;
        }
        let (Some(token), Some(before)) = (words.tokens.get(at), words.tokens.get(at.wrapping_sub(1))) else {
            return false;
        };
        token.before.has(Marks(
            Marks::COMMA.0
                | Marks::SEMICOLON.0
                | Marks::COLON.0
                | Marks::DASH.0
                | Marks::OPEN.0
                | Marks::CLOSE.0
                | Marks::BAR.0,
        )) || program.vocabulary.has(before.form, program.known.conjunction)
            || program.vocabulary.has(before.form, program.known.opener)
    }
}
