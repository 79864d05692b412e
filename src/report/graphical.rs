use std::collections::BTreeMap;
use std::fmt::Write as _;

use miette::GraphicalReportHandler;

use super::diagnostic::{Drawn, Indexed, handler};
use super::{FileReport, Format, Summary, Terminal};
use crate::source::{LineIndex, Source, visible};

/// Findings of one rule in one file that are drawn before the rest is only counted.
const FIRST: usize = 3;

/// Findings drawn under the words that they are about, errors first in each file.
pub struct Graphical {
    handler: GraphicalReportHandler,
    /// Draw all findings, however many of one kind there are.
    all: bool,
    /// The text of a file that is no file: standard input.
    given: BTreeMap<String, String>,
}

impl Graphical {
    #[must_use]
    pub fn new(terminal: Terminal, all: bool, given: BTreeMap<String, String>) -> Self {
        Graphical { handler: handler(terminal), all, given }
    }

    fn text(&self, path: &str) -> Option<String> {
        match self.given.get(path) {
            Some(text) => Some(text.clone()),
            None => Source::read(path.as_ref()).ok().map(|source| source.text),
        }
    }
}

impl Format for Graphical {
    fn file(&mut self, file: &FileReport, out: &mut String) {
        let mut findings: Vec<_> = file.open().collect();
        if findings.is_empty() {
            return;
        }
        findings.sort_by_key(|located| std::cmp::Reverse(located.finding.severity));
        // The text is read again, so that a run holds one file at a time; it may be gone or shorter by now.
        let text = self.text(&file.path).unwrap_or_default();
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
