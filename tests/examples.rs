//! The examples of every `--help`, run as they stand there.
#![cfg(unix)]

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// Commands that the help does not list: for those who package brieflint.
const HIDDEN: &[&str] = &["completions", "man"];

const BRIEF: &str =
    "---\nowner: Ines Cardoso\ndue: 2027-03-12\n---\n\n# Moving the archive\n\nNothing ships without my sign-off.\n";

/// A repository as the examples take it for granted, with `brieflint` on the path.
struct Workshop(TempDir);

impl Workshop {
    fn new() -> Workshop {
        let workshop = Workshop(tempfile::tempdir().expect("a folder"));
        workshop.write("briefs/move.md", BRIEF);
        workshop.write("charters/talks.md", BRIEF);
        workshop.write("move.md", BRIEF);
        workshop.write("brief.docx", BRIEF);
        let rule = fs::read_to_string("tests/cmd/team-rules.in/house/text/buzzword.yaml");
        workshop.write("team-rules/text/buzzword.yaml", &rule.expect("a rule"));
        // Stands for the program that turns documents into text.
        workshop.write("bin/pandoc", "#!/bin/sh\ncat \"$1\"\n");
        fs::set_permissions(workshop.path("bin/pandoc"), fs::Permissions::from_mode(0o755)).expect("set");
        symlink(env!("CARGO_BIN_EXE_brieflint"), workshop.path("bin/brieflint")).expect("a link");
        let setup = "git init --quiet && git add briefs && git -c user.name=A -c user.email=a@example.com \
                     commit --quiet --message briefs && git tag v1";
        assert!(workshop.run(setup).status.success());
        workshop
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    /// Runs a line of a shell, with somebody who says yes to everything, or an editor that leaves at once.
    fn run(&self, line: &str) -> Output {
        let path = format!("{}:{}", self.path("bin").display(), std::env::var("PATH").expect("a path"));
        let mut child = Command::new("sh")
            .args(["-c", line])
            .current_dir(self.0.path())
            .env("PATH", path)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a shell");
        // Most commands ask nothing and do not wait for it.
        let said = if line.contains(" lsp") { String::new() } else { "yes\n".repeat(60) };
        let _ = child.stdin.take().expect("its input").write_all(said.as_bytes());
        child.wait_with_output().expect("it ends")
    }
}

fn help(command: &[String]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_brieflint")).args(command).arg("--help").output().expect("it runs");
    assert!(output.status.success(), "{command:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The lines of a part of a help text.
fn part<'h>(help: &'h str, heading: &str) -> Vec<&'h str> {
    let lines = help.lines().skip_while(|line| line.trim_end_matches(['s', ':']) != heading);
    lines.skip(1).take_while(|line| !line.is_empty()).collect()
}

/// Every command, those below others among them.
fn commands(above: &[String]) -> Vec<Vec<String>> {
    let help = help(above);
    let listed = part(&help, "Command").into_iter().filter_map(|line| {
        let name = line.strip_prefix("  ").filter(|rest| !rest.starts_with(' '))?.split(' ').next()?;
        (name != "help").then_some(name)
    });
    let hidden = HIDDEN.iter().copied().filter(|_| above.is_empty());
    let mut all = vec![above.to_vec()];
    for name in listed.chain(hidden) {
        all.extend(commands(&[above, &[name.to_owned()]].concat()));
    }
    all
}

#[test]
fn every_command_has_an_example_and_every_example_runs() {
    let commands = commands(&[]);
    for name in ["check", "new", "report", "diagnose"] {
        assert!(commands.contains(&vec![name.to_owned()]), "{name} among {commands:?}");
    }
    assert!(commands.contains(&vec!["rules".to_owned(), "new".to_owned()]));
    let workshop = Workshop::new();
    for command in commands {
        let help = help(&command);
        let examples = part(&help, "Example");
        assert!(!examples.is_empty(), "`brieflint {} --help` has no example", command.join(" "));
        for example in examples {
            // What follows two blanks says what the example is for.
            let line = example.trim_start().split("  ").next().expect("a line");
            assert!(line.contains("brieflint"), "{line}");
            let output = workshop.run(line);
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(matches!(output.status.code(), Some(0 | 1)), "{line}: {:?}\n{said}", output.status.code());
        }
    }
    for (written, by) in [
        ("findings.json", "check"),
        ("clarity.md", "clarity"),
        ("report.html", "report"),
        ("briefs/archive.md", "new"),
        ("brieflint.yaml", "init"),
        ("team-rules/text/house-style.yaml", "rules new"),
        ("brieflint-baseline.jsonl", "baseline"),
    ] {
        assert!(Path::new(&workshop.path(written)).exists(), "{by} did not write {written}");
    }
}
