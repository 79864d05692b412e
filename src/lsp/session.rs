//! What brieflint keeps of one conversation with an editor.

use std::collections::BTreeMap;
use std::io::Write;

use lsp_server::{ErrorCode, ResponseError};

use super::document::Document;
use super::features::Features;
use super::transport::Client;
use super::workspace::Workspace;
use crate::clarity::Wording;
use crate::config::Resolver;
use crate::lint::Linter;
use crate::source::{FileError, absolute, threads};

/// How far the conversation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Nobody has introduced themselves.
    New,
    Open,
    /// The client has asked for a shutdown.
    Closing,
}

pub(super) struct Session {
    pub(super) stage: Stage,
    pub(super) client: Client,
    pub(super) features: Features,
    pub(super) workspace: Workspace,
    pub(super) documents: BTreeMap<String, Document>,
    /// One for the whole session: what did not change is not read again, and what was found in a sentence is remembered.
    pub(super) linter: Linter,
    pub(super) wording: Wording,
    /// What is wrong with configs, as the client knows it.
    pub(super) problems: Vec<FileError>,
}

impl Session {
    pub(super) fn new(resolver: Resolver, wording: Wording, output: impl Write + 'static) -> Self {
        Session {
            stage: Stage::New,
            client: Client::new(output),
            features: Features::default(),
            workspace: Workspace::new(resolver, absolute(".".as_ref())),
            documents: BTreeMap::new(),
            linter: Linter::for_editing().with_helpers(threads() - 1),
            wording,
            problems: Vec::new(),
        }
    }
}

/// The answer to a request that cannot be fulfilled.
pub(super) fn error(code: ErrorCode, message: impl Into<String>) -> ResponseError {
    ResponseError { code: code as i32, message: message.into(), data: None }
}
