//! A passage as excerpts are cut from it: its sentences, and what each is to an answer whatever the question.
//!
//! Read once, when the index is built, in the order in which the passage's words are indexed.

use super::{
    opening,
    pieces::{self, Leaf, Piece, sentences},
    weights::Field,
};
use crate::markup::Block;

/// A list of at most this many words is never cut.
const SHORT_LIST_WORDS: usize = 120;
/// An item of a longer list can stand alone when it has at least this many words.
const LONE_ITEM_WORDS: usize = 6;

/// One sentence of a text, or a whole code block, table or picture. Small, for a library has many.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    pub(super) piece: u32,
    /// The note or quotation that it stands in.
    pub(super) aside: u32,
    /// Within a text: where the sentence stands, in bytes.
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) words: u32,
    pub(super) place: Place,
    /// It can be the first sentence of an answer.
    pub(super) opens: bool,
    /// What follows belongs to it.
    pub(super) leads_in: bool,
    /// It speaks of something that comes later: "the following methods".
    pub(super) announces: bool,
    /// It goes on with what stands before it.
    pub(super) continues: bool,
}

/// Where a segment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Text,
    /// A list that stays whole, by the number of its first piece.
    ShortList(u32),
    /// A list that may be cut between its items, by the number of its first piece.
    LongList(u32),
    /// Code, a table, a picture or a heading.
    Apart,
}

/// Adds the segments of `blocks` to `segments`. `index` takes the text of each, and says how many words it indexed.
pub(super) fn read(blocks: &[Block], segments: &mut Vec<Segment>, mut index: impl FnMut(Field, &str) -> usize) {
    let pieces = pieces::pieces(blocks);
    for ((number, piece), place) in (0u32..).zip(&pieces).zip(places(&pieces)) {
        let apart = Segment {
            piece: number,
            aside: short(piece.aside),
            start: 0,
            end: 0,
            words: 1,
            place,
            opens: false,
            leads_in: false,
            announces: false,
            continues: false,
        };
        let (field, text) = match piece.leaf {
            Leaf::Text(rich) | Leaf::Label(rich) => {
                let text = rich.to_string();
                for range in sentences(&text) {
                    let sentence = text.get(range.clone()).unwrap_or_default();
                    let indexed = index(Field::Prose, sentence);
                    let (start, end) = (short(range.start), short(range.end));
                    segments.push(Segment { start, end, ..apart }.saying(sentence, indexed));
                }
                continue;
            }
            Leaf::Code(code) => (Field::Code, code.text.clone()),
            Leaf::Table(table) => {
                let cells = std::iter::once(&table.header).chain(&table.rows).flatten();
                (Field::Prose, cells.map(ToString::to_string).collect::<Vec<_>>().join(" . "))
            }
            Leaf::Image(alt) => (Field::Prose, alt.to_owned()),
        };
        index(field, &text);
        segments.push(apart);
    }
}

impl Segment {
    fn saying(self, sentence: &str, indexed: usize) -> Self {
        let may_open = match self.place {
            Place::Text => true,
            Place::LongList(_) => indexed >= LONE_ITEM_WORDS,
            Place::ShortList(_) | Place::Apart => false,
        };
        Self {
            words: short(sentence.split(' ').count()),
            opens: may_open && opening::stands_alone(sentence),
            leads_in: opening::leads_in(sentence),
            announces: opening::announces(sentence),
            continues: opening::continues(sentence),
            ..self
        }
    }
}

/// No page comes near four thousand million bytes.
fn short(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
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
        let first = short(first);
        let place = if words <= SHORT_LIST_WORDS { Place::ShortList(first) } else { Place::LongList(first) };
        places.extend(std::iter::repeat_n(place, count));
    }
    places
}
