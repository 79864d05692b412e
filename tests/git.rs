//! `--since`, `--staged` and `--history` in real repositories.

use std::fs;
use std::process::Command;

use tempfile::TempDir;

/// A folder, and the time at which its commits are made, where that matters.
struct Repository(TempDir, Option<String>);

const GATE: &str = "Nothing ships until I have signed it off.";
const SOON: &str = "Send the plan as soon as possible.";

impl Repository {
    /// With one commit, in which `briefs/old.md` has a gate and no deadline.
    fn new() -> Repository {
        let repository = Repository(tempfile::tempdir().expect("a folder"), None);
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.write("briefs/old.md", &format!("# Move\n\nOwner: Ana.\n\n{GATE}\n\nThat is all.\n"));
        repository.commit();
        repository
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .current_dir(self.0.path())
            .args(["-c", "user.name=A", "-c", "user.email=a@example.com"])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .envs(self.1.iter().map(|time| ("GIT_COMMITTER_DATE", time)))
            .output()
            .expect("git runs");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.path().join(path)).expect("read")
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "work"]);
    }

    /// The findings of these rules as `path:line rule`, from a folder of the repository, and the exit status.
    fn check_in(&self, folder: &str, arguments: &[&str]) -> (Vec<String>, i32) {
        let output = Command::new(env!("CARGO_BIN_EXE_brieflint"))
            .current_dir(self.0.path().join(folder))
            .args(["check", "--no-config", "--format", "concise"])
            .args(["--only", "approval-gate,vague-deadline,missing-deadline,duplicate-id,broken-reference"])
            .args(arguments)
            .output()
            .expect("brieflint runs");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let finding = |line: &str| {
            let (place, rest) = line.split_once(": ")?;
            let rule = rest.split_once('[')?.1.split_once(']')?.0;
            Some(format!("{} {rule}", place.rsplit_once(':')?.0))
        };
        (text.lines().filter_map(finding).collect(), output.status.code().expect("an exit status"))
    }

    fn check(&self, arguments: &[&str]) -> Vec<String> {
        self.check_in(".", arguments).0
    }

    /// What a check by all rules writes to standard output and standard error, and the exit status.
    fn said(&self, arguments: &[&str]) -> (String, String, i32) {
        let output = Command::new(env!("CARGO_BIN_EXE_brieflint"))
            .current_dir(self.0.path())
            .args(["check", "--no-config"])
            .args(arguments)
            .output()
            .expect("brieflint runs");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (text(output.stdout), text(output.stderr), output.status.code().expect("an exit status"))
    }
}

#[test]
fn only_changed_lines_and_new_briefs_are_reported() {
    let repository = Repository::new();
    assert_eq!(repository.check(&["--since", "HEAD"]), [""; 0]);
    repository.git(&["switch", "--quiet", "--create", "work"]);
    repository.write("briefs/old.md", &format!("{}\n{SOON}\n", repository.read("briefs/old.md")));
    repository.commit();
    repository.write("briefs/neu ü.md", &format!("# Count\n\nDue: 3 May 2027.\n\n{GATE}\n"));
    assert_eq!(
        repository.check(&["--since", "main"]),
        ["briefs/neu ü.md:5 approval-gate", "briefs/old.md:9 vague-deadline"]
    );
    assert_eq!(repository.check(&["--since", "HEAD"]), ["briefs/neu ü.md:5 approval-gate"]);
    assert_eq!(repository.check_in("briefs", &["--since", "main", "old.md"]).0, ["old.md:9 vague-deadline"]);
}

#[test]
fn a_fault_of_absence_is_new_when_it_was_not_there_before() {
    let repository = Repository::new();
    repository.write("briefs/old.md", &repository.read("briefs/old.md").replace("# Move", "# The great move"));
    assert_eq!(repository.check(&["--since", "HEAD"]), [""; 0], "the title changed, what is missing did not");
    repository.write("briefs/old.md", &format!("# Move\n\nDue: 3 May 2027.\n\n{GATE}\n"));
    repository.commit();
    repository.write("briefs/old.md", &format!("# Move\n\n{GATE}\n"));
    assert_eq!(repository.check(&["--since", "HEAD"]), ["briefs/old.md:1 missing-deadline"]);
}

#[test]
fn a_renamed_brief_and_other_line_ends_change_nothing() {
    let repository = Repository::new();
    repository.git(&["mv", "briefs/old.md", "briefs/new.md"]);
    assert_eq!(repository.check(&["--since", "HEAD"]), [""; 0]);
    assert_eq!(repository.check(&["--staged"]), [""; 0]);
    repository.write("briefs/new.md", &repository.read("briefs/new.md").replace('\n', "\r\n"));
    assert_eq!(repository.check(&["--since", "HEAD"]), [""; 0]);
}

#[test]
fn work_of_others_since_the_branch_is_not_reported() {
    let repository = Repository::new();
    repository.git(&["switch", "--quiet", "--create", "work"]);
    repository.git(&["switch", "--quiet", "main"]);
    repository.write("briefs/old.md", "# Move\n\nDue: 3 May 2027.\n");
    repository.commit();
    repository.git(&["switch", "--quiet", "work"]);
    assert_eq!(repository.check(&["--since", "main"]), [""; 0]);
}

#[test]
fn staged_is_the_index_and_not_the_work_tree() {
    let repository = Repository::new();
    repository.write("briefs/old.md", &format!("{}\n{SOON}\n", repository.read("briefs/old.md")));
    repository.git(&["add", "--all"]);
    // Mended, but not staged; and a brief that git does not know.
    repository.write("briefs/old.md", "# Move\n");
    repository.write("briefs/untracked.md", GATE);
    assert_eq!(repository.check(&["--staged"]), ["briefs/old.md:9 vague-deadline"]);
    assert_eq!(repository.check(&["--staged", "briefs/old.md"]), ["briefs/old.md:9 vague-deadline"]);
    assert_eq!(repository.check_in("briefs", &["--staged"]).0, ["old.md:9 vague-deadline"]);
    // Gone from the work tree, and still to be committed.
    fs::remove_file(repository.0.path().join("briefs/old.md")).expect("removed");
    assert_eq!(repository.check(&["--staged"]), ["briefs/old.md:9 vague-deadline"]);
}

#[test]
fn what_is_only_announced_is_not_staged() {
    let repository = Repository::new();
    repository.write("announced.md", GATE);
    repository.write("empty.md", "");
    repository.git(&["add", "--intent-to-add", "announced.md"]);
    repository.git(&["add", "empty.md"]);
    assert_eq!(repository.said(&["--staged", "--list-files"]).0, "briefs/old.md\nempty.md\n");
    assert_eq!(repository.check(&["--staged"]), ["empty.md:1 missing-deadline"]);
}

#[test]
fn the_first_commit_is_new_as_a_whole() {
    let repository = Repository(tempfile::tempdir().expect("a folder"), None);
    repository.git(&["init", "--quiet"]);
    repository.write("a.md", GATE);
    repository.git(&["add", "--all"]);
    assert_eq!(repository.check(&["--staged"]), ["a.md:1 missing-deadline", "a.md:1 approval-gate"]);
}

#[test]
fn faults_across_briefs_are_reported_when_they_are_new() {
    let repository = Repository::new();
    let brief = |id: &str, more: &str| format!("---\nid: {id}\ndue: 2027-05-03\n{more}---\n# Move\n");
    repository.write("briefs/a.md", &brief("a", ""));
    repository.write("briefs/b.md", &brief("a", ""));
    repository.write("briefs/c.md", &brief("c", "depends-on: d\n"));
    repository.write("briefs/d.md", &brief("d", ""));
    repository.commit();
    assert_eq!(repository.check(&["--since", "HEAD"]), [""; 0], "it was there before");
    fs::remove_file(repository.0.path().join("briefs/d.md")).expect("removed");
    assert_eq!(repository.check(&["--since", "HEAD"]), ["briefs/c.md:4 broken-reference"]);
    repository.write("briefs/d.md", &brief("c", ""));
    repository.git(&["add", "--all"]);
    let new = ["briefs/d.md:2 duplicate-id"];
    assert_eq!(repository.check(&["--staged"]), new);
    assert_eq!(repository.check(&["--since", "HEAD"]), new);
}

#[test]
fn what_git_cannot_answer_is_said() {
    let repository = Repository::new();
    for arguments in [&["--since", "no-such-branch"][..], &["--since", "--all"], &["--since", "HEAD", "--staged"]] {
        assert_eq!(repository.check_in(".", arguments).1, 2, "{arguments:?}");
    }
    let outside = Repository(tempfile::tempdir().expect("a folder"), None);
    outside.write("a.md", GATE);
    assert_eq!(outside.check_in(".", &["--since", "HEAD"]).1, 2);
}

#[test]
fn what_another_repository_keeps_is_not_taken_for_unchanged() {
    let (repository, other) = (Repository::new(), Repository::new());
    other.write("a.md", GATE);
    // A submodule is a repository inside, too.
    repository.git(&["init", "--quiet", "inside"]);
    repository.write("inside/a.md", GATE);
    let there = other.0.path().to_str().expect("UTF-8");
    let outside = [there.to_owned(), format!("{there}/a.md"), format!("{there}/*.md")];
    for path in outside.iter().map(String::as_str).chain(["inside", "inside/a.md", "inside/*.md"]) {
        for mode in [&["--since", "HEAD", path][..], &["--staged", path]] {
            let (out, err, status) = repository.said(mode);
            assert!(status == 2 && out.is_empty() && err.contains("lies outside the repository"), "{mode:?}: {err}");
        }
    }
    let (out, _, status) = repository.said(&["--since", "HEAD", "."]);
    assert!(status == 0 && out.contains("note: 1 brief of repositories inside this one: not compared"), "{out}");
}

#[cfg(unix)]
#[test]
fn links_into_the_repository_are_followed() {
    use std::os::unix::fs::symlink;

    let (repository, elsewhere) = (Repository::new(), tempfile::tempdir().expect("a folder"));
    let link = elsewhere.path().join("link");
    symlink(repository.0.path(), &link).expect("a link");
    symlink("old.md", repository.0.path().join("briefs/link.md")).expect("a link");
    repository.commit();
    repository.write("briefs/old.md", &format!("{}\n{SOON}\n", repository.read("briefs/old.md")));
    for named in [link.join("briefs"), link.join("briefs/old.md"), "briefs/link.md".into()] {
        let found = repository.check(&["--since", "HEAD", named.to_str().expect("UTF-8")]);
        assert!(matches!(&found[..], [one] if one.ends_with(".md:9 vague-deadline")), "{named:?}: {found:?}");
    }
}

#[test]
fn what_comes_from_standard_input_is_new() {
    let repository = Repository::new();
    let text = format!("# Move\n\nOwner: Ana.\n\n{GATE}\n");
    for mode in [&["--since", "HEAD"][..], &["--staged"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_brieflint"))
            .current_dir(repository.0.path())
            .args(["check", "--no-config", "--only", "approval-gate", "-"])
            .args(mode)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("brieflint runs");
        let mut stdin = child.stdin.take().expect("a pipe");
        std::io::Write::write_all(&mut stdin, text.as_bytes()).expect("written");
        drop(stdin);
        assert_eq!(child.wait().expect("it ends").code(), Some(1), "{mode:?}");
    }
}

/// A folder of a work tree may be made to look like a repository whose config names commands.
#[cfg(unix)]
#[test]
fn nothing_that_a_repository_holds_is_run() {
    let repository = Repository::new();
    let inner = repository.0.path().join("briefs");
    repository.git(&["init", "--quiet", "--bare", "briefs"]);
    let config =
        "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = \"touch ran; false\"\n";
    fs::write(inner.join("config"), config).expect("written");
    for arguments in [
        &["diagnose", "briefs/old.md", "--missed", "date", "--at", "main"][..],
        &["report", "briefs", "--history"],
        &["check", "--since", "HEAD", "briefs"],
        &["check", "--staged", "briefs"],
    ] {
        for folder in [repository.0.path(), &inner] {
            Command::new(env!("CARGO_BIN_EXE_brieflint"))
                .current_dir(folder)
                .args(arguments)
                .output()
                .expect("it runs");
        }
    }
    assert!(!inner.join("ran").exists() && !repository.0.path().join("ran").exists());
}

#[test]
fn the_output_says_which_mode() {
    let repository = Repository::new();
    assert!(repository.said(&["--since", "main"]).0.contains("note: only what changed since main ("));
    assert!(repository.said(&["--staged"]).0.contains("note: only what is staged is reported, as it is staged"));
}

/// A brief that answers all three questions.
fn whole() -> String {
    fs::read_to_string("fixtures/good/audit-room.md").expect("a brief")
}

impl Repository {
    /// Commits on a day, with this message.
    fn commit_on(&mut self, day: &str, message: &str) {
        self.1 = Some(format!("{day}T12:00:00Z"));
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// The page about some paths, or what was said instead.
    fn report_in(&self, folder: &str, arguments: &[&str]) -> Result<String, String> {
        let output = Command::new(env!("CARGO_BIN_EXE_brieflint"))
            .current_dir(self.0.path().join(folder))
            .args(["report", "--no-config", "--color", "never"])
            .args(arguments)
            .output()
            .expect("brieflint runs");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        if output.status.success() { Ok(text(output.stdout)) } else { Err(text(output.stderr)) }
    }
}

/// The words of the cells of the table over time, without the last line: that is now, and the day of the run.
fn past(page: &str) -> Vec<Vec<String>> {
    let table =
        page.split_once("<table class=\"past\">").expect("the table").1.split_once("</table>").expect("its end").0;
    let cell = |cell: &str| {
        let mut words = String::new();
        let mut rest = cell;
        while let Some((before, after)) = rest.split_once('<') {
            words.push_str(before);
            rest = after.split_once('>').map_or("", |(_, after)| after);
        }
        (words + rest).trim().to_owned()
    };
    let row = |row: &str| row.split("</td>").flat_map(|cells| cells.split("</th>")).map(cell).collect::<Vec<_>>();
    let mut rows: Vec<_> = table.split("<tr>").skip(2).map(row).collect();
    assert!(rows.pop().expect("a row")[1].starts_with("now"));
    rows
}

#[test]
fn a_history_is_that_of_the_paths_at_the_end_of_each_stretch_of_time() {
    let mut repository = Repository(tempfile::tempdir().expect("a folder"), None);
    repository.git(&["init", "--quiet", "--initial-branch", "main"]);
    repository.write("briefs/a.md", "# Move\n\nOwner: Ana.\n");
    repository.write("other/b.md", "# Other\n");
    repository.commit_on("2026-01-05", "first");
    repository.write("briefs/c.md", &whole());
    repository.commit_on("2026-01-06", "<script>document.title=1</script>");
    repository.write("other/b.md", "# Another\n");
    repository.commit_on("2026-02-02", "elsewhere");
    repository.write("briefs/a.md", &whole());
    repository.write("briefs/broken.md", "x");
    fs::write(repository.0.path().join("briefs/broken.md"), b"\xff\xfe\xfd").expect("written");
    repository.commit_on("2026-03-02", "better");
    fs::remove_file(repository.0.path().join("briefs/broken.md")).expect("removed");
    repository.commit_on("2026-03-03", "gone");

    let page = repository.report_in(".", &["briefs", "--history"]).expect("a page");
    let rows = past(&page);
    let days: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(days, ["2026-01-05", "2026-01-06", "2026-03-02", "2026-03-03"]);
    let stands = |row: &[String]| row[2..7].join(" | ");
    assert_eq!(stands(&rows[0]), "1 | 1 | 0 (0 %) | 0 (0 %) | 0 (0 %)");
    assert_eq!(stands(&rows[1]), "2 | 2 | 1 (50 %) | 1 (50 %) | 1 (50 %)");
    assert_eq!(stands(&rows[2]), "2 | 2 | 2 (100 %) | 2 (100 %) | 2 (100 %)");
    assert_eq!(rows[2][7], "0");
    assert!(rows[0][7].parse::<usize>().expect("a number") > 3);
    assert!(page.contains("1 version of files could not be read"));
    assert!(page.contains("Each commit that touched these briefs"));
    assert!(rows[1][1].contains("&#60;script&#62;") && !page.contains("<script>document"), "{}", rows[1][1]);
    // A chart for each question and one for the findings, each with words for those who do not see it.
    assert_eq!(page.matches("<polyline ").count(), 4);
    assert_eq!(page.matches("aria-label=\"Autonomy: 0 % on 2026-01-05, 100 % on ").count(), 1);

    let monthly = past(&repository.report_in(".", &["briefs", "--history=2"]).expect("a page"));
    assert_eq!(monthly.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["2026-01-06", "2026-03-03"]);
    let within = past(&repository.report_in("briefs", &[".", "--history"]).expect("a page"));
    assert_eq!(within, rows, "the same from within");
    let pattern = past(&repository.report_in(".", &["brief*/a.md", "--history"]).expect("a page"));
    assert_eq!(pattern.last().expect("a row")[2], "1");
    let absolute = repository.0.path().join("briefs");
    let elsewhere =
        past(&repository.report_in("other", &[absolute.to_str().expect("UTF-8"), "--history"]).expect("a page"));
    assert_eq!(elsewhere, rows, "the same from elsewhere");
}

#[test]
fn a_commit_beyond_the_calendar_stands_at_its_end() {
    let mut repository = Repository::new();
    repository.1 = Some("@999999999999 +0000".to_owned());
    repository.write("briefs/new.md", GATE);
    repository.commit();
    let rows = past(&repository.report_in(".", &["briefs", "--history"]).expect("a page"));
    assert_eq!(rows.last().expect("a row")[0], "9999-12-31");
}

#[test]
fn a_history_that_cannot_be_read_is_said() {
    let mut repository = Repository::new();
    repository.write("briefs/new.md", SOON);
    repository.commit_on("2026-01-05", "more");
    let outside = Repository(tempfile::tempdir().expect("a folder"), None);
    outside.write("a.md", GATE);
    let said = outside.report_in(".", &[".", "--history"]).expect_err("no repository");
    assert!(said.contains("not a git repository") && said.contains("--history"), "{said}");
    outside.git(&["init", "--quiet"]);
    let said = outside.report_in(".", &[".", "--history"]).expect_err("no commit");
    assert!(said.contains("there is no commit yet"), "{said}");
    let there = repository.0.path().to_str().expect("UTF-8");
    let said = outside.report_in(".", &[there, ".", "--history"]).expect_err("two repositories");
    assert!(said.contains("lies outside the repository"), "{said}");
    outside.git(&["clone", "--quiet", "--depth", "1", &format!("file://{there}"), "shallow"]);
    let said = outside.report_in("shallow", &[".", "--history"]).expect_err("a shallow clone");
    assert!(said.contains("shallow clone") && said.contains("fetch-depth: 0"), "{said}");
    assert!(outside.report_in(".", &[".", "--history=0"]).is_err());
}
