//! Folders of rules that a team puts on top of the built-in ones.

use std::time::{Duration, Instant};

use brieflint::brief;
use brieflint::config::read_folder;
use brieflint::lint::trial::{self, Verdict};
use brieflint::lint::{self, Linter, Settings};
use brieflint::rule::{self, Pack, PackSource, Program};

fn file(path: &str, text: &str) -> PackSource {
    PackSource { path: path.to_owned(), name: format!("house/{path}"), text: text.into() }
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
fn examples_of_a_rule_that_was_replaced_are_not_run() {
    let mut pack = rule::builtin_pack();
    let text = looking_for(&["synergy".to_owned()]) + "examples: {flagged: [\"Find the [[synergy]].\"]}\n";
    pack.add([file("text/placeholder.yaml", &text)]);
    let program = rule::compile(&pack).expect("it compiles");
    let trials = trial::run(&pack, &program, |id| id == "placeholder");
    assert_eq!(trials.iter().map(|trial| trial.verdict).collect::<Vec<_>>(), [Verdict::Right]);
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
fn a_rule_says_which_element_it_counts_against() {
    let compile = |about: &str| {
        let mut pack = rule::builtin_pack();
        let text = looking_for(&["(pretty|rather) good".to_owned()]) + about;
        pack.add([file("outcome/soft-standard.yaml", &text)]);
        pack
    };
    let help = "did you mean `standard`?".to_owned();
    assert_eq!(errors(&compile("about: standart\n")), [("there is no element `standart`".to_owned(), help)]);
    let text = "# Move\n\n## Standard\n\nThe new store is pretty good.\n";
    let counts_against = |about: &str| {
        let program = rule::compile(&compile(about)).expect("it compiles");
        let settings = Settings::default();
        let (outcome, cards) =
            lint::clarity(text, &brief::read(text), &program, "en", &settings, &mut Linter::default());
        let is_it = |&number: &usize| outcome.findings[number].rule == "soft-standard";
        let answer = cards[0].answers.iter().find(|answer| answer.question == "accountability").expect("an answer");
        let element = answer.evidence.iter().find(|evidence| evidence.findings.iter().any(is_it));
        (element.map(|evidence| evidence.element.clone()), answer.traps.iter().any(is_it))
    };
    assert_eq!(counts_against("about: standard\n"), (Some("standard".to_owned()), false));
    assert_eq!(counts_against(""), (None, true));
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

#[test]
fn rules_that_replace_one_another_in_a_circle_are_told() {
    let mut pack = rule::builtin_pack();
    let replacing = |others: &str| format!("{}replaces: [{others}]\n", looking_for(&["synergy".to_owned()]));
    pack.add([
        file("consequence/toothless-consequence.yaml", &replacing("disproportionate-consequence")),
        file("text/p.yaml", &replacing("q, placeholder")),
        file("text/q.yaml", &replacing("r")),
        file("text/r.yaml", &replacing("p")),
        file("text/s.yaml", &replacing("p, placeholder")),
    ]);
    let error = |error: rule::PackError| {
        let source = &pack.sources[error.place.file as usize];
        (source.path.clone(), error.place.span.of(&source.text).to_owned(), error.message)
    };
    let errors: Vec<_> = rule::compile(&pack).err().unwrap_or_default().into_iter().map(error).collect();
    let told = |path: &str, rule: &str, replaced: &str| {
        (path.to_owned(), replaced.to_owned(), format!("`{rule}` replaces itself, by way of `{replaced}`"))
    };
    // The built-in rule replaces the team's: the team's file is the one that can be mended.
    let toothless = "consequence/toothless-consequence.yaml";
    assert_eq!(
        errors,
        [told(toothless, "toothless-consequence", "disproportionate-consequence"), told("text/r.yaml", "r", "p")]
    );
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

/// A rule that looks for these phrases.
fn looking_for(phrases: &[String]) -> String {
    let phrases: String = phrases.iter().map(|phrase| format!("    - \"{phrase}\"\n")).collect();
    format!("severity: warning\nsummary: s\nmessage: m\nhelp: h\nwhy: w\nflag:\n  any:\n{phrases}")
}

/// A word in each list that every pack needs.
fn ground() -> PackSource {
    let lists: String = rule::builtin_pack().list_names().map(|list| format!("{list}: [{list}]\n")).collect();
    file("lexicon/ground.yaml", &lists)
}

/// Compiles hostile files on top of what little every pack needs, in bounded time; each error has its place in its file.
fn compiled(files: &[PackSource]) -> Result<Program, Vec<String>> {
    let mut pack = rule::builtin_structure("en");
    pack.add([ground()]);
    let start = Instant::now();
    pack.add(files.iter().cloned());
    let compiled = rule::compile(&pack).map_err(|errors| {
        for error in &errors {
            let text = &pack.sources[error.place.file as usize].text;
            assert!(text.get(error.place.span.range()).is_some(), "{} at {:?}", error.message, error.place);
        }
        errors.into_iter().map(|error| error.message).collect()
    });
    let time = start.elapsed();
    assert!(time < Duration::from_secs(120), "{time:?} for {}", files[0].path);
    compiled
}

fn repeat(times: usize, part: impl Fn(usize) -> String) -> String {
    (0..times).map(part).collect()
}

#[test]
fn a_pack_that_asks_for_too_much_is_told_where() {
    let rule = |phrase: &str| vec![file("text/x.yaml", &looking_for(&[phrase.to_owned()]))];
    let many = |from: &str, times| repeat(times, |at| format!("{from}{at}, "));
    let text = |field: &str, length| {
        let whole = looking_for(&["please".to_owned()]);
        vec![file("text/x.yaml", &whole.replace(&format!("{field}: "), &format!("{field}: {}", "x".repeat(length))))]
    };
    let lists = format!("{}l40: [x]\n", repeat(40, |at| format!("l{at}: [\"{{l{}}} x\"]\n", at + 1)));
    let rising = format!("l00: [x]\n{}", repeat(40, |at| format!("l{:02}: [\"{{l{at:02}}} x\"]\n", at + 1)));
    let groups = repeat(300, |at| format!("  - {{id: g{at}, question: q, title: t}}\n"));
    for (files, told) in [
        (rule(&format!("{}a b", "!".repeat(100_000))), "a phrase is at most 8000 bytes long"),
        (rule(&format!("{}a b", "!".repeat(1_000))), "what must not follow stands right after `!`"),
        (rule(&"a ".repeat(70_000)), "a phrase is at most 8000 bytes long"),
        (rule(&format!("{}a{}", "(".repeat(2_000), ")".repeat(2_000))), "more than eight deep"),
        (rule("a ..999999 b"), "a gap is written `..N`"),
        (rule(&format!("{} b", "a".repeat(100))), "is longer than any word"),
        (vec![file("lexicon/x.yaml", &lists)], "more than 32 deep"),
        (vec![file("lexicon/x.yaml", &rising)], "more than 32 deep"),
        (vec![file("lexicon/x.yaml", "a: [\"{b}\"]\nb: [\"{a} x\"]\n")], "the list `a` is made of itself"),
        (vec![file("lexicon/x.yaml", &format!("x: [{}]", many("a b", 200_001)))], "more than 200000 phrases"),
        (vec![file("pack.yaml", &format!("groups:\n{groups}"))], "more than 5000 rules or 200 groups"),
        (text("message", 3_000), "`message` is longer than 2000 bytes"),
        (text("why", 30_000), "`why` is longer than 20000 bytes"),
        (vec![file("language/words.yaml", &format!("abbreviations: [{}]", many("a", 3_000)))], "2000 at most are read"),
        (vec![file("language/inflection.yaml", &format!("fixed: [{}]", many("a", 3_000)))], "2000 at most are read"),
        (
            vec![file("language/inflection.yaml", &format!("endings: {{s: [{{add: {}}}]}}", "x".repeat(100)))],
            "longer than 48 bytes",
        ),
        (vec![file("language/calendar.yaml", &format!("ordinals: [{}]", many("a", 3_000)))], "2000 at most are read"),
        (
            vec![file("fields.yaml", &format!("x: {{value: text, aliases: [{}]}}", many("a", 3_000)))],
            "2000 at most are read",
        ),
        (vec![file("text/a\n::error::b.yaml", "severity: error\n")], "is no name for a file or folder of rules"),
        (vec![file("lexicon/x.yaml", "\"#0\": [please]\n")], "`#0` is no name"),
        (vec![file("lexicon/x.yaml", "\"a\\e[31m\": [please]\n")], "is no name"),
        (vec![file("text/x.yaml", &"[".repeat(100_000))], "recursion limit exceeded"),
        (
            vec![file("lexicon/x.yaml", &format!("a: &a [{}]\nb: [{}]\n", many("x", 5_000), "*a, ".repeat(5_000)))],
            "copy more than 1 MiB",
        ),
        (vec![file("text/x.yaml", "ratio: {least: 99999999999, times: 1, of: []}\n")], "99999999999"),
    ] {
        let errors = compiled(&files).err().unwrap_or_default();
        assert!(errors.iter().any(|error| error.contains(told)), "{told}: {errors:.300?}");
    }
}

#[test]
fn a_phrase_or_an_example_may_be_a_number_or_a_word_of_yaml() {
    let mut pack = rule::builtin_structure("en");
    let rule = "severity: warning\nsummary: s\nmessage: m\nhelp: h\nwhy: w\n\
        flag: {any: [100, nan, {any: [true]}], unless: [1.50]}\nexamples: {flagged: [100, true], passes: [1.50]}\n";
    pack.add([file("text/x.yaml", rule), ground()]);
    assert_eq!(errors(&pack), []);
    let no_phrase = rule.replace("nan", "[nan]");
    pack.add([file("text/x.yaml", &no_phrase)]);
    let told = "this is a list, where a text or a mapping is expected".to_owned();
    assert_eq!(errors(&pack), [(told, String::new())]);
}

/// As many elements as there may be, and no section.
#[test]
fn texts_are_checked_for_sixty_four_elements() {
    let mut pack = Pack::default();
    pack.add([file("pack.yaml", "language: en\n"), ground()]);
    pack.add((0..64).map(|at| file(&format!("elements/e{at}.yaml"), "summary: s\n")));
    let program = rule::compile(&pack).expect("it compiles");
    let text = "# Move\n\nPlease check with me.\n";
    let outcome = lint::check(text, &brief::read(text), &program, "en", &Settings::default(), &mut Linter::default());
    assert_eq!((program.elements, outcome.findings.len()), (64, 0));
}

#[test]
fn errors_are_told_up_to_a_number() {
    let phrases: Vec<String> = (0..20_000).map(|at| format!("{{nothing-{at}}} x")).collect();
    let names = repeat(20_000, |at| format!("nothings-{at}: [x]\n"));
    let errors = compiled(&[file("text/x.yaml", &looking_for(&phrases)), file("lexicon/x.yaml", &names)]);
    assert_eq!(errors.err().map(|errors| errors.len()), Some(100));
    let broken = compiled(&[file("lexicon/x.yaml", &format!("x: [{}]", "[x], ".repeat(20_000)))]);
    assert_eq!(broken.err().map(|errors| errors.len()), Some(100));
}

/// Phrases that a matcher which goes back on its steps tries in more ways than there are atoms.
#[test]
fn matching_is_bounded_whatever_the_phrases() {
    let wide = |at: usize| format!("please ..{} ..29 ..28 ..27 ..26 !(beta) beta", at % 30 + 1);
    let gaps = (0..300).map(|at| format!("{} w{at}", wide(at))).chain((0..300).map(wide));
    let optional = (0..30).map(|at| format!("please {} beta w{at}", "[..30 _] ".repeat(60)));
    let lists = format!(
        "{}l20: [please, beta]\n",
        repeat(20, |at| format!("l{at}: [\"{{l{0}}} {{l{0}}}\", \"{{l{0}}} ..30 {{l{0}}}\", please]\n", at + 1))
    );
    let phrases: Vec<String> = gaps.chain(optional).chain(["{l0} {l0} alpha".to_owned()]).collect();
    let program = compiled(&[file("text/x.yaml", &looking_for(&phrases)), file("lexicon/x.yaml", &lists)]);
    let program = program.expect("it compiles");
    let sentence = |at: usize| format!("{}alpha beta w{at}.\n\n", "please x ".repeat(20));
    let text = repeat(20, sentence);
    let start = Instant::now();
    let _ = lint::check(&text, &brief::read(&text), &program, "en", &Settings::default(), &mut Linter::default());
    let time = start.elapsed();
    assert!(time < Duration::from_secs(120), "{time:?}");
}

#[cfg(unix)]
#[test]
fn a_folder_of_rules_holds_its_own_files_and_not_too_many() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("secret"), "a: [x]\n").expect("written");
    std::fs::create_dir(path("pack")).expect("a folder");
    std::os::unix::fs::symlink(path("secret"), path("pack/link.yaml")).expect("a link");
    std::os::unix::fs::symlink("/", path("pack/root")).expect("a link");
    std::os::unix::fs::symlink(".", path("pack/here")).expect("a link");
    assert_eq!(read_folder(&path("pack")).expect("read").len(), 0);
    for number in 0..9 {
        std::fs::write(path(&format!("pack/{number}.yaml")), "#".repeat(1 << 20)).expect("written");
    }
    assert!(read_folder(&path("pack")).is_err_and(|error| error.contains("come to more than 8 MiB")));
}
