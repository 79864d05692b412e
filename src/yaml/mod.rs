//! YAML with the place of every key and value.
//!
//! Front matter, rule files and config are all read through this one tree, so that one parser decides
//! what a document means and every error can point at the words it is about.

mod de;
mod near;
mod node;

pub use de::{Entries, Error, Spanned, from_node};
pub use near::{did_you_mean, nearest};
pub use node::{Copies, Node, Value, parse, parse_part};
