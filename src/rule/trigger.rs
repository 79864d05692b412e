//! Where a pattern has to be tried: at words that every match of it holds.

use super::pattern::Element;

/// Words and lists of which one must occur for a sequence to match, and how far from its start they can stand.
pub(super) struct Trigger<'s> {
    pub(super) elements: Vec<&'s Element>,
    pub(super) least: usize,
    pub(super) most: usize,
}

/// The sets of which one word must occur: a pattern needs to be tried only where a word of one such set stands. Empty
/// for a pattern that would match anywhere.
pub(super) fn triggers(sequence: &[Element]) -> Vec<Trigger<'_>> {
    let mut found = Vec::new();
    let (mut least, mut most) = (0, 0);
    for element in sequence {
        match element {
            Element::Word { .. } | Element::List { .. } => found.push(Trigger { elements: vec![element], least, most }),
            Element::Choice { optional: false, alternatives } => {
                // The first word of each alternative is enough: which one is rarest is settled for whole sets.
                let each: Option<Vec<Trigger<'_>>> =
                    alternatives.iter().map(|inner| triggers(inner).into_iter().next()).collect();
                if let Some(each) = each {
                    found.push(Trigger {
                        least: least + each.iter().map(|trigger| trigger.least).min().unwrap_or(0),
                        most: most + each.iter().map(|trigger| trigger.most).max().unwrap_or(0),
                        elements: each.into_iter().flat_map(|trigger| trigger.elements).collect(),
                    });
                }
            }
            _ => {}
        }
        let (shortest, longest) = width(element);
        least += shortest;
        most += longest;
    }
    found
}

/// The most words that an entry of a list is taken to have.
const LONGEST_ENTRY: usize = 30;

/// How many words an element can cover: at least, at most.
fn width(element: &Element) -> (usize, usize) {
    match element {
        Element::Word { .. } | Element::Any => (1, 1),
        Element::List { .. } => (1, LONGEST_ENTRY),
        Element::Gap(widest) => (0, usize::from(*widest)),
        Element::Choice { optional, alternatives } => {
            let widths = alternatives
                .iter()
                .map(|inner| inner.iter().map(width).fold((0, 0), |sum, width| (sum.0 + width.0, sum.1 + width.1)));
            let (least, most) = widths.fold((usize::MAX, 0), |all, one| (all.0.min(one.0), all.1.max(one.1)));
            (if *optional { 0 } else { least }, most)
        }
        Element::Not(_) | Element::Start | Element::ClauseStart | Element::End | Element::Mark(_) => (0, 0),
    }
}
