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
    talk.names(writer, draft, output)?;
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

impl Conversation<'_> {
    /// Goes on from the answers that are there.
    fn begin(&self, draft: &mut Draft, output: &mut Output) -> Option<()> {
        match earlier(&self.kept) {
            Ok(Some(earlier)) => {
                let given = std::mem::replace(draft, earlier);
                draft.overlay(given);
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
                    Some("fix the file, or delete it to begin anew"),
                );
                None
            }
        }
    }

    /// Asks what it is called, who answers for it and who hands it over.
    fn names(&mut self, writer: &mut Writer<'_>, draft: &mut Draft, output: &mut Output) -> Option<()> {
        let names = [("title", &self.words.title), ("owner", &self.words.owner), ("delegator", &self.words.delegator)];
        for (name, question) in names {
            if !draft.has(name) {
                self.question(name, question, "", writer, draft, output)?;
            }
        }
        Some(())
    }

    /// Asks for each element.
    fn elements(&mut self, writer: &mut Writer<'_>, draft: &mut Draft, output: &mut Output) -> Option<()> {
        let mut group = String::new();
        for step in &self.words.steps {
            if !draft.has(&step.element) {
                heading(writer, step, &mut group, output);
                let (_, question, hint) = step.of(draft.kind);
                self.question(&step.element, question, hint, writer, draft, output)?;
            }
        }
        Some(())
    }

    /// Asks a question, and again while the answer brings something up, until the same is answered once more.
    fn question(
        &mut self,
        what: &str,
        question: &str,
        hint: &str,
        writer: &mut Writer<'_>,
        draft: &mut Draft,
        output: &mut Output,
    ) -> Option<()> {
        let before = writer.findings(draft);
        let mut answer = self.ask(question, hint, output)?;
        loop {
            draft.put(what, &answer);
            self.keep(draft, output)?;
            let found = if answer.is_empty() { Vec::new() } else { writer.new_findings(&before, draft, what) };
            if found.is_empty() {
                return Some(());
            }
            let said: String = found.iter().map(told).collect();
            let again = self.ask(&format!("{said}{}", self.words.keep), "", output)?;
            if again == answer {
                return Some(());
            }
            answer = again;
        }
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
fn heading(writer: &Writer<'_>, step: &Step, group: &mut String, output: &mut Output) {
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
