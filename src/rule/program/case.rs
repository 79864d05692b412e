//! What is looked for, and when it counts.

use serde::{Deserialize, Serialize};

use super::{PatternId, RoleId, Roles, RuleId};

pub(crate) type UnitId = u32;

/// A pattern as the case has it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Unit {
    pub(crate) pattern: PatternId,
    pub(crate) case: u32,
    /// It is for headings, labels and lead-ins only.
    pub(crate) is_heading: bool,
}

/// What a case is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Owner {
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
pub(crate) struct Case {
    pub(crate) owner: Owner,
    /// Each of these must match in the same sentence too.
    pub(crate) all: Vec<PatternId>,
    /// The words that the `all` and the match itself stand in are at most this many.
    pub(crate) near: Option<u8>,
    /// None of these may match in the sentence.
    pub(crate) unless: Vec<PatternId>,
    /// Nor these in the part of the sentence, between commas and the like, that the match stands in.
    pub(crate) unless_clause: Vec<PatternId>,
    /// Nor these in the whole block.
    pub(crate) unless_block: Vec<PatternId>,
    /// One of these must match in the sentence before, of the same block.
    pub(crate) after: Vec<PatternId>,
    /// One of these must match in the heading, label or lead-in.
    pub(crate) under: Vec<PatternId>,
    pub(crate) not_under: Vec<PatternId>,
    pub(crate) only_in: Roles,
    pub(crate) not_in: Roles,
    pub(crate) shapes: Shapes,
    /// A waiver before it clears it.
    pub(crate) waivable: bool,
    /// A measure clears it, as the catalogue says for outcomes and standards.
    pub(crate) measurable: bool,
    /// The whole sentence is at fault, not just the words that matched.
    pub(crate) whole_sentence: bool,
    /// It counts only where another entry of the same list has one too.
    pub(crate) several: bool,
    pub(crate) when: When,
}

impl Case {
    /// A case without conditions.
    #[must_use]
    pub(crate) fn bare(owner: Owner) -> Case {
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
pub(crate) struct When {
    /// It has no constraint, or neither an outcome nor a standard that can be checked.
    pub(crate) unbounded: bool,
    /// The brief names an owner or a deadline, or is short, or the passage stands where an element is stated.
    pub(crate) delegated: bool,
}

/// Where a passage may stand; none set is anywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Shapes(pub u8);

impl Shapes {
    pub(crate) const HEADING: u8 = 1;
    pub(crate) const PROSE: u8 = 2;
    pub(crate) const ITEM: u8 = 4;
    pub(crate) const CELL: u8 = 8;
    pub(crate) const FIELD: u8 = 16;
    /// The words after a label.
    pub(crate) const LABELLED: u8 = 32;
    /// An item of a numbered list, beside [`Shapes::ITEM`].
    pub(crate) const ORDERED: u8 = 64;
    pub(crate) const NAMES: [(&'static str, u8); 7] = [
        ("ordered", Self::ORDERED),
        ("heading", Self::HEADING),
        ("prose", Self::PROSE),
        ("item", Self::ITEM),
        ("cell", Self::CELL),
        ("field", Self::FIELD),
        ("labelled", Self::LABELLED),
    ];
}
