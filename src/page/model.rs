use std::collections::BTreeMap;

use askama::Template;

use super::history::{Counts, History, Shown};
use super::marked::{Piece, cut};
use super::tally::{self, Tally};
use super::{SCRIPT, STYLE, digest};
use crate::clarity::{Card, Element, Sheet, Stated, Wording, capital};
use crate::language::Day;
use crate::lint::{Grade, Standing};
use crate::report::{Located, RuleText};
use crate::source::{on_one_line, shortened, visible};

/// What the page is about.
pub struct Folder<'a> {
    /// The title of the page.
    pub name: &'a str,
    /// Months before that of this day are in the past.
    pub today: Day,
    /// In the order in which the page shows their texts.
    pub briefs: &'a [PageBrief<'a>],
    /// How it came to be so, where that was asked for.
    pub history: Option<&'a History>,
}

/// One brief of the folder, with everything that was found in it.
pub struct PageBrief<'a> {
    /// The whole file: places of the findings are bytes of it.
    pub text: &'a str,
    /// Its responsibilities, and the path by which it is called.
    pub sheet: &'a Sheet,
    /// All open findings, those across briefs among them, in the order of the file.
    pub findings: Vec<&'a Located>,
}

/// A cell of the heat map; its sign and colour come from the style.
pub(super) struct Cell {
    pub(super) grade: &'static str,
    pub(super) label: String,
    /// What stands behind it.
    pub(super) detail: String,
    /// For sorting: the worst first.
    pub(super) rank: u8,
}

/// One responsibility.
pub(super) struct Row {
    /// The number of its brief.
    pub(super) brief: usize,
    pub(super) title: String,
    pub(super) path: String,
    pub(super) folder: String,
    pub(super) owner: String,
    /// The last day, `2027-05-14`, or nothing.
    pub(super) due: String,
    pub(super) worst: Cell,
    pub(super) cells: Vec<Cell>,
    pub(super) findings: usize,
}

/// The text of a brief with what was found in it.
pub(super) struct Text {
    pub(super) number: usize,
    pub(super) path: String,
    pub(super) title: String,
    pub(super) verdicts: Vec<String>,
    pub(super) notes: Vec<Note>,
    pub(super) pieces: Vec<Piece>,
}

/// A finding beside the text.
pub(super) struct Note {
    pub(super) number: usize,
    pub(super) severity: &'static str,
    pub(super) rule: String,
    pub(super) line: usize,
    pub(super) message: String,
    pub(super) help: String,
}

/// A rule, and how often it found something.
pub(super) struct Fault {
    pub(super) rule: String,
    pub(super) severity: &'static str,
    pub(super) count: usize,
    pub(super) briefs: usize,
    /// What it is about.
    pub(super) text: Option<RuleText>,
}

/// A finding that shows only across briefs.
pub(super) struct Across {
    pub(super) brief: usize,
    pub(super) path: String,
    pub(super) note: Note,
}

/// The whole page.
#[derive(Template)]
#[template(path = "page.html")]
pub(super) struct Page {
    name: String,
    today: String,
    version: &'static str,
    style: &'static str,
    script: &'static str,
    style_digest: String,
    script_digest: String,
    briefs: usize,
    total: Tally,
    history: Option<Shown>,
    questions: Vec<(String, String, usize)>,
    columns: Vec<String>,
    most: usize,
    rows: Vec<Row>,
    owners: Vec<Tally>,
    folders: Vec<Tally>,
    months: Vec<Tally>,
    faults: Vec<Fault>,
    across: Vec<Across>,
    texts: Vec<Text>,
}

/// How many rows of the heat map are laid out at a time; the script turns the pages.
const ROWS: usize = 200;
/// How many of the most common faults are explained.
const FAULTS: usize = 12;
const NOBODY: &str = "nobody named";
const UNDATED: &str = "no date";

impl Page {
    pub(super) fn new(folder: &Folder<'_>, rules: &BTreeMap<&str, RuleText>, wording: &Wording) -> Page {
        let Folder { name, today, briefs, history } = *folder;
        let rows: Vec<Row> = briefs
            .iter()
            .enumerate()
            .flat_map(|(number, brief)| brief.sheet.cards.iter().map(move |card| (number, brief, card)))
            .map(|(number, brief, card)| row(number, brief, card, wording))
            .collect();
        let graded = || briefs.iter().flat_map(|brief| &brief.sheet.cards).map(Card::worst);
        let mut total = Tally::default();
        graded().for_each(|grade| total.add(grade));
        let mut owners = tally::by(rows.iter().map(|row| row.owner.as_str()).zip(graded()), true);
        let mut overloaded = overloaded(briefs);
        for owner in &mut owners {
            owner.note = overloaded.remove(&owner.name).unwrap_or_default();
        }
        let months = rows.iter().map(|row| row.due.get(..7).unwrap_or(UNDATED));
        let mut months = tally::by(months.zip(graded()), false);
        let this_month = today.to_string()[..7].to_owned();
        for month in months.iter_mut().filter(|month| month.name < this_month) {
            "in the past".clone_into(&mut month.note);
        }
        Page {
            name: visible(name).into_owned(),
            today: today.to_string(),
            version: env!("CARGO_PKG_VERSION"),
            style: STYLE,
            script: SCRIPT,
            style_digest: digest(STYLE),
            script_digest: digest(SCRIPT),
            briefs: briefs.len(),
            total,
            history: history.map(|history| Shown::new(history, wording)),
            questions: questions(briefs, wording),
            columns: columns(briefs),
            most: ROWS,
            owners,
            folders: tally::by(rows.iter().map(|row| row.folder.as_str()).zip(graded()), false),
            months,
            rows,
            faults: faults(briefs, rules),
            across: across(briefs),
            texts: briefs.iter().enumerate().map(|(number, brief)| text(number, brief)).collect(),
        }
    }

    fn bar(&self, tallies: &[Tally]) -> usize {
        tally::most(tallies)
    }
}

/// What is said of owners who have too much at once, by the name that the finding stands at.
fn overloaded(briefs: &[PageBrief<'_>]) -> BTreeMap<String, String> {
    let mut notes = BTreeMap::new();
    for brief in briefs {
        for Located { finding, .. } in brief.findings.iter().filter(|one| one.finding.rule == "overloaded-owner") {
            let name = on_one_line(finding.span.of(brief.text).trim_matches(['"', '\'']));
            notes.entry(visible(&name).into_owned()).or_insert_with(|| visible(&finding.message).into_owned());
        }
    }
    notes
}

/// The columns of the heat map: the questions, then the elements.
fn columns(briefs: &[PageBrief<'_>]) -> Vec<String> {
    let Some(card) = briefs.iter().find_map(|brief| brief.sheet.cards.first()) else { return Vec::new() };
    let questions = card.questions.iter().map(|answer| answer.title.clone() + "?");
    questions.chain(card.elements().map(|element| element.title.clone())).collect()
}

/// Each question, what it asks, and how many responsibilities pass it.
fn questions(briefs: &[PageBrief<'_>], wording: &Wording) -> Vec<(String, String, usize)> {
    let mut counts = Counts::of(&Sheet::default(), 0, wording);
    briefs.iter().for_each(|brief| counts.add(&Counts::of(brief.sheet, brief.findings.len(), wording)));
    let passed = wording.questions.iter().zip(counts.passed);
    passed.map(|(question, passed)| (question.title.clone(), question.asks.clone(), passed)).collect()
}

fn row(brief: usize, page: &PageBrief<'_>, card: &Card, wording: &Wording) -> Row {
    let answers = card.questions.iter().map(|answer| graded(answer.grade, wording));
    let elements = card.elements().map(|element| stood(element, wording));
    Row {
        brief,
        title: visible(&card.title).into_owned(),
        path: visible(&page.sheet.path).into_owned(),
        folder: match page.sheet.path.rsplit_once('/') {
            Some((folder, _)) => visible(folder).into_owned(),
            None => ".".to_owned(),
        },
        owner: card.owner.as_deref().map_or(NOBODY.to_owned(), |owner| visible(owner).into_owned()),
        due: card.due.map(|due| due.last.to_string()).unwrap_or_default(),
        worst: graded(card.worst(), wording),
        cells: answers.chain(elements).collect(),
        findings: page.findings.len(),
    }
}

fn graded(grade: Grade, wording: &Wording) -> Cell {
    let (class, rank) = match grade {
        Grade::Fail => ("fail", 0),
        Grade::Partly => ("partly", 1),
        Grade::Pass => ("pass", 2),
    };
    Cell { grade: class, label: wording.grade(grade).to_owned(), detail: String::new(), rank }
}

fn stood(element: &Element, wording: &Wording) -> Cell {
    let said = |stated: &Stated| format!("line {}: {}", stated.place.start.line, stated.sentence);
    let (grade, rank, label, detail) = match (element.standing, element.best()) {
        (Standing::Poor, Some(stated)) => ("partly", 2, &wording.grades.partly, said(stated)),
        (Standing::Sound, Some(stated)) => ("pass", 3, &wording.grades.pass, said(stated)),
        _ if element.is_undermined() => ("fail", 0, &wording.missing, String::new()),
        _ => ("none", 1, &wording.missing, String::new()),
    };
    Cell { grade, label: label.clone(), detail: shortened(&visible(&detail), 160), rank }
}

fn faults(briefs: &[PageBrief<'_>], rules: &BTreeMap<&str, RuleText>) -> Vec<Fault> {
    let mut counts: BTreeMap<&str, Fault> = BTreeMap::new();
    for brief in briefs {
        let mut seen = std::collections::BTreeSet::new();
        for located in &brief.findings {
            let finding = &located.finding;
            let fault = counts.entry(&finding.rule).or_insert_with(|| Fault {
                rule: finding.rule.clone(),
                severity: finding.severity.name(),
                count: 0,
                briefs: 0,
                text: rules.get(finding.rule.as_str()).cloned(),
            });
            fault.count += 1;
            fault.briefs += usize::from(seen.insert(&finding.rule));
        }
    }
    let mut faults: Vec<Fault> = counts.into_values().collect();
    faults.sort_by_key(|fault| std::cmp::Reverse((fault.briefs, fault.count)));
    faults.truncate(FAULTS);
    faults
}

fn across(briefs: &[PageBrief<'_>]) -> Vec<Across> {
    let mut found = Vec::new();
    for (number, brief) in briefs.iter().enumerate() {
        for (at, located) in brief.findings.iter().enumerate() {
            let finding = &located.finding;
            if finding.group == "portfolio" || finding.rule == "date-order" {
                let path = visible(&brief.sheet.path).into_owned();
                found.push(Across { brief: number, path, note: note(at + 1, located) });
            }
        }
    }
    found
}

fn text(number: usize, brief: &PageBrief<'_>) -> Text {
    let sheet = brief.sheet;
    let verdict = |card: &Card| match &card.name {
        Some(name) => format!("{}: {}", visible(name), card.verdict.text),
        None => card.verdict.text.clone(),
    };
    let foreign = sheet
        .foreign
        .iter()
        .map(|language| format!("Not judged: it is in “{}”, which has no rules here.", visible(language)));
    Text {
        number,
        path: visible(&sheet.path).into_owned(),
        title: sheet
            .cards
            .first()
            .map_or_else(|| on_one_line(&visible(&sheet.path)), |card| visible(&card.title).into_owned()),
        verdicts: sheet.cards.iter().map(verdict).chain(foreign).collect(),
        notes: brief.findings.iter().enumerate().map(|(at, located)| note(at + 1, located)).collect(),
        pieces: cut(brief.text, &brief.findings),
    }
}

fn note(number: usize, located: &Located) -> Note {
    let finding = &located.finding;
    Note {
        number,
        severity: finding.severity.name(),
        rule: finding.rule.clone(),
        line: located.place.start.line,
        message: visible(&finding.message).into_owned(),
        help: capital(&visible(&finding.help)),
    }
}
