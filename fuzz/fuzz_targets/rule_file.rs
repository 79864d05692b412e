//! Any bytes as a file of rules: it compiles and can be run on a text, or each error has its place in the file.
#![no_main]

use std::sync::LazyLock;

use brieflint::rule::PackSource;
use libfuzzer_sys::fuzz_target;

/// What a file is taken for depends on its path.
const PATHS: [&str; 9] = [
    "text/fuzz.yaml",
    "lexicon/fuzz.yaml",
    "elements/fuzz.yaml",
    "sections/fuzz.yaml",
    "language/words.yaml",
    "language/inflection.yaml",
    "language/calendar.yaml",
    "fields.yaml",
    "frame.yaml",
];

static GROUND: LazyLock<Vec<PackSource>> = LazyLock::new(brieflint_fuzz::ground);

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let path = PATHS[text.len() % PATHS.len()];
        brieflint_fuzz::compile(&GROUND, [(path.to_owned(), text.to_owned())]);
    }
});
