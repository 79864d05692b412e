//! Keeps documents and settings as they are in the editor and on disk, and tells the client what was found.

use lsp_server::Notification;
use lsp_types::{
    DidChangeWatchedFilesParams, DidChangeWatchedFilesRegistrationOptions, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, FileSystemWatcher, MessageType,
    PublishDiagnosticsNotification, PublishDiagnosticsParams, Range, Registration, RegistrationParams,
    RegistrationRequest, Uri,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::address::{address_of, path_of};
use super::diagnostics;
use super::document::{Document, Examined};
use super::session::Session;
use super::workspace;
use crate::source::FileError;

/// Files that say what is in force, as patterns for the client.
const WATCHED: [&str; 2] = ["**/*.{yaml,yml}", "**/*.jsonl"];

/// Acts on a notification.
///
/// # Errors
/// When its parameters are not what they should be; then it changes nothing.
pub(super) fn take(session: &mut Session, Notification { method, params }: Notification) -> Result<(), String> {
    match method.as_str() {
        "initialized" => {
            watch(session);
            let problems = session.workspace.problems_of_root();
            report(session, problems);
        }
        "textDocument/didOpen" => did_open(session, read(params)?),
        "textDocument/didChange" => did_change(session, read(params)?)?,
        "textDocument/didSave" => did_save(session, &read(params)?),
        "textDocument/didClose" => did_close(session, &read(params)?),
        "workspace/didChangeWatchedFiles" => did_change_files(session, &read(params)?),
        // Others are about what the server does not do.
        _ => {}
    }
    Ok(())
}

fn read<P: DeserializeOwned>(params: Value) -> Result<P, String> {
    serde_json::from_value(params).map_err(|error| error.to_string())
}

/// Asks the client to tell of changes to configs, rules and baselines.
fn watch(session: &mut Session) {
    if !session.features.watches_files {
        return;
    }
    let watchers = WATCHED.map(|pattern| FileSystemWatcher { glob_pattern: pattern.to_owned().into(), kind: None });
    let options = DidChangeWatchedFilesRegistrationOptions { watchers: watchers.into() };
    let registration = Registration {
        id: "configs".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    };
    session.client.ask::<RegistrationRequest>(RegistrationParams { registrations: vec![registration] });
}

fn did_open(session: &mut Session, params: DidOpenTextDocumentParams) {
    let item = params.text_document;
    let mut document = Document::new(item.uri, &item.language_id.to_string(), item.version, item.text);
    let mut problems = session.problems.clone();
    problems.extend(session.workspace.settle(&mut document));
    session.documents.insert(document.address.0.clone(), document);
    report(session, problems);
}

/// The parameters of `didChange`. In those of `lsp_types` an edit with a broken range passes for a whole new text.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DidChange {
    text_document: Versioned,
    content_changes: Vec<Change>,
}

#[derive(Deserialize)]
struct Versioned {
    uri: Uri,
    version: Option<i32>,
}

#[derive(Deserialize)]
struct Change {
    /// `None` where the text is the whole.
    range: Option<Range>,
    text: String,
}

/// Edits count in the order in which they come, whatever their versions say: a text with one left out would be wrong for
/// good.
fn did_change(session: &mut Session, params: DidChange) -> Result<(), String> {
    let address = params.text_document.uri.0;
    let document = session.documents.get_mut(&address).ok_or_else(|| format!("{address} is not open"))?;
    for change in params.content_changes {
        match change.range {
            Some(range) => document.buffer.replace(range, &change.text, session.features.encoding),
            None => document.buffer = super::buffer::Buffer::new(change.text),
        }
    }
    document.version = params.text_document.version.unwrap_or(document.version);
    document.outdated();
    Ok(())
}

fn did_save(session: &mut Session, params: &DidSaveTextDocumentParams) {
    let Some(path) = path_of(&params.text_document.uri) else { return };
    let is_brief = session.documents.get(&params.text_document.uri.0).is_some_and(|document| document.is_markdown);
    // A client that watches no files shows only by saving that time has passed.
    if session.workspace.depends_on(&path) || (is_brief && !session.features.watches_files) {
        refresh(session);
    }
}

fn did_close(session: &mut Session, params: &DidCloseTextDocumentParams) {
    let Some(document) = session.documents.remove(&params.text_document.uri.0) else { return };
    if document.is_markdown {
        send(session, document.address, None, Vec::new());
    }
}

fn did_change_files(session: &mut Session, params: &DidChangeWatchedFilesParams) {
    let mut paths = params.changes.iter().filter_map(|change| path_of(&change.uri));
    // What is broken may be mended by any file: one that was not there, or a rule that did not compile.
    if !session.problems.is_empty() || paths.any(|path| session.workspace.depends_on(&path)) {
        refresh(session);
    }
}

/// Reads all settings again, and has every document checked anew.
fn refresh(session: &mut Session) {
    session.workspace.forget();
    let mut problems = session.workspace.problems_of_root();
    for document in session.documents.values_mut() {
        problems.extend(session.workspace.settle(document));
        document.outdated();
    }
    report(session, problems);
}

/// Tells what is wrong with configs, if that is not what was told last.
fn report(session: &mut Session, mut problems: Vec<FileError>) {
    let place = |problem: &FileError| (problem.path.clone(), problem.span, problem.message.clone());
    problems.sort_by_key(place);
    problems.dedup_by_key(|problem| place(problem));
    let told: Vec<_> = session.problems.iter().map(place).collect();
    if problems.iter().map(place).eq(told.iter().cloned()) {
        return;
    }
    let encoding = session.features.encoding;
    let by_file = diagnostics::of_configs(&problems, encoding);
    for path in diagnostics::of_configs(&session.problems, encoding).into_keys() {
        if !by_file.contains_key(&path) {
            send(session, address_of(&path), None, Vec::new());
        }
    }
    for (path, found) in by_file {
        send(session, address_of(&path), None, found);
    }
    if let Some(new) = problems.iter().find(|problem| !told.contains(&place(problem))) {
        let help = new.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        let message = format!("brieflint: {new}{help}. Until it is fixed, open briefs keep their settings.");
        session.client.show(MessageType::Error, message);
    }
    session.problems = problems;
}

/// Checks every document that changed, and tells the client what was found.
pub(super) fn publish(session: &mut Session) {
    let changed = |session: &Session| -> Vec<String> {
        let changed = session.documents.iter().filter(|(_, document)| document.unpublished);
        changed.map(|(address, _)| address.clone()).collect()
    };
    if !changed(session).is_empty() && session.workspace.is_of_yesterday() {
        refresh(session);
    }
    for address in changed(session) {
        examine(session, &address);
        let Some(document) = session.documents.get_mut(&address) else { continue };
        document.unpublished = false;
        // What is wrong with a config is told elsewhere.
        if document.is_markdown {
            let found = diagnostics::of(document, session.features);
            let (uri, version) = (document.address.clone(), document.version);
            send(session, uri, Some(version), found);
        }
    }
}

fn send(session: &mut Session, uri: Uri, version: Option<i32>, diagnostics: Vec<lsp_types::Diagnostic>) {
    let params = PublishDiagnosticsParams { uri, version, diagnostics };
    session.client.notify::<PublishDiagnosticsNotification>(params);
}

/// Finds what is in a document as it is now, unless that is known or nobody wants to know.
pub(super) fn examine(session: &mut Session, address: &str) {
    let Some(document) = session.documents.get_mut(address) else { return };
    let Some(effective) = document.effective().cloned().filter(|_| document.examined.is_none()) else { return };
    match workspace::check(document.text(), &effective, &mut session.linter) {
        Ok((brief, mut outcome)) => {
            session.workspace.mark_known(document, &effective, &mut outcome.findings);
            document.examined = Some(Examined { brief, findings: outcome.findings });
        }
        Err(fault) => session.client.log(MessageType::Error, format!("{address}: {fault}")),
    }
}
