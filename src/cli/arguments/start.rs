//! Beginnings: a new brief, and a repository that has no config yet.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{ConfigChoice, day};
use crate::language::Day;

#[derive(Debug, Args)]
pub(in crate::cli) struct NewArguments {
    /// The file to write; `brief.md` after a conversation, else standard output
    #[arg(long, short, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,

    /// Write over a file that is there
    #[arg(long)]
    pub(in crate::cli) force: bool,

    /// Ask for what the options leave open
    #[arg(long)]
    pub(in crate::cli) ask: bool,

    /// What kind of brief
    #[arg(long, value_enum, value_name = "KIND", default_value_t)]
    pub(in crate::cli) kind: KindName,

    /// What is handed over
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) title: Option<String>,

    /// Who answers for it
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) owner: Option<String>,

    /// Who hands it over
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) delegator: Option<String>,

    /// What will be true when it is done; may be given several times, like the others below
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) outcome: Vec<String>,

    /// When it is due
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) due: Option<String>,

    /// How anyone tells that it is good enough
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) standard: Vec<String>,

    /// What they decide alone
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) autonomy: Vec<String>,

    /// What must not be crossed
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) limit: Vec<String>,

    /// When you talk before the end
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) checkpoint: Vec<String>,

    /// What happens if it is not delivered
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) consequence: Vec<String>,

    /// When they agreed to it
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) agreed: Option<String>,

    /// The day of issue, instead of today
    #[arg(long, value_name = "DATE", value_parser = day, hide = true)]
    pub(in crate::cli) today: Option<Day>,

    #[command(flatten)]
    pub(in crate::cli) config: ConfigChoice,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum KindName {
    /// A piece of work with an end
    #[default]
    Brief,
    /// A standing responsibility, with a review
    Charter,
    /// A task for a software agent
    Agent,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct InitArguments {
    /// The root of the repository
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub(in crate::cli) folder: PathBuf,

    /// The service that runs the check on each push
    #[arg(long, value_enum, value_name = "SERVICE", default_value_t)]
    pub(in crate::cli) ci: CiName,

    /// Write without asking
    #[arg(long, short)]
    pub(in crate::cli) yes: bool,

    /// Show what would be written, and stop
    #[arg(long, conflicts_with = "yes")]
    pub(in crate::cli) dry_run: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CiName {
    /// The one that the repository shows signs of
    #[default]
    Auto,
    Github,
    Gitlab,
    None,
}
