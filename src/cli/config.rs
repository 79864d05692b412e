use std::fmt::Write as _;

use super::Status;
use super::arguments::ConfigArguments;
use super::output::Output;
use crate::config::{FailOn, Origin};
use crate::source::visible_lines;

pub(super) fn run(arguments: &ConfigArguments, output: &mut Output) -> Status {
    let Some(effective) = arguments.config.effective(&arguments.file, output) else { return Status::Trouble };
    let settings = &effective.settings;
    let mut rows: std::collections::BTreeMap<String, (String, Origin)> = std::collections::BTreeMap::new();
    let mut built_in = |name: String, value: String| {
        rows.insert(name, (value, Origin::BuiltIn));
    };
    let fail_on = match effective.fail_on {
        None => "warning",
        Some(FailOn::Never) => "never",
        Some(FailOn::At(severity)) => severity.name(),
    };
    built_in("fail-on".to_owned(), fail_on.to_owned());
    built_in("language".to_owned(), effective.language.clone());
    built_in("portfolio.most-due".to_owned(), settings.most_due.to_string());
    built_in("portfolio.window-days".to_owned(), settings.window_days.to_string());
    built_in("silencing.allowed".to_owned(), settings.silencing.to_string());
    for rule in &effective.program().rules {
        let severity = settings.severity(rule, None).map_or("off", |severity| severity.name());
        built_in(format!("rules.{}", rule.id), severity.to_owned());
    }
    for (name, (value, origin)) in &effective.origins {
        let value = rows.get(name).map_or(value, |(in_force, _)| in_force).clone();
        rows.insert(name.clone(), (value, origin.clone()));
    }
    let width = rows.keys().map(String::len).max().unwrap_or(0);
    let values = rows.values().map(|(value, _)| value.chars().count()).max().unwrap_or(0).min(40);
    let mut text = String::new();
    for (name, (value, origin)) in rows {
        let origin = match origin {
            Origin::BuiltIn => "built in".to_owned(),
            Origin::File(path, line) => format!("{}:{line}", visible_lines(&path)),
        };
        let _ = writeln!(text, "{:width$}  {:values$}  {origin}", visible_lines(&name), visible_lines(&value));
    }
    output.print(&text);
    Status::Clean
}
