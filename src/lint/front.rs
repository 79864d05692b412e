//! Findings about the front matter.

use std::collections::HashSet;

use super::Context;
use super::fields::{is_empty, meant, misspelled};
use super::settings::Raw;
use crate::brief::FaultKind;
use crate::language::Read;
use crate::rule::{CodeCheck, FieldDef, FieldKind, Program};
use crate::source::Span;
use crate::yaml::{Node, Value};

pub(super) fn check(context: &Context<'_>) -> Vec<Raw> {
    let mut raw = syntax(context);
    raw.extend(unknown_fields(context));
    raw.extend(values(context));
    raw.extend(dates(context));
    raw
}

fn syntax(context: &Context<'_>) -> Vec<Raw> {
    let Some(rule) = context.program.rule_with(CodeCheck::YamlSyntax) else { return Vec::new() };
    let message = |kind: &FaultKind| match kind {
        FaultKind::Unclosed => "the front matter is opened by `---` and never closed".to_owned(),
        FaultKind::NotAMapping => "the front matter is not a set of `key: value` lines".to_owned(),
        FaultKind::Syntax(message) => format!("this is not YAML: {message}"),
        FaultKind::NoKey => "this has no key before its colon".to_owned(),
        FaultKind::RepeatedKey { key, .. } => format!("`{key}` is given twice; the first value counts"),
    };
    context
        .brief
        .front
        .faults
        .iter()
        .map(|fault| {
            let raw = Raw::new(rule, fault.span).hole("value", message(&fault.kind));
            match fault.kind {
                FaultKind::RepeatedKey { first, .. } => raw.related(first, "the first one"),
                _ => raw,
            }
        })
        .collect()
}

fn unknown_fields(context: &Context<'_>) -> Vec<Raw> {
    let Some(rule) = context.program.rule_with(CodeCheck::UnknownField) else { return Vec::new() };
    let slip = |key: &str, span: Span| {
        let near = misspelled(context.program, key)?;
        Some(Raw::new(rule, span).hole("field", key).hole("near", near))
    };
    let own = context.brief.front.fields.iter().filter_map(|field| slip(&field.key, field.key_span));
    let inner = in_responsibilities(context).filter_map(|(key, _)| slip(key.text()?, key.span));
    once_each(own.chain(inner))
}

/// The entries of the front matter's responsibilities, whose keys are those of a brief.
fn in_responsibilities<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a (Node, Node)> {
    let items = match context.value("responsibilities").map(|node| &node.value) {
        Some(Value::List(items)) => items.as_slice(),
        _ => &[],
    };
    items.iter().flat_map(|item| match &item.value {
        Value::Map(entries) => entries.as_slice(),
        _ => &[],
    })
}

/// Findings about different words: what an alias repeats stands in the file once.
fn once_each(raw: impl Iterator<Item = Raw>) -> Vec<Raw> {
    let mut told = HashSet::new();
    raw.filter(|raw| told.insert((raw.rule, raw.span))).collect()
}

/// A known field with its value, at the top of the front matter or in one of its responsibilities.
#[derive(Clone, Copy)]
struct Given<'a> {
    known: &'a FieldDef,
    key: &'a str,
    key_span: Span,
    value: &'a Node,
}

fn values(context: &Context<'_>) -> Vec<Raw> {
    let program = context.program;
    let own = context.brief.front.fields.iter().zip(&context.reading.fields).filter_map(|(field, known)| {
        let known = &program.fields[(*known)?];
        Some(Given { known, key: &field.key, key_span: field.key_span, value: &field.value })
    });
    let inner = in_responsibilities(context).filter_map(|(key, value)| {
        let known = meant(program, key.text()?)?;
        Some(Given { known, key: key.text()?, key_span: key.span, value })
    });
    let placeholders = placeholders(context);
    once_each(own.chain(inner).flat_map(|given| value_faults(context, &placeholders, given)))
}

/// What is wrong with the value of one field.
fn value_faults(context: &Context<'_>, placeholders: &[Span], given: Given<'_>) -> Vec<Raw> {
    let program = context.program;
    let (Some(invalid), several) =
        (program.rule_with(CodeCheck::InvalidField), program.rule_with(CodeCheck::SeveralOwners))
    else {
        return Vec::new();
    };
    let Given { known, key, key_span, value } = given;
    if let (Value::List(items), "owner", Some(several)) = (&value.value, known.name.as_str(), several)
        && items.iter().filter(|item| !is_empty(item)).count() > 1
    {
        return vec![Raw::new(several, value.span.trim(context.text)).hole("match", value.span.of(context.text))];
    }
    // A hole like `TBD` is a placeholder, not a wrong value.
    let next = placeholders.partition_point(|span| span.end <= value.span.start);
    if placeholders.get(next).is_some_and(|span| span.overlaps(value.span)) {
        return Vec::new();
    }
    let fault = |(span, expected): (Span, &'static str)| {
        let words = span.of(context.text);
        let shown = match program.calendar.read(words) {
            _ if span == key_span => "empty".to_owned(),
            Read::NoSuchDay => format!("“{words}”, and there is no such day"),
            _ => format!("“{words}”"),
        };
        Raw::new(invalid, span.trim(context.text)).hole("field", key).hole("value", shown).hole("other", expected)
    };
    wrong(program, given).into_iter().map(fault).collect()
}

/// The placeholders in a brief, in its order.
fn placeholders(context: &Context<'_>) -> Vec<Span> {
    let rule = context.program.rule_with(CodeCheck::EmptySection);
    let hits = context.reading.hits.iter().filter(|hit| Some(hit.rule) == rule);
    let mut spans: Vec<Span> = hits.map(|hit| hit.span).collect();
    spans.sort_unstable();
    spans
}

/// Where a known field's value is of the wrong kind, and what is expected.
fn wrong(program: &Program, Given { known, key_span, value, .. }: Given<'_>) -> Vec<(Span, &'static str)> {
    let read = |node: &Node| node.text().map(|text| program.calendar.read(text));
    let no_date = |node: &Node| match read(node) {
        Some(Read::Period(_)) => false,
        Some(Read::NoSuchDay) => true,
        _ => looks_like_date(node),
    };
    let several = matches!(value.value, Value::List(_) | Value::Map(_));
    let one = match known.kind {
        FieldKind::Person if is_empty(value) => Some((key_span, "a person or a role")),
        FieldKind::Person | FieldKind::Text if several => match (&value.value, known.name.as_str()) {
            // A list of one is one.
            (Value::List(items), _) if items.len() == 1 && items[0].text().is_some() => None,
            (_, "owner") => Some((value.span, "one person or role")),
            (_, "id") => Some((value.span, "one text")),
            _ => None,
        },
        FieldKind::Period if is_empty(value) => Some((key_span, "a date, a month or a quarter")),
        FieldKind::Period if several => Some((value.span, "one date, month or quarter")),
        FieldKind::Period if no_date(value) => {
            Some((value.span, "a date (2026-05-04), a month (2026-05) or a quarter (2026-Q2)"))
        }
        FieldKind::Date | FieldKind::Review if several => Some((value.span, "one date")),
        FieldKind::Date | FieldKind::Review if !is_empty(value) && no_date(value) => Some((value.span, A_DATE)),
        FieldKind::Agreement if read(value) == Some(Read::NoSuchDay) => Some((value.span, A_DATE)),
        FieldKind::Dates => {
            let items = match &value.value {
                Value::List(items) => items.as_slice(),
                _ => std::slice::from_ref(value),
            };
            let dates = items.iter().filter_map(date_node).filter(|date| no_date(date));
            return dates.map(|date| (date.span, A_DATE)).collect();
        }
        _ => None,
    };
    one.into_iter().collect()
}

const A_DATE: &str = "a date (2026-05-04)";

/// The date of a checkpoint: the value itself, or the `date` of a mapping.
#[must_use]
pub fn date_node(node: &Node) -> Option<&Node> {
    match &node.value {
        Value::Map(entries) => entries
            .iter()
            .find(|(key, _)| {
                key.text().is_some_and(|key| matches!(key.to_lowercase().as_str(), "date" | "on" | "when" | "due"))
            })
            .map(|(_, value)| value),
        Value::Scalar { .. } => Some(node),
        Value::List(_) => None,
    }
}

/// A value that was meant as a date in digits, or that holds a number that could only be one. Words such as
/// "monthly" or "end of the season" are no wrong dates.
fn looks_like_date(node: &Node) -> bool {
    node.text().is_some_and(|text| {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        digits >= 3 && letters <= 2
    })
}

fn dates(context: &Context<'_>) -> Vec<Raw> {
    let Some(rule) = context.program.rule_with(CodeCheck::DateOrder) else { return Vec::new() };
    let period = |node: &Node| match context.program.calendar.read(node.text()?) {
        Read::Period(period) => Some(period),
        _ => None,
    };
    let issued = context.value("issued").and_then(|node| Some((node.span, period(node)?)));
    let due = context.due();
    let mut raw = Vec::new();
    if let (Some((issued_span, issued)), Some((due_span, due))) = (issued, due)
        && due.last < issued.first
    {
        raw.push(
            Raw::new(rule, due_span)
                .hole("value", "the work is due before the brief was issued")
                .related(issued_span, "issued here"),
        );
    }
    let Some(checkpoints) = context.value("checkpoints") else { return raw };
    let items: Vec<&Node> = match &checkpoints.value {
        Value::List(items) => items.iter().collect(),
        _ => vec![checkpoints],
    };
    for item in items {
        let Some(node) = date_node(item) else { continue };
        let Some(at) = period(node) else { continue };
        if let Some((due_span, due)) = due
            && at.first > due.last
            && due.last >= issued.map_or(due.last, |(_, issued)| issued.first)
        {
            raw.push(
                Raw::new(rule, node.span)
                    .hole("value", "this checkpoint comes after the work is due")
                    .related(due_span, "due here"),
            );
        } else if let Some((issued_span, issued)) = issued
            && at.last < issued.first
        {
            raw.push(
                Raw::new(rule, node.span)
                    .hole("value", "this checkpoint comes before the brief was issued")
                    .related(issued_span, "issued here"),
            );
        }
    }
    raw
}
