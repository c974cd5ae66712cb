//! The steps under the header: rows with titles while they fit, tiles with numbers for a longer course, squares for a
//! very long one.

use super::{
    Facts, Quiz, Step, Unit,
    card::{self, INNER, MARGIN, WIDTH, ink},
    letters::{self, Font},
    svg::{Anchor, Rect, Svg},
};
use crate::words::reading::ReadState;

/// More rows would make the picture taller than it is wide, and Discord would show it smaller.
pub(super) const MAX_ROWS: usize = 10;
/// More tiles than this become squares.
pub(super) const MAX_TILES: usize = 40;
/// What squares are drawn for; the largest course seen has about a quarter of it.
pub(super) const MAX_SQUARES: usize = 408;

/// Room for a tick and a result.
const QUIZ_COLUMN: f32 = 82.0;

const LABEL: Font = Font::regular(16.0);
const SMALL: Font = Font::regular(15.0);

/// How the steps are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Density {
    /// With titles.
    Rows,
    /// With numbers.
    Tiles,
    Squares,
}

impl Density {
    pub(super) fn of(facts: &Facts) -> Self {
        match (facts.unit, facts.steps.len()) {
            (Unit::Course, _) | (Unit::Lesson, ..=MAX_ROWS) => Self::Rows,
            (Unit::Lesson, ..=MAX_TILES) => Self::Tiles,
            (Unit::Lesson, _) => Self::Squares,
        }
    }

    /// Steps drawn at most.
    pub(super) fn limit(self) -> usize {
        match self {
            Self::Rows => MAX_ROWS,
            Self::Tiles => MAX_TILES,
            Self::Squares => MAX_SQUARES,
        }
    }
}

/// Draws the steps from `top` down; returns where they end.
pub(super) fn draw(svg: &mut Svg, facts: &Facts, top: f32) -> f32 {
    if facts.steps.is_empty() {
        return top - 18.0;
    }
    card::rule(svg, top - 6.0);
    let density = Density::of(facts);
    let bottom = match density {
        // Their bars say what the signs mean.
        Density::Rows => return rows(svg, facts, top),
        Density::Tiles => tiles(svg, facts, top + 8.0),
        Density::Squares => squares(svg, facts, top + 8.0),
    };
    legend(svg, facts, density, bottom)
}

fn rows(svg: &mut Svg, facts: &Facts, top: f32) -> f32 {
    const ROW: f32 = 29.0;
    const BAR: f32 = 48.0;
    let quiz = facts.quiz().is_some();
    let right = WIDTH - MARGIN - if quiz { QUIZ_COLUMN } else { 0.0 };
    let bar = Rect { x: right - BAR, y: 0.0, width: BAR, height: 8.0, radius: 4.0 };
    let head = top + 16.0;
    svg.text(bar.x, head, Anchor::Start, SMALL, ink::DIM, facts.locale.picture_read_column());
    if quiz {
        svg.text(WIDTH - MARGIN, head, Anchor::End, SMALL, ink::DIM, facts.locale.quiz_button());
    }
    let mut y = top + 21.0;
    for (number, step) in (1..).zip(facts.steps.iter().take(MAX_ROWS)) {
        let middle = y + ROW / 2.0;
        if step.has_text() {
            state(svg, step.state(), MARGIN + 8.0, middle, 8.0);
            meter(svg, step, Rect { y: middle - 4.0, ..bar });
        }
        let title = row_title(facts, number, step);
        let room = bar.x - 10.0 - (MARGIN + 25.0);
        let fill = if step.state() == ReadState::New { ink::DIM } else { ink::TEXT };
        svg.text(MARGIN + 25.0, middle + 5.5, Anchor::Start, LABEL, fill, &letters::fit(&title, LABEL, room));
        if let Some(quiz) = step.quiz {
            row_quiz(svg, quiz, middle);
        }
        y += ROW;
    }
    more(svg, facts, MAX_ROWS, y + 14.0).unwrap_or(y)
}

/// Courses have no numbers, and a title that the fonts lack gives way to one.
fn row_title(facts: &Facts, number: usize, step: &Step) -> String {
    match (facts.unit, letters::shown(&step.title)) {
        (Unit::Lesson, Some(title)) => format!("{number}. {title}"),
        (Unit::Lesson, None) => facts.locale.lesson_number(number),
        (Unit::Course, Some(title)) => title,
        (Unit::Course, None) => facts.locale.course_number(number),
    }
}

fn row_quiz(svg: &mut Svg, quiz: Quiz, middle: f32) {
    let right = WIDTH - MARGIN;
    let words = quiz_words(quiz);
    let fill = if quiz.answered == 0 { ink::DIM } else { ink::TEXT };
    svg.text(right, middle + 5.5, Anchor::End, LABEL, fill, &words);
    if quiz.is_all_right() {
        svg.tick(right - LABEL.width(&words) - 12.0, middle, 12.0, ink::RIGHT);
    }
}

fn quiz_words(quiz: Quiz) -> String {
    if quiz.answered == 0 { "–".to_owned() } else { format!("{}/{}", quiz.right, quiz.total) }
}

fn tiles(svg: &mut Svg, facts: &Facts, top: f32) -> f32 {
    const COLUMNS: usize = 5;
    const GAP: f32 = 8.0;
    const HEIGHT: f32 = 58.0;
    let width = (INNER - GAP * (COLUMNS - 1) as f32) / COLUMNS as f32;
    for (index, step) in facts.steps.iter().enumerate() {
        let (x, y) = place(index, COLUMNS, width + GAP, HEIGHT + GAP, top);
        svg.rect(Rect { x, y, width, height: HEIGHT, radius: 9.0 }, ink::TILE);
        let number = (index + 1).to_string();
        let fill = if step.state() == ReadState::New { ink::DIM } else { ink::TEXT };
        svg.text(x + 10.0, y + 23.0, Anchor::Start, Font::bold(16.0), fill, &number);
        if step.has_text() {
            state(svg, step.state(), x + width - 17.0, y + 17.0, 8.0);
            meter(svg, step, Rect { x: x + 10.0, y: y + HEIGHT - 11.0, width: width - 20.0, height: 5.0, radius: 2.5 });
        }
        if let Some(quiz) = step.quiz {
            let words = quiz_words(quiz);
            svg.text(x + 10.0, y + 43.0, Anchor::Start, SMALL, ink::DIM, &words);
            if quiz.is_all_right() {
                svg.tick(x + width - 17.0, y + 38.0, 10.0, ink::RIGHT);
            }
        }
    }
    top + facts.steps.len().div_ceil(COLUMNS) as f32 * (HEIGHT + GAP)
}

fn squares(svg: &mut Svg, facts: &Facts, top: f32) -> f32 {
    let shown = facts.steps.len().min(MAX_SQUARES);
    // The largest that keeps the picture about as tall as wide.
    let (columns, gap) = if shown <= 119 { (14, 5.0) } else { (24, 3.0) };
    let side = (INNER + gap) / columns as f32 - gap;
    for (index, step) in facts.steps.iter().take(shown).enumerate() {
        let (x, y) = place(index, columns, side + gap, side + gap, top);
        let square = Rect { x, y, width: side, height: side, radius: side / 5.0 };
        square_of(svg, step.state(), square);
        if step.quiz.is_some_and(Quiz::is_all_right) {
            let stroke = if step.state() == ReadState::Done { ink::CARD } else { ink::TEXT };
            svg.tick(x + side / 2.0, y + side / 2.0, side / 2.0, stroke);
        }
    }
    top + shown.div_ceil(columns) as f32 * (side + gap) + 4.0
}

fn place(index: usize, columns: usize, across: f32, down: f32, top: f32) -> (f32, f32) {
    (MARGIN + (index % columns) as f32 * across, top + (index / columns) as f32 * down)
}

/// A disc with a tick, a half one, or an empty one.
fn state(svg: &mut Svg, state: ReadState, x: f32, y: f32, radius: f32) {
    match state {
        ReadState::Done => {
            svg.circle(x, y, radius, ink::READ);
            svg.tick(x, y, radius, ink::CARD);
        }
        ReadState::Begun => {
            svg.ring(x, y, radius - 1.0, ink::READ, 2.0);
            svg.half(x, y, radius - 1.0, ink::READ);
        }
        ReadState::New => svg.ring(x, y, radius - 1.0, ink::OPEN, 2.0),
    }
}

/// A full square, one filled from below to the middle, or an empty one.
fn square_of(svg: &mut Svg, state: ReadState, square: Rect) {
    match state {
        ReadState::Done => svg.rect(square, ink::READ),
        ReadState::Begun => {
            svg.frame(square, ink::READ, 2.0);
            let half = square.height / 2.0;
            svg.rect(Rect { y: square.y + half, height: half, ..square }, ink::READ);
            svg.rect(Rect { y: square.y + half, height: half / 2.0, radius: 0.0, ..square }, ink::READ);
        }
        ReadState::New => svg.frame(square, ink::OPEN, 2.0),
    }
}

/// How much of a step is read.
fn meter(svg: &mut Svg, step: &Step, bar: Rect) {
    svg.rect(bar, ink::TRACK);
    if step.read.done > 0 {
        let width = (bar.width * step.read.fraction()).max(bar.height);
        svg.rect(Rect { width, ..bar }, ink::READ);
    }
}

/// What the signs of tiles and squares mean, and how many steps are not drawn.
fn legend(svg: &mut Svg, facts: &Facts, density: Density, top: f32) -> f32 {
    let Facts { locale, .. } = *facts;
    let y = top + 15.0;
    let mut x = MARGIN;
    for kind in [ReadState::Done, ReadState::Begun, ReadState::New] {
        match density {
            Density::Rows | Density::Tiles => state(svg, kind, x + 7.0, y - 5.0, 7.0),
            Density::Squares => {
                square_of(svg, kind, Rect { x, y: y - 12.0, width: 14.0, height: 14.0, radius: 3.0 });
            }
        }
        let words = locale.lesson_state(kind);
        svg.text(x + 19.0, y, Anchor::Start, SMALL, ink::DIM, words);
        x += 19.0 + SMALL.width(words) + 14.0;
    }
    if facts.quiz().is_some() {
        let colour = if density == Density::Squares { ink::TEXT } else { ink::RIGHT };
        svg.tick(x + 7.0, y - 5.0, 11.0, colour);
        svg.text(x + 19.0, y, Anchor::Start, SMALL, ink::DIM, locale.quiz_all_right());
    }
    more(svg, facts, density.limit(), y + 21.0).unwrap_or(y)
}

/// How many steps are not drawn, on a line of its own; nothing when all of them are.
fn more(svg: &mut Svg, facts: &Facts, limit: usize, y: f32) -> Option<f32> {
    let more = facts.steps.len().checked_sub(limit).filter(|more| *more > 0)?;
    svg.text(MARGIN, y, Anchor::Start, SMALL, ink::DIM, &facts.locale.and_more(more));
    Some(y)
}
