use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::lint::{Finding, State};
use crate::source::{LineIndex, Position, Span};

/// A span with its lines and columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Bytes of the text that it was made for, on character borders.
    pub span: Span,
    /// That of the first character.
    pub start: Position,
    /// That of the place after the last character.
    pub end: Position,
}

impl Place {
    /// Converts a span of `text`; this is the one place where bytes become lines and columns.
    #[must_use]
    pub fn new(text: &str, index: &LineIndex, span: Span) -> Place {
        let span = span.clamp(text);
        Place { span, start: index.position(text, span.start as usize), end: index.position(text, span.end as usize) }
    }
}

/// Other files that findings point to. Each is read once, however many places in it there are.
pub struct Others<'r> {
    read: &'r dyn Fn(&str) -> Option<String>,
    known: RefCell<BTreeMap<String, Option<(String, LineIndex)>>>,
}

impl<'r> Others<'r> {
    /// Those that `read` gives by their path.
    #[must_use]
    pub fn new(read: &'r dyn Fn(&str) -> Option<String>) -> Self {
        Others { read, known: RefCell::default() }
    }

    /// Places a span of one of them; `None` where it cannot be read.
    #[must_use]
    pub fn place(&self, path: &str, span: Span) -> Option<Place> {
        let mut known = self.known.borrow_mut();
        let indexed = |text: String| {
            let index = LineIndex::new(&text);
            (text, index)
        };
        let file = known.entry(path.to_owned()).or_insert_with(|| (self.read)(path).map(indexed));
        file.as_ref().map(|(text, index)| Place::new(text, index, span))
    }
}

/// A second place of a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct RelatedPlace {
    /// The other file, where it is another one.
    pub path: Option<String>,
    /// In the other file where there is one.
    pub place: Place,
    /// As [`Related::message`](crate::lint::Related::message).
    pub message: String,
}

/// A finding with its places as people count them.
#[derive(Clone, Debug, PartialEq)]
pub struct Located {
    /// With its places in bytes.
    pub finding: Finding,
    /// That of [`Finding::span`].
    pub place: Place,
    /// In the order of [`Finding::related`], without those in files that cannot be read.
    pub related: Vec<RelatedPlace>,
}

impl Located {
    /// Places a finding of the file with this text; `other` places a span of another file.
    #[must_use]
    pub fn new(
        text: &str,
        index: &LineIndex,
        finding: Finding,
        other: &dyn Fn(&str, Span) -> Option<Place>,
    ) -> Located {
        let related = finding
            .related
            .iter()
            .filter_map(|related| {
                let place = match &related.path {
                    None => Place::new(text, index, related.span),
                    Some(path) => other(path, related.span)?,
                };
                Some(RelatedPlace { path: related.path.clone(), place, message: related.message.clone() })
            })
            .collect();
        Located { place: Place::new(text, index, finding.span), related, finding }
    }

    /// Whether it is reported: neither silenced nor in a baseline.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.finding.state == State::Open
    }
}

/// What was found in one file.
#[derive(Clone, Debug, Default)]
pub struct FileReport {
    /// As people know it, with forward slashes.
    pub path: String,
    /// In the order of the file; silenced ones among them.
    pub findings: Vec<Located>,
}

impl FileReport {
    /// The findings that are reported.
    pub fn open(&self) -> impl Iterator<Item = &Located> {
        self.findings.iter().filter(|finding| finding.is_open())
    }

    /// The findings that are reported: errors, then warnings, then advice, each in the order of the file.
    #[must_use]
    pub fn worst_first(&self) -> Vec<&Located> {
        let mut findings: Vec<&Located> = self.open().collect();
        findings.sort_by_key(|located| Reverse(located.finding.severity));
        findings
    }
}
