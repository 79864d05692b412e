//! What rule files declare: groups, rules, elements, sections and fields.

use serde::{Deserialize, Serialize};

use super::{RoleId, Roles, RuleId};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Severity {
    Advice,
    Warning,
    Error,
}

impl Severity {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Advice => "advice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A family of rules, and the question of the clarity test that it answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Group {
    pub id: String,
    pub question: String,
    pub title: String,
    pub about: Subject,
}

/// What a finding of a group counts against, where its rule does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Subject {
    /// The question of the group.
    #[default]
    Question,
    /// The element whose field, label or heading it stands under, else the question.
    Place,
    /// The element whose field, label or heading it stands under, else nothing: it is about the form of a brief.
    Form,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    pub id: String,
    pub group: u8,
    pub severity: Severity,
    pub summary: String,
    pub message: String,
    pub help: String,
    pub check: Check,
    /// The element that it counts against, where it is about one.
    pub about: Option<RoleId>,
    /// Rules whose hits on the same words give way to a hit of this one.
    pub replaces: Vec<RuleId>,
    /// Rules whose hits turn into hits of this one beside a match of its [`Owner::Beside`] cases.
    pub absorbs: Vec<RuleId>,
    /// The folder of rules that it came from: 0 for those built in.
    pub pack: u16,
}

/// What makes a rule fire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Check {
    /// Its cases.
    Passage,
    /// Nothing states the element.
    Missing(RoleId),
    /// At least this many passages of this rule's cases, and this many times as many as statements of these roles.
    Ratio { least: u16, times: u16, of: Roles },
    /// A check in code, by its number in [`CODE_CHECKS`].
    Code(u8),
}

/// The checks whose nature demands code: their rule files say `check: NAME`.
pub const CODE_CHECKS: [&str; 13] = [
    "yaml-syntax",
    "unknown-field",
    "invalid-field",
    "date-order",
    "contradiction",
    "empty-section",
    "several-owners",
    "duplicate-id",
    "broken-reference",
    "late-dependency",
    "overloaded-owner",
    "contested-outcome",
    "unused-silencing",
];

/// An element, or another role that a section can play.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Role {
    pub id: String,
    pub summary: String,
    /// Front matter fields that state it.
    pub fields: Vec<String>,
    /// A section under its heading states it only with a match of a content case.
    pub needs_content: bool,
    /// Hits of these rules state it.
    pub stated_by: Vec<RuleId>,
    /// Passages with hits of these rules do not.
    pub not_stated_by: Vec<RuleId>,
    /// It answers its question by itself; others only help.
    pub answers: bool,
    /// Each responsibility states it for itself.
    pub own: bool,
    /// What a brief gets that lacks it.
    pub stub: Option<Stub>,
}

/// The section that takes the place of a missing element until somebody writes it: the form of `stub` in its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Stub {
    /// Of several, the one with the lower number comes first, here and on a scorecard.
    pub order: u8,
    pub heading: String,
    /// Stands for the heading where a brief has lines with labels.
    pub label: String,
    /// The words that are still to be replaced: a placeholder.
    pub hole: String,
    /// Questions to whoever fills it in, the best one first; `{title}` is what the brief or the responsibility is called.
    pub asks: Vec<String>,
}

/// A field of the front matter that is known.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FieldDef {
    pub name: String,
    pub aliases: Vec<String>,
    pub kind: FieldKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum FieldKind {
    /// One string.
    Text,
    /// Text or a list of texts.
    Texts,
    /// One person or role.
    Person,
    /// A day.
    Date,
    /// A day, a month or a quarter.
    Period,
    /// A day, or how often.
    Review,
    /// Days, or mappings with a `date`.
    Dates,
    /// A date, a name or `true`.
    Agreement,
    /// An id, a path, or a list of them.
    References,
    Responsibilities,
}

/// Whether two keys are the same: `-`, `_` and a blank alike, in any case.
#[must_use]
pub fn same_key(a: &str, b: &str) -> bool {
    let fold = |byte: u8| if matches!(byte, b'-' | b' ') { b'_' } else { byte.to_ascii_lowercase() };
    a.len() == b.len() && a.bytes().map(fold).eq(b.bytes().map(fold))
}
