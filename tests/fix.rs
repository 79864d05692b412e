//! What mends a brief: the right words in the right place, the same once and twice, and nothing else touched.

use std::sync::LazyLock;

use brieflint::brief;
use brieflint::fix::{self, Edit, Settled};
use brieflint::lint::{self, Finding, Linter, Outcome, Settings};
use brieflint::rule::{self, Check, Program};
use proptest::prelude::*;

static PROGRAM: LazyLock<Program> = LazyLock::new(rule::builtin);

fn check(text: &str) -> Outcome {
    lint::check(text, &brief::read(text), &PROGRAM, "en", &Settings::default(), &mut Linter::default())
}

fn edits(text: &str) -> Vec<Edit> {
    let findings = check(text).findings;
    fix::edits(text, &brief::read(text), &findings, &PROGRAM, &Settings::default(), &mut Linter::default())
}

fn settle(text: &str) -> Settled {
    fix::settle(text, edits)
}

/// Only what these rules find is mended.
fn fixed(rules: &[&str], text: &str) -> String {
    let of_rules = |edit: &Edit| rules.contains(&edit.rule.as_str());
    fix::settle(text, |text| edits(text).into_iter().filter(of_rules).collect()).text
}

/// Each change leaves the bytes round it as they are, and an order of them makes the new text.
fn keeps_the_rest(text: &str, edits: &[Edit]) {
    let mut at = 0;
    let mut expected = String::new();
    for edit in edits {
        let range = edit.span.range();
        assert!(range.start >= at, "{edit:?} stands before or over another in {text:?}");
        expected += text.get(at..range.start).unwrap_or_else(|| panic!("{edit:?} lies in a character of {text:?}"));
        expected += &edit.replacement;
        at = range.end;
    }
    expected += &text[at..];
    assert_eq!(fix::apply(text, edits), expected);
    // A stub is put in between; a name or a date takes the place of another one.
    for edit in edits {
        assert_eq!(edit.span.is_empty(), edit.rule.starts_with("missing-"), "{edit:?} in {text:?}");
    }
}

/// What is found apart from what a fix mends or brings in.
fn other_findings(text: &str) -> Vec<(String, String)> {
    let mended = ["unknown-field", "invalid-field", "placeholder"];
    let kept = |finding: &Finding| !mended.contains(&finding.rule.as_str());
    let found = check(text).findings.into_iter().filter(kept);
    // A finding about the front matter may hold the words that are mended.
    let words =
        |finding: &Finding| if finding.group == "front-matter" { "" } else { &finding.identity.words }.to_owned();
    let mut found: Vec<_> = found.map(|finding| (finding.rule.clone(), words(&finding))).collect();
    found.sort();
    found
}

#[test]
fn each_element_has_a_stub_that_is_its_place_and_a_placeholder() {
    for element in &PROGRAM.roles[..usize::from(PROGRAM.elements)] {
        let stub = element.stub.as_ref().unwrap_or_else(|| panic!("{} has no stub", element.id));
        let of_element = |role: &rule::Roles, text: &str| {
            let number = PROGRAM.role(&element.id).expect("the element");
            let elements = role.0 & ((1 << PROGRAM.elements) - 1);
            assert_eq!(elements, 1 << number, "{text:?} is about other things than {}", element.id);
            assert!(!role.has(PROGRAM.role("responsibility").expect("a role")), "{text:?}");
        };
        for text in [
            format!("# T\n\n## {}\n\n{}\n", stub.heading, stub.hole),
            format!("# T\n\n**{}:** {}\n", stub.label, stub.hole),
        ] {
            let brief = brief::read(&text);
            let reading = Linter::default().read(&text, &brief, &PROGRAM);
            of_element(&reading.gives[1], &text);
            let outcome = check(&text);
            let rules: Vec<&str> = outcome.findings.iter().map(|finding| finding.rule.as_str()).collect();
            assert!(rules.contains(&"placeholder"), "{text:?}: {rules:?}");
            assert!(rules.contains(&format!("missing-{}", element.id).as_str()), "{text:?}: {rules:?}");
            assert_eq!(rules.len(), 10, "{text:?}: {rules:?}");
        }
    }
}

#[test]
fn a_brief_without_anything_gets_everything() {
    let text = "# Moving the archive\n\nThe wall faces north.\n";
    let settled = settle(text);
    let missing =
        |program: &Program| program.rules.iter().filter(|rule| matches!(rule.check, Check::Missing(_))).count();
    assert_eq!(settled.rules.len(), missing(&PROGRAM));
    assert!(settled.text.starts_with(text.trim_end()), "{}", settled.text);
    assert!(
        settled.text.contains("\n\n## Deadline\n\nTBD <!-- On which day is “Moving the archive” due? -->\n"),
        "{}",
        settled.text
    );
    assert_eq!(settle(&settled.text).text, settled.text);
}

#[test]
fn a_stub_stands_where_sections_of_its_kind_stand() {
    let deadline = |text: &str| fixed(&["missing-deadline"], text);
    let question = " <!-- On which day is “T” due? -->";
    // Beside the sections that are there, on their level.
    assert_eq!(
        deadline("# T\n\n## Owner\n\nAna\n\n### Since\n\nMay\n"),
        format!("# T\n\n## Owner\n\nAna\n\n### Since\n\nMay\n\n## Deadline\n\nTBD{question}\n")
    );
    assert_eq!(
        deadline("# T\n\n### Owner\n\nAna"),
        format!("# T\n\n### Owner\n\nAna\n\n### Deadline\n\nTBD{question}")
    );
    assert_eq!(
        deadline("# T\n\n**Owner**\n\nAna\n"),
        format!("# T\n\n**Owner**\n\nAna\n\n**Deadline**\n\nTBD{question}\n")
    );
    // In a list of labels, or after one.
    assert_eq!(
        deadline("# T\n\n- **Owner:** Ana\n- **Budget:** 4 euros\n\nThat is all.\n"),
        format!("# T\n\n- **Owner:** Ana\n- **Budget:** 4 euros\n- **Due:** TBD{question}\n\nThat is all.\n")
    );
    assert_eq!(
        deadline("# T\n\nOwner: Ana\n\nThat is all.\n"),
        format!("# T\n\nOwner: Ana\n\nDue: TBD{question}\n\nThat is all.\n")
    );
    assert_eq!(
        deadline("# T\n\n- Owner: Ana\n  - or Bo\n\nAll.\n"),
        format!("# T\n\n- Owner: Ana\n  - or Bo\n- Due: TBD{question}\n\nAll.\n")
    );
    assert_eq!(
        deadline("# T\n\n- **Owner:** Ana\n- the van is booked\n\nAll.\n"),
        format!("# T\n\n- **Owner:** Ana\n- the van is booked\n- **Due:** TBD{question}\n\nAll.\n")
    );
    assert_eq!(
        deadline("- Owner: Ana\n- Limits:\n  - 4 euros\n  - no vans\n"),
        "- Owner: Ana\n- Limits:\n  - 4 euros\n  - no vans\n- Due: TBD <!-- On which day is it due? -->\n"
    );
    // Not where it would cut a list in two.
    assert_eq!(
        deadline("# T\n\n- Owner: Ana\n  - or Bo\n\n    ```\n    4\n    ```\n\nAll.\n"),
        format!("# T\n\n- Owner: Ana\n  - or Bo\n\n    ```\n    4\n    ```\n\nAll.\n\nDue: TBD{question}\n")
    );
    // In the responsibility that lacks it.
    assert_eq!(
        deadline("# T\n\n## Responsibility: Vans\n\nDue on 3 May 2027.\n## Responsibility: Keys\n\nMany.\n"),
        "# T\n\n## Responsibility: Vans\n\nDue on 3 May 2027.\n## Responsibility: Keys\n\nMany.\n\n### Deadline\n\nTBD <!-- On which day is “Keys” due? -->\n"
    );
    assert_eq!(
        deadline("# T\n\n## Responsibility: Vans\n\nFour.\n## Responsibility: Keys\n\nDue on 3 May 2027.\n"),
        "# T\n\n## Responsibility: Vans\n\nFour.\n\n### Deadline\n\nTBD <!-- On which day is “Vans” due? -->\n\n## Responsibility: Keys\n\nDue on 3 May 2027.\n"
    );
}

#[test]
fn words_that_silence_stay_over_what_they_silence() {
    let text = "# T\n\n## Responsibility: Vans\n\nFour.\n\n<!-- brieflint-ignore missing-deadline: on the phone -->\n\n## Responsibility: Keys\n\nMany.\n";
    let fixed = fixed(&["missing-deadline"], text);
    assert!(
        fixed.contains("Four.\n\n### Deadline\n\nTBD <!-- On which day is “Vans” due? -->\n\n<!-- brieflint-ignore"),
        "{fixed}"
    );
    assert_eq!(fixed.matches("TBD").count(), 1, "{fixed}");
    let file = "# T\n\nMany.\n\n<!-- brieflint-ignore-file missing-deadline: on the phone -->\n";
    assert!(!settle(file).rules.contains_key("missing-deadline"));
}

#[test]
fn a_place_that_is_empty_gets_no_second_one() {
    for text in ["# T\n\n## Deadline\n", "---\ndue:\n---\n# T\n", "---\ndue: TBD\n---\n# T\n", "# T\n\nDue: TBD\n"] {
        assert!(check(text).findings.iter().any(|finding| finding.rule == "missing-deadline"), "{text:?}");
        assert_eq!(fixed(&["missing-deadline"], text), text);
    }
}

#[test]
fn what_is_never_closed_gets_no_stub() {
    for text in ["# T\n\n```\ncode\n", "# T\n\n<!-- note\n"] {
        assert_eq!(settle(text).text, text);
    }
}

#[test]
fn a_title_cannot_break_out_of_its_question() {
    let text = "# Move --> now\n\nPlease.\n";
    assert!(fixed(&["missing-deadline"], text).contains("TBD <!-- On which day is it due? -->"));
}

#[test]
fn slips_in_the_names_of_fields() {
    let fixed = |text: &str| fixed(&["unknown-field"], text);
    assert_eq!(fixed("---\n\"onwer\": Ana # who\r\n---\r\n# T\r\n"), "---\n\"owner\": Ana # who\r\n---\r\n# T\r\n");
    assert_eq!(fixed("---\nconstrants: [a]\nbudget: 4\n---\n"), "---\nconstraints: [a]\nbudget: 4\n---\n");
    // Where the right name is there, or another one counts, nobody can tell which was meant.
    for text in [
        "---\nowner: Ana\nonwer: Bo\n---\n",
        "---\nonwer: Ana\nownre: Bo\n---\n",
        "---\ndedline: 2027-01-04\ntarget_date: 2027-01-05\n---\n",
        "---\nconstraints: [a]\nconstrants: [b]\n---\n",
        "---\nonwer: Ana\nonwer: Bo\n---\n",
    ] {
        assert_eq!(fixed(text), text);
    }
}

#[test]
fn dates_in_the_front_matter() {
    let fixed = |text: &str| fixed(&["invalid-field"], text);
    assert_eq!(
        fixed(
            "---\ndue: 12 Feb 2027  # noon\nissued: '3. January 2027'\ncheckpoints: [1 Feb 2027, {on: 2027-2-5}]\n---\n"
        ),
        "---\ndue: 2027-02-12  # noon\nissued: '2027-01-03'\ncheckpoints: [2027-02-01, {on: 2027-02-05}]\n---\n"
    );
    assert_eq!(
        fixed("---\nresponsibilities:\n  - title: Vans\n    due: May 4, 2027\n---\n"),
        "---\nresponsibilities:\n  - title: Vans\n    due: 2027-05-04\n---\n"
    );
    for text in [
        "---\ndue: 4/5/2027\n---\n",
        "---\ndue: end of May 2027\n---\n",
        "---\nnote: 12 Feb 2027\n---\n",
        "---\ndue: 2027-02-30\n---\n",
        "---\ndue: \"12 Feb\\x202027\"\n---\n",
        "---\nbrieflint: {ignore: [{rule: invalid-field, reason: so}]}\ndue: 2027-5\n---\n",
        "Due: 12 Feb 2027\n",
    ] {
        assert_eq!(fixed(text), text);
    }
    let off = Settings { rules: [("invalid-field".to_owned(), lint::RuleSetting::Off)].into(), ..Settings::default() };
    let text = "---\ndue: 12 Feb 2027\n---\n";
    assert!(fix::edits(text, &brief::read(text), &[], &PROGRAM, &off, &mut Linter::default()).is_empty());
}

#[test]
fn what_is_known_by_its_words_keeps_them() {
    let text = "---\nissued: 14 June 2027\ndue: 31 May 2027\n---\n# T\n";
    let mut findings = check(text).findings;
    for finding in findings.iter_mut().filter(|finding| finding.rule == "date-order") {
        finding.state = lint::State::Known;
    }
    let edits = fix::edits(text, &brief::read(text), &findings, &PROGRAM, &Settings::default(), &mut Linter::default());
    let dates: Vec<Edit> = edits.into_iter().filter(|edit| edit.rule == "invalid-field").collect();
    assert_eq!(fix::apply(text, &dates), text.replace("14 June 2027", "2027-06-14"));
}

/// Text made of what fixes read, and of what stands in their way.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "---\n",
        "onwer: Ana\n",
        "owner: [Bo]\n",
        "due: 3 May 2027\n",
        "due: 4/5/2027\n",
        "dedline: \"May 2027\"\n",
        "checkpoints: [1 June 2027, 2027-6-9]\n",
        "constrants:\n  - a\n",
        "responsibilities:\n  - title: Vans\n    due: 1 May 2027\n",
        "\r\n",
        "\n",
        "\n\n",
        "\u{feff}",
        "# Archive\n",
        "## Responsibility: Keys\n",
        "## Responsibility: Vans\r\n",
        "### Outcome\n",
        "## Deadline\n\n",
        "**Limits**\n\n",
        "Title\n===\n",
        "- Owner: Ana\n",
        "  - more\n",
        "**Due:** ",
        "Standard: 9 of 10\n",
        "1. ",
        "> ",
        "| Owner | Due |\n|---|---|\n| Ana | TBD |\n",
        "TBD ",
        "Plain words. ",
        "```\n",
        "<!-- brieflint-ignore missing-deadline: x -->\n",
        "<!-- open",
        "<div>\n",
        "    indented\n",
        "漢字 ",
        "é\u{301}",
        "\t",
        "  \n",
        "\\",
        "*",
        "_",
        "[^1]: note\n",
        "\u{0}",
        "\u{a0}",
        "ends with a colon:\n",
        "by 3 May 2027. ",
        "\r",
    ]);
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

fn holds(text: &str) {
    let first = edits(text);
    keeps_the_rest(text, &first);
    let settled = settle(text);
    let left: Vec<Edit> = edits(&settled.text);
    assert!(left.is_empty(), "{left:?} is left in {:?} of {text:?}", settled.text);
    assert_eq!(settle(&settled.text).text, settled.text, "of {text:?}");
    assert_eq!(other_findings(&settled.text), other_findings(text), "{:?} of {text:?}", settled.text);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in any::<String>()) {
        holds(&text);
    }

    #[test]
    fn text_of_briefs_and_trouble(text in pieces()) {
        holds(&text);
    }

    #[test]
    fn a_date_keeps_its_meaning(text in "[0-9]{1,4}[ ./,-]([0-9]{1,2}|[a-z]{3}|q[1-4]|jan|may)([ ./,-][0-9]{1,4})?") {
        if let Some(iso) = PROGRAM.calendar.to_iso(&text) {
            let read = PROGRAM.calendar.read(&text);
            prop_assert!(read == brieflint::language::Read::NotADate || read == PROGRAM.calendar.read(&iso), "{text} {iso}");
            prop_assert_eq!(PROGRAM.calendar.to_iso(&iso), None);
        }
    }
}

#[test]
fn a_stub_leads_no_list_and_no_table_in() {
    for rest in ["- 40 crates\n", "| Day | Crates |\n|---|---|\n| Monday | 40 |\n"] {
        let text = format!("# Harvest\n\nDelegator: Tom\nOwner: Ana\n\n{rest}");
        let after = settle(&text).text;
        let left = check(&after).findings;
        for rule in ["missing-consequence", "missing-constraint", "missing-autonomy"] {
            assert!(left.iter().any(|finding| finding.rule == rule), "{rule} is gone:\n{after}");
        }
    }
}

#[test]
fn a_text_in_a_block_of_its_own_is_left_alone() {
    for mark in ["|", "|+", ">", ">-"] {
        for text in [
            format!("---\ndue: {mark}\n  3 May 2027\nowner: Ana\n---\n# Move\n"),
            format!("---\nowner: Ana\ndue: {mark}\n  3 May 2027\n---\n# Move\n"),
        ] {
            let after = fixed(&["invalid-field"], &text);
            assert!(after.ends_with("\n---\n# Move\n") && after.contains("\nowner: Ana\n"), "{text} became {after}");
        }
    }
}
