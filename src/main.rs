//! The `brieflint` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    brieflint::cli::run(std::env::args_os())
}
