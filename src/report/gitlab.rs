use serde_json::json;

use super::fingerprint::fingerprint;
use super::{FileReport, Format, Summary, plain_json};
use crate::rule::Severity;
use crate::source::{Root, visible};

/// GitLab's code quality report: a list of findings, shown in the merge request.
#[derive(Debug)]
pub struct Gitlab {
    root: Root,
    findings: usize,
}

impl Gitlab {
    /// Paths count from `root`, as those of a merge request do.
    #[must_use]
    pub fn new(root: Root) -> Self {
        Gitlab { root, findings: 0 }
    }
}

impl Format for Gitlab {
    fn begin(&mut self, out: &mut String) {
        out.push('[');
    }

    fn file(&mut self, file: &FileReport, out: &mut String) {
        let path = self.root.name(file.path.as_ref());
        for located in file.open() {
            let finding = &located.finding;
            let entry = json!({
                "check_name": finding.rule,
                "description": visible(&format!("{} ({})", finding.message, finding.help)),
                "fingerprint": fingerprint(Some(&path), finding),
                "severity": match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Advice => "info",
                },
                "location": {"path": path, "lines": {"begin": located.place.start.line, "end": located.place.end.line}},
            });
            out.push_str(if self.findings > 0 { ",\n" } else { "\n" });
            out.push_str(&plain_json(entry.to_string()));
            self.findings += 1;
        }
    }

    fn end(&mut self, _: &Summary, out: &mut String) {
        out.push_str("\n]\n");
    }
}
