//! HTML in markdown: comments, slots that a template left behind, and the text between tags.

use rustc_hash::FxHashSet;

use super::Reader;
use super::blocks::LOWEST_LEVEL;
use crate::brief::slot::{is_html, is_line_break, is_slot, tag_name};
use crate::brief::{Comment, Kind, PieceKind, SectionId};
use crate::source::Span;

/// How deep text between tags may hold lists or quotations with tags in them and be read.
const DEEPEST: u32 = 3;

/// What is known of the tags of a document.
#[derive(Default)]
pub(super) struct Tags<'t> {
    /// The names that some tag closes, once they were asked for.
    closed: Option<FxHashSet<&'t str>>,
    /// Those that are open and no HTML, such as `<constraints>`, with the sections that they opened.
    open: Vec<(&'t str, SectionId)>,
    /// How many blocks of HTML the text at hand stands in.
    depth: u32,
    /// A cell of a table in HTML is open: the paragraphs in it are its words.
    in_cell: bool,
    /// It goes on after the end of its block, and is closed further on.
    cell_goes_on: bool,
    /// The tables inside a cell of a table: their words are those of the cell.
    inner_tables: u32,
    /// Between `<strong>` and its end, or that of the block.
    pub(super) strong: bool,
    /// Between `<em>` and its end, or that of the block.
    pub(super) emphasis: bool,
}

impl Tags<'_> {
    /// Begins or ends bold or italics; whether this is a tag that does.
    pub(super) fn set_style(&mut self, tag: &str) -> bool {
        let style = match tag_name(tag).to_ascii_lowercase().as_str() {
            "b" | "strong" => &mut self.strong,
            "i" | "em" => &mut self.emphasis,
            _ => return false,
        };
        *style = !tag.starts_with("</");
        true
    }

    pub(super) fn end_style(&mut self) {
        (self.strong, self.emphasis) = (false, false);
    }
}

impl<'t> Reader<'t> {
    /// Keeps the comments, and the slots (`<name>`) on lines of their own between them.
    pub(super) fn html(&mut self, span: Span) {
        let mut rest = span;
        while let Some(at) = rest.of(self.text).find("<!--") {
            let start = rest.start as usize + at;
            self.slots(Span::new(rest.start as usize, start));
            rest = self.comment(Span::new(start, rest.end as usize));
        }
        self.slots(rest);
    }

    /// Whether words are those of the open cell of a table in HTML.
    pub(super) fn is_in_tag_cell(&self) -> bool {
        self.tags.in_cell && matches!(self.open, Some((Kind::Cell { .. }, _)))
    }

    /// Keeps a comment, and gives back what comes after it.
    fn comment(&mut self, span: Span) -> Span {
        let source = span.of(self.text);
        let end = span.start as usize + source.find("-->").map_or(source.len(), |length| length + "-->".len());
        self.brief.comments.push(Comment { span: Span::new(span.start as usize, end), inside: None });
        if self.open.is_some() {
            self.pending_comments += 1;
        }
        Span::new(end, span.end as usize)
    }

    fn slots(&mut self, span: Span) {
        let mut start = span.start as usize;
        for line in span.of(self.text).split_inclusive('\n') {
            if is_slot(line) && !self.is_closed(tag_name(line.trim())) {
                if self.open.is_none() {
                    self.open_block(Kind::Paragraph);
                }
                self.piece(Span::new(start, start + line.len()).trim(self.text), PieceKind::Tag);
            }
            start += line.len();
        }
    }

    /// Whether some tag in the document closes one of this name.
    fn is_closed(&mut self, name: &str) -> bool {
        let text = self.text;
        let closed = self
            .tags
            .closed
            .get_or_insert_with(|| text.match_indices("</").map(|(at, _)| tag_name(&text[at..])).collect());
        closed.contains(name)
    }

    /// A block of HTML: what stands between its tags is markdown again.
    pub(super) fn html_block(&mut self, span: Span) {
        if self.tags.depth == DEEPEST {
            return self.html(span);
        }
        self.read_block(span);
        // `<td>`, an empty line, its words, an empty line, `</td>`
        let after = &self.text[span.end as usize..];
        let next = after.find('<').map_or("", |at| &after[at..]);
        let closes = next.starts_with("</") && is_of_table(tag_name(next));
        self.tags.cell_goes_on = self.tags.in_cell && closes;
    }

    /// The end of a block of HTML: a cell that is closed nowhere ends with it.
    pub(super) fn end_html_block(&mut self) {
        if !self.tags.cell_goes_on {
            self.end_tag_cell();
            self.finish_block();
        }
    }

    fn read_block(&mut self, span: Span) {
        let mut rest = span;
        while !rest.is_empty() {
            let source = rest.of(self.text);
            let blank = source.len() - source.trim_start().len();
            let start = rest.start as usize + blank;
            let source = &source[blank..];
            let from = Span::new(start, rest.end as usize);
            rest = if source.starts_with("<!--") {
                self.comment(from)
            } else if source.starts_with('<') && !is_of_line(tag_name(source)) {
                self.tag(from)
            } else {
                let begins_tag = |&(at, letter): &(usize, &str)| match letter {
                    "\n" => source[at + 1..].trim_start_matches([' ', '\t']).starts_with('<'),
                    _ => {
                        let name = tag_name(&source[at..]);
                        is_of_table(name) || heading_level(name).is_some()
                    }
                };
                let end = source.match_indices(['\n', '<']).find(begins_tag).map(|(at, _)| at);
                let end = start + end.filter(|&at| at > 0).unwrap_or(source.len());
                self.between_tags(Span::new(start, end));
                Span::new(end, rest.end as usize)
            };
        }
    }

    /// Reads a tag, and gives back what comes after it.
    fn tag(&mut self, span: Span) -> Span {
        let text = self.text;
        let source = span.of(text);
        let name = tag_name(source);
        let length = source.find('>').map_or(source.len(), |at| at + 1);
        let after = Span::new(span.start as usize + length, span.end as usize);
        let closes = source.starts_with("</");
        if !closes && ["pre", "script", "style", "svg", "textarea"].iter().any(|raw| raw.eq_ignore_ascii_case(name)) {
            let inner = after.of(text);
            let mut ends = inner.match_indices("</").map(|(at, _)| at);
            let end = ends.find(|&at| tag_name(&inner[at..]).eq_ignore_ascii_case(name));
            return Span::new(after.start as usize + end.unwrap_or(inner.len()), span.end as usize);
        }
        if let Some(level) = heading_level(name).filter(|_| !closes) {
            return self.heading(name, level, after);
        }
        if is_of_table(name) {
            self.table_tag(&name.to_ascii_lowercase(), span);
            return after;
        }
        if name.eq_ignore_ascii_case("details") && closes {
            self.close_tag("details");
        }
        let line_ends =
            after.of(text).trim_start_matches([' ', '\t', '\r']).chars().next().is_none_or(|next| next == '\n');
        if name.is_empty() || is_html(name) || !line_ends {
            return after;
        }
        if closes {
            self.close_tag(name);
        } else if self.is_closed(name) {
            self.open_tag(name, span.start as usize + 1);
        } else {
            self.slots(Span::new(span.start as usize, after.start as usize));
            self.finish_block();
        }
        after
    }

    /// A table in HTML, or a list of terms, whose rows are a term and what it means.
    fn table_tag(&mut self, name: &str, span: Span) {
        let source = span.of(self.text);
        let opens = !source.starts_with("</");
        let is_table = matches!(name, "table" | "dl");
        if self.tags.inner_tables > 0 || (is_table && opens && self.is_in_tag_cell()) {
            let inner = &mut self.tags.inner_tables;
            match opens {
                true if is_table => *inner += 1,
                false if is_table => *inner -= 1,
                _ => self.piece(Span { end: span.start, ..span }, PieceKind::Break),
            }
            return;
        }
        self.end_tag_cell();
        match (name, opens) {
            ("table", true) => self.start_table(u32::from(!has_head(source))),
            ("dl", true) => self.start_table(1),
            ("table" | "dl", false) => self.table = None,
            ("tr", true) => {
                // The end of a row may be left out.
                if self.table.as_ref().is_some_and(|table| table.cell > 0) {
                    self.end_row();
                }
                self.start_row();
            }
            ("tr", false) => self.end_row(),
            ("dt", true) => {
                self.end_row();
                self.start_row();
                self.begin_cell();
            }
            ("td" | "th" | "dd", true) => self.begin_cell(),
            _ => {}
        }
    }

    /// Ends the cell of a table in HTML that is open.
    fn end_tag_cell(&mut self) {
        if self.tags.in_cell {
            (self.tags.in_cell, self.tags.inner_tables) = (false, 0);
            self.finish_cell();
        }
    }

    fn begin_cell(&mut self) {
        self.start_cell();
        self.tags.in_cell = self.table.is_some();
    }

    /// A tag that is no HTML is a heading for what stands in it.
    fn open_tag(&mut self, name: &str, start: usize) {
        if !self.is_outermost() {
            return;
        }
        self.open_block(Kind::Heading);
        let mut at = start;
        for part in name.split_inclusive(['_', '-']) {
            let word = part.trim_end_matches(['_', '-']);
            self.piece(Span::new(at, at + word.len()), PieceKind::Text);
            self.piece(Span::new(at + word.len(), at + part.len()), PieceKind::Break);
            at += part.len();
        }
        let tag = &self.text[start..start + name.len()];
        self.finish_heading_of(LOWEST_LEVEL, Some(tag));
    }

    /// A heading in HTML; the summary of `<details>` is one for what is folded away under it. Gives back what comes after it.
    fn heading(&mut self, name: &str, level: u8, span: Span) -> Span {
        let source = span.of(self.text);
        // It ends at its own end; one that has none ends nowhere.
        let mut tags = source.match_indices('<').map(|(at, _)| (at, &source[at..]));
        let is_of_words = |tag: &str| tag_name(tag).eq_ignore_ascii_case("br") || !is_line_break(tag);
        let end = tags.find(|(_, tag)| heading_level(tag_name(tag)).is_some() || !is_of_words(tag));
        let is_end = |tag: &str| tag.starts_with("</") && tag_name(tag).eq_ignore_ascii_case(name);
        let Some((length, _)) = end.filter(|(_, tag)| is_end(tag) && self.is_outermost()) else { return span };
        let inner = Span::new(span.start as usize, span.start as usize + length);
        self.open_block(Kind::Heading);
        self.words_of_tags(inner);
        self.finish_heading_of(level, name.eq_ignore_ascii_case("summary").then_some("details"));
        Span::new(inner.end as usize, span.end as usize)
    }

    /// Ends a heading whose section ends where a tag is closed, if it is that of one.
    fn finish_heading_of(&mut self, level: u8, tag: Option<&'t str>) {
        let before = self.section;
        self.finish_heading(level);
        let opened = tag.filter(|_| self.section != before);
        self.tags.open.extend(opened.map(|tag| (tag, self.section)));
    }

    fn close_tag(&mut self, name: &str) {
        let Some((_, section)) = self.tags.open.pop_if(|(open, _)| *open == name) else { return };
        self.finish_block();
        let mut at = self.section;
        while at > section {
            at = self.brief.sections[at as usize].parent;
        }
        if at == section {
            self.section = self.brief.sections[section as usize].parent;
        }
    }

    /// The words of a line of HTML, without its tags.
    fn words_of_tags(&mut self, mut span: Span) {
        while !span.is_empty() {
            let source = span.of(self.text);
            let length = match source.find('<') {
                Some(0) => source.find('>').map_or(source.len(), |at| at + 1),
                Some(tag) => tag,
                None => source.len(),
            };
            let (part, rest) = (Span::new(span.start as usize, span.start as usize + length), span.end);
            if source.starts_with('<') {
                self.tags.set_style(source);
            } else {
                self.piece(part, PieceKind::Text);
            }
            span = Span { start: part.end, end: rest };
        }
        self.tags.end_style();
    }

    fn between_tags(&mut self, span: Span) {
        self.tags.depth += 1;
        self.part(span.range());
        self.tags.depth -= 1;
    }
}

/// The level of the heading that a tag of HTML begins.
fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h' | b'H', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => name.eq_ignore_ascii_case("summary").then_some(LOWEST_LEVEL),
    }
}

/// Whether the first row of a table in HTML has heads alone.
fn has_head(table: &str) -> bool {
    let (mut rows, mut heads) = (0, false);
    for (at, _) in table.match_indices('<').skip(1) {
        match tag_name(&table[at..]).to_ascii_lowercase().as_str() {
            "th" => heads = true,
            "tr" if rows == 0 && !table[at..].starts_with("</") => rows += 1,
            "tr" | "table" => break,
            "td" => return false,
            _ => {}
        }
    }
    heads
}

/// Whether a tag of this name makes tables or lists of terms.
fn is_of_table(name: &str) -> bool {
    ["table", "tr", "td", "th", "dl", "dt", "dd"].iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether a tag of this name stands in a line and sets its words: a block that begins with it is text.
fn is_of_line(name: &str) -> bool {
    ["b", "strong", "i", "em", "u"].iter().any(|known| known.eq_ignore_ascii_case(name))
}
