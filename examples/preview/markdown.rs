//! Discord's Markdown as HTML, as far as Docent writes it.

use std::fmt::Write as _;

/// One text display.
pub fn html(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let (quoted, line) = match line.strip_prefix("> ") {
            Some(rest) => (true, rest),
            None => (false, line),
        };
        let inner = if let Some(language) = line.trim_start().strip_prefix("```") {
            let code: Vec<&str> =
                lines.by_ref().take_while(|line| !line.trim_start_matches("> ").starts_with("```")).collect();
            code_block(&code, language)
        } else {
            self::line(line)
        };
        let class = if quoted { "quote" } else { "line" };
        writeln!(out, "<div class={class}>{inner}</div>").expect("a String takes whatever is written");
    }
    out
}

fn code_block(lines: &[&str], language: &str) -> String {
    let code: Vec<String> = lines.iter().map(|line| escape(line.strip_prefix("> ").unwrap_or(line))).collect();
    format!("<pre title=\"{}\">{}</pre>", escape(language), code.join("\n"))
}

fn line(line: &str) -> String {
    const HEADINGS: [(&str, &str); 4] = [("### ", "h3"), ("## ", "h2"), ("# ", "h1"), ("-# ", "small")];
    if line.is_empty() {
        return "<br>".to_owned();
    }
    if let Some((mark, tag)) = HEADINGS.iter().find(|(mark, _)| line.starts_with(mark)) {
        return format!("<{tag}>{}</{tag}>", spans(line.trim_start_matches(mark)));
    }
    let item = line.trim_start();
    let depth = (line.len() - item.len()) / 2;
    let marker = item
        .split_once(' ')
        .filter(|(mark, _)| *mark == "-" || mark.strip_suffix('.').is_some_and(|number| number.parse::<u64>().is_ok()));
    match marker {
        Some((mark, rest)) => {
            let mark = if mark == "-" { "•" } else { mark };
            let indent = depth * 16;
            format!(
                "<div class=item style=\"margin-left:{indent}px\"><span>{mark}</span><div>{}</div></div>",
                spans(rest)
            )
        }
        None if depth > 0 => format!("<div style=\"margin-left:{}px\">{}</div>", depth * 16 + 8, spans(item)),
        None => spans(line),
    }
}

/// Styles within a line.
fn spans(line: &str) -> String {
    const MARKS: [(&str, &str); 4] = [("**", "b"), ("~~", "s"), ("__", "u"), ("*", "i")];
    let mut out = String::new();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if c == '\\' {
            let mut escaped = rest.chars();
            escaped.next();
            out.push_str(&escape(&escaped.next().unwrap_or('\\').to_string()));
            rest = escaped.as_str();
        } else if let Some((code, after)) = code_span(rest) {
            write!(out, "<code>{}</code>", escape(code)).expect("a String takes whatever is written");
            rest = after;
        } else if let Some((text, after)) = link(rest) {
            write!(out, "<a>{}</a>", spans(text)).expect("a String takes whatever is written");
            rest = after;
        } else if let Some((shown, after)) = reference(rest) {
            out.push_str(&shown);
            rest = after;
        } else if let Some((mark, tag)) = MARKS.iter().find(|(mark, _)| rest.starts_with(mark)) {
            match open.iter().position(|name| name == tag) {
                Some(at) => {
                    open.remove(at);
                    write!(out, "</{tag}>").expect("a String takes whatever is written");
                }
                None => {
                    open.push(tag);
                    write!(out, "<{tag}>").expect("a String takes whatever is written");
                }
            }
            rest = rest.strip_prefix(mark).unwrap_or_default();
        } else {
            out.push_str(&escape(&c.to_string()));
            rest = rest.strip_prefix(c).unwrap_or_default();
        }
    }
    out
}

/// The code and what follows it.
fn code_span(text: &str) -> Option<(&str, &str)> {
    let mark = ["``", "`"].into_iter().find(|mark| text.starts_with(mark))?;
    text.strip_prefix(mark)?.split_once(mark)
}

fn link(text: &str) -> Option<(&str, &str)> {
    let (name, after) = text.strip_prefix('[')?.split_once("](")?;
    Some((name, after.split_once(')')?.1))
}

/// Commands, moments, channels and plain addresses.
fn reference(text: &str) -> Option<(String, &str)> {
    let (inner, after) = text.strip_prefix('<')?.split_once('>')?;
    let shown = match inner.split_once(':') {
        Some((name, _)) if inner.starts_with('/') => format!("<span class=mention>{}</span>", escape(name)),
        Some(("t", _)) => "<span class=time>in 2 days</span>".to_owned(),
        _ if inner.starts_with('#') => "<span class=mention>#channel</span>".to_owned(),
        _ => format!("<a>{}</a>", escape(inner)),
    };
    Some((shown, after))
}

pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
