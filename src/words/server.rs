//! What is said to a server and its staff, and what Docent says of itself.

use super::Locale;
use crate::{
    clock::Timestamp,
    markup::{RichText, Span, Target},
};

impl Locale {
    pub(crate) fn help_title(self) -> &'static str {
        self.either("What you can do here", "Was du hier tun kannst")
    }

    pub(crate) fn help_intro(self) -> RichText {
        RichText::plain(self.either(
            "Ask in your own words; the answer is always a passage of the course, and I say so when the course does not cover it. Everything below works as a command, and as plain words in a direct message, in a terminal or when you mention me.",
            "Frag in deinen Worten; die Antwort ist immer eine Stelle aus dem Kurs, und ich sage es, wenn der Kurs etwas nicht behandelt. Alles hier geht als Befehl und in einfachen Worten: als Direktnachricht, im Terminal oder wenn du mich erwähnst.",
        ))
    }

    pub(crate) fn help_answers(self) -> RichText {
        RichText::plain(self.either(
            "In a quiz, press a letter or type it: b. Several: a c. Words: answer, then your words. “next” goes on.",
            "Im Quiz drück einen Buchstaben oder tipp ihn: b. Mehrere: a c. Worte: antwort, dann deine Worte. „weiter“ geht weiter.",
        ))
    }

    pub(crate) fn about_title(self) -> &'static str {
        self.either("About Docent", "Über Docent")
    }

    pub(crate) fn about_version(self, version: &str) -> String {
        match self {
            Self::English => format!("Docent {version}, free software that the people of this place run themselves."),
            Self::German => format!("Docent {version}, freie Software, von den Leuten hier selbst betrieben."),
        }
    }

    pub(crate) fn about_course(self, title: &str, lessons: usize, passages: usize, questions: usize) -> String {
        let lessons = self.count(lessons, ["lesson", "lessons"], ["Lektion", "Lektionen"]);
        let passages = self.count(passages, ["passage", "passages"], ["Stelle", "Stellen"]);
        let questions = self.count(questions, ["quiz question", "quiz questions"], ["Quizfrage", "Quizfragen"]);
        format!("{title}: {lessons}, {passages}, {questions}")
    }

    /// Before the moment at which the content was last read.
    pub(crate) fn about_synced(self) -> &'static str {
        self.either("Last synced ", "Zuletzt abgeglichen ")
    }

    /// For those who can mend it.
    pub(crate) fn about_refused(self, since: Timestamp) -> RichText {
        let (before, between, after) = self.either(
            ("The course folder has changed (", "), but what it holds now cannot be served, so learners still see the course from before. ", " and the log say why."),
            ("Der Kursordner hat sich geändert (", "), aber was er jetzt enthält, lässt sich nicht zeigen; Lernende sehen weiter den Kurs von vorher. Warum, sagen ", " und das Protokoll."),
        );
        let mut text = RichText::plain(before);
        text.push(Span { target: Some(Target::Time(since)), ..Span::plain(since.to_string()) });
        text.text(between).code("docent check").text(after)
    }

    pub(crate) fn about_content_version(self) -> &'static str {
        self.either("content version", "Inhaltsversion")
    }

    pub(crate) fn setup_title(self) -> &'static str {
        self.either("Docent in this server", "Docent auf diesem Server")
    }

    pub(crate) fn setup_courses(self) -> RichText {
        RichText::plain(self.either(
            "Courses: what learners here can ask, read and be quizzed on.",
            "Kurse: was Lernende hier fragen, lesen und üben können.",
        ))
    }

    pub(crate) fn setup_pick_course(self) -> &'static str {
        self.either("Show or hide a course", "Kurs zeigen oder verbergen")
    }

    pub(crate) fn setup_shown(self, shown: bool) -> &'static str {
        if shown { self.either("shown", "sichtbar") } else { self.either("hidden", "verborgen") }
    }

    /// What picking a course does.
    pub(crate) fn setup_turn(self, show: bool) -> &'static str {
        if show { self.either("show it here", "hier zeigen") } else { self.either("hide it here", "hier verbergen") }
    }

    pub(crate) fn setup_staff(self) -> &'static str {
        self.either("Staff role (besides managers)", "Rolle des Teams (außer Verwaltern)")
    }

    pub(crate) fn setup_channels(self) -> &'static str {
        self.either("Channels for mentions (none: all)", "Kanäle für Erwähnungen (keine: alle)")
    }

    pub(crate) fn setup_channels_now(self, count: usize) -> String {
        match (self, count) {
            (Self::English, 0) => "Mentions are answered in every channel that Docent can see.".to_owned(),
            (Self::English, 1) => "Mentions are answered in 1 chosen channel.".to_owned(),
            (Self::English, _) => format!("Mentions are answered in {count} chosen channels."),
            (Self::German, 0) => "Erwähnungen werden in jedem Kanal beantwortet, den Docent sieht.".to_owned(),
            (Self::German, 1) => "Erwähnungen werden in 1 gewählten Kanal beantwortet.".to_owned(),
            (Self::German, _) => format!("Erwähnungen werden in {count} gewählten Kanälen beantwortet."),
        }
    }

    pub(crate) fn setup_last_course(self) -> RichText {
        RichText::plain(self.either(
            "At least one course has to stay, or nobody could learn anything here.",
            "Mindestens ein Kurs muss bleiben, sonst könnte hier niemand etwas lernen.",
        ))
    }

    pub(crate) fn setup_language(self) -> &'static str {
        self.either("Language of public messages", "Sprache öffentlicher Nachrichten")
    }

    /// In place of a language.
    pub(crate) fn setup_no_language(self) -> &'static str {
        self.either("that of whoever is answered", "die der Gefragten")
    }

    /// To a server that has just added Docent.
    pub(crate) fn welcome(self, courses: &[&str]) -> RichText {
        let list = courses.join(", ");
        let (before, between, after) = match self {
            Self::English => (
                format!("I answer questions from {list}, word for word from the course. Try "),
                ", ",
                ", or mention me with a question. Staff choose courses and channels with ",
            ),
            Self::German => (
                format!("Ich beantworte Fragen aus {list}, Wort für Wort aus dem Kurs. Versuch "),
                ", ",
                ", oder erwähn mich mit einer Frage. Das Team wählt Kurse und Kanäle mit ",
            ),
        };
        RichText::plain(before)
            .command("ask")
            .text(between)
            .command("lesson")
            .text(between)
            .command("quiz")
            .text(after)
            .command("setup")
            .text(".")
    }
}
