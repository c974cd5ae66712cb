//! Every sentence that Docent says, by function and locale; nothing else in the program holds one.
//!
//! What happened, why, what to do next. Plain "you", no apologies, no exclamation marks. A sentence is a method of
//! [`Locale`], so that both languages stand side by side and a missing one does not compile. The files follow the
//! features: [`commands`] is the one table that registration, help and typed text are made from.

mod ask;
pub mod commands;
mod desk;
mod general;
mod layout;
mod live;
mod message;
mod person;
mod picture;
mod quiz;
pub(crate) mod reading;
mod review;
mod server;
mod terminal;

use std::fmt::Display;

/// A language that Docent speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Locale {
    #[default]
    English,
    German,
}

impl Locale {
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// The language of a tag such as `de`, `de-AT` or `en_US`; `None` for one that Docent does not speak.
    pub fn from_code(code: &str) -> Option<Self> {
        let language = code.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|locale| locale.code().eq_ignore_ascii_case(language))
    }

    /// ISO 639-1, which is also Discord's code for German; Discord's codes for English carry a region.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// The language's name in itself.
    pub fn endonym(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }

    /// The one of the two that is in this language. A third language changes the signature, and so every sentence.
    fn either<T>(self, english: T, german: T) -> T {
        match self {
            Self::English => english,
            Self::German => german,
        }
    }

    /// A number with what is counted: one of it, and several.
    fn count(self, number: impl Display, english: [&str; 2], german: [&str; 2]) -> String {
        let number = number.to_string();
        let [one, several] = self.either(english, german);
        if number == "1" { format!("{number} {one}") } else { format!("{number} {several}") }
    }
}

#[cfg(test)]
mod tests;
