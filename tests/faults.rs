//! Disks that are full, files that change, pipes that close, runs that are killed: a clear error or a whole result, never half
//! of one.
#![cfg(unix)]

mod common;

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};

use common::{Ran, command, finish, limited, run};
use tempfile::TempDir;

const OLD: &str = "what was there before\n";

/// A folder of briefs whose reports are longer than any buffer, with old files where new ones are asked for.
fn briefs() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for number in 0..40 {
        let text = format!("# Move {number}\n\n{}", "Owner: TBD\n\nDo it as soon as possible.\n\n".repeat(40));
        fs::write(folder.path().join(format!("{number}.md")), text).expect("written");
    }
    for (name, _) in OUTPUTS {
        fs::write(folder.path().join(name), OLD).expect("written");
    }
    folder
}

/// Every command that writes a file: the file, and the arguments.
const OUTPUTS: &[(&str, &[&str])] = &[
    ("out.json", &["check", ".", "--no-config", "--format", "json=out.json"]),
    ("out.sarif", &["check", ".", "--no-config", "--format", "sarif=out.sarif"]),
    ("out.html", &["report", ".", "--no-config", "-o", "out.html"]),
    (
        "0.md.new",
        &["new", "--no-config", "--force", "--title", LONG, "--owner", LONG, "--outcome", LONG, "-o", "0.md.new"],
    ),
];

/// Longer than the smallest limit of a file.
const LONG: &str = "the harbour office answers every letter within two working days and keeps a list of those that took longer, \
    with the reason, for the meeting of the board in the first week of each quarter, and nobody has to ask for it twice; \
    the list names the day on which each letter came in, the person who answered it, and what was done; \
    whoever is away for more than a day hands their letters over before they go, and says so at the door; \
    whatever comes in after noon counts for the next day, but for letters from the ministry, which are opened at once";

/// Nothing that a run begins in a folder and does not finish stays there.
fn left_over(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    names.map(|name| name.to_string_lossy().into_owned()).filter(|name| name.starts_with(".brieflint")).collect()
}

#[track_caller]
fn failed(ran: &Ran, words: &str) {
    ran.is_sound();
    assert!(ran.status == Some(2) && ran.err.contains(words), "{ran:?}");
}

#[test]
fn a_disk_that_is_full_leaves_the_old_file() {
    let folder = briefs();
    for (name, arguments) in OUTPUTS {
        // What a full disk does to a file, any user can ask for: no file longer than 512 bytes.
        let ran = finish(limited(folder.path(), "trap '' XFSZ; ulimit -f 1", arguments).spawn().expect("it runs"));
        failed(&ran, "could not be written: ");
        assert_eq!(fs::read_to_string(folder.path().join(name)).expect("read"), OLD, "{name}");
    }
    assert_eq!(left_over(folder.path()), [""; 0]);
}

#[test]
fn a_run_that_is_killed_while_it_writes_leaves_the_old_file() {
    let folder = briefs();
    for (name, arguments) in OUTPUTS {
        let ran = finish(limited(folder.path(), "ulimit -c 0; ulimit -f 1", arguments).spawn().expect("it runs"));
        assert_eq!(ran.status, None, "a signal ends it in the middle: {ran:?}");
        assert_eq!(fs::read_to_string(folder.path().join(name)).expect("read"), OLD, "{name}");
    }
    // What it left does not stand in the way of the next run.
    for (name, arguments) in OUTPUTS {
        run(folder.path(), arguments).is_sound();
        assert_ne!(fs::read_to_string(folder.path().join(name)).expect("read"), OLD, "{name}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn standard_output_on_a_full_disk_is_told() {
    let folder = briefs();
    for format in ["concise", "json", "sarif", "github", "gitlab", "junit", "markdown", "graphical"] {
        let full = File::options().write(true).open("/dev/full").expect("a device");
        let mut check = command(folder.path(), &["check", ".", "--no-config", "--format", format]);
        failed(&finish(check.stdout(full).spawn().expect("it runs")), "the output could not be written");
    }
    let ran = run(folder.path(), &["check", "1.md", "--no-config", "--format", "json=/dev/full"]);
    failed(&ran, "/dev/full could not be written");
}

#[test]
fn a_reader_that_goes_changes_no_status() {
    let folder = briefs();
    for format in ["concise", "json", "graphical"] {
        let mut child =
            command(folder.path(), &["check", ".", "--no-config", "--format", format]).spawn().expect("it runs");
        let mut stdout = child.stdout.take().expect("a pipe");
        stdout.read_exact(&mut [0; 16]).expect("some of it");
        drop(stdout);
        let ran = finish(child);
        assert!(ran.status == Some(1) && ran.err.is_empty(), "{format}: {ran:?}");
    }
}

#[test]
fn a_folder_that_may_not_be_written_to_is_told() {
    let folder = briefs();
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).expect("a folder");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).expect("set");
    if File::create(closed.join("probe")).is_ok() {
        return; // Nothing is closed to this user.
    }
    for arguments in [
        &["check", "1.md", "--no-config", "--format", "json=closed/x"][..],
        &["report", "1.md", "--no-config", "-o", "closed/x"],
        &["baseline", "1.md", "--no-config", "--output", "closed/x"],
        &["new", "--no-config", "--title", "x", "-o", "closed/x"],
        &["rules", "new", "house-style", "--in", "closed/x"],
        &["init", "closed", "--yes"],
        &["man", "closed/x"],
    ] {
        failed(&run(folder.path(), arguments), "could not be written");
    }
}

/// A brief is rewritten, cut and taken away over and over, while it is checked.
#[test]
fn a_file_that_changes_or_goes_while_it_is_read_harms_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.md");
    fs::write(folder.path().join("b.md"), "---\nid: b\ndepends-on: a\n---\nTBD\n").expect("written");
    let texts = [
        format!("---\nid: a\n---\n# ü\n\n{}", "漢字 TBD\n\n".repeat(2_000)),
        "---\nid: a\ndepends-on: [b, c, ü]\n---\n# x\n\nTBD".to_owned(),
        String::new(),
    ];
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for text in texts.iter().cycle() {
                let _ = File::create(&path).and_then(|mut file| file.write_all(text.as_bytes()));
                let _ = fs::remove_file(&path);
                if done.load(Ordering::Relaxed) {
                    break;
                }
            }
        });
        for format in ["graphical", "json", "concise", "sarif"].iter().cycle().take(24) {
            run(folder.path(), &["check", ".", "--no-config", "--all", "--format", format]).is_sound();
        }
        for arguments in [&["clarity", ".", "--no-config"][..], &["report", ".", "--no-config"]] {
            run(folder.path(), arguments).is_sound();
        }
        done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn two_runs_that_write_one_file_leave_that_of_one() {
    let folder = briefs();
    let whole = |name: &str| fs::read_to_string(folder.path().join(name)).expect("read");
    let once = |arguments: &[&str], name: &str| {
        run(folder.path(), arguments).is_sound();
        whole(name)
    };
    let baseline = ["baseline", ".", "--no-config", "--output", "known.jsonl"];
    for (arguments, name) in [(&baseline[..], "known.jsonl"), (OUTPUTS[0].1, "out.json"), (OUTPUTS[2].1, "out.html")] {
        let alone = once(arguments, name);
        let both: Vec<_> = (0..4).map(|_| command(folder.path(), arguments).spawn().expect("it runs")).collect();
        both.into_iter().for_each(|child| finish(child).is_sound());
        assert_eq!(whole(name), alone, "{name}");
    }
    assert_eq!(left_over(folder.path()), [""; 0]);
}

#[test]
fn answers_that_end_early_are_kept_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = folder.path().join("a.md.answers.json");
    let mut child = command(folder.path(), &["new", "--no-config", "-o", "a.md"]);
    let mut child = child.stdin(Stdio::piped()).spawn().expect("it runs");
    child.stdin.take().expect("a pipe").write_all(b"Move the archive\nAna\n").expect("written");
    failed(&finish(child), "a.md.answers.json");
    let answers: serde_json::Value = serde_json::from_str(&fs::read_to_string(&kept).expect("kept")).expect("JSON");
    assert_eq!((answers["title"].as_str(), answers["owner"].as_str()), (Some("Move the archive"), Some("Ana")));
    assert!(!folder.path().join("a.md").exists());
}

#[test]
fn answers_that_cannot_be_kept_are_told_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let arguments = ["new", "--no-config", "-o", "a.md"];
    let mut child = limited(folder.path(), "trap '' XFSZ; ulimit -f 1", &arguments);
    let mut child = child.stdin(Stdio::piped()).spawn().expect("it runs");
    child.stdin.take().expect("a pipe").write_all(format!("{LONG}\n").as_bytes()).expect("written");
    let ran = finish(child);
    failed(&ran, "a.md.answers.json could not be written");
    assert!(!ran.err.contains("what was typed"), "{}", ran.err);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    // Nor is anything kept where nothing was typed.
    let ran = run(folder.path(), &arguments);
    failed(&ran, "the answers ended");
    assert!(!ran.err.contains("what was typed"), "{}", ran.err);
}

#[test]
fn answers_that_cannot_be_read_are_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = folder.path().join("a.md.answers.json");
    for broken in [&b"{\"title\": \"Move"[..], b"\xff"] {
        fs::write(&kept, broken).expect("written");
        let mut child = command(folder.path(), &["new", "--no-config", "-o", "a.md"]);
        let mut child = child.stdin(Stdio::piped()).spawn().expect("it runs");
        // It may have ended by now.
        let _ = child.stdin.take().expect("a pipe").write_all(b"Another\n");
        let ran = finish(child);
        failed(&ran, "the answers in a.md.answers.json cannot be read");
        assert!(ran.err.contains("fix the file, or delete it to begin anew") && ran.out.is_empty(), "{ran:?}");
        assert_eq!(fs::read(&kept).expect("read"), broken);
    }
}
