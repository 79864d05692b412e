use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::lint::Settings;
use crate::rule::{Program, Severity};

/// Compiled rules, a set for each language; the first is that of the built-in rules.
pub(super) type Programs = Arc<Vec<Arc<Program>>>;

/// The lowest severity that makes a run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// A finding of this severity or above.
    At(Severity),
    /// No finding does; trouble with files or configs still does.
    Never,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A default of the program: no config says anything.
    BuiltIn,
    /// A file and a line of it.
    File(String, usize),
}

/// Everything in force for one file.
#[derive(Clone, Debug)]
pub struct Effective {
    pub(super) programs: Programs,
    /// What a check takes from the configs: severities, silences and limits.
    pub settings: Arc<Settings>,
    /// `None` where no config says it: then the command line takes [`Severity::Warning`].
    pub fail_on: Option<FailOn>,
    /// The file with the findings that are not reported.
    pub baseline: Option<PathBuf>,
    /// The language of briefs that do not name theirs.
    pub language: String,
    /// Each value that some config sets: its name, the value, and where it stands.
    pub origins: BTreeMap<String, (String, Origin)>,
}

impl Effective {
    /// The rules for briefs that do not name their language, or name this one.
    #[must_use]
    pub fn program(&self) -> &Program {
        self.programs.iter().find(|program| program.language == self.language).unwrap_or(&self.programs[0])
    }

    /// The rules for every language that is spoken here.
    pub fn programs(&self) -> impl Iterator<Item = &Program> {
        self.programs.iter().map(|program| &**program)
    }

    /// The language of a brief, which may name its own, and the rules for it.
    #[must_use]
    pub fn rules_for(&self, named: Option<String>) -> (String, &Program) {
        let language = named.unwrap_or_else(|| self.language.clone());
        let program = self.program_for(&language);
        (language, program)
    }

    /// The rules for a language; those for another one where there are none, of which only the rules about structure hold.
    #[must_use]
    pub fn program_for(&self, language: &str) -> &Program {
        self.programs.iter().find(|program| program.language == language).unwrap_or(&self.programs[0])
    }
}
