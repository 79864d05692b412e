/// A tag that is no HTML: a slot such as `<name>` or `<figure from the pilot>` that a template left behind.
pub(super) fn is_slot(tag: &str) -> bool {
    let Some(inner) = tag.trim().strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else { return false };
    let name: String = inner.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let plain = !inner.starts_with(['/', '!', '?']) && !inner.contains(['<', '>', '=', '/']);
    let is_in = |list: &str, word: &str| list.split(' ').any(|known| known.eq_ignore_ascii_case(word));
    let is_html = is_in(HTML, &name) && inner[name.len()..].split_whitespace().all(|word| is_in(BARE_ATTRIBUTES, word));
    plain && !name.is_empty() && !is_html
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
