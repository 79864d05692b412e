//! The clarity test of one file, with the words and places that people see.

use serde::{Serialize, Serializer};

use super::Wording;
use crate::language::Period;
use crate::lint::{Finding, Grade, Scorecard, Standing, State};
#[cfg(test)]
use crate::report::FindingOut;
use crate::report::{Located, Place, SpanOut, finding};
use crate::rule::Severity;
use crate::source::{LineIndex, on_one_line};

/// One file under the clarity test.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Sheet {
    /// As it is called from the folder of the run.
    pub path: String,
    /// The language of the brief, where the rules do not speak it: then nothing is judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub foreign: Option<String>,
    /// In the order of the file; without any of its own, the file is one.
    #[serde(rename = "responsibilities")]
    pub cards: Vec<Card>,
}

/// One responsibility under the clarity test.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Card {
    /// What the brief calls it, where a brief has several.
    pub name: Option<String>,
    /// The path, where the brief has no title.
    pub title: String,
    #[serde(skip)]
    has_title: bool,
    /// Where it begins.
    #[serde(rename = "span", serialize_with = "span")]
    #[cfg_attr(test, schemars(with = "SpanOut"))]
    pub place: Place,
    /// Who answers for it, as far as a name is given.
    pub owner: Option<String>,
    /// Who hands it over, as far as a name is given.
    #[serde(skip)]
    pub delegator: Option<String>,
    /// The last day on which it is in time, `2027-05-14`.
    #[serde(serialize_with = "last_day")]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date")))]
    pub due: Option<Period>,
    /// What all answers together come to.
    pub verdict: Verdict,
    /// In the order of the test.
    pub questions: Vec<Answer>,
}

/// What the answers come to.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Verdict {
    /// The halves that are weak: `autonomy`, `accountability`.
    pub weak: Vec<String>,
    /// The questions whose answers have to become clearer.
    pub calls_for: Vec<String>,
    /// The same in sentences, the first one alone.
    #[serde(skip)]
    pub headline: String,
    /// What each weak question calls for, a sentence each, in the order of the test.
    #[serde(skip)]
    pub calls: Vec<String>,
    /// The headline and what the answers call for, as one paragraph.
    pub text: String,
}

/// How a question is answered, and by what.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Answer {
    /// `autonomy`, `accountability` or `consequences`.
    pub question: String,
    /// What people call the question.
    pub title: String,
    /// The question itself.
    pub asks: String,
    /// Whether the brief answers it.
    #[serde(rename = "answer", serialize_with = "grade")]
    #[cfg_attr(test, schemars(with = "String", extend("enum" = ["pass", "partly", "fail"])))]
    pub grade: Grade,
    /// In the order in which a new brief has them, those without a place in it last.
    pub elements: Vec<Element>,
    /// Findings against the answer that are about none of its elements.
    #[serde(serialize_with = "findings")]
    #[cfg_attr(test, schemars(with = "Vec<FindingOut<'static>>"))]
    pub traps: Vec<Located>,
}

/// What an answer is made of, such as a deadline.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Element {
    /// Its id, as rule files and configs have it.
    pub element: String,
    /// What people call it.
    #[serde(skip)]
    pub title: String,
    /// Whether one of its statements is sound, or there is any.
    #[cfg_attr(test, schemars(with = "String", extend("enum" = ["missing", "poor", "sound"])))]
    pub standing: Standing,
    /// Every passage that states it, the best one first.
    #[serde(rename = "statements")]
    pub stated: Vec<Stated>,
    /// What counts against it.
    #[serde(serialize_with = "findings")]
    #[cfg_attr(test, schemars(with = "Vec<FindingOut<'static>>"))]
    pub findings: Vec<Located>,
}

/// A passage that states an element.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Stated {
    /// The key, where a field of the front matter states it.
    pub field: Option<String>,
    /// The words that state it.
    pub words: String,
    /// The sentence that they stand in.
    pub sentence: String,
    /// Nothing counts against it.
    pub sound: bool,
    /// Where the words are.
    #[serde(rename = "span", serialize_with = "span")]
    #[cfg_attr(test, schemars(with = "SpanOut"))]
    pub place: Place,
}

impl Sheet {
    /// Places the scorecards of a file with this text.
    #[must_use]
    pub fn new(path: &str, text: &str, found: &[Finding], cards: &[Scorecard], wording: &Wording) -> Sheet {
        let index = LineIndex::new(text);
        let locate = |numbers: &[usize]| -> Vec<Located> {
            let open = numbers.iter().map(|&number| &found[number]).filter(|finding| finding.state == State::Open);
            open.map(|finding| Located::new(text, &index, finding.clone(), &|_, _| None)).collect()
        };
        let element = |evidence: &crate::lint::Evidence| Element {
            element: evidence.element.clone(),
            title: wording.element(&evidence.element).to_owned(),
            standing: evidence.standing,
            stated: evidence
                .stated
                .iter()
                .map(|stated| Stated {
                    field: stated.field.clone(),
                    words: on_one_line(&stated.words),
                    sentence: on_one_line(&stated.sentence),
                    sound: stated.sound,
                    place: Place::new(text, &index, stated.span),
                })
                .collect(),
            findings: locate(&evidence.findings),
        };
        let card = |card: &Scorecard| Card {
            name: card.name.clone(),
            title: on_one_line(if card.title.is_empty() { path } else { &card.title }),
            has_title: !card.title.is_empty(),
            place: Place::new(text, &index, card.anchor),
            owner: card.owner.as_deref().map(on_one_line),
            delegator: card.delegator.as_deref().map(on_one_line),
            due: card.due,
            verdict: Verdict::new(card, wording),
            questions: wording
                .questions
                .iter()
                .filter_map(|question| {
                    let answer = card.answers.iter().find(|answer| answer.question == question.id)?;
                    Some(Answer {
                        question: question.id.clone(),
                        title: question.title.clone(),
                        asks: question.asks.clone(),
                        grade: answer.grade,
                        elements: answer.evidence.iter().map(element).collect(),
                        traps: locate(&answer.traps),
                    })
                })
                .collect(),
        };
        Sheet { path: path.to_owned(), foreign: None, cards: cards.iter().map(card).collect() }
    }

    /// The worst grade in it.
    #[must_use]
    pub fn worst(&self) -> Grade {
        self.cards.iter().map(Card::worst).min().unwrap_or(Grade::Pass)
    }
}

impl Card {
    /// The worst grade of its questions; it passes where the rules ask none.
    #[must_use]
    pub fn worst(&self) -> Grade {
        self.questions.iter().map(|answer| answer.grade).min().unwrap_or(Grade::Pass)
    }

    /// Of all questions, in the order of the test.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.questions.iter().flat_map(|answer| &answer.elements)
    }

    /// By its id; none where no question asks for it.
    #[must_use]
    pub fn element(&self, id: &str) -> Option<&Element> {
        self.elements().find(|element| element.element == id)
    }

    /// Everything that is found in it, in the order of the file.
    #[must_use]
    pub fn findings(&self) -> Vec<&Located> {
        let mut found: Vec<&Located> = self
            .questions
            .iter()
            .flat_map(|answer| answer.traps.iter().chain(answer.elements.iter().flat_map(|element| &element.findings)))
            .collect();
        found.sort_by_key(|located| located.place.span);
        found
    }

    /// The holes of sentences about it.
    #[must_use]
    pub fn holes<'a>(&'a self, wording: &'a Wording) -> [(&'a str, &'a str); 3] {
        let unnamed = &wording.unnamed;
        [
            ("title", if self.has_title { &self.title } else { &unnamed.title }),
            ("owner", self.owner.as_ref().unwrap_or(&unnamed.owner)),
            ("delegator", self.delegator.as_ref().unwrap_or(&unnamed.delegator)),
        ]
    }
}

impl Element {
    /// The statement to show for it.
    #[must_use]
    pub fn best(&self) -> Option<&Stated> {
        self.stated.first()
    }

    /// What counts against it at warning or above.
    #[must_use]
    pub fn is_undermined(&self) -> bool {
        self.findings.iter().any(|located| located.finding.severity >= Severity::Warning)
    }
}

impl Verdict {
    fn new(card: &Scorecard, wording: &Wording) -> Verdict {
        let weak_questions: Vec<_> = wording
            .questions
            .iter()
            .filter(|question| card.grade(&question.id).is_some_and(|grade| grade < Grade::Pass))
            .collect();
        let weak_half = |half: &str| weak_questions.iter().any(|question| question.half == half);
        let verdicts = &wording.verdicts;
        let headline = match (weak_half("autonomy"), weak_half("accountability")) {
            (false, false) => &verdicts.clear,
            (true, false) => &verdicts.autonomy,
            (false, true) => &verdicts.accountability,
            (true, true) => &verdicts.both,
        };
        let calls: Vec<String> = weak_questions.iter().map(|question| question.calls_for.clone()).collect();
        let mut weak: Vec<String> = weak_questions.iter().map(|question| question.half.clone()).collect();
        weak.dedup();
        Verdict {
            weak,
            calls_for: weak_questions.iter().map(|question| question.id.clone()).collect(),
            text: std::iter::once(headline).chain(&calls).cloned().collect::<Vec<_>>().join(" "),
            headline: headline.clone(),
            calls,
        }
    }
}

fn span<S: Serializer>(place: &Place, serializer: S) -> Result<S::Ok, S::Error> {
    SpanOut::from(*place).serialize(serializer)
}

fn findings<S: Serializer>(located: &[Located], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(located.iter().map(finding))
}

fn last_day<S: Serializer>(due: &Option<Period>, serializer: S) -> Result<S::Ok, S::Error> {
    due.map(|due| due.last.to_string()).serialize(serializer)
}

fn grade<S: Serializer>(grade: &Grade, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(match grade {
        Grade::Pass => "pass",
        Grade::Partly => "partly",
        Grade::Fail => "fail",
    })
}
