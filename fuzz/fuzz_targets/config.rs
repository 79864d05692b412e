//! Any bytes as a `brieflint.yaml`: it is taken, or each error has its place in the file.
#![no_main]

use std::path::PathBuf;
use std::sync::LazyLock;

use brieflint::config::{Adjustments, Resolver};
use brieflint::rule::{self, Program};
use libfuzzer_sys::fuzz_target;

static PROGRAM: LazyLock<Program> = LazyLock::new(rule::builtin);

static FOLDER: LazyLock<PathBuf> = LazyLock::new(brieflint_fuzz::scratch);

fuzz_target!(|bytes: &[u8]| {
    let path = FOLDER.join("brieflint.yaml");
    std::fs::write(&path, bytes).expect("the config is written");
    let resolver = Resolver::new(PROGRAM.clone(), Some(path), false, Adjustments::default());
    let brief = FOLDER.join("brief.md");
    for result in
        [resolver.wants(&brief, false).map(drop).map_err(|error| vec![*error]), resolver.resolve(&brief).map(drop)]
    {
        for error in result.err().into_iter().flatten() {
            assert!(!error.message.is_empty());
            assert!(error.text.get(error.span.range()).is_some(), "{error} at {:?}", error.span);
        }
    }
});
