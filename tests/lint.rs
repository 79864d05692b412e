//! What is found in a brief as a whole: what its parts say about each other.

use std::sync::LazyLock;

use brieflint::brief;
use brieflint::lint::{self, Linter, Settings};
use brieflint::rule::{self, Program};

static PROGRAM: LazyLock<Program> = LazyLock::new(rule::builtin);

/// The messages of one rule.
fn found(rule: &str, text: &str) -> Vec<String> {
    let parsed = brief::read(text);
    let outcome = lint::check(text, &parsed, &PROGRAM, "en", &Settings::default(), &mut Linter::default());
    let of_rule = outcome.findings.into_iter().filter(|finding| finding.rule == rule);
    of_rule.map(|finding| finding.message).collect()
}

/// Those of them that nothing silences.
fn found_open(rule: &str, text: &str) -> Vec<String> {
    let parsed = brief::read(text);
    let outcome = lint::check(text, &parsed, &PROGRAM, "en", &Settings::default(), &mut Linter::default());
    let of_rule =
        outcome.findings.into_iter().filter(|finding| finding.rule == rule && finding.state == lint::State::Open);
    of_rule.map(|finding| finding.message).collect()
}

#[test]
fn each_rule_of_a_comment_has_to_silence_something() {
    let text = "# Move\n\n<!-- brieflint-ignore approval-gate, surveillance: until May -->\n\nNothing leaves until I have signed it off.\n";
    assert_eq!(found("unused-silencing", text), ["this silences nothing: there is no `surveillance` here"]);
}

#[test]
fn an_entry_without_a_title_is_shown_whole() {
    for (entry, shown) in [("title:", "title"), ("title: \"\"", "\"\""), (": x", ": x")] {
        let text = format!("---\nresponsibilities:\n  - {entry}\n---\n# Move\n");
        let parsed = brief::read(&text);
        let outcome = lint::check(&text, &parsed, &PROGRAM, "en", &Settings::default(), &mut Linter::default());
        let finding = outcome.findings.iter().find(|finding| finding.rule == "missing-owner").expect("a finding");
        assert_eq!(&text[finding.span.range()], shown);
    }
}

#[test]
fn a_fault_without_words_is_shown_with_its_line() {
    for (inner, shown) in [("owner: Anna\n\n: a\n\n: Aaan", &[": a", ": Aaan"][..]), ("|1\n#r", &["#r"])] {
        let text = format!("---\n{inner}\n---\n# Move\n");
        let parsed = brief::read(&text);
        let outcome = lint::check(&text, &parsed, &PROGRAM, "en", &Settings::default(), &mut Linter::default());
        let faults = outcome.findings.iter().filter(|finding| finding.rule == "invalid-front-matter");
        let places: Vec<&str> = faults.map(|finding| &text[finding.span.range()]).collect();
        assert_eq!(places, shown);
    }
}

#[test]
fn a_tab_that_is_no_indentation_is_shown_on_its_line() {
    let text = "---\nid: a\nowner: Anna\n\t\n\tdue: 2027-03-12\n---\n# Move\n";
    let outcome = lint::check(text, &brief::read(text), &PROGRAM, "en", &Settings::default(), &mut Linter::default());
    let finding = outcome.findings.iter().find(|finding| finding.rule == "invalid-front-matter").expect("a finding");
    assert_eq!(&text[finding.span.range()], "due: 2027-03-12");
}

#[test]
fn a_mapping_in_braces_is_shown_with_both() {
    for entry in ["due: {date: 2027-03-12}", "id: {a: b }", "owner: {name: {first: Anna}}"] {
        let text = format!("---\n{entry}\ntitle: Move\n---\n# Move\n");
        let outcome =
            lint::check(&text, &brief::read(&text), &PROGRAM, "en", &Settings::default(), &mut Linter::default());
        let finding = outcome.findings.iter().find(|finding| finding.rule == "invalid-field").expect("a finding");
        assert_eq!(Some(&text[finding.span.range()]), entry.split_once(": ").map(|(_, value)| value));
    }
}

#[test]
fn an_empty_silence_is_shown_at_its_key() {
    let text = "---\nbrieflint:\n  ignore:\n    -\n---\n# Move\n";
    let parsed = brief::read(text);
    let outcome = lint::check(text, &parsed, &PROGRAM, "en", &Settings::default(), &mut Linter::default());
    let finding = outcome.findings.iter().find(|finding| finding.rule == "unused-silencing").expect("a finding");
    assert_eq!(&text[finding.span.range()], "brieflint");
}

#[test]
fn a_label_with_a_hole_after_it_states_nothing() {
    for (rule, line) in [
        ("missing-outcome", "Outcome: TBD"),
        ("missing-standard", "**Standard:** TBD (Ana asks the auditor)"),
        ("missing-checkpoint", "- Checkpoints: to be agreed"),
        ("missing-standard", "CHECK. TBD"),
    ] {
        assert_eq!(found(rule, &format!("# Move\n\n{line}\n")).len(), 1, "{line}");
    }
    assert!(found("missing-checkpoint", "# Move\n\nCheckpoints: 3 May, and another one to be agreed\n").is_empty());
    assert!(found("missing-standard", "# Move\n\n2. CHECK. Lab report: base number 18 or more.\n").is_empty());
}

#[test]
fn the_owner_of_a_milestone_is_not_the_owner_of_the_brief() {
    let brief = |body: &str| format!("---\nowner: Ana Lopez\n---\n# Move\n\n{body}\n");
    let rows = "| What | Owner |\n|---|---|\n| vans | Zoe Hart |\n| keys | Nia Moss |\n";
    assert!(found("contradiction", &brief(rows)).is_empty());
    assert_eq!(found("contradiction", &brief("Owner: Zoe Hart")).len(), 1);
    assert_eq!(found("contradiction", &brief("| | |\n|---|---|\n| Owner | Zoe Hart |")).len(), 1);
}

#[test]
fn a_brief_in_another_language_is_held_to_its_structure_only() {
    let text = "---\nlang: fr\ndue: 2027-02-30\n---\n# Move\n\nNothing leaves until I have signed it off, as soon as possible. <!-- brieflint-ignore approval-gate: x -->\n";
    let parsed = brief::read(text);
    let outcome = lint::check(text, &parsed, &PROGRAM, "en", &Settings::default(), &mut Linter::default());
    assert_eq!(outcome.foreign.as_deref(), Some("fr"));
    let rules: Vec<&str> = outcome.findings.iter().map(|finding| finding.rule.as_str()).collect();
    assert_eq!(rules, ["invalid-field"]);
}

#[test]
fn a_long_text_that_names_neither_owner_nor_deadline_asks_only_in_its_sections() {
    let gate = "Nothing leaves the store until the director has signed it off.";
    let rest = "The gate opens to the north. ".repeat(40);
    let gates = |text: String| found("approval-gate", &text).len();
    assert_eq!(gates(format!("# Store\n\n{gate}\n")), 1, "short");
    assert_eq!(gates(format!("# Store\n\n{rest}\n\n## The north side\n\n{gate}\n")), 0, "long");
    assert_eq!(gates(format!("# Store\n\n{rest}\n\n## Constraints\n\n{gate}\n")), 1, "in a section of an element");
    assert_eq!(gates(format!("# Store\n\nOwner: Ana Lopez\n\n{rest}\n\n## The north side\n\n{gate}\n")), 1, "owner");
    let speaks = "I took it over in May.";
    assert_eq!(gates(format!("# Store\n\n{rest}{speaks}\n\n## The north side\n\n{gate}\n")), 1, "a person");
    assert_eq!(gates(format!("# Store\n\nDue: 4 May\n\n{rest}\n\n## The north side\n\n{gate}\n")), 1, "deadline");
}

#[test]
fn an_entry_that_is_only_a_link_asks_nothing() {
    let goal = |item: &str| found("vague-outcome", &format!("# Choir\n\n## Goals\n\n- {item}\n- Sing\n")).len();
    assert_eq!(goal("Improve the morale"), 1);
    assert_eq!(goal("[Improve the morale](#morale)"), 0);
    assert_eq!(goal("Improve the [morale](#morale)"), 1);
}

#[test]
fn questions_and_answers_hand_nothing_over_whatever_their_headings_say() {
    let goal = "### What is the goal?\n\nImprove the morale.\n";
    assert!(found("vague-outcome", &format!("# Choir\n\n## Frequently asked questions\n\n{goal}")).is_empty());
    assert!(found("vague-outcome", &format!("# Frequently asked questions\n\n{goal}")).is_empty());
    assert_eq!(found("vague-outcome", &format!("# Choir\n\n{goal}")).len(), 1);
    // A brief about such a list.
    assert_eq!(
        found("vague-outcome", &format!("---\nowner: Ana\n---\n# Frequently asked questions\n\n{goal}")).len(),
        1
    );
}

#[test]
fn a_stop_that_belongs_to_a_word_ends_no_sentence() {
    for (text, sentences) in [
        ("It closes at 6 p.m. in the U.S. office, and the E.U. desk takes over.", 1),
        ("Given to J. Castellanos of Dept. 4 by Dr. Meyer.", 1),
        ("The desk is in the U.S. It opens at 9 a.m. sharp.", 2),
        ("It is done. then it ships.", 2),
        ("It grew by 1.5. then it fell.", 2),
    ] {
        let brief = brief::read(text);
        let words = brieflint::language::Text::new(text, &brief, &PROGRAM.vocabulary);
        assert_eq!(words.sentences.len(), sentences, "{text}");
    }
}

#[test]
fn a_reason_for_silence_states_nothing() {
    let brief = |reason: &str| {
        format!(
            "---\nbrieflint:\n  ignore: [{{rule: missing-outcome, reason: \"{reason}\"}}]\n---\n# Move\n\nThe vans.\n"
        )
    };
    assert_eq!(found("missing-agreement", &brief("Ana agreed to these terms on 3 May")).len(), 1);
    assert_eq!(found("missing-owner", &brief("Ana Lopez answers for the result")).len(), 1);
}

#[test]
fn the_title_of_a_brief_clears_no_statement() {
    for title in ["Move", "The old members, a history", "For patients and members"] {
        let brief = format!("# {title}\n\nAna decides the order of the rooms alone.\n");
        assert!(found("missing-autonomy", &brief).is_empty(), "{title}");
    }
}

#[test]
fn a_line_in_italics_stands_over_the_paragraphs_below_it() {
    let brief = |line: &str| format!("# Move\n\n{line}\n\nThe racks.\n\nThe drawings, too, until the next heading.\n");
    assert!(found("missing-constraint", &brief("*Limits*")).is_empty());
    assert_eq!(found("missing-constraint", &brief("*Read by Ana*")).len(), 1);
    assert_eq!(found("missing-constraint", "# Move\n\n*Limits*\n\n## Racks\n\nThe racks.\n").len(), 1);
}

#[test]
fn a_colon_leads_in_what_follows_it_and_not_what_follows_the_code() {
    let brief = |between: &str| format!("# Move\n\nLimits:\n\n{between}The racks.\n");
    assert!(found("missing-constraint", &brief("")).is_empty());
    assert_eq!(found("missing-constraint", &brief("```\nmake limits\n```\n\n")).len(), 1);
}

#[test]
fn the_head_of_a_memo_leads_no_list_in() {
    let list = "\n\n1. The vans.\n2. The keys.\n";
    assert_eq!(found("missing-outcome", &format!("# Move\n\nTo: Ana Lopez\nOutcome: TBD{list}")).len(), 1);
    assert!(found("missing-outcome", &format!("# Move\n\nTo: Ana Lopez\nOutcome:{list}")).is_empty());
    assert!(found("missing-outcome", &format!("# Move\n\nOutcome: the hall is full{list}")).is_empty());
}

#[test]
fn comments_silence_over_several_lines_and_several_in_a_line() {
    let gate = "Nothing leaves until I have signed it off.\n";
    for comment in [
        "<!-- a note --> <!-- brieflint-ignore approval-gate: the lender asks for it -->",
        "<!--\nbrieflint-ignore approval-gate: the lender asks for it\n-->",
        "<!-- brieflint-ignore approval-gate:\nthe lender asks for it -->",
    ] {
        let text = format!("# Move\n\n{comment}\n\n{gate}");
        let parsed = brief::read(&text);
        let outcome = lint::check(&text, &parsed, &PROGRAM, "en", &Settings::default(), &mut Linter::default());
        let state = outcome.findings.iter().find(|finding| finding.rule == "approval-gate").map(|gate| &gate.state);
        let reason = "the lender asks for it".to_owned();
        assert_eq!(state, Some(&lint::State::Silenced { reason }), "{comment}");
    }
}

/// What states an element first, as it is quoted, and the day that the brief is due.
fn stated(element: &str, text: &str) -> (Option<String>, Option<String>) {
    let parsed = brief::read(text);
    let (_, cards) = lint::clarity(text, &parsed, &PROGRAM, "en", &Settings::default(), &mut Linter::default());
    let evidence = cards[0].answers.iter().flat_map(|answer| &answer.evidence).find(|one| one.element == element);
    let first = evidence.and_then(|evidence| evidence.stated.first());
    (first.map(|stated| stated.sentence.clone()), cards[0].due.map(|due| due.last.to_string()))
}

#[test]
fn a_quoted_limit_keeps_the_words_that_make_it_one() {
    let under = |heading: &str| stated("constraint", &format!("# Move\n\n{heading}\n\n- Touch the wiring.\n")).0;
    assert_eq!(under("## Do not").as_deref(), Some("Do not: Touch the wiring"));
    assert_eq!(under("**Never:**").as_deref(), Some("Never: Touch the wiring"));
    assert_eq!(under("## Limits").as_deref(), Some("Touch the wiring"));
}

#[test]
fn a_brief_is_due_on_the_day_of_its_deadline() {
    let brief =
        "# Move\n\nDate of this charter: 12 January 2027\n\n## Deadline\n\nAll rooms are empty by 30 June 2027.\n";
    assert_eq!(stated("deadline", brief).1.as_deref(), Some("2027-06-30"));
}

#[test]
fn a_row_says_more_than_the_head_of_its_column() {
    let brief = "# Move\n\n| Item | Agreed |\n|---|---|\n| Sponsor | Ana Lopez |\n| Accountable | Ben Moss |\n| Finish | 30 June 2027 |\n";
    assert_eq!(stated("owner", brief).0.as_deref(), Some("Ben Moss"));
    assert_eq!(stated("agreement", brief).0, None);
    assert_eq!(stated("deadline", brief), (Some("30 June 2027".to_owned()), Some("2027-06-30".to_owned())));
    let areas = "# Move\n\n| Area | Owner |\n|---|---|\n| Budget | Ana Lopez |\n";
    assert_eq!(stated("owner", areas).0.as_deref(), Some("Ana Lopez"));
}

#[test]
fn who_comes_to_a_review_and_when_is_neither_owner_nor_deadline() {
    let brief = "# Move\n\n## Reviews\n\n| When | Who |\n|---|---|\n| 30 April 2027 | Ana, Ben |\n";
    assert_eq!(stated("deadline", brief), (None, None));
    assert_eq!(found("shared-owner", brief), Vec::<String>::new());
    assert_eq!(stated("checkpoint", brief).0.as_deref(), Some("30 April 2027"));
}

#[test]
fn what_stands_in_bold_or_between_tags_is_read() {
    for (rule, text) in [
        ("missing-owner", "# Move\n\n## Owner\n\n**Ana Ruiz**\n"),
        ("missing-owner", "# Move\n\n| Owner | **Ana Ruiz** |\n|---|---|\n| Due | *30 June 2027* |\n"),
        ("missing-deadline", "# Move\n\n| Owner | **Ana Ruiz** |\n|---|---|\n| Due | *30 June 2027* |\n"),
        ("missing-deadline", "# Move\n\n**Deadline:** **30 June 2027**\n"),
        ("missing-deadline", "# Move\n\n## Deadline: 30 June 2027\n"),
        ("missing-deadline", "# Move\n\n**Deadline: 30 June 2027**\n"),
        ("placeholder", "# Move\n\n## Deadline: 30 June 2027\n\n**Deadline: 30 June 2027**\n"),
        ("missing-owner", "# Move\n\n## 👤 Owner\n\nAna Ruiz\n"),
        ("missing-owner", "# Move\n\n<owner>\n\nAna Ruiz\n\n</owner>\n"),
        ("missing-owner", "# Move\n\n<owner>\nAna Ruiz\n</owner>\n"),
        ("missing-constraint", "# Move\n\n<non_negotiable_constraints>\n- Phones\n</non_negotiable_constraints>\n"),
        ("placeholder", "# Move\n\nAnswer in <answer> tags:\n\n<answer>\nYes.\n</answer>\n"),
        ("missing-deadline", "# Move\n\nOwner: Ana Ruiz\nDeadline: 30 June 2027\n---\n\nText.\n"),
        ("missing-deadline", "# Move\n\n**Owner:** Ana Ruiz<br>**Deadline:** 30 June 2027\n"),
    ] {
        assert!(found(rule, text).is_empty(), "{rule}: {text}");
    }
    for (rule, text) in [
        ("approval-gate", "# Move\n\n<div>\nNothing goes out without my sign-off.\n</div>\n"),
        ("approval-gate", "# Move\n\n<!-- note --> Nothing goes out without my sign-off.\n"),
        ("approval-gate", "# Move\n\n<p>Nothing goes out without my sign-off.</p>\n"),
        ("approval-gate", "# Move\n\n**Nothing goes out without my sign-off.**\n"),
        (
            "vague-outcome",
            "| Sponsor | Tom |\n|---|---|\n| Outcome | Improve the onboarding experience<br>30 cleared |\n",
        ),
        ("missing-owner", "# Move\n\nOwner: ~~Ana Ruiz~~\n"),
        ("missing-owner", "# Move\n\n## Owner\n\n_No response_\n"),
        ("placeholder", "# Move\n\nOwner: <name of the owner>\n"),
        ("missing-outcome", "# Move\n\n1. [Goals](#goals)\n    1. [Returns](#returns)\n"),
    ] {
        assert!(!found(rule, text).is_empty(), "{rule}: {text}");
    }
}

#[test]
fn a_tag_ends_what_it_is_about() {
    let text =
        "# Move\n\n<owner>\nAna Ruiz\n</owner>\n\n<notes>\nEveryone and nobody.\n</notes>\n\nEveryone and nobody.\n";
    assert_eq!(found("shared-owner", text), [""; 0]);
}

#[test]
fn a_comment_silences_the_line_that_it_stands_in() {
    let text =
        "# Move\n\n## Outcome\n\n• Better quality\n• Better service <!-- brieflint-ignore vague-outcome: later -->\n";
    let left: Vec<String> = found_open("vague-outcome", text);
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(left[0].contains("Better quality"), "{left:?}");
    assert!(found("unused-silencing", text).is_empty());
}

#[test]
fn a_comment_silences_all_lines_of_a_paragraph() {
    let comment = "<!-- brieflint-ignore placeholder: later -->";
    for lines in
        ["Owner: Ana\nDue: TBD", "Owner: Ana | Due: TBD", "Owner: Ana. Due: TBD.", "All good<br>TBD", "• a\n• TBD"]
    {
        let text = format!("# Move\n\n{comment}\n\n{lines}\n\nTBD\n");
        assert_eq!(found_open("placeholder", &text).len(), 1, "{lines}");
        assert_eq!(found("unused-silencing", &text), [""; 0], "{lines}");
    }
}

#[test]
fn a_comment_at_the_start_of_an_item_silences_this_item() {
    let text = "# Move\n\n- TBD\n- <!-- brieflint-ignore placeholder: later --> TBD\n- TBD\n";
    assert_eq!(found_open("placeholder", text).len(), 2);
    let text = "# Move\n\n1. <!-- brieflint-ignore placeholder: later -->\n   TBD\n2. TBD\n";
    assert_eq!(found_open("placeholder", text).len(), 1);
}

#[test]
fn a_reference_is_read_whole_wherever_a_line_is_parted() {
    for value in [
        "e&shy;Due: 3 May",
        "An&eacute;Due: 3 May",
        "don&#39;T: x",
        "don&rsquo;T: x",
        "Ana\\| Due: 3 May",
        "R&amp;D: x",
    ] {
        let text = format!("# Move\n\nOwner: {value}\n\n**Owner:** {value}\n\n<b>{value}\n");
        assert_eq!(found("missing-owner", &text), [""; 0], "{value}");
    }
}

#[test]
fn a_month_stays_one_where_somebody_is_called_so() {
    for text in [
        "Owner: June Hill\n\nDeadline: 30 June 2027",
        "Dear May,\n\nI need your plan by 3 May 2027.",
        "Owner: April Long\n\nDeadline: April 2027",
        "Delegator: June Hill\nOwner: Ana Ruiz\nDeadline: June 2027",
    ] {
        assert_eq!(found("missing-deadline", &format!("# Move\n\n{text}\n")), [""; 0], "{text}");
    }
}

#[test]
fn who_does_the_work_may_be_several_where_one_answers() {
    for text in [
        "- Responsible: Tom and Rose\n- Accountable: Ana",
        "Accountable: Ana\n\nResponsible: Tom and Rose",
        "**Responsible:** Tom and Rose | **Accountable:** Ana",
    ] {
        assert_eq!(found("shared-owner", &format!("# Move\n\n{text}\n")), [""; 0], "{text}");
    }
    assert_eq!(found("shared-owner", "# Move\n\n- Responsible: Tom and Rose\n").len(), 1);
}

#[test]
fn the_first_date_of_a_value_counts() {
    for due in ["30 April 2027 (moved from 12 March 2027)", "30 April 2027, 1700 CET", "30 April 2027, room 1402"] {
        let text = format!("---\nissued: 2027-04-01\ndue: {due}\n---\n# Move\n\nDeadline: 30 April 2027\n");
        for rule in ["contradiction", "date-order", "invalid-field"] {
            assert!(found(rule, &text).is_empty(), "{rule}: {due}");
        }
    }
}

#[test]
fn responsibilities_of_one_name_keep_their_findings_apart() {
    let text = "# Move\n\n## Responsibility: Ops\n\nOwner: Ana\n\nDeadline: soon\n\n## Responsibility: Ops\n\nOwner: Ben\n\nDeadline: 30 June 2027\n";
    let parsed = brief::read(text);
    let (outcome, cards) = lint::clarity(text, &parsed, &PROGRAM, "en", &Settings::default(), &mut Linter::default());
    let of_deadline = |card: &lint::Scorecard| {
        let evidence = card.answers.iter().flat_map(|answer| &answer.evidence);
        let of_deadline = evidence.filter(|evidence| evidence.element == "deadline");
        of_deadline.flat_map(|evidence| &evidence.findings).any(|&at| outcome.findings[at].rule == "vague-deadline")
    };
    assert_eq!(cards.iter().map(of_deadline).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn an_entry_of_the_front_matter_is_judged_by_its_own_words() {
    let entries = "responsibilities:\n  - title: Returns\n    outcome: fewer than 9 returns a day\n";
    let text = format!(
        "---\noutcome: better quality\n{entries}---\n# Move\n\nSpend at most 500 €.\n\nJust handle it however you think best.\n"
    );
    assert_eq!(found("abandonment", &text), [""; 0]);
}

#[test]
fn a_table_after_another_leaves_its_words_alone() {
    let text = "| Check with me before making any decisions |\n|---|\n\n| a | b | c |\n|---|---|---|\n";
    assert_eq!(found("approval-gate", text).len(), 1);
}

#[test]
fn a_key_that_is_unknown_in_a_silence_is_told() {
    let silence = "brieflint: {ignore: [{rule: placeholder, reason: later, untill: 2020-01-01}]}";
    let text = format!("---\n{silence}\n---\n# Move\n\nTBD\n");
    assert!(found("unused-silencing", &text)[0].contains("`untill`"), "{:?}", found("unused-silencing", &text));
}

#[test]
fn an_earlier_date_for_a_part_contradicts_nothing() {
    for part in ["## Responsibility: Returns\n\nDeadline: 15 May 2027", "- Price list\n  - Due: 15 May 2027"] {
        let text = format!("---\ndue: 2027-06-30\n---\n# Shop\n\n{part}\n");
        assert_eq!(found("contradiction", &text), [""; 0], "{part}");
    }
    let later = "---\ndue: 2027-06-30\n---\n# Shop\n\nDeadline: 15 July 2027\n";
    assert_eq!(found("contradiction", later).len(), 1);
}

#[test]
fn what_is_shown_as_an_example_is_not_said() {
    let text = "# Move\n\n## Examples\n\n### Bad\n\nDeadline: soon\n\n## Appendix A: the brief of 2019\n\n### Owner\n\nTom Ek\n";
    assert_eq!(found("vague-deadline", text), [""; 0]);
    assert_eq!(found("missing-owner", text).len(), 1);
}

#[test]
fn a_title_states_nothing() {
    assert_eq!(
        found("missing-deadline", "# Move 240 boxes by 12 March 2027\n\nThe boxes are in the cellar.\n").len(),
        1
    );
    assert!(found("missing-deadline", "# Boxes\n\nMove 240 boxes by 12 March 2027.\n").is_empty());
}

/// The first words that state an element.
fn statement_of(element: &str, text: &str) -> Option<String> {
    let parsed = brief::read(text);
    let mut linter = Linter::default();
    let reading = linter.read(text, &parsed, &PROGRAM);
    let element = PROGRAM.role(element).expect("an element");
    let statement = reading.statements.iter().find(|statement| statement.element == element)?;
    Some(statement.span.of(text).to_owned())
}

#[test]
fn values_of_listed_responsibilities_are_read_like_those_of_the_brief() {
    let entry = "  - title: Boxes\n    owner: Ana\n    due: 2027-03-12\n    outcome: Improve the archive\n    consequence: We will be disappointed\n";
    let text = format!("---\nresponsibilities:\n{entry}---\n# Archive\n");
    for rule in ["vague-outcome", "toothless-consequence"] {
        assert_eq!(found(rule, &text).len(), 1, "{rule}");
    }
    for (rule, count) in [("missing-owner", 0), ("missing-deadline", 0), ("missing-constraint", 1)] {
        assert_eq!(found(rule, &text).len(), count, "{rule}");
    }
    assert_eq!(found("missing-owner", &text.replace("owner: Ana", "owner: TBD")).len(), 1);
}

#[test]
fn a_sentence_goes_on_after_a_hard_line_break() {
    let text = "# Move\n\nYou are accountable for this, but check  \nwith me before making\\\nany decisions.\n";
    assert_eq!(found("micromanaged-accountability", text).len(), 1);
    for text in ["Owner: Ana  \nDeadline: soon", "owner: Ana  \ndeadline: soon", "The shop is open.  \nsoon, that is."]
    {
        let owner = statement_of("owner", &format!("# Shop\n\n{text}\n")).unwrap_or_default();
        assert!(!owner.contains("soon"), "{text}");
    }
}

#[test]
fn labels_are_told_from_what_stands_beside_them() {
    for line in [
        "Owner: Ana Ruiz | Deadline: 12 March 2027 | Budget: 900 euros",
        "Owner: Ana Ruiz; Deadline: 12 March 2027",
        "- Owner: Ana Ruiz · Deadline: 12 March 2027",
        "**Owner** Ana Ruiz\n\n**Deadline** 12 March 2027",
        "- Owner → Ana Ruiz\n- Deadline → 12 March 2027",
        "Owner = Ana Ruiz\nDeadline = 12 March 2027",
        "Owner\tAna Ruiz\nDeadline\t12 March 2027",
        "Owner\n: Ana Ruiz\n\nDeadline\n: 12 March 2027",
    ] {
        let text = format!("# Move\n\n{line}\n");
        let owner = statement_of("owner", &text).unwrap_or_default();
        assert!(owner.ends_with("Ana Ruiz"), "{line}: {owner}");
        assert_eq!(statement_of("deadline", &text).as_deref(), Some("12 March 2027"), "{line}");
    }
}

#[test]
fn the_row_says_what_a_table_is_about() {
    let counted = "| # | Item | Value |\n|--|--|--|\n| 1 | Owner | Ana Ruiz |\n| 2 | Deadline | 12 March 2027 |\n";
    let seats = "| Name | Role |\n|--|--|\n| Ana Ruiz | Owner |\n| Tom Ek | Sponsor |\n\nDeadline: 12 March 2027\n";
    for table in [counted, seats] {
        let text = format!("# Move\n\n{table}");
        assert_eq!(statement_of("owner", &text).as_deref(), Some("Ana Ruiz"), "{table}");
        assert_eq!(statement_of("deadline", &text).as_deref(), Some("12 March 2027"), "{table}");
        assert_eq!(statement_of("outcome", &text), None, "{table}");
    }
    let of_the_paper = "# Move\n\n| Field | Value |\n|--|--|\n| Date | 3 May 2026 |\n| Owner | Ana |\n";
    assert_eq!(statement_of("deadline", of_the_paper), None);
}

#[test]
fn headings_in_html_are_headings() {
    let folded = "<details>\n<summary>Outcome</summary>\n\nA better archive.\n\n</details>\n\nThe faster the better.\n";
    for (text, stated) in
        [(folded, Some("A better archive")), ("<h2>Outcome</h2>\n\nA better archive.\n", Some("A better archive"))]
    {
        assert_eq!(statement_of("outcome", &format!("# Move\n\n{text}")).as_deref(), stated, "{text}");
    }
}

#[test]
fn an_identifier_is_no_part_of_a_heading() {
    let text = "# Move\n\n## Owner {#owner}\n\nAna Ruiz\n\n## Outcome {tbd}\n";
    assert_eq!(statement_of("owner", text).as_deref(), Some("Ana Ruiz"));
}

#[test]
fn a_slot_under_a_heading_is_a_hole() {
    let text = "# Move\n\n## Owner\n\n<name>\n\n## Outcome\n\n<what is there at the end>\n";
    assert_eq!(found("placeholder", text).len(), 2);
    assert_eq!(found("missing-owner", text).len(), 1);
}

#[test]
fn a_mapping_without_keys_and_values_is_empty() {
    for value in ["\n :", "r  :\n :", "{}", "\n  - :"] {
        let text = format!("---\nowner:{value}\n---\n# Harbour\n");
        let outcome =
            lint::check(&text, &brief::read(&text), &PROGRAM, "en", &Settings::default(), &mut Linter::default());
        assert!(outcome.findings.iter().all(|finding| !finding.span.is_empty()), "{value}");
    }
    assert_eq!(
        found("invalid-field", "---\nowner:\n :\n---\n# Harbour\n"),
        ["`owner` is empty; it should be a person or a role"]
    );
}

#[test]
fn words_of_other_things_state_no_element() {
    for (element, line) in [
        ("consequence", "No emojis in commits, issues, comments, or code."),
        ("consequence", "We don't have a channel of our own."),
        ("consequence", "About 3 hours per week after content is posted and registration is live."),
        ("consequence", "Promote a field only when it has lasting meaning and the cost is justified."),
        ("deadline", "The moneys are kept in such places as may be designated by the Board of Directors."),
        ("owner", "PM: 2x a day at most."),
        ("owner", "### Project Management\n\n- Keeping an eye on the board and on the plan."),
    ] {
        assert_eq!(statement_of(element, &format!("# Move\n\n{line}\n")), None, "{line}");
    }
    for (element, line) in [
        ("consequence", "No report, no second payment."),
        ("consequence", "Each day over the limit costs 200 euros from the bonus."),
        ("deadline", "All of it is done by the board meeting."),
        ("owner", "### Project Management\n\nAna Ruiz"),
    ] {
        assert!(statement_of(element, &format!("# Move\n\n{line}\n")).is_some(), "{line}");
    }
}

#[test]
fn a_name_and_a_day_end_with_their_sentence() {
    for text in [
        "Owner: Ana Ruiz. By 30 June 2027 all 4,200 boxes stand in the new archive. At most 10 are missing.",
        "Owner: Ana Ruiz.\nBy 30 June 2027 all 4,200 boxes stand in the new archive. At most 10 are missing.",
        "**Who.** Ana Ruiz. By 30 June 2027 all 4,200 boxes stand in the new archive. At most 10 are missing.",
        "Deadline: 30 June 2027. All 4,200 boxes stand in the new archive. At most 10 are missing.",
    ] {
        let text = format!("# Move\n\n{text}\n");
        assert!(statement_of("outcome", &text).is_some(), "{text}");
        assert!(statement_of("standard", &text).is_some_and(|words| words.starts_with("At most 10")), "{text}");
    }
    let undecided = "# Move\n\nOwner: TBD. We look for somebody in May.\n";
    assert_eq!(statement_of("owner", undecided), None);
}

#[test]
fn of_those_whom_labels_name_the_one_who_answers_is_the_owner() {
    for text in [
        "- Responsible: Tom Berg\n- Accountable: Ana Ruiz\n- Informed: the board\n",
        "**Responsible:** Tom Berg\n**Accountable:** Ana Ruiz\n",
        "| Role | Person |\n|--|--|\n| Responsible | Tom Berg |\n| Accountable | Ana Ruiz |\n",
        "- R: Tom Berg\n- A: Ana Ruiz\n- C: Lena Ek\n",
    ] {
        assert_eq!(stated("owner", &format!("# Move\n\n{text}")).0.as_deref(), Some("Ana Ruiz"), "{text}");
    }
    assert_eq!(stated("owner", "# Move\n\nResponsible: Tom Berg\n").0.as_deref(), Some("Tom Berg"));
}

#[test]
fn words_before_the_beginning_of_a_sentence_hide_no_fault() {
    let fault = "just handle the client situation however you think best";
    for opener in ["", "To be clear, ", "Please note that ", "Going forward, ", "And one more thing: ", "Ana, "] {
        let text = format!("# Client\n\n{}.\n", opener.to_owned() + fault);
        assert_eq!(found("abandonment", &text).len(), 1, "{text}");
    }
}

#[test]
fn a_heading_with_nothing_under_it_is_read_by_its_label() {
    assert!(found("missing-constraint", "# Move\n\n## Budget: 8,000 euros\n").is_empty());
    assert_eq!(
        found("missing-constraint", "# Move\n\n## Rooms: what is there\n\nThe vault and the cellar.\n").len(),
        1
    );
}

#[test]
fn what_a_cell_of_a_table_in_html_does_not_close_is_read_all_the_same() {
    for text in [
        "<table><tr><td>Owner<td>Ana Ruiz\n\nDeadline: 12 March 2027\n",
        "<td>Note\n\nOwner: Ana Ruiz\n\nDeadline: 12 March 2027\n",
        "<table><tr><td>\n\nOwner: Ana Ruiz\n\n</td><td>\n\nDeadline: 12 March 2027\n\n</td></tr></table>\n",
        "<table><tr><td><table><tr><td>x</td></tr></table></td><td>y</td></tr></table>\n\nOwner: Ana Ruiz, deadline: 12 March 2027\n",
    ] {
        let text = format!("# Move\n\n{text}");
        assert!(statement_of("owner", &text).is_some_and(|owner| owner.contains("Ana Ruiz")), "{text}");
        assert!(statement_of("deadline", &text).is_some(), "{text}");
    }
}

#[test]
fn names_that_are_words_are_names_beside_what_people_do() {
    for name in ["Ana", "Mark", "Rose", "Will", "Peter", "Grace", "June", "Mark Hill", "Ana King"] {
        let first = name.split(' ').next().unwrap_or(name);
        for text in [
            format!("{name} answers for the result. {first} decides the order of the work.\n"),
            format!("Owner: {name}\n\n{first} is free to choose the van.\n"),
        ] {
            let text = format!("# Move\n\n{text}");
            assert!(statement_of("owner", &text).is_some_and(|owner| owner.contains(first)), "{text}");
            assert!(statement_of("autonomy", &text).is_some(), "{text}");
        }
    }
    for text in [
        "The grant agreement with the Grant Office decides the pace.",
        "Will you let me know?",
        "With the June books, the group close finishes on working day 5.",
        "Rose bushes stand along the wall.",
    ] {
        let text = format!("# Move\n\n{text}\n");
        assert_eq!(statement_of("owner", &text), None, "{text}");
    }
    assert!(
        found("missing-consequence", "# Move\n\n**If June goes by:** Tom hires a firm at Ana's cost.\n").is_empty()
    );
}
