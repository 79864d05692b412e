/// The most letters of a name that are compared.
const LONGEST: usize = 64;

/// The name among `known` that is closest to `name`, if one is close enough to be a slip of the pen.
///
/// Close is an edit distance (insert, delete, replace, swap two neighbours) of 1 for names of up to five
/// letters, 2 for longer ones; `-` and `_` are one, case is ignored.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let fold = |text: &str| text.to_lowercase().replace('_', "-").chars().take(LONGEST).collect::<Vec<char>>();
    let name = fold(name);
    let allowed = if name.len() <= 5 { 1 } else { 2 };
    known
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(name.len()) <= allowed)
        .filter_map(|candidate| Some((distance(&name, &fold(candidate), allowed)?, candidate)))
        .filter(|&(distance, candidate)| distance < candidate.len().min(name.len()))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// Optimal string alignment distance, as far as it is at most `allowed`.
fn distance(a: &[char], b: &[char], allowed: usize) -> Option<usize> {
    // The row at hand and the two before it, in turn.
    let mut rows = [[0; LONGEST + 1]; 3];
    rows[0] = std::array::from_fn(|at| at);
    for i in 1..=a.len() {
        let (here, last, before) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        rows[here][0] = i;
        for j in 1..=b.len() {
            let replace = rows[last][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replace.min(rows[last][j] + 1).min(rows[here][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[before][j - 2] + 1);
            }
            rows[here][j] = best;
        }
        if rows[here][..=b.len()].iter().all(|&cell| cell > allowed) {
            return None;
        }
    }
    Some(rows[a.len() % 3][b.len()]).filter(|&distance| distance <= allowed)
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
    }
}
