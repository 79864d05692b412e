//! What git knows: what changed since when, what is staged, and how it was before. It asks the `git` command.

mod changes;
mod command;
mod history;
mod objects;
mod repository;

pub use changes::{Before, Change, changed_lines};
pub use command::GitError;
pub use history::Commit;
pub use objects::Blob;
pub use repository::{Repository, version};
