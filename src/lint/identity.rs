//! By what a finding is known again after its brief was moved, wrapped anew or edited elsewhere.

use std::collections::HashMap;

use super::Finding;
use crate::brief::{Brief, SectionId};
use crate::rule::{Check, Program};
use crate::source::on_one_line;

/// What stays the same of a finding while lines come and go. Together with the rule it tells the findings of a brief apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    /// The words at fault, in lower case and without marks; none for something that is missing.
    pub words: String,
    /// The headings above them, without the title of the brief, which may be given a new one.
    pub under: String,
    /// How many findings before this one are the same in all of that.
    pub nth: usize,
}

/// Gives each finding its identity. They are those of one brief, in the order of the file.
pub fn identify(text: &str, brief: &Brief, program: &Program, findings: &mut [Finding]) {
    let mut alike: HashMap<(String, String, String), usize> = HashMap::new();
    let title = brief.title();
    for finding in findings {
        let rule = program.rule(&finding.rule).map(|rule| program.rules[rule as usize].check);
        let (words, under) = if matches!(rule, Some(Check::Missing(_) | Check::Ratio { .. })) {
            (String::new(), plain(finding.responsibility.as_deref().unwrap_or_default()))
        } else {
            (words(finding.span.of(text)), headings(text, brief, title, finding))
        };
        let count = alike.entry((finding.rule.clone(), words.clone(), under.clone())).or_default();
        finding.identity = Identity { words, under, nth: *count };
        *count += 1;
    }
}

/// The words of a passage; the passage itself where it is nothing but marks (`???`).
fn words(passage: &str) -> String {
    let words = plain(passage);
    if words.is_empty() { on_one_line(passage) } else { words }
}

/// The headings above a finding, the outermost first.
fn headings(text: &str, brief: &Brief, title: Option<SectionId>, finding: &Finding) -> String {
    let after = brief.blocks.partition_point(|block| block.span.start <= finding.span.start);
    let Some(block) = after.checked_sub(1).map(|at| &brief.blocks[at]) else { return String::new() };
    let parent = |section: SectionId| brief.sections[section as usize].parent;
    let mut section = if block.is_heading() { parent(block.section) } else { block.section };
    let mut names = Vec::new();
    while section != 0 {
        if let Some(heading) = brief.sections[section as usize].heading.filter(|_| Some(section) != title) {
            names.push(plain(brief.blocks[heading as usize].span.of(text)));
        }
        section = parent(section);
    }
    names.reverse();
    names.join(" / ")
}

/// Words without case, marks and line ends.
pub(super) fn plain(text: &str) -> String {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}
