//! Findings as text: for people, and in the forms that other programs read.

mod concise;
mod diagnostic;
mod explanation;
mod fingerprint;
mod github;
mod gitlab;
mod graphical;
mod json;
mod junit;
mod located;
mod markdown;
mod quality;
mod rule_text;
mod sarif;
mod summary;
mod terminal;

pub use concise::Concise;
pub use diagnostic::{show_error, show_message};
pub use explanation::Explanation;
pub use github::Github;
pub use gitlab::Gitlab;
pub use graphical::{Graphical, Texts};
#[cfg(test)]
pub(crate) use json::{FindingOut, schema};
pub use json::{Json, plain_json};
pub(crate) use json::{SpanOut, finding};
pub use junit::Junit;
pub use located::{FileReport, Located, Others, Place, RelatedPlace};
pub use markdown::{Markdown, escape_markdown};
pub(crate) use quality::quality_table;
pub use rule_text::RuleText;
pub use sarif::Sarif;
pub(crate) use sarif::escape_address;
pub use summary::{Failure, Summary, plural};
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
