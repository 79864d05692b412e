//! Asking for a brief step by step. What was answered is kept beside the brief until that is written.

use std::io::{self, BufRead, Lines, StdinLock};
use std::path::{Path, PathBuf};

use super::{Writer, told};
use crate::clarity::{Draft, NewWords, Step, fill};
use crate::cli::output::Output;
use crate::lint::question_of;
use crate::source::{shown, write_whole};

/// Asks for everything that the draft does not hold yet; `None` where that came to an end before its end, which is told.
pub(super) fn converse(writer: &mut Writer<'_>, draft: &mut Draft, path: &Path, output: &mut Output) -> Option<()> {
    let words = &writer.wording.new;
    let mut talk = Conversation { words, kept: kept_at(path), lines: io::stdin().lock().lines() };
    talk.begin(draft, output)?;
    talk.names(draft, output)?;
    talk.elements(writer, draft, output)?;
    output.print("\n");
    Some(())
}

struct Conversation<'w> {
    words: &'w NewWords,
    /// Where the answers are kept.
    kept: PathBuf,
    lines: Lines<StdinLock<'static>>,
}

/// A name that a draft has a place for.
type NameOf = fn(&mut Draft) -> &mut Option<String>;

impl Conversation<'_> {
    /// Goes on from the answers that are there.
    fn begin(&self, draft: &mut Draft, output: &mut Output) -> Option<()> {
        match earlier(&self.kept) {
            Ok(Some(earlier)) => {
                *draft = earlier;
                output.print(&format!("{}\n", fill(&self.words.resumed, &[("file", &shown(&self.kept))])));
                Some(())
            }
            Ok(None) => {
                output.print(&format!("{}\n", wrapped(&self.words.intro, output.terminal.width)));
                Some(())
            }
            Err(error) => {
                output.error(
                    &format!("the answers in {} cannot be read: {error}", shown(&self.kept)),
                    Some("mend the file, or delete it to begin anew"),
                );
                None
            }
        }
    }

    /// Asks what it is called, who answers for it and who hands it over.
    fn names(&mut self, draft: &mut Draft, output: &mut Output) -> Option<()> {
        let names: [(&str, NameOf); 3] = [
            (&self.words.title, |draft| &mut draft.title),
            (&self.words.owner, |draft| &mut draft.owner),
            (&self.words.delegator, |draft| &mut draft.delegator),
        ];
        for (question, name) in names {
            if name(draft).is_none() {
                let answer = self.ask(question, "", output)?;
                *name(draft) = Some(answer).filter(|answer| !answer.is_empty());
                self.keep(draft, output)?;
            }
        }
        Some(())
    }

    /// Asks for each element.
    fn elements(&mut self, writer: &mut Writer<'_>, draft: &mut Draft, output: &mut Output) -> Option<()> {
        let mut group = String::new();
        for step in &self.words.steps {
            if !draft.answers.contains_key(&step.element) {
                question(writer, step, &mut group, output);
                self.element(step, writer, draft, output)?;
            }
        }
        Some(())
    }

    /// Asks for an element, and again while the answer brings something up, until it is left as it is.
    fn element(&mut self, step: &Step, writer: &mut Writer<'_>, draft: &mut Draft, output: &mut Output) -> Option<()> {
        let (_, asks, hint) = step.of(draft.kind);
        let mut answer = self.ask(asks, hint, output)?;
        while !answer.is_empty() {
            draft.answers.insert(step.element.clone(), vec![answer]);
            self.keep(draft, output)?;
            let found = writer.new_findings(draft, &step.element);
            if found.is_empty() {
                break;
            }
            let said: String = found.iter().map(told).collect();
            answer = self.ask(&format!("{said}{}", self.words.keep), "", output)?;
        }
        draft.answers.entry(step.element.clone()).or_default();
        self.keep(draft, output)
    }

    /// The answer to a question, unless they have ended.
    fn ask(&mut self, question: &str, hint: &str, output: &mut Output) -> Option<String> {
        let hint = if hint.is_empty() { String::new() } else { format!("\n  e.g. {hint}") };
        output.print(&format!("\n{}\n> ", wrapped(&format!("{question}{hint}"), output.terminal.width)));
        let answer = self.lines.next().and_then(Result::ok);
        if answer.is_none() {
            let goes_on = format!("what was typed is in {}; the same command goes on from there", shown(&self.kept));
            // Where the first answer is missing, there is nothing to go on from.
            let help = self.kept.exists().then_some(&*goes_on);
            output.error("the answers ended before the questions did", help);
        }
        Some(answer?.trim().to_owned())
    }

    fn keep(&self, draft: &Draft, output: &Output) -> Option<()> {
        let written = write_whole(&self.kept, &serde_json::to_string_pretty(draft).unwrap_or_default());
        written.map_err(|error| output.not_written(&self.kept, &error)).ok()
    }
}

/// The question of the clarity test that the next steps belong to, said once.
fn question(writer: &Writer<'_>, step: &Step, group: &mut String, output: &mut Output) {
    let program = writer.effective.program();
    let question = program.role(&step.element).and_then(|element| question_of(program, element));
    if let Some(question) = question.filter(|question| group != question) {
        question.clone_into(group);
        if let Some(question) = writer.wording.questions.iter().find(|known| known.id == question) {
            output.print(&format!("\n== {} ==\n", question.asks));
        }
    }
}

/// Each line in as many as it takes at this width, in columns, all of them indented as it is.
fn wrapped(text: &str, width: usize) -> String {
    let wrap = |line: &str| {
        let indent = " ".repeat(line.len() - line.trim_start_matches(' ').len());
        let options = textwrap::Options::new(width).initial_indent(&indent).subsequent_indent(&indent);
        textwrap::fill(line.trim_start_matches(' '), options.break_words(false))
    };
    text.lines().map(wrap).collect::<Vec<_>>().join("\n")
}

/// Where the answers of an unfinished conversation are kept.
pub(super) fn kept_at(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".answers.json");
    path.with_file_name(name)
}

/// The answers of a conversation that was broken off, where there was one.
fn earlier(kept: &Path) -> io::Result<Option<Draft>> {
    match std::fs::read_to_string(kept) {
        Ok(text) => Ok(Some(serde_json::from_str(&text)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
