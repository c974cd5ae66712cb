//! Tables, which Discord does not have: narrow ones drawn in fixed width, wide ones told row by row.

use unicode_width::UnicodeWidthStr;

use super::markdown::{Margin, Voice, fenced, rich, strong_line};
use crate::{
    markup::{RichText, Table, Target},
    paging::size::MAX_TABLE_WIDTH,
};

const GAP: &str = "  ";

pub(super) fn table(out: &mut String, table: &Table, voice: Voice<'_>, margin: Margin) {
    let rows: Vec<Vec<String>> = std::iter::once(&table.header).chain(&table.rows).map(|row| texts(row)).collect();
    match widths(&rows) {
        Some(widths) if !has_links(table) => draw(out, &rows, &widths, margin),
        _ => tell(out, table, voice, margin),
    }
}

fn texts(row: &[RichText]) -> Vec<String> {
    row.iter().map(|cell| cell.to_string().chars().map(|c| if c.is_control() { ' ' } else { c }).collect()).collect()
}

/// The width of each column on the screen, if all of them fit a phone.
fn widths(rows: &[Vec<String>]) -> Option<Vec<usize>> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(widest).collect();
    let total = widths.iter().sum::<usize>() + GAP.len() * columns.saturating_sub(1);
    (columns > 0 && total <= MAX_TABLE_WIDTH).then_some(widths)
}

/// A drawn table has no links.
fn has_links(table: &Table) -> bool {
    let cells = std::iter::once(&table.header).chain(&table.rows).flatten();
    cells.flat_map(RichText::spans).any(|span| matches!(span.target, Some(Target::Url(_))))
}

fn draw(out: &mut String, rows: &[Vec<String>], widths: &[usize], margin: Margin) {
    let line = |row: &Vec<String>| {
        let padded = |(cell, width): (&String, &usize)| format!("{cell}{}", " ".repeat(width - cell.width()));
        let cells: Vec<String> = row.iter().zip(widths).map(padded).collect();
        cells.join(GAP).trim_end().to_owned()
    };
    let rule = widths.iter().map(|width| "─".repeat(*width)).collect::<Vec<_>>().join(GAP);
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    lines.insert(1.min(lines.len()), rule);
    margin.start_line(out);
    out.push_str("```");
    fenced(out, lines.iter().map(String::as_str), margin);
}

/// The first cell in bold, then a line for each other one: legible at any width, and to a screen reader.
fn tell(out: &mut String, table: &Table, voice: Voice<'_>, margin: Margin) {
    let mut first = true;
    for row in if table.rows.is_empty() { std::slice::from_ref(&table.header) } else { &table.rows } {
        if !first {
            margin.new_line(out);
            out.push('\n');
        }
        first = false;
        tell_row(out, &table.header, row, voice, margin);
    }
}

fn tell_row(out: &mut String, header: &[RichText], row: &[RichText], voice: Voice<'_>, margin: Margin) {
    for (column, (name, cell)) in header.iter().zip(row).enumerate() {
        if column == 0 {
            strong_line(out, cell, voice, margin);
            continue;
        }
        if cell.is_empty() {
            continue;
        }
        out.push('\n');
        margin.start_line(out);
        if !name.is_empty() {
            rich(out, name, voice, margin);
            out.push_str(": ");
        }
        rich(out, cell, voice, margin);
    }
}
