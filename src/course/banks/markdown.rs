//! Markup as Markdown that reads back as the same markup, with no more backslashes than that takes.

use crate::{
    course::markdown,
    markup::{Admonition, Block, Code, List, ListItem, RichText, Style, Table, Target},
};

/// Keeps two lists, or two quotes, from becoming one.
pub(super) const SEPARATOR: &str = "<!-- -->";

/// Blocks with a blank line between them, without a final line break.
pub(super) fn blocks(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut last: Option<&Block> = None;
    for block in blocks {
        let text = one_block(block);
        if text.is_empty() {
            continue;
        }
        if let Some(last) = last {
            out.push_str("\n\n");
            if would_merge(last, block) {
                out.push_str(SEPARATOR);
                out.push_str("\n\n");
            }
        }
        out.push_str(&text);
        last = Some(block);
    }
    out
}

/// Text for a place that has room for one line: a heading, a cell.
pub(super) fn line(text: &RichText) -> String {
    sound(text, |marks| Inline { marks, breaks: "<br>", in_table: false }.write(text))
}

/// A fence that its text cannot close.
pub(super) fn fence(info: &str, text: &str) -> String {
    let marks = "`".repeat(longest_run(text, '`').max(2) + 1);
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    format!("{marks}{info}\n{text}{end}{marks}")
}

/// A code span that its text cannot close, in one line.
pub(super) fn code(text: &str) -> String {
    let text = text.replace('\n', " ");
    let marks = "`".repeat(longest_run(&text, '`') + 1);
    // One space at both ends is taken off again by the reader.
    let needs_space = text.starts_with('`') || text.ends_with('`') || (text.starts_with(' ') && text.ends_with(' '));
    let space = if needs_space && !text.trim().is_empty() { " " } else { "" };
    format!("{marks}{space}{text}{space}{marks}")
}

/// An item of a list: `marker` in front of the first line, the others set under it.
pub(super) fn item(marker: &str, text: &str) -> String {
    let indent = " ".repeat(marker.len());
    let mut lines = text.lines();
    let mut out = format!("{marker}{}", lines.next().unwrap_or_default()).trim_end().to_owned();
    for line in lines {
        out.push('\n');
        if !line.is_empty() {
            out.push_str(&indent);
            out.push_str(line);
        }
    }
    out
}

pub(super) fn quote(text: &str) -> String {
    let lines = text.lines().map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") });
    lines.collect::<Vec<_>>().join("\n")
}

pub(super) fn table(table: &Table) -> String {
    let cell = |text: &RichText| sound(text, |marks| Inline { marks, breaks: "<br>", in_table: true }.write(text));
    let row = |cells: &[RichText]| format!("| {} |", cells.iter().map(cell).collect::<Vec<_>>().join(" | "));
    let rule = format!("|{}", "---|".repeat(table.header.len()));
    let rows = table.rows.iter().map(|cells| row(cells));
    [row(&table.header), rule].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

fn one_block(block: &Block) -> String {
    match block {
        Block::Paragraph(text) => sound(text, |marks| Inline { marks, breaks: "\\\n", in_table: false }.write(text)),
        Block::Heading(text) => {
            let strong = |style: Style| Style { strong: true, ..style };
            let spans = text.spans().iter().cloned();
            let spans = spans.map(|span| crate::markup::Span { style: strong(span.style), ..span });
            line(&RichText::new(spans.collect()))
        }
        Block::Code(code) => fence(&info(code), &code.text),
        Block::List(list) => self::list(list),
        Block::Table(table) => self::table(table),
        Block::Quote(inner) => quote(&blocks(inner)),
        Block::Admonition(admonition) => self::admonition(admonition),
        Block::Image { alt, url: Some(url) } => format!("![{}](<{url}>)", line(&RichText::plain(alt.as_str()))),
        Block::Image { alt, url: None } => line(&RichText::default().emphasis(alt.as_str())),
        Block::Rule => "***".to_owned(),
    }
}

fn would_merge(last: &Block, next: &Block) -> bool {
    let is_quote = |block: &Block| matches!(block, Block::Quote(_) | Block::Admonition(_));
    matches!((last, next), (Block::List(_), Block::List(_))) || is_quote(last) && is_quote(next)
}

fn info(code: &Code) -> String {
    let mut info = code.language.clone().unwrap_or_default();
    if code.run {
        info.push_str(" run");
    }
    if let Some(title) = code.title.as_deref().filter(|title| !title.contains(['"', '`', '\n'])) {
        info = format!("{info} title=\"{title}\"").trim_start().to_owned();
    }
    info
}

fn list(list: &List) -> String {
    let numbers = list.start.map(|start| start..);
    let mut items = Vec::new();
    for (index, entry) in list.items.iter().enumerate() {
        let marker = match numbers.as_ref().and_then(|numbers| numbers.clone().nth(index)) {
            Some(number) => format!("{number}. "),
            None => "- ".to_owned(),
        };
        items.push(list_item(&marker, entry));
    }
    let is_loose = items.iter().any(|item| item.contains("\n\n"));
    items.join(if is_loose { "\n\n" } else { "\n" })
}

fn list_item(marker: &str, entry: &ListItem) -> String {
    let text = blocks(&entry.blocks);
    match entry.checked {
        Some(checked) => task(marker, checked, &entry.blocks, &text),
        None => item(marker, &text),
    }
}

/// An item with a box. A box needs text behind it in its line: where there is none, an empty comment stands for it.
pub(super) fn task(marker: &str, checked: bool, content: &[Block], text: &str) -> String {
    let tick = if checked { "[x] " } else { "[ ] " };
    match content.first() {
        Some(Block::Paragraph(_)) => item(marker, &format!("{tick}{text}")),
        Some(_) | None => item(marker, &format!("{tick}{SEPARATOR}\n\n{text}")),
    }
}

fn admonition(admonition: &Admonition) -> String {
    const ALERTS: [&str; 5] = ["note", "tip", "important", "warning", "caution"];
    let title = admonition.title.clone().map(Block::Heading);
    let inner: Vec<Block> = title.into_iter().chain(admonition.blocks.iter().cloned()).collect();
    let kind = if ALERTS.contains(&admonition.kind.as_str()) { admonition.kind.as_str() } else { "note" };
    quote(&format!("[!{}]\n{}", kind.to_uppercase(), blocks(&inner)))
}

fn longest_run(text: &str, mark: char) -> usize {
    text.split(|c| c != mark).map(str::len).max().unwrap_or(0)
}

/// How styles are marked. Asterisks read better; elements hold where asterisks would not count as marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marks {
    Asterisks,
    Elements,
}

/// Writes with asterisks if that reads back, else with elements.
fn sound(text: &RichText, write: impl Fn(Marks) -> String) -> String {
    let nice = write(Marks::Asterisks);
    let is_plain = text.spans().iter().all(|span| span.style == Style::default() && span.target.is_none());
    if is_plain {
        return nice;
    }
    let squeezed = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let read = crate::markup::plain_text(&markdown::blocks(&nice));
    if squeezed(read) == squeezed(text.to_string()) { nice } else { write(Marks::Elements) }
}

/// A style or link that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Mark {
    Link(String),
    Strong,
    Emphasis,
    Strikethrough,
}

struct Inline {
    marks: Marks,
    /// What stands for a line break.
    breaks: &'static str,
    in_table: bool,
}

impl Inline {
    fn write(&self, text: &RichText) -> String {
        let mut out = String::new();
        let mut open: Vec<Mark> = Vec::new();
        let mut spaces = String::new();
        for span in text.spans().iter().filter(|span| !span.text.is_empty()) {
            let wanted = wanted_marks(span.style, span.target.as_ref());
            let kept = open.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
            for mark in open.drain(kept..).rev() {
                out.push_str(&self.closing(&mark));
            }
            let (before, core, after) =
                if span.style.code { ("", span.text.as_str(), "") } else { trimmed(&span.text) };
            spaces.push_str(before);
            self.break_lines(&spaces, &mut out);
            spaces.clear();
            if core.is_empty() {
                spaces.push_str(after);
                continue;
            }
            for mark in wanted.iter().skip(kept) {
                out.push_str(self.opening(mark));
            }
            open = wanted;
            if span.style.code {
                let code = code(core);
                out.push_str(&if self.in_table { code.replace('|', "\\|") } else { code });
            } else {
                self.escape(core, open.iter().any(|mark| matches!(mark, Mark::Link(_))), &mut out);
            }
            spaces.push_str(after);
        }
        for mark in open.iter().rev() {
            out.push_str(&self.closing(mark));
        }
        out.trim().to_owned()
    }

    fn opening(&self, mark: &Mark) -> &'static str {
        match (mark, self.marks) {
            (Mark::Link(_), _) => "[",
            (Mark::Strong, Marks::Asterisks) => "**",
            (Mark::Emphasis, Marks::Asterisks) => "*",
            (Mark::Strikethrough, Marks::Asterisks) => "~~",
            (Mark::Strong, Marks::Elements) => "<strong>",
            (Mark::Emphasis, Marks::Elements) => "<em>",
            (Mark::Strikethrough, Marks::Elements) => "<del>",
        }
    }

    fn closing(&self, mark: &Mark) -> String {
        match mark {
            Mark::Link(url) => format!("](<{url}>)"),
            Mark::Strong | Mark::Emphasis | Mark::Strikethrough => self.opening(mark).replace('<', "</"),
        }
    }

    fn break_lines(&self, spaces: &str, out: &mut String) {
        out.push_str(&spaces.replace('\n', self.breaks));
    }

    fn escape(&self, text: &str, in_link: bool, out: &mut String) {
        let chars: Vec<char> = text.chars().collect();
        let at = |index: usize| chars.get(index).copied();
        for (index, c) in chars.iter().copied().enumerate() {
            if c == '\n' {
                self.break_lines("\n", out);
                continue;
            }
            let before = index.checked_sub(1).and_then(at);
            let rest = chars.get(index + 1..).unwrap_or(&[]);
            let starts_line = out.is_empty() || out.ends_with('\n');
            let means_something = match c {
                '|' => self.in_table || starts_line,
                ']' => in_link,
                _ => is_mark(c, before, rest) || starts_line && opens_block(c, rest) || closes_number(c, out, rest),
            };
            if means_something {
                out.push('\\');
            }
            out.push(c);
        }
    }
}

fn wanted_marks(style: Style, target: Option<&Target>) -> Vec<Mark> {
    let link = match target {
        Some(Target::Url(url)) if !url.contains(['<', '>', '\n']) => Some(Mark::Link(url.clone())),
        Some(Target::Url(_) | Target::Command(_) | Target::Time(_) | Target::Channel(_)) | None => None,
    };
    let styles = [
        style.strong.then_some(Mark::Strong),
        style.emphasis.then_some(Mark::Emphasis),
        style.strikethrough.then_some(Mark::Strikethrough),
    ];
    link.into_iter().chain(styles.into_iter().flatten()).collect()
}

/// White space in front, text, white space behind.
fn trimmed(text: &str) -> (&str, &str, &str) {
    let core = text.trim();
    let (before, after) = text.split_once(core).unwrap_or(("", ""));
    if core.is_empty() { ("", "", text) } else { (before, core, after) }
}

/// Whether `c` could mean something to Markdown where it stands in a line.
fn is_mark(c: char, before: Option<char>, rest: &[char]) -> bool {
    let next = rest.first().copied();
    let is_space = |c: Option<char>| c.is_some_and(char::is_whitespace);
    match c {
        '\\' => next.is_none_or(|next| next.is_ascii_punctuation() || next == '\n'),
        '`' | '[' => true,
        '*' | '~' => !(is_space(before) && is_space(next)),
        '_' => !(before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)),
        '<' => next.is_some_and(|next| next.is_ascii_alphabetic() || "/!?".contains(next)),
        '&' => {
            let name = rest.iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '#').count();
            name > 0 && rest.get(name) == Some(&';')
        }
        _ => false,
    }
}

/// Whether `c` at the start of a line would open a heading, a quote, a list, a rule or a table.
fn opens_block(c: char, rest: &[char]) -> bool {
    let next = rest.first().copied();
    let ends = next.is_none_or(char::is_whitespace);
    match c {
        '#' => rest.iter().find(|c| **c != '#').is_none_or(|c| c.is_whitespace()),
        '>' => true,
        '*' | '+' => ends,
        '-' => ends || next == Some('-'),
        '=' => ends || next == Some('='),
        ':' => next == Some('-'),
        _ => false,
    }
}

/// Whether `c` stands behind the number that opens a line, as in "1. First".
fn closes_number(c: char, out: &str, rest: &[char]) -> bool {
    let line = out.rsplit('\n').next().unwrap_or_default();
    let is_number = !line.is_empty() && line.len() <= 9 && line.bytes().all(|b| b.is_ascii_digit());
    (c == '.' || c == ')') && is_number && rest.first().is_none_or(|next| next.is_whitespace())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::markup::Span;

    fn paragraph(text: impl Into<RichText>) -> Block {
        Block::Paragraph(text.into())
    }

    #[track_caller]
    fn reads_back(written: &[Block], source: &str) {
        assert_eq!(blocks(written), source);
        assert_eq!(markdown::blocks(source), written);
    }

    #[test]
    fn prose_stays_prose() {
        reads_back(
            &[paragraph("# 2 * 3 = snake_case < 5 & *p != [0] `x` a|b <b> &lt; \\n \\* {x}")],
            r"\# 2 * 3 = snake_case < 5 & \*p != \[0] \`x\` a|b \<b> \&lt; \n \\\* {x}",
        );
        for (text, source) in [
            ("- item", r"\- item"),
            ("1. item", r"1\. item"),
            ("> x", r"\> x"),
            ("---", r"\---"),
            ("-5", "-5"),
            ("#tag", "#tag"),
            ("+", r"\+"),
            ("_____", r"\_\_\_\_\_"),
        ] {
            reads_back(&[paragraph(text)], source);
        }
    }

    #[test]
    fn styles_and_links_are_marked() {
        let text = RichText::default().text("Use ").strong("await").text(", not ").code("a `b`").text(" or ");
        reads_back(
            &[paragraph(text.link("this", "https://x.example/(a)"))],
            "Use **await**, not `` a `b` `` or [this](<https://x.example/(a)>)",
        );
        reads_back(&[paragraph(RichText::default().text("a").strong("(b)").text("c"))], "a<strong>(b)</strong>c");
        reads_back(&[paragraph("two\nlines")], "two\\\nlines");
    }

    #[test]
    fn neighbours_are_kept_apart() {
        let list = |text: &str| {
            let items = vec![ListItem { checked: None, blocks: vec![paragraph(text)] }];
            Block::List(List { start: None, items })
        };
        reads_back(&[list("a"), list("b")], "- a\n\n<!-- -->\n\n- b");
        reads_back(
            &[Block::Quote(vec![paragraph("a"), paragraph("b")]), Block::Quote(vec![paragraph("c")])],
            "> a\n>\n> b\n\n<!-- -->\n\n> c",
        );
    }

    #[test]
    fn a_fence_is_longer_than_what_is_in_it() {
        let code = Code { language: Some("md".into()), text: "````\nx".into(), title: None, run: true };
        reads_back(&[Block::Code(code)], "`````md run\n````\nx\n`````");
    }

    #[test]
    fn a_table_keeps_its_bars() {
        let header = vec!["a".into(), RichText::default()];
        let rows = vec![vec!["x | y".into(), RichText::default().code("a|b")]];
        reads_back(&[Block::Table(Table { header, rows })], "| a |  |\n|---|---|\n| x \\| y | `a\\|b` |");
    }

    fn any_text() -> impl Strategy<Value = String> {
        r"[a-z0-9*_`~\[\]()<>#&;:|!{}=+.\\/-]{1,6}( [a-zA-Z0-9*_`~\[\]()<>#&;:|!{}=+.\\/-]{1,6}){0,4}"
    }

    fn any_rich() -> impl Strategy<Value = RichText> {
        let span =
            (any_text(), any::<[bool; 3]>(), 0..8u8).prop_map(|(text, [strong, emphasis, strikethrough], kind)| {
                let code = kind == 0;
                let target = (kind == 1).then(|| Target::Url("https://x.example/a".to_owned()));
                Span { text, style: Style { strong, emphasis, strikethrough, code }, target }
            });
        proptest::collection::vec(span, 1..4).prop_map(|spans| {
            let mut text = RichText::default();
            for span in spans {
                text.push(span);
                text.push(Span::plain(" and "));
            }
            text.text("end")
        })
    }

    proptest! {
        #[test]
        fn any_prose_reads_back(text in any_text()) {
            let written = vec![paragraph(text)];
            prop_assert_eq!(markdown::blocks(&blocks(&written)), written);
        }

        #[test]
        fn any_styles_read_back(text in any_rich()) {
            let written = vec![paragraph(text)];
            let source = blocks(&written);
            prop_assert_eq!(markdown::blocks(&source), written, "{}", source);
        }
    }
}
