//! `--since` and `--staged`: only what is new.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::arguments::CheckArguments;
use super::examine::{self, Examined};
use super::output::Output;
use super::select::{Job, Selection};
use crate::git::{Before, Blob, Change, GitError, Repository, changed_lines};
use crate::lint::{Finding, Identity, Linter, Portfolio};
use crate::report::{Located, plural};
use crate::source::{Root, Source, display_name, folder_of};

/// What differs from an earlier state of the repository.
pub(super) struct Changes {
    repository: Repository,
    /// The briefs as they are called from here; `None` for a new one.
    changed: BTreeMap<PathBuf, Option<Before>>,
    gone: Vec<Before>,
    /// All that is staged, where that is what is checked.
    index: Option<BTreeMap<PathBuf, Blob>>,
    /// What the output says about it.
    pub(super) note: String,
}

/// By what findings are known in one brief.
pub(super) type Known = BTreeSet<(String, Identity)>;

/// Asks git for what changed, as far as the options want that; `Err` when git has no answer, and that was said.
pub(super) fn changes(arguments: &CheckArguments, output: &Output) -> Result<Option<Changes>, ()> {
    let asked = match (&arguments.since, arguments.staged) {
        (Some(reference), _) => Changes::since(reference),
        (None, true) => Changes::staged(),
        (None, false) => return Ok(None),
    };
    let owned = asked.and_then(|changes| changes.repository.owns_all(&arguments.paths).map(|()| changes));
    owned.map(Some).map_err(|error| output.error(&error.message, error.help))
}

impl Changes {
    fn since(reference: &str) -> Result<Changes, GitError> {
        let repository = Repository::here()?;
        let base = repository.merge_base(reference)?;
        let short = base.get(..10).unwrap_or(&base);
        let note = format!("only what changed since {reference} ({short}) is reported");
        let changes = repository.changes(&base, false)?;
        Ok(Changes::new(repository, changes, note))
    }

    fn staged() -> Result<Changes, GitError> {
        let repository = Repository::here()?;
        let changes = repository.changes(&repository.head()?, true)?;
        let note = "only what is staged is reported, as it is staged".to_owned();
        let index = repository.index()?.into_iter().map(|(path, blob)| (from_here(repository.root(), &path), blob));
        let index = Some(index.collect());
        Ok(Changes { index, ..Changes::new(repository, changes, note) })
    }

    fn new(repository: Repository, changes: Vec<Change>, note: String) -> Changes {
        let (mut changed, mut gone) = (BTreeMap::new(), Vec::new());
        for change in changes {
            match (change.now, change.before) {
                (Some(now), before) => {
                    changed.insert(from_here(repository.root(), &now), before);
                }
                (None, Some(before)) => gone.push(before),
                (None, None) => {}
            }
        }
        Changes { repository, changed, gone, index: None, note }
    }

    /// The files of the index, where they are what is checked.
    pub(super) fn index(&self) -> Option<BTreeMap<PathBuf, Blob>> {
        self.index.clone()
    }

    /// Whether a brief is new or differs.
    pub(super) fn touches(&self, job: &Job) -> bool {
        job.is_given() || self.changed.contains_key(&self.called(job))
    }

    /// Whether a brief was there before, with another text.
    pub(super) fn knew(&self, job: &Job) -> bool {
        self.changed.get(&self.called(job)).is_some_and(Option::is_some)
    }

    /// What `changed` calls a brief: links followed, but not in the index, which may differ from what is on the disk.
    fn called(&self, job: &Job) -> PathBuf {
        match self.index {
            Some(_) => PathBuf::from(Root::new(Path::new(".")).name(&job.path)),
            None => from_here(self.repository.root(), &self.repository.root().real_name(&job.path)),
        }
    }

    /// Says how many briefs in a folder that was named belong to a repository inside it.
    pub(super) fn note_on_others(&self, selection: &Selection) -> Option<String> {
        let mut owned = BTreeMap::new();
        let folders = selection.jobs.iter().map(|job| folder_of(&job.path));
        match folders.filter(|folder| !*owned.entry(*folder).or_insert_with(|| self.repository.owns(folder))).count() {
            0 => None,
            count => Some(format!("{} of repositories inside this one: not compared", plural(count, "brief"))),
        }
    }

    /// Leaves only what is new: passages in changed lines, and whatever was not found before.
    pub(super) fn keep_new(&self, selection: &Selection, examined: &mut Examined) {
        let jobs = examine::by_name(&selection.jobs);
        let mut linter = Linter::default();
        let mut old = Portfolio { files: examined.portfolio.files.clone(), ..Portfolio::default() };
        let mut old_texts: BTreeMap<String, Option<Source>> = BTreeMap::new();
        for (report, (name, summary)) in examined.reports.iter_mut().zip(&examined.portfolio.briefs) {
            let Some(job) = jobs.get(name.as_str()).filter(|job| !job.is_given()) else { continue };
            match self.changed.get(&self.called(job)) {
                // It is as it was.
                None => {
                    report.findings.clear();
                    old.briefs.push((name.clone(), summary.clone()));
                }
                Some(before) => {
                    let before = before.as_ref().and_then(|before| before.text.read(name).ok());
                    let outcome =
                        before.as_ref().and_then(|source| examine::check(source, &job.effective, &mut linter).ok());
                    if let (Some(before), Some(outcome)) = (&before, outcome) {
                        keep(&mut report.findings, job, &before.text, &known(&outcome.findings));
                        old.briefs.push((name.clone(), outcome.summary));
                    }
                    old_texts.insert(name.clone(), before);
                }
            }
        }
        if examined.across.is_empty() {
            return;
        }
        for before in &self.gone {
            let name = display_name(&from_here(self.repository.root(), &before.path));
            let source = before.text.read(&name).ok();
            if let (Some(source), Some(job)) = (&source, selection.jobs.first())
                && let Ok(outcome) = examine::check(source, &job.effective, &mut linter)
            {
                old.briefs.push((name.clone(), outcome.summary));
            }
            old.files.insert(name.clone());
            old_texts.insert(name, source);
        }
        old.briefs.sort_by(|a, b| a.0.cmp(&b.0));
        let read = |path: &str| match old_texts.get(path) {
            Some(before) => before.as_ref().map(|source| source.text.clone()),
            None => jobs.get(path)?.read().ok().map(|source| source.text),
        };
        let old: BTreeMap<String, Known> = examine::findings_across(&selection.jobs, &old, &read)
            .into_iter()
            .map(|(path, findings)| (path, known(&findings)))
            .collect();
        examined
            .across
            .retain(|(path, located)| !old.get(path).is_some_and(|known| known.contains(&key(&located.finding))));
    }
}

/// Drops the findings that were there before, in lines that are as they were.
fn keep(findings: &mut Vec<Located>, job: &Job, before: &str, known: &Known) {
    let Ok(now) = job.read() else { return };
    let lines = changed_lines(before, &now.text);
    findings.retain(|located| {
        let identity = &located.finding.identity;
        let touched = || {
            let (first, last) = (located.place.start.line, located.place.end.line);
            lines.iter().any(|lines| first < lines.end && lines.start <= last)
        };
        // What is missing stands nowhere: the line that it is reported in says nothing.
        !known.contains(&key(&located.finding)) || (!identity.words.is_empty() && touched())
    });
}

/// By what a finding is known in its brief.
pub(super) fn key(finding: &Finding) -> (String, Identity) {
    (finding.rule.clone(), finding.identity.clone())
}

fn known(findings: &[Finding]) -> Known {
    findings.iter().map(key).collect()
}

/// A path of the repository as it reads from the folder of the run.
fn from_here(root: &Root, path: &str) -> PathBuf {
    PathBuf::from(Root::new(Path::new(".")).name(&root.folder().join(path)))
}
