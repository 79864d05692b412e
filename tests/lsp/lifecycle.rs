//! How a conversation begins and ends, and what happens to messages that are none.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use super::editor::{Editor, capabilities, framed};

#[test]
fn the_exit_status_is_0_after_a_shutdown() {
    let folder = tempfile::tempdir().expect("a folder");
    let (editor, _) = Editor::meet(folder.path(), &capabilities(true));
    editor.leave();
}

#[test]
fn the_exit_status_is_1_without_a_shutdown() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut editor, _) = Editor::meet(folder.path(), &capabilities(true));
    editor.notify("exit", Value::Null);
    assert_eq!(editor.status(), 1);
}

#[test]
fn an_editor_that_is_gone_ends_the_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut editor, _) = Editor::meet(folder.path(), &capabilities(true));
    editor.close_input();
    assert_eq!(editor.status(), 1);
}

#[test]
fn the_order_of_a_session_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut editor = Editor::start(folder.path(), &["--stdio"]);
    let hover = json!({"textDocument": {"uri": "untitled:a"}, "position": {"line": 0, "character": 0}});
    assert_eq!(editor.request("textDocument/hover", hover.clone()), Err(-32002));
    editor.introduce(folder.path(), &json!({}));
    assert_eq!(editor.request("initialize", json!({"capabilities": {}})), Err(-32600));
    assert_eq!(editor.request("textDocument/hover", hover.clone()), Ok(Value::Null));
    assert_eq!(editor.request("textDocument/rename", hover.clone()), Err(-32601));
    assert_eq!(editor.request("textDocument/hover", json!({"position": 3})), Err(-32602));
    assert_eq!(editor.request("shutdown", Value::Null), Ok(Value::Null));
    assert_eq!(editor.request("textDocument/hover", hover), Err(-32600));
    editor.notify("exit", Value::Null);
    assert_eq!(editor.status(), 0);
}

#[test]
fn the_encoding_is_the_one_that_both_know() {
    let folder = tempfile::tempdir().expect("a folder");
    for (encodings, agreed) in [
        (json!(["utf-16", "utf-8"]), "utf-8"),
        (json!(["utf-32", "utf-16"]), "utf-16"),
        (json!(["utf-32"]), "utf-16"),
        (json!("utf-8"), "utf-16"),
        (Value::Null, "utf-16"),
    ] {
        let general = json!({"general": {"positionEncodings": encodings}});
        let (editor, offered) = Editor::meet(folder.path(), &general);
        assert_eq!(offered["capabilities"]["positionEncoding"], agreed, "{encodings}");
        editor.leave();
    }
}

#[test]
fn a_client_that_can_do_nothing_gets_what_it_understands() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut editor, offered) = Editor::meet(folder.path(), &json!({}));
    let offered = &offered["capabilities"];
    assert_eq!(offered["codeActionProvider"], Value::Null);
    assert_eq!(offered["documentSymbolProvider"], Value::Null);
    assert_eq!(offered["executeCommandProvider"], Value::Null);
    assert!(!editor.open("untitled:a", "# Move\n").is_empty());
    assert!(editor.asked.is_empty(), "{:?}", editor.asked);
    editor.leave();
}

#[test]
fn what_is_no_message_is_told_and_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut editor, _) = Editor::meet(folder.path(), &capabilities(true));
    for bytes in [
        &b"Content-Length: 3\r\n\r\n{]}"[..],
        b"Content-Length: 2\r\n\r\n[]",
        b"Content-Length: 4\r\n\r\n\xff\xfe\xfd\xfc",
        b"Content-Type: none\r\n\r\n",
        b"\r\n",
        b"Content-Length: -1\r\n",
        b"not a header\r\n",
    ] {
        editor.write(bytes);
        editor.wait_for("window/logMessage", |params| params["message"].as_str().is_some());
    }
    for params in [json!(null), json!({}), json!({"textDocument": {"uri": 7}}), json!([1])] {
        for method in ["didOpen", "didChange", "didSave", "didClose"] {
            editor.notify(&format!("textDocument/{method}"), params.clone());
            let names_it = |told: &Value| told["message"].as_str().is_some_and(|told| told.contains(method));
            editor.wait_for("window/logMessage", names_it);
        }
    }
    // It is still there, and does its work.
    assert!(!editor.open("untitled:a", "# Move\n").is_empty());
    editor.leave();
}

#[test]
fn a_message_that_is_never_whole_takes_no_room() {
    let folder = tempfile::tempdir().expect("a folder");
    for length in [u64::MAX, 1 << 50] {
        let head = format!("Content-Length: {length}\r\n\r\n{{");
        let mut server = Command::new(env!("CARGO_BIN_EXE_brieflint"))
            .arg("lsp")
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        server.stdin.take().expect("its input").write_all(head.as_bytes()).expect("the server reads");
        let ended = server.wait_with_output().expect("the server ends");
        assert_eq!((ended.status.code(), String::from_utf8_lossy(&ended.stderr).as_ref()), (Some(1), ""), "{length}");
    }
}

#[test]
fn what_is_no_protocol_at_all_ends_the_server_with_2() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut editor = Editor::start(folder.path(), &[]);
    editor.write("# Move the archive\r\n".repeat(100).as_bytes());
    assert_eq!(editor.status(), 2);
}

/// All keys that are there are taken in before anything is checked.
#[test]
fn a_burst_of_keys_does_not_queue() {
    const KEYS: i64 = 200;
    let folder = tempfile::tempdir().expect("a folder");
    let (mut editor, _) = Editor::meet(folder.path(), &capabilities(false));
    let uri = "untitled:burst";
    editor.open(uri, &"# Move\n\nNothing ships until I have signed it off.\n".repeat(40));
    let mut burst = Vec::new();
    for version in 2..=KEYS + 1 {
        let start = json!({"line": 2, "character": version - 2});
        let change = json!({"range": {"start": start, "end": start}, "text": "é"});
        let document = json!({"uri": uri, "version": version});
        let params = json!({"textDocument": document, "contentChanges": [change]});
        burst.extend(framed(&json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params})));
    }
    editor.write(&burst);
    editor.diagnostics(uri, KEYS + 1);
    std::thread::sleep(Duration::from_millis(50));
    let in_between = editor.left("textDocument/publishDiagnostics");
    assert!(in_between < KEYS as usize / 4, "{in_between} states were checked that nobody waits for");
    editor.leave();
}
