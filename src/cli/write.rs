//! Writes what a run found, in every form that was asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use super::arguments::{CheckArguments, FormatChoice, FormatName};
use super::output::Output;
use super::select::{Job, Selection};
use crate::config::Resolver;
use crate::report::{
    Concise, FileReport, Format, Github, Gitlab, Graphical, Json, Junit, Markdown, RuleText, Sarif, Summary,
};
use crate::source::{Root, WholeFile, real, shown, visible_lines};

/// So much text is gathered before it is written.
const GATHERED: usize = 1 << 16;

/// Whether the files that the options name may be written; where one may not, that is said.
pub(super) fn may_write(arguments: &CheckArguments, selection: &Selection, output: &Output) -> bool {
    let files = arguments
        .format
        .iter()
        .filter_map(|format| Some((format.file.as_deref()?, format.name == FormatName::Markdown)));
    let baseline = arguments.baseline.as_deref().into_iter();
    may_replace(files, inputs(&selection.jobs).chain(baseline), &selection.resolver, output)
}

/// What a run reads besides its configs: the briefs, and the baselines.
pub(super) fn inputs(jobs: &[Job]) -> impl Iterator<Item = &Path> + Clone {
    jobs.iter().flat_map(|job| [Some(job.path.as_path()), job.effective.baseline.as_deref()]).flatten()
}

/// Whether reports, in markdown or not, may take the place of what is at these paths; where one may not, that is said. A path
/// is soon mistyped: a shell makes `-o a.md b.md` of `-o *.md`.
pub(super) fn may_replace<'p>(
    files: impl IntoIterator<Item = (&'p Path, bool)>,
    inputs: impl Iterator<Item = &'p Path> + Clone,
    resolver: &Resolver,
    output: &Output,
) -> bool {
    let is_brief = |place: &Path| {
        let end = place.extension().map(|end| end.to_ascii_lowercase());
        end.is_some_and(|end| end == "md" || end == "markdown")
    };
    let mut taken = BTreeSet::new();
    for (path, is_markdown) in files {
        let place = real(path);
        let is_there = place.exists();
        // A pipe or a device holds nothing that could be lost.
        if is_there && !place.is_file() {
            continue;
        }
        let why = match () {
            () if resolver.depends_on(path) || resolver.depends_on(&place) => "it is a config or a file of rules",
            () if is_there && inputs.clone().any(|input| real(input) == place) => "this run reads it",
            () if is_there && !is_markdown && is_brief(&place) => "it is there, and may be a brief",
            () if !taken.insert(place) => "another one goes there",
            () => continue,
        };
        output.error(&format!("no report is written to {}: {why}", shown(path)), Some("name another file"));
        return false;
    }
    true
}

/// Writes the reports; false when a file could not be written.
pub(super) fn write(
    arguments: &CheckArguments,
    selection: &Selection,
    reports: &[FileReport],
    summary: &Summary,
    output: &mut Output,
) -> bool {
    let by_default = FormatChoice {
        name: if output.terminal.is_terminal { FormatName::Graphical } else { FormatName::Concise },
        file: None,
    };
    // Files are written beside what people see.
    let shown = arguments.format.iter().any(|format| format.file.is_none());
    let formats = arguments.format.iter().chain((!shown).then_some(&by_default));
    let mut all_written = true;
    for format in formats {
        let written = match &format.file {
            None => {
                let mut writer = writer(format, arguments, selection, output);
                run(&mut *writer, reports, summary, |text| {
                    output.print(text);
                    Ok(())
                })
            }
            Some(path) => {
                let mut writer = writer(format, arguments, selection, output);
                to_file(path, &mut *writer, reports, summary)
            }
        };
        if let (Err(error), Some(path)) = (written, &format.file) {
            output.not_written(path, &error);
            all_written = false;
        }
    }
    all_written
}

fn writer<'a>(
    format: &FormatChoice,
    arguments: &CheckArguments,
    selection: &'a Selection,
    output: &Output,
) -> Box<dyn Format + 'a> {
    let root = Root::of_repository;
    match format.name {
        FormatName::Graphical if !arguments.quiet => {
            let jobs = super::examine::by_name(&selection.jobs);
            let read = move |path: &str| jobs.get(path)?.read().ok().map(|source| source.text);
            let terminal = if format.file.is_some() { output.terminal.plain() } else { output.terminal };
            Box::new(Graphical::new(terminal, arguments.all, Box::new(read)))
        }
        FormatName::Graphical | FormatName::Concise => Box::new(Concise { quiet: arguments.quiet }),
        FormatName::Json => Box::new(Json::default()),
        FormatName::Sarif => {
            Box::new(Sarif::new(root(), rule_texts(&selection.resolver, &selection.jobs).into_values().collect()))
        }
        FormatName::Github => Box::new(Github::new(root())),
        FormatName::Gitlab => Box::new(Gitlab::new(root())),
        FormatName::Junit => Box::new(Junit),
        FormatName::Markdown => Box::new(Markdown::default()),
    }
}

fn run(
    writer: &mut dyn Format,
    reports: &[FileReport],
    summary: &Summary,
    mut print: impl FnMut(&str) -> io::Result<()>,
) -> io::Result<()> {
    let mut text = String::new();
    writer.begin(&mut text);
    for report in reports {
        writer.file(report, &mut text);
        if text.len() > GATHERED {
            print(&text)?;
            text.clear();
        }
    }
    writer.end(summary, &mut text);
    print(&text)
}

fn to_file(path: &Path, writer: &mut dyn Format, reports: &[FileReport], summary: &Summary) -> io::Result<()> {
    let mut file = WholeFile::new(path)?;
    run(writer, reports, summary, |text| file.write(text))?;
    file.finish()
}

/// What is known of every rule that is in force for some brief, by its name.
pub(super) fn rule_texts<'j>(resolver: &Resolver, jobs: &'j [Job]) -> BTreeMap<&'j str, RuleText> {
    let mut texts: BTreeMap<&str, RuleText> = BTreeMap::new();
    for job in jobs {
        for program in job.effective.programs() {
            let mut pack = None;
            for rule in &program.rules {
                texts.entry(&rule.id).or_insert_with(|| {
                    // Reading the files of the rules takes time: most briefs have those of the one before.
                    let pack =
                        pack.get_or_insert_with(|| resolver.pack(&job.path, &program.language).unwrap_or_default());
                    RuleText {
                        id: rule.id.clone(),
                        group: program.groups[usize::from(rule.group)].id.clone(),
                        severity: rule.severity,
                        summary: visible_lines(rule.summary.trim()),
                        why: visible_lines(pack.why(&rule.id).unwrap_or(&rule.summary).trim()),
                        help: visible_lines(rule.help.trim()),
                    }
                });
            }
        }
    }
    texts
}
