use std::collections::HashMap;
use std::ops::Range;

use super::{Block, Brief, Kind, Piece, PieceKind, Style, first_line};
use crate::source::Span;
use crate::yaml::{self, Node, Value};

/// The YAML between two `---` at the top of a file.
#[derive(Clone, Debug, Default)]
pub struct FrontMatter {
    /// From the opening fence to the closing one; `None` where there is no front matter.
    pub span: Option<Span>,
    /// The entries of the outermost mapping that could be read, in the order of the file; of a repeated key the first
    /// one.
    pub fields: Vec<Field>,
    /// In the order in which they were found, which need not be that of the file.
    pub faults: Vec<Fault>,
}

/// One entry of a mapping.
#[derive(Clone, Debug)]
pub struct Field {
    /// As it is meant: without quotes and with its escapes resolved.
    pub key: String,
    /// The bytes of the key, with its quotes.
    pub key_span: Span,
    /// Null where nothing follows the key.
    pub value: Node,
}

/// What is wrong with the front matter as YAML.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Never empty: what has no words is shown with its line, else with the one above.
    pub span: Span,
    /// What is wrong there, with the words that a message about it needs.
    pub kind: FaultKind,
}

/// How YAML is not what a front matter has to be.
#[derive(Clone, Debug, PartialEq)]
pub enum FaultKind {
    /// No closing `---`.
    Unclosed,
    /// It does not parse; the parser's words.
    Syntax(String),
    /// It is a list or a single text.
    NotAMapping,
    /// A value without a key: a line that begins with a colon.
    NoKey,
    /// The key stands there twice: the fault is at its second place.
    RepeatedKey {
        /// As [`Field::key`].
        key: String,
        /// The key where it stands first, which is the one that holds.
        first: Span,
    },
}

/// Cuts the front matter off: what it holds, and where the body stands.
pub(super) fn read(text: &str) -> (FrontMatter, Range<usize>) {
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = Lines { text, at: bom };
    let none = (FrontMatter::default(), bom..text.len());
    let Some(opening) = lines.next() else { return none };
    if opening.of(text).trim_end() != "---" {
        return none;
    }
    let start = lines.at;
    // A rule over prose, not a fence: front matter begins at once.
    let first = Lines { text, at: start }.find(|line| !line.of(text).trim().is_empty());
    let blank_first = Lines { text, at: start }.next().is_some_and(|line| line.of(text).trim().is_empty());
    if blank_first && first.is_none_or(|line| key_of_line(line.of(text)).is_none()) {
        return none;
    }
    for line in &mut lines {
        if matches!(line.of(text).trim_end(), "---" | "...") {
            let body = lines.at;
            let mut front = entries(text, start..line.start as usize);
            front.span = Some(Span::new(opening.start as usize, line.end as usize));
            return (front, body..text.len());
        }
    }
    unclosed(text, opening, start).unwrap_or(none)
}

/// A file that opens with `---` and a line `key: value`, and never closes it: the lines up to the first blank one
/// are taken for the front matter. Anything else is a rule and prose.
fn unclosed(text: &str, opening: Span, start: usize) -> Option<(FrontMatter, Range<usize>)> {
    let first = Lines { text, at: start }.next()?;
    key_of_line(first.of(text))?;
    let mut end = start;
    for line in (Lines { text, at: start }) {
        let content = line.of(text);
        let indented = content.starts_with([' ', '\t', '-']);
        if content.trim().is_empty() || !(indented || key_of_line(content).is_some()) {
            break;
        }
        end = line.end as usize;
    }
    let mut front = entries(text, start..end);
    front.span = Some(Span::new(opening.start as usize, end));
    front.faults.insert(0, Fault { span: opening.trim(text), kind: FaultKind::Unclosed });
    Some((front, end..text.len()))
}

fn entries(text: &str, inner: Range<usize>) -> FrontMatter {
    let mut front = FrontMatter::default();
    let mut copies = yaml::Copies::default();
    match yaml::parse_part(&text[inner.clone()], inner.start, &mut copies) {
        Ok(None) => {}
        Ok(Some(node)) => match node.value {
            Value::Map(entries) => add(&mut front, entries),
            _ if node.is_null() => {}
            _ => front.faults.push(Fault { span: first_line(text, node.span), kind: FaultKind::NotAMapping }),
        },
        Err(error) => by_entry(text, inner, &error, &mut copies, &mut front),
    }
    repeated(&mut front);
    // What is empty is shown with its line.
    for fault in front.faults.iter_mut().filter(|fault| fault.span.trim(text).is_empty()) {
        fault.span = line_at(text, fault.span.start as usize);
    }
    front
}

/// Reads each entry by itself when the whole does not parse, so that one bad line costs only itself.
fn by_entry(text: &str, inner: Range<usize>, error: &yaml::Error, copies: &mut yaml::Copies, front: &mut FrontMatter) {
    let mut starts: Vec<usize> = Lines { text, at: inner.start }
        .take_while(|line| (line.start as usize) < inner.end)
        .filter(|line| key_of_line(line.of(text)).is_some())
        .map(|line| line.start as usize)
        .collect();
    starts.push(inner.end);
    for window in starts.windows(2) {
        let (start, end) = (window[0], window[1]);
        match yaml::parse_part(&text[start..end], start, copies) {
            Ok(Some(Node { value: Value::Map(entries), .. })) => add(front, entries),
            Ok(_) => {}
            Err(error) => {
                let at = error
                    .span
                    .map_or(start, |span| (span.start as usize).clamp(start, end.saturating_sub(1).max(start)));
                front.faults.push(Fault { span: line_at(text, at), kind: FaultKind::Syntax(error.message) });
                front.fields.extend(plain_entry(text, start..end));
            }
        }
    }
    if front.faults.is_empty() {
        // Each entry reads well by itself: the fault lies between them.
        let at = error.span.map_or(inner.start, |span| (span.start as usize).clamp(inner.start, inner.end));
        front.faults.push(Fault { span: line_at(text, at), kind: FaultKind::Syntax(error.message.clone()) });
    }
}

/// `key: the rest of the line`, for an entry that is no YAML.
fn plain_entry(text: &str, range: Range<usize>) -> Option<Field> {
    let line = Lines { text, at: range.start }.next()?;
    let (key, value_at) = key_of_line(line.of(text))?;
    let value = Span::new(line.start as usize + value_at, line.end as usize).trim(text);
    let node = Node { span: value, value: Value::Scalar { text: value.of(text).to_owned(), plain: false } };
    let key_span = Span::new(line.start as usize, line.start as usize + key.len());
    (!value.is_empty()).then(|| Field { key: key.to_owned(), key_span, value: node })
}

fn add(front: &mut FrontMatter, entries: Vec<(Node, Node)>) {
    for (key, value) in entries {
        if key.span.is_empty() {
            if !value.is_null() {
                front.faults.push(Fault { span: key.span, kind: FaultKind::NoKey });
            }
        } else if let Some(name) = key.text() {
            front.fields.push(Field { key: name.to_owned(), key_span: key.span, value });
        }
    }
}

/// A repeated key is a fault at its second place; the first one holds.
fn repeated(front: &mut FrontMatter) {
    let mut places: HashMap<String, Span> = HashMap::with_capacity(front.fields.len());
    for field in std::mem::take(&mut front.fields) {
        match places.get(&field.key) {
            Some(&first) => {
                let kind = FaultKind::RepeatedKey { key: field.key, first };
                front.faults.push(Fault { span: field.key_span, kind });
            }
            None => {
                places.insert(field.key.clone(), field.key_span);
                front.fields.push(field);
            }
        }
    }
}

/// The key of a line `key: value` that is not indented, and where the value begins.
fn key_of_line(line: &str) -> Option<(&str, usize)> {
    if line.starts_with([' ', '\t', '#', '-', '{', '[', '"', '\'', '|', '>']) {
        return None;
    }
    let colon = line.find(':')?;
    let after = &line[colon + 1..];
    let key = &line[..colon];
    let plain = !key.is_empty()
        && key.len() <= 60
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.'));
    (plain && (after.trim().is_empty() || after.starts_with([' ', '\t']))).then_some((key, colon + 1))
}

/// The visible part of the line that holds the byte `at`; the line before it where that is blank.
fn line_at(text: &str, at: usize) -> Span {
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    let before = text[..end].trim_end();
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Span::new(start, before.len()).trim(text)
}

/// The lines of a text from a byte on, without their ends.
struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Span;
    fn next(&mut self) -> Option<Span> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let start = self.at;
        let length = rest.find('\n').unwrap_or(rest.len());
        self.at = (start + length + 1).min(self.text.len());
        Some(Span::new(start, start + rest[..length].trim_end_matches('\r').len()))
    }
}

/// The field that tells brieflint what to leave alone: it says nothing about the work.
pub const OWN_FIELD: &str = "brieflint";

/// Makes a block of each text among the values, so that it is read like any other passage.
pub(super) fn add_blocks(text: &str, front: &FrontMatter, brief: &mut Brief) {
    for (field, entry) in front.fields.iter().enumerate().filter(|(_, entry)| entry.key != OWN_FIELD) {
        match &entry.value.value {
            Value::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    add_value(text, item, field as u32, at as u32, brief);
                }
            }
            _ => add_value(text, &entry.value, field as u32, 0, brief),
        }
    }
}

fn add_value(text: &str, node: &Node, field: u32, entry: u32, brief: &mut Brief) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| add_value(text, item, field, entry, brief)),
        Value::Map(entries) => entries.iter().for_each(|(_, value)| add_value(text, value, field, entry, brief)),
        Value::Scalar { .. } if node.is_null() => {}
        Value::Scalar { .. } => {
            let inner = inner_span(text, node.span);
            let first = brief.pieces.len();
            let mut at = inner.start as usize;
            for line in inner.of(text).split('\n') {
                let span = Span::new(at, at + line.len()).trim(text);
                at += line.len() + 1;
                if brief.pieces.len() > first {
                    brief.pieces.push(Piece {
                        span: Span::new(span.start as usize, span.start as usize),
                        kind: PieceKind::Break,
                        style: Style::default(),
                    });
                }
                brief.pieces.push(Piece { span, kind: PieceKind::Text, style: Style::default() });
            }
            if inner.of(text).trim().is_empty() {
                brief.pieces.truncate(first);
                return;
            }
            brief.blocks.push(Block {
                kind: Kind::Field { field, entry },
                span: inner.trim(text),
                pieces: (first as u32, brief.pieces.len() as u32),
                section: 0,
                label: None,
                context: [None; 2],
                group: 0,
                quoted: false,
            });
        }
    }
}

/// The words of a scalar without the quotes round it.
fn inner_span(text: &str, span: Span) -> Span {
    let source = span.of(text);
    for quote in ['"', '\''] {
        if source.len() >= 2 && source.starts_with(quote) && source.ends_with(quote) {
            return Span::new(span.start as usize + 1, span.end as usize - 1);
        }
    }
    span
}
