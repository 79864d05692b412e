//! Rules in the form that runs. Everything here is plain data, stored in the binary at build time.

use serde::{Deserialize, Serialize};

use std::ops::Range;

use crate::language::{AtomId, Calendar, Table, Vocabulary};

pub type PatternId = u32;
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

    pub fn add(&mut self, role: RoleId) {
        self.0 |= 1 << role;
    }

    #[must_use]
    pub fn has(self, role: RoleId) -> bool {
        self.0 >> role & 1 == 1
    }

    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

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

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Severity {
    Advice,
    Warning,
    Error,
}

impl Severity {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Advice => "advice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// All that is needed to lint, for one language.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Program {
    pub language: String,
    /// Differs between programs that differ.
    pub fingerprint: u64,
    pub vocabulary: Vocabulary,
    pub calendar: Calendar,
    /// The steps of all phrases, as [`Op`] writes them.
    #[serde(skip)]
    pub ops: Table,
    pub phrases: Phrases,
    /// The end of each list's entries; they begin where those of the list before end.
    #[serde(skip)]
    pub entry_ends: Table,
    /// The words of each [`Op::OneOf`], after their number.
    #[serde(skip)]
    pub words: Table,
    /// Atoms below this number are lists with phrases.
    pub phrase_lists: u32,
    /// For each list with phrases the most words that an entry can have.
    #[serde(skip)]
    pub list_widths: Table,
    /// The number of atoms.
    pub atom_count: u32,
    /// What is looked for: a pattern in a case.
    pub units: Vec<Unit>,
    pub grounds: Grounds,
    /// Rows of the sieve for the commonest words, and the sets of atoms that those words have.
    pub common_rows: Rows,
    #[serde(skip)]
    pub common_sets: Table,
    pub cases: Vec<Case>,
    pub groups: Vec<Group>,
    pub rules: Vec<Rule>,
    /// Elements first, then other roles; a role's number is its place here.
    pub roles: Vec<Role>,
    /// The number of roles that are elements.
    pub elements: u8,
    /// Roles that hold for everything under their heading, whatever the headings below say.
    pub covering: Roles,
    pub fields: Vec<FieldDef>,
    /// The lists that some pattern asks for, and their names, a line each.
    #[serde(skip)]
    pub named_lists: Table,
    pub list_names: String,
    /// Lists that the engine asks for by name.
    pub known: KnownLists,
}

/// Lists with a meaning of their own for the engine.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct KnownLists {
    pub opener: AtomId,
    pub waiver: AtomId,
    pub negator: AtomId,
    pub measure: AtomId,
    pub conjunction: AtomId,
    pub conditional: AtomId,
    pub greeting: AtomId,
    pub one_person: AtomId,
    pub chart_answers: AtomId,
    pub chart_does: AtomId,
    pub chart_told: AtomId,
    pub chart_people: AtomId,
}

impl KnownLists {
    /// Each with the name by which rule files know it.
    pub(super) fn each(&mut self) -> [(&'static str, &mut AtomId); 12] {
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
        ]
    }

    pub(super) fn renumber(&mut self, numbers: &[AtomId]) {
        self.each().into_iter().for_each(|(_, atom)| *atom = numbers[*atom as usize]);
    }
}

/// The phrases of lists, list by list, and after them the patterns, which stand by themselves.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Phrases {
    /// The end of each phrase in [`Program::ops`]; it begins where the one before ends.
    #[serde(skip)]
    steps: Table,
    /// What a sentence must hold for any match, words before lists, the rarest first.
    #[serde(skip)]
    needs: Table,
    /// The end of each phrase in `needs`.
    #[serde(skip)]
    need_ends: Table,
    /// How many are entries of lists.
    pub entries: u32,
}

impl Phrases {
    pub(super) fn push(&mut self, steps_end: usize, needs: impl IntoIterator<Item = AtomId>) {
        self.steps.to_mut().push(steps_end as u32);
        self.needs.to_mut().extend(needs);
        self.need_ends.to_mut().push(self.needs.len() as u32);
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The place of a phrase in [`Program::ops`].
    #[must_use]
    pub fn steps(&self, phrase: u32) -> Range<usize> {
        range(&self.steps, phrase)
    }

    #[must_use]
    pub fn needs(&self, phrase: u32) -> &[AtomId] {
        self.needs.part(&self.need_ends, phrase as usize)
    }
}

fn range(ends: &[u32], at: u32) -> Range<usize> {
    let at = at as usize;
    let start = if at == 0 { 0 } else { ends[at - 1] as usize };
    start..ends[at] as usize
}

/// Numbers by atom.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ByAtom {
    #[serde(skip)]
    numbers: Table,
    #[serde(skip)]
    ends: Table,
}

impl ByAtom {
    pub(super) fn new(lists: Vec<Vec<u32>>) -> Self {
        let (mut numbers, mut ends) = (Vec::new(), Vec::new());
        for mut list in lists {
            list.sort_unstable();
            list.dedup();
            numbers.extend(list);
            ends.push(numbers.len() as u32);
        }
        ByAtom { numbers: numbers.into(), ends: ends.into() }
    }

    /// The numbers of an atom.
    #[must_use]
    pub fn of(&self, atom: AtomId) -> &[u32] {
        self.numbers.part(&self.ends, atom as usize)
    }
}

/// Which words and lists must stand in a sentence for a list or a unit to match in it: the ground on which almost
/// everything is ruled out before it is tried.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Grounds {
    /// For each atom the lists that have a phrase of which it is the rarest part.
    pub lists: ByAtom,
    /// For each atom the units of which it serves a part: the unit's number, plus the number of units, rounded up to 64, for
    /// a second part, and so on, up to [`Grounds::PARTS`].
    pub units: ByAtom,
    /// For each word the entries of which it is the rarest word.
    pub entries: ByAtom,
    /// What stands on nothing: the same numbers.
    pub free_lists: Vec<u32>,
    pub free_units: Vec<u32>,
    pub free_entries: Vec<u32>,
}

impl Grounds {
    /// The rarest parts of a unit that are looked for before it is tried.
    pub const PARTS: usize = 3;
}

/// What a word makes possible, for one word after the other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rows {
    /// Bits for the parts of units and for lists with phrases: rows of one width.
    #[serde(skip)]
    bits: Table,
    /// The entries of lists that the word sets off.
    #[serde(skip)]
    entries: Table,
    /// For each row the end of its entries.
    #[serde(skip)]
    entry_ends: Table,
}

impl Rows {
    #[must_use]
    pub fn len(&self) -> usize {
        self.entry_ends.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entry_ends.is_empty()
    }

    /// The bits and the entries of a row; a row is `width` numbers wide.
    #[must_use]
    pub fn row(&self, at: usize, width: usize) -> (&[u32], &[u32]) {
        (&self.bits[at * width..][..width], self.entries.part(&self.entry_ends, at))
    }

    pub(super) fn push(&mut self, bits: &[u32], entries: impl IntoIterator<Item = u32>) {
        self.bits.to_mut().extend_from_slice(bits);
        self.entries.to_mut().extend(entries);
        self.entry_ends.to_mut().push(self.entries.len() as u32);
    }
}

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

/// A family of rules, and the question of the clarity test that it answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Group {
    pub id: String,
    pub question: String,
    pub title: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    pub id: String,
    pub group: u8,
    pub severity: Severity,
    pub summary: String,
    pub message: String,
    pub help: String,
    pub check: Check,
    /// Rules whose hits on the same words give way to a hit of this one.
    pub replaces: Vec<RuleId>,
    /// Rules whose hits turn into hits of this one beside a match of its [`Owner::Beside`] cases.
    pub absorbs: Vec<RuleId>,
    /// The folder of rules that it came from: 0 for those built in.
    pub pack: u16,
}

/// What makes a rule fire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Check {
    /// Its cases.
    Passage,
    /// Nothing states the element.
    Missing(RoleId),
    /// At least this many passages of this rule's cases, and this many times as many as statements of these roles.
    Ratio { least: u16, times: u16, of: Roles },
    /// A check in code, by its number in [`CODE_CHECKS`].
    Code(u8),
}

/// The checks whose nature demands code: their rule files say `check: NAME`.
pub const CODE_CHECKS: [&str; 13] = [
    "yaml-syntax",
    "unknown-field",
    "invalid-field",
    "date-order",
    "contradiction",
    "empty-section",
    "several-owners",
    "duplicate-id",
    "broken-reference",
    "late-dependency",
    "overloaded-owner",
    "contested-outcome",
    "unused-silencing",
];

/// An element, or another role that a section can play.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Role {
    pub id: String,
    pub summary: String,
    /// Front matter fields that state it.
    pub fields: Vec<String>,
    /// A section under its heading states it only with a match of a content case.
    pub needs_content: bool,
    /// Hits of these rules state it.
    pub stated_by: Vec<RuleId>,
    /// Passages with hits of these rules do not.
    pub not_stated_by: Vec<RuleId>,
    /// Each responsibility states it for itself.
    pub own: bool,
    /// What a brief gets that lacks it.
    pub stub: Option<Stub>,
}

/// The section that takes the place of a missing element until somebody writes it: the form of `stub` in its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Stub {
    /// Of several, the one with the lower number comes first.
    pub order: u8,
    pub heading: String,
    /// Stands for the heading where a brief has lines with labels.
    pub label: String,
    /// The words that are still to be replaced: a placeholder.
    pub hole: String,
    /// Questions to whoever fills it in, the best one first; `{title}` is what the brief or the responsibility is called.
    pub asks: Vec<String>,
}

/// A field of the front matter that is known.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FieldDef {
    pub name: String,
    pub aliases: Vec<String>,
    pub kind: FieldKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum FieldKind {
    /// One string.
    Text,
    /// Text or a list of texts.
    Texts,
    /// One person or role.
    Person,
    /// A day.
    Date,
    /// A day, a month or a quarter.
    Period,
    /// A day, or how often.
    Review,
    /// Days, or mappings with a `date`.
    Dates,
    /// A date, a name or `true`.
    Agreement,
    /// An id, a path, or a list of them.
    References,
    Responsibilities,
}

impl Program {
    /// All tables, always in the same order: they are stored apart from the rest.
    pub(crate) fn tables(&mut self) -> impl Iterator<Item = &mut Table> {
        let Program { vocabulary, ops, phrases, entry_ends, words, list_widths, named_lists, grounds, .. } = self;
        let Rows { bits, entries: set_off, entry_ends: set_off_ends } = &mut self.common_rows;
        let Phrases { steps, needs, need_ends, .. } = phrases;
        let Grounds { lists, units, entries, .. } = grounds;
        let by_atom = [lists, units, entries].into_iter().flat_map(|table| [&mut table.numbers, &mut table.ends]);
        let own = [ops, steps, needs, need_ends, entry_ends, words, list_widths, named_lists];
        let common = [&mut self.common_sets, bits, set_off, set_off_ends];
        vocabulary.tables().into_iter().chain(own).chain(by_atom).chain(common)
    }

    /// The phrase that a pattern is.
    #[must_use]
    pub fn phrase(&self, pattern: PatternId) -> u32 {
        self.phrases.entries + pattern
    }

    /// The entries of a list, as phrases.
    #[must_use]
    pub fn entries(&self, list: AtomId) -> Range<usize> {
        range(&self.entry_ends, list)
    }

    /// The words of an [`Op::OneOf`].
    #[must_use]
    pub fn one_of(&self, at: u32) -> &[AtomId] {
        let first = at as usize + 1;
        &self.words[first..first + self.words[at as usize] as usize]
    }

    /// The lists that some pattern asks for, with their names.
    pub fn lists(&self) -> impl Iterator<Item = (AtomId, &str)> {
        self.named_lists.iter().copied().zip(self.list_names.lines())
    }

    #[must_use]
    pub fn rule(&self, id: &str) -> Option<RuleId> {
        self.rules.iter().position(|rule| rule.id == id).map(|at| at as RuleId)
    }

    /// The rule with a check in code, by the name of the check.
    #[must_use]
    pub fn rule_with(&self, check: &str) -> Option<RuleId> {
        let number = CODE_CHECKS.iter().position(|known| *known == check)? as u8;
        self.rules.iter().position(|rule| rule.check == Check::Code(number)).map(|at| at as RuleId)
    }

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

/// Whether two keys are the same: `-`, `_` and a blank alike, in any case.
#[must_use]
pub fn same_key(a: &str, b: &str) -> bool {
    let fold = |byte: u8| if matches!(byte, b'-' | b' ') { b'_' } else { byte.to_ascii_lowercase() };
    a.len() == b.len() && a.bytes().map(fold).eq(b.bytes().map(fold))
}
