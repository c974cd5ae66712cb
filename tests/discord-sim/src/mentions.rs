//! Whom a text mentions, and whom the message really pings.
//! <https://discord.com/developers/docs/resources/message#allowed-mentions-object>

use serde_json::Value;

use crate::ids::{RoleId, UserId};
use crate::permissions::Permissions;
use crate::rest::post::number_of;
use crate::state::State;
use crate::state::messages::{MessageRecord, Ping};

/// A mention as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mention {
    User(UserId),
    Role(RoleId),
    Everyone,
}

/// Those who are mentioned, and those who notice.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) users: Vec<UserId>,
    pub(crate) roles: Vec<RoleId>,
    pub(crate) everyone: bool,
    pub(crate) pings: Vec<Ping>,
}

/// The text of a message in which mentions count: content and text displays, not embeds.
pub(crate) fn text_of(record: &MessageRecord) -> String {
    let mut text = record.content.clone();
    collect_texts(&record.components, &mut text);
    text
}

fn collect_texts(components: &[Value], text: &mut String) {
    for component in components {
        if component["type"] == 10 {
            text.push('\n');
            text.push_str(component["content"].as_str().unwrap_or_default());
        }
        if let Some(nested) = component["components"].as_array() {
            collect_texts(nested, text);
        }
    }
}

/// Every mention in a text, in order, code blocks included: Discord's parser skips code, but a bot that
/// leans on this is one back-tick away from a ping.
pub(crate) fn written_in(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut push = |mention| {
        if !found.contains(&mention) {
            found.push(mention);
        }
    };
    if text.contains("@everyone") || text.contains("@here") {
        push(Mention::Everyone);
    }
    for part in text.split("<@").skip(1) {
        let Some((inner, _)) = part.split_once('>') else { continue };
        let (role, digits) = match inner.strip_prefix('&') {
            Some(digits) => (true, digits),
            None => (false, inner.strip_prefix('!').unwrap_or(inner)),
        };
        match digits.parse() {
            Ok(id) if role => push(Mention::Role(RoleId::new(id))),
            Ok(id) => push(Mention::User(UserId::new(id))),
            Err(_) => {}
        }
    }
    found
}

/// Applies `allowed_mentions` and permissions.
pub(crate) fn resolve(state: &State, record: &MessageRecord, text: &str, allowed: &Value) -> Found {
    let mut found = Found::default();
    let may_ping_all = state.permissions(record.author, record.channel).contains(Permissions::MENTION_EVERYONE);
    for mention in written_in(text) {
        match mention {
            Mention::User(id) if state.users.contains_key(&id) && allows(allowed, "users", Some(id.raw())) => {
                found.users.push(id);
                if record.only_for.is_none_or(|reader| reader == id) {
                    found.pings.push(Ping::User(id));
                }
            }
            Mention::Role(id) if may_ping_all && allows(allowed, "roles", Some(id.raw())) => {
                found.roles.push(id);
                found.pings.push(Ping::Role(id));
            }
            Mention::Everyone if may_ping_all && allows(allowed, "everyone", None) => {
                found.everyone = true;
                found.pings.push(Ping::Everyone);
            }
            Mention::User(_) | Mention::Role(_) | Mention::Everyone => {}
        }
    }
    ping_replied(state, record, allowed, &mut found);
    found
}

/// A reply mentions the author of what it replies to, unless `replied_user` is false.
fn ping_replied(state: &State, record: &MessageRecord, allowed: &Value, found: &mut Found) {
    let replied = record.reply_to.and_then(|id| state.messages.get(&id)).map(|history| history.latest().author);
    let wanted = allowed.get("replied_user").and_then(Value::as_bool).unwrap_or(allowed.is_null());
    if let Some(author) = replied
        && wanted
        && !found.users.contains(&author)
    {
        found.users.push(author);
        found.pings.push(Ping::User(author));
    }
}

fn allows(allowed: &Value, kind: &str, id: Option<u64>) -> bool {
    if allowed.is_null() {
        return true;
    }
    let parsed = allowed["parse"].as_array().is_some_and(|parse| parse.iter().any(|entry| entry == kind));
    let listed = allowed[kind].as_array().is_some_and(|list| list.iter().any(|entry| number_of(entry) == id));
    parsed || (id.is_some() && listed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_are_found_in_text() {
        let found = written_in("<@1> and <@!2>, <@&3>, <@x>, @everyone, <@1");
        let expected = [
            Mention::Everyone,
            Mention::User(UserId::new(1)),
            Mention::User(UserId::new(2)),
            Mention::Role(RoleId::new(3)),
        ];
        assert_eq!(found, expected);
    }
}
