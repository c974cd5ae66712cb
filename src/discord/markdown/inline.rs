//! Runs of styled text: emphasis, code, links, and everything escaped that Discord would take for markup.

use std::fmt::Write as _;

use super::{Margin, NOTHING, Voice};
use crate::{
    markup::{Span, Style, Target},
    paging::size::MAX_URL,
};

/// Writes one span after the other and keeps their marks apart.
pub(super) struct Inline<'a> {
    pub(super) out: &'a mut String,
    pub(super) margin: Margin,
    pub(super) voice: Voice<'a>,
    /// Nothing of the line is written yet, so that a "#" would begin a heading.
    pub(super) line_start: bool,
    /// The last thing written is a mark, which must not touch another one.
    pub(super) closed: bool,
    /// Everything is bold already.
    pub(super) strong: bool,
}

impl Inline<'_> {
    pub(super) fn span(&mut self, span: &Span) {
        if span.text.is_empty() {
            return;
        }
        if self.reference(span) {
            return;
        }
        let text = span.text.as_str();
        let (before, rest) = text.split_at(text.len() - text.trim_start().len());
        let (content, after) = rest.split_at(rest.trim_end().len());
        self.prose(before);
        if !content.is_empty() {
            self.content(content, span);
            self.prose(after);
        }
    }

    /// What Discord shows in its own way.
    fn reference(&mut self, span: &Span) -> bool {
        let written = match &span.target {
            Some(Target::Command(name)) => match self.voice.commands.of(name) {
                Some(id) => write!(self.out, "</{name}:{id}>"),
                None => return false,
            },
            Some(Target::Time(at)) => write!(self.out, "<t:{}:R>", at.as_seconds()),
            Some(Target::Channel(id)) => write!(self.out, "<#{id}>"),
            Some(Target::Url(_)) | None => return false,
        };
        written.expect("writing into a String cannot fail");
        (self.line_start, self.closed) = (false, false);
        true
    }

    /// Text without blanks around it, in its marks.
    fn content(&mut self, content: &str, span: &Span) {
        let Style { strong, emphasis, strikethrough, code } = span.style;
        let marks = [(strikethrough, "~~"), (strong && !self.strong, "**"), (emphasis, "*")];
        let marked = code || marks.iter().any(|(on, _)| *on);
        if marked && self.closed {
            self.out.push(NOTHING);
        }
        let url = match &span.target {
            Some(Target::Url(url)) => address(url),
            Some(Target::Command(_) | Target::Time(_) | Target::Channel(_)) | None => None,
        };
        marks.iter().filter(|(on, _)| *on).for_each(|(_, mark)| self.out.push_str(mark));
        self.linked(content, code, url.as_deref());
        marks.iter().rev().filter(|(on, _)| *on).for_each(|(_, mark)| self.out.push_str(mark));
        (self.line_start, self.closed) = (false, marked);
    }

    fn linked(&mut self, content: &str, code: bool, url: Option<&str>) {
        match url {
            None => self.bare(content, code),
            Some(url) if content == url => {
                self.out.push('<');
                self.out.push_str(url);
                self.out.push('>');
            }
            // Discord shows no link whose text is an address itself.
            Some(url) if content.contains("://") => {
                self.bare(content, code);
                write!(self.out, " (<{url}>)").expect("writing into a String cannot fail");
            }
            Some(url) => {
                self.out.push('[');
                self.line_start = false;
                // A lone bracket would end the text of the link.
                if balanced(content) {
                    self.bare(content, code);
                } else {
                    self.bare(&content.replace('[', "(").replace(']', ")"), code);
                }
                write!(self.out, "]({url})").expect("writing into a String cannot fail");
            }
        }
    }

    fn bare(&mut self, content: &str, code: bool) {
        if code {
            code_span(self.out, content);
        } else {
            self.prose(content);
        }
    }

    fn prose(&mut self, text: &str) {
        if !text.is_empty() {
            self.line_start = prose(self.out, text, self.margin, self.line_start);
            self.closed = false;
        }
    }
}

/// Writes `text` with everything escaped that Discord would take for markup. Says whether a line begins after it.
pub(super) fn prose(out: &mut String, text: &str, margin: Margin, mut line_start: bool) -> bool {
    let mut rest = text;
    let mut before = None;
    let mut digits = false;
    while let Some(c) = rest.chars().next() {
        if !line_start && is_plain(c) {
            let (plain, after) = rest.split_at(rest.find(|c| !is_plain(c)).unwrap_or(rest.len()));
            out.push_str(plain);
            (digits, before, rest) = (false, plain.chars().last(), after);
            continue;
        }
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        if c == 'h' && before.is_none_or(|c: char| c.is_whitespace() || c == '(') {
            let url = bare_address(rest);
            out.push_str(url);
            if !url.is_empty() {
                (line_start, digits, before) = (false, false, url.chars().last());
                rest = rest.get(url.len()..).unwrap_or_default();
                continue;
            }
        }
        if c == '\n' {
            margin.new_line(out);
        } else {
            if is_markup(c, after, line_start, digits) {
                out.push('\\');
            }
            // Control characters show nothing and can break what stands beside them.
            out.push(if c.is_control() { ' ' } else { c });
            if c == '@' && (after.starts_with("everyone") || after.starts_with("here")) {
                out.push(NOTHING);
            }
        }
        digits = c.is_ascii_digit() && (line_start || digits);
        line_start = c == '\n' || (line_start && c == ' ');
        before = Some(c);
        rest = after;
    }
    line_start
}

/// Whether `c` means nothing, wherever it stands but at the start of a line. An "h" may begin an address.
fn is_plain(c: char) -> bool {
    c != 'h' && (c.is_ascii_alphabetic() || matches!(c, ' ' | ',' | '\''))
}

fn is_markup(c: char, after: &str, line_start: bool, digits: bool) -> bool {
    let next = after.chars().next();
    match c {
        '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '[' | ']' => true,
        '#' | '-' | '>' | '+' => line_start,
        // A numbered list.
        '.' => digits,
        // An emoji by its name.
        ':' => next.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-')),
        _ => false,
    }
}

/// The part of `text` from its start on that is an address, as people type it. Escaping it would break the link.
fn bare_address(text: &str) -> &str {
    if !text.starts_with("https://") && !text.starts_with("http://") {
        return "";
    }
    let safe = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#=&%+,;!".contains(c);
    let end = text.find(|c: char| !safe(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default().trim_end_matches(['.', ',', ':', ';', '!', '?', '_', '~'])
}

/// Text between backticks, two when there are some inside. Three would begin a code block, so that neighbours inside
/// are kept apart; blanks keep the outer ones off the marks.
fn code_span(out: &mut String, text: &str) {
    let mark = if text.contains('`') { "``" } else { "`" };
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    out.push_str(mark);
    out.push_str(blank);
    let mut before = ' ';
    for c in text.chars() {
        if c == '`' && before == '`' {
            out.push(NOTHING);
        }
        out.push(if c.is_control() { ' ' } else { c });
        before = c;
    }
    out.push_str(blank);
    out.push_str(mark);
}

/// An address that can stand between parentheses or angle brackets; `None` for one that is none, or too long.
fn address(url: &str) -> Option<String> {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    if !is_web || url.len() > MAX_URL {
        return None;
    }
    let mut encoded = String::with_capacity(url.len());
    for c in url.chars() {
        if c.is_ascii_alphanumeric() || "-._~:/?#=&%+,;!@$".contains(c) {
            encoded.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                write!(encoded, "%{byte:02X}").expect("writing into a String cannot fail");
            }
        }
    }
    Some(encoded)
}

/// Whether every bracket has its partner, at one level: what Discord allows in the text of a link.
fn balanced(text: &str) -> bool {
    let depth = text.chars().try_fold(0_u8, |depth, c| match (c, depth) {
        ('[', 0) => Some(1),
        (']', 1) => Some(0),
        ('[' | ']', _) => None,
        _ => Some(depth),
    });
    depth == Some(0)
}
