//! The command line.

mod arguments;
mod backbrief;
mod baseline;
mod briefs;
mod changed;
mod check;
mod clarity;
mod config;
mod diagnose;
mod examine;
mod explain;
mod fix;
mod history;
mod in_force;
mod init;
mod lsp;
mod new;
mod output;
mod packaging;
mod progress;
mod report;
mod rules;
mod schema;
mod select;
mod test;
mod words;
mod write;

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

use crate::source::visible_lines;
use arguments::{Arguments, Command};
use output::Output;

/// What the exit status says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Nothing found that fails the run.
    Clean,
    /// Findings at or above the level asked for.
    Findings,
    /// The tool could not do its job, or not all of it.
    Trouble,
    /// An editor left without asking for a shutdown.
    Abrupt,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        ExitCode::from(match status {
            Status::Clean => 0,
            Status::Findings | Status::Abrupt => 1,
            Status::Trouble => 2,
        })
    }
}

/// Runs a command line, the program's name first.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // clap knows whether this is help for standard output or a usage error; the name of a file may be among the words.
            let said = error.render().to_string();
            let safe = visible_lines(&said);
            let _ = if safe == said.trim_end() { error.print() } else { writeln!(std::io::stderr(), "{safe}") };
            return ExitCode::from(if error.use_stderr() { Status::Trouble } else { Status::Clean });
        }
    };
    let mut output = Output::new(arguments.color.into());
    let command = arguments.command.unwrap_or(Command::Check(arguments.check));
    let status = match command {
        Command::Baseline(arguments) => baseline::run(&arguments, &mut output),
        Command::Check(arguments) => check::run(&arguments, &mut output),
        Command::Clarity(arguments) => clarity::run(&arguments, &mut output),
        Command::Backbrief(arguments) => backbrief::run(&arguments, &mut output),
        Command::Diagnose(arguments) => diagnose::run(&arguments, &mut output),
        Command::New(arguments) => new::run(&arguments, &mut output),
        Command::Init(arguments) => init::run(&arguments, &mut output),
        Command::Explain(arguments) => explain::run(&arguments, &mut output),
        Command::Lsp(arguments) => lsp::run(&arguments, &mut output),
        Command::Report(arguments) => report::run(&arguments, &mut output),
        Command::Rules(arguments) => rules::run(&arguments, &mut output),
        Command::Test(arguments) => test::run(&arguments, &mut output),
        Command::Schema(arguments) => schema::run(&arguments, &mut output),
        Command::Completions { shell } => packaging::completions(shell, &mut output),
        Command::Man { folder } => packaging::man(folder.as_deref(), &mut output),
        Command::Config(arguments) => config::run(&arguments, &mut output),
        Command::Words(arguments) => words::run(&arguments, &mut output),
    };
    output.finish(status).into()
}
