mod blocks;
mod html;

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use self::html::Tags;
use super::slot::is_line_break;
use super::{BlockId, Brief, Kind, Link, Piece, PieceKind, Reference, Style};
use crate::source::Span;

/// The markdown that briefs use beyond CommonMark. Definition lists stay off: with them the parser gives ranges
/// inside characters (pulldown-cmark issue 1142).
fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

/// Reads `body`, a range of `text`, as markdown into a brief that holds the front matter.
pub(super) fn read(text: &str, body: Range<usize>, brief: Brief) -> Brief {
    let mut reader = Reader::new(text, brief);
    reader.part(body);
    reader.finish_block();
    reader.settle_bold_line(reader.brief.blocks.len());
    reader.brief
}

struct Reader<'t> {
    text: &'t str,
    /// Where the markdown that is being read begins.
    base: usize,
    brief: Brief,
    /// The block that is being read: its kind and its first piece.
    open: Option<(Kind, usize)>,
    style: StyleDepth,
    /// Open lists: ordered, the lead-in, the number of the list.
    lists: Vec<(bool, Option<BlockId>, u32)>,
    /// The block of the list item that each open list stands in, and the spaces before its line.
    items: Vec<Option<(BlockId, usize)>>,
    /// The spaces before the line that the last block begins on.
    indent: usize,
    table: Option<Table>,
    quotes: u32,
    /// Inside a code block or an image.
    skipping: u32,
    groups: u32,
    /// The section that headings in the document opened last.
    section: u32,
    /// The number of comments that wait for the block that they stand in.
    pending_comments: usize,
    /// The last block that is no list item.
    last_plain: Option<BlockId>,
    /// A short line in italics that stands over the paragraphs after it, up to one that begins in italics or bold.
    caption: Option<BlockId>,
    /// The last block was code.
    after_code: bool,
    tags: Tags<'t>,
}

#[derive(Default)]
struct StyleDepth {
    strong: u32,
    emphasis: u32,
    struck: u32,
    link: u32,
    address: u32,
}

#[derive(Default)]
struct Table {
    group: u32,
    row: u32,
    /// The cell of the row that is being read, from 0.
    cell: u32,
    /// The first cells only count the rows: their head is `#` or the like.
    counts_rows: bool,
    heads: Vec<Option<BlockId>>,
    row_label: Option<BlockId>,
    lead: Option<BlockId>,
}

impl Table {
    /// The column of the cell that is being read, without one that only counts the rows.
    fn column(&self) -> u32 {
        self.cell.saturating_sub(u32::from(self.counts_rows))
    }
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, brief: Brief) -> Self {
        Reader {
            text,
            base: 0,
            brief,
            open: None,
            style: StyleDepth::default(),
            lists: Vec::new(),
            items: Vec::new(),
            indent: 0,
            table: None,
            quotes: 0,
            skipping: 0,
            groups: 0,
            section: 0,
            pending_comments: 0,
            last_plain: None,
            caption: None,
            after_code: false,
            tags: Tags::default(),
        }
    }

    /// Reads a part of the text.
    fn part(&mut self, part: Range<usize>) {
        let base = std::mem::replace(&mut self.base, part.start);
        let text = self.text;
        for (event, range) in Parser::new_ext(&text[part], options()).into_offset_iter() {
            self.event(&event, range);
        }
        self.base = base;
    }

    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        // The parser can give ranges inside a character: see `options`.
        let span = Span::new(range.start + self.base, range.end + self.base).clamp(self.text);
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(*tag),
            Event::Text(words) => self.text(words, span),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => self.piece(span, PieceKind::Code),
            Event::SoftBreak => self.piece(span, PieceKind::Break),
            Event::HardBreak => {
                self.piece(span, PieceKind::Break);
                if !self.goes_on(span.end as usize) {
                    self.split_line();
                }
            }
            Event::InlineHtml(tag) if is_line_break(tag) => {
                self.piece(span, PieceKind::Break);
                self.split_line();
            }
            Event::InlineHtml(tag) if self.tags.set_style(tag) => {}
            Event::InlineHtml(_) => self.html(span),
            // What a block of it holds was read at its start: a comment may take several lines.
            Event::Html(_) => {}
            Event::FootnoteReference(_) => {}
            Event::TaskListMarker(_) => {}
            Event::Rule => self.other_content(),
        }
    }

    fn text(&mut self, words: &str, mut span: Span) {
        let source = span.of(self.text);
        let mut reference = None;
        let kind = match words.chars().next() {
            _ if self.style.address > 0 => PieceKind::Code,
            Some(letter) if source == words => {
                // The parser leaves the backslash out of what it escapes.
                let escape = span.start.checked_sub(1).filter(|&at| {
                    let joined = self.brief.pieces.last().is_some_and(|last| last.span.end == span.start);
                    self.text.as_bytes()[at as usize] == b'\\' && !joined
                });
                if let Some(at) = escape {
                    let end = span.start + letter.len_utf8() as u32;
                    reference = Some(Reference { span: Span { start: at, end }, letter });
                    span.start = at;
                }
                PieceKind::Text
            }
            Some(letter) if source.starts_with('&') && words.len() == letter.len_utf8() => {
                reference = Some(Reference { span, letter });
                PieceKind::Text
            }
            _ => PieceKind::Opaque,
        };
        if self.skipping == 0 {
            self.brief.references.extend(reference);
        }
        self.piece(span, kind);
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Heading { .. } => {
                let kind = if self.is_above_a_rule(span) { Kind::Paragraph } else { Kind::Heading };
                self.open_block(kind);
            }
            Tag::Paragraph if self.is_in_tag_cell() => self.piece(Span { end: span.start, ..span }, PieceKind::Break),
            Tag::Paragraph => {
                let kind = self.item_kind().unwrap_or(Kind::Paragraph);
                self.open_block(kind);
            }
            Tag::List(first) => {
                self.finish_block();
                self.groups += 1;
                let lead = self.lead_of_list();
                self.lists.push((first.is_some(), lead, self.groups));
            }
            Tag::Item => {
                self.finish_block();
                self.items.push(None);
                let kind = self.item_kind().unwrap_or(Kind::Paragraph);
                self.open_block(kind);
            }
            Tag::Table(_) => self.start_table(0),
            Tag::TableHead | Tag::TableRow => self.start_row(),
            Tag::TableCell => self.start_cell(),
            Tag::BlockQuote(_) => {
                self.finish_block();
                self.quotes += 1;
            }
            Tag::CodeBlock(_) => {
                self.finish_block();
                self.other_content();
                self.skipping += 1;
            }
            Tag::Image { .. } => {
                self.piece(span, PieceKind::Code);
                self.other_content();
                self.skipping += 1;
            }
            Tag::HtmlBlock => {
                if !self.is_in_tag_cell() {
                    self.finish_block();
                }
                self.html_block(span);
            }
            Tag::FootnoteDefinition(_) => self.finish_block(),
            Tag::Strong => self.style.strong += 1,
            Tag::Emphasis => self.style.emphasis += 1,
            Tag::Strikethrough => self.style.struck += 1,
            Tag::Link { link_type, dest_url, .. } => {
                self.style.link += 1;
                self.link(dest_url, span);
                self.style.address += u32::from(matches!(link_type, LinkType::Autolink | LinkType::Email));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => self.finish_heading(level as u8),
            TagEnd::Paragraph if self.is_in_tag_cell() => {}
            TagEnd::Paragraph => self.finish_block(),
            TagEnd::List(_) => {
                self.finish_block();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.finish_block();
                self.items.pop();
            }
            TagEnd::Table => self.table = None,
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(),
            TagEnd::TableCell => self.finish_cell(),
            TagEnd::BlockQuote(_) => {
                self.finish_block();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                self.skipping = self.skipping.saturating_sub(1);
                self.after_code = true;
            }
            TagEnd::Image => self.skipping = self.skipping.saturating_sub(1),
            TagEnd::FootnoteDefinition => self.finish_block(),
            TagEnd::HtmlBlock => self.end_html_block(),
            TagEnd::Strong => self.style.strong = self.style.strong.saturating_sub(1),
            TagEnd::Emphasis => self.style.emphasis = self.style.emphasis.saturating_sub(1),
            TagEnd::Strikethrough => self.style.struck = self.style.struck.saturating_sub(1),
            TagEnd::Link => {
                self.style.link = self.style.link.saturating_sub(1);
                self.style.address = self.style.address.saturating_sub(1);
            }
            _ => {}
        }
    }

    fn piece(&mut self, span: Span, kind: PieceKind) {
        if self.skipping > 0 {
            return;
        }
        if self.open.is_none() {
            // Text of a tight item after a nested list.
            let Some(kind) = self.item_kind() else { return };
            self.open = Some((kind, self.brief.pieces.len()));
        }
        let style = Style {
            strong: self.style.strong > 0 || self.tags.strong,
            emphasis: self.style.emphasis > 0 || self.tags.emphasis,
            struck: self.style.struck > 0,
            link: self.style.link > 0,
        };
        let first = self.open.map_or(0, |(_, first)| first);
        // The parser splits text at every character that could have meant something: join it again.
        if kind == PieceKind::Text
            && self.brief.pieces.len() > first
            && let Some(last) = self.brief.pieces.last_mut()
            && last.kind == kind
            && last.span.end == span.start
            && last.style == style
        {
            last.span.end = span.end;
            return;
        }
        self.brief.pieces.push(Piece { span, kind, style });
    }

    /// Keeps links to other briefs: relative paths to markdown files.
    fn link(&mut self, target: &str, span: Span) {
        let path = target.split(['#', '?']).next().unwrap_or_default();
        let markdown = path.ends_with(".md") || path.ends_with(".markdown");
        if markdown && !path.contains(':') && !path.starts_with('/') && !path.contains('%') {
            self.brief.links.push(Link { path: path.to_owned(), span });
        }
    }

    fn other_content(&mut self) {
        self.brief.sections[self.section as usize].has_other_content = true;
    }
}
