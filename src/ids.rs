//! Names for things: text ids that teachers write, row ids that the store gives out, and the short keys that
//! stand for course content inside a press. Knows nothing else.
//!
//! Every id is a type of its own, made by a constructor that checks it, so that a swapped argument does not compile.

use std::{borrow::Borrow, fmt, sync::Arc};

/// The longest text id, in bytes. Paths of real documentation trees stay well below it.
pub const MAX_TEXT_ID_BYTES: usize = 200;

/// Why a text is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadId {
    #[error("an id must not be empty")]
    Empty,
    #[error("an id has at most {MAX_TEXT_ID_BYTES} bytes, this one has {0}")]
    TooLong(usize),
    #[error("an id must not contain {0:?}")]
    Character(char),
    #[error("{0:?} is no id")]
    Number(String),
}

macro_rules! text_id {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks `text`: not empty, at most [`MAX_TEXT_ID_BYTES`], no white space and no control characters.
            pub fn parse(text: &str) -> Result<Self, BadId> {
                check_text(text)?;
                Ok(Self(text.into()))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

text_id! {
    /// A course, for instance `python-backend`.
    CourseId
    /// A lesson within its course: its path without number prefixes and ending, for instance `tutorial/request-files`.
    LessonId
    /// A section within its lesson: its anchor, for instance `the-event-loop`.
    SectionId
    /// An FAQ entry within its lesson: its anchor.
    FaqId
    /// A quiz question within its course: given by the teacher, else made from lesson and stem.
    QuestionId
}

fn check_text(text: &str) -> Result<(), BadId> {
    if text.is_empty() {
        return Err(BadId::Empty);
    }
    if text.len() > MAX_TEXT_ID_BYTES {
        return Err(BadId::TooLong(text.len()));
    }
    match text.chars().find(|c| c.is_whitespace() || c.is_control()) {
        Some(c) => Err(BadId::Character(c)),
        None => Ok(()),
    }
}

macro_rules! row_id {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            /// Takes the id as the database gave it out.
            pub(crate) fn from_row(id: i64) -> Self {
                Self(id)
            }

            pub(crate) fn to_row(self) -> i64 {
                self.0
            }

            /// Reads what [`Display`](fmt::Display) wrote, and nothing else; ids are positive.
            pub fn parse(text: &str) -> Result<Self, BadId> {
                // `+7` and `07` would be other texts for the same id.
                let is_plain = text.starts_with(|c| matches!(c, '1'..='9'));
                match text.parse() {
                    Ok(id) if is_plain => Ok(Self(id)),
                    _ => Err(BadId::Number(text.chars().take(30).collect())),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

row_id! {
    /// A person's record.
    LearnerId
    /// One learner's run through a quiz.
    AttemptId
    /// One question put to Docent.
    AskId
    /// One reply that its owner made public.
    ShareId
    /// One message that a learner asked to get.
    NoticeId
    /// A staff member's word on one passage for one question.
    PinId
    /// One quiz that a group plays in a channel.
    LiveId
}

macro_rules! remote_id {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            pub const fn new(id: u64) -> Self {
                Self(id)
            }

            pub const fn get(self) -> u64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

remote_id! {
    /// A chat platform's server (Discord: guild).
    ServerId
    /// A chat platform's channel or thread.
    ChannelId
    /// A chat platform's role.
    RoleId
    /// A message in a chat platform's channel.
    MessageId
}

macro_rules! content_key {
    ($($(#[$doc:meta])* $name:ident($context:literal: $($part:ident: $type:ty),+))*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            /// The same ids give the same key in every process and version: the first 64 bits of BLAKE3.
            pub fn new($($part: &$type),+) -> Self {
                let mut hasher = blake3::Hasher::new();
                hasher.update($context.as_bytes());
                $(
                    hasher.update(&[0]);
                    hasher.update($part.as_str().as_bytes());
                )+
                let mut bytes = [0; 8];
                hasher.finalize_xof().fill(&mut bytes);
                Self(u64::from_be_bytes(bytes))
            }

            /// Reads what [`Display`](fmt::Display) wrote: 16 lower-case hexadecimal digits.
            pub fn parse(text: &str) -> Result<Self, BadId> {
                let hex = text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
                match u64::from_str_radix(text, 16) {
                    Ok(key) if hex => Ok(Self(key)),
                    _ => Err(BadId::Number(text.chars().take(30).collect())),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:016x}", self.0)
            }
        }
    )*};
}

content_key! {
    /// Stands for a course in a press, where its id could be too long.
    CourseKey("course": course: CourseId)
    /// Stands for a lesson in a press.
    LessonKey("lesson": course: CourseId, lesson: LessonId)
    /// Stands for a section in a press.
    SectionKey("section": course: CourseId, lesson: LessonId, section: SectionId)
    /// Stands for an FAQ entry in a press.
    FaqKey("faq": course: CourseId, lesson: LessonId, entry: FaqId)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_id_refuses_what_could_break_a_line_or_a_key() {
        assert_eq!(LessonId::parse("tutorial/request-files").unwrap().as_str(), "tutorial/request-files");
        assert_eq!(LessonId::parse(""), Err(BadId::Empty));
        assert_eq!(LessonId::parse("a b"), Err(BadId::Character(' ')));
        assert_eq!(LessonId::parse(&"a".repeat(201)), Err(BadId::TooLong(201)));
    }

    #[test]
    fn keys_are_stable_and_keep_their_parts_apart() {
        let (a, b) = (CourseId::parse("a").unwrap(), CourseId::parse("ab").unwrap());
        let (bc, c) = (LessonId::parse("bc").unwrap(), LessonId::parse("c").unwrap());
        assert_ne!(LessonKey::new(&a, &bc), LessonKey::new(&b, &c));
        let key = LessonKey::new(&a, &bc);
        assert_eq!(LessonKey::parse(&key.to_string()), Ok(key));
        assert_eq!(key.to_string().len(), 16);
        assert!(LessonKey::parse("+00000000000000f").is_err());
    }

    #[test]
    fn a_row_id_from_outside_is_positive() {
        assert!(AttemptId::parse("0").is_err());
        assert!(AttemptId::parse("-4").is_err());
        assert!(AttemptId::parse("99999999999999999999").is_err());
        assert_eq!(AttemptId::parse("42").unwrap().to_string(), "42");
    }
}
