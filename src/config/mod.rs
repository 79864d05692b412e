//! What a team has decided: `brieflint.yaml`, found from each file upward, merged key by key.

mod file;
mod layers;
mod resolve;

pub use layers::FILE_NAME;
pub use resolve::{Adjustments, Effective, FailOn, Origin, Resolver, read_folder};

/// The JSON schema of a config.
#[cfg(test)]
pub(crate) fn schema() -> schemars::Schema {
    schemars::schema_for!(file::ConfigFile)
}
