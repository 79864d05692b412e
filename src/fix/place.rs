//! Where in a brief a new section belongs, and what it looks like there.

use std::collections::HashSet;
use std::ops::Range;

use crate::brief::{Block, BlockId, Brief, Kind, Section, SectionId};
use crate::lint::Reading;
use crate::rule::{Program, Stub};
use crate::source::Span;

/// The level of a line in bold that serves as a heading.
const BOLD_LINE: u8 = 7;
/// The level of the sections of a brief that has none yet.
const FIRST_LEVEL: u8 = 2;

/// A place for a section.
#[derive(Clone, Debug)]
pub(super) struct Place {
    at: usize,
    form: Form,
    /// Line ends before and after it.
    lead: String,
    trail: String,
    line_end: &'static str,
}

#[derive(Clone, Debug)]
enum Form {
    Heading(u8),
    /// One line: what stands before the label, and between it and the value.
    Line {
        before: String,
        after: String,
    },
}

impl Place {
    pub(super) fn span(&self) -> Span {
        Span::new(self.at, self.at)
    }

    /// The words that are put in; `body` is what stands under the heading or after the label.
    pub(super) fn render(&self, stub: &Stub, body: &str) -> String {
        let Place { lead, trail, line_end, .. } = self;
        let section = match &self.form {
            Form::Heading(BOLD_LINE..) => format!("**{}**{line_end}{line_end}{body}", stub.heading),
            Form::Heading(level) => {
                format!("{} {}{line_end}{line_end}{body}", "#".repeat(usize::from(*level)), stub.heading)
            }
            Form::Line { before, after } => format!("{before}{}{after}{body}", stub.label),
        };
        format!("{lead}{section}{trail}")
    }
}

/// A brief in which places are looked for.
pub(super) struct Places<'a> {
    text: &'a str,
    brief: &'a Brief,
    program: &'a Program,
    reading: &'a Reading,
    /// Blocks that say what another one is about.
    leads: HashSet<BlockId>,
}

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a str, brief: &'a Brief, program: &'a Program, reading: &'a Reading) -> Self {
        let leads = brief.blocks.iter().flat_map(|block| block.context).flatten().collect();
        Places { text, brief, program, reading, leads }
    }

    /// Finds the place for a section that is missing from a responsibility, or from the whole brief: after the last one, on
    /// its level. A brief that says things in lines with labels, or that has no heading, gets such a line. `None` where the
    /// text round it is in a list or a quote.
    pub(super) fn find(&self, responsibility: Option<SectionId>) -> Option<Place> {
        let around = Around::new(self, responsibility);
        match (around.last_label(), around.level()) {
            (Some(label), _) => around.after_label(label).or_else(|| around.at_end(unlisted(around.line_form(label)))),
            (None, Some(level)) => around.at_end(Form::Heading(level)),
            (None, None) => around.at_end(default_line()),
        }
    }
}

/// The responsibility that a section is for, in its brief; `None` is the whole.
struct Around<'a> {
    all: &'a Places<'a>,
    responsibility: Option<SectionId>,
    /// Its own section and those in it.
    sections: Range<usize>,
    /// What stands in them.
    blocks: Range<usize>,
}

impl<'a> Around<'a> {
    fn new(all: &'a Places<'a>, responsibility: Option<SectionId>) -> Self {
        let Brief { sections, blocks, .. } = all.brief;
        let first = responsibility.unwrap_or_default() as usize;
        // Those of a lower level that follow it lie in it.
        let below = sections[first + 1..].iter().take_while(|section| section.level > sections[first].level).count();
        let end = first + 1 + below;
        let from = |section: usize| blocks.partition_point(|block| (block.section as usize) < section);
        Around { all, responsibility, sections: first..end, blocks: from(first)..from(end) }
    }

    fn names_element(&self, block: usize) -> bool {
        (0..self.all.program.elements).any(|element| self.all.reading.gives[block].has(element))
    }

    /// The section that the sections of the whole lie in: its title, if it has one, else the document.
    fn root(&self) -> SectionId {
        if let Some(responsibility) = self.responsibility {
            return responsibility;
        }
        let holds_others = |&title: &SectionId| {
            let section = &self.all.brief.sections[title as usize];
            let is_element = section.heading.is_some_and(|heading| self.names_element(heading as usize));
            !is_element && section.level != BOLD_LINE
        };
        self.all.brief.title().filter(holds_others).unwrap_or_default()
    }

    /// The level of the sections that are there, else the one below the root. `None` where there is no such level.
    fn level(&self) -> Option<u8> {
        let sections = &self.all.brief.sections;
        let root = self.root();
        let below = |root: SectionId| sections[root as usize].level + 1;
        // A single line in bold is a title.
        let is_title = |section: &Section| root == 0 && section.level == BOLD_LINE && sections.len() == 2;
        let is_child = |section: &&Section| section.heading.is_some() && section.parent == root;
        match sections[self.sections.clone()]
            .iter()
            .filter(is_child)
            .map(|section| (is_title(section), section.level))
            .min()
        {
            Some((false, level)) => Some(level),
            Some((true, _)) => Some(FIRST_LEVEL),
            None => Some(below(root)).filter(|level| root != 0 && *level <= BOLD_LINE),
        }
    }

    /// The last line with the label of an element, where no heading names one.
    fn last_label(&self) -> Option<usize> {
        let mut last = None;
        for id in self.blocks.clone().filter(|&id| self.names_element(id)) {
            let block = &self.all.brief.blocks[id];
            match block.kind {
                Kind::Heading => return None,
                Kind::Paragraph | Kind::Item { .. } if block.label.is_some() && !block.quoted => last = Some(id),
                _ => {}
            }
        }
        last
    }

    fn line_form(&self, id: usize) -> Form {
        line_form(self.all.text, &self.all.brief.blocks[id]).unwrap_or_else(default_line)
    }

    /// Right after a line with a label, where nothing belongs to it that would be cut off; else after the list that it is in.
    fn after_label(&self, id: usize) -> Option<Place> {
        let Places { text, brief, reading, leads, .. } = self.all;
        let block = &brief.blocks[id];
        let form = line_form(text, block)?;
        let Form::Line { before, .. } = &form else { return None };
        let is_item = before.contains(' ');
        if is_item != block.is_item() {
            return None;
        }
        let line_end = line_end(text);
        let lead = if is_item { line_end.to_owned() } else { line_end.repeat(2) };
        let after = |last: usize| {
            let at = end_of_line(text, brief.blocks[last].span.end as usize);
            let rest = &text[at..];
            let ended = rest.lines().nth(1).is_none_or(|next| next.trim().is_empty());
            let goes_on = is_item && rest.trim_start_matches(['\r', '\n']).starts_with([' ', '\t']);
            (ended && !goes_on).then_some(at)
        };
        // A list or a table would belong to the new label.
        let listed = |next: &Block| !is_item && matches!(next.kind, Kind::Item { .. } | Kind::Cell { .. });
        let alone = !leads.contains(&(id as BlockId)) && !reading.only_label[id];
        let here = || after(id).filter(|_| alone && !brief.blocks.get(id + 1).is_some_and(listed));
        let at = here().or_else(|| after(self.last_of_list(id)?))?;
        Some(Place { at, form, lead, trail: String::new(), line_end })
    }

    /// The last block of the list that a block is an item of.
    fn last_of_list(&self, id: usize) -> Option<usize> {
        let blocks = &self.all.brief.blocks[..self.blocks.end];
        let Kind::Item { depth: own, .. } = blocks[id].kind else { return None };
        let is_in = |next: &Block| {
            next.group == blocks[id].group || matches!(next.kind, Kind::Item { depth, .. } if depth > own)
        };
        Some(id + blocks[id + 1..].iter().take_while(|next| is_in(next)).count())
    }

    /// After the last words of the responsibility or the brief, before comments that stand over what follows.
    fn at_end(&self, form: Form) -> Option<Place> {
        let Places { text, brief: Brief { comments, .. }, .. } = *self.all;
        let mut end = self.end()?;
        let content = loop {
            let content = text[..end].trim_end_matches([' ', '\t', '\r', '\n']).len();
            let comment = comments.binary_search_by_key(&content, |comment| comment.span.end as usize);
            let comment = comment.ok().map(|number| &comments[number]);
            match comment.filter(|comment| comment.inside.is_none() && begins_line(text, comment.span)) {
                Some(comment) => end = comment.span.start as usize,
                None => break content,
            }
        };
        let line_end = line_end(text);
        let at = end_of_line(text, content);
        if text[..at].trim_matches(['\u{feff}', ' ', '\t']).is_empty() {
            return Some(Place { at, form, lead: String::new(), trail: line_end.repeat(2), line_end });
        }
        let followed = text[at..].lines().nth(1).is_some_and(|next| !next.trim().is_empty());
        let trail = if followed { line_end.to_owned() } else { String::new() };
        Some(Place { at, form, lead: line_end.repeat(2), trail, line_end })
    }

    /// Where the responsibility or the brief ends.
    fn end(&self) -> Option<usize> {
        let Places { text, brief, .. } = self.all;
        let Some(responsibility) = self.responsibility else { return Some(text.len()) };
        let start = |section: &Section| {
            let span = brief.blocks[section.heading? as usize].span;
            let line = start_of_line(text, span.start as usize);
            let marks = &text[line..span.start as usize];
            marks.chars().all(|mark| matches!(mark, '#' | '*' | '_' | ' ')).then_some(line)
        };
        start(&brief.sections[responsibility as usize])?;
        match brief.sections.get(self.sections.end) {
            Some(next) => start(next),
            None => Some(text.len()),
        }
    }
}

/// The form of a line with a label: `Owner: `, `- **Owner:** `.
fn line_form(text: &str, block: &Block) -> Option<Form> {
    let label = block.label?;
    let line = &text[start_of_line(text, label.start as usize)..label.start as usize];
    let line = line.trim_start_matches('\u{feff}');
    let bullet = line.trim_end_matches(['*', '_']);
    let is_bullet = |bullet: &str| {
        let mark = bullet.trim();
        bullet.ends_with(' ') && !bullet.starts_with("    ") && matches!(mark, "-" | "*" | "+")
    };
    let rest = &text[label.end as usize..];
    let after = &rest[..rest.len() - rest.trim_start_matches([':', '.', '*', '_']).len()];
    let is_known = (bullet.is_empty() || is_bullet(bullet)) && after.contains([':', '.']);
    is_known.then(|| Form::Line { before: line.to_owned(), after: format!("{after} ") })
}

fn default_line() -> Form {
    Form::Line { before: "**".to_owned(), after: ":** ".to_owned() }
}

/// The same line outside a list.
fn unlisted(form: Form) -> Form {
    match form {
        Form::Line { before, after } => {
            Form::Line { before: before.trim_start_matches([' ', '-', '+']).trim_start_matches("* ").to_owned(), after }
        }
        heading @ Form::Heading(_) => heading,
    }
}

/// The line end that a text uses.
pub(crate) fn line_end(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

fn start_of_line(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

fn end_of_line(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
    at + line.trim_end_matches('\r').len()
}

fn begins_line(text: &str, span: Span) -> bool {
    text[start_of_line(text, span.start as usize)..span.start as usize].trim().is_empty()
}
