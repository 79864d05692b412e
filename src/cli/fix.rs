//! `--fix` and `--diff`: mends briefs, or shows what would be mended.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use similar::TextDiff;

use super::Status;
use super::changed::{Changes, Known, key};
use super::examine::{Examined, in_parallel, safely};
use super::output::Output;
use super::select::{Job, Selection};
use crate::brief;
use crate::config::Effective;
use crate::fix::{self, Edit, Settled};
use crate::lint::{self, Linter, State};
use crate::report::{Failure, FileReport, Summary, plural};
use crate::rule::Severity;
use crate::source::{Source, WholeFile, visible};

/// Lines round a change that are shown with it.
const CONTEXT: usize = 3;

/// Mends what was reported, each file by itself. A text from standard input is written to standard output, and reports that
/// follow go to standard error. What was done, and what could not be, is put down in the summary.
pub(super) fn fix(
    selection: &mut Selection,
    examined: &Examined,
    changes: Option<&Changes>,
    summary: &mut Summary,
    output: &mut Output,
) {
    let mended = each(selection, examined, changes, |job, source, settled| {
        if !job.is_given() && !settled.rules.is_empty() {
            write(&job.path, &source.text, &settled.text)?;
        }
        Ok(if job.is_given() { Some(settled.text.clone()) } else { None })
    });
    for (number, name, mended) in mended {
        match mended {
            Ok((rules, text)) => {
                if let Some(text) = text {
                    output.print(&text);
                    output.step_aside();
                    selection.jobs[number].give(text);
                }
                if !rules.is_empty() {
                    summary.mended.push((name, rules));
                }
            }
            Err(message) => summary.failures.push(Failure { path: name, message }),
        }
    }
    if !summary.mended.is_empty() {
        let changes: usize = summary.mended.iter().flat_map(|(_, rules)| rules.values()).sum();
        summary.notes.push(format!("{} made in {}", plural(changes, "change"), plural(summary.mended.len(), "brief")));
    }
}

/// Shows what would be mended as a unified diff.
pub(super) fn diff(
    selection: &Selection,
    examined: &Examined,
    changes: Option<&Changes>,
    output: &mut Output,
) -> Status {
    let (mut differs, mut fails) = (false, false);
    for failure in selection.failures.iter().chain(&examined.failures) {
        output.failures([failure]);
        fails = true;
    }
    let is_terminal = output.terminal.is_terminal;
    let shown = each(selection, examined, changes, |_, source, settled| Ok(unified(source, settled, is_terminal)));
    for (_, path, shown) in shown {
        match shown {
            Ok((rules, text)) => {
                differs |= !rules.is_empty();
                output.print(&text);
            }
            Err(message) => {
                output.failures([&Failure { path, message }]);
                fails = true;
            }
        }
    }
    match () {
        () if fails => Status::Trouble,
        () if differs => Status::Findings,
        () => Status::Clean,
    }
}

/// The difference in the form of `diff -u`; empty where there is none.
fn unified(source: &Source, settled: &Settled, is_terminal: bool) -> String {
    if settled.rules.is_empty() {
        return String::new();
    }
    let diff = TextDiff::from_lines(source.text.as_str(), settled.text.as_str());
    let text = diff.unified_diff().context_radius(CONTEXT).header(&source.name, &source.name).to_string();
    if !is_terminal {
        return text;
    }
    text.split('\n').map(|line| visible(line.trim_end_matches('\r'))).collect::<Vec<_>>().join("\n")
}

/// What came of one brief: the number of its job, its name, the changes by rule, and what was done with them.
type Mended<T> = (usize, String, Result<(BTreeMap<String, usize>, T), String>);

/// Mends the text of each brief that was checked, and does something with it. In the order of the briefs.
fn each<T: Send>(
    selection: &Selection,
    examined: &Examined,
    changes: Option<&Changes>,
    then: impl Fn(&Job, &Source, &Settled) -> Result<T, String> + Sync,
) -> Vec<Mended<T>> {
    let reports: BTreeMap<&str, &FileReport> =
        examined.reports.iter().map(|report| (report.path.as_str(), report)).collect();
    let is_wanted =
        |job: &Job| reports.contains_key(job.name.as_str()) && changes.is_none_or(|changes| changes.touches(job));
    let (numbers, jobs): (Vec<usize>, Vec<&Job>) =
        selection.jobs.iter().enumerate().filter(|(_, job)| is_wanted(job)).unzip();
    let mended = in_parallel(&jobs, |job, source, linter| {
        let reported: Known = reports[job.name.as_str()].open().map(|located| key(&located.finding)).collect();
        let only_reported = changes.is_some_and(|changes| changes.knew(job));
        let settled = safely(linter, |linter| settle(&source.text, &job.effective, &reported, only_reported, linter))?;
        let done = then(job, &source, &settled)?;
        Ok((settled.rules, done))
    });
    let named = numbers.into_iter().zip(jobs).zip(mended);
    named.map(|((number, job), mended)| (number, job.name.clone(), mended)).collect()
}

/// Mends a text, but for findings that it has now and that were not reported; on request also but for dates that are no
/// fault, only in another form.
fn settle(text: &str, effective: &Effective, reported: &Known, only_reported: bool, linter: &mut Linter) -> Settled {
    let mut left: Option<Known> = None;
    fix::settle(text, |text| {
        let brief = brief::read(text);
        let (language, program) = effective.rules_for(lint::language_of(&brief));
        let mut findings = lint::check(text, &brief, program, &language, &effective.settings, linter).findings;
        let left = left.get_or_insert_with(|| findings.iter().map(key).filter(|key| !reported.contains(key)).collect());
        for finding in findings.iter_mut().filter(|finding| left.contains(&key(finding))) {
            finding.state = State::Known;
        }
        let mut edits = fix::edits(text, &brief, &findings, program, &effective.settings, linter);
        // A hole is a warning: it would make a brief worse that only lacks what is advised.
        let is_advice = |edit: &Edit| edit.finding.is_some_and(|at| findings[at].severity == Severity::Advice);
        edits.retain(|edit| !(is_advice(edit) || only_reported && edit.finding.is_none()));
        edits
    })
}

/// Puts a mended text in the place of the one that was read.
fn write(path: &Path, before: &str, after: &str) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("it could not be fixed: {error}");
    let now = Source::read(path).map_err(|error| format!("it could not be fixed: {error}"))?;
    if now.text != before {
        return Err("it was changed by somebody else in the meantime; run it again".to_owned());
    }
    // To put another file in its place asks for no right to write to it.
    if path.metadata().map_err(failed)?.permissions().readonly() {
        return Err("it could not be fixed: it is read-only".to_owned());
    }
    File::options().write(true).open(path).map_err(failed)?;
    let mut file = WholeFile::new(path).map_err(failed)?;
    file.write(after).and_then(|()| file.finish()).map_err(failed)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_is_gone_or_was_changed_meanwhile_is_not_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        let message = write(&path, "old", "new").expect_err("it is gone");
        assert!(message.contains("there is no such file") && !path.exists(), "{message}");
        fs::write(&path, "other").expect("written");
        let message = write(&path, "old", "new").expect_err("it is another");
        assert!(message.contains("somebody else"), "{message}");
        assert_eq!(fs::read_to_string(&path).expect("read"), "other");
        write(&path, "other", "new").expect("mended");
        assert_eq!(fs::read_to_string(&path).expect("read"), "new");
    }
}
