//! The table of atoms: the numbers of what patterns ask of words.

use rustc_hash::FxHashMap;

use super::pattern::{Element, Name};
use crate::language::{AtomId, Category};

/// A list whose entries are asked for with their first words in this form.
#[derive(Clone, Copy, Debug)]
pub(super) struct ListAtom {
    pub(super) name: Name,
    pub(super) category: Option<Category>,
}

/// The atoms of a word or a list: in any form, and in each.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Forms([Option<AtomId>; 1 + Category::ALL.len()]);

impl Forms {
    fn place(category: Option<Category>) -> usize {
        category.map_or(0, |category| 1 + category as usize)
    }

    /// Those that a word in this form has.
    pub(super) fn met_by(self, category: Category) -> impl Iterator<Item = AtomId> {
        [None, Some(category)].into_iter().filter_map(move |wanted| self.0[Self::place(wanted)])
    }

    /// The atom of any form.
    pub(super) fn any(self) -> Option<AtomId> {
        self.0[0]
    }
}

#[derive(Debug, Default)]
pub(super) struct AtomTable {
    /// For each atom the list that it is, if it is one.
    by_atom: Vec<Option<ListAtom>>,
    words: FxHashMap<Name, Forms>,
    exact: FxHashMap<Name, AtomId>,
    lists: FxHashMap<Name, Forms>,
}

impl AtomTable {
    /// The atom of a list: a new one if nobody has asked for it.
    pub(super) fn list(&mut self, name: Name, category: Option<Category>) -> AtomId {
        let AtomTable { by_atom, lists, .. } = self;
        form_of(lists, name, category, by_atom, || Some(ListAtom { name, category }))
    }

    /// The atom of an element that is a word or a list: a new one if nobody has asked for it.
    pub(super) fn add(&mut self, element: &Element) -> Option<AtomId> {
        let AtomTable { by_atom, words, exact, .. } = self;
        Some(match element {
            Element::Word { word, exact: true, .. } => match exact.get(word) {
                Some(&known) => known,
                None => {
                    let atom = next(by_atom, None);
                    exact.insert(*word, atom);
                    atom
                }
            },
            Element::Word { word, category, .. } => form_of(words, *word, *category, by_atom, || None),
            Element::List { name, category } => self.list(*name, *category),
            _ => return None,
        })
    }

    /// The atom of an element, if it is a word or a list that somebody asked for.
    pub(super) fn get(&self, element: &Element) -> Option<AtomId> {
        match element {
            Element::Word { word, exact: true, .. } => self.exact.get(word).copied(),
            Element::Word { word, category, .. } => self.word_forms(*word).0[Forms::place(*category)],
            Element::List { name, category } => self.list_forms(*name).0[Forms::place(*category)],
            _ => None,
        }
    }

    pub(super) fn word_forms(&self, word: Name) -> Forms {
        self.words.get(&word).copied().unwrap_or_default()
    }

    pub(super) fn list_forms(&self, name: Name) -> Forms {
        self.lists.get(&name).copied().unwrap_or_default()
    }

    /// The words of which some form is asked for.
    pub(super) fn words(&self) -> impl Iterator<Item = Name> {
        self.words.keys().copied()
    }

    /// The spellings that are asked for as they are.
    pub(super) fn exact(&self) -> impl Iterator<Item = (Name, AtomId)> {
        self.exact.iter().map(|(&word, &atom)| (word, atom))
    }

    pub(super) fn len(&self) -> usize {
        self.by_atom.len()
    }

    /// The list that an atom is, before [`AtomTable::renumber`].
    pub(super) fn list_of(&self, atom: usize) -> Option<ListAtom> {
        self.by_atom[atom]
    }

    /// Gives each atom the number at its place.
    pub(super) fn renumber(&mut self, numbers: &[AtomId]) {
        let AtomTable { words, exact, lists, .. } = self;
        let forms = words.values_mut().chain(lists.values_mut()).flat_map(|forms| forms.0.iter_mut().flatten());
        forms.chain(exact.values_mut()).for_each(|atom| *atom = numbers[*atom as usize]);
    }
}

fn next(by_atom: &mut Vec<Option<ListAtom>>, list: Option<ListAtom>) -> AtomId {
    by_atom.push(list);
    by_atom.len() as AtomId - 1
}

fn form_of(
    known: &mut FxHashMap<Name, Forms>,
    name: Name,
    category: Option<Category>,
    by_atom: &mut Vec<Option<ListAtom>>,
    list: impl FnOnce() -> Option<ListAtom>,
) -> AtomId {
    let forms = known.entry(name).or_default();
    *forms.0[Forms::place(category)].get_or_insert_with(|| next(by_atom, list()))
}
