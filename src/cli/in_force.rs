//! The rules and settings that the options of a command ask for.

use std::path::Path;
use std::sync::Arc;

use super::arguments::ConfigChoice;
use super::output::Output;
use crate::config::{Adjustments, Effective, Resolver, read_folder};
use crate::rule::{self, Pack, Program};
use crate::source::shown;

impl ConfigChoice {
    /// The resolver that the options ask for; errors are printed.
    pub(super) fn resolver(&self, adjust: Adjustments, output: &Output) -> Option<Resolver> {
        if let Some(path) = self.config.as_ref().filter(|path| !path.is_file()) {
            output.error(&format!("there is no config file {}", shown(path)), None);
            return None;
        }
        let program = match &self.rules_from {
            Some(_) => compile(&self.builtin_pack(output)?, output)?,
            None => rule::builtin(),
        };
        Some(Resolver::new(program, self.config.clone(), self.no_config, adjust))
    }

    /// The rules and settings in force for a file; errors are printed.
    pub(super) fn effective(&self, file: &Path, output: &Output) -> Option<Arc<Effective>> {
        output.sound(self.resolver(Adjustments::default(), output)?.resolve(file))
    }

    /// The files of the built-in rules, or of the folder that stands for them.
    pub(super) fn builtin_pack(&self, output: &Output) -> Option<Pack> {
        let Some(folder) = &self.rules_from else { return Some(rule::builtin_pack()) };
        match read_folder(folder) {
            Ok(files) => {
                let mut pack = Pack::default();
                pack.add(files);
                Some(pack)
            }
            Err(message) => {
                output.error(&message, None);
                None
            }
        }
    }
}

/// Compiles a pack, printing what is wrong with it.
pub(super) fn compile(pack: &Pack, output: &Output) -> Option<Program> {
    output.sound(rule::compile(pack).map_err(|errors| pack.in_files(errors)))
}
