//! From text, rules and settings to findings: the one pure function that the command line and the editor share.

mod absence;
mod card;
mod cases;
mod contradiction;
mod evidence;
mod extract;
mod fields;
mod finding;
mod front;
mod guard;
mod identity;
mod measures;
mod names;
mod passages;
mod people;
mod portfolio;
mod raci;
mod reading;
mod responsibility;
mod roles;
mod scorecard;
mod sentence_cache;
mod settings;
mod silence;
pub mod trial;

pub use card::{Answer, Evidence, Grade, Scorecard, Standing, Stated, question_of};
pub use fields::{kind_of, misspelled};
pub use finding::{Finding, Related, State};
pub use front::date_node;
pub use guard::Fault;
pub use identity::{Identity, identify};
pub use portfolio::{NamedBrief, Portfolio, Summary, compares_briefs, join};
pub use reading::{Hit, Linter, Reading, Statement};
pub use responsibility::{Responsibilities, Responsibility, of as responsibilities};
pub use scorecard::name_of;
pub use settings::{RuleSetting, Settings, fill_holes};
pub use silence::Silence;

use crate::brief::Brief;
use crate::rule::{Program, same_key};

/// What was found in one brief.
#[derive(Debug, Default)]
pub struct Outcome {
    /// In the order of the file; silenced ones are kept, with their state.
    pub findings: Vec<Finding>,
    /// What checks across briefs need to know of this one.
    pub summary: Summary,
    /// The language that the brief is in and the rules are not: only rules about structure were run.
    pub foreign: Option<String>,
}

/// The language that a brief says it is in: `lang` or `language` in its front matter, without the region.
#[must_use]
pub fn language_of(brief: &Brief) -> Option<String> {
    let field =
        brief.front.fields.iter().find(|field| ["lang", "language"].iter().any(|name| same_key(&field.key, name)))?;
    let code = field.value.text()?.split(['-', '_']).next()?.trim().to_lowercase();
    (matches!(code.len(), 2 | 3) && code.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(code)
}

/// Lints one brief: `text` is the whole file, `language` what it is in unless it says so itself.
#[must_use]
pub fn check(
    text: &str,
    brief: &Brief,
    program: &Program,
    language: &str,
    settings: &Settings,
    linter: &mut Linter,
) -> Outcome {
    with_context(text, brief, program, language, settings, linter, |_, outcome| outcome)
}

/// Lints one brief like [`check`], and holds each of its responsibilities to the clarity test. There are no scorecards for
/// a brief in a language that the rules do not speak.
#[must_use]
pub fn clarity(
    text: &str,
    brief: &Brief,
    program: &Program,
    language: &str,
    settings: &Settings,
    linter: &mut Linter,
) -> (Outcome, Vec<Scorecard>) {
    with_context(text, brief, program, language, settings, linter, |context, outcome| {
        let cards = if outcome.foreign.is_none() { scorecard::of(context, &outcome) } else { Vec::new() };
        (outcome, cards)
    })
}

/// Lints one brief, and gives what was found to `then`, with everything that it was found from.
fn with_context<T>(
    text: &str,
    brief: &Brief,
    program: &Program,
    language: &str,
    settings: &Settings,
    linter: &mut Linter,
    then: impl FnOnce(&Context<'_>, Outcome) -> T,
) -> T {
    let language = language_of(brief).unwrap_or_else(|| language.to_owned());
    let foreign = (language != program.language).then_some(language);
    let reading = match foreign {
        Some(_) => Reading::of_structure(brief, program),
        None => linter.read(text, brief, program),
    };
    let responsibilities = responsibility::of(text, brief, program, &reading);
    let context = Context {
        text,
        brief,
        program,
        settings,
        reading: &reading,
        responsibilities: &responsibilities,
        foreign: foreign.is_some(),
    };
    let kind = context.kind();
    let mut raw = front::check(&context);
    raw.extend(contradiction::check(&context));
    if foreign.is_none() {
        raw.extend(passages::check(&context));
        raw.extend(absence::check(&context));
    }
    let mut findings = settings.apply(program, &responsibilities, kind, raw);
    let silenced = silence::apply(&context, &mut findings);
    findings.sort_by(Finding::by_place);
    identify(text, brief, program, &mut findings);
    let summary = Summary { silenced, ..portfolio::summarise(&context) };
    then(&context, Outcome { findings, summary, foreign })
}

/// Everything that a check may ask.
struct Context<'a> {
    text: &'a str,
    brief: &'a Brief,
    program: &'a Program,
    settings: &'a Settings,
    reading: &'a Reading,
    responsibilities: &'a Responsibilities,
    /// Only the rules about structure were run.
    foreign: bool,
}
