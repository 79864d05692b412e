//! How much a folder of rules may ask for. It may come with a pull request, and whoever checks that must not be held up by
//! it; each limit is far above what real rules need.

/// The longest phrase, in bytes. The steps of one are counted with 16 bits.
pub(super) const LONGEST_PHRASE: usize = 8_000;
/// The most phrases of all files together.
pub(super) const MOST_PHRASES: usize = 200_000;
/// How many lists may be made of one another in a row: matching goes down as deep.
pub(super) const DEEPEST_LISTS: usize = 32;
pub(super) const MOST_RULES: usize = 5_000;
pub(super) const MOST_GROUPS: usize = 200;
/// The most entries of a table that is searched from the start for each word or key: abbreviations, endings, fields.
pub(super) const MOST_SEARCHED: usize = 2_000;
/// The longest message or help text, in bytes: it is repeated with every finding.
pub(super) const LONGEST_TEXT: usize = 2_000;
/// The longest reason for a rule, in bytes.
pub(super) const LONGEST_WHY: usize = 20_000;
const LONGEST_NAME: usize = 64;

/// Whether a rule, a group, an element or a list can be called so: the name stands in reports, configs and commands.
pub(super) fn is_name(name: &str) -> bool {
    let good = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.');
    !name.is_empty() && name.len() <= LONGEST_NAME && name.chars().all(good)
}
