use super::Span;

/// A place for people: line and column, both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// It grows by one after each `\n`.
    pub line: usize,
    /// A byte order mark takes none, a tab one.
    pub column: usize,
}

/// Where the lines of a text begin, so that a byte offset turns into a line without reading the text again.
///
/// A line ends at `\n`; `\r\n` ends one line.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// The characters before every [`STRIDE`]th byte, so that a long line costs no more than a short one.
    characters: Vec<u32>,
}

const STRIDE: usize = 256;

impl LineIndex {
    /// Reads the text once. Every later question has to be about the same text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut starts = Vec::with_capacity(text.len() / 48 + 1);
        starts.push(0);
        starts.extend(text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at as u32 + 1));
        let mut characters = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut before = 0;
        for bytes in text.as_bytes().chunks(STRIDE) {
            characters.push(before);
            before += count(bytes);
        }
        characters.push(before);
        LineIndex { starts, characters }
    }

    /// The number of lines; an empty text has one.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// The line that holds the byte `offset`, counted from 0.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= offset) - 1
    }

    /// The bytes of `line` (from 0) in `text`, without its line end.
    #[must_use]
    pub fn line(&self, text: &str, line: usize) -> Span {
        let start = self.starts.get(line).map_or(text.len(), |&start| start as usize);
        let end = self.starts.get(line + 1).map_or(text.len(), |&next| next as usize);
        let inner = &text[start..end];
        Span::new(start, start + inner.trim_end_matches(['\n', '\r']).len())
    }

    /// Line and column of the byte `offset`. A byte order mark takes no column.
    #[must_use]
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = offset.min(text.len());
        let line = self.line_of(offset);
        let characters =
            |end: usize| self.characters[end / STRIDE] + count(&text.as_bytes()[end / STRIDE * STRIDE..end]);
        let mark = u32::from(line == 0 && offset > 0 && text.starts_with('\u{feff}'));
        let column = characters(offset) - characters(self.starts[line] as usize) - mark;
        Position { line: line + 1, column: column as usize + 1 }
    }
}

/// The characters that begin among these bytes of a text.
fn count(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_end_once() {
        let text = "\u{feff}é😀x\r\ny\n";
        let index = LineIndex::new(text);
        let at = |needle: char| index.position(text, text.find(needle).expect("in the text"));
        assert_eq!(at('x'), Position { line: 1, column: 3 });
        assert_eq!(at('y'), Position { line: 2, column: 1 });
        assert_eq!(index.line(text, 0).of(text), "\u{feff}é😀x");
        assert_eq!(index.position(text, text.len()), Position { line: 3, column: 1 });
    }
}
