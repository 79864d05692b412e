use std::collections::{HashMap, HashSet};

use super::fields;
use super::reading::{Reading, Statement};
use crate::brief::{Block, BlockId, Brief, SectionId};
use crate::rule::{FieldDef, Program, RoleId, Roles};
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
    /// The elements that are stated in its text.
    pub stated: Vec<Statement>,
    /// The elements that are stated in it or for all.
    pub elements: Roles,
}

/// The responsibilities of a brief, at least one.
#[derive(Clone, Debug, Default)]
pub struct Responsibilities {
    /// Those that are sections, in the order of the file, then those that only the front matter lists.
    pub each: Vec<Responsibility>,
    /// What is stated outside all of them.
    pub shared: Vec<Statement>,
    /// For each block, the number of the responsibility that it belongs to.
    homes: Vec<Option<usize>>,
}

impl Responsibilities {
    /// The number of the responsibility that a block belongs to, if it belongs to one alone.
    #[must_use]
    pub fn home(&self, block: BlockId) -> Option<usize> {
        self.homes[block as usize]
    }

    /// The responsibility that a block belongs to, if it belongs to one alone.
    #[must_use]
    pub fn at(&self, block: BlockId) -> Option<&Responsibility> {
        self.home(block).map(|number| &self.each[number])
    }

    /// Whether what stands outside all of them counts for each: not what each of several states for itself.
    #[must_use]
    pub fn shares(&self, program: &Program, element: RoleId) -> bool {
        !(self.each.len() > 1 && program.roles[element as usize].own)
    }
}

/// The responsibilities of a brief, with what each states and what is stated for all.
#[must_use]
pub fn of(text: &str, brief: &Brief, program: &Program, reading: &Reading) -> Responsibilities {
    let mut found = Responsibilities::default();
    let listed = listed(brief, program, reading);
    let sections = sections(text, brief, program, reading, &listed, &mut found.each);
    let entries = entries(text, brief, &listed, &mut found.each);
    if found.each.is_empty() {
        found.each.push(Responsibility { anchor: brief.anchor(text), ..Responsibility::default() });
    }
    let home = |block: &Block| {
        let of_entry = || {
            let before = entries.partition_point(|(span, _)| span.start <= block.span.start).checked_sub(1)?;
            let (entry, number) = entries[before];
            entry.contains(block.span).then_some(number)
        };
        sections[block.section as usize].or_else(of_entry)
    };
    found.homes = brief.blocks.iter().map(home).collect();
    let mut shared = Roles::default();
    for statement in &reading.statements {
        match found.home(statement.block) {
            Some(home) => found.each[home].stated.push(statement.clone()),
            None => {
                shared.add(statement.element);
                found.shared.push(statement.clone());
            }
        }
    }
    for number in 0..found.each.len() {
        let one = &found.each[number];
        let mut elements = Roles::default();
        one.stated.iter().for_each(|statement| elements.add(statement.element));
        (0..program.elements)
            .filter(|&element| shared.has(element) && found.shares(program, element))
            .for_each(|element| elements.add(element));
        found.each[number].elements = elements;
    }
    found
}

/// Sections whose heading says that they are a responsibility, and that stand in no other such section. Gives back for each
/// section the number of the responsibility that it belongs to.
fn sections(
    text: &str,
    brief: &Brief,
    program: &Program,
    reading: &Reading,
    listed: &[Entry<'_, '_>],
    found: &mut Vec<Responsibility>,
) -> Vec<Option<usize>> {
    let mut homes = vec![None; brief.sections.len()];
    let Some(role) = program.role("responsibility") else { return homes };
    let listed: HashSet<String> = listed.iter().map(|entry| entry.name().to_ascii_lowercase()).collect();
    for (number, section) in brief.sections.iter().enumerate() {
        // The section that holds another one stands before it.
        homes[number] = homes[section.parent as usize];
        let Some(heading) = section.heading.filter(|_| homes[number].is_none()) else { continue };
        let anchor = brief.blocks[heading as usize].span;
        let words = brief.as_read(text, heading, anchor);
        let name = if reading.gives[heading as usize].has(role) {
            words.split_once(':').map_or(&*words, |(_, name)| name).trim()
        } else if listed.contains(&words.to_ascii_lowercase()) && brief.title() != Some(number as SectionId) {
            &*words
        } else {
            continue;
        };
        homes[number] = Some(found.len());
        found.push(Responsibility {
            name: Some(name.to_owned()),
            anchor,
            section: Some(number as SectionId),
            ..Responsibility::default()
        });
    }
    homes
}

/// An entry of the front matter's list, with the fields in it that are known.
struct Entry<'b, 'p> {
    item: &'b Node,
    fields: Vec<(&'p FieldDef, &'b Node)>,
}

impl<'b> Entry<'b, '_> {
    /// The value that it is known by.
    fn named(&self) -> Option<&'b Node> {
        let value_of = |name: &str| self.fields.iter().find(|(known, _)| known.name == name).map(|(_, value)| *value);
        value_of("title").or_else(|| value_of("id")).or_else(|| value_of("outcome"))
    }

    fn name(&self) -> &'b str {
        self.named().and_then(Node::text).unwrap_or_default().trim()
    }
}

fn listed<'b, 'p>(brief: &'b Brief, program: &'p Program, reading: &Reading) -> Vec<Entry<'b, 'p>> {
    let list = fields::value(brief, program, reading, "responsibilities");
    let Some(Value::List(items)) = list.map(|list| &list.value) else { return Vec::new() };
    let entry = |item: &'b Node| {
        let Value::Map(fields) = &item.value else { return None };
        let known =
            |(key, value): &'b (Node, Node)| Some((key.text().and_then(|key| fields::meant(program, key))?, value));
        Some(Entry { item, fields: fields.iter().filter_map(known).collect() })
    };
    items.iter().filter_map(entry).collect()
}

/// Entries of the front matter's list; one with the name of a section is the same responsibility. Gives back where each
/// stands, and the number of its responsibility.
fn entries(text: &str, brief: &Brief, listed: &[Entry<'_, '_>], found: &mut Vec<Responsibility>) -> Vec<(Span, usize)> {
    let mut homes = Vec::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for (number, one) in found.iter().enumerate() {
        let name = one.name.as_deref().unwrap_or_default();
        numbers.entry(name.to_ascii_lowercase()).or_insert(number);
    }
    for entry in listed {
        let name = entry.name().to_owned();
        // An empty title is shown at its entry.
        let mut places = entry.named().into_iter().chain([entry.item]).map(|node| node.span.trim(text));
        let anchor = places.find(|place| !place.is_empty()).unwrap_or_else(|| brief.anchor(text));
        let key = name.to_ascii_lowercase();
        let at = numbers.get(&key).copied().filter(|_| !key.is_empty()).unwrap_or_else(|| {
            found.push(Responsibility { name: Some(name), anchor, ..Responsibility::default() });
            found.len() - 1
        });
        numbers.entry(key).or_insert(at);
        homes.push((entry.item.span, at));
    }
    homes
}

/// The values in the entries of the front matter's list, in their order, each with the known field that it is of.
pub(super) fn values<'p>(brief: &Brief, program: &'p Program, reading: &Reading) -> Vec<(Span, &'p FieldDef)> {
    let entries = listed(brief, program, reading).into_iter();
    entries.flat_map(|entry| entry.fields).map(|(known, value)| (value.span, known)).collect()
}
