use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{Baseline, Entry};
use crate::lint::{Finding, Identity, State};

/// The findings of one brief.
#[derive(Debug)]
pub struct BriefFindings<'f> {
    /// Its path as the entries have it.
    pub name: String,
    /// All of them; only those that are open are held against the baseline.
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

    /// Marks the findings that are known. `ran` says whether a rule was run for a brief; `whole` that all briefs of some
    /// folders are here, so that one which was given another name is among them.
    pub fn apply(&self, briefs: &mut [BriefFindings<'_>], whole: bool, ran: impl Fn(&str, &str) -> bool) -> Outcome {
        let renamed = if whole { self.renamed(briefs, &ran) } else { BTreeMap::new() };
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

    /// Briefs that have another name now: the old one is gone, the new one has no entry, and at least half of the entries of
    /// rules that were run fit, one of them by its words: what is missing is alike in all bare briefs.
    fn renamed(&self, briefs: &[BriefFindings<'_>], ran: impl Fn(&str, &str) -> bool) -> BTreeMap<&str, String> {
        let entries: Vec<&Entry> = self.entries.iter().collect();
        let mut gone: Vec<&[&Entry]> = entries.chunk_by(|a, b| a.path == b.path).collect();
        let known: BTreeSet<&str> = gone.iter().map(|entries| &*entries[0].path).collect();
        gone.retain(|entries| !self.has_file(&entries[0].path));
        let mut holders: HashMap<_, Vec<usize>> = HashMap::new();
        for (old, entries) in gone.iter().enumerate() {
            for Entry { rule, under, words, nth, .. } in *entries {
                holders.entry((rule, under, words, *nth)).or_default().push(old);
            }
        }
        let mut fits = vec![0; gone.len()];
        let mut renamed = BTreeMap::new();
        for brief in briefs.iter().filter(|brief| !known.contains(&*brief.name)) {
            let mut candidates = Vec::new();
            let mut by_words = HashSet::new();
            for finding in &brief.findings {
                let Identity { words, under, nth } = &finding.identity;
                for &old in holders.get(&(&finding.rule, under, words, *nth)).into_iter().flatten() {
                    if fits[old] == 0 {
                        candidates.push(old);
                    }
                    fits[old] += 1;
                    if !words.is_empty() {
                        by_words.insert(old);
                    }
                }
            }
            // Of those that fit alike it is the last one. One that has its new name has no entries left.
            let possible = candidates.iter().copied().filter(|old| by_words.contains(old) && !gone[*old].is_empty());
            let best = possible.max_by_key(|&old| (fits[old], old)).filter(|&old| {
                let tried = gone[old].iter().filter(|entry| ran(&brief.name, &entry.rule)).count();
                fits[old] * 2 >= tried
            });
            candidates.iter().for_each(|&old| fits[old] = 0);
            if let Some(old) = best {
                renamed.insert(&*gone[old][0].path, brief.name.clone());
                gone[old] = &[];
            }
        }
        renamed
    }
}
