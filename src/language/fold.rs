//! One spelling for what looks the same: case, apostrophes, invisible and look-alike letters.

/// The longest word that is looked up, in bytes; a longer one is unknown.
pub(super) const LONGEST: usize = 48;

/// A word in the spelling that the vocabulary knows.
pub(super) struct Folded {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Folded {
    /// Lower case, straight apostrophes, no invisible characters, Latin letters for their look-alikes.
    /// `None` for a word that is too long to be one.
    pub(super) fn new(word: &str) -> Option<Folded> {
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
        let mixed = word.chars().any(|c| c.is_ascii_alphabetic());
        for letter in word.chars().flat_map(char::to_lowercase) {
            let letter = match letter {
                '’' | '‘' | 'ʼ' => '\'',
                '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{300}'..='\u{36f}' => continue,
                'ａ'..='ｚ' => char::from_u32(letter as u32 - 'ａ' as u32 + 'a' as u32).unwrap_or(letter),
                _ if mixed => look_alike(letter).unwrap_or(letter),
                _ => letter,
            };
            folded.push(letter)?;
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

/// The Latin letter that a Cyrillic or Greek one passes for (Unicode TR 39, the letters of whole-script confusables).
fn look_alike(letter: char) -> Option<char> {
    Some(match letter {
        'а' | 'α' => 'a',
        'ԁ' => 'd',
        'е' | 'ё' => 'e',
        'һ' => 'h',
        'і' | 'ι' => 'i',
        'ј' => 'j',
        'κ' | 'к' => 'k',
        'ο' | 'о' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' | 'ω' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        'с' => 'c',
        'в' => 'b',
        'м' => 'm',
        'н' => 'n',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::Folded;

    fn fold(word: &str) -> String {
        String::from_utf8(Folded::new(word).expect("short").bytes().to_vec()).expect("text")
    }

    #[test]
    fn look_alikes_fold_only_inside_latin_words() {
        assert_eq!(fold("Approv\u{430}l"), "approval");
        assert_eq!(fold("Don’t"), "don't");
        assert_eq!(fold("ap\u{200b}proval"), "approval");
        assert_eq!(fold("Москва"), "москва");
    }
}
