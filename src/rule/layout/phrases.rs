//! Phrases and patterns as the steps and tables of a program, and what each needs of a sentence.

use rustc_hash::FxHashMap;

use super::{Draft, Phrase};
use crate::language::{AtomId, Table};
use crate::rule::pattern::Element;
use crate::rule::program::*;
use crate::rule::requirement::{Requirement, Requirements};

/// What needs each atom, and what needs none, while it is collected.
pub(super) struct Collected {
    pub(super) by_atom: Vec<Vec<u32>>,
    pub(super) free: Vec<u32>,
}

impl Collected {
    fn new(program: &Program) -> Self {
        Collected { by_atom: vec![Vec::new(); program.atom_count as usize], free: Vec::new() }
    }

    fn add(&mut self, requirement: Option<&Requirement>, what: u32) {
        match requirement {
            Some(requirement) => requirement.atoms.iter().for_each(|&atom| self.by_atom[atom as usize].push(what)),
            None => self.free.push(what),
        }
    }
}

/// The phrases of lists; what each list needs, and each phrase.
pub(super) fn lay_out_lists(
    program: &mut Program,
    by_list: &[Vec<Phrase>],
    requirements: &mut Requirements<'_>,
) -> (Collected, Collected) {
    let (mut lists, mut entries) = (Collected::new(program), Collected::new(program));
    for (list, phrases) in by_list.iter().enumerate() {
        program.list_widths.to_mut().push(u32::from(requirements.width(list as AtomId)));
        for Phrase { sequence, ops } in phrases {
            let mut parts = requirements.parts(sequence);
            parts.sort_by_key(|part| part.frequency);
            lists.add(parts.first(), list as u32);
            let of_words = |part: &&Requirement| part.atoms.iter().all(|&atom| atom >= program.phrase_lists);
            entries.add(parts.iter().find(of_words), program.phrases.len() as u32);
            program.ops.to_mut().extend(ops.iter().map(|&op| u32::from(op)));
            program.phrases.push(program.ops.len(), needs(program.phrase_lists, requirements, sequence));
        }
        program.entry_ends.to_mut().push(program.phrases.len() as u32);
    }
    program.phrases.entries = program.phrases.len() as u32;
    (lists, entries)
}

/// The patterns, and the cases that each is a unit of.
pub(super) fn lay_out_patterns(
    program: &mut Program,
    mut drafts: Vec<Draft>,
    requirements: &mut Requirements<'_>,
) -> Collected {
    for draft in &mut drafts {
        program.ops.to_mut().extend(draft.phrase.ops.drain(..).map(u32::from));
        program.phrases.push(program.ops.len(), needs(program.phrase_lists, requirements, &draft.phrase.sequence));
    }
    let units = drafts.iter().map(|draft| draft.cases.len()).sum::<usize>();
    let rank = AtomIndex::rank(units) as u32;
    let mut units_by_atom = Collected::new(program);
    let mut known = FxHashMap::default();
    for (id, draft) in drafts.iter().enumerate() {
        for case in &draft.cases {
            let unit = program.units.len() as u32;
            // The phrases of a case share it.
            let number = *known.entry(case).or_insert_with(|| {
                let stored = case.store(|patterns| put(patterns, &mut program.conditions));
                program.cases.push(stored);
                program.cases.len() as u32 - 1
            });
            program.units.push(Unit { pattern: id as PatternId, case: number });
            let all = case.all.iter().map(|&part| &drafts[part as usize]).chain([draft]);
            let sequences = all.map(|draft| &draft.phrase.sequence);
            let mut parts: Vec<Requirement> = sequences.flat_map(|sequence| requirements.parts(sequence)).collect();
            parts.sort_by_key(|requirement| requirement.frequency);
            for part in 0..AtomIndex::PARTS {
                units_by_atom.add(parts.get(part), part as u32 * rank + unit);
            }
        }
    }
    units_by_atom
}

/// Adds patterns to the conditions.
fn put(patterns: &[PatternId], conditions: &mut Table) -> Patterns {
    let first = conditions.len() as u32;
    conditions.to_mut().extend_from_slice(patterns);
    Patterns { first, end: conditions.len() as u32 }
}

/// What a sentence must hold for a phrase to match.
fn needs(phrase_lists: u32, requirements: &mut Requirements<'_>, sequence: &[Element]) -> Vec<AtomId> {
    let mut needs: Vec<AtomId> = sequence.iter().filter_map(|element| requirements.atom(element)).collect();
    needs.sort_by_key(|&atom| (atom < phrase_lists, requirements.frequency(atom), atom));
    needs.dedup();
    needs
}
