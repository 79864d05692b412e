//! The same bytes give the same output: on any number of threads, in any order of the names, in any locale and time zone.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use brieflint::rule::{self, PackSource};
use common::{command, finish};

const FORMATS: [&str; 7] = ["concise", "json", "sarif", "github", "gitlab", "junit", "markdown"];

/// Everything that brieflint writes about the fixtures, by name.
fn all(environment: &[(&str, &str)], paths: &[&str]) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let out = |name: &str| folder.path().join(name).display().to_string();
    let mut check = vec!["check".to_owned(), "--today".to_owned(), "2027-01-01".to_owned()];
    check.extend(FORMATS.iter().flat_map(|format| ["--format".to_owned(), format!("{format}={}", out(format))]));
    let runs = [
        check,
        "report --today 2027-01-01 --title x -o".split(' ').map(str::to_owned).chain([out("report")]).collect(),
        vec!["clarity".to_owned(), "--format".to_owned(), "json".to_owned()],
        vec!["baseline".to_owned(), "--output".to_owned(), out("baseline")],
    ];
    let mut all = BTreeMap::new();
    for arguments in &runs {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).chain(paths.iter().copied()).collect();
        let mut command = command(Path::new("fixtures"), &arguments);
        command.arg("--no-config").env("COLUMNS", "80").envs(environment.iter().copied());
        let ran = finish(command.spawn().expect("it runs"));
        all.insert(format!("{} says", arguments[0]), ran.out.replace(&folder.path().display().to_string(), ""));
        all.insert(format!("{} complains", arguments[0]), ran.err);
    }
    for name in FORMATS.iter().chain(&["report", "baseline"]) {
        // Places in a baseline and in some reports count from where the file stands.
        let text = fs::read_to_string(folder.path().join(name)).unwrap_or_default();
        all.insert((*name).to_owned(), text);
    }
    assert!(all["json"].len() > 10_000 && all["report"].len() > 10_000, "{all:?}");
    all
}

#[track_caller]
fn same(one: &BTreeMap<String, String>, other: &BTreeMap<String, String>, what: &str) {
    for (name, text) in one {
        assert!(*text == other[name], "{name} differs: {what}");
    }
}

const PATHS: [&str; 4] = ["briefs", "good", "traps", "portfolio"];

#[test]
fn on_any_number_of_threads() {
    let one = all(&[("RAYON_NUM_THREADS", "1")], &PATHS);
    for threads in ["2", "3", "8"] {
        same(&one, &all(&[("RAYON_NUM_THREADS", threads)], &PATHS), threads);
    }
}

#[test]
fn of_one_long_brief_on_any_number_of_threads() {
    // Long enough that one thread does not do it alone.
    let text: String = ["outcome", "consequence"]
        .into_iter()
        .flat_map(|folder| fs::read_dir(Path::new("rules").join(folder)).expect("a folder of rules"))
        .map(|file| fs::read_to_string(file.expect("a file").path()).expect("text") + "\n\n")
        .collect();
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("long.md"), text).expect("a file");
    let said = |threads| {
        let mut command = command(folder.path(), &["check", "--no-config", "--format", "json", "long.md"]);
        command.env("RAYON_NUM_THREADS", threads);
        finish(command.spawn().expect("it runs")).out
    };
    let one = said("1");
    assert!(one.len() > 10_000, "{one}");
    for threads in ["2", "3", "8"] {
        assert!(said(threads) == one, "on {threads} threads");
    }
}

#[test]
fn in_any_order_of_the_names() {
    let one = all(&[], &PATHS);
    for turned in [1, 2] {
        let mut paths = PATHS;
        paths.rotate_left(turned);
        paths.swap(0, 1);
        same(&one, &all(&[], &paths), &paths.join(" "));
    }
}

#[test]
fn in_any_locale_and_time_zone() {
    let one = all(&[("TZ", "UTC"), ("LC_ALL", "C.UTF-8"), ("LANG", "C.UTF-8")], &PATHS);
    for (zone, locale) in
        [("Pacific/Kiritimati", "tr_TR.UTF-8"), ("America/Los_Angeles", "de_DE.UTF-8"), ("XXX+30", "")]
    {
        let environment = [("TZ", zone), ("LC_ALL", locale), ("LANG", locale), ("LANGUAGE", "tr:de")];
        // Signs of the terminal follow the locale, and nothing else does.
        let mut other = all(&environment, &PATHS);
        let mut one = one.clone();
        for all in [&mut one, &mut other] {
            all.retain(|name, _| !name.ends_with("complains"));
        }
        same(&one, &other, zone);
    }
}

#[test]
fn the_same_slip_gets_the_same_advice() {
    // Every one of these names is as near to the slip as the others.
    let names: Vec<String> = ('a'..='z').map(|letter| format!("word-{letter}")).collect();
    let lists: String = names.iter().map(|name| format!("{name}: [x]\n")).collect();
    let text =
        "severity: advice\nsummary: s\nmessage: m\nhelp: h\nwhy: w\nreplaces: [rule-0]\nflag: {any: [\"{word-0}\"]}\n";
    let told = || {
        let mut pack = rule::builtin_structure("en");
        let file =
            |path: &str, text: &str| PackSource { path: path.to_owned(), name: path.to_owned(), text: text.into() };
        let rules = ('a'..='z').map(|letter| {
            file(&format!("text/rule-{letter}.yaml"), &text.replace("rule-0", &format!("rule-{letter}")))
        });
        pack.add(rules.chain([file("lexicon/x.yaml", &lists), file("text/slip.yaml", text)]));
        let errors = rule::compile(&pack).expect_err("slips");
        errors.into_iter().map(|error| (error.message, error.help)).collect::<Vec<_>>()
    };
    let first = told();
    assert!(first.iter().any(|(message, help)| message.contains("`rule-0`") && help.is_some()));
    for _ in 0..20 {
        assert_eq!(told(), first);
    }
}
