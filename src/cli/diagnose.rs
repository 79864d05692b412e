use std::io::Write as _;

use super::Status;
use super::arguments::DiagnoseArguments;
use super::briefs;
use super::output::Output;
use crate::clarity::{Wording, diagnose, fill};
use crate::git;
use crate::lint::Linter;
use crate::source::{Source, display_name, visible};
use crate::yaml::{did_you_mean, nearest};

pub(super) fn run(arguments: &DiagnoseArguments, output: &mut Output) -> Status {
    let Some(wording) = briefs::wording(output) else { return Status::Trouble };
    let Some(missed) = missed(arguments, &wording, output) else { return Status::Trouble };
    let name = display_name(&arguments.file);
    let source = match &arguments.at {
        None => Source::read(&arguments.file).map_err(|error| error.to_string()),
        Some(revision) => git::version(&arguments.file, revision)
            .map_err(|error| error.message)
            .and_then(|blob| blob.read(&name).map_err(|error| error.to_string())),
    };
    let source = match source {
        Ok(source) => source,
        Err(message) => {
            output.error(&format!("{}: {message}", visible(&name)), None);
            return Status::Trouble;
        }
    };
    let Some(effective) = arguments.config.effective(&arguments.file, output) else { return Status::Trouble };
    let examined = match briefs::one(source, &effective, &wording, &mut Linter::default()) {
        Ok(examined) => examined,
        Err(message) => {
            output.error(&format!("{}: {message}", visible(&name)), None);
            return Status::Trouble;
        }
    };
    let diagnoses = diagnose(&examined.sheet, &examined.source.text, &missed, &wording);
    output.documents(arguments.format, &diagnoses, |one, text| one.write(&wording, text));
    Status::Clean
}

/// What was missed: by the flags, else asked.
fn missed(arguments: &DiagnoseArguments, wording: &Wording, output: &Output) -> Option<Vec<String>> {
    let known = &wording.diagnose.misses;
    let names = || known.keys().map(String::as_str);
    let mut missed = arguments.missed.clone();
    if missed.is_empty() {
        let all = names().collect::<Vec<_>>().join(", ");
        let _ = write!(std::io::stderr(), "{}: ", fill(&wording.diagnose.ask, &[("misses", &all)]));
        let mut line = String::new();
        let _ = std::io::stdin().read_line(&mut line);
        missed = line.split([',', ' ']).map(str::trim).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
        if missed.is_empty() {
            output.error("nothing was named that was missed", Some(&format!("--missed takes one of: {all}")));
            return None;
        }
    }
    match missed.iter().find(|miss| !known.contains_key(*miss)) {
        None => Some(missed),
        Some(unknown) => {
            let help = match nearest(unknown, names()) {
                Some(near) => did_you_mean(near),
                None => format!("it is one of: {}", names().collect::<Vec<_>>().join(", ")),
            };
            output.error(&format!("`{}` is nothing that can be missed", visible(unknown)), Some(&help));
            None
        }
    }
}
