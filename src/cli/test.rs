use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::Status;
use super::arguments::TestArguments;
use super::output::{Output, compile};
use crate::config::{Adjustments, pack_error, read_folder};
use crate::lint::trial::{self, Verdict};
use crate::report::plural;
use crate::rule::{self, Pack};
use crate::source::{LineIndex, display_name, visible_lines};

pub(super) fn run(arguments: &TestArguments, output: &mut Output) -> Status {
    let Some(mut pack) = arguments.config.builtin_pack(output) else { return Status::Trouble };
    let mut only: BTreeSet<String> = BTreeSet::new();
    let mut folders: Vec<PathBuf> = Vec::new();
    for path in &arguments.paths {
        if path.is_dir() {
            folders.push(path.clone());
        } else if path.is_file() {
            // A rule stands in the folder of its group, and that in the folder of rules.
            let folder = path
                .parent()
                .and_then(Path::parent)
                .filter(|folder| !folder.as_os_str().is_empty())
                .unwrap_or(Path::new("."));
            only.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
            if !folders.iter().any(|known| known == folder) {
                folders.push(folder.to_owned());
            }
        } else {
            output.error(&format!("there is no file or folder {}", display_name(path)), None);
            return Status::Trouble;
        }
    }
    if folders.is_empty() && arguments.config.rules_from.is_none() {
        let Some(resolver) = arguments.config.resolver(Adjustments::default(), output) else { return Status::Trouble };
        match resolver.pack_folders(Path::new("brief.md")) {
            Ok(configured) => folders = configured,
            Err(errors) => {
                output.config_errors(&errors);
                return Status::Trouble;
            }
        }
    }
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
    let mine: BTreeSet<String> = pack
        .examples()
        .filter(|(file, ..)| !own || *file as usize >= builtin_files)
        .map(|(_, rule, ..)| rule.to_owned())
        .collect();
    let trials = trial::run(&pack, &program, |rule| mine.contains(rule) && (only.is_empty() || only.contains(rule)));
    let mut text = String::new();
    let mut wrong = 0;
    for trial in &trials {
        if trial.verdict == Verdict::Right {
            continue;
        }
        wrong += 1;
        let at = pack_error(&pack, &rule::PackError { place: trial.place, message: String::new(), help: None });
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
    output.print(&text);
    if wrong > 0 { Status::Findings } else { Status::Clean }
}
