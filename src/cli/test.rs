use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::Status;
use super::arguments::{ANY_BRIEF, TestArguments};
use super::in_force::compile;
use super::output::Output;
use crate::config::{Adjustments, read_folder};
use crate::lint::trial::{self, Trial, Verdict};
use crate::report::plural;
use crate::rule::{self, Pack};
use crate::source::{LineIndex, folder_of, shown, visible_lines};

pub(super) fn run(arguments: &TestArguments, output: &mut Output) -> Status {
    let Some(mut pack) = arguments.config.builtin_pack(output) else { return Status::Trouble };
    let Some(Asked { folders, only }) = asked(arguments, output) else { return Status::Trouble };
    let own = !folders.is_empty();
    let mut builtin_files = pack.sources.len();
    for folder in &folders {
        match read_folder(folder) {
            Ok(files) => {
                let mut probe = Pack::default();
                probe.add(files.clone());
                if !probe.language().is_empty() && probe.language() != pack.language() {
                    pack = rule::builtin_structure(probe.language());
                    builtin_files = pack.sources.len();
                }
                pack.add(files);
            }
            Err(message) => {
                output.error(&message, None);
                return Status::Trouble;
            }
        }
    }
    let Some(program) = compile(&pack, output) else { return Status::Trouble };
    // A team's own files are tested; the built-in ones only when they are meant.
    let mine: BTreeSet<String> =
        pack.examples().filter(|of| !own || of.file as usize >= builtin_files).map(|of| of.rule.to_owned()).collect();
    let trials = trial::run(&pack, &program, |rule| mine.contains(rule) && (only.is_empty() || only.contains(rule)));
    output.print(&written(&trials, &pack));
    if trials.iter().all(|trial| trial.verdict == Verdict::Right) { Status::Clean } else { Status::Findings }
}

/// What to test.
#[derive(Default)]
struct Asked {
    /// Folders of rules; none for the built-in ones.
    folders: Vec<PathBuf>,
    /// Only these rules of them, unless it is empty.
    only: BTreeSet<String>,
}

/// The paths that were given, else what the config names; `None` when there is no such thing, which has been said then.
fn asked(arguments: &TestArguments, output: &Output) -> Option<Asked> {
    let mut asked = Asked::default();
    for path in &arguments.paths {
        if path.is_dir() {
            asked.folders.push(path.clone());
        } else if path.is_file() {
            asked.only.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
            // A rule stands in the folder of its group, and that in the folder of rules.
            let folder = folder_of(folder_of(path)).to_owned();
            if !asked.folders.contains(&folder) {
                asked.folders.push(folder);
            }
        } else {
            output.error(&format!("there is no file or folder {}", shown(path)), None);
            return None;
        }
    }
    if asked.folders.is_empty() && arguments.config.rules_from.is_none() {
        let resolver = arguments.config.resolver(Adjustments::default(), output)?;
        asked.folders = output.sound(resolver.pack_folders(Path::new(ANY_BRIEF)))?;
    }
    Some(asked)
}

/// A line for each example that came out wrong, and the counts of all.
fn written(trials: &[Trial], pack: &Pack) -> String {
    let mut text = String::new();
    for trial in trials.iter().filter(|trial| trial.verdict != Verdict::Right) {
        let at = pack.in_file(trial.place, String::new(), None);
        let position = LineIndex::new(&at.text).position(&at.text, at.span.start as usize);
        let _ = writeln!(
            text,
            "{}:{}:{}: {}[{}] {}",
            at.path,
            position.line,
            position.column,
            trial.verdict.name(),
            trial.rule,
            visible_lines(&trial.text).replace('\n', " ")
        );
    }
    let rules: BTreeSet<&str> = trials.iter().map(|trial| trial.rule.as_str()).collect();
    let count = |verdict| trials.iter().filter(|trial| trial.verdict == verdict).count();
    let _ = writeln!(
        text,
        "{} of {}: {} right, {} missing, {} noisy, {} wrong place",
        plural(trials.len(), "example"),
        plural(rules.len(), "rule"),
        count(Verdict::Right),
        count(Verdict::Missing),
        count(Verdict::Noisy),
        count(Verdict::WrongPlace)
    );
    text
}
