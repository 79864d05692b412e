use std::collections::BTreeMap;

use super::{Finding, Identity, Responsibilities, State};
use crate::rule::{Check, Program, Rule, Severity};
use crate::source::{Span, shortened};

/// What a team has decided about one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleSetting {
    /// It has no findings.
    Off,
    /// What it finds is of this severity, whatever its file says.
    At(Severity),
}

/// What a check needs to know beside text and rules. Plain values: where they come from is the config's business.
#[derive(Clone, Debug)]
pub struct Settings {
    /// By id; the others are as their files say.
    pub rules: BTreeMap<String, RuleSetting>,
    /// For briefs of a kind (`kind: charter`), what differs.
    pub by_kind: BTreeMap<String, BTreeMap<String, RuleSetting>>,
    /// Words that silence a rule in the text count.
    pub silencing: bool,
    /// Rules that cannot be silenced in a brief.
    pub never_silenced: Vec<String>,
    /// Briefs of one owner that may fall due within [`Settings::window_days`].
    pub most_due: usize,
    /// The length of that window, in days.
    pub window_days: i64,
    /// The day that the `until` of a silence is measured against; without one every silence is in force.
    pub today: Option<crate::language::Day>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            rules: BTreeMap::new(),
            by_kind: BTreeMap::new(),
            silencing: true,
            never_silenced: Vec::new(),
            most_due: 5,
            window_days: 14,
            today: None,
        }
    }
}

/// A finding before settings: which rule, where, and what fills the holes of its message.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    pub(super) rule: crate::rule::RuleId,
    pub(super) span: Span,
    pub(super) holes: Vec<(&'static str, String)>,
    pub(super) related: Vec<super::Related>,
    /// As [`Finding::home`].
    pub(super) home: Option<usize>,
}

impl Raw {
    pub(super) fn new(rule: crate::rule::RuleId, span: Span) -> Raw {
        Raw { rule, span, holes: Vec::new(), related: Vec::new(), home: None }
    }

    pub(super) fn hole(mut self, name: &'static str, value: impl Into<String>) -> Raw {
        self.holes.push((name, value.into()));
        self
    }

    pub(super) fn related(mut self, span: Span, message: impl Into<String>) -> Raw {
        self.related.push(super::Related { path: None, span, message: message.into() });
        self
    }
}

impl Settings {
    /// The severity of a rule under these settings, `None` when it is off.
    #[must_use]
    pub fn severity(&self, rule: &Rule, kind: Option<&str>) -> Option<Severity> {
        let by_kind = kind.and_then(|kind| self.by_kind.get(kind)).and_then(|rules| rules.get(&rule.id));
        match by_kind.or_else(|| self.rules.get(&rule.id)) {
            Some(RuleSetting::Off) => None,
            Some(RuleSetting::At(severity)) => Some(*severity),
            None => Some(rule.severity),
        }
    }

    /// Turns what was found into findings: drops rules that are off, gives severity and words.
    pub(super) fn apply(
        &self,
        program: &Program,
        responsibilities: &Responsibilities,
        kind: Option<&str>,
        raw: Vec<Raw>,
    ) -> Vec<Finding> {
        raw.into_iter()
            .filter_map(|raw| {
                let rule = &program.rules[raw.rule as usize];
                let severity = self.severity(rule, kind)?;
                let mut finding = finish(program, rule, severity, raw);
                finding.responsibility = finding.home.and_then(|home| responsibilities.each[home].name.clone());
                Some(finding)
            })
            .collect()
    }
}

pub(super) fn finish(program: &Program, rule: &Rule, severity: Severity, raw: Raw) -> Finding {
    let group = &program.groups[rule.group as usize];
    Finding {
        rule: rule.id.clone(),
        group: group.id.clone(),
        question: group.question.clone(),
        severity,
        message: fill(&rule.message, &raw.holes),
        help: fill(&rule.help, &raw.holes),
        span: raw.span,
        related: raw.related,
        home: raw.home,
        responsibility: None,
        state: State::Open,
        missing: match rule.check {
            Check::Missing(element) => Some(program.roles[element as usize].id.clone()),
            _ => None,
        },
        identity: Identity::default(),
    }
}

/// The most characters of a value in a message.
const MOST_SHOWN: usize = 90;

/// Puts values into the holes of a text; white space in them becomes one blank, and long ones are cut.
fn fill(text: &str, holes: &[(&'static str, String)]) -> String {
    fill_holes(text.trim(), |name, _| {
        let (_, value) = holes.iter().find(|(known, _)| *known == name)?;
        Some(shortened(value, MOST_SHOWN))
    })
}

/// Puts values into the holes (`{name}`) of a text from left to right, so that a value with a hole in it stays what it is.
/// `value` is given the name of a hole and the text before it; a hole without a value stays.
#[must_use]
pub fn fill_holes(text: &str, mut value: impl FnMut(&str, &str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        filled.push_str(before);
        let close = from.find('}');
        match close.and_then(|close| Some((close, value(&from[1..close], &filled)?))) {
            Some((close, value)) => {
                filled.push_str(&value);
                rest = &from[close + 1..];
            }
            None => {
                filled.push('{');
                rest = &from[1..];
            }
        }
    }
    filled + rest
}
