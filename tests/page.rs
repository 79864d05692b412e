//! The page of a folder: self-contained, and nothing that a brief says becomes markup or script.

use std::path::Path;
use std::process::Command;

/// Words that have broken out of pages before.
const HOSTILE: &[&str] = &[
    "<script>document.title='run'</script>",
    "</script><script>document.title='run'</script>",
    "<img src=x onerror=\"document.title='run'\">",
    "<svg onload=document.title='run'>",
    "<svg><script>document.title='run'</script></svg>",
    "\"><script>document.title='run'</script>",
    "'><script>document.title='run'</script>",
    "\" onmouseover=\"document.title='run'\" x=\"",
    "' onfocus='document.title=1' autofocus='",
    "</title><script>document.title='run'</script>",
    "</textarea><script>document.title='run'</script>",
    "</style><script>document.title='run'</script>",
    "</details></main><script>document.title='run'</script>",
    "--><script>document.title='run'</script>",
    "<!--<script>",
    "<![CDATA[<script>document.title='run'</script>]]>",
    "<iframe src=\"javascript:document.title='run'\"></iframe>",
    "<iframe srcdoc=\"<script>parent.document.title='run'</script>\"></iframe>",
    "<a href=\"javascript:document.title='run'\">x</a>",
    "[x](javascript:document.title='run')",
    "![x](x\"onerror=\"document.title='run')",
    "<body onload=document.title='run'>",
    "<input autofocus onfocus=document.title='run'>",
    "<select autofocus onfocus=document.title='run'>",
    "<video><source onerror=document.title='run'></video>",
    "<audio src=x onerror=document.title='run'>",
    "<details open ontoggle=document.title='run'>",
    "<marquee onstart=document.title='run'>x</marquee>",
    "<object data=\"javascript:document.title='run'\"></object>",
    "<embed src=\"javascript:document.title='run'\">",
    "<link rel=stylesheet href=\"https://example.com/x.css\">",
    "<style>@import 'https://example.com/x.css';</style>",
    "<base href=\"https://example.com/\">",
    "<meta http-equiv=refresh content=\"0;url=https://example.com/\">",
    "<form action=https://example.com><button>x</button></form>",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=document.title=1>",
    "<noscript><p title=\"</noscript><img src=x onerror=document.title=1>\">",
    "&lt;script&gt;document.title='run'&lt;/script&gt;",
    "&#60;script&#62;document.title='run'&#60;/script&#62;",
    "\u{202e}<script>document.title='run'</script>",
    "<scr\u{0}ipt>document.title='run'</scr\u{0}ipt>",
    "{{constructor.constructor('document.title=1')()}}",
    "${document.title='run'}",
    "<x contenteditable onblur=document.title='run'>x</x>",
    "<template><script>document.title='run'</script></template>",
    "\u{1b}]0;run\u{7}",
];

/// Elements that the template writes, and no others.
const ELEMENTS: &[&str] = &[
    "a", "body", "button", "details", "div", "footer", "form", "h1", "h2", "h3", "head", "header", "html", "input",
    "label", "li", "main", "mark", "meta", "nav", "ol", "option", "output", "p", "rect", "script", "section", "select",
    "span", "strong", "style", "summary", "svg", "table", "tbody", "td", "th", "thead", "time", "title", "tr", "ul",
];

fn page(folder: &Path) -> String {
    report(folder, &["--no-config", "."])
}

fn report(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_brieflint"))
        .current_dir(folder)
        .arg("report")
        .args(arguments)
        .output()
        .expect("brieflint runs");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The tags of a page outside its one style and its one script.
fn tags(page: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some(open) = rest.find('<') {
        let tag = &rest[open + 1..];
        let end = tag.find('>').expect("a tag ends");
        tags.push(&tag[..end]);
        rest = &tag[end + 1..];
        for raw in ["style", "script"] {
            if &tag[..end] == raw {
                rest = &rest[rest.find(&format!("</{raw}>")).expect("its end")..];
            }
        }
    }
    tags
}

#[test]
fn nothing_that_a_brief_says_becomes_markup() {
    let temporary = tempfile::tempdir().expect("a folder");
    // The check in a browser wants them, too.
    let kept = std::env::var_os("BRIEFLINT_HOSTILE").map(std::path::PathBuf::from);
    let folder = kept.unwrap_or_else(|| temporary.path().to_owned());
    std::fs::create_dir_all(&folder).expect("a folder");
    for (number, words) in HOSTILE.iter().enumerate() {
        let yaml = serde_json::to_string(words).expect("JSON");
        let text = format!(
            "---\nid: {yaml}\ntitle: {yaml}\nowner: {yaml}\ndelegator: {yaml}\ndue: {yaml}\n---\n\n# {words}\n\n{words}\n\n\
             ## Responsibility: {words}\n\nOutcome: improve {words}\n\n- Deadline: as soon as {words}\n\n| {words} | x |\n\
             | --- | --- |\n| {words} | check with me {words} before every step |\n\nNothing goes out without {words} my sign-off.\n"
        );
        std::fs::write(folder.join(format!("{number}-&'\"<b>.md")), text).expect("a brief");
    }
    let page = page(&folder);
    let tags = tags(&page);
    for tag in &tags {
        let name = tag.trim_start_matches(['/', '!']).split([' ', '\n', '/']).next().unwrap_or_default();
        assert!(ELEMENTS.contains(&name) || *tag == "!DOCTYPE html", "<{tag}>");
        // Outside of quotation marks there are only the names of attributes.
        let parts: Vec<&str> = tag.split('"').collect();
        assert!(parts.len() % 2 == 1, "<{tag}>");
        let names: String = parts.iter().step_by(2).copied().collect();
        for attribute in names.split_whitespace().skip(1) {
            let attribute = attribute.trim_end_matches(['=', '/']);
            assert!(
                !attribute.starts_with("on") && !["src", "style", "srcdoc", "action"].contains(&attribute),
                "<{tag}>"
            );
        }
        if let Some((_, target)) = tag.split_once("href=\"") {
            assert!(target.starts_with('#'), "<{tag}>");
        }
    }
    assert_eq!(tags.iter().filter(|tag| **tag == "script").count(), 1);
    assert_eq!(tags.iter().filter(|tag| **tag == "style").count(), 1);
}

#[test]
fn every_brief_and_finding_is_on_the_page_and_every_link_leads_somewhere() {
    let page = page(Path::new("fixtures/briefs"));
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let links: Vec<&str> = page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    for link in &links {
        assert!(ids.contains(link), "#{link} leads nowhere");
    }
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "an id stands twice");
    assert_eq!(page.matches("<details class=\"brief\"").count(), 4);
    for words in
        ["Repair café in the library", "micromanaged-accountability", "check with me before making any decisions"]
    {
        assert!(page.contains(words), "{words}");
    }
}

/// Ana is not Ana Lopez, whose name begins with hers.
#[test]
fn a_note_on_an_owner_stands_with_that_owner_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    for number in 0..7 {
        let owner = if number == 0 { "Ana" } else { "\"Ana Lopez\"" };
        let text = format!("---\nowner: {owner}\ndue: 2027-05-0{}\n---\n# Move {number}\n", number + 1);
        std::fs::write(folder.path().join(format!("{number}.md")), text).expect("a brief");
    }
    let page = page(folder.path());
    let noted: Vec<&str> = page
        .split("<tr><th scope=\"row\">")
        .filter_map(|row| row.split_once(" <span class=\"path\">Ana Lopez has 6 briefs due"))
        .map(|(owner, _)| owner)
        .collect();
    assert_eq!(noted, ["Ana Lopez"]);
}

#[test]
fn a_rule_of_a_team_is_explained_as_the_built_in_ones_are() {
    let page = report(Path::new("tests/cmd/team-rules.in"), &["brief.md"]);
    for words in [
        "a buzzword stands where a result should",
        "A brief is read by people who were not in the meeting.",
        "say what will be different, in words that a newcomer understands",
    ] {
        assert!(page.contains(words), "{words}");
    }
}
