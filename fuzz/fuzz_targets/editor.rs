//! Any bytes as what an editor sends: as the stream itself, or as edits with any places and versions. No panic; each answer is
//! a message; and what was typed is found as if it had been opened so.
#![no_main]

use std::cell::RefCell;
use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::LazyLock;

use brieflint::clarity::Wording;
use brieflint::config::{Adjustments, Resolver};
use brieflint::lsp;
use brieflint::rule::{self, Program};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

static PROGRAM: LazyLock<Program> = LazyLock::new(rule::builtin);

static FOLDER: LazyLock<PathBuf> = LazyLock::new(brieflint_fuzz::scratch);

const DOCUMENT: &str = "untitled:brief.md";

/// What the server writes.
#[derive(Clone, Default)]
struct Answers(Rc<RefCell<Vec<u8>>>);

impl Write for Answers {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What the server says to a client that sends this.
fn serve(input: Vec<u8>) -> Vec<Value> {
    let config = Resolver::new(PROGRAM.clone(), Some(FOLDER.join("none.yaml")), true, Adjustments::default());
    let answers = Answers::default();
    let _ = lsp::serve(config, Wording::builtin().expect("the wording"), Cursor::new(input), answers.clone());
    let bytes = answers.0.take();
    let mut rest = bytes.as_slice();
    let mut messages = Vec::new();
    while !rest.is_empty() {
        let end = rest.windows(4).position(|window| window == b"\r\n\r\n").expect("the end of a head");
        let head = std::str::from_utf8(&rest[..end]).expect("a head of letters");
        let length: usize = head.strip_prefix("Content-Length: ").expect("a length").parse().expect("a number");
        messages.push(serde_json::from_slice(&rest[end + 4..end + 4 + length]).expect("JSON"));
        rest = &rest[end + 4 + length..];
    }
    messages
}

fn framed(message: &Value) -> Vec<u8> {
    let text = message.to_string();
    format!("Content-Length: {}\r\n\r\n{text}", text.len()).into_bytes()
}

fn notification(method: &str, params: Value) -> Vec<u8> {
    framed(&json!({"jsonrpc": "2.0", "method": method, "params": params}))
}

fn request(id: usize, method: &str, params: Value) -> Vec<u8> {
    framed(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}))
}

fn hello() -> Vec<u8> {
    let hello = request(0, "initialize", json!({"processId": null, "rootUri": null, "capabilities": {}}));
    [hello, notification("initialized", json!({}))].concat()
}

fn opened(text: &str) -> Vec<u8> {
    let document = json!({"uri": DOCUMENT, "languageId": "markdown", "version": 1, "text": text});
    notification("textDocument/didOpen", json!({"textDocument": document}))
}

/// What was found in the document when it was looked at last.
fn found(messages: &[Value]) -> Option<&Value> {
    let last = messages.iter().rfind(|message| message["method"] == "textDocument/publishDiagnostics")?;
    Some(&last["params"]["diagnostics"])
}

/// A conversation: each line of the bytes is a step.
fn conversation(steps: &str) -> Vec<u8> {
    let mut sent = [hello(), opened(brieflint_fuzz::BRIEF)].concat();
    for (number, step) in steps.split('\n').enumerate() {
        let mut bytes = step.bytes();
        let mut next = || u64::from(bytes.next().unwrap_or(0));
        let (kind, line, from, to, version) = (next(), next() % 24, next(), next(), next());
        let words = step.get(5..).unwrap_or(step);
        let identifier = json!({"uri": DOCUMENT, "version": version});
        let place = json!({"line": line, "character": from});
        let range = json!({"start": place, "end": {"line": line + to / 64, "character": to}});
        sent.extend(match kind % 8 {
            0 => request(number + 1, "textDocument/hover", json!({"textDocument": identifier, "position": place})),
            1 => request(number + 1, "textDocument/completion", json!({"textDocument": identifier, "position": place})),
            2 => request(number + 1, "textDocument/documentSymbol", json!({"textDocument": identifier})),
            3 => request(
                number + 1,
                "textDocument/codeAction",
                json!({"textDocument": identifier, "range": range, "context": {"diagnostics": []}}),
            ),
            4 => notification("textDocument/didSave", json!({"textDocument": identifier})),
            _ => {
                // Surrogates by themselves are what some clients make of half a character.
                let text = if kind % 8 == 7 { json!(format!("{words}\u{1f600}\r\n")) } else { json!(words) };
                let change = json!({"range": range, "text": text});
                notification("textDocument/didChange", json!({"textDocument": identifier, "contentChanges": [change]}))
            }
        });
    }
    sent
}

fuzz_target!(|bytes: &[u8]| {
    let Some((&kind, bytes)) = bytes.split_first() else { return };
    if kind % 4 == 0 {
        serve([hello(), bytes.to_vec()].concat());
        return;
    }
    let text = String::from_utf8_lossy(bytes);
    let sent = conversation(&text);
    serve(sent.clone());
    // Whatever went before, the whole text anew is the whole text.
    let whole = json!({"textDocument": {"uri": DOCUMENT, "version": 1000}, "contentChanges": [{"text": text}]});
    let typed = serve([sent, notification("textDocument/didChange", whole)].concat());
    assert_eq!(found(&typed), found(&serve([hello(), opened(&text)].concat())));
});
