use std::hash::Hasher as _;

use fnv::FnvHasher;

use crate::lint::Finding;

/// A short name for a finding that stays the same from run to run. With a path it is one of its kind in the whole report.
pub(super) fn fingerprint(path: Option<&str>, finding: &Finding) -> String {
    let identity = &finding.identity;
    let mut hasher = FnvHasher::default();
    for part in [path.unwrap_or_default(), &finding.rule, &identity.words, &identity.under, &identity.nth.to_string()] {
        hasher.write(part.as_bytes());
        // No two lists of parts read the same when they are joined.
        hasher.write(&[0]);
    }
    format!("{:016x}", hasher.finish())
}
