use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::command::{GitError, split};
use super::objects::Blob;
use super::repository::{Repository, beginning};

/// A commit, as far as a history needs to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// The whole hash, in hexadecimal digits.
    pub id: String,
    /// When it was made, in seconds since 1970; never before the commit that it follows.
    pub seconds: i64,
    /// The first line of its message.
    pub subject: String,
}

impl Repository {
    /// The commits that touched one of these files or folders, the first one first. Of work that was merged there is only
    /// the merge: what the others saw.
    ///
    /// # Errors
    /// When a path lies elsewhere, when the history is not all here, or when git fails.
    pub fn history(&self, paths: &[PathBuf]) -> Result<Vec<Commit>, GitError> {
        let names = self.names(paths)?;
        if self.run(["rev-parse", "--is-shallow-repository"])?.trim() == "true" {
            return Err(GitError::new(
                "this is a shallow clone: its history is not all here",
                Some("fetch the rest of it: `git fetch --unshallow`, or `fetch-depth: 0` in a workflow"),
            ));
        }
        self.run(["rev-parse", "--verify", "--quiet", "HEAD"])
            .map_err(|_| GitError::new("there is no commit yet", Some("commit the briefs first")))?;
        // Without a meaning of signs in them.
        let specs =
            names.iter().map(|name| if name.is_empty() { ":/".to_owned() } else { format!(":(top,literal){name}") });
        let options = ["rev-list", "--first-parent", "--reverse", "--format=%H %ct %s", "HEAD", "--"];
        Ok(parse(&self.run(options.into_iter().map(str::to_owned).chain(specs))?))
    }

    /// The files of a commit that are, or lie in, one of these, by their paths from the root.
    ///
    /// # Errors
    /// When a path lies elsewhere, or when git fails.
    pub fn files(&self, commit: &Commit, paths: &[PathBuf]) -> Result<BTreeMap<String, Blob>, GitError> {
        let names = self.names(paths)?;
        let options = ["ls-tree", "-r", "-z", "--full-tree", &commit.id, "--"];
        let below = if names.iter().any(String::is_empty) { &[][..] } else { &names[..] };
        let listed = self.run(options.into_iter().chain(below.iter().map(String::as_str)))?;
        // MODE TYPE ID\tPATH; links and modules are no files.
        let files = split(&listed).filter_map(|entry| {
            let (about, path) = entry.split_once('\t')?;
            let mut about = about.split(' ');
            let (mode, _, id) = (about.next()?, about.next()?, about.next()?);
            mode.starts_with("100").then(|| (path.to_owned(), Blob::new(self.objects(), id)))
        });
        Ok(files.collect())
    }

    /// Paths as they are called from the root; a pattern is the folder that it begins in.
    fn names(&self, paths: &[PathBuf]) -> Result<Vec<String>, GitError> {
        let name = |path: &PathBuf| {
            let name = self.root().name(beginning(path));
            if Path::new(&name).has_root() { Err(self.outside(path)) } else { Ok(name) }
        };
        paths.iter().map(name).collect()
    }
}

/// Reads `commit ID`, then `ID SECONDS SUBJECT`, for each commit.
fn parse(listed: &str) -> Vec<Commit> {
    let mut commits: Vec<Commit> = Vec::new();
    for line in listed.lines() {
        let mut parts = line.splitn(3, ' ');
        let (Some(id), Some(seconds)) = (parts.next(), parts.next().and_then(|seconds| seconds.parse().ok())) else {
            continue;
        };
        // Clocks differ.
        let seconds = commits.last().map_or(seconds, |last| last.seconds.max(seconds));
        commits.push(Commit { id: id.to_owned(), seconds, subject: parts.next().unwrap_or_default().to_owned() });
    }
    commits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commits_are_read() {
        let (a, b) = ("a".repeat(40), "1".repeat(40));
        let listed = format!("commit {a}\n{a} 170 commit 99 more\ncommit {b}\n{b} 160 \n");
        let commit = |id: String, seconds, subject: &str| Commit { id, seconds, subject: subject.to_owned() };
        assert_eq!(parse(&listed), [commit(a, 170, "commit 99 more"), commit(b, 170, "")]);
    }
}
