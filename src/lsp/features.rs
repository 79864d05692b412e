//! What the client can do, and what the server offers.

use lsp_types::{
    CodeActionKind, CodeActionOptions, CompletionOptions, ExecuteCommandOptions, PositionEncodingKind, SaveOptions,
    ServerCapabilities, TextDocumentSyncKind, TextDocumentSyncOptions,
};
use serde_json::Value;

use super::buffer::Encoding;

/// The command that shows the explanation of a rule.
pub(super) const EXPLAIN: &str = "brieflint.explain";

/// What the client can do, as far as it matters.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Features {
    pub(super) encoding: Encoding,
    /// It tells when files change that it was asked to watch.
    pub(super) watches_files: bool,
    /// It can open a document that the server names.
    pub(super) shows_documents: bool,
    /// A diagnostic can point at other places.
    pub(super) related_places: bool,
    /// Actions may be edits, not only commands.
    pub(super) edits_as_actions: bool,
    /// Symbols may have children.
    pub(super) nested_symbols: bool,
}

impl Features {
    /// Reads them from the parameters of `initialize`. What a client writes in a form of its own counts as not there.
    pub(super) fn of(initialize: &Value) -> Features {
        let at = |path: &str| initialize.pointer(&format!("/capabilities/{path}"));
        let has = |path: &str| at(path).is_some_and(|value| value.as_bool().unwrap_or(value.is_object()));
        let encodings = at("general/positionEncodings").and_then(Value::as_array);
        let utf8 = encodings.is_some_and(|kinds| kinds.iter().any(|kind| kind == "utf-8"));
        Features {
            encoding: if utf8 { Encoding::Utf8 } else { Encoding::Utf16 },
            watches_files: has("workspace/didChangeWatchedFiles/dynamicRegistration"),
            shows_documents: has("window/showDocument/support"),
            related_places: has("textDocument/publishDiagnostics/relatedInformation"),
            edits_as_actions: has("textDocument/codeAction/codeActionLiteralSupport"),
            nested_symbols: has("textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
        }
    }

    /// What the server offers this client.
    pub(super) fn offer(self) -> ServerCapabilities {
        let encoding = match self.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
        };
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::Incremental),
            save: Some(SaveOptions { include_text: Some(false) }.into()),
            ..TextDocumentSyncOptions::default()
        };
        let actions = CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QuickFix]),
            ..CodeActionOptions::default()
        };
        let completion =
            CompletionOptions { trigger_characters: Some(vec!["#".to_owned()]), ..CompletionOptions::default() };
        let commands = ExecuteCommandOptions { commands: vec![EXPLAIN.to_owned()], ..ExecuteCommandOptions::default() };
        ServerCapabilities {
            position_encoding: Some(encoding),
            text_document_sync: Some(sync.into()),
            hover_provider: Some(true.into()),
            code_action_provider: self.edits_as_actions.then(|| actions.into()),
            document_symbol_provider: self.nested_symbols.then(|| true.into()),
            completion_provider: Some(completion),
            execute_command_provider: self.shows_documents.then_some(commands),
            ..ServerCapabilities::default()
        }
    }
}
