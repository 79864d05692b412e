//! Findings as text: for a terminal, a line each, as JSON.

mod concise;
mod diagnostic;
mod graphical;
mod json;
mod located;
mod summary;
mod terminal;

pub use concise::Concise;
pub use diagnostic::show_error;
pub use graphical::Graphical;
pub use json::Json;
#[cfg(test)]
pub(crate) use json::schema;
pub(crate) use json::{SpanOut, finding};
pub use located::{FileReport, Located, Place, RelatedPlace};
pub use summary::{Summary, plural};
pub use terminal::{ColorChoice, Terminal};

/// A format: what it writes for each file, in their order, and at the end.
pub trait Format {
    /// Before anything else.
    fn begin(&mut self, out: &mut String) {
        let _ = out;
    }

    /// One file that was checked.
    fn file(&mut self, file: &FileReport, out: &mut String);

    /// After the last file.
    fn end(&mut self, summary: &Summary, out: &mut String);
}
