//! Any bytes as a file of rules: it compiles and can be run on a text, or each error has its place in the file.
#![no_main]

use brieflint::brief;
use brieflint::lint::{self, Linter, Settings};
use brieflint::rule::{self, PackSource};
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

const BRIEF: &str = "---\nowner: Ana\ndue: 2026-05-04\n---\n# Harbour\n\nPlease check with me before you decide anything, as \
soon as possible.\n\n## Outcome\n\n- 40 % fewer calls by June\n- Owner: TBD\n\n| a | b |\n|---|---|\n| c | 5,000 € |\n";

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let path = PATHS[text.len() % PATHS.len()];
    // The built-in rules about structure, without the words of a language, compile in no time.
    let mut pack = rule::builtin_structure("en");
    let file = pack.sources.len();
    pack.add([PackSource { path: path.to_owned(), name: path.to_owned(), text: text.to_owned() }]);
    match rule::compile(&pack) {
        Ok(program) => {
            for text in [BRIEF, text] {
                let brief = brief::read(text);
                let outcome = lint::check(text, &brief, &program, "en", &Settings::default(), &mut Linter::default());
                for finding in &outcome.findings {
                    assert!(text.get(finding.span.range()).is_some(), "{} at {:?}", finding.rule, finding.span);
                }
            }
        }
        Err(errors) => {
            for error in errors.iter().filter(|error| error.place.file as usize == file) {
                assert!(text.get(error.place.span.range()).is_some(), "{} at {:?}", error.message, error.place.span);
            }
        }
    }
});
