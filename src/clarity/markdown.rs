use std::fmt::Write as _;

use super::{Answer, Form, Sheet, Stated, Tally, Wording, capital};
use crate::lint::Grade;
use crate::report::escape_markdown;
use crate::source::visible;

/// The scorecards as a markdown document, for a pull request or a page.
#[derive(Clone, Copy, Debug)]
pub struct Markdown<'w> {
    /// What grades and missing elements are called.
    pub wording: &'w Wording,
}

impl Form for Markdown<'_> {
    fn write(&self, sheets: &[Sheet], _: Tally) -> String {
        let mut out = String::new();
        for sheet in sheets {
            let _ = writeln!(out, "## {}\n", escape_markdown(&sheet.path));
            if let Some(language) = &sheet.foreign {
                let _ = writeln!(
                    out,
                    "Not judged: the brief is in `{}`, which has no rules here.\n",
                    escape_markdown(language)
                );
            }
            for card in &sheet.cards {
                if let Some(name) = &card.name {
                    let _ = writeln!(out, "### {}\n", escape_markdown(name));
                }
                let _ = writeln!(
                    out,
                    "**{}** {}\n",
                    escape_markdown(&card.verdict.headline),
                    escape_markdown(&card.verdict.calls.join(" "))
                );
                for answer in &card.questions {
                    self.answer(answer, &mut out);
                }
            }
        }
        out.truncate(out.trim_end().len());
        out + "\n"
    }
}

impl Markdown<'_> {
    fn answer(&self, answer: &Answer, out: &mut String) {
        let sign = match answer.grade {
            Grade::Pass => "✓",
            Grade::Partly => "~",
            Grade::Fail => "✗",
        };
        let grade = self.wording.grade(answer.grade);
        let _ = writeln!(
            out,
            "#### {sign} {}: {} **{grade}**\n",
            escape_markdown(&answer.title),
            escape_markdown(&answer.asks)
        );
        let _ = writeln!(out, "| element | line | what the brief says |\n| --- | ---: | --- |");
        for element in &answer.elements {
            let (line, words) = match element.best() {
                Some(stated) => (stated.place.start.line.to_string(), said(stated)),
                None => (String::new(), format!("*{}*", self.wording.missing)),
            };
            let _ = writeln!(out, "| {} | {line} | {words} |", escape_markdown(&element.title));
        }
        out.push('\n');
        let mut found: Vec<_> =
            answer.elements.iter().flat_map(|element| &element.findings).chain(&answer.traps).collect();
        found.sort_by_key(|located| (std::cmp::Reverse(located.finding.severity), located.place.span));
        for located in &found {
            let finding = &located.finding;
            let _ = writeln!(
                out,
                "- {} `{}` line {}: {}. {}.",
                finding.severity.name(),
                finding.rule,
                located.place.start.line,
                escape_markdown(&finding.message),
                escape_markdown(&capital(&finding.help))
            );
        }
        if !found.is_empty() {
            out.push('\n');
        }
    }
}

fn said(stated: &Stated) -> String {
    match &stated.field {
        Some(field) => format!("`{}:` {}", visible(&field.replace('`', "")), escape_markdown(&stated.sentence)),
        None => format!("“{}”", escape_markdown(&stated.sentence)),
    }
}
