use std::borrow::Cow;
use std::fmt::Write as _;

/// What build servers take for a command where a line begins with it: GitHub, Azure Pipelines and TeamCity.
const COMMANDS: [&str; 4] = ["::", "##[", "##vso[", "##teamcity["];

/// A text that a terminal or a build server shows and does not obey: control characters, bidirectional overrides and
/// invisible characters are written as `\u{1b}`, and so is the first sign of a word that begins like a command to a build
/// server, since a line may be broken before it. Line ends and tabs are written so too.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) && !COMMANDS.iter().any(|command| text.contains(command)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    let mut begins_word = true;
    for (at, letter) in text.char_indices() {
        let command = begins_word && COMMANDS.iter().any(|command| text[at..].starts_with(command));
        if command || is_hidden(letter) {
            let _ = write!(shown, "\\u{{{:x}}}", letter as u32);
        } else {
            shown.push(letter);
        }
        begins_word = letter.is_whitespace();
    }
    Cow::Owned(shown)
}

/// The same for a text of several lines, whose ends stay.
#[must_use]
pub fn visible_lines(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n")
}

/// A character that a terminal acts on, or that cannot be seen. Those that only choose between two looks of the sign
/// before them are neither.
#[must_use]
pub(crate) fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}')
        || (is_invisible(letter) && !matches!(letter, '\u{fe0e}' | '\u{fe0f}'))
}

/// A character that takes no room on the page: Unicode's `Default_Ignorable_Code_Point`, without the unassigned ones, and
/// the marks that turn the direction of a text.
#[must_use]
pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn nothing_commands() {
        assert_eq!(visible("a\u{1b}[31m\u{202e}b\u{200b}"), r"a\u{1b}[31m\u{202e}b\u{200b}");
        assert_eq!(visible("::error::x ::warning:: a::b"), r"\u{3a}:error::x \u{3a}:warning:: a::b");
        assert_eq!(visible("##vso[x] ## heading"), r"\u{23}#vso[x] ## heading");
        assert_eq!(visible("plain ❤\u{fe0f}"), "plain ❤\u{fe0f}");
    }
}
