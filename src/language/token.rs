use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;

use super::fold::is_apostrophe;
use super::marks::Marks;
use super::vocabulary::{FormId, Vocabulary, form};
use crate::brief::{LEADER, Reference, leads};
use crate::source::{Span, is_invisible};

/// A word, a number or a sign, and what stands before it.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Its bytes in the source, with references as they are written.
    pub span: Span,
    /// Its spelling, or one of [`form`] where no rule knows it or the brief uses it as a name.
    pub form: FormId,
    /// The marks between the token before it and this one.
    pub before: Marks,
    /// Begins with a capital.
    pub capital: bool,
    /// In quotation marks or struck out: mentioned, not said.
    pub mentioned: bool,
}

/// Cuts a stretch of the source into tokens.
pub(super) struct Scanner<'t, 'v> {
    vocabulary: &'v Vocabulary,
    text: &'t str,
    /// Those of the whole brief.
    references: &'t [Reference],
    at: usize,
    end: usize,
}

/// What the scanner found next.
pub(super) enum Scanned {
    Word { span: Span, form: FormId, capital: bool },
    Mark { span: Span, letter: char },
    Space,
}

impl<'t, 'v> Scanner<'t, 'v> {
    #[must_use]
    pub(super) fn new(text: &'t str, span: Span, references: &'t [Reference], vocabulary: &'v Vocabulary) -> Self {
        Scanner { vocabulary, text, references, at: span.start as usize, end: span.end as usize }
    }

    fn peek(&self, offset: usize) -> Option<u8> {
        let at = self.at + offset;
        (at < self.end).then(|| self.text.as_bytes()[at])
    }

    /// The character that is meant at `at`, and how many bytes stand for it.
    fn letter(&self, at: usize) -> Option<(char, usize)> {
        let byte = *self.text.as_bytes()[..self.end].get(at)?;
        if matches!(byte, b'&' | b'\\')
            && let Some(reference) = self.reference(at)
        {
            return Some((reference.letter, reference.span.len()));
        }
        let letter = if byte.is_ascii() { byte as char } else { self.text[at..self.end].chars().next()? };
        Some((letter, letter.len_utf8()))
    }

    fn reference(&self, at: usize) -> Option<&'t Reference> {
        let found = self.references.binary_search_by_key(&(at as u32), |reference| reference.span.start);
        // One that a place cuts in two is left as it is written.
        found.ok().map(|place| &self.references[place]).filter(|reference| reference.span.end as usize <= self.end)
    }

    /// The words of a place with their references resolved.
    fn spelled(&self, span: Span) -> Cow<'t, str> {
        let words = span.of(self.text);
        if !words.contains(['&', '\\']) {
            return Cow::Borrowed(words);
        }
        let mut spelled = String::with_capacity(words.len());
        let mut at = span.start as usize;
        while let Some((letter, length)) = self.letter(at).filter(|_| at < span.end as usize) {
            spelled.push(letter);
            at += length;
        }
        Cow::Owned(spelled)
    }

    pub(super) fn next(&mut self) -> Option<Scanned> {
        let byte = self.peek(0)?;
        if byte.is_ascii_alphabetic() {
            return Some(self.word());
        }
        if byte.is_ascii_digit() {
            return Some(self.number());
        }
        let at = self.at;
        let (letter, length) = self.letter(at)?;
        if is_apostrophe(letter) && self.is_clitic(at, length) {
            return Some(self.word());
        }
        self.at += length;
        if length == 1 {
            return Some(match byte {
                b' ' | b'\t' | b'\r' => Scanned::Space,
                b'%' | b'$' | b'&' | b'+' | b'=' | b'@' | b'#' | b'~' => self.sign(at),
                _ => {
                    let run = if matches!(byte, b'_' | b'.') { self.blank(at, byte) } else { None };
                    run.unwrap_or_else(|| Scanned::Mark { span: Span::new(at, self.at), letter })
                }
            });
        }
        Some(match letter {
            _ if letter.is_whitespace() || is_invisible(letter) => Scanned::Space,
            _ if letter.is_alphabetic() => {
                self.at = at;
                self.word()
            }
            _ if Marks::of(letter).is_some() => Scanned::Mark { span: Span::new(at, self.at), letter },
            _ => self.sign(at),
        })
    }

    /// Whether the apostrophe at `at` joins two parts of a word: `'s`, `'ll`.
    fn is_clitic(&self, at: usize, length: usize) -> bool {
        let before = self.text[..at].chars().next_back();
        self.peek(length).is_some_and(|next| next.is_ascii_alphabetic()) && before.is_some_and(char::is_alphanumeric)
    }

    /// A run of underscores or dots: takes it, and says whether it is there to be written over. Dots between a label and
    /// its value only lead the eye.
    fn blank(&mut self, at: usize, sign: u8) -> Option<Scanned> {
        let run = self.text.as_bytes()[at..self.end].iter().take_while(|&&byte| byte == sign).count();
        if run < if sign == b'_' { 3 } else { LEADER.len() } {
            return None;
        }
        self.at = at + run;
        Some(if sign == b'.' && leads(&self.text[self.at..self.end]) {
            Scanned::Space
        } else {
            Scanned::Word { span: Span::new(at, self.at), form: form::BLANK, capital: false }
        })
    }

    fn sign(&mut self, at: usize) -> Scanned {
        let span = Span::new(at, self.at);
        match self.vocabulary.find(&self.spelled(span)) {
            Some(form) => Scanned::Word { span, form, capital: false },
            // A picture in front of a word says nothing.
            None if !span.of(self.text).is_ascii() => Scanned::Space,
            None => Scanned::Word { span, form: form::UNKNOWN, capital: false },
        }
    }

    fn number(&mut self) -> Scanned {
        let start = self.at;
        let rest = &self.text.as_bytes()[start..self.end];
        if let Some(length) = digit_date(rest) {
            self.at += length;
            return Scanned::Word { span: Span::new(start, self.at), form: form::DATE, capital: false };
        }
        let clock = clock(rest);
        if let Some(length) = clock {
            self.at += length;
            return Scanned::Word { span: Span::new(start, self.at), form: form::TIME, capital: false };
        }
        while let Some(byte) = self.peek(0) {
            let goes_on = byte.is_ascii_digit()
                || (matches!(byte, b'.' | b',' | b'\'') && self.peek(1).is_some_and(|next| next.is_ascii_digit()));
            if !goes_on {
                break;
            }
            self.at += 1;
        }
        // `12 000`: groups of three digits after a thin or hard space.
        while let Some((_, length)) =
            self.letter(self.at).filter(|(letter, _)| matches!(letter, '\u{a0}' | '\u{202f}' | '\u{2009}'))
        {
            let after = self.at + length;
            let group = self.text.as_bytes().get(after..(after + 3).min(self.end)).unwrap_or_default();
            if group.len() < 3 || !group.iter().all(u8::is_ascii_digit) {
                break;
            }
            self.at = after + 3;
        }
        let span = Span::new(start, self.at);
        let form = self.vocabulary.find(span.of(self.text)).unwrap_or(form::NUMBER);
        Scanned::Word { span, form, capital: false }
    }

    fn word(&mut self) -> Scanned {
        let start = self.at;
        let mut digits = false;
        let first = self.letter(start);
        self.at += self.apostrophe().unwrap_or(0);
        loop {
            match self.peek(0) {
                Some(byte) if byte.is_ascii_alphabetic() => self.at += 1,
                Some(byte) if byte.is_ascii_digit() => {
                    digits = true;
                    self.at += 1;
                }
                // e.g., i.e., a.m.: single letters with stops between them are one word
                Some(b'.') if self.at - start == 1 || self.text.as_bytes()[self.at - 2] == b'.' => {
                    if !self.peek(1).is_some_and(|next| next.is_ascii_alphabetic())
                        || self.peek(2).is_some_and(|next| next.is_ascii_alphanumeric())
                    {
                        break;
                    }
                    self.at += 1;
                }
                Some(byte) if !byte.is_ascii() || matches!(byte, b'&' | b'\\') => {
                    let Some((letter, length)) = self.letter(self.at) else { break };
                    let joins = letter.is_alphanumeric() || is_invisible(letter) || is_combining_mark(letter);
                    if !joins || is_apostrophe(letter) {
                        break;
                    }
                    self.at += length;
                }
                _ => break,
            }
        }
        self.split_not(start);
        if self.is_address(start) {
            return Scanned::Word { span: Span::new(start, self.at), form: form::CODE, capital: false };
        }
        let span = Span::new(start, self.at);
        let word = self.spelled(span);
        let capital = first.is_some_and(|(letter, _)| letter.is_uppercase());
        let form = self.vocabulary.find(&word).unwrap_or_else(|| {
            let capitals = word.chars().filter(|letter| letter.is_uppercase()).count();
            match () {
                () if digits => form::IDENTIFIER,
                () if capitals >= 2 && word.chars().all(|letter| !letter.is_lowercase()) => form::ACRONYM,
                () if capital => form::NAME,
                () => form::UNKNOWN,
            }
        });
        Scanned::Word { span, form, capital }
    }

    /// The length of the apostrophe that the scanner stands at, if it is one.
    fn apostrophe(&self) -> Option<usize> {
        self.letter(self.at).filter(|&(letter, _)| is_apostrophe(letter)).map(|(_, length)| length)
    }

    /// `don't` is `do` and `n't`: ends the word before the `n`, and reads the rest as a word of its own.
    fn split_not(&mut self, start: usize) {
        let word = &self.text[start..self.at];
        if !word.ends_with(['n', 'N']) {
            return;
        }
        let Some(apostrophe) = self.apostrophe() else { return };
        let rest = &self.text[self.at + apostrophe..self.end];
        if rest.starts_with(['t', 'T']) && !rest[1..].starts_with(char::is_alphanumeric) {
            if word.len() > 1 {
                self.at -= 1;
            } else {
                self.at += apostrophe + 1;
            }
        }
    }

    /// A bare address (`https://…`, `www.…`, `name@host`, `file.ext`): takes all of it.
    fn is_address(&mut self, start: usize) -> bool {
        let rest = &self.text[self.at..self.end];
        let word = &self.text[start..self.at];
        let bytes = rest.as_bytes();
        // Most words end here.
        if !matches!(bytes.first(), Some(b':' | b'.' | b'@')) {
            return false;
        }
        let follows = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
        let address = rest.starts_with("://")
            || (word.eq_ignore_ascii_case("www") && rest.starts_with('.'))
            || (rest.starts_with('@') && follows(1))
            || (rest.starts_with('.')
                && follows(1)
                && word.len() > 1
                && bytes.get(1).is_some_and(u8::is_ascii_lowercase)
                && word.chars().all(|c| c.is_ascii_alphanumeric()));
        if address {
            let next = self.references.partition_point(|reference| (reference.span.start as usize) < self.at);
            let rest = match self.references.get(next) {
                Some(reference) => &rest[..rest.len().min(reference.span.start as usize - self.at)],
                None => rest,
            };
            let length = rest
                .find(|c: char| c.is_whitespace() || matches!(c, ')' | ']' | '>' | '"' | ',' | ';'))
                .unwrap_or(rest.len());
            self.at += rest[..length].trim_end_matches(['.', ':', '!', '?', '’', '\'']).len();
        }
        address
    }
}

/// The length of `2026-05-04`, `2026-05`, `2026-Q2`, `2026-W40`, `4.5.2026`, `04/05/26` at the start.
fn digit_date(rest: &[u8]) -> Option<usize> {
    let digits = |at: usize, most: usize| {
        rest[at.min(rest.len())..].iter().take(most).take_while(|byte| byte.is_ascii_digit()).count()
    };
    let bounded = |length: usize| (!rest.get(length).is_some_and(u8::is_ascii_alphanumeric)).then_some(length);
    if digits(0, 5) == 4 && rest.get(4) == Some(&b'-') {
        return match rest.get(5)? {
            b'Q' | b'q' if digits(6, 2) == 1 => bounded(7),
            b'W' | b'w' if digits(6, 3) >= 1 => bounded(6 + digits(6, 3)),
            _ if digits(5, 3) == 2 && rest.get(7) == Some(&b'-') && digits(8, 3) == 2 => {
                // a time of day may follow: 2026-06-30T17:00Z
                let time = (rest.get(10) == Some(&b'T')).then(|| {
                    rest[10..].iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'+')).count()
                });
                bounded(10 + time.unwrap_or(0))
            }
            _ if digits(5, 3) == 2 => bounded(7),
            _ => None,
        };
    }
    let day = digits(0, 3);
    let separator = *rest.get(day)?;
    if !(1..=2).contains(&day) || !matches!(separator, b'.' | b'/' | b'-') {
        return None;
    }
    let month = digits(day + 1, 3);
    let year_at = day + 1 + month + 1;
    let year = digits(year_at, 5);
    let whole = (1..=2).contains(&month) && rest.get(day + 1 + month) == Some(&separator) && (year == 2 || year == 4);
    if whole { bounded(year_at + year) } else { None }
}

/// The length of `18:00` at the start.
fn clock(rest: &[u8]) -> Option<usize> {
    let hours = rest.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
    let minutes = rest.get(hours + 1..hours + 3)?;
    let good = (1..=2).contains(&hours)
        && rest.get(hours) == Some(&b':')
        && minutes.iter().all(u8::is_ascii_digit)
        && !rest.get(hours + 3).is_some_and(u8::is_ascii_digit);
    good.then_some(hours + 3)
}
