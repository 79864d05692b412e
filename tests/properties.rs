//! Any bytes in: no panic, no hang, spans inside the file and on character borders.

use brieflint::brief;
use brieflint::language::{Earlier, Text};
use brieflint::lint::{self, Linter, Settings};
use brieflint::rule::{self, Pack, PackSource, Program};
use brieflint::source::{LineIndex, Source, Span};
use proptest::prelude::*;
use std::sync::LazyLock;

static PROGRAM: LazyLock<Program> = LazyLock::new(rule::builtin);

/// Lints a text and checks that every place makes sense.
fn lint(text: &str) -> Vec<(String, u32, u32)> {
    let parsed = brief::read(text);
    for block in &parsed.blocks {
        assert!(text.get(block.span.range()).is_some(), "block {:?} of {text:?}", block.span);
    }
    let outcome = lint::check(text, &parsed, &PROGRAM, "en", &Settings::default(), &mut Linter::default());
    let index = LineIndex::new(text);
    for finding in &outcome.findings {
        let places = std::iter::once(finding.span).chain(finding.related.iter().map(|related| related.span));
        for span in places {
            let words = text.get(span.range()).unwrap_or_else(|| panic!("{} at {span:?} of {text:?}", finding.rule));
            assert!(!words.is_empty() || text.trim().is_empty(), "{} points at nothing in {text:?}", finding.rule);
            let at = index.position(text, span.start as usize);
            assert!(at.line >= 1 && at.column >= 1);
        }
    }
    outcome.findings.iter().map(|finding| (finding.rule.clone(), finding.span.start, finding.span.end)).collect()
}

/// The pieces that briefs and trouble are made of.
const PIECES: &[&str] = &[
    "---\n",
    "owner: Ana\n",
    "due: 2026-02-30\n",
    "\r\n",
    "\n\n",
    "\u{feff}",
    "# Outcome\n",
    "## If it slips\n",
    "- ",
    "1. ",
    "> ",
    "| a | b |\n|---|---|\n",
    "**Owner:** ",
    "check with me before you do anything. ",
    "as soon as possible ",
    "TBD ",
    "`code` ",
    "```\n",
    "<!-- brieflint-ignore placeholder: x -->\n",
    "<name> ",
    "[link](a.md) ",
    "“quoted” ",
    "don’t ",
    "漢字 ",
    "👩‍👩‍👧 ",
    "é\u{301} ",
    "\t",
    "\\",
    "*",
    "_",
    "nothing leaves until I say so; ",
    "5,000 € ",
    "by 3 May 2027 ",
    "&nbsp;",
    "\u{0}",
    "\u{202e}",
    ": ",
    "{a: [b}\n",
    "[[[",
    "~~gone~~ ",
    "[^1]: note\n",
    "    indented\n",
    "Ana, ",
    "Owner: ",
    "Due: ",
    "; ",
    " | ",
    ". ",
    "&shy;",
    "&eacute;",
    "&#39;t ",
    "\\| ",
    "n",
    "June ",
    "R: ",
    "A/R ",
    "<br>",
    "<b>",
    "<table>",
    "<TR>",
    "<td>",
    "</td>",
    "<th>Owner</th>",
    "<h2>",
    "</h2>\n",
    "<dl><dt>",
    "<pre>",
    "</details>",
    "..... ",
    "– ",
    "•",
    "\r",
];

/// Text made of such pieces.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in any::<String>()) {
        lint(&text);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(source) = Source::from_bytes("x.md", bytes) {
            lint(&source.text);
        }
    }

    #[test]
    fn text_of_briefs_and_trouble(text in pieces()) {
        lint(&text);
    }

    #[test]
    fn the_same_text_gives_the_same_findings(text in pieces()) {
        prop_assert_eq!(lint(&text), lint(&text));
    }

    #[test]
    fn any_phrase_in_a_rule(phrase in "[a-z(){}|\\[\\]!=/^~$ '.,:_0-9*-]{0,40}") {
        let mut pack = Pack::default();
        let list = format!("words:\n  - {:?}\n", phrase);
        pack.add([PackSource { path: "lexicon/x.yaml".to_owned(), name: "x".to_owned(), text: list.into() }]);
        let _ = rule::compile(&pack);
    }
}

proptest! {
    // Each case reads all rule files; fuzzing goes on from there.
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn any_text_as_a_rule_file(text in any::<String>(), path in prop_oneof![Just("text/x.yaml"), Just("lexicon/x.yaml"), Just("elements/x.yaml"), Just("language/words.yaml"), Just("pack.yaml")]) {
        let mut pack = rule::builtin_pack();
        pack.add([PackSource { path: path.to_owned(), name: path.to_owned(), text: text.as_str().into() }]);
        for error in &pack.errors {
            prop_assert!(text.get(error.place.span.range()).is_some());
        }
    }
}

proptest! {
    // Each case is a few texts.
    #![proptest_config(ProptestConfig { cases: 80, ..ProptestConfig::default() })]

    /// Whatever is typed, the words and findings are those that the text has by itself.
    #[test]
    fn typing_finds_what_the_text_has_by_itself(
        start in pieces(),
        edits in prop::collection::vec((pieces(), 0..600usize, 0..16usize), 1..6),
    ) {
        let (mut text, mut earlier, mut linter) = (start, Earlier::default(), Linter::for_editing());
        for (piece, at, length) in edits {
            let parsed = brief::read(&text);
            let words = earlier.read(&text, &parsed, &PROGRAM.vocabulary, PROGRAM.fingerprint);
            prop_assert_eq!(format!("{words:?}"), format!("{:?}", Text::new(&text, &parsed, &PROGRAM.vocabulary)));
            let outcome = lint::check(&text, &parsed, &PROGRAM, "en", &Settings::default(), &mut linter);
            let found: Vec<_> = outcome.findings.iter().map(|one| (one.rule.clone(), one.span.start, one.span.end)).collect();
            prop_assert_eq!(found, lint(&text));
            text.replace_range(Span::new(at, at + length).clamp(&text).range(), &piece);
        }
    }
}

#[test]
fn the_body_finds_the_same_with_and_without_front_matter() {
    let body = "# Harbour\n\nPlease check with me before you decide anything, as soon as possible.\n\nOwner: TBD\n";
    let front = "---\ntags: [x]\n---\n";
    let shift = front.len() as u32;
    let with: Vec<_> = lint(&format!("{front}{body}"))
        .into_iter()
        .map(|(rule, start, end)| (rule, start - shift, end - shift))
        .collect();
    assert_eq!(with, lint(body));
}

#[test]
fn line_ends_and_byte_order_marks_change_no_finding() {
    let plain = "---\ntags: [x]\n---\n# Harbour\n\nPlease check with me before\nyou decide anything.\n\n- Owner: TBD\n- Due: soon\n";
    let rules = |text: &str| {
        let parsed = brief::read(text);
        let outcome = lint::check(text, &parsed, &PROGRAM, "en", &Settings::default(), &mut Linter::default());
        let words = |span: brieflint::source::Span| span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        outcome.findings.into_iter().map(|finding| (finding.rule, words(finding.span))).collect::<Vec<_>>()
    };
    let expected = rules(plain);
    assert!(!expected.is_empty());
    assert_eq!(rules(&plain.replace('\n', "\r\n")), expected);
    assert_eq!(rules(&format!("\u{feff}{plain}")), expected);
}

#[test]
fn a_list_of_nothing_is_an_empty_value() {
    let found = lint("---\nresponsibilities:\n  - title: Quay\n    due:\n    -\n\n---\n# Harbour\n");
    assert!(found.iter().any(|(rule, ..)| rule == "invalid-field"));
}
