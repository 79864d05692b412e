use std::io::{self, BufReader, IsTerminal as _};

use super::Status;
use super::arguments::LspArguments;
use super::briefs;
use super::output::Output;
use crate::config::Adjustments;
use crate::lsp::{self, Ending};

pub(super) fn run(arguments: &LspArguments, output: &mut Output) -> Status {
    // Standard output belongs to the editor.
    output.step_aside();
    if io::stdin().is_terminal() {
        output.print(
            "An editor starts this, and talks with it. To check briefs, use `brieflint check`; Ctrl-D leaves.\n",
        );
    }
    let Some(resolver) = arguments.config.resolver(Adjustments::default(), output) else { return Status::Trouble };
    let Some(wording) = briefs::wording(output) else { return Status::Trouble };
    match lsp::serve(resolver, wording, BufReader::new(io::stdin()), io::stdout()) {
        Ending::Orderly => Status::Clean,
        Ending::Abrupt => Status::Abrupt,
        Ending::Unreadable => {
            output.error(
                "what comes on standard input is no language server protocol",
                Some("an editor starts `brieflint lsp`; to check files, use `brieflint check`"),
            );
            Status::Trouble
        }
    }
}
