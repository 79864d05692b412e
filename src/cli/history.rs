//! How the clarity of some paths moved, through git.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::arguments::ConfigChoice;
use super::briefs::{self, Briefs, Examined};
use super::examine;
use super::output::Output;
use super::select::{Gathering, Text};
use crate::clarity::Wording;
use crate::git::{Commit, GitError, Repository};
use crate::language::{Day, day_at, now};
use crate::lint::State;
use crate::page::{Counts, History, Moment};
use crate::source::{self, Root};

/// The chosen commits, each with the numbers of the versions in it.
type Past = Vec<(Commit, Vec<usize>)>;

/// Judges the briefs as they were in up to `most` commits, and as they are now; `None` when that cannot be done, which has
/// been said then. A version of a file is judged once, in however many commits it is.
pub(super) fn read(
    paths: &[PathBuf],
    most: usize,
    present: &Briefs,
    config: &ConfigChoice,
    wording: &Wording,
    output: &Output,
) -> Option<History> {
    let mut gathering = Gathering::new(briefs::resolver(config, present.day, output)?);
    let (chosen, past) = match past(paths, most, &mut gathering) {
        Ok(past) => past,
        Err(error) => {
            output.error(&error.message, error.help);
            return None;
        }
    };
    let (_, jobs) = gathering.finish(output)?;
    let here = Root::new(Path::new("."));
    let now_there: HashMap<String, &Examined> =
        present.examined.iter().map(|one| (here.name(Path::new(&one.source.name)), one)).collect();
    let judged = examine::in_parallel(&jobs, |job, source, linter| {
        Ok(match now_there.get(&job.name) {
            Some(same) if same.source.text == source.text => counts(same, wording),
            _ => counts(&briefs::one(source, &job.effective, wording, linter)?, wording),
        })
    });
    let mut moments: Vec<Moment> = past
        .into_iter()
        .map(|(commit, versions)| {
            let read = versions.iter().filter_map(|&version| judged[version].as_ref().ok());
            Moment {
                seconds: commit.seconds,
                day: day_at(commit.seconds),
                commit: Some((commit.id.get(..10).unwrap_or(&commit.id).to_owned(), commit.subject)),
                counts: sum(read),
            }
        })
        .collect();
    let present: Vec<Counts> = present.examined.iter().map(|one| counts(one, wording)).collect();
    moments.push(Moment { seconds: now(), day: day_at(now()), commit: None, counts: sum(present.iter()) });
    moments.retain(|moment| moment.counts.responsibilities > 0);
    Some(History { chosen, unread: judged.iter().filter(|one| one.is_err()).count(), moments })
}

/// Chooses the commits, and gathers each version of a brief that is in one of them.
fn past(paths: &[PathBuf], most: usize, gathering: &mut Gathering) -> Result<(String, Past), GitError> {
    let first = paths.first().map_or(Path::new("."), PathBuf::as_path);
    let repository = Repository::of(first.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new(".")))?;
    let (chosen, commits) = choose(repository.history(paths)?, most);
    let here = Root::new(Path::new("."));
    let from_here = |path: &str| PathBuf::from(here.name(&repository.root().folder().join(path)));
    let mut known: HashMap<(PathBuf, String), usize> = HashMap::new();
    let mut past = Vec::with_capacity(commits.len());
    for commit in commits {
        let files = repository.files(&commit, paths)?;
        let mut files: BTreeMap<PathBuf, _> = files.into_iter().map(|(path, blob)| (from_here(&path), blob)).collect();
        let found = source::find_listed(paths, &files, |path, named| gathering.keep(path, named));
        let mut versions = Vec::with_capacity(found.files.len());
        for path in found.files {
            let Some(blob) = files.remove(&path) else { continue };
            let next = known.len();
            let version = *known.entry((path.clone(), blob.id().to_owned())).or_insert(next);
            if version == next {
                gathering.add(path, Text::Kept(blob));
            }
            versions.push(version);
        }
        past.push((commit, versions));
    }
    Ok((chosen, past))
}

/// What the days of the same stretch of time have in common.
type Stretch = fn(Day) -> (i16, i16);

/// The stretches of time of which the last commit is taken, the shortest first, each with its name.
const STRETCHES: [(&str, Stretch); 5] = [
    ("day", |day| (day.year(), day.day_of_year())),
    ("week", |day| (day.iso_week_date().year(), day.iso_week_date().week().into())),
    ("month", |day| (day.year(), day.month().into())),
    ("quarter", |day| (day.year(), ((day.month() - 1) / 3).into())),
    ("year", |day| (day.year(), 0)),
];

/// All commits if they are few enough, else the last one of each day, week, month, quarter or year: the shortest of these
/// that leaves at most `most`. And how that came out, as a sentence.
fn choose(commits: Vec<Commit>, most: usize) -> (String, Vec<Commit>) {
    if commits.len() <= most {
        return ("Each commit that touched these briefs, and how they are now.".to_owned(), commits);
    }
    let mut chosen = commits;
    let mut name = "";
    for (stretch, of) in STRETCHES {
        name = stretch;
        let last = |pair: &[Commit]| of(day_at(pair[0].seconds)) != of(day_at(pair[1].seconds));
        let ends = chosen.windows(2).filter(|pair| last(pair)).map(|pair| pair[0].clone());
        chosen = ends.chain(chosen.last().cloned()).collect();
        if chosen.len() <= most {
            break;
        }
    }
    let too_many = chosen.len().saturating_sub(most);
    (
        format!("The last commit of each {name} that touched these briefs, and how they are now."),
        chosen.split_off(too_many),
    )
}

fn counts(examined: &Examined, wording: &Wording) -> Counts {
    let open = examined.outcome.findings.iter().filter(|finding| finding.state == State::Open).count();
    Counts::of(&examined.sheet, open, wording)
}

fn sum<'a>(counts: impl Iterator<Item = &'a Counts>) -> Counts {
    let mut sum = Counts::default();
    counts.for_each(|counts| sum.add(counts));
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of the chosen commits, of some that were made on these days since 1970.
    fn chosen(days: &[i64], most: usize) -> (String, Vec<String>) {
        let commit =
            |(at, day): (usize, &i64)| Commit { id: at.to_string(), seconds: day * 86_400, subject: String::new() };
        let (sentence, commits) = choose(days.iter().enumerate().map(commit).collect(), most);
        (sentence, commits.into_iter().map(|commit| commit.id).collect())
    }

    #[test]
    fn the_shortest_stretch_that_is_short_enough_is_taken() {
        // 1 January 1970 was a Thursday.
        let days = [0, 0, 1, 5, 31, 32, 365];
        for (most, each, commits) in [
            (7, "Each commit", &["0", "1", "2", "3", "4", "5", "6"][..]),
            (6, "each day", &["1", "2", "3", "4", "5", "6"]),
            (5, "each week", &["2", "3", "4", "5", "6"]),
            (3, "each month", &["3", "5", "6"]),
            (2, "each quarter", &["5", "6"]),
            (1, "each year", &["6"]),
        ] {
            let (sentence, found) = chosen(&days, most);
            assert!(sentence.contains(each), "{most}: {sentence}");
            assert_eq!(found, commits, "{most}");
        }
        assert!(chosen(&[], 3).1.is_empty());
    }
}
