//! A file costs no more than its length: each shape is checked at one size and at eight times that size.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use brieflint::baseline::{Baseline, BriefFindings, Entry};
use brieflint::brief;
use brieflint::clarity::{Form, Markdown, Sheet, Tally, Wording, back_brief};
use brieflint::config::{Adjustments, Resolver};
use brieflint::fix;
use brieflint::language::today;
use brieflint::lint::{self, Finding, Linter, Outcome, Settings};
use brieflint::page::{self, Folder, PageBrief};
use brieflint::report::Located;
use brieflint::rule::{self, Program};
use brieflint::source::LineIndex;

static PROGRAM: LazyLock<Program> = LazyLock::new(rule::builtin);

const TIMES: usize = 8;
/// What is linear takes eight times as long, and what is quadratic sixty-four: noise lies between.
const MOST: u32 = 20;
/// A machine that is busy may spoil one attempt.
const ATTEMPTS: usize = 4;

/// A file of so many parts.
type Shape = fn(usize) -> String;

/// What it is called, the parts of the smaller size, and how it is written.
type Shapes = [(&'static str, usize, Shape)];

fn repeat(parts: usize, part: impl Fn(usize) -> String) -> String {
    (0..parts).map(part).collect()
}

const SHAPES: &Shapes = &[
    ("responsibilities", 100, |parts| {
        repeat(parts, |at| {
            format!("## Responsibility: stall {at}\n\nOutcome: good results by 3 May 2027.\n\nYou decide freely.\n\n")
        })
    }),
    ("responsibilities and what is said for all", 150, |parts| {
        let entries = repeat(parts, |at| format!("  - title: stall {at}\n    due: 2027-05-03\n"));
        let text = repeat(parts, |_| "Spend at most 500 €. Success is good service.\n\n".to_owned());
        format!("---\nresponsibilities:\n{entries}---\n# Market\n\n{text}")
    }),
    ("keys", 500, |parts| format!("---\n{}---\n# Market\n", repeat(parts, |at| format!("stall-{at}: word\n")))),
    ("repeated keys", 500, |parts| format!("---\n{}---\n# Market\n", repeat(parts, |_| "owner: TBD\n".to_owned()))),
    ("values", 500, |parts| format!("---\ntgs:\n{}---\n# Market\n", repeat(parts, |at| format!("  - stall {at}\n")))),
    ("aliases", 200, |parts| {
        format!("---\n{}---\n# Market\n", repeat(parts, |at| format!("a{at}: &a{at} word\nb{at}: *a{at}\n")))
    }),
    ("rows", 500, |parts| {
        format!("| what | when |\n|---|---|\n{}", repeat(parts, |at| format!("| stall {at} | soon |\n")))
    }),
    ("silences", 300, |parts| repeat(parts, |_| "<!-- brieflint-ignore placeholder: later -->\n\nTBD\n\n".to_owned())),
    ("silences in a list", 300, |parts| {
        repeat(parts, |_| "- TBD\n\n  <!-- brieflint-ignore placeholder: later -->\n\n".to_owned())
    }),
    ("headings", 800, |parts| repeat(parts, |_| "## Outcome\n\n".to_owned())),
    ("labels", 800, |parts| repeat(parts, |_| "Outcome:\n\n".to_owned())),
    ("placeholders", 800, |parts| repeat(parts, |_| "TBD\n\n".to_owned())),
    ("vague items", 500, |parts| format!("# Outcome\n\n{}", repeat(parts, |_| "- improve quality soon\n".to_owned()))),
    ("vague paragraphs", 300, |parts| {
        format!(
            "# Outcome\n\n{}",
            repeat(parts, |_| "Improve quality by 5% or much more.\n\nGood results.\n\n".to_owned())
        )
    }),
    ("bullets that markdown does not know", 500, |parts| repeat(parts, |_| "• improve quality soon\n".to_owned())),
    ("bold lines", 800, |parts| format!("**{}**", repeat(parts, |at| format!("stall {at}\n")))),
    ("owners", 300, |parts| repeat(parts, |at| format!("Owner: Ana Lopez{at}\n\n"))),
    ("deadlines", 300, |parts| {
        format!("---\ndue: 2027-05-03\n---\n{}", repeat(parts, |_| "Deadline: 4 June 2027\n\n".to_owned()))
    }),
    ("one sentence", 500, |parts| repeat(parts, |_| "check with me before ".to_owned())),
    ("one paragraph", 300, |parts| repeat(parts, |_| "Check with me before you *decide* anything. ".to_owned())),
    ("references", 500, |parts| repeat(parts, |_| "sig&shy;ned&nbsp;off &#105;t don\\'t ".to_owned())),
    ("look-alikes", 500, |parts| repeat(parts, |_| "\u{430}pprov\u{430}l ｓｉｇｎ ma\u{200d}y a\u{335}b ".to_owned())),
    ("one disguised word", 2_000, |parts| repeat(parts, |_| "a\u{ad}\u{301}".to_owned())),
    ("anchors", 200, |parts| {
        format!(
            "---\nx: {}---\n# Market\n",
            repeat(parts, |at| format!("\n  - &a{at} [a, *a{}]", at.saturating_sub(9))) + "\n"
        )
    }),
    ("dates", 500, |parts| {
        format!("---\ncheckpoints: [{}]\n---\n# Market\n", repeat(parts, |_| "2026-02-30, ".to_owned()))
    }),
    ("links", 500, |parts| repeat(parts, |at| format!("[stall](stall-{at}.md) "))),
    ("one quotation", 300, |parts| repeat(parts, |_| "“Check ‘with’ me. ".to_owned())),
    ("quotations that nothing closes", 2_000, |parts| {
        repeat(parts, |_| "«a ".to_owned()) + &repeat(parts, |_| "” ".to_owned())
    }),
    ("quotations in one another", 2_000, |parts| {
        repeat(parts, |_| "«a ".to_owned()) + &repeat(parts, |_| "» ".to_owned())
    }),
    ("tables in HTML", 2_000, |parts| repeat(parts, |_| "<TABLE>".to_owned())),
    ("rows that do not end", 1_000, |parts| {
        format!("<table>\n<tr><th>What<th>Who\n{}", repeat(parts, |_| "<tr><td>Owner<td>Ana\n".to_owned()))
    }),
    ("headings in HTML that do not end", 2_000, |parts| repeat(parts, |_| "<h2><b>".to_owned())),
    ("labels far into a line", 1_000, |parts| {
        format!("{}{}", "word ".repeat(14), repeat(parts, |_| "*a* b; Due: x ".to_owned()))
    }),
    ("broken lines that end in a return", 2_000, |parts| repeat(parts, |_| "go on\\\r".to_owned())),
    ("lines without words", 2_000, |parts| "a\n".to_owned() + &repeat(parts, |_| "<b>\n".to_owned())),
    ("links without words", 2_000, |parts| "a\n".to_owned() + &repeat(parts, |_| "[](x)\n".to_owned())),
];

const CONFIGS: &Shapes = &[
    ("profiles", 500, |parts| {
        format!("profiles:\n{}", repeat(parts, |at| format!("  p{at}: {{rules: {{placeholder: error}}}}\n")))
    }),
    ("unknown rules", 500, |parts| format!("rules:\n{}", repeat(parts, |at| format!("  x-{at}: error\n")))),
];

/// Files with much to mend.
const TO_MEND: &Shapes = &[
    ("dates", 2_000, |parts| format!("---\ncheckpoints:\n{}---\n", repeat(parts, |_| "  - 2026-02-30\n".to_owned()))),
    ("responsibilities", 150, |parts| repeat(parts, |at| format!("## Responsibility: stall {at}\n\nMany.\n\n"))),
    ("responsibilities with labels, and silences", 150, |parts| {
        let silence = "<!-- brieflint-ignore missing-deadline: later -->";
        repeat(parts, |at| format!("## Responsibility: stall {at}\n\nOwner: Ana\n\nGood.\n\n{silence}\n\n"))
    }),
];

fn outcome(text: &str) -> Outcome {
    lint::check(text, &brief::read(text), &PROGRAM, "en", &Settings::default(), &mut Linter::default())
}

fn check(text: &str) {
    let outcome = outcome(text);
    let index = LineIndex::new(text);
    for finding in &outcome.findings {
        let _ = index.position(text, finding.span.end as usize);
    }
}

fn show(text: &str) {
    let wording = Wording::builtin().expect("the words of the clarity test");
    let parsed = brief::read(text);
    let settings = Settings::default();
    let (outcome, cards) = lint::clarity(text, &parsed, &PROGRAM, "en", &settings, &mut Linter::default());
    let sheet = Sheet::new("a.md", text, &outcome.findings, &cards, &wording);
    let _ = back_brief(&sheet, text, &wording);
    let index = LineIndex::new(text);
    let located: Vec<Located> =
        outcome.findings.into_iter().map(|finding| Located::new(text, &index, finding, &|_, _| None)).collect();
    let brief = PageBrief { text, sheet: &sheet, findings: located.iter().collect() };
    let folder = Folder { name: "x", today: today(), briefs: &[brief], history: None };
    assert!(page::render(&folder, &BTreeMap::new(), &wording).is_ok());
    let _ = Markdown { wording: &wording }.write(&[sheet], Tally::default());
}

fn configure(text: &str) {
    static RESOLVER: LazyLock<Resolver> =
        LazyLock::new(|| Resolver::new(PROGRAM.clone(), None, false, Adjustments::default()));
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("brieflint.yaml"), text).expect("written");
    let _ = RESOLVER.resolve(&folder.path().join("a.md"));
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

#[test]
fn the_cost_of_checking_a_file_is_linear_in_its_length() {
    is_linear(SHAPES, |text| timed(|| check(text)));
}

#[test]
fn the_cost_of_showing_how_clear_a_file_is_is_linear_in_its_length() {
    is_linear(SHAPES, |text| timed(|| show(text)));
}

#[test]
fn the_cost_of_a_config_is_linear_in_its_length() {
    is_linear(CONFIGS, |text| timed(|| configure(text)));
}

#[test]
fn the_cost_of_mending_a_file_is_linear_in_its_length() {
    is_linear(TO_MEND, |text| {
        let findings = outcome(text).findings;
        let edits =
            || fix::edits(text, &brief::read(text), &findings, &PROGRAM, &Settings::default(), &mut Linter::default());
        timed(|| _ = edits())
    });
}

#[test]
fn the_cost_of_finding_renamed_briefs_is_linear_in_their_number() {
    let placeholder = outcome("TBD\n").findings.remove(0);
    let findings = |at: usize| {
        let mut own = placeholder.clone();
        own.identity.words = format!("stall {at}");
        [own]
    };
    let folder = tempfile::tempdir().expect("a folder");
    let ratio = growth(400, |briefs| {
        let mut baseline = Baseline::empty(&folder.path().join("baseline.jsonl"));
        let entries = |at| findings(at).map(|finding| Entry::new(&format!("old/{at}.md"), &finding));
        baseline.entries = (0..briefs).flat_map(entries).collect();
        let mut found: Vec<[Finding; 1]> = (0..briefs).map(findings).collect();
        let mut briefs: Vec<BriefFindings<'_>> = found
            .iter_mut()
            .enumerate()
            .map(|(at, found)| BriefFindings { name: format!("new/{at}.md"), findings: found.iter_mut().collect() })
            .collect();
        timed(|| assert!(baseline.apply(&mut briefs, true, |_, _| true).stale.is_empty()))
    });
    assert!(ratio <= MOST, "{TIMES} times as many take {ratio} times as much");
}

#[test]
fn the_cost_of_findings_across_briefs_is_linear_in_their_number() {
    type Written = fn(usize, &Path);
    let links = |parts, folder: &Path| {
        let text = repeat(parts, |at| format!("[stall](stall-{at}.md) "));
        fs::write(folder.join("a.md"), text).expect("written");
    };
    let outcomes = |parts, folder: &Path| {
        let outcomes = repeat(parts, |at| format!("- Stall {at} serves 40 guests an hour by 3 May 2027.\n"));
        for owner in ["Ana", "Bo"] {
            let text = format!("---\nowner: {owner}\n---\n# Market\n\n## Outcome\n\n{outcomes}");
            fs::write(folder.join(format!("{owner}.md")), text).expect("written");
        }
    };
    let shapes: [(&str, usize, Written); 2] = [("broken links", 3_000, links), ("contested outcomes", 250, outcomes)];
    for (name, parts, write) in shapes {
        let ratio = growth(parts, |parts| {
            let folder = tempfile::tempdir().expect("a folder");
            write(parts, folder.path());
            timed(|| common::run(folder.path(), &["check", "--no-config", "-q"]).is_sound())
        });
        assert!(ratio <= MOST, "{name}: {TIMES} times as many take {ratio} times as much");
    }
}

/// How much longer it takes for so many times the parts, in the best of a few attempts.
fn growth(parts: usize, cost: impl Fn(usize) -> Duration) -> u32 {
    let mut ratio = u32::MAX;
    for _ in 0..ATTEMPTS {
        let base = (0..3).map(|_| cost(parts)).min().unwrap_or_default().max(Duration::from_millis(1));
        ratio = ratio.min((cost(TIMES * parts).as_micros() / base.as_micros()) as u32);
        if ratio <= MOST {
            break;
        }
    }
    ratio
}

#[track_caller]
fn is_linear(shapes: &Shapes, cost: impl Fn(&str) -> Duration) {
    cost("warm up");
    let mut wrong = Vec::new();
    for (name, parts, shape) in shapes {
        let ratio = growth(*parts, |parts| cost(&shape(parts)));
        if ratio > MOST {
            wrong.push(format!("{name}: {TIMES} times as long takes {ratio} times as much"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
