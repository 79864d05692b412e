//! What the findings come to, for people.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{ConfigChoice, day};
use crate::language::Day;

#[derive(Debug, Args)]
pub(in crate::cli) struct ClarityArguments {
    /// Files, folders or patterns; the folder at hand unless told
    #[arg(value_name = "PATHS")]
    pub(in crate::cli) paths: Vec<PathBuf>,

    /// How to write the scorecards
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(in crate::cli) format: CardFormat,

    #[command(flatten)]
    pub(in crate::cli) config: ConfigChoice,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CardFormat {
    /// For people
    #[default]
    Terminal,
    /// One JSON document, for programs
    Json,
    /// A markdown document, for a pull request or a page
    Markdown,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ReportArguments {
    /// Files, folders or patterns; the folder at hand unless told
    #[arg(value_name = "PATHS")]
    pub(in crate::cli) paths: Vec<PathBuf>,

    /// The file to write; standard output unless told
    #[arg(long, short, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,

    /// What the page is about [default: the name of the folder]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) title: Option<String>,

    /// Show how clarity moved, through git, in up to COUNT commits [default: 24]
    ///
    /// Taken are all commits of this branch that touched the paths; if they are more than COUNT, the last one of each day,
    /// week, month, quarter or year, whichever is the shortest that leaves no more. All of them are judged by the rules and
    /// settings of today, and merged work by its merge.
    #[arg(long, value_name = "COUNT", num_args = 0..=1, require_equals = true, default_missing_value = "24",
          value_parser = clap::value_parser!(u16).range(1..=500))]
    pub(in crate::cli) history: Option<u16>,

    /// The day that the page is of, instead of today
    #[arg(long, value_name = "DATE", value_parser = day, hide = true)]
    pub(in crate::cli) today: Option<Day>,

    #[command(flatten)]
    pub(in crate::cli) config: ConfigChoice,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct BackbriefArguments {
    /// The brief
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,

    /// How to write the questions
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(in crate::cli) format: TextFormat,

    #[command(flatten)]
    pub(in crate::cli) config: ConfigChoice,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct DiagnoseArguments {
    /// The brief
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,

    /// What was missed: outcome, date, standard, limit; asked unless given
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub(in crate::cli) missed: Vec<String>,

    /// Read the brief as it was in this revision, when it was agreed
    #[arg(long, value_name = "REV")]
    pub(in crate::cli) at: Option<String>,

    /// How to write the diagnosis
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(in crate::cli) format: TextFormat,

    #[command(flatten)]
    pub(in crate::cli) config: ConfigChoice,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum TextFormat {
    /// For people, as a document
    #[default]
    Markdown,
    /// For programs
    Json,
}
