use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::changes::{self, Change};
use super::command::{GitError, ask, run, split};
use super::objects::{Blob, Objects};
use crate::source::{Root, display_name, visible};

/// A repository.
#[derive(Debug)]
pub struct Repository {
    root: Root,
    objects: Arc<Objects>,
}

impl Repository {
    /// The repository of the folder that brieflint runs in.
    ///
    /// # Errors
    /// When there is none, or no git.
    pub fn here() -> Result<Repository, GitError> {
        Repository::of(Path::new("."))
    }

    /// The repository that a folder lies in.
    ///
    /// # Errors
    /// When there is none, or no git.
    pub fn of(folder: &Path) -> Result<Repository, GitError> {
        let root = run(folder, ["rev-parse", "--show-toplevel"]).map_err(|error| {
            GitError::new(error.message, Some("--since, --staged and --history work inside a git repository"))
        })?;
        let root = Root::new(Path::new(root.trim_end_matches(['\n', '\r'])));
        Ok(Repository { objects: Objects::new(root.folder()), root })
    }

    /// Paths of the repository count from here.
    #[must_use]
    pub fn root(&self) -> &Root {
        &self.root
    }

    /// Whether git answers here for a file or folder, links followed: not where it lies outside, or in a repository inside
    /// this one, such as a submodule.
    #[must_use]
    pub fn owns(&self, path: &Path) -> bool {
        let nearest = Root::of_repository_with(path);
        self.root.holds(path) && nearest.is_none_or(|nearest| nearest.holds(self.root.folder()))
    }

    /// Whether all these paths are its own.
    ///
    /// # Errors
    /// When one lies elsewhere.
    pub fn owns_all(&self, paths: &[PathBuf]) -> Result<(), GitError> {
        match paths.iter().find(|path| !self.owns(beginning(path))) {
            Some(path) => Err(self.outside(path)),
            None => Ok(()),
        }
    }

    pub(super) fn outside(&self, path: &Path) -> GitError {
        let (path, root) = (display_name(path), display_name(self.root.folder()));
        let help = Some("each run compares within one repository: run brieflint in the other one");
        GitError::new(format!("{} lies outside the repository {}", visible(&path), visible(&root)), help)
    }

    /// The commit at which this work and `reference` parted.
    ///
    /// # Errors
    /// When there is no such reference, or the two have no common past here.
    pub fn merge_base(&self, reference: &str) -> Result<String, GitError> {
        let commit = self.commit(reference).map_err(|_| {
            GitError::new(
                format!("git knows no commit `{reference}`"),
                Some("name a branch, a tag or a commit, and fetch it first"),
            )
        })?;
        let base = self.run(["merge-base", &commit, "HEAD"]).map_err(|_| {
            GitError::new(
                format!("git finds no common past of `{reference}` and this commit"),
                Some("a shallow clone has too little history: fetch more of it (`fetch-depth: 0`)"),
            )
        })?;
        Ok(base.trim().to_owned())
    }

    /// The last commit; before the first one, nothing.
    ///
    /// # Errors
    /// When git fails.
    pub fn head(&self) -> Result<String, GitError> {
        self.commit("HEAD").or_else(|_| Ok(self.run(["hash-object", "-t", "tree", "--stdin"])?.trim().to_owned()))
    }

    /// What differs from a commit: in the index, or in the work tree with its new files.
    ///
    /// # Errors
    /// When git fails.
    pub fn changes(&self, base: &str, staged: bool) -> Result<Vec<Change>, GitError> {
        let cached: &[&str] = if staged { &["--cached"] } else { &[] };
        let options = ["diff-index", "--raw", "-z", "-M", "--no-abbrev"];
        let listed = self.run(options.iter().chain(cached).chain(&[base, "--"]))?;
        let mut changes = changes::parse(&listed, &self.objects);
        if !staged {
            let new = self.run(["ls-files", "--others", "--exclude-standard", "-z", "--full-name", "--", ":/"])?;
            changes.extend(split(&new).map(|path| Change { now: Some(path.to_owned()), before: None }));
        }
        Ok(changes)
    }

    /// The files of the index, by their paths from the root; not those that are only announced, by `git add -N`.
    ///
    /// # Errors
    /// When git fails.
    pub fn index(&self) -> Result<BTreeMap<String, Blob>, GitError> {
        let listed = self.run(["ls-files", "--stage", "-z", "--full-name", "--", ":/"])?;
        // What is only announced stands in the index as an empty file.
        let announced = self.run(["diff-files", "--ita-invisible-in-index", "--diff-filter=A", "--name-only", "-z"])?;
        let announced: BTreeSet<&str> = split(&announced).collect();
        // MODE ID STAGE\tPATH; links and modules are no files, and a stage is a conflict.
        let files = split(&listed).filter_map(|entry| {
            let (about, path) = entry.split_once('\t')?;
            let mut about = about.split(' ');
            let (mode, id, stage) = (about.next()?, about.next()?, about.next()?);
            let is_there = mode.starts_with("100") && stage == "0" && !announced.contains(path);
            is_there.then(|| (path.to_owned(), Blob::new(&self.objects, id)))
        });
        Ok(files.collect())
    }

    fn commit(&self, reference: &str) -> Result<String, GitError> {
        let id = self.run(object(&format!("{reference}^{{commit}}")))?;
        Ok(id.trim().to_owned())
    }

    pub(super) fn objects(&self) -> &Arc<Objects> {
        &self.objects
    }

    pub(super) fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Result<String, GitError> {
        run(self.root.folder(), arguments)
    }
}

/// What there is of a path: of a pattern the folder that it begins in.
pub(super) fn beginning(path: &Path) -> &Path {
    path.ancestors().find(|path| path.exists()).unwrap_or(Path::new("."))
}

/// A file as it was in a revision of the repository that it stands in, whatever it was called then.
///
/// # Errors
/// When git knows no such version of it, or there is no git.
pub fn version(file: &Path, revision: &str) -> Result<Blob, GitError> {
    let path = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(GitError::new("it is no file", None));
    };
    let answer = ask(folder, object(&format!("{revision}:./{}", name.to_string_lossy())))?;
    if answer.status.success() {
        return Ok(Blob::new(&Objects::new(folder), String::from_utf8_lossy(&answer.stdout).trim()));
    }
    before_renaming(&path, folder, revision)
        .ok_or_else(|| GitError::new(format!("git knows no version of it at `{}`", visible(revision)), None))
}

/// A file that had another name in a revision, as it was then.
fn before_renaming(path: &Path, folder: &Path, revision: &str) -> Option<Blob> {
    let repository = Repository::of(folder).ok()?;
    let path = path.canonicalize().ok()?;
    let name = path.strip_prefix(repository.root.folder().canonicalize().ok()?).ok()?;
    let changes = repository.changes(&repository.commit(revision).ok()?, false).ok()?;
    let change = changes.into_iter().find(|change| change.now.as_deref().map(Path::new) == Some(name))?;
    change.before.map(|before| before.text)
}

/// Asks for the id of an object. Its name may begin like an option.
fn object(name: &str) -> [&str; 5] {
    ["rev-parse", "--verify", "--quiet", "--end-of-options", name]
}
