use std::collections::BTreeMap;
use std::fmt::Write as _;

use miette::GraphicalReportHandler;

use super::diagnostic::{Drawn, Indexed, handler};
use super::{FileReport, Format, Summary, Terminal};
use crate::source::{LineIndex, visible};

/// Findings of one rule in one file that are drawn before the rest is only counted.
const FIRST: usize = 3;

/// Gives the text of a brief by its path.
pub type Texts<'t> = Box<dyn Fn(&str) -> Option<String> + 't>;

/// Findings drawn under the words that they are about, errors first in each file.
pub struct Graphical<'t> {
    handler: GraphicalReportHandler,
    /// Draw all findings, however many of one kind there are.
    all: bool,
    /// Reads a brief again, so that a run need not hold them all.
    read: Texts<'t>,
}

impl<'t> Graphical<'t> {
    /// Draws all findings of a brief, or only the first few of a kind.
    #[must_use]
    pub fn new(terminal: Terminal, all: bool, read: Texts<'t>) -> Self {
        Graphical { handler: handler(terminal), all, read }
    }
}

impl Format for Graphical<'_> {
    fn file(&mut self, file: &FileReport, out: &mut String) {
        let findings = file.worst_first();
        if findings.is_empty() {
            return;
        }
        // It may be gone or shorter by now.
        let text = (self.read)(&file.path).unwrap_or_default();
        let index = LineIndex::new(&text);
        let source = Indexed::new(&file.path, &text, &index);
        let mut drawn: BTreeMap<&str, usize> = BTreeMap::new();
        for located in findings {
            let count = drawn.entry(&located.finding.rule).or_default();
            *count += 1;
            if *count > FIRST && !self.all {
                continue;
            }
            let fits = (located.place.span.end as usize) <= text.len();
            let before = out.len();
            if !fits || self.handler.render_report(out, &Drawn::finding(located, &source)).is_err() {
                out.truncate(before);
                let start = located.place.start;
                let _ = writeln!(
                    out,
                    "{}:{}:{}: {}",
                    visible(&file.path),
                    start.line,
                    start.column,
                    visible(&located.finding.message)
                );
            }
            out.push('\n');
        }
        for (rule, count) in drawn {
            if count > FIRST && !self.all {
                let _ = writeln!(
                    out,
                    "  … and {} more of {rule} in {} (--all shows them)\n",
                    count - FIRST,
                    visible(&file.path)
                );
            }
        }
    }

    fn end(&mut self, summary: &Summary, out: &mut String) {
        summary.write(out);
    }
}
