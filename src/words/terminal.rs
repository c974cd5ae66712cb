//! What is said at the prompt of a terminal and nowhere else.

use super::Locale;
use crate::markup::RichText;

impl Locale {
    /// Above the first prompt.
    pub(crate) fn chat_greeting(self, name: &str) -> RichText {
        let (hello, after) = self.either(
            ("Hello, ", ". Ask me anything about the course, or type:"),
            ("Hallo, ", ". Frag mich etwas zum Kurs, oder tipp:"),
        );
        RichText::plain(hello).strong(name).text(after)
    }

    /// What to try first: what to type, and what happens.
    pub(crate) fn chat_first_steps(self) -> [(&'static str, &'static str); 5] {
        self.either(
            [
                ("lesson", "read, from where you stopped"),
                ("quiz", "practise what you have read"),
                ("progress", "see where you stand"),
                ("help", "see everything else"),
                ("quit", "leave; everything you did is kept"),
            ],
            [
                ("lektion", "lesen, wo du aufgehört hast"),
                ("quiz", "üben, was du gelesen hast"),
                ("fortschritt", "sehen, wo du stehst"),
                ("hilfe", "alles andere sehen"),
                ("ende", "gehen; was du getan hast, bleibt"),
            ],
        )
    }

    pub(crate) fn chat_for_example(self, question: &str) -> String {
        match self {
            Self::English => format!("For example: {question}"),
            Self::German => format!("Zum Beispiel: {question}"),
        }
    }

    /// A number that stands for nothing in the last reply.
    pub(crate) fn no_such_number(self, typed: &str) -> RichText {
        match self {
            Self::English => RichText::plain(format!(
                "There is nothing with the number {typed} above. Type a number shown there, or ask."
            )),
            Self::German => RichText::plain(format!(
                "Oben steht nichts mit der Nummer {typed}. Tipp eine Nummer von dort, oder frag."
            )),
        }
    }

    /// How to leave a form without filling it in.
    pub(crate) fn form_hint(self) -> &'static str {
        self.either("An empty line leaves it as it is.", "Eine leere Zeile lässt es, wie es ist.")
    }

    pub(crate) fn goodbye(self) -> &'static str {
        self.either("Goodbye. Everything you did is kept.", "Bis bald. Was du getan hast, bleibt.")
    }
}
