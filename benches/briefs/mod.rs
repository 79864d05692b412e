//! Briefs that look like real ones: front matter, headings, lists, prose, and now and then a fault. The same number gives
//! the same brief on every machine.

#![allow(dead_code, reason = "each benchmark needs a part of it")]

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use brieflint::rule::{self, RuleExamples};

/// Writes `count` briefs to `folder`, 100 to a subfolder, each with at least so many faults. What is there already stays.
pub(crate) fn write(folder: &Path, count: usize, faults: usize) -> io::Result<()> {
    let passages = Passages::new();
    for number in 0..count {
        let folder = folder.join(format!("team-{:02}", number / 100));
        if number % 100 == 0 {
            fs::create_dir_all(&folder)?;
        }
        fs::write(folder.join(format!("brief-{number:05}.md")), brief(number, faults, &passages))?;
    }
    Ok(())
}

/// One long brief of about so many bytes: many briefs under one title, each with a level of its own.
pub(crate) fn long(bytes: usize) -> String {
    let passages = Passages::new();
    let mut text = "# Everything that is handed over this year\n".to_owned();
    for number in 0.. {
        let brief = brief(number, 0, &passages);
        let body = brief.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
        let body = body.map_or(&*brief, |(_, body)| body);
        for line in body.lines() {
            if text.len() >= bytes {
                return text;
            }
            text.push_str(if line.starts_with('#') { "#" } else { "" });
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// Passages from the examples of the built-in rules: what a rule finds, and what only looks like it.
struct Passages {
    flagged: Vec<String>,
    fine: Vec<String>,
}

impl Passages {
    fn new() -> Passages {
        let pack = rule::builtin_pack();
        let mut passages = Passages { flagged: Vec::new(), fine: Vec::new() };
        for RuleExamples { examples, .. } in pack.examples() {
            for (from, into) in [(&examples.flagged, &mut passages.flagged), (&examples.passes, &mut passages.fine)] {
                let prose = from.iter().filter(|one| !one.whole && !one.text.trim().contains('\n'));
                into.extend(prose.map(|one| one.text.replace("[[", "").replace("]]", "")));
            }
        }
        passages
    }
}

/// A small generator of numbers (SplitMix64), so that nothing depends on a crate's version; and the brief's own number.
struct Chance(u64, usize);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// True in so many of a hundred cases.
    fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    fn pick<'a, T: AsRef<str>>(&mut self, from: &'a [T]) -> &'a str {
        from[self.below(from.len())].as_ref()
    }
}

fn brief(number: usize, faults: usize, passages: &Passages) -> String {
    let mut chance = Chance(number as u64 + 1, number);
    let (owner, asker) = (chance.pick(PEOPLE), chance.pick(PEOPLE));
    let first = owner.split(' ').next().unwrap_or(owner);
    let (thing, place) = (chance.pick(THINGS), chance.pick(PLACES));
    let (day, month) = (chance.below(28) + 1, chance.below(12) + 1);
    let mut text = String::new();
    if chance.percent(80) {
        let _ = write!(
            text,
            "---\nid: T-{number}\nowner: {owner}\ndelegator: {asker}\nissued: 2025-11-{:02}\ndue: 2026-{month:02}-{day:02}\n---\n\n",
            chance.below(28) + 1
        );
    }
    let _ = write!(text, "# {thing}, {place}\n\nHello {first},\n\n");
    paragraph(&mut text, &mut chance, passages, first);
    if chance.percent(70) {
        text.push_str("## Background\n\n");
        paragraph(&mut text, &mut chance, passages, first);
        if chance.percent(40) {
            paragraph(&mut text, &mut chance, passages, first);
        }
    }
    for (heading, sentences, share) in SECTIONS {
        if !chance.percent(*share) {
            continue;
        }
        let _ = write!(text, "## {}\n\n", chance.pick(heading));
        if chance.percent(60) {
            let first_item = chance.below(sentences.len());
            for item in 0..3 + chance.below(4) {
                // No sentence stands twice in a list: what is left over comes from the examples.
                let said = if item < sentences.len() {
                    let own = &sentences[(first_item + item) % sentences.len()];
                    sentence(&mut chance, passages, std::slice::from_ref(own), first)
                } else {
                    chance.pick(&passages.fine).to_owned()
                };
                let _ = writeln!(text, "- {said}");
            }
            text.push('\n');
        } else {
            let said = sentence(&mut chance, passages, sentences, first);
            let _ = writeln!(text, "{said}");
            paragraph(&mut text, &mut chance, passages, first);
        }
    }
    if chance.percent(25) {
        let _ = write!(text, "| Milestone | Who | By |\n|---|---|---|\n");
        for _ in 0..3 {
            let (who, what) = (chance.pick(PEOPLE), chance.pick(THINGS));
            let _ = writeln!(text, "| {what} | {who} | {} {} 2026 |", chance.below(28) + 1, chance.pick(MONTHS));
        }
        text.push('\n');
    }
    if faults > 0 {
        text.push_str("## Notes\n\n");
        for _ in 0..faults {
            let _ = writeln!(text, "- {}", chance.pick(&passages.flagged));
        }
        text.push('\n');
    }
    if chance.percent(50) {
        let _ = writeln!(text, "{first} agreed to these terms on {day} {}.", chance.pick(MONTHS));
    }
    text
}

/// A sentence for a section: mostly one of its own, else a look-alike or a fault from the rules' examples.
fn sentence(chance: &mut Chance, passages: &Passages, own: &[&str], first: &str) -> String {
    match chance.below(100) {
        0..80 => fill(chance.pick(own), chance, first),
        80..94 => chance.pick(&passages.fine).to_owned(),
        _ => chance.pick(&passages.flagged).to_owned(),
    }
}

/// Some sentences, wrapped as people wrap them.
fn paragraph(text: &mut String, chance: &mut Chance, passages: &Passages, first: &str) {
    let mut width = 0;
    for _ in 0..3 + chance.below(5) {
        for word in sentence(chance, passages, PROSE, first).split(' ') {
            if width > 0 {
                text.push(if width + word.len() > 90 { '\n' } else { ' ' });
            }
            width = if width + word.len() > 90 { word.len() } else { width + 1 + word.len() };
            text.push_str(word);
        }
    }
    text.push_str("\n\n");
}

/// Puts values into the holes of a sentence.
fn fill(sentence: &str, chance: &mut Chance, first: &str) -> String {
    let mut filled = String::with_capacity(sentence.len() + 24);
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        let (hole, after) = after.split_once('}').unwrap_or((after, ""));
        filled.push_str(before);
        match hole {
            "name" => filled.push_str(first),
            "who" => filled.push_str(chance.pick(PEOPLE)),
            "place" => filled.push_str(chance.pick(PLACES)),
            "thing" => filled.push_str(&chance.pick(THINGS).to_lowercase()),
            "month" => filled.push_str(chance.pick(MONTHS)),
            "lot" => {
                let _ = write!(filled, "{}", chance.1);
            }
            _ => {
                let _ = write!(filled, "{}", chance.below(90) + 3);
            }
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

const PEOPLE: &[&str] = &[
    "Ana Duarte",
    "Ben Okafor",
    "Chiara Lenz",
    "Dmitri Volkov",
    "Esra Yildiz",
    "Farid Haddad",
    "Greta Holm",
    "Hugo Marchetti",
    "Imani Njoroge",
    "Jonas Weber",
    "Keiko Tanaka",
    "Liam Byrne",
    "Mira Kovač",
    "Nils Aalto",
    "Olivia Grant",
    "Pavel Horák",
    "Quentin Roy",
    "Rosa Medina",
    "Sven Eriksen",
    "Tuğba Aydın",
];

const THINGS: &[&str] = &[
    "Moving the archive",
    "The spring catalogue",
    "Onboarding for drivers",
    "A new rota for the ward",
    "The invoice backlog",
    "Replacing the boiler",
    "Search on the help pages",
    "The supplier review",
    "Opening the north entrance",
    "The pension letters",
    "A second packing line",
    "The volunteer handbook",
    "Retiring the old gateway",
    "The tenants' survey",
    "Translating the manuals",
    "The fire drill",
    "The sample register",
    "A shared calendar",
];

const PLACES: &[&str] = &[
    "Porto",
    "Leeds",
    "Gdynia",
    "the west wing",
    "building 4",
    "Lyon and Metz",
    "the harbour office",
    "all nine branches",
    "the night shift",
    "region south",
    "Malmö",
    "the customer portal",
    "Depot 12",
    "the lab in Graz",
];

const MONTHS: &[&str] =
    &["January", "February", "March", "April", "May", "June", "July", "September", "October", "November"];

const PROSE: &[&str] = &[
    "The last attempt stopped in {month}, when {who} moved to {place} and nobody picked it up.",
    "About {n} people see the result every week, most of them at {place}.",
    "We looked at three ways in {month} and none of them needed new money.",
    "The lease at {place} runs until the end of next year, so there is time to do this once and well.",
    "{who} keeps the list of contacts and knows the history.",
    "Two of the {n} cases were reopened, both because the address was wrong.",
    "It began as a side project and has grown into something that the branches count on.",
    "The auditors asked about it twice (see the letter of {month}), and we had no good answer.",
    "Most of the material is in the shared folder; the older part is on paper.",
    "Customers in {place} notice first, usually by phone, e.g. when a delivery is split.",
    "There are {n} open questions in the tracker, and perhaps ten of them matter.",
    "Thank you for taking this on, {name}; the handover with {who} went well.",
    "What we know today fits on one page, and the page is attached.",
    "The figures for {month} are final, those for the month after are not.",
    "In {place} the same thing took {n} days and one weekend.",
    "People there work in two shifts and share one office.",
    "The drawings are from 1998 and still right, apart from the stairs.",
    "It is a small thing for us and a large one for {place}.",
    "{who} wrote most of the first version; the second one is nobody's yet.",
    "In a good week {n} forms come in, in a bad one twice as many.",
    "The neighbours have been told and are, on the whole, in favour.",
    "Since {month} the old machine has stopped {n} times.",
    "There is a draft from {who} that reads well but counts the same cases twice.",
    "The contract with the carrier was renewed in {month}.",
    "What came out of the workshop in {place} is on the wall of the small meeting room.",
];

type Section = (&'static [&'static str], &'static [&'static str], usize);

/// Headings, sentences that stand under them, and in how many of a hundred briefs the section is there.
const SECTIONS: &[Section] = &[
    (
        &["Outcome", "Goal", "What success looks like", "Deliverables"],
        &[
            "All {n} files of lot {lot} are in the new register, with no entry missing.",
            "Calls about {thing} in lot {lot} fall from {n} a week to 5.",
            "Handbook {lot} is printed, and {place} works by it.",
            "{n} suppliers of lot {lot} have signed the new terms.",
            "The old system of lot {lot} at {place} is switched off.",
        ],
        85,
    ),
    (
        &["Done when", "Acceptance criteria", "Standard"],
        &[
            "The auditor signs the register with no open remarks.",
            "At least {n} % of the sample passes the second check.",
            "{who} accepts the result against the checklist of {month}.",
            "No page takes longer than 2 seconds to load.",
        ],
        75,
    ),
    (
        &["Limits", "Constraints", "Non-negotiables", "Out of scope"],
        &[
            "Spend stays under {n},000 euros.",
            "The payroll tables are not touched.",
            "Nobody works on Sundays for this.",
            "The reading room stays open during term.",
            "Personal data does not leave {place}.",
        ],
        75,
    ),
    (
        &["Yours to decide", "Decision rights", "Your call"],
        &[
            "{name} decides the order, the crew and the tools.",
            "Who joins from {place} is {name}'s call.",
            "Travel up to {n}00 euros needs no approval.",
        ],
        65,
    ),
    (
        &["Reviews", "Checkpoints", "How we talk"],
        &[
            "We meet on {n} {month} and once more before the end.",
            "If the date is at risk, {name} says so within two days.",
            "{who} joins the review in {month}.",
        ],
        60,
    ),
    (
        &["If it slips", "Consequences", "If we miss the date"],
        &[
            "If a file is still open on the day, the launch moves to {month} and {name} presents the recovery plan.",
            "A missed date costs us the rebate of {n},000 euros, and the next phase goes to {place}.",
            "If fewer than {n} are done by {month}, we stop and hand the rest to a contractor.",
        ],
        60,
    ),
    (
        &["Steps", "How to start"],
        &[
            "Call {who} and ask for the list.",
            "One way is to start with {place}, where most of it is ready.",
            "The template from {month} may help.",
        ],
        20,
    ),
];
