//! Files, their text and places in them.
//!
//! A place is a [`Span`] of bytes of the original file everywhere inside the program. It turns into
//! lines and columns once, at the edge, through [`LineIndex`].

mod lines;
mod read;
mod span;
mod walk;

pub use lines::{LineIndex, Position};
pub use read::{ReadError, Source, MAX_BYTES};
pub use span::Span;
pub use walk::{Exclude, Found, Walk};
