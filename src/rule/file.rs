//! The form of the files in `rules/`.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde::de::{MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer};

use super::program::{FieldKind, Severity, Stub, Subject};
use crate::yaml::Spanned;

pub(super) type Text = Spanned<String>;

/// `pack.yaml`: the language of the folder and its groups of rules.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct PackFile {
    pub(super) language: Option<String>,
    /// The questions of the clarity test, in its order.
    pub(super) questions: Option<Vec<String>>,
    #[serde(default)]
    pub(super) groups: Vec<GroupFile>,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct GroupFile {
    pub(super) id: Text,
    pub(super) question: String,
    pub(super) title: String,
    #[serde(default)]
    pub(super) about: Subject,
}

/// `language/words.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct WordsFile {
    /// A full stop after these does not end a sentence.
    #[serde(default)]
    pub(super) abbreviations: Vec<String>,
    /// Parts of contracted words and the words that they stand for.
    #[serde(default)]
    pub(super) contractions: BTreeMap<String, Vec<String>>,
    /// Endings by which patterns ask for words, known or not: `{-ing}`.
    #[serde(default)]
    pub(super) endings: BTreeMap<String, Vec<String>>,
}

/// An entry of `fields.yaml`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct FieldFile {
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    pub(super) value: FieldKind,
}

/// A file of `elements/` or `sections/`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct RoleFile {
    pub(super) summary: String,
    /// It answers its question by itself; others only help.
    #[serde(default)]
    pub(super) answers: bool,
    /// Each responsibility states it for itself.
    #[serde(default)]
    pub(super) own: bool,
    /// Everything under its heading has this role, whatever the headings below say.
    #[serde(default)]
    pub(super) covers: bool,
    /// A label of it is about its own sentence: what follows in the paragraph stands by itself.
    #[serde(default)]
    pub(super) one_sentence: bool,
    #[serde(default)]
    pub(super) fields: Vec<Text>,
    pub(super) headings: Option<Flag>,
    pub(super) content: Option<Flag>,
    pub(super) states: Option<Flag>,
    pub(super) never: Option<Flag>,
    #[serde(default)]
    pub(super) stated_by: Vec<Text>,
    #[serde(default)]
    pub(super) not_stated_by: Vec<Text>,
    /// What `--fix` writes where nothing states it.
    pub(super) stub: Option<Spanned<Stub>>,
}

/// A file of one rule.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct RuleFile {
    pub(super) severity: Severity,
    pub(super) summary: Text,
    pub(super) message: Text,
    pub(super) help: Text,
    pub(super) why: Text,
    /// Fires on passages.
    pub(super) flag: Option<Flag>,
    /// Fires when nothing states this element.
    pub(super) missing: Option<Text>,
    /// Fires when the passages of `flag` are many, and many times the statements of some elements.
    pub(super) ratio: Option<Ratio>,
    /// Takes over hits of other rules beside the words that it names.
    pub(super) beside: Option<Beside>,
    /// Fires by a check in code.
    pub(super) check: Option<Text>,
    /// The element that it counts against; without it, what its group says.
    pub(super) about: Option<Text>,
    /// These rules give way to this one on the same words.
    #[serde(default)]
    pub(super) replaces: Vec<Text>,
    /// Elements that the brief round an example passage is left without.
    #[serde(default)]
    pub(super) frame_without: Vec<Text>,
    #[serde(default)]
    pub(super) examples: Examples,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Ratio {
    pub(super) least: u16,
    pub(super) times: u16,
    pub(super) of: Vec<Text>,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Beside {
    /// The rules whose hits it takes over.
    pub(super) hits_of: Vec<Text>,
    /// The words that stand beside them, in the same or a neighbouring sentence.
    pub(super) words: Flag,
}

/// What is looked for, and when it counts.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Flag {
    #[serde(default)]
    pub(super) any: Vec<CaseFile>,
    #[serde(default)]
    pub(super) unless: Vec<Text>,
    #[serde(default)]
    pub(super) unless_clause: Vec<Text>,
    #[serde(default)]
    pub(super) unless_block: Vec<Text>,
    #[serde(default)]
    pub(super) not_under: Vec<Text>,
    #[serde(default, rename = "in")]
    pub(super) only_in: Vec<Text>,
    #[serde(default)]
    pub(super) not_in: Vec<Text>,
    #[serde(default, rename = "where")]
    pub(super) shapes: Vec<Text>,
    pub(super) when: Option<Text>,
}

/// One way in which a rule shows: a phrase, or phrases with conditions of their own.
#[derive(Clone, Debug)]
pub(super) enum CaseFile {
    Phrase(Text),
    Full(Box<FullCase>),
}

#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct FullCase {
    #[serde(default)]
    pub(super) any: Vec<Text>,
    #[serde(default)]
    pub(super) all: Vec<Text>,
    pub(super) near: Option<u8>,
    #[serde(default)]
    pub(super) unless: Vec<Text>,
    #[serde(default)]
    pub(super) unless_clause: Vec<Text>,
    #[serde(default)]
    pub(super) unless_block: Vec<Text>,
    #[serde(default)]
    pub(super) after: Vec<Text>,
    #[serde(default)]
    pub(super) under: Vec<Text>,
    #[serde(default)]
    pub(super) not_under: Vec<Text>,
    #[serde(default, rename = "in")]
    pub(super) only_in: Vec<Text>,
    #[serde(default)]
    pub(super) not_in: Vec<Text>,
    #[serde(default, rename = "where")]
    pub(super) shapes: Vec<Text>,
    pub(super) when: Option<Text>,
    #[serde(default)]
    pub(super) whole_sentence: bool,
    #[serde(default)]
    pub(super) several: bool,
}

/// A text, or a mapping that says more.
enum TextOr<T> {
    Text(String),
    Full(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for TextOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for TextOrVisitor<T> {
            type Value = TextOr<T>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text or a mapping")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(TextOr::Text(text.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(TextOr::Full)
            }
        }
        // Not `deserialize_any`: `100` and `true` are words like any other.
        deserializer.deserialize_str(TextOrVisitor(PhantomData))
    }
}

impl<'de> Deserialize<'de> for CaseFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { span, value } = Spanned::<TextOr<FullCase>>::deserialize(deserializer)?;
        Ok(match value {
            TextOr::Text(value) => CaseFile::Phrase(Spanned { span, value }),
            TextOr::Full(case) => CaseFile::Full(Box::new(case)),
        })
    }
}

/// Passages that show a rule, and passages that only look like it.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Examples {
    /// The rule finds something in each, on the marked words where there are any.
    #[serde(default)]
    pub flagged: Vec<Example>,
    /// The rule finds nothing in these, though they look like it.
    #[serde(default)]
    pub passes: Vec<Example>,
}

/// A passage with the words at fault in `[[ ]]`.
#[derive(Clone, Debug)]
pub struct Example {
    /// The bytes of the whole entry in its rule file.
    pub place: crate::source::Span,
    /// The heading or lead-in above it.
    pub under: Option<String>,
    /// With the marks; [`Example::under`] is not in it.
    pub text: String,
    /// The text is a whole brief, not a passage to set into a frame.
    pub whole: bool,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct FullExample {
    under: Option<String>,
    text: Option<String>,
    brief: Option<String>,
}

impl<'de> Deserialize<'de> for Example {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { span: place, value } = Spanned::<TextOr<FullExample>>::deserialize(deserializer)?;
        let (under, text, whole) = match value {
            TextOr::Text(text) => (None, text, false),
            TextOr::Full(FullExample { under, text: Some(text), brief: None }) => (under, text, false),
            TextOr::Full(FullExample { under: None, text: None, brief: Some(brief) }) => (None, brief, true),
            TextOr::Full(_) => {
                return Err(serde::de::Error::custom(
                    "an example has either `text`, with or without `under`, or `brief`",
                ));
            }
        };
        Ok(Example { place, under, text, whole })
    }
}

/// Schemas of the values that are read by hand.
#[cfg(test)]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    use super::{CaseFile, Example, FullCase, FullExample};

    /// A text, or a mapping; a number is taken as it is written.
    fn text_or<T: JsonSchema>(generator: &mut SchemaGenerator, text: &str) -> Schema {
        let full = generator.subschema_for::<T>();
        json_schema!({"anyOf": [{"type": ["string", "number", "boolean"], "description": text}, full]})
    }

    impl JsonSchema for CaseFile {
        fn schema_name() -> Cow<'static, str> {
            "Case".into()
        }
        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            text_or::<FullCase>(generator, "A phrase.")
        }
    }

    impl JsonSchema for Example {
        fn schema_name() -> Cow<'static, str> {
            "Example".into()
        }
        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            text_or::<FullExample>(generator, "A passage, with the words at fault in [[ ]].")
        }
    }
}
