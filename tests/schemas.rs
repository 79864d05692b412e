//! What programs read has the form that its schema says.

use std::process::Command;

use serde_json::Value;

fn brieflint(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_brieflint"))
        .current_dir("fixtures")
        .args(arguments)
        .output()
        .expect("brieflint runs");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}"))
}

/// Briefs of all sorts: without fault, with every fault, in several parts, in another language, of no words.
const BRIEFS: &[&str] = &["briefs", "good", "traps", "portfolio", "front-matter", "encodings/empty.md", "silencing"];

/// Each schema, with commands whose output it describes, and a key of the outermost object that has to be there.
fn described() -> Vec<(&'static str, Vec<Vec<&'static str>>)> {
    let over_all = |command: &'static str| [&[command, "--no-config", "--format", "json"], BRIEFS].concat();
    let each = |before: &[&'static str]| {
        let briefs = ["briefs/night-market.md", "briefs/tenants-survey.md", "good/orchard-two-parts.md"];
        briefs.map(|brief| [before, &["--no-config", "--format", "json", brief]].concat()).to_vec()
    };
    vec![
        ("report", vec![over_all("check")]),
        ("clarity", vec![over_all("clarity")]),
        ("backbrief", each(&["backbrief"])),
        ("diagnose", each(&["diagnose", "--missed", "outcome,date,standard,limit"])),
    ]
}

#[test]
fn output_has_the_form_of_its_schema() {
    for (name, commands) in described() {
        let schema = jsonschema::validator_for(&brieflint(&["schema", name])).expect("a schema");
        for command in commands {
            let output = brieflint(&command);
            let faults: Vec<String> =
                schema.iter_errors(&output).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert!(faults.is_empty(), "{name}: {:#?}", &faults[..faults.len().min(5)]);
        }
    }
}

/// A key or an item that is not as it should be is seen, however deep it stands.
#[test]
fn schemas_see_what_is_wrong() {
    for (name, commands) in described() {
        let schema = jsonschema::validator_for(&brieflint(&["schema", name])).expect("a schema");
        let output = brieflint(&commands[0]);
        let mut places = Vec::new();
        leaves(&output, String::new(), &mut places);
        assert!(places.len() > 5, "{name}: {places:?}");
        for place in places {
            let mut wrong = output.clone();
            *wrong.pointer_mut(&place).expect("a place") = Value::from(vec![vec![1]]);
            assert!(!schema.is_valid(&wrong), "{name}: anything goes at {place}");
        }
    }
}

/// A place of each kind that holds no other: the numbers of items are taken for one.
fn leaves(value: &Value, place: String, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            if let Some(first) = items.first() {
                leaves(first, format!("{place}/0"), found);
            }
        }
        Value::Object(entries) => {
            for (key, value) in entries {
                leaves(value, format!("{place}/{key}"), found);
            }
        }
        _ => found.push(place),
    }
}
