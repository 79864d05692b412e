//! Rules: read from files, compiled, and matched against sentences.
//!
//! `file` is the form of the YAML, [`Pack`] what was read, [`Program`] what runs, `matcher` what matches it.

mod atoms;
mod builtin;
mod compile;
mod file;
mod layout;
mod limits;
mod matcher;
mod op;
mod pack;
mod pattern;
mod prefilter;
mod program;
mod requirement;

pub use builtin::{builtin, builtin_pack, builtin_sources, builtin_structure};
pub use compile::compile;
pub use file::{Example, Examples};
pub(crate) use matcher::{Aim, Match, Matcher, Words};
pub use pack::{Pack, PackError, PackSource, Place, RuleExamples};
pub use program::*;

/// The JSON schema of a rule file.
#[cfg(test)]
pub(crate) fn schema() -> schemars::Schema {
    schemars::schema_for!(file::RuleFile)
}
