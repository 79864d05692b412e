//! Any bytes as a file of rules: it compiles and can be run on a text, or each error has its place in the file.
#![no_main]

use std::sync::LazyLock;

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

/// Every word list, element and section that the built-in files name, with next to nothing in it: rule files can use them,
/// and they compile in no time.
static GROUND: LazyLock<Vec<PackSource>> = LazyLock::new(|| {
    let (pack, program) = (rule::builtin_pack(), rule::builtin());
    let lists = pack.list_names().map(|list| format!("{list}: [{list}, check, \"hand over\"]\n")).collect();
    let mut ground = vec![("lexicon/ground.yaml".to_owned(), lists)];
    for (number, role) in program.roles.iter().enumerate() {
        let folder = if number < usize::from(program.elements) { "elements" } else { "sections" };
        let text = format!("summary: x\nheadings: {{any: [{}]}}\n", role.id);
        ground.push((format!("{folder}/{}.yaml", role.id), text));
    }
    ground.into_iter().map(|(path, text)| PackSource { name: path.clone(), path, text }).collect()
});

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let path = PATHS[text.len() % PATHS.len()];
    let mut pack = rule::builtin_structure("en");
    pack.add(GROUND.iter().cloned());
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
