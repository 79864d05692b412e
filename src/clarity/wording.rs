//! The words of the clarity test, from the rules of a language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::draft::DraftKind;
use crate::lint::{Grade, Standing};
use crate::source::{on_one_line, shortened};
use crate::{rule, yaml};

/// Everything that the clarity test says to people, as `rules/clarity.yaml` has it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Wording {
    /// What stands in a sentence where a brief gives no name.
    pub unnamed: Names,
    pub grades: Grades,
    /// Said of an element that nothing states.
    pub missing: String,
    /// Stands over findings that are about no element.
    pub also: String,
    pub questions: Vec<Question>,
    pub verdicts: Verdicts,
    pub elements: BTreeMap<String, ElementWords>,
    /// What each field of the front matter says.
    pub fields: BTreeMap<String, String>,
    /// What to ask about words that a rule finds, by rule.
    pub doubts: BTreeMap<String, String>,
    pub back_brief: BackBriefWords,
    pub diagnose: DiagnoseWords,
    pub new: NewWords,
}

/// Names for what a brief leaves unnamed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    pub title: String,
    pub owner: String,
    pub delegator: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grades {
    pub pass: String,
    pub partly: String,
    pub fail: String,
}

/// One question of the test.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Question {
    pub id: String,
    pub title: String,
    pub asks: String,
    /// The side of the bargain that it belongs to.
    pub half: String,
    pub calls_for: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Verdicts {
    pub clear: String,
    pub autonomy: String,
    pub accountability: String,
    pub both: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElementWords {
    pub title: String,
    /// Asked where the brief does not say it.
    pub asks: String,
    /// Asked where it does.
    pub follow: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackBriefWords {
    pub title: String,
    pub intro: String,
    pub doubts: String,
    pub answered: String,
}

/// The words of the talk after a miss.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiagnoseWords {
    pub title: String,
    pub ask: String,
    /// By the name that people give on the command line.
    pub misses: BTreeMap<String, Miss>,
    pub headings: DiagnoseHeadings,
    pub said: String,
    pub unsaid: String,
    /// What weighs most first: it decides who owes the next step.
    pub causes: Vec<CauseWords>,
    pub held: HeldWords,
    pub owes: OwesWords,
    pub agenda: AgendaWords,
}

/// Something that can be missed, and the element that should have said what it is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Miss {
    pub element: String,
    pub is: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiagnoseHeadings {
    pub missed: String,
    pub said: String,
    pub broke: String,
    pub owes: String,
    pub agenda: String,
}

/// Who owes the next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Party {
    Delegator,
    Delegate,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CauseWords {
    pub id: String,
    /// It holds where one of these rules finds something,
    #[serde(default)]
    pub rules: Vec<String>,
    /// or where this element, else that of what was missed, stands so.
    pub element: Option<String>,
    #[serde(default)]
    pub standing: Vec<Standing>,
    /// By itself it does not move the next step to the other side.
    #[serde(default)]
    pub minor: bool,
    pub owes: Party,
    pub is: String,
}

/// Said where no cause decides.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldWords {
    pub owes: Party,
    pub is: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwesWords {
    pub delegator: String,
    pub delegate: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AgendaWords {
    pub facts: String,
    pub read: String,
    pub mend: String,
    pub account: String,
    pub recover: String,
    pub consequence: String,
    pub no_consequence: String,
    pub next: String,
}

/// The words of a new brief.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewWords {
    pub intro: String,
    pub resumed: String,
    pub keep: String,
    pub written: String,
    pub title: String,
    pub owner: String,
    pub delegator: String,
    pub untitled: String,
    pub steps: Vec<Step>,
}

/// One element that a new brief asks for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub element: String,
    pub heading: String,
    pub asks: String,
    /// An answer that would pass.
    pub hint: String,
    /// What is asked otherwise for a kind of brief.
    #[serde(default)]
    pub kinds: BTreeMap<DraftKind, KindStep>,
}

/// What a kind of brief asks in place of the words of a step.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindStep {
    pub heading: Option<String>,
    pub asks: Option<String>,
    pub hint: String,
}

impl Step {
    /// The words for a kind of brief: heading, question and an answer that would pass.
    #[must_use]
    pub fn of(&self, kind: DraftKind) -> (&str, &str, &str) {
        let Some(of) = self.kinds.get(&kind) else { return (&self.heading, &self.asks, &self.hint) };
        (of.heading.as_ref().unwrap_or(&self.heading), of.asks.as_ref().unwrap_or(&self.asks), &of.hint)
    }
}

impl Wording {
    /// The words in the binary.
    ///
    /// # Errors
    /// Never for the rules as they are: a test reads them.
    pub fn builtin() -> Result<Wording, yaml::Error> {
        let text =
            rule::builtin_sources().iter().find(|(path, _)| *path == "clarity.yaml").map_or("", |(_, text)| text);
        match yaml::parse(text, 0)? {
            Some(node) => yaml::from_node(&node),
            None => Err(yaml::Error::new(crate::source::Span::default(), "there are no words for the clarity test")),
        }
    }

    /// What a grade is called.
    #[must_use]
    pub fn grade(&self, grade: Grade) -> &str {
        match grade {
            Grade::Pass => &self.grades.pass,
            Grade::Partly => &self.grades.partly,
            Grade::Fail => &self.grades.fail,
        }
    }

    /// What an element is called; a team's own goes by its name.
    #[must_use]
    pub fn element<'a>(&'a self, id: &'a str) -> &'a str {
        self.elements.get(id).map_or(id, |words| &words.title)
    }
}

/// Puts values into the holes of a sentence, on one line; one that begins the sentence gets a capital.
#[must_use]
pub fn fill(sentence: &str, holes: &[(&str, &str)]) -> String {
    crate::lint::fill_holes(sentence, |name, before| {
        let (_, value) = holes.iter().find(|(known, _)| *known == name)?;
        let value = on_one_line(value);
        let begins = before.is_empty() || before.ends_with(". ");
        Some(if begins { capital(&value) } else { value })
    })
}

/// The same with a capital at the start.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

/// A sentence on one line, cut to this many characters so that some words in it can be seen.
#[must_use]
pub fn excerpt(sentence: &str, words: &str, most: usize) -> String {
    let cut = shortened(sentence, most);
    match sentence.find(words) {
        Some(at) if !words.is_empty() && !cut.contains(words) && at > 0 => {
            format!("… {}", shortened(&sentence[at..], most.saturating_sub(2)))
        }
        _ => cut,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_words_are_whole() {
        let wording = Wording::builtin().expect("the words of the clarity test");
        let program = rule::builtin();
        for role in &program.roles[..program.elements as usize] {
            assert!(wording.elements.contains_key(&role.id), "no words for {}", role.id);
        }
        for field in &program.fields {
            assert!(wording.fields.contains_key(&field.name), "no words for {}", field.name);
        }
        for rule in wording.doubts.keys().filter(|rule| *rule != "any") {
            assert!(program.rule(rule).is_some(), "there is no rule {rule}");
        }
        for cause in &wording.diagnose.causes {
            assert!(cause.rules.is_empty() != cause.standing.is_empty(), "{} never or doubly holds", cause.id);
            for rule in &cause.rules {
                assert!(program.rule(rule).is_some(), "there is no rule {rule}");
            }
            if let Some(element) = &cause.element {
                assert!(wording.elements.contains_key(element), "there is no element {element}");
            }
        }
    }

    #[test]
    fn a_value_with_a_hole_in_it_stays_what_it_is() {
        assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "x\n y")]), "{b} and x y");
        assert_eq!(fill("{a}: so. {a}", &[("a", "the owner")]), "The owner: so. The owner");
        assert_eq!(fill("{c}", &[("a", "b")]), "{c}");
    }
}
