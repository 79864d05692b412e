use std::ops::Range;
use std::sync::Arc;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::command::split;
use super::objects::{Blob, Objects};

/// A file that differs; its paths count from the root of the repository.
#[derive(Clone, Debug)]
pub struct Change {
    /// `None` when it is gone.
    pub now: Option<String>,
    /// `None` when it is new.
    pub before: Option<Before>,
}

/// A file as it was.
#[derive(Clone, Debug)]
pub struct Before {
    /// From the root of the repository, with forward slashes.
    pub path: String,
    /// Read from git only when it is asked for.
    pub text: Blob,
}

/// Reads the raw form of a difference: `:MODE MODE ID ID STATUS`, then a path, or two for a renamed file.
pub(super) fn parse(listed: &str, objects: &Arc<Objects>) -> Vec<Change> {
    let mut parts = split(listed);
    let mut changes = Vec::new();
    while let Some(about) = parts.next() {
        let mut about = about.split(' ').skip(2);
        let (Some(id), Some(_), Some(status), Some(path)) = (about.next(), about.next(), about.next(), parts.next())
        else {
            break;
        };
        let renamed = if status.starts_with(['R', 'C']) { parts.next() } else { None };
        let before = Before { path: path.to_owned(), text: Blob::new(objects, id) };
        let now = renamed.unwrap_or(path).to_owned();
        changes.push(match status.as_bytes().first() {
            Some(b'A') => Change { now: Some(now), before: None },
            Some(b'D') => Change { now: None, before: Some(before) },
            _ => Change { now: Some(now), before: Some(before) },
        });
    }
    changes
}

/// The lines of `now`, counted from 1, that are not those of `before`. A line that differs only in how it ends is the same.
#[must_use]
pub fn changed_lines(before: &str, now: &str) -> Vec<Range<usize>> {
    let lines = |text| str::lines(text).collect::<Vec<_>>();
    capture_diff_slices(Algorithm::Histogram, &lines(before), &lines(now))
        .into_iter()
        .filter(|operation| matches!(operation.tag(), DiffTag::Insert | DiffTag::Replace))
        .map(|operation| operation.new_range().start + 1..operation.new_range().end + 1)
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn lines_are_changed_or_not() {
        assert_eq!(changed_lines("a\nb\nc\n", "a\r\nx\r\nc\r\nd\r\n"), [2..3, 4..5]);
        assert!(changed_lines("a\nb\n", "b\n").is_empty());
        assert_eq!(changed_lines("", "a\nb\n").first(), Some(&(1..3)));
    }

    #[test]
    fn the_raw_form_is_read() {
        let listed = ":100644 100644 aa bb M\0a b.md\0:100644 000000 cc 00 D\0gone.md\0\
                      :100644 100644 dd ee R090\0old.md\0new.md\0:000000 100644 00 ff A\0added.md\0";
        let changes = parse(listed, &Objects::new(Path::new(".")));
        let paths: Vec<_> = changes
            .iter()
            .map(|change| (change.now.as_deref(), change.before.as_ref().map(|old| &*old.path)))
            .collect();
        assert_eq!(
            paths,
            [
                (Some("a b.md"), Some("a b.md")),
                (None, Some("gone.md")),
                (Some("new.md"), Some("old.md")),
                (Some("added.md"), None)
            ]
        );
    }
}
