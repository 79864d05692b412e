use std::fmt::Write as _;
use std::path::Path;

use super::Status;
use super::arguments::{ANY_BRIEF, RulesArguments, RulesCommand};
use super::output::Output;
use crate::report::quality_table;
use crate::rule;
use crate::source::{folder_of, shown, visible, visible_lines, write_new};

pub(super) fn run(arguments: &RulesArguments, output: &mut Output) -> Status {
    if let Some(RulesCommand::New { id, folder }) = &arguments.command {
        return new_rule(id, folder, output);
    }
    let Some(effective) = arguments.config.effective(Path::new(ANY_BRIEF), output) else { return Status::Trouble };
    let program = effective.program();
    if arguments.quality {
        let built_in = program.rules.iter().filter(|rule| rule.pack == 0);
        output.print(&quality_table(built_in.map(|rule| rule.id.as_str())));
        return Status::Clean;
    }
    let width = program.rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut text = String::new();
    for (number, group) in program.groups.iter().enumerate() {
        let rules: Vec<_> = program.rules.iter().filter(|rule| usize::from(rule.group) == number).collect();
        if rules.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{} ({})", visible_lines(&group.title), group.id);
        for rule in rules {
            let severity = effective.settings.severity(rule, None).map_or("off", |severity| severity.name());
            let _ = writeln!(text, "  {:width$}  {severity:7}  {}", rule.id, visible_lines(&rule.summary));
        }
        text.push('\n');
    }
    let _ = writeln!(text, "{} rules; `brieflint explain RULE` says more about each", program.rules.len());
    output.print(&text);
    Status::Clean
}

fn new_rule(id: &str, folder: &Path, output: &mut Output) -> Status {
    let good = !id.is_empty()
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !id.starts_with('-')
        && !id.ends_with('-');
    if !good {
        output.error(
            &format!("`{id}` is no name for a rule"),
            Some("write it in lower case, with words joined by hyphens: house-style"),
        );
        return Status::Trouble;
    }
    let group = folder.file_name().unwrap_or_default().to_string_lossy();
    let is_known = || rule::builtin().groups.iter().any(|known| known.id == group);
    let names_groups = folder_of(folder).join("pack.yaml");
    if !names_groups.is_file() && !is_known() {
        let help = format!(
            "put it into the folder of a group, such as {}, or name the group in {}",
            shown(&folder.join("text")),
            shown(&names_groups)
        );
        output.error(&format!("there is no group `{}` for the rule", visible(&group)), Some(&help));
        return Status::Trouble;
    }
    let path = folder.join(format!("{id}.yaml"));
    if path.exists() {
        output.error(&format!("{} is there already", shown(&path)), Some("choose another name, or edit that file"));
        return Status::Trouble;
    }
    let text = include_str!("new-rule.yaml");
    let written = std::fs::create_dir_all(folder).and_then(|()| write_new(&path, text));
    if let Err(error) = written {
        output.not_written(&path, &error);
        return Status::Trouble;
    }
    output.print(&format!(
        "{} is written. Change it to what you want to find, then:\n  brieflint test {}\nand name the folder in brieflint.yaml:\n  packs: [{}]\n",
        shown(&path),
        shown(&path),
        folder_of(folder).display()
    ));
    Status::Clean
}
