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
        let path = escaped(&file.path);
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
            let _ = writeln!(out, "\n**Not checked:** {}: {}", escaped(&failure.path), escaped(&failure.message));
        }
        for note in &summary.notes {
            let _ = writeln!(out, "\nNote: {}", escaped(note));
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
        escaped(&finding.message),
        escaped(&finding.help)
    );
}

fn more(out: &mut String, count: usize, noun: &str) {
    if count > ROWS {
        let _ = writeln!(out, "\n… and {}", plural(count - ROWS, &format!("more {noun}")));
    }
}

/// Text as text: nothing in it is set, linked, or sent to the person whose name it holds.
fn escaped(text: &str) -> String {
    const SET: &[char] = &['\\', '`', '*', '_', '[', ']', '<', '>', '|', '~', '&', ':', '$', '!'];
    let mut safe = String::with_capacity(text.len() + 8);
    for letter in visible(text).chars() {
        if SET.contains(&letter) {
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

/// Text that markdown shows and does not obey.
#[must_use]
pub fn escape_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for letter in visible(text).chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&' | '~' | '#' | '$' | '!' | '@') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn hostile_text_stays_text() {
        assert_eq!(escaped("a | b\n</details>"), r"a \| b\\u{a}\</details\>");
        assert_eq!(escaped("@all #1 http://x"), r"@<!-- -->all #<!-- -->1 http\://x");
    }
}
