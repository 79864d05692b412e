//! A baseline knows its findings again while briefs change, and nothing else.

use std::fs;
use std::path::Path;
use std::process::Command;

use brieflint::baseline::{Baseline, BriefFindings, Entry, Outcome};
use brieflint::brief;
use brieflint::lint::{self, Finding, Linter, Settings, State};
use brieflint::rule;

fn findings(text: &str) -> Vec<Finding> {
    let rules = rule::builtin();
    let mut outcome = lint::check(text, &brief::read(text), &rules, "en", &Settings::default(), &mut Linter::default());
    outcome.findings.retain(|finding| finding.rule == "approval-gate" || finding.rule == "missing-deadline");
    outcome.findings
}

/// The outcome for a brief that was `before` when the baseline was written and is `now`, and how many findings are new.
fn compare(before: &str, now: &str, name: &str) -> (Outcome, usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut baseline = Baseline::empty(&folder.path().join("baseline.jsonl"));
    baseline.entries = findings(before).iter().map(|finding| Entry::new("a.md", finding)).collect();
    assert!(!baseline.entries.is_empty());
    baseline.write().expect("written");
    let baseline = Baseline::read(&folder.path().join("baseline.jsonl")).expect("read");
    fs::write(folder.path().join(name), now).expect("written");
    let mut now = findings(now);
    let mut briefs = [BriefFindings { name: name.to_owned(), findings: now.iter_mut().collect() }];
    let outcome = baseline.apply(&mut briefs, true, |_, _| true);
    (outcome, now.iter().filter(|finding| finding.state == State::Open).count())
}

const BRIEF: &str = "# Move\n\n## Work\n\nPlan the move to the new house.\n\n## Rules\n\nNothing ships until I have \
                     signed it off. Check with me before making any decisions.\n";

#[test]
fn moving_wrapping_and_renaming_keep_an_entry() {
    let moved = "# The great move\n\nHello.\n\n## Rules\n\nCheck with me before\nmaking any decisions. Nothing **ships** \
                 until I\nhave signed it off.\n\n## Work\n\nPlan the move to the new house.\n";
    for (now, name) in [(BRIEF, "a.md"), (moved, "a.md"), (BRIEF, "b.md"), (moved, "b.md")] {
        let (outcome, new) = compare(BRIEF, now, name);
        assert_eq!((outcome.stale.len(), new), (0, 0), "{name}: {now}\n{outcome:#?}");
    }
}

#[test]
fn mending_one_and_adding_another_is_seen() {
    let swapped = BRIEF.replace("Check with me before making any decisions", "Run every decision past me first");
    let (outcome, new) = compare(BRIEF, &swapped, "a.md");
    assert_eq!((outcome.stale.len(), new), (1, 1), "{outcome:#?}");
}

#[test]
fn another_of_the_same_words_is_new() {
    let twice = format!("{BRIEF}\nCheck with me before making any decisions.\n");
    let (outcome, new) = compare(BRIEF, &twice, "a.md");
    assert_eq!((outcome.stale.len(), new), (0, 1), "{outcome:#?}");
}

#[test]
fn a_broken_line_is_told_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("baseline.jsonl");
    fs::write(&path, "{\"brieflint-baseline\":1}\n<<<<<<< HEAD\n").expect("written");
    let error = Baseline::read(&path).expect_err("no entry");
    assert_eq!(error.span.of(&error.text), "<<<<<<< HEAD");
    assert!(Baseline::read(Path::new("nowhere")).is_err());
}

/// A run in a folder: what it wrote, and the exit status.
fn run(folder: &Path, arguments: &[&str]) -> (String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_brieflint"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("brieflint runs");
    let text = [output.stdout, output.stderr].concat();
    (String::from_utf8(text).expect("UTF-8"), output.status.code().expect("an exit status"))
}

#[test]
fn a_team_adopts_it_and_keeps_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    let check = |more: &[&str]| {
        let (text, status) = run(folder.path(), &[&["check", "briefs", "--format", "concise"], more].concat());
        let rules = text.lines().filter_map(|line| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned()));
        (rules.collect::<Vec<_>>(), text.clone(), status)
    };
    fs::create_dir(folder.path().join("briefs")).expect("a folder");
    write("brieflint.yaml", "baseline: known.jsonl\n");
    write("briefs/move.md", BRIEF);
    let (text, status) = run(folder.path(), &["check", "briefs"]);
    assert_eq!(status, 2);
    assert!(text.contains("there is no baseline known.jsonl") && text.contains("`brieflint baseline` writes one"));

    assert_eq!(run(folder.path(), &["baseline", "briefs"]).1, 0);
    let (rules, text, status) = check(&["--fail-on", "advice"]);
    assert_eq!((rules.len(), status), (0, 0), "{text}");
    assert!(text.contains(" in the baseline") && !text.contains("note:"), "{text}");
    assert!(!check(&["--no-baseline"]).0.is_empty());

    // One is mended and another one of the same kind comes in: their number is the same.
    write(
        "briefs/move.md",
        &BRIEF.replace("Check with me before making any decisions", "Run every decision past me first"),
    );
    let (rules, text, status) = check(&[]);
    assert_eq!((rules, status), (vec!["approval-gate".to_owned()], 1), "{text}");
    assert!(text.contains("note: 1 entry of known.jsonl no longer fits anything"), "{text}");
    // A rule that was not run says nothing of its entries.
    assert!(!check(&["--skip", "approval-gate"]).1.contains("no longer"));

    // It shrinks by itself, and grows when it is told to.
    let (text, _) = run(folder.path(), &["baseline", "briefs"]);
    assert!(text.contains("1 dropped") && text.contains("1 new finding not added"), "{text}");
    let (rules, text, status) = check(&[]);
    assert_eq!((rules.len(), status), (1, 1), "{text}");
    assert!(!text.contains("no longer"), "{text}");
    let (text, _) = run(folder.path(), &["baseline", "--grow", "briefs"]);
    assert!(text.contains("1 added"), "{text}");
    assert_eq!(check(&[]).2, 0);

    // A brief that is not looked at keeps its entries, one that is gone does not.
    write("briefs/other.md", BRIEF);
    let entries = || fs::read_to_string(folder.path().join("known.jsonl")).expect("read");
    let before = entries();
    assert_eq!(run(folder.path(), &["baseline", "briefs/other.md"]).1, 0);
    assert_eq!(entries(), before);
    fs::remove_file(folder.path().join("briefs/move.md")).expect("removed");
    write("briefs/other.md", "");
    assert_eq!(run(folder.path(), &["baseline", "briefs"]).1, 0);
    assert!(!entries().contains("move.md"), "{}", entries());
}

#[test]
fn entries_stand_sorted_one_a_line() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["b.md", "a.md"] {
        fs::write(folder.path().join(name), BRIEF).expect("written");
    }
    assert_eq!(run(folder.path(), &["baseline"]).1, 0);
    let text = fs::read_to_string(folder.path().join("brieflint-baseline.jsonl")).expect("read");
    let lines: Vec<&str> = text.lines().skip(1).collect();
    assert!(lines.is_sorted() && lines.len() > 10, "{text}");
    let entry =
        r#"{"path":"a.md","rule":"approval-gate","under":"rules","words":"check with me before making any decisions"}"#;
    assert!(lines.contains(&entry), "{text}");
}

#[test]
fn a_brief_that_is_as_bare_as_one_that_is_gone_is_another_one() {
    let (outcome, new) = compare("# Archive\n\nBoxes go to the cellar.\n", "# Rocket\n\nFly to Mars.\n", "b.md");
    assert_eq!((outcome.stale.len(), new), (1, 1));
}

#[test]
fn a_renamed_brief_is_known_where_only_some_rules_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut baseline = Baseline::empty(&folder.path().join("baseline.jsonl"));
    let bare = "# Move\n\nNothing ships until I have signed it off.\n";
    baseline.entries = findings(bare).iter().map(|finding| Entry::new("a.md", finding)).collect();
    let others: Vec<Entry> =
        baseline.entries.iter().map(|entry| Entry { rule: "placeholder".to_owned(), ..entry.clone() }).collect();
    baseline.entries.extend(others);
    let mut now: Vec<Finding> = findings(bare).into_iter().filter(|finding| finding.rule == "approval-gate").collect();
    let mut briefs = [BriefFindings { name: "b.md".to_owned(), findings: now.iter_mut().collect() }];
    baseline.apply(&mut briefs, true, |_, rule| rule == "approval-gate");
    assert_eq!(now[0].state, State::Known);
}

#[test]
fn a_new_brief_by_itself_is_not_taken_for_one_that_is_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    let text = |title: &str| format!("# {title}\n\n## Limits\n\nTBD\n");
    write("brieflint.yaml", "baseline: known.jsonl\n");
    write("archive.md", &text("Archive"));
    assert_eq!(run(folder.path(), &["baseline", "."]).1, 0);
    fs::remove_file(folder.path().join("archive.md")).expect("removed");
    for name in ["canteen.md", "harbour.md"] {
        write(name, &text(name));
        assert_eq!(run(folder.path(), &["check", name]).1, 1, "{name}");
    }
}

#[test]
fn paths_count_from_the_folder_of_the_baseline_also_outside_of_it() {
    let baseline = Baseline::empty(Path::new("/team/ci/baseline.jsonl"));
    assert_eq!(baseline.name(Path::new("/team/ci/a.md")), "a.md");
    assert_eq!(baseline.name(Path::new("/team/briefs/a.md")), "../briefs/a.md");
}
