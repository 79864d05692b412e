//! The clarity test for people: what each responsibility answers, with the words and lines that do it.

mod backbrief;
mod diagnose;
mod draft;
mod json;
mod markdown;
mod sheet;
mod terminal;
mod wording;

pub use backbrief::{Asked, BackBrief, back_brief};
pub(crate) use diagnose::diagnose;
pub(crate) use draft::{Draft, DraftKind};
pub use json::Json;
#[cfg(test)]
pub(crate) use json::schemas;
pub use markdown::Markdown;
pub use sheet::{Answer, Card, Element, Sheet, Stated, Verdict};
pub use terminal::Text;
pub use wording::Wording;
pub(crate) use wording::{NewWords, Step, capital, excerpt, fill};

use crate::lint::Grade;

/// How many responsibilities came to which grade.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Tally {
    /// All that were judged.
    pub responsibilities: usize,
    /// Those whose worst answer passes.
    pub pass: usize,
    /// Those whose worst answer is undermined and does not fail.
    pub partly: usize,
    /// Those with an answer that fails.
    pub fail: usize,
}

impl Tally {
    /// Counts the responsibilities of a file.
    pub fn add(&mut self, sheet: &Sheet) {
        for card in &sheet.cards {
            self.responsibilities += 1;
            match card.worst() {
                Grade::Pass => self.pass += 1,
                Grade::Partly => self.partly += 1,
                Grade::Fail => self.fail += 1,
            }
        }
    }
}

/// A form of the scorecards.
pub trait Form {
    /// All sheets of one run.
    fn write(&self, sheets: &[Sheet], tally: Tally) -> String;
}
