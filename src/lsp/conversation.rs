//! One conversation with an editor: takes what comes, and gives it to whom it is for.

use std::path::PathBuf;
use std::sync::mpsc::Receiver;

use lsp_server::{ErrorCode, Message, Request};
use lsp_types::{InitializeResult, MessageType, ServerInfo, Uri};
use serde_json::Value;

use super::address::path_of;
use super::features::Features;
use super::session::{Session, Stage, error};
use super::transport::Incoming;
use super::{Ending, requests, sync};

/// Messages in a row that cannot be read, after which the other side is taken for no client.
const MOST_UNREADABLE: usize = 20;

impl Session {
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
