//! What other programs read: each format is held to its published form, with briefs that try to break out of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// A repository with a brief whose name and words mean something to every format.
const NAME: &str = "briefs/a b,c:d%#é&<x>.md";
const HOSTILE: &str = "# Move @everyone ]]> <!-- \u{1b}[31m\n\nDo it \"as soon as possible\" \u{202e} & don't\nbother coming back\r\n\
    if you miss it.\n\n<!-- brieflint-ignore approval-gate: \"quoted\" <reason> -->\n\nNothing ships until I have signed it off.\n\n\
    ## Outcome %0A ::error::x | a\n\nThe {{name}} | `@all` page is world-class. TBD #1 https://example.com </details>\n";

fn repository() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join(".git")).expect("a folder");
    fs::create_dir_all(folder.path().join("briefs")).expect("a folder");
    fs::write(folder.path().join(NAME), HOSTILE).expect("written");
    fs::write(folder.path().join("briefs/not-text.md"), [0xff, 0xfe, 0x00]).expect("written");
    let others = "---\nid: {ID}\nowner: Ana\ndepends-on: nothing-here\n---\n# Move\n\nEveryone is accountable.\n";
    for id in ["one", "two"] {
        fs::write(folder.path().join(format!("briefs/{id}.md")), others.replace("{ID}", "same")).expect("written");
    }
    folder
}

/// What a format says about the repository, seen from one of its folders.
fn report(format: &str) -> String {
    let folder = repository();
    let output = Command::new(env!("CARGO_BIN_EXE_brieflint"))
        .current_dir(folder.path().join("briefs"))
        .args(["check", ".", "--no-config", "--format", format])
        .output()
        .expect("brieflint runs");
    assert_eq!(output.status.code(), Some(2), "one file is no text");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn json(format: &str) -> Value {
    serde_json::from_str(&report(format)).expect("JSON")
}

#[test]
fn sarif_is_read_by_a_reader_made_from_its_schema() {
    let sarif: serde_sarif::sarif::Sarif = serde_json::from_value(json("sarif")).expect("SARIF 2.1.0");
    assert_eq!(sarif.version, "2.1.0");
}

#[test]
fn sarif_says_what_viewers_need() {
    let sarif = json("sarif");
    let run = &sarif["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("a small one");
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(!rules[index]["help"]["text"].as_str().expect("help").is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
        let uri = place["artifactLocation"]["uri"].as_str().expect("an address");
        assert!(uri.starts_with("briefs/") && uri.is_ascii() && !uri.contains([' ', '#', '<', ':', '\\']), "{uri}");
        let region = &place["region"];
        for key in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(region[key].as_u64().is_some_and(|number| number > 0), "{region}");
        }
    }
    let of = |rule: &str| results.iter().find(|result| result["ruleId"] == rule).expect("a finding");
    assert_eq!(of("approval-gate")["suppressions"][0]["justification"], "\"quoted\" <reason>");
    assert!(
        of("duplicate-id")["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "briefs/one.md"
    );
    assert_eq!(of("broken-reference")["level"], "error");
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let failure = &invocation["toolExecutionNotifications"][0];
    assert_eq!(failure["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "briefs/not-text.md");
}

#[test]
fn gitlab_has_the_documented_fields() {
    let report = json("gitlab");
    let findings = report.as_array().expect("a list");
    assert!(findings.len() > 5);
    let mut fingerprints = BTreeSet::new();
    for finding in findings {
        assert!(finding["description"].as_str().is_some_and(|text| !text.is_empty()));
        assert!(finding["check_name"].as_str().is_some_and(|text| !text.is_empty()));
        assert!(["info", "minor", "major", "critical", "blocker"].map(Value::from).contains(&finding["severity"]));
        assert!(finding["location"]["path"].as_str().is_some_and(|path| path.starts_with("briefs/")));
        assert!(finding["location"]["lines"]["begin"].as_u64().is_some_and(|line| line > 0));
        let fingerprint = finding["fingerprint"].as_str().expect("a fingerprint").to_owned();
        assert!(fingerprints.insert(fingerprint), "two findings with one fingerprint: {finding}");
    }
}

#[test]
fn junit_is_xml_and_its_counts_are_right() {
    let report = report("junit");
    let document = roxmltree::Document::parse(&report).expect("XML");
    assert_eq!(document.root_element().tag_name().name(), "testsuites");
    let mut suites = 0;
    for suite in document.root_element().children().filter(roxmltree::Node::is_element) {
        suites += 1;
        assert_eq!(suite.tag_name().name(), "testsuite");
        let count = |name: &str| suite.descendants().filter(|node| node.has_tag_name(name)).count().to_string();
        for (attribute, element) in [("tests", "testcase"), ("failures", "failure"), ("errors", "error")] {
            assert_eq!(suite.attribute(attribute), Some(count(element).as_str()), "{attribute}");
        }
        assert!(count("testcase") != "0", "a suite without a case did not run");
        for case in suite.children().filter(roxmltree::Node::is_element) {
            assert!(case.attribute("name").is_some() && case.attribute("classname") == suite.attribute("name"));
        }
    }
    assert_eq!(suites, 4);
}

#[test]
fn github_gets_one_command_a_finding() {
    let report = report("github");
    let commands: Vec<&str> = report.lines().filter(|line| line.starts_with("::")).collect();
    assert!(commands.len() > 5);
    for command in commands {
        let (head, message) = command[2..].split_once("::").expect("a message");
        assert!(!message.is_empty());
        let (kind, properties) = head.split_once(' ').expect("properties");
        assert!(["error", "warning", "notice"].contains(&kind), "{command}");
        let names: Vec<&str> =
            properties.split(',').map(|property| property.split_once('=').expect("a value").0).collect();
        assert!(
            [
                &["file", "line", "endLine", "col", "endColumn", "title"][..],
                &["file", "line", "endLine", "title"],
                &["file", "title"]
            ]
            .contains(&&names[..]),
            "{command}"
        );
        let value = |name: &str| properties.split(',').find_map(|property| property.strip_prefix(name));
        assert!(value("file=").is_some_and(|path| path.starts_with("briefs/")));
        assert_eq!(value("line=") == value("endLine="), names.contains(&"col") || names.len() == 2, "{command}");
    }
    assert!(report.contains("file=briefs/a b%2Cc%3Ad%25#é&<x>.md,"));
    assert!(!report.contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn markdown_is_one_comment_and_nothing_in_it_is_a_link() {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let report = report("markdown");
    let mut folded = 0_i32;
    for event in Parser::new_ext(&report, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Emphasis | Tag::Strikethrough) => {
                panic!("{event:?} in {report}")
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                folded += html.matches("<details>").count() as i32 - html.matches("</details>").count() as i32;
                assert!((0..=1).contains(&folded), "{html}");
            }
            Event::Text(text) => assert!(!text.contains("@e") && !text.contains("#1"), "{text} would be linked"),
            _ => {}
        }
    }
    assert_eq!(folded, 0);
    assert!(report.starts_with("### brieflint\n\n3 briefs checked, "));
    assert!(report.len() < 65_536);
}

#[test]
fn files_are_written_beside_what_is_shown_and_whole_or_not_at_all() {
    let folder = repository();
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_brieflint"))
            .current_dir(folder.path())
            .args(["check", "briefs/one.md", "--no-config"])
            .args(arguments)
            .output()
            .expect("brieflint runs");
        let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
        (output.status.code(), stdout, stderr)
    };
    let (status, shown, _) = run(&["--format", "concise", "--format", "json=a.json", "--format", "junit=b.xml"]);
    assert_eq!(status, Some(1));
    assert!(shown.starts_with("briefs/one.md:"));
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect("a report");
    assert!(serde_json::from_str::<Value>(&read("a.json")).is_ok());
    assert!(roxmltree::Document::parse(&read("b.xml")).is_ok());
    let (status, shown, error) = run(&["--format", "markdown=no/such/folder.md"]);
    assert_eq!(status, Some(2), "a report that was asked for is missing");
    assert!(error.contains("no/such/folder.md") && !error.contains(".brieflint"), "{error}");
    assert!(shown.starts_with("briefs/one.md:"), "the rest is written");
    let left: Vec<_> = fs::read_dir(folder.path())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .filter(|name| Path::new(name).to_string_lossy().starts_with(".brieflint"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(run(&["--format", "sarfi"]).0, Some(2));
    assert_eq!(run(&["--format", "json", "--format", "sarif"]).0, Some(2), "both cannot go to standard output");
}
