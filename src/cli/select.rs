//! Which briefs to check, and what is in force for each.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::arguments::CheckArguments;
use super::output::Output;
use crate::config::{Adjustments, Effective, Resolver};
use crate::git::Blob;
use crate::language::today;
use crate::report::Failure;
use crate::source::{self, FileError, ReadError, Source, display_name, shown};
use crate::yaml::{did_you_mean, nearest};

/// A brief to check.
pub(super) struct Job {
    pub(super) path: PathBuf,
    pub(super) name: String,
    pub(super) effective: Arc<Effective>,
    text: Text,
}

/// Where the text of a brief comes from.
pub(super) enum Text {
    File,
    /// As git keeps it.
    Kept(Blob),
    /// Standard input, which can be read once.
    Given(Result<String, ReadError>),
}

impl Job {
    /// Reads the brief.
    pub(super) fn read(&self) -> Result<Source, String> {
        match &self.text {
            Text::File => Source::read(&self.path).map_err(|error| error.to_string()),
            Text::Kept(blob) => blob.read(&self.name).map_err(|error| error.to_string()),
            Text::Given(Ok(text)) => Ok(Source { name: self.name.clone(), text: text.clone() }),
            Text::Given(Err(error)) => Err(error.to_string()),
        }
    }

    /// Whether it comes from standard input.
    pub(super) fn is_given(&self) -> bool {
        matches!(self.text, Text::Given(_))
    }

    /// Puts another text in the place of what came from standard input.
    pub(super) fn give(&mut self, text: String) {
        self.text = Text::Given(Ok(text));
    }
}

/// Everything that a run checks.
pub(super) struct Selection {
    pub(super) resolver: Resolver,
    /// In the order of their names, standard input last.
    pub(super) jobs: Vec<Job>,
    /// A folder was named, so that checks across briefs see the whole.
    pub(super) folders: bool,
    /// The briefs are those of git's index.
    pub(super) staged: bool,
    /// How many files that were named are left out.
    pub(super) excluded: usize,
    /// What was named and cannot be followed.
    pub(super) failures: Vec<Failure>,
}

/// Gathers the briefs of a run, each with what is in force for it, and what is wrong with their configs.
pub(super) struct Gathering {
    resolver: Resolver,
    jobs: Vec<Job>,
    /// Folders are walked in parallel.
    errors: Mutex<Vec<FileError>>,
}

impl Gathering {
    pub(super) fn new(resolver: Resolver) -> Gathering {
        Gathering { resolver, jobs: Vec::new(), errors: Mutex::default() }
    }

    /// Whether the config wants a file, as [`source::find`] asks; not if that config is broken.
    pub(super) fn keep(&self, path: &Path, named: bool) -> bool {
        self.resolver.wants(path, named).unwrap_or_else(|error| {
            self.errors.lock().unwrap_or_else(PoisonError::into_inner).push(*error);
            false
        })
    }

    pub(super) fn add(&mut self, path: PathBuf, text: Text) {
        match self.resolver.resolve(&path) {
            Ok(effective) => self.jobs.push(Job { name: display_name(&path), path, effective, text }),
            Err(more) => self.errors.get_mut().unwrap_or_else(PoisonError::into_inner).extend(more),
        }
    }

    /// The briefs in the order in which they came; `None` when a config is broken, and that was said.
    pub(super) fn finish(self, output: &Output) -> Option<(Resolver, Vec<Job>)> {
        let mut errors = self.errors.into_inner().unwrap_or_else(PoisonError::into_inner);
        if errors.is_empty() {
            return Some((self.resolver, self.jobs));
        }
        // A config is asked once for each file.
        errors.sort_by(|a, b| (&a.path, a.span, &a.message).cmp(&(&b.path, b.span, &b.message)));
        errors.dedup_by(|a, b| a.path == b.path && a.span == b.span && a.message == b.message);
        output.file_errors(&errors);
        None
    }
}

/// Finds the briefs, in git's index where that is given; what is wrong with the set-up is said before the first one is
/// read.
pub(super) fn select(
    arguments: &CheckArguments,
    mut index: Option<BTreeMap<PathBuf, Blob>>,
    output: &mut Output,
) -> Option<Selection> {
    if arguments.format.iter().filter(|format| format.file.is_none()).count() > 1 {
        output.error("standard output takes one format", Some("give the others a file: `--format sarif=out.sarif`"));
        return None;
    }
    let adjust = Adjustments {
        only: arguments.only.clone(),
        skip: arguments.skip.clone(),
        no_silencing: arguments.no_silencing,
        today: Some(arguments.today.unwrap_or_else(today)),
        packs: Vec::new(),
    };
    let resolver = arguments.config.resolver(adjust, output)?;
    let stdin = arguments.paths.iter().any(|path| path.as_os_str() == "-");
    let named: Vec<PathBuf> = match &arguments.paths[..] {
        [] => vec![PathBuf::from(".")],
        paths => paths.iter().filter(|path| path.as_os_str() != "-").cloned().collect(),
    };
    let mut gathering = Gathering::new(resolver);
    let keep = |path: &Path, named: bool| gathering.keep(path, named);
    let found = match &index {
        Some(index) => source::find_listed(&named, index, keep),
        None => source::find(&named, keep),
    };
    for path in found.files {
        let text = index.as_mut().and_then(|index| index.remove(&path)).map_or(Text::File, Text::Kept);
        gathering.add(path, text);
    }
    if stdin {
        let path = arguments.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("stdin.md"));
        // Reports know a brief by its name.
        if gathering.jobs.iter().any(|job| job.name == display_name(&path)) {
            let message = format!("{} is the name of a file and of what comes from standard input", shown(&path));
            output.error(&message, Some("leave the file out, or name the other one with --stdin-filename"));
            return None;
        }
        let text = Source::read_stream(&display_name(&path), std::io::stdin().lock()).map(|source| source.text);
        gathering.add(path, Text::Given(text));
    }
    let (resolver, jobs) = gathering.finish(output)?;
    if let Some(unknown) = unknown_rule(arguments, &jobs) {
        output.error(&unknown, Some("`brieflint rules` lists them"));
        return None;
    }
    let unmatched = found.unmatched.into_iter().filter(|_| !arguments.allow_empty);
    let failures: Vec<Failure> = found.problems.into_iter().chain(unmatched).map(Failure::from).collect();
    if jobs.is_empty() && failures.is_empty() && !arguments.allow_empty && found.excluded == 0 && index.is_none() {
        no_brief(&named, 0, output);
        return None;
    }
    Some(Selection {
        resolver,
        jobs,
        staged: index.is_some(),
        folders: found.folders,
        excluded: found.excluded,
        failures,
    })
}

/// Says that there is no brief under these paths, where this many files that were named are left out.
pub(super) fn no_brief(paths: &[PathBuf], excluded: usize, output: &Output) {
    let searched: Vec<String> = paths.iter().map(|path| shown(path)).collect();
    let help = match excluded {
        0 => "brieflint looks for .md and .markdown files; `include` in brieflint.yaml says otherwise",
        _ => "what is named is excluded by the config or by .gitignore",
    };
    output.error(&format!("no brief found in {}", searched.join(", ")), Some(help));
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
    let near = nearest(unknown, rules.iter().copied());
    Some(format!(
        "there is no rule `{unknown}`{}",
        near.map(|near| format!("; {}", did_you_mean(near))).unwrap_or_default()
    ))
}
