//! Whole briefs with everything that is said about them: `x.md` and beside it `x.out`, or a folder and beside it its `.out`.
//! `SNAPSHOTS=overwrite cargo test --test fixtures` writes them anew; read the difference before you commit it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use snapbox::{Assert, Data};

/// A folder of fixtures, and how its briefs are shown.
struct Folder {
    name: &'static str,
    format: &'static str,
    /// All in one run, as checks across briefs need it; else each by itself.
    together: bool,
    /// The briefs are whole, so that what is missing from them is told.
    whole: bool,
}

const FOLDERS: &[Folder] = &[
    Folder { name: "briefs", format: "graphical", together: true, whole: true },
    Folder { name: "encodings", format: "concise", together: false, whole: false },
    Folder { name: "front-matter", format: "graphical", together: false, whole: false },
    Folder { name: "good", format: "concise", together: true, whole: true },
    Folder { name: "portfolio", format: "graphical", together: true, whole: false },
    Folder { name: "silencing", format: "concise", together: false, whole: true },
    Folder { name: "traps", format: "concise", together: false, whole: true },
];

fn briefs(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(Path::new("fixtures").join(folder)).expect("a folder of fixtures");
    let mut briefs: Vec<PathBuf> = entries
        .map(|entry| Path::new(folder).join(entry.expect("an entry").file_name()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    briefs.sort();
    briefs
}

/// What the program writes about a path, with its exit status.
fn transcript(path: &Path, format: &str, whole: bool) -> String {
    let missing: Vec<String> = brieflint::rule::builtin()
        .rules
        .into_iter()
        .map(|rule| rule.id)
        .filter(|id| !whole && id.starts_with("missing-"))
        .collect();
    let output = Command::new(env!("CARGO_BIN_EXE_brieflint"))
        .current_dir("fixtures")
        .args(["check", "--no-config", "--all", "--today", "2026-11-30", "--format", format])
        .args(missing.iter().flat_map(|rule| ["--skip", rule]))
        .arg(path)
        .env("LC_ALL", "C.UTF-8")
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .output()
        .expect("brieflint runs");
    let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
    format!("{stdout}{stderr}\nexit status {}\n", output.status.code().expect("an exit status"))
}

#[test]
fn briefs_come_out_as_written_beside_them() {
    let assert = Assert::new().action_env("SNAPSHOTS");
    let mut wrong = Vec::new();
    for folder in FOLDERS {
        let paths = if folder.together { vec![PathBuf::from(folder.name)] } else { briefs(folder.name) };
        for path in paths {
            let shown = transcript(&path, folder.format, folder.whole);
            let expected = Data::read_from(&Path::new("fixtures").join(path.with_extension("out")), None);
            if let Err(error) = assert.try_eq(Some(&path.display()), shown.into(), expected) {
                wrong.push(error.to_string());
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_of_fixtures_is_shown() {
    for entry in std::fs::read_dir("fixtures").expect("fixtures") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(FOLDERS.iter().any(|folder| folder.name == name), "fixtures/{name} is not in the table");
    }
}

/// A brief that answers all three questions gets no finding at all.
#[test]
fn good_briefs_stay_silent() {
    for path in briefs("good") {
        let shown = transcript(&path, "concise", true);
        assert_eq!(shown, "1 brief checked, nothing found\n\nexit status 0\n", "{}", path.display());
    }
}

/// Each trap stands in a whole brief: its rule fires, and no rule about a passage does beside it.
#[test]
fn traps_are_found_and_nothing_else() {
    for path in briefs("traps") {
        let trap = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if brieflint::rule::builtin().rule(&trap).is_none() {
            continue;
        }
        let shown = transcript(&path, "concise", true);
        let rules: Vec<&str> =
            shown.lines().filter_map(|line| Some(line.split_once('[')?.1.split_once(']')?.0)).collect();
        assert!(rules.contains(&trap.as_str()), "{trap} is not found in {}", path.display());
        let others: Vec<_> = rules.iter().filter(|rule| **rule != trap && !rule.starts_with("missing-")).collect();
        assert!(others.is_empty(), "{}: {others:?}", path.display());
    }
}

#[test]
fn the_readme_shows_what_a_check_prints() {
    let readme = fs::read_to_string("README.md").expect("the README");
    let (_, rest) = readme.split_once("This is what a check looks like:\n\n```text\n").expect("the sample");
    let (shown, _) = rest.split_once("\n```").expect("its end");
    let output = Command::new(env!("CARGO_BIN_EXE_brieflint"))
        .args(["check", "--format", "graphical", "--color", "never", "fixtures/briefs/tenants-survey.md"])
        .output()
        .expect("it runs");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim_matches('\n'), shown);
}
