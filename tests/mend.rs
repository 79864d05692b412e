//! `--fix` on files: each one is the old or the new one whatever happens, and one that cannot be mended stops no other.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// More than this is not waited for.
const LONGEST: Duration = Duration::from_secs(300);

const OLD: &str = "---\r\nonwer: Ana\r\ndue: 12 March 2027\r\n---\r\n# Roof\r\n\r\nMend it.\r\n";
const NEW: &str = "---\r\nowner: Ana\r\ndue: 2027-03-12\r\n---\r\n# Roof\r\n\r\nMend it.\r\n";

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_brieflint"));
    let only = ["check", "--no-config", "--fix", "--format", "concise", "--only", "unknown-field,invalid-field"];
    command.current_dir(folder).args(only).args(arguments);
    command
}

fn fix(folder: &TempDir, arguments: &[&str]) -> (Output, String, String) {
    let output = command(folder.path(), arguments).output().expect("brieflint runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.clone(), text(&output.stdout), text(&output.stderr))
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    files.iter().for_each(|(name, text)| fs::write(folder.path().join(name), text).expect("written"));
    folder
}

fn read(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).expect("read")
}

#[test]
fn an_interrupted_run_leaves_each_file_old_or_new() {
    const FILES: usize = 1000;
    let folder = tempfile::tempdir().expect("a folder");
    let path = |number: usize| folder.path().join(format!("{number:04}.md"));
    (0..FILES).for_each(|number| fs::write(path(number), OLD).expect("written"));
    // By its length, which is quickly asked.
    let is_new = |number: &usize| path(*number).metadata().is_ok_and(|file| file.len() == NEW.len() as u64);
    let mut caught = 0;
    for after in [0, 20, 100, 300] {
        // Stopped as soon as this one is mended.
        let Some(watched) = (0..FILES).filter(|number| !is_new(number)).nth(after) else { break };
        let mut run =
            command(folder.path(), &["."]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("brieflint runs");
        let start = Instant::now();
        while !is_new(&watched) && start.elapsed() < LONGEST {
            std::hint::spin_loop();
        }
        run.kill().expect("it can be stopped");
        run.wait().expect("it ends");
        let mut new = 0;
        for number in 0..FILES {
            match fs::read_to_string(path(number)).expect("each file is there").as_str() {
                OLD => {}
                NEW => new += 1,
                other => panic!("{number}: {other:?} is neither the old one nor the new one"),
            }
        }
        caught += usize::from(0 < new && new < FILES);
    }
    assert!(caught > 0, "every run was over before it could be stopped");
    let output = command(folder.path(), &["."]).output().expect("brieflint runs");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!((0..FILES).all(|number| fs::read_to_string(path(number)).expect("read") == NEW));
}

#[test]
fn one_that_cannot_be_mended_stops_no_other() {
    let folder = folder(&[("a.md", OLD), ("b.md", OLD), ("c.md", OLD)]);
    let locked = folder.path().join("b.md");
    let mut permissions = locked.metadata().expect("a file").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&locked, permissions).expect("set");
    let (output, stdout, stderr) = fix(&folder, &["."]);
    assert_eq!(output.status.code(), Some(2), "{stdout}{stderr}");
    assert_eq!([read(&folder, "a.md"), read(&folder, "b.md"), read(&folder, "c.md")], [NEW, OLD, NEW]);
    assert!(stderr.contains("b.md: it could not be fixed: it is read-only"), "{stderr}");
    assert!(stdout.contains("b.md:2:1: warning[unknown-field]"), "{stdout}");
    assert!(stdout.contains("fixed a.md: 1 invalid-field and 1 unknown-field"), "{stdout}");
}

#[test]
fn a_file_that_needs_nothing_is_not_written() {
    let folder = folder(&[("a.md", NEW)]);
    let before = folder.path().join("a.md").metadata().and_then(|file| file.modified()).expect("a time");
    let (output, stdout, _) = fix(&folder, &["."]);
    assert_eq!((output.status.code(), stdout.as_str()), (Some(0), "1 brief checked, nothing found\n"));
    assert_eq!(folder.path().join("a.md").metadata().and_then(|file| file.modified()).expect("a time"), before);
}

#[test]
fn what_is_in_the_baseline_is_left_alone() {
    let folder = folder(&[("a.md", OLD)]);
    let baseline = Command::new(env!("CARGO_BIN_EXE_brieflint"))
        .current_dir(folder.path())
        .args(["baseline", "--no-config", "a.md"])
        .output()
        .expect("brieflint runs");
    assert!(baseline.status.success(), "{baseline:?}");
    let (_, stdout, _) = fix(&folder, &["a.md", "--baseline", "brieflint-baseline.jsonl"]);
    // No finding is about the date.
    assert_eq!(read(&folder, "a.md"), OLD.replace("12 March 2027", "2027-03-12"), "{stdout}");
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = folder(&[("a.md", OLD)]);
    fs::set_permissions(folder.path().join("a.md"), fs::Permissions::from_mode(0o640)).expect("set");
    symlink("a.md", folder.path().join("b.md")).expect("a link");
    let (output, ..) = fix(&folder, &["b.md"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(read(&folder, "a.md"), NEW);
    assert!(folder.path().join("b.md").symlink_metadata().expect("there").is_symlink());
    assert_eq!(folder.path().join("a.md").metadata().expect("there").permissions().mode() & 0o777, 0o640);
}

#[test]
fn only_what_is_new_is_mended() {
    let folder = folder(&[("old.md", OLD)]);
    let git = |arguments: &[&str]| {
        let done = Command::new("git")
            .current_dir(folder.path())
            .args(["-c", "user.name=A", "-c", "user.email=a@example.com"])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .expect("git runs");
        assert!(done.status.success(), "{done:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "work"]);
    fs::write(folder.path().join("new.md"), OLD).expect("written");
    let (_, stdout, stderr) = fix(&folder, &[".", "--since", "HEAD"]);
    assert_eq!([read(&folder, "new.md"), read(&folder, "old.md")], [NEW, OLD], "{stdout}{stderr}");
}
