//! `brieflint diagnose --at` reads the brief as it was when it was agreed.

use std::path::Path;
use std::process::{Command, Output};

fn run(program: &str, folder: &Path, arguments: &[&str]) -> Output {
    Command::new(program).current_dir(folder).args(arguments).output().expect("it runs")
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    let output = run("git", folder, &[&identity, arguments].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_brief_is_read_as_it_was_agreed() {
    let folder = std::env::temp_dir().join(format!("brieflint-diagnose-{}", std::process::id()));
    let briefs = folder.join("briefs");
    std::fs::create_dir_all(&briefs).expect("a folder");
    let file = briefs.join("move.md");
    git(&folder, &["init", "--quiet"]);
    std::fs::write(&file, "# Move\n\nOwner: Ines Cardoso\n\nDue: 12 March 2027\n").expect("a brief");
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "-m", "agreed"]);
    git(&folder, &["tag", "agreed"]);
    std::fs::write(&file, "# Move\n\nOwner: Ines Cardoso\n").expect("a brief");

    let brieflint = env!("CARGO_BIN_EXE_brieflint");
    let said = |more: &[&str]| {
        let output = run(brieflint, &briefs, &[&["diagnose", "move.md", "--missed", "date"], more].concat());
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    assert!(said(&[]).contains("Deadline: nothing"), "{}", said(&[]));
    assert!(said(&["--at", "agreed"]).contains("Deadline, line 5: “12 March 2027”"), "{}", said(&["--at", "agreed"]));
    git(&folder, &["mv", "briefs/move.md", "briefs/new-house.md"]);
    let renamed = run(brieflint, &briefs, &["diagnose", "new-house.md", "--missed", "date", "--at", "agreed"]);
    assert!(String::from_utf8_lossy(&renamed.stdout).contains("Deadline, line 5: “12 March 2027”"), "{renamed:?}");
    git(&folder, &["mv", "briefs/new-house.md", "briefs/move.md"]);
    // What looks like an option is a name that git does not know.
    let output = run(brieflint, &briefs, &["diagnose", "move.md", "--missed", "date", "--at=--output=x"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!briefs.join("x").exists());
    let output = run(brieflint, &folder, &["diagnose", "briefs", "--missed", "date", "--at", "agreed"]);
    assert_eq!(String::from_utf8_lossy(&output.stderr).trim(), "× briefs: it is not a regular file");
    std::fs::remove_dir_all(&folder).expect("the folder goes");
}
