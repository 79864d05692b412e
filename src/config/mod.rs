//! What a team has decided: `brieflint.yaml`, found from each file upward, merged key by key.

mod effective;
mod file;
mod folder;
mod layers;
mod merge;
mod resolve;

pub use effective::{Effective, FailOn, Origin};
pub use folder::read_folder;
pub use layers::FILE_NAME;
pub use resolve::{Adjustments, Resolver};

/// The JSON schema of a config.
#[cfg(test)]
pub(crate) fn schema() -> schemars::Schema {
    schemars::schema_for!(file::ConfigFile)
}
