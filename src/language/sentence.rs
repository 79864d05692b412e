use std::ops::Range;

use rustc_hash::FxHashMap;

use super::marks::Marks;
use super::token::{Scanned, Scanner, Token};
use super::vocabulary::{FormId, Vocabulary, form};
use crate::brief::{Brief, PieceKind, Reference, SIGNS};
use crate::source::Span;

/// The most tokens in a sentence; a longer one is cut, so that no text costs more than its length.
pub const LONGEST_SENTENCE: usize = 63;

/// The most quotation marks that wait to be closed; of more the last ones do.
const MOST_QUOTES: usize = 16;

/// The words of a brief, cut into sentences.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// Those of all sentences, one after the other.
    pub tokens: Vec<Token>,
    /// In the order of the file; a block without words has none.
    pub sentences: Vec<Sentence>,
}

/// A sentence: a part of one block. Headings, list items, cells and label lines are sentences too.
#[derive(Clone, Copy, Debug)]
pub struct Sentence {
    /// Its tokens, a range of [`Text::tokens`].
    pub first: u32,
    /// The place after its last token.
    pub end: u32,
    /// Its place in [`Brief::blocks`].
    pub block: u32,
    /// How many of its tokens are the label that it begins with.
    pub label: u32,
    /// The marks that end it.
    pub after: Marks,
    /// What the cache of sentences knows its words by; 0 for one that it has not met.
    pub content: u32,
}

impl Sentence {
    /// Whether it is nothing but a label.
    #[must_use]
    pub fn is_label(&self) -> bool {
        self.label == self.end - self.first
    }

    /// Its label as a sentence of its own.
    #[must_use]
    pub fn label_alone(&self) -> Sentence {
        Sentence { end: self.first + self.label, label: 0, content: 0, ..*self }
    }

    /// The places of its tokens in [`Text::tokens`].
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.first as usize..self.end as usize
    }
}

impl Text {
    /// The words of all blocks of a brief.
    #[must_use]
    pub fn new(text: &str, brief: &Brief, vocabulary: &Vocabulary) -> Text {
        let mut words = Text::with_room(text, brief);
        for block in 0..brief.blocks.len() {
            words.block(text, brief, block, vocabulary);
        }
        words
    }

    /// No words, with room for those of a brief.
    pub(super) fn with_room(text: &str, brief: &Brief) -> Text {
        Text { tokens: Vec::with_capacity(text.len() / 5), sentences: Vec::with_capacity(brief.blocks.len() * 2) }
    }

    /// Adds the words of some blocks of another text, whose blocks have other numbers here and whose bytes lie further on.
    pub(super) fn take_over(&mut self, other: &Text, blocks: Range<usize>, renumbered: i64, moved: i64) {
        let sentence_of = |block: usize| other.sentences.partition_point(|sentence| (sentence.block as usize) < block);
        let sentences = &other.sentences[sentence_of(blocks.start)..sentence_of(blocks.end)];
        let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else { return };
        let base = self.tokens.len() as u32;
        let tokens = &other.tokens[first.first as usize..last.end as usize];
        self.tokens.extend(tokens.iter().map(|token| Token { span: token.span.moved(moved), ..*token }));
        self.sentences.extend(sentences.iter().map(|sentence| Sentence {
            first: sentence.first - first.first + base,
            end: sentence.end - first.first + base,
            block: (i64::from(sentence.block) + renumbered) as u32,
            ..*sentence
        }));
    }

    /// Gives every token that is spelled like one of `names`, which are in lower case, that form instead, but for those with
    /// forms to `keep`.
    pub fn name(&mut self, text: &str, names: &FxHashMap<String, FormId>, keep: impl Fn(FormId) -> bool) {
        if names.is_empty() {
            return;
        }
        let mut word = String::new();
        for token in self.tokens.iter_mut().filter(|token| token.capital || token.form == form::UNKNOWN) {
            word.clear();
            word.push_str(token.span.of(text));
            word.make_ascii_lowercase();
            if let Some(&form) = names.get(&word).filter(|_| !keep(token.form)) {
                token.form = form;
            }
        }
    }

    /// Adds the words of one block.
    pub(super) fn block(&mut self, text: &str, brief: &Brief, id: usize, vocabulary: &Vocabulary) {
        let block = &brief.blocks[id];
        let mut splitter = Splitter {
            first: self.tokens.len(),
            words: self,
            vocabulary,
            text,
            block: id as u32,
            before: Marks::default(),
            stop: None,
            label_end: block.label.filter(|_| !block.is_heading()).map_or(0, |label| label.end),
            references: &brief.references,
            quotes: Vec::new(),
        };
        for piece in &brief.pieces[block.pieces.0 as usize..block.pieces.1 as usize] {
            match piece.kind {
                PieceKind::Text => splitter.scan(piece.span, piece.style.struck),
                PieceKind::Opaque => splitter.opaque(piece.span),
                PieceKind::Code => splitter.push(piece.span, form::CODE, false, piece.style.struck),
                PieceKind::Tag => splitter.push(piece.span, form::TAG, false, piece.style.struck),
                PieceKind::Break => splitter.line_break(),
            }
        }
        splitter.finish(block.span);
    }
}

struct Splitter<'w, 't, 'v> {
    words: &'w mut Text,
    vocabulary: &'v Vocabulary,
    text: &'t str,
    block: u32,
    /// The first token of the open sentence.
    first: usize,
    before: Marks,
    /// A mark that may end the sentence: decided when the next token is known.
    stop: Option<char>,
    label_end: u32,
    references: &'t [Reference],
    /// Open quotation marks: the mark that closes it, and the token that follows it.
    quotes: Vec<(char, usize)>,
}

impl Splitter<'_, '_, '_> {
    fn scan(&mut self, span: Span, struck: bool) {
        let mut scanner = Scanner::new(self.text, span, self.references, self.vocabulary);
        while let Some(scanned) = scanner.next() {
            match scanned {
                Scanned::Space => self.before.space(),
                // What sets a label off is no word: `Owner = Ana`.
                Scanned::Word { span, .. }
                    if self.is_next_to_label(span) && span.of(self.text).trim_start_matches(SIGNS).is_empty() =>
                {
                    self.before.collect(':');
                }
                Scanned::Word { span, form, capital } => self.push(span, form, capital, struck),
                Scanned::Mark { span, letter } => self.mark(span, letter),
            }
        }
    }

    /// Source that stands for other words, or for none.
    fn opaque(&mut self, span: Span) {
        if span.of(self.text).trim().is_empty() {
            self.before.space();
        } else {
            self.push(span, form::UNKNOWN, false, false);
        }
    }

    fn line_break(&mut self) {
        self.before.collect('\n');
        self.before.space();
    }

    fn mark(&mut self, span: Span, letter: char) {
        // A link whose target is its own text, which the brief does not give: `[Team][]`.
        if letter == ']' && self.text[..span.start as usize].ends_with("][") {
            self.before.remove(Marks::OPEN_SQUARE);
            return;
        }
        self.before.collect(letter);
        match letter {
            '.' | '?' | '!' | '…' | '。' => self.stop = Some(letter),
            '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'' => self.quote(span, letter),
            _ => {}
        }
    }

    fn quote(&mut self, span: Span, letter: char) {
        let here = self.words.tokens.len();
        let after = self.text[span.end as usize..].chars().next();
        let before = self.text[..span.start as usize].chars().next_back();
        let opens = before.is_none_or(|c| !c.is_alphanumeric()) && after.is_some_and(|c| !c.is_whitespace());
        if let Some(open) =
            self.quotes.iter().rposition(|&(close, _)| close == letter || (close == '”' && letter == '“'))
        {
            let single = matches!(letter, '\'' | '’');
            if !(single && after.is_some_and(char::is_alphanumeric)) {
                let (_, first) = self.quotes[open];
                self.quotes.truncate(open);
                self.words.tokens[first..].iter_mut().for_each(|token| token.mentioned = true);
                return;
            }
        }
        let close = match letter {
            '"' => '"',
            '“' | '„' => '”',
            '«' => '»',
            '‘' => '’',
            '\'' => '\'',
            _ => return,
        };
        if opens {
            if self.quotes.len() == MOST_QUOTES {
                self.quotes.remove(0);
            }
            self.quotes.push((close, here));
        }
    }

    fn push(&mut self, span: Span, form: FormId, capital: bool, struck: bool) {
        if self.ends_before(span, capital) {
            self.end_sentence();
        } else if self.stop.is_some() {
            // The stop of an abbreviation is a part of its word.
            self.before.remove(Marks::STOP);
        }
        let tokens = &mut self.words.tokens;
        if tokens.len() - self.first >= LONGEST_SENTENCE {
            self.end_sentence();
        }
        self.words.tokens.push(Token { span, form, before: self.before, capital, mentioned: struck });
        self.before = Marks::default();
        self.stop = None;
    }

    /// Whether a token would be the first one after the label.
    fn is_next_to_label(&self, span: Span) -> bool {
        let last = self.words.tokens[self.first..].last();
        span.start >= self.label_end && last.is_some_and(|last| last.span.start < self.label_end)
    }

    /// Whether the open sentence ends before a token.
    fn ends_before(&self, span: Span, capital: bool) -> bool {
        let Some(last) = self.words.tokens[self.first..].last() else { return false };
        // A label without a colon is a sentence of its own.
        if self.is_next_to_label(span) && !self.before.has(Marks(Marks::COLON.0 | Marks::DASH.0)) {
            return true;
        }
        let Some(stop) = self.stop else { return false };
        let spaced = self.before.has(Marks(Marks::SPACE.0 | Marks::BREAK.0));
        if !spaced {
            return false;
        }
        match stop {
            '?' | '!' => capital || !self.before.has(Marks(Marks::CLOSE.0 | Marks::QUOTE.0)),
            '…' => capital,
            _ => {
                let word = last.span.of(self.text);
                let initial = word.chars().count() == 1 && last.capital && capital;
                // `the U.S. office`
                let dotted = !capital && word.contains('.') && word.split('.').all(is_letter);
                let ordinal = last.form == form::NUMBER && self.words.tokens.len() - self.first == 1;
                !(self.vocabulary.is_abbreviation(last.form) && !(capital && word.eq_ignore_ascii_case("etc")))
                    && !initial
                    && !dotted
                    && !ordinal
            }
        }
    }

    fn end_sentence(&mut self) {
        let end = self.words.tokens.len();
        if end > self.first {
            let label =
                self.words.tokens[self.first..end].iter().take_while(|token| token.span.start < self.label_end).count();
            self.words.sentences.push(Sentence {
                first: self.first as u32,
                end: end as u32,
                block: self.block,
                label: label as u32,
                after: self.before,
                content: 0,
            });
        }
        self.first = end;
        self.before = Marks::default();
        self.stop = None;
    }

    fn finish(&mut self, whole: Span) {
        if self.words.tokens.len() == self.first
            && self.words.sentences.last().is_none_or(|last| last.block != self.block)
            && is_hole(whole.of(self.text))
        {
            self.push(whole, form::BLANK, false, false);
        }
        self.end_sentence();
    }
}

fn is_letter(word: &str) -> bool {
    matches!(word.as_bytes(), [letter] if letter.is_ascii_alphabetic())
}

/// Signs and no word, where words are still to be written: `...`, `?`, `[ ]`. Rules of a table, fences and the like are none.
fn is_hole(block: &str) -> bool {
    !block.contains([':', '|', '&', '=']) && block.contains(['.', '…', '?', '_', '['])
}
