//! A document that is open in the editor.

use std::path::PathBuf;
use std::sync::Arc;

use lsp_types::{Range, Uri};

use super::address;
use super::buffer::{Buffer, Encoding};
use crate::brief::Brief;
use crate::config::Effective;
use crate::lint::{Finding, State};
use crate::source::Span;

/// A text as it is in the editor, saved or not, and what was found in it.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) address: Uri,
    /// `None` for one without a name.
    pub(super) path: Option<PathBuf>,
    pub(super) version: i32,
    pub(super) buffer: Buffer,
    /// It may be a brief. Configs are open here, too.
    pub(super) is_markdown: bool,
    pub(super) standing: Standing,
    /// What was found in the text as it is now.
    pub(super) examined: Option<Examined>,
    /// The client does not know yet.
    pub(super) unpublished: bool,
}

/// What the config says of a document.
#[derive(Clone, Debug)]
pub(super) enum Standing {
    /// Its config is broken, and was from the start.
    Unknown,
    /// The config or git leaves it out.
    Excluded,
    /// What is in force for it: where the config is broken now, what was before.
    Checked(Arc<Effective>),
}

/// What was found in a text.
#[derive(Debug)]
pub(super) struct Examined {
    pub(super) brief: Brief,
    pub(super) findings: Vec<Finding>,
}

impl Document {
    pub(super) fn new(address: Uri, language: &str, version: i32, text: String) -> Self {
        let path = address::path_of(&address);
        let is_yaml = path.as_ref().and_then(|path| path.extension()).is_some_and(|end| end == "yaml" || end == "yml");
        Document {
            path,
            version,
            buffer: Buffer::new(text),
            is_markdown: !is_yaml && language != "yaml",
            standing: Standing::Unknown,
            examined: None,
            unpublished: true,
            address,
        }
    }

    pub(super) fn text(&self) -> &str {
        self.buffer.text()
    }

    /// Forgets what was found, since the text or what is in force changed.
    pub(super) fn outdated(&mut self) {
        self.examined = None;
        self.unpublished = true;
    }

    pub(super) fn effective(&self) -> Option<&Arc<Effective>> {
        match &self.standing {
            Standing::Checked(effective) => Some(effective),
            Standing::Unknown | Standing::Excluded => None,
        }
    }

    /// The findings that are shown, in the order of the text.
    pub(super) fn open(&self) -> impl Iterator<Item = &Finding> {
        self.examined.iter().flat_map(|examined| &examined.findings).filter(|finding| finding.state == State::Open)
    }

    /// The findings that are shown and touch these bytes; a single place touches what it stands in or beside.
    pub(super) fn touching(&self, span: Span) -> impl Iterator<Item = &Finding> {
        self.open().filter(move |finding| finding.span.start <= span.end && span.start <= finding.span.end)
    }

    pub(super) fn range(&self, span: Span, encoding: Encoding) -> Range {
        self.buffer.places(encoding).range(span)
    }
}
