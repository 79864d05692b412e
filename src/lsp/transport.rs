//! Messages that come and go.

use std::io::{self, BufRead, Read as _, Write};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use lsp_server::{Message, RequestId, Response, ResponseError};
use lsp_types::{LogMessageNotification, ShowMessageNotification};
use lsp_types::{LogMessageParams, MessageType, Notification, Request, ShowMessageParams};
use serde::Serialize;

/// What comes from the client.
#[derive(Debug)]
pub(super) enum Incoming {
    Message(Message),
    /// Bytes that are no message, and what is wrong with them.
    Unreadable(String),
}

/// Reads messages as they come, so that those that come during a check wait together and not each for a check of its own.
/// The channel closes when the input ends.
pub(super) fn listen(mut input: impl BufRead + Send + 'static) -> Receiver<Incoming> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        loop {
            let incoming = match read(&mut input) {
                Ok(Some(message)) => Incoming::Message(message),
                Err(error) if error.kind() == io::ErrorKind::InvalidData => Incoming::Unreadable(error.to_string()),
                Ok(None) | Err(_) => break,
            };
            if sender.send(incoming).is_err() {
                break;
            }
        }
    });
    receiver
}

/// Reads the next message; `None` when the input ends. Room for it is made as it comes, where `Message::read` takes as much at
/// once as the head says, and panics when there is none.
fn read(input: &mut impl BufRead) -> io::Result<Option<Message>> {
    let unreadable = |problem: String| io::Error::new(io::ErrorKind::InvalidData, problem);
    let mut length = None;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        if line == "\r\n" {
            break;
        }
        let header = line.strip_suffix("\r\n").and_then(|line| line.split_once(": "));
        let (name, value) = header.ok_or_else(|| unreadable(format!("malformed header: {line:?}")))?;
        if name.eq_ignore_ascii_case("Content-Length") {
            length = Some(value.parse().map_err(|error| unreadable(format!("Content-Length: {error}")))?);
        }
    }
    let length: u64 = length.ok_or_else(|| unreadable("no Content-Length".to_owned()))?;
    let mut body = Vec::new();
    if input.take(length).read_to_end(&mut body)? as u64 != length {
        return Ok(None);
    }
    serde_json::from_slice(&body).map(Some).map_err(|error| unreadable(format!("malformed message: {error}")))
}

/// The way to the client. When it no longer listens, what is sent is lost; its input ends soon after.
pub(super) struct Client {
    output: Box<dyn Write>,
    requests: i32,
}

/// A notification on its way out.
#[derive(Serialize)]
struct Outgoing<'m, P> {
    jsonrpc: &'static str,
    method: &'m str,
    params: P,
}

impl Client {
    pub(super) fn new(output: impl Write + 'static) -> Self {
        Client { output: Box::new(output), requests: 0 }
    }

    pub(super) fn notify<N: Notification>(&mut self, params: N::Params) {
        let method: String = N::METHOD.into();
        // Not by way of `Message`, which makes a tree of JSON values first: a long list of findings would wait for it.
        let outgoing = Outgoing { jsonrpc: "2.0", method: &method, params };
        if let Ok(text) = serde_json::to_string(&outgoing) {
            let head = format!("Content-Length: {}\r\n\r\n", text.len());
            let _ = self.output.write_all((head + &text).as_bytes()).and_then(|()| self.output.flush());
        }
    }

    /// Sends a request. Its answer tells nothing that the server acts on.
    pub(super) fn ask<R: Request>(&mut self, params: R::Params) {
        self.requests += 1;
        let method: String = R::METHOD.into();
        let request = lsp_server::Request::new(RequestId::from(self.requests), method, params);
        let _ = Message::from(request).write(&mut self.output);
    }

    pub(super) fn answer(&mut self, id: RequestId, result: Result<serde_json::Value, ResponseError>) {
        let _ = Message::from(Response { id, response_result: result }).write(&mut self.output);
    }

    /// Something that the user should see.
    pub(super) fn show(&mut self, kind: MessageType, message: impl Into<String>) {
        self.notify::<ShowMessageNotification>(ShowMessageParams { kind, message: message.into() });
    }

    /// Something for the log, where those look who wonder why nothing happens.
    pub(super) fn log(&mut self, kind: MessageType, message: impl Into<String>) {
        self.notify::<LogMessageNotification>(LogMessageParams { kind, message: message.into() });
    }
}
