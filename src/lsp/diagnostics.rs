//! Findings, and what is wrong with a config, in the form of the protocol.

use std::collections::BTreeMap;
use std::path::PathBuf;

use lsp_types::{Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location};

use super::buffer::{Buffer, Encoding, Places};
use super::document::Document;
use super::features::Features;
use crate::lint::Finding;
use crate::rule::Severity;
use crate::source::{self, FileError};

/// What the client shows beside each message.
const SOURCE: &str = "brieflint";

/// The findings of a document.
pub(super) fn of(document: &Document, features: Features) -> Vec<Diagnostic> {
    let mut places = document.buffer.places(features.encoding);
    document.open().map(|finding| of_finding(document, finding, &mut places, features)).collect()
}

/// One finding of a document.
pub(super) fn of_finding(
    document: &Document,
    finding: &Finding,
    places: &mut Places<'_>,
    features: Features,
) -> Diagnostic {
    let range = places.range(finding.span);
    let here = finding.related.iter().filter(|related| features.related_places && related.path.is_none());
    let related: Vec<DiagnosticRelatedInformation> = here
        .map(|related| DiagnosticRelatedInformation {
            location: Location { uri: document.address.clone(), range: places.range(related.span) },
            message: related.message.clone(),
        })
        .collect();
    let severity = match finding.severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Advice => DiagnosticSeverity::Information,
    };
    Diagnostic {
        range,
        severity: Some(severity),
        code: Some(finding.rule.clone().into()),
        source: Some(SOURCE.to_owned()),
        message: with_help(&finding.message, Some(&finding.help)).into(),
        related_information: (!related.is_empty()).then_some(related),
        ..Diagnostic::default()
    }
}

/// What is wrong with configs, by file.
pub(super) fn of_configs(errors: &[FileError], encoding: Encoding) -> BTreeMap<PathBuf, Vec<Diagnostic>> {
    let mut by_file: BTreeMap<PathBuf, Vec<Diagnostic>> = BTreeMap::new();
    for error in errors {
        let buffer = Buffer::new(error.text.to_string());
        by_file.entry(source::absolute(error.path.as_ref())).or_default().push(Diagnostic {
            range: buffer.places(encoding).range(error.span),
            severity: Some(DiagnosticSeverity::Error),
            source: Some(SOURCE.to_owned()),
            message: with_help(&error.message, error.help.as_deref()).into(),
            ..Diagnostic::default()
        });
    }
    by_file
}

/// A message, and on a line of its own what to do.
fn with_help(message: &str, help: Option<&str>) -> String {
    match help.filter(|help| !help.is_empty()) {
        Some(help) => format!("{message}\nhelp: {help}"),
        None => message.to_owned(),
    }
}
