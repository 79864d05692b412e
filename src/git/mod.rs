//! What git knows: what changed since when, and what is staged. It asks the `git` command.

mod changes;
mod objects;
mod repository;

pub use changes::{Before, Change, changed_lines};
pub use objects::Blob;
pub use repository::{GitError, Repository, version};
