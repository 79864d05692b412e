use serde::Deserialize;

use crate::rule::Severity;
use crate::yaml::{Entries, Spanned};

type Text = Spanned<String>;

/// The form of `brieflint.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ConfigFile {
    /// Other config files that this one builds on, by their path from here.
    #[serde(default)]
    pub(super) extends: Vec<Text>,
    /// The language of briefs that do not name theirs.
    pub(super) language: Option<Text>,
    /// Rules by name: off, or another severity.
    #[serde(default)]
    pub(super) rules: Entries<Level>,
    /// What differs for some files.
    #[serde(default)]
    pub(super) overrides: Vec<Override>,
    /// What differs for briefs of a kind, named by their front matter's `kind` or by an override.
    #[serde(default)]
    pub(super) profiles: Entries<Profile>,
    /// Which files in a folder are briefs, as patterns from here; all markdown files unless told.
    pub(super) include: Option<Spanned<Vec<String>>>,
    /// Which files are left out, also where they are named.
    pub(super) exclude: Option<Spanned<Vec<String>>>,
    /// Folders with rule files of your own, by their path from here.
    pub(super) packs: Option<Vec<Text>>,
    /// Headings of your own for an element or a section.
    #[serde(default)]
    pub(super) headings: Entries<Vec<Text>>,
    /// Words of your own for a word list.
    #[serde(default)]
    pub(super) words: Entries<Vec<Text>>,
    /// The file with the findings that are known and not reported, by its path from here.
    pub(super) baseline: Option<Text>,
    /// The lowest severity that makes the exit status 1.
    pub(super) fail_on: Option<Spanned<FailLevel>>,
    #[serde(default)]
    pub(super) silencing: Silencing,
    #[serde(default)]
    pub(super) portfolio: PortfolioLimits,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Override {
    /// Patterns from here, as in a .gitignore.
    pub(super) files: Vec<Text>,
    /// The profile that these briefs have.
    pub(super) profile: Option<Text>,
    #[serde(default)]
    pub(super) rules: Entries<Level>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Profile {
    #[serde(default)]
    pub(super) rules: Entries<Level>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Silencing {
    /// Whether comments and front matter in a brief can silence rules at all.
    pub(super) allowed: Option<Spanned<bool>>,
    /// Rules that a brief cannot silence.
    pub(super) never: Option<Vec<Text>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct PortfolioLimits {
    /// Briefs of one owner that may fall due within the window.
    pub(super) most_due: Option<Spanned<u32>>,
    /// The length of the window, in days.
    pub(super) window_days: Option<Spanned<u32>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum Level {
    Off,
    Advice,
    Warning,
    Error,
}

impl Level {
    pub(super) fn severity(self) -> Option<Severity> {
        match self {
            Level::Off => None,
            Level::Advice => Some(Severity::Advice),
            Level::Warning => Some(Severity::Warning),
            Level::Error => Some(Severity::Error),
        }
    }

    pub(super) fn name(self) -> &'static str {
        self.severity().map_or("off", Severity::name)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum FailLevel {
    Advice,
    Warning,
    Error,
    Never,
}
