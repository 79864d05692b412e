//! The language server: brieflint in an editor, over standard input and output.
//!
//! A session handles all messages that are there before it checks anything, so that a burst of keys costs one check.

mod actions;
mod address;
mod buffer;
mod completion;
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

/// Serves one client until it leaves.
#[must_use]
pub fn serve(resolver: Resolver, wording: Wording) -> Ending {
    session::Session::new(resolver, wording).run(&transport::listen())
}
