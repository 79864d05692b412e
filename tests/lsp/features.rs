//! Hover, actions, symbols and completion.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::editor::{Editor, address, capabilities};

const BRIEF: &str = "# Übergabe 😀 of the archive\n\n## Outcome\n\nAll 64 shelves stand in the new store by 14 May 2027.\n\n\
                     ## Rules\n\n😀 Nothing ships until I have signed it off.\n\n- Check with me before making any decisions.\n- Spend stays under 9,000 euros.\n";

fn meet() -> (tempfile::TempDir, Editor, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let (editor, _) = Editor::meet(folder.path(), &capabilities(false));
    let uri = address(&folder.path().join("brief.md"));
    (folder, editor, uri)
}

fn actions_at(editor: &mut Editor, uri: &str, range: &Value, only: Option<&str>) -> Vec<Value> {
    let context = json!({"diagnostics": [], "only": only.map(|kind| vec![kind])});
    let context = if only.is_none() { json!({"diagnostics": []}) } else { context };
    let params = json!({"textDocument": {"uri": uri}, "range": range, "context": context});
    editor.request("textDocument/codeAction", params).expect("an answer").as_array().expect("a list").clone()
}

fn found<'d>(diagnostics: &'d [Value], rule: &str) -> &'d Value {
    diagnostics.iter().find(|one| one["code"] == rule).unwrap_or_else(|| panic!("no {rule} in {diagnostics:#?}"))
}

fn rules(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|one| one["code"].as_str().expect("a rule")).collect()
}

/// Takes an action: sends its edit as the change that the editor would make.
fn take(editor: &mut Editor, uri: &str, action: &Value, version: i64) -> Vec<Value> {
    let edits = action["edit"]["changes"][uri].as_array().expect("edits");
    let changes = edits.iter().map(|edit| json!({"range": edit["range"], "text": edit["newText"]}));
    editor.change(uri, version, changes.collect());
    editor.diagnostics(uri, version)
}

#[test]
fn a_hover_says_what_explain_says() {
    let (_folder, mut editor, uri) = meet();
    let diagnostics = editor.open(&uri, BRIEF);
    let gate = &found(&diagnostics, "approval-gate")["range"];
    let character = gate["start"]["character"].as_u64().expect("a column") as u32 + 2;
    let hover = editor.ask_at("textDocument/hover", &uri, 8, character);
    let text = hover["contents"]["value"].as_str().expect("markdown");
    assert_eq!(hover["contents"]["kind"], "markdown");
    assert_eq!(hover["range"], *gate);
    for part in ["**approval-gate** (warning)", "**How to fix it:**", "**What it finds**", "**How to silence it**"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    // On the title, which lacks several things, all of them are named.
    let title = editor.ask_at("textDocument/hover", &uri, 0, 4);
    let text = title["contents"]["value"].as_str().expect("markdown");
    for rule in rules(&diagnostics).iter().filter(|rule| rule.starts_with("missing-")) {
        assert!(text.contains(&format!("**{rule}**")), "{rule} in {text}");
    }
    assert_eq!(editor.ask_at("textDocument/hover", &uri, 4, 10), Value::Null);
    assert_eq!(editor.ask_at("textDocument/hover", "untitled:unknown", 4, 10), Value::Null);
    editor.leave();
}

#[test]
fn a_hover_explains_the_rule_that_a_comment_silences() {
    let (_folder, mut editor, uri) = meet();
    editor.open(&uri, "<!-- brieflint-ignore approval-gate, placeholder: the client insists -->\n\nOwner: TBD. Nothing ships until I have signed it off.\n");
    for (column, rule) in
        [(25, Some("approval-gate")), (22, Some("approval-gate")), (40, Some("placeholder")), (60, None), (8, None)]
    {
        let hover = editor.ask_at("textDocument/hover", &uri, 0, column);
        let text = hover["contents"]["value"].as_str();
        assert_eq!(text.is_some(), rule.is_some(), "{column}: {text:?}");
        if let (Some(text), Some(rule)) = (text, rule) {
            assert!(text.starts_with(&format!("**{rule}**")), "{column}: {text}");
        }
    }
    editor.leave();
}

#[test]
fn a_finding_is_silenced_where_it_stands() {
    let (_folder, mut editor, uri) = meet();
    let mut diagnostics = editor.open(&uri, BRIEF);
    let mut version = 1;
    // The first gate is a paragraph, the second one an item of a list.
    while let Some(gate) = diagnostics.iter().find(|one| one["code"] == "approval-gate").cloned() {
        let before = diagnostics.len();
        let actions = actions_at(&mut editor, &uri, &gate["range"], None);
        let silence = actions.iter().find(|action| action["title"] == "Silence `approval-gate` here").expect("it");
        assert_eq!(silence["kind"], "quickfix");
        assert_eq!(silence["diagnostics"][0], gate);
        version += 1;
        diagnostics = take(&mut editor, &uri, silence, version);
        assert_eq!(diagnostics.len(), before - 1, "{:?}", rules(&diagnostics));
    }
    assert_eq!(version, 3);
    editor.leave();
}

#[test]
fn a_rule_is_silenced_in_a_whole_document() {
    let (_folder, mut editor, uri) = meet();
    let text = format!("---\r\nowner: Ana\r\n---\r\n\r\n{}", BRIEF.replace('\n', "\r\n"));
    let diagnostics = editor.open(&uri, &text);
    let gate = found(&diagnostics, "approval-gate")["range"].clone();
    let actions = actions_at(&mut editor, &uri, &gate, Some("quickfix"));
    let silence = actions.iter().find(|action| action["title"] == "Silence `approval-gate` in this document");
    let edit = &silence.expect("it")["edit"]["changes"][&uri][0];
    assert!(edit["newText"].as_str().expect("a text").ends_with("-->\r\n"));
    let left = take(&mut editor, &uri, silence.expect("it"), 2);
    assert!(!rules(&left).contains(&"approval-gate"), "{:?}", rules(&left));
    assert_eq!(left.len() + 2, diagnostics.len());
    editor.leave();
}

#[test]
fn what_is_missing_is_put_in_as_fix_puts_it_in() {
    let (_folder, mut editor, uri) = meet();
    let diagnostics = editor.open(&uri, BRIEF);
    let missing = found(&diagnostics, "missing-consequence")["range"].clone();
    let actions = actions_at(&mut editor, &uri, &missing, None);
    let is_stub = |action: &&Value| {
        action["diagnostics"][0]["code"] == "missing-consequence" && action["isPreferred"] == json!(true)
    };
    let stub = actions.iter().find(is_stub).unwrap_or_else(|| panic!("{actions:#?}"));
    let text = stub["edit"]["changes"][&uri][0]["newText"].as_str().expect("a text");
    assert!(text.contains("## If it is missed"), "{text}");
    assert!(text.contains("Übergabe 😀 of the archive"), "it is worded for this brief: {text}");
    let left = take(&mut editor, &uri, stub, 2);
    // The hole in the stub is what has to be filled in now.
    assert!(rules(&left).contains(&"placeholder"), "{:?}", rules(&left));
    editor.leave();
}

#[test]
fn an_explanation_opens_in_the_editor_and_is_no_brief() {
    let (_folder, mut editor, uri) = meet();
    let diagnostics = editor.open(&uri, BRIEF);
    let gate = found(&diagnostics, "approval-gate")["range"].clone();
    let actions = actions_at(&mut editor, &uri, &gate, None);
    let explain = actions.iter().find(|action| action["title"] == "Explain `approval-gate`").expect("it");
    let command = &explain["command"];
    let params = json!({"command": command["command"], "arguments": command["arguments"]});
    editor.request("workspace/executeCommand", params).expect("an answer");
    // The answer to a request of its own shows that the client has seen that of the server.
    editor.ask_at("textDocument/hover", &uri, 0, 0);
    let asked = editor.asked.iter().find(|asked| asked["method"] == "window/showDocument").expect("a document");
    let shown = asked["params"]["uri"].as_str().expect("an address").to_owned();
    let path = Path::new(shown.strip_prefix("file://").expect("a file")).to_owned();
    let text = fs::read_to_string(&path).expect("the explanation");
    assert!(text.starts_with("**approval-gate**"), "{text}");
    assert_eq!(editor.open(&shown, &text), Vec::<Value>::new());
    let params = |arguments: Value| json!({"command": "brieflint.explain", "arguments": arguments});
    for arguments in
        [json!([]), json!(["no-such-rule", uri]), json!(["approval-gate", "untitled:unknown"]), json!([1, 2])]
    {
        assert_eq!(editor.request("workspace/executeCommand", params(arguments)), Err(-32602));
    }
    assert_eq!(editor.request("workspace/executeCommand", json!({"command": "rm"})), Err(-32602));
    editor.leave();
    assert!(!path.exists(), "what was written for the session goes with it");
}

#[test]
fn other_kinds_of_actions_are_not_ours() {
    let (_folder, mut editor, uri) = meet();
    let diagnostics = editor.open(&uri, BRIEF);
    let gate = found(&diagnostics, "approval-gate")["range"].clone();
    assert!(actions_at(&mut editor, &uri, &gate, Some("refactor")).is_empty());
    assert!(!actions_at(&mut editor, &uri, &gate, Some("")).is_empty());
    let nowhere = json!({"start": {"line": 4, "character": 3}, "end": {"line": 4, "character": 3}});
    assert!(actions_at(&mut editor, &uri, &nowhere, None).is_empty());
    editor.leave();
}

fn symbols(editor: &mut Editor, uri: &str) -> Vec<Value> {
    let answer = editor.request("textDocument/documentSymbol", json!({"textDocument": {"uri": uri}}));
    answer.expect("an answer").as_array().expect("a list").clone()
}

fn names(symbols: &Value) -> Vec<&str> {
    symbols.as_array().expect("a list").iter().map(|symbol| symbol["name"].as_str().expect("a name")).collect()
}

#[test]
fn the_outline_has_responsibilities_and_what_they_state() {
    let (_folder, mut editor, uri) = meet();
    editor.open(&uri, BRIEF);
    let outline = symbols(&mut editor, &uri);
    assert_eq!(outline.len(), 1);
    assert_eq!(outline[0]["name"], "Übergabe 😀 of the archive");
    assert!(outline[0]["detail"].as_str().expect("a detail").contains("Consequence"), "{outline:#?}");
    let children = names(&outline[0]["children"]);
    assert!(children.contains(&"Outcome") && children.contains(&"Limits"), "{children:?}");
    // Its selection lies in its range, as the protocol wants it.
    let line = |place: &Value| place["line"].as_u64().expect("a line");
    let mut all = outline.clone();
    all.extend(outline[0]["children"].as_array().expect("children").clone());
    for symbol in &all {
        let (range, selection) = (&symbol["range"], &symbol["selectionRange"]);
        assert!(line(&range["start"]) <= line(&selection["start"]), "{symbol}");
        assert!(line(&selection["end"]) <= line(&range["end"]), "{symbol}");
    }
    editor.leave();
}

#[test]
fn each_responsibility_of_several_has_its_own() {
    let (_folder, mut editor, uri) = meet();
    let text = "---\nagreed: 2027-01-04\n---\n\n# Fair\n\n## Responsibility: Stalls\n\nOwner: Ana\n\nDue: 14 May 2027.\n\n\
                ## Responsibility: Music\n\nOwner: Tom\n";
    editor.open(&uri, text);
    let outline = symbols(&mut editor, &uri);
    let top: Vec<&str> = outline.iter().map(|symbol| symbol["name"].as_str().expect("a name")).collect();
    assert_eq!(top, ["Agreement", "Stalls", "Music"]);
    assert_eq!(names(&outline[1]["children"]), ["Owner", "Deadline"]);
    assert_eq!(names(&outline[2]["children"]), ["Owner"]);
    assert_eq!(outline[1]["range"]["end"]["line"], 10);
    for text in ["", "---\nresponsibilities:\n  - title: A\n    owner: Ana\n  - title: B\n---\n"] {
        editor.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
        editor.open(&uri, text);
        assert!(!symbols(&mut editor, &uri).is_empty(), "{text}");
    }
    editor.leave();
}

/// The labels and texts that are proposed at a place.
fn proposed(editor: &mut Editor, uri: &str, line: u32, character: u32) -> Vec<(String, String)> {
    let items = editor.ask_at("textDocument/completion", uri, line, character);
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let items = items.as_array().expect("a list").iter();
    items.map(|item| (text(&item["label"]), text(&item["textEdit"]["newText"]))).collect()
}

#[test]
fn fields_of_the_front_matter_are_proposed_with_their_meaning() {
    let (_folder, mut editor, uri) = meet();
    editor.open(&uri, "---\nowner: Ana\ndu\n---\n\n# Move\n");
    let items = editor.ask_at("textDocument/completion", &uri, 2, 2);
    let items = items.as_array().expect("a list");
    let due = items.iter().find(|item| item["label"] == "due").expect("due");
    assert_eq!(due["textEdit"]["newText"], "due: ");
    assert_eq!(due["textEdit"]["range"]["start"], json!({"line": 2, "character": 0}));
    assert!(due["documentation"]["value"].as_str().expect("words").contains("to be done"));
    assert!(items.iter().all(|item| item["documentation"]["value"].is_string()), "{items:#?}");
    assert!(!items.iter().any(|item| item["label"] == "owner"), "it is there already");
    // Not behind a colon, not in the fences, and not in the body.
    for (line, character) in [(1, 8), (0, 3), (3, 0), (5, 0)] {
        assert_eq!(proposed(&mut editor, &uri, line, character), [], "{line}:{character}");
    }
    editor.leave();
}

#[test]
fn front_matter_that_is_not_closed_yet_is_front_matter() {
    let (_folder, mut editor, uri) = meet();
    editor.open(&uri, "---\r\n\r\n");
    assert!(proposed(&mut editor, &uri, 1, 0).iter().any(|(label, _)| label == "owner"));
    let nested = "---\nresponsibilities:\n  - title: Stalls\n    ow: \n---\n";
    editor.change(&uri, 2, json!([{"text": nested}]));
    let fields = proposed(&mut editor, &uri, 3, 6);
    assert!(fields.contains(&("owner".to_owned(), "owner".to_owned())), "{fields:?}");
    assert!(!fields.iter().any(|(label, _)| label == "responsibilities"));
    editor.leave();
}

/// Every heading that is proposed gives its section the meaning that it is proposed for.
#[test]
fn headings_are_proposed_that_count() {
    let (_folder, mut editor, uri) = meet();
    editor.open(&uri, "# Move\n\n## Co\n");
    let headings = proposed(&mut editor, &uri, 2, 5);
    assert!(headings.len() >= 9, "{headings:?}");
    assert!(headings.iter().all(|(label, text)| label == text), "{headings:?}");
    for (version, (_, heading)) in (2..).zip(&headings) {
        editor.change(
            &uri,
            version,
            json!([{"text": format!("# Move\n\n## {heading}\n\n## Something else\n\nText.\n")}]),
        );
        let diagnostics = editor.diagnostics(&uri, version);
        // A heading of an element with nothing under it is found fault with; any other one is not.
        assert!(rules(&diagnostics).contains(&"placeholder"), "{heading}: {:?}", rules(&diagnostics));
    }
    editor.leave();
}

#[test]
fn headings_are_proposed_where_one_is_written() {
    let (_folder, mut editor, uri) = meet();
    editor.open(&uri, "# Move\n\n##\n\n#\n\n```sh\n##\n```\n\n### Ow\n");
    // A blank is put in where there is none yet.
    assert!(proposed(&mut editor, &uri, 2, 2).contains(&("Owner".to_owned(), " Owner".to_owned())));
    assert!(proposed(&mut editor, &uri, 10, 6).contains(&("Owner".to_owned(), "Owner".to_owned())));
    // Not as a second title, not in code, not in prose, and not before the marks.
    for (line, character) in [(4, 1), (7, 2), (3, 0), (10, 1)] {
        assert_eq!(proposed(&mut editor, &uri, line, character), [], "{line}:{character}");
    }
    editor.leave();
}
