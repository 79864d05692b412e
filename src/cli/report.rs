use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::Status;
use super::arguments::ReportArguments;
use super::briefs::{self, Examined};
use super::examine;
use super::output::Output;
use super::select::Job;
use crate::lint::{self, Portfolio};
use crate::page::{self, Explained, PageBrief};
use crate::report::Located;
use crate::source::{LineIndex, Source, display_name, visible, visible_lines, write_whole};

pub(super) fn run(arguments: &ReportArguments, output: &mut Output) -> Status {
    let Some(wording) = briefs::wording(output) else { return Status::Trouble };
    let paths: &[PathBuf] = if arguments.paths.is_empty() { &[PathBuf::from(".")] } else { &arguments.paths };
    let Some(mut found) = briefs::examine(paths, &arguments.config, &wording, output) else { return Status::Trouble };
    let across = across(&found.jobs, &mut found.examined);
    let located: Vec<Vec<Located>> = found.examined.iter().zip(across).map(|(one, across)| all(one, across)).collect();
    let briefs: Vec<PageBrief<'_>> = found
        .examined
        .iter()
        .zip(&located)
        .map(|(one, findings)| PageBrief {
            text: &one.source.text,
            sheet: &one.sheet,
            findings: findings.iter().filter(|located| located.is_open()).collect(),
        })
        .collect();
    let pack = crate::rule::builtin_pack();
    let program = found.jobs[0].effective.program();
    let explain = |id: &str| {
        let rule = program.rule(id).map(|rule| &program.rules[rule as usize]);
        Explained {
            summary: rule.map(|rule| visible_lines(&rule.summary)).unwrap_or_default(),
            why: visible_lines(pack.why(id).unwrap_or_default()),
            help: rule.map(|rule| visible_lines(&rule.help)).unwrap_or_default(),
        }
    };
    let name = arguments.title.clone().unwrap_or_else(|| name_of(&paths[0]));
    let page = match page::render(&name, crate::language::today(), &briefs, &explain, &wording) {
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
                output.error(&format!("{} could not be written: {error}", visible(&display_name(path))), None);
                return Status::Trouble;
            }
            let count = crate::report::plural(briefs.len(), "brief");
            output.print(&format!("{}: a page about {count}\n", visible(&display_name(path))));
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

/// What shows only across briefs, for each of them.
fn across(jobs: &[Job], examined: &mut [Examined]) -> Vec<Vec<Located>> {
    let mut portfolio = Portfolio::default();
    for one in examined.iter_mut() {
        portfolio.briefs.push((one.source.name.clone(), std::mem::take(&mut one.outcome.summary)));
    }
    let wanted: BTreeSet<String> = portfolio
        .briefs
        .iter()
        .flat_map(|(path, summary)| {
            let names = summary.references.iter().map(|(_, name, _)| name);
            names.chain(summary.links.iter().map(|(link, _)| link)).map(move |name| lint::join(path, name))
        })
        .collect();
    portfolio.files = wanted.into_iter().filter(|path| Path::new(path).exists()).collect();
    let mut found: Vec<Vec<Located>> = examined.iter().map(|_| Vec::new()).collect();
    let by_name = examine::by_name(jobs);
    let Some(first) = jobs.first() else { return found };
    let settings = |path: &str| &*by_name.get(path).map_or(first, |job| job).effective.settings;
    let read = |path: &str| Source::read(Path::new(path)).ok().map(|source| source.text);
    let mut texts: BTreeMap<&str, (usize, Option<LineIndex>)> =
        examined.iter().enumerate().map(|(at, one)| (one.source.name.as_str(), (at, None))).collect();
    for (path, finding) in portfolio.check(first.effective.program(), settings) {
        if let Some((at, index)) = texts.get_mut(path.as_str()) {
            let text = &examined[*at].source.text;
            let index = index.get_or_insert_with(|| LineIndex::new(text));
            found[*at].push(Located::new(text, index, finding, &read));
        }
    }
    found
}

/// Everything that was found in one brief, in the order of the file.
fn all(one: &Examined, across: Vec<Located>) -> Vec<Located> {
    let text = &one.source.text;
    let index = LineIndex::new(text);
    let own = one.outcome.findings.iter().map(|finding| Located::new(text, &index, finding.clone(), &|_| None));
    let mut all: Vec<Located> = own.chain(across).collect();
    all.sort_by(|a, b| (a.finding.span, &a.finding.rule).cmp(&(b.finding.span, &b.finding.rule)));
    all
}
