//! Data goes one way: a module uses only those before it. The table says who may use whom.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Each module of `src`, in the order of the pipeline, and the modules that it may name.
const MAY_USE: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("yaml", &["source"]),
    ("brief", &["source", "yaml"]),
    ("language", &["source", "brief"]),
    ("rule", &["source", "yaml", "language"]),
    ("lint", &["source", "yaml", "brief", "language", "rule"]),
    ("fix", &["source", "yaml", "brief", "language", "rule", "lint"]),
    ("baseline", &["source", "lint"]),
    ("git", &["source"]),
    ("report", &["source", "rule", "lint"]),
    ("clarity", &["source", "yaml", "language", "rule", "lint", "report"]),
    ("page", &["source", "language", "lint", "report", "clarity"]),
    ("config", &["source", "yaml", "language", "rule", "lint"]),
    ("lsp", &["source", "yaml", "brief", "language", "rule", "lint", "fix", "baseline", "report", "clarity", "config"]),
    (
        "cli",
        &[
            "source", "yaml", "brief", "language", "rule", "lint", "fix", "baseline", "git", "report", "clarity",
            "page", "config", "lsp",
        ],
    ),
];

/// The most lines of a file in `src`.
const MOST_LINES: usize = 500;

fn files(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix("src").expect("under src").to_string_lossy().replace('\\', "/");
            found.push((name, fs::read_to_string(&path).expect("text")));
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    files(Path::new("src"), &mut found);
    found.sort();
    found
}

#[test]
fn modules_use_only_those_before_them() {
    let table: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let Some((module, _)) = name.split_once('/') else { continue };
        let allowed = table.get(module).unwrap_or_else(|| panic!("src/{module} is not in the table"));
        for (number, line) in text.lines().enumerate() {
            for (at, _) in line.match_indices("crate::") {
                let used: String = line[at + 7..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if used != module && table.contains_key(used.as_str()) && !allowed.contains(&used.as_str()) {
                    wrong.push(format!("src/{name}:{}: {module} uses {used}", number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_names_every_module() {
    for (name, _) in sources() {
        if let Some((module, _)) = name.split_once('/') {
            assert!(MAY_USE.iter().any(|(known, _)| *known == module), "src/{module} is not in the table");
        }
    }
}

#[test]
fn files_stay_small_enough_to_read() {
    for (name, text) in sources() {
        assert!(text.lines().count() <= MOST_LINES, "src/{name} has {} lines: split it", text.lines().count());
    }
}
