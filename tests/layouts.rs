//! One brief, written down in the many ways in which people write: whatever the layout, it says the same.

use std::sync::LazyLock;

use brieflint::brief;
use brieflint::lint::Linter;
use brieflint::rule::{self, Program};

static PROGRAM: LazyLock<Program> = LazyLock::new(rule::builtin);

/// What the brief says: the element, its label, and its value.
const PARTS: [(&str, &str, &str); 9] = [
    ("owner", "Owner", "Ana Ruiz"),
    ("outcome", "Outcome", "All 4,200 boxes stand in the new archive and are found by their number"),
    ("deadline", "Deadline", "30 June 2027"),
    ("standard", "Standard", "at most 10 boxes are missing"),
    ("autonomy", "Decides", "Ana decides how the work is done and with whom"),
    ("constraint", "Limits", "no more than 8,000 euros"),
    ("checkpoint", "Check-in", "15 May, half an hour"),
    ("consequence", "If missed", "Tom hires a removal firm, and its bill comes out of Ana's budget"),
    ("agreement", "Agreed", "Ana and Tom, 2 May 2027"),
];

/// What stands before the parts, how each is written, and what stands after them. `{l}` is the label, `{L}` the same in
/// capitals, `{v}` the value, `{V}` the same with a capital.
const LAYOUTS: &[(&str, &str, &str)] = &[
    // Lists.
    ("", "- {l}: {v}\n", ""),
    ("", "* **{l}:** {v}\n", ""),
    ("", "- **{l}**: {v}\n", ""),
    ("", "- **{l}** – {v}\n", ""),
    ("", "- **{l}** - {v}\n", ""),
    ("", "- **{l}** {v}\n", ""),
    ("", "- *{l}:* {v}\n", ""),
    ("", "- {l} → {v}\n", ""),
    ("", "- [x] **{l}:** {v}\n", ""),
    ("", "1. {l}: {v}\n", ""),
    ("", "1) **{l}**: {v}\n", ""),
    ("", "- {l}\n  - {v}\n", ""),
    ("", "- **{l}**\n\n  {v}.\n", ""),
    // Lines.
    ("", "{l}: {v}\n", ""),
    ("", "{l}: {v}\r\n", ""),
    ("", "**{l}:** {v}  \n", ""),
    ("", "**{l}:** {v}\\\n", ""),
    ("", "**{l}:** {v}<br>\n", ""),
    ("", "{l} = {v}\n", ""),
    ("", "{l}\t{v}\n", ""),
    ("", "{l} : {v}\n", ""),
    ("", "{l}: {v} | ", ""),
    ("", "**{l}:** {v} · ", ""),
    ("", "{l}: {v}; ", ""),
    ("", "{l}: {V}. ", ""),
    ("", "**{l}:** {V}. ", ""),
    // Paragraphs.
    ("", "{l}: {v}.\n\n", ""),
    ("", "{L}: {v}.\n\n", ""),
    ("", "{L}\n{V}.\n\n", ""),
    ("", "**{l}.** {V}.\n\n", ""),
    ("", "**{l}?** {V}.\n\n", ""),
    ("", "_{l}_: {v}\n\n", ""),
    ("", "👉 **{l}:** {v}\n\n", ""),
    ("", "**1. {l}:** {v}\n\n", ""),
    ("", "> **{l}:** {v}\n>\n", ""),
    ("", "{l}\n: {v}\n\n", ""),
    // A label over its value.
    ("", "**{l}**\n\n{V}.\n\n", ""),
    ("", "**{l}**\n{V}.\n\n", ""),
    ("", "**{l}**\n\n{V}.\n\n---\n\n", ""),
    ("", "{l}:\n\n{V}.\n\n", ""),
    ("", "{l}:\n{V}.\n\n", ""),
    ("", "{l}:\n\n- {v}\n\n", ""),
    // Headings.
    ("", "## {l}\n\n{V}.\n\n", ""),
    ("", "### 1. {l}\n\n- {v}\n\n", ""),
    ("", "## {l}?\n\n{V}.\n\n", ""),
    ("", "## 🎯 **{l}**:\n\n{V}.\n\n", ""),
    ("", "## {l}: {v}\n\n", ""),
    ("", "{l}\n---\n\n{V}.\n\n", ""),
    // Tables.
    ("| | |\n|---|---|\n", "| {l} | {v} |\n", ""),
    ("| Field | Value |\n|---|---|\n", "| **{l}** | {v} |\n", ""),
    ("| # | Item | Description |\n|---|---|---|\n", "| 1 | {l} | {v} |\n", ""),
    ("| Item | Description | Notes |\n|---|---|---|\n", "| {l} | {v} | – |\n", ""),
    ("| Facts | |\n|---|---|\n", "| {l}: {v} | |\n", ""),
    ("| Facts | More |\n|---|---|\n", "| **{l}:** {v} | see below |\n", ""),
    // HTML.
    ("<table>\n", "<tr><td>{l}</td><td>{v}</td></tr>\n", "</table>\n"),
    ("<table>\n", "<tr>\n<th>{l}</th>\n<td>{v}</td>\n</tr>\n", "</table>\n"),
    (
        "<table>\n<thead><tr><th>Field</th><th>Value</th></tr></thead>\n<tbody>\n",
        "<tr><td>{l}</td><td>{v}</td></tr>\n",
        "</tbody></table>\n",
    ),
    // Ends of rows and cells may be left out, and empty lines stand in cells.
    ("<table>\n<tr><th>Field<th>Value\n", "<tr><td>{l}<td>{v}\n", "</table>\n"),
    ("<TABLE>\n<TR><TH>Field</TH><TH>Value</TH></TR>\n", "<TR><TD>{l}</TD><TD>{v}</TD></TR>\n", "</TABLE>\n"),
    ("<table>\n", "<tr><td>\n\n{l}\n\n</td><td>\n\n{v}\n\n</td></tr>\n", "</table>\n"),
    ("<table>\n", "<tr><td>{l}</td><td>{v} <table><tr><td>1</td></tr></table></td></tr>\n", "</table>\n"),
    ("", "<h2><a id=\"x\"></a>{l}</h2>\n\n{V}.\n\n", ""),
    ("", "<h2>{l}<br></h2><p>{V}.</p>", ""),
    ("<PRE>\nx\n</PRE>\n\n<div>\n<pre>x</pre>\n", "<h3>{l}</h3>\n<p>{V}.</p>\n", "</div>\n"),
    ("<dl>\n", "<dt>{l}</dt><dd>{v}</dd>\n", "</dl>\n"),
    ("", "<p><strong>{l}:</strong> {v}</p>\n\n", ""),
    ("", "<details><summary>{l}</summary>\n\n{V}.\n\n</details>\n\n", ""),
    ("", "<b>{l}</b>: {v}\n\n", ""),
];

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

#[test]
fn a_brief_says_the_same_in_every_layout() {
    let mut wrong = Vec::new();
    let mut linter = Linter::default();
    for (before, each, after) in LAYOUTS {
        let part = |(_, label, value): &(&str, &str, &str)| {
            let written = each.replace("{l}", label).replace("{L}", &label.to_uppercase());
            written.replace("{v}", value).replace("{V}", &capitalised(value))
        };
        let parts: String = PARTS.iter().map(part).collect();
        let text = format!("# Archive move\n\n{before}{parts}{after}");
        let brief = brief::read(&text);
        let reading = linter.read(&text, &brief, &PROGRAM);
        for (element, _, value) in PARTS {
            let role = PROGRAM.role(element).expect("an element");
            let says = reading.statements.iter().filter(|statement| statement.element == role).any(|statement| {
                let sentence = reading.span(statement.sentence as usize).of(&text);
                sentence.to_lowercase().contains(&value.to_lowercase())
            });
            if !says {
                wrong.push(format!("{element} in {each:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
