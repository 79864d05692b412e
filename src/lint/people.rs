//! Which words are people's names: `Mark` and `Rose` are words too, and the words beside them tell.

use crate::brief::{Block, Brief, Kind};
use crate::language::{Marks, Sentence, Text, Token, form};
use crate::rule::Program;

/// Gives the words of names their form. What a word is depends on its sentence alone.
pub(super) fn mark(brief: &Brief, program: &Program, words: &mut Text) {
    let Text { tokens, sentences, .. } = words;
    for sentence in sentences.iter() {
        let tokens = &mut tokens[sentence.range()];
        for at in 0..tokens.len() {
            // `O'Brien`: two words to a tokenizer.
            if at > 0 && is_second_half(&tokens[at - 1], &tokens[at]) {
                tokens[at - 1].form = form::NAME;
                tokens[at].form = form::NAME;
            } else if tokens[at].capital
                && is_name(&brief.blocks[sentence.block as usize], program, sentence, tokens, at)
            {
                tokens[at].form = form::NAME;
            }
        }
    }
}

/// Whether a word that no rule knows stands after a capital letter and an apostrophe.
fn is_second_half(before: &Token, token: &Token) -> bool {
    before.capital && before.span.len() == 1 && token.before == Marks::default() && token.form == form::UNKNOWN
}

fn is_name(block: &Block, program: &Program, sentence: &Sentence, tokens: &[Token], at: usize) -> bool {
    let (known, token) = (&program.known, &tokens[at]);
    let has = |token: &Token, list| program.vocabulary.has(token.form, list);
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    let is_beside = |next: &Token| next.before == Marks(Marks::SPACE.0);
    if has(token, known.family_name) && is_beside(token) && before.is_some_and(|before| before.form == form::NAME) {
        return true;
    }
    let is_month = has(token, known.given_name_or_month);
    if !is_month && !has(token, known.given_name) {
        return false;
    }
    let next = tokens.get(at + 1);
    let joined = next.filter(|next| is_beside(next));
    let is_surname = |next: &Token| next.capital && (next.form == form::NAME || has(next, known.family_name));
    // `the June books`, `our Grant`.
    if before.is_some_and(|before| has(before, known.determiner)) {
        return false;
    }
    if joined.is_some_and(|next| has(next, known.person_verb) || is_surname(next))
        || before.is_some_and(|before| has(before, known.greeting))
    {
        return true;
    }
    if is_month {
        return false;
    }
    // `Grant Agreement` is no person.
    if joined.is_some_and(|next| next.capital && !has(next, known.given_name)) {
        return false;
    }
    let apart = Marks(Marks::HARD.0 | Marks::STOP.0 | Marks::QUOTE.0 | Marks::OPEN.0 | Marks::BULLET.0);
    let begins = at == 0 || at == sentence.label as usize || token.before.has(apart);
    if !begins {
        return !block.is_heading();
    }
    let is_value =
        at == sentence.label as usize && (at > 0 || block.is_field() || matches!(block.kind, Kind::Cell { .. }));
    let is_addressed = at == 0 && block.kind == Kind::Paragraph;
    match next {
        None => is_value,
        Some(next) if next.before.has(Marks(Marks::COMMA.0)) => is_value || is_addressed,
        Some(next) if next.before == Marks::default() => next.span.start == token.span.end,
        Some(next) => has(next, known.person_auxiliary) || (is_value && !is_beside(next)),
    }
}
