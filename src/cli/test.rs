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
    let Some(pack) = arguments.config.builtin_pack(output) else { return Status::Trouble };
    let Some(Asked { folders, only }) = asked(arguments, output) else { return Status::Trouble };
    let own = !folders.is_empty();
    // One for each language, each with the number of its built-in files.
    let builtin_files = pack.sources.len();
    let mut packs = vec![(pack, builtin_files)];
    for folder in &folders {
        match read_folder(folder) {
            Ok(files) => {
                let mut probe = Pack::default();
                probe.add(files.clone());
                let language = match probe.language() {
                    "" => packs[0].0.language().to_owned(),
                    language => language.to_owned(),
                };
                let at = packs.iter().position(|(pack, _)| pack.language() == language).unwrap_or_else(|| {
                    let pack = rule::builtin_structure(&language);
                    let builtin_files = pack.sources.len();
                    packs.push((pack, builtin_files));
                    packs.len() - 1
                });
                packs[at].0.add(files);
            }
            Err(message) => {
                output.error(&message, None);
                return Status::Trouble;
            }
        }
    }
    let mut wrong = String::new();
    let mut trials = Vec::new();
    for (pack, builtin_files) in &packs {
        let Some(program) = compile(pack, output) else { return Status::Trouble };
        // A team's own files are tested; the built-in ones only when they are meant.
        let is_mine = |file: u32| !own || file as usize >= *builtin_files;
        let mine: BTreeSet<&str> = pack.examples().filter(|of| is_mine(of.file)).map(|of| of.rule).collect();
        let is_asked = |rule: &str| mine.contains(rule) && (only.is_empty() || only.contains(rule));
        let of_pack = trial::run(pack, &program, is_asked);
        of_pack.iter().filter(|trial| trial.verdict != Verdict::Right).for_each(|trial| tell(trial, pack, &mut wrong));
        trials.extend(of_pack);
    }
    output.print(&format!("{wrong}{}", counted(&trials)));
    if wrong.is_empty() { Status::Clean } else { Status::Findings }
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

/// A line for an example that came out wrong.
fn tell(trial: &Trial, pack: &Pack, text: &mut String) {
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

/// How many examples there were, and how many came out how.
fn counted(trials: &[Trial]) -> String {
    let rules: BTreeSet<&str> = trials.iter().map(|trial| trial.rule.as_str()).collect();
    let count = |verdict| trials.iter().filter(|trial| trial.verdict == verdict).count();
    format!(
        "{} of {}: {} right, {} missing, {} noisy, {} wrong place\n",
        plural(trials.len(), "example"),
        plural(rules.len(), "rule"),
        count(Verdict::Right),
        count(Verdict::Missing),
        count(Verdict::Noisy),
        count(Verdict::WrongPlace)
    )
}
