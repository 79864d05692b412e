//! Finds the label that a line begins with.

use super::{Piece, PieceKind, Reference};
use crate::source::Span;

/// The most words that a label has.
const MOST_WORDS: usize = 14;
/// The most stretches of text that a label has: one with more has too many words.
const MOST_PIECES: usize = 64;
/// The most words before a colon in plain text that are taken for a label.
const MOST_PLAIN_WORDS: usize = 8;
/// The most words before a dash, or in capitals before a full stop.
const MOST_SHORT_WORDS: usize = 3;
/// The most words of a label at which a paragraph is broken into lines.
pub(super) const MOST_LINE_WORDS: usize = 4;

/// Dots that lead the eye from a label to its value, at least: `Deadline ........ 3 May`. With no value they are a blank.
pub(crate) const LEADER: &str = ".....";

/// Signs that set a label off and are no mark of punctuation.
pub(crate) const SIGNS: [char; 2] = ['→', '='];

/// The label at the start of a block, which stands right after an item with a label or does not: its words, and where the
/// words after it begin.
pub(super) fn find(text: &str, pieces: &[Piece], after_label: bool) -> Option<Span> {
    let first =
        pieces.iter().position(|piece| piece.kind == PieceKind::Text && !piece.span.of(text).trim().is_empty())?;
    let is_styled = |piece: &Piece| piece.style.strong || piece.style.emphasis;
    // `§ 1 **Object.** …`, `👉 **Owner:** …`
    let numbered = pieces.get(first + 1).is_some_and(is_styled) && is_number(pieces[first].span.of(text));
    let first = first + usize::from(numbered);
    let pieces = &pieces[first..];
    if !is_styled(&pieces[0]) {
        return plain(text, pieces, MOST_PLAIN_WORDS);
    }
    let label = styled(text, pieces).or_else(|| unmarked(text, pieces, after_label))?;
    // `**Deadline: 3 May**`
    let inner = || plain(text, pieces, MOST_PLAIN_WORDS).filter(|inner| text[inner.end as usize..].starts_with(": "));
    if fills(text, pieces, label) { inner().or(Some(label)) } else { Some(label) }
}

/// Whether nothing but a mark comes after a label.
pub(super) fn fills(text: &str, pieces: &[Piece], label: Span) -> bool {
    let end = pieces.iter().rev().find(|piece| is_visible(text, piece)).map_or(label.end, |last| last.span.end);
    let after = Span { start: label.end, end: end.max(label.end) };
    after.of(text).trim_matches([':', '.', '!', '?', ' ', '\t', '\n', '\r', '*', '_']).is_empty()
}

/// The number of a section or clause, `§ 1`, `2.1`, `(3)`, or a sign in its place.
fn is_number(text: &str) -> bool {
    let is_sign = |letter: char| !letter.is_alphanumeric() && !letter.is_ascii() && !"“‘«„–—…".contains(letter);
    text.contains(|letter: char| letter.is_ascii_digit() || is_sign(letter))
        && text.chars().all(|letter| letter.is_ascii_digit() || " \t§.()-".contains(letter) || is_sign(letter))
}

/// `**Owner:** Ana`, `**Owner**: Ana`, `*What is fixed.* The …`, `**Who has it?**` before a line break.
fn styled(text: &str, pieces: &[Piece]) -> Option<Span> {
    let head = pieces[0].style;
    let in_label = |piece: &Piece| piece.style.strong == head.strong && piece.style.emphasis == head.emphasis;
    let length = pieces.iter().take(MOST_PIECES).take_while(|piece| in_label(piece)).count();
    let span = pieces[0].span.join(pieces[length - 1].span).trim(text);
    let words = span.of(text).split_whitespace().count();
    let rest = pieces.get(length);
    let ended = span.of(text).ends_with(['.', ':', '?', '!']);
    let follows = rest.map_or("", |piece| piece.span.of(text)).trim_start_matches([' ', '\t']);
    let set_off = rest.is_none_or(|piece| piece.kind == PieceKind::Break)
        || follows.starts_with([':', '–', '—', '→', '=', '|'])
        || follows.starts_with("- ");
    if words == 0 || words > MOST_WORDS || length == MOST_PIECES || !(ended || set_off) {
        return None;
    }
    let inner = span.of(text);
    Some(Span::new(span.start as usize, span.start as usize + inner.trim_end_matches([':', '.']).len()))
}

/// `**Owner** Ana`, `**Deadline** 3 May 2027`: words in bold in the middle of a sentence go on with a small letter, unless the
/// item before is a label and its value, too.
fn unmarked(text: &str, pieces: &[Piece], after_label: bool) -> Option<Span> {
    let length = pieces.iter().take(MOST_PIECES).take_while(|piece| is_bold(piece)).count();
    let (head, value) = (pieces.first()?, pieces.get(length)?);
    let span = head.span.join(pieces[length.checked_sub(1)?].span).trim(text);
    let label = span.of(text);
    let is_label = label.starts_with(char::is_uppercase) && is_short(label);
    let value = value.span.of(text).strip_prefix([' ', '\t'])?;
    let begins = |letter: char| after_label && letter.is_lowercase() || begins_value(letter);
    (is_label && !label.contains(['.', ',', ';', '!', '?']) && value.starts_with(begins)).then_some(span)
}

/// Whether these are the words of a label at which a line may begin.
fn is_short(label: &str) -> bool {
    (1..=MOST_LINE_WORDS).contains(&label.split_whitespace().count())
}

fn is_bold(piece: &Piece) -> bool {
    piece.style.strong && piece.kind == PieceKind::Text
}

/// Whether this letter begins the value after a label that has no mark.
fn begins_value(letter: char) -> bool {
    letter == '@' || letter.is_numeric() || (letter.is_alphabetic() && !letter.is_lowercase())
}

/// The labels of a line with several in bold, each with its value, and the pieces that they begin with:
/// `**DRI** Ana · **Sponsor** Tom`, `**DRI:** Ana | **Due:** 3 May`, `**DRI:** Ana. **Due:** 3 May.`
pub(super) fn several(text: &str, pieces: &[Piece]) -> Vec<(usize, Span)> {
    let mut labels = Vec::new();
    let mut with_colons = false;
    let mut before: Option<&Piece> = None;
    for (at, piece) in pieces.iter().enumerate().filter(|(_, piece)| is_visible(text, piece)) {
        let ends_with = |marks: &[char]| {
            before.is_none_or(|before| !before.style.strong && before.span.of(text).trim_end().ends_with(marks))
        };
        let (set_off, after_sentence) = (ends_with(&['·', '•', '|', '–', '—']), ends_with(&['.', ';']));
        before = Some(piece);
        if !is_bold(piece) || !(set_off || after_sentence) {
            // What begins otherwise is no such line.
            if labels.is_empty() {
                break;
            }
            continue;
        }
        let length = pieces[at..].iter().take_while(|piece| is_bold(piece)).count();
        let span = piece.span.join(pieces[at + length - 1].span).trim(text);
        let label = span.of(text).trim_end_matches([':', '.']);
        let Some(value) = pieces[at + length..].iter().find(|piece| is_visible(text, piece)) else { continue };
        let value = value.span.of(text).trim_start();
        let colon = span.of(text).ends_with(':') || value.starts_with(':');
        if labels.is_empty() {
            with_colons = colon;
        }
        let is_label = if with_colons { colon } else { set_off && value.starts_with(begins_value) };
        if is_label && is_short(label) {
            labels.push((at, Span::new(span.start as usize, span.start as usize + label.len())));
        }
    }
    labels
}

/// What parts a further label in a piece from the words before it: `Owner: Ana | Due: 3 May`, `Owner: Ana; Due: 3 May`,
/// `Owner: Ana. Due: 3 May.`
pub(super) fn before_next(text: &str, references: &[Reference], piece: &Piece) -> Option<Span> {
    let source = piece.span.of(text);
    // Almost no text holds a further label.
    if piece.kind != PieceKind::Text || !source.as_bytes().contains(&b':') {
        return None;
    }
    let start = piece.span.start as usize;
    let mut marks = source.match_indices(['|', '·', '•', ';', '/', '.']);
    marks.find_map(|(at, mark)| {
        let next = references.partition_point(|reference| reference.span.end as usize <= start + at);
        let own = references.get(next).map(|reference| reference.span).filter(|own| (own.start as usize) < start + at);
        // `&eacute;` ends in a semicolon; the backslash of `\|` belongs to its mark.
        if own.is_some_and(|own| own.of(text).starts_with('&')) {
            return None;
        }
        let begin = own.map_or(at, |own| own.start as usize - start);
        // A full stop belongs to the sentence that it ends.
        let before = if mark == "." { at + 1 } else { source[..begin].trim_end_matches([' ', '\t']).len() };
        let after = source[at + mark.len()..].trim_start_matches([' ', '\t']);
        let label = after.split([':', '.', ',', ';', '|', '/', '·', '•', '!', '?']).next()?;
        let is_label =
            after.starts_with(char::is_uppercase) && is_short(label) && after[label.len()..].starts_with(": ");
        let is_apart = after.len() < source.len() - at - 1;
        let is_set_off = before > 0 && (before < begin || mark == ";" || (mark == "." && is_apart));
        (is_label && is_set_off).then(|| Span::new(start + before, start + source.len() - after.len()))
    })
}

/// `Deadline: 3 May`, `Deadline ........ 3 May`, `when – soon`, `TASK. Land the oil.`, a line `TASK`, and a term right above
/// `: its definition`
fn plain(text: &str, pieces: &[Piece], most_words: usize) -> Option<Span> {
    let start = pieces[0].span.trim(text).start as usize;
    let line_end = pieces
        .iter()
        .find(|piece| piece.kind == PieceKind::Break)
        .or(pieces.last())
        .map_or(start, |piece| piece.span.end as usize);
    let line = &text[start..line_end.max(start)];
    // What stands further on sets off no label.
    let head = first_words(line, MOST_WORDS);
    if let Some(at) = leader(head)
        && let (label, value) = (&line[..at], &line[at + LEADER.len()..])
        && leads(value.trim_start_matches('.'))
        && is_short(label)
        && !label.contains(['.', ';', '!', '?'])
    {
        return Some(Span::new(start, start + label.trim_end_matches([' ', '\t', ':']).len()));
    }
    // A label may hold code or a link, so look at the source of the line up to the mark.
    let colon = head
        .match_indices(':')
        .map(|(at, _)| at)
        .find(|&at| line[at + 1..].chars().next().is_none_or(char::is_whitespace));
    let may_be_dash = |byte: u8| matches!(byte, b'-' | b'=' | b'\t') || !byte.is_ascii();
    let dashes = if head.bytes().any(may_be_dash) { head } else { "" };
    let dash =
        dashes.match_indices(['–', '—', '-', '→', '=', '\t']).find(|&mark| sets_off(line, mark)).map(|(at, _)| at);
    let (end, most_words) = match (in_capitals(head), colon, dash) {
        (Some(end), ..) => (end, MOST_SHORT_WORDS),
        (None, Some(colon), Some(dash)) if dash < colon => (dash, MOST_SHORT_WORDS),
        (None, Some(colon), _) => (colon, most_words),
        (None, None, Some(dash)) => (dash, MOST_SHORT_WORDS),
        (None, None, None)
            if text[start + line.len()..].trim_start().starts_with(": ") || is_line_in_capitals(line, pieces) =>
        {
            (line.len(), MOST_SHORT_WORDS)
        }
        (None, None, None) => return None,
    };
    let label = line[..end].trim_end();
    let sentence_mark =
        |at: usize| label[at + 1..].starts_with(' ') && !label[..at].ends_with(|c: char| c.is_ascii_digit());
    let broken = label.match_indices(['.', ';', '!', '?']).any(|(at, _)| sentence_mark(at));
    let words = label.split_whitespace().count();
    (words > 0 && words <= most_words && !broken).then(|| Span::new(start, start + label.len()))
}

/// The start of a line up to the end of so many words, with the blanks after them.
fn first_words(line: &str, most: usize) -> &str {
    let (mut words, mut in_word) = (0, false);
    for (at, byte) in line.bytes().enumerate() {
        let is_blank = matches!(byte, b' ' | b'\t');
        if !is_blank && !in_word {
            words += 1;
            if words > most {
                return &line[..at];
            }
        }
        in_word = !is_blank;
    }
    line
}

/// Where a leader begins. To look for a dot takes far less time than to look for a word.
fn leader(line: &str) -> Option<usize> {
    line.match_indices('.').map(|(at, _)| at).find(|&at| line[at..].starts_with(LEADER))
}

/// Whether a mark stands between a label and its value: a tab, or another one with blanks round it.
fn sets_off(line: &str, (at, mark): (usize, &str)) -> bool {
    let after = &line[at + mark.len()..];
    !after.trim().is_empty() && (mark == "\t" || line[..at].ends_with(' ') && after.starts_with(' '))
}

/// Whether dots lead to the words after them: there are some on the line, and no further such dots.
pub(crate) fn leads(after: &str) -> bool {
    let (mut dots, mut words) = (0, false);
    for letter in after.chars().take_while(|&letter| letter != '\n') {
        dots = if letter == '.' { dots + 1 } else { 0 };
        if dots == LEADER.len() {
            return false;
        }
        words |= letter.is_alphanumeric();
    }
    words
}

/// Whether a line is in capitals, and a further one follows in the same paragraph.
fn is_line_in_capitals(line: &str, pieces: &[Piece]) -> bool {
    let follows = pieces.iter().skip_while(|piece| piece.kind != PieceKind::Break).nth(1).is_some();
    let is_capital = |letter: char| letter.is_uppercase() || letter == ' ';
    let line = line.trim_end();
    follows && line.chars().all(is_capital) && line.chars().filter(|letter| letter.is_uppercase()).count() >= 3
}

/// The length of a label in capitals before a full stop and more words: `TASK. All oil is landed.`
fn in_capitals(line: &str) -> Option<usize> {
    let stop = line.match_indices('.').map(|(at, _)| at).find(|&at| line[at + 1..].starts_with(' '))?;
    let (label, rest) = (&line[..stop], &line[stop + 2..]);
    let capitals = label.chars().filter(|letter| letter.is_uppercase()).count();
    let other = |letter: char| letter.is_lowercase() || letter.is_ascii_digit() || ".,;:!?".contains(letter);
    (capitals >= 3 && !label.contains(other) && !rest.trim().is_empty()).then_some(label.len())
}

/// Whether a piece shows anything.
pub(super) fn is_visible(text: &str, piece: &Piece) -> bool {
    piece.kind != PieceKind::Break && !piece.span.of(text).trim().is_empty()
}

/// What a line is that stands for itself inside a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// It begins with a label, or a bar of a table.
    Labelled,
    /// It begins with a bullet that markdown does not know.
    Bullet,
    /// It begins with the letter of a clause: `a.`, `(b)`.
    Clause,
}

/// Whether a line whose words begin with these pieces is a line of its own.
pub(super) fn begins_line(text: &str, pieces: &[Piece]) -> Option<Line> {
    let first = pieces.first()?;
    if first.kind != PieceKind::Text {
        return None;
    }
    let start = first.span.of(text).trim_start();
    let mut letters = start.chars();
    match (letters.next(), letters.next(), letters.next()) {
        (Some('|'), ..) => return Some(Line::Labelled),
        (Some('•' | '·' | '☐' | '☑' | '✓' | '✔' | '✗' | '▪' | '●'), ..) | (Some('–' | '—'), Some(' '), _) =>
        {
            return Some(Line::Bullet);
        }
        (Some(letter), Some('.' | ')'), Some(' ')) if letter.is_ascii_lowercase() => return Some(Line::Clause),
        (Some('('), Some(letter), Some(')' | 'i' | 'v')) if letter.is_ascii_lowercase() => return Some(Line::Clause),
        _ => {}
    }
    let labelled = if first.style.strong || first.style.emphasis {
        styled(text, pieces).is_some()
    } else {
        let capital = start.chars().next().is_some_and(char::is_uppercase);
        let set_off = |label: Span| {
            let after = &text[label.end as usize..];
            let mark = after.trim_start_matches([' ', '\t']);
            after.starts_with(['\t', '\n', '\r'])
                || mark.starts_with(':')
                || mark.starts_with(SIGNS)
                || mark.starts_with(LEADER)
        };
        capital && plain(text, pieces, MOST_LINE_WORDS).is_some_and(set_off)
    };
    labelled.then_some(Line::Labelled)
}
