//! Elements that are missing: a section with a hole in it, for somebody to fill in.

use super::place::{Place, Places};
use super::{Edit, apply};
use crate::brief::{self, BlockId, Brief};
use crate::lint::{self, Finding, Linter, Reading, Responsibilities, State};
use crate::rule::{Check, Program, RoleId, Roles, Stub};
use crate::source::{is_hidden, on_one_line};

/// The longest title that is put into a question, in characters.
const LONGEST_TITLE: usize = 80;

/// An edit that puts a section in.
struct Put {
    edit: Edit,
    /// The number of the responsibility that it is for.
    one: usize,
    element: RoleId,
}

pub(super) fn edits(
    text: &str,
    brief: &Brief,
    findings: &[Finding],
    program: &Program,
    reading: &Reading,
    linter: &mut Linter,
) -> Vec<Edit> {
    let missing: Vec<(usize, RoleId)> = findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| finding.state == State::Open)
        .filter_map(|(number, finding)| match program.rules[program.rule(&finding.rule)? as usize].check {
            Check::Missing(element) => Some((number, element)),
            _ => None,
        })
        .collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let before = Stated::new(text, brief, program, reading);
    let title = lint::name_of(text, brief, program, reading);
    let places = Places::new(text, brief, program, reading);
    let mut puts = Vec::new();
    for (number, element) in missing {
        let finding = &findings[number];
        let Some(one) = finding.home else { continue };
        let responsibility = &before.found.each[one];
        // An entry of the front matter has no section.
        let is_entry = responsibility.name.is_some() && responsibility.section.is_none();
        let Some(stub) = program.roles[element as usize].stub.as_ref() else { continue };
        if is_entry || before.has_place(one, element) {
            continue;
        }
        let place = places.find(responsibility.section);
        let title = responsibility.name.as_deref().or(title.as_deref());
        puts.extend(place.map(|place| Put { edit: edit(finding, number, stub, title, &place), one, element }));
    }
    puts.sort_by_key(|put| (put.edit.span, program.roles[put.element as usize].stub.as_ref().map(|stub| stub.order)));
    let mut kept = Vec::new();
    keep(puts, &mut kept, &mut |puts| before.hold(puts, linter));
    kept.into_iter().map(|put| put.edit).collect()
}

/// Keeps what holds beside what is kept already, half by half: the end of a text may lie in code that is never closed.
fn keep(mut puts: Vec<Put>, kept: &mut Vec<Put>, hold: &mut impl FnMut(&[Put]) -> bool) {
    let (before, half) = (kept.len(), puts.len() / 2);
    kept.append(&mut puts);
    if kept.len() == before || hold(kept) {
        return;
    }
    let mut puts = kept.split_off(before);
    if half > 0 {
        let rest = puts.split_off(half);
        keep(puts, kept, hold);
        keep(rest, kept, hold);
    }
}

fn edit(finding: &Finding, number: usize, stub: &Stub, title: Option<&str>, place: &Place) -> Edit {
    let body = match question(stub, title) {
        Some(question) => format!("{} <!-- {question} -->", stub.hole),
        None => stub.hole.clone(),
    };
    Edit {
        span: place.span(),
        replacement: place.render(stub, &body),
        title: format!("add `{}`, to be filled in", stub.heading),
        rule: finding.rule.clone(),
        finding: Some(number),
    }
}

/// The first question that can be asked about a brief of this title; it has to fit into a comment.
fn question(stub: &Stub, title: Option<&str>) -> Option<String> {
    let title = title.map(on_one_line).filter(|title| {
        let breaks_out = title.contains("--") || title.contains(['<', '>']) || title.contains(is_hidden);
        !title.is_empty() && !breaks_out && title.chars().count() <= LONGEST_TITLE
    });
    stub.asks.iter().find_map(|ask| match &title {
        Some(title) => Some(ask.replace("{title}", title)),
        None => (!ask.contains("{title}")).then(|| ask.clone()),
    })
}

/// What the responsibilities of a text state.
struct Stated<'a> {
    text: &'a str,
    brief: &'a Brief,
    program: &'a Program,
    found: Responsibilities,
    /// What each has a field, a heading or a label for, be it empty.
    own: Vec<Roles>,
    /// The same outside of all of them.
    shared: Roles,
}

impl<'a> Stated<'a> {
    fn new(text: &'a str, brief: &'a Brief, program: &'a Program, reading: &'a Reading) -> Self {
        let found = lint::responsibilities(text, brief, program, reading);
        let mut own = vec![Roles::default(); found.each.len()];
        let mut shared = Roles::default();
        for (block, gives) in reading.gives.iter().enumerate() {
            found.home(block as BlockId).map_or(&mut shared, |home| &mut own[home]).0 |= gives.0;
        }
        let fields = || reading.fields.iter().flatten().map(|&known| &program.fields[known].name);
        (0..program.elements)
            .filter(|&element| fields().any(|field| program.roles[element as usize].fields.contains(field)))
            .for_each(|element| shared.add(element));
        Stated { text, brief, program, found, own, shared }
    }

    /// Whether there is a field, a heading or a label for an element, be it empty.
    fn has_place(&self, one: usize, element: RoleId) -> bool {
        let shares = self.found.shares(self.program, element);
        self.own[one].has(element) || (shares && self.shared.has(element))
    }

    /// What stands under each comment: a comment may silence it.
    fn under_comments(&self) -> Vec<Option<&str>> {
        let alone = self.brief.comments.iter().filter(|comment| comment.inside.is_none());
        let next = |comment: &brief::Comment| {
            let blocks = &self.brief.blocks;
            let after = blocks.partition_point(|block| block.is_field() || block.span.start < comment.span.end);
            Some(blocks.get(after)?.span.of(self.text))
        };
        alone.map(next).collect()
    }

    /// Whether the text says with these changes what it says without them, and has a place for each.
    fn hold(&self, puts: &[Put], linter: &mut Linter) -> bool {
        let edits: Vec<Edit> = puts.iter().map(|put| put.edit.clone()).collect();
        let changed = apply(self.text, &edits);
        let brief = brief::read(&changed);
        let reading = linter.read(&changed, &brief, self.program);
        let after = Stated::new(&changed, &brief, self.program, &reading);
        let mut pairs = self.found.each.iter().zip(&after.found.each);
        self.found.each.len() == after.found.each.len()
            && pairs.all(|(was, is)| {
                // Words that silence stand over the anchor; an empty text has none.
                let stays = was.anchor.is_empty() || was.anchor.of(self.text) == is.anchor.of(&changed);
                (&was.name, was.elements, stays) == (&is.name, is.elements, true)
            })
            && self.under_comments() == after.under_comments()
            && puts.iter().all(|put| after.has_place(put.one, put.element))
    }
}
