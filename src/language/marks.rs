/// Punctuation between two tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks(pub u32);

impl Marks {
    /// `,`, `،` or `、`.
    pub const COMMA: Marks = Marks(1);
    /// `;`
    pub const SEMICOLON: Marks = Marks(1 << 1);
    /// `:`
    pub const COLON: Marks = Marks(1 << 2);
    /// A long one: `–`, `—`, `―`.
    pub const DASH: Marks = Marks(1 << 3);
    /// `(`
    pub const OPEN: Marks = Marks(1 << 4);
    /// `)`
    pub const CLOSE: Marks = Marks(1 << 5);
    /// `[`
    pub const OPEN_SQUARE: Marks = Marks(1 << 6);
    /// `]`
    pub const CLOSE_SQUARE: Marks = Marks(1 << 7);
    /// Of any kind, opening or closing, and an apostrophe that belongs to no word.
    pub const QUOTE: Marks = Marks(1 << 8);
    /// `/` or `\`.
    pub const SLASH: Marks = Marks(1 << 9);
    /// A short one, between the parts of a word or in place of a dash.
    pub const HYPHEN: Marks = Marks(1 << 10);
    /// `…` as one character; three stops are [`Marks::STOP`].
    pub const ELLIPSIS: Marks = Marks(1 << 11);
    /// The end of a line inside a block.
    pub const BREAK: Marks = Marks(1 << 12);
    /// `?`
    pub const QUESTION: Marks = Marks(1 << 13);
    /// `!`
    pub const EXCLAMATION: Marks = Marks(1 << 14);
    /// A full stop that ends its sentence.
    pub const STOP: Marks = Marks(1 << 15);
    /// `|`
    pub const BAR: Marks = Marks(1 << 16);
    /// `<`
    pub const LESS: Marks = Marks(1 << 17);
    /// `>`
    pub const GREATER: Marks = Marks(1 << 18);
    /// `{`
    pub const OPEN_BRACE: Marks = Marks(1 << 19);
    /// `}`
    pub const CLOSE_BRACE: Marks = Marks(1 << 20);
    /// `_`, but for a run to be written over, which is a token.
    pub const UNDERSCORE: Marks = Marks(1 << 21);
    /// A bullet or a box to tick that markdown takes for a character: `•`, `☐`, `✓`.
    pub const BULLET: Marks = Marks(1 << 22);
    /// White space, a character that cannot be seen, or the end of a line.
    pub const SPACE: Marks = Marks(1 << 23);
    /// `*` that sets nothing in bold or italics.
    pub const ASTERISK: Marks = Marks(1 << 24);

    /// What separates two thoughts: nothing that reads on matches across it.
    pub const HARD: Marks = Marks(
        Self::SEMICOLON.0
            | Self::COLON.0
            | Self::DASH.0
            | Self::BAR.0
            | Self::STOP.0
            | Self::QUESTION.0
            | Self::EXCLAMATION.0,
    );

    /// Whether the two have a mark in common.
    #[must_use]
    pub fn has(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn remove(&mut self, other: Marks) {
        self.0 &= !other.0;
    }

    fn add(&mut self, other: Marks) {
        self.0 |= other.0;
    }

    /// The mark that a character is, if it is one.
    #[must_use]
    pub fn of(letter: char) -> Option<Marks> {
        Some(match letter {
            ',' | '،' | '、' => Marks::COMMA,
            ';' => Marks::SEMICOLON,
            ':' => Marks::COLON,
            '–' | '—' | '―' => Marks::DASH,
            '(' => Marks::OPEN,
            ')' => Marks::CLOSE,
            '[' => Marks::OPEN_SQUARE,
            ']' => Marks::CLOSE_SQUARE,
            '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'' | '‹' | '›' => Marks::QUOTE,
            '/' | '\\' => Marks::SLASH,
            '-' | '‐' | '‑' => Marks::HYPHEN,
            '…' => Marks::ELLIPSIS,
            '\n' => Marks::BREAK,
            '?' => Marks::QUESTION,
            '!' => Marks::EXCLAMATION,
            '.' | '。' => Marks::STOP,
            '|' => Marks::BAR,
            '<' => Marks::LESS,
            '>' => Marks::GREATER,
            '{' => Marks::OPEN_BRACE,
            '}' => Marks::CLOSE_BRACE,
            '_' => Marks::UNDERSCORE,
            '•' | '·' | '▪' | '●' | '☐' | '☑' | '□' | '✓' | '✔' => Marks::BULLET,
            '*' => Marks::ASTERISK,
            _ => return None,
        })
    }

    pub(super) fn collect(&mut self, letter: char) {
        if let Some(mark) = Marks::of(letter) {
            self.add(mark);
        }
    }

    pub(super) fn space(&mut self) {
        self.add(Marks::SPACE);
    }
}
