//! Any bytes as a brief: no panic, no hang, and every place inside the file, on character borders.
#![no_main]

use std::sync::LazyLock;

use brieflint::rule::{self, Program};
use brieflint::source::Source;
use libfuzzer_sys::fuzz_target;

static PROGRAM: LazyLock<Program> = LazyLock::new(rule::builtin);

fuzz_target!(|bytes: &[u8]| {
    if let Ok(source) = Source::from_bytes("fuzz.md", bytes.to_vec()) {
        brieflint_fuzz::check(&source.text, &PROGRAM);
    }
});
