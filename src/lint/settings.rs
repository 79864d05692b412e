use std::collections::BTreeMap;

use super::{Finding, Identity, State};
use crate::rule::{Program, Rule, Severity};
use crate::source::Span;

/// What a team has decided about one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleSetting {
    Off,
    At(Severity),
}

/// What a check needs to know beside text and rules. Plain values: where they come from is the config's business.
#[derive(Clone, Debug)]
pub struct Settings {
    pub rules: BTreeMap<String, RuleSetting>,
    /// For briefs of a kind (`kind: charter`), what differs.
    pub by_kind: BTreeMap<String, BTreeMap<String, RuleSetting>>,
    /// Words that silence a rule in the text count.
    pub silencing: bool,
    /// Rules that cannot be silenced in a brief.
    pub never_silenced: Vec<String>,
    /// Briefs of one owner that may fall due within [`Settings::window_days`].
    pub most_due: usize,
    pub window_days: i64,
    /// Day `until` which silencing holds is measured against: `None` leaves all in force.
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
    pub(super) responsibility: Option<String>,
}

impl Raw {
    pub(super) fn new(rule: crate::rule::RuleId, span: Span) -> Raw {
        Raw { rule, span, holes: Vec::new(), related: Vec::new(), responsibility: None }
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
    pub(super) fn apply(&self, program: &Program, kind: Option<&str>, raw: Vec<Raw>) -> Vec<Finding> {
        raw.into_iter()
            .filter_map(|raw| {
                let rule = &program.rules[raw.rule as usize];
                let severity = self.severity(rule, kind)?;
                Some(finish(program, rule, severity, raw))
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
        responsibility: raw.responsibility,
        state: State::Open,
        identity: Identity::default(),
    }
}

/// Puts values into the holes of a text; white space in them becomes one blank, and long ones are cut.
fn fill(text: &str, holes: &[(&'static str, String)]) -> String {
    let mut filled = text.trim().to_owned();
    for (name, value) in holes {
        let hole = format!("{{{name}}}");
        if filled.contains(&hole) {
            let mut value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            if value.chars().count() > 90 {
                value = value.chars().take(88).collect::<String>().trim_end().to_owned() + " …";
            }
            filled = filled.replace(&hole, &value);
        }
    }
    filled
}
