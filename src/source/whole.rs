use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use super::folder_of;

/// A file that is there whole once [`WholeFile::finish`] has said so, and untouched before.
#[derive(Debug)]
pub struct WholeFile {
    writer: BufWriter<File>,
    /// Where it is written until then, and what it will be called; `None` for a pipe or a device, which cannot be replaced.
    temporary: Option<(TempPath, PathBuf)>,
}

impl WholeFile {
    /// Begins a file that will take the place of the one at `path`, if there is one.
    ///
    /// # Errors
    /// When its folder is missing or cannot be written to.
    pub fn new(path: &Path) -> io::Result<WholeFile> {
        // The file behind a link is replaced, not the link.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let before = path.metadata().ok();
        if before.as_ref().is_some_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
            let file = File::options().write(true).open(&path)?;
            return Ok(WholeFile { writer: BufWriter::new(file), temporary: None });
        }
        let (file, temporary) = create(folder_of(&path))?.into_parts();
        if let Some(before) = before {
            file.set_permissions(before.permissions())?;
        }
        Ok(WholeFile { writer: BufWriter::new(file), temporary: Some((temporary, path)) })
    }

    /// Writes more of it.
    ///
    /// # Errors
    /// When the disk is full, or the pipe closed.
    pub fn write(&mut self, text: &str) -> io::Result<()> {
        self.writer.write_all(text.as_bytes())
    }

    /// Puts it where no file is yet.
    ///
    /// # Errors
    /// As [`WholeFile::finish`], or when a file came into being there in between.
    pub fn finish_new(mut self) -> io::Result<()> {
        self.writer.flush()?;
        match self.temporary {
            Some((temporary, path)) => {
                self.writer.get_ref().sync_all()?;
                temporary.persist_noclobber(path).map_err(|error| error.error)
            }
            None => Err(io::ErrorKind::AlreadyExists.into()),
        }
    }

    /// Puts it in its place.
    ///
    /// # Errors
    /// As [`WholeFile::write`], or when it may not be put there. Then the file at the path is as it was.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()?;
        match self.temporary {
            Some((temporary, path)) => {
                self.writer.get_ref().sync_all()?;
                temporary.persist(path).map_err(|error| error.error)
            }
            None => Ok(()),
        }
    }
}

/// Writes a file whole or not at all; one that is there is replaced.
///
/// # Errors
/// As [`WholeFile::new`] and [`WholeFile::finish`].
pub fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let mut file = WholeFile::new(path)?;
    file.write(text)?;
    file.finish()
}

/// Writes a file whole or not at all, never over one that is there.
///
/// # Errors
/// As [`WholeFile::new`] and [`WholeFile::finish_new`].
pub fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = WholeFile::new(path)?;
    file.write(text)?;
    file.finish_new()
}

/// A new file with the permissions of any new file: a temporary one is its owner's alone otherwise, and its errors name it.
fn create(folder: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(".brieflint-").make_in(folder, |path| File::create_new(path))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_is_replaced_at_the_end_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("out.txt");
        fs::write(&path, "old").expect("written");
        let mut file = WholeFile::new(&path).expect("begun");
        file.write("ne").expect("written");
        assert_eq!(fs::read_to_string(&path).expect("read"), "old");
        drop(file);
        assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 1, "nothing is left behind");
        write_whole(&path, "new").expect("written");
        assert_eq!(fs::read_to_string(&path).expect("read"), "new");
    }
}
