//! The outline of a brief: its responsibilities, and in each what it states.

use lsp_types::{DocumentSymbol, SymbolKind};

use super::buffer::{Encoding, Places};
use super::document::Document;
use super::workspace;
use crate::brief::Brief;
use crate::clarity::Wording;
use crate::lint::{Linter, Scorecard, Standing};
use crate::source::{Span, on_one_line, shortened};

/// The longest sentence that stands beside an element, in characters.
const LONGEST_DETAIL: usize = 80;

/// The responsibilities of a document, each with the elements that are stated in it. In a brief with several, what is
/// stated for all of them stands beside them.
pub(super) fn of(
    document: &Document,
    linter: &mut Linter,
    wording: &Wording,
    encoding: Encoding,
) -> Vec<DocumentSymbol> {
    let (Some(examined), Some(effective)) = (&document.examined, document.effective()) else { return Vec::new() };
    let Ok(cards) = workspace::scorecards(document.text(), &examined.brief, effective, linter) else {
        return Vec::new();
    };
    let mut outline = Outline { text: document.text(), wording, places: document.buffer.places(encoding) };
    let whole = Span::new(0, document.text().len());
    let parts: Vec<Span> = match &cards[..] {
        [_] => vec![whole],
        several => several.iter().map(|card| extent(document.text(), &examined.brief, card)).collect(),
    };
    let mut symbols: Vec<DocumentSymbol> =
        cards.iter().zip(&parts).map(|(card, part)| outline.responsibility(card, *part)).collect();
    if let Some(card) = cards.first() {
        let outside = |passage: Span| !parts.iter().any(|part| part.contains(passage));
        symbols.extend(outline.elements(card, outside));
    }
    symbols.sort_by_key(|symbol| symbol.range.start);
    symbols
}

/// The bytes of a responsibility: its section, or what its entry in the front matter states.
fn extent(text: &str, brief: &Brief, card: &Scorecard) -> Span {
    let section = brief
        .sections
        .iter()
        .position(|section| section.heading.is_some_and(|heading| brief.blocks[heading as usize].span == card.anchor));
    let Some(section) = section else {
        let front = brief.front.span.unwrap_or_default();
        let stated = card.answers.iter().flat_map(|answer| &answer.evidence).flat_map(|evidence| &evidence.stated);
        let stated = stated.map(|stated| stated.passage).filter(|passage| front.contains(*passage));
        let after_anchor = stated.filter(|passage| passage.start >= card.anchor.start);
        return after_anchor.fold(card.anchor, Span::join);
    };
    let next = brief.sections[section + 1..]
        .iter()
        .find(|next| next.level <= brief.sections[section].level)
        .and_then(|next| next.heading)
        .map_or(text.len(), |heading| {
            // Where its line begins, before the marks.
            let start = brief.blocks[heading as usize].span.start as usize;
            text[..start].rfind('\n').map_or(0, |end| end + 1)
        });
    Span::new(card.anchor.start as usize, next)
}

struct Outline<'d> {
    text: &'d str,
    wording: &'d Wording,
    places: Places<'d>,
}

impl Outline<'_> {
    fn responsibility(&mut self, card: &Scorecard, part: Span) -> DocumentSymbol {
        let evidence = || card.answers.iter().flat_map(|answer| &answer.evidence);
        let missing: Vec<&str> = evidence()
            .filter(|evidence| evidence.standing == Standing::Missing && !evidence.findings.is_empty())
            .map(|evidence| self.wording.element(&evidence.element))
            .collect();
        let title = on_one_line(if card.title.is_empty() { &self.wording.unnamed.title } else { &card.title });
        let detail = (!missing.is_empty()).then(|| format!("not stated: {}", missing.join(", ")));
        let children = self.elements(card, |passage| part.contains(passage));
        self.symbol(title, detail, SymbolKind::Class, part.trim(self.text), card.anchor, Some(children))
    }

    /// The elements that are stated in some part of the brief, in its order.
    fn elements(&mut self, card: &Scorecard, is_here: impl Fn(Span) -> bool) -> Vec<DocumentSymbol> {
        let mut symbols = Vec::new();
        for evidence in card.answers.iter().flat_map(|answer| &answer.evidence) {
            // The most telling passage stands first.
            let Some(stated) = evidence.stated.iter().find(|stated| is_here(stated.passage)) else { continue };
            let name = self.wording.element(&evidence.element).to_owned();
            let detail = Some(shortened(&stated.sentence, LONGEST_DETAIL));
            symbols.push(self.symbol(name, detail, SymbolKind::Property, stated.passage, stated.span, None));
        }
        symbols.sort_by_key(|symbol| symbol.range.start);
        symbols
    }

    /// A symbol for a part of the text; `name` is what is selected in it.
    fn symbol(
        &mut self,
        title: String,
        detail: Option<String>,
        kind: SymbolKind,
        part: Span,
        name: Span,
        children: Option<Vec<DocumentSymbol>>,
    ) -> DocumentSymbol {
        let (range, selection) = (self.places.range(part.join(name)), self.places.range(name));
        DocumentSymbol::new(title, detail, kind, None, None, range, selection, children)
    }
}
