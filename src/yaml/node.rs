use std::collections::HashMap;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle};

use super::Error;
use crate::source::Span;

/// A YAML value and its bytes in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// With the quotes or brackets round it; for an alias, the alias and not what it names.
    pub span: Span,
    /// Aliases in it are copies of what they name.
    pub value: Value,
}

/// The three kinds that YAML has; anchors, aliases and tags are resolved or dropped.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text, number, truth value or null: which one is decided by whoever reads it.
    Scalar {
        /// As it is meant: without quotes, escapes resolved, lines folded.
        text: String,
        /// Written without quotes: only such a scalar can be null, true or a number.
        plain: bool,
    },
    /// In the order of the file, be it written with dashes or in brackets.
    List(Vec<Node>),
    /// In the order of the file; a repeated key is kept twice.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// The text of a scalar.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Nothing, `~` or `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// What it is, in words, for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match &self.value {
            _ if self.is_null() => "nothing",
            Value::Scalar { .. } => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }
}

/// How much anchors and aliases may copy in one file, in bytes: enough for any real one, and an end for the billion laughs.
const MOST_COPIED: usize = 1 << 20;
/// What a copied value counts beside its text.
const VALUE: usize = 64;

/// What anchors and aliases may still copy. Whoever reads one file in parts reads all of them with the same.
#[derive(Debug)]
pub struct Copies(usize);

impl Default for Copies {
    fn default() -> Self {
        Copies(MOST_COPIED)
    }
}

impl Copies {
    fn take(&mut self, node: &Node) -> Result<(), Error> {
        self.0 = weight(node, self.0).ok_or_else(|| {
            let most = MOST_COPIED >> 20;
            Error::new(node.span, format!("anchors and aliases copy more than {most} MiB here; write the values out"))
        })?;
        Ok(())
    }
}

/// What is left of `most` after the weight of a node, if it is enough.
fn weight(node: &Node, most: usize) -> Option<usize> {
    let left = most.checked_sub(VALUE)?;
    match &node.value {
        Value::Scalar { text, .. } => left.checked_sub(text.len()),
        Value::List(items) => items.iter().try_fold(left, |left, item| weight(item, left)),
        Value::Map(entries) => entries.iter().try_fold(left, |left, (key, value)| weight(value, weight(key, left)?)),
    }
}

/// Reads one YAML document that stands at byte `base` of its file. Returns `None` for an empty one.
///
/// # Errors
/// At the place where the text stops being YAML.
pub fn parse(text: &str, base: usize) -> Result<Option<Node>, Error> {
    parse_part(text, base, &mut Copies::default())
}

/// As [`parse`], for a part of a file.
///
/// # Errors
/// As [`parse`].
pub fn parse_part(text: &str, base: usize, copies: &mut Copies) -> Result<Option<Node>, Error> {
    let mut builder = Builder { stack: Vec::new(), anchors: HashMap::new(), copies, root: None };
    for next in Parser::new_from_str(text) {
        let (event, span) = next.map_err(|error| {
            let marked = error.marker().byte_offset().unwrap_or(0).min(text.len());
            // Of a tab the parser tells where the text before it begins, lines above.
            let tab = if *error.kind() == ErrorKind::TabInPlainScalar { indenting_tab(text, marked) } else { None };
            let at = base + tab.unwrap_or(marked);
            Error::new(Span::new(at, at), error.info())
        })?;
        let range = span.byte_range().unwrap_or(0..0);
        builder.event(event, Span::new(base + range.start, base + range.end))?;
    }
    Ok(builder.root)
}

/// The first tab from a byte on that stands before the words of a line.
fn indenting_tab(text: &str, from: usize) -> Option<usize> {
    let is_first = |at: usize| text[..at].trim_end_matches(' ').ends_with(['\n', '\r']);
    let has_words = |at: usize| !text[at..].trim_start_matches([' ', '\t']).starts_with(['\n', '\r']);
    let mut tabs = text.match_indices('\t').map(|(at, _)| at);
    tabs.find(|&at| at >= from && is_first(at) && has_words(at))
}

struct Builder<'c> {
    /// Open collections, each with its anchor and, in a mapping, a key that waits for its value.
    stack: Vec<(Node, usize, Option<Node>)>,
    anchors: HashMap<usize, Node>,
    copies: &'c mut Copies,
    root: Option<Node>,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Error> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let value = Value::Scalar { text: text.into_owned(), plain: style == ScalarStyle::Plain };
                self.add(Node { span, value }, anchor)
            }
            Event::SequenceStart(_, anchor, _) => {
                self.stack.push((Node { span, value: Value::List(Vec::new()) }, anchor, None));
                Ok(())
            }
            Event::MappingStart(_, anchor, _) => {
                self.stack.push((Node { span, value: Value::Map(Vec::new()) }, anchor, None));
                Ok(())
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some((mut node, anchor, _)) = self.stack.pop() else { return Ok(()) };
                node.span.end = span.end.max(node.span.end);
                if span.is_empty()
                    && let Value::Map(entries) = &node.value
                    && let Some((_, last)) = entries.last()
                {
                    // What no brace closes ends after the white space that follows it.
                    node.span.end = last.span.end.max(node.span.start);
                }
                self.add(node, anchor)
            }
            Event::Alias(id) => {
                let Some(node) = self.anchors.get(&id) else {
                    return Err(Error::new(span, "this alias stands inside the value that it names".to_owned()));
                };
                self.copies.take(node).map_err(|error| Error { span: Some(span), ..error })?;
                let node = Node { span, ..node.clone() };
                self.add(node, 0)
            }
            Event::DocumentStart(..) if self.root.is_some() => {
                Err(Error::new(span, "a second document starts here; only one is read".to_owned()))
            }
            _ => Ok(()),
        }
    }

    fn add(&mut self, node: Node, anchor: usize) -> Result<(), Error> {
        if anchor != 0 {
            self.copies.take(&node)?;
            self.anchors.insert(anchor, node.clone());
        }
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some((Node { value: Value::List(items), .. }, ..)) => items.push(node),
            Some((Node { value: Value::Map(entries), .. }, _, key)) => match key.take() {
                None => *key = Some(node),
                Some(key) => entries.push((key, node)),
            },
            Some(_) => {}
        }
        Ok(())
    }
}
