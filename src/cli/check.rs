use super::Status;
use super::arguments::CheckArguments;
use super::baseline::{self, Baselines};
use super::changed::{self, Changes};
use super::examine::{self, Examined};
use super::output::Output;
use super::select::{Selection, select};
use super::{fix, write};
use crate::config::FailOn;
use crate::lint;
use crate::report::{FileReport, Summary, plural};
use crate::rule::{Rule, Severity};
use crate::source::visible;

pub(super) fn run(arguments: &CheckArguments, output: &mut Output) -> Status {
    if arguments.staged && (arguments.fix || arguments.diff) {
        output.error(
            "`--fix` changes the files of a folder, and `--staged` reads what is in git's index",
            Some("fix first, then stage: `brieflint check --fix PATHS`, `git add --patch`"),
        );
        return Status::Trouble;
    }
    let Ok(changes) = changed::changes(arguments, output) else { return Status::Trouble };
    let Some(mut selection) = select(arguments, changes.as_ref().and_then(Changes::index), output) else {
        return Status::Trouble;
    };
    if arguments.list_files {
        return list_files(&selection, output);
    }
    if !write::may_write(arguments, &selection, output) {
        return Status::Trouble;
    }
    let Some(baselines) = baseline::read_all(arguments, &selection, output) else { return Status::Trouble };
    let (mut examined, mut notes) = examine(&selection, &baselines, changes.as_ref());
    if arguments.diff {
        return fix::diff(&selection, &examined, changes.as_ref(), output);
    }
    let mut summary = Summary { failures: selection.failures.clone(), ..Summary::default() };
    if arguments.fix {
        fix::fix(&mut selection, &examined, changes.as_ref(), &mut summary, output);
        if !summary.mended.is_empty() {
            (examined, notes) = examine(&selection, &baselines, changes.as_ref());
        }
    }
    notes.extend(other_notes(&selection, &examined));
    summary.notes.append(&mut notes);
    summary.failures.append(&mut examined.failures);
    examined.reports.iter().for_each(|report| summary.add(report));
    output.failures(&summary.failures);
    let written = write::write(arguments, &selection, &examined.reports, &summary, output);
    match () {
        () if !written || !summary.failures.is_empty() => Status::Trouble,
        () if fails(arguments, &selection, &examined.reports) => Status::Findings,
        () => Status::Clean,
    }
}

/// Checks everything; what is in a baseline, or not new, is marked or left out. Gives what there is to say about that, too.
fn examine(selection: &Selection, baselines: &Baselines, changes: Option<&Changes>) -> (Examined, Vec<String>) {
    let mut examined = examine::each(selection);
    if selection.folders {
        examine::across(selection, &mut examined);
    }
    // The baseline is asked about everything, so that it knows what is stale.
    let mut notes = Vec::new();
    baseline::apply(baselines, selection, &mut examined, &mut notes);
    if let Some(changes) = changes {
        changes.keep_new(selection, &mut examined);
        notes.insert(0, changes.note.clone());
        notes.extend(changes.note_on_others(selection));
    }
    examined.join();
    (examined, notes)
}

fn list_files(selection: &Selection, output: &mut Output) -> Status {
    output.failures(&selection.failures);
    selection.jobs.iter().for_each(|job| output.print(&format!("{}\n", visible(&job.name))));
    if selection.failures.is_empty() { Status::Clean } else { Status::Trouble }
}

/// What is worth knowing about what was checked.
fn other_notes(selection: &Selection, examined: &Examined) -> Vec<String> {
    let mut notes = Vec::new();
    if selection.excluded > 0 {
        let (files, are) =
            if selection.excluded == 1 { ("file that was named", "is") } else { ("files that were named", "are") };
        let by = if selection.staged {
            "not staged, or excluded by the config"
        } else {
            "excluded by the config or by .gitignore"
        };
        notes.push(format!("{} {files} {are} {by}", selection.excluded));
    }
    if !selection.folders && misses_others(selection, examined) {
        notes.push("the portfolio rules did not run: they need a whole folder".to_owned());
    }
    for (language, &count) in &examined.foreign {
        let briefs = if count == 1 { "1 brief is".to_owned() } else { format!("{} are", plural(count, "brief")) };
        notes.push(format!(
            "{briefs} in `{language}`, which has no rules here: only the rules about structure were run"
        ));
    }
    notes
}

/// Whether rules across briefs are on, and there is something in these briefs for them to look at.
fn misses_others(selection: &Selection, examined: &Examined) -> bool {
    let names_others = |summary: &lint::Summary| !summary.references.is_empty() || !summary.links.is_empty();
    let has_others =
        selection.jobs.len() > 1 || examined.portfolio.briefs.iter().any(|(_, summary)| names_others(summary));
    has_others
        && selection.jobs.iter().any(|job| {
            let program = job.effective.program();
            let is_on = |rule: &Rule| job.effective.settings.severity(rule, None).is_some();
            program.rules.iter().any(|rule| lint::compares_briefs(rule) && is_on(rule))
        })
}

/// Whether a finding is at or above the level that was asked for: by the command line, else by the config of its file.
fn fails(arguments: &CheckArguments, selection: &Selection, reports: &[FileReport]) -> bool {
    let jobs = examine::by_name(&selection.jobs);
    reports.iter().any(|report| {
        let level = match (arguments.fail_on, jobs.get(report.path.as_str()).and_then(|job| job.effective.fail_on)) {
            (Some(level), _) => level.severity(),
            (None, Some(FailOn::At(severity))) => Some(severity),
            (None, Some(FailOn::Never)) => None,
            (None, None) => Some(Severity::Warning),
        };
        level.is_some_and(|level| report.open().any(|located| located.finding.severity >= level))
    })
}
