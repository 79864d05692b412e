//! One self-contained page about a folder of briefs: who answers for what, how clear each brief is, and where it is not.
//!
//! Everything that a brief says reaches the page through the escaping of the template; a content security policy with the
//! digests of the page's own style and script keeps anything else from running.

mod history;
mod marked;
mod model;
mod tally;

use std::collections::BTreeMap;

use askama::Template;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use sha2::{Digest as _, Sha256};

pub use history::{Counts, History, Moment};
pub use model::{Folder, PageBrief};

use crate::clarity::Wording;
use crate::report::RuleText;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Writes the page; `rules` says of each rule by its name what it is about.
///
/// # Errors
/// When the template cannot be filled.
pub fn render(
    folder: &Folder<'_>,
    rules: &BTreeMap<&str, RuleText>,
    wording: &Wording,
) -> Result<String, askama::Error> {
    model::Page::new(folder, rules, wording).render()
}

/// The digest of a style or a script, as a content security policy names it.
fn digest(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_digest_is_as_browsers_compute_it() {
        assert_eq!(super::digest(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
