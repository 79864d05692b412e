//! Files and folders that are not what they seem: each is passed over or told, none is waited for, and a config reads nothing
//! outside its repository.
#![cfg(unix)]

mod common;

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use common::{Ran, finish, limited, run};
use tempfile::TempDir;

/// A repository with one brief that has one fault.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join(".git")).expect("a folder");
    fs::create_dir_all(folder.path().join("briefs")).expect("a folder");
    fs::write(folder.path().join("briefs/a.md"), "TBD\n").expect("written");
    folder
}

fn check(folder: &Path, paths: &[&str]) -> Ran {
    let ran = run(folder, &[&["check", "--format", "concise", "--only", "placeholder"], paths].concat());
    ran.is_sound();
    ran
}

/// With no more memory than any sound run needs.
fn check_within_memory(folder: &Path, path: &str) -> Ran {
    let arguments = ["check", "--format", "concise", "--only", "placeholder", path];
    let ran = finish(limited(folder, "ulimit -v 4000000", &arguments).spawn().expect("it runs"));
    ran.is_sound();
    ran
}

#[track_caller]
fn says(ran: &Ran, status: i32, words: &str) {
    assert!(ran.status == Some(status) && (ran.out.contains(words) || ran.err.contains(words)), "{words}: {ran:?}");
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo runs").success());
}

const FOUND: &str = "briefs/a.md:1:1: warning[placeholder]";

#[test]
fn a_huge_file_is_refused_by_a_limit_that_is_named() {
    let folder = repository();
    let huge = fs::File::create(folder.path().join("briefs/huge.md")).expect("a file");
    huge.set_len(1 << 30).expect("a sparse file");
    let ran = check_within_memory(folder.path(), "briefs");
    says(&ran, 2, "it is 1024 MiB long, and the limit is 256 MiB");
    says(&ran, 2, FOUND);
}

#[test]
fn pipes_and_devices_are_not_waited_for() {
    let folder = repository();
    pipe(&folder.path().join("briefs/pipe.md"));
    symlink("/dev/zero", folder.path().join("briefs/zero.md")).expect("a link");
    says(&check(folder.path(), &["briefs"]), 1, FOUND);
    for named in ["briefs/pipe.md", "briefs/zero.md", "/dev/zero", "/dev/null"] {
        says(&check_within_memory(folder.path(), named), 2, "it is not a regular file");
    }
}

#[test]
fn an_ignore_file_that_does_not_end_is_told() {
    for name in [".gitignore", ".ignore"] {
        for place in ["", "briefs/"] {
            let folder = repository();
            let file = folder.path().join(format!("{place}{name}"));
            symlink("/dev/zero", &file).expect("a link");
            says(&check_within_memory(folder.path(), "."), 2, &format!("{name}: it is not a regular file"));
            says(&check_within_memory(folder.path(), "briefs"), 2, &format!("{name}: it is not a regular file"));
            says(&check(folder.path(), &["briefs/a.md"]), 1, FOUND);
            fs::remove_file(&file).expect("gone");
            pipe(&file);
            says(&check(folder.path(), &["."]), 2, &format!("{name}: it is not a regular file"));
            fs::remove_file(&file).expect("gone");
            fs::File::create(&file).and_then(|file| file.set_len(1 << 30)).expect("a sparse file");
            says(&check_within_memory(folder.path(), "."), 2, "it is longer than 1 MiB");
        }
    }
}

#[test]
fn links_out_of_the_folder_and_in_circles_are_not_followed() {
    let (folder, outside) = (repository(), tempfile::tempdir().expect("a folder"));
    fs::write(outside.path().join("secret.md"), "TBD\n").expect("written");
    let briefs = folder.path().join("briefs");
    symlink(outside.path(), briefs.join("out")).expect("a link");
    symlink(outside.path().join("secret.md"), briefs.join("secret.md")).expect("a link");
    symlink(".", briefs.join("here")).expect("a link");
    symlink("..", briefs.join("up")).expect("a link");
    symlink("loop.md", briefs.join("loop.md")).expect("a link");
    symlink("nowhere.md", briefs.join("dangling.md")).expect("a link");
    let ran = check(folder.path(), &["."]);
    says(&ran, 1, "1 brief checked, 1 warning");
    // A link that is named itself is meant.
    says(&check(folder.path(), &["briefs/secret.md"]), 1, "briefs/secret.md:1:1");
    says(&check(folder.path(), &["briefs/loop.md"]), 2, "briefs/loop.md: ");
    says(&check(folder.path(), &["briefs/dangling.md"]), 2, "there is no such file");
}

#[test]
fn a_file_is_checked_once_however_often_it_is_named() {
    let folder = repository();
    symlink("a.md", folder.path().join("briefs/b.md")).expect("a link");
    let whole = folder.path().join("briefs/a.md");
    let names =
        ["briefs/a.md", "./briefs/a.md", "briefs/../briefs/a.md", whole.to_str().expect("UTF-8"), "briefs/b.md"];
    for turned in 0..names.len() {
        let mut paths = names;
        paths.rotate_left(turned);
        let ran = check(folder.path(), &paths);
        assert!(
            ran.out.starts_with("briefs/a.md:1:1: ") && ran.out.ends_with("\n1 brief checked, 1 warning\n"),
            "{ran:?}"
        );
    }
    says(&check(folder.path(), &["briefs", ".", "./briefs"]), 1, "1 brief checked, 1 warning\n");
    says(&check(folder.path(), &["briefs/a.md", "briefs/*.md"]), 1, "1 brief checked, 1 warning\n");
}

#[test]
fn no_report_takes_the_place_of_what_a_run_reads() {
    let folder = repository();
    let path = |name: &str| folder.path().join(name);
    let config = ("brieflint.yaml", "extends: [base.yaml]\n");
    for (name, text) in [("briefs/b.md", "TBD\n"), ("other.MD", "kept"), config, ("base.yaml", "")] {
        fs::write(path(name), text).expect("written");
    }
    symlink("briefs/a.md", path("link.txt")).expect("a link");
    says(&run(folder.path(), &["baseline", "briefs/b.md", "-o", "known.jsonl"]), 0, "known.jsonl: ");
    let files = ["briefs/a.md", "briefs/b.md", "other.MD", "brieflint.yaml", "base.yaml", "known.jsonl"];
    let read = || files.map(|name| fs::read_to_string(path(name)).expect("read"));
    let before = read();
    for (why, arguments) in [
        ("a.md: it is there, and may be a brief", &["report", "-o", "briefs/a.md", "briefs/b.md"][..]),
        ("b.md: this run reads it", &["report", "-o", "briefs/b.md", "briefs"]),
        ("brieflint.yaml: it is a config", &["report", "-o", "brieflint.yaml", "."]),
        ("a.md: this run reads it", &["check", "--format", "json=briefs/a.md", "briefs/a.md"]),
        ("a.md: this run reads it", &["check", "--format", "markdown=briefs/a.md", "briefs/a.md"]),
        ("link.txt: this run reads it", &["check", "--format", "sarif=link.txt", "briefs"]),
        ("other.MD: it is there, and may be a brief", &["check", "--format", "json=other.MD", "briefs"]),
        ("base.yaml: it is a config", &["check", "--format", "junit=base.yaml", "briefs"]),
        (
            "known.jsonl: this run reads it",
            &["check", "--baseline", "known.jsonl", "--format", "json=known.jsonl", "."],
        ),
        ("to o: another one goes there", &["check", "--format", "json=o", "--format", "sarif=./o", "briefs"]),
    ] {
        says(&run(folder.path(), arguments), 2, why);
        assert_eq!(read(), before, "{arguments:?}");
    }
    assert!(!path("o").exists());
    let out = ["--format", "json=/dev/null", "--format", "sarif=/dev/null", "--format", "markdown=other.MD"];
    says(&check(folder.path(), &[&out[..], &["briefs/b.md"]].concat()), 1, "1 brief checked");
    assert!(fs::read_to_string(path("other.MD")).expect("read").contains("placeholder"));
}

#[test]
fn standard_input_has_no_name_of_a_file_that_is_checked() {
    let folder = repository();
    for path in ["briefs/a.md", "briefs"] {
        let ran = check(folder.path(), &["-", path, "--stdin-filename", "./briefs/a.md"]);
        says(&ran, 2, "briefs/a.md is the name of a file and of what comes from standard input");
    }
    says(&check(folder.path(), &["-", "briefs", "--stdin-filename", "briefs/b.md"]), 1, "2 briefs checked, 1 warning");
}

#[test]
fn names_of_any_kind_and_length() {
    let folder = repository();
    for name in ["new\nline.md", " .md", "-rf.md", "*.md", "[x].md", "{a,b}.md", "ü漢👩‍👩‍👧.md", "%2e%2e.md", "a\\b.md"]
    {
        fs::write(folder.path().join("briefs").join(name), "TBD\n").expect("written");
    }
    says(&check(folder.path(), &["."]), 1, "10 briefs checked, 10 warnings in 10 of them");
    // The name of a file that is there is no pattern.
    says(&check(folder.path(), &["briefs/[x].md", "briefs/*.md"]), 1, "2 briefs checked");
    says(&check(folder.path(), &["briefs/?*.md"]), 1, "10 briefs checked");
    let deep = vec!["d".repeat(200); 18].join("/");
    fs::create_dir_all(folder.path().join(&deep)).expect("folders");
    fs::write(folder.path().join(&deep).join("deep.md"), "TBD\n").expect("written");
    says(&check(folder.path(), &["."]), 1, "11 briefs checked");
    says(&check(folder.path(), &[&format!("{deep}/deep.md")]), 1, "1 brief checked, 1 warning");
    says(&check(folder.path(), &[&"x/".repeat(5_000)]), 2, "name too long");
    says(&check(folder.path(), &["nul\u{1}.md"]), 2, "there is no such file");
}

#[test]
fn what_may_not_be_read_is_told() {
    let folder = repository();
    for name in ["closed/a.md", "closed.md"] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, "TBD\n").expect("written");
    }
    let closed = [folder.path().join("closed"), folder.path().join("closed.md")];
    let permit =
        |mode| closed.iter().for_each(|path| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("set"));
    permit(0o000);
    if fs::read_dir(&closed[0]).is_err() {
        let ran = check(folder.path(), &["."]);
        for words in ["closed: permission to read it is denied", "closed.md: permission to read it is denied", FOUND] {
            says(&ran, 2, words);
        }
    }
    permit(0o755);
}

/// The first line of a file outside the repository, which no message may repeat.
const SECRET: &str = "root-secret: hunter2";

#[test]
fn a_config_names_nothing_outside_its_repository() {
    let (folder, outside) = (repository(), tempfile::tempdir().expect("a folder"));
    fs::write(outside.path().join("secret"), format!("{SECRET}\n")).expect("written");
    fs::create_dir_all(outside.path().join("rules/text")).expect("a folder");
    fs::write(outside.path().join("rules/text/secret.yaml"), SECRET).expect("written");
    symlink(outside.path(), folder.path().join("link")).expect("a link");
    let absolute = outside.path().display().to_string();
    let climbing = format!("../{}", outside.path().file_name().expect("a name").to_string_lossy());
    let config = folder.path().join("brieflint.yaml");
    for way in [absolute.as_str(), &climbing, "link", "briefs/../link"] {
        for text in [
            format!("extends: [\"{way}/secret\"]\n"),
            format!("baseline: \"{way}/secret\"\n"),
            format!("baseline: \"{way}/new.jsonl\"\n"),
            format!("packs: [\"{way}/rules\"]\n"),
        ] {
            fs::write(&config, &text).expect("written");
            for arguments in [&["check", "."][..], &["baseline", "."], &["config", "briefs/a.md"], &["rules"]] {
                let ran = run(folder.path(), arguments);
                ran.is_sound();
                says(&ran, 2, "lies outside the repository of this config");
                assert!(!ran.err.contains("hunter2") && !ran.out.contains("hunter2"), "{text}: {ran:?}");
            }
        }
    }
    fs::remove_file(&config).expect("gone");
    symlink(outside.path().join("secret"), &config).expect("a link");
    let ran = check(folder.path(), &["."]);
    says(&ran, 2, "this config is a link to a file outside its repository");
    assert!(!ran.err.contains("hunter2"));
    assert!(!outside.path().join("new.jsonl").exists());
}

#[test]
fn a_config_may_name_what_lies_in_its_repository() {
    let folder = repository();
    let write = |path: &str, text: &str| fs::write(folder.path().join(path), text).expect("written");
    fs::create_dir_all(folder.path().join("house")).expect("a folder");
    write("house/brieflint.yaml", "rules: {placeholder: error}\n");
    symlink("house", folder.path().join("link")).expect("a link");
    write("briefs/brieflint.yaml", "extends: [../link/brieflint.yaml]\n");
    says(&check(folder.path(), &["."]), 1, "error[placeholder]");
}

#[test]
fn configs_that_extend_one_another_end() {
    let folder = repository();
    let write = |path: &str, text: &str| fs::write(folder.path().join(path), text).expect("written");
    // Each names the next one twice: read again each time, the last would be read a billion times.
    write("brieflint.yaml", "extends: [c0.yaml]\n");
    for at in 0..30 {
        write(&format!("c{at}.yaml"), &format!("extends: [c{0}.yaml, ./c{0}.yaml, briefs/../c{0}.yaml]\n", at + 1));
    }
    write("c30.yaml", "rules: {placeholder: error}\n");
    says(&check(folder.path(), &["."]), 1, "error[placeholder]");
    write("c30.yaml", "extends: [c31.yaml]\n");
    write("c31.yaml", "extends: [c32.yaml]\n");
    write("c32.yaml", "language: en\n");
    says(&check(folder.path(), &["."]), 2, "extend one another more than 32 deep");
    write("c30.yaml", "extends: [briefs/../c3.yaml]\n");
    says(&check(folder.path(), &["."]), 2, "this config extends itself");
}

#[test]
fn a_config_that_is_no_file_is_told() {
    for make in [pipe as fn(&Path), |path| fs::create_dir(path).expect("a folder")] {
        let folder = repository();
        make(&folder.path().join("brieflint.yaml"));
        says(&check(folder.path(), &["."]), 2, "this config cannot be read: it is not a regular file");
    }
}
