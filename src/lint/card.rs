//! What the clarity test says of one responsibility.

use serde::{Deserialize, Serialize};

use crate::language::Period;
use crate::rule::{Check, Program, RoleId};
use crate::source::Span;

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// An error stands against it, or no more is said than words that undermine it.
    Fail,
    /// It is answered, and something undermines the answer.
    Partly,
    /// No open finding at warning or above stands against it.
    Pass,
}

/// Whether an element is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Nothing states it.
    Missing,
    /// Every statement of it is at fault.
    Poor,
    /// A statement without fault.
    Sound,
}

/// A passage that states an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The words that do it.
    pub span: Span,
    /// The sentence or value that they stand in.
    pub passage: Span,
    /// How the two read, without the marks of emphasis and links.
    pub words: String,
    /// The passage without its label; words above it that turn it round (“Do not”) stand before it.
    pub sentence: String,
    /// The key, where it is a field of the front matter.
    pub field: Option<String>,
    /// It stands in the responsibility itself, not in what is said for all.
    pub own: bool,
    /// No open finding at warning or above lies on the words, nor on others of the passage that state the same.
    pub sound: bool,
}

/// What a brief says about one element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The id of its role.
    pub element: String,
    /// That of its best statement.
    pub standing: Standing,
    /// The most telling one first.
    pub stated: Vec<Stated>,
    /// What is wrong with it: places in [`Outcome::findings`](super::Outcome::findings).
    pub findings: Vec<usize>,
}

/// The answer to one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its id, as [`Program::questions`] has it.
    pub question: String,
    /// What the findings and statements come to.
    pub grade: Grade,
    /// Every element of the question, stated or not, in the order in which a new brief has them; those without a stub
    /// last.
    pub evidence: Vec<Evidence>,
    /// What undermines the answer as a whole: places in [`Outcome::findings`](super::Outcome::findings).
    pub traps: Vec<usize>,
}

/// How one responsibility stands the clarity test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scorecard {
    /// `None` where the brief holds just one.
    pub name: Option<String>,
    /// Its name, else the title of the brief; empty where there is none.
    pub title: String,
    /// As [`Responsibility::anchor`](super::Responsibility::anchor).
    pub anchor: Span,
    /// Who answers for it, as far as a name is given.
    pub owner: Option<String>,
    /// Who hands it over, as far as a name is given.
    pub delegator: Option<String>,
    /// By the `due` field of the brief, else by the best passage of the body that states the deadline with one date.
    pub due: Option<Period>,
    /// In the order of the test.
    pub answers: Vec<Answer>,
}

impl Scorecard {
    /// The grade of a question.
    #[must_use]
    pub fn grade(&self, question: &str) -> Option<Grade> {
        self.answers.iter().find(|answer| answer.question == question).map(|answer| answer.grade)
    }
}

/// The question of the clarity test that an element answers: that of the rule that misses it.
#[must_use]
pub fn question_of(program: &Program, element: RoleId) -> Option<&str> {
    let rule = program.rules.iter().find(|rule| rule.check == Check::Missing(element))?;
    Some(&program.groups[rule.group as usize].question)
}
