use strsim::osa_distance;

/// The most letters of a name that are compared.
const LONGEST: usize = 64;

/// The name among `known` that is closest to `name`, if one is close enough to be a slip of the pen.
///
/// Close is an edit distance (insert, delete, replace, swap two neighbours) of 1 for names of up to five
/// letters, 2 for longer ones; `-` and `_` are one, case is ignored.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let fold = |text: &str| text.to_lowercase().replace('_', "-").chars().take(LONGEST).collect::<String>();
    let name = fold(name);
    let letters = |text: &str| text.chars().count();
    let length = letters(&name);
    let allowed = if length <= 5 { 1 } else { 2 };
    known
        .into_iter()
        .filter(|candidate| letters(candidate).abs_diff(length) <= allowed)
        .map(|candidate| (osa_distance(&name, &fold(candidate)), candidate))
        .filter(|&(distance, candidate)| distance <= allowed && distance < letters(candidate).min(length))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// The question whether a name was meant.
#[must_use]
pub fn did_you_mean(name: &str) -> String {
    format!("did you mean `{name}`?")
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_near_and_other_words_are_not() {
        let known = ["owner", "due", "deadline", "delegate", "budget"];
        assert_eq!(nearest("onwer", known), Some("owner"));
        assert_eq!(nearest("dedline", known), Some("deadline"));
        assert_eq!(nearest("Buget", known), Some("budget"));
        assert_eq!(nearest("layout", known), None);
        assert_eq!(nearest("dye", known), Some("due"));
        assert_eq!(nearest("tags", known), None);
        assert_eq!(nearest("прок", ["срок"]), Some("срок"));
    }
}
