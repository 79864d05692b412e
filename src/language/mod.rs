//! Words and sentences.
//!
//! Nothing about English stands here: which words there are, how they inflect and what they abbreviate comes from
//! the language's folder of rule data.

mod calendar;
mod date;
mod earlier;
mod fold;
mod inflect;
mod look_alike;
mod marks;
mod sentence;
mod table;
mod token;
mod vocabulary;

pub use calendar::Calendar;
pub use date::{Day, Period, Read, day_at, now, today};
pub use earlier::Earlier;
pub(crate) use fold::LONGEST as LONGEST_WORD;
pub(crate) use inflect::{Category, Inflection};
pub use marks::Marks;
pub use sentence::{LONGEST_SENTENCE, Sentence, Text};
pub use table::Table;
pub(crate) use table::{store, take_stored};
pub use token::Token;
pub use vocabulary::{AtomId, FormId, Vocabulary, form};
