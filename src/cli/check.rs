use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::Status;
use super::arguments::{CheckArguments, FormatName};
use super::output::Output;
use crate::brief;
use crate::config::{Adjustments, ConfigError, Effective, FailOn};
use crate::language::Read;
use crate::lint::{self, Linter, Portfolio};
use crate::report::{Concise, FileReport, Format, Graphical, Json, Located, Summary};
use crate::rule::Severity;
use crate::source::{self, LineIndex, Source, display_name, visible};

/// A file and what is in force for it.
struct Job {
    path: PathBuf,
    effective: Arc<Effective>,
}

/// What one file came to.
enum Checked {
    Done { report: FileReport, summary: Box<lint::Summary>, foreign: Option<String> },
    Failed { path: String, message: String },
}

pub(super) fn run(arguments: &CheckArguments, output: &mut Output) -> Status {
    let Some(today) = today(arguments, output) else { return Status::Trouble };
    let adjust = Adjustments {
        only: arguments.only.clone(),
        skip: arguments.skip.clone(),
        no_silencing: arguments.no_silencing,
        today: Some(today),
        packs: Vec::new(),
    };
    let Some(resolver) = arguments.config.resolver(adjust, output) else { return Status::Trouble };
    let stdin = arguments.paths.iter().any(|path| path.as_os_str() == "-");
    let named: Vec<PathBuf> = match &arguments.paths[..] {
        [] => vec![PathBuf::from(".")],
        paths => paths.iter().filter(|path| path.as_os_str() != "-").cloned().collect(),
    };

    // Everything that can be wrong with the set-up is said before the first brief is read.
    let wrong: Mutex<Vec<ConfigError>> = Mutex::default();
    let keep = |path: &Path, named: bool| {
        resolver.wants(path, named).unwrap_or_else(|error| {
            if let Ok(mut wrong) = wrong.lock() {
                wrong.push(*error);
            }
            false
        })
    };
    let found = source::find(&named, keep);
    let mut errors = wrong.into_inner().unwrap_or_default();
    let stdin_name = arguments.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("stdin.md"));
    let mut jobs = Vec::with_capacity(found.files.len());
    let stdin_job = stdin.then_some(&stdin_name);
    for path in found.files.iter().chain(stdin_job) {
        match resolver.resolve(path) {
            Ok(effective) => jobs.push(Job { path: path.clone(), effective }),
            Err(more) => errors.extend(more),
        }
    }
    if !errors.is_empty() {
        errors.sort_by(|a, b| (&a.path, a.span, &a.message).cmp(&(&b.path, b.span, &b.message)));
        errors.dedup_by(|a, b| a.path == b.path && a.span == b.span && a.message == b.message);
        output.config_errors(&errors);
        return Status::Trouble;
    }
    if let Some(unknown) = unknown_rule(arguments, &jobs) {
        output.error(&unknown, Some("`brieflint rules` lists them"));
        return Status::Trouble;
    }
    let mut trouble = false;
    for problem in &found.problems {
        output.error(&format!("{}: {}", visible(&problem.path), problem.message), None);
        trouble = true;
    }
    if arguments.list_files {
        jobs.iter().for_each(|job| output.print(&format!("{}\n", visible(&display_name(&job.path)))));
        return if trouble { Status::Trouble } else { Status::Clean };
    }
    if jobs.is_empty() && !arguments.allow_empty && found.excluded == 0 {
        let searched =
            named.iter().map(|path| visible(&display_name(path)).into_owned()).collect::<Vec<_>>().join(", ");
        if !trouble {
            output.error(
                &format!("no brief found in {searched}"),
                Some("brieflint looks for .md and .markdown files; `include` in brieflint.yaml says otherwise"),
            );
        }
        return Status::Trouble;
    }
    check_all(arguments, &jobs, stdin, &found, trouble, output)
}

fn check_all(
    arguments: &CheckArguments,
    jobs: &[Job],
    stdin: bool,
    found: &source::Found,
    mut trouble: bool,
    output: &mut Output,
) -> Status {
    let files = jobs.len() - usize::from(stdin);
    let mut given = BTreeMap::new();
    // One for each thread: what a linter learns of one file makes the next one cheaper.
    let linters: Vec<Mutex<Linter>> = (0..rayon::current_num_threads()).map(|_| Mutex::default()).collect();
    let mut checked: Vec<Checked> = jobs[..files]
        .par_iter()
        .map(|job| {
            let linter = &linters[rayon::current_thread_index().unwrap_or(0)];
            check_file(job, &mut linter.lock().unwrap_or_else(PoisonError::into_inner))
        })
        .collect();
    if stdin {
        checked.push(check_stdin(&jobs[files], &mut given));
    }
    let mut reports = Vec::with_capacity(checked.len());
    let mut portfolio = Portfolio::default();
    let mut foreign: BTreeMap<String, usize> = BTreeMap::new();
    for one in checked {
        match one {
            Checked::Done { report, summary, foreign: language } => {
                portfolio.briefs.push((report.path.clone(), *summary));
                if let Some(language) = language {
                    *foreign.entry(language).or_default() += 1;
                }
                reports.push(report);
            }
            Checked::Failed { path, message } => {
                output.error(&format!("{}: {message}", visible(&path)), None);
                trouble = true;
            }
        }
    }
    if found.folders {
        across(&mut portfolio, jobs, &mut reports);
    }
    let mut summary = Summary::default();
    reports.iter().for_each(|report| summary.add(report));
    if found.excluded > 0 {
        let (files, are) =
            if found.excluded == 1 { ("file that was named", "is") } else { ("files that were named", "are") };
        summary.notes.push(format!("{} {files} {are} excluded by the config or by .gitignore", found.excluded));
    }
    for (language, count) in foreign {
        let briefs = if count == 1 { "1 brief is".to_owned() } else { format!("{count} briefs are") };
        summary.notes.push(format!(
            "{briefs} in `{language}`, which has no rules here: only the rules about structure were run"
        ));
    }
    write(arguments, &reports, &summary, given, output);
    let fails = fails(arguments, jobs, &reports);
    match () {
        () if trouble => Status::Trouble,
        () if fails => Status::Findings,
        () => Status::Clean,
    }
}

/// Whether a finding is at or above the level that was asked for: by the command line, else by the config of its file.
fn fails(arguments: &CheckArguments, jobs: &[Job], reports: &[FileReport]) -> bool {
    let by_path: BTreeMap<String, &Effective> =
        jobs.iter().map(|job| (display_name(&job.path), &*job.effective)).collect();
    reports.iter().any(|report| {
        let level = match (arguments.fail_on, by_path.get(&report.path).and_then(|effective| effective.fail_on)) {
            (Some(level), _) => level.severity(),
            (None, Some(FailOn::At(severity))) => Some(severity),
            (None, Some(FailOn::Never)) => None,
            (None, None) => Some(Severity::Warning),
        };
        level.is_some_and(|level| report.open().any(|located| located.finding.severity >= level))
    })
}

fn check_file(job: &Job, linter: &mut Linter) -> Checked {
    match Source::read(&job.path) {
        Ok(source) => check_source(&source, &job.effective, linter),
        Err(error) => Checked::Failed { path: display_name(&job.path), message: error.to_string() },
    }
}

fn check_stdin(job: &Job, given: &mut BTreeMap<String, String>) -> Checked {
    let name = display_name(&job.path);
    match Source::read_stream(&name, std::io::stdin().lock()) {
        Ok(source) => {
            let checked = check_source(&source, &job.effective, &mut Linter::default());
            given.insert(name, source.text);
            checked
        }
        Err(error) => Checked::Failed { path: name, message: error.to_string() },
    }
}

/// Checks one text. A fault of brieflint's own costs this file and no other.
fn check_source(source: &Source, effective: &Effective, linter: &mut Linter) -> Checked {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let brief = brief::read(&source.text);
        let language = lint::language_of(&brief).unwrap_or_else(|| effective.language.clone());
        let program = effective.program_for(&language);
        lint::check(&source.text, &brief, program, &language, &effective.settings, linter)
    }));
    match outcome {
        Ok(outcome) => {
            let findings = if outcome.findings.is_empty() {
                Vec::new()
            } else {
                let index = LineIndex::new(&source.text);
                outcome
                    .findings
                    .into_iter()
                    .map(|finding| Located::new(&source.text, &index, finding, &|_| None))
                    .collect()
            };
            Checked::Done {
                report: FileReport { path: source.name.clone(), findings },
                summary: Box::new(outcome.summary),
                foreign: outcome.foreign,
            }
        }
        Err(_) => {
            *linter = Linter::default();
            Checked::Failed {
                path: source.name.clone(),
                message: "brieflint failed on this file; please report it with the file".to_owned(),
            }
        }
    }
}

/// Adds what shows only across briefs.
fn across(portfolio: &mut Portfolio, jobs: &[Job], reports: &mut [FileReport]) {
    let wanted: BTreeSet<String> = portfolio
        .briefs
        .iter()
        .flat_map(|(path, summary)| {
            let names = summary
                .references
                .iter()
                .map(|(_, name, _)| name)
                .chain(summary.links.iter().map(|(target, _)| target));
            names.map(move |name| lint::join(path, name)).collect::<Vec<_>>()
        })
        .collect();
    portfolio.files = wanted.into_iter().filter(|path| Path::new(path).exists()).collect();
    let by_path: BTreeMap<String, &Effective> =
        jobs.iter().map(|job| (display_name(&job.path), &*job.effective)).collect();
    let Some(first) = jobs.first() else { return };
    let settings = |path: &str| by_path.get(path).map_or(&*first.effective.settings, |effective| &*effective.settings);
    let read = |path: &str| Source::read(Path::new(path)).ok().map(|source| source.text);
    for (path, finding) in portfolio.check(first.effective.program(), settings) {
        if let Some(report) = reports.iter_mut().find(|report| report.path == path)
            && let Some(text) = read(&path)
        {
            report.findings.push(Located::new(&text, &LineIndex::new(&text), finding, &read));
            report.findings.sort_by(|a, b| (a.finding.span, &a.finding.rule).cmp(&(b.finding.span, &b.finding.rule)));
        }
    }
}

fn write(
    arguments: &CheckArguments,
    reports: &[FileReport],
    summary: &Summary,
    given: BTreeMap<String, String>,
    output: &mut Output,
) {
    let format = arguments.format.unwrap_or(if output.terminal.is_terminal {
        FormatName::Graphical
    } else {
        FormatName::Concise
    });
    let mut writer: Box<dyn Format> = match format {
        FormatName::Json => Box::new(Json::default()),
        FormatName::Graphical if !arguments.quiet => Box::new(Graphical::new(output.terminal, arguments.all, given)),
        FormatName::Graphical | FormatName::Concise => Box::new(Concise { quiet: arguments.quiet }),
    };
    let mut text = String::new();
    writer.begin(&mut text);
    for report in reports {
        writer.file(report, &mut text);
        if text.len() > 1 << 16 {
            output.print(&text);
            text.clear();
        }
    }
    writer.end(summary, &mut text);
    output.print(&text);
}

/// The day to measure silences against.
fn today(arguments: &CheckArguments, output: &Output) -> Option<crate::language::Day> {
    let Some(text) = &arguments.today else { return Some(crate::language::today()) };
    match crate::language::Calendar::default().read(text) {
        Read::Period(period) => Some(period.first),
        _ => {
            output.error(&format!("`{text}` is no date"), Some("write it as 2026-05-04"));
            None
        }
    }
}

/// A rule named on the command line that does not exist.
fn unknown_rule(arguments: &CheckArguments, jobs: &[Job]) -> Option<String> {
    let mut named = arguments.only.iter().chain(&arguments.skip).peekable();
    named.peek()?;
    let rules: BTreeSet<&str> = jobs
        .iter()
        .flat_map(|job| job.effective.programs())
        .flat_map(|program| program.rules.iter().map(|rule| rule.id.as_str()))
        .collect();
    let unknown = named.find(|rule| !jobs.is_empty() && !rules.contains(rule.as_str()))?;
    let near = crate::yaml::nearest(unknown, rules.iter().copied());
    Some(format!(
        "there is no rule `{unknown}`{}",
        near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
    ))
}
