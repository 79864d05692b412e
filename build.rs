//! Compiles `rules/` into the form that runs, so that nothing is read or compiled when brieflint starts.
//!
//! The modules that read and compile rule files are the program's own, taken in by path.
#![allow(dead_code, unused_imports, unreachable_pub, reason = "the build needs only a part of these modules")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

#[path = "src/source"]
mod source {
    mod file_error;
    mod span;
    mod visible;
    pub use file_error::{FileError, MOST_ERRORS};
    pub use span::Span;
    pub(crate) use visible::is_invisible;
}
#[path = "src/yaml/mod.rs"]
mod yaml;
#[path = "src/language"]
mod language {
    mod calendar;
    mod fold;
    mod inflect;
    pub(crate) mod look_alike {
        use unicode_security::skeleton;

        /// The small Latin letter or the digit that a letter passes for, by Unicode's table of such letters (TR 39); the ones
        /// named here the table takes for small capitals.
        pub(crate) fn look_alike(letter: char) -> Option<char> {
            Some(match letter {
                'в' => 'b',
                'ё' => 'e',
                'н' => 'h',
                'к' | 'κ' => 'k',
                'м' => 'm',
                'т' | 'τ' => 't',
                'υ' => 'u',
                'ω' => 'w',
                'χ' => 'x',
                _ => {
                    let mut bytes = [0; 4];
                    let mut prototype = skeleton(letter.encode_utf8(&mut bytes));
                    match (prototype.next()?, prototype.next()) {
                        // The table has one form for a capital I and a small L.
                        ('l', None) if letter.is_uppercase() => 'i',
                        (latin, None) if latin.is_ascii_alphanumeric() => latin.to_ascii_lowercase(),
                        _ => return None,
                    }
                }
            })
        }
    }
    mod marks;
    mod table;
    mod vocabulary;
    pub use calendar::Calendar;
    pub(crate) use fold::LONGEST as LONGEST_WORD;
    pub(crate) use inflect::{Category, Inflection};
    pub use marks::Marks;
    pub use table::Table;
    pub(crate) use table::store;
    pub use vocabulary::{AtomId, FormId, Vocabulary, form};
}
#[path = "src/rule"]
mod rule {
    mod atoms;
    mod compile;
    mod file;
    mod layout;
    mod limits;
    mod op;
    mod pack;
    mod pattern;
    mod prefilter;
    mod program;
    mod requirement;
    pub use compile::compile;
    pub use pack::{Pack, PackSource};
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let folder = root.join("rules");
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=build.rs");
    let mut paths = Vec::new();
    collect(&folder, &mut paths)?;
    paths.sort();
    let mut pack = rule::Pack::default();
    let mut listing = "static SOURCES: &[(&str, &str)] = &[\n".to_owned();
    let mut sources = Vec::new();
    for path in &paths {
        let name = path.strip_prefix(&folder)?.to_string_lossy().replace('\\', "/");
        writeln!(listing, "    ({name:?}, include_str!({path:?})),")?;
        sources.push(rule::PackSource {
            name: format!("rules/{name}"),
            path: name,
            text: std::fs::read_to_string(path)?.into(),
        });
    }
    listing.push_str("];\n");
    pack.add(sources);
    std::fs::write(out.join("sources.rs"), listing)?;
    let others = ('\u{80}'..=char::MAX).filter_map(|letter| Some((letter, language::look_alike::look_alike(letter)?)));
    let others: Vec<(char, char)> = others.collect();
    std::fs::write(
        out.join("look_alikes.rs"),
        format!("static LOOK_ALIKES: [(char, char); {}] = {others:?};", others.len()),
    )?;
    match rule::compile(&pack) {
        Ok(mut program) => {
            std::fs::write(out.join("program.bin"), postcard::to_stdvec(&program)?)?;
            std::fs::write(out.join("words.txt"), program.vocabulary.text().as_bytes())?;
            let little = std::env::var("CARGO_CFG_TARGET_ENDIAN")? == "little";
            let bytes = |number: u32| if little { number.to_le_bytes() } else { number.to_be_bytes() };
            let tables: Vec<u8> = language::store(program.tables()).into_iter().flat_map(bytes).collect();
            std::fs::write(out.join("tables.bin"), tables)?;
            Ok(())
        }
        Err(errors) => {
            for error in errors {
                let source = &pack.sources[error.place.file as usize];
                let line = source.text.as_bytes()[..error.place.span.start as usize]
                    .iter()
                    .filter(|&&byte| byte == b'\n')
                    .count()
                    + 1;
                let help = error.help.map(|help| format!(" ({help})")).unwrap_or_default();
                println!("cargo::error={}:{line}: {}{help}", source.name, error.message);
            }
            Ok(())
        }
    }
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            paths.push(path);
        }
    }
    Ok(())
}
