use crate::rule::Severity;

/// What a report says about a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleText {
    /// By which findings, configs and silences name it.
    pub id: String,
    /// The id of its group.
    pub group: String,
    /// What its file says; a config may say otherwise.
    pub severity: Severity,
    /// What it finds, in a few words.
    pub summary: String,
    /// Why it is there.
    pub why: String,
    /// How to mend what it finds.
    pub help: String,
}
