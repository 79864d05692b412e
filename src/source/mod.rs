//! Files, their text and places in them.
//!
//! A place is a [`Span`] of bytes of the original file everywhere inside the program. It turns into
//! lines and columns once, at the edge, through [`LineIndex`].

mod file_error;
mod lines;
mod listed;
mod one_line;
mod read;
mod root;
mod span;
mod threads;
mod visible;
mod walk;
mod whole;

pub use file_error::{FileError, MOST_ERRORS};
pub use lines::{LineIndex, Position};
pub use listed::find_listed;
pub use one_line::{on_one_line, shortened};
pub use read::{MAX_BYTES, ReadError, Source, display_name, shown};
pub use root::{Root, absolute, folder_of, real};
pub use span::Span;
pub use threads::threads;
pub(crate) use visible::{is_hidden, is_invisible};
pub use visible::{visible, visible_lines};
pub use walk::{Found, Problem, find, glob};
pub use whole::{WholeFile, write_new, write_whole};
