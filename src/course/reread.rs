//! Which section to read again after a miss: the one that speaks most of what was asked and what is right.
//!
//! Knows one lesson and nothing of the search index, which is built from courses and so after them. The answer gives
//! part of the key away: it is shown after the learner's answer and never before.

use std::collections::{HashMap, HashSet};

use unicode_segmentation::UnicodeSegmentation;

use super::{Choice, QuestionBody, Section, question::Draft};
use crate::{ids::SectionId, markup};

/// BM25 with the usual constants (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009).
const K1: f32 = 1.2;
const B: f32 = 0.75;
/// A word of a heading says more of a section than a word of its text.
const HEADING: u32 = 2;

/// The best of `sections`, which stand before the quiz, the nearest first among equals; `None` if there are none.
pub(super) fn section(draft: &Draft, sections: &[Section]) -> Option<SectionId> {
    let asked: HashSet<String> = words(&about(draft)).collect();
    let counted: Vec<Counted> = sections.iter().map(Counted::new).collect();
    let scores = counted.iter().map(|section| score(&asked, section, &counted));
    let best = sections.iter().zip(scores).max_by(|(_, a), (_, b)| a.total_cmp(b));
    best.map(|(section, _)| section.id.clone())
}

/// What the question asks and what is right about it; the wrong choices speak of other things.
fn about(draft: &Draft) -> String {
    let mut text =
        [&draft.context, &draft.stem, &draft.explanation].map(|blocks| markup::plain_text(blocks)).join("\n");
    let mut add = |more: &str| {
        text.push('\n');
        text.push_str(more);
    };
    match &draft.body {
        QuestionBody::Choice(question) => {
            let right = question.choices.iter().filter(|choice| Choice::is_right(choice));
            right.for_each(|choice| add(&markup::plain_text(&choice.content)));
        }
        QuestionBody::Text(question) => question.answers.iter().for_each(|answer| add(&answer.text)),
        QuestionBody::Matching(question) => question.pairs.iter().for_each(|(left, right)| {
            add(&left.to_string());
            add(&right.to_string());
        }),
        QuestionBody::Tracing(question) => add(&question.program),
        QuestionBody::Number(_) => {}
    }
    text
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.unicode_words().map(str::to_lowercase)
}

/// How often each word stands in a section.
struct Counted {
    words: HashMap<String, u32>,
    length: u32,
}

impl Counted {
    fn new(section: &Section) -> Self {
        let mut counted = Self { words: HashMap::new(), length: 0 };
        words(&markup::plain_text(&section.blocks)).for_each(|word| counted.add(word, 1));
        words(&section.title.to_string()).for_each(|word| counted.add(word, HEADING));
        counted
    }

    fn add(&mut self, word: String, times: u32) {
        *self.words.entry(word).or_default() += times;
        self.length += times;
    }
}

fn score(asked: &HashSet<String>, section: &Counted, all: &[Counted]) -> f32 {
    let average = all.iter().map(|section| section.length).sum::<u32>() as f32 / all.len() as f32;
    let norm = K1 * (1.0 - B + B * section.length as f32 / average.max(1.0));
    let of_word = |word: &String| {
        let times = section.words.get(word).copied().unwrap_or_default() as f32;
        let holding = all.iter().filter(|section| section.words.contains_key(word)).count() as f32;
        let idf = (1.0 + (all.len() as f32 - holding + 0.5) / (holding + 0.5)).ln();
        idf * times * (K1 + 1.0) / (times + norm)
    };
    // In the order of the words, for a sum of floats depends on it.
    let mut found: Vec<&String> = asked.iter().filter(|word| section.words.contains_key(*word)).collect();
    found.sort_unstable();
    found.into_iter().map(of_word).sum()
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use crate::course::load;

    const LESSON: &str = "\
# Passwords

## Hashing

A hash cannot be turned back.

## Salts

A salt makes two equal passwords look different.

## Rate limits

A limit slows down whoever guesses.

## Test your knowledge

### What does a salt achieve?

- [x] Equal passwords have different hashes.
- [ ] Guessing is slowed down by a limit.

### Which of these is new?

- [x] Neither
- [ ] Both
";

    #[test]
    fn a_miss_leads_to_the_section_that_has_the_answer_else_to_the_nearest() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("passwords.md"), LESSON).unwrap();
        let course = load::load(folder.path()).unwrap().courses.remove(0);
        let reread = course.lessons[0].questions.iter().map(|question| question.reread.as_ref().unwrap().to_string());
        assert_eq!(reread.collect::<Vec<_>>(), ["salts", "rate-limits"]);
    }

    #[test]
    fn questions_of_the_bundled_course_lead_to_many_sections() {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let course = load::load(&content).unwrap().courses.remove(0);
        for lesson in &course.lessons {
            let last = lesson.sections.last().map(|section| &section.id);
            let elsewhere = lesson.questions.iter().filter(|question| question.reread.as_ref() != last).count();
            assert!(elsewhere * 2 > lesson.questions.len(), "{} leads to its last section", lesson.title);
        }
        let question = course.lessons.iter().flat_map(|lesson| &lesson.questions);
        let salt = question.clone().find(|question| question.id.to_string().contains("salt")).unwrap();
        assert_eq!(salt.reread.as_ref().unwrap().to_string(), "hashing-passwords");
    }
}
