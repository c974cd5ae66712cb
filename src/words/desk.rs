//! What is said to the staff of a place about its questions and pins.

use super::Locale;
use crate::{action::PinEffect, markup::RichText, store::asked::AskTotals};

impl Locale {
    /// Under an answer, for staff only.
    pub(crate) fn desk_button(self) -> &'static str {
        self.either("Staff: pin or suppress", "Team: festlegen")
    }

    pub(crate) fn questions_title(self) -> &'static str {
        self.either("What was asked here", "Was hier gefragt wurde")
    }

    pub(crate) fn questions_button(self) -> &'static str {
        self.either("All questions", "Alle Fragen")
    }

    pub(crate) fn no_questions(self, days: u32) -> RichText {
        RichText::plain(match (self, days) {
            (Self::English, 1) => "Nobody has asked anything here in the last day.".to_owned(),
            (Self::English, _) => format!("Nobody has asked anything here in the last {days} days."),
            (Self::German, 1) => "Seit einem Tag hat hier niemand etwas gefragt.".to_owned(),
            (Self::German, _) => format!("In den letzten {days} Tagen hat hier niemand etwas gefragt."),
        })
    }

    pub(crate) fn questions_totals(self, days: u32, totals: &AskTotals) -> RichText {
        let AskTotals { answered, maybe, unknown, helpful, not_meant } = *totals;
        RichText::plain(match self {
            Self::English => format!(
                "The last {days} days. Answered: {answered}, nearest places: {maybe}, nothing in the course: {unknown}. Marked helpful: {helpful}, not what was meant: {not_meant}."
            ),
            Self::German => format!(
                "Die letzten {days} Tage. Beantwortet: {answered}, nächste Stellen: {maybe}, nichts im Kurs: {unknown}. Als hilfreich markiert: {helpful}, als nicht gemeint: {not_meant}."
            ),
        })
    }

    pub(crate) fn unanswered_questions(self) -> RichText {
        RichText::plain(self.either(
            "Without an answer to this day, most asked first:",
            "Bis heute ohne Antwort, die häufigsten zuerst:",
        ))
    }

    pub(crate) fn questions_not_meant(self) -> RichText {
        RichText::plain(self.either("Answered, but not what was meant:", "Beantwortet, aber nicht gemeint:"))
    }

    pub(crate) fn times_asked(self, times: usize) -> String {
        match (self, times) {
            (Self::English, 1) => "asked once".to_owned(),
            (Self::English, _) => format!("asked {times} times"),
            (Self::German, _) => format!("{times}-mal gefragt"),
        }
    }

    /// `shown` is what stood for the answer, where it is still in a course.
    pub(crate) fn times_not_meant(self, shown: Option<&str>, not_meant: usize, helpful: usize) -> String {
        let shown = shown.map(|shown| match self {
            Self::English => format!("shown: {shown}; "),
            Self::German => format!("gezeigt: {shown}; "),
        });
        let counts = match self {
            Self::English => format!("not meant {not_meant}, helpful {helpful}"),
            Self::German => format!("nicht gemeint {not_meant}, hilfreich {helpful}"),
        };
        shown.unwrap_or_default() + &counts
    }

    pub(crate) fn questions_note(self, days: u32) -> RichText {
        RichText::plain(match self {
            Self::English => format!(
                "Words are shown without names and go after {days} days. Marks move nothing by themselves: write what is missing, or open a question and pin its answer."
            ),
            Self::German => format!(
                "Worte stehen hier ohne Namen und gehen nach {days} Tagen. Markierungen ändern von selbst nichts: Schreib, was fehlt, oder öffne eine Frage und leg ihre Antwort fest."
            ),
        })
    }

    pub(crate) fn pick_asked(self) -> &'static str {
        self.either("Open a question", "Eine Frage öffnen")
    }

    /// Above the places that learners see for a question.
    pub(crate) fn learners_get(self, answered: bool, nothing: bool) -> RichText {
        RichText::plain(match (answered, nothing) {
            (true, _) => self.either(
                "Learners get the first of these as the answer:",
                "Lernende bekommen die erste dieser Stellen als Antwort:",
            ),
            (false, false) => self.either(
                "Learners get no sure answer. Nearest are:",
                "Lernende bekommen keine sichere Antwort. Am nächsten sind:",
            ),
            (false, true) => self.either(
                "Learners get no answer, and nothing comes near.",
                "Lernende bekommen keine Antwort, und nichts kommt nahe.",
            ),
        })
    }

    pub(crate) fn what_a_pin_does(self, words: &str) -> RichText {
        RichText::plain(match self {
            Self::English => format!(
                "A pin holds here for every question with these content words: {words}. It is kept with them, without a name, and lapses when the passage is edited."
            ),
            Self::German => format!(
                "Eine Festlegung gilt hier für jede Frage mit diesen Inhaltswörtern: {words}. Sie wird mit ihnen gespeichert, ohne Namen, und verfällt, wenn die Stelle geändert wird."
            ),
        })
    }

    pub(crate) fn pin_first(self) -> &'static str {
        self.either("Pin as the answer", "Als Antwort festlegen")
    }

    pub(crate) fn pin_never(self) -> &'static str {
        self.either("Never show for this", "Dafür nie zeigen")
    }

    pub(crate) fn pinned(self, effect: PinEffect) -> RichText {
        RichText::plain(match effect {
            PinEffect::First => self.either(
                "Pinned: this question is answered with it from now on.",
                "Festgelegt: Diese Frage wird ab jetzt damit beantwortet.",
            ),
            PinEffect::Never => self.either(
                "Suppressed: it is not shown for this question any more.",
                "Unterdrückt: Die Stelle wird für diese Frage nicht mehr gezeigt.",
            ),
        })
    }

    /// What a pin does, in a list.
    pub(crate) fn pin_says(self, effect: PinEffect, place: &str) -> String {
        let does = match effect {
            PinEffect::First => self.either("answered with", "beantwortet mit"),
            PinEffect::Never => self.either("never shown", "nie gezeigt"),
        };
        format!("{does}: {place}")
    }

    pub(crate) fn pins_title(self) -> &'static str {
        self.either("Pins", "Festlegungen")
    }

    pub(crate) fn pins_button(self, count: usize) -> String {
        format!("{} ({count})", self.pins_title())
    }

    pub(crate) fn no_pins(self) -> RichText {
        RichText::plain(self.either("There are no pins here.", "Hier ist nichts festgelegt."))
    }

    pub(crate) fn pins_lapsed(self, count: usize) -> RichText {
        RichText::plain(match (self, count) {
            (Self::English, 1) => "One pin has lapsed. Pin it again or drop it.".to_owned(),
            (Self::English, _) => format!("{count} pins have lapsed. Pin them again or drop them."),
            (Self::German, 1) => "Eine Festlegung ist verfallen. Erneuere oder streich sie.".to_owned(),
            (Self::German, _) => format!("{count} Festlegungen sind verfallen. Erneuere oder streich sie."),
        })
    }

    pub(crate) fn pin_has_lapsed(self) -> &'static str {
        self.either("Lapsed: the passage was edited since", "Verfallen: Die Stelle wurde seither geändert")
    }

    pub(crate) fn pin_is_gone(self) -> &'static str {
        self.either("Lapsed: the passage is not in a course here", "Verfallen: Die Stelle ist in keinem Kurs hier")
    }

    pub(crate) fn renew_pin(self) -> &'static str {
        self.either("Pin again", "Erneuern")
    }

    pub(crate) fn drop_pin(self) -> &'static str {
        self.either("Drop", "Streichen")
    }

    pub(crate) fn drop_pin_button(self, place: &str) -> String {
        format!("{}: {place}", self.drop_pin())
    }

    pub(crate) fn pin_dropped(self) -> RichText {
        RichText::plain(self.either("Dropped.", "Gestrichen."))
    }

    pub(crate) fn pin_renewed(self) -> RichText {
        RichText::plain(self.either("It holds again.", "Sie gilt wieder."))
    }
}
