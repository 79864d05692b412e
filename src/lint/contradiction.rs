//! The body says otherwise than the front matter.

use std::collections::BTreeSet;

use super::Context;
use super::settings::Raw;
use crate::brief::{Block, BlockId, Kind};
use crate::language::{Day, Period, Read, form};
use crate::rule::{CodeCheck, RoleId};
use crate::source::Span;
use crate::yaml::Node;

pub(super) fn check(context: &Context<'_>) -> Vec<Raw> {
    let Some(rule) = context.program.rule_with(CodeCheck::Contradiction) else { return Vec::new() };
    let mut raw = Vec::new();
    if let Some((field_span, due)) = context.due() {
        for (span, period) in deadlines(context, due) {
            if !period.meets(due) {
                raw.push(
                    Raw::new(rule, span)
                        .hole("match", span.of(context.text))
                        .hole("field", "due")
                        .hole("other", field_span.of(context.text))
                        .related(field_span, "the front matter says so"),
                );
            }
        }
    }
    if let Some(owner) = context.value("owner").filter(|node| node.text().is_some()) {
        raw.extend(other_owner(context, rule, owner));
    }
    raw
}

/// Dates that the body gives as the due date of the whole: the only date of a passage that is labelled as the
/// deadline, or that states it.
fn deadlines(context: &Context<'_>, due: Period) -> Vec<(Span, Period)> {
    let (Some(deadline), Some(outcome)) = (context.program.role("deadline"), context.program.role("outcome")) else {
        return Vec::new();
    };
    let mut found: Vec<(Span, Period)> = Vec::new();
    for statement in context.reading.statements.iter().filter(|statement| statement.element == deadline) {
        let block = &context.brief.blocks[statement.block as usize];
        let roles = context.reading.roles[statement.block as usize];
        let of_the_whole = roles.has(deadline) && is_short(block) || roles.has(outcome) && !block.is_item();
        if block.is_field()
            || block.quoted
            || !of_the_whole
            || (roles.has(deadline) && in_series(context, statement.block, deadline))
        {
            continue;
        }
        // Under the outcome stand other days, too.
        let near = roles.has(deadline).then_some(due.last);
        let dates = dates_in(context, context.reading.span(statement.sentence as usize), near);
        let [(span, period)] = dates[..] else { continue };
        let later = period.first > due.last;
        // An earlier date under the outcome, in a responsibility or under another item may be that of a part.
        let of_a_part = context.responsibilities.home(statement.block).is_some()
            || block.context[0].is_some_and(|above| context.brief.blocks[above as usize].is_item());
        if later || roles.has(deadline) && !roles.has(outcome) && !of_a_part {
            found.push((span, period));
        }
    }
    // A sentence may state the deadline more than once.
    found.sort_by_key(|(span, _)| *span);
    found.dedup_by_key(|(span, _)| *span);
    found
}

fn is_short(block: &Block) -> bool {
    block.span.len() < 120
}

/// One of several rows or items under the heading of an element: the dates or the owners of parts.
fn in_series(context: &Context<'_>, block: BlockId, element: RoleId) -> bool {
    let here = &context.brief.blocks[block as usize];
    let gives = |id: BlockId| context.reading.gives[id as usize].has(element);
    let row = matches!(here.kind, Kind::Cell { .. }) && here.context[0].is_some_and(gives);
    here.group != 0 && !gives(block) && !row
}

/// Dates in a passage, with their places: those with a year and, with a day that they are `near`, those without.
pub(super) fn dates_in(context: &Context<'_>, passage: Span, near: Option<Day>) -> Vec<(Span, Period)> {
    let tokens = context.reading.words_in(passage);
    let mut found: Vec<(Span, Period)> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        // The longest stretch of up to five words that reads as one date.
        let words = tokens[at..].iter().take(5).take_while(|token| is_date_word(context, token.span.of(context.text)));
        let longest = (1..=words.count()).rev().find_map(|length| {
            let span = tokens[at].span.join(tokens[at + length - 1].span);
            let words = span.of(context.text);
            let calendar = &context.program.calendar;
            match near.map_or_else(|| calendar.read(words), |day| calendar.read_near(words, day)) {
                Read::Period(period) if has_digit(words) => Some((length, span, period)),
                _ => None,
            }
        });
        match longest {
            Some((length, span, period)) => {
                let year_only = span.of(context.text).len() == 4;
                if !year_only {
                    found.push((span, period));
                }
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

fn has_digit(words: &str) -> bool {
    words.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a word can be a part of a date; asked for every word of a deadline, so it copies nothing.
fn is_date_word(context: &Context<'_>, word: &str) -> bool {
    let calendar = &context.program.calendar;
    let named = |name: &String| word.chars().flat_map(char::to_lowercase).eq(name.chars());
    has_digit(word)
        || calendar.months.iter().chain(&calendar.quarters).flatten().any(named)
        || calendar.ordinals.iter().any(named)
}

/// A passage labelled as the owner, or that states one, whose names have none in common with the front matter's.
fn other_owner(context: &Context<'_>, rule: crate::rule::RuleId, owner: &Node) -> Vec<Raw> {
    let Some(role) = context.program.role("owner") else { return Vec::new() };
    let said = owner.text().unwrap_or_default();
    let given: BTreeSet<String> = said
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 1)
        .map(str::to_lowercase)
        .collect();
    let names_a_person = said.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count() >= 2;
    if !names_a_person {
        return Vec::new();
    }
    let several = context.responsibilities.each.len() > 1;
    let mut raw = Vec::new();
    for statement in context.reading.statements.iter().filter(|statement| statement.element == role) {
        let block = &context.brief.blocks[statement.block as usize];
        if block.is_field()
            || block.quoted
            || several
            || block.is_heading()
            || in_series(context, statement.block, role)
        {
            continue;
        }
        let sentence = context.reading.words.sentences[statement.sentence as usize];
        let tokens = &context.reading.words.tokens[sentence.range()];
        let labelled = context.reading.gives[statement.block as usize].has(role)
            || block.context.into_iter().flatten().any(|above| context.reading.gives[above as usize].has(role));
        let from = if labelled { sentence.label as usize } else { 0 };
        // A name of two words: a first name alone may be anyone's.
        let name = tokens[from.min(tokens.len())..].windows(2).find(|pair| {
            pair.iter().all(|token| matches!(token.form, form::NAME | form::DELEGATE) && token.capital)
                && pair[1].before == crate::language::Marks::SPACE
        });
        let Some(pair) = name else { continue };
        let mut span = pair[0].span.join(pair[1].span);
        if let Some(third) = tokens
            .iter()
            .find(|token| token.span.start > span.end && token.span.start <= span.end + 1 && token.form == form::NAME)
        {
            span = span.join(third.span);
        }
        let same = tokens.iter().any(|token| given.contains(&token.span.of(context.text).to_lowercase()));
        if !same {
            raw.push(
                Raw::new(rule, span)
                    .hole("match", span.of(context.text))
                    .hole("field", "owner")
                    .hole("other", said)
                    .related(owner.span, "the front matter says so"),
            );
        }
    }
    raw.truncate(1);
    raw
}
