//! Words that front ends add while they lay a reply out: how a choice turned out, kinds of notes, times.

use super::Locale;
use crate::{clock::Timestamp, reply::ChoiceMark};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

impl Locale {
    /// How a choice turned out; nothing for a wrong one that nobody chose.
    pub(crate) fn choice_mark(self, mark: ChoiceMark) -> Option<&'static str> {
        match mark {
            ChoiceMark::ChosenRight => Some(self.either("your answer, right", "deine Antwort, richtig")),
            ChoiceMark::ChosenWrong => Some(self.either("your answer, wrong", "deine Antwort, falsch")),
            ChoiceMark::Missed => Some(self.either("right, not chosen", "richtig, nicht gewählt")),
            ChoiceMark::Right => Some(self.either("right", "richtig")),
            ChoiceMark::LeftOut => None,
        }
    }

    /// The name of a note set apart from the text, by the kind that the author wrote; an unknown kind is shown as
    /// written.
    pub(crate) fn admonition(self, kind: &str) -> String {
        let known = match kind {
            "note" => self.either("Note", "Hinweis"),
            "tip" | "hint" => self.either("Tip", "Tipp"),
            "info" => self.either("Info", "Info"),
            "important" => self.either("Important", "Wichtig"),
            "warning" => self.either("Warning", "Warnung"),
            "caution" => self.either("Caution", "Vorsicht"),
            "danger" => self.either("Danger", "Gefahr"),
            "example" => self.either("Example", "Beispiel"),
            other => return capitalised(other),
        };
        known.to_owned()
    }

    /// Stands before the description of a picture that cannot be shown.
    pub(crate) fn picture(self) -> &'static str {
        self.either("Picture", "Bild")
    }

    /// How to answer a question with one right choice by typing.
    pub(crate) fn letter_hint(self) -> &'static str {
        self.either("Type a letter", "Tipp einen Buchstaben")
    }

    /// How to answer a question with several right choices by typing.
    pub(crate) fn letters_hint(self) -> &'static str {
        self.either(
            "Type the letters of all right choices, for example: a c",
            "Tipp die Buchstaben aller richtigen Antworten, zum Beispiel: a c",
        )
    }

    /// How to answer a question in one's own words by typing.
    pub(crate) fn answer_hint(self) -> &'static str {
        self.either("Type your answer", "Tipp deine Antwort")
    }

    /// The moment `at` as somebody says it at `now`; a date when it is more than a month away.
    pub(crate) fn relative_time(self, at: Timestamp, now: Timestamp) -> String {
        let (past, distance) = if at <= now { (true, now.since(at)) } else { (false, at.since(now)) };
        let seconds = distance.as_secs();
        let (count, unit) = match seconds {
            0..MINUTE if past => return self.either("just now", "gerade eben").to_owned(),
            0..MINUTE => return self.either("in a moment", "gleich").to_owned(),
            MINUTE..HOUR => (seconds / MINUTE, self.either(["minute", "minutes"], ["Minute", "Minuten"])),
            HOUR..DAY => (seconds / HOUR, self.either(["hour", "hours"], ["Stunde", "Stunden"])),
            _ if seconds < 31 * DAY => (seconds / DAY, self.either(["day", "days"], ["Tag", "Tagen"])),
            _ => return date(at),
        };
        let unit = unit[usize::from(count != 1)];
        match (self, past) {
            (Self::English | Self::German, false) => format!("in {count} {unit}"),
            (Self::English, true) => format!("{count} {unit} ago"),
            (Self::German, true) => format!("vor {count} {unit}"),
        }
    }
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
