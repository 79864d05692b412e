//! What the targets have in common.

use std::cell::RefCell;
use std::path::PathBuf;

use brieflint::brief;
use brieflint::lint::{self, Linter, Settings};
use brieflint::rule::{self, PackSource, Program};
use brieflint::source::LineIndex;

/// A brief in which most rules and word lists find something.
pub const BRIEF: &str = "---\nowner: Ana\ndue: 2026-05-04\n---\n# Harbour\n\nPlease check with me before you decide anything, as \
soon as possible.\n\n## Outcome\n\n- 40 % fewer calls by June\n- Owner: TBD\n\n| a | b |\n|---|---|\n| c | 5,000 € |\n";

/// A folder of this process's own, and a repository by itself, so that nothing outside it is read.
pub fn scratch() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("brieflint-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(folder.join(".git")).expect("a folder");
    folder
}

thread_local! {
    // What it learns of one text makes the next one cheaper.
    static LINTER: RefCell<Linter> = RefCell::default();
}

/// Reads and checks a text: every place is inside it, on character borders, and points at something.
pub fn check(text: &str, program: &Program) {
    let brief = brief::read(text);
    for block in &brief.blocks {
        assert!(text.get(block.span.range()).is_some(), "a block at {:?}", block.span);
    }
    let settings = Settings::default();
    let (outcome, cards) =
        LINTER.with_borrow_mut(|linter| lint::clarity(text, &brief, program, "en", &settings, linter));
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
    for stated in
        cards.iter().flat_map(|card| &card.answers).flat_map(|answer| &answer.evidence).flat_map(|e| &e.stated)
    {
        assert!(text.get(stated.span.range()).is_some() && text.get(stated.passage.range()).is_some());
    }
}

/// Every word list, element and section that the built-in files name, with next to nothing in it: rule files can use them,
/// and they compile in no time.
pub fn ground() -> Vec<PackSource> {
    let (pack, program) = (rule::builtin_pack(), rule::builtin());
    let lists = pack.list_names().map(|list| format!("{list}: [{list}, check, \"hand over\"]\n")).collect();
    let mut ground = vec![("lexicon/ground.yaml".to_owned(), lists)];
    for (number, role) in program.roles.iter().enumerate() {
        let folder = if number < usize::from(program.elements) { "elements" } else { "sections" };
        let text = format!("summary: x\nheadings: {{any: [{}]}}\n", role.id);
        ground.push((format!("{folder}/{}.yaml", role.id), text));
    }
    ground.into_iter().map(|(path, text)| PackSource { name: path.clone(), path, text: text.into() }).collect()
}

/// Compiles one file on that ground, and runs what comes of it; each error in the file has its place there.
pub fn compile(ground: &[PackSource], files: impl IntoIterator<Item = (String, String)>) {
    let mut pack = rule::builtin_structure("en");
    pack.add(ground.iter().cloned());
    let first = pack.sources.len();
    pack.add(files.into_iter().map(|(path, text)| PackSource { name: path.clone(), path, text: text.into() }));
    match rule::compile(&pack) {
        Ok(program) => [BRIEF, &pack.sources[first].text].iter().for_each(|text| check(text, &program)),
        Err(errors) => {
            for error in errors {
                let text = &pack.sources[error.place.file as usize].text;
                assert!(text.get(error.place.span.range()).is_some(), "{} at {:?}", error.message, error.place);
            }
        }
    }
}
