use std::fmt::Write as _;

use super::{FileReport, Format, Summary};
use crate::rule::Severity;
use crate::source::{Root, visible};

/// Workflow commands, which GitHub shows on the lines of a pull request.
#[derive(Debug)]
pub struct Github {
    root: Root,
}

impl Github {
    /// Paths count from `root`, as those of a pull request do.
    #[must_use]
    pub fn new(root: Root) -> Self {
        Github { root }
    }
}

impl Format for Github {
    fn file(&mut self, file: &FileReport, out: &mut String) {
        let path = property(&visible(&self.root.name(file.path.as_ref())));
        // GitHub shows the first ten of each kind.
        for located in file.worst_first() {
            let (finding, place) = (&located.finding, located.place);
            let command = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Advice => "notice",
            };
            let _ = write!(out, "::{command} file={path},line={},endLine={}", place.start.line, place.end.line);
            // Columns mean something within one line only.
            if place.start.line == place.end.line {
                let _ = write!(out, ",col={},endColumn={}", place.start.column, place.end.column);
            }
            let title = property(&format!("brieflint: {}", finding.rule));
            let _ = writeln!(
                out,
                ",title={title}::{}",
                data(&format!("{}\n{}", visible(&finding.message), visible(&finding.help)))
            );
        }
    }

    fn end(&mut self, summary: &Summary, out: &mut String) {
        for failure in &summary.failures {
            let path = property(&visible(&self.root.name(failure.path.as_ref())));
            let _ = writeln!(out, "::error file={path},title=brieflint::{}", data(&visible(&failure.message)));
        }
        summary.write(out);
    }
}

/// A message: it ends at the line's end.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value among others: it ends at a comma or a colon, too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        let hostile = "a,b:c%0A\r\n::error::d";
        assert_eq!(data(hostile), "a,b:c%250A%0D%0A::error::d");
        assert_eq!(property(hostile), "a%2Cb%3Ac%250A%0D%0A%3A%3Aerror%3A%3Ad");
    }
}
