use std::collections::BTreeMap;

use serde::Deserialize;

/// The forms of a word that a pattern can ask for by name: `{approve/ing}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Category {
    /// As it is written in the rule.
    Base,
    S,
    Ed,
    Ing,
}

impl Category {
    pub(crate) const ALL: [Category; 4] = [Category::Base, Category::S, Category::Ed, Category::Ing];

    #[must_use]
    pub(crate) fn from_name(name: &str) -> Option<Category> {
        Some(match name {
            "base" => Category::Base,
            "s" => Category::S,
            "ed" => Category::Ed,
            "ing" => Category::Ing,
            _ => return None,
        })
    }
}

/// How the words of a language change: the form of `rules/language/inflection.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Inflection {
    /// For each form, how a word's ending changes; the first rule whose ending fits is taken.
    #[serde(default)]
    endings: BTreeMap<String, Vec<Ending>>,
    /// Words with forms of their own; they get these instead of the regular ones.
    #[serde(default)]
    irregular: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Endings that are spelled in two ways; a word with one is known with the other too.
    #[serde(default)]
    spellings: Vec<(String, String)>,
    /// Words that never change.
    #[serde(default)]
    fixed: Vec<String>,
    /// Words whose last consonant is doubled, beside those of one syllable.
    #[serde(default)]
    doubled: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Ending {
    /// The endings of the words that it is for; `C` stands for a consonant, `V` for a vowel, `1` at the start for a
    /// word of one syllable or one that doubles. Empty for all.
    #[serde(default)]
    when: Vec<String>,
    /// How many letters go.
    #[serde(default)]
    cut: usize,
    /// The last letter that is left is doubled.
    #[serde(default)]
    double: bool,
    add: String,
}

impl Inflection {
    /// All forms of a word with their categories, the word itself among them.
    #[must_use]
    pub(crate) fn forms(&self, word: &str) -> Vec<(String, Category)> {
        let mut forms = vec![(word.to_owned(), Category::Base)];
        let alphabetic = word.chars().all(char::is_alphabetic) && word.chars().count() > 1;
        if alphabetic && !self.fixed.iter().any(|fixed| fixed == word) {
            let own = self.irregular.get(word);
            for category in [Category::S, Category::Ed, Category::Ing] {
                let name = match category {
                    Category::S => "s",
                    Category::Ed => "ed",
                    _ => "ing",
                };
                match own.and_then(|own| own.get(name)) {
                    Some(given) => forms.extend(given.iter().map(|form| (form.clone(), category))),
                    None => forms.extend(self.regular(word, name).map(|form| (form, category))),
                }
            }
            for given in own.and_then(|own| own.get("also")).into_iter().flatten() {
                forms.push((given.clone(), Category::Base));
            }
        }
        let mut variants = Vec::new();
        for (form, category) in &forms {
            for (one, other) in &self.spellings {
                for (from, to) in [(one, other), (other, one)] {
                    if let Some((start, rest)) = split_at_ending(form, from) {
                        variants.push((format!("{start}{to}{rest}"), *category));
                    }
                }
            }
        }
        forms.extend(variants);
        forms
    }

    /// How many entries are looked through for each word, and the length in bytes of the longest text.
    pub(crate) fn extent(&self) -> (usize, usize) {
        let endings = || self.endings.values().flatten();
        let own = self.irregular.values().flat_map(|forms| forms.values().flatten());
        let searched = endings().map(|ending| ending.when.len() + 1).sum::<usize>()
            + self.spellings.len()
            + self.fixed.len()
            + self.doubled.len();
        let texts = endings()
            .flat_map(|ending| ending.when.iter().chain([&ending.add]))
            .chain(self.spellings.iter().flat_map(|(one, other)| [one, other]))
            .chain(&self.fixed)
            .chain(&self.doubled)
            .chain(own);
        (searched, texts.map(String::len).max().unwrap_or(0))
    }

    fn regular(&self, word: &str, name: &str) -> Option<String> {
        let ending = self
            .endings
            .get(name)?
            .iter()
            .find(|ending| ending.when.is_empty() || ending.when.iter().any(|when| self.fits(word, when)))?;
        let mut stem: String = word.chars().take(word.chars().count().saturating_sub(ending.cut)).collect();
        if ending.double {
            stem.extend(stem.chars().next_back());
        }
        Some(stem + &ending.add)
    }

    fn fits(&self, word: &str, when: &str) -> bool {
        let vowel = |letter: char| "aeiouy".contains(letter);
        let (short, when) = match when.strip_prefix('1') {
            Some(rest) => (true, rest),
            None => (false, when),
        };
        let mut letters = word.chars().rev();
        let ends_so = when.chars().rev().all(|want| {
            letters.next().is_some_and(|letter| match want {
                'C' => !vowel(letter),
                'V' => vowel(letter) && letter != 'y',
                _ => want == letter,
            })
        });
        let syllables = || {
            let (count, _) = word.chars().fold((0, false), |(count, after), letter| {
                (count + usize::from(vowel(letter) && !after), vowel(letter))
            });
            count
        };
        ends_so && (!short || syllables() <= 1 || self.doubled.iter().any(|doubled| doubled == word))
    }
}

/// What stands before and after the last `ending` of a form, at most a few letters from its end.
fn split_at_ending<'f>(form: &'f str, ending: &str) -> Option<(&'f str, &'f str)> {
    let last = ending.as_bytes().last();
    (0..=4.min(form.len()))
        // One letter tells of almost every form that it ends in another way.
        .filter(|rest| last.is_none() || form.as_bytes()[..form.len() - rest].last() == last)
        .find_map(|rest| {
            let (start, rest) = form.split_at_checked(form.len() - rest)?;
            start.strip_suffix(ending).map(|start| (start, rest))
        })
        .filter(|(start, _)| start.len() > 1)
}
