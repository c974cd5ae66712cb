//! Cuts the answer out of a passage: the fewest consecutive sentences that say it, word for word.

use std::ops::Range;

use super::{
    opening,
    passages::BREAK,
    pieces::{Leaf, Piece, sentences},
    vocabulary::Term,
    weighing::Weighed,
};
use crate::markup::{Block, List, ListItem, RichText, Span};

/// An answer has at most this many sentences, lists and code not counted.
const MOST_SENTENCES: usize = 4;

/// What a question asks to see beside prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wanted {
    pub code: bool,
    pub comparison: bool,
}

/// One sentence of a text, or a whole code block, table or picture.
struct Segment {
    piece: usize,
    /// Within a text: where the sentence stands.
    range: Range<usize>,
    starts_well: bool,
    leads_in: bool,
    words: usize,
    /// Which units of the question it holds, and how much of each.
    held: Vec<f32>,
}

/// The part of a passage that answers. `words` are the passage's words as indexed, segment by segment.
pub(super) fn cut(pieces: &[Piece<'_>], words: &[Term], question: &Weighed, wanted: Wanted) -> Vec<Block> {
    let segments = segments(pieces, words, question);
    let Some(mut range) = best_window(pieces, &segments, question) else {
        return pieces.first().map(|piece| whole(piece.leaf)).into_iter().flatten().collect();
    };
    if segments.get(range.end - 1).is_some_and(|last| last.leads_in) {
        range.end = end_of_what_follows(pieces, &segments, range.end);
    }
    if wanted.code {
        range = reach(pieces, &segments, range, |leaf| matches!(leaf, Leaf::Code(_)));
    }
    if wanted.comparison {
        range = reach(pieces, &segments, range, |leaf| matches!(leaf, Leaf::Table(_)));
    }
    blocks(pieces, segments.get(range).unwrap_or_default())
}

fn segments(pieces: &[Piece<'_>], words: &[Term], question: &Weighed) -> Vec<Segment> {
    let mut indexed = words.split(|term| *term == BREAK);
    let mut segments = Vec::new();
    for (number, piece) in pieces.iter().enumerate() {
        let mut add = |text: &str, range: Range<usize>| {
            let words = indexed.next().unwrap_or_default();
            let sentence = text.get(range.clone()).unwrap_or_default();
            segments.push(Segment {
                piece: number,
                range,
                starts_well: !opening::is_mid_thought(sentence),
                leads_in: opening::leads_in(sentence),
                words: sentence.split_whitespace().count(),
                held: question.held_in(words),
            });
        };
        match piece.leaf {
            Leaf::Text(rich) | Leaf::Label(rich) => {
                let text = rich.to_string();
                sentences(&text).into_iter().for_each(|range| add(&text, range));
            }
            Leaf::Code(_) | Leaf::Table(_) | Leaf::Image(_) => add("", 0..0),
        }
    }
    segments
}

/// The best run of sentences: as much of the question as possible, as few words as possible, from a good start.
fn best_window(pieces: &[Piece<'_>], segments: &[Segment], question: &Weighed) -> Option<Range<usize>> {
    /// What a word more must bring, as a share of the question.
    const PRICE_OF_A_WORD: f32 = 0.004;
    const BAD_START: f32 = 0.25;
    const LATER_START: f32 = 0.02;
    let asked = question.asked().max(f32::MIN_POSITIVE);
    let is_text = |segment: &Segment| matches!(pieces.get(segment.piece).map(|piece| piece.leaf), Some(Leaf::Text(_)));
    let mut best: Option<(f32, Range<usize>)> = None;
    for start in (0..segments.len()).filter(|start| is_text(&segments[*start])) {
        let mut held = vec![0f32; question.units.len()];
        let mut words = 0;
        for (count, end) in
            (start..segments.len()).take_while(|end| is_text(&segments[*end])).take(MOST_SENTENCES).enumerate()
        {
            let segment = &segments[end];
            held.iter_mut().zip(&segment.held).for_each(|(held, more)| *held = held.max(*more));
            words += segment.words;
            let gain = held.iter().zip(&question.units).map(|(held, unit)| held * unit.mass).sum::<f32>() / asked;
            let bad = if segments[start].starts_well { 0.0 } else { BAD_START };
            let value = gain
                - PRICE_OF_A_WORD * words as f32
                - bad
                - LATER_START * (start.min(10) as f32) / 2.0
                - 0.01 * count as f32;
            if best.as_ref().is_none_or(|(best, _)| value > *best) {
                best = Some((value, start..end + 1));
            }
        }
    }
    best.map(|(_, range)| range)
}

/// After "as follows:" comes what it announces: a list or code or table as a whole, or one more text.
fn end_of_what_follows(pieces: &[Piece<'_>], segments: &[Segment], end: usize) -> usize {
    let Some(next) = segments.get(end) else { return end };
    let Some(first) = pieces.get(next.piece) else { return end };
    let belongs = |segment: &&Segment| {
        segment.piece == next.piece
            || first.list.is_some_and(|(list, _)| {
                pieces
                    .get(segment.piece)
                    .and_then(|piece| piece.list)
                    .is_some_and(|(other, _)| std::ptr::eq(list, other))
            })
    };
    end + segments.get(end..).unwrap_or_default().iter().take_while(belongs).count()
}

/// Stretches `range` to the nearest piece that is wanted, if it is near: after it first, then before it.
fn reach(
    pieces: &[Piece<'_>],
    segments: &[Segment],
    range: Range<usize>,
    is_wanted: impl Fn(Leaf<'_>) -> bool,
) -> Range<usize> {
    const NEAR: usize = 6;
    let wanted = |at: usize| {
        segments.get(at).and_then(|segment| pieces.get(segment.piece)).is_some_and(|piece| is_wanted(piece.leaf))
    };
    if range.clone().any(wanted) {
        return range;
    }
    if let Some(after) = (range.end..range.end + NEAR).find(|at| wanted(*at)) {
        return range.start..after + 1;
    }
    match (range.start.saturating_sub(NEAR)..range.start).rev().find(|at| wanted(*at)) {
        Some(before) => before..range.end,
        None => range,
    }
}

/// The chosen segments as blocks again: sentences of one text as one paragraph, items of one list as a list.
fn blocks(pieces: &[Piece<'_>], segments: &[Segment]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<(&List, usize)> = None;
    for run in segments.chunk_by(|a, b| a.piece == b.piece) {
        let Some((first, last)) = run.first().zip(run.last()) else { continue };
        let Some(piece) = pieces.get(first.piece) else { continue };
        let block = match piece.leaf {
            Leaf::Text(rich) => Some(Block::Paragraph(slice(rich, first.range.start..last.range.end))),
            leaf => whole(leaf),
        };
        match (piece.list, open) {
            (None, _) => blocks.extend(block),
            (Some((list, item)), Some((before, last))) if std::ptr::eq(list, before) => {
                continue_list(&mut blocks, list, item, item == last, block);
            }
            (Some((list, item)), _) => {
                let start = list.start.map(|start| start + item as u64);
                blocks.push(Block::List(List { start, items: vec![list_item(list, item, block)] }));
            }
        }
        open = piece.list;
    }
    blocks
}

/// Adds `block` to the list at the end of `blocks`: to its last item, or as the next one.
fn continue_list(blocks: &mut [Block], list: &List, item: usize, same_item: bool, block: Option<Block>) {
    if let Some(Block::List(open)) = blocks.last_mut() {
        match open.items.last_mut() {
            Some(last) if same_item => last.blocks.extend(block),
            _ => open.items.push(list_item(list, item, block)),
        }
    }
}

fn list_item(list: &List, item: usize, block: Option<Block>) -> ListItem {
    let checked = list.items.get(item).and_then(|item| item.checked);
    ListItem { checked, blocks: block.into_iter().collect() }
}

fn whole(leaf: Leaf<'_>) -> Option<Block> {
    match leaf {
        Leaf::Text(rich) => Some(Block::Paragraph(rich.clone())),
        Leaf::Label(rich) => Some(Block::Heading(rich.clone())),
        Leaf::Code(code) => Some(Block::Code(code.clone())),
        Leaf::Table(table) => Some(Block::Table(table.clone())),
        Leaf::Image(_) => None,
    }
}

/// The part of `rich` at `range` of its bare text, styles and links kept.
fn slice(rich: &RichText, range: Range<usize>) -> RichText {
    let mut slice = RichText::default();
    let mut at = 0;
    for span in rich.spans() {
        let (start, end) = (at, at + span.text.len());
        at = end;
        let from = range.start.max(start);
        let to = range.end.min(end);
        if from < to {
            let text = span.text.get(from - start..to - start).unwrap_or(&span.text).to_owned();
            slice.push(Span { text, ..span.clone() });
        }
    }
    slice
}
