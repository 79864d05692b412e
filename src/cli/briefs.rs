//! Reads the briefs that a command is about and holds them to the clarity test.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::arguments::ConfigChoice;
use super::output::Output;
use crate::brief;
use crate::clarity::{Sheet, Wording};
use crate::config::{Adjustments, ConfigError, Effective};
use crate::lint::{self, Fault, Linter, Outcome};
use crate::source::{self, Source, display_name, visible};

/// One brief, what was found in it, and how it stands.
pub(super) struct Examined {
    pub(super) source: Source,
    pub(super) effective: Arc<Effective>,
    pub(super) outcome: Outcome,
    pub(super) sheet: Sheet,
}

/// All briefs of a command.
#[derive(Default)]
pub(super) struct Briefs {
    pub(super) examined: Vec<Examined>,
    /// Something could not be read; it has been said.
    pub(super) trouble: bool,
}

/// The words of the clarity test; without them nothing can be said.
pub(super) fn wording(output: &Output) -> Option<Wording> {
    Wording::builtin().map_err(|error| output.error(&format!("rules/clarity.yaml: {error}"), None)).ok()
}

/// Finds, reads and examines the briefs under some paths, in stable order. `None` when the set-up is at fault or no brief
/// is there, which has been said then.
pub(super) fn examine(paths: &[PathBuf], config: &ConfigChoice, wording: &Wording, output: &Output) -> Option<Briefs> {
    let adjust = Adjustments { today: Some(crate::language::today()), ..Adjustments::default() };
    let resolver = config.resolver(adjust, output)?;
    let wrong: Mutex<Vec<ConfigError>> = Mutex::default();
    let keep = |path: &Path, named: bool| {
        resolver.wants(path, named).unwrap_or_else(|error| {
            wrong.lock().unwrap_or_else(PoisonError::into_inner).push(*error);
            false
        })
    };
    let found = source::find(paths, keep);
    let mut errors = wrong.into_inner().unwrap_or_default();
    let mut jobs: Vec<(&PathBuf, Arc<Effective>)> = Vec::with_capacity(found.files.len());
    for path in &found.files {
        match resolver.resolve(path) {
            Ok(effective) => jobs.push((path, effective)),
            Err(more) => errors.extend(more),
        }
    }
    if !errors.is_empty() {
        errors.sort_by(|a, b| (&a.path, a.span, &a.message).cmp(&(&b.path, b.span, &b.message)));
        errors.dedup_by(|a, b| a.path == b.path && a.span == b.span && a.message == b.message);
        output.config_errors(&errors);
        return None;
    }
    let mut briefs = Briefs { trouble: !found.problems.is_empty(), ..Briefs::default() };
    for problem in &found.problems {
        output.error(&format!("{}: {}", visible(&problem.path), problem.message), None);
    }
    let linters: Vec<Mutex<Linter>> = (0..rayon::current_num_threads()).map(|_| Mutex::default()).collect();
    let examined: Vec<Result<Examined, String>> = jobs
        .par_iter()
        .map(|(path, effective)| {
            let mut linter =
                linters[rayon::current_thread_index().unwrap_or(0)].lock().unwrap_or_else(PoisonError::into_inner);
            let failed = |message: &str| format!("{}: {message}", visible(&display_name(path)));
            let source = Source::read(path).map_err(|error| failed(&error.to_string()))?;
            one(source, effective, wording, &mut linter).map_err(|fault| failed(&fault.to_string()))
        })
        .collect();
    for one in examined {
        match one {
            Ok(one) => briefs.examined.push(one),
            Err(message) => {
                output.error(&message, None);
                briefs.trouble = true;
            }
        }
    }
    if briefs.examined.is_empty() && !briefs.trouble {
        let searched: Vec<_> = paths.iter().map(|path| visible(&display_name(path)).into_owned()).collect();
        output.error(
            &format!("no brief found in {}", searched.join(", ")),
            Some("brieflint looks for .md and .markdown files; `include` in brieflint.yaml says otherwise"),
        );
    }
    (!briefs.examined.is_empty()).then_some(briefs)
}

/// Examines one text.
pub(super) fn one(
    source: Source,
    effective: &Arc<Effective>,
    wording: &Wording,
    linter: &mut Linter,
) -> Result<Examined, Fault> {
    let judged = linter.guard(|linter| {
        let brief = brief::read(&source.text);
        let (language, program) = effective.rules_for(lint::language_of(&brief));
        let (outcome, cards) = lint::clarity(&source.text, &brief, program, &language, &effective.settings, linter);
        let mut sheet = Sheet::new(&source.name, &source.text, &outcome.findings, &cards, wording);
        sheet.foreign.clone_from(&outcome.foreign);
        (outcome, sheet)
    });
    judged.map(|(outcome, sheet)| Examined { source, effective: effective.clone(), outcome, sheet })
}

/// What is in force for each brief, by path.
pub(super) fn by_path(briefs: &[Examined]) -> BTreeMap<&str, &Effective> {
    briefs.iter().map(|brief| (brief.source.name.as_str(), &*brief.effective)).collect()
}
