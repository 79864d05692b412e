//! Matching from one token, step by step: where a phrase ends that begins there.

use super::{Answer, Matcher, REMEMBERED, STEP_BUDGET, Words};
use crate::language::{AtomId, Marks};
use crate::rule::op::Op;
use crate::rule::program::Program;

#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    op: u32,
    at: u16,
    /// Words may be apart here: at the start, after a gap or a mark.
    free: bool,
}

impl Matcher {
    /// Where the entries of a list that begin at a token end: a part of [`Matcher::ends`].
    pub(super) fn list_ends(&mut self, program: &Program, words: Words<'_>, list: AtomId, at: usize) -> (usize, usize) {
        let slot = (list as usize).wrapping_mul(161).wrapping_add(at) & (REMEMBERED - 1);
        let known = self.remembered[slot];
        if known.sentence == self.sentence && known.list == list && usize::from(known.at) == at {
            return (known.first as usize, usize::from(known.count));
        }
        let mut found: [u16; 16] = [0; 16];
        let mut count = 0;
        let mut add = |end: usize| {
            if count < found.len() && !found[..count].contains(&(end as u16)) {
                found[count] = end as u16;
                count += 1;
            }
        };
        if program.vocabulary.has(words.tokens[at].form, list) {
            add(at + 1);
        }
        // Its places were asked for, so that its phrases are settled.
        let mut next = self.settled.get(list as usize).map_or(0, |settled| settled.1);
        while let Some(&(entry, places, after)) =
            (next as usize).checked_sub(1).and_then(|place| self.active.get(place))
        {
            if places >> at & 1 == 1 {
                self.entry_ends(program, words, entry, at, &mut add);
            }
            next = after;
        }
        // The longest is tried first: the last on the stack.
        found[..count].sort_unstable();
        let first = self.ends.len();
        self.ends.extend_from_slice(&found[..count]);
        self.remembered[slot] =
            Answer { sentence: self.sentence, list, at: at as u16, count: count as u16, first: first as u32 };
        (first, count)
    }

    /// Hands over every end of an entry that begins at a token.
    fn entry_ends(&mut self, program: &Program, words: Words<'_>, entry: u32, at: usize, add: &mut impl FnMut(usize)) {
        let start = program.phrases.steps(entry).start as u32;
        let bottom = self.stack.len();
        self.stack.push(State { op: start, at: at as u16, free: true });
        while let Some(end) = self.step(program, words, bottom) {
            if end > at {
                add(end);
            }
        }
    }

    /// The end of the first match of a phrase from token `at`.
    pub(super) fn match_at(&mut self, program: &Program, words: Words<'_>, phrase: u32, at: usize) -> Option<usize> {
        let allowed = self.allow();
        let start = program.phrases.steps(phrase).start as u32;
        let bottom = self.stack.len();
        self.stack.push(State { op: start, at: at as u16, free: true });
        let end = self.step(program, words, bottom);
        self.stack.truncate(bottom);
        self.charge(allowed);
        end
    }

    /// The steps that the question at hand may take.
    pub(super) fn allow(&mut self) -> u32 {
        self.budget = STEP_BUDGET.min(self.left);
        self.budget
    }

    pub(super) fn charge(&mut self, allowed: u32) {
        self.left -= allowed - self.budget;
    }

    /// Takes steps until something matches or nothing is left above `bottom`.
    fn step(&mut self, program: &Program, words: Words<'_>, bottom: usize) -> Option<usize> {
        let length = words.tokens.len();
        while self.stack.len() > bottom {
            let State { op, at, free } = self.stack.pop()?;
            let Some(left) = self.budget.checked_sub(1) else {
                self.stack.truncate(bottom);
                return None;
            };
            self.budget = left;
            let here = usize::from(at);
            let next = |at: usize, free: bool| State { op: op + 1, at: at as u16, free };
            match Op::from(program.ops[op as usize]) {
                Op::Match => return Some(here),
                Op::Jump(steps) => self.stack.push(State { op: op + u32::from(steps), at, free }),
                Op::Split(steps) => {
                    self.stack.push(State { op: op + u32::from(steps), at, free });
                    self.stack.push(next(here, free));
                }
                Op::Gap(widest) => {
                    let widest = usize::from(widest).min(length - here);
                    self.stack.extend((0..=widest).rev().map(|skipped| next(here + skipped, true)));
                }
                Op::Start if self.starts >> here & 1 == 1 => self.stack.push(next(here, true)),
                Op::ClauseStart if self.clause_starts >> here & 1 == 1 => self.stack.push(next(here, true)),
                Op::End if here == length => self.stack.push(next(here, free)),
                Op::Mark(marks) => {
                    let marks_here = words.tokens.get(here).map_or(words.after, |token| token.before);
                    if marks_here.has(Marks(marks)) {
                        self.stack.push(next(here, true));
                    }
                }
                Op::Not(steps) => {
                    let inner = self.stack.len();
                    self.stack.push(next(here, free));
                    let matched = self.step(program, words, inner).is_some();
                    self.stack.truncate(inner);
                    if !matched {
                        self.stack.push(State { op: op + u32::from(steps), at, free });
                    }
                }
                Op::Any if here < length => self.stack.push(next(here + 1, false)),
                Op::Atom(_) | Op::OneOf(_) if here < length && !free && words.tokens[here].before.has(Marks::HARD) => {}
                Op::OneOf(words) if here < length => {
                    if self.one_of(program, words) >> here & 1 == 1 {
                        self.stack.push(next(here + 1, false));
                    }
                }
                Op::Atom(atom) if here < length => {
                    if atom >= program.phrase_lists {
                        if self.places(atom) >> here & 1 == 1 {
                            self.stack.push(next(here + 1, false));
                        }
                    } else if self.list_places(program, words, atom) >> here & 1 == 1 {
                        let (first, count) = self.list_ends(program, words, atom, here);
                        for end in first..first + count {
                            let end = usize::from(self.ends[end]);
                            self.stack.push(next(end, false));
                        }
                    }
                }
                Op::Start | Op::ClauseStart | Op::End | Op::Any | Op::Atom(_) | Op::OneOf(_) => {}
            }
        }
        None
    }
}
