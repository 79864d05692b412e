//! One spelling for what looks the same: case, apostrophes, invisible and look-alike letters.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::look_alike::look_alike;
use crate::source::is_invisible;

/// The longest word that is looked up, in bytes; a longer one is unknown.
pub(crate) const LONGEST: usize = 48;

/// A word in the spelling that the vocabulary knows.
pub(super) struct Folded {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Folded {
    /// A word as it is written: in lower case, with straight apostrophes, without invisible characters. `None` for a word
    /// that is too long to be one.
    pub(super) fn written(word: &str) -> Option<Folded> {
        let mut folded = Folded { bytes: [0; LONGEST], length: 0 };
        if word.is_ascii() {
            if word.len() > LONGEST {
                return None;
            }
            folded.length = word.len();
            for (to, from) in folded.bytes.iter_mut().zip(word.bytes()) {
                *to = from.to_ascii_lowercase();
            }
            return Some(folded);
        }
        for letter in word.chars().filter(|&letter| !is_invisible(letter)).flat_map(char::to_lowercase) {
            folded.push(if is_apostrophe(letter) { '\'' } else { letter })?;
        }
        Some(folded)
    }

    /// A word as it looks: wide, bold and joined letters as plain ones, marks put on other letters left off, and in a word
    /// with Latin letters those of other alphabets as the Latin ones that they pass for. A word of another alphabet alone
    /// is that. `None` for a word that is too long to be one.
    pub(super) fn looked(word: &str) -> Option<Folded> {
        let letters = || {
            let shown = word.chars().filter(|&letter| !is_invisible(letter));
            shown.map(|letter| if is_apostrophe(letter) { '\'' } else { letter }).nfkc()
        };
        let latin = letters().any(|letter| letter.is_ascii_alphabetic());
        let mut folded = Folded { bytes: [0; LONGEST], length: 0 };
        for letter in letters().filter(|&letter| !is_combining_mark(letter)) {
            match Some(letter).filter(|letter| latin && !letter.is_ascii()).and_then(look_alike) {
                Some(latin) => folded.push(latin)?,
                None => letter.to_lowercase().try_for_each(|letter| folded.push(letter))?,
            }
        }
        Some(folded)
    }

    fn push(&mut self, letter: char) -> Option<()> {
        let end = self.length + letter.len_utf8();
        letter.encode_utf8(self.bytes.get_mut(self.length..end)?);
        self.length = end;
        Some(())
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// An apostrophe, or a sign that is typed in its place.
pub(super) fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | 'ʼ' | '＇' | '´' | '`' | '′')
}

#[cfg(test)]
mod tests {
    use super::Folded;

    fn text(folded: Option<Folded>) -> String {
        String::from_utf8(folded.expect("short").bytes().to_vec()).expect("text")
    }

    #[test]
    fn look_alikes_fold_only_inside_latin_words() {
        let looked = |word| text(Folded::looked(word));
        for word in [
            "Approv\u{430}l",
            "\u{391}pproval",
            "ａｐｐｒｏｖａｌ",
            "𝐚𝐩𝐩𝐫𝐨𝐯𝐚𝐥",
            "ap\u{200d}pro\u{ad}val",
            "ap\u{feff}pro\u{34f}va\u{fe0f}l",
            "a\u{335}pprova\u{332}l",
            "\u{430}\u{440}\u{440}r\u{43e}v\u{430}l",
        ] {
            assert_eq!(looked(word), "approval", "{word}");
        }
        assert_eq!(looked("\u{406}f"), "if");
        assert_eq!(looked("\u{39d}o"), "no");
        assert_eq!(looked("ﬁnal"), "final");
        assert_eq!(looked("Москва"), "москва");
        assert_eq!(looked("für"), "für");
        assert_eq!(looked("fu\u{308}r"), "für");
        assert_eq!(text(Folded::written("Don’t")), "don't");
        assert_eq!(text(Folded::written("½")), "½");
    }
}
