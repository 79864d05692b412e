//! Which words or lists a sentence must hold for a phrase to match: by these almost every phrase is ruled out before it is
//! tried.

use rustc_hash::FxHashMap;

use super::atoms::AtomTable;
use super::layout::Phrase;
use super::pack::Pack;
use super::pattern::Element;
use crate::language::{AtomId, FormId, Vocabulary, form};

/// Atoms of which one must stand in a sentence, and how often that is so in ordinary text.
#[derive(Clone, Debug)]
pub(super) struct Requirement {
    pub(super) atoms: Vec<AtomId>,
    pub(super) frequency: u64,
}

/// How often each word stands in the texts of the rule files, whose examples are the kind of text that is read.
pub(super) type WordCounts<'a> = FxHashMap<&'a str, u64>;

/// Counts the words of the rule files.
pub(super) fn count_words(pack: &Pack) -> WordCounts<'_> {
    let mut counts = WordCounts::default();
    for source in &pack.sources {
        for word in source.text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()) {
            *counts.entry(word).or_default() += 1;
        }
    }
    counts
}

/// Finds for phrases the rarest part that each of their matches holds.
pub(super) struct Requirements<'a> {
    atoms: &'a AtomTable,
    by_list: &'a [Vec<Phrase>],
    /// How often words with each atom occur in the texts of the rule files.
    words: Vec<u64>,
    /// The same for lists with phrases, once it is known.
    lists: Vec<Option<u64>>,
    /// The most words of an entry.
    widths: Vec<Option<u8>>,
}

impl<'a> Requirements<'a> {
    #[expect(clippy::iter_over_hash_type, reason = "sums are the same in any order")]
    pub(super) fn new(
        vocabulary: &Vocabulary,
        counts: &WordCounts<'_>,
        atoms: &'a AtomTable,
        by_list: &'a [Vec<Phrase>],
    ) -> Self {
        let mut forms = vec![1_u64; vocabulary.len()];
        for (word, count) in counts {
            let form = vocabulary.find(word).unwrap_or(match word.chars().next() {
                Some(first) if first.is_ascii_digit() => form::NUMBER,
                Some(first) if first.is_uppercase() => form::NAME,
                _ => form::UNKNOWN,
            });
            forms[form as usize] += count;
        }
        let mut words = vec![0; atoms.len()];
        for form in 0..vocabulary.len() as FormId {
            for &atom in vocabulary.atoms(form) {
                words[atom as usize] += forms[form as usize];
            }
        }
        Requirements { atoms, by_list, words, lists: vec![None; by_list.len()], widths: vec![None; by_list.len()] }
    }

    /// The atom that an element asks for, if it is a word or a list.
    pub(super) fn atom(&self, element: &Element) -> Option<AtomId> {
        self.atoms.get(element)
    }

    /// The most words that an entry of a list can have.
    pub(super) fn width(&mut self, list: AtomId) -> u8 {
        let at = list as usize;
        // A list without phrases.
        if at >= self.widths.len() {
            return 1;
        }
        if let Some(width) = self.widths[at] {
            return width;
        }
        let by_list = self.by_list;
        let width = by_list[at].iter().map(|phrase| self.width_of(&phrase.sequence)).max().unwrap_or(1).max(1);
        self.widths[at] = Some(width);
        width
    }

    fn width_of(&mut self, sequence: &[Element]) -> u8 {
        let mut width: u8 = 0;
        for element in sequence {
            width = width.saturating_add(match element {
                Element::Word { .. } | Element::Any => 1,
                Element::List { .. } => self.atom(element).map_or(1, |list| self.width(list)),
                Element::Gap(widest) => *widest,
                Element::Choice { alternatives, .. } => {
                    alternatives.iter().map(|inner| self.width_of(inner)).max().unwrap_or(0)
                }
                Element::Not(_) | Element::Start | Element::ClauseStart | Element::End | Element::Mark(_) => 0,
            });
        }
        width
    }

    /// How often an atom is to be met.
    pub(super) fn frequency(&mut self, atom: AtomId) -> u64 {
        let at = atom as usize;
        if at >= self.lists.len() {
            return self.words[at];
        }
        if let Some(known) = self.lists[at] {
            return known;
        }
        let by_list = self.by_list;
        let phrases: u64 = by_list[at]
            .iter()
            .map(|phrase| self.of(&phrase.sequence).map_or(1 << 20, |requirement| requirement.frequency))
            .sum();
        let frequency = self.words[at] + phrases;
        self.lists[at] = Some(frequency);
        frequency
    }

    /// The rarest part of a phrase; `None` where nothing in it is fixed.
    pub(super) fn of(&mut self, sequence: &[Element]) -> Option<Requirement> {
        self.parts(sequence).into_iter().min_by_key(|requirement| requirement.frequency)
    }

    /// What must stand in a sentence for a phrase to match, part by part.
    pub(super) fn parts(&mut self, sequence: &[Element]) -> Vec<Requirement> {
        sequence.iter().filter_map(|element| self.of_element(element)).collect()
    }

    fn of_element(&mut self, element: &Element) -> Option<Requirement> {
        match element {
            Element::Word { .. } | Element::List { .. } => {
                let atom = self.atom(element)?;
                Some(Requirement { atoms: vec![atom], frequency: self.frequency(atom) })
            }
            Element::Choice { optional: false, alternatives } => {
                let mut all = Requirement { atoms: Vec::new(), frequency: 0 };
                for alternative in alternatives {
                    let requirement = self.of(alternative)?;
                    all.atoms.extend(requirement.atoms);
                    all.frequency += requirement.frequency;
                }
                Some(all)
            }
            _ => None,
        }
    }
}
