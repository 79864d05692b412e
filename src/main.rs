#![allow(clippy::print_stdout, clippy::unwrap_used)]
use brieflint::*;
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let dir = std::env::var("BRIEFLINT_RULES").ok();
    let program = match dir {
        Some(dir) => {
            let mut pack = rule::Pack::default();
            let mut paths = Vec::new();
            for e in walkdir::WalkDir::new(&dir).sort_by_file_name() {
                let e = e.unwrap();
                if e.path().extension().is_some_and(|x| x == "yaml") {
                    paths.push(rule::PackSource { path: e.path().strip_prefix(&dir).unwrap().to_string_lossy().into_owned(), text: std::fs::read_to_string(e.path()).unwrap() });
                }
            }
            pack.add(paths);
            match rule::compile(&pack) {
                Ok(p) => p,
                Err(errors) => {
                    for error in errors {
                        let s = &pack.sources[error.place.file as usize];
                        let l = source::LineIndex::new(&s.text).position(&s.text, error.place.span.start as usize);
                        println!("{}:{}:{}: {} {}", s.path, l.line, l.column, error.message, error.help.unwrap_or_default());
                    }
                    std::process::exit(2)
                }
            }
        }
        None => rule::builtin(),
    };
    if args.first().is_some_and(|a| a == "test") {
        let mut pack = rule::Pack::default();
        let dir = std::env::var("BRIEFLINT_RULES").unwrap_or("rules".into());
        pack.add(walkdir::WalkDir::new(&dir).sort_by_file_name().into_iter().map(|e| e.unwrap()).filter(|e| e.path().extension().is_some_and(|x| x == "yaml")).map(|e| rule::PackSource { path: e.path().strip_prefix(&dir).unwrap().to_string_lossy().into_owned(), text: std::fs::read_to_string(e.path()).unwrap() }));
        let mut right = 0;
        for t in lint::trial::run(&pack, &program, |r| args.len() < 2 || args[1..].iter().any(|a| a == r)) {
            if t.verdict == lint::trial::Verdict::Right { right += 1 } else { println!("{}: {}: {}", t.rule, t.verdict.name(), t.text) }
        }
        println!("{right} right");
        return;
    }
    if args.first().is_some_and(|a| a == "show") {
        let brief = brief::read(&args[1]);
        let text = language::Text::new(&args[1], &brief, &program.vocabulary);
        let mut chart = rule::Chart::default();
        let names: Vec<(u32, String)> = rule::list_names(&program);
        for s in &text.sentences {
            let words = rule::Words { tokens: &text.tokens[s.range()], after: s.after, label: s.label as usize };
            chart.fill(&program, words);
            println!("--- label {} block {:?}", s.label, brief.blocks[s.block as usize].kind);
            for (at, t) in words.tokens.iter().enumerate() {
                let mut found = Vec::new();
                for (atom, name) in &names {
                    if program.vocabulary.has(t.form, *atom) { found.push(name.clone()); }
                }
                for (atom, end) in chart.atoms_at(at) {
                    if let Some((_, name)) = names.iter().find(|(a, _)| *a == atom) { if !name.contains('/') { found.push(format!("{name}..{end}")); } }
                }
                found.sort();
                println!("{at:3} {:16}{} {}", t.span.of(&args[1]), if t.mentioned { " (mentioned)" } else { "" }, found.join(" "));
            }
        }
        return;
    }
    let settings = lint::Settings::default();
    let mut files = Vec::new();
    for a in args.iter().filter(|a| !a.starts_with('-') && *a != "check" && *a != "json") {
        for e in walkdir::WalkDir::new(a).sort_by_file_name() {
            let e = e.unwrap();
            if e.file_type().is_file() { files.push(e.path().to_owned()); }
        }
    }
    use rayon::prelude::*;
    let out: Vec<serde_json::Value> = files.par_iter().map_init(lint::Linter::default, |linter, path| {
        let source = source::Source::read(path).unwrap();
        let outcome = lint::check(&source.text, &program, &settings, linter);
        let index = source::LineIndex::new(&source.text);
        let f: Vec<serde_json::Value> = outcome.findings.iter().filter(|f| f.state == lint::State::Open).map(|f| {
            let p = index.position(&source.text, f.span.start as usize);
            serde_json::json!({"rule": f.rule, "message": f.message, "span": {"offset": f.span.start, "length": f.span.len(), "start": {"line": p.line, "column": p.column}}})
        }).collect();
        serde_json::json!({"path": source.name, "findings": f})
    }).collect();
    println!("{}", serde_json::json!({"files": out}));
}
