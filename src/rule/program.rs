//! Rules in the form that runs. Everything here is plain data, stored in the binary at build time.

mod case;
mod declared;
mod tables;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::prefilter::Prefilter;
use crate::language::{AtomId, Calendar, Table, Vocabulary};

pub(crate) use case::*;
pub use declared::*;
use tables::range;
pub(crate) use tables::*;

pub(crate) type PatternId = u32;
/// A place in [`Program::rules`].
pub type RuleId = u16;
/// A role that a section can play: an element or another one such as `background`; its bit in [`Roles`].
pub type RoleId = u8;

/// A set of roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Roles(pub u64);

impl Roles {
    /// The most roles that there are.
    pub const MOST: usize = u64::BITS as usize;

    /// The first `count` roles.
    #[must_use]
    pub fn first(count: u8) -> Roles {
        // All of them leave no bit for the next one.
        Roles(1_u64.checked_shl(count.into()).map_or(u64::MAX, |next| next - 1))
    }

    /// A role alone, which has to lie below [`Roles::MOST`].
    #[must_use]
    pub fn one(role: RoleId) -> Roles {
        Roles(1 << role)
    }

    /// Adds a role, which has to lie below [`Roles::MOST`].
    pub fn add(&mut self, role: RoleId) {
        self.0 |= 1 << role;
    }

    /// Whether a role, which has to lie below [`Roles::MOST`], is in it.
    #[must_use]
    pub fn has(self, role: RoleId) -> bool {
        self.0 >> role & 1 == 1
    }

    /// Whether no role is in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether a role is in both.
    #[must_use]
    pub fn meets(self, other: Roles) -> bool {
        !self.both(other).is_empty()
    }

    /// The roles that are in both sets.
    #[must_use]
    pub fn both(self, other: Roles) -> Roles {
        Roles(self.0 & other.0)
    }
}

/// All that is needed to lint, for one language.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Program {
    /// By its code: `en`.
    pub language: String,
    /// Differs between programs that differ.
    pub fingerprint: u64,
    /// Every spelling that a rule asks for.
    pub vocabulary: Vocabulary,
    /// How the language writes dates.
    pub calendar: Calendar,
    /// The steps of all phrases, as numbers, each one with the kind of step in its lowest four bits.
    #[serde(skip)]
    pub ops: Table,
    pub(crate) phrases: Phrases,
    /// The end of each list's entries; they begin where those of the list before end.
    #[serde(skip)]
    pub(crate) entry_ends: Table,
    /// The words of each [`Op::OneOf`], after their number.
    #[serde(skip)]
    pub(crate) words: Table,
    /// Atoms below this number are lists with phrases.
    pub(crate) phrase_lists: u32,
    /// For each list with phrases the most words that an entry can have.
    #[serde(skip)]
    pub(crate) list_widths: Table,
    /// The number of atoms.
    pub(crate) atom_count: u32,
    /// What is looked for: a pattern in a case.
    pub(crate) units: Vec<Unit>,
    pub(crate) index: AtomIndex,
    pub(crate) prefilter: Prefilter,
    pub(crate) cases: Vec<Case>,
    /// The patterns that cases ask for.
    #[serde(skip)]
    pub(crate) conditions: Table,
    /// The questions of the clarity test, in its order.
    pub questions: Vec<String>,
    /// In the order in which the packs declare them.
    pub groups: Vec<Group>,
    /// In the order of the files; a team's own stands in the place of the one that it replaces.
    pub rules: Vec<Rule>,
    /// Elements first, then other roles; a role's number is its place here.
    pub roles: Vec<Role>,
    /// The number of roles that are elements.
    pub elements: u8,
    /// Roles that hold for everything under their heading, whatever the headings below say.
    pub(crate) covering: Roles,
    /// Roles whose labels are about their own sentence, not about what follows in the paragraph.
    pub(crate) one_sentence: Roles,
    /// The fields that front matter may have; any other key is unknown.
    pub fields: Vec<FieldDef>,
    /// The lists that some pattern asks for, and their names, a line each.
    #[serde(skip)]
    pub(crate) named_lists: Table,
    pub(crate) list_names: String,
    /// Lists that the engine asks for by name.
    pub(crate) known: KnownLists,
}

/// Lists with a meaning of their own for the engine.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct KnownLists {
    pub(crate) opener: AtomId,
    pub(crate) waiver: AtomId,
    pub(crate) negator: AtomId,
    pub(crate) measure: AtomId,
    pub(crate) conjunction: AtomId,
    pub(crate) conditional: AtomId,
    pub(crate) greeting: AtomId,
    pub(crate) one_person: AtomId,
    pub(crate) chart_answers: AtomId,
    pub(crate) chart_does: AtomId,
    pub(crate) chart_told: AtomId,
    pub(crate) chart_people: AtomId,
    pub(crate) given_name: AtomId,
    pub(crate) given_name_or_month: AtomId,
    pub(crate) family_name: AtomId,
    pub(crate) person_verb: AtomId,
    pub(crate) person_auxiliary: AtomId,
    pub(crate) determiner: AtomId,
}

impl KnownLists {
    /// Each with the name by which rule files know it.
    pub(super) fn each(&mut self) -> [(&'static str, &mut AtomId); 18] {
        [
            ("opener", &mut self.opener),
            ("waiver", &mut self.waiver),
            ("negator", &mut self.negator),
            ("measure", &mut self.measure),
            ("conjunction", &mut self.conjunction),
            ("conditional", &mut self.conditional),
            ("greeting", &mut self.greeting),
            ("one-person", &mut self.one_person),
            ("chart-answers", &mut self.chart_answers),
            ("chart-does", &mut self.chart_does),
            ("chart-told", &mut self.chart_told),
            ("chart-people", &mut self.chart_people),
            ("given-name", &mut self.given_name),
            ("given-name-or-month", &mut self.given_name_or_month),
            ("family-name", &mut self.family_name),
            ("person-verb", &mut self.person_verb),
            ("person-auxiliary", &mut self.person_auxiliary),
            ("determiner", &mut self.determiner),
        ]
    }

    pub(super) fn renumber(&mut self, numbers: &[AtomId]) {
        self.each().into_iter().for_each(|(_, atom)| *atom = numbers[*atom as usize]);
    }
}

impl Program {
    /// All tables, always in the same order: they are stored apart from the rest.
    pub(crate) fn tables(&mut self) -> impl Iterator<Item = &mut Table> {
        let Program { vocabulary, ops, phrases, entry_ends, words, list_widths, conditions, named_lists, .. } = self;
        let Phrases { steps, needs, need_ends, .. } = phrases;
        let AtomIndex { lists, units, entries, .. } = &mut self.index;
        let by_atom = [lists, units, entries].into_iter().flat_map(|table| [&mut table.numbers, &mut table.ends]);
        let own = [ops, steps, needs, need_ends, entry_ends, words, list_widths, conditions, named_lists];
        vocabulary.tables().into_iter().chain(own).chain(by_atom).chain(self.prefilter.tables())
    }

    /// The phrase that a pattern is.
    #[must_use]
    pub(crate) fn phrase(&self, pattern: PatternId) -> u32 {
        self.phrases.entries + pattern
    }

    /// The entries of a list, as phrases.
    #[must_use]
    pub(crate) fn entries(&self, list: AtomId) -> Range<usize> {
        range(&self.entry_ends, list)
    }

    /// The words of an [`Op::OneOf`].
    #[must_use]
    pub(crate) fn one_of(&self, at: u32) -> &[AtomId] {
        let first = at as usize + 1;
        &self.words[first..first + self.words[at as usize] as usize]
    }

    /// The patterns that a case asks for.
    #[must_use]
    pub(crate) fn patterns(&self, Patterns { first, end }: Patterns) -> &[PatternId] {
        &self.conditions[first as usize..end as usize]
    }

    /// The lists that some pattern asks for, with their names.
    pub(crate) fn lists(&self) -> impl Iterator<Item = (AtomId, &str)> {
        self.named_lists.iter().copied().zip(self.list_names.lines())
    }

    /// The rule with this id, if there is one.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<RuleId> {
        self.rules.iter().position(|rule| rule.id == id).map(|at| at as RuleId)
    }

    /// The rule with a check in code.
    #[must_use]
    pub fn rule_with(&self, check: CodeCheck) -> Option<RuleId> {
        self.rules.iter().position(|rule| rule.check == Check::Code(check)).map(|at| at as RuleId)
    }

    /// The element or other role with this id, if there is one.
    #[must_use]
    pub fn role(&self, id: &str) -> Option<RoleId> {
        self.roles.iter().position(|role| role.id == id).map(|at| at as RoleId)
    }

    /// The known field that a key means: itself, an alias, `-` and `_` alike, in any case.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&FieldDef> {
        let same = |name: &String| same_key(key, name);
        self.fields.iter().find(|field| same(&field.name) || field.aliases.iter().any(same))
    }
}
