//! YAML as values with positions: front matter and site configurations, whose keys are checked one by one so that a
//! bad one does not hide the rest.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

/// A value with where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Yaml {
    pub value: Value,
    /// Counted from 1, in the parsed text.
    pub line: u32,
    /// Counted from 1.
    pub column: u32,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    /// Any scalar: what a number or truth value means is the reader's business.
    Text(String),
    List(Vec<Yaml>),
    /// In the order written; keys with their places.
    Map(Vec<(Yaml, Yaml)>),
}

/// Why a text is no YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct YamlError {
    pub message: String,
    pub line: u32,
    pub column: u32,
}

/// Reads one document. Tags of applications (`!!python/name:…`) are ignored, aliases and nesting are bounded.
pub(crate) fn parse(text: &str) -> Result<Yaml, YamlError> {
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Yaml { value: Value::Null, line: 1, column: 1 });
    }
    let options = serde_saphyr::options! {
        ignore_binary_tag_for_string: true,
        // `n`, `yes` and `on` are words.
        strict_booleans: true,
        with_snippet: false,
        budget: serde_saphyr::budget! { max_depth: 64, max_nodes: 100_000 },
    };
    let parsed: Spanned<Value> = serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let location = error.location();
        let at = |number: Option<u64>| number.and_then(|number| u32::try_from(number).ok()).unwrap_or(1).max(1);
        let message = error.without_snippet().to_string();
        let message = message.lines().next().unwrap_or_default().trim_end_matches('.').to_owned();
        YamlError { message, line: at(location.map(|at| at.line())), column: at(location.map(|at| at.column())) }
    })?;
    Ok(Yaml::from_spanned(parsed))
}

impl Yaml {
    fn from_spanned(spanned: Spanned<Value>) -> Self {
        let at = |number: u64| u32::try_from(number).unwrap_or(1).max(1);
        let (line, column) = (at(spanned.referenced.line()), at(spanned.referenced.column()));
        Self { value: spanned.value, line, column }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    pub(crate) fn as_list(&self) -> Option<&[Self]> {
        match &self.value {
            Value::List(items) => Some(items),
            Value::Null | Value::Text(_) | Value::Map(_) => None,
        }
    }

    /// Key and value in the order written; nothing for anything but a map.
    pub(crate) fn entries(&self) -> &[(Self, Self)] {
        match &self.value {
            Value::Map(entries) => entries,
            Value::Null | Value::Text(_) | Value::List(_) => &[],
        }
    }

    /// The value of `key` in a map.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(name, _)| name.as_text() == Some(key)).map(|(_, value)| value)
    }

    /// The text under a path of keys.
    pub(crate) fn text_at(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().try_fold(self, |yaml, key| yaml.get(key))?.as_text()
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element::<Spanned<Value>>()? {
            items.push(Yaml::from_spanned(item));
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, value)) = map.next_entry::<Spanned<Value>, Spanned<Value>>()? {
            entries.push((Yaml::from_spanned(key), Yaml::from_spanned(value)));
        }
        Ok(Value::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_their_order_and_place() {
        let yaml = parse("title: A\nnav:\n  - one.md\n  - Two: 2.md\nn: 5\nempty:\n").unwrap();
        let nav = yaml.get("nav").unwrap().as_list().unwrap();
        assert_eq!(nav[1].get("Two").unwrap().as_text(), Some("2.md"));
        assert_eq!((nav[0].line, nav[0].column), (3, 5));
        assert_eq!(yaml.text_at(&["n"]), Some("5"));
        assert_eq!(yaml.get("empty").unwrap().value, Value::Null);
    }

    #[test]
    fn tags_of_other_programs_survive() {
        let text = "a:\n  format: !!python/name:pymdownx.superfences.fence_code_format ''\n  x: !ENV [CI, false]\n  r: !relative $docs_dir\n  e: !!python/object/apply:pymdownx.slugs.slugify\n    kwds:\n      case: lower\nb: 1\n";
        let yaml = parse(text).unwrap();
        assert_eq!(yaml.text_at(&["b"]), Some("1"));
        assert_eq!(yaml.text_at(&["a", "format"]), Some(""));
    }

    #[test]
    fn an_error_names_its_line_and_bombs_are_refused() {
        let error = parse("a: 1\nb: [1, 2\nc: 3\n").unwrap_err();
        assert!(error.line >= 2, "{error:?}");
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for n in 1..12 {
            let before = format!("*a{}", n - 1);
            bomb.push_str(&format!("a{n}: &a{n} [{}]\n", [before.as_str(); 10].join(", ")));
        }
        assert!(parse(&bomb).is_err());
        assert!(parse(&"[".repeat(10_000)).is_err());
    }
}
