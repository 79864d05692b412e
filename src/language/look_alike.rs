//! Letters of other alphabets that pass for Latin ones.

include!(concat!(env!("OUT_DIR"), "/look_alikes.rs"));

/// The small Latin letter or the digit that a letter passes for.
pub(super) fn look_alike(letter: char) -> Option<char> {
    let at = LOOK_ALIKES.binary_search_by_key(&letter, |&(letter, _)| letter).ok()?;
    Some(LOOK_ALIKES[at].1)
}
