//! Extracts from the blocks of a brief, sentence by sentence, the words that rules are about, and what states an element.

use super::cases::{CaseMatch, Place};
use super::reading::{Hit, Reading, Statement, words_of};
use super::roles;
use super::sentence_cache::{Passage, SentenceCache};
use crate::brief::{Block, BlockId, Brief, Kind};
use crate::language::{Marks, Sentence};
use crate::rule::{Owner, Patterns, Program, RoleId, Shapes, Words};
use crate::source::Span;

/// Words that are looked at ahead at a time: far fewer than are remembered.
const AHEAD: usize = 1 << 15;

/// What is extracted from a brief.
#[derive(Debug, Default)]
pub(super) struct Extraction {
    pub(super) hits: Vec<Hit>,
    pub(super) statements: Vec<Statement>,
    /// Sentences that hold a measure.
    pub(super) measured: Vec<bool>,
    /// What each sentence is known by in the cache.
    pub(super) contents: Vec<u32>,
}

/// Extracts what a brief says, of which is known what each block is about.
pub(super) fn extract(
    brief: &Brief,
    program: &Program,
    cache: &mut SentenceCache,
    leads: &[bool],
    reading: &Reading,
) -> Extraction {
    let contents = reading.words.sentences.iter().map(|sentence| sentence.content).collect();
    let extraction = Extraction { contents, ..Extraction::default() };
    let title = roles::title_heading(brief);
    let mut extractor =
        Extractor { brief, title, program, cache, reading, extraction, shown: Vec::new(), cleared: Vec::new() };
    let mut seen = 0;
    for (block, leads) in leads.iter().enumerate() {
        if block == seen {
            seen = extractor.look_ahead(block);
        }
        extractor.block(block, *leads);
    }
    extractor.extraction
}

struct Extractor<'a> {
    brief: &'a Brief,
    title: Option<BlockId>,
    program: &'a Program,
    cache: &'a mut SentenceCache,
    reading: &'a Reading,
    extraction: Extraction,
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
    place: Place,
    /// It names a column or something elsewhere, and asks nothing.
    names: bool,
    /// The sentence before it is in the same block.
    has_previous: bool,
}

impl<'a> Extractor<'a> {
    /// Has the next blocks looked at by all threads; the first that was not.
    fn look_ahead(&mut self, first: usize) -> usize {
        let blocks = self.brief.blocks.len();
        if self.cache.helpers() == 0 {
            return blocks;
        }
        let (mut passages, mut words) = (Vec::new(), 0);
        for block in first..blocks {
            if words > AHEAD {
                self.cache.look_ahead(self.program, passages);
                return block;
            }
            for at in self.reading.sentences(block) {
                // What was known before was looked at before.
                if self.extraction.contents[at] == 0 {
                    let passage = self.passage(block, at);
                    words += passage.words.tokens.len();
                    passages.push(passage);
                }
            }
        }
        self.cache.look_ahead(self.program, passages);
        blocks
    }

    /// A sentence of a block as a passage.
    fn passage(&mut self, block: usize, at: usize) -> Passage<'a> {
        let reading = self.reading;
        let words = words_of(reading, &reading.words.sentences[at]);
        let content = self.cache.content(words, self.extraction.contents[at]);
        self.extraction.contents[at] = content;
        let roles = reading.roles_of(block, at);
        let block = &self.brief.blocks[block];
        let place = Place { roles, shapes: shape(block), quoted: block.quoted };
        Passage { words, content, place }
    }

    fn block(&mut self, id: usize, leads: bool) {
        let names = self.brief.names(id);
        let sentences = self.reading.sentences(id);
        let first_hit = self.extraction.hits.len();
        let first_statement = self.extraction.statements.len();
        self.shown.clear();
        self.cleared.clear();
        for at in sentences.clone() {
            let passage = self.passage(id, at);
            let here =
                Here { block: id, sentence: at, place: passage.place, names, has_previous: at > sentences.start };
            self.sentence(here, passage, leads);
        }
        self.drop_hollow(first_hit, first_statement);
        self.section_statements(id, first_hit, leads);
        for at in first_hit..self.extraction.hits.len() {
            let Hit { rule, case, span, sentence, .. } = self.extraction.hits[at];
            if self.program.cases[case as usize].is_beside() {
                continue;
            }
            for element in 0..self.program.elements {
                if self.program.roles[element as usize].stated_by.contains(&rule) {
                    self.state(element, span, id, sentence as usize);
                }
            }
        }
    }

    /// A sentence, with what it is known by.
    fn known(&self, at: usize) -> Sentence {
        Sentence { content: self.extraction.contents[at], ..self.reading.words.sentences[at] }
    }

    fn sentence(&mut self, here: Here, passage: Passage<'_>, leads: bool) {
        let known = self.cache.passage(self.program, passage);
        let sentence = self.known(here.sentence);
        self.extraction.measured.push(known.measured);
        for at in 0..self.cache.found(known).len() {
            let found = self.cache.found(known)[at];
            self.case(here, &sentence, found, leads);
        }
    }

    fn case(&mut self, here: Here, sentence: &Sentence, found: CaseMatch, leads: bool) {
        let case = &self.program.cases[found.case as usize];
        if !self.holds(here, sentence, found.case) {
            return;
        }
        let words = words_of(self.reading, sentence);
        let first = contraction_start(words, usize::from(found.first));
        let span = words.tokens[first].span.join(words.tokens[usize::from(found.end) - 1].span);
        let hit = |rule| Hit {
            rule,
            span,
            sentence: here.sentence as u32,
            block: here.block as BlockId,
            roles: here.place.roles,
            case: found.case,
        };
        match case.owner {
            Owner::Rule(_) | Owner::States(_) if here.names => {}
            // What a brief is called is no promise.
            Owner::States(_) if self.title == Some(here.block as BlockId) => {}
            Owner::Rule(rule) | Owner::Beside(rule) => self.extraction.hits.push(hit(rule)),
            Owner::States(element) => {
                let introduces = leads
                    && here.place.shapes != Shapes::HEADING
                    && words.after.has(Marks::COLON)
                    && words.tokens.len() < 6;
                let is_label = here.place.shapes == Shapes::CELL && self.reading.only_label[here.block];
                // `id: PLT-114` and `tags: open` name something, and say nothing about the work.
                let names = here.place.shapes == Shapes::FIELD
                    && !here.place.roles.has(element)
                    && case.only_in.is_empty()
                    && words.tokens.iter().skip(1).filter(|token| token.before.has(Marks::SPACE)).count() < 2;
                if !introduces && !is_label && !names {
                    self.state(element, span, here.block, here.sentence);
                }
            }
            Owner::Content(element) => self.shown.push((here.sentence as u32, element, true)),
            Owner::Never(element) => self.shown.push((here.sentence as u32, element, false)),
            Owner::Heading(_) | Owner::Question => {}
        }
    }

    /// A label with nothing after it but words that state nothing (`Outcome: TBD`) states nothing itself.
    fn drop_hollow(&mut self, first_hit: usize, first_statement: usize) {
        let words = &self.reading.words;
        let Extraction { hits, statements, .. } = &mut self.extraction;
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
        if self.is_struck(block, span) {
            return;
        }
        self.extraction.statements.push(Statement {
            element,
            span,
            block: block as BlockId,
            sentence: sentence as u32,
        });
    }

    /// Whether words are taken back: they end in a piece that is struck out.
    fn is_struck(&self, block: usize, span: Span) -> bool {
        let (first, end) = self.brief.blocks[block].pieces;
        let pieces = &self.brief.pieces[first as usize..end as usize];
        let after = pieces.partition_point(|piece| piece.span.start < span.end);
        after.checked_sub(1).is_some_and(|last| pieces[last].style.struck)
    }

    /// Whether the conditions of a case hold that lie outside its sentence.
    fn holds(&mut self, here: Here, sentence: &Sentence, number: u32) -> bool {
        let case = &self.program.cases[number as usize];
        if !case.after.is_empty() {
            let before = here.has_previous.then(|| self.known(here.sentence - 1));
            if !before.is_some_and(|before| self.any_in(before, case.after)) {
                return false;
            }
        }
        if !case.unless_block.is_empty() && self.is_cleared(here.block, number) {
            return false;
        }
        if case.under.is_empty() && case.not_under.is_empty() {
            return true;
        }
        let above = self.above(here, sentence);
        (case.under.is_empty() || above.iter().any(|&above| self.any_in(above, case.under)))
            && !above.iter().any(|&above| self.any_in(above, case.not_under))
    }

    /// Whether a word anywhere in the block at hand clears a case.
    fn is_cleared(&mut self, block: usize, number: u32) -> bool {
        if let Some(&(_, cleared)) = self.cleared.iter().find(|(known, _)| *known == number) {
            return cleared;
        }
        let patterns = self.program.cases[number as usize].unless_block;
        let cleared = self.reading.sentences(block).any(|at| self.any_in(self.known(at), patterns));
        self.cleared.push((number, cleared));
        cleared
    }

    /// Whether one of these patterns matches in a sentence that is not the one at hand.
    fn any_in(&mut self, sentence: Sentence, patterns: Patterns) -> bool {
        let words = words_of(self.reading, &sentence);
        let content = self.cache.content(words, sentence.content);
        self.program.patterns(patterns).iter().any(|&pattern| self.cache.has(self.program, words, content, pattern))
    }

    /// The sentences that say what a block is about: its label, its lead-in, row and column, the heading above it.
    fn above(&self, here: Here, sentence: &Sentence) -> Vec<Sentence> {
        let id = here.block;
        let block = &self.brief.blocks[id];
        let mut above = Vec::new();
        if sentence.label > 0 {
            above.push(sentence.label_alone());
        }
        let first = self.reading.words.sentences.get(self.reading.sentences(id).start);
        let is_after = |first: &&Sentence| first.label > 0 && first.first != sentence.first;
        if let Some(first) = first.filter(is_after).filter(|_| self.reading.after_label(id, here.sentence).is_none()) {
            above.push(first.label_alone());
        }
        let heading = self.brief.sections[block.section as usize].heading;
        let heading = heading.filter(|&heading| heading as usize != id && self.title != Some(heading));
        for context in block.context.into_iter().flatten().chain(heading) {
            above.extend(self.reading.sentences(context as usize).next_back().map(|at| self.known(at)));
        }
        above
    }

    /// A passage under the heading of an element states it, unless its words say otherwise.
    fn section_statements(&mut self, id: usize, first_hit: usize, leads: bool) {
        let block = &self.brief.blocks[id];
        if block.is_heading() && block.label.is_none() || self.reading.only_label[id] {
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
                let is_about = self.reading.roles_of(id, at).has(element);
                if !is_about || sentence.is_label() {
                    continue;
                }
                // Both stand in the order of the sentences.
                let hits = &self.extraction.hits[first_hit..];
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
