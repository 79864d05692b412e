use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::language::{Calendar, Day, Read};
use crate::report::ColorChoice;
use crate::rule::Severity;

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
    after_help = "Examples:\n  brieflint briefs/                    check every brief in a folder\n  brieflint explain approval-gate      why a rule is there, and how to mend what it finds"
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
    /// Why a rule is there, what it finds and what it does not, how to mend it and how to silence it
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
        after_help = "Examples:\n  brieflint baseline briefs/           the first time\n  brieflint baseline briefs/           later: drop what is mended\n  brieflint baseline --grow briefs/    take in what is new, too"
    )]
    Baseline(BaselineArguments),
    /// Serve an editor: findings as you type, explanations, and edits that mend them
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
pub(super) struct CheckArguments {
    /// Files, folders, patterns, or `-` for standard input
    #[arg(value_name = "PATHS")]
    pub(super) paths: Vec<PathBuf>,

    /// How to write findings: graphical (the default on a terminal), concise (elsewhere), json, sarif, github, gitlab,
    /// junit or markdown; with a file as often as you like
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = FormatChoice::parse, help_heading = "Output")]
    pub(super) format: Vec<FormatChoice>,

    /// Draw every finding, however many of one kind there are
    #[arg(long, help_heading = "Output")]
    pub(super) all: bool,

    /// Write only the summary
    #[arg(long, short, help_heading = "Output")]
    pub(super) quiet: bool,

    /// List the files that would be checked, and stop
    #[arg(long, help_heading = "Output")]
    pub(super) list_files: bool,

    /// Mend what can be mended without changing what a brief says; what remains is reported
    #[arg(long, help_heading = "Mending")]
    pub(super) fix: bool,

    /// Show what --fix would change, and change nothing
    #[arg(long, help_heading = "Mending")]
    pub(super) diff: bool,

    /// Report only what is new since the work parted from this branch, tag or commit
    #[arg(long, value_name = "REF", conflicts_with = "staged", help_heading = "What is new")]
    pub(super) since: Option<String>,

    /// Check what is staged for the next commit, and report only what is new in it
    #[arg(long, help_heading = "What is new")]
    pub(super) staged: bool,

    /// Do not report the findings of this baseline
    #[arg(long, value_name = "FILE", help_heading = "What is new")]
    pub(super) baseline: Option<PathBuf>,

    /// Report what is in the baseline, too
    #[arg(long, conflicts_with = "baseline", help_heading = "What is new")]
    pub(super) no_baseline: bool,

    /// The lowest severity that makes the exit status 1 [default: warning]
    #[arg(long, value_enum, value_name = "LEVEL", help_heading = "Rules")]
    pub(super) fail_on: Option<FailLevel>,

    /// Run only these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "Rules")]
    pub(super) only: Vec<String>,

    /// Do not run these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "Rules")]
    pub(super) skip: Vec<String>,

    /// Report what the briefs silence, too
    #[arg(long, help_heading = "Rules")]
    pub(super) no_silencing: bool,

    #[command(flatten)]
    pub(super) config: ConfigChoice,

    /// The name to use for what comes from standard input
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    pub(super) stdin_filename: Option<PathBuf>,

    /// It is no error when no file matches
    #[arg(long, help_heading = "Input")]
    pub(super) allow_empty: bool,

    /// The day that `until` in a silence is measured against, instead of today
    #[arg(long, value_name = "DATE", value_parser = day, hide = true)]
    pub(super) today: Option<Day>,
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

#[derive(Debug, Args)]
pub(super) struct ClarityArguments {
    /// Files, folders or patterns; the folder at hand unless told
    #[arg(value_name = "PATHS")]
    pub(super) paths: Vec<PathBuf>,

    /// How to write the scorecards
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(super) format: CardFormat,

    #[command(flatten)]
    pub(super) config: ConfigChoice,
}

#[derive(Debug, Args)]
pub(super) struct ReportArguments {
    /// Files, folders or patterns; the folder at hand unless told
    #[arg(value_name = "PATHS")]
    pub(super) paths: Vec<PathBuf>,

    /// The file to write; standard output unless told
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// What the page is about [default: the name of the folder]
    #[arg(long, value_name = "NAME")]
    pub(super) title: Option<String>,

    /// Show how clarity moved, through git, in up to COUNT commits [default: 24]
    ///
    /// Taken are all commits of this branch that touched the paths; if they are more than COUNT, the last one of each day,
    /// week, month, quarter or year, whichever is the shortest that leaves no more. All of them are judged by the rules and
    /// settings of today, and merged work by its merge.
    #[arg(long, value_name = "COUNT", num_args = 0..=1, require_equals = true, default_missing_value = "24",
          value_parser = clap::value_parser!(u16).range(1..=500))]
    pub(super) history: Option<u16>,

    #[command(flatten)]
    pub(super) config: ConfigChoice,
}

#[derive(Debug, Args)]
pub(super) struct BackbriefArguments {
    /// The brief
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    /// How to write the questions
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(super) format: TextFormat,

    #[command(flatten)]
    pub(super) config: ConfigChoice,
}

#[derive(Debug, Args)]
pub(super) struct DiagnoseArguments {
    /// The brief
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    /// What was missed: outcome, date, standard, limit; asked unless given
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub(super) missed: Vec<String>,

    /// Read the brief as it was in this revision, when it was agreed
    #[arg(long, value_name = "REV")]
    pub(super) at: Option<String>,

    /// How to write the diagnosis
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(super) format: TextFormat,

    #[command(flatten)]
    pub(super) config: ConfigChoice,
}

#[derive(Debug, Args)]
pub(super) struct NewArguments {
    /// The file to write; `brief.md` after a conversation, else standard output
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Write over a file that is there
    #[arg(long)]
    pub(super) force: bool,

    /// Ask for what the options leave open
    #[arg(long)]
    pub(super) ask: bool,

    /// What kind of brief
    #[arg(long, value_enum, value_name = "KIND", default_value_t)]
    pub(super) kind: KindName,

    /// What is handed over
    #[arg(long, value_name = "TEXT")]
    pub(super) title: Option<String>,

    /// Who answers for it
    #[arg(long, value_name = "NAME")]
    pub(super) owner: Option<String>,

    /// Who hands it over
    #[arg(long, value_name = "NAME")]
    pub(super) delegator: Option<String>,

    /// What will be true when it is done; may be given several times, like the others below
    #[arg(long, value_name = "TEXT")]
    pub(super) outcome: Vec<String>,

    /// When it is due
    #[arg(long, value_name = "DATE")]
    pub(super) due: Option<String>,

    /// How anyone tells that it is good enough
    #[arg(long, value_name = "TEXT")]
    pub(super) standard: Vec<String>,

    /// What they decide alone
    #[arg(long, value_name = "TEXT")]
    pub(super) autonomy: Vec<String>,

    /// What must not be crossed
    #[arg(long, value_name = "TEXT")]
    pub(super) limit: Vec<String>,

    /// When you talk before the end
    #[arg(long, value_name = "TEXT")]
    pub(super) checkpoint: Vec<String>,

    /// What happens if it is not delivered
    #[arg(long, value_name = "TEXT")]
    pub(super) consequence: Vec<String>,

    /// When they agreed to it
    #[arg(long, value_name = "DATE")]
    pub(super) agreed: Option<String>,

    /// The day of issue, instead of today
    #[arg(long, value_name = "DATE", value_parser = day, hide = true)]
    pub(super) today: Option<Day>,

    #[command(flatten)]
    pub(super) config: ConfigChoice,
}

#[derive(Debug, Args)]
pub(super) struct InitArguments {
    /// The root of the repository
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub(super) folder: PathBuf,

    /// The service that runs the check on each push
    #[arg(long, value_enum, value_name = "SERVICE", default_value_t)]
    pub(super) ci: CiName,

    /// Write without asking
    #[arg(long, short)]
    pub(super) yes: bool,

    /// Show what would be written, and stop
    #[arg(long, conflicts_with = "yes")]
    pub(super) dry_run: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum TextFormat {
    /// For people, as a document
    #[default]
    Markdown,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum KindName {
    /// A piece of work with an end
    #[default]
    Brief,
    /// A standing responsibility, with a review
    Charter,
    /// A task for a software agent
    Agent,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum CiName {
    /// The one that the repository shows signs of
    #[default]
    Auto,
    Github,
    Gitlab,
    None,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum CardFormat {
    /// For people
    #[default]
    Terminal,
    /// One JSON document, for programs
    Json,
    /// A markdown document, for a pull request or a page
    Markdown,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// The name of the rule
    pub(super) rule: String,

    #[command(flatten)]
    pub(super) config: ConfigChoice,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct RulesArguments {
    #[command(subcommand)]
    pub(super) command: Option<RulesCommand>,

    /// How often each built-in rule is right, and how much it finds, measured on text that it was not built from
    #[arg(long)]
    pub(super) quality: bool,

    #[command(flatten)]
    pub(super) config: ConfigChoice,
}

#[derive(Debug, Subcommand)]
pub(super) enum RulesCommand {
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
pub(super) struct TestArguments {
    /// Folders of rules, or single rule files; those that the config names unless told, else the built-in ones
    #[arg(value_name = "FILES")]
    pub(super) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) config: ConfigChoice,
}

#[derive(Debug, Args)]
pub(super) struct BaselineArguments {
    /// Files, folders or patterns
    #[arg(value_name = "PATHS")]
    pub(super) paths: Vec<PathBuf>,

    /// The file to write; the config's `baseline` unless told, else brieflint-baseline.jsonl
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Take in new findings, too, when there is a baseline already
    #[arg(long)]
    pub(super) grow: bool,

    #[command(flatten)]
    pub(super) config: ConfigChoice,
}

#[derive(Debug, Args)]
pub(super) struct SchemaArguments {
    /// Which form
    #[arg(value_enum)]
    pub(super) what: SchemaName,
}

#[derive(Debug, Args)]
pub(super) struct ConfigArguments {
    /// The file to show the settings of
    #[arg(default_value = ANY_BRIEF)]
    pub(super) file: PathBuf,

    #[command(flatten)]
    pub(super) config: ConfigChoice,
}

#[derive(Debug, Args)]
pub(super) struct LspArguments {
    /// What editors add to say how they talk; there is no other way
    #[arg(long, hide = true)]
    stdio: bool,

    #[command(flatten)]
    pub(super) config: ConfigChoice,
}

#[derive(Debug, Args)]
pub(super) struct WordsArguments {
    /// The sentence
    pub(super) text: String,

    #[command(flatten)]
    pub(super) config: ConfigChoice,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatName {
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

/// A format, and the file that it goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FormatChoice {
    pub(super) name: FormatName,
    /// `None` for standard output.
    pub(super) file: Option<PathBuf>,
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
            let near = crate::yaml::nearest(name, names.iter().map(String::as_str));
            match near {
                Some(near) => format!("there is no format `{name}`; did you mean `{near}`?"),
                None => format!("there is no format `{name}`; there are {}", names.join(", ")),
            }
        })?;
        Ok(FormatChoice { name, file: file.map(PathBuf::from) })
    }
}

/// A day, or the first one of a month or a quarter.
fn day(text: &str) -> Result<Day, String> {
    match Calendar::default().read(text) {
        Read::Period(period) => Ok(period.first),
        _ => Err("it is no date; write it as 2026-05-04".to_owned()),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaName {
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailLevel {
    Advice,
    Warning,
    Error,
    Never,
}

impl FailLevel {
    pub(super) fn severity(self) -> Option<Severity> {
        match self {
            FailLevel::Advice => Some(Severity::Advice),
            FailLevel::Warning => Some(Severity::Warning),
            FailLevel::Error => Some(Severity::Error),
            FailLevel::Never => None,
        }
    }
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
