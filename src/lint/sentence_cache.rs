//! What the rules find in one sentence by itself. Briefs are full of the same lines, and an editor asks about the same
//! sentences again with every key: what was found is remembered.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rustc_hash::FxHashMap;

use super::cases::{self, CaseMatch, Place};
use crate::rule::{Aim, Matcher, Owner, PatternId, Program, Roles, Words};

/// Words of remembered sentences after which everything is forgotten: a few megabytes.
const MOST_REMEMBERED: usize = 1 << 20;

/// Words for which a thread is started: to match them takes several times as long as to start it.
const WORTH_A_THREAD: usize = 2000;

/// What was found in a sentence: of a passage cases that match in it, of a line patterns that others ask for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cached {
    first: u32,
    end: u32,
    /// Of a passage: it holds a measure.
    pub(super) measured: bool,
    /// Of a line: what it means as a heading.
    roles: Roles,
}

/// A passage to look for cases in.
#[derive(Clone, Copy)]
pub(super) struct Passage<'a> {
    pub(super) words: Words<'a>,
    /// What its sentence is known by.
    pub(super) content: u32,
    pub(super) place: Place,
}

/// What decides about the cases in a passage.
type Key = [u32; 4];

/// What was found in sentences, so that the same one is matched once.
#[derive(Debug, Default)]
pub(super) struct SentenceCache {
    fingerprint: u64,
    matcher: Matcher,
    /// For each thread that helps, its matcher.
    helpers: Vec<Matcher>,
    /// What each sentence is known by: a number that is never given again.
    contents: FxHashMap<Box<[u32]>, u32>,
    last: u32,
    /// What was found, by sentence and context.
    known: FxHashMap<Key, Cached>,
    remembered: usize,
    found: Vec<CaseMatch>,
    /// Patterns of which cases ask whether they match in other lines.
    answers: Vec<PatternId>,
    key: Vec<u32>,
}

impl SentenceCache {
    /// One that starts up to so many threads beside its own for passages that are looked at ahead.
    pub(super) fn with_helpers(helpers: usize) -> Self {
        SentenceCache { helpers: std::iter::repeat_with(Matcher::default).take(helpers).collect(), ..Self::default() }
    }

    /// The threads that help.
    pub(super) fn helpers(&self) -> usize {
        self.helpers.len()
    }

    /// Has it forget after this many more words.
    #[cfg(test)]
    pub(super) fn leave_room(&mut self, words: usize) {
        self.remembered = MOST_REMEMBERED.saturating_sub(words);
    }

    /// Forgets what it found under the rules of another program.
    pub(super) fn follow(&mut self, program: &Program) {
        if self.fingerprint != program.fingerprint {
            self.forget();
            self.fingerprint = program.fingerprint;
        }
    }

    /// What a sentence is known by: `content` of it, unless that is 0.
    pub(super) fn content(&mut self, words: Words<'_>, content: u32) -> u32 {
        if content != 0 {
            return content;
        }
        self.set_key(words);
        if let Some(&content) = self.contents.get(&self.key[..]) {
            return content;
        }
        self.last += 1;
        self.remembered += self.key.len();
        self.contents.insert(self.key.as_slice().into(), self.last);
        self.last
    }

    /// Looks for the cases of many passages at a time, so that [`SentenceCache::passage`] knows them.
    pub(super) fn look_ahead(&mut self, program: &Program, mut passages: Vec<Passage<'_>>) {
        passages.retain(|passage| !self.known.contains_key(&passage.key()));
        passages.sort_unstable_by_key(Passage::key);
        passages.dedup_by_key(|passage| passage.key());
        let words: usize = passages.iter().map(|passage| passage.words.tokens.len()).sum();
        let helpers = self.helpers.len().min(words / WORTH_A_THREAD);
        if helpers == 0 {
            return;
        }
        let next = AtomicUsize::new(0);
        let share = |matcher: &mut Matcher| {
            let (mut known, mut found) = (Vec::new(), Vec::new());
            while let Some(passage) = passages.get(next.fetch_add(1, Ordering::Relaxed)) {
                known.push((passage.key(), passage.find(program, matcher, &mut found)));
            }
            (known, found)
        };
        let (own, helpers) = (&mut self.matcher, &mut self.helpers[..helpers]);
        let shares = thread::scope(|scope| {
            let start = |matcher| thread::Builder::new().spawn_scoped(scope, || share(matcher));
            // Where no more threads can be had, those that there are do all.
            let started: Vec<_> = helpers.iter_mut().map_while(|matcher| start(matcher).ok()).collect();
            let own = share(own);
            let others = started.into_iter().map(|thread| thread.join().unwrap_or_else(|fault| resume_unwind(fault)));
            std::iter::once(own).chain(others).collect::<Vec<_>>()
        });
        for (known, found) in shares {
            let before = self.found.len() as u32;
            self.found.extend(found);
            self.remembered += known.len() * Key::default().len();
            self.known.extend(known.into_iter().map(|(key, cached)| {
                (key, Cached { first: before + cached.first, end: before + cached.end, ..cached })
            }));
        }
    }

    /// What is found in a passage.
    pub(super) fn passage(&mut self, program: &Program, passage: Passage<'_>) -> Cached {
        // Only here: what was found in a passage is still being read while questions are asked about it.
        if self.remembered > MOST_REMEMBERED {
            self.forget();
        }
        self.recall(passage.key(), |this| passage.find(program, &mut this.matcher, &mut this.found))
    }

    /// What was found in a passage; good until the next one is matched.
    pub(super) fn found(&self, known: Cached) -> &[CaseMatch] {
        &self.found[known.first as usize..known.end as usize]
    }

    /// What a heading, label or lead-in means.
    pub(super) fn heading(&mut self, program: &Program, words: Words<'_>) -> Roles {
        let content = self.content(words, 0);
        self.line(program, words, content).roles
    }

    /// Whether a pattern that a case asks for in other lines matches anywhere in a sentence.
    pub(super) fn has(&mut self, program: &Program, words: Words<'_>, content: u32, pattern: PatternId) -> bool {
        let Cached { first, end, .. } = self.line(program, words, content);
        self.answers[first as usize..end as usize].contains(&pattern)
    }

    /// What a sentence says about other lines.
    fn line(&mut self, program: &Program, words: Words<'_>, content: u32) -> Cached {
        self.recall([content, u32::MAX, 0, 0], |this| {
            let mut roles = Roles::default();
            this.matcher.load(program, words, Aim::Line);
            let first = this.answers.len() as u32;
            for at in 0..this.matcher.units().len() {
                let unit = program.units[this.matcher.units()[at] as usize];
                let case = &program.cases[unit.case as usize];
                let is_known = matches!(case.owner, Owner::Heading(role) if roles.has(role));
                if is_known
                    || !this.matcher.has(program, words, unit.pattern)
                    || this.matcher.has_any(program, words, case.unless)
                {
                    continue;
                }
                match case.owner {
                    Owner::Heading(role) => roles.add(role),
                    _ => this.answers.push(unit.pattern),
                }
            }
            Cached { first, end: this.answers.len() as u32, roles, measured: false }
        })
    }

    fn recall(&mut self, key: Key, find: impl FnOnce(&mut Self) -> Cached) -> Cached {
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let known = find(self);
        self.remembered += key.len();
        self.known.insert(key, known);
        known
    }

    /// Numbers of sentences stay what they are: they are written down elsewhere, too.
    fn forget(&mut self) {
        self.contents.clear();
        self.known.clear();
        self.found.clear();
        self.answers.clear();
        self.remembered = 0;
    }

    /// All that the answers about a sentence depend on.
    fn set_key(&mut self, words: Words<'_>) {
        self.key.clear();
        self.key.extend([words.label as u32, words.after.0]);
        for token in words.tokens {
            self.key.extend([token.form, token.before.0 << 1 | u32::from(token.mentioned)]);
        }
    }
}

impl Passage<'_> {
    fn key(&self) -> Key {
        let Place { roles, shapes, quoted } = self.place;
        [self.content, u32::from(shapes) << 1 | u32::from(quoted), roles.0 as u32, (roles.0 >> 32) as u32]
    }

    fn find(&self, program: &Program, matcher: &mut Matcher, found: &mut Vec<CaseMatch>) -> Cached {
        let first = found.len() as u32;
        let measured = cases::find(program, matcher, self.words, self.place, found);
        Cached { first, end: found.len() as u32, measured, roles: Roles::default() }
    }
}
