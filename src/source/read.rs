use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::visible::visible;

/// The largest file that is read: 256 MiB. Spans are 32 bits wide, and no brief comes near.
pub const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// One file as it was read.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name shown to people, with forward slashes.
    pub name: String,
    /// The whole file, byte order mark included, so that spans count bytes of the file.
    pub text: String,
}

/// Why a file could not be read as text.
#[derive(Debug)]
pub enum ReadError {
    /// It is not there, may not be read, or the system failed.
    Io(io::Error),
    /// Not a regular file: a folder, a pipe or a device.
    NotAFile,
    /// Longer than [`MAX_BYTES`].
    TooLarge(u64),
    /// Not UTF-8; the line (from 1) and the byte offset of the first bad byte.
    NotText {
        /// From 1.
        line: usize,
        /// From 0, in bytes: so many before it are good.
        offset: usize,
    },
    /// UTF-16, by its byte order mark.
    Utf16,
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReadError::Io(error) if error.kind() == io::ErrorKind::NotFound => write!(f, "there is no such file"),
            ReadError::Io(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                write!(f, "permission to read it is denied")
            }
            ReadError::Io(error) => write!(f, "{error}"),
            ReadError::NotAFile => write!(f, "it is not a regular file"),
            ReadError::TooLarge(bytes) => {
                write!(f, "it is {} MiB long, and the limit is {} MiB", bytes >> 20, MAX_BYTES >> 20)
            }
            ReadError::NotText { line, offset } => {
                write!(f, "it is not UTF-8 text: bad byte at offset {offset} in line {line}; save it as UTF-8")
            }
            ReadError::Utf16 => write!(f, "it is UTF-16; save it as UTF-8"),
        }
    }
}

impl std::error::Error for ReadError {}

impl Source {
    /// Reads a file.
    ///
    /// # Errors
    /// When it is not a regular file, is too long, or is not UTF-8.
    pub fn read(path: &Path) -> Result<Source, ReadError> {
        let metadata = std::fs::metadata(path).map_err(ReadError::Io)?;
        if !metadata.is_file() {
            return Err(ReadError::NotAFile);
        }
        if metadata.len() > MAX_BYTES {
            return Err(ReadError::TooLarge(metadata.len()));
        }
        let file = File::open(path).map_err(ReadError::Io)?;
        let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
        // The file may grow while it is read: never take more than the limit.
        file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(ReadError::Io)?;
        Source::from_bytes(&display_name(path), bytes)
    }

    /// Reads everything from a stream, such as standard input.
    ///
    /// # Errors
    /// As [`Source::read`].
    pub fn read_stream(name: &str, stream: impl Read) -> Result<Source, ReadError> {
        let mut bytes = Vec::new();
        stream.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(ReadError::Io)?;
        Source::from_bytes(name, bytes)
    }

    /// Takes bytes as a file of that name.
    ///
    /// # Errors
    /// When they are too many or not UTF-8.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<Source, ReadError> {
        if bytes.len() as u64 > MAX_BYTES {
            return Err(ReadError::TooLarge(bytes.len() as u64));
        }
        if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
            return Err(ReadError::Utf16);
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Source { name: name.to_owned(), text }),
            Err(error) => {
                let offset = error.utf8_error().valid_up_to();
                let line = error.as_bytes()[..offset].iter().filter(|&&byte| byte == b'\n').count() + 1;
                Err(ReadError::NotText { line, offset })
            }
        }
    }
}

/// The path as reports show it: forward slashes, no leading `./`.
#[must_use]
pub fn display_name(path: &Path) -> String {
    let name = path.to_string_lossy();
    let name = if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() };
    match name.strip_prefix("./") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => name,
    }
}

/// A path as messages show it: see [`display_name`] and [`visible`].
#[must_use]
pub fn shown(path: &Path) -> String {
    visible(&display_name(path)).into_owned()
}
