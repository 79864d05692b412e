//! The findings that were there when a team began to use brieflint: kept in a file, and not reported.

mod entry;
mod file;
mod matching;

pub use entry::Entry;
pub use file::{Baseline, FILE_NAME};
pub use matching::{BriefFindings, Outcome};
