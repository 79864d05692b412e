use std::fmt::Write as _;

use super::{Answer, Card, Element, Form, Sheet, Tally, Wording, excerpt};
use crate::lint::{Grade, Standing};
use crate::report::{Located, Terminal, plural};
use crate::source::{shortened, visible};

/// The scorecards for people at a terminal.
#[derive(Clone, Copy, Debug)]
pub struct Text<'w> {
    /// Gives the colours, the signs and the width, up to 80 columns.
    pub terminal: Terminal,
    /// What grades and missing elements are called.
    pub wording: &'w Wording,
}

/// Lines are no longer than this, however wide the terminal is.
const WIDEST: usize = 80;
/// Where the words of a passage begin: after the element and the line.
const INDENT: usize = 28;

impl Form for Text<'_> {
    fn write(&self, sheets: &[Sheet], tally: Tally) -> String {
        let mut out = String::new();
        for sheet in sheets {
            let _ = writeln!(out, "{}", self.bold(&visible(&sheet.path)));
            if let Some(language) = &sheet.foreign {
                let _ = writeln!(out, "  not judged: it is in `{}`, which has no rules here", visible(language));
            }
            for card in &sheet.cards {
                self.card(card, &mut out);
            }
            out.push('\n');
        }
        let counts = [(tally.pass, Grade::Pass), (tally.partly, Grade::Partly), (tally.fail, Grade::Fail)];
        let counts: Vec<String> = counts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, grade)| self.colored(grade, &format!("{count} {}", self.wording.grade(grade))))
            .collect();
        let all = if tally.responsibilities == 1 {
            "1 responsibility".to_owned()
        } else {
            format!("{} responsibilities", tally.responsibilities)
        };
        let _ = writeln!(out, "{all} in {}: {}", plural(sheets.len(), "brief"), counts.join(", "));
        out
    }
}

impl Text<'_> {
    fn card(&self, card: &Card, out: &mut String) {
        if let Some(name) = &card.name {
            let _ = writeln!(out, "\n  {}", self.bold(&visible(name)));
        }
        for answer in &card.questions {
            self.answer(answer, out);
        }
        let mut verdict = vec![card.verdict.headline.as_str()];
        verdict.extend(card.verdict.calls.iter().map(String::as_str));
        out.push('\n');
        for (at, sentence) in verdict.into_iter().enumerate() {
            let wrapped = self.wrap(sentence, "  ");
            let _ = writeln!(out, "{}", if at == 0 { self.bold(&wrapped) } else { wrapped });
        }
    }

    fn answer(&self, answer: &Answer, out: &mut String) {
        let title = format!("{}: {}", answer.title, answer.asks);
        let grade = format!("{} {}", self.sign(answer.grade), self.wording.grade(answer.grade));
        let _ = writeln!(out, "\n  {}  {}", self.colored(answer.grade, &format!("{grade:8}")), self.bold(&title));
        for element in &answer.elements {
            self.element(element, out);
        }
        if !answer.traps.is_empty() {
            let _ = writeln!(out, "    {}", self.wording.also);
        }
        for located in &answer.traps {
            self.finding(located, out);
        }
    }

    fn element(&self, element: &Element, out: &mut String) {
        let title = shortened(&visible(&element.title), 12);
        let grade = match element.standing {
            Standing::Sound => Grade::Pass,
            Standing::Poor => Grade::Partly,
            Standing::Missing => Grade::Fail,
        };
        let (line, words) = match element.best() {
            None => (String::new(), self.wording.missing.clone()),
            Some(stated) => {
                let room = 2 * (self.width() - INDENT) - 6;
                let said = excerpt(&stated.sentence, &stated.words, room);
                let words = match &stated.field {
                    Some(field) => format!("{field}: {said}"),
                    None => format!("“{said}”"),
                };
                (format!("line {}", stated.place.start.line), words)
            }
        };
        let sign = if grade == Grade::Fail && !element.is_undermined() { '-' } else { self.sign(grade) };
        let first = format!("    {sign} {title:12} {line:9}");
        let text = self.wrap_after(&visible(&words), first.chars().count());
        let _ = writeln!(out, "{}{text}", self.colored(grade, &first));
        for located in element.findings.iter().filter(|located| located.finding.missing.is_none()) {
            self.finding(located, out);
        }
    }

    /// What a rule found, under the element or the question that it is about.
    fn finding(&self, located: &Located, out: &mut String) {
        let finding = &located.finding;
        let first = format!("      ! line {:<4} ", located.place.start.line);
        let text = format!("{} [{}]", visible(&finding.message), finding.rule);
        let _ = writeln!(out, "{}{}", self.colored(Grade::Partly, &first), self.wrap_after(&text, first.len()));
    }

    fn width(&self) -> usize {
        self.terminal.width.min(WIDEST)
    }

    fn wrap(&self, text: &str, indent: &str) -> String {
        textwrap::fill(text, self.options(indent))
    }

    /// Wraps words that begin in this column.
    fn wrap_after(&self, text: &str, column: usize) -> String {
        let indent = " ".repeat(column);
        textwrap::fill(text, self.options(&indent)).trim_start().to_owned()
    }

    /// Names of rules have hyphens, and are not broken at them; a word of a brief begins no line but where a blank lets it.
    fn options<'i>(&self, indent: &'i str) -> textwrap::Options<'i> {
        textwrap::Options::new(self.width())
            .initial_indent(indent)
            .subsequent_indent(indent)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .break_words(false)
    }

    fn sign(&self, grade: Grade) -> char {
        match (grade, self.terminal.unicode) {
            (Grade::Pass, true) => '✓',
            (Grade::Pass, false) => '+',
            (Grade::Partly, _) => '~',
            (Grade::Fail, true) => '✗',
            (Grade::Fail, false) => 'x',
        }
    }

    /// Cyan, yellow and magenta are told apart without red and green; the sign and the word say the same.
    fn colored(&self, grade: Grade, text: &str) -> String {
        let code = match grade {
            Grade::Pass => 36,
            Grade::Partly => 33,
            Grade::Fail => 35,
        };
        if self.terminal.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn bold(&self, text: &str) -> String {
        if self.terminal.color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
