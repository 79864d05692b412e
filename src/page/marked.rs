//! The text of a brief, cut where findings begin and end.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::report::Located;
use crate::source::visible;

/// A stretch of a brief's text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    /// The severity of the worst finding on it.
    pub(super) severity: Option<&'static str>,
    /// The numbers, from 1, of the findings that end with it.
    pub(super) ends: Vec<usize>,
}

/// Cuts a text at the borders of its findings.
pub(super) fn cut(text: &str, findings: &[&Located]) -> Vec<Piece> {
    let spans: Vec<_> = findings.iter().map(|located| located.place.span.clamp(text).range()).collect();
    let mut borders: Vec<usize> = spans.iter().flat_map(|span| [span.start, span.end]).chain([0, text.len()]).collect();
    borders.sort_unstable();
    borders.dedup();
    let marked = || (0..spans.len()).filter(|&at| !spans[at].is_empty());
    let (mut by_start, mut by_end): (Vec<usize>, Vec<usize>) = (marked().collect(), marked().collect());
    by_start.sort_by_key(|&at| spans[at].start);
    by_end.sort_by_key(|&at| spans[at].end);
    let (mut by_start, mut by_end) = (by_start.into_iter().peekable(), by_end.into_iter().peekable());
    // How many findings of each severity are open here, so that many of them cost no more than their number.
    let mut open: BTreeMap<_, usize> = BTreeMap::new();
    let mut pieces = Vec::with_capacity(borders.len());
    for pair in borders.windows(2) {
        while let Some(at) = by_start.next_if(|&at| spans[at].start == pair[0]) {
            *open.entry(findings[at].finding.severity).or_default() += 1;
        }
        let worst = open.iter().rev().find(|(_, count)| **count > 0).map(|(severity, _)| severity.name());
        let mut ends = Vec::new();
        while let Some(at) = by_end.next_if(|&at| spans[at].end == pair[1]) {
            *open.entry(findings[at].finding.severity).or_default() -= 1;
            ends.push(at + 1);
        }
        pieces.push(Piece { text: shown(&text[pair[0]..pair[1]]), severity: worst, ends });
    }
    pieces
}

/// The same text with what cannot be seen made visible; lines and tabs stay.
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for line in text.trim_start_matches('\u{feff}').split_inclusive('\n') {
        let (words, end) = line.strip_suffix('\n').map_or((line, ""), |words| (words, "\n"));
        for (at, part) in words.trim_end_matches('\r').split('\t').enumerate() {
            let tab = if at > 0 { "\t" } else { "" };
            let _ = write!(shown, "{tab}{}", visible(part));
        }
        shown.push_str(end);
    }
    shown
}
