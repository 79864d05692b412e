//! What those who package brieflint take from it.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use brieflint::rule;

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

/// `.ci/package` builds the package and installs from it; this says sooner what is missing from it.
#[test]
fn the_package_holds_what_the_build_needs_and_nothing_else() {
    let output = Command::new(env!("CARGO"))
        .args(["package", "--list", "--allow-dirty", "--offline", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{output:?}");
    let list = String::from_utf8(output.stdout).expect("UTF-8").replace('\\', "/");
    let packed: BTreeSet<&str> = list.lines().collect();
    for (path, _) in rule::builtin_sources() {
        assert!(packed.contains(format!("rules/{path}").as_str()), "rules/{path} is not in the package");
    }
    for file in ["build.rs", "askama.toml", "README.md", "LICENSE-MIT", "LICENSE-APACHE", "Cargo.lock"] {
        assert!(packed.contains(file), "{file} is not in the package");
    }
    let others = ["tests/", "fixtures/", "benches/", "fuzz/", ".ci/", "pyproject.toml"];
    let found: Vec<&&str> = packed.iter().filter(|file| others.iter().any(|other| file.starts_with(other))).collect();
    assert!(found.is_empty(), "the package holds {found:?}");
}
