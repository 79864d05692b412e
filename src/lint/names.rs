//! Who is who in one brief: names that stand for the delegate and for the delegator.

use rustc_hash::FxHashMap;

use super::Reading;
use crate::brief::{Brief, Kind};
use crate::language::{FormId, Marks, Token, form};
use crate::rule::Program;

/// Words of a name that are taken from one place.
const MOST_WORDS: usize = 4;
/// Blocks at the start in which a greeting is looked for.
const GREETING_BLOCKS: usize = 8;

/// Names in this brief, in lower case, and the forms that their words take.
pub(super) fn find(text: &str, brief: &Brief, program: &Program, reading: &Reading) -> FxHashMap<String, FormId> {
    let mut names = FxHashMap::default();
    let owner = program.role("owner");
    let delegator = program.role("delegator");
    for (id, block) in brief.blocks.iter().enumerate() {
        for (role, becomes) in [(delegator, form::DELEGATOR), (owner, form::DELEGATE)] {
            let given = reading.gives[id];
            if !role.is_some_and(|role| given.has(role)) || !(block.is_field() || block.label.is_some()) {
                continue;
            }
            for at in reading.sentences(id).take(2) {
                let sentence = reading.words.sentences[at];
                let tokens = &reading.words.tokens[sentence.range()];
                add(text, &tokens[sentence.label as usize..], becomes, &mut names);
            }
        }
    }
    for (id, block) in brief.blocks.iter().enumerate().filter(|(_, block)| !block.is_field()).take(GREETING_BLOCKS) {
        if block.kind != Kind::Paragraph {
            continue;
        }
        let Some(at) = reading.sentences(id).next() else { continue };
        let tokens = &reading.words.tokens[reading.words.sentences[at].range()];
        let greeted =
            usize::from(tokens.first().is_some_and(|token| program.vocabulary.has(token.form, program.known.greeting)));
        let named = tokens[greeted.min(tokens.len())..].iter().take_while(|token| is_name(token)).count();
        let after = tokens.get(greeted + named).map_or(reading.words.sentences[at].after, |token| token.before);
        let addressed = after.has(Marks(Marks::COMMA.0 | Marks::EXCLAMATION.0))
            || (greeted == 1 && greeted + named == tokens.len());
        if named > 0 && named <= 3 && addressed {
            add(text, &tokens[greeted..greeted + named], form::DELEGATE, &mut names);
        }
    }
    names
}

fn is_name(token: &Token) -> bool {
    token.form == form::NAME || (token.capital && token.form == form::ACRONYM)
}

fn add(text: &str, tokens: &[Token], becomes: FormId, names: &mut FxHashMap<String, FormId>) {
    for token in tokens.iter().filter(|token| token.form == form::NAME).take(MOST_WORDS) {
        let word = token.span.of(text);
        if word.len() > 1 {
            names.entry(word.to_ascii_lowercase()).or_insert(becomes);
        }
    }
}
