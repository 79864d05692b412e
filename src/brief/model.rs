use super::FrontMatter;
use crate::source::Span;

pub type BlockId = u32;
pub type SectionId = u32;

/// One markdown document.
#[derive(Clone, Debug, Default)]
pub struct Brief {
    pub front: FrontMatter,
    /// Characters that the source writes otherwise than as themselves, in the order of the file.
    pub references: Vec<Reference>,
    /// Everything that holds words, in the order of the file.
    pub blocks: Vec<Block>,
    /// The words of all blocks, in the order of the file.
    pub pieces: Vec<Piece>,
    /// The first is the whole document; each other one begins with a heading.
    pub sections: Vec<Section>,
    /// HTML comments, for the words that silence a rule.
    pub comments: Vec<Comment>,
    /// Relative links to markdown files.
    pub links: Vec<Link>,
}

/// A relative link to a markdown file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Without fragment.
    pub path: String,
    pub span: Span,
}

/// A character that the source writes otherwise than as itself: `&nbsp;`, `&#39;`, `\'`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// What is written.
    pub span: Span,
    /// What is meant.
    pub letter: char,
}

/// A heading and what stands under it, up to the next heading of its level or above.
#[derive(Clone, Debug)]
pub struct Section {
    /// `None` for the whole document.
    pub heading: Option<BlockId>,
    /// 0 for the whole document, 1 to 6 for headings, 7 for a line in bold that serves as one.
    pub level: u8,
    pub parent: SectionId,
    /// A code block, an image or a rule stands directly under it: it is not empty even without words.
    pub has_other_content: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Heading,
    Paragraph,
    Item {
        ordered: bool,
        depth: u8,
    },
    Cell {
        row: u32,
        column: u32,
    },
    /// A value of the front matter: the index of its field, and its place in a list from 0.
    Field {
        field: u32,
        entry: u32,
    },
}

/// A run of text that belongs together: a heading, a paragraph, the own text of a list item, a table cell.
#[derive(Clone, Debug)]
pub struct Block {
    pub kind: Kind,
    /// From its first word to its last.
    pub span: Span,
    /// Its part of [`Brief::pieces`].
    pub pieces: (u32, u32),
    /// The section that holds it; for a heading the section that it opens.
    pub section: SectionId,
    /// The label that it begins with (`Deadline: 3 May`, `**Owner.** Ana`), without the mark that ends it.
    pub label: Option<Span>,
    /// Blocks that say what it is about: the lead-in of its list or the first cell of its row, and the head of its column.
    pub context: [Option<BlockId>; 2],
    /// A number for the list or the table that it is a part of, 0 for none.
    pub group: u32,
    /// Inside a block quote: mentioned, not said.
    pub quoted: bool,
}

impl Block {
    #[must_use]
    pub fn is_heading(&self) -> bool {
        self.kind == Kind::Heading
    }

    #[must_use]
    pub fn is_field(&self) -> bool {
        matches!(self.kind, Kind::Field { .. })
    }

    #[must_use]
    pub fn is_item(&self) -> bool {
        matches!(self.kind, Kind::Item { .. })
    }
}

/// A stretch of the source inside a block.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    pub span: Span,
    pub kind: PieceKind,
    pub style: Style,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// The words are the source, but for the [`Reference`]s in it.
    Text,
    /// The source stands for other words than it shows, or for none.
    Opaque,
    /// Inline code, an address or an image: a name, not words.
    Code,
    /// A tag inside a line, such as `<name>`.
    Tag,
    /// The end of a line.
    Break,
}

/// How a piece is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    pub strong: bool,
    pub emphasis: bool,
    pub struck: bool,
    pub link: bool,
}

#[derive(Clone, Debug)]
pub struct Comment {
    /// From `<!--` to `-->`.
    pub span: Span,
    /// It stands inside the words of this block, not before them.
    pub inside: Option<BlockId>,
}
