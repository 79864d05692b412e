use std::cmp::Ordering;

use super::Identity;
use crate::rule::Severity;
use crate::source::Span;

/// A place in a brief where a rule found something, and what to do about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The id of the rule.
    pub rule: String,
    /// The id of the group that the rule is in.
    pub group: String,
    /// The question of the clarity test that it answers.
    pub question: String,
    /// What is in force for the brief, which may differ from what the rule file says.
    pub severity: Severity,
    /// What is wrong, without a full stop; values in it are cut at 90 characters.
    pub message: String,
    /// What to do about it, in the same way.
    pub help: String,
    /// The words at fault; for something that is missing the heading or title that it is missing under.
    pub span: Span,
    /// Other places that explain it, in this brief or another.
    pub related: Vec<Related>,
    /// The number of the responsibility that it is about, if it is about one alone.
    pub home: Option<usize>,
    /// The name of that responsibility, in a brief with several.
    pub responsibility: Option<String>,
    /// What the brief silences, no baseline is asked about.
    pub state: State,
    /// The element that nothing states, where that is the fault.
    pub missing: Option<String>,
    /// By what it is known again in another version of the brief.
    pub identity: Identity,
}

impl Finding {
    /// The order of a report: that of the file, and by the name of the rule where two begin and end together.
    #[must_use]
    pub fn by_place(&self, other: &Finding) -> Ordering {
        (self.span, &self.rule).cmp(&(other.span, &other.rule))
    }

    /// Whether it counts against the answer to a question of the clarity test.
    #[must_use]
    pub fn undermines(&self) -> bool {
        self.state == State::Open && self.severity >= Severity::Warning
    }
}

/// A second place that belongs to a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// The other file, where it is another one.
    pub path: Option<String>,
    /// Bytes of the other file where there is one, else of the brief.
    pub span: Span,
    /// What is there, in a few words.
    pub message: String,
}

/// Whether a finding is reported.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// It is reported.
    Open,
    /// Silenced in the brief, with the reason given there.
    Silenced {
        /// As the brief gives it; never empty.
        reason: String,
    },
    /// In the baseline: it was there when the team began to use brieflint.
    Known,
}
