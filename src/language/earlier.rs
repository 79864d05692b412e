//! The words of a text that was read before: an editor has the same text read with every key, and all but one of its
//! blocks are as they were.

use rustc_hash::FxHashMap;

use super::sentence::Text;
use super::vocabulary::{FormId, Vocabulary};
use crate::brief::{Block, Brief, Piece};
use crate::source::Span;

/// Bytes beside a block that its words may depend on: a character on each side.
const BESIDE: usize = 4;

/// A text as it was read, with its words.
#[derive(Clone, Debug, Default)]
pub struct Earlier {
    text: String,
    blocks: Vec<Block>,
    pieces: Vec<Piece>,
    words: Text,
    /// The names in it: what its sentences are known by depends on them.
    names: FxHashMap<String, FormId>,
    /// What the vocabulary was.
    fingerprint: u64,
}

impl Earlier {
    /// The words of a brief, as [`Text::new`] gives them: those of blocks that are as they were are taken from the text
    /// before. `fingerprint` differs between vocabularies that differ.
    pub fn read(&mut self, text: &str, brief: &Brief, vocabulary: &Vocabulary, fingerprint: u64) -> Text {
        if self.fingerprint != fingerprint {
            *self = Earlier { fingerprint, ..Earlier::default() };
        }
        let (then, now) = (self.blocks.len(), brief.blocks.len());
        let (first, last) = self.unchanged(text, brief);
        let mut words = Text::with_room(text, brief);
        words.take_over(&self.words, 0..first, 0, 0);
        for block in first..now - last {
            words.block(text, brief, block, vocabulary);
        }
        words.take_over(&self.words, then - last..then, now as i64 - then as i64, self.moved(text));
        self.text.clear();
        self.text.push_str(text);
        self.blocks.clone_from(&brief.blocks);
        self.pieces.clone_from(&brief.pieces);
        self.words.clone_from(&words);
        words
    }

    /// Under other names no sentence is known any more.
    pub fn rename(&mut self, names: FxHashMap<String, FormId>, words: &mut Text) {
        if self.names != names {
            words.sentences.iter_mut().for_each(|sentence| sentence.content = 0);
            self.names = names;
        }
    }

    /// Takes over what each of the sentences is known by, for the next text.
    pub fn remember(&mut self, contents: &[u32]) {
        for (own, content) in self.words.sentences.iter_mut().zip(contents) {
            own.content = *content;
        }
    }

    /// How many bytes further on the end of the text is now.
    fn moved(&self, text: &str) -> i64 {
        text.len() as i64 - self.text.len() as i64
    }

    /// How many blocks at the start are as they were, and how many others at the end.
    fn unchanged(&self, text: &str, brief: &Brief) -> (usize, usize) {
        let (old, new) = (self.text.as_bytes(), text.as_bytes());
        let (start, end) = (same_at_start(old, new), new.len() - same_at_end(old, new));
        let both = self.blocks.len().min(brief.blocks.len());
        let at_start = |at: &usize| {
            let extent = extent(&brief.blocks[*at], &brief.pieces);
            extent.end as usize + BESIDE <= start && self.is_same(*at, brief, *at, 0)
        };
        let first = (0..both).take_while(at_start).count();
        let at_end = |back: &usize| {
            let (then, now) = (self.blocks.len() - back, brief.blocks.len() - back);
            let extent = extent(&brief.blocks[now], &brief.pieces);
            extent.start as usize >= end + BESIDE && self.is_same(then, brief, now, self.moved(text))
        };
        (first, (1..=both - first).take_while(at_end).count())
    }

    /// Whether a block is made of the same pieces, so many bytes further on.
    fn is_same(&self, then: usize, brief: &Brief, now: usize, moved: i64) -> bool {
        let (old, new) = (&self.blocks[then], &brief.blocks[now]);
        let (old_pieces, new_pieces) = (pieces(old, &self.pieces), pieces(new, &brief.pieces));
        let same = |(old, new): (&Piece, &Piece)| {
            (old.span.moved(moved), old.kind, old.style) == (new.span, new.kind, new.style)
        };
        // Which words are names depends on it, and hyphens typed below a line make it a heading.
        std::mem::discriminant(&old.kind) == std::mem::discriminant(&new.kind)
            && old.span.moved(moved) == new.span
            && old.label.map(|label| label.moved(moved)) == new.label
            && old_pieces.len() == new_pieces.len()
            && old_pieces.iter().zip(new_pieces).all(same)
    }
}

fn pieces<'p>(block: &Block, all: &'p [Piece]) -> &'p [Piece] {
    &all[block.pieces.0 as usize..block.pieces.1 as usize]
}

/// A block with all of its pieces, white space included.
fn extent(block: &Block, all: &[Piece]) -> Span {
    pieces(block, all).iter().fold(block.span, |extent, piece| extent.join(piece.span))
}

/// Bytes that are compared at once.
const CHUNK: usize = 1024;

/// How many bytes two texts have in common at their start.
fn same_at_start(a: &[u8], b: &[u8]) -> usize {
    let chunks = a.chunks_exact(CHUNK).zip(b.chunks_exact(CHUNK)).take_while(|(a, b)| a == b).count() * CHUNK;
    chunks + a[chunks..].iter().zip(&b[chunks..]).take_while(|(a, b)| a == b).count()
}

/// How many bytes two texts have in common at their end.
fn same_at_end(a: &[u8], b: &[u8]) -> usize {
    let chunks = a.rchunks_exact(CHUNK).zip(b.rchunks_exact(CHUNK)).take_while(|(a, b)| a == b).count() * CHUNK;
    let (a, b) = (&a[..a.len() - chunks], &b[..b.len() - chunks]);
    chunks + a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
}
