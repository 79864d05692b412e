//! The language of phrases.
//!
//! ```text
//! word            the word in any of its forms
//! =word           just this form
//! word/ing        the word in one form: base, s, ed, ing
//! {list}          an entry of a word list, or a kind of word such as {number}
//! {list/base}     the same in one form
//! (a|b c)         one of these
//! [a|b c]         one of these, or nothing
//! ..6             at most six words
//! _               any one word
//! !word !(a|b)    not followed by this
//! ^  ~  $         the start of the sentence, of a clause; the end of the sentence
//! ':' ',' '?'     a mark
//! ```

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::limits::LONGEST_PHRASE;
use crate::language::{Category, LONGEST_WORD, Marks};

/// A phrase as it was written.
pub(super) type Sequence = Vec<Element>;

/// A word or the name of a list: each stands in thousands of phrases, so that its text is kept once, in [`Names`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Name(u32);

/// The words and names that were met, in the order in which they were.
#[derive(Debug, Default)]
pub(super) struct Names {
    known: FxHashMap<Rc<str>, Name>,
    texts: Vec<Rc<str>>,
}

impl Names {
    /// A new one for a text that was not met before.
    pub(super) fn get(&mut self, text: &str) -> Name {
        match self.known.get(text) {
            Some(&known) => known,
            None => {
                let (text, name) = (Rc::from(text), Name(self.texts.len() as u32));
                self.texts.push(Rc::clone(&text));
                self.known.insert(text, name);
                name
            }
        }
    }

    pub(super) fn known(&self, text: &str) -> Option<Name> {
        self.known.get(text).copied()
    }

    pub(super) fn text(&self, name: Name) -> &str {
        &self.texts[name.0 as usize]
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Element {
    Word { word: Name, category: Option<Category>, exact: bool },
    List { name: Name, category: Option<Category> },
    Choice { optional: bool, alternatives: Vec<Sequence> },
    Not(Vec<Sequence>),
    Gap(u8),
    Any,
    Start,
    ClauseStart,
    End,
    Mark(u32),
}

/// Hands over the name of each list in a phrase.
pub(super) fn lists_used(sequence: &[Element], used: &mut impl FnMut(Name)) {
    for element in sequence {
        match element {
            Element::List { name, .. } => used(*name),
            Element::Choice { alternatives, .. } | Element::Not(alternatives) => {
                alternatives.iter().for_each(|inner| lists_used(inner, used))
            }
            _ => {}
        }
    }
}

/// What is wrong with a pattern, and at which byte of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PatternError {
    pub(super) at: usize,
    pub(super) length: usize,
    pub(super) message: String,
}

/// The most words that a gap may skip.
const WIDEST_GAP: u8 = 30;

pub(super) fn parse(text: &str, names: &mut Names) -> Result<Sequence, PatternError> {
    if text.len() > LONGEST_PHRASE {
        let message = format!("a phrase is at most {LONGEST_PHRASE} bytes long; make a list of its parts");
        return Err(PatternError { at: 0, length: text.len(), message });
    }
    let mut parser = Parser { text, at: 0, depth: 0, names };
    let sequence = parser.sequence(&[])?;
    if let Some(extra) = parser.peek() {
        return Err(parser.error(extra.len_utf8(), format!("`{extra}` closes nothing")));
    }
    if sequence.is_empty() {
        return Err(parser.error(0, "a phrase needs at least one word".to_owned()));
    }
    Ok(sequence)
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: u8,
    names: &'t mut Names,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn error(&self, length: usize, message: String) -> PatternError {
        PatternError { at: self.at, length, message }
    }

    fn sequence(&mut self, closers: &[char]) -> Result<Sequence, PatternError> {
        let mut sequence = Vec::new();
        loop {
            match self.peek() {
                None => return Ok(sequence),
                Some(letter) if closers.contains(&letter) || matches!(letter, ')' | ']' | '|') => return Ok(sequence),
                Some(letter) if letter.is_whitespace() => self.at += letter.len_utf8(),
                Some(_) => {
                    let at = self.at;
                    let after_end = matches!(sequence.last(), Some(Element::End));
                    self.element(&mut sequence)?;
                    if after_end && !matches!(sequence.last(), Some(Element::Mark(_) | Element::Not(_))) {
                        let message = "nothing stands after `$`, the end of the sentence: this can never match";
                        return Err(PatternError { at, length: self.at - at, message: message.to_owned() });
                    }
                }
            }
        }
    }

    fn element(&mut self, sequence: &mut Sequence) -> Result<(), PatternError> {
        let rest = &self.text[self.at..];
        let letter = self.peek().unwrap_or(' ');
        let single = match letter {
            '_' => Some(Element::Any),
            '^' => Some(Element::Start),
            '~' => Some(Element::ClauseStart),
            '$' if !rest[1..].starts_with(char::is_alphanumeric) => Some(Element::End),
            _ => None,
        };
        if let Some(element) = single {
            self.at += 1;
            sequence.push(element);
            return Ok(());
        }
        match letter {
            '(' | '[' => {
                let alternatives = self.group()?;
                if self.peek() == Some('/') {
                    return Err(
                        self.error(1, "only a word or a list has forms: write the form after each word".to_owned())
                    );
                }
                sequence.push(Element::Choice { optional: letter == '[', alternatives });
            }
            '{' => sequence.push(self.list()?),
            '\'' if rest[1..].find('\'').is_some_and(|end| end > 0 && end <= 4) => sequence.push(self.mark()?),
            '!' => {
                self.at += 1;
                let alternatives = if self.peek() == Some('(') {
                    self.group()?
                } else if self
                    .peek()
                    .is_none_or(|next| next.is_whitespace() || matches!(next, '!' | ')' | '[' | ']' | '|'))
                {
                    return Err(
                        self.error(0, "what must not follow stands right after `!`: `!word`, `!(a|b)`".to_owned())
                    );
                } else {
                    let mut one = Vec::new();
                    self.element(&mut one)?;
                    vec![one]
                };
                sequence.push(Element::Not(alternatives));
            }
            '.' if rest.starts_with("..") => {
                let digits: String = rest[2..].chars().take_while(char::is_ascii_digit).collect();
                let widest = digits.parse::<u8>().ok().filter(|&widest| (1..=WIDEST_GAP).contains(&widest));
                let Some(widest) = widest else {
                    return Err(
                        self.error(2 + digits.len(), format!("a gap is written `..N`, with N from 1 to {WIDEST_GAP}"))
                    );
                };
                self.at += 2 + digits.len();
                sequence.push(Element::Gap(widest));
            }
            _ => self.words(sequence)?,
        }
        Ok(())
    }

    fn group(&mut self) -> Result<Vec<Sequence>, PatternError> {
        let (open, opened_at) = (self.peek().unwrap_or('('), self.at);
        let close = if open == '(' { ')' } else { ']' };
        if self.depth == 8 {
            return Err(self.error(1, "groups stand in each other more than eight deep".to_owned()));
        }
        self.depth += 1;
        self.at += 1;
        let mut alternatives = Vec::new();
        loop {
            let alternative = self.sequence(&[])?;
            if alternative.is_empty() {
                return Err(
                    self.error(1, "an alternative is empty; write `[…]` for something that may be left out".to_owned())
                );
            }
            alternatives.push(alternative);
            match self.peek() {
                Some('|') => self.at += 1,
                Some(letter) if letter == close => {
                    self.at += 1;
                    self.depth -= 1;
                    return Ok(alternatives);
                }
                _ => {
                    return Err(PatternError {
                        at: opened_at,
                        length: 1,
                        message: format!("`{open}` is not closed by `{close}`"),
                    });
                }
            }
        }
    }

    fn list(&mut self) -> Result<Element, PatternError> {
        let rest = &self.text[self.at..];
        let Some(end) = rest.find('}') else {
            return Err(self.error(rest.len(), "`{` is not closed by `}`".to_owned()));
        };
        let inner = &rest[1..end];
        let (name, category) = inner.split_once('/').map_or((inner, None), |(name, category)| (name, Some(category)));
        let category = category.map(|name| self.category(name, end + 1)).transpose()?;
        let element = Element::List { name: self.names.get(name), category };
        self.at += end + 1;
        Ok(element)
    }

    fn category(&self, name: &str, length: usize) -> Result<Category, PatternError> {
        Category::from_name(name)
            .ok_or_else(|| self.error(length, format!("`{name}` is no form of a word; it is one of base, s, ed, ing")))
    }

    fn mark(&mut self) -> Result<Element, PatternError> {
        let rest = &self.text[self.at + 1..];
        let end = rest.find('\'').unwrap_or(0);
        let letter = rest.chars().next().unwrap_or(' ');
        let Some(mark) = Marks::of(letter).filter(|_| rest[..end].chars().count() == 1) else {
            return Err(self.error(end + 2, format!("`{}` is no mark", &rest[..end])));
        };
        self.at += end + 2;
        Ok(Element::Mark(mark.0))
    }

    /// A word, or several that a document would read as several: `don't`, `sign-off`.
    fn words(&mut self, sequence: &mut Sequence) -> Result<(), PatternError> {
        let rest = &self.text[self.at..];
        // As almost all are written.
        let (plain, after) = rest.split_at(rest.bytes().take_while(u8::is_ascii_lowercase).count());
        let ends = after.is_empty() || after.starts_with([' ', ')', ']', '|']);
        if ends && (1..=LONGEST_WORD).contains(&plain.len()) {
            sequence.push(Element::Word { word: self.names.get(plain), category: None, exact: false });
            self.at += plain.len();
            return Ok(());
        }
        let end = rest
            .find(|letter: char| letter.is_whitespace() || matches!(letter, '(' | ')' | '[' | ']' | '{' | '}' | '|'))
            .unwrap_or(rest.len());
        let written = &rest[..end];
        if written.is_empty() {
            return Err(self.error(1, format!("`{}` means nothing here", &rest[..1])));
        }
        let (exact, word) = match written.strip_prefix('=') {
            Some(word) if !word.is_empty() => (true, word),
            _ => (false, written),
        };
        let (word, category) = match word.split_once('/') {
            Some((word, category)) if !word.is_empty() && !category.is_empty() => {
                (word, Some(self.category(category, end)?))
            }
            _ => (word, None),
        };
        let parts = split(word);
        if parts.is_empty() {
            return Err(self.error(end, format!("`{written}` holds no word")));
        }
        if let Some(long) = parts.iter().find(|part| part.len() > LONGEST_WORD) {
            let message = format!(
                "`{}…` is longer than any word: {LONGEST_WORD} bytes",
                long.chars().take(12).collect::<String>()
            );
            return Err(self.error(end, message));
        }
        let single = parts.len() == 1;
        for part in parts {
            let word = self.names.get(&part);
            sequence.push(Element::Word { word, category: category.filter(|_| single), exact });
        }
        self.at += end;
        Ok(())
    }
}

/// A written word as the tokens that a document would have for it, in lower case.
fn split(word: &str) -> Vec<String> {
    let word = word.replace(['’', '‘'], "'").to_lowercase();
    let mut parts = Vec::new();
    for piece in word.split(['-', '‑', ',', ';', ':', '?', '!', '"']).filter(|piece| !piece.is_empty()) {
        let piece = piece.trim_end_matches('.');
        if let Some(stem) = piece.strip_suffix("n't") {
            parts.extend((!stem.is_empty()).then(|| stem.to_owned()));
            parts.push("n't".to_owned());
        } else if let Some(at) = piece.find('\'').filter(|&at| at > 0) {
            parts.push(piece[..at].to_owned());
            if at + 1 < piece.len() {
                parts.push(piece[at..].to_owned());
            }
        } else if !piece.is_empty() {
            // `5k` is a number and a letter in a document
            let digits = piece.chars().take_while(char::is_ascii_digit).count();
            if digits > 0
                && digits < piece.len()
                && piece.is_char_boundary(digits)
                && piece[digits..].starts_with(char::is_alphabetic)
            {
                parts.push(piece[..digits].to_owned());
                parts.push(piece[digits..].to_owned());
            } else {
                parts.push(piece.to_owned());
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_read_as_documented() {
        let read = |text| parse(text, &mut Names::default()).expect(text);
        assert_eq!(read("sign-off"), read("sign off"));
        assert_eq!(read("don't"), read("do n't"));
        assert!(matches!(
            &read("{approve/ing} [with|by] ..6")[..],
            [
                Element::List { category: Some(Category::Ing), .. },
                Element::Choice { optional: true, .. },
                Element::Gap(6)
            ]
        ));
        assert!(matches!(
            &read("^ !(a|b c) '?' $")[..],
            [Element::Start, Element::Not(_), Element::Mark(_), Element::End]
        ));
    }

    #[test]
    fn errors_have_their_place() {
        let at = |text| parse(text, &mut Names::default()).expect_err(text).at;
        assert_eq!(at("a (b|c"), 2);
        assert_eq!(at("a ..99"), 2);
        assert_eq!(at("a) b"), 1);
        assert_eq!(at("x {list"), 2);
        assert_eq!(at("a[!"), 3);
        assert_eq!(at("$ a"), 2);
        assert_eq!(at(""), 0);
    }
}
