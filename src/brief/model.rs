use super::FrontMatter;
use crate::source::Span;

/// A place in [`Brief::blocks`].
pub type BlockId = u32;
/// A place in [`Brief::sections`].
pub type SectionId = u32;

/// One markdown document.
#[derive(Clone, Debug, Default)]
pub struct Brief {
    /// What stands above the body; empty where there is none.
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
    /// All of the link, from its opening bracket on.
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
    /// The section that it stands in; 0 also for the whole document itself.
    pub parent: SectionId,
    /// A code block, an image or a rule stands directly under it: it is not empty even without words.
    pub has_other_content: bool,
}

/// What a block is in markdown, or in the front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A markdown heading, or a line in bold that serves as one.
    Heading,
    /// All other words. A line that begins with a label or follows a hard break is a block of its own.
    Paragraph,
    /// The own words of a list item, or a line that begins with a bullet or a clause letter that markdown does not
    /// know.
    Item {
        /// It has a number or a letter, not a bullet.
        ordered: bool,
        /// How many lists it stands in, 255 at most; 0 for a line that markdown does not know as an item.
        depth: u8,
    },
    /// A cell of a table that holds words.
    Cell {
        /// From 0, the head of the table.
        row: u32,
        /// From 0.
        column: u32,
    },
    /// A value of the front matter: the index of its field, and its place in a list from 0.
    Field {
        /// A place in [`FrontMatter::fields`].
        field: u32,
        /// With all that is nested in the entry; 0 for a value that is no list.
        entry: u32,
    },
}

/// A run of text that belongs together: a heading, a paragraph, the own text of a list item, a table cell.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is in markdown; rules can be limited to some kinds.
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
    /// A heading of any level, a line in bold that serves as one, and one in a block quote, which opens no section.
    #[must_use]
    pub fn is_heading(&self) -> bool {
        self.kind == Kind::Heading
    }

    /// A value of the front matter: these blocks come first.
    #[must_use]
    pub fn is_field(&self) -> bool {
        matches!(self.kind, Kind::Field { .. })
    }

    /// An item of a list, of whatever depth, or a line that looks like one.
    #[must_use]
    pub fn is_item(&self) -> bool {
        matches!(self.kind, Kind::Item { .. })
    }
}

/// A stretch of the source inside a block.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// Its bytes; none for a [`PieceKind::Break`] in the front matter.
    pub span: Span,
    /// Whether its bytes are read as words.
    pub kind: PieceKind,
    /// Plain throughout the front matter.
    pub style: Style,
}

/// How the source stands for words.
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
    /// `**so**`, itself or something that it stands in.
    pub strong: bool,
    /// `*so*`.
    pub emphasis: bool,
    /// `~~so~~`: taken back, so its words are mentioned and not said.
    pub struck: bool,
    /// Inside a link, be it in its text or a bare address.
    pub link: bool,
}

/// An HTML comment of the body; one that is never closed ends with its block.
#[derive(Clone, Debug)]
pub struct Comment {
    /// From `<!--` to `-->`.
    pub span: Span,
    /// It stands inside the words of this block, not before them.
    pub inside: Option<BlockId>,
}
