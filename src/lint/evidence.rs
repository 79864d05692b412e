//! What a brief says about each element: which passages state it, and what counts against them.

use std::collections::{BTreeSet, HashMap};

use super::card::{Stated, question_of};
use super::responsibility::Responsibility;
use super::{Context, Outcome, Statement};
use crate::brief::BlockId;
use crate::rule::RoleId;
use crate::source::Span;

/// What the cards of one brief have in common.
pub(super) struct Whole<'a> {
    /// The findings of each responsibility.
    findings: Vec<Vec<usize>>,
    /// Those of none.
    of_none: Vec<usize>,
    /// The words of the traps.
    pub(super) traps: Covered,
    /// What is stated outside all responsibilities.
    shared: Vec<Said<'a>>,
}

/// A statement, as one responsibility has it.
#[derive(Clone, Copy)]
struct Said<'a> {
    statement: &'a Statement,
    /// It stands in the responsibility itself, not in what is said for all.
    own: bool,
}

/// The question that asks what happens if it is not delivered.
const AFTER_A_MISS: &str = "consequences";
/// A heading that denies what stands under it does so at its start.
const DENIAL_WORDS: usize = 4;
/// Of what stands outside all responsibilities each card of several takes over this many of a kind: else a brief would cost
/// the square of its length.
const MOST_SHARED: usize = 50;

impl<'a> Whole<'a> {
    pub(super) fn new(context: &'a Context<'_>, outcome: &Outcome) -> Self {
        let several = context.responsibilities.each.len() > 1;
        let mut findings = vec![Vec::new(); context.responsibilities.each.len()];
        let mut of_none = Vec::new();
        for (number, finding) in outcome.findings.iter().enumerate() {
            match finding.home {
                Some(home) => findings[home].push(number),
                None if !several || of_none.len() < MOST_SHARED => of_none.push(number),
                None => {}
            }
        }
        let mut counts = [0; crate::rule::Roles::MOST];
        let shared = context.responsibilities.shared.iter().filter(|statement| {
            let count = &mut counts[usize::from(statement.element)];
            *count += 1;
            !several || *count <= MOST_SHARED
        });
        let traps = outcome.findings.iter().filter(|finding| finding.group == "trap" && finding.undermines());
        Whole {
            findings,
            of_none,
            traps: Covered::new(traps.map(|finding| finding.span)),
            shared: shared.map(|statement| Said { statement, own: false }).collect(),
        }
    }

    /// The findings that are about a responsibility, in the order of the file.
    pub(super) fn findings_of(&self, home: usize) -> Vec<usize> {
        let mut all: Vec<usize> = self.findings[home].iter().chain(&self.of_none).copied().collect();
        all.sort_unstable();
        all
    }

    /// What is stated in a responsibility, and then for all.
    fn stated(&self, context: &Context<'_>, one: &'a Responsibility) -> impl Iterator<Item = Said<'a>> {
        let shares = |said: &&Said<'_>| context.responsibilities.shares(context.program, said.statement.element);
        let own = one.stated.iter().map(|statement| Said { statement, own: true });
        own.chain(self.shared.iter().filter(shares).copied())
    }
}

/// Stretches of a text, none of which overlap, in its order.
pub(super) struct Covered(Vec<Span>);

impl Covered {
    pub(super) fn new(spans: impl Iterator<Item = Span>) -> Self {
        let mut spans: Vec<Span> = spans.collect();
        spans.sort_unstable();
        let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            match joined.last_mut().filter(|last| span.start < last.end) {
                Some(last) => *last = last.join(span),
                None => joined.push(span),
            }
        }
        Covered(joined)
    }

    pub(super) fn meets(&self, span: Span) -> bool {
        let first = self.0.partition_point(|covered| covered.end <= span.start);
        self.0.get(first).is_some_and(|covered| covered.overlaps(span))
    }
}

/// What states the elements of one responsibility.
pub(super) struct Stating<'a> {
    by_element: Vec<Vec<Said<'a>>>,
    /// All of them in the order of the file, each with the question that its element answers.
    in_order: Vec<(Span, RoleId, Option<&'a str>)>,
}

impl<'a> Stating<'a> {
    pub(super) fn new(context: &Context<'a>, whole: &Whole<'a>, responsibility: &'a Responsibility) -> Self {
        let elements = context.program.elements;
        let questions: Vec<Option<&str>> = (0..elements).map(|element| question_of(context.program, element)).collect();
        let mut by_element = vec![Vec::new(); usize::from(elements)];
        let mut in_order = Vec::new();
        for said in whole.stated(context, responsibility) {
            let element = usize::from(said.statement.element);
            by_element[element].push(said);
            in_order.push((said.statement.span, said.statement.element, questions[element]));
        }
        in_order.sort_unstable();
        Stating { by_element, in_order }
    }

    /// The passages that state an element, each once: sound ones first, then those that stand where it belongs, its own before
    /// what is said for all, then those that are not about a miss, then those that say the most.
    pub(super) fn of(&mut self, context: &Context<'_>, element: &str, sound: impl Fn(Span) -> bool) -> Vec<Stated> {
        let Some(role) = context.program.role(element) else { return Vec::new() };
        let mut places: HashMap<Span, usize> = HashMap::new();
        let mut found: Vec<(u8, usize, Stated)> = Vec::new();
        for Said { statement, own } in std::mem::take(&mut self.by_element[usize::from(role)]) {
            let (passage, field, block) = place(context, statement);
            let in_place = |block: BlockId| context.reading.roles[block as usize].has(role);
            // A heading says what the words under it are about, seldom more.
            let far = match block {
                None if in_place(statement.block) => 0,
                None => 2,
                Some(block) if context.brief.blocks[block as usize].is_heading() => 3,
                // What a responsibility says itself goes before a field that is for all.
                Some(block) if in_place(block) => u8::from(!own),
                Some(_) => 2,
            };
            let sound = sound(statement.span);
            match places.get(&passage) {
                Some(&known) => {
                    let (_, times, known) = &mut found[known];
                    *times += 1;
                    known.sound &= sound;
                }
                None => {
                    places.insert(passage, found.len());
                    let span = statement.span.trim(context.text);
                    let [words, mut sentence] =
                        [span, without_label(context, block, passage, statement.span)].map(|span| match block {
                            Some(block) => context.brief.as_read(context.text, block, span),
                            None => span.of(context.text).to_owned(),
                        });
                    if let Some(denial) = block.and_then(|block| denial(context, block)) {
                        sentence = format!("{denial}: {sentence}");
                    }
                    found.push((far, 1, Stated { span, passage, words, sentence, field, own, sound }));
                }
            }
        }
        found.sort_by_cached_key(|(far, times, stated)| {
            let (also, of_a_miss) = self.beside(context, stated.passage, role);
            (!stated.sound, *far, !stated.own, of_a_miss, std::cmp::Reverse((also, *times)), stated.span)
        });
        found.into_iter().map(|(.., stated)| stated).collect()
    }

    /// How many other elements of the same question a passage states: one that says what and by when tells more than one that
    /// says only when. And whether it answers what happens after a miss, and another element only in passing: "if it is not in
    /// by the 12th, …" knows the day.
    fn beside(&self, context: &Context<'_>, passage: Span, role: RoleId) -> (usize, bool) {
        let question = question_of(context.program, role);
        let first = self.in_order.partition_point(|(span, ..)| span.start < passage.start);
        let here = self.in_order[first..].iter().take_while(|(span, ..)| span.start < passage.end);
        let (mut also, mut of_a_miss) = (BTreeSet::new(), false);
        for (_, other, of) in here.filter(|(span, other, _)| passage.contains(*span) && *other != role) {
            if *of == question {
                also.insert(other);
            } else {
                of_a_miss |= *of == Some(AFTER_A_MISS);
            }
        }
        // Whoever signs below what happens after a miss says nothing about it.
        (if question == Some(AFTER_A_MISS) { 0 } else { also.len() }, of_a_miss)
    }
}

/// A passage after the label that it begins with, unless the words that count are in the label.
fn without_label(context: &Context<'_>, block: Option<BlockId>, passage: Span, stating: Span) -> Span {
    let label = block.and_then(|block| context.brief.blocks[block as usize].label);
    let only_announces = |label: Span| stating.contains(passage) || !label.overlaps(stating);
    match label.filter(|label| passage.contains(*label) && label.end < passage.end && only_announces(*label)) {
        Some(label) => {
            let rest = Span { start: label.end, end: passage.end };
            let marks = rest.of(context.text).len()
                - rest
                    .of(context.text)
                    .trim_start_matches(|c: char| !c.is_alphanumeric() && !"(“\"'`<".contains(c))
                    .len();
            Span { start: rest.start + marks as u32, end: rest.end }
        }
        None => passage,
    }
}

/// The words of a label, lead-in or heading without which a passage says the opposite: “Do not”, but not “If it is not done”.
fn denial(context: &Context<'_>, block: BlockId) -> Option<String> {
    let brief = context.brief;
    let here = &brief.blocks[block as usize];
    let heading = brief.sections[here.section as usize].heading;
    let above = here.context.into_iter().flatten().chain(heading).filter(|&above| above != block);
    let above = above.map(|above| (above, brief.blocks[above as usize].span));
    let denies = |(_, span): &(BlockId, Span)| {
        let words = context.reading.words_in(*span).iter().take(DENIAL_WORDS);
        let (vocabulary, known) = (&context.program.vocabulary, &context.program.known);
        words.clone().any(|token| vocabulary.has(token.form, known.negator))
            && !words.clone().any(|token| vocabulary.has(token.form, known.conditional))
    };
    let (block, span) = here.label.map(|label| (block, label)).into_iter().chain(above).find(denies)?;
    Some(brief.as_read(context.text, block, span).trim_end_matches([':', ' ']).to_owned())
}

/// The sentence or value that states an element, its field, and its block.
fn place(context: &Context<'_>, statement: &Statement) -> (Span, Option<String>, Option<BlockId>) {
    let brief = context.brief;
    let fields = &brief.front.fields;
    let next = fields.partition_point(|field| field.value.span.start <= statement.span.start);
    let before = next.checked_sub(1).map(|at| &fields[at]);
    if let Some(field) = before.filter(|field| field.value.span.contains(statement.span)) {
        // Words in a value are shown with all of it.
        let value = brief.blocks[statement.block as usize].span;
        return (unquoted(context.text, value.trim(context.text)), Some(field.key.clone()), None);
    }
    (closed(context.text, context.reading.span(statement.sentence as usize)), None, Some(statement.block))
}

/// A value without the marks that it is written in.
fn unquoted(text: &str, value: Span) -> Span {
    let inside = value.of(text);
    let is_quoted = |mark: char| inside.len() > 2 && inside.starts_with(mark) && inside.ends_with(mark);
    if is_quoted('"') || is_quoted('\'') { Span { start: value.start + 1, end: value.end - 1 } } else { value }
}

/// A sentence ends with its last word; what was opened in it is closed behind that.
fn closed(text: &str, sentence: Span) -> Span {
    let inside = sentence.of(text);
    let is_open = |(open, close): &(char, char)| inside.rfind(*open) > inside.rfind(*close);
    let pair = [('(', ')'), ('[', ']'), ('“', '”'), ('«', '»')].into_iter().find(is_open);
    match pair.filter(|(_, close)| text[sentence.range().end..].starts_with(*close)) {
        Some((_, close)) => Span { end: sentence.end + close.len_utf8() as u32, ..sentence },
        None => sentence,
    }
}
