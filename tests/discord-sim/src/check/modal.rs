//! Forms ("modals").
//! <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal>

use std::collections::HashSet;

use serde_json::Value;

use crate::api_error::Mistake;
use crate::check::components::{kind, select_bounds, select_options};
use crate::check::{Mistakes, length};
use crate::limits;
use crate::rest::post::Form;

pub(crate) fn form(form: Form<'_>) -> Vec<Mistake> {
    let mut mistakes = Mistakes::default();
    let at = |field: &str| format!("{}{field}", form.prefix);
    mistakes.required(at("title"), &form.data["title"], limits::MODAL_TITLE);
    mistakes.required(at("custom_id"), &form.data["custom_id"], limits::CUSTOM_ID);
    let parts = mistakes.list(&at("components"), &form.data["components"], 1, limits::MODAL_COMPONENTS);
    let mut seen = HashSet::new();
    for (index, part) in parts.iter().enumerate() {
        let path = format!("{}.{index}", at("components"));
        let field = match part["type"].as_u64() {
            Some(kind::ACTION_ROW) => row(&mut mistakes, &path, part),
            Some(kind::LABEL) => label(&mut mistakes, &path, part),
            Some(kind::TEXT_DISPLAY) => {
                mistakes.required(format!("{path}.content"), &part["content"], limits::V2_TEXT_SUM);
                continue;
            }
            _ => {
                mistakes.add(
                    format!("{path}.type"),
                    "UNION_TYPE_CHOICES",
                    "a form holds labels, rows of one text input, or text",
                );
                continue;
            }
        };
        mistakes.required(format!("{path}.custom_id"), &field["custom_id"], limits::CUSTOM_ID);
        if let Some(id) = field["custom_id"].as_str()
            && !seen.insert(id)
        {
            mistakes.add(format!("{path}.custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", format!("twice: {id}"));
        }
    }
    mistakes.into_vec()
}

/// The older form of a field: a row with one text input that carries its own label.
fn row<'a>(mistakes: &mut Mistakes, path: &str, row: &'a Value) -> &'a Value {
    let children = mistakes.list(&format!("{path}.components"), &row["components"], 1, 1);
    let input = children.first().unwrap_or(&Value::Null);
    let path = format!("{path}.components.0");
    if input["type"] != kind::TEXT_INPUT {
        mistakes.add(format!("{path}.type"), "UNION_TYPE_CHOICES", "a row of a form holds one text input");
    }
    mistakes.required(format!("{path}.label"), &input["label"], limits::LABEL);
    text_input(mistakes, &path, input);
    input
}

/// <https://discord.com/developers/docs/components/reference#label>
fn label<'a>(mistakes: &mut Mistakes, path: &str, label: &'a Value) -> &'a Value {
    mistakes.required(format!("{path}.label"), &label["label"], limits::LABEL);
    mistakes.at_most(format!("{path}.description"), &label["description"], limits::LABEL_DESCRIPTION);
    let (path, field) = (format!("{path}.component"), &label["component"]);
    match field["type"].as_u64() {
        Some(kind::TEXT_INPUT) => text_input(mistakes, &path, field),
        Some(kind::STRING_SELECT) => {
            select_bounds(mistakes, &path, field, field["options"].as_array().map_or(0, Vec::len));
            select_options(mistakes, &path, field);
        }
        // Further kinds (radio group 21, checkboxes 22 and 23) are left to the OpenAPI document.
        Some(kind::USER_SELECT..=kind::CHANNEL_SELECT | kind::FILE_UPLOAD | 21..=23) => {}
        _ => mistakes.add(format!("{path}.type"), "UNION_TYPE_CHOICES", "a label holds a field"),
    }
    field
}

/// <https://discord.com/developers/docs/components/reference#text-input>
fn text_input(mistakes: &mut Mistakes, path: &str, input: &Value) {
    mistakes.range(format!("{path}.style"), &input["style"], 1..=2);
    if input["style"].is_null() {
        mistakes.add(format!("{path}.style"), "BASE_TYPE_REQUIRED", "This field is required.");
    }
    mistakes.at_most(format!("{path}.placeholder"), &input["placeholder"], limits::TEXT_INPUT_PLACEHOLDER);
    mistakes.at_most(format!("{path}.value"), &input["value"], limits::TEXT_INPUT);
    mistakes.range(format!("{path}.min_length"), &input["min_length"], 0..=4_000);
    mistakes.range(format!("{path}.max_length"), &input["max_length"], 1..=4_000);
    let filled = length(&input["value"]) as u64;
    if input["max_length"].as_u64().is_some_and(|most| filled > most) {
        mistakes.add(format!("{path}.value"), "BASE_TYPE_MAX_LENGTH", "The value is longer than max_length.");
    }
}
