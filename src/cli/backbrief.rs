use super::Status;
use super::arguments::BackbriefArguments;
use super::briefs;
use super::output::Output;
use crate::clarity::back_brief;
use crate::language::today;

pub(super) fn run(arguments: &BackbriefArguments, output: &mut Output) -> Status {
    let Some(wording) = briefs::wording(output) else { return Status::Trouble };
    let paths = std::slice::from_ref(&arguments.file);
    let Some(found) = briefs::examine(paths, &arguments.config, today(), &wording, output) else {
        return Status::Trouble;
    };
    let asked: Vec<_> =
        found.examined.iter().flat_map(|one| back_brief(&one.sheet, &one.source.text, &wording)).collect();
    output.documents(arguments.format, &asked, |one, text| one.write(&wording, text));
    if found.trouble { Status::Trouble } else { Status::Clean }
}
