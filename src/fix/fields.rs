//! The front matter: slips in the names of fields, and dates in another form than ISO 8601.

use super::Edit;
use crate::brief::{Brief, Fault, FaultKind};
use crate::lint::{self, Finding, Reading, Settings, State};
use crate::rule::{CodeCheck, FieldKind, Program};
use crate::source::Span;
use crate::yaml::{Node, Value};

pub(super) fn edits(
    text: &str,
    brief: &Brief,
    findings: &[Finding],
    program: &Program,
    settings: &Settings,
    reading: &Reading,
) -> Vec<Edit> {
    let rule_with = |check| program.rule_with(check).map(|id| &program.rules[id as usize]);
    let mut edits = Vec::new();
    if let Some(rule) = rule_with(CodeCheck::UnknownField) {
        let open = findings.iter().enumerate();
        for (number, finding) in open.filter(|(_, finding)| finding.rule == rule.id && finding.state == State::Open) {
            let at = brief.front.fields.iter().position(|field| field.key_span == finding.span);
            edits.extend(at.and_then(|at| slip(text, brief, at, program, reading)).map(|(span, near)| Edit {
                span,
                title: format!("write `{near}`"),
                replacement: near,
                rule: rule.id.clone(),
                finding: Some(number),
            }));
        }
    }
    if let Some(rule) = rule_with(CodeCheck::InvalidField) {
        let kind = lint::kind_of(brief, program, reading);
        let is_on = settings.severity(rule, kind).is_some();
        let dates = if is_on { dates(brief, program, reading) } else { Vec::new() };
        let closed = Places::new(findings, |finding| finding.state != State::Open);
        let of_rule = Places::new(findings, |finding| finding.rule == rule.id);
        for node in dates {
            // Whatever is left alone there is known by these words.
            if closed.over(node.span).is_some() {
                continue;
            }
            let finding = of_rule.over(node.span);
            let iso = node.text().and_then(|date| program.calendar.to_iso(date));
            edits.extend(iso.zip(written(text, node)).map(|(iso, span)| Edit {
                span,
                title: format!("write the date as {iso}"),
                replacement: iso,
                rule: rule.id.clone(),
                finding,
            }));
        }
    }
    edits
}

/// Some of the findings in the order of the text: where each stands, how far those up to it reach, and its number.
struct Places(Vec<(Span, u32, usize)>);

impl Places {
    fn new(findings: &[Finding], is_one: impl Fn(&Finding) -> bool) -> Places {
        let ones = findings.iter().enumerate().filter(|(_, finding)| is_one(finding));
        let mut places: Vec<(Span, u32, usize)> = ones.map(|(number, finding)| (finding.span, 0, number)).collect();
        places.sort_unstable();
        let mut reach = 0;
        for (span, reaches, _) in &mut places {
            reach = reach.max(span.end);
            *reaches = reach;
        }
        Places(places)
    }

    /// The number of the first one that overlaps a span.
    fn over(&self, span: Span) -> Option<usize> {
        let first = self.0.partition_point(|&(_, reach, _)| reach <= span.start);
        let &(place, _, number) = self.0.get(first)?;
        place.overlaps(span).then_some(number)
    }
}

/// The letters of a key that is a slip, and what to write. `None` where the right name would stand there twice, or would
/// take the place of another field that means the same and counts now.
fn slip(text: &str, brief: &Brief, at: usize, program: &Program, reading: &Reading) -> Option<(Span, String)> {
    let field = &brief.front.fields[at];
    let near = lint::misspelled(program, &field.key)?;
    let known = program.field(near)?;
    let mut others = brief.front.fields.iter().enumerate().filter(|(other, _)| *other != at);
    let clashes = match known.kind {
        // Each of several counts.
        FieldKind::Texts | FieldKind::References => {
            others.any(|(_, other)| lint::misspelled(program, &other.key).unwrap_or(&other.key) == near)
        }
        _ => others.any(|(other, _)| reading.fields[other] == reading.fields[at]),
    };
    let repeats = |fault: &Fault| matches!(&fault.kind, FaultKind::RepeatedKey { key, .. } if *key == field.key);
    if clashes || brief.front.faults.iter().any(repeats) {
        return None;
    }
    let key = Node { span: field.key_span, value: Value::Scalar { text: field.key.clone(), plain: true } };
    Some((written(text, &key)?, near.to_owned()))
}

/// The values of the front matter in which a date is expected.
fn dates<'b>(brief: &'b Brief, program: &Program, reading: &Reading) -> Vec<&'b Node> {
    let mut found = Vec::new();
    for (field, known) in brief.front.fields.iter().zip(&reading.fields) {
        if let Some(known) = known {
            of_field(program, program.fields[*known].kind, &field.value, &mut found);
        }
    }
    found
}

fn of_field<'b>(program: &Program, kind: FieldKind, value: &'b Node, found: &mut Vec<&'b Node>) {
    match (kind, &value.value) {
        (FieldKind::Dates, Value::List(items)) => found.extend(items.iter().filter_map(lint::date_node)),
        (FieldKind::Dates, _) => found.extend(lint::date_node(value)),
        (FieldKind::Date | FieldKind::Period | FieldKind::Review | FieldKind::Agreement, Value::Scalar { .. }) => {
            found.push(value);
        }
        (FieldKind::Responsibilities, Value::List(entries)) => {
            for entry in entries {
                let Value::Map(fields) = &entry.value else { continue };
                for (key, value) in fields {
                    let known = key.text().and_then(|key| program.field(key));
                    // One that holds others ends here: they are written on one level.
                    if let Some(known) = known.filter(|known| known.kind != FieldKind::Responsibilities) {
                        of_field(program, known.kind, value, found);
                    }
                }
            }
        }
        _ => {}
    }
}

/// Where a scalar stands without its quotation marks, if it is written there letter by letter.
fn written(text: &str, node: &Node) -> Option<Span> {
    // A text in a block of its own ends with its line.
    if node.text()?.contains('\n') {
        return None;
    }
    let source = node.span.of(text);
    let start = node.span.start as usize + source.find(node.text()?)?;
    let span = Span::new(start, start + node.text()?.len());
    let around = source.len() - span.len();
    let quoted = around == 2 && ['"', '\''].iter().any(|&quote| source.starts_with(quote) && source.ends_with(quote));
    (around == 0 || quoted).then_some(span)
}
