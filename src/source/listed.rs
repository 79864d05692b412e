use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use globset::GlobBuilder;

use super::walk::{Found, Problem, is_glob};
use super::{Root, display_name};

/// As [`find`](super::find), among files that are listed and need not be on the disk. They are called as they are from the
/// folder that brieflint runs in.
pub fn find_listed<T>(paths: &[PathBuf], files: &BTreeMap<PathBuf, T>, keep: impl Fn(&Path, bool) -> bool) -> Found {
    let here = Root::new(Path::new("."));
    let mut found = Found::default();
    for path in paths {
        let name = here.name(path);
        let before = found.files.len();
        if files.contains_key(Path::new(&name)) {
            if keep(Path::new(&name), true) {
                found.files.push(PathBuf::from(name));
            } else {
                found.excluded += 1;
            }
        } else if path.is_dir() || files.keys().any(|file| is_below(file, &name)) {
            found.folders = true;
            found.files.extend(files.keys().filter(|file| is_below(file, &name) && keep(file, false)).cloned());
        } else if is_glob(path)
            && let Ok(glob) = GlobBuilder::new(&name).literal_separator(true).build()
        {
            let glob = glob.compile_matcher();
            found.files.extend(files.keys().filter(|file| glob.is_match(file) && keep(file, true)).cloned());
            if found.files.len() == before {
                found.no_match(path);
            }
        } else if path.exists() {
            found.excluded += 1;
        } else {
            let message = "git does not know it".to_owned();
            found.problems.push(Problem { path: display_name(path), message });
        }
    }
    found.files.sort_by_key(|file| display_name(file));
    found.files.dedup();
    found
}

/// Whether a file lies in a folder, and not in a hidden part of it.
fn is_below(file: &Path, folder: &str) -> bool {
    let is_hidden = |rest: &Path| rest.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.'));
    // Nothing is the folder of the run, and what begins at the root of the disk lies outside of it.
    file.strip_prefix(folder).is_ok_and(|rest| !rest.has_root() && !is_hidden(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_patterns_and_names_are_found() {
        let files: BTreeMap<PathBuf, ()> = ["a.md", "sub/b.md", "sub/c.txt", "sub/.hidden/d.md", "/elsewhere/e.md"]
            .map(|name| (name.into(), ()))
            .into();
        let find = |path: &str| {
            let keep = |file: &Path, named: bool| named || file.extension().is_some_and(|extension| extension == "md");
            let found = find_listed(&[PathBuf::from(path)], &files, keep);
            (
                found.files.iter().map(|file| display_name(file)).collect::<Vec<_>>(),
                found.problems.len() + found.unmatched.len(),
            )
        };
        let found = |names: &[&str]| (names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>(), 0);
        assert_eq!(find("."), found(&["a.md", "sub/b.md"]));
        assert_eq!(find("sub"), found(&["sub/b.md"]));
        assert_eq!(find("./sub/c.txt"), found(&["sub/c.txt"]));
        assert_eq!(find("sub/*"), found(&["sub/b.md", "sub/c.txt"]));
        assert_eq!(find("/elsewhere"), found(&["/elsewhere/e.md"]));
        assert_eq!(find("no-*.md").1, 1);
        assert_eq!(find("nowhere.md").1, 1);
    }
}
