//! Files, their text and places in them.
//!
//! A place is a [`Span`] of bytes of the original file everywhere inside the program. It turns into
//! lines and columns once, at the edge, through [`LineIndex`].

mod lines;
mod read;
mod root;
mod span;
mod visible;
mod walk;
mod whole;

pub use lines::{LineIndex, Position};
pub use read::{MAX_BYTES, ReadError, Source, display_name};
pub use root::{Root, absolute, folder_of};
pub use span::Span;
pub(crate) use visible::is_hidden;
pub use visible::{shown, visible};
pub use walk::{Found, Problem, find};
pub use whole::{WholeFile, write_whole};
