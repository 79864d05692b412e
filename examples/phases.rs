#[path = "../benches/briefs/mod.rs"]
mod briefs;
use brieflint::{
    brief, language,
    lint::{self, Linter, Settings},
    rule,
};
use std::time::Instant;
fn main() {
    let text = briefs::long(1 << 20);
    let program = rule::builtin();
    let mut linter = Linter::default();
    let settings = Settings::default();
    for _ in 0..12 {
        let a = Instant::now();
        let b = brief::read(&text);
        let t_brief = a.elapsed();
        let a = Instant::now();
        let words = language::Text::new(&text, &b, &program.vocabulary);
        let t_words = a.elapsed();
        let n = words.tokens.len();
        let a = Instant::now();
        drop(words);
        let t_drop = a.elapsed();
        let a = Instant::now();
        let reading = linter.read(&text, &b, &program);
        let t_read = a.elapsed();
        let a = Instant::now();
        drop(reading);
        let t_drop2 = a.elapsed();
        let a = Instant::now();
        let o = lint::check(&text, &b, &program, "en", &settings, &mut linter);
        let t_check = a.elapsed();
        println!(
            "brief {t_brief:.1?} ({} blocks) words {t_words:.1?} ({n} tokens) drop {t_drop:.1?} read {t_read:.1?} drop {t_drop2:.1?} check(all after brief) {t_check:.1?} findings {}",
            b.blocks.len(),
            o.findings.len()
        );
    }
}
