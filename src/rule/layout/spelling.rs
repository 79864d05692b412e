//! Every way in which the words that are asked for are spelled.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Builder;
use crate::language::{AtomId, Vocabulary, form};
use crate::rule::atoms::Forms;
use crate::rule::pack::Pack;
use crate::rule::pattern::Name;
use crate::rule::requirement::WordCounts;

impl Builder {
    /// The commonest come first, so that what is read for most words lies close together.
    #[expect(clippy::iter_over_hash_type, reason = "sums are the same in any order")]
    pub(super) fn vocabulary(&self, pack: &Pack, counts: &WordCounts<'_>) -> Vocabulary {
        let mut common: FxHashMap<String, u64> = FxHashMap::default();
        for (word, count) in counts {
            *common.entry(word.to_lowercase()).or_default() += count;
        }
        let spellings = self.spellings(pack).into_iter();
        let mut spellings: Vec<_> =
            spellings.map(|(spelling, atoms)| (Reverse(common.get(&spelling).copied()), spelling, atoms)).collect();
        spellings.sort_unstable();
        let named = form::NAMES.iter().map(|name| {
            let atoms = self.list_forms(name).any().into_iter().collect();
            (String::new(), atoms, false)
        });
        Vocabulary::new(named.chain(spellings.into_iter().map(|(_, spelling, atoms)| {
            let abbreviation = pack.words.abbreviations.contains(&spelling);
            (spelling, atoms, abbreviation)
        })))
    }

    /// Every spelling with its atoms, some of them more than once.
    #[expect(clippy::iter_over_hash_type, reason = "spellings and atoms are sorted in the end")]
    fn spellings(&self, pack: &Pack) -> FxHashMap<String, Vec<AtomId>> {
        let mut spellings: FxHashMap<String, Vec<AtomId>> = FxHashMap::default();
        for (word, atom) in self.atoms.exact() {
            spellings.entry(self.names.text(word).to_owned()).or_default().push(atom);
        }
        let changing = self.words.iter().filter(|(_, entries)| entries.iter().any(|entry| !entry.exact));
        let words: FxHashSet<Name> = self.atoms.words().chain(changing.map(|(&word, _)| word)).collect();
        // What a word has in one of its forms: its own atoms and those of its lists.
        for word in words {
            let own = self.atoms.word_forms(word);
            let entries = self.words.get(&word).into_iter().flatten().filter(|entry| !entry.exact);
            let lists: Vec<_> = entries.map(|entry| (entry.category, self.atoms.list_forms(entry.list))).collect();
            for (spelling, category) in pack.inflection.forms(self.names.text(word)) {
                let atoms = spellings.entry(spelling).or_default();
                atoms.extend(own.met_by(category));
                let fitting = lists.iter().filter(|(only, _)| only.is_none_or(|only| only == category));
                atoms.extend(fitting.flat_map(|(_, list)| list.met_by(category)));
            }
        }
        for (&word, entries) in &self.words {
            for entry in entries.iter().filter(|entry| entry.exact) {
                spellings
                    .entry(self.names.text(word).to_owned())
                    .or_default()
                    .extend(self.atoms.list_forms(entry.list).any());
            }
        }
        for (contraction, parts) in &pack.words.contractions {
            let atoms: Vec<AtomId> = parts.iter().filter_map(|part| spellings.get(part)).flatten().copied().collect();
            spellings.entry(contraction.clone()).or_default().extend(atoms);
        }
        // A number that some list spells out is still a number.
        let number = self.list_forms(form::NAMES[form::NUMBER as usize]).any();
        for (spelling, atoms) in &mut spellings {
            if spelling.starts_with(|c: char| c.is_ascii_digit()) && spelling.chars().all(|c| !c.is_alphabetic()) {
                atoms.extend(number);
            }
        }
        for abbreviation in &pack.words.abbreviations {
            spellings.entry(abbreviation.clone()).or_default();
        }
        for (name, endings) in &self.endings {
            let Some(atom) = self.list_forms(name).any() else { continue };
            for (spelling, atoms) in &mut spellings {
                if endings.iter().any(|ending| spelling.len() > ending.len() + 1 && spelling.ends_with(ending.as_str()))
                {
                    atoms.push(atom);
                }
            }
        }
        spellings
    }

    /// The atoms of a list that somebody asked for by this name.
    fn list_forms(&self, name: &str) -> Forms {
        self.names.known(name).map(|name| self.atoms.list_forms(name)).unwrap_or_default()
    }
}
