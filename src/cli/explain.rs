use std::fmt::Write as _;
use std::path::Path;

use super::Status;
use super::arguments::{ANY_BRIEF, ExplainArguments};
use super::output::Output;
use super::quality::Quality;
use crate::config::Adjustments;
use crate::rule::{Check, Example};
use crate::source::visible_lines;
use crate::yaml::nearest;

/// Examples of each kind that are shown.
const SHOWN: usize = 6;

pub(super) fn run(arguments: &ExplainArguments, output: &mut Output) -> Status {
    let Some(resolver) = arguments.config.resolver(Adjustments::default(), output) else { return Status::Trouble };
    let here = Path::new(ANY_BRIEF);
    let Some(effective) = output.sound(resolver.resolve(here)) else { return Status::Trouble };
    let program = effective.program();
    let Some(id) = program.rule(&arguments.rule) else {
        let near = nearest(&arguments.rule, program.rules.iter().map(|rule| rule.id.as_str()))
            .map(|near| format!("did you mean `{near}`?"));
        output.error(
            &format!("there is no rule `{}`", arguments.rule),
            Some(near.as_deref().unwrap_or("`brieflint rules` lists them")),
        );
        return Status::Trouble;
    };
    let Some(pack) = output.sound(resolver.pack(here)) else { return Status::Trouble };
    let rule = &program.rules[id as usize];
    let group = &program.groups[rule.group as usize];
    let bold = |text: &str| if output.terminal.color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() };
    let mut text = String::new();
    let _ = writeln!(text, "{} ({}): {}", bold(&rule.id), rule.severity.name(), visible_lines(&rule.summary));
    let _ = writeln!(text, "{}\n", visible_lines(&group.title));
    let _ = writeln!(text, "{}\n", visible_lines(pack.why(&rule.id).unwrap_or_default().trim()));
    let _ = writeln!(text, "{}\n  {}\n", bold("How to mend it"), visible_lines(&rule.help));
    if let Some(examples) = pack.examples_of(&rule.id) {
        let missing = matches!(rule.check, Check::Missing(_));
        let (flagged, passes) =
            if missing { ("What does not count", "What counts") } else { ("What it finds", "What it leaves alone") };
        write_examples(&mut text, &bold(flagged), &examples.flagged);
        write_examples(&mut text, &bold(passes), &examples.passes);
    }
    if let Some(quality) = Quality::of(&rule.id).filter(|_| rule.pack == 0) {
        let (precision, recall) = (quality.precision(), quality.recall());
        let _ = writeln!(text, "{}", bold("How well it does"));
        let _ = writeln!(
            text,
            "  precision {precision:.2}, recall {recall:.2}, on {} passages that it was not built from\n",
            quality.passages()
        );
    }
    let _ = writeln!(text, "{}", bold("How to silence it"));
    let _ = writeln!(text, "  in one place, before the paragraph:  <!-- brieflint-ignore {}: why -->", rule.id);
    let _ = writeln!(text, "  in one document:                     <!-- brieflint-ignore-file {}: why -->", rule.id);
    let _ = writeln!(text, "  everywhere, in brieflint.yaml:       rules: {{{}: off}}", rule.id);
    output.print(&text);
    Status::Clean
}

fn write_examples(text: &mut String, title: &str, examples: &[Example]) {
    if examples.is_empty() {
        return;
    }
    let _ = writeln!(text, "{title}");
    // Spread over the whole list, since neighbours are alike.
    let step = examples.len().div_ceil(SHOWN).max(1);
    for example in examples.iter().step_by(step) {
        let words =
            visible_lines(&example.text).replace("[[", "»").replace("]]", "«").trim_end().replace('\n', "\n    ");
        match &example.under {
            Some(under) => {
                let _ = writeln!(text, "  - {}: {words}", visible_lines(under.trim_matches(['#', ' ', ':'])));
            }
            None => {
                let _ = writeln!(text, "  - {words}");
            }
        }
    }
    text.push('\n');
}
