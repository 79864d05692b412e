//! Whatever is typed, the editor ends with the findings that `check` has for the same text.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::editor::{Editor, address, capabilities};

/// A text as the client has it: lines of characters, each with its line end.
#[derive(Clone)]
struct Text(String);

impl Text {
    fn lines(&self) -> Vec<&str> {
        let mut lines: Vec<&str> = self.0.split_inclusive('\n').collect();
        if lines.last().is_none_or(|line| line.ends_with('\n')) {
            lines.push("");
        }
        lines
    }

    /// The byte at a line and a column.
    fn offset(&self, place: &Value, utf8: bool) -> usize {
        let line = place["line"].as_u64().expect("a line") as usize;
        let column = place["character"].as_u64().expect("a column") as usize;
        let lines = self.lines();
        let start: usize = lines[..line].iter().map(|line| line.len()).sum();
        let mut before = 0;
        for (at, letter) in lines[line].char_indices() {
            if before == column {
                return start + at;
            }
            before += if utf8 { letter.len_utf8() } else { letter.len_utf16() };
        }
        assert_eq!(before, column, "a column of line {line}");
        start + lines[line].len()
    }

    /// The line and column of a byte.
    fn place(&self, offset: usize, utf8: bool) -> Value {
        let before = &self.0[..offset];
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap_or_default();
        let column = if utf8 { column.len() } else { column.encode_utf16().count() };
        json!({"line": line, "character": column})
    }
}

/// Numbers that are the same on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }
}

type Found = Vec<(String, String, String, usize, usize)>;

/// What `check` finds: rule, severity, message, and the bytes.
fn checked(folder: &Path, name: &str) -> Found {
    let output = Command::new(env!("CARGO_BIN_EXE_brieflint"))
        .args(["check", "--format", "json", name])
        .current_dir(folder)
        .output()
        .expect("brieflint runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let findings = report["files"][0]["findings"].as_array().expect("findings").iter().map(|finding| {
        let number = |name: &str| finding["span"][name].as_u64().expect("a number") as usize;
        let message = format!("{}\nhelp: {}", text(&finding["message"]), text(&finding["help"]));
        let offset = number("offset");
        (text(&finding["rule"]), text(&finding["severity"]), message, offset, offset + number("length"))
    });
    findings.collect()
}

/// The same from what the server published.
fn published(text: &Text, diagnostics: &[Value], utf8: bool) -> Found {
    let found = diagnostics.iter().map(|diagnostic| {
        let severity = ["", "error", "warning", "advice"][diagnostic["severity"].as_u64().expect("one") as usize];
        let word = |name: &str| diagnostic[name].as_str().expect("a text").to_owned();
        let offset = |end: &str| text.offset(&diagnostic["range"][end], utf8);
        (word("code"), severity.to_owned(), word("message"), offset("start"), offset("end"))
    });
    found.collect()
}

/// Pieces that are put in: words, line ends of both kinds, letters of one to four bytes, and what makes structure.
const PIECES: [&str; 16] = [
    "Nothing ships until I have signed it off. ",
    "😀",
    "é",
    "家族",
    "\r\n",
    "\n",
    "\n\n## Consequence\n\n",
    "\t",
    "- ",
    "Ana decides alone 🎉 how the rooms are laid out.",
    "as soon as possible",
    "**Owner:** Ana\r\n",
    " ",
    "`",
    "---\n",
    "e\u{301}👩‍👩‍👧",
];

fn type_and_compare(name: &str, start: &str, seed: u64, utf8: bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut editor, _) = Editor::meet(folder.path(), &capabilities(utf8));
    let uri = address(&folder.path().join("brief.md"));
    let mut text = Text(start.to_owned());
    editor.open(&uri, &text.0);
    let mut chance = Chance(seed);
    let mut version = 1;
    for _ in 0..30 {
        let mut changes = Vec::new();
        for _ in 0..=chance.below(3) {
            // Between characters, and never between the two halves of a line end: no editor can stand there.
            let borders: Vec<usize> = (0..=text.0.len())
                .filter(|&at| text.0.is_char_boundary(at))
                .filter(|&at| !(text.0[..at].ends_with('\r') && text.0[at..].starts_with('\n')))
                .collect();
            let at = chance.below(borders.len());
            let start = borders[at];
            let end =
                if chance.below(3) == 0 { borders[(at + chance.below(40)).min(borders.len() - 1)] } else { start };
            let piece = PIECES[chance.below(PIECES.len())];
            let range = json!({"start": text.place(start, utf8), "end": text.place(end, utf8)});
            changes.push(json!({"range": range, "text": piece}));
            text.0.replace_range(start..end, piece);
        }
        version += 1;
        editor.change(&uri, version, json!(changes));
    }
    let diagnostics = editor.diagnostics(&uri, version);
    fs::write(folder.path().join("brief.md"), &text.0).expect("the brief is written");
    let wanted = checked(folder.path(), "brief.md");
    assert_eq!(published(&text, &diagnostics, utf8), wanted, "{name} with seed {seed}, utf8: {utf8}\n{:?}", text.0);
    editor.leave();
}

#[test]
fn typing_ends_in_the_findings_of_check() {
    let crlf = include_str!("../../fixtures/encodings/wide.md").replace('\n', "\r\n");
    let starts = [
        ("nothing", String::new()),
        ("wide letters, CRLF", crlf),
        ("front matter", include_str!("../../fixtures/front-matter/invalid-field.md").to_owned()),
        ("a brief", include_str!("../../fixtures/briefs/night-market.md").to_owned()),
        ("tabs", include_str!("../../fixtures/encodings/tabs.md").to_owned()),
    ];
    for (seed, (name, start)) in starts.iter().enumerate() {
        for utf8 in [true, false] {
            type_and_compare(name, start, seed as u64 + 1, utf8);
        }
    }
}

#[test]
fn every_example_is_found_fault_with_as_by_check() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let (mut editor, _) = Editor::meet(&folder, &capabilities(false));
    let mut compared = 0;
    for group in ["briefs", "traps", "front-matter", "silencing", "encodings"] {
        for entry in fs::read_dir(folder.join(group)).expect("a folder") {
            let path = entry.expect("an entry").path();
            // A byte order mark is cut off by editors, and the program counts it.
            let Some(text) = fs::read_to_string(&path).ok().filter(|text| !text.starts_with('\u{feff}')) else {
                continue;
            };
            if path.extension().is_some_and(|end| end == "md") {
                let diagnostics = editor.open(&address(&path), &text);
                let name = path.strip_prefix(&folder).expect("inside").to_string_lossy().into_owned();
                assert_eq!(published(&Text(text), &diagnostics, false), checked(&folder, &name), "{name}");
                compared += 1;
            }
        }
    }
    assert!(compared > 30, "{compared}");
    editor.leave();
}

/// Places that are none, and versions that go back.
#[test]
fn edits_that_make_no_sense_are_taken_at_the_nearest_place() {
    let folder = tempfile::tempdir().expect("a folder");
    for utf8 in [true, false] {
        let (mut editor, _) = Editor::meet(folder.path(), &capabilities(utf8));
        let uri = address(&folder.path().join("brief.md"));
        editor.open(&uri, "# 😀 Move\n");
        let mut version = 7;
        let place = |line: u64, character: u64| json!({"line": line, "character": character});
        for (start, end, piece) in [
            (place(0, 3), place(0, 3), "a"),
            (place(0, 999), place(0, 999), "b"),
            (place(999, 0), place(4_294_967_295, 4_294_967_295), "\nc"),
            (place(0, 9), place(0, 2), "d"),
            (place(1, 0), place(0, 0), "e"),
        ] {
            version -= 1;
            editor.change(&uri, version, json!([{"range": {"start": start, "end": end}, "text": piece}]));
        }
        editor.diagnostics(&uri, version);
        // Broken ranges leave the text alone.
        for range in [json!({"start": {"line": -1, "character": 0}}), json!(7), json!({"start": place(0, 0)})] {
            editor.change(&uri, 9, json!([{"range": range, "text": "x"}]));
            editor.wait_for("window/logMessage", |params| params["message"].as_str().is_some());
        }
        editor.change("untitled:unknown", 1, json!([{"text": "x"}]));
        editor.wait_for("window/logMessage", |params| params["message"].as_str().is_some());
        let whole = "# Move\n\nNothing ships until I have signed it off.\n";
        editor.change(&uri, 10, json!([{"text": whole}]));
        let diagnostics = editor.diagnostics(&uri, 10);
        fs::write(folder.path().join("brief.md"), whole).expect("written");
        assert_eq!(published(&Text(whole.to_owned()), &diagnostics, utf8), checked(folder.path(), "brief.md"));
        editor.leave();
    }
}

#[test]
fn a_second_place_is_in_the_same_document() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut editor, _) = Editor::meet(folder.path(), &capabilities(false));
    let text = include_str!("../../fixtures/front-matter/date-order.md");
    let diagnostics = editor.open("untitled:Untitled-1", text);
    let related: Vec<&Value> = diagnostics.iter().filter_map(|one| one.get("relatedInformation")).collect();
    assert!(!related.is_empty());
    assert_eq!(related[0][0]["location"]["uri"], "untitled:Untitled-1");
    editor.leave();
}

#[test]
fn a_document_that_is_closed_has_no_findings() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut editor, _) = Editor::meet(folder.path(), &capabilities(false));
    assert!(!editor.open("untitled:a", "# Move\n").is_empty());
    editor.notify("textDocument/didClose", json!({"textDocument": {"uri": "untitled:a"}}));
    let told = editor.wait_for("textDocument/publishDiagnostics", |params| params["version"].is_null());
    assert_eq!(told["diagnostics"], json!([]));
    editor.leave();
}
