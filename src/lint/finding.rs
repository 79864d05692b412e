use std::cmp::Ordering;

use super::Identity;
use crate::rule::Severity;
use crate::source::Span;

/// A place in a brief where a rule found something, and what to do about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub rule: String,
    pub group: String,
    /// The question of the clarity test that it answers.
    pub question: String,
    pub severity: Severity,
    pub message: String,
    pub help: String,
    /// The words at fault; for something that is missing the heading or title that it is missing under.
    pub span: Span,
    pub related: Vec<Related>,
    /// The responsibility that it is about, in a brief with several.
    pub responsibility: Option<String>,
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
    pub span: Span,
    pub message: String,
}

/// Whether a finding is reported.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    Open,
    /// Silenced in the brief, with the reason given there.
    Silenced {
        reason: String,
    },
    /// In the baseline: it was there when the team began to use brieflint.
    Known,
}
