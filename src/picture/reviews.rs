//! The reviews of the days ahead, as a bar with its number for each day.

use super::{
    Facts,
    card::{self, INNER, MARGIN, ink},
    letters::Font,
    svg::{Anchor, Rect, Svg},
};

const HIGHEST: f32 = 34.0;
const GAP: f32 = 4.0;
const SMALL: Font = Font::regular(15.0);

/// Draws the reviews below `top`, unless there are none; returns where they end.
pub(super) fn draw(svg: &mut Svg, facts: &Facts, top: f32) -> f32 {
    let most = facts.reviews.iter().copied().max().unwrap_or(0);
    if most == 0 {
        return top;
    }
    let days = facts.reviews.len();
    let step = (INNER + GAP) / days as f32;
    card::rule(svg, top + 14.0);
    svg.text(MARGIN, top + 38.0, Anchor::Start, Font::regular(16.0), ink::TEXT, &facts.locale.reviews_ahead(days));
    let floor = top + 66.0 + HIGHEST;
    for (day, count) in facts.reviews.iter().enumerate() {
        let x = MARGIN + day as f32 * step;
        let width = step - GAP;
        let height = if *count == 0 { 3.0 } else { (HIGHEST * *count as f32 / most as f32).max(6.0) };
        let colour = if *count == 0 { ink::TRACK } else { ink::READ };
        svg.rect(Rect { x, y: floor - height, width, height, radius: 3.0_f32.min(height / 2.0) }, colour);
        if *count > 0 {
            svg.text(x + width / 2.0, floor - height - 6.0, Anchor::Middle, SMALL, ink::TEXT, &count.to_string());
        }
    }
    labels(svg, facts, step, floor + 18.0);
    floor + 18.0
}

/// Under the first day, under the one a week later where there is room, and under the last.
fn labels(svg: &mut Svg, facts: &Facts, step: f32, y: f32) {
    let last = facts.reviews.len() - 1;
    svg.text(MARGIN, y, Anchor::Start, SMALL, ink::DIM, &facts.locale.in_days(0));
    if last > 10 {
        let x = MARGIN + 7.0 * step + (step - GAP) / 2.0;
        svg.text(x, y, Anchor::Middle, SMALL, ink::DIM, &facts.locale.in_days(7));
    }
    svg.text(MARGIN + INNER, y, Anchor::End, SMALL, ink::DIM, &facts.locale.in_days(last));
}
