use std::fmt::Write as _;

use super::{FileReport, Format, Summary};
use crate::source::visible;

/// `path:line:column: severity[rule] message`, a line for each finding, errors first in each file.
#[derive(Debug, Default)]
pub struct Concise {
    /// Only the summary.
    pub quiet: bool,
}

impl Format for Concise {
    fn file(&mut self, file: &FileReport, out: &mut String) {
        if self.quiet {
            return;
        }
        for located in file.worst_first() {
            let finding = &located.finding;
            let start = located.place.start;
            let _ = writeln!(
                out,
                "{}:{}:{}: {}[{}] {}",
                visible(&file.path),
                start.line,
                start.column,
                finding.severity.name(),
                finding.rule,
                visible(&finding.message)
            );
        }
    }

    fn end(&mut self, summary: &Summary, out: &mut String) {
        summary.write(out);
    }
}
