use std::path::PathBuf;

use super::Status;
use super::arguments::{CardFormat, ClarityArguments};
use super::briefs;
use super::output::Output;
use crate::clarity::{Form, Json, Markdown, Sheet, Tally, Text};
use crate::language::today;
use crate::lint::Grade;

pub(super) fn run(arguments: &ClarityArguments, output: &mut Output) -> Status {
    let Some(wording) = briefs::wording(output) else { return Status::Trouble };
    let paths: &[PathBuf] = if arguments.paths.is_empty() { &[PathBuf::from(".")] } else { &arguments.paths };
    let Some(found) = briefs::examine(paths, &arguments.config, today(), &wording, output) else {
        return Status::Trouble;
    };
    let sheets: Vec<Sheet> = found.examined.into_iter().map(|examined| examined.sheet).collect();
    let mut tally = Tally::default();
    sheets.iter().for_each(|sheet| tally.add(sheet));
    let form: Box<dyn Form> = match arguments.format {
        CardFormat::Terminal => Box::new(Text { terminal: output.terminal, wording: &wording }),
        CardFormat::Json => Box::new(Json),
        CardFormat::Markdown => Box::new(Markdown { wording: &wording }),
    };
    output.print(&form.write(&sheets, tally));
    match () {
        () if found.trouble => Status::Trouble,
        () if sheets.iter().any(|sheet| sheet.worst() < Grade::Pass) => Status::Findings,
        () => Status::Clean,
    }
}
