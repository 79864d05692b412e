//! The language server: brieflint in an editor.
//!
//! A session handles all messages that are there before it checks anything, so that a burst of keys costs one check.

mod actions;
mod address;
mod buffer;
mod completion;
mod conversation;
mod diagnostics;
mod document;
mod features;
mod hover;
mod requests;
mod session;
mod silence;
mod symbols;
mod sync;
mod transport;
mod workspace;

use std::io::{BufRead, Write};

use crate::clarity::Wording;
use crate::config::Resolver;

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The client asked the server to shut down, and then to exit.
    Orderly,
    /// The client said `exit`, or left, without having asked for a shutdown.
    Abrupt,
    /// What came was no protocol.
    Unreadable,
}

/// Serves one client until it leaves. Its messages come on `input`, in the framing of the Language Server Protocol, and those
/// to it go to `output`.
#[must_use]
pub fn serve(
    resolver: Resolver,
    wording: Wording,
    input: impl BufRead + Send + 'static,
    output: impl Write + 'static,
) -> Ending {
    session::Session::new(resolver, wording, output).run(&transport::listen(input))
}
