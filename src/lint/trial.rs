//! Runs the examples of rule files: they are the tests of a rule and its documentation.

use super::{Finding, Linter, Settings, State, check};
use crate::rule::{Example, Pack, Place, Program, RuleExamples};
use crate::source::Span;

/// How an example came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is flagged where it should be, or passes as it should.
    Right,
    /// It should be flagged and is not.
    Missing,
    /// It should pass and is flagged.
    Noisy,
    /// It is flagged, but not on the words that are marked.
    WrongPlace,
}

impl Verdict {
    /// How `brieflint test` says it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Right => "right",
            Verdict::Missing => "missing",
            Verdict::Noisy => "noisy",
            Verdict::WrongPlace => "wrong place",
        }
    }
}

/// One example that was run.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The id of the rule whose file it stands in.
    pub rule: String,
    /// Where that file has it.
    pub place: Place,
    /// As the file has it, with the marks `[[ ]]`.
    pub text: String,
    /// Any but [`Verdict::Right`] fails the test.
    pub verdict: Verdict,
}

/// Runs the examples of the rules that `wanted` picks by id.
#[must_use]
pub fn run(pack: &Pack, program: &Program, wanted: impl Fn(&str) -> bool) -> Vec<Trial> {
    let settings = Settings::default();
    let mut linter = Linter::default();
    let mut trials = Vec::new();
    for RuleExamples { file, rule, without, examples } in pack.examples().filter(|of| wanted(of.rule)) {
        for (flagged, list) in [(true, &examples.flagged), (false, &examples.passes)] {
            for example in list {
                let document = Document::new(pack, example, &without);
                let brief = crate::brief::read(&document.text);
                let outcome = check(&document.text, &brief, program, &program.language, &settings, &mut linter);
                trials.push(Trial {
                    rule: rule.to_owned(),
                    place: Place { file, span: example.place },
                    text: example.text.clone(),
                    verdict: document.judge(rule, flagged, &outcome.findings),
                });
            }
        }
    }
    trials
}

/// An example as a whole brief.
struct Document {
    text: String,
    passage: Span,
    /// The places marked by `[[ ]]`.
    marks: Vec<Span>,
    whole: bool,
}

impl Document {
    fn new(pack: &Pack, example: &Example, without: &[&str]) -> Document {
        let mut text = String::new();
        let mut tail = String::new();
        if !example.whole {
            for part in [
                "title",
                "owner",
                "deadline",
                "agreement",
                "outcome",
                "standard",
                "constraint",
                "autonomy",
                "checkpoint",
                "consequence",
            ] {
                if let Some(words) = pack.frame.get(part).filter(|_| !without.contains(&part)) {
                    let into = if words.starts_with("##") { &mut tail } else { &mut text };
                    into.push_str(words);
                    into.push_str("\n\n");
                }
            }
            match example.under.as_deref() {
                None => {}
                Some(under) if under.starts_with('#') || under.ends_with(':') => text.push_str(&format!("{under}\n\n")),
                Some(under) if under.starts_with('|') => text.push_str(&format!("{under}\n")),
                Some(under) => text.push_str(&format!("## {under}\n\n")),
            }
        }
        let start = text.len();
        let mut marks = Vec::new();
        let mut rest = example.text.as_str();
        while let Some((before, after)) = rest.split_once("[[") {
            let Some((inside, after)) = after.split_once("]]") else { break };
            text.push_str(before);
            marks.push(Span::new(text.len(), text.len() + inside.len()));
            text.push_str(inside);
            rest = after;
        }
        text.push_str(rest);
        let passage = Span::new(start, text.len());
        if !example.whole {
            text.push_str("\n\n");
            text.push_str(&tail);
        }
        Document { text, passage, marks, whole: example.whole }
    }

    fn judge(&self, rule: &str, flagged: bool, findings: &[Finding]) -> Verdict {
        let of_all = self.whole && self.marks.is_empty();
        let found: Vec<Span> = findings
            .iter()
            .filter(|finding| finding.rule == rule && finding.state == State::Open)
            .filter(|finding| of_all || finding.missing.is_some() || finding.span.overlaps(self.passage))
            .map(|finding| finding.span)
            .collect();
        match (flagged, found.is_empty()) {
            (true, true) => Verdict::Missing,
            (false, false) => Verdict::Noisy,
            (false, true) => Verdict::Right,
            (true, false) if self.marks.is_empty() => Verdict::Right,
            (true, false) => {
                let all_marked = self.marks.iter().all(|mark| found.iter().any(|span| span.overlaps(*mark)));
                let none_outside = found.iter().all(|span| self.marks.iter().any(|mark| mark.overlaps(*span)));
                if all_marked && none_outside { Verdict::Right } else { Verdict::WrongPlace }
            }
        }
    }
}
