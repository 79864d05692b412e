//! What other programs rely on: the form of the JSON report and the exit status.

use std::process::Command;

use serde_json::Value;
use snapbox::{Assert, Data};

fn brieflint(arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_brieflint"))
        .current_dir("fixtures")
        .args(arguments)
        .arg("--no-config")
        .output()
        .expect("brieflint runs");
    (output.status.code().expect("an exit status"), String::from_utf8(output.stdout).expect("UTF-8"))
}

/// One rule of each kind: about several briefs, about words, about what is missing.
const ONLY: &str = "late-dependency,overloaded-owner,approval-gate,missing-outcome";

/// `SNAPSHOTS=overwrite cargo test --test contract` writes it anew; a new key is fine, another change is a new version.
#[test]
fn the_form_of_the_report_is_frozen() {
    let (_, text) = brieflint(&[
        "check",
        "--format",
        "json",
        "portfolio",
        "encodings/wide.md",
        "traps/two-responsibilities.md",
        "--only",
        ONLY,
    ]);
    let mut report: Value = serde_json::from_str(&text).expect("one JSON document");
    assert_eq!(report["tool"]["version"], env!("CARGO_PKG_VERSION"));
    report["tool"]["version"] = "…".into();
    let shown = serde_json::to_string_pretty(&report).expect("JSON") + "\n";
    Assert::new().action_env("SNAPSHOTS").eq(shown, Data::read_from("tests/report.json".as_ref(), None));
}

#[test]
fn spans_of_the_report_are_bytes_and_its_columns_characters() {
    let (_, text) = brieflint(&[
        "check",
        "--format",
        "json",
        "encodings/wide.md",
        "encodings/byte-order-mark.md",
        "encodings/crlf.md",
    ]);
    let report: Value = serde_json::from_str(&text).expect("one JSON document");
    let number = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("a small one");
    for file in report["files"].as_array().expect("files") {
        let path = file["path"].as_str().expect("a path");
        let text = std::fs::read_to_string(format!("fixtures/{path}")).expect("a brief");
        for finding in file["findings"].as_array().expect("findings") {
            let span = &finding["span"];
            let (offset, length) = (number(&span["offset"]), number(&span["length"]));
            for (at, place) in [(offset, &span["start"]), (offset + length, &span["end"])] {
                let before = text[..at].trim_start_matches('\u{feff}');
                let line = before.matches('\n').count() + 1;
                let column = before.rsplit('\n').next().expect("a line").chars().count() + 1;
                assert_eq!((number(&place["line"]), number(&place["column"])), (line, column), "{path}: {finding}");
            }
        }
    }
}

#[test]
fn exit_statuses_are_frozen() {
    for (arguments, status) in [
        (&["good/audit-room.md"][..], 0),
        (&["traps/takeover.md"], 1),
        (&["traps/takeover.md", "--fail-on", "error"], 0),
        (&["traps/missing-everything.md", "--fail-on", "error"], 1),
        (&["traps/missing-everything.md", "--fail-on", "never"], 0),
        (&["traps/method-heavy.md"], 0),
        (&["traps/method-heavy.md", "--fail-on", "advice"], 1),
        (&["good/audit-room.md", "nowhere.md"], 2),
        (&["traps/takeover.md", "nowhere.md"], 2),
        (&["traps/takeover.md", "encodings/latin-1.md"], 2),
        (&["nothing-*.md"], 2),
        (&["good", "--only", "no-such-rule"], 2),
        (&["good", "--no-such-option"], 2),
    ] {
        assert_eq!(brieflint(arguments).0, status, "{arguments:?}");
    }
}
