use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::FileReport;
use crate::lint::State;
use crate::rule::Severity;
use crate::source::{Problem, visible};

/// The counts of a whole run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// All that were checked, with findings or without.
    pub files: usize,
    /// Files with at least one finding.
    pub with_findings: usize,
    /// Open findings that are errors.
    pub errors: usize,
    /// Open findings that are warnings.
    pub warnings: usize,
    /// Open findings that are advice.
    pub advice: usize,
    /// Findings that their brief silences, of any severity.
    pub silenced: usize,
    /// Findings that are in the baseline.
    pub known: usize,
    /// For each rule its severity, how often, and in how many files.
    pub rules: BTreeMap<String, (Severity, usize, usize)>,
    /// Files that were mended, and how many changes were made for each rule.
    pub mended: Vec<(String, BTreeMap<String, usize>)>,
    /// What is worth knowing beside the findings.
    pub notes: Vec<String>,
    /// Files that could not be checked.
    pub failures: Vec<Failure>,
}

/// A file that could not be checked, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// As people know it.
    pub path: String,
    /// For people, without the path.
    pub message: String,
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Failure { path: problem.path, message: problem.message }
    }
}

/// From this many files on, the summary has a table by rule.
const TABLE_FROM: usize = 5;

impl Summary {
    /// Counts a file.
    pub fn add(&mut self, file: &FileReport) {
        self.files += 1;
        let mut seen = std::collections::BTreeSet::new();
        for located in &file.findings {
            match located.finding.state {
                State::Open => {}
                State::Silenced { .. } => {
                    self.silenced += 1;
                    continue;
                }
                State::Known => {
                    self.known += 1;
                    continue;
                }
            }
            let finding = &located.finding;
            match finding.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Advice => self.advice += 1,
            }
            let entry = self.rules.entry(finding.rule.clone()).or_insert((finding.severity, 0, 0));
            entry.0 = entry.0.max(finding.severity);
            entry.1 += 1;
            entry.2 += usize::from(seen.insert(finding.rule.clone()));
        }
        self.with_findings += usize::from(!seen.is_empty());
    }

    /// The rules that found something, the weightiest first.
    #[must_use]
    pub fn by_weight(&self) -> Vec<(&str, (Severity, usize, usize))> {
        let mut rules: Vec<_> = self.rules.iter().map(|(rule, &counts)| (rule.as_str(), counts)).collect();
        rules.sort_by(|(a, first), (b, second)| (second.0, second.1).cmp(&(first.0, first.1)).then(a.cmp(b)));
        rules
    }

    /// All counts in one line.
    #[must_use]
    pub fn line(&self) -> String {
        if self.files == 0 {
            return "no brief was checked".to_owned();
        }
        let counts: Vec<String> = [(self.errors, "error"), (self.warnings, "warning")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, name)| plural(count, name))
            .chain((self.advice > 0).then(|| format!("{} of advice", plural(self.advice, "piece"))))
            .collect();
        let among = if self.files > 1 { format!(" in {} of them", self.with_findings) } else { String::new() };
        let found = match counts.len() {
            0 => "nothing found".to_owned(),
            _ => format!("{}{among}", join(&counts)),
        };
        let aside: String = [(self.silenced, "silenced"), (self.known, "in the baseline")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!(", {count} {what}"))
            .collect();
        format!("{} checked, {found}{aside}", plural(self.files, "brief"))
    }

    /// One line, and with many files a table by rule before it.
    pub fn write(&self, out: &mut String) {
        if self.files >= TABLE_FROM && !self.rules.is_empty() {
            let width = self.rules.keys().map(String::len).max().unwrap_or(0);
            for (rule, (severity, count, files)) in self.by_weight() {
                let _ =
                    writeln!(out, "  {rule:width$}  {:7}  {count:5} in {}", severity.name(), plural(files, "brief"));
            }
            out.push('\n');
        }
        for (path, rules) in &self.mended {
            let counts: Vec<String> = rules.iter().map(|(rule, count)| format!("{count} {rule}")).collect();
            let _ = writeln!(out, "fixed {}: {}", visible(path), join(&counts));
        }
        let _ = writeln!(out, "{}", self.line());
        for note in &self.notes {
            let _ = writeln!(out, "note: {}", visible(note));
        }
    }
}

/// `1 brief`, `2 briefs`.
#[must_use]
pub fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn join(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}
