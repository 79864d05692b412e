//! What can be done about a finding: mend it, silence it, read why it is there.

use std::collections::HashMap;
use std::sync::Arc;

use lsp_types::{CodeAction, CodeActionContext, CodeActionKind, CodeActionResponse, Command, TextEdit, WorkspaceEdit};
use serde_json::json;

use super::diagnostics;
use super::document::{Document, Examined};
use super::features::{EXPLAIN, Features};
use super::silence::{self, Insertion};
use super::workspace::program_of;
use crate::clarity::capital;
use crate::config::Effective;
use crate::fix;
use crate::lint::{Finding, Linter};
use crate::source::Span;

/// Findings in one place that are silenced or explained one by one. Whoever selects a whole brief wants to mend it.
const MOST_FINDINGS: usize = 12;

/// The actions for what was found in some bytes of a document.
pub(super) fn of(
    document: &Document,
    span: Span,
    asked: &CodeActionContext,
    linter: &mut Linter,
    features: Features,
) -> Vec<CodeActionResponse> {
    let (Some(examined), Some(effective)) = (&document.examined, document.effective()) else { return Vec::new() };
    if !wanted(asked) {
        return Vec::new();
    }
    let mut menu = Menu { document, examined, features, actions: Vec::new() };
    let findings: Vec<&Finding> = document.touching(span).collect();
    if !findings.is_empty() {
        menu.mend(span, effective, linter);
    }
    if findings.len() <= MOST_FINDINGS {
        let silenceable = |finding: &&&Finding| {
            effective.settings.silencing && !effective.settings.never_silenced.contains(&finding.rule)
        };
        findings.iter().filter(silenceable).for_each(|finding| menu.silence(finding));
        if features.shows_documents {
            findings.iter().for_each(|finding| menu.explain(finding));
        }
    }
    menu.actions.into_iter().map(CodeActionResponse::from).collect()
}

/// Whether quick fixes are among the kinds that the client asks for.
fn wanted(asked: &CodeActionContext) -> bool {
    let is_ours = |kind: &CodeActionKind| matches!(kind, CodeActionKind::Empty | CodeActionKind::QuickFix);
    asked.only.as_ref().is_none_or(|kinds| kinds.iter().any(is_ours))
}

struct Menu<'d> {
    document: &'d Document,
    examined: &'d Examined,
    features: Features,
    actions: Vec<CodeAction>,
}

impl Menu<'_> {
    /// The edits of `--fix` that touch these bytes or mend a finding that does.
    fn mend(&mut self, span: Span, effective: &Arc<Effective>, linter: &mut Linter) {
        let (document, Examined { brief, findings }) = (self.document, self.examined);
        let program = program_of(document, effective);
        let edits = linter
            .guard(|linter| fix::edits(document.text(), brief, findings, program, &effective.settings, linter))
            .unwrap_or_default();
        for edit in edits {
            let finding = edit.finding.map(|number| &findings[number]);
            let place = finding.map_or(edit.span, |finding| finding.span);
            if place.start <= span.end && span.start <= place.end {
                self.add(capital(&edit.title), finding, Some((edit.span, edit.replacement)), None);
                self.prefer_last();
            }
        }
    }

    fn silence(&mut self, finding: &Finding) {
        let rule = &finding.rule;
        // Words that silence nothing are mended, not silenced.
        if rule == "unused-silencing" {
            return;
        }
        let (text, brief) = (self.document.text(), &self.examined.brief);
        let put = |insertion: Insertion| Some((Span::new(insertion.at, insertion.at), insertion.text));
        if let Some(insertion) = silence::here(text, brief, finding) {
            self.add(format!("Silence `{rule}` here"), Some(finding), put(insertion), None);
        }
        let insertion = silence::in_document(text, brief, rule);
        self.add(format!("Silence `{rule}` in this document"), Some(finding), put(insertion), None);
    }

    fn explain(&mut self, finding: &Finding) {
        let title = format!("Explain `{}`", finding.rule);
        let command = Command {
            title: title.clone(),
            command: EXPLAIN.to_owned(),
            arguments: Some(vec![json!(finding.rule), json!(self.document.address.0)]),
            ..Command::default()
        };
        self.add(title, Some(finding), None, Some(command));
    }

    /// Adds an action, unless the same is there.
    fn add(
        &mut self,
        title: String,
        finding: Option<&Finding>,
        edit: Option<(Span, String)>,
        command: Option<Command>,
    ) {
        let mut places = self.document.buffer.places(self.features.encoding);
        let edit = edit.map(|(span, new_text)| WorkspaceEdit {
            changes: Some(HashMap::from([(
                self.document.address.clone(),
                vec![TextEdit { range: places.range(span), new_text }],
            )])),
            ..WorkspaceEdit::default()
        });
        if self.actions.iter().any(|action| action.title == title && action.edit == edit) {
            return;
        }
        let finding =
            finding.map(|finding| diagnostics::of_finding(self.document, finding, &mut places, self.features));
        self.actions.push(CodeAction {
            title,
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: finding.map(|finding| vec![finding]),
            edit,
            command,
            ..CodeAction::default()
        });
    }

    /// Marks the last action as the one to take.
    fn prefer_last(&mut self) {
        if let Some(action) = self.actions.last_mut() {
            action.is_preferred = Some(true);
        }
    }
}
