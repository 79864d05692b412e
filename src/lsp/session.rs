//! One conversation with an editor.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::mpsc::Receiver;

use lsp_server::{ErrorCode, Message, Request, ResponseError};
use lsp_types::{InitializeResult, MessageType, ServerInfo, Uri};
use serde_json::Value;

use super::address::path_of;
use super::document::Document;
use super::features::Features;
use super::transport::{Client, Incoming};
use super::workspace::Workspace;
use super::{Ending, requests, sync};
use crate::clarity::Wording;
use crate::config::{ConfigError, Resolver};
use crate::lint::Linter;
use crate::source::absolute;

/// Messages in a row that cannot be read, after which the other side is taken for no client.
const MOST_UNREADABLE: usize = 20;

/// How far the conversation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Nobody has introduced themselves.
    New,
    Open,
    /// The client has asked for a shutdown.
    Closing,
}

pub(super) struct Session {
    stage: Stage,
    pub(super) client: Client,
    pub(super) features: Features,
    pub(super) workspace: Workspace,
    pub(super) documents: BTreeMap<String, Document>,
    /// One for the whole session: what did not change is not read again, and what was found in a sentence is remembered.
    pub(super) linter: Linter,
    pub(super) wording: Wording,
    /// What is wrong with configs, as the client knows it.
    pub(super) problems: Vec<ConfigError>,
}

impl Session {
    pub(super) fn new(resolver: Resolver, wording: Wording, output: impl Write + 'static) -> Self {
        Session {
            stage: Stage::New,
            client: Client::new(output),
            features: Features::default(),
            workspace: Workspace::new(resolver, absolute(".".as_ref())),
            documents: BTreeMap::new(),
            linter: Linter::for_editing(),
            wording,
            problems: Vec::new(),
        }
    }

    /// Handles what comes until the client leaves. All that is there is handled before anything is checked.
    pub(super) fn run(mut self, incoming: &Receiver<Incoming>) -> Ending {
        let mut unreadable = 0;
        while let Ok(first) = incoming.recv() {
            for incoming in std::iter::once(first).chain(incoming.try_iter()) {
                match incoming {
                    Incoming::Message(message) => {
                        unreadable = 0;
                        if let Some(ending) = self.handle(message) {
                            return ending;
                        }
                    }
                    Incoming::Unreadable(problem) => {
                        unreadable += 1;
                        self.client.log(MessageType::Error, format!("a message could not be read: {problem}"));
                        if unreadable > MOST_UNREADABLE {
                            return Ending::Unreadable;
                        }
                    }
                }
            }
            sync::publish(&mut self);
        }
        Ending::Abrupt
    }

    fn handle(&mut self, message: Message) -> Option<Ending> {
        match message {
            Message::Request(request) => self.request(request),
            Message::Notification(notification) if notification.method == "exit" => {
                return Some(if self.stage == Stage::Closing { Ending::Orderly } else { Ending::Abrupt });
            }
            Message::Notification(notification) if self.stage == Stage::Open => {
                let method = notification.method.clone();
                if let Err(problem) = sync::take(self, notification) {
                    self.client.log(MessageType::Error, format!("{method}: {problem}"));
                }
            }
            Message::Notification(_) | Message::Response(_) => {}
        }
        None
    }

    fn request(&mut self, request: Request) {
        let result = match (self.stage, request.method.as_str()) {
            (Stage::New, "initialize") => Ok(self.initialize(&request.params)),
            (Stage::New, _) => Err(error(ErrorCode::ServerNotInitialized, "`initialize` comes first")),
            (Stage::Open, "initialize") => Err(error(ErrorCode::InvalidRequest, "this session is initialized")),
            (Stage::Closing, _) => Err(error(ErrorCode::InvalidRequest, "this session is shut down")),
            (Stage::Open, "shutdown") => {
                self.stage = Stage::Closing;
                Ok(Value::Null)
            }
            (Stage::Open, _) => requests::answer(self, &request.method, request.params),
        };
        self.client.answer(request.id, result);
    }

    fn initialize(&mut self, params: &Value) -> Value {
        self.stage = Stage::Open;
        self.features = Features::of(params);
        let folders = params.pointer("/workspaceFolders/0/uri").or_else(|| params.get("rootUri"));
        let root = folders.and_then(Value::as_str).and_then(|address| path_of(&Uri(address.to_owned())));
        if let Some(root) = root.or_else(|| params.get("rootPath").and_then(Value::as_str).map(PathBuf::from)) {
            self.workspace.set_root(root);
        }
        let info = ServerInfo { name: "brieflint".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
        let result = InitializeResult { capabilities: self.features.offer(), server_info: Some(info) };
        serde_json::to_value(result).unwrap_or_default()
    }
}

/// The answer to a request that cannot be fulfilled.
pub(super) fn error(code: ErrorCode, message: impl Into<String>) -> ResponseError {
    ResponseError { code: code as i32, message: message.into(), data: None }
}
