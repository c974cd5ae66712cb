//! Text of lessons as lines: paragraphs, code, lists, tables, quotes.

use super::{
    View,
    line::{Ink, Line, Role, Segment, columns, indent, stack},
    segments,
    table::{Cells, table},
    wrap::wrap,
};
use crate::markup::{Admonition, Block, Code, List, ListItem, RichText, Table};

/// Blocks below each other, in `width` columns.
pub fn blocks(blocks: &[Block], view: View, width: usize) -> Vec<Line> {
    stack(blocks.iter().map(|block| self::block(block, view, width)))
}

/// A paragraph.
pub fn text(text: &RichText, role: Role, view: View, width: usize) -> Vec<Line> {
    wrap(&segments(text, role, view), width)
}

/// A heading with a line under it.
pub fn title(title: &RichText, view: View, width: usize) -> Vec<Line> {
    let mut lines = text(title, Role::Title, view, width);
    let longest = lines.iter().map(Line::width).max().unwrap_or(0);
    if longest > 0 {
        lines.push(Line::new(&"─".repeat(longest), Role::Small));
    }
    lines
}

fn block(block: &Block, view: View, width: usize) -> Vec<Line> {
    match block {
        Block::Paragraph(paragraph) => text(paragraph, Role::Body, view, width),
        Block::Heading(heading) => text(heading, Role::Title, view, width),
        Block::Code(code) => self::code(code, width),
        Block::List(list) => self::list(list, view, width),
        Block::Table(table) => grid(table, view, width),
        Block::Quote(quoted) => barred(blocks(quoted, view, width.saturating_sub(2))),
        Block::Admonition(admonition) => self::admonition(admonition, view, width),
        Block::Image { alt, url } => image(alt, url.as_deref(), view, width),
        Block::Rule => vec![Line::new(&"─".repeat(width.min(24)), Role::Small)],
    }
}

/// Code is indented and never wrapped: a line that the reader copies must stay one line.
fn code(code: &Code, width: usize) -> Vec<Line> {
    let mut lines = code
        .title
        .as_deref()
        .map_or_else(Vec::new, |title| wrap(&[Segment::new(title, Ink::role(Role::Small))], width));
    lines.extend(code.text.lines().map(|line| Line::new(&format!("    {line}"), Role::Code).trimmed()));
    lines
}

fn list(list: &List, view: View, width: usize) -> Vec<Line> {
    let last = list.start.map(|start| start + list.items.len() as u64);
    let spacious = list.items.iter().any(|item| !is_tight(item));
    let items = list.items.iter().zip(0..).map(|(item, index)| {
        let number = list.start.map(|start| start + index);
        let bullet = match item.checked {
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
            None => "• ",
        };
        let marker = match (number, last) {
            (Some(number), Some(last)) => format!("{number:>0$}. ", last.saturating_sub(1).to_string().len()),
            _ => bullet.to_owned(),
        };
        let inner = width.saturating_sub(columns(&marker)).max(8);
        let margin = " ".repeat(columns(&marker));
        indent(item_lines(item, view, inner), &Line::new(&marker, Role::Body), &margin, Role::Body)
    });
    if spacious { stack(items) } else { items.flatten().collect() }
}

/// One paragraph, with lists under it at most.
fn is_tight(item: &ListItem) -> bool {
    item.blocks.iter().skip(1).all(|block| matches!(block, Block::List(_)))
}

fn item_lines(item: &ListItem, view: View, width: usize) -> Vec<Line> {
    if item.blocks.is_empty() {
        return vec![Line::default()];
    }
    if is_tight(item) {
        return item.blocks.iter().flat_map(|block| self::block(block, view, width)).collect();
    }
    blocks(&item.blocks, view, width)
}

fn grid(grid: &Table, view: View, width: usize) -> Vec<Line> {
    let header = |cell: &RichText| segments(cell, Role::Title, view);
    let cell = |cell: &RichText| segments(cell, Role::Body, view);
    let cells = Cells {
        header: grid.header.iter().map(header).collect(),
        rows: grid.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
    };
    table(&cells, width)
}

fn admonition(admonition: &Admonition, view: View, width: usize) -> Vec<Line> {
    let mut heading = vec![Segment::new(&view.locale.admonition(&admonition.kind), Ink::role(Role::Title))];
    if let Some(title) = &admonition.title {
        heading.push(Segment::new(": ", Ink::role(Role::Title)));
        heading.extend(segments(title, Role::Title, view));
    }
    let inner = width.saturating_sub(2);
    let mut lines = wrap(&heading, inner);
    lines.extend(blocks(&admonition.blocks, view, inner));
    barred(lines)
}

fn barred(lines: Vec<Line>) -> Vec<Line> {
    indent(lines, &Line::new("│ ", Role::Small), "│ ", Role::Small).into_iter().map(Line::trimmed).collect()
}

/// What stands in place of a picture.
pub fn image(alt: &str, url: Option<&str>, view: View, width: usize) -> Vec<Line> {
    let mut text = format!("[{}", view.locale.picture());
    if !alt.is_empty() {
        text.push_str(": ");
        text.push_str(alt);
    }
    text.push(']');
    let mut segments = vec![Segment::new(&text, Ink::role(Role::Small))];
    if let Some(url) = url {
        segments.push(Segment::new(&format!(" {url}"), Ink::role(Role::Link)));
    }
    wrap(&segments, width)
}
