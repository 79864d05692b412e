use std::fmt::Write as _;

use super::escape_markdown;
use super::quality::Quality;
use crate::rule::{Check, Example, Examples, Group, Pack, Program, Rule};
use crate::source::{visible, visible_lines};

/// Examples of each kind that are shown.
const SHOWN: usize = 6;

/// What there is to know about a rule: why it is there, what it finds, how to mend that and how to silence it.
#[derive(Clone, Copy, Debug)]
pub struct Explanation<'r> {
    rule: &'r Rule,
    group: &'r Group,
    why: &'r str,
    examples: Option<&'r Examples>,
    quality: Option<Quality>,
}

impl<'r> Explanation<'r> {
    /// The explanation of a rule by its name; `pack` are the files that the program was compiled from. `None` where there
    /// is no such rule.
    #[must_use]
    pub fn new(program: &'r Program, pack: &'r Pack, id: &str) -> Option<Self> {
        let rule = &program.rules[program.rule(id)? as usize];
        Some(Explanation {
            rule,
            group: &program.groups[rule.group as usize],
            why: pack.why(id).unwrap_or_default().trim(),
            examples: pack.examples_of(id),
            quality: Quality::of(id).filter(|_| rule.pack == 0),
        })
    }

    /// As plain text, with headings in bold where the terminal has that.
    #[must_use]
    pub fn text(&self, bold: bool) -> String {
        let bold = |text: &str| if bold { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() };
        let mut text = String::new();
        let _ = writeln!(
            text,
            "{} ({}): {}",
            bold(&self.rule.id),
            self.rule.severity.name(),
            visible_lines(&self.rule.summary)
        );
        let _ = writeln!(text, "{}\n\n{}\n", visible_lines(&self.group.title), visible_lines(self.why));
        let _ = writeln!(text, "{}\n  {}\n", bold("How to fix it"), visible_lines(&self.rule.help));
        for (title, examples) in self.shown() {
            let _ = writeln!(text, "{}", bold(title));
            for example in examples {
                let words = visible_lines(example.text.trim_end()).replace("[[", "»").replace("]]", "«");
                let words = words.replace('\n', "\n    ");
                let _ = writeln!(text, "  - {}{words}", under(example));
            }
            text.push('\n');
        }
        if let Some(quality) = self.quality {
            let _ = writeln!(text, "{}\n  {quality}\n", bold("How well it does"));
        }
        let _ = writeln!(text, "{}", bold("How to silence it"));
        for (place, words) in self.silences() {
            let _ = writeln!(text, "  {:36} {words}", format!("{place}:"));
        }
        text
    }

    /// As a markdown document.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        let _ = writeln!(text, "**{}** ({}): {}\n", self.rule.id, self.rule.severity.name(), self.rule.summary);
        let _ = writeln!(text, "*{}*\n\n{}\n", self.group.title, self.why);
        let _ = writeln!(text, "**How to fix it:** {}\n", self.rule.help);
        for (title, examples) in self.shown() {
            let _ = writeln!(text, "**{title}**\n");
            for example in examples {
                let _ = writeln!(text, "- {}", item(example));
            }
            text.push('\n');
        }
        if let Some(quality) = self.quality {
            let _ = writeln!(text, "**How well it does:** {quality}\n");
        }
        let _ = writeln!(text, "**How to silence it**\n");
        for (place, words) in self.silences() {
            let _ = writeln!(text, "- {place}: `{words}`");
        }
        text
    }

    /// The examples that are shown, under what is said of them.
    fn shown(&self) -> Vec<(&'static str, Vec<&'r Example>)> {
        let Some(examples) = self.examples else { return Vec::new() };
        let (flagged, passes) = match self.rule.check {
            Check::Missing(_) => ("What does not count", "What counts"),
            _ => ("What it finds", "What it leaves alone"),
        };
        [(flagged, &examples.flagged), (passes, &examples.passes)]
            .into_iter()
            .filter(|(_, examples)| !examples.is_empty())
            .map(|(title, examples)| {
                // Spread over the whole list, since neighbours are alike.
                (title, examples.iter().step_by(examples.len().div_ceil(SHOWN).max(1)).collect())
            })
            .collect()
    }

    /// Where the rule can be silenced, and by which words.
    fn silences(&self) -> [(&'static str, String); 3] {
        let id = &self.rule.id;
        [
            ("in one place, before the paragraph", format!("<!-- brieflint-ignore {id}: why -->")),
            ("in one document", format!("<!-- brieflint-ignore-file {id}: why -->")),
            ("everywhere, in brieflint.yaml", format!("rules: {{{id}: off}}")),
        ]
    }
}

/// What an example stands under, before its words.
fn under(example: &Example) -> String {
    let above = example.under.as_deref().map(|under| visible(under.trim_matches(['#', ' ', ':'])).into_owned());
    above.map_or(String::new(), |above| format!("{above}: "))
}

/// An example as an item of a list in markdown: a line with the words at fault in bold, several lines as they are.
fn item(example: &Example) -> String {
    let under = escape_markdown(&under(example));
    let words = example.text.trim_end();
    if !words.contains('\n') {
        let words = escape_markdown(words).replace("\\[\\[", "**").replace("\\]\\]", "**");
        return format!("{under}{words}");
    }
    let words: Vec<_> = words.lines().map(visible).collect();
    let words = words.join("\n  ").replace("[[", "»").replace("]]", "«");
    format!("{under}\n\n  ~~~~~markdown\n  {words}\n  ~~~~~\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{builtin, builtin_pack};

    #[test]
    fn every_rule_has_one_that_a_page_shows_and_does_not_obey() {
        let (program, pack) = (builtin(), builtin_pack());
        for rule in &program.rules {
            let explanation = Explanation::new(&program, &pack, &rule.id).expect("a rule");
            assert!(!explanation.why.is_empty(), "{}", rule.id);
            let markdown = explanation.markdown();
            let parser = pulldown_cmark::Parser::new(&markdown);
            for event in parser {
                // A comment with nothing in it keeps names and numbers from being linked.
                let obeyed = match &event {
                    pulldown_cmark::Event::Html(html) | pulldown_cmark::Event::InlineHtml(html) => {
                        &**html != "<!-- -->"
                    }
                    _ => false,
                };
                assert!(!obeyed, "{}: {event:?}", rule.id);
            }
        }
    }
}
