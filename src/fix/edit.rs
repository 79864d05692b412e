//! Changes to a text.

use std::collections::BTreeMap;

use crate::source::Span;

/// Rounds after which [`settle`] gives up.
pub const MOST_ROUNDS: usize = 8;

/// One change to a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes of the original that it replaces; empty for something that is put in between.
    pub span: Span,
    /// What stands there afterwards; empty for something that goes.
    pub replacement: String,
    /// What it does, in a few words.
    pub title: String,
    /// The rule that it is for.
    pub rule: String,
    /// The finding that it mends: its number among those that were given. `None` where no rule complains.
    pub finding: Option<usize>,
}

/// A text with every change that fits beside those before it.
#[must_use]
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut changed = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in fitting(text, edits) {
        let range = edit.span.range();
        changed.push_str(&text[at..range.start]);
        changed.push_str(&edit.replacement);
        at = range.end;
    }
    changed + &text[at..]
}

/// The edits in the order of the text, without those that overlap one before them or do not fit the text. Several may be
/// put in at the same place, in the order in which they are given.
fn fitting<'e>(text: &str, edits: &'e [Edit]) -> Vec<&'e Edit> {
    let mut fitting: Vec<&Edit> = edits.iter().filter(|edit| text.get(edit.span.range()).is_some()).collect();
    fitting.sort_by_key(|edit| edit.span);
    let mut end = 0;
    fitting.retain(|edit| {
        let fits = edit.span.start >= end;
        if fits {
            end = edit.span.end;
        }
        fits
    });
    fitting
}

/// A text that has been mended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// As it is after the last round.
    pub text: String,
    /// How many changes were made for each rule.
    pub rules: BTreeMap<String, usize>,
}

/// Mends a text with the edits that `find` has for it, in rounds until it has none: one that overlaps another waits for the
/// next round. Ends after [`MOST_ROUNDS`] in any case.
pub fn settle(text: &str, mut find: impl FnMut(&str) -> Vec<Edit>) -> Settled {
    let mut settled = Settled { text: text.to_owned(), rules: BTreeMap::new() };
    for _ in 0..MOST_ROUNDS {
        let edits = find(&settled.text);
        let fitting = fitting(&settled.text, &edits);
        if fitting.is_empty() {
            break;
        }
        for edit in fitting {
            *settled.rules.entry(edit.rule.clone()).or_default() += 1;
        }
        settled.text = apply(&settled.text, &edits);
    }
    settled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, replacement: &str) -> Edit {
        let span = Span::new(start, end);
        let (title, rule) = (String::new(), "r".to_owned());
        Edit { span, replacement: replacement.to_owned(), title, rule, finding: None }
    }

    #[test]
    fn edits_that_overlap_or_do_not_fit_are_left_out() {
        let edits =
            [edit(4, 4, "2"), edit(4, 4, "3"), edit(2, 3, "x"), edit(1, 3, "1"), edit(9, 9, "!"), edit(6, 7, "?")];
        assert_eq!(apply("abcdeé", &edits), "a1d23eé");
    }

    #[test]
    fn what_overlaps_waits_for_the_next_round() {
        let settled = settle("aaa", |text| match text {
            "aaa" => vec![edit(0, 2, "b"), edit(1, 3, "c")],
            "ba" => vec![edit(1, 2, "c")],
            _ => Vec::new(),
        });
        assert_eq!((settled.text.as_str(), settled.rules["r"]), ("bc", 2));
    }

    #[test]
    fn it_ends() {
        let settled = settle("", |_| vec![edit(0, 0, "a")]);
        assert_eq!(settled.text.len(), MOST_ROUNDS);
    }
}
