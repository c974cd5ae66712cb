//! What must hold whatever somebody types or sends as a press. For fuzzers and tests only.

use super::{Action, Press, typed, wire};

/// A text as it stands in a button's id: it is refused, or it is the one text of a press.
pub fn press(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(press) = wire::decode(&text) {
        comes_back(&press);
        assert_eq!(wire::encode(&press), text);
    }
}

/// A typed line: everything means something, and what it means can be put on a button.
pub fn line(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match typed::read(&text) {
        Action::Press(press) => comes_back(&press),
        Action::Ask { words } | Action::Reply { text: words } => {
            assert!(!words.is_empty() || text.trim() == "=", "nothing is asked with {text:?}");
            assert!(words.len() <= text.len(), "{words:?} is more than {text:?}");
        }
        _ => {}
    }
}

/// A press survives its text, which fits into a button.
pub fn comes_back(press: &Press) {
    let text = wire::encode(press);
    assert!(text.len() <= wire::MAX_BYTES, "{} bytes: {text}", text.len());
    assert_eq!(wire::decode(&text).as_ref(), Ok(press), "{text}");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_line_means_something(text in "(/?(quiz|goal|=|answer|link|sprache|weiter|reminders|sure) ?)?.{0,60}") {
            super::line(text.as_bytes());
            super::press(text.as_bytes());
        }
    }
}
