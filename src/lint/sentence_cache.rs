//! What the rules find in one sentence by itself. Briefs are full of the same lines, and an editor asks about the same
//! sentences again with every key: what was found is remembered.

use rustc_hash::FxHashMap;

use crate::language::Marks;
use crate::rule::{Aim, Case, Match, Matcher, Owner, PatternId, Program, Roles, Shapes, Words};

/// Words of remembered sentences after which everything is forgotten: a few megabytes.
const MOST_REMEMBERED: usize = 1 << 20;

/// How many words may lie between a waiver and what it waives.
const WAIVER_REACH: usize = 5;

/// Where a sentence stands, as far as it decides which cases count.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) roles: Roles,
    pub(super) shapes: u8,
    pub(super) quoted: bool,
}

/// A case that matches in a sentence, as far as the sentence itself can tell, and the tokens that it covers.
#[derive(Clone, Copy, Debug)]
pub(super) struct CaseMatch {
    pub(super) case: u32,
    pub(super) first: u16,
    pub(super) end: u16,
}

/// What was found in a sentence: of a passage cases that match in it, of a line patterns that others ask for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cached {
    first: u32,
    end: u32,
    /// Of a passage: it holds a measure.
    pub(super) measured: bool,
    /// Of a line: what it means as a heading.
    roles: Roles,
}

/// What was found in sentences, so that the same one is matched once.
#[derive(Debug, Default)]
pub(super) struct SentenceCache {
    fingerprint: u64,
    matcher: Matcher,
    /// What each sentence is known by: a number that is never given again.
    contents: FxHashMap<Box<[u32]>, u32>,
    last: u32,
    /// What was found, by sentence and context.
    known: FxHashMap<[u32; 4], Cached>,
    remembered: usize,
    found: Vec<CaseMatch>,
    /// Patterns of which cases ask whether they match in other lines.
    answers: Vec<PatternId>,
    key: Vec<u32>,
}

impl SentenceCache {
    /// Has it forget after this many more words.
    #[cfg(test)]
    pub(super) fn leave_room(&mut self, words: usize) {
        self.remembered = MOST_REMEMBERED.saturating_sub(words);
    }

    /// Forgets what it found under the rules of another program.
    pub(super) fn follow(&mut self, program: &Program) {
        if self.fingerprint != program.fingerprint {
            self.forget();
            self.fingerprint = program.fingerprint;
        }
    }

    /// What a sentence is known by: `content` of it, unless that is 0.
    pub(super) fn content(&mut self, words: Words<'_>, content: u32) -> u32 {
        if content != 0 {
            return content;
        }
        self.set_key(words);
        if let Some(&content) = self.contents.get(&self.key[..]) {
            return content;
        }
        self.last += 1;
        self.remembered += self.key.len();
        self.contents.insert(self.key.as_slice().into(), self.last);
        self.last
    }

    /// What is found in a passage at a place.
    pub(super) fn passage(&mut self, program: &Program, words: Words<'_>, content: u32, place: Place) -> Cached {
        // Only here: what was found in a passage is still being read while questions are asked about it.
        if self.remembered > MOST_REMEMBERED {
            self.forget();
        }
        let context = [
            u32::from(place.shapes) << 1 | u32::from(place.quoted),
            place.roles.0 as u32,
            (place.roles.0 >> 32) as u32,
        ];
        self.recall(content, context, |this| {
            this.matcher.load(program, words, Aim::Passage);
            let first = this.found.len() as u32;
            for at in 0..this.matcher.units().len() {
                let unit = program.units[this.matcher.units()[at] as usize];
                let case = &program.cases[unit.case as usize];
                if !may_count(place, case) {
                    continue;
                }
                for found in this.matcher.find_all(program, words, unit.pattern) {
                    if let Some((first, end)) = holds(program, &mut this.matcher, words, place, found, case) {
                        this.found.push(CaseMatch { case: unit.case, first: first as u16, end: end as u16 });
                    }
                }
            }
            let measured = this.matcher.has_list(program, words, program.known.measure);
            Cached { first, end: this.found.len() as u32, measured, roles: Roles::default() }
        })
    }

    /// What was found in a passage; good until the next one is matched.
    pub(super) fn found(&self, known: Cached) -> &[CaseMatch] {
        &self.found[known.first as usize..known.end as usize]
    }

    /// What a heading, label or lead-in means.
    pub(super) fn heading(&mut self, program: &Program, words: Words<'_>) -> Roles {
        let content = self.content(words, 0);
        self.line(program, words, content).roles
    }

    /// Whether a pattern that a case asks for in other lines matches anywhere in a sentence.
    pub(super) fn has(&mut self, program: &Program, words: Words<'_>, content: u32, pattern: PatternId) -> bool {
        let Cached { first, end, .. } = self.line(program, words, content);
        self.answers[first as usize..end as usize].contains(&pattern)
    }

    /// What a sentence says about other lines.
    fn line(&mut self, program: &Program, words: Words<'_>, content: u32) -> Cached {
        self.recall(content, [u32::MAX, 0, 0], |this| {
            let mut roles = Roles::default();
            this.matcher.load(program, words, Aim::Line);
            let first = this.answers.len() as u32;
            for at in 0..this.matcher.units().len() {
                let unit = program.units[this.matcher.units()[at] as usize];
                let case = &program.cases[unit.case as usize];
                let is_known = matches!(case.owner, Owner::Heading(role) if roles.has(role));
                if is_known
                    || !this.matcher.has(program, words, unit.pattern)
                    || this.matcher.has_any(program, words, case.unless)
                {
                    continue;
                }
                match case.owner {
                    Owner::Heading(role) => roles.add(role),
                    _ => this.answers.push(unit.pattern),
                }
            }
            Cached { first, end: this.answers.len() as u32, roles, measured: false }
        })
    }

    fn recall(&mut self, content: u32, [a, b, c]: [u32; 3], find: impl FnOnce(&mut Self) -> Cached) -> Cached {
        let key = [content, a, b, c];
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let known = find(self);
        self.remembered += key.len();
        self.known.insert(key, known);
        known
    }

    /// Numbers of sentences stay what they are: they are written down elsewhere, too.
    fn forget(&mut self) {
        self.contents.clear();
        self.known.clear();
        self.found.clear();
        self.answers.clear();
        self.remembered = 0;
    }

    /// All that the answers about a sentence depend on.
    fn set_key(&mut self, words: Words<'_>) {
        self.key.clear();
        self.key.extend([words.label as u32, words.after.0]);
        for token in words.tokens {
            self.key.extend([token.form, token.before.0 << 1 | u32::from(token.mentioned)]);
        }
    }
}

fn flags(case: &Case) -> bool {
    matches!(case.owner, Owner::Rule(_) | Owner::Beside(_))
}

/// Whether a case can count in a place at all, before anything is matched.
fn may_count(place: Place, case: &Case) -> bool {
    fits(case, place.shapes | Shapes::LABELLED, place.shapes)
        && !(flags(case) && place.quoted)
        && (case.only_in.is_empty() || case.only_in.meets(place.roles))
        && !case.not_in.meets(place.roles)
}

/// Faults are not looked for in headings unless their case says so.
fn fits(case: &Case, shapes: u8, block: u8) -> bool {
    if case.shapes.0 == 0 { !flags(case) || block != Shapes::HEADING } else { case.shapes.0 & shapes != 0 }
}

/// Whether the conditions of a case that the sentence decides hold for a match; the tokens that the case covers.
fn holds(
    program: &Program,
    matcher: &mut Matcher,
    words: Words<'_>,
    place: Place,
    found: Match,
    case: &Case,
) -> Option<(usize, usize)> {
    let flags = flags(case);
    let (own_first, own_end) = (usize::from(found.first), usize::from(found.end));
    let labelled = words.label > 0 && own_first >= words.label;
    let shapes = place.shapes | if labelled { Shapes::LABELLED } else { 0 };
    if (flags && is_mentioned(&words, found)) || !fits(case, shapes, place.shapes) {
        return None;
    }
    let (mut first, mut end) = (own_first, own_end);
    for &pattern in program.patterns(case.all) {
        // Of several matches the one that stands nearest.
        let also = matcher
            .find_all(program, words, pattern)
            .into_iter()
            .filter(|also| !(flags && is_mentioned(&words, *also)))
            .min_by_key(|also| end.max(usize::from(also.end)) - first.min(usize::from(also.first)))?;
        first = first.min(usize::from(also.first));
        end = end.max(usize::from(also.end));
    }
    if case.near.is_some_and(|near| end - first > usize::from(near)) || matcher.has_any(program, words, case.unless) {
        return None;
    }
    if !case.unless_clause.is_empty() {
        let (from, to) = clause(words, own_first, own_end);
        if program
            .patterns(case.unless_clause)
            .iter()
            .any(|&pattern| matcher.has_within(program, words, pattern, from, to))
        {
            return None;
        }
    }
    if case.waivable && waived(program, matcher, words, own_first, own_end) {
        return None;
    }
    if case.whole_sentence {
        return Some((0, words.tokens.len()));
    }
    let first = first.min(words.tokens.len() - 1);
    Some((first, end.max(first + 1)))
}

/// In quotation marks, or struck out.
fn is_mentioned(words: &Words<'_>, found: Match) -> bool {
    let tokens = &words.tokens[usize::from(found.first)..usize::from(found.end)];
    tokens.first().is_some_and(|token| token.mentioned) || tokens.last().is_some_and(|token| token.mentioned)
}

/// The part of a sentence that a match stands in: up to the nearest comma, semicolon, colon, dash or bracket on each side.
fn clause(words: Words<'_>, first: usize, end: usize) -> (usize, usize) {
    let parts = Marks(Marks::HARD.0 | Marks::COMMA.0 | Marks::OPEN.0 | Marks::CLOSE.0);
    let from =
        (1..=first).rev().find(|&at| words.tokens.get(at).is_some_and(|token| token.before.has(parts))).unwrap_or(0);
    let to = (end..words.tokens.len()).find(|&at| words.tokens[at].before.has(parts)).unwrap_or(words.tokens.len());
    (from, to)
}

/// Whether the words from `first` on stand under a waiver ("no need to …") or right after a negation.
fn waived(program: &Program, matcher: &mut Matcher, words: Words<'_>, first: usize, end: usize) -> bool {
    let joined = |from: usize| {
        let parts = Marks(Marks::HARD.0 | Marks::COMMA.0);
        !words.tokens[from..=first.min(words.tokens.len() - 1)].iter().any(|token| token.before.has(parts))
    };
    let negated = (first.saturating_sub(2)..first)
        .any(|at| program.vocabulary.has(words.tokens[at].form, program.known.negator) && joined(at + 1));
    negated
        || matcher.spans_of(program, words, program.known.waiver).into_iter().any(|(start, stop)| {
            let before = stop <= first
                && first - stop <= WAIVER_REACH
                && !words.tokens[stop..=first.min(words.tokens.len() - 1)]
                    .iter()
                    .any(|token| token.before.has(Marks(Marks::SEMICOLON.0 | Marks::COLON.0 | Marks::DASH.0)));
            let conditional = (start.saturating_sub(4)..start)
                .any(|at| program.vocabulary.has(words.tokens[at].form, program.known.conditional));
            let across = start < first && stop > first && stop <= end;
            (before || across) && !conditional
        })
}
