//! From text, rules and settings to findings: the one pure function that the command line and the editor share.

mod absence;
mod contradiction;
mod finding;
mod front;
mod names;
mod passages;
mod portfolio;
mod reading;
mod responsibility;
mod settings;
mod silence;
pub mod trial;

pub use finding::{Finding, Related, State};
pub use portfolio::{Portfolio, Summary, join};
pub use reading::{Hit, Linter, Reading, Statement};
pub use responsibility::Responsibility;
pub use settings::{RuleSetting, Settings};

use crate::brief::{self, Brief};
use crate::rule::Program;

/// What was found in one brief.
#[derive(Debug, Default)]
pub struct Outcome {
    /// In the order of the file; silenced ones are kept, with their state.
    pub findings: Vec<Finding>,
    /// What checks across briefs need to know of this one.
    pub summary: Summary,
}

/// Lints one brief: `text` is the whole file.
#[must_use]
pub fn check(text: &str, program: &Program, settings: &Settings, linter: &mut Linter) -> Outcome {
    let brief = brief::read(text);
    check_brief(text, &brief, program, settings, linter)
}

fn check_brief(text: &str, brief: &Brief, program: &Program, settings: &Settings, linter: &mut Linter) -> Outcome {
    let reading = linter.read(text, brief, program);
    let responsibilities = responsibility::of(text, brief, program, &reading);
    let kind = front::kind(brief, program);
    let context = Context { text, brief, program, settings, reading: &reading, responsibilities: &responsibilities };
    let mut findings = passages::check(&context);
    findings.extend(absence::check(&context));
    findings.extend(front::check(&context));
    let mut findings = settings.apply(program, kind, findings);
    silence::apply(&context, &mut findings);
    findings.sort_by(|a, b| (a.span, a.rule.as_str()).cmp(&(b.span, b.rule.as_str())));
    Outcome { findings, summary: portfolio::summarise(&context) }
}

/// Everything that a check may ask.
struct Context<'a> {
    text: &'a str,
    brief: &'a Brief,
    program: &'a Program,
    settings: &'a Settings,
    reading: &'a Reading,
    responsibilities: &'a [Responsibility],
}
