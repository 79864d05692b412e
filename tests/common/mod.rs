//! Runs brieflint as a command that must come to an end.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::io::Read as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What no run may exceed, on a machine that is busy with other things too.
const LONGEST: Duration = Duration::from_secs(240);

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ran {
    /// `None` where a signal ended it.
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// It did its job or said why not, and is sound either way.
    #[track_caller]
    pub(crate) fn is_sound(&self) {
        assert!(matches!(self.status, Some(0..=2)), "{self:?}");
        assert!(!self.err.contains("panicked") && !self.err.contains("please report it"), "{}", self.err);
    }
}

/// `brieflint ARGUMENTS` in a folder.
pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_brieflint"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The same through a shell that limits it first: `ulimit -f 8`.
#[cfg(unix)]
pub(crate) fn limited(folder: &Path, limits: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{limits}; exec \"$0\" \"$@\"")).arg(env!("CARGO_BIN_EXE_brieflint"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Ran {
    finish(command(folder, arguments).spawn().expect("brieflint runs"))
}

/// Waits for the end; a run that hangs is killed and fails the test.
#[track_caller]
pub(crate) fn finish(mut child: Child) -> Ran {
    let read = |stream: Option<Box<dyn std::io::Read + Send>>| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            stream.map(|mut stream| stream.read_to_end(&mut bytes));
            String::from_utf8(bytes).expect("UTF-8")
        })
    };
    let out = read(child.stdout.take().map(|stream| Box::new(stream) as _));
    let err = read(child.stderr.take().map(|stream| Box::new(stream) as _));
    let start = Instant::now();
    let status = loop {
        match child.try_wait().expect("a status") {
            Some(status) => break status,
            None if start.elapsed() > LONGEST => {
                child.kill().expect("it ends");
                panic!("it hangs");
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    Ran { status: status.code(), out: out.join().expect("read"), err: err.join().expect("read") }
}
