use serde::Serialize;

use super::{Form, Sheet, Tally};
use crate::report::plain_json;

/// The scorecards for programs: one document, its form fixed by `version`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Json;

/// The version of the form; it changes only when a reader of the old one would break.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    tool: Tool,
    files: &'a [Sheet],
    summary: Tally,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

impl Form for Json {
    fn write(&self, sheets: &[Sheet], tally: Tally) -> String {
        let tool = Tool { name: "brieflint", version: env!("CARGO_PKG_VERSION") };
        let document = Document { version: VERSION, tool, files: sheets, summary: tally };
        plain_json(serde_json::to_string_pretty(&document).unwrap_or_default()) + "\n"
    }
}
