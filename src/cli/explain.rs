use std::path::Path;

use super::Status;
use super::arguments::{ANY_BRIEF, ExplainArguments};
use super::output::Output;
use crate::config::Adjustments;
use crate::report::Explanation;
use crate::yaml::{did_you_mean, nearest};

pub(super) fn run(arguments: &ExplainArguments, output: &mut Output) -> Status {
    let Some(resolver) = arguments.config.resolver(Adjustments::default(), output) else { return Status::Trouble };
    let here = Path::new(ANY_BRIEF);
    let Some(effective) = output.sound(resolver.resolve(here)) else { return Status::Trouble };
    let program = effective.program();
    if program.rule(&arguments.rule).is_none() {
        let near = nearest(&arguments.rule, program.rules.iter().map(|rule| rule.id.as_str())).map(did_you_mean);
        output.error(
            &format!("there is no rule `{}`", arguments.rule),
            Some(near.as_deref().unwrap_or("`brieflint rules` lists them")),
        );
        return Status::Trouble;
    }
    let Some(pack) = output.sound(resolver.pack(here, &program.language)) else { return Status::Trouble };
    if let Some(explanation) = Explanation::new(program, &pack, &arguments.rule) {
        output.print(&explanation.text(output.terminal.color));
    }
    Status::Clean
}
