use super::Status;
use super::arguments::{BackbriefArguments, TextFormat};
use super::briefs;
use super::output::Output;
use crate::clarity::back_brief;
use crate::report::plain_json;

pub(super) fn run(arguments: &BackbriefArguments, output: &mut Output) -> Status {
    let Some(wording) = briefs::wording(output) else { return Status::Trouble };
    let paths = std::slice::from_ref(&arguments.file);
    let Some(found) = briefs::examine(paths, &arguments.config, &wording, output) else { return Status::Trouble };
    let asked: Vec<_> =
        found.examined.iter().flat_map(|one| back_brief(&one.sheet, &one.source.text, &wording)).collect();
    match arguments.format {
        TextFormat::Json => {
            output.print(&(plain_json(serde_json::to_string_pretty(&asked).unwrap_or_default()) + "\n"))
        }
        TextFormat::Markdown => {
            let mut parts = Vec::new();
            for one in &asked {
                let mut text = String::new();
                one.write(&wording, &mut text);
                parts.push(text);
            }
            output.print(&parts.join("\n"));
        }
    }
    if found.trouble { Status::Trouble } else { Status::Clean }
}
