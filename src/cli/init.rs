use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::Status;
use super::arguments::{CiName, InitArguments};
use super::output::Output;
use crate::config::FILE_NAME;
use crate::source::{shown, write_new};

/// One file that is proposed.
struct Proposal {
    path: PathBuf,
    text: &'static str,
}

pub(super) fn run(arguments: &InitArguments, output: &mut Output) -> Status {
    let folder = &arguments.folder;
    if !folder.is_dir() {
        output.error(&format!("there is no folder {}", shown(folder)), None);
        return Status::Trouble;
    }
    let (there, new): (Vec<Proposal>, Vec<Proposal>) =
        proposals(folder, arguments.ci).into_iter().partition(|proposal| proposal.path.exists());
    for proposal in &there {
        output.print(&format!("{} is there already and stays as it is\n", shown(&proposal.path)));
    }
    if new.is_empty() {
        output.print("nothing to write\n");
        return Status::Clean;
    }
    for proposal in &new {
        let lines: String =
            proposal.text.lines().map(|line| format!("  | {line}").trim_end().to_owned() + "\n").collect();
        output.print(&format!("\n{}\n{lines}", shown(&proposal.path)));
    }
    if arguments.dry_run || !(arguments.yes || agreed(new.len())) {
        output.print("\nnothing was written\n");
        return Status::Clean;
    }
    for proposal in &new {
        let parent = proposal.path.parent().unwrap_or(folder);
        if let Err(error) = std::fs::create_dir_all(parent).and_then(|()| write_new(&proposal.path, proposal.text)) {
            output.not_written(&proposal.path, &error);
            return Status::Trouble;
        }
    }
    output.print(&format!("\n{} written\n", crate::report::plural(new.len(), "file")));
    Status::Clean
}

/// The config, the hook, and the job of the service that the repository uses.
fn proposals(folder: &Path, ci: CiName) -> Vec<Proposal> {
    let proposal = |path: &str, text| Proposal { path: folder.join(path), text };
    let mut all = vec![
        proposal(FILE_NAME, include_str!("init/brieflint.yaml")),
        proposal(".pre-commit-config.yaml", include_str!("init/pre-commit.yaml")),
    ];
    let is_gitlab = folder.join(".gitlab-ci.yml").exists();
    match ci {
        CiName::Github => all.push(proposal(".github/workflows/brieflint.yml", include_str!("init/github.yml"))),
        CiName::Gitlab => all.push(proposal(".gitlab-ci.yml", include_str!("init/gitlab.yml"))),
        CiName::Auto if is_gitlab => all.push(proposal(".gitlab-ci.yml", include_str!("init/gitlab.yml"))),
        CiName::Auto if folder.join(".github").is_dir() => {
            all.push(proposal(".github/workflows/brieflint.yml", include_str!("init/github.yml")));
        }
        CiName::Auto | CiName::None => {}
    }
    all
}

/// Asks before anything is written; no answer is a no.
fn agreed(files: usize) -> bool {
    let _ = write!(std::io::stderr(), "\nwrite {}? [y/N] ", crate::report::plural(files, "file"));
    let mut line = String::new();
    let _ = std::io::stdin().read_line(&mut line);
    matches!(line.trim().to_lowercase().as_str(), "y" | "yes")
}
