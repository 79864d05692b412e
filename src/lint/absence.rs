//! Findings about a whole responsibility: what is missing from it, and how its parts weigh against each other.

use super::Context;
use super::settings::Raw;
use crate::rule::{Check, RuleId};

pub(super) fn check(context: &Context<'_>) -> Vec<Raw> {
    let mut raw = Vec::new();
    for (id, rule) in context.program.rules.iter().enumerate() {
        match rule.check {
            Check::Missing(element) => {
                for responsibility in
                    context.responsibilities.iter().filter(|responsibility| !responsibility.states(element))
                {
                    let mut missing = Raw::new(id as RuleId, responsibility.anchor);
                    missing.responsibility = responsibility.name.clone();
                    raw.push(missing);
                }
            }
            Check::Ratio { least, times, of } => {
                let passages = context
                    .reading
                    .hits
                    .iter()
                    .filter(|hit| hit.rule as usize == id)
                    .map(|hit| hit.block)
                    .collect::<std::collections::BTreeSet<_>>()
                    .len();
                let statements = context
                    .reading
                    .statements
                    .iter()
                    .filter(|statement| {
                        of.has(statement.element)
                            && !context
                                .reading
                                .hits
                                .iter()
                                .any(|hit| hit.rule as usize == id && hit.block == statement.block)
                    })
                    .map(|statement| statement.block)
                    .collect::<std::collections::BTreeSet<_>>()
                    .len();
                if passages >= usize::from(least) && passages >= usize::from(times) * statements {
                    raw.push(
                        Raw::new(id as RuleId, context.brief.anchor(context.text)).hole("count", passages.to_string()),
                    );
                }
            }
            Check::Passage | Check::Code(_) => {}
        }
    }
    raw
}
