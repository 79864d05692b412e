//! Other people's test suites, where they are at hand beside the repository; skipped where they are not.

mod common;

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
    ("2JQS:0", NO_KEY),
    ("6M2F:0", NO_KEY),
    ("FRK4:0", NO_KEY),
    ("WZ62:0", NO_KEY),
];

const NO_KEY: &str = "a value whose key is empty says nothing in front matter";

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
    let mended = DEVIATIONS.iter().find(|(known, _)| !deviations.iter().any(|(name, ..)| name == known));
    assert_eq!(mended, None, "this no longer deviates");
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

fn naughty_strings() -> Vec<String> {
    let text = data("naughty-strings/blns.json").map(|path| fs::read_to_string(path).expect("text"));
    text.map(|text| serde_json::from_str(&text).expect("strings")).unwrap_or_default()
}

#[test]
fn naughty_strings_anywhere() {
    for string in naughty_strings() {
        let quoted = serde_json::to_string(&string).expect("JSON");
        lint(&string);
        lint(&format!(
            "---\ntitle: {quoted}\nowner: {quoted}\ndue: {quoted}\n---\n\n# {string}\n\n- {string}\n\n{string}: x\n"
        ));
    }
}

/// Each is a phrase that can be looked for, or an error at its place.
#[test]
fn naughty_strings_as_phrases_and_names() {
    for string in naughty_strings() {
        let quoted = serde_json::to_string(&string).expect("JSON");
        let files = [
            ("lexicon/x.yaml", format!("words: [{quoted}]\n{quoted}: [word]\n")),
            ("text/x.yaml", format!("severity: advice\nsummary: {quoted}\nflag: {{any: [{quoted}]}}\n")),
            ("pack.yaml", format!("language: {quoted}\ngroups: [{{id: {quoted}, question: x, title: {quoted}}}]\n")),
        ];
        for (path, text) in files {
            let mut pack = rule::Pack::default();
            pack.add([rule::PackSource { path: path.to_owned(), name: path.to_owned(), text: text.into() }]);
            for error in rule::compile(&pack).err().unwrap_or_default() {
                let text = &pack.sources[error.place.file as usize].text;
                assert!(
                    text.get(error.place.span.range()).is_some(),
                    "{} at {:?} of {text:?}",
                    error.message,
                    error.place
                );
            }
        }
    }
}

#[test]
fn naughty_strings_as_names_of_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut written = 0;
    for (number, string) in naughty_strings().iter().enumerate() {
        // What no file can be called, the system says itself.
        written += usize::from(fs::write(folder.path().join(format!("{number}{string}.md")), "TBD\n").is_ok());
    }
    if written == 0 {
        return;
    }
    let ran =
        common::run(folder.path(), &["check", ".", "--no-config", "--only", "placeholder", "--format", "concise"]);
    ran.is_sound();
    assert!(
        ran.out.ends_with(&format!("\n{written} briefs checked, {written} warnings in {written} of them\n")),
        "{ran:?}"
    );
    assert_eq!(ran.out.lines().filter(|line| line.contains(".md:1:1: warning[placeholder]")).count(), written);
}

/// What makes some readers of markdown take the square of its length, or worse.
#[test]
fn pathological_markdown_takes_its_length() {
    const TIMES: usize = 100_000;
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
        (0..TIMES).map(|at| format!("[a{at}]: /b\n")).collect(),
        (0..TIMES).map(|at| format!("[a{at}] [^{at}] ")).collect(),
        (0..TIMES).map(|at| format!("[^{at}]: x\n\n")).collect(),
        "| a ".repeat(TIMES) + "|\n" + &"|-".repeat(TIMES) + "|\n" + &"| b ".repeat(TIMES) + "|\n",
        "| a ".repeat(1_000) + "|\n" + &"|-".repeat(1_000) + "|\n" + &"| b\n".repeat(TIMES / 10),
        "> ".repeat(TIMES),
        "1. ".repeat(TIMES),
        "*".repeat(TIMES) + "a" + &"*".repeat(TIMES),
        "_".repeat(TIMES) + "a",
        "~~a".repeat(TIMES),
        "<a ".repeat(TIMES),
        "<pre>".repeat(TIMES),
        "<summary>".repeat(TIMES),
        "<summary>a</summary>".repeat(TIMES / 10),
        format!("<?\n{}x ?>", "\n".repeat(TIMES)),
        format!("<div>\n{}", "<table><tr><th>".repeat(TIMES / 10)),
        format!("<div>\n{}", "a <td>".repeat(TIMES / 10)),
        "Owner: Ana. ".repeat(TIMES / 10),
        "**Owner:** Ana. ".repeat(TIMES / 10),
        "<rules>\n".repeat(TIMES) + &"</rules>\n".repeat(TIMES),
        "Owner: Ana | ".repeat(TIMES / 10),
        "A\t".repeat(TIMES),
        "<?".repeat(TIMES),
        "<![CDATA[".repeat(TIMES),
        "\\".repeat(TIMES),
        "a".to_owned() + &"\\\n".repeat(TIMES) + "b",
        "a@b.c ".repeat(TIMES),
        "&".repeat(TIMES),
        "\r".repeat(TIMES),
        "a\u{301}".repeat(TIMES),
        "\u{202e}".repeat(TIMES),
        "a".repeat(TIMES * 10),
        "[a] ".repeat(TIMES) + "\n\n[a]: /b\n",
        "<!--".repeat(TIMES),
        "&amp;".repeat(TIMES),
        "# TBD\n\n".repeat(TIMES / 50),
        "“".repeat(TIMES),
        "check with me before ".repeat(TIMES / 50),
    ];
    for shape in shapes {
        let start = Instant::now();
        lint(&shape);
        let time = start.elapsed();
        assert!(time < Duration::from_secs(20), "{time:?} for {:?}…", &shape[..16]);
    }
}
