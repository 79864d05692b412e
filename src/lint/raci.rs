//! Charts of who does what (RACI): of everybody whom such a table names, the owner is the one who answers.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::Reading;
use crate::brief::{Brief, Kind, SectionId};
use crate::language::{AtomId, Token};
use crate::rule::{Program, Roles};

/// A cell of a table, and what its words say about somebody's part.
struct Cell {
    id: usize,
    row: u32,
    column: u32,
    part: Option<Part>,
}

#[derive(Clone, Copy)]
struct Part {
    answers: bool,
    does: bool,
}

/// Has the column of those who answer name owners, and the others not. Gives back the blocks whose roles a chart decides:
/// what stands in the other columns, and in a matrix of letters the letters and the people who answer.
pub(super) fn settle(brief: &Brief, program: &Program, reading: &mut Reading) -> Vec<(usize, Roles)> {
    let Some(owner) = program.role("owner") else { return Vec::new() };
    let owner = Roles::one(owner);
    let mut settled = Vec::new();
    let mut first = 0;
    for blocks in brief.blocks.chunk_by(|one, next| one.group == next.group) {
        let cells = blocks.iter().enumerate().filter_map(|(at, block)| {
            let Kind::Cell { row, column } = block.kind else { return None };
            let id = first + at;
            Some(Cell { id, row, column, part: part(program, reading.tokens(id)) })
        });
        let cells: Vec<Cell> = cells.collect();
        columns(&cells, owner, reading, &mut settled);
        matrix(&cells, owner, program, reading, &mut settled);
        first += blocks.len();
    }
    labels(brief, program, owner, reading);
    settled
}

/// Lines and rows one below the other: `Responsible: Tom`, `Accountable: Ana`.
fn labels(brief: &Brief, program: &Program, owner: Roles, reading: &mut Reading) {
    let parts = brief.blocks.iter().enumerate().filter_map(|(id, block)| {
        let label = match (block.kind, block.label) {
            (Kind::Cell { row: 1.., column: 0 }, _) => block.span,
            (Kind::Paragraph | Kind::Item { .. }, Some(label)) => label,
            _ => return None,
        };
        Some((block.section, id, part(program, reading.words_in(label))?))
    });
    let parts: Vec<(SectionId, usize, Part)> = parts.collect();
    let aside = program.role("aside").map_or(Roles::default(), Roles::one);
    for parts in parts.chunk_by(|(one, ..), (next, ..)| one == next) {
        let does = |part: &Part| part.does && !part.answers;
        if !parts.iter().any(|(.., part)| part.answers) || !parts.iter().any(|(.., part)| does(part)) {
            continue;
        }
        for &(_, id, part) in parts {
            reading.gives[id] = if part.answers { owner } else { aside };
        }
    }
}

/// The part that a cell or label gives: `A`, `Responsible`, `A/R`. None where it says anything else.
fn part(program: &Program, words: &[Token]) -> Option<Part> {
    let known = &program.known;
    let has = |list| words.iter().any(|token| program.vocabulary.has(token.form, list));
    has_only(program, words, &[known.chart_answers, known.chart_does, known.chart_told])
        .then(|| Part { answers: has(known.chart_answers), does: has(known.chart_does) })
}

fn has_only(program: &Program, tokens: &[Token], lists: &[AtomId]) -> bool {
    let is_in = |form| lists.iter().any(|&list| program.vocabulary.has(form, list));
    !tokens.is_empty() && tokens.iter().all(|token| is_in(token.form))
}

/// `| Task | R | A | C | I |`, with people in the cells.
fn columns(cells: &[Cell], owner: Roles, reading: &mut Reading, settled: &mut Vec<(usize, Roles)>) {
    let heads = || cells.iter().take_while(|cell| cell.row == 0).filter_map(|cell| Some((cell, cell.part?)));
    if !heads().any(|(_, part)| part.answers) || !heads().any(|(_, part)| part.does && !part.answers) {
        return;
    }
    let mut others = BTreeSet::new();
    for (cell, part) in heads() {
        let gives = &mut reading.gives[cell.id];
        if part.answers {
            *gives = owner;
        } else {
            gives.0 &= !owner.0;
            others.insert(cell.column);
        }
    }
    let other = cells.iter().filter(|cell| cell.row > 0 && others.contains(&cell.column));
    settled.extend(other.map(|cell| (cell.id, Roles::default())));
}

/// People as the heads of columns or rows, and letters in the cells. A task has an owner where exactly one of them answers.
fn matrix(cells: &[Cell], owner: Roles, program: &Program, reading: &Reading, settled: &mut Vec<(usize, Roles)>) {
    let inner = || cells.iter().filter(|cell| cell.row > 0 && cell.column > 0);
    let mixed: BTreeSet<u32> = inner().filter(|cell| cell.part.is_none()).map(|cell| cell.column).collect();
    let letters = || inner().filter(|cell| !mixed.contains(&cell.column)).filter_map(|cell| Some((cell, cell.part?)));
    // Both have to be there: `A` alone is a grade or a version.
    if !letters().any(|(_, part)| part.answers) || !letters().any(|(_, part)| part.does) {
        return;
    }
    let corner = cells.first().filter(|cell| (cell.row, cell.column) == (0, 0));
    let columns: BTreeSet<u32> = letters().map(|(cell, _)| cell.column).collect();
    let people_in_rows = columns.len() == 1
        || corner.is_some_and(|cell| has_only(program, reading.tokens(cell.id), &[program.known.chart_people]));
    let mut answering: BTreeMap<u32, Vec<&Cell>> = BTreeMap::new();
    for (cell, part) in letters() {
        settled.push((cell.id, Roles::default()));
        if part.answers {
            answering.entry(if people_in_rows { cell.column } else { cell.row }).or_default().push(cell);
        }
    }
    let people: BTreeSet<(u32, u32)> = answering
        .values()
        .filter_map(|cells| match cells[..] {
            [only] => Some(if people_in_rows { (only.row, 0) } else { (0, only.column) }),
            _ => None,
        })
        .collect();
    let named = cells.iter().filter(|cell| people.contains(&(cell.row, cell.column)));
    settled.extend(named.map(|cell| (cell.id, owner)));
}
