//! Tables as aligned columns where they fit, with wrapped cells where that is enough, and as records elsewhere.

use super::{
    line::{Ink, Line, Role, Segment, columns, indent, stack},
    wrap::{longest_word, wrap},
};

/// A table whose cells are already pieces of text; every row has as many cells as the header.
pub struct Cells {
    pub header: Vec<Vec<Segment>>,
    pub rows: Vec<Vec<Vec<Segment>>>,
}

const GAP: &str = " │ ";

/// A column that wraps its cells is at least this wide; below, a reader loses the thread.
const READABLE: usize = 12;

/// Lays a table out in `width` columns.
pub fn table(cells: &Cells, width: usize) -> Vec<Line> {
    match column_widths(cells, width) {
        Some(widths) => grid(cells, &widths),
        None => records(cells, width),
    }
}

/// The width of each column, or nothing when a grid would break words.
fn column_widths(cells: &Cells, width: usize) -> Option<Vec<usize>> {
    let available = width.checked_sub(columns(GAP) * cells.header.len().saturating_sub(1))?;
    let natural = widest(cells, |text| text.lines().map(columns).max().unwrap_or(0));
    if natural.iter().sum::<usize>() <= available {
        return Some(natural);
    }
    let words = widest(cells, longest_word);
    let least: Vec<usize> =
        natural.iter().zip(words).map(|(natural, word)| word.max(*natural.min(&READABLE))).collect();
    let spare = available.checked_sub(least.iter().sum())?;
    let wanted: usize = natural.iter().zip(&least).map(|(natural, least)| natural - least).sum();
    let share = |(natural, least): (&usize, &usize)| least + (natural - least) * spare / wanted.max(1);
    Some(natural.iter().zip(&least).map(share).collect())
}

fn widest(cells: &Cells, measure: impl Fn(&str) -> usize) -> Vec<usize> {
    let column = |index: usize| {
        let cells = std::iter::once(&cells.header).chain(&cells.rows).filter_map(|row| row.get(index));
        cells.map(|cell| measure(&joined(cell))).max().unwrap_or(0)
    };
    (0..cells.header.len()).map(column).collect()
}

fn joined(cell: &[Segment]) -> String {
    cell.iter().map(Segment::text).collect()
}

fn grid(cells: &Cells, widths: &[usize]) -> Vec<Line> {
    let mut lines = grid_row(&cells.header, widths);
    let rows: Vec<_> = cells.rows.iter().map(|row| grid_row(row, widths)).collect();
    let wrapped = rows.iter().any(|row| row.len() > 1);
    for (index, row) in rows.into_iter().enumerate() {
        if index == 0 || wrapped {
            lines.push(rule(widths));
        }
        lines.extend(row);
    }
    lines
}

fn grid_row(row: &[Vec<Segment>], widths: &[usize]) -> Vec<Line> {
    let cells: Vec<_> = row.iter().zip(widths).map(|(cell, width)| wrap(cell, *width)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let line = |at: usize| {
        let mut line = Line::default();
        let mut end = 0;
        for (index, (cell, width)) in cells.iter().zip(widths).enumerate() {
            if index > 0 {
                line.push(Segment::new(GAP, Ink::role(Role::Small)));
                end += columns(GAP);
            }
            line.extend(cell.get(at).cloned().unwrap_or_default());
            end += width;
            line.pad_to(end);
        }
        line.trimmed()
    };
    (0..height).map(line).collect()
}

fn rule(widths: &[usize]) -> Line {
    let parts: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    Line::new(&parts.join("─┼─"), Role::Small)
}

/// One paragraph a cell, under the name of its column.
fn records(cells: &Cells, width: usize) -> Vec<Line> {
    let record = |row: &Vec<Vec<Segment>>| {
        let fields = cells.header.iter().zip(row).filter(|(_, cell)| !joined(cell).is_empty());
        fields.flat_map(|(name, cell)| field(name, cell, width)).collect::<Vec<_>>()
    };
    stack(cells.rows.iter().map(record))
}

fn field(name: &[Segment], cell: &[Segment], width: usize) -> Vec<Line> {
    let mut text = name.to_vec();
    if !text.is_empty() {
        text.push(Segment::new(": ", Ink::default()));
    }
    text.extend_from_slice(cell);
    let lines = wrap(&text, width.saturating_sub(2));
    indent(lines, &Line::default(), "  ", Role::Body)
}
