//! Messages as plain text: what a person would see, for inline snapshots.

use serde_json::Value;

use crate::check::components::kind;
use crate::mentions::{self, Mention};
use crate::state::State;
use crate::state::messages::MessageRecord;

/// The whole message.
pub(crate) fn message(state: &State, record: &MessageRecord) -> String {
    let mut lines = Vec::new();
    if record.is_loading() {
        lines.push("(thinking…)".to_string());
    }
    push_text(&mut lines, &record.content);
    for embed in &record.embeds {
        lines.extend(self::embed(embed).iter().map(|line| quoted(line)));
    }
    lines.extend(blocks(&record.components));
    for file in &record.attachments {
        let address = format!("attachment://{}", file.filename);
        let shown_above =
            record.components.iter().chain(&record.embeds).any(|part| part.to_string().contains(&address));
        if !shown_above {
            lines.push(picture("file", &file.filename, file.description.as_deref()));
        }
    }
    readable_mentions(state, &lines.join("\n"))
}

fn push_text(lines: &mut Vec<String>, text: &str) {
    lines.extend(text.lines().map(str::to_string));
}

fn quoted(line: &str) -> String {
    if line.is_empty() { "│".to_string() } else { format!("│ {line}") }
}

fn picture(what: &str, name: &str, description: Option<&str>) -> String {
    match description {
        Some(description) => format!("[{what} {name}: {description}]"),
        None => format!("[{what} {name}]"),
    }
}

fn embed(embed: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    let text = |at: &Value| at.as_str().unwrap_or_default().to_string();
    for part in [&embed["author"]["name"], &embed["title"], &embed["description"]] {
        push_text(&mut lines, &text(part));
    }
    for field in embed["fields"].as_array().into_iter().flatten() {
        push_text(&mut lines, &format!("{}: {}", text(&field["name"]), text(&field["value"])));
    }
    if let Some(url) = embed["image"]["url"].as_str() {
        lines.push(picture("image", url.trim_start_matches("attachment://"), None));
    }
    push_text(&mut lines, &text(&embed["footer"]["text"]));
    lines
}

fn blocks(components: &[Value]) -> Vec<String> {
    components.iter().flat_map(block).collect()
}

fn block(component: &Value) -> Vec<String> {
    let children = component["components"].as_array().map_or(&[][..], Vec::as_slice);
    match component["type"].as_u64() {
        Some(kind::ACTION_ROW) => vec![children.iter().map(control).collect::<Vec<_>>().join(" ")],
        Some(kind::TEXT_DISPLAY) => {
            component["content"].as_str().unwrap_or_default().lines().map(str::to_string).collect()
        }
        Some(kind::SECTION) => {
            let mut lines = blocks(children);
            lines.extend(block(&component["accessory"]));
            lines
        }
        Some(kind::CONTAINER) => blocks(children).iter().map(|line| quoted(line)).collect(),
        Some(kind::SEPARATOR) => vec![if component["divider"] == false { String::new() } else { "---".to_string() }],
        Some(kind::MEDIA_GALLERY) => component["items"].as_array().into_iter().flatten().map(media).collect(),
        Some(kind::THUMBNAIL) => vec![media(component)],
        Some(kind::FILE) => {
            let url = component["file"]["url"].as_str().unwrap_or_default();
            vec![picture("file", url.trim_start_matches("attachment://"), None)]
        }
        _ => vec![control(component)],
    }
}

fn media(item: &Value) -> String {
    let url = item["media"]["url"].as_str().unwrap_or_default();
    picture("image", url.trim_start_matches("attachment://"), item["description"].as_str())
}

/// A button or a select.
fn control(component: &Value) -> String {
    if component["type"] != kind::BUTTON {
        return select(component);
    }
    let label = label(component);
    match component["url"].as_str() {
        Some(url) => format!("[ {label} -> {url} ]"),
        None if component["disabled"] == true => format!("( {label} )"),
        None => format!("[ {label} ]"),
    }
}

/// What is on a button: emoji and label.
pub(crate) fn label(button: &Value) -> String {
    let emoji = button["emoji"]["name"].as_str();
    let parts: Vec<&str> = emoji.into_iter().chain(button["label"].as_str()).collect();
    parts.join(" ")
}

/// `{ placeholder: a | b }`; an option that is chosen has a star.
pub(crate) fn select(select: &Value) -> String {
    let option = |option: &Value| {
        let star = if option["default"] == true { "*" } else { "" };
        format!("{star}{}", label(option))
    };
    let options: Vec<String> = select["options"].as_array().into_iter().flatten().map(option).collect();
    let inside = match (select["placeholder"].as_str(), options.join(" | ")) {
        (Some(placeholder), options) if options.is_empty() => placeholder.to_string(),
        (Some(placeholder), options) => format!("{placeholder}: {options}"),
        (None, options) => options,
    };
    if select["disabled"] == true { format!("( {inside} )") } else { format!("{{ {inside} }}") }
}

/// `<@1>` as `@Ada`, `<@&2>` as `@role`, `<#3>` as `#general`, `</quiz:4>` as `/quiz`.
fn readable_mentions(state: &State, text: &str) -> String {
    let mut text = text.to_string();
    for mention in mentions::written_in(&text) {
        match mention {
            Mention::User(id) => {
                let name = format!("@{}", state.name(id));
                text = text.replace(&format!("<@{id}>"), &name).replace(&format!("<@!{id}>"), &name);
            }
            Mention::Role(id) => {
                let role = state.guilds.values().flat_map(|guild| &guild.roles).find(|role| role.id == id);
                let name = role.map_or_else(|| id.to_string(), |role| role.name.clone());
                text = text.replace(&format!("<@&{id}>"), &format!("@{name}"));
            }
            Mention::Everyone => {}
        }
    }
    for channel in state.channels.values().filter(|_| text.contains("<#")).collect::<Vec<_>>() {
        text = text.replace(&format!("<#{}>", channel.id), &format!("#{}", channel.name));
    }
    readable_commands(&text)
}

fn readable_commands(text: &str) -> String {
    let mut parts = text.split("</");
    let mut readable = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let command = part.split_once('>').and_then(|(inside, rest)| Some((inside.split_once(':')?.0, rest)));
        match command {
            Some((name, rest)) => readable.push_str(&format!("/{name}{rest}")),
            None => readable.push_str(&format!("</{part}")),
        }
    }
    readable
}
