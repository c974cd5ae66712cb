//! Discord's errors: HTTP status, JSON code, message, and for bad forms the path of every mistake.
//! <https://discord.com/developers/docs/topics/opcodes-and-status-codes#json>

use serde_json::{Map, Value, json};

/// An error answer of the REST interface.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiError {
    /// HTTP status.
    pub status: u16,
    /// Discord's JSON code.
    pub code: u64,
    /// Discord's words for it.
    pub message: String,
    /// For code 50035: what is wrong where.
    pub mistakes: Vec<Mistake>,
    /// What the simulator adds for the person who reads the test's output.
    pub hint: String,
}

/// One mistake in a request body.
#[derive(Clone, Debug, PartialEq)]
pub struct Mistake {
    /// Where, dotted: `data.components.0.label`.
    pub path: String,
    /// Discord's code word.
    pub code: &'static str,
    /// Discord's sentence.
    pub message: String,
}

impl Mistake {
    pub(crate) fn new(path: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self { path: path.into(), code, message: message.into() }
    }
}

macro_rules! known_errors {
    ($($(#[$doc:meta])* $name:ident = $status:literal, $code:literal, $message:literal;)*) => {
        impl ApiError {$(
            $(#[$doc])*
            pub(crate) fn $name(hint: impl Into<String>) -> Self {
                Self { status: $status, code: $code, message: $message.into(), mistakes: Vec::new(), hint: hint.into() }
            }
        )*}
    };
}

known_errors! {
    unauthorized = 401, 0, "401: Unauthorized";
    unknown_channel = 404, 10003, "Unknown Channel";
    unknown_guild = 404, 10004, "Unknown Guild";
    unknown_member = 404, 10007, "Unknown Member";
    unknown_message = 404, 10008, "Unknown Message";
    unknown_user = 404, 10013, "Unknown User";
    unknown_webhook = 404, 10015, "Unknown Webhook";
    unknown_interaction = 404, 10062, "Unknown interaction";
    unknown_command = 404, 10063, "Unknown application command";
    too_many_commands = 400, 30032, "Maximum number of application commands reached (100)";
    too_many_command_creates = 400, 30034, "Max number of daily application command creates has been reached (200)";
    request_too_large = 413, 40005, "Request entity too large";
    already_acknowledged = 400, 40060, "Interaction has already been acknowledged.";
    missing_access = 403, 50001, "Missing Access";
    not_the_author = 403, 50005, "Cannot edit a message authored by another user";
    empty_message = 400, 50006, "Cannot send an empty message";
    dm_closed = 403, 50007, "Cannot send messages to this user";
    missing_permissions = 403, 50013, "Missing Permissions";
    invalid_webhook_token = 401, 50027, "Invalid Webhook Token";
    not_json = 400, 50109, "The request body contains invalid JSON.";
    /// A route that this simulator does not have. Discord would answer 404.
    not_simulated = 501, 0, "discord-sim has no such route";
}

impl ApiError {
    /// The request body breaks rules, at the paths given.
    pub(crate) fn invalid_form(mistakes: Vec<Mistake>) -> Self {
        Self { status: 400, code: 50035, message: "Invalid Form Body".into(), mistakes, hint: String::new() }
    }

    /// The request body is to blame (50035).
    pub(crate) fn is_about_the_form(&self) -> bool {
        !self.mistakes.is_empty()
    }

    /// The JSON body of the answer.
    pub(crate) fn body(&self) -> Value {
        let mut body = json!({"message": self.message, "code": self.code});
        if !self.mistakes.is_empty() {
            body["errors"] = self.errors();
        }
        body
    }

    /// Mistakes as Discord nests them: one object per path segment, then `_errors`.
    fn errors(&self) -> Value {
        let mut root = Map::new();
        for mistake in &self.mistakes {
            let mut at = &mut root;
            for segment in mistake.path.split('.').filter(|segment| !segment.is_empty()) {
                let next = at.entry(segment).or_insert_with(|| Value::Object(Map::new()));
                at = next.as_object_mut().expect("only objects are put in above, `_errors` is no path segment");
            }
            let list = at.entry("_errors").or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(list) = list {
                list.push(json!({"code": mistake.code, "message": mistake.message}));
            }
        }
        Value::Object(root)
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", self.status, self.code, self.message)?;
        if !self.hint.is_empty() {
            write!(f, " ({})", self.hint)?;
        }
        for mistake in &self.mistakes {
            write!(f, "; {}: {} ({})", mistake.path, mistake.message, mistake.code)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_form_names_the_place() {
        let error =
            ApiError::invalid_form(vec![Mistake::new("data.embeds.0.title", "BASE_TYPE_MAX_LENGTH", "too long")]);
        let at = &error.body()["errors"]["data"]["embeds"]["0"]["title"]["_errors"][0];
        assert_eq!(at["code"], "BASE_TYPE_MAX_LENGTH");
    }
}
