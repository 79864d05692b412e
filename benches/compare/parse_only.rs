//! Reads and parses the markdown files under the folders it is given, with pulldown-cmark and nothing else, on all cores,
//! and prints the number of events: the least that any linter of markdown has to do.

#![allow(clippy::print_stdout, reason = "it prints what it counted, so that nothing is optimised away")]

use std::fs;
use std::path::PathBuf;

use pulldown_cmark::{Options, Parser};
use rayon::prelude::*;

fn main() {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let files = brieflint::source::find(&paths, |_, _| true).files;
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let events: usize = files
        .par_iter()
        .filter_map(|file| fs::read_to_string(file).ok())
        .map(|text| Parser::new_ext(&text, options).into_offset_iter().count())
        .sum();
    println!("{} files, {events} events", files.len());
}
