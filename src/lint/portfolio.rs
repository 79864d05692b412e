//! Checks across briefs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::identity::plain;
use super::settings::{Raw, Settings, finish};
use super::{Context, Finding, Related, Silence, State};
use crate::brief::Link;
use crate::language::{Day, Period};
use crate::rule::{Check, CodeCheck, Program, Rule};
use crate::source::Span;
use crate::yaml::{Node, Value};

/// Whether a rule compares briefs with each other, so that one brief alone does not show what it finds.
#[must_use]
pub fn compares_briefs(rule: &Rule) -> bool {
    use CodeCheck::{BrokenReference, ContestedOutcome, DuplicateId, LateDependency, OverloadedOwner};
    let Check::Code(check) = rule.check else { return false };
    matches!(check, DuplicateId | BrokenReference | LateDependency | OverloadedOwner | ContestedOutcome)
}

/// What checks across briefs need to know of one.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Its `id`, and the place of the value; `None` where it has none.
    pub id: Option<(String, Span)>,
    /// Its `owner` as it is written, and the place of the value; `None` also where it is a list.
    pub owner: Option<(String, Span)>,
    /// The place of its `due` date, and what that says; `None` where it is no date.
    pub due: Option<(Span, Period)>,
    /// Its `kind`, by which settings may differ.
    pub kind: Option<String>,
    /// `parent` and `depends-on`.
    pub references: Vec<NamedBrief>,
    /// Links to other files by relative path.
    pub links: Vec<Link>,
    /// Outcomes that can be told apart, in a form in which equal ones are equal.
    pub outcomes: Vec<(String, Span)>,
    /// Rules about several briefs that this one silences.
    pub silenced: Vec<Silence>,
}

/// A brief that another one names in its front matter, by its id or path.
#[derive(Clone, Debug)]
pub struct NamedBrief {
    /// It is named by `parent`, and by `depends-on` otherwise.
    pub is_parent: bool,
    /// As it is written: an id, or a path from the folder of the brief, with or without `.md`.
    pub name: String,
    /// The value, in the brief that names.
    pub span: Span,
}

pub(super) fn summarise(context: &Context<'_>) -> Summary {
    let text_of = |name: &str| context.value(name).and_then(|node| Some((node.text()?.trim().to_owned(), node.span)));
    let mut summary = Summary {
        id: text_of("id"),
        owner: text_of("owner"),
        due: context.due(),
        kind: context.kind().map(str::to_owned),
        ..Summary::default()
    };
    for (field, is_parent) in [("parent", true), ("depends-on", false)] {
        if let Some(node) = context.value(field) {
            references(node, &mut |name, span| summary.references.push(NamedBrief { is_parent, name, span }));
        }
    }
    let outcome = context.program.role("outcome");
    for statement in context.reading.statements.iter().filter(|statement| Some(statement.element) == outcome) {
        let key = plain(statement.span.of(context.text));
        // Short ones are labels that many briefs share.
        if key.split(' ').count() >= 4 {
            summary.outcomes.push((key, statement.span));
        }
    }
    summary.links.clone_from(&context.brief.links);
    summary
}

fn references(node: &Node, add: &mut impl FnMut(String, Span)) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| references(item, add)),
        Value::Scalar { text, .. } if !node.is_null() && !text.trim().is_empty() => {
            add(text.trim().to_owned(), node.span)
        }
        _ => {}
    }
}

/// All briefs of one run.
#[derive(Debug, Default)]
pub struct Portfolio {
    /// Path with forward slashes, and what is known of the brief.
    pub briefs: Vec<(String, Summary)>,
    /// Other files that exist: those named by references and links that are not briefs themselves.
    pub files: BTreeSet<String>,
}

impl Portfolio {
    /// Findings by path. `settings` gives those in force for a path.
    #[must_use]
    pub fn check<'s>(&self, program: &Program, settings: impl Fn(&str) -> &'s Settings) -> Vec<(String, Finding)> {
        let mut raw: Vec<(usize, CodeCheck, Raw)> = Vec::new();
        self.duplicate_ids(&mut raw);
        self.references(&mut raw);
        self.owners(&mut raw, &settings);
        self.outcomes(&mut raw);
        raw.into_iter()
            .filter_map(|(brief, check, mut raw)| {
                let (path, summary) = &self.briefs[brief];
                raw.rule = program.rule_with(check)?;
                let rule = &program.rules[raw.rule as usize];
                let severity = settings(path).severity(rule, summary.kind.as_deref())?;
                let mut finding = finish(program, rule, severity, raw);
                let covers = |silence: &&Silence| silence.rule == finding.rule && silence.over.overlaps(finding.span);
                if let Some(silence) = summary.silenced.iter().find(covers) {
                    finding.state = State::Silenced { reason: silence.reason.clone() };
                }
                Some((path.clone(), finding))
            })
            .collect()
    }

    fn related(&self, brief: usize, span: Span, message: &str) -> Related {
        Related { path: Some(self.briefs[brief].0.clone()), span, message: message.to_owned() }
    }

    fn duplicate_ids(&self, raw: &mut Vec<(usize, CodeCheck, Raw)>) {
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, (_, summary)) in self.briefs.iter().enumerate() {
            let Some((id, span)) = &summary.id else { continue };
            match first.get(id.as_str()) {
                None => {
                    first.insert(id, at);
                }
                Some(&other) => {
                    let mut found =
                        Raw::new(0, *span).hole("value", id.as_str()).hole("other", self.briefs[other].0.as_str());
                    if let Some((_, span)) = &self.briefs[other].1.id {
                        found.related.push(self.related(other, *span, "the first one"));
                    }
                    raw.push((at, CodeCheck::DuplicateId, found));
                }
            }
        }
    }

    fn references(&self, raw: &mut Vec<(usize, CodeCheck, Raw)>) {
        let names = Names::new(&self.briefs);
        for (at, (path, summary)) in self.briefs.iter().enumerate() {
            // One brief may be named in several ways.
            let mut told = BTreeSet::new();
            for NamedBrief { is_parent, name, span } in &summary.references {
                let Some(other) = names.resolve(path, name) else {
                    if !self.files.contains(&join(path, name)) {
                        raw.push((at, CodeCheck::BrokenReference, Raw::new(0, *span).hole("value", name.as_str())));
                    }
                    continue;
                };
                let (Some((due_span, due)), Some((other_span, other_due))) = (&summary.due, &self.briefs[other].1.due)
                else {
                    continue;
                };
                let late = if *is_parent { due.first > other_due.last } else { due.last < other_due.first };
                if late && told.insert((other, *is_parent)) {
                    let message = if *is_parent {
                        "it is due after its parent"
                    } else {
                        "it is due before a brief that it depends on"
                    };
                    let mut found =
                        Raw::new(0, *due_span).hole("value", message).hole("other", self.briefs[other].0.as_str());
                    found.related.push(self.related(other, *other_span, "due here"));
                    raw.push((at, CodeCheck::LateDependency, found));
                }
            }
            for Link { path: target, span } in &summary.links {
                let wanted = join(path, target);
                if !self.files.contains(&wanted) && !names.by_path.contains_key(wanted.as_str()) {
                    raw.push((at, CodeCheck::BrokenReference, Raw::new(0, *span).hole("value", target.as_str())));
                }
            }
        }
    }

    fn owners<'s>(&self, raw: &mut Vec<(usize, CodeCheck, Raw)>, settings: &impl Fn(&str) -> &'s Settings) {
        let mut by_owner: BTreeMap<String, Vec<(Day, usize)>> = BTreeMap::new();
        for (at, (_, summary)) in self.briefs.iter().enumerate() {
            if let (Some((owner, _)), Some((_, due))) = (&summary.owner, &summary.due) {
                by_owner.entry(plain(owner)).or_default().push((due.last, at));
            }
        }
        for (_, mut due) in by_owner {
            due.sort_unstable();
            let (mut first, mut reported) = (0, 0);
            for last in 0..due.len() {
                let (day, at) = due[last];
                let limit = settings(&self.briefs[at].0);
                while (day - due[first].0).get_days() as i64 > limit.window_days {
                    first += 1;
                }
                let count = last - first + 1;
                // Once a window: the brief that makes it one too many.
                if count > limit.most_due && first >= reported {
                    reported = last + 1;
                    let (_, summary) = &self.briefs[at];
                    let Some((owner, span)) = &summary.owner else { continue };
                    let mut found = Raw::new(0, *span)
                        .hole("value", owner.as_str())
                        .hole("count", count.to_string())
                        .hole("other", limit.window_days.to_string());
                    for &(_, other) in &due[first..last] {
                        if let Some((span, _)) = self.briefs[other].1.due {
                            found.related.push(self.related(other, span, "due here"));
                        }
                    }
                    raw.push((at, CodeCheck::OverloadedOwner, found));
                }
            }
        }
    }

    fn outcomes(&self, raw: &mut Vec<(usize, CodeCheck, Raw)>) {
        let mut first: BTreeMap<&str, (usize, Span)> = BTreeMap::new();
        for (at, (_, summary)) in self.briefs.iter().enumerate() {
            let Some((owner, _)) = &summary.owner else { continue };
            for (outcome, span) in &summary.outcomes {
                match first.get(outcome.as_str()) {
                    None => {
                        first.insert(outcome, (at, *span));
                    }
                    Some(&(other, place)) => {
                        let differs =
                            self.briefs[other].1.owner.as_ref().is_some_and(|(name, _)| plain(name) != plain(owner));
                        if other != at && differs {
                            let mut found = Raw::new(0, *span).hole("other", self.briefs[other].0.as_str());
                            found.related.push(self.related(other, place, "the same outcome"));
                            raw.push((at, CodeCheck::ContestedOutcome, found));
                        }
                    }
                }
            }
        }
    }
}

/// The briefs by what others call them.
struct Names<'p> {
    by_id: HashMap<&'p str, usize>,
    by_path: HashMap<&'p str, usize>,
}

impl<'p> Names<'p> {
    fn new(briefs: &'p [(String, Summary)]) -> Self {
        let mut names = Names { by_id: HashMap::new(), by_path: HashMap::new() };
        for (at, (path, summary)) in briefs.iter().enumerate() {
            // Of two with one name the first is meant.
            summary.id.iter().for_each(|(id, _)| _ = names.by_id.entry(id).or_insert(at));
            names.by_path.entry(path).or_insert(at);
        }
        names
    }

    /// The brief that a reference names: by id, or by a path from the folder of the brief at `from`.
    fn resolve(&self, from: &str, name: &str) -> Option<usize> {
        let by_path = |path: String| self.by_path.get(path.as_str());
        let found = self.by_id.get(name).or_else(|| {
            let path = join(from, name);
            by_path(format!("{path}.md")).into_iter().chain(by_path(path)).min()
        });
        found.copied()
    }
}

/// A path named in a brief, seen from the folder of the run: `..` and `.` are followed.
#[must_use]
pub fn join(from: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    if from.starts_with('/') && !joined.starts_with('/') { format!("/{joined}") } else { joined }
}
