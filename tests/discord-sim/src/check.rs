//! Discord's rules about request bodies. Every function returns all mistakes, with their paths.

use serde_json::Value;

use crate::api_error::Mistake;

pub(crate) mod command;
pub(crate) mod components;
pub(crate) mod embeds;
pub(crate) mod message;
pub(crate) mod modal;

/// Collects mistakes below a path.
#[derive(Default)]
pub(crate) struct Mistakes(Vec<Mistake>);

impl Mistakes {
    pub(crate) fn into_vec(self) -> Vec<Mistake> {
        self.0
    }

    pub(crate) fn add(&mut self, path: impl Into<String>, code: &'static str, message: impl Into<String>) {
        self.0.push(Mistake::new(path, code, message));
    }

    /// A text that may be missing, but not too long.
    pub(crate) fn at_most(&mut self, path: String, text: &Value, most: usize) {
        match text {
            Value::Null => {}
            Value::String(text) => {
                if text.chars().count() > most {
                    self.add(path, "BASE_TYPE_MAX_LENGTH", format!("Must be {most} or fewer in length."));
                }
            }
            _ => self.add(path, "BASE_TYPE_STRING", "Must be a string."),
        }
    }

    /// A text that must be there, and not empty or too long.
    pub(crate) fn required(&mut self, path: String, text: &Value, most: usize) {
        match text.as_str() {
            Some("") => self.add(path, "BASE_TYPE_BAD_LENGTH", format!("Must be between 1 and {most} in length.")),
            Some(_) => self.at_most(path, text, most),
            None => self.add(path, "BASE_TYPE_REQUIRED", "This field is required."),
        }
    }

    /// A list of limited length. Gives its entries, none if it is missing.
    pub(crate) fn list<'a>(&mut self, path: &str, list: &'a Value, least: usize, most: usize) -> &'a [Value] {
        let entries = list.as_array().map_or(&[][..], Vec::as_slice);
        if entries.len() < least || entries.len() > most {
            let what = format!("Must be between {least} and {most} in length.");
            self.add(path, "BASE_TYPE_BAD_LENGTH", what);
        }
        entries
    }

    /// A whole number in a range, if it is there.
    pub(crate) fn range(&mut self, path: String, number: &Value, range: std::ops::RangeInclusive<i64>) {
        if !number.is_null() && !number.as_i64().is_some_and(|number| range.contains(&number)) {
            let what = format!("Must be between {} and {}.", range.start(), range.end());
            self.add(path, "NUMBER_TYPE_RANGE", what);
        }
    }
}

/// Characters of a text, 0 for anything else.
pub(crate) fn length(text: &Value) -> usize {
    text.as_str().map_or(0, |text| text.chars().count())
}
