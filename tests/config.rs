//! What a config says about files, wherever it stands.

mod common;

use std::fs;
use std::path::Path;

use common::run;
use tempfile::TempDir;

fn repository(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join(".git")).expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }
    folder
}

/// The briefs in which a placeholder is found.
fn found(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let ran = run(folder, &[&["check", "--format", "concise", "--only", "placeholder"], arguments].concat());
    ran.is_sound();
    assert_eq!(ran.err, "");
    let lines = ran.out.lines().filter(|line| line.contains("[placeholder]"));
    lines.filter_map(|line| line.split(':').next()).map(str::to_owned).collect()
}

#[test]
fn patterns_of_a_shared_config_count_from_the_folder_of_whoever_uses_it() {
    let base = "exclude: [briefs/template-*.md]\noverrides: [{files: [notes/*.md], rules: {placeholder: off}}]\n";
    let folder = repository(&[
        ("house/base.yaml", base),
        ("house/between.yaml", "extends: [base.yaml]\n"),
        ("briefs/a.md", "TBD\n"),
        ("briefs/template-b.md", "TBD\n"),
        ("notes/c.md", "TBD\n"),
        ("team/briefs/template-d.md", "TBD\n"),
        ("team/notes/e.md", "TBD\n"),
    ]);
    let (root, briefs) = (folder.path(), folder.path().join("briefs"));
    let all = ["briefs/a.md", "briefs/template-b.md", "notes/c.md", "team/briefs/template-d.md", "team/notes/e.md"];
    assert_eq!(found(root, &["."]), all);
    let shared = ["briefs/a.md", "team/briefs/template-d.md", "team/notes/e.md"];
    assert_eq!(found(root, &["--config", "house/base.yaml", "."]), shared);
    assert_eq!(found(&briefs, &["--config", "../house/between.yaml", "."]), ["a.md"]);
    fs::write(root.join("brieflint.yaml"), "extends: [house/between.yaml]\n").expect("written");
    assert_eq!(found(root, &["."]), shared);
    fs::write(root.join("team/brieflint.yaml"), "extends: [../house/base.yaml]\n").expect("written");
    assert_eq!(found(root, &["team"]), [""; 0]);
}

#[test]
fn a_config_under_another_name_is_told() {
    for name in ["brieflint.yml", ".brieflint.yaml", ".brieflint.yml"] {
        let folder = repository(&[("a.md", "TBD\n"), (name, "rules: {placeholder: off}\n")]);
        let ran = run(folder.path(), &["check", "a.md"]);
        assert_eq!(ran.status, Some(2), "{ran:?}");
        assert!(ran.err.contains(name) && ran.err.contains("rename it to brieflint.yaml"), "{}", ran.err);
        fs::write(folder.path().join("brieflint.yaml"), "").expect("written");
        assert_eq!(found(folder.path(), &["."]), ["a.md"], "the right name is read, whatever else is there");
    }
}

#[test]
fn a_pack_does_not_change_the_words_of_the_clarity_test() {
    let config = ("brieflint.yaml", "packs: [team]\n");
    let folder = repository(&[("a.md", "TBD\n"), ("team/clarity.yaml", "weak: {}\n"), config]);
    let ran = run(folder.path(), &["check", "a.md"]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
    assert!(ran.err.contains("team/clarity.yaml"), "{}", ran.err);
}
