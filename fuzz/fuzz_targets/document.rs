//! Any bytes as a brief: no panic, no hang, and every place inside the file, on character borders.
#![no_main]

use std::cell::RefCell;
use std::sync::LazyLock;

use brieflint::brief;
use brieflint::lint::{self, Linter, Settings};
use brieflint::rule::{self, Program};
use brieflint::source::{LineIndex, Source};
use libfuzzer_sys::fuzz_target;

static PROGRAM: LazyLock<Program> = LazyLock::new(rule::builtin);

thread_local! {
    static LINTER: RefCell<Linter> = RefCell::default();
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = Source::from_bytes("fuzz.md", bytes.to_vec()) else { return };
    let text = &source.text;
    let brief = brief::read(text);
    for block in &brief.blocks {
        assert!(text.get(block.span.range()).is_some(), "a block at {:?}", block.span);
    }
    let outcome =
        LINTER.with_borrow_mut(|linter| lint::check(text, &brief, &PROGRAM, "en", &Settings::default(), linter));
    let index = LineIndex::new(text);
    for finding in &outcome.findings {
        for span in std::iter::once(finding.span).chain(finding.related.iter().map(|related| related.span)) {
            let words = text.get(span.range());
            let words = words.unwrap_or_else(|| panic!("{} is outside the file or inside a character", finding.rule));
            assert!(!words.is_empty() || text.trim().is_empty(), "{} points at nothing", finding.rule);
            let place = index.position(text, span.start as usize);
            assert!(place.line >= 1 && place.column >= 1);
        }
    }
});
