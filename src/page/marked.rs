//! The text of a brief, cut where findings begin and end.

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
    borders
        .windows(2)
        .map(|pair| {
            let on = |at: &usize| spans[*at].start <= pair[0] && pair[1] <= spans[*at].end;
            let worst = (0..spans.len()).filter(on).map(|at| findings[at].finding.severity).max();
            Piece {
                text: shown(&text[pair[0]..pair[1]]),
                severity: worst.map(|severity| severity.name()),
                ends: (0..spans.len())
                    .filter(|&at| !spans[at].is_empty() && spans[at].end == pair[1])
                    .map(|at| at + 1)
                    .collect(),
            }
        })
        .collect()
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
