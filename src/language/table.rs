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

    /// Takes stored tables from their front, in the order in which [`store`] was given them.
    pub(crate) fn take_stored(&mut self, stored: &mut &'static [u32]) {
        if let Some((&count, rest)) = stored.split_first() {
            let (own, rest) = rest.split_at(rest.len().min(count as usize));
            self.0 = Cow::Borrowed(own);
            *stored = rest;
        }
    }
}

/// All tables as one, each after its length.
#[must_use]
pub(crate) fn store<'t>(tables: impl IntoIterator<Item = &'t mut Table>) -> Vec<u32> {
    let mut all = Vec::new();
    for table in tables {
        all.push(table.len() as u32);
        all.extend_from_slice(table);
    }
    all
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
