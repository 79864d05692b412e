//! Reads a brief sentence by sentence: what each section is about, what is said in it, what it states.

use rustc_hash::FxHashMap;

use super::extract::extract;
use super::roles;
use super::sentence_cache::SentenceCache;
use crate::brief::{BlockId, Brief};
use crate::language::{Earlier, Sentence, Text, Token};
use crate::rule::{Program, RoleId, Roles, RuleId, Words};
use crate::source::Span;

/// Words that a rule is about.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The rule whose case it matched; measures, boundaries and other rules may still clear it.
    pub rule: RuleId,
    /// The words that matched, or their whole sentence where the case says so.
    pub span: Span,
    /// Its place in the sentences of [`Reading::words`].
    pub sentence: u32,
    /// The block of that sentence.
    pub block: BlockId,
    /// What that block is about: those of [`Reading::roles`].
    pub roles: Roles,
    /// The case that matched: what else must hold for it to be a fault.
    pub(crate) case: u32,
}

/// A passage that states an element.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Below [`Program::elements`].
    pub element: RoleId,
    /// The words that do it, or the value of a field.
    pub span: Span,
    /// The block that they stand in.
    pub block: BlockId,
    /// As [`Hit::sentence`].
    pub sentence: u32,
}

/// What was read in one brief.
#[derive(Debug, Default)]
pub struct Reading {
    /// Its sentences; none in a language that the rules do not speak.
    pub words: Text,
    /// In the order of the blocks; nothing is cleared yet.
    pub hits: Vec<Hit>,
    /// In the order of the blocks; a passage may state several elements.
    pub statements: Vec<Statement>,
    /// For each block, the roles of the passages in it.
    pub roles: Vec<Roles>,
    /// Blocks with a label that is about one sentence: the place of the next one, and what it and those after it are about.
    pub after_labels: FxHashMap<BlockId, (u32, Roles)>,
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

    /// What a sentence of a block is about.
    #[must_use]
    pub fn roles_of(&self, block: usize, sentence: usize) -> Roles {
        self.after_label(block, sentence).unwrap_or(self.roles[block])
    }

    /// What a sentence is about to which the label of its block does not reach.
    pub(super) fn after_label(&self, block: usize, sentence: usize) -> Option<Roles> {
        let &(first, roles) = self.after_labels.get(&(block as BlockId))?;
        (sentence >= first as usize).then_some(roles)
    }

    /// The words of a block.
    pub(super) fn tokens(&self, block: usize) -> &[Token] {
        let sentences = &self.words.sentences[self.sentences(block)];
        let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else { return &[] };
        &self.words.tokens[first.range().start..last.range().end]
    }

    /// The words that begin in a stretch of the source.
    #[must_use]
    pub fn words_in(&self, span: Span) -> &[Token] {
        let tokens = &self.words.tokens;
        let first = tokens.partition_point(|token| token.span.start < span.start);
        &tokens[first..first + tokens[first..].partition_point(|token| token.span.start < span.end)]
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
    cache: SentenceCache,
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

    /// Has it start up to so many threads beside its own for a text that is long enough: for one that is alone.
    #[must_use]
    pub fn with_helpers(self, threads: usize) -> Linter {
        Linter { cache: SentenceCache::with_helpers(threads), ..self }
    }

    /// Forgets everything that it has learned.
    pub(super) fn forget(&mut self) {
        let kept = if self.earlier.is_some() { Linter::for_editing() } else { Linter::default() };
        *self = kept.with_helpers(self.cache.helpers());
    }

    /// Reads a brief under the rules of a program.
    #[must_use]
    pub fn read(&mut self, text: &str, brief: &Brief, program: &Program) -> Reading {
        let mut words = match &mut self.earlier {
            Some(earlier) => earlier.read(text, brief, &program.vocabulary, program.fingerprint),
            None => Text::new(text, brief, &program.vocabulary),
        };
        super::people::mark(brief, program, &mut words);
        let first_sentence = first_sentences(brief, &words);
        let mut reading = Reading { words, first_sentence, ..Reading::of_structure(brief, program) };
        let leads = roles::leads(brief);
        self.cache.follow(program);
        roles::find(brief, program, &mut self.cache, &leads, &mut reading);
        let names = super::names::find(text, brief, program, &reading);
        // `3 May` is a day, whoever May Brown is.
        let is_month = |form| program.vocabulary.has(form, program.known.given_name_or_month);
        reading.words.name(text, &names, is_month);
        if let Some(earlier) = &mut self.earlier {
            earlier.rename(names, &mut reading.words);
        }
        let found = extract(brief, program, &mut self.cache, &leads, &reading);
        if let Some(earlier) = &mut self.earlier {
            earlier.remember(&found.contents);
        }
        Reading { hits: found.hits, statements: found.statements, measured: found.measured, ..reading }
    }
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

pub(super) fn words_of<'a>(reading: &'a Reading, sentence: &Sentence) -> Words<'a> {
    Words { tokens: &reading.words.tokens[sentence.range()], after: sentence.after, label: sentence.label as usize }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn helpers_change_nothing() {
        let program = crate::rule::builtin();
        // The rule files themselves are text of many different words.
        let files = crate::rule::builtin_sources().iter().filter(|(path, _)| path.starts_with("outcome/"));
        let text: String = files.flat_map(|(_, text)| [text, "\n\n"]).collect();
        assert!(text.split_whitespace().count() > 10_000);
        let brief = crate::brief::read(&text);
        let mut alone = Linter::default();
        let own = alone.read(&text, &brief, &program);
        let mut helped = Linter::default().with_helpers(3);
        let other = helped.read(&text, &brief, &program);
        assert!(own.hits.len() > 50 && own.statements.len() > 50);
        assert_eq!(format!("{:?}", own.hits), format!("{:?}", other.hits));
        assert_eq!(format!("{:?}", own.statements), format!("{:?}", other.statements));
        assert_eq!(own.measured, other.measured);
    }

    #[test]
    fn a_memory_that_runs_full_changes_nothing() {
        let program = crate::rule::builtin();
        let text = include_str!("../../fixtures/briefs/night-market.md");
        let brief = crate::brief::read(text);
        let read = |room| {
            let mut linter = Linter::default();
            // Another program makes it forget, too.
            let _ = linter.read("Done.", &crate::brief::read("Done."), &program);
            linter.cache.leave_room(room);
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
