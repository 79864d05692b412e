//! Findings: where to look for them, which of them to report, and how.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{ConfigChoice, day};
use crate::language::Day;
use crate::rule::Severity;
use crate::yaml::{did_you_mean, nearest};

#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct CheckArguments {
    /// Files, folders, patterns, or `-` for standard input
    #[arg(value_name = "PATHS")]
    pub(in crate::cli) paths: Vec<PathBuf>,

    /// How to write findings: graphical (the default on a terminal), concise (elsewhere), json, sarif, github, gitlab,
    /// junit or markdown; with a file as often as you like
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = FormatChoice::parse, help_heading = "Output")]
    pub(in crate::cli) format: Vec<FormatChoice>,

    /// Draw every finding, however many of one kind there are
    #[arg(long, help_heading = "Output")]
    pub(in crate::cli) all: bool,

    /// Write only the summary
    #[arg(long, short, help_heading = "Output")]
    pub(in crate::cli) quiet: bool,

    /// List the files that would be checked, and stop
    #[arg(long, help_heading = "Output")]
    pub(in crate::cli) list_files: bool,

    /// Fix what can be fixed without changing what a brief says; what remains is reported
    #[arg(long, help_heading = "Fixing")]
    pub(in crate::cli) fix: bool,

    /// Show what --fix would change, and change nothing
    #[arg(long, help_heading = "Fixing")]
    pub(in crate::cli) diff: bool,

    /// Report only what is new since the work parted from this branch, tag or commit
    #[arg(long, value_name = "REF", conflicts_with = "staged", help_heading = "What is new")]
    pub(in crate::cli) since: Option<String>,

    /// Check what is staged for the next commit, and report only what is new in it
    #[arg(long, help_heading = "What is new")]
    pub(in crate::cli) staged: bool,

    /// Do not report the findings of this baseline
    #[arg(long, value_name = "FILE", help_heading = "What is new")]
    pub(in crate::cli) baseline: Option<PathBuf>,

    /// Report what is in the baseline, too
    #[arg(long, conflicts_with = "baseline", help_heading = "What is new")]
    pub(in crate::cli) no_baseline: bool,

    /// The lowest severity that makes the exit status 1 [default: warning]
    #[arg(long, value_enum, value_name = "LEVEL", help_heading = "Rules")]
    pub(in crate::cli) fail_on: Option<FailLevel>,

    /// Run only these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "Rules")]
    pub(in crate::cli) only: Vec<String>,

    /// Do not run these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "Rules")]
    pub(in crate::cli) skip: Vec<String>,

    /// Report what the briefs silence, too
    #[arg(long, help_heading = "Rules")]
    pub(in crate::cli) no_silencing: bool,

    #[command(flatten)]
    pub(in crate::cli) config: ConfigChoice,

    /// The name to use for what comes from standard input
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    pub(in crate::cli) stdin_filename: Option<PathBuf>,

    /// It is no error when no file matches
    #[arg(long, help_heading = "Input")]
    pub(in crate::cli) allow_empty: bool,

    /// The day that `until` in a silence is measured against, instead of today
    #[arg(long, value_name = "DATE", value_parser = day, hide = true)]
    pub(in crate::cli) today: Option<Day>,
}

/// A format, and the file that it goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct FormatChoice {
    pub(in crate::cli) name: FormatName,
    /// `None` for standard output.
    pub(in crate::cli) file: Option<PathBuf>,
}

impl FormatChoice {
    fn parse(text: &str) -> Result<FormatChoice, String> {
        let (name, file) = text.split_once('=').map_or((text, None), |(name, file)| (name, Some(file)));
        if file == Some("") {
            return Err(format!("`{name}=` names no file"));
        }
        let name = FormatName::from_str(name, false).map_err(|_| {
            let values = FormatName::value_variants().iter().filter_map(|variant| variant.to_possible_value());
            let names: Vec<String> = values.map(|value| value.get_name().to_owned()).collect();
            let help = match nearest(name, names.iter().map(String::as_str)) {
                Some(near) => did_you_mean(near),
                None => format!("there are {}", names.join(", ")),
            };
            format!("there is no format `{name}`; {help}")
        })?;
        Ok(FormatChoice { name, file: file.map(PathBuf::from) })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FormatName {
    /// Drawn under the words, for people
    Graphical,
    /// A line each: path:line:column: severity[rule] message
    Concise,
    /// One JSON document, for programs
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands of GitHub Actions
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// JUnit's XML, for build servers
    Junit,
    /// One comment for a pull request
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FailLevel {
    Advice,
    Warning,
    Error,
    Never,
}

impl FailLevel {
    pub(in crate::cli) fn severity(self) -> Option<Severity> {
        match self {
            FailLevel::Advice => Some(Severity::Advice),
            FailLevel::Warning => Some(Severity::Warning),
            FailLevel::Error => Some(Severity::Error),
            FailLevel::Never => None,
        }
    }
}

#[derive(Debug, Args)]
pub(in crate::cli) struct BaselineArguments {
    /// Files, folders or patterns
    #[arg(value_name = "PATHS")]
    pub(in crate::cli) paths: Vec<PathBuf>,

    /// The file to write; the config's `baseline` unless told, else brieflint-baseline.jsonl
    #[arg(long, short, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,

    /// Take in new findings, too, when there is a baseline already
    #[arg(long)]
    pub(in crate::cli) grow: bool,

    #[command(flatten)]
    pub(in crate::cli) config: ConfigChoice,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct LspArguments {
    /// What editors add to say how they talk; there is no other way
    #[arg(long, hide = true)]
    stdio: bool,

    #[command(flatten)]
    pub(in crate::cli) config: ConfigChoice,
}
