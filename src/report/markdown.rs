use std::fmt::Write as _;

use super::summary::plural;
use super::{FileReport, Format, Located, Summary};
use crate::rule::Severity;
use crate::source::visible;

/// One comment for a pull request: the counts, the briefs and rules that matter most, and all findings folded away.
#[derive(Debug, Default)]
pub struct Markdown {
    briefs: Vec<Counted>,
    details: String,
    /// Findings that did not fit.
    left_out: usize,
}

/// A brief with findings: how many of each severity, the severest first.
#[derive(Debug)]
struct Counted {
    path: String,
    counts: [usize; 3],
}

/// Rows of a table.
const ROWS: usize = 10;

/// A comment may have 65,536 characters on GitHub; counts and tables need a part of them.
const MOST_DETAILS: usize = 50_000;

impl Format for Markdown {
    fn file(&mut self, file: &FileReport, out: &mut String) {
        let _ = out;
        let findings = file.worst_first();
        if findings.is_empty() {
            return;
        }
        let of = |severity| findings.iter().filter(|located| located.finding.severity == severity).count();
        let path = escape_markdown(&file.path);
        let heading = format!("{}: {}", visible(&file.path), plural(findings.len(), "finding"));
        // Inside a tag a backslash is a backslash.
        let mut details =
            format!("<details><summary>{}</summary>\n\n", unlinked(&quick_xml::escape::escape(&*heading)));
        findings.iter().for_each(|located| line(&mut details, located));
        details.push_str("\n</details>\n");
        // A brief is shown whole or only counted.
        if self.details.len() + details.len() <= MOST_DETAILS {
            self.details.push_str(&details);
        } else {
            self.left_out += findings.len();
        }
        let counts = [of(Severity::Error), of(Severity::Warning), of(Severity::Advice)];
        self.briefs.push(Counted { path, counts });
    }

    fn end(&mut self, summary: &Summary, out: &mut String) {
        let _ = writeln!(out, "### brieflint\n\n{}", summary.line());
        for failure in &summary.failures {
            let _ = writeln!(
                out,
                "\n**Not checked:** {}: {}",
                escape_markdown(&failure.path),
                escape_markdown(&failure.message)
            );
        }
        for note in &summary.notes {
            let _ = writeln!(out, "\nNote: {}", escape_markdown(note));
        }
        if self.briefs.is_empty() {
            return;
        }
        self.briefs.sort_by(|a, b| b.counts.cmp(&a.counts).then_with(|| a.path.cmp(&b.path)));
        let _ = writeln!(out, "\n| brief | errors | warnings | advice |\n| --- | ---: | ---: | ---: |");
        for brief in self.briefs.iter().take(ROWS) {
            let [errors, warnings, advice] = brief.counts;
            let _ = writeln!(out, "| {} | {errors} | {warnings} | {advice} |", brief.path);
        }
        more(out, self.briefs.len(), "brief");
        let rules = summary.by_weight();
        let _ = writeln!(out, "\n| rule | severity | found | briefs |\n| --- | --- | ---: | ---: |");
        for (rule, (severity, count, files)) in rules.iter().take(ROWS) {
            let _ = writeln!(out, "| `{rule}` | {} | {count} | {files} |", severity.name());
        }
        more(out, rules.len(), "rule");
        let _ = write!(out, "\n{}", self.details);
        if self.left_out > 0 {
            let _ = writeln!(out, "\n… and {} that did not fit here.", plural(self.left_out, "finding"));
        }
    }
}

fn line(details: &mut String, located: &Located) {
    let finding = &located.finding;
    let _ = writeln!(
        details,
        "- line {}: **{}** `{}`: {}<br>{}",
        located.place.start.line,
        finding.severity.name(),
        finding.rule,
        escape_markdown(&finding.message),
        escape_markdown(&finding.help)
    );
}

fn more(out: &mut String, count: usize, noun: &str) {
    if count > ROWS {
        let _ = writeln!(out, "\n… and {}", plural(count - ROWS, &format!("more {noun}")));
    }
}

/// Text as text: nothing in it is set, linked, or sent to the person whose name it holds.
#[must_use]
pub fn escape_markdown(text: &str) -> String {
    const SET: &[char] = &['\\', '`', '*', '_', '[', ']', '<', '>', '|', '~', '&', '$', '!'];
    let mut safe = String::with_capacity(text.len() + 8);
    let text = visible(text);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        // An address or the name of a sign goes on right after the colon.
        let joins = letter == ':' && letters.peek().is_some_and(|next| !next.is_whitespace());
        if joins || SET.contains(&letter) {
            safe.push('\\');
        }
        safe.push(letter);
    }
    unlinked(&safe)
}

/// A name after `@` and a number after `#` are linked even behind a backslash.
fn unlinked(text: &str) -> String {
    text.replace('@', "@<!-- -->").replace('#', "#<!-- -->")
}

#[cfg(test)]
mod tests {
    use super::escape_markdown;

    #[test]
    fn hostile_text_stays_text() {
        assert_eq!(escape_markdown("a | b\n</details>"), r"a \| b\\u{a}\</details\>");
        assert_eq!(escape_markdown("@all #1 http://x"), r"@<!-- -->all #<!-- -->1 http\://x");
    }
}
