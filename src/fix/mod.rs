//! Mends what can be mended without changing what a brief says: slips in the names of known fields, dates in another form
//! than programs read, and elements that are missing, which get a section with a hole in it.
//!
//! [`edits`] finds what to change in one text, [`apply`] changes it, [`settle`] does both until nothing is left.

mod edit;
mod fields;
mod place;
mod stub;

pub use edit::{Edit, MOST_ROUNDS, Settled, apply, settle};
pub(crate) use place::line_end;

use crate::brief::Brief;
use crate::lint::{Finding, Linter, Settings};
use crate::rule::Program;

/// What can be mended in one text, in its order. `findings` are those of [`crate::lint::check`] for the same text, program
/// and settings; silenced ones and those of a baseline are left alone.
#[must_use]
pub fn edits(
    text: &str,
    brief: &Brief,
    findings: &[Finding],
    program: &Program,
    settings: &Settings,
    linter: &mut Linter,
) -> Vec<Edit> {
    let reading = linter.read(text, brief, program);
    let mut edits = fields::edits(text, brief, findings, program, settings, &reading);
    edits.extend(stub::edits(text, brief, findings, program, &reading, linter));
    edits.sort_by_key(|edit| edit.span);
    edits
}
