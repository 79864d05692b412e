//! Findings and errors in the form that miette draws.

use std::borrow::Cow;
use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents,
};

use super::{Located, Terminal};
use crate::rule::Severity;
use crate::source::{LineIndex, Span, is_hidden, visible};

/// Bytes of a line that are shown on each side of a label; a longer line is cropped.
const CROP: usize = 160;

/// A text that can be asked for the lines round a place without reading it from the start: miette's own source scans
/// the whole file for each label.
pub(super) struct Indexed<'t> {
    name: Cow<'t, str>,
    text: Cow<'t, str>,
    index: &'t LineIndex,
    /// Lines before and after those of a label are shown too.
    pub(super) neighbours: bool,
}

impl<'t> Indexed<'t> {
    pub(super) fn new(name: &'t str, text: &'t str, index: &'t LineIndex) -> Self {
        Indexed { name: visible(name), text: same_length(text), index, neighbours: false }
    }
}

/// The text with every character that a terminal would act on replaced by a sign of the same number of bytes, so that
/// all offsets hold.
fn same_length(text: &str) -> Cow<'_, str> {
    let acts = |(at, letter): (usize, char)| match letter {
        '\n' | '\t' => false,
        // Without its byte order mark all columns of the first line would be others. It is not shown.
        '\u{feff}' if at == 0 => false,
        // It may end a line, but not go back to where the line began.
        '\r' => !text[at + 1..].starts_with('\n'),
        _ => is_hidden(letter),
    };
    if !text.char_indices().any(acts) {
        return Cow::Borrowed(text);
    }
    let replace = |(at, letter): (usize, char)| match letter {
        _ if !acts((at, letter)) => letter,
        _ => match letter.len_utf8() {
            1 => '?',
            2 => '¿',
            3 => '\u{fffd}',
            _ => '\u{1fbc4}',
        },
    };
    Cow::Owned(text.char_indices().map(replace).collect())
}

impl SourceCode for Indexed<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let text = &*self.text;
        let span = Span::new(span.offset(), span.offset() + span.len()).clamp(text);
        if before == 0 && after == 0 {
            // miette asks for the place alone to write it over the excerpt.
            let at = self.index.position(text, span.start as usize);
            let contents = MietteSpanContents::new_named(
                self.name.to_string(),
                span.of(text).as_bytes(),
                SourceSpan::from(span.range()),
                at.line - 1,
                at.column - 1,
                1,
            );
            return Ok(Box::new(contents));
        }
        let (before, after) = if self.neighbours { (before, after) } else { (0, 0) };
        let first = self.index.line_of(span.start as usize);
        let last = self.index.line_of((span.end as usize).saturating_sub(usize::from(!span.is_empty())));
        let mut from = self.index.line(text, first.saturating_sub(before));
        let mut to = self.index.line(text, (last + after).min(self.index.line_count() - 1));
        // A line that does not fit is cropped, and then shown without its neighbours.
        let mut line = first.saturating_sub(before);
        if (to.end - from.start) as usize > span.len() + 6 * CROP {
            from = self.index.line(text, first);
            to = self.index.line(text, last);
            line = first;
            let mut start = (from.start as usize).max((span.start as usize).saturating_sub(CROP));
            while !text.is_char_boundary(start) {
                start -= 1;
            }
            from.start = start as u32;
            let mut end = (to.end as usize).min(span.end as usize + CROP);
            while !text.is_char_boundary(end) {
                end += 1;
            }
            to.end = end as u32;
        }
        // A byte order mark is no part of the first line.
        if from.start == 0 && text.starts_with('\u{feff}') {
            from.start = '\u{feff}'.len_utf8() as u32;
        }
        let window = Span { start: from.start, end: to.end.max(from.start) };
        let column = self.index.position(text, window.start as usize).column - 1;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.to_string(),
            window.of(text).as_bytes(),
            SourceSpan::from(window.range()),
            line,
            column,
            last - first + 1,
        )))
    }
}

/// One finding, or one error.
pub(super) struct Drawn<'a> {
    pub(super) code: Option<String>,
    pub(super) severity: miette::Severity,
    pub(super) message: Cow<'a, str>,
    pub(super) help: Option<String>,
    pub(super) labels: Vec<LabeledSpan>,
    pub(super) source: Option<&'a Indexed<'a>>,
}

impl<'a> Drawn<'a> {
    pub(super) fn finding(located: &'a Located, source: &'a Indexed<'a>) -> Drawn<'a> {
        let finding = &located.finding;
        let label = |text: Option<String>, span: Span| LabeledSpan::new_with_span(text, shown(&source.text, span));
        let mut labels = vec![LabeledSpan::new_primary_with_span(None, shown(&source.text, finding.span))];
        let mut help = visible(&finding.help).into_owned();
        for related in &located.related {
            match &related.path {
                None => labels.push(label(Some(related.message.clone()), related.place.span)),
                Some(path) => {
                    help.push_str(&format!("\nsee {}:{}: {}", visible(path), related.place.start.line, related.message))
                }
            }
        }
        if let Some(responsibility) = &finding.responsibility {
            help.push_str(&format!("\nresponsibility: {}", visible(responsibility)));
        }
        Drawn {
            code: Some(finding.rule.clone()),
            severity: match finding.severity {
                Severity::Error => miette::Severity::Error,
                Severity::Warning => miette::Severity::Warning,
                Severity::Advice => miette::Severity::Advice,
            },
            message: visible(&finding.message),
            help: Some(help),
            labels,
            source: Some(source),
        }
    }
}

/// The part of a span that is underlined: not empty, and not over the end of its first line, which would draw brackets
/// round whole paragraphs.
fn shown(text: &str, span: Span) -> SourceSpan {
    let span = span.clamp(text);
    let inner = span.of(text);
    let line = inner.find('\n').map_or(inner, |end| inner[..end].trim_end());
    let end = span.start as usize + line.len();
    let end = if end == span.start as usize {
        text[end..].chars().next().map_or(end, |next| end + next.len_utf8())
    } else {
        end
    };
    SourceSpan::from(span.start as usize..end)
}

impl fmt::Debug for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawn<'_> {}

impl Diagnostic for Drawn<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.as_ref().map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

pub(super) fn handler(terminal: Terminal) -> GraphicalReportHandler {
    GraphicalReportHandler::new_themed(terminal.theme())
        .with_width(terminal.width)
        .with_context_lines(1)
        .without_syntax_highlighting()
        .with_links(false)
        // A word of a brief begins no line but where a blank lets it: see `visible`.
        .with_break_words(false)
        .with_word_separator(textwrap::WordSeparator::AsciiSpace)
}

/// Draws an error that is about no place in a file.
#[must_use]
pub fn show_message(terminal: Terminal, message: &str, help: Option<&str>) -> String {
    draw(terminal, message, help, None)
}

/// Draws an error in a file of the user's, a config or a rule file; without its text where that could not be read.
#[must_use]
pub fn show_error(terminal: Terminal, name: &str, text: &str, span: Span, message: &str, help: Option<&str>) -> String {
    if text.is_empty() {
        return show_message(terminal, &format!("{name}: {message}"), help);
    }
    let index = LineIndex::new(text);
    let mut source = Indexed::new(name, text, &index);
    source.neighbours = true;
    draw(terminal, message, help, Some((&source, span)))
}

fn draw(terminal: Terminal, message: &str, help: Option<&str>, at: Option<(&Indexed<'_>, Span)>) -> String {
    let label =
        |(source, span): (&Indexed<'_>, Span)| LabeledSpan::new_primary_with_span(None, shown(&source.text, span));
    let drawn = Drawn {
        code: None,
        severity: miette::Severity::Error,
        message: visible(message),
        help: help.map(|help| visible(help).into_owned()),
        labels: at.map(label).into_iter().collect(),
        source: at.map(|(source, _)| source),
    };
    let mut out = String::new();
    if handler(terminal).render_report(&mut out, &drawn).is_err() {
        let name = at.map(|(source, _)| format!("{}: ", source.name)).unwrap_or_default();
        out = format!("{name}{}\n", drawn.message);
    }
    out
}
