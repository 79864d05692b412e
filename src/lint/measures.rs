//! What makes vague words definite: measures where they belong, and bounds round what is left free.

use std::collections::BTreeSet;

use super::Context;
use super::reading::{Hit, Statement};
use crate::brief::{BlockId, Kind};
use crate::language::form;

/// Where a brief holds measures.
pub(super) struct Measures<'a> {
    context: &'a Context<'a>,
    /// For each block, whether it holds one.
    inside: Vec<bool>,
    /// For each block, whether one stands in what it leads in.
    under: Vec<bool>,
    /// For each section, whether its running text holds one.
    text: Vec<bool>,
    /// Responsibilities whose standard holds one; `None` is what belongs to no single one.
    standards: BTreeSet<Option<usize>>,
}

impl<'a> Measures<'a> {
    pub(super) fn new(context: &'a Context<'a>) -> Self {
        let (brief, reading) = (context.brief, context.reading);
        let blocks = brief.blocks.len();
        let mut measures = Measures {
            context,
            inside: vec![false; blocks],
            under: vec![false; blocks],
            text: vec![false; brief.sections.len()],
            standards: BTreeSet::new(),
        };
        let (outcome, standard) = (context.program.role("outcome"), context.program.role("standard"));
        // The measure of a limit or a date says nothing about the result.
        let mut of_another = vec![false; reading.measured.len()];
        for statement in &reading.statements {
            let element = Some(statement.element);
            of_another[statement.sentence as usize] |= element != outcome && element != standard;
        }
        for (id, block) in brief.blocks.iter().enumerate() {
            if !reading.sentences(id).any(|at| reading.measured[at]) {
                continue;
            }
            measures.inside[id] = true;
            measures.leads_to(id);
            if standard.is_some_and(|role| reading.roles[id].has(role)) {
                measures.standards.insert(context.responsibilities.home(id as BlockId));
            }
            let running = !block.is_heading() && !block.is_field() && block.label.is_none();
            if running && reading.sentences(id).any(|at| reading.measured[at] && !of_another[at]) {
                measures.text[block.section as usize] = true;
            }
        }
        measures
    }

    /// Marks the blocks that lead in one with a measure, as far as they stand in its section.
    fn leads_to(&mut self, id: usize) {
        let blocks = &self.context.brief.blocks;
        let section = blocks[id].section;
        let mut above = blocks[id].context[0];
        while let Some(lead) = above.map(|lead| lead as usize)
            && blocks[lead].section == section
            && !self.under[lead]
        {
            self.under[lead] = true;
            above = blocks[lead].context[0];
        }
    }

    /// A measure clears a hit in the same sentence, list item or sub-list; running prose also in the same section, or
    /// in the standard of the same responsibility.
    pub(super) fn clear(&self, hit: &Hit) -> bool {
        let Context { brief, reading, responsibilities, .. } = self.context;
        if reading.measured[hit.sentence as usize] {
            return true;
        }
        let id = hit.block as usize;
        let block = &brief.blocks[id];
        let labelled = block.label.is_some();
        let by_itself = block.is_item()
            || matches!(block.kind, Kind::Cell { .. } | Kind::Field { .. })
            || labelled
            || self.is_clause(hit.block);
        if by_itself && self.inside[id] {
            return !block.is_field() || !labelled;
        }
        self.under[id]
            || !by_itself
                && (self.text[block.section as usize] || self.standards.contains(&responsibilities.home(hit.block)))
    }

    /// A paragraph that begins with the number of a clause: `2.1 The supplier …`
    fn is_clause(&self, block: BlockId) -> bool {
        let reading = self.context.reading;
        let first = reading.sentences(block as usize).next().map(|at| reading.words.sentences[at].first);
        first.is_some_and(|first| reading.words.tokens[first as usize].form == form::NUMBER)
    }

    /// For each responsibility whether its freedom is bounded: by a constraint, and an outcome that can be checked or
    /// a standard.
    pub(super) fn bounded(&self) -> Vec<bool> {
        let Context { program, reading, responsibilities, .. } = self.context;
        let (Some(constraint), Some(outcome), Some(standard)) =
            (program.role("constraint"), program.role("outcome"), program.role("standard"))
        else {
            return vec![false; responsibilities.each.len()];
        };
        let is_vague = |hit: &&Hit| program.cases[hit.case as usize].measurable && !self.clear(hit);
        let vague: BTreeSet<u32> = reading.hits.iter().filter(is_vague).map(|hit| hit.sentence).collect();
        let checkable = |statement: &Statement| statement.element == outcome && !vague.contains(&statement.sentence);
        let for_all = responsibilities.shared.iter().any(checkable);
        responsibilities
            .each
            .iter()
            .map(|one| {
                let outcome_holds =
                    one.stated.iter().any(checkable) || for_all && responsibilities.shares(program, outcome);
                one.elements.has(constraint) && (outcome_holds || one.elements.has(standard))
            })
            .collect()
    }
}
