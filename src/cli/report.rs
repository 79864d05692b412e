use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Status;
use super::arguments::ReportArguments;
use super::briefs::{self, Examined};
use super::output::Output;
use super::select::Job;
use super::write::{inputs, may_replace, rule_texts};
use super::{examine, history};
use crate::lint::Portfolio;
use crate::page::{self, Folder, PageBrief};
use crate::report::FileReport;
use crate::source::{display_name, shown, write_whole};

pub(super) fn run(arguments: &ReportArguments, output: &mut Output) -> Status {
    let Some(wording) = briefs::wording(output) else { return Status::Trouble };
    let today = arguments.today.unwrap_or_else(crate::language::today);
    let paths: &[PathBuf] = if arguments.paths.is_empty() { &[PathBuf::from(".")] } else { &arguments.paths };
    let Some(mut found) = briefs::examine(paths, &arguments.config, today, &wording, output) else {
        return Status::Trouble;
    };
    let file = arguments.output.as_deref().map(|path| (path, false));
    if !may_replace(file, inputs(&found.jobs), &found.resolver, output) {
        return Status::Trouble;
    }
    let history = match arguments.history {
        None => None,
        Some(most) => {
            let read = history::read(paths, most.into(), &found, &arguments.config, &wording, output);
            let Some(history) = read else { return Status::Trouble };
            Some(history)
        }
    };
    let reports = reports(&found.jobs, &mut found.examined);
    let briefs: Vec<PageBrief<'_>> = found
        .examined
        .iter()
        .zip(&reports)
        .map(|(one, report)| PageBrief { text: &one.source.text, sheet: &one.sheet, findings: report.open().collect() })
        .collect();
    let rules = rule_texts(&found.resolver, &found.jobs);
    let name = arguments.title.clone().unwrap_or_else(|| name_of(&paths[0]));
    let folder = Folder { name: &name, today: found.day, briefs: &briefs, history: history.as_ref() };
    let page = match page::render(&folder, &rules, &wording) {
        Ok(page) => page,
        Err(error) => {
            output.error(&format!("the page could not be written: {error}"), None);
            return Status::Trouble;
        }
    };
    match &arguments.output {
        None => output.print(&page),
        Some(path) => {
            if let Err(error) = write_whole(path, &page) {
                output.not_written(path, &error);
                return Status::Trouble;
            }
            let count = crate::report::plural(briefs.len(), "brief");
            output.print(&format!("{}: a page about {count}\n", shown(path)));
        }
    }
    if found.trouble { Status::Trouble } else { Status::Clean }
}

/// What a folder is called.
fn name_of(path: &Path) -> String {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let name = whole.components().next_back().map(|last| last.as_os_str().to_string_lossy().into_owned());
    name.unwrap_or_else(|| display_name(path))
}

/// Everything that was found in each brief, what shows only across briefs included.
fn reports(jobs: &[Job], examined: &mut [Examined]) -> Vec<FileReport> {
    let mut portfolio = Portfolio::default();
    let mut reports = Vec::with_capacity(examined.len());
    for one in &mut *examined {
        let outcome = std::mem::take(&mut one.outcome);
        let path = one.source.name.clone();
        portfolio.briefs.push((path.clone(), outcome.summary));
        reports.push(FileReport { path, findings: examine::located(&one.source.text, outcome.findings, &|_, _| None) });
    }
    let texts: BTreeMap<&str, &str> =
        examined.iter().map(|one| (one.source.name.as_str(), one.source.text.as_str())).collect();
    let read = |path: &str| texts.get(path).map(|&text| text.to_owned());
    examine::join(&mut reports, examine::located_across(jobs, &mut portfolio, &read));
    reports
}
