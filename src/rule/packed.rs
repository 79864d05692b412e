//! Steps of phrases as numbers: the kind in the low four bits.

pub(super) mod ops {
    use serde::{Deserializer, Serializer};

    use super::super::program::Op;
    use crate::language::numbers32;

    pub(in crate::rule) fn serialize<S: Serializer>(ops: &[Op], serializer: S) -> Result<S::Ok, S::Error> {
        let packed: Vec<u32> = ops.iter().copied().map(pack).collect();
        numbers32::serialize(&packed, serializer)
    }

    pub(in crate::rule) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Op>, D::Error> {
        Ok(numbers32::deserialize(deserializer)?.into_iter().map(unpack).collect())
    }

    fn pack(op: Op) -> u32 {
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

    fn unpack(packed: u32) -> Op {
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
