//! How well each built-in rule does on passages that were held back when it was built.

use std::fmt::Write as _;

/// Written by `.ci/quality.py`, which also checks that it is current.
static TABLE: &str = include_str!("quality.tsv");

/// The measure of one rule. For a rule about something missing, the passages are those that state it, or seem to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quality {
    /// Passages to be found, and how many of them are.
    wanted: u32,
    found: u32,
    /// Passages to be left alone, and how many of them are not.
    others: u32,
    wrong: u32,
}

impl Quality {
    /// What was measured of a rule, if it was.
    pub(super) fn of(rule: &str) -> Option<Quality> {
        let mut row = TABLE.lines().find_map(|line| line.strip_prefix(rule)?.strip_prefix('\t'))?.split('\t');
        let mut next = || row.next()?.parse().ok();
        Some(Quality { wanted: next()?, found: next()?, others: next()?, wrong: next()? })
    }

    /// How much of what it finds is right: 0 to 1.
    fn precision(self) -> f64 {
        f64::from(self.found) / f64::from((self.found + self.wrong).max(1))
    }

    /// How much of what is there it finds: 0 to 1.
    fn recall(self) -> f64 {
        f64::from(self.found) / f64::from(self.wanted.max(1))
    }

    fn passages(self) -> u32 {
        self.wanted + self.others
    }
}

impl std::fmt::Display for Quality {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (precision, recall, passages) = (self.precision(), self.recall(), self.passages());
        write!(f, "precision {precision:.2}, recall {recall:.2}, on {passages} passages held back when it was built")
    }
}

/// The table of `brieflint rules --quality`.
pub(crate) fn quality_table<'r>(rules: impl Iterator<Item = &'r str>) -> String {
    let measured: Vec<(&str, Quality)> = rules.filter_map(|rule| Some((rule, Quality::of(rule)?))).collect();
    let width = measured.iter().map(|(rule, _)| rule.len()).max().unwrap_or(0);
    let mut text = format!("{:width$}  precision  recall  passages\n", "rule");
    for (rule, quality) in measured {
        let (precision, recall) = (quality.precision(), quality.recall());
        let _ = writeln!(text, "{rule:width$}  {precision:>9.2}  {recall:>6.2}  {:>8}", quality.passages());
    }
    text.push_str(
        "\nMeasured on single passages that were held back when the rules were built; two thirds of them then helped to tune \
         them.\nBriefs by other people are harder: see “What it does not catch” in the README. Rules that are not listed are \
         not measured so.\n",
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::builtin;

    #[test]
    fn every_row_is_a_rule_and_makes_sense() {
        let program = builtin();
        for line in TABLE.lines().skip(1) {
            let rule = line.split('\t').next().unwrap_or_default();
            let quality = Quality::of(rule).unwrap_or_else(|| panic!("{line}"));
            assert!(program.rule(rule).is_some(), "{rule} is no rule");
            assert!(quality.found <= quality.wanted && quality.wrong <= quality.others, "{line}");
        }
    }
}
