use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::{Block, BlockId, Brief, Comment, Kind, Piece, PieceKind, Reference, Section, Style, label};
use crate::source::Span;

/// The markdown that briefs use beyond CommonMark. Definition lists stay off: with them the parser gives ranges
/// inside characters (pulldown-cmark issue 1142).
fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

/// Reads `body`, a range of `text`, as markdown into a brief that holds the front matter.
pub(super) fn read(text: &str, body: Range<usize>, brief: Brief) -> Brief {
    let mut reader = Reader::new(text, body.start, brief);
    for (event, range) in Parser::new_ext(&text[body], options()).into_offset_iter() {
        reader.event(&event, range);
    }
    reader.finish_block();
    reader.brief
}

struct Reader<'t> {
    text: &'t str,
    base: usize,
    brief: Brief,
    /// The block that is being read: its kind and its first piece.
    open: Option<(Kind, usize)>,
    style: StyleDepth,
    /// Open lists: ordered, the lead-in, the number of the list.
    lists: Vec<(bool, Option<BlockId>, u32)>,
    /// The block of the list item that each open list stands in.
    items: Vec<Option<BlockId>>,
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
}

/// The most words of a line in italics that stands over what follows; a longer one is an aside.
const MOST_CAPTION_WORDS: usize = 6;

/// A tag that is no HTML: a slot such as `<name>` that a template left behind.
fn is_slot(tag: &str) -> bool {
    let Some(inner) = tag.trim().strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else { return false };
    let name: String = inner.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let plain = !inner.starts_with(['/', '!', '?']) && !inner.contains(['<', '>', '=', '/']);
    plain
        && !name.is_empty()
        && !HTML.contains(&name.to_ascii_lowercase().as_str())
        && !MORE_HTML.contains(&name.to_ascii_lowercase().as_str())
}

/// The elements of HTML that turn up in markdown.
const HTML: [&str; 66] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "li",
    "link",
    "main",
    "mark",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "s",
    "section",
    "small",
    "source",
    "span",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "td",
];
const MORE_HTML: [&str; 12] = ["tbody", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "video", "wbr", "meta"];

#[derive(Default)]
struct StyleDepth {
    strong: u32,
    emphasis: u32,
    struck: u32,
    link: u32,
    address: u32,
}

struct Table {
    group: u32,
    row: u32,
    column: u32,
    heads: Vec<Option<BlockId>>,
    row_label: Option<BlockId>,
    lead: Option<BlockId>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, base: usize, brief: Brief) -> Self {
        Reader {
            text,
            base,
            brief,
            open: None,
            style: StyleDepth::default(),
            lists: Vec::new(),
            items: Vec::new(),
            table: None,
            quotes: 0,
            skipping: 0,
            groups: 0,
            section: 0,
            pending_comments: 0,
            last_plain: None,
            caption: None,
            after_code: false,
        }
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
                self.split_line();
            }
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
            Tag::Heading { .. } => self.open_block(Kind::Heading),
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
            Tag::Table(_) => {
                self.finish_block();
                self.groups += 1;
                let lead = self.lead_of_list();
                self.table =
                    Some(Table { group: self.groups, row: 0, column: 0, heads: Vec::new(), row_label: None, lead });
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.column = 0;
                    table.row_label = None;
                }
            }
            Tag::TableCell => {
                if let Some(table) = &self.table {
                    let kind = Kind::Cell { row: table.row, column: table.column };
                    self.open_block(kind);
                }
            }
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
                self.finish_block();
                self.html(span);
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
            TagEnd::Heading(level) => self.finish_heading(level),
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
            TagEnd::TableHead | TagEnd::TableRow => {
                if let Some(table) = &mut self.table {
                    table.row += 1;
                }
            }
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
            TagEnd::FootnoteDefinition | TagEnd::HtmlBlock => self.finish_block(),
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

    /// The kind of a block that opens inside a list item; only the first one is the item, what follows is its text.
    fn item_kind(&self) -> Option<Kind> {
        let &(ordered, ..) = self.lists.last()?;
        self.items.last()?;
        Some(Kind::Item { ordered, depth: self.lists.len().min(255) as u8 })
    }

    /// What a list or a table that begins here is introduced by: the item that holds it, else a line just before
    /// it that leads in.
    fn lead_of_list(&self) -> Option<BlockId> {
        if let Some(item) = self.items.last() {
            return *item;
        }
        let id = self.brief.blocks.len().checked_sub(1)?;
        let block = self.brief.blocks.get(id)?;
        let leads = block.section == self.section && (block.kind == Kind::Paragraph || block.is_heading());
        (leads && !self.ends_memo_header()).then_some(id as BlockId)
    }

    /// Whether the last block is the last of several labelled lines right below each other: `To: …`, `From: …`, `Date: …`.
    /// What follows is about none of them, unless the line ends with a colon.
    fn ends_memo_header(&self) -> bool {
        let [.., before, last] = self.brief.blocks.as_slice() else { return false };
        let labelled = |block: &Block| block.kind == Kind::Paragraph && block.label.is_some();
        let between = &self.text[before.span.end as usize..last.span.start as usize];
        labelled(before)
            && labelled(last)
            && between.matches('\n').count() <= 1
            && !last.span.of(self.text).ends_with(':')
    }

    fn open_block(&mut self, kind: Kind) {
        self.finish_block();
        self.open = Some((kind, self.brief.pieces.len()));
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
            strong: self.style.strong > 0,
            emphasis: self.style.emphasis > 0,
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

    /// Keeps the comments, and the slots (`<name>`) on lines of their own between them.
    fn html(&mut self, span: Span) {
        let mut rest = span;
        while let Some(at) = rest.of(self.text).find("<!--") {
            let inner = &rest.of(self.text)[at..];
            let length = inner.find("-->").map_or(inner.len(), |length| length + "-->".len());
            let start = rest.start as usize + at;
            self.slots(Span::new(rest.start as usize, start));
            self.brief.comments.push(Comment { span: Span::new(start, start + length), inside: None });
            if self.open.is_some() {
                self.pending_comments += 1;
            }
            rest = Span::new(start + length, rest.end as usize);
        }
        self.slots(rest);
    }

    fn slots(&mut self, span: Span) {
        let mut start = span.start as usize;
        for line in span.of(self.text).split_inclusive('\n') {
            if is_slot(line) {
                if self.open.is_none() {
                    self.open_block(Kind::Paragraph);
                }
                self.piece(Span::new(start, start + line.len()).trim(self.text), PieceKind::Tag);
            }
            start += line.len();
        }
    }

    /// Keeps links to other briefs: relative paths to markdown files.
    fn link(&mut self, target: &str, span: Span) {
        let path = target.split(['#', '?']).next().unwrap_or_default();
        let markdown = path.ends_with(".md") || path.ends_with(".markdown");
        if markdown && !path.contains(':') && !path.starts_with('/') && !path.contains('%') {
            self.brief.links.push((path.to_owned(), span));
        }
    }

    fn other_content(&mut self) {
        self.brief.sections[self.section as usize].has_other_content = true;
    }

    /// Ends the block at a hard line break and goes on with the next line.
    fn split_line(&mut self) {
        if let Some((kind, _)) = self.open
            && matches!(kind, Kind::Paragraph | Kind::Item { .. })
        {
            self.finish_block();
            self.open = Some((kind, self.brief.pieces.len()));
        }
    }

    fn finish_heading(&mut self, level: HeadingLevel) {
        self.finish_block();
        if let Some(id) = self.brief.blocks.len().checked_sub(1)
            && self.brief.blocks[id].is_heading()
            && self.brief.sections[self.brief.blocks[id].section as usize].heading != Some(id as BlockId)
            && self.quotes == 0
        {
            self.open_section(id, level as u8);
        }
    }

    /// Opens a section with the block `id` as its heading.
    fn open_section(&mut self, id: usize, level: u8) {
        let mut parent = self.section;
        while self.brief.sections[parent as usize].level >= level {
            parent = self.brief.sections[parent as usize].parent;
        }
        self.section = self.brief.sections.len() as u32;
        self.brief.sections.push(Section { heading: Some(id as BlockId), level, parent, has_other_content: false });
        self.brief.blocks[id].section = self.section;
    }

    fn finish_cell(&mut self) {
        self.finish_block_as_cell();
        if let Some(table) = &mut self.table {
            table.column += 1;
        }
    }

    fn finish_block_as_cell(&mut self) {
        let before = self.brief.blocks.len();
        self.finish_block();
        let Some(table) = &mut self.table else { return };
        let block = (self.brief.blocks.len() > before).then_some(before as BlockId);
        if table.row == 0 {
            table.heads.push(block);
        }
        if table.column == 0 {
            table.row_label = block;
        }
    }

    /// Ends the open block: a paragraph whose lines stand for themselves becomes one block a line.
    fn finish_block(&mut self) {
        let Some((kind, first)) = self.open.take() else { return };
        let end = self.brief.pieces.len();
        let mut start = first;
        let mut line_kind = kind;
        if matches!(kind, Kind::Paragraph | Kind::Item { .. }) {
            let (mut words, mut line) = self.line_from(first);
            line_kind = self.line_kind(kind, line);
            for at in first..end {
                if self.brief.pieces[at].kind != PieceKind::Break || at == start {
                    continue;
                }
                // Breaks in a row have the same words after them, which are looked for once.
                if at > words {
                    (words, line) = self.line_from(at + 1);
                }
                if line.is_some() {
                    self.push_line(line_kind, start, at);
                    start = at + 1;
                    line_kind = self.line_kind(kind, line);
                }
            }
        }
        self.push_line(line_kind, start, end);
    }

    /// Pushes a line of its own; one with several labels becomes a block a label.
    fn push_line(&mut self, kind: Kind, first: usize, end: usize) {
        let labels = match kind {
            Kind::Paragraph | Kind::Item { .. } => label::several(self.text, &self.brief.pieces[first..end]),
            _ => Vec::new(),
        };
        if labels.len() < 2 {
            return self.push_block(kind, first, end, None);
        }
        for (number, &(at, label)) in labels.iter().enumerate() {
            let next = labels.get(number + 1).map_or(end, |&(at, _)| first + at);
            self.push_block(kind, first + at, next, Some(label));
        }
    }

    /// Where the words of the line from this piece on begin, and what that makes of it.
    fn line_from(&self, from: usize) -> (usize, Option<label::Line>) {
        let pieces = &self.brief.pieces;
        let words = (from..pieces.len()).find(|&at| label::is_visible(self.text, &pieces[at])).unwrap_or(pieces.len());
        (words, label::begins_line(self.text, &pieces[words..]))
    }

    /// The kind of a line of its own inside a block of a kind.
    fn line_kind(&self, kind: Kind, line: Option<label::Line>) -> Kind {
        let depth = self.lists.len().min(255) as u8;
        match line {
            Some(label::Line::Bullet) => Kind::Item { ordered: false, depth },
            Some(label::Line::Clause) => Kind::Item { ordered: true, depth },
            Some(label::Line::Labelled) | None => kind,
        }
    }

    fn push_block(&mut self, kind: Kind, first: usize, end: usize, label: Option<Span>) {
        let pieces = &self.brief.pieces[first..end];
        let visible = |piece: &&Piece| label::is_visible(self.text, piece);
        let (Some(head), Some(tail)) = (pieces.iter().find(visible), pieces.iter().rev().find(visible)) else {
            self.pending_comments = 0;
            return;
        };
        let span = head.span.join(tail.span).trim(self.text);
        let id = self.brief.blocks.len();
        let all_strong = pieces.iter().filter(visible).all(|piece| piece.style.strong);
        let label = if kind == Kind::Heading { None } else { label.or_else(|| label::find(self.text, pieces)) };
        let is_caption = kind == Kind::Paragraph
            && label.is_some_and(|label| label.of(self.text).split_whitespace().count() <= MOST_CAPTION_WORDS)
            && pieces.iter().filter(visible).all(|piece| piece.style.emphasis);
        if kind == Kind::Heading || (kind == Kind::Paragraph && (head.style.emphasis || head.style.strong)) {
            self.caption = None;
        }
        let mut block = Block {
            kind,
            span,
            pieces: (first as u32, end as u32),
            section: self.section,
            label,
            context: [None; 2],
            group: 0,
            quoted: self.quotes > 0,
        };
        self.place(&mut block);
        let pending = std::mem::take(&mut self.pending_comments);
        for comment in self.brief.comments.iter_mut().rev().take(pending) {
            comment.inside = Some(id as BlockId);
        }
        let serves_as_heading =
            kind == Kind::Paragraph && all_strong && label.is_some() && self.quotes == 0 && self.lists.is_empty();
        if let Some(Some(item)) = self.items.last_mut().map(|item| item.is_none().then_some(item)) {
            *item = Some(id as BlockId);
        }
        if !block.is_item() {
            self.last_plain = Some(id as BlockId);
        }
        if is_caption {
            self.caption = Some(id as BlockId);
        }
        self.after_code = false;
        self.brief.blocks.push(block);
        if serves_as_heading {
            self.brief.blocks[id].kind = Kind::Heading;
            self.brief.blocks[id].label = None;
            self.open_section(id, 7);
        }
    }

    /// Gives a new block its list or table, and the blocks that say what it is about.
    fn place(&mut self, block: &mut Block) {
        match block.kind {
            Kind::Cell { row, column } => {
                let Some(table) = &self.table else { return };
                block.group = table.group;
                block.context[0] = if column == 0 { table.lead } else { table.row_label };
                block.context[1] = if row == 0 { None } else { table.heads.get(column as usize).copied().flatten() };
            }
            Kind::Item { .. } if self.lists.is_empty() => {
                // A bullet or clause letter that markdown does not know: the paragraph that it stands in leads it in.
                block.context[0] = self.last_plain.filter(|&id| {
                    let before = &self.brief.blocks[id as usize];
                    before.kind == Kind::Paragraph && before.section == block.section
                });
            }
            Kind::Item { .. } => {
                let own = self.items.last().copied().flatten();
                if let Some(&(_, lead, group)) = self.lists.last() {
                    block.group = group;
                    block.context[0] = own.or(lead);
                }
            }
            Kind::Paragraph => {
                // A line that ends with a colon leads in the paragraph after it.
                let before = self.brief.blocks.last().filter(|before| {
                    before.kind == Kind::Paragraph
                        && before.section == block.section
                        && before.span.of(self.text).ends_with(':')
                        && !self.after_code
                });
                block.context[0] = before.map(|_| self.brief.blocks.len() as BlockId - 1).or(self.caption);
            }
            Kind::Heading | Kind::Field { .. } => {}
        }
    }
}
