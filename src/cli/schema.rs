use super::Status;
use super::arguments::{SchemaArguments, SchemaName};
use super::output::Output;

pub(super) fn run(arguments: &SchemaArguments, output: &mut Output) -> Status {
    output.print(match arguments.what {
        SchemaName::FrontMatter => include_str!("schema/front-matter.json"),
        SchemaName::Config => include_str!("schema/config.json"),
        SchemaName::Rules => include_str!("schema/rules.json"),
        SchemaName::Report => include_str!("schema/report.json"),
        SchemaName::Clarity => include_str!("schema/clarity.json"),
        SchemaName::Backbrief => include_str!("schema/backbrief.json"),
        SchemaName::Diagnose => include_str!("schema/diagnose.json"),
    });
    Status::Clean
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::{Value, json};

    use crate::rule::{FieldKind, Program, builtin};

    /// The form of a brief's front matter, from the table of known fields.
    fn front_matter(program: &Program) -> Value {
        let text = json!({"type": "string", "minLength": 1});
        let texts = json!({"anyOf": [text, {"type": "array", "items": text}]});
        let day = json!({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"});
        let period = json!({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?|-Q[1-4])$"});
        let dated = json!({"type": "object", "properties": {"date": day}, "required": ["date"]});
        let one_checkpoint = json!({"anyOf": [day, dated]});
        let mut properties = serde_json::Map::new();
        for field in &program.fields {
            let value = match field.kind {
                FieldKind::Text | FieldKind::Person => text.clone(),
                FieldKind::Texts | FieldKind::References => texts.clone(),
                FieldKind::Date => day.clone(),
                FieldKind::Period => period.clone(),
                FieldKind::Review => json!({"anyOf": [day, text]}),
                FieldKind::Dates => json!({"anyOf": [one_checkpoint, {"type": "array", "items": one_checkpoint}]}),
                FieldKind::Agreement => json!({"anyOf": [texts, {"type": "boolean"}]}),
                FieldKind::Responsibilities => json!({"type": "array", "items": {"$ref": "#"}}),
            };
            for name in std::iter::once(&field.name).chain(&field.aliases) {
                properties.insert(name.clone(), value.clone());
            }
        }
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Front matter of a brief",
            "description": "Other keys are left to other tools.",
            "type": "object",
            "properties": properties,
        })
    }

    /// The committed schemas are those of the code. `BRIEFLINT_UPDATE=1 cargo test schemas` writes them anew.
    #[test]
    fn committed_schemas_are_current() {
        let folder = Path::new("src/cli/schema");
        let clarity = crate::clarity::schemas().map(|(name, schema)| (name, schema.to_value()));
        let others = [
            ("front-matter", front_matter(&builtin())),
            ("config", crate::config::schema().to_value()),
            ("rules", crate::rule::schema().to_value()),
            ("report", crate::report::schema().to_value()),
        ];
        for (name, schema) in others.into_iter().chain(clarity) {
            let path = folder.join(format!("{name}.json"));
            let current = serde_json::to_string_pretty(&schema).expect("JSON") + "\n";
            if std::env::var_os("BRIEFLINT_UPDATE").is_some() {
                std::fs::write(&path, &current).expect("the schema is written");
            }
            let committed = std::fs::read_to_string(&path).expect("a committed schema");
            assert!(committed == current, "{} is not current: BRIEFLINT_UPDATE=1 cargo test schemas", path.display());
        }
    }
}
