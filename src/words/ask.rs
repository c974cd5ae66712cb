//! What is said when somebody asks.

use super::Locale;
use crate::markup::RichText;

impl Locale {
    /// Above the nearest places, when none of them surely answers.
    pub(crate) fn may_not_answer(self) -> RichText {
        RichText::plain(self.either(
            "I am not sure that the course answers this. These places come nearest; they may not answer you.",
            "Ich bin nicht sicher, ob der Kurs das beantwortet. Diese Stellen kommen am nächsten; vielleicht beantworten sie es nicht.",
        ))
    }

    pub(crate) fn not_in_course(self) -> RichText {
        RichText::plain(self.either(
            "The course does not seem to cover this. Try other words, or name the thing you are working with.",
            "Der Kurs scheint das nicht zu behandeln. Versuch es mit anderen Worten, oder nenn die Sache, mit der du arbeitest.",
        ))
    }

    pub(crate) fn nearest_topics(self) -> RichText {
        RichText::plain(self.either("Nearest in the course:", "Am nächsten im Kurs:"))
    }

    pub(crate) fn question_recorded_for_teacher(self) -> RichText {
        RichText::plain(self.either(
            "Questions without an answer are counted, so that the people who teach this course see what is missing.",
            "Fragen ohne Antwort werden gezählt, damit die Lehrenden sehen, was fehlt.",
        ))
    }

    pub(crate) fn ask_something(self) -> RichText {
        RichText::plain(self.either(
            "Ask in your own words, for instance: how do I wait for two things at once?",
            "Frag in deinen Worten, zum Beispiel: Wie warte ich auf zwei Dinge zugleich?",
        ))
    }

    pub(crate) fn read_section_button(self) -> &'static str {
        self.either("Read the section", "Abschnitt lesen")
    }

    pub(crate) fn quiz_me_button(self) -> &'static str {
        self.either("Quiz me on this", "Frag mich dazu ab")
    }

    pub(crate) fn not_meant_button(self) -> &'static str {
        self.either("Not what I meant", "Nicht gemeint")
    }

    pub(crate) fn helpful_button(self) -> &'static str {
        self.either("Helpful", "Hilfreich")
    }

    pub(crate) fn more_places(self) -> &'static str {
        self.either("More places to look", "Weitere Stellen")
    }

    pub(crate) fn comes_later(self, lesson: &str) -> RichText {
        match self {
            Self::English => RichText::plain(format!("This comes later in the course, in “{lesson}”.")),
            Self::German => RichText::plain(format!("Das kommt später im Kurs, in „{lesson}“.")),
        }
    }

    /// The next best after "not what I meant".
    pub(crate) fn next_best(self) -> RichText {
        RichText::plain(self.either("Then perhaps this:", "Dann vielleicht das:"))
    }

    pub(crate) fn no_next_best(self) -> RichText {
        RichText::plain(self.either(
            "I have nothing better. Try other words; I have noted that the answer was not what you meant.",
            "Etwas Besseres habe ich nicht. Versuch andere Worte; dass die Antwort nicht gemeint war, ist notiert.",
        ))
    }

    pub(crate) fn words_are_gone(self) -> RichText {
        RichText::plain(self.either(
            "That question is too long ago; its words are deleted by now. Ask it again.",
            "Die Frage ist zu lange her; ihre Worte sind inzwischen gelöscht. Stell sie noch einmal.",
        ))
    }

    pub(crate) fn marked_helpful(self) -> RichText {
        RichText::plain(self.either("Noted: this helped.", "Notiert: Das hat geholfen."))
    }

    pub(crate) fn faq_title(self) -> &'static str {
        self.either("Frequently asked questions", "Häufige Fragen")
    }

    pub(crate) fn no_faq(self) -> RichText {
        RichText::plain(self.either("The courses here have no FAQ.", "Die Kurse hier haben keine häufigen Fragen."))
    }

    pub(crate) fn pick_question(self) -> &'static str {
        self.either("Pick a question", "Wähl eine Frage")
    }
}
