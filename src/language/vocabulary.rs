use std::hash::Hasher;

use rustc_hash::FxHasher;
use serde::{Deserialize, Serialize};

use super::fold::Folded;

/// Something that a pattern can ask of a word: to be a form of `approve`, to be in the list `{delegator}`, to be a number.
pub type AtomId = u32;

/// One spelling of one word.
pub type FormId = u32;

/// Forms that stand for more than one spelling.
pub mod form {
    use super::FormId;

    /// A word that no rule knows.
    pub const UNKNOWN: FormId = 0;
    /// An unknown word with a capital: most likely a name.
    pub const NAME: FormId = 1;
    /// An unknown word in capitals: an abbreviation.
    pub const ACRONYM: FormId = 2;
    /// Letters and digits: `SOP044`, `p95`.
    pub const IDENTIFIER: FormId = 3;
    pub const NUMBER: FormId = 4;
    /// A date in digits: `2026-05-04`, `4.5.2026`, `2026-Q2`.
    pub const DATE: FormId = 5;
    /// `18:00`.
    pub const TIME: FormId = 6;
    /// Inline code, an address.
    pub const CODE: FormId = 7;
    /// A tag in the text: `<name>`.
    pub const TAG: FormId = 8;
    /// A name of the delegate in this brief.
    pub const DELEGATE: FormId = 9;
    /// A name of the delegator in this brief.
    pub const DELEGATOR: FormId = 10;
    /// Signs that stand for words still to be written: `____`, `......`, a lone `?` or `...`.
    pub const BLANK: FormId = 11;
    /// The names by which patterns ask for them, in order.
    pub const NAMES: [&str; 12] = [
        "unknown",
        "name",
        "acronym",
        "identifier",
        "number",
        "digit-date",
        "clock",
        "code",
        "tag",
        "delegate-name",
        "delegator-name",
        "blank",
    ];
}

/// A set of atoms that may have more in it than were put in: 128 bits, one an atom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bloom([u64; 2]);

impl Bloom {
    pub fn add(&mut self, atom: AtomId) {
        let bit = (atom.wrapping_mul(0x9E37_79B1) >> 25) as usize;
        self.0[bit >> 6] |= 1 << (bit & 63);
    }

    #[must_use]
    pub fn may_have(self, atom: AtomId) -> bool {
        let bit = (atom.wrapping_mul(0x9E37_79B1) >> 25) as usize;
        self.0[bit >> 6] >> (bit & 63) & 1 == 1
    }

    pub fn merge(&mut self, other: Bloom) {
        self.0[0] |= other.0[0];
        self.0[1] |= other.0[1];
    }

    /// Whether all that `other` needs may be here.
    #[must_use]
    pub fn covers(self, other: Bloom) -> bool {
        self.0[0] & other.0[0] == other.0[0] && self.0[1] & other.0[1] == other.0[1]
    }
}

/// Every word form that some rule knows, with the atoms it has.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Vocabulary {
    /// All spellings, one after the other.
    text: String,
    entries: Vec<Entry>,
    atoms: Vec<AtomId>,
    /// Open addressing, a power of two long; 0 is free, else a form id.
    #[serde(skip)]
    table: Vec<u32>,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Entry {
    text_end: u32,
    atoms_end: u32,
    bloom: Bloom,
    ends_sentence_never: bool,
}

impl Vocabulary {
    /// Takes each form's spelling and atoms; the first ones are those of [`form`].
    #[must_use]
    pub fn new(forms: impl IntoIterator<Item = (String, Vec<AtomId>, bool)>) -> Self {
        let mut vocabulary = Vocabulary::default();
        for (spelling, mut atoms, abbreviation) in forms {
            atoms.sort_unstable();
            atoms.dedup();
            let mut bloom = Bloom::default();
            atoms.iter().for_each(|&atom| bloom.add(atom));
            vocabulary.text.push_str(&spelling);
            vocabulary.atoms.extend(atoms);
            vocabulary.entries.push(Entry {
                text_end: vocabulary.text.len() as u32,
                atoms_end: vocabulary.atoms.len() as u32,
                bloom,
                ends_sentence_never: abbreviation,
            });
        }
        vocabulary.index();
        vocabulary
    }

    /// Builds the look-up table; needed after a vocabulary was read from its stored form.
    pub fn index(&mut self) {
        let size = (self.entries.len() * 2).next_power_of_two().max(16);
        self.table = vec![0; size];
        for id in form::NAMES.len()..self.entries.len() {
            let mut at = hash(self.spelling(id as FormId).as_bytes()) as usize & (size - 1);
            while self.table[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            self.table[at] = id as u32;
        }
    }

    /// The form with this spelling, in any case.
    #[must_use]
    pub fn find(&self, word: &str) -> Option<FormId> {
        let folded = Folded::new(word)?;
        let bytes = folded.bytes();
        let mask = self.table.len().wrapping_sub(1);
        let mut at = hash(bytes) as usize & mask;
        loop {
            match *self.table.get(at)? {
                0 => return None,
                id if self.spelling(id).as_bytes() == bytes => return Some(id),
                _ => at = (at + 1) & mask,
            }
        }
    }

    #[must_use]
    pub fn spelling(&self, id: FormId) -> &str {
        let id = id as usize;
        let start = if id == 0 { 0 } else { self.entries[id - 1].text_end as usize };
        &self.text[start..self.entries[id].text_end as usize]
    }

    /// The atoms of a form, sorted.
    #[must_use]
    pub fn atoms(&self, id: FormId) -> &[AtomId] {
        let id = id as usize;
        let start = if id == 0 { 0 } else { self.entries[id - 1].atoms_end as usize };
        &self.atoms[start..self.entries[id].atoms_end as usize]
    }

    #[must_use]
    pub fn has(&self, id: FormId, atom: AtomId) -> bool {
        if !self.entries[id as usize].bloom.may_have(atom) {
            return false;
        }
        let atoms = self.atoms(id);
        if atoms.len() <= 12 { atoms.contains(&atom) } else { atoms.binary_search(&atom).is_ok() }
    }

    #[must_use]
    pub fn bloom(&self, id: FormId) -> Bloom {
        self.entries[id as usize].bloom
    }

    /// A full stop after it does not end a sentence: `Dr.`, `e.g.`
    #[must_use]
    pub fn is_abbreviation(&self, id: FormId) -> bool {
        self.entries[id as usize].ends_sentence_never
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    let hash = hasher.finish();
    hash ^ (hash >> 29)
}
