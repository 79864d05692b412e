//! Long lists of numbers as bytes, so that reading the stored rules is a copy and not a parse.

macro_rules! numbers {
    ($name:ident, $number:ty) => {
        pub(super) mod $name {
            use serde::{Deserializer, Serializer, de::Visitor};

            pub(in crate::rule) fn serialize<S: Serializer>(
                values: &[$number],
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
                serializer.serialize_bytes(&bytes)
            }

            pub(in crate::rule) fn deserialize<'de, D: Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Vec<$number>, D::Error> {
                struct Bytes;
                impl Visitor<'_> for Bytes {
                    type Value = Vec<$number>;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("numbers as bytes")
                    }
                    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Self::Value, E> {
                        let (numbers, _) = bytes.as_chunks::<{ size_of::<$number>() }>();
                        Ok(numbers.iter().map(|bytes| <$number>::from_le_bytes(*bytes)).collect())
                    }
                }
                deserializer.deserialize_bytes(Bytes)
            }
        }
    };
}

numbers!(numbers32, u32);

/// Steps of patterns, four bytes each: the kind in the low four bits.
pub(super) mod ops {
    use serde::{Deserializer, Serializer};

    use super::super::program::Op;
    use super::numbers32;

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
