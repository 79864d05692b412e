//! A client that talks with the real binary. Its framing and its text are its own, so that it does not share a fault with
//! the server.

#![allow(dead_code, reason = "the benchmark needs only a part of it")]

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// How long the server may be silent when it has something to say.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Editor {
    server: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
    /// Notifications that nobody has asked for yet.
    waiting: VecDeque<Value>,
    /// What the server asked of the client.
    pub(crate) asked: Vec<Value>,
    requests: i64,
}

impl Editor {
    /// Starts the server in a folder.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Editor {
        let mut server = Command::new(env!("CARGO_BIN_EXE_brieflint"))
            .arg("lsp")
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let mut from = BufReader::new(server.stdout.take().expect("its output"));
        let (sender, output) = channel();
        thread::spawn(move || {
            while let Some(message) = read(&mut from) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let input = server.stdin.take();
        Editor { server, input, output, waiting: VecDeque::new(), asked: Vec::new(), requests: 0 }
    }

    /// Starts the server, and introduces a client with these capabilities; what the server answered.
    pub(crate) fn meet(folder: &Path, capabilities: &Value) -> (Editor, Value) {
        let mut editor = Editor::start(folder, &[]);
        let offered = editor.introduce(folder, capabilities);
        (editor, offered)
    }

    pub(crate) fn introduce(&mut self, folder: &Path, capabilities: &Value) -> Value {
        let folders = json!([{"uri": address(folder), "name": "briefs"}]);
        let params = json!({"processId": null, "capabilities": capabilities, "workspaceFolders": folders});
        let offered = self.request("initialize", params).expect("the server introduces itself");
        self.notify("initialized", json!({}));
        offered
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("an open input");
        input.write_all(bytes).and_then(|()| input.flush()).expect("the server reads");
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.write(&framed(&json!({"jsonrpc": "2.0", "method": method, "params": params})));
    }

    /// Sends a request, and waits for its answer: the result, or the code of the error.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Result<Value, i64> {
        self.requests += 1;
        let id = self.requests;
        self.write(&framed(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params})));
        loop {
            let message = self.next();
            if message["id"] != id || !message["method"].is_null() {
                self.waiting.push_back(message);
                continue;
            }
            return match message.get("error") {
                Some(error) => Err(error["code"].as_i64().expect("a code")),
                None => Ok(message["result"].clone()),
            };
        }
    }

    /// The next message; requests of the server are answered and kept.
    fn next(&mut self) -> Value {
        loop {
            let message = self.output.recv_timeout(PATIENCE).expect("the server says something");
            if message["id"].is_null() || message["method"].is_null() {
                return message;
            }
            self.write(&framed(&json!({"jsonrpc": "2.0", "id": message["id"], "result": null})));
            self.asked.push(message);
        }
    }

    /// The next notification of a method that fits.
    pub(crate) fn wait_for(&mut self, method: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let known = self.waiting.iter().position(|message| message["method"] == method && fits(&message["params"]));
        if let Some(message) = known.and_then(|at| self.waiting.remove(at)) {
            return message["params"].clone();
        }
        loop {
            let message = self.next();
            if message["method"] == method && fits(&message["params"]) {
                return message["params"].clone();
            }
            self.waiting.push_back(message);
        }
    }

    /// What was found in a version of a document.
    pub(crate) fn diagnostics(&mut self, uri: &str, version: i64) -> Vec<Value> {
        let fits = |params: &Value| params["uri"] == uri && params["version"] == version;
        let params = self.wait_for("textDocument/publishDiagnostics", fits);
        params["diagnostics"].as_array().expect("a list").clone()
    }

    /// Notifications of a method that came and were not asked for.
    pub(crate) fn left(&self, method: &str) -> usize {
        self.waiting.iter().filter(|message| message["method"] == method).count()
    }

    /// Opens a document with version 1, and gives what was found in it.
    pub(crate) fn open(&mut self, uri: &str, text: &str) -> Vec<Value> {
        self.open_as(uri, "markdown", text);
        self.diagnostics(uri, 1)
    }

    pub(crate) fn open_as(&mut self, uri: &str, language: &str, text: &str) {
        let item = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": item}));
    }

    pub(crate) fn change(&mut self, uri: &str, version: i64, changes: Value) {
        let document = json!({"uri": uri, "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    /// A request about a place in a document.
    pub(crate) fn ask_at(&mut self, method: &str, uri: &str, line: u32, character: u32) -> Value {
        let position = json!({"line": line, "character": character});
        let params = json!({"textDocument": {"uri": uri}, "position": position});
        self.request(method, params).expect("an answer")
    }

    pub(crate) fn close_input(&mut self) {
        self.input = None;
    }

    /// The exit status, once the server has ended.
    pub(crate) fn status(mut self) -> i32 {
        // What it still has to say must not keep it.
        while self.output.recv_timeout(PATIENCE).is_ok() {}
        self.server.wait().expect("the server ends").code().expect("a status")
    }

    /// Takes leave as the protocol wants it.
    pub(crate) fn leave(mut self) {
        self.request("shutdown", Value::Null).expect("an answer");
        self.notify("exit", Value::Null);
        assert_eq!(self.status(), 0);
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A message as it goes over the wire.
pub(crate) fn framed(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn read(from: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if from.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().expect("a length"),
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("JSON"))
}

/// The address of a file.
pub(crate) fn address(path: &Path) -> String {
    format!("file://{}", path.display().to_string().replace(' ', "%20"))
}

/// A client that counts bytes, and one that counts as the protocol does by itself.
pub(crate) fn capabilities(utf8: bool) -> Value {
    let encodings = if utf8 { json!(["utf-8", "utf-16"]) } else { json!(["utf-16"]) };
    json!({
        "general": {"positionEncodings": encodings},
        "window": {"showDocument": {"support": true}},
        "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}},
        "textDocument": {
            "publishDiagnostics": {"relatedInformation": true},
            "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
        },
    })
}
