//! What a rule is about, where it found something.

use lsp_types::{Hover, MarkupContent, MarkupKind};

use super::buffer::Encoding;
use super::document::Document;
use super::workspace::Workspace;
use crate::source::Span;

/// So many rules are explained in one place; more are named with what to do.
const MOST_EXPLAINED: usize = 2;

/// The explanations of the rules that found something at a byte, or of the one that a comment there silences.
pub(super) fn at(document: &Document, offset: usize, workspace: &mut Workspace, encoding: Encoding) -> Option<Hover> {
    let here = Span::new(offset, offset);
    if let Some((span, rule)) = silenced(document, here) {
        return Some(hover(document, workspace.explanation(document, rule)?, span, encoding));
    }
    // The narrowest first: what is missing from a whole brief is shown on its title.
    let mut found: Vec<_> = document.touching(here).collect();
    found.sort_by_key(|finding| finding.span.len());
    let span = found.first()?.span;
    let mut texts = Vec::new();
    for (at, finding) in found.iter().enumerate() {
        if found[..at].iter().any(|before| before.rule == finding.rule) {
            continue;
        }
        texts.push(if texts.len() < MOST_EXPLAINED {
            workspace.explanation(document, &finding.rule)?
        } else {
            format!("**{}**: {}\n\n**How to fix it:** {}\n", finding.rule, finding.message, finding.help)
        });
    }
    Some(hover(document, texts.join("\n---\n\n"), span, encoding))
}

/// The name of a rule in a comment that silences it.
fn silenced(document: &Document, here: Span) -> Option<(Span, &str)> {
    let comments = &document.examined.as_ref()?.brief.comments;
    let comment = comments.iter().find(|comment| comment.span.contains(here))?.span;
    let text = comment.of(document.text());
    let rules = text.strip_prefix("<!--")?.trim_start().strip_prefix("brieflint-ignore")?;
    let from = text.len() - rules.len();
    let at = here.start as usize - comment.start as usize;
    if !(from..=from + rules.find(':')?).contains(&at) {
        return None;
    }
    let is_name = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let start = at - text[..at].chars().rev().take_while(is_name).count();
    let end = at + text[at..].chars().take_while(is_name).count();
    let span = Span::new(comment.start as usize + start, comment.start as usize + end);
    (!span.is_empty()).then(|| (span, span.of(document.text())))
}

fn hover(document: &Document, markdown: String, span: Span, encoding: Encoding) -> Hover {
    let contents = MarkupContent { kind: MarkupKind::Markdown, value: markdown };
    Hover { contents: contents.into(), range: Some(document.range(span, encoding)) }
}
