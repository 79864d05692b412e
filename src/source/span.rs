use serde::{Deserialize, Serialize};

/// A range of bytes in one file: `start..end`, always on character borders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first byte, from 0.
    pub start: u32,
    /// The byte after the last; not before the start.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` up to, not including, `end`. Files are below 4 GiB ([`super::MAX_BYTES`]).
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Span { start: start as u32, end: end.max(start) as u32 }
    }

    /// In bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it is only a place between two bytes.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// For slicing the text, as [`Span::of`] does without a panic.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text it covers; empty where it does not fit the text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn join(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The part of it that lies in the other, empty where they do not overlap.
    #[must_use]
    pub fn within(self, other: Span) -> Span {
        let start = self.start.max(other.start);
        Span { start, end: self.end.min(other.end).max(start) }
    }

    /// The same bytes, so many further on.
    #[must_use]
    pub fn moved(self, by: i64) -> Span {
        Span { start: (i64::from(self.start) + by) as u32, end: (i64::from(self.end) + by) as u32 }
    }

    /// Whether they share a byte, or one is empty and lies inside the other, not at its border.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether all of the other lies in it, borders included.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same place without the white space at its ends.
    #[must_use]
    pub fn trim(self, text: &str) -> Span {
        let inner = self.of(text);
        let start = self.start as usize + (inner.len() - inner.trim_start().len());
        Span::new(start, start + inner.trim().len())
    }

    /// The nearest span inside `text` whose ends lie on character borders.
    #[must_use]
    pub fn clamp(self, text: &str) -> Span {
        let mut start = (self.start as usize).min(text.len());
        let mut end = (self.end as usize).clamp(start, text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        while !text.is_char_boundary(end) {
            end += 1;
        }
        Span::new(start, end)
    }
}
