//! Counts of briefs by owner, folder and month, and the bars that show them.

use std::collections::BTreeMap;

use crate::lint::Grade;

/// How many of some briefs came to which grade.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) name: String,
    pub(super) pass: usize,
    pub(super) partly: usize,
    pub(super) fail: usize,
    /// What stands beside it, such as a note on an owner with too much at once.
    pub(super) note: String,
}

/// A part of a bar: where it begins and how long it is, in percent.
pub(super) struct Part {
    pub(super) class: &'static str,
    pub(super) x: String,
    pub(super) width: String,
}

impl Tally {
    pub(super) fn add(&mut self, grade: Grade) {
        match grade {
            Grade::Pass => self.pass += 1,
            Grade::Partly => self.partly += 1,
            Grade::Fail => self.fail += 1,
        }
    }

    pub(super) fn all(&self) -> usize {
        self.pass + self.partly + self.fail
    }

    /// The parts of its bar, where the whole width stands for `most` briefs.
    pub(super) fn parts(&self, most: &usize) -> Vec<Part> {
        let mut x = 0;
        [("fail", self.fail), ("partly", self.partly), ("pass", self.pass)]
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(class, count)| {
                let percent = |count: usize| format!("{:.2}", count as f64 * 100.0 / (*most).max(1) as f64);
                let part = Part { class, x: percent(x), width: percent(count) };
                x += count;
                part
            })
            .collect()
    }
}

/// Counts by name: the largest first, or in the order of the names.
pub(super) fn by<'a>(rows: impl Iterator<Item = (&'a str, Grade)>, largest_first: bool) -> Vec<Tally> {
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for (name, grade) in rows {
        tallies.entry(name).or_insert_with(|| Tally { name: name.to_owned(), ..Tally::default() }).add(grade);
    }
    let mut tallies: Vec<Tally> = tallies.into_values().collect();
    if largest_first {
        tallies.sort_by_key(|tally| std::cmp::Reverse(tally.all()));
    }
    tallies
}

/// The most briefs of one of them.
pub(super) fn most(tallies: &[Tally]) -> usize {
    tallies.iter().map(Tally::all).max().unwrap_or(0)
}
