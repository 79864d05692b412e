/// A tag that is no HTML: a slot such as `<name>` or `<figure from the pilot>` that a template left behind.
pub(super) fn is_slot(tag: &str) -> bool {
    let Some(inner) = tag.trim().strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else { return false };
    let name = &inner[..inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(inner.len())];
    let plain = !inner.starts_with(['/', '!', '?']) && !inner.contains(['<', '>', '=', '/']);
    let is_element = is_html(name) && inner[name.len()..].split_whitespace().all(|word| is_in(BARE_ATTRIBUTES, word));
    plain && !name.is_empty() && !is_element
}

/// The name in a tag that a text begins with, opening or closing; empty where it begins otherwise.
pub(super) fn tag_name(text: &str) -> &str {
    let Some(rest) = text.strip_prefix('<') else { return "" };
    let name = rest.strip_prefix('/').unwrap_or(rest);
    &name[..name.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c)).unwrap_or(name.len())]
}

/// Whether this is the name of an element of HTML.
pub(super) fn is_html(name: &str) -> bool {
    is_in(HTML, name)
}

fn is_in(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether a tag begins a new line: `<br>`, `<li>`, `</p>`.
pub(super) fn is_line_break(tag: &str) -> bool {
    is_in("br dd div dt h1 h2 h3 h4 li ol p summary td th tr ul", tag_name(tag))
}

/// The attributes of HTML that have no value.
const BARE_ATTRIBUTES: &str = "\
    allowfullscreen async autoplay checked controls default defer disabled hidden inert loop multiple muted nowrap open \
    readonly required reversed selected";

/// The elements of HTML that turn up in markdown.
const HTML: &str = "\
    a abbr address article aside audio b blockquote body br button caption center cite code col colgroup dd del \
    details dfn div dl dt em figcaption figure font footer form h1 h2 h3 h4 head header hr html i iframe img input \
    ins kbd li link main mark meta ol p picture pre q s section small source span strong style sub summary sup svg \
    table tbody td tfoot th thead time tr u ul var video wbr";
