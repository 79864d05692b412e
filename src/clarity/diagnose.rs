//! After something went wrong: what the brief said about it, where it broke down, and whose move it is.

use std::fmt::Write as _;

use serde::Serialize;

use super::wording::{DiagnoseWords, HeldWords, Miss, Party};
use super::{Card, Element, Sheet, Wording, fill};
use crate::lint::Standing;
use crate::report::{Place, escape_markdown};
use crate::source::shortened;

/// What came of a miss in one responsibility.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Diagnosis {
    pub(crate) title: String,
    pub(crate) missed: Vec<String>,
    /// What the brief says about each thing that was missed.
    pub(crate) said: Vec<String>,
    /// Where it broke down, what weighs most first.
    pub(crate) broke: Vec<Cause>,
    pub(crate) owes: Party,
    pub(crate) next: String,
    pub(crate) agenda: Vec<String>,
}

/// A reason why a brief did not hold.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Cause {
    pub(crate) cause: String,
    pub(crate) text: String,
    pub(crate) owes: Party,
    #[serde(skip)]
    minor: bool,
}

/// The longest words that are quoted.
const LONGEST: usize = 120;

/// Looks for the reasons of some misses in each responsibility of a brief with this text.
#[must_use]
pub(crate) fn diagnose(sheet: &Sheet, text: &str, missed: &[String], wording: &Wording) -> Vec<Diagnosis> {
    let words = &wording.diagnose;
    let misses: Vec<&Miss> = missed.iter().filter_map(|miss| words.misses.get(miss)).collect();
    sheet.cards.iter().map(|card| of(card, text, &misses, wording)).collect()
}

fn of(card: &Card, text: &str, misses: &[&Miss], wording: &Wording) -> Diagnosis {
    let words = &wording.diagnose;
    let holes = card.holes(wording);
    let say =
        |sentence: &str, more: &[(&str, &str)]| fill(sentence, &holes.iter().chain(more).copied().collect::<Vec<_>>());
    let quote = |sentence: &str, element: &str, words: &str, place: &Place| {
        let (words, line) = (shortened(words, LONGEST), place.start.line.to_string());
        say(sentence, &[("element", element), ("words", &words), ("line", &line)])
    };
    let of_element = |sentence: &str, element: &Element| match element.best() {
        Some(stated) => quote(sentence, &element.title, &stated.sentence, &stated.place),
        None => say(sentence, &[("element", &element.title)]),
    };
    let missed: Vec<&Element> = misses.iter().filter_map(|miss| card.element(&miss.element)).collect();
    let said = missed.iter().map(|element| match element.standing {
        Standing::Missing => of_element(&words.unsaid, element),
        _ => of_element(&words.said, element),
    });
    let said = said.collect();
    let findings = card.findings();
    let mut broke: Vec<Cause> = Vec::new();
    for cause in &words.causes {
        let elements = match &cause.element {
            Some(element) => card.element(element).into_iter().collect(),
            None => missed.clone(),
        };
        let elements = elements.into_iter().filter(|element| cause.standing.contains(&element.standing));
        let finding = findings.iter().find(|located| cause.rules.contains(&located.finding.rule));
        let texts = elements
            .map(|element| of_element(&cause.is, element))
            .chain(finding.map(|located| quote(&cause.is, "", located.place.span.of(text), &located.place)));
        broke.extend(texts.map(|text| Cause { cause: cause.id.clone(), text, owes: cause.owes, minor: cause.minor }));
    }
    let owes = match broke.first() {
        Some(first) if !first.minor => first.owes,
        _ => {
            let title = misses.first().map_or("", |miss| wording.element(&miss.element));
            let HeldWords { owes, is } = &words.held;
            let text = say(is, &[("element", title)]);
            broke.insert(0, Cause { cause: "held".to_owned(), text, owes: *owes, minor: false });
            *owes
        }
    };
    let missed: Vec<String> = misses.iter().map(|miss| miss.is.clone()).collect();
    Diagnosis {
        title: say(&words.title, &[]),
        agenda: agenda(card, owes, &missed.join(", "), words, say),
        next: say(if owes == Party::Delegator { &words.owes.delegator } else { &words.owes.delegate }, &[]),
        missed,
        said,
        broke,
        owes,
    }
}

/// The points of the talk, in order.
fn agenda(
    card: &Card,
    owes: Party,
    miss: &str,
    words: &DiagnoseWords,
    say: impl Fn(&str, &[(&str, &str)]) -> String,
) -> Vec<String> {
    let agenda = &words.agenda;
    let agreed = card.element("consequence").and_then(|element| element.best()).filter(|stated| stated.sound);
    let consequence = match agreed {
        Some(stated) => {
            let line = stated.place.start.line.to_string();
            say(&agenda.consequence, &[("words", &shortened(&stated.sentence, LONGEST)), ("line", &line)])
        }
        None => say(&agenda.no_consequence, &[]),
    };
    let mut points = vec![say(&agenda.facts, &[("miss", miss)]), say(&agenda.read, &[])];
    match owes {
        Party::Delegator => points.extend([say(&agenda.mend, &[]), say(&agenda.account, &[])]),
        Party::Delegate => points.extend([say(&agenda.account, &[]), say(&agenda.recover, &[])]),
    }
    points.extend([consequence, say(&agenda.next, &[])]);
    points
}

impl Diagnosis {
    /// The diagnosis as a markdown document.
    pub(crate) fn write(&self, wording: &Wording, out: &mut String) {
        let headings = &wording.diagnose.headings;
        let _ = writeln!(out, "# {}\n", escape_markdown(&self.title));
        let _ = writeln!(out, "**{}:** {}\n", headings.missed, self.missed.join(", "));
        let list = |out: &mut String, heading: &str, items: &mut dyn Iterator<Item = &str>| {
            let _ = writeln!(out, "## {heading}\n");
            items.for_each(|item| {
                let _ = writeln!(out, "- {}", escape_markdown(item));
            });
            out.push('\n');
        };
        list(out, &headings.said, &mut self.said.iter().map(String::as_str));
        list(out, &headings.broke, &mut self.broke.iter().map(|cause| cause.text.as_str()));
        let _ = writeln!(out, "## {}\n\n{}\n", headings.owes, escape_markdown(&self.next));
        let _ = writeln!(out, "## {}\n", headings.agenda);
        for (number, point) in self.agenda.iter().enumerate() {
            let _ = writeln!(out, "{}. {}", number + 1, escape_markdown(point));
        }
    }
}
