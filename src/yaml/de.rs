use std::fmt;
use std::marker::PhantomData;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, forward_to_deserialize_any};

use super::{Node, Value, did_you_mean, nearest};
use crate::source::Span;

/// What is wrong with a YAML document, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// `None` only until the node that it is about is known.
    pub span: Option<Span>,
    /// For people, without the place.
    pub message: String,
    /// What to do about it, where that is known.
    pub help: Option<String>,
}

impl Error {
    /// An error at a known place, without help.
    #[must_use]
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Error { span: Some(span), message: message.into(), help: None }
    }

    fn at(mut self, span: Span) -> Self {
        self.span.get_or_insert(span);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl serde::de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Error { span: None, message: message.to_string(), help: None }
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let help = match nearest(field, expected.iter().copied()) {
            Some(near) => did_you_mean(near),
            None => format!("the keys here are: {}", expected.join(", ")),
        };
        Error { span: None, message: format!("there is no key `{}` here", short(field)), help: Some(help) }
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let help = match nearest(variant, expected.iter().copied()) {
            Some(near) => did_you_mean(near),
            None => format!("it is one of: {}", expected.join(", ")),
        };
        Error { span: None, message: format!("`{}` is not known here", short(variant)), help: Some(help) }
    }

    fn missing_field(field: &'static str) -> Self {
        Error { span: None, message: format!("the key `{field}` is missing"), help: None }
    }

    fn invalid_type(unexpected: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        let found = match unexpected {
            serde::de::Unexpected::Seq => "a list".to_owned(),
            serde::de::Unexpected::Map => "a mapping".to_owned(),
            serde::de::Unexpected::Unit => "nothing".to_owned(),
            serde::de::Unexpected::Str(text) => format!("“{}”", short(text)),
            other => other.to_string(),
        };
        Error { span: None, message: format!("this is {found}, where {expected} is expected"), help: None }
    }
}

/// The most characters of a value that a message repeats: a whole file may stand where a word is expected.
const LONGEST_SHOWN: usize = 60;

fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{} …", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// A value with the place that it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    /// The bytes of its node in the file: see [`Node::span`].
    pub span: Span,
    /// As it was read; it may differ from the words in the file by quotes and escapes.
    pub value: T,
}

/// A struct name that asks [`NodeDeserializer`] for the place of a node.
const SPANNED: &str = "brieflint::Spanned";

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SpannedVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for SpannedVisitor<T> {
            type Value = Spanned<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value with its place")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Self::Value, A::Error> {
                let missing = || serde::de::Error::custom("no place is known here");
                let start = parts.next_element()?.ok_or_else(missing)?;
                let end = parts.next_element()?.ok_or_else(missing)?;
                let value = parts.next_element()?.ok_or_else(missing)?;
                Ok(Spanned { span: Span { start, end }, value })
            }
        }
        deserializer.deserialize_newtype_struct(SPANNED, SpannedVisitor(PhantomData))
    }
}

/// Reads a value of type `T` out of a node.
///
/// # Errors
/// With the place of the node that does not fit, and the nearest known name for an unknown key.
pub fn from_node<T: DeserializeOwned>(node: &Node) -> Result<T, Error> {
    T::deserialize(NodeDeserializer(node)).map_err(|error| error.at(node.span))
}

struct NodeDeserializer<'a>(&'a Node);

impl<'de> Deserializer<'de> for NodeDeserializer<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let result = match &self.0.value {
            _ if self.0.is_null() => visitor.visit_unit(),
            Value::Scalar { text, plain: true } => match text.as_str() {
                "true" | "True" | "TRUE" => visitor.visit_bool(true),
                "false" | "False" | "FALSE" => visitor.visit_bool(false),
                _ => match (text.parse::<u64>(), text.parse::<f64>()) {
                    (Ok(number), _) => visitor.visit_u64(number),
                    (_, Ok(number)) => visitor.visit_f64(number),
                    _ => visitor.visit_str(text),
                },
            },
            Value::Scalar { text, .. } => visitor.visit_str(text),
            Value::List(items) => visitor.visit_seq(Items(items.iter())),
            Value::Map(entries) => {
                if let Some(key) = repeated_key(entries) {
                    let message = format!("the key `{}` stands here twice", key.text().unwrap_or_default());
                    return Err(Error::new(key.span, message));
                }
                visitor.visit_map(MapEntries { entries: entries.iter(), value: None })
            }
        };
        result.map_err(|error: Error| error.at(self.0.span))
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.0.value {
            Value::Scalar { text, .. } if !self.0.is_null() => {
                visitor.visit_str(text).map_err(|error: Error| error.at(self.0.span))
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    /// A single value stands for a list of one.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.0.value {
            Value::Scalar { .. } if !self.0.is_null() => visitor.visit_seq(Items(std::slice::from_ref(self.0).iter())),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        if name == SPANNED {
            visitor.visit_seq(SpanParts { node: self.0, part: 0 })
        } else {
            visitor.visit_newtype_struct(self)
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let Some(text) = self.0.text() else {
            return Err(Error::new(self.0.span, format!("this is {}, where a name is expected", self.0.kind())));
        };
        visitor.visit_enum(StrDeserializer::<Error>::new(text)).map_err(|error| error.at(self.0.span))
    }

    /// Only a mapping: a list has no keys, and the name of a type says nothing to people.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        keys: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if matches!(self.0.value, Value::Map(_)) {
            return self.deserialize_any(visitor);
        }
        let message = format!("this is {}, where a mapping is expected", self.0.kind());
        let help = format!("write `key: value`; the keys here are: {}", keys.join(", "));
        Err(Error { help: Some(help), ..Error::new(self.0.span, message) })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf
        unit unit_struct tuple tuple_struct map ignored_any
    }
}

/// The second of two equal keys.
pub(crate) fn repeated_key(entries: &[(Node, Node)]) -> Option<&Node> {
    let mut seen = std::collections::BTreeSet::new();
    entries.iter().map(|(key, _)| key).find(|key| key.text().is_some_and(|text| !seen.insert(text)))
}

struct Items<'a>(std::slice::Iter<'a, Node>);

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Error;
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.0
            .next()
            .map(|node| seed.deserialize(NodeDeserializer(node)).map_err(|error| error.at(node.span)))
            .transpose()
    }
    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct MapEntries<'a> {
    entries: std::slice::Iter<'a, (Node, Node)>,
    value: Option<&'a Node>,
}

impl<'de> MapAccess<'de> for MapEntries<'_> {
    type Error = Error;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(NodeDeserializer(key)).map(Some).map_err(|error| error.at(key.span))
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let node = self.value.take().ok_or_else(|| serde::de::Error::custom("a value without its key"))?;
        seed.deserialize(NodeDeserializer(node)).map_err(|error| error.at(node.span))
    }
}

struct SpanParts<'a> {
    node: &'a Node,
    part: u8,
}

impl<'de> SeqAccess<'de> for SpanParts<'_> {
    type Error = Error;
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.part += 1;
        match self.part {
            1 => seed.deserialize(IntoDeserializer::<Error>::into_deserializer(self.node.span.start)).map(Some),
            2 => seed.deserialize(IntoDeserializer::<Error>::into_deserializer(self.node.span.end)).map(Some),
            3 => seed.deserialize(NodeDeserializer(self.node)).map(Some),
            _ => Ok(None),
        }
    }
}

/// A mapping in the order of the file, its keys with their places.
#[derive(Clone, Debug, PartialEq)]
pub struct Entries<T>(pub Vec<(Spanned<String>, T)>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Entries(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for EntriesVisitor<T> {
            type Value = Entries<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(EntriesVisitor(PhantomData))
    }
}

/// A value with its place, and a mapping with its order, look to a schema like the value and the mapping.
#[cfg(test)]
mod schema {
    use std::borrow::Cow;
    use std::collections::BTreeMap;

    use schemars::{JsonSchema, Schema, SchemaGenerator};

    use super::{Entries, Spanned};

    impl<T: JsonSchema> JsonSchema for Spanned<T> {
        fn inline_schema() -> bool {
            true
        }
        fn schema_name() -> Cow<'static, str> {
            T::schema_name()
        }
        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            T::json_schema(generator)
        }
    }

    impl<T: JsonSchema> JsonSchema for Entries<T> {
        fn inline_schema() -> bool {
            true
        }
        fn schema_name() -> Cow<'static, str> {
            BTreeMap::<String, T>::schema_name()
        }
        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            BTreeMap::<String, T>::json_schema(generator)
        }
    }
}
