//! A form that the bot opened.

use serde_json::{Value, json};

use crate::check::components::kind;
use crate::ids::MessageId;
use crate::state::exchange::Exchange;
use crate::world::place::Place;

/// A form on somebody's screen.
#[derive(Clone, Debug)]
pub struct Modal {
    data: Value,
    place: Place,
    source: Option<MessageId>,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// What is written over it.
    pub label: String,
    /// Its `custom_id`.
    pub custom_id: String,
    /// What is in it when the form opens.
    pub value: String,
}

impl Modal {
    pub(crate) fn new(exchange: &Exchange, data: Value) -> Self {
        Self { data, place: Place::new(exchange.channel, exchange.guild), source: exchange.source }
    }

    /// Its title.
    pub fn title(&self) -> &str {
        self.data["title"].as_str().unwrap_or_default()
    }

    /// Its `custom_id`.
    pub fn custom_id(&self) -> &str {
        self.data["custom_id"].as_str().unwrap_or_default()
    }

    /// As sent.
    pub fn json(&self) -> &Value {
        &self.data
    }

    pub(crate) fn place(&self) -> Place {
        self.place
    }

    pub(crate) fn source(&self) -> Option<MessageId> {
        self.source
    }

    fn rows(&self) -> &[Value] {
        self.data["components"].as_array().map_or(&[], Vec::as_slice)
    }

    /// Its fields, from top to bottom.
    pub fn fields(&self) -> Vec<Field> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
        let shown = self.rows().iter().filter_map(|row| {
            let field = field_of(row)?;
            Some(Field { label: label_of(row), custom_id: text(&field["custom_id"]), value: text(&field["value"]) })
        });
        shown.collect()
    }

    /// What a person sees, as plain text.
    pub fn text(&self) -> String {
        let mut lines = vec![self.title().to_string()];
        for row in self.rows() {
            match field_of(row) {
                None => lines.push(row["content"].as_str().unwrap_or_default().to_string()),
                Some(field) => {
                    let hint = field["placeholder"].as_str().map(|hint| format!(" ({hint})")).unwrap_or_default();
                    let value = field["value"].as_str().filter(|value| !value.is_empty()).unwrap_or("____");
                    lines.push(format!("{}: {value}{hint}", label_of(row)));
                }
            }
        }
        lines.join("\n")
    }

    /// The components of the submit.
    /// <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-modal-submit-data-structure>
    #[track_caller]
    pub(crate) fn filled_in(&self, given: &[(&str, &str)]) -> Vec<Value> {
        let known = self.fields();
        for (name, _) in given {
            let is_known = known.iter().any(|field| field.custom_id == *name || field.label == *name);
            assert!(is_known, "there is no field `{name}` in the form:\n{}", self.text());
        }
        self.rows().iter().enumerate().map(|(index, row)| self.filled_row(index, row, given)).collect()
    }

    #[track_caller]
    fn filled_row(&self, index: usize, row: &Value, given: &[(&str, &str)]) -> Value {
        let Some(field) = field_of(row) else { return json!({"type": row["type"], "id": 2 * index + 1}) };
        let label = label_of(row);
        let typed = given.iter().find(|(name, _)| field["custom_id"] == *name || label == *name);
        let value = typed.map_or_else(|| field["value"].as_str().unwrap_or_default(), |(_, value)| value);
        let mut sent = json!({"type": field["type"], "id": 2 * index + 2, "custom_id": field["custom_id"]});
        if field["type"] == kind::TEXT_INPUT {
            self.check_text(field, &label, value);
            sent["value"] = value.into();
        } else {
            sent["values"] = typed.map_or_else(|| json!([]), |(_, value)| json!([value]));
        }
        match row["type"].as_u64() {
            Some(kind::LABEL) => json!({"type": kind::LABEL, "id": 2 * index + 1, "component": sent}),
            _ => json!({"type": kind::ACTION_ROW, "id": 2 * index + 1, "components": [sent]}),
        }
    }

    /// What Discord's client refuses to send.
    #[track_caller]
    fn check_text(&self, field: &Value, label: &str, value: &str) {
        let length = value.chars().count() as u64;
        let required = field["required"] != false;
        let least = field["min_length"].as_u64().unwrap_or(u64::from(required));
        let most = field["max_length"].as_u64().unwrap_or(4_000);
        let fits = (least..=most).contains(&length) || (length == 0 && !required);
        assert!(fits, "`{label}` takes {least} to {most} characters, not {length}, in the form:\n{}", self.text());
    }
}

/// The field of a label or of a row; none for a text.
fn field_of(row: &Value) -> Option<&Value> {
    match row["type"].as_u64() {
        Some(kind::LABEL) => Some(&row["component"]),
        Some(kind::ACTION_ROW) => row["components"].get(0),
        _ => None,
    }
}

fn label_of(row: &Value) -> String {
    let label = if row["type"] == kind::LABEL { &row["label"] } else { &row["components"][0]["label"] };
    label.as_str().unwrap_or_default().to_string()
}
