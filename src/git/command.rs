//! Calls of `git`, and what it answers.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Why git gave no answer, and what helps.
#[derive(Debug)]
pub struct GitError {
    /// For people, without a full stop.
    pub message: String,
    /// What to do about it, where that is known.
    pub help: Option<&'static str>,
}

impl std::fmt::Display for GitError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for GitError {}

impl GitError {
    pub(super) fn new(message: impl Into<String>, help: Option<&'static str>) -> GitError {
        GitError { message: message.into(), help }
    }
}

/// The parts of a list that git ends with a zero byte each.
pub(super) fn split(list: &str) -> impl Iterator<Item = &str> {
    list.split('\0').filter(|part| !part.is_empty())
}

/// What git answers in a folder. A name that is no UTF-8 comes out changed, and then names no file.
pub(super) fn run<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Result<String, GitError> {
    let answer = ask(folder, arguments)?;
    if answer.status.success() {
        Ok(String::from_utf8_lossy(&answer.stdout).into_owned())
    } else {
        let said = String::from_utf8_lossy(&answer.stderr);
        Err(GitError::new(format!("git failed: {}", said.lines().next().unwrap_or_default()), None))
    }
}

/// Runs git to its end, whatever it says.
pub(super) fn ask<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Result<Output, GitError> {
    command(folder, arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| GitError::new(format!("git cannot be run: {error}"), Some("install git")))
}

/// What git is told at each call, so that nothing which a repository says of itself is run and nothing is fetched.
const SAFELY: [&str; 6] =
    ["-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never"];

/// A call of git in a folder.
pub(super) fn command<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new("git");
    command.args(SAFELY).env("GIT_NO_LAZY_FETCH", "1").arg("-C").arg(folder).args(arguments);
    command
}
