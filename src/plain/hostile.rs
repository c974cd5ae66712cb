//! What must hold for a page of any blocks. For fuzzers and tests only.

use super::{View, render};
use crate::{
    clock::Timestamp,
    markup,
    reply::{Block, Reply},
    words::Locale,
};

/// By how much a page may be longer than its text: a column may be one letter wide, with a frame around each.
const SHOWN: usize = 400;

/// Shows `blocks` on pages of some widths: nothing commands the terminal, no line ends in a blank.
pub fn content(blocks: &[markup::Block]) {
    let bytes = markup::plain_text(blocks).len();
    let reply = Reply::new(vec![Block::Content(blocks.to_vec())]);
    for width in [0, 72] {
        let view = View { width, locale: Locale::English, now: Timestamp::from_millis(0) };
        let text = render(&reply, view);
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
        assert!(text.lines().all(|line| line.trim_end() == line), "{text}");
        assert!(text.len() <= (bytes + 200) * SHOWN, "{} bytes from {bytes}", text.len());
    }
}
