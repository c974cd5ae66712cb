//! Inks as terminal colours. The sixteen named colours only, so that the reader's own theme decides how they look.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use crate::plain::line::{Ink, Line, Role};

/// Adds `line` to `out` with escape sequences around whatever has a colour.
pub fn paint(line: &Line, out: &mut String) {
    for segment in line.segments() {
        let style = style(segment.ink());
        // Writing to a string cannot fail.
        let _ = write!(out, "{style}{}{style:#}", segment.text());
    }
}

fn style(ink: Ink) -> Style {
    let style = match ink.role {
        Role::Body => Style::new(),
        Role::Title => Style::new().bold(),
        Role::Small => Style::new().dimmed(),
        Role::Code => AnsiColor::Cyan.on_default(),
        Role::Link => AnsiColor::Blue.on_default().underline(),
        Role::Key => AnsiColor::Magenta.on_default().bold(),
        Role::Good => AnsiColor::Green.on_default(),
        Role::Half => AnsiColor::Yellow.on_default(),
        Role::Bad => AnsiColor::Red.on_default(),
    };
    let style = if ink.style.strong { style.bold() } else { style };
    let style = if ink.style.emphasis { style.italic() } else { style };
    if ink.style.strikethrough { style.strikethrough() } else { style }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_surround_the_text_and_plain_text_stays_bare() {
        let mut out = String::new();
        paint(&Line::new("Wrong", Role::Bad), &mut out);
        paint(&Line::new(" and why", Role::Body), &mut out);
        assert_eq!(out, "\u{1b}[31mWrong\u{1b}[0m and why");
    }
}
