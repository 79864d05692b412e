use serde::Serialize;

use super::{Form, Sheet, Tally};
use crate::report::plain_json;

/// The scorecards for programs: one document, its form fixed by `version`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Json;

/// The version of the form; it changes only when a reader of the old one would break.
const VERSION: u32 = 1;

/// The clarity test of some briefs.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Document<'a> {
    version: u32,
    tool: Tool,
    /// In the order of their names.
    files: &'a [Sheet],
    summary: Tally,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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

/// The JSON schemas of what is written here and by the commands that follow from it, with their names.
#[cfg(test)]
pub(crate) fn schemas() -> [(&'static str, schemars::Schema); 3] {
    // As it is written: what can be `null` is there.
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    let titled = |mut schema: schemars::Schema, name: &str| {
        schema.insert("title".to_owned(), format!("brieflint {name}").into());
        schema
    };
    let schema = |name| match name {
        "backbrief" => settings.clone().into_generator().into_root_schema_for::<Vec<super::BackBrief>>(),
        "diagnose" => settings.clone().into_generator().into_root_schema_for::<Vec<super::diagnose::Diagnosis>>(),
        _ => settings.clone().into_generator().into_root_schema_for::<Document<'static>>(),
    };
    ["clarity", "backbrief", "diagnose"].map(|name| (name, titled(schema(name), name)))
}
