//! Any text as word lists, each of which a rule looks for: they compile and match within bounds, or each error has its place.
#![no_main]

use std::sync::LazyLock;

use brieflint::rule::{Pack, PackSource};
use libfuzzer_sys::fuzz_target;

static GROUND: LazyLock<Vec<PackSource>> = LazyLock::new(brieflint_fuzz::ground);

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let lexicon = || ("lexicon/fuzz.yaml".to_owned(), text.to_owned());
    let mut lists = Pack::default();
    let (path, text) = lexicon();
    lists.add([PackSource { name: path.clone(), path, text: text.into() }]);
    let phrases: String = lists.list_names().map(|list| format!("  - \"{{{list}}} ..3 {{{list}/ing}}\"\n")).collect();
    let rule = format!("severity: advice\nsummary: s\nmessage: m\nhelp: h\nwhy: w\nflag:\n any:\n  - check\n{phrases}");
    brieflint_fuzz::compile(&GROUND, [lexicon(), ("text/fuzz.yaml".to_owned(), rule)]);
});
