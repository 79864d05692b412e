//! Rules, settings and schemas, to look at and to try.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{ANY_BRIEF, ConfigChoice};

#[derive(Debug, Args)]
pub(in crate::cli) struct ExplainArguments {
    /// The name of the rule
    pub(in crate::cli) rule: String,

    #[command(flatten)]
    pub(in crate::cli) config: ConfigChoice,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(in crate::cli) struct RulesArguments {
    #[command(subcommand)]
    pub(in crate::cli) command: Option<RulesCommand>,

    /// How often each built-in rule is right, and how much it finds, measured on passages held back when it was built
    #[arg(long)]
    pub(in crate::cli) quality: bool,

    #[command(flatten)]
    pub(in crate::cli) config: ConfigChoice,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum RulesCommand {
    /// Write a commented rule file to start from
    #[command(after_help = "Example:\n  brieflint rules new house-style --in team-rules/text")]
    New {
        /// The name of the rule: lower case, words joined by hyphens
        id: String,
        /// The folder to write it to: the folder of its group in your folder of rules
        #[arg(long = "in", value_name = "FOLDER", default_value = "brieflint-rules/text")]
        folder: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TestArguments {
    /// Folders of rules, or single rule files; those that the config names unless told, else the built-in ones
    #[arg(value_name = "FILES")]
    pub(in crate::cli) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(in crate::cli) config: ConfigChoice,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct WordsArguments {
    /// The sentence
    pub(in crate::cli) text: String,

    #[command(flatten)]
    pub(in crate::cli) config: ConfigChoice,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ConfigArguments {
    /// The file to show the settings of
    #[arg(default_value = ANY_BRIEF)]
    pub(in crate::cli) file: PathBuf,

    #[command(flatten)]
    pub(in crate::cli) config: ConfigChoice,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct SchemaArguments {
    /// Which form
    #[arg(value_enum)]
    pub(in crate::cli) what: SchemaName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SchemaName {
    /// The front matter of a brief
    FrontMatter,
    /// brieflint.yaml
    Config,
    /// Rule files
    Rules,
    /// What `check --format json` writes
    Report,
    /// What `clarity --format json` writes
    Clarity,
    /// What `backbrief --format json` writes
    Backbrief,
    /// What `diagnose --format json` writes
    Diagnose,
}
