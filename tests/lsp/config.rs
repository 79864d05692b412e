//! Configs that change while the editor is open.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::editor::{Editor, address, capabilities};

const GATE: &str = "# Move\n\nNothing ships until I have signed it off.\n";

struct Team {
    folder: tempfile::TempDir,
    editor: Editor,
    brief: String,
}

impl Team {
    fn with(config: &str, watches: bool) -> Team {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join(".git")).expect("a repository");
        fs::write(folder.path().join("brieflint.yaml"), config).expect("a config");
        let mut can = capabilities(true);
        can["workspace"]["didChangeWatchedFiles"]["dynamicRegistration"] = json!(watches);
        let (editor, _) = Editor::meet(folder.path(), &can);
        let brief = address(&folder.path().join("brief.md"));
        Team { folder, editor, brief }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, and tells the server that it has changed.
    fn write(&mut self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("written");
        let uri = address(&self.path(name));
        let params = json!({"changes": [{"uri": uri, "type": 2}]});
        self.editor.notify("workspace/didChangeWatchedFiles", params);
    }

    /// The rules that found something in the brief.
    fn found(&mut self) -> Vec<String> {
        let brief = self.brief.clone();
        rules(&self.editor.diagnostics(&brief, 1))
    }

    fn open(&mut self) -> Vec<String> {
        let brief = self.brief.clone();
        rules(&self.editor.open(&brief, GATE))
    }
}

fn rules(diagnostics: &[Value]) -> Vec<String> {
    diagnostics.iter().map(|one| one["code"].as_str().expect("a rule").to_owned()).collect()
}

#[test]
fn a_config_that_changes_is_in_force_at_once() {
    let mut team = Team::with("rules: {approval-gate: off}\n", true);
    assert!(!team.open().contains(&"approval-gate".to_owned()));
    let registered = &team.editor.asked[0];
    assert_eq!(registered["method"], "client/registerCapability");
    assert_eq!(registered["params"]["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    team.write("brieflint.yaml", "rules: {approval-gate: error}\n");
    assert!(team.found().contains(&"approval-gate".to_owned()));
    fs::remove_file(team.path("brieflint.yaml")).expect("removed");
    let uri = address(&team.path("brieflint.yaml"));
    let params = json!({"changes": [{"uri": uri, "type": 3}]});
    team.editor.notify("workspace/didChangeWatchedFiles", params);
    assert!(team.found().contains(&"approval-gate".to_owned()));
    team.editor.leave();
}

#[test]
fn a_broken_config_is_told_and_the_last_good_one_stays() {
    let mut team = Team::with("rules: {missing-owner: off}\n", true);
    let before = team.open();
    assert!(!before.contains(&"missing-owner".to_owned()));
    team.write("brieflint.yaml", "# 😀\nrules: {aproval-gate: off}\n");
    assert_eq!(team.found(), before);
    let config = address(&team.path("brieflint.yaml"));
    let told = team.editor.wait_for("textDocument/publishDiagnostics", |params| params["uri"] == config.as_str());
    let problem = &told["diagnostics"][0];
    assert_eq!(problem["range"]["start"], json!({"line": 1, "character": 8}));
    assert!(problem["message"].as_str().expect("a message").contains("did you mean `approval-gate`?"), "{problem}");
    let shown = team.editor.wait_for("window/showMessage", |_| true);
    assert!(shown["message"].as_str().expect("a message").contains("aproval-gate"), "{shown}");
    // Mended, it is in force, and the message is gone.
    team.write("brieflint.yaml", "rules: {approval-gate: off}\n");
    let gone = team.editor.wait_for("textDocument/publishDiagnostics", |params| params["uri"] == config.as_str());
    assert_eq!(gone["diagnostics"], json!([]));
    let after = team.found();
    assert!(after.contains(&"missing-owner".to_owned()) && !after.contains(&"approval-gate".to_owned()), "{after:?}");
    assert_eq!(team.editor.left("window/showMessage"), 0);
    team.editor.leave();
}

#[test]
fn a_config_that_was_never_good_finds_nothing() {
    let mut team = Team::with("rulez: {}\n", true);
    assert_eq!(team.open(), Vec::<String>::new());
    let shown = team.editor.wait_for("window/showMessage", |_| true);
    assert!(shown["message"].as_str().expect("a message").contains("brieflint.yaml"), "{shown}");
    team.write("brieflint.yaml", "rules: {}\n");
    assert!(team.found().contains(&"approval-gate".to_owned()));
    team.editor.leave();
}

#[test]
fn a_client_that_watches_no_files_has_configs_read_when_it_saves() {
    let mut team = Team::with("rules: {approval-gate: off}\n", false);
    assert!(team.editor.asked.is_empty());
    team.open();
    fs::write(team.path("brieflint.yaml"), "rules: {}\n").expect("written");
    let params = json!({"textDocument": {"uri": team.brief}});
    team.editor.notify("textDocument/didSave", params);
    assert!(team.found().contains(&"approval-gate".to_owned()));
    // A config that is open in the editor is read when it is saved, and is no brief.
    let config = address(&team.path("brieflint.yaml"));
    team.editor.open_as(&config, "yaml", "rules: {}\n");
    fs::write(team.path("brieflint.yaml"), "rules: {approval-gate: off}\n").expect("written");
    team.editor.notify("textDocument/didSave", json!({"textDocument": {"uri": config}}));
    assert!(!team.found().contains(&"approval-gate".to_owned()));
    team.editor.leave();
}

#[test]
fn what_the_config_leaves_out_has_no_findings() {
    let mut team = Team::with("exclude: [drafts/]\n", true);
    fs::create_dir(team.path("drafts")).expect("a folder");
    fs::write(team.path(".gitignore"), "ignored.md\n").expect("written");
    fs::write(team.path("ignored.md"), GATE).expect("written");
    for name in ["drafts/brief.md", "ignored.md"] {
        let uri = address(&team.path(name));
        assert_eq!(team.editor.open(&uri, GATE), Vec::<Value>::new(), "{name}");
        let hover = team.editor.ask_at("textDocument/hover", &uri, 2, 4);
        assert_eq!(hover, Value::Null);
    }
    // A document without a name is in no folder.
    assert!(!team.editor.open("untitled:drafts/brief.md", GATE).is_empty());
    let outside = address(&team.path("notes.md"));
    team.write("brieflint.yaml", "include: ['briefs/**']\n");
    assert_eq!(team.editor.open(&outside, GATE), Vec::<Value>::new());
    team.editor.leave();
}

#[test]
fn rules_of_a_team_and_its_baseline_are_in_force() {
    let mut team = Team::with("packs: [team]\n", true);
    fs::create_dir_all(team.path("team/text")).expect("a folder");
    let rule = |word: &str| {
        format!(
            "severity: warning\nsummary: s\nmessage: \"“{{match}}” is ours\"\nhelp: h\nwhy: w\nflag: {{any: [\"{word}\"]}}\n"
        )
    };
    // A rule that does not compile is told on its place.
    fs::write(team.path("team/text/ours.yaml"), rule("{no-such-list}")).expect("written");
    assert_eq!(team.open(), Vec::<String>::new());
    let own = address(&team.path("team/text/ours.yaml"));
    let told = team.editor.wait_for("textDocument/publishDiagnostics", |params| params["uri"] == own.as_str());
    assert!(told["diagnostics"][0]["message"].as_str().expect("a message").contains("no-such-list"), "{told}");
    team.write("team/text/ours.yaml", &rule("signed"));
    assert!(team.found().contains(&"ours".to_owned()));
    team.write("team/text/ours.yaml", &rule("archive"));
    assert!(!team.found().contains(&"ours".to_owned()));
    let entry = r#"{"path":"brief.md","rule":"approval-gate","words":"nothing ships until i have signed it off"}"#;
    fs::write(team.path("known.jsonl"), format!("{{\"brieflint-baseline\":1}}\n{entry}\n")).expect("written");
    team.write("brieflint.yaml", "baseline: known.jsonl\n");
    assert!(!team.found().contains(&"approval-gate".to_owned()));
    team.write("known.jsonl", "{\"brieflint-baseline\":1}\n");
    assert!(team.found().contains(&"approval-gate".to_owned()));
    assert!(Path::new(&team.path("known.jsonl")).exists());
    team.editor.leave();
}
