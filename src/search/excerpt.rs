//! Cuts the answer out of a passage: the few consecutive sentences that say it, word for word.
//!
//! An answer opens with a sentence that stands alone, keeps a short list whole and under the sentence that announces
//! it, and does not stop at "as follows:".

use std::ops::Range;

use super::{
    opening,
    passages::BREAK,
    pieces::{Leaf, Piece, sentences},
    vocabulary::Term,
    weighing::Weighed,
};
use crate::markup::{Block, List, ListItem, RichText, Span};

/// An answer has at most this many sentences; what a sentence announces is not counted.
const MOST_SENTENCES: usize = 4;
/// A list of at most this many words is never cut.
const SHORT_LIST_WORDS: usize = 120;
/// An item of a longer list can stand alone when it has at least this many words.
const LONE_ITEM_WORDS: usize = 6;
/// Code and tables are looked for this many segments around the sentences.
const NEAR: usize = 8;

/// What a question asks to see beside prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wanted {
    pub code: bool,
    pub comparison: bool,
}

/// One sentence of a text, or a whole code block, table or picture.
struct Segment {
    piece: usize,
    /// The note or quotation that it stands in.
    aside: usize,
    /// Within a text: where the sentence stands.
    range: Range<usize>,
    place: Place,
    /// It can be the first sentence of an answer.
    opens: bool,
    /// What follows belongs to it.
    leads_in: bool,
    /// It speaks of something that comes later: "the following methods".
    announces: bool,
    /// It goes on with what stands before it.
    continues: bool,
    words: usize,
    /// Which units of the question it holds, and how much of each.
    held: Vec<f32>,
}

/// Where a segment stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    /// A list that stays whole, by the number of its first piece.
    ShortList(usize),
    /// A list that may be cut between its items, by the number of its first piece.
    LongList(usize),
    /// Code, a table, a picture or a heading.
    Apart,
}

/// The part of a passage that answers. `words` are the passage's words as indexed, segment by segment.
pub(super) fn cut(pieces: &[Piece<'_>], words: &[Term], question: &Weighed, wanted: Wanted) -> Vec<Block> {
    let segments = segments(pieces, words, question);
    let Some(mut range) = best_window(&segments, question) else {
        return pieces.iter().find_map(|piece| whole(piece.leaf)).into_iter().collect();
    };
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
    for (number, place) in places(pieces).into_iter().enumerate() {
        let mut add = |sentence: &str, range: Range<usize>| {
            let terms = indexed.next().unwrap_or_default();
            let stands = !matches!(place, Place::Apart) && opening::stands_alone(sentence);
            segments.push(Segment {
                piece: number,
                aside: pieces[number].aside,
                range,
                place,
                opens: stands
                    && (place == Place::Text || matches!(place, Place::LongList(_)) && terms.len() >= LONE_ITEM_WORDS),
                leads_in: opening::leads_in(sentence),
                announces: opening::announces(sentence),
                continues: opening::continues(sentence),
                words: sentence.split(' ').count(),
                held: question.held_in(terms),
            });
        };
        match pieces[number].leaf {
            Leaf::Text(rich) | Leaf::Label(rich) => {
                let text = rich.to_string();
                for range in sentences(&text) {
                    add(text.get(range.clone()).unwrap_or_default(), range);
                }
            }
            Leaf::Code(_) | Leaf::Table(_) | Leaf::Image(_) => add("", 0..0),
        }
    }
    segments
}

fn places(pieces: &[Piece<'_>]) -> Vec<Place> {
    let mut places = Vec::new();
    while let Some(piece) = pieces.get(places.len()) {
        let first = places.len();
        let Some((list, _)) = piece.list else {
            places.push(if matches!(piece.leaf, Leaf::Text(_)) { Place::Text } else { Place::Apart });
            continue;
        };
        let inside =
            pieces[first..].iter().take_while(|other| other.list.is_some_and(|(other, _)| std::ptr::eq(list, other)));
        let (mut count, mut words) = (0, 0);
        for piece in inside {
            count += 1;
            words += match piece.leaf {
                Leaf::Text(rich) | Leaf::Label(rich) => {
                    rich.spans().iter().map(|span| span.text.split(' ').count()).sum()
                }
                Leaf::Code(_) | Leaf::Table(_) | Leaf::Image(_) => 0,
            };
        }
        let place = if words <= SHORT_LIST_WORDS { Place::ShortList(first) } else { Place::LongList(first) };
        places.extend(std::iter::repeat_n(place, count));
    }
    places
}

/// The best run of sentences: as much of the question as possible, in as few words as possible, early rather than late.
fn best_window(segments: &[Segment], question: &Weighed) -> Option<Range<usize>> {
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
        let mut end = start;
        for _ in 0..MOST_SENTENCES {
            let closed = close(segments, start..end + 1);
            let window = &segments[closed.clone()];
            let held = (0..question.units.len()).map(|unit| window.iter().map(|s| s.held[unit]).fold(0.0, f32::max));
            let gain = held.zip(&question.units).map(|(held, unit)| held * unit.mass).sum::<f32>() / asked;
            let words: usize = window.iter().filter(|s| s.place != Place::Apart).map(|s| s.words).sum();
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
        segments.get(*at).and_then(|segment| pieces.get(segment.piece)).is_some_and(|piece| is_wanted(piece.leaf))
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
        let (from, to) = (range.start.max(start), range.end.min(end));
        if from < to {
            let text = span.text.get(from - start..to - start).unwrap_or(&span.text).to_owned();
            slice.push(Span { text, ..span.clone() });
        }
    }
    slice
}
