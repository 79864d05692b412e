use std::path::{Component, Path, PathBuf};

use super::display_name;

/// The folder that paths count from in what other programs read.
#[derive(Clone, Debug)]
pub struct Root(PathBuf);

impl Root {
    /// Paths count from this folder.
    #[must_use]
    pub fn new(folder: &Path) -> Root {
        Root(absolute(folder))
    }

    /// The root of the repository that brieflint runs in; where there is none, the folder that it runs in.
    #[must_use]
    pub fn of_repository() -> Root {
        let here = absolute(Path::new("."));
        let root = here.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned);
        Root(root.unwrap_or(here))
    }

    /// The root of the repository that a file or folder lies in, links followed; the file itself may be missing.
    #[must_use]
    pub fn of_repository_with(path: &Path) -> Option<Root> {
        let place = real(path);
        place.ancestors().find(|folder| folder.join(".git").exists()).map(|root| Root(root.to_owned()))
    }

    /// Whether a file or folder lies in this one, links followed; it may be missing.
    #[must_use]
    pub fn holds(&self, path: &Path) -> bool {
        real(path).starts_with(real(&self.0))
    }

    /// The folder itself.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// A path as it reads from this folder, with forward slashes; the whole path where it lies outside.
    #[must_use]
    pub fn name(&self, path: &Path) -> String {
        let path = absolute(path);
        display_name(path.strip_prefix(&self.0).unwrap_or(&path))
    }

    /// The same, with `..` where it lies outside.
    #[must_use]
    pub fn way_to(&self, path: &Path) -> String {
        let path = absolute(path);
        let common = self.0.components().zip(path.components()).take_while(|(own, other)| own == other).count();
        let up = self.0.components().skip(common).map(|_| Component::ParentDir);
        display_name(&up.chain(path.components().skip(common)).collect::<PathBuf>())
    }

    /// The same as [`Root::name`], links followed.
    #[must_use]
    pub fn real_name(&self, path: &Path) -> String {
        let path = real(path);
        display_name(path.strip_prefix(real(&self.0)).unwrap_or(&path))
    }
}

/// The folder that a path lies in: `.` for a bare name.
#[must_use]
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A path with its links followed, as far as it is there.
#[must_use]
pub fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| {
        let path = absolute(path);
        match (path.parent(), path.file_name()) {
            (Some(folder), Some(name)) => real(folder).join(name),
            _ => path,
        }
    })
}

/// The whole path, `.` and `..` followed by their words alone: the file may be gone.
#[must_use]
pub fn absolute(path: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                whole.pop();
            }
            part => whole.push(part),
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_count_from_the_root() {
        let root = Root::new(Path::new("/work/briefs/../charters"));
        assert_eq!(root.name(Path::new("/work/charters/./a/../b.md")), "b.md");
        assert_eq!(root.name(Path::new("/work/briefs/a.md")), "/work/briefs/a.md");
    }
}
