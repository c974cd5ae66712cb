//! Finding buttons and selects in a message, as an eye and a finger do.

use serde_json::Value;

use crate::check::components::kind;
use crate::render;
use crate::world::message::Message;

/// Buttons and selects in reading order, wherever they are nested.
pub(crate) fn controls(components: &[Value]) -> Vec<&Value> {
    let mut found = Vec::new();
    for component in components {
        match component["type"].as_u64() {
            Some(kind::BUTTON | kind::STRING_SELECT | kind::USER_SELECT..=kind::CHANNEL_SELECT) => {
                found.push(component)
            }
            _ => {
                found.extend(component["components"].as_array().into_iter().flat_map(|list| controls(list)));
                found
                    .extend(component.get("accessory").into_iter().flat_map(|one| controls(std::slice::from_ref(one))));
            }
        }
    }
    found
}

/// The enabled button that `wanted` means.
#[track_caller]
pub(crate) fn button<'a>(message: &'a Message, wanted: &str) -> &'a Value {
    let all = controls(message.components());
    let buttons: Vec<&Value> = all.into_iter().filter(|control| control["type"] == kind::BUTTON).collect();
    let exact = buttons.iter().find(|b| b["custom_id"] == wanted || b["label"] == wanted || render::label(b) == wanted);
    let starting: Vec<_> = buttons.iter().filter(|button| render::label(button).starts_with(wanted)).collect();
    let found = match (exact, starting.as_slice()) {
        (Some(exact), _) => exact,
        (None, [only]) => only,
        (None, []) => panic!("there is no button `{wanted}` in:\n{}", message.text()),
        (None, _) => panic!("more than one button starts with `{wanted}` in:\n{}", message.text()),
    };
    assert!(found["disabled"] != true, "the button `{wanted}` is disabled in:\n{}", message.text());
    assert!(!found["custom_id"].is_null(), "the button `{wanted}` is a link in:\n{}", message.text());
    found
}

/// The enabled select that `wanted` means.
#[track_caller]
pub(crate) fn select<'a>(message: &'a Message, wanted: &str) -> &'a Value {
    let all = controls(message.components()).into_iter();
    let mut selects = all.filter(|control| control["type"] != kind::BUTTON);
    let Some(found) = selects.find(|s| s["custom_id"] == wanted || s["placeholder"] == wanted) else {
        panic!("there is no select `{wanted}` in:\n{}", message.text());
    };
    assert!(found["disabled"] != true, "the select `{wanted}` is disabled in:\n{}", message.text());
    found
}

/// The values of the options chosen, by value or label.
#[track_caller]
pub(crate) fn chosen(select: &Value, wanted: &[&str]) -> Vec<Value> {
    let (least, most) = (select["min_values"].as_u64().unwrap_or(1), select["max_values"].as_u64().unwrap_or(1));
    assert!(
        (least..=most).contains(&(wanted.len() as u64)),
        "{least} to {most} options must be chosen, not {}",
        wanted.len()
    );
    if select["type"] != kind::STRING_SELECT {
        return wanted.iter().map(|id| Value::from(*id)).collect();
    }
    let options = select["options"].as_array().map_or(&[][..], Vec::as_slice);
    let value_of = |wanted: &&str| {
        let by_value = options.iter().find(|option| option["value"] == **wanted);
        let found = by_value.or_else(|| options.iter().find(|option| option["label"] == **wanted));
        match found {
            Some(option) => option["value"].clone(),
            None => panic!("there is no option `{wanted}` in {}", render::select(select)),
        }
    };
    wanted.iter().map(value_of).collect()
}
