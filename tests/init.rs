//! `brieflint init` in repositories that have a part of what it writes.
#![cfg(unix)]

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

struct Repository(TempDir);

const HOOK: &str = ".pre-commit-config.yaml";
const CONFIG: &str = "brieflint.yaml";
const GITHUB: &str = ".github/workflows/brieflint.yml";
const GITLAB: &str = ".gitlab-ci.yml";
const MINE: &str = "# mine\n";

impl Repository {
    /// With these files; what ends in a slash is a folder.
    fn with(there: &[&str]) -> Repository {
        let repository = Repository(tempfile::tempdir().expect("a folder"));
        for name in there {
            let path = repository.path(name);
            if name.ends_with('/') {
                fs::create_dir_all(path).expect("a folder");
            } else {
                fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                fs::write(path, MINE).expect("written");
            }
        }
        repository
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// What a command writes, and its exit status; this is typed at it.
    fn run(&self, arguments: &[&str], typed: &str) -> (String, i32) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_brieflint"))
            .current_dir(self.0.path())
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("brieflint runs");
        let _ = child.stdin.take().expect("its input").write_all(typed.as_bytes());
        let output = child.wait_with_output().expect("it ends");
        (String::from_utf8(output.stdout).expect("UTF-8"), output.status.code().expect("an exit status"))
    }

    /// The files that `init` may write and that are there.
    fn files(&self) -> Vec<&'static str> {
        [CONFIG, HOOK, GITHUB, GITLAB].into_iter().filter(|name| self.path(name).exists()).collect()
    }
}

#[test]
fn what_is_there_stays_and_the_rest_is_written() {
    for (there, ci, after) in [
        (&[][..], "auto", &[CONFIG, HOOK][..]),
        (&[".github/"], "auto", &[CONFIG, HOOK, GITHUB]),
        (&[".github/"], "none", &[CONFIG, HOOK]),
        (&[], "github", &[CONFIG, HOOK, GITHUB]),
        (&[], "gitlab", &[CONFIG, HOOK, GITLAB]),
        (&[CONFIG], "auto", &[CONFIG, HOOK]),
        (&[HOOK, ".github/"], "auto", &[CONFIG, HOOK, GITHUB]),
        (&[GITLAB], "auto", &[CONFIG, HOOK, GITLAB]),
        (&[GITLAB, ".github/"], "auto", &[CONFIG, HOOK, GITLAB]),
        (&[CONFIG, HOOK, GITHUB], "auto", &[CONFIG, HOOK, GITHUB]),
    ] {
        let repository = Repository::with(there);
        let (said, status) = repository.run(&["init", "--yes", "--ci", ci], "");
        assert_eq!((repository.files(), status), (after.to_vec(), 0), "{there:?}, {ci}: {said}");
        for name in after {
            if there.contains(name) {
                assert_eq!(repository.read(name), MINE, "{name}, where there was {there:?}");
                assert!(said.contains(&format!("{name} is there already")), "{name}: {said}");
            } else {
                let first = repository.read(name).lines().next().expect("a line").to_owned();
                assert!(said.contains(&format!("\n{name}\n  | {first}\n")), "{name} is shown: {said}");
            }
        }
        let (again, _) = repository.run(&["init", "--yes", "--ci", ci], "");
        assert!(again.ends_with("nothing to write\n"), "{again}");
    }
}

#[test]
fn nothing_is_written_without_a_yes() {
    for (arguments, typed) in
        [(&["init"][..], ""), (&["init"], "n\n"), (&["init"], "\n"), (&["init", "--dry-run"], "y\n")]
    {
        let repository = Repository::with(&[".github/"]);
        let (said, status) = repository.run(arguments, typed);
        assert_eq!((repository.files(), status), (vec![], 0), "{arguments:?} {typed:?}");
        assert!(said.contains(GITHUB) && said.ends_with("nothing was written\n"), "{said}");
    }
    let repository = Repository::with(&[]);
    assert_eq!(repository.run(&["init"], "y\n").1, 0);
    assert_eq!(repository.files(), [CONFIG, HOOK]);
}

/// A file of others may need a part for brieflint, which is shown then, and only then.
#[test]
fn what_cannot_be_written_is_shown_to_be_added() {
    let repository = Repository::with(&[HOOK]);
    let (said, _) = repository.run(&["init", "--dry-run"], "");
    assert!(said.contains("add this by hand:\n  | repos:\n") && said.contains("entry: brieflint check"), "{said}");
    fs::write(repository.path(HOOK), "repos: [] # brieflint runs elsewhere\n").expect("written");
    let (said, _) = repository.run(&["init", "--dry-run"], "");
    assert!(!said.contains("by hand"), "{said}");
    // No folder can be made where a file stands.
    let blocked = Repository::with(&[".github"]);
    let (_, status) = blocked.run(&["init", "--yes", "--ci", "github"], "");
    assert_eq!((blocked.read(".github").as_str(), status), (MINE, 2));
}

#[test]
fn briefs_are_looked_for_where_they_are_kept() {
    let repository = Repository::with(&["briefs/", "charters/", "README.md", "notes/"]);
    fs::write(repository.path("briefs/a.md"), "# Move\n\nNothing ships without my sign-off.\n").expect("written");
    repository.run(&["init", "--yes"], "");
    assert!(repository.read(HOOK).contains("files: ^(briefs|charters)/\n"), "{}", repository.read(HOOK));
    let (listed, _) = repository.run(&["check", "--list-files", "."], "");
    assert_eq!(listed, "briefs/a.md\n");
    let elsewhere = Repository::with(&["README.md"]);
    elsewhere.run(&["init", "--yes"], "");
    assert!(!elsewhere.read(HOOK).contains("files:"));
    assert_eq!(elsewhere.run(&["check", "--list-files", "."], "").0, "README.md\n");
}
