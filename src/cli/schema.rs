use super::Status;
use super::arguments::{SchemaArguments, SchemaName};
use super::output::Output;

pub(super) fn run(arguments: &SchemaArguments, output: &mut Output) -> Status {
    output.print(match arguments.what {
        SchemaName::FrontMatter => include_str!("schema/front-matter.json"),
        SchemaName::Config => include_str!("schema/config.json"),
        SchemaName::Rules => include_str!("schema/rules.json"),
        SchemaName::Report => include_str!("schema/report.json"),
    });
    Status::Clean
}
