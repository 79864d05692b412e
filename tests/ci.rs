//! The shell parts of the GitHub action, run as the runner does, with a `gh` that only writes down what it was asked.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

struct Runner(TempDir);

impl Runner {
    fn new() -> Runner {
        let runner = Runner(tempfile::tempdir().expect("a folder"));
        for folder in ["bin", "work/briefs and more", "temp"] {
            fs::create_dir_all(runner.path(folder)).expect("a folder");
        }
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_brieflint"), runner.path("bin/brieflint")).expect("a link");
        fs::write(runner.path("work/briefs and more/a.md"), "# Move\n\nNothing ships without my sign-off.\n")
            .expect("written");
        runner
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// Puts a `gh` in the way that knows a comment of this number.
    fn with_gh(&self, known: &str) {
        let script = format!(
            "#!/bin/sh\necho \"$*\" >> {log}\ncase \"$*\" in *--paginate*) printf '%s' '{known}';; esac\n",
            log = self.path("gh.log").display()
        );
        fs::write(self.path("bin/gh"), script).expect("written");
        fs::set_permissions(self.path("bin/gh"), fs::Permissions::from_mode(0o755)).expect("set");
    }

    fn run(&self, script: &str, variables: &[(&str, &str)]) -> Output {
        let path = format!("{}:{}", self.path("bin").display(), std::env::var("PATH").expect("a path"));
        Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/action").join(script))
            .current_dir(self.path("work"))
            .env("PATH", path)
            .env("RUNNER_TEMP", self.path("temp"))
            .env("GITHUB_OUTPUT", self.path("output"))
            .env("GITHUB_STEP_SUMMARY", self.path("summary.md"))
            .env("GITHUB_REPOSITORY", "owner/name")
            .env("BRIEFLINT_PULL_REQUEST", "7")
            .envs(variables.iter().copied())
            .output()
            .expect("bash runs")
    }
}

#[test]
fn a_check_leaves_everything_that_is_uploaded() {
    let runner = Runner::new();
    let output = runner.run("check", &[("BRIEFLINT_PATHS", "briefs and more\n")]);
    assert!(output.status.success(), "the job fails after the upload: {output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("::warning file=briefs and more/a.md,line=3,"));
    assert_eq!(runner.read("output"), "status=1\n");
    assert!(runner.read("summary.md").starts_with("### brieflint\n"));
    assert!(runner.read("temp/brieflint.sarif").starts_with('{'));
}

#[test]
fn a_set_up_that_is_wrong_fails_at_once() {
    let runner = Runner::new();
    let output = runner.run("check", &[("BRIEFLINT_SINCE", "--version"), ("BRIEFLINT_PATHS", ".")]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert_eq!(runner.read("output"), "status=2\n");
    let clean = Runner::new();
    clean.run("check", &[("BRIEFLINT_FAIL_ON", "never")]);
    assert_eq!(clean.read("output"), "status=0\n");
}

#[test]
fn there_is_one_comment() {
    let runner = Runner::new();
    fs::write(runner.path("temp/brieflint.md"), "### brieflint\n").expect("written");
    for (known, asked) in [
        ("", "--method POST repos/owner/name/issues/7/comments "),
        ("11\n12\n", "--method PATCH repos/owner/name/issues/comments/11 "),
    ] {
        runner.with_gh(known);
        let output = runner.run("comment", &[]);
        assert!(output.status.success(), "{output:?}");
        assert!(runner.read("gh.log").contains(asked), "{}", runner.read("gh.log"));
    }
    assert_eq!(runner.read("temp/brieflint-comment.md"), "<!-- brieflint -->\n### brieflint\n");
}

#[test]
fn the_action_names_what_is_there() {
    let action = fs::read_to_string("action.yml").expect("the action");
    for script in ["check", "comment"] {
        assert!(action.contains(&format!("/.ci/action/{script}\"")), "{script}");
    }
    // What a pull request can name goes to a shell as a variable, never as a part of the script.
    for (number, line) in action.lines().enumerate() {
        assert!(!(line.contains("run:") && line.contains("${{")), "action.yml:{}: {line}", number + 1);
    }
}
