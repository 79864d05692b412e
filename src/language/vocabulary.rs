use std::borrow::Cow;
use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};
use serde::{Deserialize, Serialize};

use super::fold::Folded;
use super::table::Table;

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
    /// In digits that no rule spells out: `12`, `1,500.50`.
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

/// Every word form that some rule knows, with the atoms it has.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Vocabulary {
    /// All spellings, one after the other, and where each ends.
    #[serde(skip)]
    text: Cow<'static, str>,
    #[serde(skip)]
    text_ends: Table,
    /// For each form the set of its atoms: most words of a list have the same ones.
    #[serde(skip)]
    sets: Table,
    /// The atoms of each set, and where they end.
    #[serde(skip)]
    atoms: Table,
    #[serde(skip)]
    atoms_ends: Table,
    /// Forms after which a full stop does not end a sentence, sorted.
    abbreviations: Vec<FormId>,
    /// Open addressing, a power of two long: a part of the hash and a form, or 0 and 0 where it is free.
    #[serde(skip)]
    table: Table,
}

impl Vocabulary {
    /// Takes each form's spelling and atoms; the first ones are those of [`form`].
    #[must_use]
    pub fn new(forms: impl IntoIterator<Item = (String, Vec<AtomId>, bool)>) -> Self {
        let mut vocabulary = Vocabulary::default();
        let mut known: FxHashMap<Vec<AtomId>, u32> = FxHashMap::default();
        for (spelling, mut atoms, abbreviation) in forms {
            atoms.sort_unstable();
            atoms.dedup();
            if abbreviation {
                vocabulary.abbreviations.push(vocabulary.len() as FormId);
            }
            vocabulary.text.to_mut().push_str(&spelling);
            vocabulary.text_ends.to_mut().push(vocabulary.text.len() as u32);
            let next = vocabulary.atoms_ends.len() as u32;
            let set = *known.entry(atoms).or_insert_with_key(|atoms| {
                vocabulary.atoms.to_mut().extend(atoms);
                vocabulary.atoms_ends.to_mut().push(vocabulary.atoms.len() as u32);
                next
            });
            vocabulary.sets.to_mut().push(set);
        }
        let slots = (vocabulary.len() * 2).next_power_of_two().max(16);
        let mut table = vec![0; slots * 2];
        for id in form::NAMES.len() as FormId..vocabulary.len() as FormId {
            let hash = hash(vocabulary.spelling(id).as_bytes());
            let mut at = hash as usize & (slots - 1);
            while table[at * 2 + 1] != 0 {
                at = (at + 1) & (slots - 1);
            }
            table[at * 2] = tag(hash);
            table[at * 2 + 1] = id;
        }
        vocabulary.table = table.into();
        vocabulary
    }

    pub(crate) fn tables(&mut self) -> [&mut Table; 5] {
        let Vocabulary { text_ends, sets, atoms, atoms_ends, table, .. } = self;
        [text_ends, sets, atoms, atoms_ends, table]
    }

    /// All spellings, one after the other: like the tables they are stored apart.
    pub(crate) fn text(&mut self) -> &mut Cow<'static, str> {
        &mut self.text
    }

    /// The form with this spelling, in any case; else the one that the word looks like.
    #[must_use]
    pub fn find(&self, word: &str) -> Option<FormId> {
        let written = Folded::written(word).and_then(|folded| self.look_up(folded.bytes()));
        if written.is_some() || word.is_ascii() {
            return written;
        }
        Folded::looked(word).and_then(|folded| self.look_up(folded.bytes()))
    }

    fn look_up(&self, bytes: &[u8]) -> Option<FormId> {
        let (slots, hash) = (self.table.as_chunks::<2>().0, hash(bytes));
        let mask = slots.len().wrapping_sub(1);
        let mut at = hash as usize & mask;
        loop {
            match *slots.get(at)? {
                [_, 0] => return None,
                [part, id] if part == tag(hash) && self.spelling(id).as_bytes() == bytes => return Some(id),
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// How it is spelled, folded as words are before they are looked up; empty for the forms of [`form`].
    #[must_use]
    pub fn spelling(&self, id: FormId) -> &str {
        let id = id as usize;
        let start = if id == 0 { 0 } else { self.text_ends[id - 1] as usize };
        &self.text[start..self.text_ends[id] as usize]
    }

    /// The atoms of a form, sorted.
    #[must_use]
    pub fn atoms(&self, id: FormId) -> &[AtomId] {
        self.atoms.part(&self.atoms_ends, self.set(id) as usize)
    }

    /// The number of the set of a form's atoms; sets are numbered in the order of their first forms.
    #[must_use]
    pub fn set(&self, id: FormId) -> u32 {
        self.sets[id as usize]
    }

    /// Whether the atom is among those of the form.
    #[must_use]
    pub fn has(&self, id: FormId, atom: AtomId) -> bool {
        let atoms = self.atoms(id);
        if atoms.len() <= 12 { atoms.contains(&atom) } else { atoms.binary_search(&atom).is_ok() }
    }

    /// A full stop after it does not end a sentence: `Dr.`, `e.g.`
    #[must_use]
    pub fn is_abbreviation(&self, id: FormId) -> bool {
        self.abbreviations.binary_search(&id).is_ok()
    }

    /// How many forms there are, those of [`form`] among them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.text_ends.len()
    }

    /// True only of one that was never filled: even without a rule the forms of [`form`] are there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text_ends.is_empty()
    }
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    let hash = hasher.finish();
    hash ^ (hash >> 29)
}

/// The part of a hash that does not say where its form is looked for first.
fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32
}
