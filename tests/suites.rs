//! Other people's test suites, where they are at hand beside the repository; skipped where they are not.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use brieflint::brief;
use brieflint::lint::{self, Linter, Settings};
use brieflint::rule;

const DATA: &str = "../shared/data";

/// Cases of the YAML test suite that come out otherwise than it says, with the reason.
const DEVIATIONS: &[(&str, &str)] = &[
    ("DK95:1", "a quoted text that goes on after a tab is taken as it is meant"),
    ("2JQS:0", "its two keys are empty, and a key stands once in front matter"),
];

fn data(path: &str) -> Option<PathBuf> {
    let path = Path::new(DATA).join(path);
    path.exists().then_some(path)
}

/// The rules that a text is found at fault with; every span lies in the text.
fn lint(text: &str) -> Vec<String> {
    static PROGRAM: std::sync::LazyLock<rule::Program> = std::sync::LazyLock::new(rule::builtin);
    let outcome = lint::check(text, &brief::read(text), &PROGRAM, "en", &Settings::default(), &mut Linter::default());
    for finding in &outcome.findings {
        assert!(text.get(finding.span.range()).is_some(), "{:?} of {text:?}", finding.span);
    }
    outcome.findings.into_iter().map(|finding| finding.rule).collect()
}

struct YamlCase {
    name: String,
    text: String,
    fails: bool,
    /// Its first document is a mapping, as front matter has to be.
    maps: bool,
}

/// The cases of one file of the suite, whose signs for tabs, spaces and line ends are put back.
fn yaml_cases(name: &str, file: &str) -> Vec<YamlCase> {
    let mut cases: Vec<YamlCase> = Vec::new();
    let mut fails = false;
    let mut lines = file.lines().peekable();
    while let Some(line) = lines.next() {
        let key = line.strip_prefix("- ").or_else(|| line.strip_prefix("  ")).unwrap_or("");
        if line.starts_with("- ") {
            fails = false;
        }
        if key.starts_with("fail: true") {
            fails = true;
            // It may stand after the text of its case.
            if let Some(last) = cases.last_mut().filter(|_| !line.starts_with("- ")) {
                last.fails = true;
            }
        }
        if line.trim_start().starts_with("+DOC")
            && let (Some(next), Some(last)) = (lines.peek(), cases.last_mut())
        {
            last.maps |= next.trim_start().starts_with("+MAP");
        }
        if key.starts_with("yaml: |") {
            let indent = if key.ends_with('2') { 2 } else { 4 };
            let mut text = String::new();
            while let Some(inner) = lines.next_if(|line| line.trim().is_empty() || line.starts_with("    ")) {
                text.push_str(inner.get(indent..).unwrap_or(""));
                text.push('\n');
            }
            let text = text.trim_end_matches('\n').to_owned() + "\n";
            let mut text = text.replace('␣', " ").replace('↵', "").replace('←', "\r").replace('⇔', "\u{feff}");
            while text.contains("—»") {
                text = text.replace("—»", "»");
            }
            let text = text.replace('»', "\t");
            let text = text.strip_suffix("∎\n").map_or(text.clone(), str::to_owned);
            cases.push(YamlCase { name: format!("{name}:{}", cases.len()), text, fails, maps: false });
        }
    }
    cases
}

/// Front matter is a mapping, of one document without a marker of its own.
fn is_front_matter(case: &YamlCase) -> bool {
    let marker = |line: &str| line.starts_with("---") || line.starts_with("...") || line.starts_with('%');
    (case.maps || case.fails) && !case.text.lines().any(marker)
}

#[test]
fn yaml_suite_as_front_matter() {
    let Some(folder) = data("yaml-test-suite/src") else { return };
    let (mut agreed, mut deviations) = (0, Vec::new());
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        for case in yaml_cases(&name, &fs::read_to_string(&path).expect("text")) {
            let found =
                lint(&format!("---\n{}\n---\n\nNothing ships until I have signed it off.\n", case.text.trim_end()));
            if !is_front_matter(&case) {
                continue;
            }
            assert!(found.iter().any(|rule| rule == "approval-gate"), "{}: the body was not checked", case.name);
            let refused = found.iter().any(|rule| rule == "invalid-front-matter");
            if refused == case.fails {
                agreed += 1;
            } else {
                deviations.push((case.name, if refused { "refused" } else { "taken" }, case.text));
            }
        }
    }
    let unknown: Vec<_> =
        deviations.iter().filter(|(name, ..)| !DEVIATIONS.iter().any(|(known, _)| known == name)).collect();
    assert!(unknown.is_empty(), "{agreed} agree; {} do not: {unknown:#?}", unknown.len());
}

#[test]
fn commonmark_examples() {
    let Some(path) = data("commonmark/spec.txt") else { return };
    let text = fs::read_to_string(path).expect("text");
    let fence = "`".repeat(32);
    let examples: Vec<&str> = text.split(&fence).skip(1).step_by(2).collect();
    assert!(examples.len() > 600, "{} examples", examples.len());
    for example in examples {
        let markdown = example.split("\n.\n").next().unwrap_or("").trim_start_matches(" example\n").replace('→', "\t");
        lint(markdown.as_str());
        lint(&format!("---\nowner: Ana\n---\n{markdown}\n\nNothing ships until I have signed it off.\n"));
    }
}

#[test]
fn naughty_strings_anywhere() {
    let Some(path) = data("naughty-strings/blns.json") else { return };
    let strings: Vec<String> = serde_json::from_str(&fs::read_to_string(path).expect("text")).expect("strings");
    for string in strings {
        let quoted = serde_json::to_string(&string).expect("JSON");
        lint(&string);
        lint(&format!(
            "---\ntitle: {quoted}\nowner: {quoted}\ndue: {quoted}\n---\n\n# {string}\n\n- {string}\n\n{string}: x\n"
        ));
    }
}

/// What makes some readers of markdown take the square of its length, or worse.
#[test]
fn pathological_markdown_takes_its_length() {
    const TIMES: usize = 20_000;
    let shapes = [
        ">".repeat(TIMES),
        "[".repeat(TIMES),
        "*a ".repeat(TIMES),
        "**a".repeat(TIMES),
        "`".repeat(TIMES),
        "` ``".repeat(TIMES),
        "![[]()".repeat(TIMES),
        "[a](<b".repeat(TIMES),
        "a\n".repeat(TIMES),
        "- ".repeat(TIMES),
        "| ".repeat(TIMES) + "\n" + &"|-".repeat(TIMES) + "\n",
        "[a]: /b\n".repeat(TIMES),
        "[a] ".repeat(TIMES) + "\n\n[a]: /b\n",
        "<!--".repeat(TIMES),
        "&amp;".repeat(TIMES),
        "# TBD\n\n".repeat(TIMES / 10),
        "“".repeat(TIMES),
        "check with me before ".repeat(TIMES / 10),
    ];
    for shape in shapes {
        let start = Instant::now();
        lint(&shape);
        let time = start.elapsed();
        assert!(time < Duration::from_secs(20), "{time:?} for {:?}…", &shape[..16]);
    }
}
