//! Cuts the answer out of a passage: the few consecutive sentences that say it, word for word.
//!
//! An answer opens with a sentence that stands alone, keeps a short list whole and under the sentence that announces
//! it, and does not stop at "as follows:".

use std::ops::Range;

use super::{
    passages::BREAK,
    pieces::{Leaf, Piece, pieces},
    segments::{Place, Segment},
    vocabulary::Term,
    weighing::Weighed,
};
use crate::markup::{Block, List, ListItem, RichText, Span};

/// An answer has at most this many sentences; what a sentence announces is not counted.
const MOST_SENTENCES: usize = 4;
/// Code and tables are looked for this many segments around the sentences.
const NEAR: usize = 8;

/// What a question asks to see beside prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wanted {
    pub code: bool,
    pub comparison: bool,
}

/// The part of a passage that answers. `words` are the passage's words as indexed, segment by segment.
pub(super) fn cut(
    blocks: &[Block],
    segments: &[Segment],
    words: &[Term],
    question: &Weighed,
    wanted: Wanted,
) -> Vec<Block> {
    let pieces = &pieces(blocks);
    let Some(mut range) = best_window(segments, &held(words, segments, question), question) else {
        return pieces.iter().find_map(|piece| whole(piece.leaf)).into_iter().collect();
    };
    if wanted.code {
        range = reach(pieces, segments, range, |leaf| matches!(leaf, Leaf::Code(_)));
    }
    if wanted.comparison {
        range = reach(pieces, segments, range, |leaf| matches!(leaf, Leaf::Table(_)));
    }
    joined(pieces, segments.get(range).unwrap_or_default())
}

/// How much of each unit of the question each segment holds, segment by segment.
fn held(words: &[Term], segments: &[Segment], question: &Weighed) -> Vec<f32> {
    let units = question.units.len();
    let mut held = vec![0.0; segments.len() * units];
    let indexed = words.split(|term| *term == BREAK);
    // A question of stop words has no units, and holds nothing anywhere.
    held.chunks_exact_mut(units.max(1)).zip(indexed).for_each(|(held, words)| question.mark_held(words, held));
    held
}

/// The best run of sentences: as much of the question as possible, in as few words as possible, early rather than late.
fn best_window(segments: &[Segment], held: &[f32], question: &Weighed) -> Option<Range<usize>> {
    /// Up to here an answer reads as one thought, and a sentence or two more make it clearer.
    const ENOUGH_WORDS: usize = 45;
    /// What a word beyond that must bring, as a share of the question.
    const PRICE_OF_A_WORD: f32 = 0.004;
    /// For every word below it: one short sentence seldom answers.
    const PRICE_OF_BREVITY: f32 = 0.003;
    /// For every sentence that is passed over, up to ten.
    const PRICE_OF_LATER: f32 = 0.012;
    /// For a first sentence that leans on one before it: only where there is no other.
    const PRICE_OF_LEANING: f32 = 1.0;
    /// For one that is the first of its passage: it leans on the heading, which is shown as well.
    const PRICE_OF_LEANING_ON_THE_HEADING: f32 = 0.5;
    /// For "the following methods" without the methods, or with some of them.
    const PRICE_OF_AN_UNKEPT_PROMISE: f32 = 0.3;
    let asked = question.asked().max(f32::MIN_POSITIVE);
    let units = question.units.len();
    // What the sentences from `start` on hold of each unit.
    let mut so_far = vec![0f32; units];
    let mut best: Option<(f32, Range<usize>)> = None;
    for start in (0..segments.len()).filter(|start| segments[*start].place != Place::Apart) {
        let inside_list = matches!(segments[start].place, Place::ShortList(first) if segments[start].piece != first || start > 0 && segments[start - 1].place != Place::Apart);
        if inside_list {
            continue;
        }
        let leaning = match start {
            _ if segments[start].opens => 0.0,
            0 => PRICE_OF_LEANING_ON_THE_HEADING,
            _ => PRICE_OF_LEANING,
        };
        so_far.fill(0.0);
        let (mut end, mut words) = (start, 0);
        for _ in 0..MOST_SENTENCES {
            let closed = close(segments, start..end + 1);
            for (number, new) in segments.iter().enumerate().take(closed.end).skip(end) {
                let of_new = held.get(number * units..).unwrap_or_default();
                so_far.iter_mut().zip(of_new).for_each(|(so_far, held)| *so_far = so_far.max(*held));
                words += if new.place == Place::Apart { 0 } else { new.words as usize };
            }
            let gain = so_far.iter().zip(&question.units).map(|(held, unit)| held * unit.mass).sum::<f32>() / asked;
            let price = PRICE_OF_A_WORD * words.saturating_sub(ENOUGH_WORDS) as f32
                + PRICE_OF_BREVITY * ENOUGH_WORDS.saturating_sub(words) as f32
                + PRICE_OF_LATER * start.min(10) as f32
                + leaning
                + if unkept(segments, &closed) { PRICE_OF_AN_UNKEPT_PROMISE } else { 0.0 };
            if best.as_ref().is_none_or(|(value, _)| gain - price > *value) {
                best = Some((gain - price, closed.clone()));
            }
            end = closed.end;
            let goes_on = |next: &Segment| next.place != Place::Apart && next.aside == segments[start].aside;
            if !segments.get(end).is_some_and(goes_on) {
                break;
            }
        }
    }
    best.map(|(_, range)| range)
}

/// Whether something is announced in `range` and then neither list nor code comes, or a list that is cut.
fn unkept(segments: &[Segment], range: &Range<usize>) -> bool {
    let window = &segments[range.clone()];
    let mut promises = window.split(|segment| segment.announces).skip(1);
    let is_cut = match (window.last(), segments.get(range.end)) {
        (Some(last), Some(next)) => matches!(last.place, Place::LongList(_)) && last.place == next.place,
        _ => false,
    };
    let announced = window.iter().any(|segment| segment.announces);
    announced && is_cut || promises.any(|kept| kept.iter().all(|segment| segment.place == Place::Text))
}

/// Takes in what the last sentence promises, the rest of a short list, and a sentence's second half after code.
fn close(segments: &[Segment], range: Range<usize>) -> Range<usize> {
    let Range { start, mut end } = range;
    while let (Some(last), Some(next)) = (segments.get(end - 1), segments.get(end)) {
        let same_list = matches!(last.place, Place::ShortList(_)) && last.place == next.place;
        let promised = last.leads_in && last.piece != next.piece;
        let second_half = last.place == Place::Apart && next.continues;
        if !(same_list || promised || second_half) {
            break;
        }
        end += 1;
    }
    start..end
}

/// Stretches `range` to the nearest piece that is wanted, if it is near: after it first, then before it.
fn reach(
    pieces: &[Piece<'_>],
    segments: &[Segment],
    range: Range<usize>,
    is_wanted: impl Fn(Leaf<'_>) -> bool,
) -> Range<usize> {
    let wanted = |at: &usize| {
        segments
            .get(*at)
            .and_then(|segment| pieces.get(segment.piece as usize))
            .is_some_and(|piece| is_wanted(piece.leaf))
    };
    if range.clone().any(|at| wanted(&at)) {
        return range;
    }
    if let Some(after) = (range.end..range.end + NEAR).find(wanted) {
        return range.start..after + 1;
    }
    match (range.start.saturating_sub(NEAR)..range.start).rev().find(wanted) {
        // With the sentence that announces it.
        Some(before) if before > 0 && segments[before - 1].place != Place::Apart => before - 1..range.end,
        Some(before) => before..range.end,
        None => range,
    }
}

/// The chosen segments as blocks again: sentences of one text as one paragraph, items of one list as a list.
fn joined(pieces: &[Piece<'_>], segments: &[Segment]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<(&List, usize)> = None;
    for run in segments.chunk_by(|a, b| a.piece == b.piece) {
        let Some((first, last)) = run.first().zip(run.last()) else { continue };
        let Some(piece) = pieces.get(first.piece as usize) else { continue };
        let block = match piece.leaf {
            Leaf::Text(rich) => Some(Block::Paragraph(slice(rich, first.start as usize..last.end as usize))),
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
        let (from, to) = (range.start.max(start), range.end.min(end));
        if from < to {
            let text = span.text.get(from - start..to - start).unwrap_or(&span.text).to_owned();
            slice.push(Span { text, ..span.clone() });
        }
    }
    slice
}
