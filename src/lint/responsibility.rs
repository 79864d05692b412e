use super::Reading;
use super::front::meant;
use super::reading::Statement;
use crate::brief::{Brief, SectionId};
use crate::rule::{Program, RoleId};
use crate::source::Span;
use crate::yaml::{Node, Value};

/// One thing delegated: the whole brief, a section of its own, or an entry of the front matter.
#[derive(Clone, Debug, Default)]
pub struct Responsibility {
    /// Its name; `None` where the brief holds just one.
    pub name: Option<String>,
    /// Where something that is missing from it is reported.
    pub anchor: Span,
    /// The section that it is; `None` for the whole brief or an entry of the front matter.
    pub section: Option<SectionId>,
    /// The elements that it states.
    pub stated: Vec<Statement>,
}

impl Responsibility {
    /// The first passage that states an element.
    #[must_use]
    pub fn statement(&self, element: RoleId) -> Option<&Statement> {
        self.stated.iter().find(|statement| statement.element == element)
    }

    #[must_use]
    pub fn states(&self, element: RoleId) -> bool {
        self.statement(element).is_some()
    }
}

/// The responsibilities of a brief, with what each states and what is stated for all.
pub(super) fn of(text: &str, brief: &Brief, program: &Program, reading: &Reading) -> Vec<Responsibility> {
    let mut found: Vec<Responsibility> = sections(text, brief, program, reading);
    entries(text, brief, program, &mut found);
    if found.is_empty() {
        found.push(Responsibility { anchor: brief.anchor(text), ..Responsibility::default() });
    }
    let several = found.len() > 1;
    for at in 0..found.len() {
        let own = found[at].section;
        let stated: Vec<Statement> = reading
            .statements
            .iter()
            .filter(|statement| {
                let section = brief.blocks[statement.block as usize].section;
                let home = found.iter().filter_map(|other| other.section).find(|&root| within(brief, section, root));
                match home {
                    Some(home) => Some(home) == own,
                    // What stands outside all of them counts for each, except what each states for itself.
                    None => !(several && own.is_some() && program.roles[statement.element as usize].own),
                }
            })
            .cloned()
            .collect();
        found[at].stated.extend(stated);
    }
    found
}

/// The responsibility that a section belongs to, if it belongs to one alone.
pub(super) fn at<'r>(
    brief: &Brief,
    responsibilities: &'r [Responsibility],
    section: SectionId,
) -> Option<&'r Responsibility> {
    responsibilities
        .iter()
        .find(|responsibility| responsibility.section.is_some_and(|root| within(brief, section, root)))
}

fn within(brief: &Brief, mut section: SectionId, root: SectionId) -> bool {
    while section != root && section != 0 {
        section = brief.sections[section as usize].parent;
    }
    section == root
}

/// Sections whose heading says that they are a responsibility: two or more, or one beside other fields.
fn sections(text: &str, brief: &Brief, program: &Program, reading: &Reading) -> Vec<Responsibility> {
    let Some(role) = program.role("responsibility") else { return Vec::new() };
    let mut found: Vec<Responsibility> = Vec::new();
    for (number, section) in brief.sections.iter().enumerate() {
        let Some(heading) = section.heading.filter(|&heading| reading.gives[heading as usize].has(role)) else {
            continue;
        };
        let number = number as SectionId;
        if found.iter().any(|outer| outer.section.is_some_and(|root| within(brief, section.parent, root))) {
            continue;
        }
        let anchor = brief.blocks[heading as usize].span;
        let words = anchor.of(text);
        let name = words.split_once(':').map_or(words, |(_, name)| name).trim();
        found.push(Responsibility { name: Some(name.to_owned()), anchor, section: Some(number), stated: Vec::new() });
    }
    found
}

/// Entries of the front matter's list; one with the name of a section is the same responsibility.
fn entries(text: &str, brief: &Brief, program: &Program, found: &mut Vec<Responsibility>) {
    let list = brief
        .front
        .fields
        .iter()
        .find(|field| meant(program, &field.key).is_some_and(|known| known.name == "responsibilities"));
    let Some(Value::List(items)) = list.map(|field| &field.value.value) else { return };
    for item in items {
        let Value::Map(fields) = &item.value else { continue };
        let value_of = |name: &str| {
            fields
                .iter()
                .find(|(key, _)| key.text().and_then(|key| meant(program, key)).is_some_and(|known| known.name == name))
                .map(|(_, value)| value)
        };
        let named = value_of("title").or_else(|| value_of("id")).or_else(|| value_of("outcome"));
        let name = named.and_then(Node::text).unwrap_or_default().trim().to_owned();
        let anchor = named.map_or(item.span, |node| node.span).trim(text);
        let same = found.iter().position(|other| {
            other.name.as_deref().is_some_and(|other| !name.is_empty() && other.eq_ignore_ascii_case(&name))
        });
        let at = same.unwrap_or_else(|| {
            found.push(Responsibility { name: Some(name), anchor, section: None, stated: Vec::new() });
            found.len() - 1
        });
        for (key, value) in fields {
            let Some(known) = key.text().and_then(|key| meant(program, key)) else { continue };
            if value.is_null() || value.text().is_some_and(|text| text.trim().is_empty()) {
                continue;
            }
            for (number, role) in program.roles.iter().enumerate().take(program.elements as usize) {
                if role.fields.contains(&known.name) {
                    found[at].stated.push(Statement {
                        element: number as RoleId,
                        span: value.span,
                        block: 0,
                        sentence: 0,
                    });
                }
            }
        }
    }
}
