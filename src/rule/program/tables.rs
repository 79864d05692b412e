//! Flat tables with what is looked up for each sentence.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::language::{AtomId, Table};

/// The phrases of lists, list by list, and after them the patterns, which stand by themselves.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Phrases {
    /// The end of each phrase in [`Program::ops`]; it begins where the one before ends.
    #[serde(skip)]
    pub(super) steps: Table,
    /// What a sentence must hold for any match, words before lists, the rarest first.
    #[serde(skip)]
    pub(super) needs: Table,
    /// The end of each phrase in `needs`.
    #[serde(skip)]
    pub(super) need_ends: Table,
    /// How many are entries of lists.
    pub(crate) entries: u32,
}

impl Phrases {
    pub(in crate::rule) fn push(&mut self, steps_end: usize, needs: impl IntoIterator<Item = AtomId>) {
        self.steps.to_mut().push(steps_end as u32);
        self.needs.to_mut().extend(needs);
        self.need_ends.to_mut().push(self.needs.len() as u32);
    }

    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.steps.len()
    }

    /// The place of a phrase in [`Program::ops`].
    #[must_use]
    pub(crate) fn steps(&self, phrase: u32) -> Range<usize> {
        range(&self.steps, phrase)
    }

    #[must_use]
    pub(crate) fn needs(&self, phrase: u32) -> &[AtomId] {
        self.needs.part(&self.need_ends, phrase as usize)
    }
}

pub(super) fn range(ends: &[u32], at: u32) -> Range<usize> {
    let at = at as usize;
    let start = if at == 0 { 0 } else { ends[at - 1] as usize };
    start..ends[at] as usize
}

/// Numbers by atom.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct ByAtom {
    #[serde(skip)]
    pub(super) numbers: Table,
    #[serde(skip)]
    pub(super) ends: Table,
}

impl ByAtom {
    pub(in crate::rule) fn new(lists: Vec<Vec<u32>>) -> Self {
        let (mut numbers, mut ends) = (Vec::new(), Vec::new());
        for mut list in lists {
            list.sort_unstable();
            list.dedup();
            numbers.extend(list);
            ends.push(numbers.len() as u32);
        }
        ByAtom { numbers: numbers.into(), ends: ends.into() }
    }

    /// The numbers of an atom.
    #[must_use]
    pub(crate) fn of(&self, atom: AtomId) -> &[u32] {
        self.numbers.part(&self.ends, atom as usize)
    }
}

/// Which words and lists must stand in a sentence for a list or a unit to match in it: by these almost everything is
/// ruled out before it is tried.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct AtomIndex {
    /// For each atom the lists that have a phrase of which it is the rarest part.
    pub(crate) lists: ByAtom,
    /// For each atom the units of which it serves a part: the unit's number, plus [`AtomIndex::rank`] for a second part, and so
    /// on, up to [`AtomIndex::PARTS`].
    pub(crate) units: ByAtom,
    /// For each word the entries of which it is the rarest word.
    pub(crate) entries: ByAtom,
}

impl AtomIndex {
    /// The rarest parts of a unit that are looked for before it is tried.
    pub(crate) const PARTS: usize = 3;

    /// The number from which on the second parts of this many units are counted, and again as many further the third.
    pub(in crate::rule) fn rank(units: usize) -> usize {
        units.next_multiple_of(u32::BITS as usize)
    }
}
