//! Findings about the front matter.

use std::collections::HashSet;

use super::passages::rule_of;
use super::settings::Raw;
use super::{Context, Reading};
use crate::brief::{Brief, FaultKind};
use crate::language::{Period, Read};
use crate::rule::{FieldDef, FieldKind, Program};
use crate::source::Span;
use crate::yaml::{Node, Value, nearest};

impl<'a> Context<'a> {
    /// The value of a known field, if there is one.
    pub(super) fn value(&self, name: &str) -> Option<&'a Node> {
        value(self.brief, self.program, self.reading, name)
    }

    /// The `kind` that the brief says it is of.
    pub(super) fn kind(&self) -> Option<&'a str> {
        kind_of(self.brief, self.program, self.reading)
    }

    /// When the brief is due, by its front matter.
    pub(super) fn due(&self) -> Option<(Span, Period)> {
        let node = self.value("due")?;
        match self.program.calendar.read(node.text()?) {
            Read::Period(period) => Some((node.span, period)),
            _ => None,
        }
    }
}

/// The `kind` that a brief says it is of.
#[must_use]
pub fn kind_of<'b>(brief: &'b Brief, program: &Program, reading: &Reading) -> Option<&'b str> {
    value(brief, program, reading, "kind").and_then(Node::text)
}

/// The value of a known field, under its name, an alias or a slip of one of them.
pub(super) fn value<'b>(brief: &'b Brief, program: &Program, reading: &Reading, name: &str) -> Option<&'b Node> {
    let known = program.fields.iter().position(|field| field.name == name)?;
    let FieldDef { name, aliases, .. } = &program.fields[known];
    // The canonical key decides, then the aliases in their order, then slips.
    let rank = |key: &str| {
        let mut keys = std::iter::once(name).chain(aliases);
        keys.position(|name| same_key(key, name)).unwrap_or(usize::MAX)
    };
    let fields = brief.front.fields.iter().zip(&reading.fields);
    fields
        .filter(|(field, meant)| **meant == Some(known) && !is_empty(&field.value))
        .map(|(field, _)| field)
        .min_by_key(|field| rank(&field.key))
        .map(|field| &field.value)
}

/// For each field of the front matter, the number of the known one that it is.
pub(super) fn known_fields(brief: &Brief, program: &Program) -> Vec<Option<usize>> {
    let number = |key: &str| {
        let name = &meant(program, key)?.name;
        program.fields.iter().position(|field| field.name == *name)
    };
    brief.front.fields.iter().map(|field| number(&field.key)).collect()
}

/// The known field that a key names, if need be by a slip.
pub(super) fn meant<'p>(program: &'p Program, key: &str) -> Option<&'p FieldDef> {
    program.field(key).or_else(|| misspelled(program, key).and_then(|near| program.field(near)))
}

fn same_key(a: &str, b: &str) -> bool {
    a.len() == b.len()
        && a.bytes()
            .zip(b.bytes())
            .all(|(a, b)| a.eq_ignore_ascii_case(&b) || (matches!(a, b'-' | b'_' | b' ') && matches!(b, b'-' | b'_')))
}

fn is_empty(value: &Node) -> bool {
    value.is_null()
        || value.text().is_some_and(|text| text.trim().is_empty())
        || matches!(&value.value, Value::List(items) if items.is_empty())
}

pub(super) fn check(context: &Context<'_>) -> Vec<Raw> {
    let mut raw = syntax(context);
    raw.extend(unknown_fields(context));
    raw.extend(values(context));
    raw.extend(dates(context));
    raw.extend(super::contradiction::check(context));
    raw
}

fn syntax(context: &Context<'_>) -> Vec<Raw> {
    let Some(rule) = rule_of(context.program, "yaml-syntax") else { return Vec::new() };
    let message = |kind: &FaultKind| match kind {
        FaultKind::Unclosed => "the front matter is opened by `---` and never closed".to_owned(),
        FaultKind::NotAMapping => "the front matter is no mapping of `key: value` lines".to_owned(),
        FaultKind::Syntax(message) => format!("this is not YAML: {message}"),
        FaultKind::RepeatedKey { key, .. } => format!("`{key}` stands here a second time; the first one holds"),
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
    let Some(rule) = rule_of(context.program, "unknown-field") else { return Vec::new() };
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

/// The known key that a key is a slip of, if it is not known itself.
#[must_use]
pub fn misspelled<'p>(program: &'p Program, key: &str) -> Option<&'p str> {
    if program.field(key).is_some() || key.chars().count() < 3 {
        return None;
    }
    let known =
        program.fields.iter().flat_map(|field| std::iter::once(&field.name).chain(&field.aliases)).map(String::as_str);
    // Short words have too many real neighbours to be taken for slips.
    nearest(key, known.filter(|name| name.len() >= 5 || name.len() == key.len() + 1 || name.len() + 1 == key.len()))
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
    let (Some(invalid), several) = (rule_of(program, "invalid-field"), rule_of(program, "several-owners")) else {
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
    let rule = rule_of(context.program, "empty-section");
    let hits = context.reading.hits.iter().filter(|hit| Some(hit.rule) == rule);
    let mut spans: Vec<Span> = hits.map(|hit| hit.span).collect();
    spans.sort_unstable();
    spans
}

/// Where a known field's value is of the wrong kind, and what is expected.
fn wrong(program: &Program, Given { known, key_span, value, .. }: Given<'_>) -> Vec<(Span, &'static str)> {
    let read = |node: &Node| node.text().map(|text| program.calendar.read(text));
    let no_date = |node: &Node| !matches!(read(node), Some(Read::Period(_))) && looks_like_date(node);
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
    let Some(rule) = rule_of(context.program, "date-order") else { return Vec::new() };
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
                .hole("value", "it is due before it was issued")
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
