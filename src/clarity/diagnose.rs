//! After something went wrong: what the brief said about it, where it broke down, and whose move it is.

use std::fmt::Write as _;

use serde::Serialize;

use super::wording::{DiagnoseWords, Miss};
use super::{Card, Party, Sheet, Wording, fill, shortened};
use crate::lint::Standing;
use crate::report::{Located, escape_markdown};

/// What came of a miss in one responsibility.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Diagnosis {
    pub title: String,
    pub missed: Vec<String>,
    /// What the brief says about each thing that was missed.
    pub said: Vec<String>,
    /// Where it broke down, what weighs most first.
    pub broke: Vec<Cause>,
    pub owes: Party,
    pub next: String,
    pub agenda: Vec<String>,
}

/// A reason why a brief did not hold.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Cause {
    pub cause: &'static str,
    pub text: String,
    pub owes: Party,
    #[serde(skip)]
    weight: usize,
}

/// Rules whose words take the decisions back.
const GATES: [&str; 5] =
    ["micromanaged-accountability", "approval-gate", "takeover", "prescribed-method", "surveillance"];
/// The longest words that are quoted.
const LONGEST: usize = 120;

/// Looks for the reasons of some misses in each responsibility of a brief with this text.
#[must_use]
pub fn diagnose(sheet: &Sheet, text: &str, missed: &[String], wording: &Wording) -> Vec<Diagnosis> {
    let words = &wording.diagnose;
    let misses: Vec<&Miss> = missed.iter().filter_map(|miss| words.misses.get(miss)).collect();
    sheet.cards.iter().map(|card| of(card, text, &misses, wording)).collect()
}

fn of(card: &Card, text: &str, misses: &[&Miss], wording: &Wording) -> Diagnosis {
    let words = &wording.diagnose;
    let holes = card.holes(wording);
    let say =
        |sentence: &str, more: &[(&str, &str)]| fill(sentence, &holes.iter().chain(more).copied().collect::<Vec<_>>());
    let cause = |id: &'static str, weight: usize, more: &[(&str, &str)]| {
        let cause = words.causes.get(id)?;
        Some(Cause { cause: id, text: say(&cause.is, more), owes: cause.owes, weight })
    };
    let at = |id: &'static str, weight: usize, located: &Located| {
        let line = located.place.start.line.to_string();
        cause(id, weight, &[("words", &shortened(located.place.span.of(text), LONGEST)), ("line", &line)])
    };
    let mut broke: Vec<Cause> = Vec::new();
    let mut said = Vec::new();
    for miss in misses {
        let title = wording.element(&miss.element);
        let Some(element) = card.element(&miss.element) else { continue };
        match element.best() {
            None => {
                said.push(say(&words.unsaid, &[("element", title)]));
                broke.extend(cause("unsaid", 0, &[("element", title)]));
            }
            Some(stated) => {
                let quoted = shortened(&stated.sentence, LONGEST);
                let line = stated.place.start.line.to_string();
                let more = [("element", title), ("words", quoted.as_str()), ("line", &line)];
                said.push(say(&words.said, &more));
                if element.standing == Standing::Poor {
                    broke.extend(cause("unclear", 1, &more));
                }
            }
        }
    }
    let findings = card.findings();
    let of_rule =
        |rules: &[&str]| findings.iter().copied().find(|located| rules.contains(&located.finding.rule.as_str()));
    let is_missing = |id: &str| card.element(id).is_some_and(|element| element.standing == Standing::Missing);
    broke.extend(of_rule(&["uncontrollable-outcome"]).and_then(|located| at("out-of-hand", 2, located)));
    if card.element("owner").is_some_and(|owner| owner.standing < Standing::Sound) {
        broke.extend(cause("no-owner", 3, &[]));
    }
    broke.extend(of_rule(&GATES).and_then(|located| at("gated", 4, located)));
    broke.extend(of_rule(&["abandonment"]).and_then(|located| at("abandoned", 5, located)));
    for (element, id, weight) in [("agreement", "no-agreement", 6), ("checkpoint", "no-checkpoint", 7)] {
        if is_missing(element) {
            broke.extend(cause(id, weight, &[]));
        }
    }
    broke.sort_by_key(|cause| cause.weight);
    // What only helps does not move the next step to the other side.
    let owes = match broke.first() {
        Some(first) if first.weight < 7 => first.owes,
        _ => {
            let title = misses.first().map_or("", |miss| wording.element(&miss.element));
            if let Some(held) = cause("held", 0, &[("element", title)]) {
                broke.insert(0, held);
            }
            Party::Delegate
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
    pub fn write(&self, wording: &Wording, out: &mut String) {
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
