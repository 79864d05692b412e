/// The name among `known` that is closest to `name`, if one is close enough to be a slip of the pen.
///
/// Close is an edit distance (insert, delete, replace, swap two neighbours) of 1 for names of up to five
/// letters, 2 for longer ones; `-` and `_` are one, case is ignored.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let fold = |text: &str| text.to_lowercase().replace('_', "-").chars().take(64).collect::<Vec<char>>();
    let name = fold(name);
    let allowed = if name.len() <= 5 { 1 } else { 2 };
    known
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(name.len()) <= allowed)
        .map(|candidate| (distance(&name, &fold(candidate)), candidate))
        .filter(|&(distance, candidate)| distance <= allowed && distance < candidate.len().min(name.len()))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// Optimal string alignment distance.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let replace = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replace.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
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
