//! Embeds. <https://discord.com/developers/docs/resources/message#embed-object-embed-limits>

use serde_json::Value;

use crate::check::{Mistakes, length};
use crate::limits;

pub(crate) fn check(mistakes: &mut Mistakes, path: &str, embeds: &Value) {
    let list = mistakes.list(path, embeds, 0, limits::EMBEDS);
    for (index, embed) in list.iter().enumerate() {
        one(mistakes, &format!("{path}.{index}"), embed);
    }
    let sum: usize = list.iter().map(characters).sum();
    if sum > limits::EMBED_SUM {
        let what = format!("Embeds have {sum} characters together, at most {}.", limits::EMBED_SUM);
        mistakes.add(path, "MAX_EMBED_SIZE_EXCEEDED", what);
    }
}

fn one(mistakes: &mut Mistakes, path: &str, embed: &Value) {
    mistakes.at_most(format!("{path}.title"), &embed["title"], limits::EMBED_TITLE);
    mistakes.at_most(format!("{path}.description"), &embed["description"], limits::EMBED_DESCRIPTION);
    mistakes.at_most(format!("{path}.footer.text"), &embed["footer"]["text"], limits::EMBED_FOOTER);
    mistakes.at_most(format!("{path}.author.name"), &embed["author"]["name"], limits::EMBED_AUTHOR);
    mistakes.range(format!("{path}.color"), &embed["color"], 0..=0x00FF_FFFF);
    let fields = mistakes.list(&format!("{path}.fields"), &embed["fields"], 0, limits::EMBED_FIELDS);
    for (index, field) in fields.iter().enumerate() {
        mistakes.required(format!("{path}.fields.{index}.name"), &field["name"], limits::EMBED_FIELD_NAME);
        mistakes.required(format!("{path}.fields.{index}.value"), &field["value"], limits::EMBED_FIELD_VALUE);
    }
}

/// What counts towards the sum: title, description, fields, footer and author.
fn characters(embed: &Value) -> usize {
    let fields = embed["fields"].as_array().into_iter().flatten();
    let fields: usize = fields.map(|field| length(&field["name"]) + length(&field["value"])).sum();
    length(&embed["title"])
        + length(&embed["description"])
        + length(&embed["footer"]["text"])
        + length(&embed["author"]["name"])
        + fields
}
