//! Reads the briefs that a command is about and holds them to the clarity test.

use std::path::{Path, PathBuf};

use super::arguments::ConfigChoice;
use super::examine;
use super::output::Output;
use super::select::{Gathering, Job, Text, no_brief};
use crate::clarity::{Sheet, Wording};
use crate::config::{Adjustments, Effective, Resolver};
use crate::language::Day;
use crate::lint::{self, Linter, Outcome};
use crate::report::Failure;
use crate::source::{self, Source};

/// One brief, what was found in it, and how it stands.
pub(super) struct Examined {
    pub(super) source: Source,
    pub(super) outcome: Outcome,
    pub(super) sheet: Sheet,
}

/// All briefs of a command.
pub(super) struct Briefs {
    pub(super) resolver: Resolver,
    /// What is in force for each.
    pub(super) jobs: Vec<Job>,
    /// Those that could be read, in the same order.
    pub(super) examined: Vec<Examined>,
    /// The day that they are judged on.
    pub(super) day: Day,
    /// Something could not be read; it has been said.
    pub(super) trouble: bool,
}

/// The words of the clarity test; without them nothing can be said.
pub(super) fn wording(output: &Output) -> Option<Wording> {
    Wording::builtin().map_err(|error| output.error(&format!("rules/clarity.yaml: {error}"), None)).ok()
}

/// What is in force for a file on a day.
pub(super) fn resolver(config: &ConfigChoice, day: Day, output: &Output) -> Option<Resolver> {
    let adjust = Adjustments { today: Some(day), ..Adjustments::default() };
    config.resolver(adjust, output)
}

/// Finds, reads and examines the briefs under some paths, in stable order. `None` when the set-up is at fault or no brief
/// is there, which has been said then.
pub(super) fn examine(
    paths: &[PathBuf],
    config: &ConfigChoice,
    day: Day,
    wording: &Wording,
    output: &Output,
) -> Option<Briefs> {
    let mut gathering = Gathering::new(resolver(config, day, output)?);
    let found = source::find(paths, |path: &Path, named| gathering.keep(path, named));
    found.files.into_iter().for_each(|path| gathering.add(path, Text::File));
    let (resolver, jobs) = gathering.finish(output)?;
    let mut failures: Vec<Failure> = found.problems.into_iter().chain(found.unmatched).map(Failure::from).collect();
    let mut examined = Vec::with_capacity(jobs.len());
    let each = examine::in_parallel(&jobs, |job, source, linter| one(source, &job.effective, wording, linter));
    for (job, one) in jobs.iter().zip(each) {
        match one {
            Ok(one) => examined.push(one),
            Err(message) => failures.push(Failure { path: job.name.clone(), message }),
        }
    }
    output.failures(&failures);
    if examined.is_empty() {
        if failures.is_empty() {
            no_brief(paths, found.excluded, output);
        }
        return None;
    }
    Some(Briefs { resolver, jobs, examined, day, trouble: !failures.is_empty() })
}

/// Examines one text.
pub(super) fn one(
    source: Source,
    effective: &Effective,
    wording: &Wording,
    linter: &mut Linter,
) -> Result<Examined, String> {
    let (outcome, sheet) = examine::guarded(&source, effective, linter, |brief, program, language, linter| {
        let (outcome, cards) = lint::clarity(&source.text, brief, program, language, &effective.settings, linter);
        let mut sheet = Sheet::new(&source.name, &source.text, &outcome.findings, &cards, wording);
        sheet.foreign.clone_from(&outcome.foreign);
        (outcome, sheet)
    })?;
    Ok(Examined { source, outcome, sheet })
}
