//! The card as a whole: a ring with the share read, what that means in words, and the steps below.

use super::{
    Facts, Unit,
    letters::{self, Font},
    reviews,
    svg::{Anchor, Rect, Svg},
    table,
};

/// A phone shows a picture about 280 wide within a message, and a desktop makes it no taller than 350. The narrower and
/// lower the card, the larger its letters; none is smaller than 15, which a phone makes ten.
pub(super) const WIDTH: f32 = 420.0;
pub(super) const MARGIN: f32 = 20.0;
pub(super) const INNER: f32 = WIDTH - 2.0 * MARGIN;

/// Colours that hold on the card; each meaning has a shape or a word besides.
pub(super) mod ink {
    pub const CARD: &str = "#1d1f29";
    pub const EDGE: &str = "#41455a";
    pub const TEXT: &str = "#f4f5fa";
    pub const DIM: &str = "#aeb3c6";
    /// The outline of what is not begun.
    pub const OPEN: &str = "#6b7189";
    pub const TRACK: &str = "#383c4d";
    pub const TILE: &str = "#282b38";
    pub const READ: &str = "#8f9dff";
    pub const RIGHT: &str = "#62d6a0";
}

const RING: f32 = 46.0;
const RING_THICKNESS: f32 = 12.0;
const TITLE: Font = Font::bold(22.0);
const TITLE_LINE: f32 = 26.0;
const FACT: Font = Font::regular(16.5);
const FACT_LINE: f32 = 23.0;

/// The picture as SVG.
pub(super) fn draw(facts: &Facts) -> String {
    let mut content = Svg::default();
    let below = header(&mut content, facts);
    let below = table::draw(&mut content, facts, below);
    let bottom = reviews::draw(&mut content, facts, below);
    let height = (bottom + MARGIN).round();
    let mut svg = Svg::default();
    let card = Rect { x: 0.0, y: 0.0, width: WIDTH, height, radius: 14.0 };
    svg.rect(card, ink::CARD);
    svg.frame(card, ink::EDGE, 1.5);
    svg.append(&content);
    svg.document(WIDTH, height)
}

/// A line across, between two parts.
pub(super) fn rule(svg: &mut Svg, y: f32) {
    svg.rect(Rect { x: MARGIN, y, width: INNER, height: 1.5, radius: 0.0 }, ink::TRACK);
}

/// Draws the ring and the words beside it; returns where the next part may begin.
fn header(svg: &mut Svg, facts: &Facts) -> f32 {
    let left = MARGIN + 2.0 * RING + RING_THICKNESS + 18.0;
    let title = letters::shown(&facts.title).unwrap_or_else(|| facts.locale.progress_title().to_owned());
    let title = letters::wrap(&title, TITLE, WIDTH - MARGIN - left, 2);
    let lines = fact_lines(facts);
    let words = title.len() as f32 * TITLE_LINE + lines.len() as f32 * FACT_LINE + 4.0;
    let height = words.max(2.0 * RING + RING_THICKNESS);
    ring(svg, facts, MARGIN + RING + RING_THICKNESS / 2.0, MARGIN + height / 2.0);

    let mut y = MARGIN + (height - words) / 2.0 - 5.0;
    for line in title {
        y += TITLE_LINE;
        svg.text(left, y, Anchor::Start, TITLE, ink::TEXT, &line);
    }
    y += 4.0;
    for line in lines {
        y += FACT_LINE;
        let mut x = left;
        if line.is_good {
            svg.circle(x + 9.0, y - 6.0, 9.0, ink::RIGHT);
            svg.tick(x + 9.0, y - 6.0, 9.0, ink::CARD);
            x += 25.0;
        }
        let fill = if line.is_good { ink::TEXT } else { ink::DIM };
        svg.text(x, y, Anchor::Start, FACT, fill, &letters::fit(&line.words, FACT, WIDTH - MARGIN - x));
    }
    MARGIN + height + 18.0
}

fn ring(svg: &mut Svg, facts: &Facts, x: f32, y: f32) {
    svg.ring(x, y, RING, ink::TRACK, RING_THICKNESS);
    let colour = if facts.is_completed() { ink::RIGHT } else { ink::READ };
    if facts.read.done > 0 {
        // A sliver at least, once something is read.
        svg.arc(x, y, RING, facts.read.fraction().max(0.01), colour, RING_THICKNESS);
    }
    let percent = format!("{} %", facts.read.percent());
    svg.text(x, y + 4.0, Anchor::Middle, Font::bold(23.0), ink::TEXT, &percent);
    svg.text(x, y + 23.0, Anchor::Middle, Font::regular(15.0), ink::DIM, facts.locale.picture_read());
}

struct FactLine {
    words: String,
    /// Shown with a tick.
    is_good: bool,
}

fn fact_lines(facts: &Facts) -> Vec<FactLine> {
    let Facts { locale, .. } = *facts;
    let steps = facts.steps_to_read();
    let plain = |words| FactLine { words, is_good: false };
    let read = match facts.unit {
        Unit::Lesson if facts.is_completed() => FactLine { words: locale.picture_completed(steps), is_good: true },
        Unit::Lesson => plain(locale.lessons_read(facts.steps_read(), steps)),
        Unit::Course => plain(locale.courses_read(facts.steps_read(), steps)),
    };
    let quiz = facts.quiz().map(|quiz| FactLine {
        words: locale.quiz_questions(quiz.answered, quiz.right, quiz.total),
        is_good: quiz.is_all_right(),
    });
    let left = facts.minutes_left();
    let left = (left > 0).then(|| plain(locale.reading_left(left)));
    [Some(read), quiz, left].into_iter().flatten().collect()
}
