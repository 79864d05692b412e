//! Any bytes as a brief that is mended: every change fits, what lies outside the changes stays byte for byte, it comes to an
//! end, and a second run finds nothing to do.
#![no_main]

use std::sync::LazyLock;

use brieflint::brief;
use brieflint::fix::{self, Edit, MOST_ROUNDS};
use brieflint::lint::{self, Linter, Settings};
use brieflint::rule::{self, Program};
use brieflint::source::Source;
use libfuzzer_sys::fuzz_target;

static PROGRAM: LazyLock<Program> = LazyLock::new(rule::builtin);

thread_local! {
    static LINTER: std::cell::RefCell<Linter> = std::cell::RefCell::default();
}

fn edits(text: &str) -> Vec<Edit> {
    let (brief, settings) = (brief::read(text), Settings::default());
    LINTER.with_borrow_mut(|linter| {
        let findings = lint::check(text, &brief, &PROGRAM, "en", &settings, linter).findings;
        fix::edits(text, &brief, &findings, &PROGRAM, &settings, linter)
    })
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = Source::from_bytes("fuzz.md", bytes.to_vec()) else { return };
    let mut rounds = 0;
    let settled = fix::settle(&source.text, |text| {
        rounds += 1;
        let edits = edits(text);
        assert!(edits.iter().all(|edit| text.get(edit.span.range()).is_some()), "{edits:?}");
        // What is left of the text, in its order, when the places of all changes are taken out.
        let mut changed = fix::apply(text, &edits);
        for edit in edits.iter().rev() {
            let kept = text.len() - edit.span.range().end;
            let at = changed.len().checked_sub(kept + edit.replacement.len()).expect("a place for the change");
            assert_eq!(changed.split_off(at), format!("{}{}", edit.replacement, &text[edit.span.range().end..]));
            changed.push_str(&text[edit.span.range()]);
            changed.push_str(&text[edit.span.range().end..]);
        }
        assert_eq!(changed, text);
        edits
    });
    assert!(rounds < MOST_ROUNDS, "it does not come to an end");
    assert!(edits(&settled.text).is_empty(), "a second run changes more");
});
