//! Long lists of numbers. Those of the built-in rules lie in the binary as they are used: starting copies none of them.

use std::borrow::Cow;
use std::ops::Deref;

/// Numbers that are read often and never changed once the rules are compiled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table(Cow<'static, [u32]>);

impl Table {
    /// The numbers, to add to while rules are compiled.
    pub(crate) fn to_mut(&mut self) -> &mut Vec<u32> {
        self.0.to_mut()
    }

    /// The part that ends at `ends[at]`; it begins where the one before ends.
    #[must_use]
    pub fn part(&self, ends: &[u32], at: usize) -> &[u32] {
        let start = if at == 0 { 0 } else { ends[at - 1] as usize };
        &self[start..ends[at] as usize]
    }
}

/// All tables as one: their number and their lengths, and then what is in them.
#[must_use]
pub(crate) fn store<'t>(tables: impl IntoIterator<Item = &'t mut Table>) -> Vec<u32> {
    let (mut lengths, mut numbers) = (vec![0], Vec::new());
    for table in tables {
        lengths[0] += 1;
        lengths.push(table.len() as u32);
        numbers.extend_from_slice(table);
    }
    lengths.extend(numbers);
    lengths
}

/// Gives tables what is [`store`]d of them, in the same order. Only the lengths are read.
pub(crate) fn take_stored<'t>(stored: &'static [u32], tables: impl IntoIterator<Item = &'t mut Table>) {
    let Some((&count, stored)) = stored.split_first() else { return };
    let (lengths, mut numbers) = stored.split_at(count as usize);
    for (table, &length) in tables.into_iter().zip(lengths) {
        let (own, rest) = numbers.split_at(length as usize);
        table.0 = Cow::Borrowed(own);
        numbers = rest;
    }
}

impl Deref for Table {
    type Target = [u32];

    fn deref(&self) -> &[u32] {
        &self.0
    }
}

impl From<Vec<u32>> for Table {
    fn from(numbers: Vec<u32>) -> Self {
        Table(Cow::Owned(numbers))
    }
}
