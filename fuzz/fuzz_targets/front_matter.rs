//! Any text as front matter: each field and each fault has its place in it, and the body below is read all the same.
#![no_main]

use std::sync::LazyLock;

use brieflint::brief;
use brieflint::rule::{self, Program};
use brieflint::yaml::{Node, Value};
use libfuzzer_sys::fuzz_target;

static PROGRAM: LazyLock<Program> = LazyLock::new(rule::builtin);

fn lies_in(text: &str, node: &Node) {
    assert!(text.get(node.span.range()).is_some(), "a value at {:?}", node.span);
    match &node.value {
        Value::Scalar { .. } => {}
        Value::List(items) => items.iter().for_each(|item| lies_in(text, item)),
        Value::Map(entries) => {
            entries.iter().flat_map(|(key, value)| [key, value]).for_each(|node| lies_in(text, node))
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(inner) = std::str::from_utf8(bytes) else { return };
    let text = format!("---\n{inner}\n---\n# Harbour\n\nNothing ships until I have signed it off.\n");
    let brief = brief::read(&text);
    for field in &brief.front.fields {
        assert!(text.get(field.key_span.range()).is_some(), "a key at {:?}", field.key_span);
        lies_in(&text, &field.value);
    }
    for fault in &brief.front.faults {
        assert!(text.get(fault.span.range()).is_some(), "a fault at {:?}", fault.span);
    }
    brieflint_fuzz::check(&text, &PROGRAM);
});
