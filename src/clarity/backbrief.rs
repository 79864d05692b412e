//! The back-brief: what the delegate should be able to answer before starting.

use std::fmt::Write as _;

use serde::Serialize;

use super::{Card, Sheet, Wording, fill};
use crate::report::{Located, escape_markdown};
use crate::rule::Severity;
use crate::source::shortened;

/// The questions about one responsibility.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BackBrief {
    /// The heading of the questions.
    pub title: String,
    /// What they are for, and who answers them.
    pub intro: String,
    /// One for each element that the clarity test asks about, in its order.
    pub questions: Vec<Asked>,
    /// Questions about words that undermine an answer.
    pub doubts: Vec<Asked>,
    /// How many of the questions the brief answers, as a sentence.
    pub answered: String,
}

/// One question, and where the brief answers it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Asked {
    /// As a sentence, with the words of the brief in it.
    pub question: String,
    /// The element or the rule that it comes from.
    pub about: String,
    /// A sound statement answers it; a doubt is never answered.
    pub answered: bool,
    /// The words that it is about, and their line.
    pub words: Option<String>,
    /// From 1; none where there are no words.
    pub line: Option<usize>,
}

/// The longest words that are taken into a question.
const LONGEST: usize = 90;

/// The questions about each responsibility of a brief with this text.
#[must_use]
pub fn back_brief(sheet: &Sheet, text: &str, wording: &Wording) -> Vec<BackBrief> {
    sheet.cards.iter().map(|card| of(card, text, wording)).collect()
}

fn of(card: &Card, text: &str, wording: &Wording) -> BackBrief {
    let holes = card.holes(wording);
    let mut questions = Vec::new();
    for element in card.elements() {
        let Some(words) = wording.elements.get(&element.element) else { continue };
        let sound = element.best().filter(|stated| stated.sound);
        let said = sound.map(|stated| shortened(&stated.sentence, LONGEST));
        let sentence = if sound.is_some() { &words.follow } else { &words.asks };
        questions.push(Asked {
            question: with(sentence, &holes, said.as_deref().unwrap_or_default()),
            about: element.element.clone(),
            answered: sound.is_some(),
            words: said,
            line: sound.map(|stated| stated.place.start.line),
        });
    }
    let undermining = |located: &&&Located| {
        let finding = &located.finding;
        finding.severity >= Severity::Warning && finding.missing.is_none() && finding.group != "front-matter"
    };
    let findings = card.findings();
    let doubts = findings.iter().filter(undermining).map(|located| doubt(located, text, &holes, wording)).collect();
    let answered = questions.iter().filter(|asked| asked.answered).count().to_string();
    let counts = [("answered", answered.as_str()), ("questions", &questions.len().to_string())];
    BackBrief {
        title: fill(&wording.back_brief.title, &holes),
        intro: fill(&wording.back_brief.intro, &holes),
        answered: fill(&wording.back_brief.answered, &counts),
        questions,
        doubts,
    }
}

fn doubt(located: &Located, text: &str, holes: &[(&str, &str)], wording: &Wording) -> Asked {
    let rule = &located.finding.rule;
    let sentence = wording.doubts.get(rule).or_else(|| wording.doubts.get("any")).map_or("", String::as_str);
    let said = shortened(located.place.span.of(text), LONGEST);
    Asked {
        question: with(sentence, holes, &said),
        about: rule.clone(),
        answered: false,
        line: Some(located.place.start.line),
        words: Some(said),
    }
}

fn with(sentence: &str, holes: &[(&str, &str)], words: &str) -> String {
    let all: Vec<(&str, &str)> = holes.iter().copied().chain([("words", words)]).collect();
    fill(sentence, &all)
}

impl BackBrief {
    /// The questions as a list to tick off.
    pub fn write(&self, wording: &Wording, out: &mut String) {
        let _ = writeln!(out, "# {}\n\n{}\n", escape_markdown(&self.title), escape_markdown(&self.intro));
        self.questions.iter().for_each(|asked| item(asked, out));
        if !self.doubts.is_empty() {
            let _ = writeln!(out, "\n{}:\n", wording.back_brief.doubts);
            self.doubts.iter().for_each(|asked| item(asked, out));
        }
        let _ = writeln!(out, "\n{}", self.answered);
    }
}

fn item(asked: &Asked, out: &mut String) {
    let tick = if asked.answered { 'x' } else { ' ' };
    let line = asked.line.map(|line| format!(" (line {line})")).unwrap_or_default();
    let _ = writeln!(out, "- [{tick}] {}{line}", escape_markdown(&asked.question));
}
