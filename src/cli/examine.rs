//! Reads and checks the briefs of a run.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::progress::Progress;
use super::select::{Job, Selection};
use crate::brief::{self, Brief};
use crate::config::Effective;
use crate::lint::{self, Finding, Linter, Outcome, Portfolio};
use crate::report::{Failure, FileReport, Located, Others, Place};
use crate::rule::Program;
use crate::source::{LineIndex, Source, Span, threads};

/// What the briefs of a run came to.
#[derive(Default)]
pub(super) struct Examined {
    /// What was found in each brief, in the order of the jobs.
    pub(super) reports: Vec<FileReport>,
    /// What shows only across briefs: where, and what.
    pub(super) across: Vec<(String, Located)>,
    pub(super) portfolio: Portfolio,
    /// Languages that have no rules, and how many briefs are in each.
    pub(super) foreign: BTreeMap<String, usize>,
    pub(super) failures: Vec<Failure>,
}

/// Checks all briefs, each by itself.
pub(super) fn each(selection: &Selection) -> Examined {
    let outcomes = in_parallel(&selection.jobs, |job, source, linter| {
        let mut outcome = check(&source, &job.effective, linter)?;
        let findings = located(&source.text, std::mem::take(&mut outcome.findings), &|_, _| None);
        Ok((FileReport { path: source.name, findings }, outcome))
    });
    let mut examined = Examined::default();
    for (job, outcome) in selection.jobs.iter().zip(outcomes) {
        match outcome {
            Ok((report, outcome)) => {
                examined.portfolio.briefs.push((report.path.clone(), outcome.summary));
                if let Some(language) = outcome.foreign {
                    *examined.foreign.entry(language).or_default() += 1;
                }
                examined.reports.push(report);
            }
            Err(message) => examined.failures.push(Failure { path: job.name.clone(), message }),
        }
    }
    examined
}

/// Reads every brief and does something with it, on all cores; the results have the order of the jobs.
pub(super) fn in_parallel<J: Borrow<Job> + Sync, T: Send>(
    jobs: &[J],
    work: impl Fn(&Job, Source, &mut Linter) -> Result<T, String> + Sync,
) -> Vec<Result<T, String>> {
    let progress = Progress::new(jobs.len());
    let examine = |job: &J, linter: &mut Linter| {
        let job = job.borrow();
        let done = job.read().and_then(|source| work(job, source, linter));
        progress.step();
        done
    };
    // Threads that have no file of their own help with the others.
    let helpers = (threads() / jobs.len().max(1)).saturating_sub(1);
    let linter = || Linter::default().with_helpers(helpers);
    // To start the threads takes longer than to check one short brief.
    if let [job] = jobs {
        return vec![examine(job, &mut linter())];
    }
    // One for each thread: what a linter learns of one file makes the next one cheaper.
    let linters: Vec<Mutex<Linter>> = (0..rayon::current_num_threads()).map(|_| Mutex::new(linter())).collect();
    jobs.par_iter()
        .map(|job| {
            let linter = &linters[rayon::current_thread_index().unwrap_or(0)];
            examine(job, &mut linter.lock().unwrap_or_else(PoisonError::into_inner))
        })
        .collect()
}

/// Checks one text.
pub(super) fn check(source: &Source, effective: &Effective, linter: &mut Linter) -> Result<Outcome, String> {
    guarded(source, effective, linter, |brief, program, language, linter| {
        lint::check(&source.text, brief, program, language, &effective.settings, linter)
    })
}

/// Does something with one text, its rules and its language, [`safely`].
pub(super) fn guarded<T>(
    source: &Source,
    effective: &Effective,
    linter: &mut Linter,
    work: impl FnOnce(&Brief, &Program, &str, &mut Linter) -> T,
) -> Result<T, String> {
    safely(linter, |linter| {
        let brief = brief::read(&source.text);
        let (language, program) = effective.rules_for(lint::language_of(&brief));
        work(&brief, program, &language, linter)
    })
}

/// Does something with one text. A fault of brieflint's own costs this file and no other.
pub(super) fn safely<T>(linter: &mut Linter, work: impl FnOnce(&mut Linter) -> T) -> Result<T, String> {
    linter.guard(work).map_err(|fault| fault.to_string())
}

/// Findings of one brief with their lines and columns; `other` places a span of another one.
pub(super) fn located(text: &str, findings: Vec<Finding>, other: &dyn Fn(&str, Span) -> Option<Place>) -> Vec<Located> {
    if findings.is_empty() {
        return Vec::new();
    }
    let index = LineIndex::new(text);
    findings.into_iter().map(|finding| Located::new(text, &index, finding, other)).collect()
}

/// Finds what shows only across briefs.
pub(super) fn across(selection: &Selection, examined: &mut Examined) {
    let jobs = by_name(&selection.jobs);
    let read = |path: &str| jobs.get(path)?.read().ok().map(|source| source.text);
    examined.across = located_across(&selection.jobs, &mut examined.portfolio, &read);
}

/// What shows only across briefs: where, and what. `read` gives the text of a brief.
pub(super) fn located_across(
    jobs: &[Job],
    portfolio: &mut Portfolio,
    read: &dyn Fn(&str) -> Option<String>,
) -> Vec<(String, Located)> {
    portfolio.files = named_files(portfolio).into_iter().filter(|path| Path::new(path).exists()).collect();
    let others = Others::new(read);
    let place = |path: &str, span| others.place(path, span);
    let mut across = Vec::new();
    for (path, findings) in findings_across(jobs, portfolio, read) {
        let Some(text) = read(&path) else { continue };
        across.extend(located(&text, findings, &place).into_iter().map(|located| (path.clone(), located)));
    }
    across
}

/// The findings across briefs by path, with their identities.
pub(super) fn findings_across(
    jobs: &[Job],
    portfolio: &Portfolio,
    read: &dyn Fn(&str) -> Option<String>,
) -> BTreeMap<String, Vec<Finding>> {
    let Some(first) = jobs.first() else { return BTreeMap::new() };
    let by_name = by_name(jobs);
    let settings = |path: &str| &*by_name.get(path).map_or(&first.effective, |job| &job.effective).settings;
    let program = first.effective.program();
    let mut found: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    for (path, finding) in portfolio.check(program, settings) {
        found.entry(path).or_default().push(finding);
    }
    for (path, findings) in &mut found {
        findings.sort_by(Finding::by_place);
        if let Some(text) = read(path) {
            lint::identify(&text, &brief::read(&text), program, findings);
        }
    }
    found
}

/// Every file that a brief names.
fn named_files(portfolio: &Portfolio) -> BTreeSet<String> {
    let names = portfolio.briefs.iter().flat_map(|(path, summary)| {
        let references = summary.references.iter().map(|named| &named.name);
        let links = summary.links.iter().map(|link| &link.path);
        references.chain(links).map(move |name| lint::join(path, name))
    });
    names.collect()
}

impl Examined {
    /// Puts what shows across briefs with what each brief says by itself.
    pub(super) fn join(&mut self) {
        join(&mut self.reports, std::mem::take(&mut self.across));
    }
}

/// Adds findings to the reports of the files that they are in, in the order of the file.
pub(super) fn join(reports: &mut [FileReport], more: Vec<(String, Located)>) {
    let mut reports: BTreeMap<String, &mut FileReport> =
        reports.iter_mut().map(|report| (report.path.clone(), report)).collect();
    for (path, located) in more {
        if let Some(report) = reports.get_mut(&path) {
            report.findings.push(located);
        }
    }
    for report in reports.into_values() {
        report.findings.sort_by(|a, b| a.finding.by_place(&b.finding));
    }
}

/// The jobs by the names that reports have for them.
pub(super) fn by_name(jobs: &[Job]) -> BTreeMap<&str, &Job> {
    jobs.iter().map(|job| (job.name.as_str(), job)).collect()
}
