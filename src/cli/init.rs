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
    text: String,
}

/// Folders that briefs are usually kept in.
const USUAL: [&str; 5] = ["briefs", "charters", "mandates", "goals", "tasks"];

pub(super) fn run(arguments: &InitArguments, output: &mut Output) -> Status {
    let folder = &arguments.folder;
    if !folder.is_dir() {
        output.error(&format!("there is no folder {}", shown(folder)), None);
        return Status::Trouble;
    }
    let (there, new): (Vec<Proposal>, Vec<Proposal>) =
        proposals(folder, arguments.ci).into_iter().partition(|proposal| proposal.path.exists());
    for proposal in &there {
        let path = shown(&proposal.path);
        output.print(&format!("{path} is there already and stays as it is\n"));
        if !std::fs::read_to_string(&proposal.path).is_ok_and(|text| text.contains("brieflint")) {
            output.print(&format!("  to have brieflint in it, add this by hand:\n{}\n", proposal.lines()));
        }
    }
    if new.is_empty() {
        output.print("nothing to write\n");
        return Status::Clean;
    }
    for proposal in &new {
        output.print(&format!("\n{}\n{}", shown(&proposal.path), proposal.lines()));
    }
    if arguments.dry_run || !(arguments.yes || agreed(new.len())) {
        output.print("\nnothing was written\n");
        return Status::Clean;
    }
    for proposal in &new {
        let parent = proposal.path.parent().unwrap_or(folder);
        if let Err(error) = std::fs::create_dir_all(parent).and_then(|()| write_new(&proposal.path, &proposal.text)) {
            output.not_written(&proposal.path, &error);
            return Status::Trouble;
        }
    }
    output.print(&format!("\n{} written\n", crate::report::plural(new.len(), "file")));
    Status::Clean
}

impl Proposal {
    /// The text as it is shown.
    fn lines(&self) -> String {
        self.text.lines().map(|line| format!("  | {line}").trim_end().to_owned() + "\n").collect()
    }
}

/// The config, the hook, and the job of the service that the repository uses.
fn proposals(folder: &Path, ci: CiName) -> Vec<Proposal> {
    let proposal = |path: &str, text: String| Proposal { path: folder.join(path), text };
    let github = || proposal(".github/workflows/brieflint.yml", include_str!("init/github.yml").to_owned());
    let gitlab = || proposal(".gitlab-ci.yml", include_str!("init/gitlab.yml").to_owned());
    let kept_in: Vec<&str> = USUAL.into_iter().filter(|name| folder.join(name).is_dir()).collect();
    let mut all = vec![proposal(FILE_NAME, config(&kept_in)), proposal(".pre-commit-config.yaml", hook(&kept_in))];
    match ci {
        CiName::Github => all.push(github()),
        CiName::Gitlab => all.push(gitlab()),
        CiName::Auto if folder.join(".gitlab-ci.yml").exists() => all.push(gitlab()),
        CiName::Auto if folder.join(".github").is_dir() => all.push(github()),
        CiName::Auto | CiName::None => {}
    }
    all
}

/// The config; where the briefs are kept in folders of their own, other texts are none.
fn config(kept_in: &[&str]) -> String {
    let text = include_str!("init/brieflint.yaml");
    if kept_in.is_empty() {
        return text.to_owned();
    }
    let globs: Vec<String> = kept_in.iter().map(|name| format!("\"{name}/**/*.md\"")).collect();
    text.replace("# include: [\"briefs/**/*.md\"]", &format!("include: [{}]", globs.join(", ")))
}

/// The hook, for the same files as the config.
fn hook(kept_in: &[&str]) -> String {
    let text = include_str!("init/pre-commit.yaml");
    let files = "        files: ^briefs/\n";
    match kept_in {
        [] => text.replace(files, ""),
        _ => text.replace(files, &format!("        files: ^({})/\n", kept_in.join("|"))),
    }
}

/// Asks before anything is written; no answer is a no.
fn agreed(files: usize) -> bool {
    let _ = write!(std::io::stderr(), "\nwrite {}? [y/N] ", crate::report::plural(files, "file"));
    let mut line = String::new();
    let _ = std::io::stdin().read_line(&mut line);
    matches!(line.trim().to_lowercase().as_str(), "y" | "yes")
}
