//! A message's JSON in the look of Discord's dark theme: near enough to see what is too long, too wide or ugly.

use std::fmt::Write as _;

use serde_json::Value;

use super::markdown::{self, escape};

const STYLE: &str = include_str!("look.css");

/// A page with one message. `picture` is the address of the message's attachment.
pub fn page(title: &str, message: &Value, picture: Option<&str>) -> String {
    let mut body = String::new();
    for embed in list(&message["embeds"]) {
        body.push_str(&self::embed(embed));
    }
    for one in list(&message["components"]) {
        body.push_str(&component(one, picture));
    }
    format!(
        "<!doctype html><meta charset=utf-8><meta name=viewport content=\"width=device-width\"><title>{}</title>\
         <style>{STYLE}</style><div class=message><div class=avatar>D</div><div class=body>\
         <div class=author>Docent <span class=app>APP</span></div>{body}</div></div>",
        escape(title)
    )
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn component(of: &Value, picture: Option<&str>) -> String {
    let inside = |name: &str| -> String { list(&of[name]).iter().map(|one| component(one, picture)).collect() };
    match of["type"].as_u64() {
        Some(1) => format!("<div class=row>{}</div>", inside("components")),
        Some(2) => button(of),
        Some(3 | 6 | 8) => select(of),
        Some(10) => format!("<div class=text>{}</div>", markdown::html(text(&of["content"]))),
        Some(12) => format!("<img src=\"{}\">", picture.unwrap_or_default()),
        Some(14) => "<hr>".to_owned(),
        Some(17) => {
            let accent = of["accent_color"].as_u64().map(|colour| format!("border-left:4px solid #{colour:06x}"));
            format!("<div class=container style=\"{}\">{}</div>", accent.unwrap_or_default(), inside("components"))
        }
        _ => format!("<pre>{}</pre>", escape(&of.to_string())),
    }
}

fn button(of: &Value) -> String {
    let class = match of["style"].as_u64() {
        Some(1) => "primary",
        Some(3) => "success",
        Some(4) => "danger",
        _ => "secondary",
    };
    let link = if of["url"].is_string() { " ↗" } else { "" };
    let off = if of["disabled"] == true { " off" } else { "" };
    format!("<div class=\"button {class}{off}\">{}{link}</div>", escape(text(&of["label"])))
}

/// Closed: with what is selected, or the placeholder.
fn select(of: &Value) -> String {
    let chosen = list(&of["options"]).iter().find(|option| option["default"] == true);
    let (class, shown) = match chosen {
        Some(option) => ("chosen", text(&option["label"])),
        None => ("", text(&of["placeholder"])),
    };
    format!("<div class=\"select {class}\"><span>{}</span><b>⌄</b></div>", escape(shown))
}

fn embed(of: &Value) -> String {
    let mut out =
        format!("<div class=embed style=\"border-left-color:#{:06x}\">", of["color"].as_u64().unwrap_or(0x3f_40_48));
    let mut part = |class: &str, value: &Value| {
        if let Some(content) = value.as_str() {
            let content = markdown::html(content);
            write!(out, "<div class={class}>{content}</div>").expect("a String takes whatever is written");
        }
    };
    part("name", &of["author"]["name"]);
    part("title", &of["title"]);
    part("text", &of["description"]);
    part("footer", &of["footer"]["text"]);
    out + "</div>"
}
