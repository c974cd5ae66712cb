//! What must hold whatever somebody asks. For fuzzers and tests only.

use super::{Ask, Found, SearchIndex};
use crate::markup::{Block, plain_text};

/// Passages asked for at once.
const LIMIT: usize = 10;

/// A question with what was asked before it, in two lines: few passages, a share of certainty, and an answer that
/// stands in the passage word for word.
pub fn question(index: &SearchIndex, data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (text, follows) = text.split_once('\n').map_or((&*text, None), |(text, follows)| (text, Some(follows)));
    let ask = Ask { text, follows, ..Ask::default() };
    let question = index.read(&ask);
    let hits = question.search(LIMIT);
    assert!((0.0..=1.0).contains(&hits.score), "a certainty of {}", hits.score);
    assert!(hits.passages.len() <= LIMIT && hits.passages.iter().all(|hit| hit.score.is_finite()));
    for hit in &hits.passages {
        let (.., found) = index.found(hit.passage).expect("what is found is there");
        let written = words(match found {
            Found::Section(section) => &section.blocks,
            Found::Faq(entry) => &entry.answer,
        });
        let excerpt = question.excerpt(hit.passage);
        for block in &excerpt.blocks {
            let shown = words(std::slice::from_ref(block));
            assert!(written.contains(&shown), "{shown:?} does not stand in {written:?}");
        }
    }
    assert!(index.suggest(text, None, LIMIT).len() <= LIMIT);
    assert!(question.nearest_lessons(LIMIT).len() <= LIMIT);
}

fn words(blocks: &[Block]) -> String {
    plain_text(blocks).split_whitespace().collect::<Vec<_>>().join(" ")
}
