//! What the client asks.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lsp_server::{ErrorCode, ResponseError};
use lsp_types::{
    CodeActionParams, CodeActionResponse, CompletionItem, CompletionParams, DocumentSymbol, DocumentSymbolParams,
    ExecuteCommandParams, Hover, HoverParams, MessageType, ShowDocumentParams, ShowDocumentRequest,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::address::address_of;
use super::features::EXPLAIN;
use super::session::{Session, error};
use super::{actions, completion, hover, symbols, sync};

type Answer<T> = Result<T, ResponseError>;

/// Answers a request about the documents as they are now.
///
/// # Errors
/// Where the method is unknown, its parameters are not what they should be, or brieflint itself is at fault.
pub(super) fn answer(session: &mut Session, method: &str, params: Value) -> Answer<Value> {
    let answered = catch_unwind(AssertUnwindSafe(|| match method {
        "textDocument/hover" => with(params, |params| hover(session, &params)),
        "textDocument/codeAction" => with(params, |params| code_actions(session, &params)),
        "textDocument/documentSymbol" => with(params, |params| document_symbols(session, &params)),
        "textDocument/completion" => with(params, |params| completion(session, &params)),
        "workspace/executeCommand" => with(params, |params| execute_command(session, &params)),
        _ => Err(error(ErrorCode::MethodNotFound, format!("{method} is not offered"))),
    }));
    answered.unwrap_or_else(|_| Err(error(ErrorCode::InternalError, "brieflint failed here; please report it")))
}

/// Reads the parameters, and writes the answer.
fn with<P: DeserializeOwned, T: Serialize>(params: Value, answer: impl FnOnce(P) -> Answer<T>) -> Answer<Value> {
    let params = serde_json::from_value(params).map_err(|wrong| error(ErrorCode::InvalidParams, wrong.to_string()))?;
    serde_json::to_value(answer(params)?).map_err(|wrong| error(ErrorCode::InternalError, wrong.to_string()))
}

fn hover(session: &mut Session, params: &HoverParams) -> Answer<Option<Hover>> {
    let at = &params.text_document_position_params;
    let address = &at.text_document.uri.0;
    sync::examine(session, address);
    let Some(document) = session.documents.get(address) else { return Ok(None) };
    let encoding = session.features.encoding;
    let offset = document.buffer.offset(at.position, encoding);
    Ok(hover::at(document, offset, &mut session.workspace, encoding))
}

fn code_actions(session: &mut Session, params: &CodeActionParams) -> Answer<Vec<CodeActionResponse>> {
    let address = &params.text_document.uri.0;
    sync::examine(session, address);
    let Some(document) = session.documents.get(address) else { return Ok(Vec::new()) };
    let span = document.buffer.span(params.range, session.features.encoding);
    Ok(actions::of(document, span, &params.context, &mut session.linter, session.features))
}

fn document_symbols(session: &mut Session, params: &DocumentSymbolParams) -> Answer<Vec<DocumentSymbol>> {
    let address = &params.text_document.uri.0;
    sync::examine(session, address);
    let Some(document) = session.documents.get(address) else { return Ok(Vec::new()) };
    Ok(symbols::of(document, &mut session.linter, &session.wording, session.features.encoding))
}

fn completion(session: &mut Session, params: &CompletionParams) -> Answer<Vec<CompletionItem>> {
    let at = &params.text_document_position_params;
    let address = &at.text_document.uri.0;
    sync::examine(session, address);
    let Some(document) = session.documents.get(address) else { return Ok(Vec::new()) };
    let encoding = session.features.encoding;
    let offset = document.buffer.offset(at.position, encoding);
    Ok(completion::at(document, offset, &session.wording, encoding))
}

/// `brieflint.explain RULE DOCUMENT`: writes the explanation to a file, and asks the client to open that.
fn execute_command(session: &mut Session, params: &ExecuteCommandParams) -> Answer<()> {
    if params.command != EXPLAIN {
        return Err(error(ErrorCode::InvalidParams, format!("there is no command `{}`", params.command)));
    }
    let mut arguments = params.arguments.iter().flatten().filter_map(Value::as_str);
    let (Some(rule), Some(address)) = (arguments.next(), arguments.next()) else {
        return Err(error(ErrorCode::InvalidParams, "name the rule, and the document that it is about"));
    };
    let document = session.documents.get(address);
    let explanation = document.and_then(|document| session.workspace.explanation(document, rule));
    let Some(explanation) = explanation else {
        return Err(error(ErrorCode::InvalidParams, format!("there is no rule `{rule}` for {address}")));
    };
    match session.workspace.write_explanation(rule, &explanation) {
        Ok(path) => {
            let (external, take_focus) = (Some(false), Some(true));
            let params = ShowDocumentParams { uri: address_of(&path), external, take_focus, selection: None };
            session.client.ask::<ShowDocumentRequest>(params);
        }
        Err(wrong) => session.client.show(MessageType::Error, format!("the explanation cannot be written: {wrong}")),
    }
    Ok(())
}
