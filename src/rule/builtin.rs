//! The rules in the binary: compiled at build time, with the files they were compiled from.

use std::borrow::Cow;

use super::pack::{Pack, PackSource};
use super::program::Program;
use crate::language::take_stored;

static PROGRAM: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/program.bin"));
static WORDS: &str = include_str!(concat!(env!("OUT_DIR"), "/words.txt"));
static TABLES: &Aligned<[u8]> = &Aligned([0; 0], *include_bytes!(concat!(env!("OUT_DIR"), "/tables.bin")));

/// Bytes that lie as numbers have to.
#[repr(C)]
struct Aligned<T: ?Sized>([u32; 0], T);

include!(concat!(env!("OUT_DIR"), "/sources.rs"));

/// The compiled built-in rules.
///
/// # Panics
/// Never: the bytes are written by the build script with the same types, and a test reads them.
#[must_use]
pub fn builtin() -> Program {
    #[expect(clippy::expect_used, reason = "the build script wrote these bytes")]
    let mut program: Program = postcard::from_bytes(PROGRAM).expect("the built-in rules decode");
    *program.vocabulary.text() = Cow::Borrowed(WORDS);
    take_stored(bytemuck::cast_slice(&TABLES.1), program.tables());
    program
}

/// The files of the built-in rules: path from `rules/`, and text.
#[must_use]
pub fn builtin_sources() -> &'static [(&'static str, &'static str)] {
    SOURCES
}

/// The built-in rules as they stand in their files.
#[must_use]
pub fn builtin_pack() -> Pack {
    let mut pack = Pack::default();
    pack.add(SOURCES.iter().map(|&(path, text)| PackSource {
        path: path.to_owned(),
        name: format!("rules/{path}"),
        text: text.into(),
    }));
    pack
}

/// The built-in rules about structure, which hold in any language, as the ground for rules in another one.
#[must_use]
pub fn builtin_structure(language: &str) -> Pack {
    let structure = |path: &str| {
        matches!(path, "pack.yaml" | "fields.yaml")
            || ["front-matter/", "portfolio/", "silencing/"].iter().any(|folder| path.starts_with(folder))
    };
    let mut pack = Pack::default();
    pack.add(SOURCES.iter().filter(|(path, _)| structure(path)).map(|&(path, text)| PackSource {
        path: path.to_owned(),
        name: format!("rules/{path}"),
        text: text.into(),
    }));
    pack.set_language(language);
    pack
}
