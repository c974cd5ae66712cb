//! Discord's limits, each with the page that states it, and how characters are counted and cut.

use unicode_segmentation::UnicodeSegmentation;

/// Components of a message, nested ones included.
/// <https://discord.com/developers/docs/components/reference#component-reference>
pub(super) const COMPONENTS: usize = 40;
/// Characters of all text displays of a message.
/// <https://github.com/discord/discord-api-docs/pull/8562>
pub(super) const TEXT_SUM: usize = 4_000;
/// <https://discord.com/developers/docs/components/reference#action-row>
pub(super) const BUTTONS_PER_ROW: usize = 5;
/// <https://discord.com/developers/docs/components/reference#button-button-structure>
pub(super) const BUTTON_LABEL: usize = 80;
/// Same page.
pub(super) const BUTTON_URL: usize = 512;
/// <https://discord.com/developers/docs/components/reference#string-select-string-select-structure>
pub(super) const SELECT_OPTIONS: usize = 25;
/// Label and description of an option, and placeholder of a text input.
/// <https://discord.com/developers/docs/components/reference#string-select-select-option-structure>
pub(super) const OPTION_TEXT: usize = 100;
/// <https://discord.com/developers/docs/components/reference#string-select-string-select-structure>
pub(super) const SELECT_PLACEHOLDER: usize = 150;
/// <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal>
pub(super) const MODAL_TITLE: usize = 45;
/// <https://discord.com/developers/docs/components/reference#text-input-text-input-structure>
pub(super) const TEXT_INPUT_LABEL: usize = 45;
/// Same page.
pub(super) const TEXT_INPUT: u16 = 4_000;
/// Suggestions, and the length of each.
/// <https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-choice-structure>
pub(super) const SUGGESTIONS: usize = 25;
/// Same page.
pub(super) const SUGGESTION_TEXT: usize = 100;

/// Characters as the strictest reader of the rules counts them: UTF-16 units.
pub(super) fn length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Cuts `text` to at most `most` characters, between graphemes, and shows that it was cut. Discord refuses an empty
/// label, so that there is always something.
pub(super) fn cut(text: &str, most: usize) -> String {
    let text = text.trim();
    if text.is_empty() {
        return "…".to_owned();
    }
    if text.len() <= most || length(text) <= most {
        return text.to_owned();
    }
    let mut cut = String::with_capacity(most);
    let mut left = most.saturating_sub(1);
    for grapheme in text.graphemes(true) {
        match left.checked_sub(length(grapheme)) {
            Some(rest) => left = rest,
            None => break,
        }
        cut.push_str(grapheme);
    }
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cut_falls_between_graphemes() {
        assert_eq!(cut("event loop", 6), "event…");
        assert_eq!(cut("ok 👩‍👩‍👧‍👦 family", 10), "ok…");
        assert_eq!(cut("  ", 5), "…");
        assert_eq!(cut("exact", 5), "exact");
    }

    proptest! {
        #[test]
        fn a_cut_is_never_empty_and_never_too_long(text in "\\PC{0,40}", most in 1..30_usize) {
            let cut = cut(&text, most);
            prop_assert!(!cut.is_empty() && length(&cut) <= most, "{cut:?}");
        }
    }
}
