//! How the clarity of a folder moved: a small chart for each question, one for the findings, and the same as a table.

use crate::clarity::{Sheet, Wording};
use crate::language::Day;
use crate::lint::Grade;
use crate::source::visible;

/// How some briefs stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those with nothing to judge count too.
    pub briefs: usize,
    /// Of all these briefs; one without any of its own counts as one.
    pub responsibilities: usize,
    /// How many responsibilities pass each question, in the order of the test.
    pub passed: Vec<usize>,
    /// Open ones, of any severity.
    pub findings: usize,
}

impl Counts {
    /// Those of one brief with so many open findings.
    #[must_use]
    pub fn of(sheet: &Sheet, findings: usize, wording: &Wording) -> Counts {
        let answers = || sheet.cards.iter().flat_map(|card| &card.questions);
        let passed = |id: &str| answers().filter(|answer| answer.question == id && answer.grade == Grade::Pass).count();
        Counts {
            briefs: 1,
            responsibilities: sheet.cards.len(),
            passed: wording.questions.iter().map(|question| passed(&question.id)).collect(),
            findings,
        }
    }

    /// Adds those of other briefs.
    pub fn add(&mut self, other: &Counts) {
        self.briefs += other.briefs;
        self.responsibilities += other.responsibilities;
        self.findings += other.findings;
        self.passed.resize(self.passed.len().max(other.passed.len()), 0);
        self.passed.iter_mut().zip(&other.passed).for_each(|(sum, more)| *sum += more);
    }
}

/// The folder at one time.
#[derive(Clone, Debug)]
pub struct Moment {
    /// In seconds since 1970.
    pub seconds: i64,
    /// That time as a day, in UTC.
    pub day: Day,
    /// The commit and the first line of its message; `None` for the files as they are now.
    pub commit: Option<(String, String)>,
    /// Of all briefs that it had then.
    pub counts: Counts,
}

/// The folder over time.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// How the commits were chosen, as a sentence.
    pub chosen: String,
    /// How many versions of files could not be read.
    pub unread: usize,
    /// The earliest first, now last. Each has a responsibility.
    pub moments: Vec<Moment>,
}

/// A small chart.
pub(super) struct Panel {
    pub(super) title: String,
    /// What it shows, for those who do not see it.
    pub(super) label: String,
    pub(super) first: String,
    pub(super) last: String,
    /// What the upper edge stands for.
    pub(super) top: String,
    /// The line, as `x,y x,y …`; the whole is [`WIDTH`] by [`HEIGHT`].
    pub(super) line: String,
    pub(super) dots: Vec<Dot>,
}

pub(super) struct Dot {
    pub(super) x: String,
    pub(super) y: String,
    pub(super) label: String,
}

/// A line of the table.
pub(super) struct Line {
    pub(super) day: String,
    pub(super) commit: String,
    pub(super) subject: String,
    pub(super) briefs: usize,
    pub(super) responsibilities: usize,
    pub(super) passed: Vec<String>,
    pub(super) findings: usize,
}

/// The charts and their table.
pub(super) struct Shown {
    pub(super) chosen: String,
    pub(super) unread: usize,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) questions: Vec<String>,
    pub(super) panels: Vec<Panel>,
    pub(super) lines: Vec<Line>,
}

const WIDTH: f64 = 100.0;
const HEIGHT: f64 = 40.0;

impl Shown {
    pub(super) fn new(history: &History, wording: &Wording) -> Shown {
        let moments = &history.moments;
        let share = |at: usize| {
            move |moment: &Moment| {
                let (passed, all) = (moment.counts.passed[at], moment.counts.responsibilities.max(1));
                (passed as f64 / all as f64, format!("{} %", (passed * 100 + all / 2) / all))
            }
        };
        let questions = wording.questions.iter().enumerate();
        let mut panels: Vec<Panel> =
            questions.map(|(at, question)| panel(moments, &question.title, "100 %", &share(at))).collect();
        let most = moments.iter().map(|moment| moment.counts.findings).max().unwrap_or(0);
        let findings = |moment: &Moment| {
            let count = moment.counts.findings;
            (count as f64 / most.max(1) as f64, count.to_string())
        };
        panels.push(panel(moments, "Findings", &most.to_string(), &findings));
        Shown {
            chosen: history.chosen.clone(),
            unread: history.unread,
            from: on(moments.first()),
            to: on(moments.last()),
            questions: wording.questions.iter().map(|question| question.title.clone()).collect(),
            panels,
            lines: moments.iter().map(|moment| line(moment, &|at| share(at)(moment).1)).collect(),
        }
    }
}

/// A chart of one value: how far up it stands, from 0 to 1, and how it is written.
fn panel(moments: &[Moment], title: &str, top: &str, value: &dyn Fn(&Moment) -> (f64, String)) -> Panel {
    let said: Vec<String> = moments.iter().map(|moment| value(moment).1).collect();
    let dots: Vec<Dot> = moments
        .iter()
        .zip(across(moments))
        .map(|(moment, x)| {
            let (height, said) = value(moment);
            Dot {
                x: format!("{x:.2}"),
                y: format!("{:.2}", HEIGHT * (1.0 - height)),
                label: format!("{}: {said}", moment.day),
            }
        })
        .collect();
    let (first, last) = (said.first().cloned().unwrap_or_default(), said.last().cloned().unwrap_or_default());
    Panel {
        title: title.to_owned(),
        label: format!("{title}: {first} on {}, {last} on {}", on(moments.first()), on(moments.last())),
        line: dots.iter().map(|dot| format!("{},{}", dot.x, dot.y)).collect::<Vec<_>>().join(" "),
        top: top.to_owned(),
        first,
        last,
        dots,
    }
}

fn on(moment: Option<&Moment>) -> String {
    moment.map(|moment| moment.day.to_string()).unwrap_or_default()
}

/// How far to the right each moment stands: by its time; one after the other where all have the same.
fn across(moments: &[Moment]) -> Vec<f64> {
    let first = moments.first().map_or(0, |moment| moment.seconds);
    let length = moments.last().map_or(0, |moment| moment.seconds) - first;
    let places = moments.iter().enumerate().map(|(at, moment)| match (length, moments.len()) {
        (_, 1) => WIDTH,
        (0, count) => WIDTH * at as f64 / (count - 1) as f64,
        _ => WIDTH * (moment.seconds - first) as f64 / length as f64,
    });
    places.collect()
}

fn line(moment: &Moment, share: &dyn Fn(usize) -> String) -> Line {
    let counts = &moment.counts;
    let (commit, subject) = moment.commit.clone().unwrap_or_else(|| ("now".to_owned(), String::new()));
    Line {
        day: moment.day.to_string(),
        commit,
        subject: visible(&subject).into_owned(),
        briefs: counts.briefs,
        responsibilities: counts.responsibilities,
        passed: counts.passed.iter().enumerate().map(|(at, passed)| format!("{passed} ({})", share(at))).collect(),
        findings: counts.findings,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(seconds: i64) -> Moment {
        Moment { seconds, day: Day::constant(2027, 1, 1), commit: None, counts: Counts::default() }
    }

    #[test]
    fn time_runs_to_the_right() {
        let places = |seconds: &[i64]| across(&seconds.iter().map(|&at| moment(at)).collect::<Vec<_>>());
        assert_eq!(places(&[100, 125, 200]), [0.0, 25.0, 100.0]);
        assert_eq!(places(&[7, 7, 7]), [0.0, 50.0, 100.0]);
        assert_eq!(places(&[7]), [100.0]);
    }
}
