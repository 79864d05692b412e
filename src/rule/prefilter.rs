//! What the words of a sentence leave possible: a bit for each part of each unit, and for each list with phrases.

use std::ops::Range;

use super::program::{AtomIndex, Program, Rows, UnitId};
use crate::language::{AtomId, FormId};

/// No word with these atoms has been met.
const NEVER: u32 = 0;
/// One has been met: the next one gets a row. Most words of a brief stand in it once.
const ONCE: u32 = 1;
const FIRST_ROW: u32 = 2;

/// Made word by word as they are met, and kept from sentence to sentence.
#[derive(Debug, Default)]
pub struct Prefilter {
    fingerprint: u64,
    /// For each set of atoms [`NEVER`], [`ONCE`], or the place of its row after [`FIRST_ROW`]: first come those that the
    /// program has.
    seen: Vec<u32>,
    rows: Rows,
    /// What is possible without a word.
    free: Vec<u32>,
    free_entries: Vec<u64>,
    /// Units that are for headings only.
    headings: Vec<u32>,
    /// The length in words of 32 bits of the part for units' parts of one rank, and of a whole row.
    unit_width: usize,
    width: usize,
    reached: Vec<AtomId>,
}

impl Prefilter {
    /// Makes the rows of these forms, and stores them in the program.
    pub(super) fn store(mut self, program: &mut Program, forms: Vec<FormId>) {
        self.reset(program);
        program.common_sets = forms.iter().map(|&form| program.vocabulary.set(form)).collect::<Vec<_>>().into();
        forms.into_iter().for_each(|form| self.make(program, form));
        program.common_rows = self.rows;
    }

    /// Sets `possible` to all that may match in a sentence with words of these forms.
    pub(super) fn run(&mut self, program: &Program, forms: impl Iterator<Item = FormId>, possible: &mut Possible) {
        if self.fingerprint != program.fingerprint || self.seen.is_empty() {
            self.reset(program);
        }
        possible.unit_width = self.unit_width;
        possible.bits.clear();
        possible.bits.extend_from_slice(&self.free);
        possible.entries.clear();
        possible.entries.extend_from_slice(&self.free_entries);
        for form in forms {
            let set = program.vocabulary.set(form) as usize;
            match self.seen[set] {
                NEVER => {
                    self.seen[set] = ONCE;
                    self.reach_form(program, form, &mut possible.bits);
                    for &atom in program.vocabulary.atoms(form) {
                        possible.set_off(program.index.entries.of(atom));
                    }
                }
                ONCE => {
                    self.seen[set] = FIRST_ROW + (program.common_rows.len() + self.rows.len()) as u32;
                    self.make(program, form);
                    possible.add(&self.rows, self.rows.len() - 1);
                }
                row => {
                    let row = (row - FIRST_ROW) as usize;
                    match row.checked_sub(program.common_rows.len()) {
                        Some(own) => possible.add(&self.rows, own),
                        None => possible.add(&program.common_rows, row),
                    }
                }
            }
        }
    }

    /// The units that may match: only those for headings, or only the others.
    pub(super) fn units(&self, possible: &Possible, headings: bool, units: &mut Vec<UnitId>) {
        for at in 0..self.unit_width {
            let kind = if headings { self.headings[at] } else { !self.headings[at] };
            let mut bits =
                (0..AtomIndex::PARTS).fold(kind, |bits, part| bits & possible.bits[part * self.unit_width + at]);
            while bits != 0 {
                units.push(at as UnitId * 32 + bits.trailing_zeros());
                bits &= bits - 1;
            }
        }
    }

    fn reset(&mut self, program: &Program) {
        self.fingerprint = program.fingerprint;
        self.unit_width = program.units.len().next_multiple_of(64) / 32;
        self.width = self.unit_width * AtomIndex::PARTS + (program.phrase_lists as usize).div_ceil(32);
        self.seen = vec![NEVER; program.vocabulary.sets()];
        for (row, &set) in program.common_sets.iter().enumerate() {
            self.seen[set as usize] = FIRST_ROW + row as u32;
        }
        self.rows = Rows::default();
        self.free_entries = vec![0; program.phrases.entries as usize / 64 + 1];
        for &entry in &program.index.free_entries {
            self.free_entries[entry as usize >> 6] |= 1 << (entry & 63);
        }
        self.headings = vec![0; self.unit_width];
        for (at, _) in program.units.iter().enumerate().filter(|(_, unit)| unit.is_heading) {
            self.headings[at >> 5] |= 1 << (at & 31);
        }
        let mut free = vec![0; self.width];
        self.reach_lists(&mut free, &program.index.free_lists);
        Self::reach_units(&mut free, &program.index.free_units);
        self.follow(program, &mut free);
        self.free = free;
    }

    /// Makes a row of its own for a form, after the others.
    fn make(&mut self, program: &Program, form: FormId) {
        let mut row = vec![0; self.width];
        self.reach_form(program, form, &mut row);
        let atoms = program.vocabulary.atoms(form).iter();
        self.rows.push(&row, atoms.flat_map(|&atom| program.index.entries.of(atom)).copied());
    }

    /// Follows what stands on the atoms of a form, and on the lists that they make possible.
    fn reach_form(&mut self, program: &Program, form: FormId, row: &mut [u32]) {
        for &atom in program.vocabulary.atoms(form) {
            if atom < program.phrase_lists {
                self.reach_lists(row, &[atom]);
            } else {
                self.reached.push(atom);
            }
        }
        self.follow(program, row);
    }

    fn follow(&mut self, program: &Program, row: &mut [u32]) {
        while let Some(atom) = self.reached.pop() {
            self.reach_lists(row, program.index.lists.of(atom));
            Self::reach_units(row, program.index.units.of(atom));
        }
    }

    fn reach_lists(&mut self, row: &mut [u32], lists: &[AtomId]) {
        let row = &mut row[self.unit_width * AtomIndex::PARTS..];
        for &list in lists {
            let bits = &mut row[list as usize >> 5];
            if *bits >> (list & 31) & 1 == 0 {
                *bits |= 1 << (list & 31);
                self.reached.push(list);
            }
        }
    }

    fn reach_units(row: &mut [u32], parts: &[u32]) {
        for &part in parts {
            row[part as usize >> 5] |= 1 << (part & 31);
        }
    }
}

/// What may match in one sentence.
#[derive(Debug, Default)]
pub(super) struct Possible {
    bits: Vec<u32>,
    /// A bit for each entry whose rarest word is there, or that needs none.
    entries: Vec<u64>,
    unit_width: usize,
}

impl Possible {
    /// Whether a list with phrases may stand somewhere in the sentence.
    pub(super) fn list(&self, list: AtomId) -> bool {
        self.bits[self.unit_width * AtomIndex::PARTS + (list as usize >> 5)] >> (list & 31) & 1 == 1
    }

    /// The entries among these that may match, from the block of 64 at `block`.
    pub(super) fn entries(&self, block: usize, among: &Range<usize>) -> u64 {
        let mut bits = self.entries[block];
        if block == among.start >> 6 {
            bits &= u64::MAX << (among.start & 63);
        }
        if block == among.end >> 6 {
            bits &= !(u64::MAX << (among.end & 63));
        }
        bits
    }

    /// Adds what a row makes possible.
    fn add(&mut self, rows: &Rows, at: usize) {
        let (bits, entries) = rows.row(at, self.bits.len());
        self.bits.iter_mut().zip(bits).for_each(|(all, one)| *all |= one);
        self.set_off(entries);
    }

    fn set_off(&mut self, entries: &[u32]) {
        for &entry in entries {
            self.entries[entry as usize >> 6] |= 1 << (entry & 63);
        }
    }
}
