//! Which cases match in one sentence, as far as the sentence itself can tell.

use crate::language::Marks;
use crate::rule::{Aim, Case, Match, Matcher, Owner, Program, Roles, Shapes, Words};

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

/// Finds the cases that match in a passage; whether it holds a measure.
pub(super) fn find(
    program: &Program,
    matcher: &mut Matcher,
    words: Words<'_>,
    place: Place,
    found: &mut Vec<CaseMatch>,
) -> bool {
    matcher.load(program, words, Aim::Passage);
    for at in 0..matcher.units().len() {
        let unit = program.units[matcher.units()[at] as usize];
        let case = &program.cases[unit.case as usize];
        if !may_count(place, case) {
            continue;
        }
        for one in matcher.find_all(program, words, unit.pattern) {
            if let Some((first, end)) = holds(program, matcher, words, place, one, case) {
                found.push(CaseMatch { case: unit.case, first: first as u16, end: end as u16 });
            }
        }
    }
    matcher.has_list(program, words, program.known.measure)
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
