use std::path::Path;

use super::layers::shown;
use crate::rule::PackSource;
use crate::source::{Source, display_name};

/// The most bytes of the rule files in one folder.
const MOST_RULES: usize = 8 << 20;

/// The rule files under a folder, with paths from it; no ignore file governs them.
///
/// # Errors
/// A sentence that says what could not be read.
pub fn read_folder(folder: &Path) -> Result<Vec<PackSource>, String> {
    if !folder.is_dir() {
        return Err(format!("there is no folder {}", shown(folder)));
    }
    let mut sources = Vec::new();
    let mut left = MOST_RULES;
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| error.to_string())?;
        let path = entry.path();
        let is_yaml = path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
        if entry.file_type().is_file() && is_yaml {
            let source = Source::read(path).map_err(|error| format!("{}: {error}", shown(path)))?;
            left = left.checked_sub(source.text.len()).ok_or_else(|| {
                format!("the rule files in {} come to more than {} MiB", shown(folder), MOST_RULES >> 20)
            })?;
            let inner = display_name(path.strip_prefix(folder).unwrap_or(path));
            sources.push(PackSource { path: inner, name: shown(path), text: source.text.into() });
        }
    }
    Ok(sources)
}
