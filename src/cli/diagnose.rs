use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use super::Status;
use super::arguments::{DiagnoseArguments, TextFormat};
use super::briefs;
use super::output::Output;
use crate::clarity::{Wording, diagnose, fill};
use crate::config::Adjustments;
use crate::lint::Linter;
use crate::report::plain_json;
use crate::source::{Source, display_name, visible};
use crate::yaml::nearest;

pub(super) fn run(arguments: &DiagnoseArguments, output: &mut Output) -> Status {
    let Some(wording) = briefs::wording(output) else { return Status::Trouble };
    let Some(missed) = missed(arguments, &wording, output) else { return Status::Trouble };
    let name = display_name(&arguments.file);
    let source = match &arguments.at {
        None => Source::read(&arguments.file).map_err(|error| error.to_string()),
        Some(revision) => at(&arguments.file, revision),
    };
    let source = match source {
        Ok(source) => source,
        Err(message) => {
            output.error(&format!("{}: {message}", visible(&name)), None);
            return Status::Trouble;
        }
    };
    let Some(resolver) = arguments.config.resolver(Adjustments::default(), output) else { return Status::Trouble };
    let effective = match resolver.resolve(&arguments.file) {
        Ok(effective) => effective,
        Err(errors) => {
            output.config_errors(&errors);
            return Status::Trouble;
        }
    };
    let examined = match briefs::one(source, &effective, &wording, &mut Linter::default()) {
        Ok(examined) => examined,
        Err(message) => {
            output.error(&format!("{}: {message}", visible(&name)), None);
            return Status::Trouble;
        }
    };
    let diagnoses = diagnose(&examined.sheet, &examined.source.text, &missed, &wording);
    match arguments.format {
        TextFormat::Json => {
            output.print(&(plain_json(serde_json::to_string_pretty(&diagnoses).unwrap_or_default()) + "\n"))
        }
        TextFormat::Markdown => {
            let mut parts = Vec::new();
            for one in &diagnoses {
                let mut text = String::new();
                one.write(&wording, &mut text);
                parts.push(text);
            }
            output.print(&parts.join("\n"));
        }
    }
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
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it is one of: {}", names().collect::<Vec<_>>().join(", ")),
            };
            output.error(&format!("`{}` is nothing that can be missed", visible(unknown)), Some(&help));
            None
        }
    }
}

/// The file as it was in a revision of its repository.
fn at(file: &Path, revision: &str) -> Result<Source, String> {
    let path = std::path::absolute(file).map_err(|error| error.to_string())?;
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err("it is no file".to_owned());
    };
    let git = |arguments: &[&str]| {
        let output = Command::new("git").arg("-C").arg(folder).args(arguments).output();
        output.map_err(|error| format!("git could not be run: {error}"))
    };
    let object = format!("{revision}:./{}", name.to_string_lossy());
    // The name of the object, and nothing that git could take for an option.
    let found = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &object])?;
    if !found.status.success() {
        return Err(format!("git knows no version of it at `{}`", visible(revision)));
    }
    let blob = git(&["cat-file", "blob", String::from_utf8_lossy(&found.stdout).trim()])?;
    if !blob.status.success() {
        return Err(format!("git could not read it at `{}`", visible(revision)));
    }
    Source::from_bytes(&display_name(file), blob.stdout).map_err(|error| error.to_string())
}
