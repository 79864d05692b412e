//! Folders of rules that a team puts on top of the built-in ones.

use brieflint::brief;
use brieflint::lint::trial::{self, Verdict};
use brieflint::lint::{self, Linter, Settings};
use brieflint::rule::{self, Pack, PackSource};

fn file(path: &str, text: &str) -> PackSource {
    PackSource { path: path.to_owned(), name: format!("house/{path}"), text: text.to_owned() }
}

fn errors(pack: &Pack) -> Vec<(String, String)> {
    let errors = rule::compile(pack).err().unwrap_or_default();
    errors.into_iter().map(|error| (error.message, error.help.unwrap_or_default())).collect()
}

#[test]
fn the_built_in_rules_stand_on_themselves() {
    let mut pack = rule::builtin_pack();
    pack.add(rule::builtin_sources().iter().map(|(path, text)| file(path, text)));
    let program = rule::compile(&pack).expect("it compiles");
    let trials = trial::run(&pack, &program, |id| id == "approval-gate");
    assert!(!trials.is_empty() && trials.iter().all(|trial| trial.verdict == Verdict::Right));
}

#[test]
fn an_element_takes_the_place_of_a_built_in_one() {
    let mut pack = rule::builtin_pack();
    pack.add([file("elements/owner.yaml", "summary: who answers for it\nheadings:\n  any: [captain]\n")]);
    assert_eq!(errors(&pack), []);
    let mut twice = rule::builtin_pack();
    twice.add([file("sections/owner.yaml", "summary: something else\n")]);
    assert_eq!(errors(&twice), [("`owner` stands in `elements` already".to_owned(), String::new())]);
}

#[test]
fn an_element_says_what_is_added_where_it_is_missing() {
    let compile = |path: &str, stub: &str| {
        let mut pack = rule::builtin_pack();
        pack.add([file(path, &format!("summary: the code\nheadings: {{any: [budget code]}}\nstub: {{{stub}}}\n"))]);
        errors(&pack)
    };
    let stub = |asks: &str| format!("order: 20, heading: Budget code, label: Code, hole: TBD, asks: ['{asks}']");
    assert_eq!(compile("elements/budget-code.yaml", &stub("Which code has “{title}”?")), []);
    let help = "did you mean `{title}`?".to_owned();
    assert_eq!(
        compile("elements/budget-code.yaml", &stub("Which code has {titel}?")),
        [("nothing fills the hole `{titel}`".to_owned(), help)]
    );
    for (path, stub, message) in [
        ("sections/budget-code.yaml", stub("Which?"), "only an element has a `stub`"),
        ("elements/budget-code.yaml", stub("Which -- code?"), "a question of a stub cannot hold `--`"),
        (
            "elements/budget-code.yaml",
            stub("Which?").replace("TBD", "''"),
            "`heading`, `label` and `hole` of a stub are not empty",
        ),
    ] {
        assert_eq!(compile(path, &stub), [(message.to_owned(), String::new())]);
    }
}

#[test]
fn a_slip_of_a_condition_is_no_phrase() {
    let rule = |conditions: &str| {
        let mut pack = rule::builtin_pack();
        pack.add([file(
            "text/buzzword.yaml",
            &format!(
                "severity: warning\nsummary: s\nmessage: m\nhelp: h\nwhy: w\nflag:\n  any: [synergy]\n  unless: [{conditions}]\n"
            ),
        )]);
        errors(&pack)
    };
    let help = "did you mean `waived`? The word itself is `=wavied`".to_owned();
    assert_eq!(rule("wavied"), [("there is no condition `wavied`".to_owned(), help)]);
    assert_eq!(rule("waived, measured, =wavied, measures, waiver, in writing"), []);
}

/// A linter that has read a brief under one program reads the next one under another.
#[test]
fn a_pack_of_a_language_alone_follows_another_program() {
    let mut pack = rule::builtin_structure("de");
    pack.add([file("pack.yaml", "language: de\n")]);
    let (english, german) = (rule::builtin(), rule::compile(&pack).expect("it compiles"));
    let mut linter = Linter::default();
    for (program, text) in [
        (&english, "# Move\n\nPlease check with me before you decide anything.\n"),
        (
            &german,
            "---\nlang: de\ndue: 2027-02-30\n---\n# Umzug\n\nBitte frag mich, bevor du irgendetwas entscheidest.\n",
        ),
    ] {
        let parsed = brief::read(text);
        let outcome = lint::check(text, &parsed, program, "en", &Settings::default(), &mut linter);
        assert!(!outcome.findings.is_empty() && outcome.foreign.is_none());
    }
}
