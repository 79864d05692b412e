use serde::Serialize;

use super::{FileReport, Format, Located, Place, Summary};
use crate::source::{Position, is_hidden};

/// The report for machines: one JSON document, its form fixed by `version`.
#[derive(Debug, Default)]
pub struct Json {
    files: usize,
}

/// The version of the form; it changes only when a reader of the old one would break.
const VERSION: u32 = 1;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct File<'a> {
    path: &'a str,
    findings: Vec<FindingOut<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct FindingOut<'a> {
    rule: &'a str,
    group: &'a str,
    question: &'a str,
    severity: &'a str,
    message: &'a str,
    help: &'a str,
    responsibility: Option<&'a str>,
    span: SpanOut,
    related: Vec<RelatedOut<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RelatedOut<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    span: SpanOut,
    message: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct SpanOut {
    offset: u32,
    length: usize,
    start: PositionOut,
    end: PositionOut,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PositionOut {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SummaryOut<'a> {
    files: usize,
    errors: usize,
    warnings: usize,
    advice: usize,
    /// What is worth knowing beside the findings, in words; left out where there is nothing.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    #[cfg_attr(test, schemars(default))]
    notes: &'a [String],
}

impl From<Place> for SpanOut {
    fn from(place: Place) -> Self {
        SpanOut { offset: place.span.start, length: place.span.len(), start: place.start.into(), end: place.end.into() }
    }
}

impl From<Position> for PositionOut {
    fn from(position: Position) -> Self {
        PositionOut { line: position.line, column: position.column }
    }
}

/// A finding in the form of the report.
pub(crate) fn finding(located: &Located) -> FindingOut<'_> {
    let finding = &located.finding;
    FindingOut {
        rule: &finding.rule,
        group: &finding.group,
        question: &finding.question,
        severity: finding.severity.name(),
        message: &finding.message,
        help: &finding.help,
        responsibility: finding.responsibility.as_deref(),
        span: located.place.into(),
        related: located
            .related
            .iter()
            .map(|related| RelatedOut {
                path: related.path.as_deref(),
                span: related.place.into(),
                message: &related.message,
            })
            .collect(),
    }
}

/// JSON of a value that always has one.
fn json(value: &impl Serialize) -> String {
    plain_json(serde_json::to_string(value).unwrap_or_default())
}

/// JSON that a terminal shows and does not obey: what it would act on is escaped. Every value stays what it is.
#[must_use]
pub fn plain_json(json: String) -> String {
    // What is below ` ` outside of a text sets the document, and inside of one it is escaped already.
    let acts = |letter: char| letter >= ' ' && is_hidden(letter);
    if !json.contains(acts) {
        return json;
    }
    let mut plain = String::with_capacity(json.len() + 16);
    for letter in json.chars() {
        if acts(letter) {
            letter.encode_utf16(&mut [0; 2]).iter().for_each(|unit| plain.push_str(&format!("\\u{unit:04x}")));
        } else {
            plain.push(letter);
        }
    }
    plain
}

impl Format for Json {
    fn begin(&mut self, out: &mut String) {
        out.push_str(&format!(
            "{{\"version\":{VERSION},\"tool\":{{\"name\":\"brieflint\",\"version\":{}}},\"files\":[",
            json(&env!("CARGO_PKG_VERSION"))
        ));
    }

    fn file(&mut self, file: &FileReport, out: &mut String) {
        if self.files > 0 {
            out.push(',');
        }
        out.push('\n');
        self.files += 1;
        out.push_str(&json(&File { path: &file.path, findings: file.open().map(finding).collect() }));
    }

    fn end(&mut self, summary: &Summary, out: &mut String) {
        let counts = SummaryOut {
            files: summary.files,
            errors: summary.errors,
            warnings: summary.warnings,
            advice: summary.advice,
            notes: &summary.notes,
        };
        out.push_str(&format!("\n],\"summary\":{}}}\n", json(&counts)));
    }
}

/// The whole report, as its schema describes it; it is written file by file.
#[cfg(test)]
#[derive(schemars::JsonSchema)]
#[schemars(title = "brieflint report")]
#[expect(dead_code, reason = "only its schema is used")]
struct Document {
    version: u32,
    tool: Tool,
    files: Vec<File<'static>>,
    summary: SummaryOut<'static>,
}

#[cfg(test)]
#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Tool {
    name: String,
    version: String,
}

/// The JSON schema of the report.
#[cfg(test)]
pub(crate) fn schema() -> schemars::Schema {
    schemars::schema_for!(Document)
}

#[cfg(test)]
mod tests {
    use super::plain_json;

    #[test]
    fn escaping_changes_no_value() {
        let text = "a\u{9b}31m\u{202e}\u{e0041}\u{7f}é❤\u{fe0f}\n";
        let written = plain_json(serde_json::to_string_pretty(&[text]).expect("JSON"));
        assert!(!written.contains(['\u{9b}', '\u{202e}', '\u{e0041}', '\u{7f}']), "{written}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&written).expect("JSON"), [text]);
    }
}
