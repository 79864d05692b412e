//! `brieflint baseline`, and what `check` does with the file that it writes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::Status;
use super::arguments::{BaselineArguments, CheckArguments};
use super::examine::{self, Examined};
use super::output::Output;
use super::select::{Selection, select};
use crate::baseline::{Baseline, BriefFindings, Entry, FILE_NAME, Outcome};
use crate::lint;
use crate::report::plural;
use crate::source::{FileError, display_name, visible};

/// The baselines of a run by their paths: each config may name one.
pub(super) type Baselines = BTreeMap<PathBuf, Baseline>;

pub(super) fn run(arguments: &BaselineArguments, output: &mut Output) -> Status {
    let check = CheckArguments {
        paths: arguments.paths.clone(),
        config: arguments.config.clone(),
        ..CheckArguments::default()
    };
    let Some(selection) = select(&check, None, output) else { return Status::Trouble };
    let named: BTreeSet<&PathBuf> = selection.jobs.iter().filter_map(|job| job.effective.baseline.as_ref()).collect();
    let path = match (&arguments.output, named.len()) {
        (Some(path), _) => path.clone(),
        (None, 0) => PathBuf::from(FILE_NAME),
        (None, 1) => named.into_iter().next().cloned().unwrap_or_default(),
        (None, _) => {
            output.error(
                "the configs of these briefs name several baselines",
                Some("say which one with --output, and name its briefs"),
            );
            return Status::Trouble;
        }
    };
    let is_new = !path.exists();
    let old = if is_new { Some(Baseline::empty(&path)) } else { read(&path, output) };
    let Some(old) = old else { return Status::Trouble };
    let mut examined = examine::each(&selection);
    if selection.folders {
        examine::across(&selection, &mut examined);
    }
    let failures: Vec<_> = selection.failures.iter().chain(&examined.failures).cloned().collect();
    if !failures.is_empty() {
        output.failures(&failures);
        output.error("the baseline is as it was", None);
        return Status::Trouble;
    }
    let outcome = apply_one(&old, &selection, &mut examined, |_| true);
    examined.join();
    let mut new = BTreeSet::new();
    for report in &examined.reports {
        let name = old.name(Path::new(&report.path));
        new.extend(report.open().map(|located| Entry::new(&name, &located.finding)));
    }
    let grows = is_new || arguments.grow;
    let mut baseline = old;
    baseline.entries = outcome.fitting;
    baseline.entries.extend(outcome.untried);
    if grows {
        baseline.entries.extend(new.iter().cloned());
    }
    if let Err(error) = baseline.write() {
        output.not_written(&path, &error);
        return Status::Trouble;
    }
    let mut text = format!(
        "{}: {}",
        visible(&shown(&path)),
        if baseline.entries.len() == 1 { "1 entry".to_owned() } else { format!("{} entries", baseline.entries.len()) }
    );
    if grows && !is_new {
        text.push_str(&format!(", {} added", new.len()));
    }
    if !outcome.stale.is_empty() {
        text.push_str(&format!(", {} dropped that fitted nothing any more", outcome.stale.len()));
    }
    text.push('\n');
    if !grows && !new.is_empty() {
        text.push_str(&format!("note: {} not added; --grow adds what is new\n", plural(new.len(), "new finding")));
    }
    output.print(&text);
    Status::Clean
}

/// Reads every baseline that the options or the configs name; `None` when one is broken, and that was said.
pub(super) fn read_all(arguments: &CheckArguments, selection: &Selection, output: &Output) -> Option<Baselines> {
    let named: BTreeSet<&PathBuf> = match &arguments.baseline {
        _ if arguments.no_baseline => BTreeSet::new(),
        Some(path) => BTreeSet::from([path]),
        None => selection.jobs.iter().filter_map(|job| job.effective.baseline.as_ref()).collect(),
    };
    named.into_iter().map(|path| Some((path.clone(), read(path, output)?))).collect()
}

fn read(path: &Path, output: &Output) -> Option<Baseline> {
    if !path.exists() {
        output
            .error(&format!("there is no baseline {}", visible(&shown(path))), Some("`brieflint baseline` writes one"));
        return None;
    }
    match Baseline::read(path) {
        Ok(baseline) => Some(baseline),
        Err(error) => {
            let help = Some("fix the line, or take it out: then its finding is reported again".to_owned());
            output.file_errors(&[FileError { help, ..error }]);
            None
        }
    }
}

/// Marks what is known, and says what no longer fits.
pub(super) fn apply(baselines: &Baselines, selection: &Selection, examined: &mut Examined, notes: &mut Vec<String>) {
    let jobs = examine::by_name(&selection.jobs);
    // With `--baseline` there is one for all; else each brief has that of its config.
    let by_config =
        baselines.keys().all(|path| selection.jobs.iter().any(|job| job.effective.baseline.as_ref() == Some(path)));
    for (path, baseline) in baselines {
        let covers =
            |name: &str| !by_config || jobs.get(name).is_some_and(|job| job.effective.baseline.as_ref() == Some(path));
        let outcome = apply_one(baseline, selection, examined, covers);
        if !outcome.stale.is_empty() {
            let (count, fit) = match outcome.stale.len() {
                1 => ("1 entry".to_owned(), "fits"),
                count => (format!("{count} entries"), "fit"),
            };
            notes.push(format!(
                "{count} of {} no longer {fit} anything; `brieflint baseline` drops what is fixed",
                visible(&shown(path))
            ));
        }
    }
}

fn apply_one(
    baseline: &Baseline,
    selection: &Selection,
    examined: &mut Examined,
    covers: impl Fn(&str) -> bool,
) -> Outcome {
    let jobs = examine::by_name(&selection.jobs);
    let kinds: BTreeMap<&str, Option<&str>> =
        examined.portfolio.briefs.iter().map(|(path, summary)| (path.as_str(), summary.kind.as_deref())).collect();
    let mut briefs: BTreeMap<String, BriefFindings<'_>> = BTreeMap::new();
    let mut job_of = BTreeMap::new();
    for report in examined.reports.iter_mut().filter(|report| covers(&report.path)) {
        let name = baseline.name(Path::new(&report.path));
        let kind = kinds.get(report.path.as_str()).copied().flatten();
        job_of.insert(name.clone(), jobs.get(report.path.as_str()).map(|job| (job, kind)));
        let findings = report.findings.iter_mut().map(|located| &mut located.finding).collect();
        briefs.insert(report.path.clone(), BriefFindings { name, findings });
    }
    for (path, located) in &mut examined.across {
        if let Some(brief) = briefs.get_mut(path) {
            brief.findings.push(&mut located.finding);
        }
    }
    let mut briefs: Vec<_> = briefs.into_values().collect();
    baseline.apply(&mut briefs, selection.folders && !selection.staged, |name, rule| {
        let Some(Some((job, kind))) = job_of.get(name) else { return true };
        // A rule that is switched off found nothing, and says nothing of what was there.
        let program = job.effective.program();
        program.rule(rule).is_none_or(|id| {
            let rule = &program.rules[usize::from(id)];
            let is_on = job.effective.settings.severity(rule, *kind).is_some();
            is_on && (selection.folders || !lint::compares_briefs(rule))
        })
    })
}

fn shown(path: &Path) -> String {
    let here = crate::source::Root::new(Path::new("."));
    display_name(Path::new(&here.name(path)))
}
