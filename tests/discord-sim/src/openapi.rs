//! Checks request bodies against Discord's OpenAPI document.
//!
//! The document is OpenAPI 3.1, so its schemas are JSON Schema 2020-12, with these points to mind:
//! - schemas of routes refer to `#/components/schemas/…`, so each is compiled together with `components`;
//! - `format` only annotates, and some formats are Discord's own (`snowflake`, `nonce`);
//! - hardly any object forbids unknown fields, so a misspelt optional field is not found here;
//! - unions are `oneOf` or `anyOf` over objects told apart by `type`: reports name the best branch only.
//!
//! Two leniencies of the live API are patched in: a snowflake may be a number, and
//! `default_member_permissions` may be a string.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::{Value, json};

/// Where the environment says that the document lies.
pub(crate) const VARIABLE: &str = "DISCORD_OPENAPI";

/// Method and path template.
type RouteKey = (String, &'static str);

/// The document and the validators compiled so far.
pub(crate) struct OpenApi {
    document: Value,
    compiled: Mutex<HashMap<RouteKey, Option<Arc<Validator>>>>,
}

impl OpenApi {
    /// Reads the document that `DISCORD_OPENAPI` names, if it names one.
    pub(crate) fn from_environment() -> Option<Self> {
        let path = std::env::var_os(VARIABLE).filter(|path| !path.is_empty())?;
        match Self::read(Path::new(&path)) {
            Ok(openapi) => Some(openapi),
            Err(fault) => panic!("{VARIABLE}={}: {fault}", path.display()),
        }
    }

    fn read(path: &Path) -> Result<Self, Box<dyn std::error::Error>> {
        let mut document: Value = serde_json::from_slice(&std::fs::read(path)?)?;
        be_lenient(&mut document);
        Ok(Self { document, compiled: Mutex::default() })
    }

    /// Everything that the document finds wrong with a body, as `instance path: sentence`.
    pub(crate) fn problems(&self, method: &str, template: &'static str, body: &Value) -> Vec<String> {
        let Some(validator) = self.validator(method, template) else {
            return vec!["the document knows no JSON body for this route".to_string()];
        };
        if validator.is_valid(body) {
            return Vec::new();
        }
        let mut problems = Vec::new();
        for error in validator.iter_errors(body) {
            explain(&error, &mut problems);
        }
        problems
    }

    fn validator(&self, method: &str, template: &'static str) -> Option<Arc<Validator>> {
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (method.to_string(), template);
        compiled.entry(key).or_insert_with(|| self.compile(method, template)).clone()
    }

    /// Compiles the schema of a route's JSON body; costs some milliseconds, once per route.
    fn compile(&self, method: &str, template: &str) -> Option<Arc<Validator>> {
        let route = self.document["paths"].get(template)?;
        let content = &route[method.to_ascii_lowercase()]["requestBody"]["content"];
        let mut schema =
            content.get("application/json").or_else(|| content.get("multipart/form-data"))?["schema"].clone();
        schema["components"] = self.document["components"].clone();
        let options = jsonschema::options().with_draft(jsonschema::Draft::Draft202012);
        match options.build(&schema) {
            Ok(validator) => Some(Arc::new(validator)),
            Err(fault) => panic!("the schema of {method} {template} does not compile: {fault}"),
        }
    }
}

fn be_lenient(document: &mut Value) {
    let snowflake = &mut document["components"]["schemas"]["SnowflakeType"];
    *snowflake = json!({"anyOf": [snowflake.take(), {"type": "integer", "minimum": 0}]});
    allow_text_permissions(document);
}

fn allow_text_permissions(at: &mut Value) {
    match at {
        Value::Object(map) => {
            if let Some(Value::Object(properties)) = map.get_mut("properties")
                && let Some(schema) = properties.get_mut("default_member_permissions")
            {
                *schema = json!({"anyOf": [schema.take(), {"type": "string", "pattern": "^[0-9]+$"}]});
            }
            map.values_mut().for_each(allow_text_permissions);
        }
        Value::Array(list) => list.iter_mut().for_each(allow_text_permissions),
        _ => {}
    }
}

/// Adds the deepest useful sentence for an error: for a union, what is wrong with the branch that fits best.
fn explain(error: &ValidationError<'_>, problems: &mut Vec<String>) {
    let branches = match error.kind() {
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => context,
        _ => return problems.push(format!("{}: {}", at(error), shorten(&error.masked_with("it").to_string()))),
    };
    let union = error.instance_path().to_string();
    let misses =
        |errors: &Vec<ValidationError<'_>>| errors.iter().filter(|error| is_another_kind(&union, error)).count();
    let best = branches.iter().min_by_key(|errors| (misses(errors), errors.len()));
    match best {
        Some(errors) if misses(errors) == 0 => errors.iter().for_each(|error| explain(error, problems)),
        _ => problems.push(format!("{}: fits none of the {} kinds possible here", at(error), branches.len())),
    }
}

fn at(error: &ValidationError<'_>) -> String {
    let path = error.instance_path().to_string();
    if path.is_empty() { "(the body)".to_string() } else { path }
}

/// The branch is meant for another kind of object than stands at `union`: another JSON type, or another `type`.
fn is_another_kind(union: &str, error: &ValidationError<'_>) -> bool {
    let path = error.instance_path().to_string();
    let is_at_union = path == union && matches!(error.kind(), ValidationErrorKind::Type { .. });
    is_at_union || path.strip_prefix(union) == Some("/type")
}

fn shorten(sentence: &str) -> String {
    const MOST: usize = 300;
    if sentence.chars().count() <= MOST {
        return sentence.to_string();
    }
    let start: String = sentence.chars().take(MOST).collect();
    format!("{start}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALLBACK: &str = "/interactions/{interaction_id}/{interaction_token}/callback";

    #[test]
    fn a_seeded_mistake_is_found_with_its_path() {
        let Some(openapi) = OpenApi::from_environment() else {
            return eprintln!("skipped: {VARIABLE} is not set");
        };
        let button = |label: Value| json!({"type": 2, "style": 1, "label": label, "custom_id": "a"});
        let body = |label| json!({"type": 4, "data": {"components": [{"type": 1, "components": [button(label)]}]}});
        assert_eq!(openapi.problems("POST", CALLBACK, &body("Start".into())), Vec::<String>::new());
        let problems = openapi.problems("POST", CALLBACK, &body(7.into()));
        assert!(problems.iter().any(|p| p.contains("components")), "{problems:?}");
        let long = openapi.problems("POST", CALLBACK, &body("x".repeat(81).into()));
        assert!(long.iter().any(|p| p.starts_with("/data/components/0/components/0/label")), "{long:?}");
    }

    #[test]
    fn the_two_leniencies_hold() {
        let Some(openapi) = OpenApi::from_environment() else {
            return eprintln!("skipped: {VARIABLE} is not set");
        };
        let commands = "/applications/{application_id}/commands";
        let command = json!({"name": "setup", "description": "d", "default_member_permissions": "32"});
        assert_eq!(openapi.problems("POST", commands, &command), Vec::<String>::new());
        let dm = json!({"recipient_id": 123});
        assert_eq!(openapi.problems("POST", "/users/@me/channels", &dm), Vec::<String>::new());
    }
}
