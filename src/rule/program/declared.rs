//! What rule files declare: groups, rules, elements, sections and fields.

use serde::{Deserialize, Serialize};

use super::{RoleId, Roles, RuleId};

/// Advice is worth a thought, a warning undermines an answer of the clarity test, an error makes it fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "documented variants would change the form of the schema")]
pub enum Severity {
    Advice,
    Warning,
    Error,
}

impl Severity {
    /// As configs, rule files and reports write it.
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
    /// The name of the folder that its rules stand in.
    pub id: String,
    /// Its id, one of [`Program::questions`](super::Program::questions).
    pub question: String,
    /// What its rules ask of a brief, as a question.
    pub title: String,
    /// For rules that name no element themselves.
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

/// A rule as its file declares it. What it looks for is in the cases that name it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// The name of its file, without the ending: a team's own rule of the same name replaces it.
    pub id: String,
    /// A place in [`Program::groups`](super::Program::groups).
    pub group: u8,
    /// Holds unless a config says otherwise.
    pub severity: Severity,
    /// What it finds, in a few words.
    pub summary: String,
    /// The message of its findings; `{match}` and other holes take what was found.
    pub message: String,
    /// The help of its findings, with the same holes.
    pub help: String,
    /// What has to be so for it to find something.
    pub check: Check,
    /// The element that it counts against, where it is about one.
    pub about: Option<RoleId>,
    /// Rules whose hits on the same words give way to a hit of this one.
    pub replaces: Vec<RuleId>,
    /// Rules whose hits turn into hits of this one beside a match of its `beside` cases.
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
    /// The passages of its cases are many, and many for each statement of some elements.
    Ratio {
        /// The least number of blocks with such a passage.
        least: u16,
        /// The least number of them for each block that has a statement and no such passage.
        times: u16,
        /// The elements whose statements are counted.
        of: Roles,
    },
    /// A check whose nature demands code.
    Code(CodeCheck),
}

/// A check in code: its rule file says `check: NAME`, and holds its text and its examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the rule files say what they look for")]
pub enum CodeCheck {
    YamlSyntax,
    UnknownField,
    InvalidField,
    DateOrder,
    Contradiction,
    EmptySection,
    SeveralOwners,
    DuplicateId,
    BrokenReference,
    LateDependency,
    OverloadedOwner,
    ContestedOutcome,
    UnusedSilencing,
}

impl CodeCheck {
    /// All of them.
    pub const ALL: [CodeCheck; 13] = [
        CodeCheck::YamlSyntax,
        CodeCheck::UnknownField,
        CodeCheck::InvalidField,
        CodeCheck::DateOrder,
        CodeCheck::Contradiction,
        CodeCheck::EmptySection,
        CodeCheck::SeveralOwners,
        CodeCheck::DuplicateId,
        CodeCheck::BrokenReference,
        CodeCheck::LateDependency,
        CodeCheck::OverloadedOwner,
        CodeCheck::ContestedOutcome,
        CodeCheck::UnusedSilencing,
    ];

    /// As rule files write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            CodeCheck::YamlSyntax => "yaml-syntax",
            CodeCheck::UnknownField => "unknown-field",
            CodeCheck::InvalidField => "invalid-field",
            CodeCheck::DateOrder => "date-order",
            CodeCheck::Contradiction => "contradiction",
            CodeCheck::EmptySection => "empty-section",
            CodeCheck::SeveralOwners => "several-owners",
            CodeCheck::DuplicateId => "duplicate-id",
            CodeCheck::BrokenReference => "broken-reference",
            CodeCheck::LateDependency => "late-dependency",
            CodeCheck::OverloadedOwner => "overloaded-owner",
            CodeCheck::ContestedOutcome => "contested-outcome",
            CodeCheck::UnusedSilencing => "unused-silencing",
        }
    }
}

/// An element, or another role that a section can play.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Role {
    /// The name of its file, without the ending.
    pub id: String,
    /// What it is, in a few words, as editors show it.
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
    /// Of the section, without the signs of markdown.
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
    /// The key that counts before all others, and by which the program knows it.
    pub name: String,
    /// Other keys for it; the first of them counts where the name itself is not there.
    pub aliases: Vec<String>,
    /// Anything else as its value is a finding.
    pub kind: FieldKind,
}

/// What the value of a field has to be.
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
    /// A list of mappings, each with fields as a brief has them.
    Responsibilities,
}

/// Whether two keys are the same: `-`, `_` and a blank alike, in any case.
#[must_use]
pub fn same_key(a: &str, b: &str) -> bool {
    let fold = |byte: u8| if matches!(byte, b'-' | b' ') { b'_' } else { byte.to_ascii_lowercase() };
    a.len() == b.len() && a.bytes().map(fold).eq(b.bytes().map(fold))
}
