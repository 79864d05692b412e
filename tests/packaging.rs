//! What those who package brieflint take from it.

use std::fs;
use std::process::Command;

fn brieflint(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_brieflint")).args(arguments).output().expect("brieflint runs");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn every_shell_has_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(brieflint(&["completions", shell]).contains("since"), "{shell}");
    }
}

#[test]
fn there_is_a_page_for_each_command() {
    assert!(brieflint(&["man"]).contains(".TH brieflint 1"));
    let folder = tempfile::tempdir().expect("a folder");
    brieflint(&["man", folder.path().to_str().expect("UTF-8")]);
    for command in ["check", "baseline", "explain", "config"] {
        let page = fs::read_to_string(folder.path().join(format!("brieflint-{command}.1"))).expect("a page");
        assert!(page.contains(".SH OPTIONS"), "{command}");
    }
}
