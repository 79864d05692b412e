mod conversation;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::conversation::{converse, kept_at};
use super::Status;
use super::arguments::{ANY_BRIEF, NewArguments};
use super::briefs;
use super::output::Output;
use crate::clarity::{Draft, DraftKind, Wording, fill};
use crate::config::Effective;
use crate::language::{Day, today};
use crate::lint::Linter;
use crate::report::Located;
use crate::rule::Severity;
use crate::source::{Source, shown, visible, write_new, write_whole};

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
    if arguments.is_conversation() && converse(&mut writer, &mut draft, &here, output).is_none() {
        return Status::Trouble;
    }
    finish(&mut writer, &draft, path, arguments.force, output)
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

fn told(located: &Located) -> String {
    let finding = &located.finding;
    format!("  {}: {}\n    {}\n", finding.severity.name(), visible(&finding.message), visible(&finding.help))
}

/// Writes the brief, and says what its own check says.
fn finish(writer: &mut Writer<'_>, draft: &Draft, path: Option<&Path>, force: bool, output: &mut Output) -> Status {
    let text = writer.written(draft);
    match path {
        None => output.print(&text),
        Some(path) => {
            let write = if force { write_whole } else { write_new };
            if let Err(error) = write(path, &text) {
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
