//! What those who package brieflint need.

use std::io;
use std::path::Path;

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::Status;
use super::arguments::Arguments;
use super::output::Output;

/// Writes the completions of a shell.
pub(super) fn completions(shell: Shell, output: &mut Output) -> Status {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "brieflint", &mut script);
    output.print(&String::from_utf8_lossy(&script));
    Status::Clean
}

/// Writes the manual: its first page, or into a folder the first page and one for each command.
pub(super) fn man(folder: Option<&Path>, output: &mut Output) -> Status {
    match folder {
        Some(folder) => match pages(folder) {
            Ok(()) => Status::Clean,
            Err(error) => {
                output.not_written(folder, &error);
                Status::Trouble
            }
        },
        None => {
            let mut page = Vec::new();
            // Writing to memory cannot fail.
            let _ = clap_mangen::Man::new(Arguments::command()).render(&mut page);
            output.print(&String::from_utf8_lossy(&page));
            Status::Clean
        }
    }
}

fn pages(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    // Beside their place first, so that no page is half written.
    let beside = tempfile::tempdir_in(folder)?;
    clap_mangen::generate_to(Arguments::command(), beside.path())?;
    for page in std::fs::read_dir(beside.path())? {
        let page = page?;
        std::fs::rename(page.path(), folder.join(page.file_name()))?;
    }
    Ok(())
}
