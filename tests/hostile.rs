//! Briefs, names and configs that are meant to do harm: what they say is shown and never obeyed, and a disguised fault is
//! found.

mod common;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use brieflint::brief;
use brieflint::lint::{self, Linter, Settings};
use brieflint::rule::{self, Program};
use common::{Ran, run};
use tempfile::TempDir;

static PROGRAM: LazyLock<Program> = LazyLock::new(rule::builtin);

/// Commands to terminals, build servers, readers of XML, HTML and markdown.
const COMMANDS: &str = "\u{1b}[31m\u{1b}]0;x\u{7}\u{9b}2J\u{202e}\u{2066}\u{200b}\u{e0041} ::error file=x::pwn ##vso[task.x]y \
     ##[command]z ##teamcity[message] <script>alert(1)</script> ]]> &#27; [x](https://example.com/x) @all";

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("written");
}

/// A text in YAML, every sign of it escaped.
fn quoted(text: &str) -> String {
    let escaped = |letter: char| match letter {
        ' ' => " ".to_owned(),
        letter if letter.is_ascii_alphanumeric() => letter.to_string(),
        letter => format!("\\U{:08x}", letter as u32),
    };
    format!("\"{}\"", text.chars().map(escaped).collect::<String>())
}

/// A repository in which every name and every text is hostile.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    fs::create_dir_all(root.join(".git")).expect("a folder");
    let quoted = quoted(COMMANDS);
    let brief = format!(
        "---\ntitle: {quoted}\nowner: {quoted}\nkind: {quoted}\ndue: {quoted}\n\"due\\e\": 2026-02-30\nid: same\n\
         depends-on: {quoted}\nresponsibilities:\n  - title: {quoted}\n    due: 2026-02-30\n---\n\n# {COMMANDS}\n\n\
         {COMMANDS} TBD {COMMANDS}\n\n## Outcome {COMMANDS}\n\n::error::x TBD ::error::x. Do it as soon as possible, \
         ::error::x\n\n<!-- brieflint-ignore vague-deadline: {COMMANDS} -->\n\nAs soon as possible.\n\nDo \\[x\\](https://example.com/x) soon.\n\nNothing ships \
         until I \u{1b}[31mhave signed it off.\n"
    );
    for name in
        ["plain.md", "::error::name.md", "##[command]name.md", "##vso[x]name.md", "a\u{1b}[31m\u{202e}\n::error::b.md"]
    {
        write(root, &format!("briefs/{name}"), &brief);
    }
    write(root, "briefs/language.md", "---\nlang: \"\\e[m\"\n---\n# x\n");
    fs::write(root.join("briefs/\u{1b}[31mbad.md"), [0xff]).expect("written");
    let rule = format!(
        "severity: warning\nsummary: {quoted}\nmessage: {quoted}\nhelp: {quoted}\nwhy: {quoted}\nflag:\n  any: [TBD]\n\
         examples:\n  flagged: [{quoted}]\n  passes: [{quoted}]\n"
    );
    write(root, "rules/text/hostile.yaml", &rule);
    write(
        root,
        "brieflint.yaml",
        &format!("packs: [rules]\nprofiles:\n  {quoted}:\n    rules: {{placeholder: error}}\n"),
    );
    folder
}

/// Whether a terminal acts on a character, or nobody can see it.
fn acts(letter: char) -> bool {
    (letter.is_control() && !matches!(letter, '\n' | '\t'))
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
}

#[track_caller]
fn is_harmless(arguments: &[&str], ran: &Ran) {
    ran.is_sound();
    for text in [&ran.out, &ran.err] {
        assert!(!text.contains(acts), "{arguments:?}: {:?}", text.lines().find(|line| line.contains(acts)));
        for line in text.lines().map(str::trim_start) {
            let command = ["::", "##[", "##vso[", "##teamcity["].iter().any(|command| line.starts_with(command));
            let own = arguments.contains(&"github")
                && ["::error file=briefs/", "::warning file=briefs/", "::notice file=briefs/"]
                    .iter()
                    .any(|own| line.starts_with(own))
                && !line[2..].contains("::error file=");
            assert!(!command || own, "{arguments:?}: {line}");
        }
    }
}

/// The formats that a check can write beside each other.
const FORMATS: [&str; 8] = ["graphical", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown"];

#[test]
fn no_output_commands_whoever_reads_it() {
    let folder = repository();
    let files: Vec<String> = FORMATS.iter().map(|format| format!("{format}=out.{format}")).collect();
    let mut check = vec!["check", "--all", "briefs"];
    files.iter().for_each(|file| check.extend(["--format", file.as_str()]));
    is_harmless(&check, &run(folder.path(), &check));
    for format in FORMATS {
        let out = fs::read_to_string(folder.path().join(format!("out.{format}"))).expect("a report");
        is_harmless(&[format], &Ran { status: Some(1), out, err: String::new() });
    }
    // Own rules are compiled anew each time: most commands do without.
    for arguments in [&["explain", "hostile"][..], &["rules"], &["config", "briefs/plain.md"], &["test"]] {
        is_harmless(arguments, &run(folder.path(), arguments));
    }
    let mut runs: Vec<Vec<&str>> = Vec::new();
    for format in ["terminal", "json", "markdown"] {
        runs.push(vec!["clarity", "--format", format, "briefs"]);
    }
    for format in ["json", "markdown"] {
        runs.push(vec!["backbrief", "--format", format, "briefs/plain.md"]);
        runs.push(vec!["diagnose", "--missed", "date", "--format", format, "briefs/plain.md"]);
    }
    runs.extend([
        vec!["check", "--list-files", "briefs"],
        vec!["check", "nowhere\u{1b}[31m.md", "::error::x.md"],
        vec!["check", "--only", "\u{1b}[31m", "briefs"],
        vec!["check", "--\u{1b}[31m"],
        vec!["explain", "\u{1b}[31m"],
        vec!["words", COMMANDS],
        vec!["report", "briefs", "-o", "page.html"],
        vec!["baseline", "briefs", "--output", "\u{1b}[31m.jsonl"],
    ]);
    for mut arguments in runs {
        arguments.push("--no-config");
        is_harmless(&arguments, &run(folder.path(), &arguments));
    }
    let page = fs::read_to_string(folder.path().join("page.html")).expect("a page");
    assert!(!page.contains(acts) && !page.contains("<script>alert"));
}

#[test]
fn no_line_that_is_drawn_is_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "a.md", "# T\r\n\r\nHello.\rAs soon as possible.\rAll clear, nothing was found here.\r\n");
    let arguments = ["check", "--no-config", "--format", "graphical", "--only", "vague-deadline", "a.md"];
    let ran = run(folder.path(), &arguments);
    is_harmless(&arguments, &ran);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(ran.out.contains("[a.md:3:8]"), "{}", ran.out);
    let shown = lines.iter().position(|line| line.contains("Hello.?As soon as possible.?All clear")).expect("the line");
    let column = |line: &str, sign: &str| line.find(sign).map(|at| line[..at].chars().count());
    let mark = if lines[shown + 1].contains('─') { "─" } else { "-" };
    assert_eq!(column(lines[shown], "As soon"), column(lines[shown + 1], mark), "{}", ran.out);
    for config in ["extends: [\"a\rb\"]\r\n", "rules: {no-rule: off} # x\rAll clear\r\n", "include: [\r"] {
        write(folder.path(), "brieflint.yaml", config);
        let ran = run(folder.path(), &["check", "a.md"]);
        is_harmless(&["check"], &ran);
        assert!(ran.err.contains("brieflint.yaml:"), "{config:?}: {}", ran.err);
    }
}

#[test]
fn a_byte_order_mark_takes_no_column_in_any_format() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "a.md", "\u{feff}# T\n\nTBD\n");
    for (format, title, hole) in [("concise", "a.md:1:3:", "a.md:3:1:"), ("graphical", "[a.md:1:3]", "[a.md:3:1]")] {
        let arguments = ["check", "--no-config", "--format", format, "--only", "missing-owner,placeholder", "a.md"];
        let ran = run(folder.path(), &arguments);
        is_harmless(&arguments, &ran);
        assert!(ran.out.contains(title) && ran.out.contains(hole), "{}", ran.out);
    }
}

#[test]
fn what_machines_read_is_whole() {
    let folder = repository();
    let arguments = ["check", "--no-config", "--format", "json=json", "--format", "sarif=sarif", "--format"];
    run(folder.path(), &[&arguments[..], &["gitlab=gitlab", "--format", "junit=junit", "briefs"]].concat()).is_sound();
    let read = |format: &str| fs::read_to_string(folder.path().join(format)).expect("a report");
    let report: serde_json::Value = serde_json::from_str(&read("json")).expect("JSON");
    let mut paths =
        report["files"].as_array().expect("files").iter().map(|file| file["path"].as_str().expect("a path"));
    assert!(paths.any(|path| path == "briefs/a\u{1b}[31m\u{202e}\n::error::b.md"), "escaping changes no name");
    let sarif: serde_sarif::sarif::Sarif = serde_json::from_str(&read("sarif")).expect("SARIF");
    let messages = || sarif.runs[0].results.iter().flatten().filter_map(|result| result.message.text.as_deref());
    assert!(messages().any(|text| text.contains(r"\[x\](https")));
    assert!(messages().all(|text| !text.contains("[x](")), "a viewer would make it a link");
    assert!(serde_json::from_str::<serde_json::Value>(&read("gitlab")).is_ok());
    assert!(roxmltree::Document::parse(&read("junit")).is_ok());
}

/// The findings of a text: the rule and the words at fault.
fn found(text: &str) -> Vec<(String, String)> {
    let outcome = lint::check(text, &brief::read(text), &PROGRAM, "en", &Settings::default(), &mut Linter::default());
    outcome.findings.iter().map(|finding| (finding.rule.clone(), finding.span.of(text).to_owned())).collect()
}

const GATE: &str = "Nothing ships until I have signed it off";

#[test]
fn a_disguised_fault_is_found_at_its_own_bytes() {
    let wide = |text: &str| -> String {
        let widen = |letter: char| char::from_u32(letter as u32 + 0xfee0).expect("a letter");
        text.chars().map(|letter| if letter.is_ascii_alphabetic() { widen(letter) } else { letter }).collect()
    };
    let disguises = [
        GATE.replace('i', "\u{456}").replace('s', "\u{455}").replace('o', "\u{43e}").replace('e', "\u{435}"),
        GATE.replace("ships", "\u{455}h\u{456}\u{440}s").replace("Nothing", "N\u{3bf}thing"),
        wide(GATE),
        GATE.replace("signed", "sig\u{200d}ned").replace("until", "un\u{200b}til"),
        GATE.replace("signed", "sig\u{ad}ned").replace("Nothing", "No\u{2060}thing"),
        GATE.replace("signed", "sig\u{feff}n\u{34f}e\u{e0061}d"),
        GATE.replace("signed", "𝐬𝐢𝐠𝐧𝐞𝐝").replace("ships", "s\u{335}h\u{332}ips"),
        GATE.replace("signed", "sig&shy;ned").replace("ships", "sh&#105;ps"),
        GATE.replace("signed it off", "signed&nbsp;it&#32;off"),
    ];
    for disguised in disguises {
        let text = format!("# Move\n\nHello there. {disguised}.\n");
        let gates: Vec<_> = found(&text).into_iter().filter(|(rule, _)| rule == "approval-gate").collect();
        assert_eq!(gates, [("approval-gate".to_owned(), disguised)], "{text:?}");
    }
}

#[test]
fn an_apostrophe_is_one_however_it_is_written() {
    let plain = "Don't ship anything until I have signed it off.";
    let wanted = found(&format!("# Move\n\n{plain}\n")).len();
    assert!(found(&format!("# Move\n\n{plain}\n")).iter().any(|(rule, _)| rule == "approval-gate"));
    for apostrophe in ["’", "ʼ", "＇", "´", "&#39;", "&rsquo;", "&apos;", "\\'"] {
        let text = format!("# Move\n\n{}\n", plain.replace('\'', apostrophe));
        assert_eq!(found(&text).len(), wanted, "{text}");
    }
}

#[test]
fn words_of_other_alphabets_stay_themselves() {
    for (latin, other) in [("a", "\u{430}"), ("so", "\u{455}\u{43e}"), ("no", "\u{3bd}\u{3bf}")] {
        assert!(PROGRAM.vocabulary.find(latin).is_some(), "{latin}");
        assert!(PROGRAM.vocabulary.find(other).is_none(), "{other}");
    }
}

#[test]
fn messages_show_what_a_reference_stands_for() {
    let text = "# Move\n\nNothing ships until I have signed it&nbsp;off &amp; paid.\n";
    let outcome = lint::check(text, &brief::read(text), &PROGRAM, "en", &Settings::default(), &mut Linter::default());
    let gate = outcome.findings.iter().find(|finding| finding.rule == "approval-gate").expect("a gate");
    assert!(gate.message.contains("signed it off") && !gate.message.contains("nbsp"), "{}", gate.message);
}

#[test]
fn copies_in_yaml_are_bounded() {
    let items = |count: usize, item: &str| vec![item; count].join(", ");
    let nested: String = (0..200).map(|depth| format!("&n{depth} [")).collect();
    let text = "x".repeat(1 << 20);
    let bombs = [
        format!("a: &a \"{text}\"\nb: [{}]\n", items(9_000, "*a")),
        format!("a: &a [{}]\nb: &b [{}]\nc: [{}]\n", items(100, "x"), items(100, "*a"), items(100, "*b")),
        format!("a: {nested}{}{}\n", items(20_000, "x"), "]".repeat(200)),
        // Each entry of broken front matter is read by itself, and all of them with one allowance.
        "broken: [\n".to_owned()
            + &(0..300)
                .map(|entry| format!("k{entry}: {{a: &a [{}], b: [{}]}}\n", items(99, "x"), items(99, "*a")))
                .collect::<String>(),
    ];
    for bomb in bombs {
        let text = format!("---\n{bomb}---\n# Move\n\n{GATE}.\n");
        let parsed = brief::read(&text);
        assert!(parsed.pieces.len() < 60_000, "{} pieces", parsed.pieces.len());
        let found = found(&text);
        assert!(found.iter().any(|(rule, _)| rule == "invalid-front-matter"));
        assert!(found.iter().any(|(rule, _)| rule == "approval-gate"), "the body is checked all the same");
    }
}

#[test]
fn a_config_that_is_all_wrong_lists_its_first_errors() {
    let folder = tempfile::tempdir().expect("a folder");
    let names = |name: &str, value: &str| (0..2_000).map(|at| format!("  {name}-{at}: {value}\n")).collect::<String>();
    write(folder.path(), "a.md", "# Move\n");
    for config in [format!("rules:\n{}", names("x", "error")), format!("words:\n{}", names("x", "[word]"))] {
        write(folder.path(), "brieflint.yaml", &config);
        let ran = run(folder.path(), &["check"]);
        assert_eq!((ran.status, ran.err.matches("there is no").count()), (Some(2), 100), "{}", ran.err);
        assert!(ran.err.contains("errors from here on are only counted: 1900 more"), "{}", ran.err);
        assert!(ran.err.contains("brieflint.yaml:102:3"), "{}", ran.err);
    }
}
