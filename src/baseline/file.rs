use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Entry;
use crate::source::{FileError, Root, Source, Span, folder_of, write_whole};

/// The name that a baseline has unless it is given another one.
pub const FILE_NAME: &str = "brieflint-baseline.jsonl";

/// The first line: it says what the file is, and in which form.
const HEAD: &str = r#"{"brieflint-baseline":1}"#;

/// The findings that are known.
#[derive(Clone, Debug)]
pub struct Baseline {
    path: PathBuf,
    root: Root,
    /// In the order in which they are written; two equal lines of the file are one.
    pub entries: BTreeSet<Entry>,
}

impl Baseline {
    /// One without entries, to be written to `path`.
    #[must_use]
    pub fn empty(path: &Path) -> Baseline {
        Baseline { path: path.to_owned(), root: Root::new(folder_of(path)), entries: BTreeSet::new() }
    }

    /// Reads one.
    ///
    /// # Errors
    /// When it cannot be read, or holds a line that is no entry.
    pub fn read(path: &Path) -> Result<Baseline, FileError> {
        let mut baseline = Baseline::empty(path);
        let source = Source::read(path).map_err(|error| FileError {
            path: crate::source::display_name(path),
            text: Arc::default(),
            span: Span::default(),
            message: error.to_string(),
            help: None,
        })?;
        let mut start = 0;
        for (number, line) in source.text.split_inclusive('\n').enumerate() {
            let words = line.trim();
            let wrong = |message: String| FileError {
                path: source.name.clone(),
                text: source.text.as_str().into(),
                span: Span::new(start, start + line.len()).trim(&source.text),
                message,
                help: None,
            };
            match number {
                0 if words == HEAD => {}
                0 => return Err(wrong(format!("a baseline begins with {HEAD}"))),
                _ if words.is_empty() => {}
                _ => {
                    let entry =
                        serde_json::from_str(words).map_err(|error| wrong(format!("this is no entry: {error}")))?;
                    baseline.entries.insert(entry);
                }
            }
            start += line.len();
        }
        Ok(baseline)
    }

    /// The path of a brief as entries have it.
    #[must_use]
    pub fn name(&self, brief: &Path) -> String {
        self.root.way_to(brief)
    }

    /// Whether the brief of an entry is there.
    #[must_use]
    pub fn has_file(&self, name: &str) -> bool {
        self.root.folder().join(name).exists()
    }

    /// Writes it, an entry a line in their order, so that the work of two people merges.
    ///
    /// # Errors
    /// When the file cannot be written; then it is as it was.
    pub fn write(&self) -> io::Result<()> {
        let mut text = format!("{HEAD}\n");
        for entry in &self.entries {
            text.push_str(&serde_json::to_string(entry)?);
            text.push('\n');
        }
        write_whole(&self.path, &text)
    }
}
