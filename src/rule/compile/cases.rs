//! The cases of a rule or an element: the phrases, and the conditions under which they count.

use super::Compiler;
use crate::rule::file::{CaseFile, Flag, FullCase, Text};
use crate::rule::pack::Place;
use crate::rule::pattern::Element;
use crate::rule::program::*;
use crate::yaml::{did_you_mean, nearest};

/// What `unless` knows beside phrases.
const CONDITIONS: [&str; 2] = ["waived", "measured"];

impl Compiler<'_> {
    pub(super) fn flag(&mut self, file: u32, flag: &Flag, owner: Owner) {
        if flag.any.is_empty() {
            let help = "give it at least one phrase under `any`".to_owned();
            self.error(Place { file, ..Place::default() }, "this can never match".to_owned(), Some(help));
        }
        let common = FullCase {
            unless: flag.unless.clone(),
            unless_clause: flag.unless_clause.clone(),
            unless_block: flag.unless_block.clone(),
            not_under: flag.not_under.clone(),
            only_in: flag.only_in.clone(),
            not_in: flag.not_in.clone(),
            shapes: flag.shapes.clone(),
            when: flag.when.clone(),
            ..FullCase::default()
        };
        for case in &flag.any {
            match case {
                CaseFile::Phrase(phrase) => {
                    self.case(file, &FullCase { any: vec![phrase.clone()], ..FullCase::default() }, &common, owner)
                }
                CaseFile::Full(case) => self.case(file, case, &common, owner),
            }
        }
    }

    fn case(&mut self, file: u32, case: &FullCase, common: &FullCase, owner: Owner) {
        let mut all = case.all.clone();
        // Without `any`, the first of `all` is what is found.
        let any = if case.any.is_empty() && !all.is_empty() { vec![all.remove(0)] } else { case.any.clone() };
        if any.is_empty() {
            self.error(
                Place { file, ..Place::default() },
                "a case needs a phrase under `any` or `all`".to_owned(),
                None,
            );
            return;
        }
        let (mut waivable, mut measurable) = (false, false);
        let mut unless = Vec::new();
        for text in case.unless.iter().chain(&common.unless) {
            match text.value.as_str() {
                "waived" => waivable = true,
                "measured" => measurable = true,
                word if is_slip(word) => self.slip(file, text),
                _ => unless.extend(self.pattern(file, text)),
            }
        }
        let shapes = self.shapes(file, if case.shapes.is_empty() { &common.shapes } else { &case.shapes });
        let when = self.when(file, case.when.as_ref().or(common.when.as_ref()));
        let compiled = DraftCase {
            owner,
            all: self.patterns(file, &all),
            near: case.near,
            unless,
            unless_clause: self.patterns(file, case.unless_clause.iter().chain(&common.unless_clause)),
            unless_block: self.patterns(file, case.unless_block.iter().chain(&common.unless_block)),
            after: self.patterns(file, &case.after),
            under: self.patterns(file, &case.under),
            not_under: self.patterns(file, case.not_under.iter().chain(&common.not_under)),
            only_in: self.role_names(file, if case.only_in.is_empty() { &common.only_in } else { &case.only_in }),
            not_in: Roles(self.role_names(file, &case.not_in).0 | self.role_names(file, &common.not_in).0),
            shapes,
            waivable,
            measurable,
            whole_sentence: case.whole_sentence,
            several: case.several,
            when,
        };
        for text in &any {
            let place = Place { file, span: text.span };
            if let Some(sequence) = self.parse(place, &text.value) {
                if !holds_word(&sequence) {
                    let help = "give it a word that is neither optional nor a gap".to_owned();
                    self.error(place, "this phrase would match anywhere".to_owned(), Some(help));
                    continue;
                }
                self.builder.case(sequence, &compiled);
            }
        }
    }

    /// A word that was hardly meant as a phrase.
    fn slip(&mut self, file: u32, text: &Text) {
        let word = &text.value;
        let near = nearest(word, CONDITIONS).unwrap_or_default();
        let help = format!("{} The word itself is `={word}`", did_you_mean(near));
        self.error(Place { file, span: text.span }, format!("there is no condition `{word}`"), Some(help));
    }

    fn patterns<'t>(&mut self, file: u32, texts: impl IntoIterator<Item = &'t Text>) -> Vec<PatternId> {
        texts.into_iter().filter_map(|text| self.pattern(file, text)).collect()
    }

    fn pattern(&mut self, file: u32, text: &Text) -> Option<PatternId> {
        // What a rule asks of each of its phrases is read once.
        let written = self.builder.names.get(&text.value);
        if let Some(&known) = self.patterns.get(&written) {
            return Some(known);
        }
        let sequence = self.parse(Place { file, span: text.span }, &text.value)?;
        let pattern = self.builder.pattern(sequence);
        self.patterns.insert(written, pattern);
        Some(pattern)
    }

    fn shapes(&mut self, file: u32, names: &[Text]) -> Shapes {
        let mut shapes = Shapes::default();
        for name in names {
            match Shapes::NAMES.iter().find(|(known, _)| *known == name.value) {
                Some((_, bit)) => shapes.0 |= bit,
                None => {
                    let help = format!("the places are: {}", Shapes::NAMES.map(|(name, _)| name).join(", "));
                    self.error(
                        Place { file, span: name.span },
                        format!("there is no place `{}`", name.value),
                        Some(help),
                    );
                }
            }
        }
        shapes
    }

    fn when(&mut self, file: u32, name: Option<&Text>) -> When {
        match name {
            None => When::default(),
            Some(name) if name.value == "unbounded" => When { unbounded: true, ..When::default() },
            Some(name) if name.value == "delegated" => When { delegated: true, ..When::default() },
            Some(name) => {
                self.error(
                    Place { file, span: name.span },
                    format!("`{}` is no fact that a rule can ask for", name.value),
                    Some("there are `unbounded` and `delegated`".to_owned()),
                );
                When::default()
            }
        }
    }
}

/// Whether a word is nearly a condition, and not a form of the same word.
fn is_slip(word: &str) -> bool {
    let bare = word.chars().all(char::is_alphabetic);
    bare && nearest(word, CONDITIONS).is_some_and(|near| !word.starts_with(&near[..near.len() - 1]))
}

/// Whether every match of a phrase holds a word that it names.
fn holds_word(sequence: &[Element]) -> bool {
    sequence.iter().any(|element| match element {
        Element::Word { .. } | Element::List { .. } => true,
        Element::Choice { optional: false, alternatives } => alternatives.iter().all(|inner| holds_word(inner)),
        _ => false,
    })
}
