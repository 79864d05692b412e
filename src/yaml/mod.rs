//! YAML with the place of every key and value.
//!
//! Front matter, rule files and config are all read through this one tree, so that one parser decides
//! what a document means and every error can point at the words it is about.

mod de;
mod near;
mod node;

pub use de::{from_node, Error, Spanned};
pub use near::nearest;
pub use node::{parse, Node, Value};
