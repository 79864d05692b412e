//! The text of a document as the editor has it, and places in it as the protocol counts them.

use lsp_types::{Position, Range};

use crate::source::Span;

/// What a column counts: the two sides agree on it when they meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    /// What a client counts that says nothing about it.
    #[default]
    Utf16,
}

impl Encoding {
    /// How many columns a text takes.
    fn columns(self, text: &str) -> usize {
        match self {
            Encoding::Utf8 => text.len(),
            // Characters beyond the first plane take four bytes in UTF-8, and two columns.
            Encoding::Utf16 => {
                text.bytes().map(|byte| usize::from(byte & 0xc0 != 0x80) + usize::from(byte >= 0xf0)).sum()
            }
        }
    }

    /// The byte of a line that a column stands at; in the middle of a character that of its start.
    fn byte(self, line: &str, column: usize) -> usize {
        match self {
            Encoding::Utf8 => Span::new(column, column).clamp(line).start as usize,
            Encoding::Utf16 => {
                let mut before = 0;
                let at = line.char_indices().find(|(_, letter)| {
                    before += letter.len_utf16();
                    before > column
                });
                at.map_or(line.len(), |(at, _)| at)
            }
        }
    }
}

/// The text of a document with the places where its lines begin, kept up to date from edit to edit.
#[derive(Clone, Debug)]
pub(super) struct Buffer {
    text: String,
    /// The first byte of each line. The protocol ends a line at `\n`, `\r\n` and `\r`.
    starts: Vec<u32>,
}

impl Buffer {
    pub(super) fn new(text: String) -> Self {
        let mut starts = vec![0];
        starts.extend((1..=text.len()).filter(|&at| begins_line(text.as_bytes(), at)).map(|at| at as u32));
        Buffer { text, starts }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Puts a text in the place of a range. What lies outside of the text is taken for its nearest end.
    pub(super) fn replace(&mut self, range: Range, replacement: &str, encoding: Encoding) {
        let start = self.offset(range.start, encoding);
        let end = self.offset(range.end, encoding).max(start);
        self.text.replace_range(start..end, replacement);
        // Whether a line begins somewhere depends on the bytes on both sides: those at the ends of the edit are new, too.
        let new_end = start + replacement.len();
        let first = self.starts.partition_point(|&line| (line as usize) < start).max(1);
        let next = self.starts.partition_point(|&line| line as usize <= end).max(first);
        for line in &mut self.starts[next..] {
            *line = (*line as usize - end + new_end) as u32;
        }
        let bytes = self.text.as_bytes();
        let new = (start.max(1)..=new_end).filter(|&at| begins_line(bytes, at)).map(|at| at as u32);
        self.starts.splice(first..next, new);
    }

    /// The bytes of a line, counted from 0, without its end; empty at the end of the text for one that is not there.
    pub(super) fn line(&self, number: usize) -> Span {
        let Some(&start) = self.starts.get(number) else { return Span::new(self.text.len(), self.text.len()) };
        let end = self.starts.get(number + 1).map_or(self.text.len(), |&next| next as usize);
        let line = &self.text[start as usize..end];
        let length = if self.starts.len() > number + 1 {
            line.strip_suffix("\r\n").unwrap_or(&line[..line.len() - 1]).len()
        } else {
            line.len()
        };
        Span::new(start as usize, start as usize + length)
    }

    /// The number of the line, counted from 0, that holds a byte.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= offset) - 1
    }

    /// The byte that a position stands at; the nearest one for a position outside of the text.
    pub(super) fn offset(&self, position: Position, encoding: Encoding) -> usize {
        let line = self.line(position.line as usize);
        line.start as usize + encoding.byte(line.of(&self.text), position.character as usize)
    }

    /// The bytes of a range.
    pub(super) fn span(&self, range: Range, encoding: Encoding) -> Span {
        Span::new(self.offset(range.start, encoding), self.offset(range.end, encoding))
    }

    /// Turns bytes into positions.
    pub(super) fn places(&self, encoding: Encoding) -> Places<'_> {
        Places { buffer: self, encoding, offset: 0, line: 0, column: 0 }
    }
}

/// Whether a line begins at a byte other than the first: after a line feed, or after a carriage return without one.
fn begins_line(bytes: &[u8], at: usize) -> bool {
    match bytes[at - 1] {
        b'\n' => true,
        b'\r' => bytes.get(at) != Some(&b'\n'),
        _ => false,
    }
}

/// Turns bytes into positions, each counted from the one before, so that many places in one long line cost no more than
/// many lines.
#[derive(Debug)]
pub(super) struct Places<'b> {
    buffer: &'b Buffer,
    encoding: Encoding,
    /// The byte that was asked about last, its line and its column.
    offset: usize,
    line: usize,
    column: usize,
}

impl Places<'_> {
    /// The position of a byte, which is on a character border.
    pub(super) fn position(&mut self, offset: usize) -> Position {
        let text = &self.buffer.text;
        let offset = offset.min(text.len());
        let line = self.buffer.line_of(offset);
        let start = self.buffer.starts[line] as usize;
        self.column = match self.offset {
            before if line != self.line || before < start => self.encoding.columns(&text[start..offset]),
            before if before <= offset => self.column + self.encoding.columns(&text[before..offset]),
            before => self.column - self.encoding.columns(&text[offset..before]),
        };
        (self.offset, self.line) = (offset, line);
        Position { line: line as u32, character: self.column as u32 }
    }

    pub(super) fn range(&mut self, span: Span) -> Range {
        let span = span.clamp(&self.buffer.text);
        Range { start: self.position(span.start as usize), end: self.position(span.end as usize) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn position(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn columns_are_those_of_the_encoding() {
        let buffer = Buffer::new("é😀x\r\n\ty\rz\n".to_owned());
        let at = |needle: char, encoding| {
            let offset = buffer.text().find(needle).expect("in the text");
            buffer.places(encoding).position(offset)
        };
        assert_eq!(at('x', Encoding::Utf16), position(0, 3));
        assert_eq!(at('x', Encoding::Utf8), position(0, 6));
        assert_eq!(at('y', Encoding::Utf16), position(1, 1));
        assert_eq!(at('z', Encoding::Utf16), position(2, 0));
        assert_eq!(buffer.places(Encoding::Utf8).position(buffer.text().len()), position(3, 0));
    }

    #[test]
    fn a_position_that_is_none_is_the_nearest_one() {
        let buffer = Buffer::new("é😀x\r\ny".to_owned());
        let offset = |line, character, encoding| buffer.offset(position(line, character), encoding);
        // Between the surrogates of the emoji, and between its bytes.
        assert_eq!(offset(0, 2, Encoding::Utf16), 2);
        assert_eq!(offset(0, 4, Encoding::Utf8), 2);
        // Beyond the line is its end, before the line break; beyond the text is its end.
        assert_eq!(offset(0, 99, Encoding::Utf16), 7);
        assert_eq!(offset(9, 0, Encoding::Utf8), 10);
        assert_eq!(offset(u32::MAX, u32::MAX, Encoding::Utf16), 10);
    }

    fn encoding() -> impl Strategy<Value = Encoding> {
        prop_oneof![Just(Encoding::Utf8), Just(Encoding::Utf16)]
    }

    proptest! {
        #[test]
        fn lines_stay_right_from_edit_to_edit(
            text in "[a\u{e9}\u{1f600}\r\n]{0,12}",
            edits in prop::collection::vec(("[a\u{1f600}\r\n]{0,4}", 0..6u32, 0..6u32, 0..6u32, 0..6u32), 1..6),
            encoding in encoding(),
        ) {
            let mut buffer = Buffer::new(text);
            for (replacement, line, column, end_line, end_column) in edits {
                let range = Range { start: position(line, column), end: position(end_line, end_column) };
                buffer.replace(range, &replacement, encoding);
                prop_assert_eq!(&buffer.starts, &Buffer::new(buffer.text.clone()).starts);
            }
        }

        #[test]
        fn a_place_and_back_is_the_same(text in "[a\u{e9}\u{1f600}\r\n]{0,20}", encoding in encoding(), at in prop::collection::vec(0..60usize, 1..8)) {
            let buffer = Buffer::new(text);
            let mut places = buffer.places(encoding);
            for at in at {
                let offset = Span::new(at, at).clamp(buffer.text()).start as usize;
                let inside_break = buffer.text()[..offset].ends_with('\r') && buffer.text()[offset..].starts_with('\n');
                if !inside_break {
                    prop_assert_eq!(buffer.offset(places.position(offset), encoding), offset);
                }
            }
        }
    }
}
