//! What is in force for the documents, and the files that say so.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

use super::document::{Document, Standing};
use crate::baseline::Baseline;
use crate::brief::{self, Brief};
use crate::config::{Effective, Resolver};
use crate::language::{Day, today};
use crate::lint::{self, Fault, Finding, Linter, Outcome, Scorecard};
use crate::report::Explanation;
use crate::rule::{Pack, Program};
use crate::source::{self, FileError};

/// Configs, rules and baselines as they were read last.
pub(super) struct Workspace {
    resolver: Resolver,
    /// The folder that a document without a name is taken to be in.
    root: PathBuf,
    /// The day that silences are measured against.
    day: Day,
    /// What each baseline came to; `None` for one that is broken.
    baselines: HashMap<PathBuf, Option<Baseline>>,
    /// The files of each set of rules that somebody asked about, by its fingerprint.
    packs: HashMap<u64, Pack>,
    /// Where explanations are written for the client to open; made when the first one is.
    explanations: Option<TempDir>,
}

impl Workspace {
    pub(super) fn new(resolver: Resolver, root: PathBuf) -> Self {
        let mut workspace = Workspace {
            resolver,
            root,
            day: today(),
            baselines: HashMap::new(),
            packs: HashMap::new(),
            explanations: None,
        };
        workspace.forget();
        workspace
    }

    pub(super) fn set_root(&mut self, root: PathBuf) {
        self.root = root;
    }

    /// Forgets everything, so that it is read again as it is now.
    pub(super) fn forget(&mut self) {
        self.day = today();
        self.resolver.forget(self.day);
        self.baselines.clear();
        self.packs.clear();
    }

    /// Whether silences may have ended since configs were read.
    pub(super) fn is_of_yesterday(&self) -> bool {
        self.day != today()
    }

    /// Whether a change of this file may change what is in force.
    pub(super) fn depends_on(&self, file: &Path) -> bool {
        self.resolver.depends_on(file) || self.baselines.keys().any(|path| source::absolute(path) == file)
    }

    /// What is wrong with the config of the workspace's own folder.
    pub(super) fn problems_of_root(&mut self) -> Vec<FileError> {
        let brief = self.root.join("brief.md");
        self.resolver.resolve(&brief).err().unwrap_or_default()
    }

    /// Settles what is in force for a document. While its config is broken that stays what it was; what is wrong is given
    /// back.
    pub(super) fn settle(&mut self, document: &mut Document) -> Vec<FileError> {
        if !document.is_markdown {
            document.standing = Standing::Excluded;
            return Vec::new();
        }
        match self.wants(document) {
            Ok(true) => {}
            Ok(false) => {
                document.standing = Standing::Excluded;
                return Vec::new();
            }
            Err(error) => return vec![*error],
        }
        let file = document.path.clone().unwrap_or_else(|| self.root.join("untitled.md"));
        match self.resolver.resolve(&file) {
            Ok(effective) => {
                let problem = effective.baseline.as_deref().and_then(|path| self.read_baseline(path));
                document.standing = Standing::Checked(effective);
                problem.into_iter().collect()
            }
            Err(errors) => errors,
        }
    }

    /// Whether a document is to be checked. One without a name always is; one that was saved is left out where `check`
    /// leaves it out.
    fn wants(&self, document: &Document) -> Result<bool, Box<FileError>> {
        let Some(path) = &document.path else { return Ok(true) };
        if self.explanations.as_ref().is_some_and(|folder| path.starts_with(folder.path())) {
            return Ok(false);
        }
        // The editor says that it is markdown; then any end of its name will do.
        let has_other_end = !path.extension().is_some_and(|end| end == "md" || end == "markdown");
        let ignored = source::find(std::slice::from_ref(path), |_, _| true).excluded > 0;
        Ok(!ignored && self.resolver.wants(path, has_other_end)?)
    }

    /// Reads a baseline once; what is wrong with it.
    fn read_baseline(&mut self, path: &Path) -> Option<FileError> {
        if let Some(Some(_)) = self.baselines.get(path) {
            return None;
        }
        match Baseline::read(path) {
            Ok(baseline) => {
                self.baselines.insert(path.to_owned(), Some(baseline));
                None
            }
            Err(error) => {
                self.baselines.insert(path.to_owned(), None);
                let help = Some("`brieflint baseline` writes one; until then everything is reported".to_owned());
                Some(FileError { help, ..error })
            }
        }
    }

    /// Marks the findings of a document that are in its baseline.
    pub(super) fn mark_known(&self, document: &Document, effective: &Effective, findings: &mut [Finding]) {
        let baseline = effective.baseline.as_ref().and_then(|path| self.baselines.get(path)).and_then(Option::as_ref);
        if let (Some(baseline), Some(path)) = (baseline, &document.path) {
            baseline.mark(&baseline.name(path), findings);
        }
    }

    /// The explanation of a rule as markdown.
    pub(super) fn explanation(&mut self, document: &Document, rule: &str) -> Option<String> {
        let effective = document.effective()?.clone();
        let program = program_of(document, &effective);
        if !self.packs.contains_key(&program.fingerprint) {
            let file = document.path.clone().unwrap_or_else(|| self.root.join("untitled.md"));
            self.packs.insert(program.fingerprint, self.resolver.pack(&file, &program.language).ok()?);
        }
        Some(Explanation::new(program, self.packs.get(&program.fingerprint)?, rule)?.markdown())
    }

    /// Writes the explanation of a rule to a file that is there as long as the session.
    ///
    /// # Errors
    /// When there is no place for temporary files, or no room.
    pub(super) fn write_explanation(&mut self, rule: &str, explanation: &str) -> io::Result<PathBuf> {
        let folder = match self.explanations.take() {
            Some(folder) => folder,
            None => tempfile::Builder::new().prefix("brieflint-").tempdir()?,
        };
        let folder = self.explanations.insert(folder);
        let path = folder.path().join(format!("{rule}.md"));
        std::fs::write(&path, explanation)?;
        Ok(path)
    }
}

/// The rules for a document in its language.
pub(super) fn program_of<'e>(document: &Document, effective: &'e Arc<Effective>) -> &'e Program {
    let named = document.examined.as_ref().and_then(|examined| lint::language_of(&examined.brief));
    effective.rules_for(named).1
}

/// Lints a text.
pub(super) fn check(text: &str, effective: &Effective, linter: &mut Linter) -> Result<(Brief, Outcome), Fault> {
    linter.guard(|linter| {
        let brief = brief::read(text);
        let (language, program) = effective.rules_for(lint::language_of(&brief));
        let outcome = lint::check(text, &brief, program, &language, &effective.settings, linter);
        (brief, outcome)
    })
}

/// Holds each responsibility of a text to the clarity test.
pub(super) fn scorecards(
    text: &str,
    brief: &Brief,
    effective: &Effective,
    linter: &mut Linter,
) -> Result<Vec<Scorecard>, Fault> {
    linter.guard(|linter| {
        let (language, program) = effective.rules_for(lint::language_of(brief));
        lint::clarity(text, brief, program, &language, &effective.settings, linter).1
    })
}
