//! What is said about one person's record: progress, settings, privacy.

use super::Locale;
use crate::{markup::RichText, store::privacy::Kept};

impl Locale {
    pub(crate) fn progress_title(self) -> &'static str {
        self.either("Your progress", "Dein Fortschritt")
    }

    pub(crate) fn progress_of(self, name: &str) -> String {
        match self {
            Self::English => format!("Progress of {name}"),
            Self::German => format!("Fortschritt von {name}"),
        }
    }

    pub(crate) fn nothing_yet(self) -> RichText {
        let (before, after) = self.either(
            ("Nothing yet. Begin with ", ", or ask me something."),
            ("Noch nichts. Fang an mit ", ", oder frag mich etwas."),
        );
        RichText::plain(before).command("lesson").text(after)
    }

    /// The best and the last score of a lesson's quiz.
    pub(crate) fn quiz_best_last(self, best: (u32, u32), last: (u32, u32)) -> String {
        let ((best, of), (last, last_of)) = (best, last);
        match self {
            Self::English if (best, of) == (last, last_of) => format!("quiz {last}/{last_of}"),
            Self::English => format!("quiz {last}/{last_of}, best {best}/{of}"),
            Self::German if (best, of) == (last, last_of) => format!("Quiz {last}/{last_of}"),
            Self::German => format!("Quiz {last}/{last_of}, bestes {best}/{of}"),
        }
    }

    pub(crate) fn misses(self, count: usize) -> String {
        match self {
            Self::English => format!("{count} missed"),
            Self::German => format!("{count} verpasst"),
        }
    }

    pub(crate) fn quizzes_taken(self, taken: usize, of: usize) -> String {
        match self {
            Self::English => format!("Quizzes taken: {taken} of {of}"),
            Self::German => format!("Quiz gemacht: {taken} von {of}"),
        }
    }

    /// What to do next, before the button that does it.
    pub(crate) fn next_step(self) -> &'static str {
        self.either("Next", "Als Nächstes")
    }

    pub(crate) fn next_read(self, title: &str) -> RichText {
        match self {
            Self::English => RichText::plain(format!("Read “{title}”")),
            Self::German => RichText::plain(format!("Lies „{title}“")),
        }
    }

    pub(crate) fn next_quiz(self, title: &str) -> RichText {
        match self {
            Self::English => RichText::plain(format!("Take the quiz on “{title}”")),
            Self::German => RichText::plain(format!("Mach das Quiz zu „{title}“")),
        }
    }

    pub(crate) fn next_done(self) -> RichText {
        RichText::plain(self.either(
            "You have read everything and taken every quiz of this course.",
            "Du hast alles gelesen und jedes Quiz dieses Kurses gemacht.",
        ))
    }

    pub(crate) fn progress_button(self) -> &'static str {
        self.either("Progress", "Fortschritt")
    }

    pub(crate) fn read_on_button(self) -> &'static str {
        self.either("Read on", "Weiterlesen")
    }

    /// To somebody who has read nothing yet.
    pub(crate) fn start_reading_button(self) -> &'static str {
        self.either("Start reading", "Anfangen")
    }

    pub(crate) fn pick_course(self) -> &'static str {
        self.either("Look at one course", "Einen Kurs ansehen")
    }

    pub(crate) fn settings_title(self) -> &'static str {
        self.either("Your settings", "Deine Einstellungen")
    }

    pub(crate) fn setting_language(self, locale: Locale, chosen: bool) -> String {
        let why = match (self, chosen) {
            (Self::English, true) => "your choice",
            (Self::English, false) => "from your app",
            (Self::German, true) => "deine Wahl",
            (Self::German, false) => "aus deiner App",
        };
        format!("{}: {} ({why})", self.either("Language", "Sprache"), locale.endonym())
    }

    /// What takes back a language that was chosen.
    pub(crate) fn language_of_app(self) -> &'static str {
        self.either("Language of my app", "Sprache meiner App")
    }

    pub(crate) fn setting_time_zone(self, zone: Option<&str>) -> String {
        let unset = self.either("not set, UTC", "nicht gesetzt, UTC");
        format!("{}: {}", self.either("Time zone", "Zeitzone"), zone.unwrap_or(unset))
    }

    pub(crate) fn time_zone_button(self) -> &'static str {
        self.either("Time zone", "Zeitzone")
    }

    pub(crate) fn time_zone_form_title(self) -> &'static str {
        self.either("Your time zone", "Deine Zeitzone")
    }

    pub(crate) fn time_zone_form_label(self) -> &'static str {
        self.either("Region and city", "Region und Stadt")
    }

    pub(crate) fn unknown_time_zone(self, name: &str) -> RichText {
        match self {
            Self::English => RichText::plain(format!("“{name}” is no time zone I know. Write it like "))
                .code("Europe/Berlin")
                .text("."),
            Self::German => RichText::plain(format!("„{name}“ ist keine Zeitzone, die ich kenne. Schreib sie so: "))
                .code("Europe/Berlin")
                .text("."),
        }
    }

    pub(crate) fn link_button(self) -> &'static str {
        self.either("Link a device", "Gerät verbinden")
    }

    pub(crate) fn enter_code_button(self) -> &'static str {
        self.either("Enter a code", "Code eingeben")
    }

    pub(crate) fn code_form_title(self) -> &'static str {
        self.either("Enter the code", "Code eingeben")
    }

    pub(crate) fn code_form_label(self) -> &'static str {
        self.either("One-time code", "Einmalcode")
    }

    pub(crate) fn your_code(self, code: &str, minutes: u64) -> RichText {
        match self {
            Self::English => RichText::plain("Your one-time code: ").code(code).text(format!(
                ". It works once, for {minutes} minutes. Where you also learn (the terminal, or another account), type "
            )),
            Self::German => RichText::plain("Dein Einmalcode: ")
                .code(code)
                .text(format!(". Er gilt einmal, {minutes} Minuten lang. Wo du sonst noch lernst (im Terminal oder unter einem anderen Konto), schreib ")),
        }
        .code(format!("link {code}"))
        .text(self.either(
            ". What you did there and here becomes one record. Give the code to nobody.",
            ". Was du dort und hier getan hast, wird ein gemeinsamer Stand. Gib den Code niemandem.",
        ))
    }

    pub(crate) fn linked(self, moved: u64) -> RichText {
        let together = self.count(moved, ["record is", "records are"], ["Eintrag ist", "Einträge sind"]);
        match self {
            Self::English => RichText::plain(format!(
                "Linked. {together} now together; what you had answered twice counts as you answered it first."
            )),
            Self::German => RichText::plain(format!(
                "Verbunden. {together} jetzt beisammen; was doppelt beantwortet war, zählt so, wie du es zuerst beantwortet hast."
            )),
        }
    }

    pub(crate) fn code_unknown(self) -> RichText {
        RichText::plain(self.either(
            "That code is not valid: mistyped, used already, or older than ten minutes. Get a new one in /settings.",
            "Dieser Code gilt nicht: vertippt, schon benutzt oder älter als zehn Minuten. Einen neuen gibt es in den /einstellungen.",
        ))
    }

    pub(crate) fn code_is_your_own(self) -> RichText {
        RichText::plain(self.either(
            "You are already one and the same here. Enter the code where you are known by another name.",
            "Hier bist du schon dieselbe Person. Gib den Code dort ein, wo du unter anderem Namen bekannt bist.",
        ))
    }

    pub(crate) fn privacy_title(self) -> &'static str {
        self.either("What is kept about you", "Was über dich gespeichert ist")
    }

    pub(crate) fn privacy_policy(self, days: u32) -> RichText {
        let days = self.count(days, ["day", "days"], ["Tag", "Tagen"]);
        match self {
            Self::English => RichText::plain(format!(
                "Only what you do with Docent is kept, in one file on the machine of the people who run it. The words of your questions are deleted after {days}. Nobody else sees your answers or your progress unless you share them; the board of a live quiz names its best five. The staff of a place see what was asked there, without names; when they pin an answer to a question, its content words stay with the pin."
            )),
            Self::German => RichText::plain(format!(
                "Gespeichert wird nur, was du mit Docent tust, in einer Datei auf dem Rechner derer, die es betreiben. Die Worte deiner Fragen werden nach {days} gelöscht. Niemand sonst sieht deine Antworten oder deinen Stand, außer du teilst sie; die Tafel eines Live-Quiz nennt die besten fünf. Das Team eines Ortes sieht, was dort gefragt wurde, ohne Namen; legt es die Antwort auf eine Frage fest, bleiben deren Inhaltswörter dabei stehen."
            )),
        }
    }

    /// A line for each kind of record that there is.
    pub(crate) fn kept(self, kept: &Kept) -> Vec<String> {
        let Kept {
            identities,
            sections_read,
            places,
            attempts,
            answers,
            asks,
            words,
            shares,
            cards,
            active_days,
            notices,
            live_quizzes,
        } = *kept;
        let kinds = [
            (
                identities,
                ["name you are known by", "names you are known by"],
                ["Name, unter dem du bekannt bist", "Namen, unter denen du bekannt bist"],
            ),
            (
                sections_read,
                ["section you have read", "sections you have read"],
                ["gelesener Abschnitt", "gelesene Abschnitte"],
            ),
            (
                places,
                ["course in which your place is kept", "courses in which your place is kept"],
                ["Kurs, in dem deine Stelle gemerkt ist", "Kurse, in denen deine Stelle gemerkt ist"],
            ),
            (attempts, ["quiz", "quizzes"], ["Quiz", "Quiz"]),
            (answers, ["answer", "answers"], ["Antwort", "Antworten"]),
            (
                asks,
                ["question you asked", "questions you asked"],
                ["Frage, die du gestellt hast", "Fragen, die du gestellt hast"],
            ),
            (
                words,
                ["of them still with its words", "of them still with their words"],
                ["davon noch mit ihrem Wortlaut", "davon noch mit ihrem Wortlaut"],
            ),
            (
                shares,
                ["thing you shared", "things you shared"],
                ["Sache, die du geteilt hast", "Sachen, die du geteilt hast"],
            ),
            (
                cards,
                [
                    "question with how you stand and when it comes back",
                    "questions with how you stand and when they come back",
                ],
                [
                    "Frage mit deinem Stand und wann sie wiederkommt",
                    "Fragen mit deinem Stand und wann sie wiederkommen",
                ],
            ),
            (
                active_days,
                ["day on which you learned", "days on which you learned"],
                ["Tag, an dem du gelernt hast", "Tage, an denen du gelernt hast"],
            ),
            (
                notices,
                ["reminder of the last month", "reminders of the last month"],
                ["Erinnerung des letzten Monats", "Erinnerungen des letzten Monats"],
            ),
            (live_quizzes, ["live quiz", "live quizzes"], ["Live-Quiz", "Live-Quiz"]),
        ];
        let kept = kinds.into_iter().filter(|(count, ..)| *count > 0);
        kept.map(|(count, english, german)| self.count(count, english, german)).collect()
    }

    pub(crate) fn nothing_kept(self) -> RichText {
        RichText::plain(self.either("Nothing yet.", "Noch nichts."))
    }

    pub(crate) fn delete_button(self) -> &'static str {
        self.either("Delete everything", "Alles löschen")
    }

    pub(crate) fn really_delete(self) -> RichText {
        RichText::plain(self.either(
            "This deletes your reading, quizzes, questions and settings for good. It cannot be undone. Figures without a name, such as how often a question was answered right, stay.",
            "Das löscht dein Gelesenes, deine Quiz, Fragen und Einstellungen endgültig. Es lässt sich nicht zurückholen. Zahlen ohne Namen, etwa wie oft eine Frage richtig beantwortet wurde, bleiben.",
        ))
    }

    pub(crate) fn delete_for_good_button(self) -> &'static str {
        self.either("Delete for good", "Endgültig löschen")
    }

    pub(crate) fn deleted(self) -> RichText {
        RichText::plain(self.either(
            "Deleted. If you use Docent again, you start anew.",
            "Gelöscht. Wenn du Docent wieder benutzt, fängst du neu an.",
        ))
    }
}
