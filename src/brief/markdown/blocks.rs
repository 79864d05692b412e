//! From pieces to blocks: where one ends, what it is, and what says what it is about.

use super::{Reader, Table};
use crate::brief::{Block, BlockId, Comment, Kind, Piece, PieceKind, Section, label};
use crate::source::Span;

/// The most words of a line in italics that stands over what follows; a longer one is an aside.
const MOST_CAPTION_WORDS: usize = 6;
/// The most words of a line in bold that ends like a sentence and is a heading all the same.
const MOST_TITLE_WORDS: usize = 4;
/// The level of a section under a line in bold, or in a tag.
pub(super) const LOWEST_LEVEL: u8 = 7;

impl Reader<'_> {
    /// The kind of a block that opens inside a list item; only the first one is the item, what follows is its text.
    pub(super) fn item_kind(&self) -> Option<Kind> {
        let &(ordered, ..) = self.lists.last()?;
        self.items.last()?;
        Some(Kind::Item { ordered, depth: self.lists.len().min(255) as u8 })
    }

    /// What a list or a table that begins here is introduced by: the item that holds it, else a line just before
    /// it that leads in.
    pub(super) fn lead_of_list(&self) -> Option<BlockId> {
        if let Some(item) = self.items.last() {
            return item.map(|(id, _)| id);
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

    pub(super) fn open_block(&mut self, kind: Kind) {
        self.finish_block();
        self.open = Some((kind, self.brief.pieces.len()));
    }

    /// Whether a block here stands in no list and no quotation.
    pub(super) fn is_outermost(&self) -> bool {
        self.quotes == 0 && self.lists.is_empty()
    }

    /// Ends the block at a hard line break and goes on with the next line.
    pub(super) fn split_line(&mut self) {
        if let Some((kind, _)) = self.open
            && matches!(kind, Kind::Paragraph | Kind::Item { .. } | Kind::Cell { row: 1.., column: 1.. })
        {
            self.open_block(kind);
        }
    }

    /// Text right above a line of hyphens is a heading to markdown; two lines of it, or a sentence, seldom are.
    pub(super) fn is_above_a_rule(&self, span: Span) -> bool {
        let source = span.of(self.text).trim_end();
        let Some((words, line)) = source.rsplit_once('\n') else { return false };
        let words = words.trim_end();
        line.trim_start().starts_with('-') && !words.starts_with('#') && (words.contains('\n') || words.ends_with('.'))
    }

    pub(super) fn finish_heading(&mut self, level: u8) {
        if let Some((Kind::Heading, first)) = self.open {
            self.drop_identifier(first);
            self.finish_block();
        } else {
            self.finish_block();
            return self.other_content();
        }
        if let Some(id) = self.brief.blocks.len().checked_sub(1)
            && self.brief.blocks[id].is_heading()
            && self.brief.sections[self.brief.blocks[id].section as usize].heading != Some(id as BlockId)
            && self.quotes == 0
        {
            self.open_section(id, level);
        }
    }

    /// Drops the identifier at the end of a heading: `## Owner {#owner}`.
    fn drop_identifier(&mut self, first: usize) {
        let Some(last) = self.brief.pieces[first..].last_mut() else { return };
        let words = last.span.of(self.text).trim_end();
        if let Some(at) = words.rfind("{#").filter(|_| words.ends_with('}')) {
            last.span.end = last.span.start + at as u32;
        }
    }

    /// Opens a section with the block `id` as its heading.
    fn open_section(&mut self, id: usize, level: u8) {
        self.settle_bold_line(id);
        let mut parent = self.section;
        while self.brief.sections[parent as usize].level >= level {
            parent = self.brief.sections[parent as usize].parent;
        }
        self.section = self.brief.sections.len() as u32;
        self.brief.sections.push(Section { heading: Some(id as BlockId), level, parent, has_other_content: false });
        self.brief.blocks[id].section = self.section;
    }

    /// A line in bold right under a heading, with nothing under it up to the block `next`, is no heading itself.
    pub(super) fn settle_bold_line(&mut self, next: usize) {
        let section = &self.brief.sections[self.section as usize];
        let Some(id) = next.checked_sub(1).filter(|&id| section.heading == Some(id as BlockId)) else { return };
        let stands_under = |above: &Block| above.is_heading() && above.section == section.parent;
        let is_bold_line = section.level == LOWEST_LEVEL && !section.has_other_content;
        if is_bold_line && id > 0 && stands_under(&self.brief.blocks[id - 1]) {
            self.section = section.parent;
            self.brief.sections.pop();
            self.brief.blocks[id].kind = Kind::Paragraph;
            self.brief.blocks[id].section = self.section;
        }
    }

    /// Whether the words before a hard line break go on after it: they end like no sentence, and the next line begins small.
    pub(super) fn goes_on(&self, next: usize) -> bool {
        let [.., before, _] = self.brief.pieces.as_slice() else { return false };
        let before = before.span.of(self.text).trim_end();
        let line = self.text[next..].trim_start_matches([' ', '\t']).split(['\n', '\r']).next().unwrap_or_default();
        line.starts_with(char::is_lowercase)
            && !before.is_empty()
            && !before.ends_with(['.', ':', ';', '!', '?', '|'])
            && !line.split_whitespace().take(label::MOST_LINE_WORDS).any(|word| word.ends_with(':'))
    }

    /// A table whose first row has this number: 0 if it is the head.
    pub(super) fn start_table(&mut self, row: u32) {
        self.finish_block();
        self.groups += 1;
        let lead = self.lead_of_list();
        self.table = Some(Table { group: self.groups, row, lead, ..Table::default() });
    }

    pub(super) fn start_row(&mut self) {
        if let Some(table) = &mut self.table {
            table.cell = 0;
            table.row_label = None;
        }
    }

    pub(super) fn start_cell(&mut self) {
        if let Some(table) = &self.table {
            let kind = Kind::Cell { row: table.row, column: table.column() };
            self.open_block(kind);
        }
    }

    pub(super) fn end_row(&mut self) {
        if let Some(table) = &mut self.table {
            table.row += 1;
            table.cell = 0;
        }
    }

    pub(super) fn finish_cell(&mut self) {
        if !self.drop_count() {
            self.finish_block_as_cell();
        }
        if let Some(table) = &mut self.table {
            table.cell += 1;
        }
    }

    /// Drops the open cell if it only counts the rows: a first one with a single word, under `#` or another head without letters.
    fn drop_count(&mut self) -> bool {
        let (Some(table), Some((_, first))) = (&mut self.table, self.open) else { return false };
        let pieces = &self.brief.pieces[first..];
        let words = || pieces.iter().flat_map(|piece| piece.span.of(self.text).split_whitespace());
        if table.row == 0 && table.cell == 0 {
            table.counts_rows = words().count() == 1 && !words().any(|word| word.contains(char::is_alphabetic));
        }
        let drops = table.counts_rows && table.cell == 0 && words().count() <= 1;
        if drops {
            self.open = None;
            self.brief.pieces.truncate(first);
        }
        drops
    }

    fn finish_block_as_cell(&mut self) {
        let before = self.brief.blocks.len();
        self.finish_block();
        let Some(table) = &mut self.table else { return };
        let block = (self.brief.blocks.len() > before).then_some(before as BlockId);
        if table.row == 0 {
            table.heads.push(block);
        }
        if table.column() == 0 {
            table.row_label = block;
        }
    }

    /// Ends the open block: a paragraph whose lines stand for themselves becomes one block a line.
    pub(super) fn finish_block(&mut self) {
        self.tags.end_style();
        let Some((kind, first)) = self.open.take() else { return };
        let has_lines = matches!(kind, Kind::Paragraph | Kind::Item { .. });
        if has_lines {
            self.part_labels(first);
        }
        let end = self.brief.pieces.len();
        let mut start = first;
        let mut line_kind = kind;
        if has_lines {
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

    /// Breaks lines such as `Owner: Ana | Due: 3 May` before each label but the first.
    fn part_labels(&mut self, first: usize) {
        let pieces = &self.brief.pieces;
        let is_labelled = |line: usize| label::begins_line(self.text, &pieces[line..]) == Some(label::Line::Labelled);
        // The start of the line at hand, and whether it has a label, once that was asked.
        let mut line = (first, None);
        let parted = (first..pieces.len()).find(|&at| {
            if pieces[at].kind == PieceKind::Break {
                line = (at + 1, None);
            }
            label::before_next(self.text, &self.brief.references, &pieces[at]).is_some()
                && *line.1.get_or_insert_with(|| is_labelled(line.0))
        });
        let Some(parted) = parted else { return };
        for mut piece in self.brief.pieces.split_off(parted) {
            while let Some(mark) = label::before_next(self.text, &self.brief.references, &piece) {
                self.brief.pieces.push(Piece { span: Span { end: mark.start, ..piece.span }, ..piece });
                self.brief.pieces.push(Piece { span: mark, kind: PieceKind::Break, ..piece });
                piece.span.start = mark.end;
            }
            self.brief.pieces.push(piece);
        }
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
            self.take_comments(end);
            return;
        };
        let span = head.span.join(tail.span).trim(self.text);
        let id = self.brief.blocks.len();
        let all_strong = pieces.iter().filter(visible).all(|piece| piece.style.strong);
        let all_emphasis = pieces.iter().filter(visible).all(|piece| piece.style.emphasis);
        let is_item = |kind: Kind| matches!(kind, Kind::Item { .. });
        let before = self.brief.blocks.last().filter(|before| is_item(kind) && before.kind == kind);
        let after_label = before.is_some_and(|before| before.label.is_some());
        let mut label = label.or_else(|| label::find(self.text, pieces, after_label));
        let words = span.of(self.text).split_whitespace().count();
        let fills = label.is_some_and(|label| label::fills(self.text, pieces, label));
        let source = span.of(self.text).trim_end_matches(['*', '_']);
        let is_sentence = (all_strong || all_emphasis) && source.ends_with(['.', '!']) && words > MOST_TITLE_WORDS;
        let serves_as_heading =
            kind == Kind::Paragraph && all_strong && label.is_some() && !is_sentence && self.is_outermost();
        let is_caption = kind == Kind::Paragraph && fills && all_emphasis && words <= MOST_CAPTION_WORDS;
        let is_label = match kind {
            Kind::Heading => !fills && label.is_some_and(|label| self.text[label.end as usize..].starts_with(':')),
            _ if !fills || source.ends_with(':') => true,
            // Words in bold that fill an item or a cell are what it says.
            Kind::Item { .. } | Kind::Cell { .. } => !all_strong && !all_emphasis,
            _ => !is_sentence,
        };
        label = label.filter(|_| is_label);
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
        let gap = self.text.get(self.brief.blocks.last().map_or(0, |last| last.span.end as usize)..span.start as usize);
        if let Some((_, line)) = gap.and_then(|gap| gap.rsplit_once('\n')) {
            self.indent = line.bytes().take_while(|&byte| byte == b' ').count();
        }
        self.place(&mut block);
        for comment in self.take_comments(end) {
            comment.inside = Some(id as BlockId);
        }
        if let Some(Some(item)) = self.items.last_mut().map(|item| item.is_none().then_some(item)) {
            *item = Some((id as BlockId, self.indent));
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
            self.brief.blocks[id].label = label.filter(|_| !fills);
            self.open_section(id, LOWEST_LEVEL);
        }
    }

    /// The pending comments that stand before this piece, which are pending no longer.
    fn take_comments(&mut self, end: usize) -> &mut [Comment] {
        let next = self.brief.pieces.get(end).map_or(u32::MAX, |piece| piece.span.start);
        let first = self.brief.comments.len() - self.pending_comments;
        let pending = &mut self.brief.comments[first..];
        let here = pending.partition_point(|comment| comment.span.start < next);
        self.pending_comments -= here;
        &mut pending[..here]
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
                // A label right below a list, with no blank line between, leads in the items after it: markdown takes it for
                // words of the last item.
                let below = own.is_some_and(|(_, indent)| self.indent <= indent)
                    && block.label.is_some()
                    && block.span.of(self.text).ends_with(':');
                if let Some((_, lead, group)) = self.lists.last_mut() {
                    block.group = *group;
                    if below {
                        *lead = Some(self.brief.blocks.len() as BlockId);
                    } else {
                        block.context[0] = own.map(|(id, _)| id).or(*lead);
                    }
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
