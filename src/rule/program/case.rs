//! What is looked for, and when it counts.

use serde::{Deserialize, Serialize};

use super::{PatternId, RoleId, Roles, RuleId};

pub(crate) type UnitId = u32;

/// A pattern as the case has it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Unit {
    pub(crate) pattern: PatternId,
    pub(crate) case: u32,
}

/// What a case is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    /// None: other cases ask whether it matches in the lines around them.
    #[default]
    Question,
}

impl Owner {
    /// Whether it is about lines that say something about others: headings, labels, lead-ins and what cases ask about.
    pub(in crate::rule) fn is_of_line(self) -> bool {
        matches!(self, Owner::Heading(_) | Owner::Question)
    }
}

/// Patterns that a case asks for: a part of [`Program::conditions`](super::Program::conditions).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Patterns {
    pub(crate) first: u32,
    pub(crate) end: u32,
}

impl Patterns {
    pub(crate) fn is_empty(self) -> bool {
        self.first == self.end
    }
}

/// When a match counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Case<P = Patterns> {
    pub(crate) owner: Owner,
    /// Each of these must match in the same sentence too.
    pub(crate) all: P,
    /// The words that the `all` and the match itself stand in are at most this many.
    pub(crate) near: Option<u8>,
    /// None of these may match in the sentence.
    pub(crate) unless: P,
    /// Nor these in the part of the sentence, between commas and the like, that the match stands in.
    pub(crate) unless_clause: P,
    /// Nor these in the whole block.
    pub(crate) unless_block: P,
    /// One of these must match in the sentence before, of the same block.
    pub(crate) after: P,
    /// One of these must match in the heading, label or lead-in.
    pub(crate) under: P,
    pub(crate) not_under: P,
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
    /// Its words are no fault by themselves: they turn another hit into one of its rule.
    pub(crate) fn is_beside(&self) -> bool {
        matches!(self.owner, Owner::Beside(_))
    }
}

/// A case while rules are compiled.
pub(in crate::rule) type DraftCase = Case<Vec<PatternId>>;

impl DraftCase {
    /// The patterns that it asks for in the lines around its own sentence.
    pub(in crate::rule) fn elsewhere(&self) -> impl Iterator<Item = PatternId> {
        [&self.unless_block, &self.after, &self.under, &self.not_under].into_iter().flatten().copied()
    }

    /// The case with its patterns put elsewhere.
    pub(in crate::rule) fn store(&self, mut put: impl FnMut(&[PatternId]) -> Patterns) -> Case {
        Case {
            owner: self.owner,
            all: put(&self.all),
            near: self.near,
            unless: put(&self.unless),
            unless_clause: put(&self.unless_clause),
            unless_block: put(&self.unless_block),
            after: put(&self.after),
            under: put(&self.under),
            not_under: put(&self.not_under),
            only_in: self.only_in,
            not_in: self.not_in,
            shapes: self.shapes,
            waivable: self.waivable,
            measurable: self.measurable,
            whole_sentence: self.whole_sentence,
            several: self.several,
            when: self.when,
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
