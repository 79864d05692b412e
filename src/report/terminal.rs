use std::io::IsTerminal as _;

use miette::{GraphicalTheme, ThemeCharacters, ThemeStyles};

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorChoice {
    /// Where standard output is a terminal that can show it, unless the environment says otherwise.
    #[default]
    Auto,
    /// Also into files and pipes.
    Always,
    /// No colour, whatever the environment says.
    Never,
}

/// What the place that output goes to can show.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Standard output goes to people, not to a file or a pipe.
    pub is_terminal: bool,
    /// Escape sequences for colour and weight may be written.
    pub color: bool,
    /// Signs beyond ASCII can be shown, by the locale.
    pub unicode: bool,
    /// Columns.
    pub width: usize,
}

impl Terminal {
    /// Asks standard output and the environment: `NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE`, `TERM`, `COLUMNS` and the locale.
    #[must_use]
    pub fn of_stdout(choice: ColorChoice) -> Terminal {
        let is_terminal = std::io::stdout().is_terminal();
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let dumb = set("TERM").is_some_and(|term| term == "dumb");
        let color = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                let forced = set("CLICOLOR_FORCE").is_some_and(|value| value != "0");
                set("NO_COLOR").is_none()
                    && (forced || (is_terminal && !dumb && set("CLICOLOR").is_none_or(|value| value != "0")))
            }
        };
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
        let utf8 = locale.is_some_and(|locale| {
            let locale = locale.to_string_lossy().to_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        });
        let columns = set("COLUMNS").and_then(|columns| columns.to_str()?.parse().ok());
        let width = columns.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)));
        Terminal {
            is_terminal,
            color,
            unicode: (utf8 || cfg!(windows)) && !dumb,
            width: width.unwrap_or(100).clamp(40, 200),
        }
    }

    /// The same for a file: no colour.
    #[must_use]
    pub fn plain(self) -> Terminal {
        Terminal { is_terminal: false, color: false, ..self }
    }

    pub(super) fn theme(self) -> GraphicalTheme {
        GraphicalTheme {
            characters: if self.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() },
            styles: if self.color { ThemeStyles::ansi() } else { ThemeStyles::none() },
        }
    }
}
