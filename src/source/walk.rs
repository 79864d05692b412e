use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use globset::{GlobBuilder, GlobMatcher};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::{WalkBuilder, WalkState};

use super::threads::threads;

/// What a list of paths came to.
#[derive(Debug, Default)]
pub struct Found {
    /// The files to check, each once, in the order of their names.
    pub files: Vec<PathBuf>,
    /// How many files that were named are excluded.
    pub excluded: usize,
    /// A folder was among the paths, so that checks across briefs see the whole.
    pub folders: bool,
    /// What could not be looked at; the files were found all the same.
    pub problems: Vec<Problem>,
    /// Patterns that no file fits: a problem, unless a run may find nothing.
    pub unmatched: Vec<Problem>,
}

impl Found {
    pub(super) fn no_match(&mut self, pattern: &Path) {
        let (path, message) = (super::read::display_name(pattern), "no file matches this".to_owned());
        self.unmatched.push(Problem { path, message });
    }
}

/// A path that could not be followed.
#[derive(Debug)]
pub struct Problem {
    /// As people know it, with forward slashes.
    pub path: String,
    /// What is wrong with it, without the path.
    pub message: String,
}

/// Finds the files under `paths`: folders are walked, globs that the shell left alone are expanded, and what git ignores is
/// left out, also where it is named. `keep` says which files the config wants; its second argument is true for a file
/// that was named itself.
pub fn find(paths: &[PathBuf], keep: impl Fn(&Path, bool) -> bool + Sync) -> Found {
    let mut found = Found::default();
    let mut ignored = GitIgnored::default();
    let mut files = BTreeSet::new();
    for path in paths {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                found.folders = true;
                walk(path, &keep, &mut files, &mut found.problems);
            }
            // Anything else that was named is read, and reading says what is wrong with it.
            Ok(_) => {
                if ignored.check(path) || !keep(path, true) {
                    found.excluded += 1;
                } else {
                    files.insert(path.clone());
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && is_glob(path) => {
                if !expand(path, &keep, &mut files, &mut found.problems) {
                    found.no_match(path);
                }
            }
            Err(error) => found.problems.push(Problem {
                path: super::read::display_name(path),
                message: super::ReadError::Io(error).to_string(),
            }),
        }
    }
    found.files = if paths.len() > 1 { once_each(files) } else { files.into_iter().collect() };
    found.files.sort_by_key(|file| super::read::display_name(file));
    found
}

/// Each file under one name, the shortest, however it was named.
fn once_each(files: BTreeSet<PathBuf>) -> Vec<PathBuf> {
    let mut by_place: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    for file in files {
        let place = file.canonicalize().unwrap_or_else(|_| file.clone());
        let known = by_place.entry(place).or_insert_with(|| file.clone());
        let length = |file: &Path| super::read::display_name(file).len();
        if length(&file) < length(known) {
            *known = file;
        }
    }
    by_place.into_values().collect()
}

fn walk(
    root: &Path,
    keep: &(impl Fn(&Path, bool) -> bool + Sync),
    files: &mut BTreeSet<PathBuf>,
    problems: &mut Vec<Problem>,
) {
    let above = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    if let Some(problem) = above.ancestors().find_map(bad_ignore_file) {
        problems.push(problem);
        return;
    }
    let bad: Arc<Mutex<Vec<Problem>>> = Arc::default();
    let told = Arc::clone(&bad);
    let is_good = move |entry: &ignore::DirEntry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let problem = is_folder.then(|| bad_ignore_file(entry.path())).flatten();
        let is_good = problem.is_none();
        if let (Some(problem), Ok(mut told)) = (problem, told.lock()) {
            told.push(problem);
        }
        is_good
    };
    let collected = Mutex::new((Vec::new(), Vec::new()));
    let threads = threads().min(8);
    WalkBuilder::new(root).require_git(false).threads(threads).filter_entry(is_good).build_parallel().run(|| {
        Box::new(|entry| {
            let Ok(mut lists) = collected.lock() else { return WalkState::Quit };
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    drop(lists);
                    if keep(entry.path(), false)
                        && let Ok(mut lists) = collected.lock()
                    {
                        lists.0.push(entry.into_path());
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    let message = error
                        .io_error()
                        .map_or_else(|| error.to_string(), |error| super::ReadError::Io(clone(error)).to_string());
                    lists.1.push(Problem {
                        path: path_of(&error).unwrap_or_else(|| super::read::display_name(root)),
                        message,
                    });
                }
            }
            WalkState::Continue
        })
    });
    if let Ok((more, mut wrong)) = collected.into_inner() {
        files.extend(more);
        wrong.extend(bad.lock().map(|mut bad| std::mem::take(&mut *bad)).unwrap_or_default());
        wrong.sort_by(|a, b| a.path.cmp(&b.path));
        problems.extend(wrong);
    }
}

/// The longest file of patterns that is read, in bytes.
const LONGEST_IGNORE_FILE: u64 = 1 << 20;

/// The file in this folder that says what to leave out, where reading it would not end: a pipe, a device, or one too long.
/// A link to one is as bad, and may come with a repository.
fn bad_ignore_file(folder: &Path) -> Option<Problem> {
    [".gitignore", ".ignore"].iter().map(|name| folder.join(name)).find_map(|file| {
        let metadata = std::fs::metadata(&file).ok()?;
        let message = match () {
            () if metadata.is_dir() => return None,
            () if !metadata.is_file() => super::ReadError::NotAFile.to_string(),
            () if metadata.len() > LONGEST_IGNORE_FILE => {
                format!("it is longer than {} MiB; nothing beside it is checked", LONGEST_IGNORE_FILE >> 20)
            }
            () => return None,
        };
        Some(Problem { path: super::read::display_name(&file), message })
    })
}

fn clone(error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), error.to_string())
}

/// The path that a walk error is about.
fn path_of(error: &ignore::Error) -> Option<String> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(super::read::display_name(path)),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

pub(super) fn is_glob(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '[', '{'])
}

/// What says whether a path, as people see it, fits a pattern such as `briefs/*.md`; `None` for a path that is no pattern.
#[must_use]
pub fn glob(path: &Path) -> Option<GlobMatcher> {
    let pattern = super::read::display_name(path);
    let glob = is_glob(path).then(|| GlobBuilder::new(&pattern).literal_separator(true).build())?;
    glob.ok().map(|glob| glob.compile_matcher())
}

/// Walks from the longest part of a glob that is no pattern; false when nothing fits.
fn expand(
    path: &Path,
    keep: &(impl Fn(&Path, bool) -> bool + Sync),
    files: &mut BTreeSet<PathBuf>,
    problems: &mut Vec<Problem>,
) -> bool {
    let root: PathBuf = path.components().take_while(|part| !is_glob(Path::new(part))).collect();
    let root = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root };
    if let Some(glob) = glob(path).filter(|_| root.is_dir()) {
        let any = AtomicBool::new(false);
        let fits = |file: &Path, _: bool| {
            let kept = glob.is_match(super::read::display_name(file)) && keep(file, true);
            any.fetch_or(kept, Ordering::Relaxed);
            kept
        };
        walk(&root, &fits, files, problems);
        return any.into_inner();
    }
    false
}

/// Whether git ignores a file that was named: by the ignore files from the repository's root down to it.
#[derive(Default)]
struct GitIgnored {
    by_folder: BTreeMap<PathBuf, Vec<Gitignore>>,
}

impl GitIgnored {
    fn check(&mut self, path: &Path) -> bool {
        let path = super::absolute(path);
        let Some(folder) = path.parent() else { return false };
        let layers = self.by_folder.entry(folder.to_owned()).or_insert_with(|| layers(folder));
        // The nearest file that says anything decides.
        layers
            .iter()
            .map(|layer| layer.matched_path_or_any_parents(&path, false))
            .find(|matched| !matched.is_none())
            .is_some_and(|matched| matched.is_ignore())
    }
}

fn layers(folder: &Path) -> Vec<Gitignore> {
    let mut layers = Vec::new();
    for folder in folder.ancestors() {
        let file = folder.join(".gitignore");
        if file.is_file() && bad_ignore_file(folder).is_none() {
            layers.push(Gitignore::new(&file).0);
        }
        if folder.join(".git").exists() {
            let mut exclude = GitignoreBuilder::new(folder);
            exclude.add(folder.join(".git/info/exclude"));
            layers.extend(exclude.build());
            break;
        }
    }
    layers
}
