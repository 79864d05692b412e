//! A new brief, from what somebody answered.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::Wording;
use crate::language::{Calendar, Day, Read};
use crate::source::on_one_line;

/// What kind of brief it becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DraftKind {
    #[default]
    Brief,
    Charter,
    /// A task for a software agent.
    Agent,
}

/// What was answered so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Draft {
    pub(crate) kind: DraftKind,
    pub(crate) title: Option<String>,
    pub(crate) owner: Option<String>,
    pub(crate) delegator: Option<String>,
    /// By element; several answers to one become a list. An empty list was asked and left out.
    pub(crate) answers: BTreeMap<String, Vec<String>>,
}

impl Draft {
    /// Whether something was asked: `title`, `owner`, `delegator`, or an element.
    #[must_use]
    pub(crate) fn has(&self, what: &str) -> bool {
        match what {
            "title" => self.title.is_some(),
            "owner" => self.owner.is_some(),
            "delegator" => self.delegator.is_some(),
            element => self.answers.contains_key(element),
        }
    }

    /// Takes over what another draft holds; a kind only where it is not that of any brief.
    pub(crate) fn overlay(&mut self, over: Draft) {
        if over.kind != DraftKind::default() {
            self.kind = over.kind;
        }
        self.title = over.title.or(self.title.take());
        self.owner = over.owner.or(self.owner.take());
        self.delegator = over.delegator.or(self.delegator.take());
        self.answers.extend(over.answers);
    }

    /// Takes an answer over; an empty one leaves it out.
    pub(crate) fn put(&mut self, what: &str, answer: &str) {
        let answer = Some(answer.to_owned()).filter(|answer| !answer.is_empty());
        match what {
            "title" => self.title = answer,
            "owner" => self.owner = answer,
            "delegator" => self.delegator = answer,
            element => {
                self.answers.insert(element.to_owned(), answer.into_iter().collect());
            }
        }
    }

    /// The brief as a markdown document: what tools read in the front matter, what people read below. `calendar` has the
    /// names of the months in which days are written.
    #[must_use]
    pub(crate) fn to_markdown(&self, today: Day, calendar: &Calendar, wording: &Wording) -> String {
        let words = &wording.new;
        let title = self.title.as_deref().map_or(words.untitled.clone(), on_one_line);
        let mut front = format!("title: {}\n", quoted(&title));
        match self.kind {
            DraftKind::Brief => {}
            DraftKind::Charter => front.push_str("kind: charter\n"),
            DraftKind::Agent => front.push_str("kind: agent\n"),
        }
        for (key, value) in [("owner", &self.owner), ("delegator", &self.delegator)] {
            if let Some(value) = value {
                let _ = writeln!(front, "{key}: {}", quoted(&on_one_line(value)));
            }
        }
        let _ = writeln!(front, "issued: {today}");
        let mut body = String::new();
        for step in &words.steps {
            let answers: Vec<String> =
                self.answers.get(&step.element).into_iter().flatten().map(|one| on_one_line(one)).collect();
            // A date that a tool can read belongs where tools look for it.
            let key = match step.element.as_str() {
                "deadline" => "due",
                "agreement" => "agreed",
                _ => "",
            };
            let date = match &answers[..] {
                [one] if !key.is_empty() => date(calendar, one),
                _ => None,
            };
            match (&answers[..], date) {
                ([], _) => {}
                (_, Some(date)) => {
                    let _ = writeln!(front, "{key}: {date}");
                }
                (answers, None) => {
                    let _ = write!(body, "\n## {}\n\n", step.of(self.kind).0);
                    match answers {
                        [one] => body.push_str(&format!("{one}\n")),
                        several => several.iter().for_each(|one| body.push_str(&format!("- {one}\n"))),
                    }
                }
            }
        }
        format!("---\n{front}---\n\n# {title}\n{body}")
    }
}

/// A day, month or quarter in the form of the front matter; `None` where the text says more or other things.
fn date(calendar: &Calendar, text: &str) -> Option<String> {
    let is_iso = text.starts_with(|c: char| c.is_ascii_digit())
        && text.len() <= 10
        && text.chars().all(|c| c.is_ascii_digit() || c == '-' || c == 'Q')
        && matches!(calendar.read(text), Read::Period(_));
    if is_iso { Some(text.to_owned()) } else { calendar.to_iso(text) }
}

/// A value as YAML: by itself where it can only be text, else in quotation marks.
fn quoted(text: &str) -> String {
    let plain = text.starts_with(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '\'' | ',' | '(' | ')'))
        && !matches!(text.to_lowercase().as_str(), "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n");
    if plain { text.trim_end().to_owned() } else { serde_json::to_string(text).unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_words_is_one_for_tools() {
        let calendar = crate::rule::builtin().calendar;
        let date = |text| date(&calendar, text);
        assert_eq!(date("27 November 2027").as_deref(), Some("2027-11-27"));
        assert_eq!(date("2027-Q2").as_deref(), Some("2027-Q2"));
        for other in ["by 27 November 2027 at noon", "4/5/2027", "when the roof is on"] {
            assert_eq!(date(other), None, "{other}");
        }
    }

    #[test]
    fn values_stay_what_they_are_in_yaml() {
        for text in ["Ana", "yes", "a: b", "\"", "- x", "1.5", "{x}", "# no", "O'Brien, J.", "\\"] {
            let parsed =
                crate::yaml::parse(&format!("owner: {}\n", quoted(text)), 0).expect("YAML").expect("a mapping");
            let crate::yaml::Value::Map(entries) = parsed.value else { panic!("no mapping") };
            assert_eq!(entries[0].1.text(), Some(text));
        }
    }
}
