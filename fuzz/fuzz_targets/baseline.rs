//! Any bytes as a baseline: it is read, fitted to findings and written back as it was, or the error has its place in the file.
#![no_main]

use std::path::PathBuf;
use std::sync::LazyLock;

use brieflint::baseline::{Baseline, BriefFindings};
use brieflint::brief;
use brieflint::lint::{self, Finding, Linter, Settings};
use brieflint::rule;
use libfuzzer_sys::fuzz_target;

static FOLDER: LazyLock<PathBuf> = LazyLock::new(brieflint_fuzz::scratch);

static FINDINGS: LazyLock<Vec<Finding>> = LazyLock::new(|| {
    let text = brieflint_fuzz::BRIEF;
    let (program, settings) = (rule::builtin(), Settings::default());
    lint::check(text, &brief::read(text), &program, "en", &settings, &mut Linter::default()).findings
});

fuzz_target!(|bytes: &[u8]| {
    let path = FOLDER.join("baseline.jsonl");
    std::fs::write(&path, bytes).expect("the baseline is written");
    match Baseline::read(&path) {
        Ok(baseline) => {
            let mut findings = FINDINGS.clone();
            let mut briefs = [BriefFindings { name: "a.md".to_owned(), findings: findings.iter_mut().collect() }];
            let outcome = baseline.apply(&mut briefs, true, |_, rule| rule.len() % 2 == 0);
            let all = outcome.fitting.len() + outcome.stale.len() + outcome.untried.len();
            assert!(all <= baseline.entries.len());
            baseline.write().expect("written");
            assert_eq!(Baseline::read(&path).expect("what was written is read").entries, baseline.entries);
        }
        Err(error) => {
            assert!(!error.message.is_empty());
            assert!(error.text.get(error.span.range()).is_some(), "{error} at {:?}", error.span);
        }
    }
});
