//! The clarity test of whole briefs: a folder of fixtures, and beside it its `.clarity`, as people see it at 80 columns.
//! `SNAPSHOTS=overwrite cargo test --test scorecards` writes them anew; read the difference before you commit it.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use snapbox::{Assert, Data};

fn clarity(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_brieflint"))
        .current_dir("fixtures")
        .args(["clarity", "--no-config"])
        .args(arguments)
        .env("LC_ALL", "C.UTF-8")
        .env("COLUMNS", "80")
        .env("NO_COLOR", "1")
        .output()
        .expect("brieflint runs");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn verdicts_are_as_written_beside_the_briefs() {
    let assert = Assert::new().action_env("SNAPSHOTS");
    let mut wrong = Vec::new();
    for folder in ["briefs", "good", "traps"] {
        let expected = Data::read_from(&Path::new("fixtures").join(folder).with_extension("clarity"), None);
        if let Err(error) = assert.try_eq(Some(&folder), clarity(&[folder]).into(), expected) {
            wrong.push(error.to_string());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn files(folder: &str) -> Vec<Value> {
    let report: Value = serde_json::from_str(&clarity(&["--format", "json", folder])).expect("JSON");
    report["files"].as_array().expect("files").clone()
}

fn answers(file: &Value) -> Vec<(String, String)> {
    let cards = file["responsibilities"].as_array().expect("responsibilities");
    let questions = cards.iter().flat_map(|card| card["questions"].as_array().expect("questions"));
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    questions.map(|question| (text(&question["question"]), text(&question["answer"]))).collect()
}

#[test]
fn a_good_brief_passes_all_three() {
    for file in files("good") {
        assert!(answers(&file).iter().all(|(_, answer)| answer == "pass"), "{}", file["path"]);
    }
}

/// Each trap stands in a brief that is whole but for it.
#[test]
fn a_trap_fails_or_weakens_the_question_that_it_is_about() {
    for file in files("traps") {
        let path = file["path"].as_str().expect("a path");
        let about = match path {
            _ if path.contains("consequence") => "consequences",
            _ if path.contains("outcome") || path.contains("owner") || path.contains("deadline") => "accountability",
            "traps/vague-standard.md" | "traps/placeholder.md" | "traps/two-responsibilities.md" => "accountability",
            "traps/method-heavy.md" => continue,
            _ => "autonomy",
        };
        let weak = answers(&file).iter().any(|(question, answer)| question == about && answer != "pass");
        assert!(weak, "{path}: {about} passes");
    }
}

/// The words of a statement are those at its place.
#[test]
fn evidence_stands_where_it_is_said_to_stand() {
    for folder in ["briefs", "good", "traps", "front-matter"] {
        for file in files(folder) {
            let path = Path::new("fixtures").join(file["path"].as_str().expect("a path"));
            let text = std::fs::read_to_string(&path).expect("a brief");
            let cards = file["responsibilities"].as_array().expect("responsibilities").iter();
            let elements = cards
                .flat_map(|card| card["questions"].as_array().expect("questions"))
                .flat_map(|question| question["elements"].as_array().expect("elements"));
            for stated in elements.flat_map(|element| element["statements"].as_array().expect("statements")) {
                let number = |name: &str| stated["span"][name].as_u64().expect("a number") as usize;
                let at = &text[number("offset")..number("offset") + number("length")];
                let first = stated["words"].as_str().expect("words").split(' ').next().expect("a word");
                assert!(at.starts_with(first), "{}: {at:?} and {stated}", path.display());
            }
        }
    }
}

/// The responsibilities of a brief with this text.
fn cards(text: &str) -> Vec<Value> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("brief.md");
    std::fs::write(&path, text).expect("written");
    files(path.to_str().expect("UTF-8"))[0]["responsibilities"].as_array().expect("responsibilities").clone()
}

/// The sentences that state an element, as far as it is stated.
fn sentences(card: &Value, element: &str) -> Vec<String> {
    let questions = card["questions"].as_array().expect("questions").iter();
    let elements = questions.flat_map(|question| question["elements"].as_array().expect("elements"));
    let stated = elements.filter(|one| one["element"] == element).flat_map(|one| one["statements"].as_array());
    stated.flatten().map(|one| one["sentence"].as_str().expect("text").to_owned()).collect()
}

#[test]
fn an_entry_of_the_front_matter_stands_for_itself() {
    let cards = cards(
        "---\nresponsibilities:\n  - title: Tills\n    consequence: if the variance is above 0.05 % in May, the roll-out \
         waits until October\n  - title: Stockroom\n    consequence: management will take a view\n---\n\n# Losses\n",
    );
    let consequences = |card: &Value| card["questions"][2].clone();
    assert_eq!(consequences(&cards[0])["answer"], "pass", "what the other one says is not held against it");
    assert_eq!(consequences(&cards[1])["answer"], "fail");
    assert_eq!(
        sentences(&cards[1], "consequence"),
        ["management will take a view"],
        "a value is shown whole, and once"
    );
}

#[test]
fn a_name_in_the_front_matter_states_nothing() {
    let named =
        cards("---\nid: PLT-114\ntags: [open-data, upgrade]\nstatus: draft\n---\n\n# Platform\n\nNoor, it is yours.\n");
    assert!(sentences(&named[0], "outcome").is_empty() && sentences(&named[0], "standard").is_empty(), "{named:?}");
    let said = cards(
        "---\nnorth-star: The work is done when all 64 shelves stand in the new store\nstatus: accepted\n---\n\n# Platform\n",
    );
    assert_eq!(sentences(&said[0], "outcome").len(), 1);
    assert_eq!(sentences(&said[0], "agreement"), ["accepted"]);
}

#[test]
fn evidence_is_the_sentence_that_says_it_and_all_of_it() {
    let cards = cards(
        "# Harvest\n\nInês, the lower terraces are yours this year. All tonnes are in the cellar by 12 October (weighed dry).\n\n\
         If the tonnes are not in by the 12th, next year the terraces go back under Duarte.\n",
    );
    assert_eq!(sentences(&cards[0], "owner")[0], "Inês, the lower terraces are yours this year");
    assert_eq!(sentences(&cards[0], "deadline")[0], "All tonnes are in the cellar by 12 October (weighed dry)");
}

/// Of everybody in a table of who does what, the owner is the one who answers.
#[test]
fn a_chart_of_who_does_what_names_who_answers() {
    let owners = |rows: &[&str]| {
        let bars = rows[0].split('|').count() - 1;
        let rule = "| --- ".repeat(bars - 1) + "|";
        let cards = cards(&format!("# Harbour app\n\n{}\n{rule}\n{}\n", rows[0], rows[1..].join("\n")));
        sentences(&cards[0], "owner")
    };
    for head in [
        "| Task | Responsible | Accountable | Consulted | Informed |",
        "| Task | R | A | C | I |",
        "| Task | Responsible (R) | Accountable (A) | Consulted (C) | Informed (I) |",
    ] {
        assert_eq!(
            owners(&[head, "| Relaunch the app | Tom Berg | Ana Ruiz | Legal | Sales |"]),
            ["Ana Ruiz"],
            "{head}"
        );
    }
    let by_person = ["| Task | Ana Ruiz | Tom Berg | Legal | Due |", "| Relaunch the app | A | R | C | 3 May |"];
    assert_eq!(owners(&by_person), ["Ana Ruiz"]);
    assert_eq!(
        owners(&[by_person[0], by_person[1], "| Move the data | I | A/R | C | 3 June |"]),
        ["Ana Ruiz", "Tom Berg"]
    );
    assert!(owners(&[by_person[0], "| Relaunch the app | A | A/R | C | 3 May |"]).is_empty(), "two are no owner");
    let by_task = ["| Name | Relaunch the app | Move the data |", "| Ana Ruiz | A | I |", "| Tom Berg | R | R |"];
    assert_eq!(owners(&by_task), ["Ana Ruiz"]);
    assert_eq!(owners(&["| Person | Part |", "| Tom Berg | R |", "| Ana Ruiz | A |"]), ["Ana Ruiz"]);
    let grades = ["| Vendor | Price | Support |", "| Ana Ruiz | A | C |", "| Tom Berg | B | A |"];
    assert!(owners(&grades).is_empty(), "letters may be grades");
}

/// A table whose rows are labels and values says what its rows say, whatever stands over its columns.
#[test]
fn rows_with_labels_are_not_read_by_the_heads_of_columns() {
    let stated = |head: &str, element: &str| {
        let rows = "| Outcome | All 64 shelves stand in the new store |\n| Deadline | 12 March 2027 |\n| Limits | Spend \
                    stays under 9,000 euros |\n";
        let cards = cards(&format!("# Moving the archive\n\n{head}\n| --- | --- |\n{rows}"));
        sentences(&cards[0], element)
    };
    assert_eq!(stated("| What | Detail |", "outcome"), ["All 64 shelves stand in the new store"]);
    assert_eq!(stated("| What | Agreed |", "deadline"), ["12 March 2027"]);
    assert!(stated("| What | Agreed |", "agreement").is_empty(), "the date is another one");
    assert_eq!(stated("| Standard | The auditor signs |", "standard")[0], "The auditor signs", "a row like the others");
    let cards = cards(
        "# Moving\n\n| Deliverable | Owner |\n| --- | --- |\n| Scope | Ana Ruiz |\n| Success criteria | Tom Berg |\n",
    );
    let mut owners = sentences(&cards[0], "owner");
    owners.sort();
    assert_eq!(owners, ["Ana Ruiz", "Tom Berg"], "who has it is no value of a label");
}

/// Several labels in bold on one line, each with its value.
#[test]
fn labels_on_one_line_are_read_one_by_one() {
    for line in [
        "**DRI** Ana Ruiz · **Sponsor** Tom Berg · **Due** 12 March 2027",
        "**DRI:** Ana Ruiz | **Sponsor:** Tom Berg | **Due:** 12 March 2027",
        "- **DRI**: [Ana Ruiz](ana.md) — **Sponsor**: Tom Berg — **Due**: 12 March 2027",
    ] {
        let cards = cards(&format!("# Moving the archive\n\n{line}\n"));
        let only = |element: &str| sentences(&cards[0], element).join(" and ");
        assert!(["Ana Ruiz", "DRI: Ana Ruiz"].contains(&&*only("owner")), "{line}: {}", only("owner"));
        assert!(["12 March 2027", "Due: 12 March 2027"].contains(&&*only("deadline")), "{line}: {}", only("deadline"));
        assert_eq!(cards[0]["owner"], "Ana Ruiz", "{line}");
    }
    for line in ["**Owner:** Ana Ruiz — **not** Tom Berg", "**Ana Ruiz** answers for it — **nobody** else does"] {
        let cards = cards(&format!("# Moving the archive\n\n{line}\n"));
        assert_eq!(sentences(&cards[0], "owner").len(), 1, "{line}");
    }
}

/// What is said for all counts only where a responsibility says nothing itself.
#[test]
fn each_responsibility_has_its_own_owner_and_day() {
    let shown = |text: &str| {
        let cards = cards(text);
        let of_one = |card: &Value| [card["owner"].clone(), card["due"].clone()];
        cards.iter().map(of_one).collect::<Vec<_>>()
    };
    let some = |owner: &str, due: &str| [Value::from(owner), Value::from(due)];
    let text = "---\nowner: Tom Ek\ndue: 2027-06-30\n---\n# Shop\n\n## Responsibility: Returns\n\nOwner: Ana Ruiz\n\nDeadline: 15 May 2027\n\n\
                ## Responsibility: Windows\n\nOutcome: clean panes.\n";
    assert_eq!(shown(text), [some("Ana Ruiz", "2027-05-15"), some("Tom Ek", "2027-06-30")]);
    let text = "---\nresponsibilities:\n  - title: Returns\n    owner: Ana Ruiz\n    due: 2027-05-15\n  - title: Windows\n---\n# Shop\n\n\
                ## Windows\n\nOwner: Ben Lund\n\nDeadline: 3 June 2027\n";
    assert_eq!(shown(text), [some("Ben Lund", "2027-06-03"), some("Ana Ruiz", "2027-05-15")]);
}
