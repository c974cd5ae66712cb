//! Taking fields out of a TOML table: each by its name and type, with a problem at its place when it is not as it
//! should be, and one for every field that nobody took.

use std::{borrow::Cow, ops::Range};

use toml::{
    Spanned,
    de::{DeArray, DeTable, DeValue},
};

use super::{Reader, kind};
use crate::course::{
    problem::{Code, Problem},
    text::with_line_feeds,
};

/// A table from which fields are taken.
pub(super) struct Fields<'t> {
    table: DeTable<'t>,
    /// Where the text that was parsed starts in the file.
    offset: usize,
    /// Where the table is named, for fields that are missing.
    pub span: Range<usize>,
}

/// A field's value with where it stands in the file.
pub(super) struct Field<'t> {
    pub value: DeValue<'t>,
    pub span: Range<usize>,
}

pub(super) type Text<'t> = Cow<'t, str>;

/// The file's own line breaks are all the same by now, but an escape can bring another one back.
fn line_feeds(text: Text<'_>) -> Text<'_> {
    if text.contains('\r') { Cow::Owned(with_line_feeds(&text).into_owned()) } else { text }
}

/// A field of the wrong type is a fault of the question.
type Taken<T> = Result<T, Box<Problem>>;

impl<'t> Fields<'t> {
    pub(super) fn empty() -> Self {
        Self::new(DeTable::new(), 0, 0..0)
    }

    pub(super) fn new(table: DeTable<'t>, offset: usize, span: Range<usize>) -> Self {
        Self { table, offset, span }
    }

    /// Adds the fields of another table of the same piece of text.
    pub(super) fn extend(&mut self, other: Self) {
        self.table.extend(other.table);
    }

    /// A text that is looked up, not taken.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        match self.table.get(name)?.get_ref() {
            DeValue::String(text) => Some(text),
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => None,
        }
    }

    pub(super) fn take(&mut self, name: &str) -> Option<Field<'t>> {
        let value = self.table.remove(name)?;
        Some(self.field(value))
    }

    fn field(&self, value: Spanned<DeValue<'t>>) -> Field<'t> {
        let span = self.moved(value.span());
        Field { value: value.into_inner(), span }
    }

    fn moved(&self, span: Range<usize>) -> Range<usize> {
        span.start + self.offset..span.end + self.offset
    }

    /// The items of a list that was taken from this table.
    fn items(&self, list: DeArray<'t>) -> Vec<Field<'t>> {
        list.into_iter().map(|value| self.field(value)).collect()
    }
}

impl<'t> Reader<'t> {
    pub(super) fn wrong_type(&self, name: &str, field: &Field<'_>, wanted: &str) -> Box<Problem> {
        let message = format!("`{name}` is {}", kind(&field.value));
        self.fault(Code::BankSyntax, field.span.clone(), message, format!("it must be {wanted}"))
    }

    pub(super) fn missing(&self, fields: &Fields<'_>, name: &str, help: &str) -> Box<Problem> {
        self.fault(Code::BankSyntax, fields.span.clone(), format!("`{name}` is missing"), help)
    }

    pub(super) fn text_field(&self, fields: &mut Fields<'t>, name: &str) -> Taken<Option<(Text<'t>, Range<usize>)>> {
        match fields.take(name) {
            None => Ok(None),
            Some(Field { value: DeValue::String(text), span }) => Ok(Some((line_feeds(text), span))),
            Some(field) => Err(self.wrong_type(name, &field, "a text in quotation marks")),
        }
    }

    pub(super) fn flag(&self, fields: &mut Fields<'t>, name: &str) -> Taken<Option<(bool, Range<usize>)>> {
        match fields.take(name) {
            None => Ok(None),
            Some(Field { value: DeValue::Boolean(flag), span }) => Ok(Some((flag, span))),
            Some(field) => Err(self.wrong_type(name, &field, "`true` or `false`")),
        }
    }

    /// A whole number that counts or points to something.
    pub(super) fn count(&self, fields: &mut Fields<'t>, name: &str) -> Taken<Option<(usize, Range<usize>)>> {
        let Some(field) = fields.take(name) else { return Ok(None) };
        let number = match &field.value {
            DeValue::Integer(number) => usize::from_str_radix(number.as_str(), number.radix()).ok(),
            DeValue::String(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => None,
        };
        match number {
            Some(number) => Ok(Some((number, field.span))),
            None => Err(self.wrong_type(name, &field, "a whole number, not below zero")),
        }
    }

    pub(super) fn texts(&self, fields: &mut Fields<'t>, name: &str) -> Taken<Option<Vec<Text<'t>>>> {
        match fields.take(name) {
            None => Ok(None),
            Some(Field { value: DeValue::Array(list), .. }) => {
                let items = fields.items(list).into_iter();
                items.map(|item| self.text_item(name, item)).collect::<Taken<_>>().map(Some)
            }
            Some(field) => Err(self.wrong_type(name, &field, "a list of texts: `[\"…\", \"…\"]`")),
        }
    }

    /// One text, or several in a list; a list means "all of these", even with one item.
    pub(super) fn text_or_texts(&self, fields: &mut Fields<'t>, name: &str) -> Taken<Option<(Vec<Text<'t>>, bool)>> {
        match fields.take(name) {
            None => Ok(None),
            Some(Field { value: DeValue::String(text), .. }) => Ok(Some((vec![line_feeds(text)], false))),
            Some(Field { value: DeValue::Array(list), .. }) => {
                let items = fields.items(list).into_iter();
                let texts = items.map(|item| self.text_item(name, item)).collect::<Taken<_>>()?;
                Ok(Some((texts, true)))
            }
            Some(field) => Err(self.wrong_type(name, &field, "a text or a list of texts")),
        }
    }

    fn text_item(&self, name: &str, item: Field<'t>) -> Taken<Text<'t>> {
        match item.value {
            DeValue::String(text) => Ok(line_feeds(text)),
            _ => Err(self.wrong_type(&format!("an item of {name}"), &item, "a text in quotation marks")),
        }
    }

    /// A table within a table; its absence is the caller's to judge.
    pub(super) fn table(&mut self, fields: &mut Fields<'t>, name: &str) -> Option<Fields<'t>> {
        match fields.take(name)? {
            Field { value: DeValue::Table(table), span } => Some(Fields::new(table, fields.offset, span)),
            field => {
                let problem = self.wrong_type(name, &field, "a table");
                self.bank.problems.push(*problem);
                None
            }
        }
    }

    /// A list of tables, each with its own place.
    pub(super) fn tables(&mut self, fields: &mut Fields<'t>, name: &str) -> Vec<Fields<'t>> {
        let Some(field) = fields.take(name) else { return Vec::new() };
        let DeValue::Array(list) = field.value else {
            let problem = self.wrong_type(name, &field, "a list of tables: `[[questions]]`");
            self.bank.problems.push(*problem);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in fields.items(list) {
            match item {
                Field { value: DeValue::Table(table), span } => tables.push(Fields::new(table, fields.offset, span)),
                item => {
                    let problem = self.wrong_type("an item of questions", &item, "a table");
                    self.bank.problems.push(*problem);
                }
            }
        }
        tables
    }

    /// Says which fields nobody took, and what they were perhaps meant to be.
    pub(super) fn unknown_keys(&mut self, fields: &Fields<'_>, known: &[&str]) {
        for key in fields.table.keys() {
            let name = key.get_ref();
            let closest = known.iter().max_by(|a, b| strsim::jaro(a, name).total_cmp(&strsim::jaro(b, name)));
            let help = match closest.filter(|known| strsim::jaro(known, name) > 0.75) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("known are {}", known.join(", ")),
            };
            let span = fields.moved(key.span());
            self.problem(Code::BankUnknownKey, span, format!("`{name}` means nothing here"), help);
        }
    }
}
