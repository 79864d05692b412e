//! The clarity test's own words, each in a brief that is whole but for them.

use brieflint::brief;
use brieflint::lint::{self, Linter, Settings};
use brieflint::rule;

/// A brief that answers all three questions.
const WHOLE: &str = "\
# Client report, spring quarter

Owner: Samira Holt
Due: 14 May 2027
Agreed: S. Holt, 1 March 2027

## Outcome

The spring report on the client accounts is in the mailbox of every board member.

## Standard

The auditor recomputes ten accounts and finds no wrong figure.

## Limits

At most 4,000 euros for outside help. No client data leaves the company.

## Samira decides

Structure, helpers, layout and the order of the accounts.

## Reviews

We meet on 29 March and 26 April. If a client says no, ring me the same day.

## If it is late

If the report isn't there on 14 May, the board meets without it, and Samira presents the reasons in June.
";

/// Which rules speak about a brief, with the words they point at.
fn findings(text: &str) -> Vec<(String, String)> {
    let program = rule::builtin();
    let outcome = lint::check(text, &brief::read(text), &program, "en", &Settings::default(), &mut Linter::default());
    outcome.findings.into_iter().map(|finding| (finding.rule, finding.span.of(text).to_owned())).collect()
}

/// The whole brief with words in place of one of its sections.
fn with(heading: &str, words: &str) -> String {
    let (before, rest) = WHOLE.split_once(&format!("## {heading}\n\n")).expect("the heading");
    let after = rest.split_once("\n\n## ").map_or(String::new(), |(_, after)| format!("\n\n## {after}"));
    format!("{before}## {heading}\n\n{words}{after}")
}

#[test]
fn a_whole_brief_is_left_alone() {
    assert_eq!(findings(WHOLE), []);
}

#[test]
fn each_saying_is_found_by_its_rule() {
    for (heading, words, rule, at) in [
        (
            "Samira decides",
            "Structure and layout. You're accountable for this project, but check with me before making any decisions.",
            "micromanaged-accountability",
            "check with me before making any decisions",
        ),
        ("If it is late", "I'll be disappointed.", "toothless-consequence", "I'll be disappointed"),
        ("If it is late", "Then we'll figure it out.", "toothless-consequence", "figure it out"),
        (
            "Standard",
            "The auditor recomputes ten accounts and finds no wrong figure. You are accountable for the report and for \
             market conditions.",
            "uncontrollable-outcome",
            "market conditions",
        ),
        (
            "Standard",
            "The auditor recomputes ten accounts and finds no wrong figure. Samira is accountable for the revenue in the \
             report, which depends on market conditions.",
            "uncontrollable-outcome",
            "depends on market conditions",
        ),
        (
            "Samira decides",
            "Structure and layout. You're free to interpret the industry protocols however you see fit.",
            "discretion-over-standard",
            "industry protocols however you see fit",
        ),
    ] {
        let found = findings(&with(heading, words));
        assert!(
            found.len() == 1 && found[0].0 == rule && found[0].1.contains(at),
            "{words}\n  should be {rule} on “{at}”, and was {found:?}"
        );
    }
}

/// Freedom with nothing around it: an abandonment where limits are missing, a grant of autonomy where they are there.
#[test]
fn freedom_is_judged_by_what_stands_around_it() {
    let saying = "Just handle the client situation however you think best.";
    assert_eq!(findings(&with("Samira decides", saying)), []);
    let unbounded = with("Samira decides", saying)
        .replace("## Limits\n\nAt most 4,000 euros for outside help. No client data leaves the company.\n\n", "");
    let found = findings(&unbounded);
    let rules: Vec<&str> = found.iter().map(|(rule, _)| rule.as_str()).collect();
    assert!(rules.contains(&"abandonment") && rules.contains(&"missing-constraint") && rules.len() == 2, "{found:?}");
}

#[test]
fn each_question_left_open_is_asked() {
    for (heading, rules) in [
        ("Outcome", &["missing-outcome"][..]),
        ("Standard", &["missing-standard"]),
        ("Limits", &["missing-constraint"]),
        ("Samira decides", &["missing-autonomy"]),
        ("Reviews", &["missing-checkpoint"]),
        ("If it is late", &["missing-consequence"]),
    ] {
        let without = with(heading, "");
        let without = without.replace(&format!("## {heading}\n\n"), "");
        let found = findings(&without);
        assert_eq!(found.iter().map(|(rule, _)| rule.as_str()).collect::<Vec<_>>(), rules, "without {heading}");
    }
}
