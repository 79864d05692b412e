//! The command line as clap reads it, by what a command is for.

mod check;
mod clarity;
mod rules;
mod start;

pub(super) use check::{BaselineArguments, CheckArguments, FormatChoice, FormatName, LspArguments};
pub(super) use clarity::{
    BackbriefArguments, CardFormat, ClarityArguments, DiagnoseArguments, ReportArguments, TextFormat,
};
pub(super) use rules::{
    ConfigArguments, ExplainArguments, RulesArguments, RulesCommand, SchemaArguments, SchemaName, TestArguments,
    WordsArguments,
};
pub(super) use start::{CiName, InitArguments, KindName, NewArguments};

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::language::{Calendar, Day, Read};
use crate::report::ColorChoice;

/// A name for a brief in the folder at hand, where it is all one which.
pub(super) const ANY_BRIEF: &str = "brief.md";

/// Holds delegation briefs to the clarity test: is it clear what is owed, what is free, and what follows if it is not
/// delivered?
#[derive(Debug, Parser)]
#[command(
    name = "brieflint",
    version,
    args_conflicts_with_subcommands = true,
    arg_required_else_help = true,
    max_term_width = 100
)]
#[command(
    after_help = "Examples:\n  brieflint briefs/                    check every brief in a folder\n  brieflint explain approval-gate      why a rule is there, and how to fix what it finds"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,

    #[command(flatten)]
    pub(super) check: CheckArguments,

    /// When to use colour
    #[arg(long, value_enum, default_value_t, global = true, value_name = "WHEN", hide_possible_values = false)]
    pub(super) color: Color,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check briefs; also what `brieflint PATHS` does
    #[command(
        after_help = "Examples:\n  brieflint check briefs/ charters/*.md\n  brieflint check --format json . > findings.json\n  pandoc brief.docx -t markdown | brieflint check - --stdin-filename brief.md"
    )]
    Check(CheckArguments),
    /// The clarity test: for each responsibility the three questions, answered with the words that do it
    ///
    /// The exit status is 0 when every question passes, and 1 when one does not.
    #[command(
        after_help = "Examples:\n  brieflint clarity briefs/move.md\n  brieflint clarity --format markdown briefs/ > clarity.md"
    )]
    Clarity(ClarityArguments),
    /// One self-contained web page about a folder of briefs
    #[command(
        after_help = "Examples:\n  brieflint report briefs/ -o report.html\n  brieflint report briefs/ --history -o report.html"
    )]
    Report(ReportArguments),
    /// What the delegate should be able to answer before starting, and where the brief answers it
    #[command(after_help = "Example:\n  brieflint backbrief briefs/move.md")]
    Backbrief(BackbriefArguments),
    /// After a miss: where the brief broke down, who owes the next step, and an agenda for the talk
    #[command(
        after_help = "Examples:\n  brieflint diagnose briefs/move.md --missed date\n  brieflint diagnose briefs/move.md --missed outcome,limit --at v1"
    )]
    Diagnose(DiagnoseArguments),
    /// Write a brief, by conversation or from options
    ///
    /// Without options it asks the three questions, and shows at once what each answer would be flagged for. The exit
    /// status is that of a check of what was written.
    #[command(
        after_help = "Examples:\n  brieflint new -o briefs/archive.md\n  brieflint new --kind agent -o briefs/importer.md\n  brieflint new --title 'Moving the archive' --owner 'Ines Cardoso' --due 2027-03-12 > move.md"
    )]
    New(NewArguments),
    /// Set a repository up: config, hook and CI, shown before anything is written
    #[command(after_help = "Example:\n  brieflint init --ci github")]
    Init(InitArguments),
    /// Why a rule is there, what it finds and what it does not, how to fix it and how to silence it
    #[command(after_help = "Example:\n  brieflint explain approval-gate")]
    Explain(ExplainArguments),
    /// The list of rules, by the question that they answer
    #[command(after_help = "Examples:\n  brieflint rules\n  brieflint rules new fair-share --in team-rules/ownership")]
    Rules(RulesArguments),
    /// Run the examples in rule files
    #[command(after_help = "Example:\n  brieflint test team-rules/")]
    Test(TestArguments),
    /// Print a JSON schema, for editors and other programs
    #[command(after_help = "Example:\n  brieflint schema config > brieflint.schema.json")]
    Schema(SchemaArguments),
    /// Write down the findings of today, so that `check` reports only what is new
    #[command(
        after_help = "Examples:\n  brieflint baseline briefs/           the first time\n  brieflint baseline briefs/           later: drop what is fixed\n  brieflint baseline --grow briefs/    take in what is new, too"
    )]
    Baseline(BaselineArguments),
    /// Serve an editor: findings as you type, explanations, and edits that fix them
    ///
    /// An editor starts it and talks with it over standard input and output, by the Language Server Protocol. The exit
    /// status is 0 when the editor asked for a shutdown before it left, and 1 when it did not.
    #[command(after_help = "Example:\n  brieflint lsp    what the settings of an editor have as its command")]
    Lsp(LspArguments),
    /// Show every setting in force for a file, and where it comes from
    #[command(after_help = "Example:\n  brieflint config briefs/move.md")]
    Config(ConfigArguments),
    /// Print what a shell needs to complete command lines
    #[command(hide = true, after_help = "Example:\n  brieflint completions bash > brieflint.bash")]
    Completions {
        /// Which shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write all of them to a folder
    #[command(hide = true, after_help = "Example:\n  brieflint man > brieflint.1")]
    Man {
        /// The folder
        folder: Option<PathBuf>,
    },
    /// Show how a sentence is read: its words, and the word lists that they are in
    #[command(after_help = "Example:\n  brieflint words 'Nothing ships until I have signed it off.'")]
    Words(WordsArguments),
}

#[derive(Clone, Debug, Default, Args)]
pub(super) struct ConfigChoice {
    /// Use this config file and no other
    #[arg(long, value_name = "FILE", help_heading = "Config")]
    pub(super) config: Option<PathBuf>,

    /// Use no config file
    #[arg(long, conflicts_with = "config", help_heading = "Config")]
    pub(super) no_config: bool,

    /// Use the rules of this folder instead of the built-in ones, to try a change to them
    #[arg(long, value_name = "FOLDER", help_heading = "Config", hide = true)]
    pub(super) rules_from: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

impl From<Color> for ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        }
    }
}

/// A day, or the first one of a month or a quarter.
fn day(text: &str) -> Result<Day, String> {
    match Calendar::default().read(text) {
        Read::Period(period) => Ok(period.first),
        _ => Err("it is no date; write it as 2026-05-04".to_owned()),
    }
}
