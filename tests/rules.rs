//! The built-in rules: complete, true to their examples, and explained.

use std::collections::{BTreeMap, BTreeSet};

use brieflint::lint::trial::{self, Verdict};
use brieflint::rule::{self, RuleExamples};

/// The catalogue: each rule with its severity. Ids and severities are a contract.
const CATALOGUE: &[(&str, &str)] = &[
    ("missing-outcome", "error"),
    ("vague-outcome", "warning"),
    ("activity-as-outcome", "warning"),
    ("missing-deadline", "error"),
    ("vague-deadline", "warning"),
    ("missing-standard", "error"),
    ("vague-standard", "warning"),
    ("missing-owner", "error"),
    ("shared-owner", "warning"),
    ("missing-consequence", "error"),
    ("toothless-consequence", "warning"),
    ("vague-consequence", "warning"),
    ("disproportionate-consequence", "warning"),
    ("missing-agreement", "advice"),
    ("missing-autonomy", "warning"),
    ("approval-gate", "warning"),
    ("prescribed-method", "warning"),
    ("surveillance", "warning"),
    ("takeover", "warning"),
    ("method-heavy", "advice"),
    ("missing-constraint", "error"),
    ("hedged-constraint", "warning"),
    ("missing-checkpoint", "advice"),
    ("micromanaged-accountability", "error"),
    ("abandonment", "error"),
    ("uncontrollable-outcome", "warning"),
    ("discretion-over-standard", "warning"),
    ("placeholder", "warning"),
    ("invalid-front-matter", "error"),
    ("unknown-field", "warning"),
    ("invalid-field", "error"),
    ("date-order", "error"),
    ("contradiction", "warning"),
    ("duplicate-id", "error"),
    ("broken-reference", "error"),
    ("late-dependency", "warning"),
    ("overloaded-owner", "advice"),
    ("contested-outcome", "warning"),
    ("unused-silencing", "warning"),
];

/// Rules that show only across briefs: their examples are folders, in `fixtures/portfolio`.
const ACROSS: &[&str] =
    &["duplicate-id", "broken-reference", "late-dependency", "overloaded-owner", "contested-outcome"];

#[test]
fn every_rule_of_the_catalogue_is_there() {
    let program = rule::builtin();
    let built_in: BTreeMap<&str, &str> =
        program.rules.iter().map(|rule| (rule.id.as_str(), rule.severity.name())).collect();
    let catalogue: BTreeMap<&str, &str> = CATALOGUE.iter().copied().collect();
    assert_eq!(built_in, catalogue);
}

#[test]
fn every_rule_is_explained_and_has_examples() {
    let pack = rule::builtin_pack();
    for RuleExamples { rule: id, examples, .. } in pack.examples() {
        let why = pack.why(id).unwrap_or_default();
        assert!(why.split_whitespace().count() >= 25, "{id}: say more about why");
        if !ACROSS.contains(&id) {
            assert!(examples.flagged.len() >= 15, "{id} has {} flagged examples", examples.flagged.len());
            assert!(examples.passes.len() >= 15, "{id} has {} passing examples", examples.passes.len());
        }
    }
    for rule in &rule::builtin().rules {
        for (name, text) in [("summary", &rule.summary), ("message", &rule.message), ("help", &rule.help)] {
            assert!(
                !text.ends_with('.') && !text.contains('\n'),
                "{}: {name} is one line without a full stop",
                rule.id
            );
        }
        assert!(!rule.summary.starts_with(char::is_uppercase), "{}: the summary begins in lower case", rule.id);
    }
}

#[test]
fn examples_come_out_right() {
    let pack = rule::builtin_pack();
    let program = rule::builtin();
    let wrong: Vec<String> = trial::run(&pack, &program, |_| true)
        .into_iter()
        .filter(|trial| trial.verdict != Verdict::Right)
        .map(|trial| format!("{}: {}: {}", trial.rule, trial.verdict.name(), trial.text))
        .collect();
    assert!(wrong.is_empty(), "{} examples are not right:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_example_stands_twice_in_a_rule() {
    for RuleExamples { rule: id, examples, .. } in rule::builtin_pack().examples() {
        let mut seen = BTreeSet::new();
        for example in examples.flagged.iter().chain(&examples.passes) {
            assert!(seen.insert((&example.under, &example.text)), "{id}: “{}” stands there twice", example.text);
        }
    }
}

#[test]
fn the_stored_rules_are_those_of_the_files() {
    let stored = rule::builtin();
    let compiled = rule::compile(&rule::builtin_pack()).expect("the built-in rules compile");
    assert_eq!(stored.fingerprint, compiled.fingerprint);
    assert_eq!(stored.ops, compiled.ops);
}

/// Lists that no built-in phrase asks for: the guide to writing rules offers them, or the engine knows them.
const ASKED_ELSEWHERE: [&str; 5] = ["everything", "nothing", "until", "one-person", "waiver"];

#[test]
fn every_list_is_asked_for() {
    let sources = rule::builtin_sources();
    let mut asked: BTreeSet<&str> = ASKED_ELSEWHERE.into();
    for (_, text) in sources {
        asked.extend(text.split('{').skip(1).filter_map(|rest| rest.split(['}', '/']).next()));
    }
    let lexicon = sources.iter().filter(|(path, _)| path.starts_with("lexicon/"));
    let names =
        lexicon.flat_map(|(_, text)| text.lines()).filter_map(|line| line.split_once(':')).map(|(name, _)| name);
    let idle: BTreeSet<&str> = names
        .filter(|name| name.starts_with(|letter: char| letter.is_ascii_lowercase()) && !asked.contains(name))
        .collect();
    assert!(idle.is_empty(), "no phrase asks for {idle:?}");
    let numbered: Vec<&&str> = asked.iter().filter(|name| name.ends_with(|last: char| last.is_ascii_digit())).collect();
    assert!(numbered.is_empty(), "a number does not say what is in {numbered:?}");
}
