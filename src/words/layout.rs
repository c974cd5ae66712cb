//! Words that front ends add while they lay a reply out: how a choice turned out, kinds of notes, times.

use super::Locale;
use crate::{clock::Timestamp, reply::ChoiceMark};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

impl Locale {
    /// How a choice turned out; nothing for a wrong one that nobody chose.
    pub fn choice_mark(self, mark: ChoiceMark) -> Option<&'static str> {
        match (self, mark) {
            (_, ChoiceMark::LeftOut) => None,
            (Self::English, ChoiceMark::ChosenRight) => Some("your answer, right"),
            (Self::German, ChoiceMark::ChosenRight) => Some("deine Antwort, richtig"),
            (Self::English, ChoiceMark::ChosenWrong) => Some("your answer, wrong"),
            (Self::German, ChoiceMark::ChosenWrong) => Some("deine Antwort, falsch"),
            (Self::English, ChoiceMark::Missed) => Some("right, not chosen"),
            (Self::German, ChoiceMark::Missed) => Some("richtig, nicht gewählt"),
        }
    }

    /// The name of a note set apart from the text, by the kind that the author wrote; an unknown kind is shown as
    /// written.
    pub fn admonition(self, kind: &str) -> String {
        let known = match (self, kind) {
            (Self::English, "note") => "Note",
            (Self::German, "note") => "Hinweis",
            (Self::English, "tip" | "hint") => "Tip",
            (Self::German, "tip" | "hint") => "Tipp",
            (_, "info") => "Info",
            (Self::English, "important") => "Important",
            (Self::German, "important") => "Wichtig",
            (Self::English, "warning") => "Warning",
            (Self::German, "warning") => "Warnung",
            (Self::English, "caution") => "Caution",
            (Self::German, "caution") => "Vorsicht",
            (Self::English, "danger") => "Danger",
            (Self::German, "danger") => "Gefahr",
            (Self::English, "example") => "Example",
            (Self::German, "example") => "Beispiel",
            (Self::English | Self::German, other) => return capitalised(other),
        };
        known.to_owned()
    }

    /// Stands before the description of a picture that cannot be shown.
    pub fn picture(self) -> &'static str {
        match self {
            Self::English => "Picture",
            Self::German => "Bild",
        }
    }

    /// How to answer a question with one right choice by typing.
    pub fn type_a_letter(self) -> &'static str {
        match self {
            Self::English => "Type a letter",
            Self::German => "Tipp einen Buchstaben",
        }
    }

    /// How to answer a question with several right choices by typing.
    pub fn type_letters(self) -> &'static str {
        match self {
            Self::English => "Type the letters of all right choices, for example: a c",
            Self::German => "Tipp die Buchstaben aller richtigen Antworten, zum Beispiel: a c",
        }
    }

    /// How to answer a question in one's own words by typing.
    pub fn type_answer(self) -> &'static str {
        match self {
            Self::English => "Type your answer",
            Self::German => "Tipp deine Antwort",
        }
    }

    /// The moment `at` as somebody says it at `now`; a date when it is more than a month away.
    pub fn relative_time(self, at: Timestamp, now: Timestamp) -> String {
        let (past, distance) = if at <= now { (true, now.since(at)) } else { (false, at.since(now)) };
        let seconds = distance.as_secs();
        let (count, unit) = match seconds {
            0..MINUTE => return self.this_moment(past).to_owned(),
            MINUTE..HOUR => (seconds / MINUTE, Unit::Minute),
            HOUR..DAY => (seconds / HOUR, Unit::Hour),
            _ if seconds < 31 * DAY => (seconds / DAY, Unit::Day),
            _ => return date(at),
        };
        let unit = self.unit(unit, count);
        match (self, past) {
            (Self::English | Self::German, false) => format!("in {count} {unit}"),
            (Self::English, true) => format!("{count} {unit} ago"),
            (Self::German, true) => format!("vor {count} {unit}"),
        }
    }

    fn this_moment(self, past: bool) -> &'static str {
        match (self, past) {
            (Self::English, true) => "just now",
            (Self::English, false) => "in a moment",
            (Self::German, true) => "gerade eben",
            (Self::German, false) => "gleich",
        }
    }

    fn unit(self, unit: Unit, count: u64) -> &'static str {
        let [one, many] = match (self, unit) {
            (Self::English, Unit::Minute) => ["minute", "minutes"],
            (Self::English, Unit::Hour) => ["hour", "hours"],
            (Self::English, Unit::Day) => ["day", "days"],
            (Self::German, Unit::Minute) => ["Minute", "Minuten"],
            (Self::German, Unit::Hour) => ["Stunde", "Stunden"],
            (Self::German, Unit::Day) => ["Tag", "Tagen"],
        };
        if count == 1 { one } else { many }
    }
}

#[derive(Clone, Copy)]
enum Unit {
    Minute,
    Hour,
    Day,
}

/// The date in UTC; without a time of day, the reader's zone hardly matters.
fn date(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.as_millis())
        .map_or_else(|_| at.as_seconds().to_string(), |at| at.strftime("%Y-%m-%d").to_string())
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn times_are_said_as_people_say_them() {
        let now = Timestamp::from_millis(1_800_000_000_000);
        let ago = |seconds| Locale::English.relative_time(now.before(Duration::from_secs(seconds)), now);
        assert_eq!(ago(3), "just now");
        assert_eq!(ago(60), "1 minute ago");
        assert_eq!(ago(2 * HOUR + 5), "2 hours ago");
        assert_eq!(ago(40 * DAY), "2026-12-06");
        let later = now.after(Duration::from_secs(3 * DAY));
        assert_eq!(Locale::German.relative_time(later, now), "in 3 Tagen");
    }

    #[test]
    fn an_unknown_kind_of_note_keeps_its_name() {
        assert_eq!(Locale::English.admonition("recipe"), "Recipe");
        assert_eq!(Locale::German.admonition("warning"), "Warnung");
    }
}
