//! How long an editor waits for the findings after a key: `cargo bench --bench lsp`.
//!
//! A sentence is typed into a small brief and into a very long one, letter by letter, and each time the time is taken from
//! sending the change to reading what was found. Then a burst of keys is sent at once.

#![allow(clippy::print_stdout, reason = "a benchmark speaks on the terminal")]

mod briefs;
#[path = "../tests/lsp/editor.rs"]
mod editor;

use std::time::{Duration, Instant};

use editor::{Editor, capabilities, framed};
use serde_json::{Value, json};

const TYPED: &str =
    "Nothing goes out before I have seen it, and Ana decides alone how the rooms are laid out by 14 May. ";

fn main() {
    // `cargo test` runs benchmarks, too; then once is enough.
    let once = !std::env::args().any(|argument| argument == "--bench");
    for (name, bytes, keys) in [("4 KB", 4 << 10, 2_000), ("100 KB", 100 << 10, 500), ("1 MB", 1 << 20, 200)] {
        measure(name, bytes, if once { 3 } else { keys });
    }
}

fn measure(name: &str, bytes: usize, keys: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut editor, _) = Editor::meet(folder.path(), &capabilities(true));
    let text = briefs::long(bytes);
    let uri = "untitled:brief";
    let begun = Instant::now();
    let found = editor.open(uri, &text).len();
    let opened = begun.elapsed();
    // At the end of a line of prose in the middle.
    let middle = text.lines().count() / 2;
    let (line, before) = text.lines().enumerate().skip(middle).find(|(_, line)| line.ends_with('.')).expect("prose");
    let mut version = 1;
    let mut column = before.len();
    let mut times: Vec<Duration> = Vec::with_capacity(keys);
    for letter in TYPED.chars().cycle().take(keys) {
        version += 1;
        let begun = Instant::now();
        editor.change(uri, version, json!([key(line, column, letter)]));
        editor.diagnostics(uri, version);
        times.push(begun.elapsed());
        column += letter.len_utf8();
        // Nobody types without a breath.
        std::thread::sleep(begun.elapsed() / 4);
    }
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!(
        "{name}, {found} findings: open {opened:.1?}; a key: median {:.2?}, 99 of 100 in {:.2?}, longest {:.2?}",
        at(0.5),
        at(0.99),
        at(1.0)
    );
    let mut burst = Vec::new();
    for letter in TYPED.chars().cycle().take(200) {
        version += 1;
        let document = json!({"uri": uri, "version": version});
        let params = json!({"textDocument": document, "contentChanges": [key(line, column, letter)]});
        burst.extend(framed(&json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params})));
        column += letter.len_utf8();
    }
    let begun = Instant::now();
    editor.write(&burst);
    editor.diagnostics(uri, version);
    let (took, checks) = (begun.elapsed(), editor.left("textDocument/publishDiagnostics") + 1);
    println!("{name}, 200 keys at once: {took:.1?} and {checks} checks until the last state is known");
    editor.leave();
}

fn key(line: usize, column: usize, letter: char) -> Value {
    let place = json!({"line": line, "character": column});
    json!({"range": {"start": place, "end": place}, "text": letter.to_string()})
}
