//! Findings about words: hits that no measure, boundary or more specific rule clears.

use super::Context;
use super::reading::Hit;
use super::responsibility;
use super::settings::Raw;
use crate::brief::{BlockId, Kind, PieceKind};
use crate::language::form;
use crate::rule::{CODE_CHECKS, Check, Program, RuleId};

/// Hits of one rule in one sentence that are this many bytes apart are two faults.
const APART: u32 = 24;

pub(super) fn check(context: &Context<'_>) -> Vec<Raw> {
    let program = context.program;
    let mut hits: Vec<Hit> = context
        .reading
        .hits
        .iter()
        .filter(|hit| !hit.beside && !matches!(program.rules[hit.rule as usize].check, Check::Ratio { .. }))
        .filter(|hit| !(hit.measurable && cleared_by_measure(context, hit)))
        .filter(|hit| !(hit.unbounded && is_bounded(context, hit)))
        .cloned()
        .collect();
    absorb(context, &mut hits);
    merge(&mut hits);
    give_way(program, &mut hits);
    let mut raw: Vec<Raw> = hits
        .iter()
        .map(|hit| {
            let mut raw = Raw::new(hit.rule, hit.span).hole("match", said(context, hit));
            raw.responsibility = name_at(context, hit.block);
            raw
        })
        .collect();
    raw.extend(empty_sections(context, &hits));
    raw
}

/// The words of a hit as they are read: without the marks of emphasis and links.
fn said(context: &Context<'_>, hit: &Hit) -> String {
    let (from, to) = context.brief.blocks[hit.block as usize].pieces;
    let pieces = context.brief.pieces[from as usize..to as usize].iter();
    pieces
        .filter(|piece| piece.span.overlaps(hit.span))
        .map(|piece| match piece.kind {
            PieceKind::Break => " ",
            _ => piece.span.within(hit.span).of(context.text),
        })
        .collect()
}

pub(super) fn name_at(context: &Context<'_>, block: BlockId) -> Option<String> {
    let section = context.brief.blocks[block as usize].section;
    responsibility::at(context.brief, context.responsibilities, section).and_then(|found| found.name.clone())
}

/// A measure clears a hit in the same sentence, list item or sub-list; running prose also in the same section, or in
/// the standard of the same responsibility.
fn cleared_by_measure(context: &Context<'_>, hit: &Hit) -> bool {
    let (brief, reading) = (context.brief, context.reading);
    let measured_block = |block: usize| reading.sentences(block).any(|at| reading.measured[at]);
    if reading.measured[hit.sentence as usize] {
        return true;
    }
    let block = &brief.blocks[hit.block as usize];
    let under = |other: usize| {
        let mut above = brief.blocks[other].context[0];
        while let Some(id) = above {
            if id == hit.block {
                return true;
            }
            above = brief.blocks[id as usize].context[0];
        }
        false
    };
    let own_section = block.label.is_some();
    let by_itself = block.is_item()
        || matches!(block.kind, Kind::Cell { .. } | Kind::Field { .. })
        || own_section
        || is_clause(context, hit.block);
    if by_itself && measured_block(hit.block as usize) {
        return !block.is_field() || !own_section;
    }
    let next = hit.block as usize + 1..brief.blocks.len();
    if next
        .clone()
        .take_while(|&other| brief.blocks[other].section == block.section)
        .any(|other| under(other) && measured_block(other))
    {
        return true;
    }
    if by_itself {
        return false;
    }
    let (outcome, standard) = (context.program.role("outcome"), context.program.role("standard"));
    let home_of = |section| {
        responsibility::at(brief, context.responsibilities, section).and_then(|responsibility| responsibility.section)
    };
    let home = home_of(block.section);
    // The measure of a limit or a date says nothing about the result.
    let of_another = |at: usize| {
        let others = reading.statements.iter().filter(|statement| statement.sentence == at as u32);
        others.map(|statement| Some(statement.element)).any(|element| element != outcome && element != standard)
    };
    (0..brief.blocks.len()).any(|other| {
        let here = &brief.blocks[other];
        let is_standard = standard.is_some_and(|role| reading.roles[other].has(role)) && home_of(here.section) == home;
        let same_section =
            here.section == block.section && !here.is_heading() && !here.is_field() && here.label.is_none();
        (is_standard && measured_block(other))
            || (same_section && reading.sentences(other).any(|at| reading.measured[at] && !of_another(at)))
    })
}

/// A paragraph that begins with the number of a clause: `2.1 The supplier …`
fn is_clause(context: &Context<'_>, block: BlockId) -> bool {
    let first = context.reading.sentences(block as usize).next().map(|at| context.reading.words.sentences[at].first);
    first.is_some_and(|first| context.reading.words.tokens[first as usize].form == form::NUMBER)
}

/// Freedom is bounded where the responsibility states a constraint, and an outcome that can be checked or a standard.
fn is_bounded(context: &Context<'_>, hit: &Hit) -> bool {
    let program = context.program;
    let section = context.brief.blocks[hit.block as usize].section;
    let found =
        responsibility::at(context.brief, context.responsibilities, section).or(context.responsibilities.first());
    let (Some(found), Some(constraint), Some(outcome), Some(standard)) =
        (found, program.role("constraint"), program.role("outcome"), program.role("standard"))
    else {
        return false;
    };
    let outcome_holds = found.stated.iter().filter(|statement| statement.element == outcome).any(|statement| {
        !context.reading.hits.iter().any(|other| {
            other.sentence == statement.sentence && other.measurable && !cleared_by_measure(context, other)
        })
    });
    found.states(constraint) && (outcome_holds || found.states(standard))
}

/// Hits beside words that make them worse become hits of the rule that says so.
fn absorb(context: &Context<'_>, hits: &mut [Hit]) {
    let program = context.program;
    for beside in context.reading.hits.iter().filter(|hit| hit.beside) {
        let absorbs = &program.rules[beside.rule as usize].absorbs;
        let near = |hit: &Hit| hit.block == beside.block && hit.sentence.abs_diff(beside.sentence) <= 1;
        for hit in hits.iter_mut().filter(|hit| absorbs.contains(&hit.rule) && near(hit)) {
            hit.rule = beside.rule;
        }
    }
}

/// Hits of one rule on the same words are one fault.
fn merge(hits: &mut Vec<Hit>) {
    hits.sort_by_key(|hit| (hit.rule, hit.span));
    hits.dedup_by(|next, first| {
        let same = next.rule == first.rule
            && next.sentence == first.sentence
            && (next.span.overlaps(first.span) || next.span.start.saturating_sub(first.span.end) < APART);
        if same {
            first.span = first.span.join(next.span);
        }
        same
    });
}

/// Of two rules on the same words the one that replaces the other stays.
fn give_way(program: &Program, hits: &mut Vec<Hit>) {
    let replaced = |hit: &Hit, by: &Hit| {
        by.span.overlaps(hit.span) && program.rules[by.rule as usize].replaces.contains(&hit.rule)
    };
    let keep: Vec<bool> =
        hits.iter().map(|hit| !hits.iter().any(|by| by.rule != hit.rule && replaced(hit, by))).collect();
    let mut keep = keep.into_iter();
    hits.retain(|_| keep.next().unwrap_or(true));
}

/// The rule with a check in code.
pub(super) fn rule_of(program: &Program, check: &str) -> Option<RuleId> {
    let number = CODE_CHECKS.iter().position(|known| *known == check)? as u8;
    program.rules.iter().position(|rule| rule.check == Check::Code(number)).map(|at| at as RuleId)
}

/// Headings and labels of elements with nothing under them.
fn empty_sections(context: &Context<'_>, hits: &[Hit]) -> Vec<Raw> {
    let Some(rule) = rule_of(context.program, "empty-section") else { return Vec::new() };
    let (brief, reading) = (context.brief, context.reading);
    let names_element = |block: usize| (0..context.program.elements).any(|element| reading.gives[block].has(element));
    let mut empty = Vec::new();
    for (number, section) in brief.sections.iter().enumerate() {
        let Some(heading) = section.heading.map(|heading| heading as usize) else { continue };
        let nested = brief.sections.iter().skip(number + 1).any(|other| other.parent as usize == number);
        let words =
            brief.blocks.iter().enumerate().any(|(id, block)| id != heading && block.section as usize == number);
        if names_element(heading) && !nested && !words && !section.has_other_content {
            empty.push(heading);
        }
    }
    for (id, block) in brief.blocks.iter().enumerate() {
        let leads = brief.blocks.iter().any(|other| other.context.contains(&Some(id as BlockId)));
        let alone = reading.only_label[id] && !leads && matches!(block.kind, Kind::Paragraph | Kind::Item { .. });
        // A label may stand over the paragraph after it.
        let followed = brief
            .blocks
            .get(id + 1)
            .is_some_and(|next| next.section == block.section && next.kind == Kind::Paragraph && next.label.is_none());
        let marked = block.span.of(context.text).ends_with(':');
        if alone && names_element(id) && !followed && marked {
            empty.push(id);
        }
    }
    empty
        .into_iter()
        .filter(|&id| !hits.iter().any(|hit| hit.rule == rule && hit.block == id as BlockId))
        .map(|id| {
            let span = brief.blocks[id].span;
            let mut raw = Raw::new(rule, span).hole("match", span.of(context.text));
            raw.responsibility = name_at(context, id as BlockId);
            raw
        })
        .collect()
}
