//! Silencing in the brief: `<!-- brieflint-ignore RULE: reason -->` for the next block, `brieflint-ignore-file` for the
//! document, and `brieflint: {ignore: […]}` in the front matter.

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use super::finding::{Finding, State};
use super::portfolio::compares_briefs;
use super::settings::{Raw, finish};
use crate::brief::{Block, Comment, OWN_FIELD};
use crate::language::Read;
use crate::rule::{Check, CodeCheck, Rule};
use crate::source::{Span, on_one_line};
use crate::yaml::{Node, Value, did_you_mean, nearest};

/// One rule that is to be silent in one place.
#[derive(Clone, Debug)]
pub struct Silence {
    /// By its id; one that exists, and that the config lets be silenced.
    pub rule: String,
    /// As the brief gives it; never empty.
    pub reason: String,
    /// The words that ask for it.
    pub span: Span,
    /// Where it holds.
    pub over: Span,
    used: bool,
}

/// Marks what is silenced, and adds a finding for every silence that does not work. Gives the silences of rules that
/// show only across briefs, which nobody can check yet.
pub(super) fn apply(context: &Context<'_>, findings: &mut Vec<Finding>) -> Vec<Silence> {
    if !context.settings.silencing {
        return Vec::new();
    }
    let mut problems: Vec<(Span, String)> = Vec::new();
    let mut silences: Vec<Silence> = Vec::new();
    let ends = list_ends(&context.brief.blocks);
    for comment in &context.brief.comments {
        match from_comment(context, comment, &ends) {
            Some(Ok(more)) => silences.extend(more),
            Some(Err(problem)) => problems.push((comment.span, problem)),
            None => {}
        }
    }
    from_front_matter(context, &mut silences, &mut problems);
    silences.retain(|silence| match refusal(context, &silence.rule) {
        Some(problem) => {
            problems.push((silence.span, problem));
            false
        }
        None => true,
    });
    mark(&mut silences, findings);
    let kind = context.kind();
    // A rule that was not run, or not yet, may well be silenced with good reason.
    let was_run = |rule: &Rule| {
        let of_structure = matches!(rule.check, Check::Code(_));
        context.settings.severity(rule, kind).is_some() && (of_structure || !context.foreign)
    };
    let mut across = Vec::new();
    let mut unused: BTreeMap<Span, Vec<String>> = BTreeMap::new();
    for silence in silences {
        let Some(rule) = context.program.rule(&silence.rule) else { continue };
        let rule = &context.program.rules[rule as usize];
        if compares_briefs(rule) {
            across.push(silence);
        } else if !silence.used && was_run(rule) {
            unused.entry(silence.span).or_default().push(silence.rule);
        }
    }
    for (span, rules) in unused {
        problems.push((span, format!("this silences nothing: there is no `{}` here", rules.join("`, `"))));
    }
    let Some(rule) = context.program.rule_with(CodeCheck::UnusedSilencing) else { return across };
    let declared = &context.program.rules[rule as usize];
    if let Some(severity) = context.settings.severity(declared, kind) {
        for (span, problem) in problems {
            findings.push(finish(context.program, declared, severity, Raw::new(rule, span).hole("value", problem)));
        }
    }
    across
}

/// Why a rule cannot be silenced.
fn refusal(context: &Context<'_>, rule: &String) -> Option<String> {
    if context.program.rule(rule).is_none() {
        let near = nearest(rule, context.program.rules.iter().map(|rule| rule.id.as_str()));
        let hint = near.map(|near| format!("; {}", did_you_mean(near))).unwrap_or_default();
        return Some(format!("there is no rule `{rule}`{hint}"));
    }
    let never = context.settings.never_silenced.contains(rule);
    never.then(|| format!("the config does not let `{rule}` be silenced here"))
}

/// Silences the findings that stand where their rule is silenced.
fn mark(silences: &mut [Silence], findings: &mut [Finding]) {
    silences.sort_by(|a, b| (&a.rule, a.over.start).cmp(&(&b.rule, b.over.start)));
    // How far the silences of a rule reach up to each one: the first that reaches a finding is the one that covers it.
    let mut reach: Vec<u32> = Vec::with_capacity(silences.len());
    for (at, silence) in silences.iter().enumerate() {
        let before = at.checked_sub(1).filter(|&before| silences[before].rule == silence.rule);
        reach.push(before.map_or(0, |before| reach[before]).max(silence.over.end));
    }
    for finding in findings {
        let first = silences.partition_point(|silence| silence.rule < finding.rule);
        let end = first + silences[first..].partition_point(|silence| silence.rule == finding.rule);
        let at = first + reach[first..end].partition_point(|&reach| reach <= finding.span.start);
        if let Some(silence) = silences[..end].get_mut(at).filter(|silence| silence.over.overlaps(finding.span)) {
            silence.used = true;
            finding.state = State::Silenced { reason: silence.reason.clone() };
        }
    }
}

/// `None` for a comment about something else.
fn from_comment(context: &Context<'_>, comment: &Comment, ends: &[usize]) -> Option<Result<Vec<Silence>, String>> {
    let inner = comment.span.of(context.text).strip_prefix("<!--")?;
    let inner = inner.strip_suffix("-->").unwrap_or(inner).trim();
    let rest = inner.strip_prefix("brieflint-")?;
    let (directive, rest) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
    let over = match directive {
        "ignore" => next_block(context.text, &context.brief.blocks, comment, ends),
        "ignore-file" => Some(Span::new(0, context.text.len().max(1))),
        _ => {
            let near = nearest(directive, ["ignore", "ignore-file"]).unwrap_or("ignore");
            return Some(Err(format!(
                "`brieflint-{directive}` is not known; {}",
                did_you_mean(&format!("brieflint-{near}"))
            )));
        }
    };
    let Some((rules, reason)) = rest.split_once(':') else {
        return Some(Err("a reason is missing: write `brieflint-ignore RULE: why`".to_owned()));
    };
    let rules: BTreeSet<&str> = rules.split([',', ' ']).map(str::trim).filter(|rule| !rule.is_empty()).collect();
    let reason = on_one_line(reason);
    if rules.is_empty() || reason.is_empty() {
        return Some(Err("write `brieflint-ignore RULE: why`, with the rule and the reason".to_owned()));
    }
    let Some(over) = over else {
        return Some(Err("there is nothing after this that it could silence".to_owned()));
    };
    let silence =
        |rule: &str| Silence { rule: rule.to_owned(), reason: reason.clone(), span: comment.span, over, used: false };
    Some(Ok(rules.into_iter().map(silence).collect()))
}

/// For each block the end of the list or table that goes on from it, lists in it included.
fn list_ends(blocks: &[Block]) -> Vec<usize> {
    let mut ends: Vec<usize> = (1..=blocks.len()).collect();
    for id in (0..blocks.len()).rev() {
        while ends[id] < blocks.len() && blocks[ends[id]].group >= blocks[id].group {
            ends[id] = ends[ends[id]];
        }
    }
    ends
}

/// The block that a comment stands in, else the one that follows; a list counts as one, and so does a paragraph whose lines
/// stand for themselves; a heading with nothing else.
fn next_block(text: &str, blocks: &[Block], comment: &Comment, ends: &[usize]) -> Option<Span> {
    if let Some(block) = comment.inside {
        return Some(blocks[block as usize].span);
    }
    let first = blocks.partition_point(|block| block.is_field() || block.span.start < comment.span.end);
    let Block { span, group, .. } = *blocks.get(first)?;
    let line = text[..comment.span.start as usize].rsplit('\n').next().unwrap_or_default();
    // After the mark of an item it is about that item.
    if !line.trim().is_empty() {
        return Some(span);
    }
    if group != 0 {
        return Some(span.join(blocks[ends[first] - 1].span));
    }
    let goes_on = |pair: &&[Block]| {
        let between = Span { start: pair[0].span.end, end: pair[1].span.start.max(pair[0].span.end) };
        let marks: String = between.of(text).chars().filter(|letter| !" \t\r>".contains(*letter)).collect();
        pair.iter().all(|block| block.group == 0 && !block.is_heading()) && !marks.contains("\n\n")
    };
    let more = blocks[first..].windows(2).take_while(goes_on).count();
    Some(span.join(blocks[first + more].span))
}

/// The keys of an entry in the front matter that silences a rule.
const ENTRY_KEYS: [&str; 3] = ["rule", "reason", "until"];

/// `brieflint: {ignore: [{rule: …, reason: …, until: …}]}`
fn from_front_matter(context: &Context<'_>, silences: &mut Vec<Silence>, problems: &mut Vec<(Span, String)>) {
    let Some(field) = context.brief.front.fields.iter().find(|field| field.key == OWN_FIELD) else { return };
    let get = |node: &'_ Node, name: &str| -> Option<Node> {
        match &node.value {
            Value::Map(entries) => {
                entries.iter().find(|(key, _)| key.text() == Some(name)).map(|(_, value)| value.clone())
            }
            _ => None,
        }
    };
    let Some(Node { value: Value::List(entries), .. }) = get(&field.value, "ignore") else {
        problems.push((field.key_span, "write `brieflint: {ignore: [{rule: RULE, reason: why}]}`".to_owned()));
        return;
    };
    for entry in &entries {
        let text = |name: &str| {
            get(entry, name).and_then(|node| node.text().map(str::to_owned)).filter(|text| !text.trim().is_empty())
        };
        // An entry of nothing is shown at the key.
        let span = Some(entry.span.trim(context.text)).filter(|span| !span.is_empty()).unwrap_or(field.key_span);
        let keys = if let Value::Map(fields) = &entry.value { &fields[..] } else { &[] };
        for key in keys.iter().filter_map(|(key, _)| key.text()).filter(|key| !ENTRY_KEYS.contains(key)) {
            let near = nearest(key, ENTRY_KEYS).map(|near| format!("; {}", did_you_mean(near))).unwrap_or_default();
            problems.push((span, format!("there is no key `{key}` here{near}")));
        }
        let (Some(rule), Some(reason)) = (text("rule"), text("reason")) else {
            problems.push((span, "give a `rule` and a `reason`".to_owned()));
            continue;
        };
        if let Some(until) = text("until") {
            match (context.program.calendar.read(&until), context.settings.today) {
                (Read::Period(period), Some(today)) if period.last < today => {
                    problems.push((span, format!("this held until {until}; it no longer silences `{rule}`")));
                    continue;
                }
                (Read::Period(_), _) => {}
                _ => problems.push((span, format!("`until: {until}` is not a date"))),
            }
        }
        silences.push(Silence { rule, reason, span, over: Span::new(0, context.text.len().max(1)), used: false });
    }
}
