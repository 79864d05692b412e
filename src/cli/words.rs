use std::fmt::Write as _;
use std::path::Path;

use super::Status;
use super::arguments::{ANY_BRIEF, WordsArguments};
use super::output::Output;
use crate::brief;
use crate::language::Text;
use crate::rule::{Aim, Matcher, Words};
use crate::source::visible_lines;

pub(super) fn run(arguments: &WordsArguments, output: &mut Output) -> Status {
    let Some(effective) = arguments.config.effective(Path::new(ANY_BRIEF), output) else { return Status::Trouble };
    let program = effective.program();
    let brief = brief::read(&arguments.text);
    let words = Text::new(&arguments.text, &brief, &program.vocabulary);
    let mut matcher = Matcher::default();
    let mut text = String::new();
    for sentence in &words.sentences {
        let here =
            Words { tokens: &words.tokens[sentence.range()], after: sentence.after, label: sentence.label as usize };
        matcher.load(program, here, Aim::Passage);
        let spans: Vec<(&str, usize, usize)> = program
            .lists()
            .flat_map(|(list, name)| {
                matcher.spans_of(program, here, list).into_iter().map(move |(first, end)| (name, first, end))
            })
            .collect();
        for (at, token) in here.tokens.iter().enumerate() {
            let mut lists: Vec<String> = spans
                .iter()
                .filter(|(_, first, _)| *first == at)
                .map(|(name, _, end)| match here.tokens[end - 1].span.of(&arguments.text) {
                    _ if *end == at + 1 => (*name).to_owned(),
                    last => format!("{name} (to “{last}”)"),
                })
                .collect();
            lists.sort();
            lists.dedup();
            let mentioned = if token.mentioned { " (quoted)" } else { "" };
            let label = if at < here.label { " (label)" } else { "" };
            let _ = writeln!(
                text,
                "{:18}{mentioned}{label}  {}",
                visible_lines(token.span.of(&arguments.text)),
                lists.join(", ")
            );
        }
        text.push('\n');
    }
    output.print(&text);
    Status::Clean
}
