use std::io::{self, Write as _};

use super::Status;
use super::arguments::ConfigChoice;
use crate::config::{Adjustments, ConfigError, Resolver};
use crate::report::{ColorChoice, Terminal, show_error};
use crate::rule::{self, Pack, Program};
use crate::source::{Span, visible};

/// Where everything is written.
pub(super) struct Output {
    pub(super) terminal: Terminal,
    /// Reports go to standard error, since something else has standard output.
    aside: bool,
    /// Standard output is gone: a pipe that was closed, or a full disk.
    broken: Option<io::Error>,
}

impl Output {
    pub(super) fn new(color: ColorChoice) -> Self {
        Output { terminal: Terminal::of_stdout(color), aside: false, broken: None }
    }

    /// Writes to standard output. After the first failure nothing more is tried.
    pub(super) fn print(&mut self, text: &str) {
        if self.broken.is_none() {
            let mut out: Box<dyn io::Write> =
                if self.aside { Box::new(io::stderr().lock()) } else { Box::new(io::stdout().lock()) };
            if let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
                self.broken = Some(error);
            }
        }
    }

    /// Gives standard output to what is written from here on by [`Output::print`] alone: reports that follow go to standard error.
    pub(super) fn step_aside(&mut self) {
        self.aside = true;
        self.terminal = self.terminal.plain();
    }

    /// An error that is about no place in a file.
    pub(super) fn error(&self, message: &str, help: Option<&str>) {
        let text = show_error(self.terminal, "brieflint", "", Span::default(), message, help);
        let _ = io::stderr().lock().write_all(text.replacen("brieflint: ", "", 1).as_bytes());
    }

    /// Errors in configs and rule files, each at its place.
    pub(super) fn config_errors(&self, errors: &[ConfigError]) {
        for error in errors {
            let text =
                show_error(self.terminal, &error.path, &error.text, error.span, &error.message, error.help.as_deref());
            let _ = writeln!(io::stderr().lock(), "{}", text.trim_end());
        }
    }

    /// Text that may hold anything, as a terminal may show it.
    pub(super) fn safe(text: &str) -> String {
        text.lines().map(|line| visible(line).into_owned()).collect::<Vec<_>>().join("\n")
    }

    /// The exit status, given that of the work: output that could not be written is trouble, but for a closed pipe.
    pub(super) fn finish(self, status: Status) -> Status {
        match self.broken {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                let _ = writeln!(io::stderr().lock(), "brieflint: the output could not be written: {error}");
                Status::Trouble
            }
            _ => status,
        }
    }
}

impl ConfigChoice {
    /// The resolver that the options ask for; errors are printed.
    pub(super) fn resolver(&self, adjust: Adjustments, output: &Output) -> Option<Resolver> {
        if let Some(path) = self.config.as_ref().filter(|path| !path.is_file()) {
            output.error(&format!("there is no config file {}", path.display()), None);
            return None;
        }
        let program = match &self.rules_from {
            Some(_) => compile(&self.builtin_pack(output)?, output)?,
            None => rule::builtin(),
        };
        Some(Resolver::new(program, self.config.clone(), self.no_config, adjust))
    }

    /// The files of the built-in rules, or of the folder that stands for them.
    pub(super) fn builtin_pack(&self, output: &Output) -> Option<Pack> {
        let Some(folder) = &self.rules_from else { return Some(rule::builtin_pack()) };
        match crate::config::read_folder(folder) {
            Ok(files) => {
                let mut pack = Pack::default();
                pack.add(files);
                Some(pack)
            }
            Err(message) => {
                output.error(&message, None);
                None
            }
        }
    }
}

/// Compiles a pack, printing what is wrong with it.
pub(super) fn compile(pack: &Pack, output: &Output) -> Option<Program> {
    match rule::compile(pack) {
        Ok(program) => Some(program),
        Err(errors) => {
            output
                .config_errors(&errors.iter().map(|error| crate::config::pack_error(pack, error)).collect::<Vec<_>>());
            None
        }
    }
}
