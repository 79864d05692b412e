//! One self-contained page about a folder of briefs: who answers for what, how clear each brief is, and where it is not.
//!
//! Everything that a brief says reaches the page through the escaping of the template; a content security policy with the
//! digests of the page's own style and script keeps anything else from running.

mod history;
mod marked;
mod model;
mod tally;

use askama::Template;
use sha2::{Digest as _, Sha256};

pub use history::{Counts, History, Moment};
pub use model::{Explained, Folder, PageBrief};

use crate::clarity::Wording;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Writes the page.
///
/// # Errors
/// When the template cannot be filled.
pub fn render(
    folder: &Folder<'_>,
    explain: &dyn Fn(&str) -> Explained,
    wording: &Wording,
) -> Result<String, askama::Error> {
    model::Page::new(folder, explain, wording).render()
}

/// The digest of a style or a script, as a content security policy names it.
fn digest(text: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())))
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= chunk.len() { letter as char } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn base64_pads() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(super::base64(bytes.as_bytes()), text);
        }
    }
}
