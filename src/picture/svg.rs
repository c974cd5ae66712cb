//! Writes the few SVG elements that the picture is made of.

use std::fmt::Write as _;

use super::letters::{FAMILY, Font};

/// Elements, in the order drawn.
#[derive(Debug, Default)]
pub(super) struct Svg {
    elements: String,
}

/// Where a text stands at its x.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A rectangle with round corners.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rect {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
    pub radius: f32,
}

impl Svg {
    pub(super) fn document(self, width: f32, height: f32) -> String {
        let Self { elements } = self;
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="{FAMILY}">{elements}</svg>"#
        )
    }

    pub(super) fn rect(&mut self, rect: Rect, fill: &str) {
        self.rect_with(rect, &format!(r#"fill="{fill}""#));
    }

    /// Only its edge, inside of the rectangle.
    pub(super) fn frame(&mut self, rect: Rect, stroke: &str, thickness: f32) {
        let inset = thickness / 2.0;
        let inner = Rect {
            x: rect.x + inset,
            y: rect.y + inset,
            width: rect.width - thickness,
            height: rect.height - thickness,
            radius: rect.radius - inset,
        };
        self.rect_with(inner, &format!(r#"fill="none" stroke="{stroke}" stroke-width="{thickness}""#));
    }

    fn rect_with(&mut self, Rect { x, y, width, height, radius }: Rect, paint: &str) {
        self.push(format_args!(r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}" {paint}/>"#));
    }

    pub(super) fn circle(&mut self, x: f32, y: f32, radius: f32, fill: &str) {
        self.push(format_args!(r#"<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}"/>"#));
    }

    pub(super) fn ring(&mut self, x: f32, y: f32, radius: f32, stroke: &str, thickness: f32) {
        self.push(format_args!(
            r#"<circle cx="{x}" cy="{y}" r="{radius}" fill="none" stroke="{stroke}" stroke-width="{thickness}"/>"#
        ));
    }

    /// The part of a ring from the top clockwise, with round ends; `share` from 0 to 1.
    pub(super) fn arc(&mut self, x: f32, y: f32, radius: f32, share: f32, stroke: &str, thickness: f32) {
        let around = std::f32::consts::TAU * radius;
        let drawn = around * share;
        self.push(format_args!(
            r#"<circle cx="{x}" cy="{y}" r="{radius}" fill="none" stroke="{stroke}" stroke-width="{thickness}" stroke-linecap="round" stroke-dasharray="{drawn} {around}" transform="rotate(-90 {x} {y})"/>"#
        ));
    }

    /// The lower half of a disc.
    pub(super) fn half(&mut self, x: f32, y: f32, radius: f32, fill: &str) {
        let (left, right) = (x - radius, x + radius);
        self.push(format_args!(r#"<path d="M{left} {y} A{radius} {radius} 0 0 0 {right} {y} Z" fill="{fill}"/>"#));
    }

    /// A tick as large as a disc of `radius` holds.
    pub(super) fn tick(&mut self, x: f32, y: f32, radius: f32, stroke: &str) {
        let unit = radius / 10.0;
        let (a, b, c) =
            ((x - 4.6 * unit, y + 0.4 * unit), (x - 1.4 * unit, y + 3.6 * unit), (x + 4.8 * unit, y - 3.4 * unit));
        self.push(format_args!(
            r#"<path d="M{} {} L{} {} L{} {}" fill="none" stroke="{stroke}" stroke-width="{}" stroke-linecap="round" stroke-linejoin="round"/>"#,
            a.0, a.1, b.0, b.1, c.0, c.1, 2.4 * unit
        ));
    }

    /// A line of text on its baseline.
    pub(super) fn text(&mut self, x: f32, y: f32, anchor: Anchor, font: Font, fill: &str, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let (size, weight) = (font.size, font.weight.number());
        let text = escape(text);
        self.push(format_args!(
            r#"<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" fill="{fill}">{text}</text>"#
        ));
    }

    pub(super) fn append(&mut self, other: &Self) {
        self.elements.push_str(&other.elements);
    }

    fn push(&mut self, element: std::fmt::Arguments<'_>) {
        self.elements.write_fmt(element).expect("a String takes whatever is written");
    }
}

/// The text without anything that XML reads as markup. Characters that XML forbids have no letters in the fonts and
/// are gone before.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_title_stays_text() {
        let mut svg = Svg::default();
        svg.text(0.0, 0.0, Anchor::Start, Font::regular(16.0), "red", "Vec<T> && </text><script>");
        assert!(svg.document(1.0, 1.0).contains(">Vec&lt;T&gt; &amp;&amp; &lt;/text&gt;&lt;script&gt;<"));
    }
}
