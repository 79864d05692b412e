//! What the words of a sentence leave possible: a bit for each part of each unit, for each list with phrases, and for each
//! entry of such a list. Almost all phrases are ruled out by it before they are tried.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::program::{AtomIndex, Program, UnitId};
use crate::language::{AtomId, FormId, Table};

/// Bits in a number of [`Possible::bits`].
const WIDTH: usize = u32::BITS as usize;

/// Worked out when the rules are compiled.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Prefilter {
    /// Where the bits of lists begin, those before being for units' parts, and where those of entries do, in numbers.
    first_list: u32,
    first_entry: u32,
    /// What is possible without a word.
    #[serde(skip)]
    free: Table,
    /// Units that are for lines which say something about others.
    #[serde(skip)]
    of_line: Table,
    /// What a word with each of the first sets of atoms, those of the commonest words, makes possible: the place of a number in
    /// [`Possible::bits`] and the bits that it adds there, in pairs.
    #[serde(skip)]
    rows: Table,
    /// The end of each row in `rows`.
    #[serde(skip)]
    row_ends: Table,
}

impl Prefilter {
    /// Works out what is possible without a word, from the lists, parts of units and entries that need none, and at most this
    /// many rows.
    pub(super) fn new(program: &Program, lists: &[u32], units: &[u32], entries: &[u32], rows: usize) -> Self {
        let unit_width = AtomIndex::rank(program.units.len()) / WIDTH;
        let first_list = unit_width * AtomIndex::PARTS;
        let first_entry = first_list + (program.phrase_lists as usize).div_ceil(WIDTH);
        let width = first_entry + (program.phrases.entries as usize + 1).div_ceil(WIDTH);
        let mut of_line = vec![0; unit_width];
        for (at, unit) in program.units.iter().enumerate() {
            let own = program.cases[unit.case as usize].owner.is_of_line();
            of_line[at / WIDTH] |= u32::from(own) << (at % WIDTH);
        }
        let mut prefilter = Prefilter {
            first_list: first_list as u32,
            first_entry: first_entry as u32,
            of_line: of_line.into(),
            ..Prefilter::default()
        };
        let mut possible = Possible { bits: vec![0; width], ..Possible::default() };
        prefilter.add_lists(lists, &mut possible);
        possible.set_all(0, units);
        possible.set_all(prefilter.first_entry, entries);
        prefilter.follow(program, &mut possible);
        prefilter.free = possible.bits.clone().into();
        for form in 0..program.vocabulary.len() as FormId {
            let row = prefilter.row_ends.len();
            if row == rows {
                break;
            }
            // Sets are numbered in the order of their first forms.
            if program.vocabulary.set(form) as usize != row {
                continue;
            }
            possible.bits.fill(0);
            prefilter.add_word(program, form, &mut possible);
            let numbers = prefilter.rows.to_mut();
            for (at, &bits) in possible.bits.iter().enumerate() {
                if bits != 0 {
                    numbers.extend([at as u32, bits]);
                }
            }
            prefilter.row_ends.to_mut().push(prefilter.rows.len() as u32);
        }
        prefilter
    }

    /// All tables, always in the same order.
    pub(super) fn tables(&mut self) -> impl Iterator<Item = &mut Table> {
        [&mut self.free, &mut self.of_line, &mut self.rows, &mut self.row_ends].into_iter()
    }

    /// Sets `possible` to all that may match in a sentence with words of these forms.
    pub(super) fn run(&self, program: &Program, forms: impl Iterator<Item = FormId>, possible: &mut Possible) {
        possible.bits.clear();
        possible.bits.extend_from_slice(&self.free);
        for form in forms {
            let set = program.vocabulary.set(form) as usize;
            if set < self.row_ends.len() {
                let bits = &mut possible.bits[..];
                for &[at, more] in self.rows.part(&self.row_ends, set).as_chunks().0 {
                    bits[at as usize] |= more;
                }
            } else {
                self.add_word(program, form, possible);
            }
        }
    }

    /// The units that may match: only those for lines, or only the others.
    pub(super) fn units(&self, possible: &Possible, of_line: bool, units: &mut Vec<UnitId>) {
        let width = self.of_line.len();
        for (at, &only) in self.of_line.iter().enumerate() {
            let kind = if of_line { only } else { !only };
            let mut bits = (0..AtomIndex::PARTS).fold(kind, |bits, part| bits & possible.bits[part * width + at]);
            while bits != 0 {
                units.push((at * WIDTH) as UnitId + bits.trailing_zeros());
                bits &= bits - 1;
            }
        }
    }

    /// Whether a list with phrases may stand somewhere in the sentence.
    pub(super) fn has_list(&self, possible: &Possible, list: AtomId) -> bool {
        possible.has(self.first_list, list)
    }

    /// The first of these entries that may match.
    pub(super) fn next_entry(&self, possible: &Possible, among: &Range<usize>) -> Option<usize> {
        let bits = &possible.bits[self.first_entry as usize..];
        let mut at = among.start / WIDTH;
        let mut here = bits[at] & u32::MAX << (among.start % WIDTH);
        while here == 0 {
            at += 1;
            if at * WIDTH >= among.end {
                return None;
            }
            here = bits[at];
        }
        let entry = at * WIDTH + here.trailing_zeros() as usize;
        (entry < among.end).then_some(entry)
    }

    /// What stands on the atoms of a form, and on the lists that they make possible.
    fn add_word(&self, program: &Program, form: FormId, possible: &mut Possible) {
        for &atom in program.vocabulary.atoms(form) {
            possible.set_all(self.first_entry, program.index.entries.of(atom));
            if atom < program.phrase_lists {
                self.add_lists(&[atom], possible);
            } else {
                possible.reached.push(atom);
            }
        }
        self.follow(program, possible);
    }

    fn follow(&self, program: &Program, possible: &mut Possible) {
        while let Some(atom) = possible.reached.pop() {
            self.add_lists(program.index.lists.of(atom), possible);
            possible.set_all(0, program.index.units.of(atom));
        }
    }

    fn add_lists(&self, lists: &[AtomId], possible: &mut Possible) {
        for &list in lists {
            if !possible.has(self.first_list, list) {
                possible.set_all(self.first_list, &[list]);
                possible.reached.push(list);
            }
        }
    }
}

/// What may match in one sentence.
#[derive(Debug, Default)]
pub(super) struct Possible {
    bits: Vec<u32>,
    /// Atoms whose consequences are still to be followed.
    reached: Vec<AtomId>,
}

impl Possible {
    /// Whether a bit is set: the one with this number, counted from the number `first` of `bits`.
    fn has(&self, first: u32, number: u32) -> bool {
        self.bits[first as usize + number as usize / WIDTH] >> (number as usize % WIDTH) & 1 == 1
    }

    fn set_all(&mut self, first: u32, numbers: &[u32]) {
        for &number in numbers {
            self.bits[first as usize + number as usize / WIDTH] |= 1 << (number as usize % WIDTH);
        }
    }
}
