use serde::{Deserialize, Serialize};

use crate::lint::{Finding, Identity};

/// One finding that is known. The order of the fields is that of the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The brief, by its path from the folder of the baseline.
    pub path: String,
    /// By the id that the rule had when the entry was written; there may be no such rule any more.
    pub rule: String,
    /// The headings above the words at fault.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub under: String,
    /// The words at fault; none for something that is missing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// How many findings before it in its brief are the same in all of that.
    #[serde(default, skip_serializing_if = "is_first")]
    pub nth: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_first(nth: &usize) -> bool {
    *nth == 0
}

impl Entry {
    /// The entry of a finding in the brief at this path.
    #[must_use]
    pub fn new(path: &str, finding: &Finding) -> Entry {
        let Identity { words, under, nth } = finding.identity.clone();
        Entry { path: path.to_owned(), rule: finding.rule.clone(), under, words, nth }
    }

    /// The same finding in a brief of another name.
    #[must_use]
    pub fn moved(&self, path: &str) -> Entry {
        Entry { path: path.to_owned(), ..self.clone() }
    }
}
