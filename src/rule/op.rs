//! The steps of which phrases are made.

use crate::language::AtomId;

/// One step of a pattern. Patterns lie one after the other in [`Program::ops`], each ended by [`Op::Match`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Op {
    /// A word or a list entry with this atom.
    Atom(AtomId),
    /// One of these words: the place of their number in [`Program::words`], which they follow.
    OneOf(u32),
    Any,
    /// At most this many words.
    Gap(u8),
    /// Go on at the next step, and if that fails this many steps further.
    Split(u16),
    /// Go on this many steps further.
    Jump(u16),
    /// What follows up to `Match`, this many steps, must not match here.
    Not(u16),
    Start,
    ClauseStart,
    End,
    /// One of these marks stands here.
    Mark(u32),
    Match,
}

/// The kind in the low four bits, the value above them.
impl From<Op> for u32 {
    fn from(op: Op) -> u32 {
        let (kind, value) = match op {
            Op::Match => (0, 0),
            Op::Atom(atom) => (1, atom),
            Op::Any => (2, 0),
            Op::Gap(widest) => (3, u32::from(widest)),
            Op::Split(steps) => (4, u32::from(steps)),
            Op::Jump(steps) => (5, u32::from(steps)),
            Op::Not(steps) => (6, u32::from(steps)),
            Op::Start => (7, 0),
            Op::ClauseStart => (8, 0),
            Op::End => (9, 0),
            Op::Mark(marks) => (10, marks),
            Op::OneOf(at) => (11, at),
        };
        kind | value << 4
    }
}

impl From<u32> for Op {
    #[inline]
    fn from(packed: u32) -> Op {
        let value = packed >> 4;
        match packed & 15 {
            1 => Op::Atom(value),
            2 => Op::Any,
            3 => Op::Gap(value as u8),
            4 => Op::Split(value as u16),
            5 => Op::Jump(value as u16),
            6 => Op::Not(value as u16),
            7 => Op::Start,
            8 => Op::ClauseStart,
            9 => Op::End,
            10 => Op::Mark(value),
            11 => Op::OneOf(value),
            _ => Op::Match,
        }
    }
}
