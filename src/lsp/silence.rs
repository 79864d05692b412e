//! The words that silence a rule, and where they go.

use crate::brief::{Block, Brief, Kind};
use crate::fix::line_end;
use crate::lint::Finding;

/// Stands for the reason until somebody writes it.
const REASON: &str = "say why";

/// A text that is put in at a byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Insertion {
    pub(super) at: usize,
    pub(super) text: String,
}

/// Silences a finding where it stands: on a line before its block, or behind the words of its item or cell, since a line
/// in between would cut a list or table in two. `None` where no comment reaches it.
pub(super) fn here(text: &str, brief: &Brief, finding: &Finding) -> Option<Insertion> {
    let after = brief.blocks.partition_point(|block| block.span.start <= finding.span.start);
    let block = &brief.blocks[after.checked_sub(1)?];
    if block.is_field() || !block.span.overlaps(finding.span) {
        return None;
    }
    let comment = format!("<!-- brieflint-ignore {}: {REASON} -->", finding.rule);
    let start = block.span.start as usize;
    let line = text[..start].rfind('\n').map_or(0, |end| end + 1);
    if stands_in_a_row(text, block, line) {
        return Some(Insertion { at: end_of(text, block), text: format!(" {comment}") });
    }
    let lead = &text[line..start];
    let lead = &lead[..lead.len() - lead.trim_start_matches(['\u{feff}', ' ', '\t', '>']).len()];
    let at = if lead.starts_with('\u{feff}') { line + '\u{feff}'.len_utf8() } else { line };
    Some(Insertion { at, text: format!("{}{comment}{}", lead.trim_start_matches('\u{feff}'), line_end(text)) })
}

/// Silences a rule in a whole document: on a line at the start of its body.
pub(super) fn in_document(text: &str, brief: &Brief, rule: &str) -> Insertion {
    let line_end = line_end(text);
    let comment = format!("<!-- brieflint-ignore-file {rule}: {REASON} -->{line_end}");
    let Some(front) = brief.front.span else {
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        return Insertion { at, text: comment };
    };
    match text[front.end as usize..].find('\n') {
        Some(length) => Insertion { at: front.end as usize + length + 1, text: comment },
        None => Insertion { at: text.len(), text: format!("{line_end}{comment}") },
    }
}

/// Whether a line before a block would stand inside a list, a table or a paragraph.
fn stands_in_a_row(text: &str, block: &Block, line: usize) -> bool {
    match block.kind {
        Kind::Item { .. } | Kind::Cell { .. } => true,
        Kind::Paragraph => {
            let before = text[..line].trim_end_matches(['\r', '\n']);
            // Directly under a line of words, and not under a heading.
            let above = before.rsplit('\n').next().unwrap_or_default().trim();
            let gap = text[before.len()..line].matches('\n').count();
            gap == 1 && !above.is_empty() && !above.starts_with('#') && !above.ends_with("-->") && above != "---"
        }
        Kind::Heading | Kind::Field { .. } => false,
    }
}

/// Behind the last word of a block, and the marks that belong to it.
fn end_of(text: &str, block: &Block) -> usize {
    let end = block.span.end as usize;
    let line = &text[end..];
    let line = line[..line.find('\n').unwrap_or(line.len())].trim_end();
    match block.kind {
        Kind::Cell { .. } => end + line.len() - line.trim_start_matches(['*', '_', '`', '~', ')', ']', '.']).len(),
        _ => end + line.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief;
    use crate::lint::{self, Linter, Settings, State};
    use crate::rule;

    /// The rules and messages of what is still found, and the brief.
    fn found(text: &str, linter: &mut Linter, program: &rule::Program) -> (Brief, Vec<Finding>) {
        let brief = brief::read(text);
        let mut findings = lint::check(text, &brief, program, "en", &Settings::default(), linter).findings;
        findings.retain(|finding| finding.state == State::Open && finding.rule != "unused-silencing");
        (brief, findings)
    }

    /// Every finding in every example can be silenced, where it stands and in the document, and nothing else changes.
    #[test]
    fn what_is_put_in_silences_the_finding_and_nothing_else() {
        let (program, mut linter) = (rule::builtin(), Linter::default());
        let key = |finding: &Finding| (finding.rule.clone(), finding.message.clone());
        let (mut tried, mut wrong) = (0, Vec::new());
        for entry in walkdir::WalkDir::new("fixtures").sort_by_file_name() {
            let path = entry.expect("an entry").into_path();
            let is_brief = path.extension().is_some_and(|end| end == "md");
            let Some(text) = std::fs::read_to_string(&path).ok().filter(|_| is_brief) else { continue };
            let (brief, findings) = found(&text, &mut linter, &program);
            for (number, finding) in findings.iter().enumerate() {
                let one = here(&text, &brief, finding);
                let all = in_document(&text, &brief, &finding.rule);
                for (insertion, whole) in one.into_iter().map(|one| (one, false)).chain([(all, true)]) {
                    let others = findings
                        .iter()
                        .enumerate()
                        .filter(|(other, one)| if whole { one.rule != finding.rule } else { *other != number });
                    let others: Vec<_> = others.map(|(_, one)| key(one)).collect();
                    let changed = format!("{}{}{}", &text[..insertion.at], insertion.text, &text[insertion.at..]);
                    let (_, left) = found(&changed, &mut linter, &program);
                    let left: Vec<_> = left.iter().map(key).collect();
                    // A comment before a block may reach a second finding of its rule there.
                    let is_silent = left.len() <= others.len() && left.iter().all(|one| others.contains(one));
                    if !is_silent {
                        wrong.push(format!("{} {}: {insertion:?}\n{left:?}", path.display(), finding.rule));
                    }
                    tried += 1;
                }
            }
        }
        assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
        assert!(tried > 500, "{tried}");
    }
}
