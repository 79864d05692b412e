//! Findings about words: hits that no measure, boundary or more specific rule clears.

use std::collections::{BTreeSet, HashMap};

use super::Context;
use super::measures::Measures;
use super::reading::Hit;
use super::settings::Raw;
use crate::brief::{BlockId, Kind};
use crate::rule::{Check, CodeCheck, Program, Roles, RuleId};

/// Hits of one rule in one sentence that are this many bytes apart are two faults.
const APART: u32 = 24;

/// A text of so many sentences, headings and table cells among them, has had room to say whose the work is.
const LONG: usize = 40;

pub(super) fn check(context: &Context<'_>) -> Vec<Raw> {
    let program = context.program;
    let measures = Measures::new(context);
    let bounded = measures.bounded();
    // What stands outside all responsibilities is weighed with the first.
    let is_bounded = |hit: &Hit| bounded[context.responsibilities.home(hit.block).unwrap_or(0)];
    let entries = entries(context);
    let is_alone = |hit: &Hit| {
        list_of(context, hit).is_none_or(|list| entries.get(&(hit.rule, list)).is_none_or(|&count| count < 2))
    };
    let is_reference = is_reference(context);
    let elements = Roles::first(program.elements);
    let case = |hit: &Hit| &program.cases[hit.case as usize];
    let mut hits: Vec<Hit> = context
        .reading
        .hits
        .iter()
        .filter(|hit| !case(hit).is_beside() && !matches!(program.rules[hit.rule as usize].check, Check::Ratio { .. }))
        .filter(|hit| !(case(hit).measurable && measures.clear(hit)))
        .filter(|hit| !(case(hit).when.unbounded && is_bounded(hit)))
        .filter(|hit| !(case(hit).when.delegated && is_reference && !hit.roles.meets(elements)))
        .filter(|hit| !(case(hit).several && is_alone(hit)))
        .cloned()
        .collect();
    absorb(context, &mut hits);
    merge(&mut hits);
    give_way(program, &mut hits);
    let mut raw: Vec<Raw> = hits
        .iter()
        .map(|hit| {
            let mut raw =
                Raw::new(hit.rule, hit.span).hole("match", context.brief.as_read(context.text, hit.block, hit.span));
            raw.home = context.responsibilities.home(hit.block);
            raw
        })
        .collect();
    raw.extend(empty_sections(context, &hits));
    raw
}

/// Whether a text is long, says neither whose the work is nor by when, and nobody speaks in it, as in one that only tells
/// how things are.
fn is_reference(context: &Context<'_>) -> bool {
    let states = |element: &str| {
        context
            .program
            .role(element)
            .is_some_and(|role| context.responsibilities.each.iter().any(|one| one.elements.has(role)))
    };
    let words = &context.reading.words;
    let speaks = || {
        let (vocabulary, one_person) = (&context.program.vocabulary, context.program.known.one_person);
        words.tokens.iter().any(|token| vocabulary.has(token.form, one_person))
    };
    words.sentences.len() >= LONG && !states("owner") && !states("deadline") && !speaks()
}

/// In how many entries of each list, or of each field of the front matter, a rule has hits.
fn entries(context: &Context<'_>) -> HashMap<(RuleId, List), u32> {
    // Hits stand in the order of the blocks.
    let mut blocks: HashMap<(RuleId, List), (BlockId, u32)> = HashMap::new();
    for hit in context.reading.hits.iter() {
        let Some(list) = list_of(context, hit) else { continue };
        let (last, count) = blocks.entry((hit.rule, list)).or_insert((hit.block, 1));
        *count += u32::from(*last != hit.block);
        *last = hit.block;
    }
    blocks.into_iter().map(|(list, (_, count))| (list, count)).collect()
}

#[derive(PartialEq, Eq, Hash)]
enum List {
    Items(u32),
    Field(u32),
}

fn list_of(context: &Context<'_>, hit: &Hit) -> Option<List> {
    let block = &context.brief.blocks[hit.block as usize];
    match block.kind {
        Kind::Item { .. } => Some(List::Items(block.group)),
        Kind::Field { field, .. } => Some(List::Field(field)),
        _ => None,
    }
}

/// Hits beside words that make them worse become hits of the rule that says so.
fn absorb(context: &Context<'_>, hits: &mut [Hit]) {
    let program = context.program;
    for beside in context.reading.hits.iter().filter(|hit| program.cases[hit.case as usize].is_beside()) {
        let absorbs = &program.rules[beside.rule as usize].absorbs;
        // Hits stand in the order of the sentences.
        let first = hits.partition_point(|hit| hit.sentence + 1 < beside.sentence);
        let near = hits[first..].iter_mut().take_while(|hit| hit.sentence <= beside.sentence + 1);
        for hit in near.filter(|hit| hit.block == beside.block && absorbs.contains(&hit.rule)) {
            hit.rule = beside.rule;
        }
    }
}

/// Hits of one rule on the same words are one fault.
fn merge(hits: &mut Vec<Hit>) {
    hits.sort_by_key(|hit| (hit.sentence, hit.rule, hit.span));
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

/// Of two rules on the same words of a sentence the one that replaces the other stays.
fn give_way(program: &Program, hits: &mut Vec<Hit>) {
    let replaced = |hit: &Hit, by: &Hit| {
        by.rule != hit.rule
            && by.span.overlaps(hit.span)
            && program.rules[by.rule as usize].replaces.contains(&hit.rule)
    };
    let keep: Vec<bool> = hits
        .chunk_by(|a, b| a.sentence == b.sentence)
        .flat_map(|hits| hits.iter().map(|hit| !hits.iter().any(|by| replaced(hit, by))))
        .collect();
    let mut keep = keep.into_iter();
    hits.retain(|_| keep.next().unwrap_or(true));
}

/// Headings and labels of elements with nothing under them.
fn empty_sections(context: &Context<'_>, hits: &[Hit]) -> Vec<Raw> {
    let Some(rule) = context.program.rule_with(CodeCheck::EmptySection) else { return Vec::new() };
    let (brief, reading) = (context.brief, context.reading);
    let names_element = |block: usize| (0..context.program.elements).any(|element| reading.gives[block].has(element));
    let mut filled: Vec<bool> = brief.sections.iter().map(|section| section.has_other_content).collect();
    brief.sections.iter().for_each(|section| filled[section.parent as usize] = true);
    let mut leads = vec![false; brief.blocks.len()];
    for (id, block) in brief.blocks.iter().enumerate() {
        filled[block.section as usize] |= brief.sections[block.section as usize].heading != Some(id as BlockId);
        block.context.into_iter().flatten().for_each(|above| leads[above as usize] = true);
    }
    let has_value = |heading: BlockId| brief.blocks[heading as usize].label.is_some();
    let headings = brief
        .sections
        .iter()
        .zip(&filled)
        .filter(|(section, filled)| !**filled && !section.heading.is_some_and(has_value));
    let mut empty: Vec<usize> = headings
        .filter_map(|(section, _)| section.heading.map(|heading| heading as usize))
        .filter(|&heading| names_element(heading))
        .collect();
    for (id, block) in brief.blocks.iter().enumerate() {
        let alone = reading.only_label[id] && !leads[id] && matches!(block.kind, Kind::Paragraph | Kind::Item { .. });
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
    let told: BTreeSet<BlockId> = hits.iter().filter(|hit| hit.rule == rule).map(|hit| hit.block).collect();
    empty
        .into_iter()
        .filter(|&id| !told.contains(&(id as BlockId)))
        .map(|id| {
            let span = brief.blocks[id].span;
            let mut raw = Raw::new(rule, span).hole("match", brief.as_read(context.text, id as BlockId, span));
            raw.home = context.responsibilities.home(id as BlockId);
            raw
        })
        .collect()
}
