//! Commands and suggestions.
//! <https://discord.com/developers/docs/interactions/application-commands#application-command-object>

use std::collections::HashSet;

use serde_json::Value;

use crate::api_error::Mistake;
use crate::check::{Mistakes, length};
use crate::limits;
use crate::rest::post::Form;
use crate::state::commands::CommandKind;

/// Option types that hold further options.
const SUBCOMMAND: u64 = 1;
const SUBCOMMAND_GROUP: u64 = 2;
/// Option types whose choices are texts, and numbers.
const STRING: u64 = 3;
const INTEGER: u64 = 4;
const NUMBER: u64 = 10;

/// One command, at `prefix`.
pub(crate) fn command(command: &Value, prefix: &str) -> Vec<Mistake> {
    let mut mistakes = Mistakes::default();
    match CommandKind::from_wire(command["type"].as_u64().unwrap_or(1)) {
        Some(CommandKind::ChatInput) => {
            slash_name(&mut mistakes, format!("{prefix}name"), &command["name"]);
            mistakes.required(format!("{prefix}description"), &command["description"], limits::COMMAND_DESCRIPTION);
            options(&mut mistakes, &format!("{prefix}options"), &command["options"]);
        }
        Some(CommandKind::User | CommandKind::Message) => menu_entry(&mut mistakes, prefix, command),
        None => mistakes.add(format!("{prefix}type"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3)."),
    }
    for (language, text) in command["description_localizations"].as_object().into_iter().flatten() {
        let path = format!("{prefix}description_localizations.{language}");
        mistakes.required(path, text, limits::COMMAND_DESCRIPTION);
    }
    let sum = characters(command);
    if sum > limits::COMMAND_SUM {
        let what = format!("{sum} characters in all, at most {}.", limits::COMMAND_SUM);
        mistakes.add(prefix.trim_end_matches('.'), "APPLICATION_COMMAND_TOO_LARGE", what);
    }
    mistakes.into_vec()
}

/// Names of a bulk overwrite are unique by kind.
pub(crate) fn batch(commands: &[Value]) -> Vec<Mistake> {
    let mut mistakes = Mistakes::default();
    let mut names = HashSet::new();
    for (index, command) in commands.iter().enumerate() {
        if !names.insert((command["type"].as_u64().unwrap_or(1), command["name"].as_str())) {
            mistakes.add(
                format!("{index}.name"),
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            );
        }
    }
    mistakes.into_vec()
}

fn menu_entry(mistakes: &mut Mistakes, prefix: &str, command: &Value) {
    mistakes.required(format!("{prefix}name"), &command["name"], limits::COMMAND_NAME);
    if length(&command["description"]) > 0 {
        mistakes.add(
            format!("{prefix}description"),
            "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_NOT_ALLOWED",
            "A menu entry has no description.",
        );
    }
    if command["options"].as_array().is_some_and(|options| !options.is_empty()) {
        mistakes.add(
            format!("{prefix}options"),
            "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS_NOT_ALLOWED",
            "A menu entry has no options.",
        );
    }
}

/// `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$`, lower case where there is one.
/// <https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-naming>
fn slash_name(mistakes: &mut Mistakes, path: String, name: &Value) {
    let Some(text) = name.as_str() else {
        return mistakes.add(path, "BASE_TYPE_REQUIRED", "This field is required.");
    };
    let is_fine = |c: char| {
        matches!(c, '-' | '_' | '\'' | '\u{0900}'..='\u{097F}' | '\u{0E00}'..='\u{0E7F}') || c.is_alphanumeric()
    };
    let length = text.chars().count();
    if length == 0 || length > limits::COMMAND_NAME || !text.chars().all(is_fine) || text.to_lowercase() != text {
        mistakes.add(path, "APPLICATION_COMMAND_INVALID_NAME", format!("Command name is invalid: {text}"));
    }
}

fn options(mistakes: &mut Mistakes, path: &str, options: &Value) {
    let list = mistakes.list(path, options, 0, limits::COMMAND_OPTIONS);
    let mut names = HashSet::new();
    let mut optional_before = false;
    for (index, option) in list.iter().enumerate() {
        let path = format!("{path}.{index}");
        slash_name(mistakes, format!("{path}.name"), &option["name"]);
        mistakes.required(format!("{path}.description"), &option["description"], limits::COMMAND_DESCRIPTION);
        if !names.insert(option["name"].as_str()) {
            mistakes.add(
                format!("{path}.name"),
                "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                "Option name already exists.",
            );
        }
        let is_required = option["required"] == true;
        if is_required && optional_before {
            mistakes.add(
                path.clone(),
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options.",
            );
        }
        match option["type"].as_u64() {
            Some(SUBCOMMAND | SUBCOMMAND_GROUP) => {
                self::options(mistakes, &format!("{path}.options"), &option["options"])
            }
            Some(3..=11) => {
                optional_before |= !is_required;
                choices(mistakes, &path, option);
            }
            _ => mistakes.add(format!("{path}.type"), "BASE_TYPE_CHOICES", "Value must be one of (1, …, 11)."),
        }
    }
}

fn choices(mistakes: &mut Mistakes, path: &str, option: &Value) {
    let list = mistakes.list(&format!("{path}.choices"), &option["choices"], 0, limits::CHOICES);
    for (index, choice) in list.iter().enumerate() {
        one_choice(mistakes, &format!("{path}.choices.{index}"), choice, option["type"].as_u64().unwrap_or_default());
    }
    if option["autocomplete"] == true && !list.is_empty() {
        mistakes.add(
            path,
            "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE",
            "An option has choices or autocomplete, not both.",
        );
    }
    if option["autocomplete"] == true && !matches!(option["type"].as_u64(), Some(STRING | INTEGER | NUMBER)) {
        mistakes.add(
            path,
            "APPLICATION_COMMAND_OPTIONS_TYPE_AUTOCOMPLETE",
            "Only texts and numbers have autocomplete.",
        );
    }
    mistakes.range(format!("{path}.min_length"), &option["min_length"], 0..=6_000);
    mistakes.range(format!("{path}.max_length"), &option["max_length"], 1..=6_000);
}

fn one_choice(mistakes: &mut Mistakes, path: &str, choice: &Value, kind: u64) {
    mistakes.required(format!("{path}.name"), &choice["name"], limits::CHOICE_TEXT);
    let value = &choice["value"];
    match kind {
        INTEGER | NUMBER if value.is_number() => {}
        INTEGER | NUMBER => mistakes.add(format!("{path}.value"), "NUMBER_TYPE_COERCE", "Must be a number."),
        _ => mistakes.required(format!("{path}.value"), value, limits::CHOICE_TEXT),
    }
}

/// The answer to an autocomplete.
/// <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-autocomplete>
pub(crate) fn suggestions(form: Form<'_>) -> Vec<Mistake> {
    let mut mistakes = Mistakes::default();
    let path = format!("{}choices", form.prefix);
    if !form.data["choices"].is_array() {
        mistakes.add(path.clone(), "BASE_TYPE_REQUIRED", "This field is required.");
    }
    for (index, choice) in mistakes.list(&path, &form.data["choices"], 0, limits::CHOICES).iter().enumerate() {
        let kind = if choice["value"].is_number() { NUMBER } else { STRING };
        one_choice(&mut mistakes, &format!("{path}.{index}"), choice, kind);
    }
    mistakes.into_vec()
}

/// Names, descriptions and values with everything below; of translations the longest counts.
fn characters(of: &Value) -> usize {
    let longest = |field: &str| {
        let translations = of[format!("{field}_localizations")].as_object();
        let translated = translations.into_iter().flat_map(|all| all.values()).map(length).max().unwrap_or_default();
        translated.max(length(&of[field]))
    };
    let below = |field: &str| of[field].as_array().into_iter().flatten().map(characters).sum::<usize>();
    longest("name") + longest("description") + length(&of["value"]) + below("options") + below("choices")
}
