use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use super::command::command;
use crate::source::{MAX_BYTES, ReadError, Source};

/// The text of a file as git keeps it.
#[derive(Clone, Debug)]
pub struct Blob {
    objects: Arc<Objects>,
    id: String,
}

impl Blob {
    pub(super) fn new(objects: &Arc<Objects>, id: &str) -> Blob {
        Blob { objects: Arc::clone(objects), id: id.to_owned() }
    }

    /// By what git knows its content: the same for the same bytes.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Reads it as a file of this name.
    ///
    /// # Errors
    /// As [`Source::read`].
    pub fn read(&self, name: &str) -> Result<Source, ReadError> {
        Source::from_bytes(name, self.objects.read(&self.id)?)
    }
}

/// One `git cat-file` for all files.
#[derive(Debug)]
pub(super) struct Objects {
    /// A folder of the repository.
    folder: PathBuf,
    process: Mutex<Option<Process>>,
}

#[derive(Debug)]
struct Process {
    child: Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Process {
    fn start(folder: &Path) -> io::Result<Process> {
        let mut child =
            command(folder, ["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (Some(asks), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        Ok(Process { child, asks, answers: BufReader::new(answers) })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Objects {
    pub(super) fn new(folder: &Path) -> Arc<Objects> {
        Arc::new(Objects { folder: folder.to_owned(), process: Mutex::default() })
    }

    fn read(&self, id: &str) -> Result<Vec<u8>, ReadError> {
        let mut process = self.process.lock().unwrap_or_else(PoisonError::into_inner);
        if process.is_none() {
            *process = Some(Process::start(&self.folder).map_err(ReadError::Io)?);
        }
        let result = process.as_mut().map_or(Err(ReadError::NotAFile), |process| read(process, id));
        if result.is_err() {
            // What is left of the answer would be taken for the next one.
            *process = None;
        }
        result
    }
}

/// `ID TYPE SIZE`, the bytes, and a line end.
fn read(process: &mut Process, id: &str) -> Result<Vec<u8>, ReadError> {
    writeln!(process.asks, "{id}").and_then(|()| process.asks.flush()).map_err(ReadError::Io)?;
    let mut head = String::new();
    process.answers.read_line(&mut head).map_err(ReadError::Io)?;
    let mut parts = head.split_whitespace().skip(1);
    let size = match (parts.next(), parts.next().map(str::parse::<u64>)) {
        (Some("blob"), Some(Ok(size))) => size,
        (Some("tree"), _) => return Err(ReadError::NotAFile),
        _ => return Err(ReadError::Io(io::Error::other(format!("git gave no file for {id}")))),
    };
    if size > MAX_BYTES {
        return Err(ReadError::TooLarge(size));
    }
    let mut bytes = vec![0; size as usize];
    process.answers.read_exact(&mut bytes).map_err(ReadError::Io)?;
    process.answers.read_exact(&mut [0]).map_err(ReadError::Io)?;
    Ok(bytes)
}
