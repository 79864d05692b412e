//! How long brieflint takes: `cargo bench`.
//!
//! A folder of 5,000 briefs is generated and measured three ways: read and parsed with pulldown-cmark alone, read and
//! checked by the library, and one small brief checked by the command from start to exit. At the end it prints how many
//! times the parsing a check takes. `cargo bench --bench check -- --write FOLDER [COUNT [FAULTS]]` only writes such a folder.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark speaks on the terminal")]

mod briefs;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use brieflint::brief;
use brieflint::lint::{self, Linter, Settings};
use brieflint::rule::{self, Program};
use brieflint::source::Source;
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use pulldown_cmark::{Options, Parser};
use rayon::prelude::*;

const BRIEFS: usize = 5_000;

/// Pairs of runs that the ratio is taken from.
const PAIRS: usize = 5;

static PROGRAM: LazyLock<Program> = LazyLock::new(rule::builtin);

/// The generated folder's files, and their size together.
static FOLDER: LazyLock<(Vec<PathBuf>, u64)> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("briefs");
    let _ = fs::remove_dir_all(&folder);
    briefs::write(&folder, BRIEFS, 0).expect("the folder is written");
    let files = brieflint::source::find(&[folder], |_, _| true).files;
    let bytes = files.iter().map(|file| fs::metadata(file).expect("a file").len()).sum();
    (files, bytes)
});

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [flag, folder, numbers @ ..] = &arguments[..]
        && flag == "--write"
    {
        let number = |at: usize, otherwise| numbers.get(at).map_or(Ok(otherwise), |number: &String| number.parse());
        let written = match (number(0, BRIEFS), number(1, 0)) {
            (Ok(count), Ok(faults)) => {
                briefs::write(Path::new(folder), count, faults).map_err(|error| error.to_string())
            }
            (Err(error), _) | (_, Err(error)) => Err(error.to_string()),
        };
        return written.map_or_else(
            |error| {
                eprintln!("{folder}: {error}");
                ExitCode::from(2)
            },
            |()| ExitCode::SUCCESS,
        );
    }
    divan::main();
    if arguments.is_empty() {
        report();
    }
    ExitCode::SUCCESS
}

/// Reads and parses every file with pulldown-cmark and nothing else; gives the number of events.
fn parse(files: &[PathBuf]) -> usize {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    files
        .par_iter()
        .map(|file| {
            let text = fs::read_to_string(file).expect("text");
            Parser::new_ext(&text, options).into_offset_iter().count()
        })
        .sum()
}

/// Reads and checks every file; gives the number of findings.
fn check(files: &[PathBuf]) -> usize {
    let settings = Settings::default();
    files
        .par_iter()
        .map_init(Linter::default, |linter, file| {
            let source = Source::read(file).expect("text");
            let brief = brief::read(&source.text);
            lint::check(&source.text, &brief, &PROGRAM, "en", &settings, linter).findings.len()
        })
        .sum()
}

/// Checks one small brief with the command, from start to exit.
fn start_to_exit(file: &Path) {
    let status = Command::new(env!("CARGO_BIN_EXE_brieflint"))
        .args(["check", "--format", "json"])
        .arg(file)
        .stdout(Stdio::null())
        .status()
        .expect("brieflint runs");
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
}

#[divan::bench(name = "folder: read and parse alone", sample_count = 5, sample_size = 1)]
fn folder_parse(bencher: Bencher<'_, '_>) {
    let (files, bytes) = &*FOLDER;
    bencher.counter(BytesCount::new(*bytes)).counter(ItemsCount::new(files.len())).bench_local(|| parse(files));
}

#[divan::bench(name = "folder: read and check", sample_count = 5, sample_size = 1)]
fn folder_check(bencher: Bencher<'_, '_>) {
    let (files, bytes) = &*FOLDER;
    LazyLock::force(&PROGRAM);
    bencher.counter(BytesCount::new(*bytes)).counter(ItemsCount::new(files.len())).bench_local(|| check(files));
}

#[divan::bench(name = "one brief: start to exit", sample_count = 200, sample_size = 1)]
fn one_brief(bencher: Bencher<'_, '_>) {
    let file = &FOLDER.0[0];
    bencher.bench_local(|| start_to_exit(file));
}

/// The figures that the README gives. The two ways are run in turn, so that a busy machine slows both.
fn report() {
    let (files, bytes) = &*FOLDER;
    let mut times: [Vec<Duration>; 2] = Default::default();
    let mut findings = 0;
    for _ in 0..PAIRS {
        let start = Instant::now();
        divan::black_box(parse(files));
        times[0].push(start.elapsed());
        let start = Instant::now();
        findings = divan::black_box(check(files));
        times[1].push(start.elapsed());
    }
    let [alone, checked] = times.map(median);
    println!(
        "{} briefs, {:.1} MB, {findings} findings, {} threads: parse {alone:.1?}, check {checked:.1?}, {:.2} times",
        files.len(),
        *bytes as f64 / 1e6,
        rayon::current_num_threads(),
        checked.as_secs_f64() / alone.as_secs_f64()
    );
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
