//! `brieflint new` at a terminal: what is asked, what an answer is flagged for, and what is kept.
#![cfg(unix)]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use rexpect::process::WaitStatus;
use rexpect::session::{PtySession, spawn_command};
use tempfile::TempDir;

/// Long enough for a machine that is busy, in milliseconds.
const PATIENCE: u64 = 60_000;

struct Desk(TempDir);

impl Desk {
    fn new() -> Desk {
        Desk(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_brieflint"));
        command.current_dir(self.0.path()).args(arguments).env("TERM", "xterm").env("NO_COLOR", "1");
        command
    }

    /// Sits down at a terminal.
    fn sit(&self, arguments: &[&str]) -> PtySession {
        spawn_command(self.command(arguments), Some(PATIENCE)).expect("a terminal")
    }
}

/// What is said up to the next question.
fn asked(terminal: &mut PtySession) -> String {
    terminal.exp_string("\r\n> ").expect("a question")
}

fn answer(terminal: &mut PtySession, text: &str) -> String {
    terminal.send_line(text).expect("typed");
    asked(terminal)
}

fn status(terminal: &PtySession) -> Option<i32> {
    match terminal.process().wait() {
        Ok(WaitStatus::Exited(_, code)) => Some(code),
        _ => None,
    }
}

/// Each kind, with the examples that its questions give as the answers.
#[test]
fn good_answers_make_a_brief_that_passes_its_own_check() {
    for kind in ["brief", "charter", "agent"] {
        let desk = Desk::new();
        let mut terminal = desk.sit(&["new", "--kind", kind, "-o", "it.md"]);
        let mut question = asked(&mut terminal);
        for name in ["Moving the archive", "Ines Cardoso", "Tom Reed"] {
            question = answer(&mut terminal, name);
        }
        for step in 0..8 {
            let hint = question.split("e.g. ").nth(1).unwrap_or_else(|| panic!("{kind}, {step}: {question}"));
            let hint = hint.split_whitespace().collect::<Vec<_>>().join(" ");
            terminal.send_line(&hint).expect("typed");
            if step < 7 {
                question = asked(&mut terminal);
                assert!(!question.contains("the same again to keep it"), "{kind}: “{hint}” is flagged: {question}");
            }
        }
        let rest = terminal.exp_eof().expect("the end");
        assert_eq!(status(&terminal), Some(0), "{kind}: {rest}");
        let checked = desk.command(&["check", "it.md", "--fail-on", "advice"]).output().expect("it runs");
        let brief = fs::read_to_string(desk.path("it.md")).expect("the brief");
        assert!(checked.status.success(), "{kind}: {}\n{brief}", String::from_utf8_lossy(&checked.stdout));
        assert!(!desk.path("it.md.answers.json").exists());
    }
}

#[test]
fn an_answer_is_flagged_at_once() {
    let desk = Desk::new();
    let mut terminal = desk.sit(&["new"]);
    asked(&mut terminal);
    answer(&mut terminal, "Moving the archive");
    let said = answer(&mut terminal, "Ines and Tom");
    assert!(
        said.contains("where several answer for one result") && said.contains("the same again to keep it"),
        "{said}"
    );
    assert!(answer(&mut terminal, "Ines Cardoso").contains("Who hands it over?"), "the new owner stands");
    answer(&mut terminal, "Tom Reed");
    let said = answer(&mut terminal, "Anything, but check with me before making any decisions.");
    assert!(said.contains("check with me before making any decisions"), "{said}");
    let said = answer(&mut terminal, "the order of the rooms, but check with me before making any decisions.");
    assert!(said.contains("check with me before making any decisions"), "it is no better: {said}");
    let next = answer(&mut terminal, "the order of the rooms, and spending up to 2,000 euros");
    assert!(next.contains("What must not be crossed?"), "the new answer stands: {next}");
}

#[test]
fn an_answer_is_kept_when_it_is_given_again() {
    let desk = Desk::new();
    let mut terminal = desk.sit(&["new", "-o", "it.md"]);
    asked(&mut terminal);
    for name in ["Moving the archive", "Ines Cardoso", "Tom Reed", "", "", "", ""] {
        answer(&mut terminal, name);
    }
    assert!(answer(&mut terminal, "soon").contains("on different days"));
    assert!(answer(&mut terminal, "soon").contains("good enough?"), "the next question");
    answer(&mut terminal, "");
    answer(&mut terminal, "");
    assert!(answer(&mut terminal, "soon").contains("the same again to keep it"));
    terminal.send_line("").expect("typed");
    terminal.exp_eof().expect("the end");
    let brief = fs::read_to_string(desk.path("it.md")).expect("the brief");
    assert_eq!(brief.matches("soon").count(), 1, "{brief}");
}

#[test]
fn what_was_typed_outlives_an_interruption() {
    let desk = Desk::new();
    let mut terminal = desk.sit(&["new", "--kind", "charter", "-o", "talks.md"]);
    asked(&mut terminal);
    for name in ["The talks", "Ines Cardoso", "Tom Reed"] {
        answer(&mut terminal, name);
    }
    answer(&mut terminal, "the programme and who speaks");
    terminal.send("half an ans").expect("typed");
    terminal.send_control('c').expect("interrupted");
    terminal.exp_eof().expect("the end");
    assert_eq!(status(&terminal), None, "a signal ended it");
    assert!(!desk.path("talks.md").exists());

    let mut terminal = desk.sit(&["new", "-o", "talks.md"]);
    let said = asked(&mut terminal);
    assert!(said.contains("Continuing where you stopped"), "{said}");
    assert!(said.contains("What must not be crossed?"), "it goes on with the first open question: {said}");
    for _ in 0..6 {
        answer(&mut terminal, "");
    }
    terminal.send_line("").expect("typed");
    terminal.exp_eof().expect("the end");
    assert_eq!(status(&terminal), Some(1), "much is missing");
    let brief = fs::read_to_string(desk.path("talks.md")).expect("the brief");
    for kept in ["kind: charter", "title: The talks", "delegator: Tom Reed", "the programme and who speaks"] {
        assert!(brief.contains(kept), "{kept}: {brief}");
    }
    assert!(!desk.path("talks.md.answers.json").exists());
}

#[test]
fn nobody_is_asked_for_what_cannot_be_written() {
    let desk = Desk::new();
    fs::write(desk.path("brief.md"), "# Mine\n").expect("written");
    for arguments in [&["new"][..], &["new", "-o", "brief.md"], &["new", "-o", "no/folder.md"]] {
        let output = desk.command(arguments).output().expect("it runs");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?} asks nothing");
    }
    assert_eq!(fs::read_to_string(desk.path("brief.md")).expect("there"), "# Mine\n");
}

/// Progress is for those who wait: at a terminal, gone at the end, and nowhere else.
#[test]
fn a_long_run_shows_how_far_it_is() {
    const BRIEFS: usize = 400;
    let desk = Desk::new();
    fs::create_dir(desk.path("briefs")).expect("a folder");
    for number in 0..BRIEFS {
        let lines: String = (0..12)
            .map(|line| {
                format!("Word{number}x{line} ships with the order of item {line}, not before number {number}.\n\n")
            })
            .collect();
        fs::write(desk.path(&format!("briefs/{number}.md")), format!("# Brief {number}\n\n{lines}")).expect("written");
    }
    let start = std::time::Instant::now();
    let output = desk.command(&["check", "briefs", "-q"]).output().expect("it runs");
    let took = start.elapsed();
    assert!(!String::from_utf8_lossy(&output.stderr).contains("briefs"), "nobody waits at a pipe");
    let mut terminal = desk.sit(&["check", "briefs", "-q"]);
    let said = terminal.exp_eof().expect("the end");
    if took.as_secs_f64() > 1.5 {
        assert!(said.contains(&format!("of {BRIEFS} briefs")), "{took:?}: {said}");
    }
    let last = said.rsplit("\u{1b}[2K").next().unwrap_or_default();
    assert!(!last.contains("] ") && last.contains("400 briefs checked"), "{last}");
}
