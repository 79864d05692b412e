//! What is looked for, and when it counts.

use serde::{Deserialize, Serialize};

use super::{PatternId, RoleId, Roles, RuleId};

pub type UnitId = u32;

/// A pattern as the case has it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    pub pattern: PatternId,
    pub case: u32,
    /// It is for headings, labels and lead-ins only.
    pub is_heading: bool,
}

/// What a case is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Owner {
    /// Its match is a hit of this rule.
    Rule(RuleId),
    /// Its match states this element, wherever it stands.
    States(RoleId),
    /// A heading, label or lead-in with its match has this role.
    Heading(RoleId),
    /// Its match in a section with this role is what states the element there.
    Content(RoleId),
    /// A passage with its match never states the element.
    Never(RoleId),
    /// Its match in the same or a neighbouring sentence turns hits of [`Rule::absorbs`] into hits of this rule.
    Beside(RuleId),
}

/// When a match counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Case {
    pub owner: Owner,
    /// Each of these must match in the same sentence too.
    pub all: Vec<PatternId>,
    /// The words that the `all` and the match itself stand in are at most this many.
    pub near: Option<u8>,
    /// None of these may match in the sentence.
    pub unless: Vec<PatternId>,
    /// Nor these in the part of the sentence, between commas and the like, that the match stands in.
    pub unless_clause: Vec<PatternId>,
    /// Nor these in the whole block.
    pub unless_block: Vec<PatternId>,
    /// One of these must match in the sentence before, of the same block.
    pub after: Vec<PatternId>,
    /// One of these must match in the heading, label or lead-in.
    pub under: Vec<PatternId>,
    pub not_under: Vec<PatternId>,
    pub only_in: Roles,
    pub not_in: Roles,
    pub shapes: Shapes,
    /// A waiver before it clears it.
    pub waivable: bool,
    /// A measure clears it, as the catalogue says for outcomes and standards.
    pub measurable: bool,
    /// The whole sentence is at fault, not just the words that matched.
    pub whole_sentence: bool,
    /// It counts only where another entry of the same list has one too.
    pub several: bool,
    pub when: When,
}

impl Case {
    /// A case without conditions.
    #[must_use]
    pub fn bare(owner: Owner) -> Case {
        Case {
            owner,
            all: Vec::new(),
            near: None,
            unless: Vec::new(),
            unless_clause: Vec::new(),
            unless_block: Vec::new(),
            after: Vec::new(),
            under: Vec::new(),
            not_under: Vec::new(),
            only_in: Roles::default(),
            not_in: Roles::default(),
            shapes: Shapes::default(),
            waivable: false,
            measurable: false,
            whole_sentence: false,
            several: false,
            when: When::default(),
        }
    }
}

/// Facts about the responsibility that must hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct When {
    /// It has no constraint, or neither an outcome nor a standard that can be checked.
    pub unbounded: bool,
    /// The brief names an owner or a deadline, or is short, or the passage stands where an element is stated.
    pub delegated: bool,
}

/// Where a passage may stand; none set is anywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Shapes(pub u8);

impl Shapes {
    pub const HEADING: u8 = 1;
    pub const PROSE: u8 = 2;
    pub const ITEM: u8 = 4;
    pub const CELL: u8 = 8;
    pub const FIELD: u8 = 16;
    /// The words after a label.
    pub const LABELLED: u8 = 32;
    /// An item of a numbered list, beside [`Shapes::ITEM`].
    pub const ORDERED: u8 = 64;
    pub const NAMES: [(&'static str, u8); 7] = [
        ("ordered", Self::ORDERED),
        ("heading", Self::HEADING),
        ("prose", Self::PROSE),
        ("item", Self::ITEM),
        ("cell", Self::CELL),
        ("field", Self::FIELD),
        ("labelled", Self::LABELLED),
    ];
}
