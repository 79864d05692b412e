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
    pub(crate) unnamed: Names,
    pub(crate) grades: Grades,
    /// Said of an element that nothing states.
    pub(crate) missing: String,
    /// Stands over findings that are about no element.
    pub(crate) also: String,
    pub(crate) questions: Vec<Question>,
    pub(crate) verdicts: Verdicts,
    pub(crate) elements: BTreeMap<String, ElementWords>,
    /// What each field of the front matter says.
    pub(crate) fields: BTreeMap<String, String>,
    /// What to ask about words that a rule finds, by rule.
    pub(crate) doubts: BTreeMap<String, String>,
    pub(crate) back_brief: BackBriefWords,
    pub(crate) diagnose: DiagnoseWords,
    pub(crate) new: NewWords,
}

/// Names for what a brief leaves unnamed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Names {
    pub(crate) title: String,
    pub(crate) owner: String,
    pub(crate) delegator: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Grades {
    pub(crate) pass: String,
    pub(crate) partly: String,
    pub(crate) fail: String,
}

/// One question of the test.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Question {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) asks: String,
    /// The side of the bargain that it belongs to.
    pub(crate) half: String,
    pub(crate) calls_for: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Verdicts {
    pub(crate) clear: String,
    pub(crate) autonomy: String,
    pub(crate) accountability: String,
    pub(crate) both: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ElementWords {
    pub(crate) title: String,
    /// Asked where the brief does not say it.
    pub(crate) asks: String,
    /// Asked where it does.
    pub(crate) follow: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BackBriefWords {
    pub(crate) title: String,
    pub(crate) intro: String,
    pub(crate) doubts: String,
    pub(crate) answered: String,
}

/// The words of the talk after a miss.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DiagnoseWords {
    pub(crate) title: String,
    pub(crate) ask: String,
    /// By the name that people give on the command line.
    pub(crate) misses: BTreeMap<String, Miss>,
    pub(crate) headings: DiagnoseHeadings,
    pub(crate) said: String,
    pub(crate) unsaid: String,
    /// What weighs most first: it decides who owes the next step.
    pub(crate) causes: Vec<CauseWords>,
    pub(crate) held: HeldWords,
    pub(crate) owes: OwesWords,
    pub(crate) agenda: AgendaWords,
}

/// Something that can be missed, and the element that should have said what it is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Miss {
    pub(crate) element: String,
    pub(crate) is: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DiagnoseHeadings {
    pub(crate) missed: String,
    pub(crate) said: String,
    pub(crate) broke: String,
    pub(crate) owes: String,
    pub(crate) agenda: String,
}

/// Who owes the next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) enum Party {
    Delegator,
    Delegate,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CauseWords {
    pub(crate) id: String,
    /// It holds where one of these rules finds something,
    #[serde(default)]
    pub(crate) rules: Vec<String>,
    /// or where this element, else that of what was missed, stands so.
    pub(crate) element: Option<String>,
    #[serde(default)]
    pub(crate) standing: Vec<Standing>,
    /// By itself it does not move the next step to the other side.
    #[serde(default)]
    pub(crate) minor: bool,
    pub(crate) owes: Party,
    pub(crate) is: String,
}

/// Said where no cause decides.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HeldWords {
    pub(crate) owes: Party,
    pub(crate) is: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwesWords {
    pub(crate) delegator: String,
    pub(crate) delegate: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct AgendaWords {
    pub(crate) facts: String,
    pub(crate) read: String,
    pub(crate) mend: String,
    pub(crate) account: String,
    pub(crate) recover: String,
    pub(crate) consequence: String,
    pub(crate) no_consequence: String,
    pub(crate) next: String,
}

/// The words of a new brief.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewWords {
    pub(crate) intro: String,
    pub(crate) resumed: String,
    pub(crate) keep: String,
    pub(crate) written: String,
    pub(crate) title: String,
    pub(crate) owner: String,
    pub(crate) delegator: String,
    pub(crate) untitled: String,
    pub(crate) steps: Vec<Step>,
}

/// One element that a new brief asks for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    pub(crate) element: String,
    pub(crate) heading: String,
    pub(crate) asks: String,
    /// An answer that would pass.
    pub(crate) hint: String,
    /// What is asked otherwise for a kind of brief.
    #[serde(default)]
    pub(crate) kinds: BTreeMap<DraftKind, KindStep>,
}

/// What a kind of brief asks in place of the words of a step.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KindStep {
    pub(crate) heading: Option<String>,
    pub(crate) asks: Option<String>,
    pub(crate) hint: String,
}

impl Step {
    /// The words for a kind of brief: heading, question and an answer that would pass.
    #[must_use]
    pub(crate) fn of(&self, kind: DraftKind) -> (&str, &str, &str) {
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
    pub(crate) fn grade(&self, grade: Grade) -> &str {
        match grade {
            Grade::Pass => &self.grades.pass,
            Grade::Partly => &self.grades.partly,
            Grade::Fail => &self.grades.fail,
        }
    }

    /// What an element is called; a team's own goes by its name.
    #[must_use]
    pub(crate) fn element<'a>(&'a self, id: &'a str) -> &'a str {
        self.elements.get(id).map_or(id, |words| &words.title)
    }
}

/// Puts values into the holes of a sentence, on one line; one that begins the sentence gets a capital.
#[must_use]
pub(crate) fn fill(sentence: &str, holes: &[(&str, &str)]) -> String {
    crate::lint::fill_holes(sentence, |name, before| {
        let (_, value) = holes.iter().find(|(known, _)| *known == name)?;
        let value = on_one_line(value);
        let begins = before.is_empty() || before.ends_with(". ");
        Some(if begins { capital(&value) } else { value })
    })
}

/// The same with a capital at the start.
#[must_use]
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

/// A sentence on one line, cut to this many characters so that some words in it can be seen.
#[must_use]
pub(crate) fn excerpt(sentence: &str, words: &str, most: usize) -> String {
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
