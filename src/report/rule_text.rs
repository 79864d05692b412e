use crate::rule::Severity;

/// What a report says about a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleText {
    pub id: String,
    pub group: String,
    pub severity: Severity,
    pub summary: String,
    /// Why it is there.
    pub why: String,
    /// How to mend what it finds.
    pub help: String,
}
