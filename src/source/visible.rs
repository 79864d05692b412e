use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

use super::display_name;

/// A text that a terminal shows and does not obey: control characters, bidirectional overrides and invisible characters are
/// written as `\u{1b}`. Line ends and tabs are written so too.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if is_hidden(letter) {
            let _ = write!(shown, "\\u{{{:x}}}", letter as u32);
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}

/// A path as messages show it: see [`display_name`] and [`visible`].
#[must_use]
pub fn shown(path: &Path) -> String {
    visible(&display_name(path)).into_owned()
}

/// A character that a terminal acts on, or that cannot be seen.
#[must_use]
pub(crate) fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
