use std::io::{self, BufRead, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Status;
use super::arguments::{ANY_BRIEF, NewArguments};
use super::briefs;
use super::output::Output;
use crate::clarity::{Draft, DraftKind, Step, Wording, fill};
use crate::config::Effective;
use crate::language::{Day, today};
use crate::lint::{Linter, question_of};
use crate::report::Located;
use crate::rule::Severity;
use crate::source::{Source, shown, visible, write_whole};

pub(super) fn run(arguments: &NewArguments, output: &mut Output) -> Status {
    let Some(wording) = briefs::wording(output) else { return Status::Trouble };
    let here = arguments.output.clone().unwrap_or_else(|| PathBuf::from(ANY_BRIEF));
    let path = (arguments.output.is_some() || arguments.is_conversation()).then_some(&*here);
    if path.is_some_and(|path| !can_write(path, arguments.force, output)) {
        return Status::Trouble;
    }
    let Some(effective) = arguments.config.effective(&here, output) else { return Status::Trouble };
    let mut writer = Writer {
        wording: &wording,
        effective,
        today: arguments.today.unwrap_or_else(today),
        linter: Linter::default(),
    };
    let mut draft = arguments.draft();
    if arguments.is_conversation() && !converse(&mut writer, &mut draft, &here, output) {
        return Status::Trouble;
    }
    finish(&mut writer, &draft, path, output)
}

/// Whether the brief can be written at all, before anybody is asked for it.
fn can_write(path: &Path, force: bool, output: &Output) -> bool {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        output.error(&format!("there is no folder {}", shown(folder)), Some("make it first, or name another file"));
        return false;
    }
    if path.exists() && !force {
        output.error(
            &format!("{} is there already", shown(path)),
            Some("name another file, or write over it with --force"),
        );
        return false;
    }
    true
}

/// What a conversation needs at each step.
struct Writer<'w> {
    wording: &'w Wording,
    effective: Arc<Effective>,
    today: Day,
    linter: Linter,
}

impl Writer<'_> {
    fn written(&self, draft: &Draft) -> String {
        draft.to_markdown(self.today, &self.effective.program().calendar, self.wording)
    }

    /// What is wrong with the brief so far.
    fn findings(&mut self, draft: &Draft) -> Vec<Located> {
        let text = self.written(draft);
        let Ok(source) = Source::from_bytes("brief.md", text.into_bytes()) else { return Vec::new() };
        let examined = briefs::one(source, &self.effective, self.wording, &mut self.linter);
        let Ok(examined) = examined else { return Vec::new() };
        examined.sheet.cards.iter().flat_map(|card| card.findings()).cloned().collect()
    }

    /// What an answer brings up that was not there `before` it: about its own words, or that it does not state its element.
    fn new_findings(&mut self, before: &[Located], draft: &Draft, element: &str) -> Vec<Located> {
        let mut before: Vec<&str> = before.iter().map(|located| located.finding.message.as_str()).collect();
        let mut found = self.findings(draft);
        found.retain(|located| match &located.finding.missing {
            Some(missing) => missing == element,
            None => {
                let known = before.iter().position(|message| *message == located.finding.message);
                known.map(|at| before.swap_remove(at)).is_none()
            }
        });
        found
    }
}

/// Asks for everything that the draft does not hold yet. What was answered is kept beside the brief until that is written.
fn converse(writer: &mut Writer<'_>, draft: &mut Draft, path: &Path, output: &mut Output) -> bool {
    let words = &writer.wording.new;
    let kept = kept_at(path);
    let width = output.terminal.width;
    match earlier(&kept) {
        Ok(Some(earlier)) => {
            *draft = earlier;
            output.print(&format!("{}\n", fill(&words.resumed, &[("file", &shown(&kept))])));
        }
        Ok(None) => output.print(&format!("{}\n", wrapped(&words.intro, width))),
        Err(error) => {
            output.error(
                &format!("the answers in {} cannot be read: {error}", shown(&kept)),
                Some("fix the file, or delete it to begin anew"),
            );
            return false;
        }
    }
    let mut lines = std::io::stdin().lock().lines();
    let mut ask = |question: &str, hint: &str, output: &mut Output| -> Option<String> {
        let hint = if hint.is_empty() { String::new() } else { format!("\n  e.g. {hint}") };
        output.print(&format!("\n{}\n> ", wrapped(&format!("{question}{hint}"), width)));
        Some(lines.next()?.ok()?.trim().to_owned())
    };
    let keep = |draft: &Draft, output: &Output| {
        let written = write_whole(&kept, &serde_json::to_string_pretty(draft).unwrap_or_default());
        written.map_err(|error| output.not_written(&kept, &error)).is_ok()
    };
    let fields = [("title", &words.title), ("owner", &words.owner), ("delegator", &words.delegator)];
    let fields = fields.map(|(field, asks)| (field, asks.as_str(), "", None));
    let steps = words.steps.iter().map(|step| {
        let (_, asks, hint) = step.of(draft.kind);
        (step.element.as_str(), asks, hint, Some(step))
    });
    let questions: Vec<_> = fields.into_iter().chain(steps).collect();
    let mut group = String::new();
    for (what, asks, hint, step) in questions {
        if draft.has(what) {
            continue;
        }
        if let Some(step) = step {
            title(writer, step, &mut group, output);
        }
        let before = writer.findings(draft);
        let Some(mut answer) = ask(asks, hint, output) else { return stopped(&kept, output) };
        loop {
            draft.put(what, &answer);
            if !keep(draft, output) {
                return false;
            }
            let found = if answer.is_empty() { Vec::new() } else { writer.new_findings(&before, draft, what) };
            if found.is_empty() {
                break;
            }
            let said: String = found.iter().map(told).collect();
            let Some(again) = ask(&format!("{said}{}", words.keep), "", output) else { return stopped(&kept, output) };
            if again == answer {
                break;
            }
            answer = again;
        }
    }
    output.print("\n");
    true
}

/// The question of the clarity test that the next steps belong to, said once.
fn title(writer: &Writer<'_>, step: &Step, group: &mut String, output: &mut Output) {
    let program = writer.effective.program();
    let question = program.role(&step.element).and_then(|element| question_of(program, element));
    if let Some(question) = question.filter(|question| group != question) {
        question.clone_into(group);
        if let Some(question) = writer.wording.questions.iter().find(|known| known.id == question) {
            output.print(&format!("\n== {} ==\n", question.asks));
        }
    }
}

fn told(located: &Located) -> String {
    let finding = &located.finding;
    format!("  {}: {}\n    {}\n", finding.severity.name(), visible(&finding.message), visible(&finding.help))
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
fn kept_at(path: &Path) -> PathBuf {
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

fn stopped(kept: &Path, output: &Output) -> bool {
    let goes_on = format!("what was typed is in {}; the same command goes on from there", shown(kept));
    // Where the first answer is missing, there is nothing to go on from.
    let help = kept.exists().then_some(&*goes_on);
    output.error("the answers ended before the questions did", help);
    false
}

/// Writes the brief, and says what its own check says.
fn finish(writer: &mut Writer<'_>, draft: &Draft, path: Option<&Path>, output: &mut Output) -> Status {
    let text = writer.written(draft);
    match path {
        None => output.print(&text),
        Some(path) => {
            if let Err(error) = write_whole(path, &text) {
                output.not_written(path, &error);
                return Status::Trouble;
            }
            let _ = std::fs::remove_file(kept_at(path));
            output.print(&format!("{}\n", fill(&writer.wording.new.written, &[("file", &shown(path))])));
        }
    }
    let found = writer.findings(draft);
    let open: String = found.iter().map(told).collect();
    if path.is_some() {
        output.print(&open);
    } else if !open.is_empty() {
        let _ = write!(std::io::stderr(), "{open}");
    }
    let fails = found.iter().any(|located| located.finding.severity >= Severity::Warning);
    if fails { Status::Findings } else { Status::Clean }
}

impl NewArguments {
    /// Whether to ask: nothing was given that a brief could be made from, or asking was asked for.
    fn is_conversation(&self) -> bool {
        self.ask || self.draft() == Draft { kind: self.kind.into(), ..Draft::default() }
    }

    fn draft(&self) -> Draft {
        let mut draft = Draft {
            kind: self.kind.into(),
            title: self.title.clone(),
            owner: self.owner.clone(),
            delegator: self.delegator.clone(),
            ..Draft::default()
        };
        let single = |value: &Option<String>| value.iter().cloned().collect::<Vec<_>>();
        for (element, answers) in [
            ("autonomy", self.autonomy.clone()),
            ("constraint", self.limit.clone()),
            ("checkpoint", self.checkpoint.clone()),
            ("outcome", self.outcome.clone()),
            ("deadline", single(&self.due)),
            ("standard", self.standard.clone()),
            ("consequence", self.consequence.clone()),
            ("agreement", single(&self.agreed)),
        ] {
            if !answers.is_empty() {
                draft.answers.insert(element.to_owned(), answers);
            }
        }
        draft
    }
}

impl From<super::arguments::KindName> for DraftKind {
    fn from(kind: super::arguments::KindName) -> Self {
        match kind {
            super::arguments::KindName::Brief => DraftKind::Brief,
            super::arguments::KindName::Charter => DraftKind::Charter,
            super::arguments::KindName::Agent => DraftKind::Agent,
        }
    }
}
