//! What a question is known by: the id made for one that has none, and the revision that changes with its text.

use crate::{
    course::{QuestionBody, Revision, Selection, TextComparison, TracingOutcome},
    ids::{LessonId, MAX_TEXT_ID_BYTES, QuestionId},
    markup::{self, Block},
};

use super::Draft;

/// How much of the stem goes into an id that no teacher gave: enough to tell questions apart, short enough to read.
const MAX_SLUG_CHARS: usize = 60;
/// Eight hexadecimal digits: two of a lesson's questions with one stem do not meet.
const HASH_CHARS: usize = 8;

/// `text` in lower case, words joined by hyphens, cut after a whole word.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if slug.chars().count() + word.chars().count() >= MAX_SLUG_CHARS {
            if slug.is_empty() {
                slug.extend(word.chars().take(MAX_SLUG_CHARS).flat_map(char::to_lowercase));
            }
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(word.chars().flat_map(char::to_lowercase));
    }
    if slug.is_empty() { "question".to_owned() } else { slug }
}

pub(super) fn default_id(lesson: &LessonId, slug: &str) -> QuestionId {
    checked_id(&format!("{lesson}/{slug}"))
}

/// Ids made here hold no white space; what is too long keeps its start and gets a hash for the rest.
pub(super) fn checked_id(text: &str) -> QuestionId {
    let short = if text.len() <= MAX_TEXT_ID_BYTES {
        text.to_owned()
    } else {
        let hash = blake3::hash(text.as_bytes()).to_hex();
        let mut start = String::new();
        for c in text.chars() {
            if start.len() + c.len_utf8() + 1 + HASH_CHARS > MAX_TEXT_ID_BYTES {
                break;
            }
            start.push(c);
        }
        format!("{start}-{}", hash.chars().take(HASH_CHARS).collect::<String>())
    };
    QuestionId::parse(&short).expect("a lesson's id and a slug hold neither white space nor control characters")
}

/// Tells apart what one stem asks in several ways: by context, choices and program, not by the key.
pub(super) fn short_hash(draft: &Draft) -> String {
    let mut hash = FieldHasher::default();
    hash.blocks(&draft.context);
    hash.blocks(&draft.stem);
    match &draft.body {
        QuestionBody::Choice(question) => question.choices.iter().for_each(|choice| hash.blocks(&choice.content)),
        QuestionBody::Matching(question) => question.pairs.iter().for_each(|(left, _)| hash.text(&left.to_string())),
        QuestionBody::Tracing(question) => hash.text(&question.program),
        QuestionBody::Text(_) | QuestionBody::Number(_) => {}
    }
    hash.0.finalize().to_hex().chars().take(HASH_CHARS).collect()
}

/// Hashes what makes it the same question to a learner: neither its place nor its explanation and reasons.
pub(super) fn revision(draft: &Draft) -> Revision {
    let mut hash = FieldHasher::default();
    hash.blocks(&draft.context);
    hash.blocks(&draft.stem);
    match &draft.body {
        QuestionBody::Choice(question) => {
            hash.text("choice");
            hash.number(u64::from(question.selection == Selection::Multiple));
            for choice in &question.choices {
                hash.blocks(&choice.content);
                hash.number(choice.credit.as_percent().into());
            }
        }
        QuestionBody::Text(question) => {
            hash.text("text");
            hash.text(match question.comparison {
                TextComparison::Loose => "loose",
                TextComparison::Wildcard => "wildcard",
                TextComparison::Exact => "exact",
            });
            for answer in &question.answers {
                hash.text(&answer.text);
                hash.number(answer.credit.as_percent().into());
            }
        }
        QuestionBody::Number(question) => {
            hash.text("number");
            for answer in &question.answers {
                let (from, to) = answer.range.bounds();
                hash.number(from.to_bits());
                hash.number(to.to_bits());
                hash.number(answer.credit.as_percent().into());
            }
        }
        QuestionBody::Matching(question) => {
            hash.text("matching");
            for (left, right) in &question.pairs {
                hash.text(&left.to_string());
                hash.text(&right.to_string());
            }
            hash.text("distractors");
            question.distractors.iter().for_each(|right| hash.text(&right.to_string()));
        }
        QuestionBody::Tracing(question) => {
            hash.text("tracing");
            hash.text(&question.program);
            match &question.outcome {
                TracingOutcome::Prints(text) => hash.text(&format!("prints {text}")),
                TracingOutcome::DoesNotCompile { line: Some(line) } => hash.text(&format!("fails at {line}")),
                TracingOutcome::DoesNotCompile { line: None } => hash.text("fails"),
            }
        }
    }
    hash.finish()
}

/// Feeds BLAKE3 with fields whose borders count: "ab", "c" differs from "a", "bc".
#[derive(Default)]
struct FieldHasher(blake3::Hasher);

impl FieldHasher {
    fn number(&mut self, number: u64) {
        self.0.update(&number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(u64::try_from(text.len()).unwrap_or(u64::MAX));
        self.0.update(text.as_bytes());
    }

    /// What is read, not how it is set: an added emphasis or a new line break is no new question.
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Code(code) => self.text(&code.text),
                Block::Image { alt, url } => self.text(&format!("{alt} {}", url.as_deref().unwrap_or_default())),
                Block::Paragraph(_)
                | Block::Heading(_)
                | Block::List(_)
                | Block::Table(_)
                | Block::Quote(_)
                | Block::Admonition(_)
                | Block::Rule => {
                    let text = markup::plain_text(std::slice::from_ref(block));
                    self.text(&text.split_whitespace().collect::<Vec<_>>().join(" "));
                }
            }
        }
        self.number(u64::MAX);
    }

    fn finish(self) -> Revision {
        let mut bytes = [0; 8];
        self.0.finalize_xof().fill(&mut bytes);
        Revision::from_i64(i64::from_le_bytes(bytes))
    }
}
