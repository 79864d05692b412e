//! What each block of a brief is about: the roles that headings, lead-ins, labels, rows and columns give.

use rustc_hash::FxHashSet;

use super::reading::{Reading, words_of};
use super::sentence_cache::SentenceCache;
use super::{raci, responsibility};
use crate::brief::{Block, BlockId, Brief, Kind};
use crate::language::Sentence;
use crate::rule::{FieldDef, Program, RoleId, Roles};
use crate::source::Span;

/// The most words of a line that says what the lines after it are about.
const LONGEST_LEAD_IN: u32 = 14;

/// Finds the roles that each block gives, and those that it has.
pub(super) fn find(brief: &Brief, program: &Program, cache: &mut SentenceCache, leads: &[bool], reading: &mut Reading) {
    let values = responsibility::values(brief, program, reading);
    let mut seats = Roles::default();
    ["owner", "delegator"].into_iter().filter_map(|seat| program.role(seat)).for_each(|seat| seats.add(seat));
    let mut settling = Roles::first(program.elements);
    program.role("responsibility").into_iter().for_each(|role| settling.add(role));
    let mut finder = RoleFinder {
        brief,
        title: title_heading(brief),
        program,
        cache,
        reading,
        values,
        seats,
        settling,
        labelled: FxHashSet::default(),
    };
    for (block, leads) in leads.iter().enumerate() {
        finder.give(block, *leads);
    }
    let mut settled = raci::settle(brief, program, finder.reading);
    settled.extend(finder.seats_beside_names());
    finder.labelled = finder.labelled_tables();
    for block in 0..leads.len() {
        finder.reading.roles[block] = if brief.names(block) { Roles::default() } else { finder.roles_of(block) };
    }
    for (block, roles) in settled {
        finder.reading.roles[block] = roles;
    }
    finder.after_labels();
}

/// Whether each block says what others are about.
pub(super) fn leads(brief: &Brief) -> Vec<bool> {
    let mut leads = vec![false; brief.blocks.len()];
    for block in &brief.blocks {
        for context in block.context.into_iter().flatten() {
            leads[context as usize] = true;
        }
    }
    leads
}

/// The heading that says what the brief is called, not what a section is about: a title of the first level.
pub(super) fn title_heading(brief: &Brief) -> Option<BlockId> {
    let title = &brief.sections[brief.title()? as usize];
    title.heading.filter(|_| title.level == 1)
}

struct RoleFinder<'a> {
    brief: &'a Brief,
    title: Option<BlockId>,
    program: &'a Program,
    cache: &'a mut SentenceCache,
    reading: &'a mut Reading,
    /// The values in the front matter's list of responsibilities.
    values: Vec<(Span, &'a FieldDef)>,
    /// The roles of those who answer and who hand over.
    seats: Roles,
    /// The roles of elements, and that of a responsibility: a heading with one needs no look at its label.
    settling: Roles,
    /// The groups of tables whose rows are a label and its value.
    labelled: FxHashSet<u32>,
}

impl RoleFinder<'_> {
    /// Finds the roles that a block gives to what stands under it or, by its label, to its own words.
    fn give(&mut self, id: usize, leads: bool) {
        let block = &self.brief.blocks[id];
        if let Kind::Field { field, .. } = block.kind {
            self.reading.gives[id] = self.field_roles(field as usize, block.span);
            return;
        }
        let sentences = self.reading.sentences(id);
        let mut roles = Roles::default();
        let mut at = sentences.start;
        // A label may be a sentence of its own, or the start of one.
        while at < sentences.end && self.reading.words.sentences[at].label > 0 {
            let sentence = self.reading.words.sentences[at];
            roles.0 |= self.heading_roles(&sentence.label_alone()).0;
            at += 1;
        }
        let whole_is_label =
            at >= sentences.end && self.reading.words.sentences[sentences.clone()].iter().all(Sentence::is_label);
        if block.is_heading() {
            for at in sentences.clone() {
                roles.0 |= self.heading_roles(&self.reading.words.sentences[at].clone()).0;
            }
            // With nothing under it the heading says it all: `## Budget: 8,000 euros`.
            let is_all = self.brief.blocks.get(id + 1).is_none_or(Block::is_heading);
            if let Some(label) = block.label.filter(|_| is_all && !roles.meets(self.settling)) {
                roles.0 |= self.label_roles(sentences.start, label).0;
            }
            if self.title == Some(id as BlockId) {
                roles = self.title_roles(roles);
            }
        } else if leads && roles.is_empty() {
            // The last sentence before a list introduces it; so does a short line.
            if let Some(last) = sentences.clone().next_back() {
                let sentence = self.reading.words.sentences[last];
                let short = sentence.end - sentence.first <= LONGEST_LEAD_IN;
                if short || matches!(block.kind, Kind::Cell { .. }) {
                    roles.0 |= self.heading_roles(&sentence).0;
                }
            }
        }
        self.reading.gives[id] = roles;
        self.reading.only_label[id] = whole_is_label && block.label.is_some();
    }

    /// The roles of a value of the front matter, or of one in an entry of its list of responsibilities.
    fn field_roles(&self, field: usize, value: Span) -> Roles {
        let before = self.values.partition_point(|(span, _)| span.start <= value.start).checked_sub(1);
        let inner = before.map(|at| self.values[at]).filter(|(span, _)| span.contains(value));
        let outer = self.reading.fields[field].map(|known| &self.program.fields[known]);
        let mut roles = Roles::default();
        if let Some(known) = inner.map(|(_, known)| known).or(outer) {
            for (number, role) in self.program.roles.iter().enumerate() {
                if role.fields.contains(&known.name) {
                    roles.add(number as RoleId);
                }
            }
        }
        roles
    }

    /// The roles that a title gives: only those that cover a whole document, such as a list of questions and answers,
    /// and only where the front matter holds no more of a brief than its title.
    fn title_roles(&self, roles: Roles) -> Roles {
        let is_brief = self.reading.fields.iter().flatten().any(|&known| self.program.fields[known].name != "title");
        if is_brief { Roles::default() } else { roles.both(self.program.covering) }
    }

    /// The roles of the label of a heading.
    fn label_roles(&mut self, sentence: usize, label: Span) -> Roles {
        let words = &self.reading.words;
        let Some(&sentence) = words.sentences.get(sentence) else { return Roles::default() };
        let tokens = &words.tokens[sentence.range()];
        let label = tokens.iter().take_while(|token| token.span.end <= label.end).count() as u32;
        self.heading_roles(&Sentence { label, ..sentence }.label_alone())
    }

    fn heading_roles(&mut self, sentence: &Sentence) -> Roles {
        if sentence.first >= sentence.end {
            return Roles::default();
        }
        self.cache.heading(self.program, words_of(self.reading, sentence))
    }

    /// The roles of the passages in a block: those of its label, else of what stands above it.
    fn roles_of(&self, id: usize) -> Roles {
        let block = &self.brief.blocks[id];
        if let Some(roles) = self.covered(block) {
            return roles;
        }
        if block.is_field() || (block.label.is_some() && !self.reading.gives[id].is_empty()) {
            return self.reading.gives[id];
        }
        self.roles_above(block)
    }

    /// The roles of the sentences after a label that is about its own sentence: `Owner: Ana. By June all boxes are moved.`
    fn after_labels(&mut self) {
        for (id, block) in self.brief.blocks.iter().enumerate() {
            let gives = self.reading.gives[id];
            let elements = gives.both(Roles::first(self.program.elements));
            let is_short =
                gives.meets(self.program.one_sentence) && elements.both(self.program.one_sentence) == elements;
            if block.label.is_none() || !is_short {
                continue;
            }
            let sentences = self.reading.sentences(id);
            // A label may be a sentence of its own.
            let is_value = |at: &usize| !self.reading.words.sentences[*at].is_label();
            let after = sentences.clone().find(is_value).map_or(sentences.end, |value| value + 1);
            if after < sentences.end && self.covered(block).is_none() {
                self.reading.after_labels.insert(id as BlockId, (after as u32, self.roles_above(block)));
            }
        }
    }

    /// The roles that a block has from its row, column or lead-in, else from the nearest heading above that has any.
    fn roles_above(&self, block: &Block) -> Roles {
        // The row, and the column unless the row says it all.
        let says = if self.labelled.contains(&block.group) { 1 } else { 2 };
        let above = block.context.into_iter().take(says).flatten();
        for roles in [&self.reading.gives, &self.reading.roles] {
            let context = above.clone().fold(Roles::default(), |all, above| Roles(all.0 | roles[above as usize].0));
            if !context.is_empty() {
                return context;
            }
        }
        let mut section = block.section as usize;
        while section != 0 {
            if let Some(heading) = self.brief.sections[section].heading
                && !self.reading.gives[heading as usize].is_empty()
            {
                return self.reading.gives[heading as usize];
            }
            section = self.brief.sections[section].parent as usize;
        }
        Roles::default()
    }

    /// Tables of two columns with a row for who answers or who hands over (`| Sponsor | Ana |`), or with rows that are mostly
    /// labels of elements. The head of the second column, such as `Agreed`, says little about them; that of the first is no
    /// label where a row has the same (`| What | Detail |`, and below it `| Outcome | … |`).
    fn labelled_tables(&mut self) -> FxHashSet<u32> {
        let elements = Roles::first(self.program.elements);
        let mut labelled = FxHashSet::default();
        let mut first = 0;
        for table in self.brief.blocks.chunk_by(|one, next| one.group == next.group) {
            let (mut heads, mut rows) = ([None; 2], Vec::new());
            let mut is_wide = false;
            for (at, block) in table.iter().enumerate() {
                match block.kind {
                    Kind::Cell { column: 2.., .. } => is_wide = true,
                    Kind::Cell { row: 0, column } => heads[column as usize] = Some(first + at),
                    // `Owner: Ana Ruiz` has its value with it.
                    Kind::Cell { column: 0, .. } if block.label.is_none() || self.reading.only_label[first + at] => {
                        rows.push(first + at);
                    }
                    _ => {}
                }
            }
            first += table.len();
            let gives = |id: usize| self.reading.gives[id].both(elements);
            if is_wide || !self.are_labels(&rows, heads[1].map_or(Roles::default(), gives)) {
                continue;
            }
            labelled.insert(table[0].group);
            match heads[0] {
                Some(head) if rows.iter().any(|&row| gives(row).meets(gives(head))) => {
                    self.reading.gives[head] = Roles::default();
                }
                head => rows.extend(head),
            }
            rows.retain(|&row| !self.reading.gives[row].both(elements).is_empty());
            rows.into_iter().for_each(|row| self.reading.only_label[row] = true);
        }
        labelled
    }

    /// Tables of people and their seats (`| Ana Ruiz | Owner |`): the seat in the second column says what the name before it is.
    /// Gives back the blocks whose roles such a table decides.
    fn seats_beside_names(&mut self) -> Vec<(usize, Roles)> {
        let mut settled = Vec::new();
        let blocks = &self.brief.blocks;
        for (name, pair) in blocks.windows(2).enumerate() {
            let (Kind::Cell { row: 1.., column: 0 }, Kind::Cell { column: 1, .. }) = (pair[0].kind, pair[1].kind)
            else {
                continue;
            };
            let says = |id: usize| !self.reading.gives[id].is_empty();
            let names_seats =
                |head: Option<BlockId>| head.is_some_and(|head| self.reading.gives[head as usize].meets(self.seats));
            if says(name) || names_seats(pair[1].context[1]) {
                continue;
            }
            let sentences = self.reading.sentences(name + 1);
            if sentences.len() != 1 {
                continue;
            }
            let sentence = self.reading.words.sentences[sentences.start];
            let seat = self.heading_roles(&sentence);
            if seat.meets(self.seats) {
                self.reading.only_label[name + 1] = true;
                settled.extend([(name, seat), (name + 1, Roles::default())]);
            }
        }
        settled
    }

    /// Whether the first cells of these rows are labels, and what stands beside them is their values.
    fn are_labels(&self, rows: &[usize], second_head: Roles) -> bool {
        let gives = |row: &usize| self.reading.gives[*row];
        let is_deadline = |roles: Roles| self.program.role("deadline").is_some_and(|deadline| roles.has(deadline));
        let of_elements =
            |roles: Roles| Some(roles.both(Roles::first(self.program.elements))).filter(|all| !all.is_empty());
        let labels = || rows.iter().map(gives).filter_map(of_elements);
        // Rows about one thing, such as `Review 1` and `Review 2`, are entries of a list.
        let differ = labels().reduce(Roles::both).is_some_and(Roles::is_empty);
        let most = labels().count() * 2 > rows.len();
        rows.iter().map(gives).any(|roles| roles.meets(self.seats))
            || (differ && most && !second_head.meets(self.seats) && !is_deadline(second_head))
    }

    /// The roles that a heading anywhere above a block gives to everything under it.
    fn covered(&self, block: &Block) -> Option<Roles> {
        let sections = &self.brief.sections;
        let above = std::iter::successors(Some(block.section as usize), |&section| {
            (section != 0).then(|| sections[section].parent as usize)
        });
        above
            .filter_map(|section| sections[section].heading)
            .map(|heading| self.reading.gives[heading as usize])
            .find(|roles| roles.meets(self.program.covering))
    }
}
