//! What can be written next: fields of the front matter, and headings of what a brief has to say.

use lsp_types::{CompletionItem, CompletionItemKind, MarkupContent, MarkupKind, TextEdit};

use super::buffer::Encoding;
use super::document::Document;
use super::workspace::program_of;
use crate::clarity::Wording;
use crate::rule::{Check, FieldDef, FieldKind, Program, RoleId};
use crate::source::Span;

/// Proposals for what is written at a byte.
pub(super) fn at(document: &Document, offset: usize, wording: &Wording, encoding: Encoding) -> Vec<CompletionItem> {
    let Some(effective) = document.effective() else { return Vec::new() };
    let cursor = Cursor { document, offset, line: document.buffer.line(document.buffer.line_of(offset)), encoding };
    let program = program_of(document, effective);
    if cursor.is_in_front_matter() { cursor.fields(program, wording) } else { cursor.headings(program) }
}

/// The place that something is written at.
struct Cursor<'d> {
    document: &'d Document,
    offset: usize,
    line: Span,
    encoding: Encoding,
}

impl<'d> Cursor<'d> {
    /// The lines before this one, the nearest first.
    fn lines_above(&self) -> impl Iterator<Item = &'d str> {
        let text = &self.document.text()[..self.line.start as usize];
        text.lines().rev()
    }

    /// Whether this line stands after an opening `---` and before a closing one, whether there is one yet or not.
    fn is_in_front_matter(&self) -> bool {
        let above = &self.document.text()[..self.line.start as usize];
        let mut above = above.trim_start_matches('\u{feff}').lines();
        above.next().is_some_and(|first| first.trim_end() == "---")
            && !above.any(|line| matches!(line.trim_end(), "---" | "..."))
            && !matches!(self.line.of(self.document.text()).trim_end(), "---" | "...")
    }

    /// The known fields that are not there yet.
    fn fields(&self, program: &Program, wording: &Wording) -> Vec<CompletionItem> {
        let text = self.document.text();
        let before = &text[self.line.start as usize..self.offset];
        let key = before.trim_start_matches([' ', '\t', '-']);
        let is_key = |letter: &char| letter.is_alphanumeric() || matches!(letter, '_' | '-');
        if !key.chars().all(|letter| is_key(&letter)) {
            return Vec::new();
        }
        let nested = key.len() < before.len();
        if nested && !self.is_under_responsibilities(program) {
            return Vec::new();
        }
        let start = self.offset - key.len();
        let rest: usize = text[self.offset..].chars().take_while(is_key).map(char::len_utf8).sum();
        let is_pair = text[self.offset + rest..].starts_with(':');
        let there: Vec<&str> = match (&self.document.examined, nested) {
            (Some(examined), false) => {
                let others = examined.brief.front.fields.iter().filter(|field| field.key_span.start as usize != start);
                others.filter_map(|field| program.field(&field.key)).map(|field| field.name.as_str()).collect()
            }
            _ => Vec::new(),
        };
        let range = Span::new(start, self.offset + rest);
        let fields = program.fields.iter().filter(|field| !there.contains(&field.name.as_str()));
        fields
            .filter(|field| !(nested && field.kind == FieldKind::Responsibilities))
            .map(|field| CompletionItem {
                label: field.name.clone(),
                kind: Some(CompletionItemKind::Field),
                detail: Some(expected(field.kind).to_owned()),
                documentation: wording.fields.get(&field.name).map(|words| markdown(words, field)),
                text_edit: Some(self.edit(range, format!("{}{}", field.name, if is_pair { "" } else { ": " }))),
                ..CompletionItem::default()
            })
            .collect()
    }

    /// Whether this line belongs to the list of responsibilities.
    fn is_under_responsibilities(&self, program: &Program) -> bool {
        let key = self.lines_above().find(|line| !line.trim().is_empty() && !line.starts_with([' ', '\t', '-']));
        let field = key.and_then(|line| line.split_once(':')).and_then(|(key, _)| program.field(key));
        field.is_some_and(|field| field.kind == FieldKind::Responsibilities)
    }

    /// The elements that a rule misses.
    fn missing(&self, program: &Program) -> Vec<RoleId> {
        let rules = self.document.open().filter_map(|finding| program.rule(&finding.rule));
        let elements = rules.filter_map(|rule| match program.rules[usize::from(rule)].check {
            Check::Missing(element) => Some(element),
            _ => None,
        });
        elements.collect()
    }

    /// Headings of elements, those that the brief does not state first.
    fn headings(&self, program: &Program) -> Vec<CompletionItem> {
        let line = self.line.of(self.document.text());
        let marks = line.chars().take_while(|letter| *letter == '#').count();
        let behind = self.offset >= self.line.start as usize + marks;
        // The one heading of the first level is the title.
        let is_second_title = marks == 1 && self.lines_above().any(|line| line.starts_with("# "));
        if !(1..=6).contains(&marks) || !behind || is_second_title || self.is_in_code() {
            return Vec::new();
        }
        let missing = self.missing(program);
        let blank = line[marks..].len() - line[marks..].trim_start().len();
        let words = Span::new(self.line.start as usize + marks + blank, self.line.end as usize);
        let stubs =
            program.roles.iter().zip(0..).filter_map(|(role, number)| Some((role, number, role.stub.as_ref()?)));
        stubs
            .map(|(role, number, stub)| {
                let is_missing = missing.contains(&number);
                CompletionItem {
                    label: stub.heading.clone(),
                    kind: Some(CompletionItemKind::Struct),
                    detail: Some(if is_missing { format!("{}: not stated yet", role.id) } else { role.id.clone() }),
                    documentation: Some(role.summary.clone().into()),
                    sort_text: Some(format!("{}{}", u8::from(!is_missing), stub.heading)),
                    text_edit: Some(self.edit(words, format!("{}{}", if blank == 0 { " " } else { "" }, stub.heading))),
                    ..CompletionItem::default()
                }
            })
            .collect()
    }

    /// Whether a fence of code is open above this line.
    fn is_in_code(&self) -> bool {
        let fences = self.lines_above().filter(|line| line.trim_start().starts_with("```") || line.starts_with("~~~"));
        fences.count() % 2 == 1
    }

    fn edit(&self, span: Span, text: String) -> lsp_types::CompletionItemTextEdit {
        TextEdit { range: self.document.range(span, self.encoding), new_text: text }.into()
    }
}

/// What stands in a field.
fn expected(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "text",
        FieldKind::Texts => "text, or a list of texts",
        FieldKind::Person => "one person or role",
        FieldKind::Date => "a day: 2026-05-04",
        FieldKind::Period => "a day, a month (2026-05) or a quarter (2026-Q2)",
        FieldKind::Review => "a day, or how often",
        FieldKind::Dates => "days, in a list",
        FieldKind::Agreement => "a day, a name or true",
        FieldKind::References => "an id or a path, or a list of them",
        FieldKind::Responsibilities => "a list, each entry with fields of its own",
    }
}

fn markdown(words: &str, field: &FieldDef) -> lsp_types::Documentation {
    let aliases: Vec<String> = field.aliases.iter().map(|alias| format!("`{alias}`")).collect();
    let also = if aliases.is_empty() { String::new() } else { format!("\n\nAlso known as {}.", aliases.join(", ")) };
    MarkupContent { kind: MarkupKind::Markdown, value: format!("{words}{also}") }.into()
}
