//! The letters of the picture: two embedded fonts, which characters they have, and how much room a text takes.

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::Database;
use skrifa::{
    FontRef, MetadataProvider as _,
    instance::{LocationRef, Size},
};
use unicode_segmentation::UnicodeSegmentation as _;

static REGULAR: &[u8] = include_bytes!("../../assets/fonts/DocentSans-Regular.otf");
static BOLD: &[u8] = include_bytes!("../../assets/fonts/DocentSans-SemiBold.otf");

/// The name that the fonts' files give themselves.
pub(super) const FAMILY: &str = "Docent Sans";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// A size in a weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Font {
    pub size: f32,
    pub weight: Weight,
}

/// The fonts, read once.
pub(super) fn fonts() -> Arc<Database> {
    static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
        let mut fonts = Database::new();
        fonts.load_font_data(REGULAR.to_vec());
        fonts.load_font_data(BOLD.to_vec());
        Arc::new(fonts)
    });
    Arc::clone(&FONTS)
}

/// The text as the fonts can show it: without emoji and other signs that they lack. Nothing when letters are missing,
/// because half a title says less than none.
pub(super) fn shown(text: &str) -> Option<String> {
    let charmap = Weight::Regular.font().charmap();
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match charmap.map(letter) {
            Some(_) => shown.push(letter),
            None if letter.is_alphanumeric() => return None,
            None if letter.is_whitespace() => shown.push(' '),
            None => {}
        }
    }
    let shown: Vec<&str> = shown.split_whitespace().collect();
    (!shown.is_empty()).then(|| shown.join(" "))
}

/// The text in one line of at most `room`, cut with an ellipsis.
pub(super) fn fit(text: &str, font: Font, room: f32) -> String {
    if font.width(text) <= room {
        return text.to_owned();
    }
    let room = room - font.width("…");
    let mut kept = String::new();
    for letter in text.graphemes(true) {
        if font.width(&kept) + font.width(letter) > room {
            break;
        }
        kept.push_str(letter);
    }
    format!("{}…", kept.trim_end())
}

/// The text in at most `lines` lines of at most `room`, broken between words; the last is cut.
pub(super) fn wrap(text: &str, font: Font, room: f32, lines: usize) -> Vec<String> {
    let mut wrapped: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let full = wrapped.len() == lines;
        match wrapped.last_mut() {
            Some(line) if full || font.width(line) + font.width(" ") + font.width(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => wrapped.push(word.to_owned()),
        }
    }
    wrapped.iter().map(|line| fit(line, font, room)).collect()
}

impl Font {
    pub(super) const fn regular(size: f32) -> Self {
        Self { size, weight: Weight::Regular }
    }

    pub(super) const fn bold(size: f32) -> Self {
        Self { size, weight: Weight::Bold }
    }

    /// Without kerning, which makes a text a little narrower.
    pub(super) fn width(self, text: &str) -> f32 {
        let font = self.weight.font();
        let charmap = font.charmap();
        let metrics = font.glyph_metrics(Size::new(self.size), LocationRef::default());
        let advance = |letter| charmap.map(letter).and_then(|glyph| metrics.advance_width(glyph));
        text.chars().filter_map(advance).sum()
    }
}

impl Weight {
    fn font(self) -> FontRef<'static> {
        let bytes = match self {
            Self::Regular => REGULAR,
            Self::Bold => BOLD,
        };
        FontRef::new(bytes).expect("the embedded fonts are fonts, as a test shows")
    }

    /// As SVG counts weights.
    pub(super) fn number(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::Bold => 600,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_fonts_are_found_by_their_name() {
        let names: Vec<_> = fonts().faces().map(|face| (face.families[0].0.clone(), face.weight.0)).collect();
        assert_eq!(names, [(FAMILY.to_owned(), 400), (FAMILY.to_owned(), 600)]);
    }

    #[test]
    fn both_fonts_have_the_same_letters() {
        let letters = |weight: Weight| -> Vec<u32> { weight.font().charmap().mappings().map(|(c, _)| c).collect() };
        assert_eq!(letters(Weight::Regular), letters(Weight::Bold));
    }

    #[test]
    fn letters_of_europe_are_shown_as_they_are() {
        for title in ["Größe & Maß — “C++”", "Λόγος", "Урок 3: цикл", "Điều kiện", "Žluťoučký", "1 < 2 ≠ 3"]
        {
            assert_eq!(shown(title).as_deref(), Some(title));
        }
    }

    #[test]
    fn emoji_are_left_out_and_other_scripts_give_way() {
        assert_eq!(shown("🚀 Ship  it\u{fe0f} 👩‍💻!").as_deref(), Some("Ship it !"));
        assert_eq!(shown("Rust 入門"), None);
        assert_eq!(shown("שלום"), None);
        assert_eq!(shown("🎉"), None);
        assert_eq!(shown("a\u{0}\u{1b}b").as_deref(), Some("ab"));
    }

    #[test]
    fn long_texts_are_cut_to_their_room() {
        let font = Font::regular(16.0);
        for text in ["W".repeat(300), "many short words ".repeat(40)] {
            assert!(font.width(&fit(&text, font, 200.0)) <= 200.0);
            let lines = wrap(&text, font, 200.0, 2);
            assert!(lines.len() <= 2 && lines.iter().all(|line| font.width(line) <= 200.0), "{lines:?}");
        }
        assert_eq!(fit("short", font, 200.0), "short");
        assert_eq!(wrap("one two", font, 200.0, 2), ["one two"]);
    }
}
