use std::cmp::Reverse;

use crate::lint::{Finding, State};
use crate::source::{LineIndex, Position, Span};

/// A span with its lines and columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub span: Span,
    pub start: Position,
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

/// A second place of a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct RelatedPlace {
    /// The other file, where it is another one.
    pub path: Option<String>,
    pub place: Place,
    pub message: String,
}

/// A finding with its places as people count them.
#[derive(Clone, Debug, PartialEq)]
pub struct Located {
    pub finding: Finding,
    pub place: Place,
    pub related: Vec<RelatedPlace>,
}

impl Located {
    /// Places a finding of the file with this text; `other` gives text and index of other files.
    #[must_use]
    pub fn new(text: &str, index: &LineIndex, finding: Finding, other: &dyn Fn(&str) -> Option<String>) -> Located {
        let related = finding
            .related
            .iter()
            .filter_map(|related| {
                let place = match &related.path {
                    None => Place::new(text, index, related.span),
                    Some(path) => {
                        let text = other(path)?;
                        Place::new(&text, &LineIndex::new(&text), related.span)
                    }
                };
                Some(RelatedPlace { path: related.path.clone(), place, message: related.message.clone() })
            })
            .collect();
        Located { place: Place::new(text, index, finding.span), related, finding }
    }

    #[must_use]
    pub fn is_open(&self) -> bool {
        self.finding.state == State::Open
    }
}

/// What was found in one file.
#[derive(Clone, Debug, Default)]
pub struct FileReport {
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
