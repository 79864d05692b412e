//! A brief as a model: front matter, sections, and blocks of text with the labels they stand under.
//!
//! Nothing here knows a word of any language; what a heading or a label means is decided by the rules.

mod front;
mod label;
mod markdown;
mod model;
mod slot;

pub(crate) use label::{LEADER, SIGNS, leads};

pub use front::{Fault, FaultKind, Field, FrontMatter, OWN_FIELD};
pub use model::{Block, BlockId, Brief, Comment, Kind, Link, Piece, PieceKind, Reference, Section, SectionId, Style};

use crate::source::Span;

/// Reads the text of one file as a brief. Never fails: what cannot be read is a [`Fault`] of its front matter.
#[must_use]
pub fn read(text: &str) -> Brief {
    let (front, body) = front::read(text);
    let mut brief = Brief {
        sections: vec![Section { heading: None, level: 0, parent: 0, has_other_content: false }],
        ..Brief::default()
    };
    front::add_blocks(text, &front, &mut brief);
    brief.front = front;
    markdown::read(text, body, brief)
}

impl Brief {
    /// The words of a place in a block as people read them: without the marks of emphasis and links, line ends as blanks.
    #[must_use]
    pub fn as_read(&self, text: &str, block: BlockId, span: Span) -> String {
        let (from, to) = self.blocks[block as usize].pieces;
        let pieces = &self.pieces[from as usize..to as usize];
        let first = pieces.partition_point(|piece| piece.span.end <= span.start);
        let here = pieces[first..].iter().take_while(|piece| piece.span.start < span.end);
        let mut read = String::with_capacity(span.len());
        for piece in here.filter(|piece| piece.span.overlaps(span)) {
            match piece.kind {
                PieceKind::Break => read.push(' '),
                _ => self.letters(text, piece.span.within(span), &mut read),
            }
        }
        read
    }

    /// A stretch of the source with its references resolved.
    fn letters(&self, text: &str, span: Span, read: &mut String) {
        let first = self.references.partition_point(|reference| reference.span.start < span.start);
        let here = self.references[first..].iter().take_while(|reference| reference.span.end <= span.end);
        let mut at = span.start;
        for reference in here {
            read.push_str(Span { start: at, end: reference.span.start }.of(text));
            read.push(reference.letter);
            at = reference.span.end;
        }
        read.push_str(Span { start: at, end: span.end }.of(text));
    }

    /// The section of the title, which holds all others: the first heading, where no other is of its level or above.
    #[must_use]
    pub fn title(&self) -> Option<SectionId> {
        let title = self.sections.get(1)?;
        self.sections[2..].iter().all(|section| section.level > title.level).then_some(1)
    }

    /// The first heading, be it a title or not.
    #[must_use]
    pub fn first_heading(&self) -> Option<BlockId> {
        self.sections.iter().find_map(|section| section.heading)
    }

    /// Whether a block only names something and says nothing: it heads a column, or it is an item with a link and nothing
    /// else, as in a table of contents. The first row of two columns may well be a label and its value.
    #[must_use]
    pub fn names(&self, id: usize) -> bool {
        let block = &self.blocks[id];
        match block.kind {
            Kind::Cell { row: 0, .. } => {
                let of_row =
                    |next: &&Block| next.group == block.group && matches!(next.kind, Kind::Cell { row: 0, .. });
                let is_third = |next: &Block| matches!(next.kind, Kind::Cell { column: 2.., .. });
                block.label.is_none() && self.blocks[id..].iter().take_while(of_row).any(is_third)
            }
            Kind::Item { .. } => {
                let (from, to) = block.pieces;
                let pieces = &self.pieces[from as usize..to as usize];
                !pieces.is_empty() && pieces.iter().all(|piece| piece.style.link || piece.kind == PieceKind::Break)
            }
            _ => false,
        }
    }

    /// A place to point at when something is missing from the whole brief: the first heading, else the first line of
    /// the body, else the first line of the file. Not empty unless the file is.
    #[must_use]
    pub fn anchor(&self, text: &str) -> Span {
        let first = self
            .first_heading()
            .or_else(|| self.blocks.iter().position(|block| !block.is_field()).map(|at| at as BlockId));
        match first {
            Some(block) => first_line(text, self.blocks[block as usize].span),
            None => first_line(text, Span::new(0, text.len())),
        }
    }
}

/// The first line of `span` that holds a visible character, without the white space round it.
fn first_line(text: &str, span: Span) -> Span {
    let mut start = span.start as usize;
    for line in span.of(text).split_inclusive('\n') {
        let visible = line.trim().trim_start_matches('\u{feff}').trim();
        if !visible.is_empty() {
            let at = start + line.find(visible).unwrap_or(0);
            return Span::new(at, at + visible.len());
        }
        start += line.len();
    }
    span.clamp(text)
}
