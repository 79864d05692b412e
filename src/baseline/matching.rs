use std::collections::{BTreeMap, BTreeSet};

use super::{Baseline, Entry};
use crate::lint::{Finding, State};

/// The findings of one brief.
#[derive(Debug)]
pub struct BriefFindings<'f> {
    /// Its path as the entries have it.
    pub name: String,
    pub findings: Vec<&'f mut Finding>,
}

/// What a baseline and the findings of a run came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Entries that fit a finding, with the present path of the brief.
    pub fitting: BTreeSet<Entry>,
    /// Entries that fit nothing any more.
    pub stale: BTreeSet<Entry>,
    /// Entries that this run says nothing about: their brief or their rule was not looked at.
    pub untried: BTreeSet<Entry>,
}

impl Baseline {
    /// Marks those findings of one brief that are known. Another name that the brief had is not looked for.
    pub fn mark(&self, name: &str, findings: &mut [Finding]) {
        for finding in findings.iter_mut().filter(|finding| finding.state == State::Open) {
            if self.entries.contains(&Entry::new(name, finding)) {
                finding.state = State::Known;
            }
        }
    }

    /// Marks the findings that are known. `ran` says whether a rule was run for a brief.
    pub fn apply(&self, briefs: &mut [BriefFindings<'_>], ran: impl Fn(&str, &str) -> bool) -> Outcome {
        let renamed = self.renamed(briefs);
        let looked_at: BTreeSet<String> = briefs.iter().map(|brief| brief.name.clone()).collect();
        let mut outcome = Outcome::default();
        let mut left: BTreeSet<Entry> = self
            .entries
            .iter()
            .map(|entry| renamed.get(entry.path.as_str()).map_or_else(|| entry.clone(), |path| entry.moved(path)))
            .collect();
        for brief in briefs {
            // What the brief itself silences needs no baseline.
            for finding in brief.findings.iter_mut().filter(|finding| finding.state == State::Open) {
                if let Some(entry) = left.take(&Entry::new(&brief.name, finding)) {
                    finding.state = State::Known;
                    outcome.fitting.insert(entry);
                }
            }
        }
        for entry in left {
            let tried = if looked_at.contains(&entry.path) {
                ran(&entry.path, &entry.rule)
            } else {
                !self.has_file(&entry.path)
            };
            if tried { &mut outcome.stale } else { &mut outcome.untried }.insert(entry);
        }
        outcome
    }

    /// Briefs that have another name now: the old one is gone, the new one has no entry, and at least half of the entries fit.
    fn renamed(&self, briefs: &[BriefFindings<'_>]) -> BTreeMap<&str, String> {
        let mut gone: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for entry in &self.entries {
            gone.entry(&entry.path).or_default().push(entry);
        }
        let known: BTreeSet<&str> = gone.keys().copied().collect();
        gone.retain(|path, _| !self.has_file(path));
        let mut renamed = BTreeMap::new();
        for brief in briefs.iter().filter(|brief| !known.contains(&*brief.name)) {
            let best = gone
                .iter()
                .map(|(&path, entries)| {
                    let fits = brief
                        .findings
                        .iter()
                        .filter(|finding| entries.binary_search(&&Entry::new(path, finding)).is_ok())
                        .count();
                    (fits, entries.len(), path)
                })
                .filter(|&(fits, entries, _)| fits > 0 && fits * 2 >= entries)
                .max_by_key(|&(fits, ..)| fits);
            if let Some((.., path)) = best {
                gone.remove(path);
                renamed.insert(path, brief.name.clone());
            }
        }
        renamed
    }
}
