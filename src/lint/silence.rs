//! Silencing in the brief: `<!-- brieflint-ignore RULE: reason -->` for the next block, `brieflint-ignore-file` for the
//! document, and `brieflint: {ignore: […]}` in the front matter.

use super::Context;
use super::finding::{Finding, State};
use super::passages::rule_of;
use super::settings::{Raw, finish};
use crate::brief::Comment;
use crate::language::Read;
use crate::rule::Program;
use crate::source::Span;
use crate::yaml::{Node, Value, nearest};

/// One place that asks for silence.
struct Silence {
    rules: Vec<String>,
    reason: String,
    /// The words that ask for it.
    span: Span,
    /// Where it holds.
    over: Span,
    used: bool,
}

/// Marks what is silenced, and adds a finding for every silence that does not work. Gives the silences of rules that
/// show only across briefs, which nobody can check yet: the rule, where it is silenced, and the reason.
pub(super) fn apply(context: &Context<'_>, findings: &mut Vec<Finding>) -> Vec<(String, Span, String)> {
    if !context.settings.silencing {
        return Vec::new();
    }
    let mut problems: Vec<(Span, String)> = Vec::new();
    let mut silences: Vec<Silence> = Vec::new();
    for comment in &context.brief.comments {
        match from_comment(context, comment) {
            Some(Ok(silence)) => silences.push(silence),
            Some(Err(problem)) => problems.push((comment.span, problem)),
            None => {}
        }
    }
    from_front_matter(context, &mut silences, &mut problems);
    for silence in &silences {
        for rule in &silence.rules {
            if context.program.rule(rule).is_none() {
                let near = nearest(rule, context.program.rules.iter().map(|rule| rule.id.as_str()));
                let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                problems.push((silence.span, format!("there is no rule `{rule}`{hint}")));
            } else if context.settings.never_silenced.contains(rule) {
                problems.push((silence.span, format!("the config does not let `{rule}` be silenced here")));
            }
        }
    }
    for finding in findings.iter_mut() {
        let silence = silences.iter_mut().find(|silence| {
            silence.rules.contains(&finding.rule)
                && silence.over.overlaps(finding.span)
                && !context.settings.never_silenced.contains(&finding.rule)
        });
        if let Some(silence) = silence {
            silence.used = true;
            finding.state = State::Silenced { reason: silence.reason.clone() };
        }
    }
    let kind = super::front::kind(context.brief, context.program);
    let allowed =
        |rule: &String| context.program.rule(rule).is_some() && !context.settings.never_silenced.contains(rule);
    let mut across = Vec::new();
    for silence in &silences {
        for rule in silence.rules.iter().filter(|rule| allowed(rule) && shows_across(context.program, rule)) {
            across.push((rule.clone(), silence.over, silence.reason.clone()));
        }
        // A rule that was not run, or not yet, may well be silenced with good reason.
        let not_run = |rule: &String| {
            let declared = context.program.rule(rule).map(|rule| &context.program.rules[rule as usize]);
            declared.is_some_and(|declared| context.settings.severity(declared, kind).is_none())
                || shows_across(context.program, rule)
        };
        let may_be_used = silence.used || silence.rules.iter().any(not_run);
        if !may_be_used && silence.rules.iter().all(&allowed) {
            problems.push((
                silence.span,
                format!("this silences nothing: there is no `{}` here", silence.rules.join("`, `")),
            ));
        }
    }
    let Some(rule) = rule_of(context.program, "unused-silencing") else { return across };
    let declared = &context.program.rules[rule as usize];
    if let Some(severity) = context.settings.severity(declared, kind) {
        for (span, problem) in problems {
            findings.push(finish(context.program, declared, severity, Raw::new(rule, span).hole("value", problem)));
        }
    }
    across
}

/// Whether a rule is about several briefs, so that one brief alone does not show what it finds.
fn shows_across(program: &Program, id: &str) -> bool {
    let rule = program.rule(id);
    rule.is_some() && super::portfolio::CHECKS.iter().any(|check| rule_of(program, check) == rule)
}

/// `None` for a comment about something else.
fn from_comment(context: &Context<'_>, comment: &Comment) -> Option<Result<Silence, String>> {
    let inner = comment.span.of(context.text).strip_prefix("<!--")?;
    let inner = inner.strip_suffix("-->").unwrap_or(inner).trim();
    let rest = inner.strip_prefix("brieflint-")?;
    let (directive, rest) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
    let over = match directive {
        "ignore" => next_block(context, comment),
        "ignore-file" => Some(Span::new(0, context.text.len().max(1))),
        _ => {
            let near = nearest(directive, ["ignore", "ignore-file"]).unwrap_or("ignore");
            return Some(Err(format!("`brieflint-{directive}` is not known; did you mean `brieflint-{near}`?")));
        }
    };
    let Some((rules, reason)) = rest.split_once(':') else {
        return Some(Err("a reason is missing: write `brieflint-ignore RULE: why`".to_owned()));
    };
    let rules: Vec<String> =
        rules.split([',', ' ']).map(str::trim).filter(|rule| !rule.is_empty()).map(str::to_owned).collect();
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    if rules.is_empty() || reason.is_empty() {
        return Some(Err("write `brieflint-ignore RULE: why`, with the rule and the reason".to_owned()));
    }
    let Some(over) = over else {
        return Some(Err("there is nothing after this that it could silence".to_owned()));
    };
    Some(Ok(Silence { rules, reason, span: comment.span, over, used: false }))
}

/// The block that a comment stands in, else the one that follows; a list counts as one, a heading with nothing else.
fn next_block(context: &Context<'_>, comment: &Comment) -> Option<Span> {
    let blocks = &context.brief.blocks;
    let first = match comment.inside {
        Some(block) => block as usize,
        None => blocks.iter().position(|block| block.span.start >= comment.span.end && !block.is_field())?,
    };
    let mut over = blocks[first].span;
    if comment.inside.is_none() && blocks[first].group != 0 {
        for block in blocks[first..].iter().take_while(|block| block.group >= blocks[first].group) {
            over = over.join(block.span);
        }
    }
    Some(over)
}

/// `brieflint: {ignore: [{rule: …, reason: …, until: …}]}`
fn from_front_matter(context: &Context<'_>, silences: &mut Vec<Silence>, problems: &mut Vec<(Span, String)>) {
    let Some(field) = context.brief.front.fields.iter().find(|field| field.key == "brieflint") else { return };
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
        let span = entry.span.trim(context.text);
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
                _ => problems.push((span, format!("`until: {until}` is no date"))),
            }
        }
        silences.push(Silence {
            rules: vec![rule],
            reason,
            span,
            over: Span::new(0, context.text.len().max(1)),
            used: false,
        });
    }
}
