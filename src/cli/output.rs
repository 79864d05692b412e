use std::io::{self, Write as _};
use std::path::Path;

use serde::Serialize;

use super::Status;
use super::arguments::TextFormat;
use crate::report::{ColorChoice, Failure, Terminal, plain_json, show_error, show_message};
use crate::source::{FileError, shown, visible};

/// Where everything is written.
pub(super) struct Output {
    pub(super) terminal: Terminal,
    /// Reports go to standard error, since something else has standard output.
    aside: bool,
    /// Standard output is gone: a pipe that was closed, or a full disk.
    broken: Option<io::Error>,
}

impl Output {
    pub(super) fn new(color: ColorChoice) -> Self {
        Output { terminal: Terminal::of_stdout(color), aside: false, broken: None }
    }

    /// Writes to standard output. After the first failure nothing more is tried.
    pub(super) fn print(&mut self, text: &str) {
        if self.broken.is_none() {
            let mut out: Box<dyn io::Write> =
                if self.aside { Box::new(io::stderr().lock()) } else { Box::new(io::stdout().lock()) };
            if let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
                self.broken = Some(error);
            }
        }
    }

    /// Prints documents, one for each responsibility; `write` gives one as markdown.
    pub(super) fn documents<D: Serialize>(
        &mut self,
        format: TextFormat,
        documents: &[D],
        write: impl Fn(&D, &mut String),
    ) {
        let text = match format {
            TextFormat::Json => plain_json(serde_json::to_string_pretty(documents).unwrap_or_default()) + "\n",
            TextFormat::Markdown => {
                let mut text = String::new();
                for (number, document) in documents.iter().enumerate() {
                    if number > 0 {
                        text.push('\n');
                    }
                    write(document, &mut text);
                }
                text
            }
        };
        self.print(&text);
    }

    /// Gives standard output to what is written from here on by [`Output::print`] alone: reports that follow go to standard error.
    pub(super) fn step_aside(&mut self) {
        self.aside = true;
        self.terminal = self.terminal.plain();
    }

    /// An error that is about no place in a file.
    pub(super) fn error(&self, message: &str, help: Option<&str>) {
        let _ = io::stderr().lock().write_all(show_message(self.terminal, message, help).as_bytes());
    }

    /// Files that could not be checked.
    pub(super) fn failures<'f>(&self, failures: impl IntoIterator<Item = &'f Failure>) {
        for failure in failures {
            self.error(&format!("{}: {}", visible(&failure.path), failure.message), None);
        }
    }

    /// A file or folder that could not be written.
    pub(super) fn not_written(&self, path: &Path, error: &io::Error) {
        self.error(&format!("{} could not be written: {error}", shown(path)), None);
    }

    /// Errors in configs, rule files and baselines, each at its place.
    pub(super) fn file_errors(&self, errors: &[FileError]) {
        for error in errors {
            let text =
                show_error(self.terminal, &error.path, &error.text, error.span, &error.message, error.help.as_deref());
            let _ = writeln!(io::stderr().lock(), "{}", text.trim_end());
        }
    }

    /// What came out, unless configs or rule files are at fault: then their errors are printed.
    pub(super) fn sound<T>(&self, result: Result<T, Vec<FileError>>) -> Option<T> {
        result.map_err(|errors| self.file_errors(&errors)).ok()
    }

    /// The exit status, given that of the work: output that could not be written is trouble, but for a closed pipe.
    pub(super) fn finish(self, status: Status) -> Status {
        match self.broken {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                let _ = writeln!(io::stderr().lock(), "brieflint: the output could not be written: {error}");
                Status::Trouble
            }
            _ => status,
        }
    }
}
