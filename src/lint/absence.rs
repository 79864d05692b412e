//! Findings about a whole responsibility: what is missing from it, and how its parts weigh against each other.

use std::collections::BTreeSet;

use super::Context;
use super::settings::Raw;
use crate::brief::BlockId;
use crate::rule::{Check, RuleId};

pub(super) fn check(context: &Context<'_>) -> Vec<Raw> {
    let mut raw = Vec::new();
    for (id, rule) in context.program.rules.iter().enumerate() {
        match rule.check {
            Check::Missing(element) => {
                let each = context.responsibilities.each.iter().enumerate();
                raw.extend(each.filter(|(_, one)| !one.elements.has(element)).map(|(number, one)| {
                    let missing = Raw::new(id as RuleId, one.anchor);
                    Raw { home: Some(number), ..missing }
                }));
            }
            Check::Ratio { least, times, of } => {
                let hits = context.reading.hits.iter().filter(|hit| hit.rule as usize == id);
                let passages: BTreeSet<BlockId> = hits.map(|hit| hit.block).collect();
                let stated = context.reading.statements.iter().filter(|statement| of.has(statement.element));
                let statements: BTreeSet<BlockId> =
                    stated.map(|statement| statement.block).filter(|block| !passages.contains(block)).collect();
                let count = passages.len();
                if count >= usize::from(least) && count >= usize::from(times) * statements.len() {
                    raw.push(
                        Raw::new(id as RuleId, context.brief.anchor(context.text)).hole("count", count.to_string()),
                    );
                }
            }
            Check::Passage | Check::Code(_) => {}
        }
    }
    raw
}
