use std::sync::Arc;

use super::Span;

/// The most faults of one kind of file that are told: it may come with a pull request, and must not hold up whoever checks
/// that; and what follows after so many mostly follows from them.
pub const MOST_ERRORS: usize = 100;

/// What is wrong at a place of a file: a config, a rule file, a baseline.
#[derive(Clone, Debug)]
pub struct FileError {
    /// The file, as people know it.
    pub path: String,
    /// Its text, where it could be read; many errors share one.
    pub text: Arc<str>,
    /// Bytes of the text; at its start where no place of it is at fault or it could not be read.
    pub span: Span,
    /// For people, without path and place.
    pub message: String,
    /// What to do about it, where that is known.
    pub help: Option<String>,
}

impl std::fmt::Display for FileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

impl std::error::Error for FileError {}
