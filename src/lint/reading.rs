//! Reads a brief sentence by sentence: what each section is about, what is said in it, what it states.

use super::examine::{Examiner, Found, Place};
use crate::brief::{Block, BlockId, Brief, Kind, PieceKind};
use crate::language::{Earlier, Marks, Sentence, Text};
use crate::rule::{Owner, PatternId, Program, RoleId, Roles, RuleId, Shapes, Words};
use crate::source::Span;

/// Words that a rule is about.
#[derive(Clone, Debug)]
pub struct Hit {
    pub rule: RuleId,
    pub span: Span,
    pub sentence: u32,
    pub block: BlockId,
    pub roles: Roles,
    /// A measure in the right place clears it.
    pub measurable: bool,
    /// It is a fault only where nothing bounds it.
    pub unbounded: bool,
    /// It is no fault in a text that hands nothing over.
    pub delegated: bool,
    /// It is a fault only where another entry of the same list has one too.
    pub several: bool,
    /// It is only the words that turn another hit into one of this rule.
    pub beside: bool,
}

/// A passage that states an element.
#[derive(Clone, Debug)]
pub struct Statement {
    pub element: RoleId,
    pub span: Span,
    pub block: BlockId,
    pub sentence: u32,
}

/// What was read in one brief.
#[derive(Debug, Default)]
pub struct Reading {
    pub words: Text,
    pub hits: Vec<Hit>,
    pub statements: Vec<Statement>,
    /// For each block, the roles of the passages in it.
    pub roles: Vec<Roles>,
    /// For each block, the roles that it gives to what stands under it: as a heading, a lead-in or a label.
    pub gives: Vec<Roles>,
    /// Sentences that hold a measure.
    pub measured: Vec<bool>,
    /// For each block, the first of its sentences.
    pub first_sentence: Vec<u32>,
    /// For each block, whether it holds nothing but its label, or introduces what follows.
    pub only_label: Vec<bool>,
    /// For each field of the front matter, the number of the known one that it is.
    pub fields: Vec<Option<usize>>,
}

impl Reading {
    /// The reading of a brief in a language that the rules do not speak: its words are left alone.
    pub(super) fn of_structure(brief: &Brief, program: &Program) -> Reading {
        let blocks = brief.blocks.len();
        Reading {
            roles: vec![Roles::default(); blocks],
            gives: vec![Roles::default(); blocks],
            only_label: vec![false; blocks],
            first_sentence: vec![0; blocks],
            fields: super::fields::known_fields(brief, program),
            ..Reading::default()
        }
    }

    /// The sentences of a block.
    #[must_use]
    pub fn sentences(&self, block: usize) -> std::ops::Range<usize> {
        let end = self.first_sentence.get(block + 1).copied().unwrap_or(self.words.sentences.len() as u32);
        self.first_sentence[block] as usize..end as usize
    }

    /// The source of a sentence.
    #[must_use]
    pub fn span(&self, sentence: usize) -> Span {
        let range = self.words.sentences[sentence].range();
        self.words.tokens[range.start].span.join(self.words.tokens[range.end - 1].span)
    }
}

/// Working memory that is kept from brief to brief.
#[derive(Debug, Default)]
pub struct Linter {
    examiner: Examiner,
    /// The text that was read last, where the next one is likely to be much the same.
    earlier: Option<Earlier>,
}

impl Linter {
    /// One for texts that change little from one to the next, as under the hands of somebody who writes: what did not
    /// change is not read again. It keeps a copy of the last text and its words.
    #[must_use]
    pub fn for_editing() -> Linter {
        Linter { earlier: Some(Earlier::default()), ..Linter::default() }
    }

    /// Forgets everything that it has learned.
    pub(super) fn forget(&mut self) {
        *self = if self.earlier.is_some() { Linter::for_editing() } else { Linter::default() };
    }

    /// Reads a brief under the rules of a program.
    #[must_use]
    pub fn read(&mut self, text: &str, brief: &Brief, program: &Program) -> Reading {
        let mut words = match &mut self.earlier {
            Some(earlier) => earlier.read(text, brief, &program.vocabulary, program.fingerprint),
            None => Text::new(text, brief, &program.vocabulary),
        };
        self.examiner.follow(program);
        let first_sentence = first_sentences(brief, &words);
        let mut reader = Reader {
            brief,
            title: title(brief),
            program,
            examiner: &mut self.examiner,
            shown: Vec::new(),
            cleared: Vec::new(),
            reading: Reading { first_sentence, ..Reading::of_structure(brief, program) },
        };
        let leads = reader.leads();
        reader.reading.measured = vec![false; words.sentences.len()];
        std::mem::swap(&mut reader.reading.words, &mut words);
        for (block, leads) in leads.iter().enumerate() {
            reader.give(block, *leads);
        }
        let names = super::names::find(text, brief, program, &reader.reading);
        reader.reading.words.name(text, &names);
        if let Some(earlier) = &mut self.earlier {
            earlier.rename(names, &mut reader.reading.words);
        }
        for (block, leads) in leads.iter().enumerate() {
            reader.block(block, *leads);
        }
        let reading = reader.reading;
        if let Some(earlier) = &mut self.earlier {
            earlier.remember(&reading.words);
        }
        reading
    }
}

/// The heading that says what the brief is called, not what a section is about: the only one of its level.
fn title(brief: &Brief) -> Option<BlockId> {
    let heading = brief.sections.get(1)?.heading?;
    let level = brief.sections[brief.blocks[heading as usize].section as usize].level;
    let only = !brief.sections.iter().skip(2).any(|section| section.level <= level);
    (level <= 1 && only).then_some(heading)
}

fn first_sentences(brief: &Brief, words: &Text) -> Vec<u32> {
    let mut first = Vec::with_capacity(brief.blocks.len());
    let mut next = 0;
    for block in 0..brief.blocks.len() as u32 {
        while next < words.sentences.len() && words.sentences[next].block < block {
            next += 1;
        }
        first.push(next as u32);
    }
    first
}

struct Reader<'a> {
    brief: &'a Brief,
    title: Option<BlockId>,
    program: &'a Program,
    examiner: &'a mut Examiner,
    reading: Reading,
    /// In the block at hand: sentences that show what an element asks of its section, or that never state it.
    shown: Vec<(u32, RoleId, bool)>,
    /// In the block at hand: cases, and whether a word anywhere in it clears them.
    cleared: Vec<(u32, bool)>,
}

/// The sentence under examination.
#[derive(Clone, Copy)]
struct Here {
    block: usize,
    sentence: usize,
    roles: Roles,
    shapes: u8,
    quoted: bool,
    /// It names a column or something elsewhere, and asks nothing.
    names: bool,
    /// The sentence before it is in the same block.
    has_previous: bool,
}

impl Reader<'_> {
    /// Whether each block says what others are about.
    fn leads(&self) -> Vec<bool> {
        let mut leads = vec![false; self.brief.blocks.len()];
        for block in &self.brief.blocks {
            for context in block.context.into_iter().flatten() {
                leads[context as usize] = true;
            }
        }
        leads
    }

    /// Finds the roles that a block gives to what stands under it or, by its label, to its own words.
    fn give(&mut self, id: usize, leads: bool) {
        let block = &self.brief.blocks[id];
        if let Kind::Field { field, .. } = block.kind {
            self.reading.gives[id] = self.field_roles(field as usize);
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
        let whole_is_label = at >= sentences.end
            && self.reading.words.sentences[sentences.clone()]
                .iter()
                .all(|sentence| sentence.label == sentence.end - sentence.first);
        if block.is_heading() {
            for at in sentences.clone() {
                roles.0 |= self.heading_roles(&self.reading.words.sentences[at].clone()).0;
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

    fn field_roles(&self, field: usize) -> Roles {
        let mut roles = Roles::default();
        if let Some(known) = self.reading.fields[field] {
            let field = &self.program.fields[known];
            for (number, role) in self.program.roles.iter().enumerate() {
                if role.fields.contains(&field.name) {
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

    fn heading_roles(&mut self, sentence: &Sentence) -> Roles {
        if sentence.first >= sentence.end {
            return Roles::default();
        }
        self.examiner.heading(self.program, words_of(&self.reading, sentence))
    }

    /// The roles of the passages in a block: those of its label, else of its row, column or lead-in, else of the
    /// nearest heading above that has any.
    fn roles_of(&self, id: usize) -> Roles {
        let block = &self.brief.blocks[id];
        if let Some(roles) = self.covered(block) {
            return roles;
        }
        if block.is_field() || (block.label.is_some() && !self.reading.gives[id].is_empty()) {
            return self.reading.gives[id];
        }
        let mut context = Roles::default();
        for above in block.context.into_iter().flatten() {
            context.0 |= self.reading.gives[above as usize].0;
        }
        if !context.is_empty() {
            return context;
        }
        for above in block.context.into_iter().flatten() {
            context.0 |= self.reading.roles[above as usize].0;
        }
        if !context.is_empty() {
            return context;
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

    /// Whether a block heads a column of a table. The first row of two columns may well be a label and its value.
    fn is_column_head(&self, id: usize) -> bool {
        let head = |block: &&Block| matches!(block.kind, Kind::Cell { row: 0, .. });
        let after = |block: &Block, than: u32| matches!(block.kind, Kind::Cell { column, .. } if column > than);
        self.brief.blocks[id..].iter().take_while(head).any(|block| after(block, 1))
    }

    /// Whether a list item is a link and nothing else, as in a table of contents.
    fn is_only_a_link(&self, id: usize) -> bool {
        let block = &self.brief.blocks[id];
        let (from, to) = block.pieces;
        let mut pieces = self.brief.pieces[from as usize..to as usize].iter();
        matches!(block.kind, Kind::Item { .. })
            && from < to
            && pieces.all(|piece| piece.style.link || piece.kind == PieceKind::Break)
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

    fn block(&mut self, id: usize, leads: bool) {
        let block = &self.brief.blocks[id];
        let roles = self.roles_of(id);
        self.reading.roles[id] = roles;
        let sentences = self.reading.sentences(id);
        let first_hit = self.reading.hits.len();
        let first_statement = self.reading.statements.len();
        self.shown.clear();
        self.cleared.clear();
        for at in sentences.clone() {
            let sentence = self.reading.words.sentences[at];
            let here = Here {
                block: id,
                sentence: at,
                roles,
                shapes: shape(block),
                names: self.is_column_head(id) || self.is_only_a_link(id),
                quoted: block.quoted,
                has_previous: at > sentences.start,
            };
            self.sentence(here, sentence, leads);
        }
        self.drop_hollow(first_hit, first_statement);
        self.section_statements(id, first_hit, leads);
        for at in first_hit..self.reading.hits.len() {
            let Hit { rule, span, sentence, beside: false, .. } = self.reading.hits[at] else { continue };
            for element in 0..self.program.elements {
                if self.program.roles[element as usize].stated_by.contains(&rule) {
                    self.state(element, span, id, sentence as usize);
                }
            }
        }
    }

    fn sentence(&mut self, here: Here, sentence: Sentence, leads: bool) {
        let place = Place { roles: here.roles, shapes: here.shapes, quoted: here.quoted };
        let words = words_of(&self.reading, &sentence);
        let content = self.examiner.content(words, sentence.content);
        let known = self.examiner.passage(self.program, words, content, place);
        self.reading.words.sentences[here.sentence].content = content;
        self.reading.measured[here.sentence] = known.yes;
        for at in 0..self.examiner.found(known).len() {
            let found = self.examiner.found(known)[at];
            self.case(here, &sentence, found, leads);
        }
    }

    fn case(&mut self, here: Here, sentence: &Sentence, found: Found, leads: bool) {
        let case = &self.program.cases[found.case as usize];
        if !self.holds(here, sentence, found.case) {
            return;
        }
        let words = words_of(&self.reading, sentence);
        let first = contraction_start(words, usize::from(found.first));
        let span = words.tokens[first].span.join(words.tokens[usize::from(found.end) - 1].span);
        let hit = |rule, beside| Hit {
            rule,
            span,
            sentence: here.sentence as u32,
            block: here.block as BlockId,
            roles: here.roles,
            measurable: case.measurable,
            unbounded: case.when.unbounded,
            delegated: case.when.delegated,
            several: case.several,
            beside,
        };
        match case.owner {
            Owner::Rule(_) if here.names => {}
            Owner::Rule(rule) => self.reading.hits.push(hit(rule, false)),
            Owner::Beside(rule) => self.reading.hits.push(hit(rule, true)),
            Owner::States(element) => {
                let introduces =
                    leads && here.shapes != Shapes::HEADING && words.after.has(Marks::COLON) && words.tokens.len() < 6;
                // `id: PLT-114` and `tags: open` name something, and say nothing about the work.
                let names = here.shapes == Shapes::FIELD
                    && !here.roles.has(element)
                    && case.only_in.is_empty()
                    && words.tokens.iter().skip(1).filter(|token| token.before.has(Marks::SPACE)).count() < 2;
                if !introduces && !names {
                    self.state(element, span, here.block, here.sentence);
                }
            }
            Owner::Content(element) => self.shown.push((here.sentence as u32, element, true)),
            Owner::Never(element) => self.shown.push((here.sentence as u32, element, false)),
            Owner::Heading(_) => {}
        }
    }

    /// A label with nothing after it but words that state nothing (`Outcome: TBD`) states nothing itself.
    fn drop_hollow(&mut self, first_hit: usize, first_statement: usize) {
        let Reading { words, hits, statements, .. } = &mut self.reading;
        let is_hollow = |statement: &Statement| {
            let sentence = &words.sentences[statement.sentence as usize];
            let value = words.tokens[sentence.range()].get(sentence.label as usize).map(|token| token.span.start);
            let spoils = &self.program.roles[statement.element as usize].not_stated_by;
            let spoilt = |hit: &Hit| {
                hit.sentence == statement.sentence && Some(hit.span.start) == value && spoils.contains(&hit.rule)
            };
            sentence.label > 0 && hits[first_hit..].iter().any(spoilt)
        };
        let kept: Vec<Statement> =
            statements.drain(first_statement..).filter(|statement| !is_hollow(statement)).collect();
        statements.extend(kept);
    }

    fn state(&mut self, element: RoleId, span: Span, block: usize, sentence: usize) {
        self.reading.statements.push(Statement { element, span, block: block as BlockId, sentence: sentence as u32 });
    }

    /// Whether the conditions of a case hold that lie outside its sentence.
    fn holds(&mut self, here: Here, sentence: &Sentence, number: u32) -> bool {
        let case = &self.program.cases[number as usize];
        if !case.after.is_empty() {
            let before = here.has_previous.then(|| self.reading.words.sentences[here.sentence - 1]);
            if !before.is_some_and(|before| self.any_in(before, &case.after)) {
                return false;
            }
        }
        if !case.unless_block.is_empty() && self.is_cleared(here.block, number) {
            return false;
        }
        if case.under.is_empty() && case.not_under.is_empty() {
            return true;
        }
        let above = self.above(here.block, sentence);
        (case.under.is_empty() || above.iter().any(|&above| self.any_in(above, &case.under)))
            && !above.iter().any(|&above| self.any_in(above, &case.not_under))
    }

    /// Whether a word anywhere in the block at hand clears a case.
    fn is_cleared(&mut self, block: usize, number: u32) -> bool {
        if let Some(&(_, cleared)) = self.cleared.iter().find(|(known, _)| *known == number) {
            return cleared;
        }
        let patterns = &self.program.cases[number as usize].unless_block;
        let cleared = self.reading.sentences(block).any(|at| self.any_in(self.reading.words.sentences[at], patterns));
        self.cleared.push((number, cleared));
        cleared
    }

    /// Whether one of these patterns matches in a sentence that is not the one at hand.
    fn any_in(&mut self, sentence: Sentence, patterns: &[PatternId]) -> bool {
        let words = words_of(&self.reading, &sentence);
        let content = self.examiner.content(words, sentence.content);
        patterns.iter().any(|&pattern| self.examiner.has(self.program, words, content, pattern))
    }

    /// The sentences that say what a block is about: its label, its lead-in, row and column, the heading above it.
    fn above(&self, id: usize, sentence: &Sentence) -> Vec<Sentence> {
        let block = &self.brief.blocks[id];
        let mut above = Vec::new();
        if sentence.label > 0 {
            above.push(sentence.label_alone());
        }
        let first = self.reading.words.sentences.get(self.reading.sentences(id).start);
        if let Some(first) = first.filter(|first| first.label > 0 && first.first != sentence.first) {
            above.push(first.label_alone());
        }
        let heading = self.brief.sections[block.section as usize].heading;
        let heading = heading.filter(|&heading| heading as usize != id && self.title != Some(heading));
        for context in block.context.into_iter().flatten().chain(heading) {
            above.extend(
                self.reading.sentences(context as usize).next_back().map(|at| self.reading.words.sentences[at]),
            );
        }
        above
    }

    /// A passage under the heading of an element states it, unless its words say otherwise.
    fn section_statements(&mut self, id: usize, first_hit: usize, leads: bool) {
        let block = &self.brief.blocks[id];
        if block.is_heading() || self.reading.only_label[id] {
            return;
        }
        let roles = self.reading.roles[id];
        // A label or a lead-in is not what it announces.
        let sentences = self.reading.sentences(id);
        let announces = leads && sentences.len() == 1 && !self.reading.gives[id].is_empty() && block.label.is_none();
        if roles.is_empty() || announces {
            return;
        }
        for element in (0..self.program.elements).filter(|&element| roles.has(element)) {
            let role = &self.program.roles[element as usize];
            for at in sentences.clone() {
                let sentence = self.reading.words.sentences[at];
                if sentence.label == sentence.end - sentence.first {
                    continue;
                }
                // Both stand in the order of the sentences.
                let hits = &self.reading.hits[first_hit..];
                let hits = &hits[hits.partition_point(|hit| (hit.sentence as usize) < at)..];
                let spoiled = hits
                    .iter()
                    .take_while(|hit| hit.sentence as usize == at)
                    .any(|hit| role.not_stated_by.contains(&hit.rule));
                let shown = &self.shown[self.shown.partition_point(|(sentence, ..)| (*sentence as usize) < at)..];
                let shown = shown.iter().take_while(|(sentence, ..)| *sentence as usize == at);
                let shown = |wanted| shown.clone().any(|&(_, of, is)| (of, is) == (element, wanted));
                if !spoiled && !shown(false) && (!role.needs_content || shown(true)) {
                    let span = self.reading.span(at);
                    self.state(element, span, id, at);
                    break;
                }
            }
        }
    }
}

fn words_of<'a>(reading: &'a Reading, sentence: &Sentence) -> Words<'a> {
    Words { tokens: &reading.words.tokens[sentence.range()], after: sentence.after, label: sentence.label as usize }
}

fn shape(block: &Block) -> u8 {
    match block.kind {
        Kind::Heading => Shapes::HEADING,
        Kind::Paragraph => Shapes::PROSE,
        Kind::Item { ordered: true, .. } => Shapes::ITEM | Shapes::ORDERED,
        Kind::Item { ordered: false, .. } => Shapes::ITEM,
        Kind::Cell { .. } => Shapes::CELL,
        Kind::Field { .. } => Shapes::FIELD,
    }
}

/// The first part of a contracted word: a place begins at “don't”, not at “n't”.
fn contraction_start(words: Words<'_>, at: usize) -> usize {
    let joined = at > 0 && words.tokens[at - 1].span.end == words.tokens[at].span.start;
    if joined { at - 1 } else { at }
}

/// The most words of a line that says what the lines after it are about.
const LONGEST_LEAD_IN: u32 = 14;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memory_that_runs_full_changes_nothing() {
        let program = crate::rule::builtin();
        let text = include_str!("../../fixtures/briefs/night-market.md");
        let brief = crate::brief::read(text);
        let read = |room| {
            let mut linter = Linter::default();
            // Another program makes it forget, too.
            let _ = linter.read("Done.", &crate::brief::read("Done."), &program);
            linter.examiner.leave_room(room);
            let hits = linter.read(text, &brief, &program).hits;
            hits.into_iter().map(|hit| (hit.rule, hit.span)).collect::<Vec<_>>()
        };
        let all = read(usize::MAX);
        assert!(all.len() > 3, "{all:?}");
        for room in (0..4000).step_by(40) {
            assert_eq!(read(room), all, "with room for {room} words");
        }
    }
}
