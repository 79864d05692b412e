//! The fields of the front matter that are known, under whatever name a brief gives them.

use super::{Context, Reading};
use crate::brief::Brief;
use crate::language::{Period, Read};
use crate::rule::{FieldDef, Program, same_key};
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

pub(super) fn is_empty(value: &Node) -> bool {
    value.is_null()
        || value.text().is_some_and(|text| text.trim().is_empty())
        || match &value.value {
            Value::List(items) => items.iter().all(is_empty),
            Value::Map(entries) => entries.iter().all(|(key, value)| is_empty(key) && is_empty(value)),
            Value::Scalar { .. } => false,
        }
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
    nearest(key, known.filter(|name| name.len() >= 5 || name.len() == 4 && name.len().abs_diff(key.len()) == 1))
}
