use serde_json::{Value, json};

use super::fingerprint::fingerprint;
use super::{FileReport, Format, Located, Place, RuleText, Summary, plain_json};
use crate::lint::State;
use crate::rule::Severity;
use crate::source::{Root, visible};

/// SARIF 2.1.0, for code scanning and other viewers.
#[derive(Debug)]
pub struct Sarif {
    root: Root,
    rules: Vec<RuleText>,
    results: usize,
}

/// Stands for the root of the repository in addresses; a viewer knows where it is.
const ROOT: &str = "%SRCROOT%";

impl Sarif {
    /// `rules` are all that a finding may name.
    #[must_use]
    pub fn new(root: Root, rules: Vec<RuleText>) -> Self {
        Sarif { root, rules, results: 0 }
    }

    fn artifact(&self, path: &str) -> Value {
        let name = self.root.name(path.as_ref());
        let whole = std::path::Path::new(&name).is_absolute();
        let address = escape_address(&name);
        if whole {
            json!({"uri": format!("file://{}{address}", if address.starts_with('/') { "" } else { "/" })})
        } else {
            json!({"uri": address, "uriBaseId": ROOT})
        }
    }

    fn result(&self, path: &str, located: &Located) -> Value {
        let finding = &located.finding;
        let mut result = json!({
            "ruleId": finding.rule,
            "level": level(finding.severity),
            "message": {"text": format!("{}\n{}", text(&finding.message), text(&finding.help))},
            "locations": [{"physicalLocation": {"artifactLocation": self.artifact(path), "region": region(located.place)}}],
            "partialFingerprints": {"brieflint/v1": fingerprint(None, finding)},
        });
        if let Some(index) = self.rules.iter().position(|rule| rule.id == finding.rule) {
            result["ruleIndex"] = index.into();
        }
        if let Some(responsibility) = &finding.responsibility {
            result["locations"][0]["logicalLocations"] = json!([{"name": visible(responsibility)}]);
        }
        if !located.related.is_empty() {
            let places = located.related.iter().enumerate().map(|(id, related)| {
                let path = related.path.as_deref().unwrap_or(path);
                json!({
                    "id": id,
                    "message": {"text": text(&related.message)},
                    "physicalLocation": {"artifactLocation": self.artifact(path), "region": region(related.place)},
                })
            });
            result["relatedLocations"] = places.collect();
        }
        match &finding.state {
            State::Open => {}
            State::Silenced { reason } => {
                result["suppressions"] = json!([{"kind": "inSource", "justification": visible(reason)}]);
            }
            State::Known => {
                result["suppressions"] = json!([{"kind": "external", "justification": "it is in the baseline"}]);
                result["baselineState"] = "unchanged".into();
            }
        }
        result
    }

    fn notifications(&self, summary: &Summary) -> Vec<Value> {
        let failures = summary.failures.iter().map(|failure| {
            json!({
                "level": "error",
                "message": {"text": text(&failure.message)},
                "locations": [{"physicalLocation": {"artifactLocation": self.artifact(&failure.path)}}],
            })
        });
        let notes = summary.notes.iter().map(|note| json!({"level": "note", "message": {"text": text(note)}}));
        failures.chain(notes).collect()
    }
}

impl Format for Sarif {
    fn begin(&mut self, out: &mut String) {
        out.push_str(
            "{\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json\",\
             \"version\":\"2.1.0\",\"runs\":[{\"columnKind\":\"unicodeCodePoints\",\"results\":[",
        );
    }

    fn file(&mut self, file: &FileReport, out: &mut String) {
        for located in &file.findings {
            out.push_str(if self.results > 0 { ",\n" } else { "\n" });
            out.push_str(&plain_json(self.result(&file.path, located).to_string()));
            self.results += 1;
        }
    }

    fn end(&mut self, summary: &Summary, out: &mut String) {
        let rules: Vec<Value> = self.rules.iter().map(rule).collect();
        let driver = json!({
            "name": "brieflint",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        });
        let invocation = json!({
            "executionSuccessful": summary.failures.is_empty(),
            "toolExecutionNotifications": self.notifications(summary),
        });
        let end = format!("\n],\"tool\":{},\"invocations\":[{invocation}]}}]}}\n", json!({"driver": driver}));
        out.push_str(&plain_json(end));
    }
}

fn rule(rule: &RuleText) -> Value {
    let RuleText { summary, why, help, .. } = rule;
    json!({
        "id": rule.id,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": why},
        "help": {"text": help, "markdown": format!("{why}\n\n**How to fix it:** {help}\n")},
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {"tags": [rule.group]},
    })
}

/// A message without the brackets of SARIF's links.
fn text(message: &str) -> String {
    visible(message).replace('\\', r"\\").replace('[', r"\[").replace(']', r"\]")
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

fn region(place: Place) -> Value {
    json!({
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
        "byteOffset": place.span.start,
        "byteLength": place.span.len(),
    })
}

/// A path as the path of an address.
pub(crate) fn escape_address(path: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(path, ESCAPED).to_string()
}

#[cfg(test)]
mod tests {
    use super::escape_address;

    #[test]
    fn addresses_have_no_letter_with_a_meaning() {
        assert_eq!(escape_address("a b/é#1?:%.md"), "a%20b/%C3%A9%231%3F%3A%25.md");
    }
}
