//! Where a page may end: fills a room with blocks and cuts the block that no longer fits.

use unicode_segmentation::UnicodeSegmentation;

use super::size::{self, Margin};
use crate::markup::{Admonition, Block, Code, List, ListItem, RichText, Span, Table};

/// The least room in which something can always be put: a letter of code under the longest title. A container whose
/// frame leaves less is taken apart.
const MIN_ROOM: usize = super::MIN_BUDGET / 2;

/// Whether something must be taken from the blocks at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Must {
    /// The room is as good as a fresh page, at least [`MIN_ROOM`]: take something, even if a sentence has to be cut.
    Take,
    /// There is something on the page already: take nothing rather than cut badly.
    NotCut,
}

/// What goes on the page, and what is left for the next.
type Cut = (Vec<Block>, Vec<Block>);

/// Takes as many `blocks` as fit into `room`, the last of them cut if need be. `None` when nothing can be taken,
/// which with [`Must::Take`] does not happen.
pub(super) fn fill(blocks: &[Block], margin: Margin, room: usize, must: Must) -> Option<Cut> {
    let (taken, used) = whole(blocks.iter().map(|block| size::block(block, margin)), room);
    let (page, rest) = blocks.split_at(taken);
    let Some((next, after)) = rest.split_first() else {
        return Some((page.to_vec(), Vec::new()));
    };
    let headings = page.iter().rev().take_while(|block| matches!(block, Block::Heading(_))).count();
    let body = taken - headings;
    let room_left = room - used;
    // Under nothing but headings the next block has to give something, unless they fill the page by themselves.
    let must_cut = if body == 0 && must == Must::Take && room_left >= MIN_ROOM { Must::Take } else { Must::NotCut };
    let worth_cutting = must_cut == Must::Take || used * 2 <= room || size::block(next, margin) > room;
    let cut = worth_cutting.then(|| split(next, margin, room_left, must_cut)).flatten();
    if let Some((head, tail)) = cut {
        return Some(([page, head.as_slice()].concat(), [tail.as_slice(), after].concat()));
    }
    let end = if body == 0 && must == Must::Take { taken } else { body };
    (end > 0).then(|| (blocks.iter().take(end).cloned().collect(), blocks.iter().skip(end).cloned().collect()))
}

/// How many of the leading sizes fit into `room`, and what they take.
fn whole(sizes: impl Iterator<Item = usize>, room: usize) -> (usize, usize) {
    let mut used = 0;
    let mut taken = 0;
    for size in sizes {
        if used + size > room {
            break;
        }
        used += size;
        taken += 1;
    }
    (taken, used)
}

/// Cuts one block that is larger than `room`.
fn split(block: &Block, margin: Margin, room: usize, must: Must) -> Option<Cut> {
    match block {
        Block::Paragraph(text) => split_paragraph(text, margin, room, must),
        Block::Heading(text) if must == Must::Take => split_paragraph(text, margin, room, must),
        Block::Heading(_) | Block::Rule => None,
        Block::Code(code) => split_code(code, margin, room, must),
        Block::List(list) => split_list(list, margin, room, must),
        Block::Table(table) => split_table(table, margin, room, must),
        Block::Quote(blocks) => split_quote(blocks, margin, room, must),
        Block::Admonition(admonition) => split_admonition(admonition, margin, room, must),
        Block::Image { alt, url } => {
            let text = match url {
                Some(url) => RichText::default().link(alt, url),
                None => RichText::plain(alt),
            };
            split_paragraph(&text, margin, room, must)
        }
    }
}

fn split_paragraph(text: &RichText, margin: Margin, room: usize, must: Must) -> Option<Cut> {
    let room = room.checked_sub(size::block(&Block::Paragraph(RichText::default()), margin))?;
    let bare = text.to_string();
    let fits = |end: &usize| size::paragraph(&slice(text, 0, *end), margin) <= room;
    let last_fitting =
        |ends: &[usize]| ends.partition_point(fits).checked_sub(1).and_then(|last| ends.get(last).copied());
    let cut = |text: &RichText, at: usize| {
        let piece = |from, to| vec![Block::Paragraph(slice(text, from, to))];
        (piece(0, at), piece(at, bare.len()))
    };
    if let Some(end) = last_fitting(&sentence_ends(text, &bare)) {
        return Some(cut(text, end));
    }
    if must == Must::NotCut {
        return None;
    }
    // A single grapheme may be a tower of any height.
    let within = [word_ends, grapheme_ends, character_ends].iter().find_map(|ends| last_fitting(&ends(&bare)));
    if let Some(end) = within {
        return Some(cut(text, end));
    }
    // Only an address can be larger than the least room; its text goes on without it.
    let untargeted = RichText::new(text.spans().iter().map(|span| Span { target: None, ..span.clone() }).collect());
    (&untargeted != text).then(|| split_paragraph(&untargeted, margin, room, must)).flatten()
}

/// Where sentences end, but for the last one. What looks like an end inside code or a link is none.
fn sentence_ends(text: &RichText, bare: &str) -> Vec<usize> {
    let mut closed = Vec::new();
    let mut start = 0;
    for span in text.spans() {
        let end = start + span.text.len();
        if span.style.code || span.target.is_some() {
            closed.push(start..end);
        }
        start = end;
    }
    let ends = bare.split_sentence_bound_indices().map(|(start, _)| start).filter(|start| *start > 0);
    ends.filter(|end| !closed.iter().any(|range| range.start < *end && *end < range.end)).collect()
}

fn word_ends(bare: &str) -> Vec<usize> {
    let ends = bare.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8());
    ends.filter(|end| *end < bare.len()).collect()
}

fn grapheme_ends(bare: &str) -> Vec<usize> {
    bare.grapheme_indices(true).map(|(start, _)| start).skip(1).collect()
}

fn character_ends(bare: &str) -> Vec<usize> {
    bare.char_indices().map(|(start, _)| start).skip(1).collect()
}

/// The part of `text` between two bytes of its bare text.
fn slice(text: &RichText, from: usize, to: usize) -> RichText {
    let mut part = RichText::default();
    let mut start = 0;
    for span in text.spans() {
        let range = from.saturating_sub(start).min(span.text.len())..to.saturating_sub(start).min(span.text.len());
        if let Some(text) = span.text.get(range).filter(|text| !text.is_empty()) {
            part.push(Span { text: text.to_owned(), ..span.clone() });
        }
        start += span.text.len();
    }
    part
}

fn split_code(code: &Code, margin: Margin, room: usize, must: Must) -> Option<Cut> {
    let frame = size::block(&Block::Code(Code { text: String::new(), ..code.clone() }), margin);
    let room = room.checked_sub(frame)?;
    let lines: Vec<&str> = code.text.split('\n').collect();
    let (fitting, _) = whole(lines.iter().map(|line| size::code_line(line, margin)), room);
    let at = match fitting {
        0 if must == Must::Take => return Some(split_line(code, margin, room)),
        0 => return None,
        fitting => at_blank_line(&lines, fitting),
    };
    let (head, tail) = lines.split_at(at);
    Some(code_pieces(code, head.join("\n"), tail.join("\n")))
}

/// Ends at a blank line when there is one in the second half of what fits.
fn at_blank_line(lines: &[&str], fitting: usize) -> usize {
    let blank = lines.iter().take(fitting).rposition(|line| line.trim().is_empty());
    blank.map(|at| at + 1).filter(|end| *end * 2 > fitting).unwrap_or(fitting)
}

/// Cuts within the first line, which is larger than a page.
fn split_line(code: &Code, margin: Margin, room: usize) -> Cut {
    let sizes = code.text.chars().map(|c| size::code_line(c.encode_utf8(&mut [0; 4]), margin));
    let (fitting, _) = whole(sizes, room);
    let head: String = code.text.chars().take(fitting.max(1)).collect();
    let tail = code.text.chars().skip(fitting.max(1)).collect();
    code_pieces(code, head, tail)
}

/// A part of a sample cannot be run by itself.
fn code_pieces(code: &Code, head: String, tail: String) -> Cut {
    let head = Code { text: head, run: false, ..code.clone() };
    let tail = Code {
        text: tail,
        title: Some(continued(code.title.as_deref().unwrap_or_default())),
        run: false,
        ..code.clone()
    };
    (vec![Block::Code(head)], vec![Block::Code(tail)])
}

fn continued(title: &str) -> String {
    if title.starts_with('…') { title.to_owned() } else { format!("… {title}").trim_end().to_owned() }
}

fn split_quote(blocks: &[Block], margin: Margin, room: usize, must: Must) -> Option<Cut> {
    let inner = room.checked_sub(size::block(&Block::Quote(Vec::new()), margin));
    if must == Must::Take && inner.is_none_or(|inner| inner < MIN_ROOM) {
        return fill(blocks, margin, room, must);
    }
    let (head, tail) = fill(blocks, margin.quote(), inner?, must)?;
    Some((vec![Block::Quote(head)], vec![Block::Quote(tail)]))
}

fn split_list(list: &List, margin: Margin, room: usize, must: Must) -> Option<Cut> {
    let frame = size::block(&Block::List(List { items: Vec::new(), ..list.clone() }), margin);
    let room = room.checked_sub(frame)?;
    let item_size = |item: &ListItem| size::item_frame(margin) + size::blocks(&item.blocks, margin.item());
    let (taken, _) = whole(list.items.iter().map(item_size), room);
    if taken > 0 {
        let (head, tail) = list.items.split_at(taken);
        return Some((vec![part(list, 0, head)], vec![part(list, taken, tail)]));
    }
    let (first, after) = list.items.split_first()?;
    let rest = (!after.is_empty()).then(|| part(list, 1, after));
    let inner = room.checked_sub(size::item_frame(margin));
    if must == Must::Take && inner.is_none_or(|inner| inner < MIN_ROOM) {
        let apart: Vec<Block> = first.blocks.iter().cloned().chain(rest).collect();
        return fill(&apart, margin, room + frame, must);
    }
    let (head, tail) = fill(&first.blocks, margin.item(), inner?, must)?;
    let head = ListItem { blocks: head, ..first.clone() };
    // What is left of the item stands before the rest of the list, so that it gets no number of its own.
    Some((vec![part(list, 0, &[head])], tail.into_iter().chain(rest).collect()))
}

/// The items from position `from` on, numbered as before.
fn part(list: &List, from: usize, items: &[ListItem]) -> Block {
    let start = list.start.map(|start| start.saturating_add(u64::try_from(from).unwrap_or(u64::MAX)));
    Block::List(List { start, items: items.to_vec() })
}

fn split_table(table: &Table, margin: Margin, room: usize, must: Must) -> Option<Cut> {
    let header = size::block(&Block::Table(Table { rows: Vec::new(), ..table.clone() }), margin);
    let with_rows = |rows: &[Vec<RichText>]| Block::Table(Table { header: table.header.clone(), rows: rows.to_vec() });
    let sizes = table.rows.iter().map(|row| size::table_row(table, row, margin));
    let (taken, _) = whole(sizes, room.saturating_sub(header));
    if taken > 0 && header <= room {
        let (head, tail) = table.rows.split_at(taken);
        return Some((vec![with_rows(head)], vec![with_rows(tail)]));
    }
    if must == Must::NotCut {
        return None;
    }
    // A row that fills a page by itself is told as paragraphs.
    let Some((first, after)) = table.rows.split_first() else {
        return fill(&cells(&table.header), margin, room, must);
    };
    let mut told = told(table, first);
    if !after.is_empty() {
        told.push(with_rows(after));
    }
    fill(&told, margin, room, must)
}

fn cells(row: &[RichText]) -> Vec<Block> {
    row.iter().cloned().map(Block::Paragraph).collect()
}

fn told(table: &Table, row: &[RichText]) -> Vec<Block> {
    let cell = |(name, cell): (&RichText, &RichText)| {
        Block::Paragraph(RichText::default().strong(format!("{name}: ")).rich(cell))
    };
    table.header.iter().zip(row).map(cell).collect()
}

fn split_admonition(admonition: &Admonition, margin: Margin, room: usize, must: Must) -> Option<Cut> {
    let frame = size::block(&Block::Admonition(Admonition { blocks: Vec::new(), ..admonition.clone() }), margin);
    let inner = room.checked_sub(frame);
    if must == Must::Take && (frame * 4 > room || inner.is_none_or(|inner| inner < MIN_ROOM)) {
        let title = admonition.title.clone().map(Block::Paragraph);
        let blocks: Vec<Block> = title.into_iter().chain(admonition.blocks.iter().cloned()).collect();
        return fill(&blocks, margin, room, must);
    }
    let (head, tail) = fill(&admonition.blocks, margin.quote(), inner?, must)?;
    let title = admonition.title.as_ref().map_or_else(|| admonition.kind.clone(), ToString::to_string);
    let title = RichText::plain(continued(&title));
    let piece = |title: Option<RichText>, blocks| {
        vec![Block::Admonition(Admonition { kind: admonition.kind.clone(), title, blocks })]
    };
    Some((piece(admonition.title.clone(), head), piece(Some(title), tail)))
}
