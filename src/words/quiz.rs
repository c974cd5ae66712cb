//! What is said in a quiz. Right and wrong always stand in words.

use super::Locale;
use crate::{markup::RichText, quiz::Verdict};

impl Locale {
    pub(crate) fn quiz_word(self) -> &'static str {
        self.either("Quiz", "Quiz")
    }

    /// Counted from 1.
    pub(crate) fn question_of(self, number: usize, total: usize) -> String {
        match self {
            Self::English => format!("Question {number} of {total}"),
            Self::German => format!("Frage {number} von {total}"),
        }
    }

    pub(crate) fn select_all(self) -> RichText {
        RichText::plain(self.either(
            "More than one choice may be right: select all of them and only them.",
            "Es können mehrere Antworten richtig sein: Wähl alle richtigen und nur diese.",
        ))
    }

    pub(crate) fn select_letters(self) -> &'static str {
        self.either("Select every right choice", "Wähl alle richtigen Antworten")
    }

    pub(crate) fn type_answer(self) -> RichText {
        RichText::plain(self.either(
            "Choose “Answer” to type yours, or write: answer, then your words.",
            "Wähl „Antworten“, oder schreib: antwort, dann deine Worte.",
        ))
    }

    pub(crate) fn type_number(self) -> RichText {
        RichText::plain(self.either("The answer is a number.", "Die Antwort ist eine Zahl."))
    }

    pub(crate) fn type_pairs(self) -> RichText {
        RichText::plain(self.either(
            "Match each number with a letter, for instance: 1b 2a 3c.",
            "Ordne jeder Zahl einen Buchstaben zu, zum Beispiel: 1b 2a 3c.",
        ))
    }

    pub(crate) fn type_trace(self) -> RichText {
        RichText::plain(self.either(
            "Does this program compile? If so, type what it prints. If not, type “no” or the line with the error: line 4.",
            "Lässt sich das Programm übersetzen? Wenn ja, gib ein, was es ausgibt. Wenn nicht: „nein“ oder die Zeile mit dem Fehler: Zeile 4.",
        ))
    }

    pub(crate) fn answer_button(self) -> &'static str {
        self.either("Answer", "Antworten")
    }

    /// Counted from 1.
    pub(crate) fn answer_form_title(self, number: usize) -> String {
        match self {
            Self::English => format!("Your answer to question {number}"),
            Self::German => format!("Deine Antwort auf Frage {number}"),
        }
    }

    pub(crate) fn answer_form_label(self) -> &'static str {
        self.either("Answer", "Antwort")
    }

    pub(crate) fn stop_button(self) -> &'static str {
        self.either("Stop here", "Hier aufhören")
    }

    pub(crate) fn next_question_button(self) -> &'static str {
        self.either("Next question", "Nächste Frage")
    }

    pub(crate) fn results_button(self) -> &'static str {
        self.either("Results", "Ergebnis")
    }

    pub(crate) fn reread_button(self) -> &'static str {
        self.either("Reread this", "Nachlesen")
    }

    pub(crate) fn retry_button(self) -> &'static str {
        self.either("Retry misses", "Fehler wiederholen")
    }

    pub(crate) fn verdict(self, verdict: Verdict) -> RichText {
        RichText::plain(match verdict {
            Verdict::Right => self.either("Right.", "Richtig."),
            Verdict::Partly => self.either("Partly right.", "Teilweise richtig."),
            Verdict::Wrong => self.either("Not right.", "Nicht richtig."),
        })
    }

    pub(crate) fn partly(self, found: usize, right: usize, wrong: usize) -> RichText {
        match (self, wrong) {
            (Self::English, 0) => RichText::plain(format!("Partly right: you found {found} of {right}.")),
            (Self::English, _) => RichText::plain(format!(
                "Partly right: you found {found} of {right}, and {wrong} of your choices are wrong."
            )),
            (Self::German, 0) => RichText::plain(format!("Teilweise richtig: {found} von {right} gefunden.")),
            (Self::German, _) => RichText::plain(format!(
                "Teilweise richtig: {found} von {right} gefunden, {wrong} deiner Antworten sind falsch."
            )),
        }
    }

    /// What the learner typed, and what would have been right.
    pub(crate) fn you_answered(self) -> &'static str {
        self.either("Your answer", "Deine Antwort")
    }

    pub(crate) fn right_answer(self) -> &'static str {
        self.either("Right answer", "Richtige Antwort")
    }

    pub(crate) fn does_not_compile(self, line: Option<usize>) -> String {
        match (self, line) {
            (Self::English, Some(line)) => format!("It does not compile: line {line}."),
            (Self::English, None) => "It does not compile.".to_owned(),
            (Self::German, Some(line)) => format!("Es lässt sich nicht übersetzen: Zeile {line}."),
            (Self::German, None) => "Es lässt sich nicht übersetzen.".to_owned(),
        }
    }

    /// The first answer stays; a second press changes nothing.
    pub(crate) fn already_answered(self) -> RichText {
        RichText::plain(self.either(
            "You have answered this already; the first answer counts.",
            "Das hast du schon beantwortet; die erste Antwort zählt.",
        ))
    }

    pub(crate) fn no_open_question(self) -> RichText {
        let (before, after) = self.either(
            ("No question is waiting for an answer from you. Start with ", "."),
            ("Gerade wartet keine Frage auf deine Antwort. Fang an mit ", "."),
        );
        RichText::plain(before).command("quiz").text(after)
    }

    pub(crate) fn no_such_letter(self, last: char) -> RichText {
        match self {
            Self::English => RichText::plain(format!("Answer with a letter from A to {last}.")),
            Self::German => RichText::plain(format!("Antworte mit einem Buchstaben von A bis {last}.")),
        }
    }

    pub(crate) fn one_letter_only(self) -> RichText {
        RichText::plain(self.either(
            "Only one choice is right here: pick one letter.",
            "Hier ist nur eine Antwort richtig: Wähl einen Buchstaben.",
        ))
    }

    pub(crate) fn unreadable_answer(self) -> RichText {
        RichText::plain(self.either(
            "I cannot read that as an answer to this question.",
            "Das kann ich nicht als Antwort auf diese Frage lesen.",
        ))
    }

    /// A question that the course changed while the attempt was open.
    pub(crate) fn question_has_changed(self) -> RichText {
        RichText::plain(self.either(
            "The course changed this question in the meantime, so it is left out and does not count.",
            "Der Kurs hat diese Frage inzwischen geändert, darum wird sie ausgelassen und zählt nicht.",
        ))
    }

    /// A question was looked for while the course was taking a new shape.
    pub(crate) fn course_is_changing(self) -> RichText {
        RichText::plain(self.either(
            "The course is being updated at this very moment. Nothing was recorded, and nothing is lost: go on in a few seconds.",
            "Der Kurs wird gerade in diesem Moment aktualisiert. Nichts wurde festgehalten, und nichts ist verloren: Mach in ein paar Sekunden weiter.",
        ))
    }

    /// Beside the verdict on a question whose words are no longer in the course.
    pub(crate) fn question_has_changed_since(self) -> RichText {
        RichText::plain(self.either(
            "The course has changed this question since you answered it; your answer counts as it was.",
            "Der Kurs hat diese Frage geändert, seit du sie beantwortet hast; deine Antwort zählt, wie sie war.",
        ))
    }

    pub(crate) fn score(self, right: usize, total: usize) -> String {
        match self {
            Self::English => format!("{right} of {total} right"),
            Self::German => format!("{right} von {total} richtig"),
        }
    }

    pub(crate) fn results_title(self) -> &'static str {
        self.either("Your result", "Dein Ergebnis")
    }

    pub(crate) fn stopped_early(self, unanswered: usize) -> RichText {
        match self {
            Self::English => RichText::plain(format!("You stopped with {unanswered} unanswered.")),
            Self::German => RichText::plain(format!(
                "Du hast aufgehört; {unanswered} {} offen.",
                if unanswered == 1 { "blieb" } else { "blieben" }
            )),
        }
    }

    pub(crate) fn all_right(self) -> RichText {
        RichText::plain(self.either("You missed nothing.", "Du hast nichts verpasst."))
    }

    pub(crate) fn missed_title(self) -> &'static str {
        self.either("What you missed", "Was du verpasst hast")
    }

    pub(crate) fn left_out(self, count: usize) -> RichText {
        match self {
            Self::English => RichText::plain(format!("{count} left out: the course changed in the meantime.")),
            Self::German => RichText::plain(format!("{count} ausgelassen: Der Kurs hat sich geändert.")),
        }
    }

    pub(crate) fn quiz_about_what(self) -> RichText {
        RichText::plain(self.either("What should the quiz be about?", "Worum soll es im Quiz gehen?"))
    }

    pub(crate) fn pick_quiz(self) -> &'static str {
        self.either("Pick a lesson", "Wähl eine Lektion")
    }

    /// The teacher wants feedback after the last question only.
    pub(crate) fn recorded_feedback_later(self) -> RichText {
        RichText::plain(self.either(
            "Recorded. How it went is shown after the last question.",
            "Festgehalten. Wie es lief, siehst du nach der letzten Frage.",
        ))
    }

    pub(crate) fn key_is_hidden(self) -> RichText {
        RichText::plain(self.either(
            "The right answer is not shown in this quiz.",
            "Die richtige Antwort wird in diesem Quiz nicht gezeigt.",
        ))
    }

    pub(crate) fn attempts_used_up(self, limit: u16) -> RichText {
        match (self, limit) {
            (Self::English, 1) => RichText::plain("This quiz can be taken once, and you have taken it."),
            (Self::English, _) => RichText::plain(format!("This quiz can be taken {limit} times, and you have.")),
            (Self::German, 1) => RichText::plain("Dieses Quiz kann man einmal machen, und das hast du."),
            (Self::German, _) => RichText::plain(format!("Dieses Quiz kann man {limit}-mal machen, und das hast du.")),
        }
    }

    pub(crate) fn go_through_button(self) -> &'static str {
        self.either("My answers", "Meine Antworten")
    }

    pub(crate) fn next_answer_button(self) -> &'static str {
        self.either("Next answer", "Nächste Antwort")
    }

    pub(crate) fn practise_button(self) -> &'static str {
        self.either("Practise across lessons", "Quer durch die Lektionen üben")
    }

    /// One course among several.
    pub(crate) fn practise_in(self, course: &str) -> String {
        format!("{}: {course}", self.either("Practise", "Üben"))
    }

    pub(crate) fn practise_intro(self, available: usize) -> RichText {
        let available = self.words_with_quiz(available);
        match self {
            Self::English => RichText::plain(format!(
                "Practise across the lessons: {available}, shuffled for you. What should it be?"
            )),
            Self::German => RichText::plain(format!(
                "Übe quer durch die Lektionen: {available}, für dich gemischt. Was soll es sein?"
            )),
        }
    }

    pub(crate) fn practise_what(self) -> &'static str {
        self.either("What to practise", "Was üben")
    }

    pub(crate) fn practise_mixed(self, length: u8) -> String {
        match self {
            Self::English => format!("A mix, up to {length} questions"),
            Self::German => format!("Gemischt, bis zu {length} Fragen"),
        }
    }

    pub(crate) fn practise_missed(self, length: u8) -> String {
        match self {
            Self::English => format!("What I got wrong, up to {length}"),
            Self::German => format!("Was ich falsch hatte, bis zu {length}"),
        }
    }

    pub(crate) fn nothing_missed_in(self, course: &str) -> RichText {
        match self {
            Self::English => {
                RichText::plain(format!("Nothing to repeat in “{course}”: your latest answers were right."))
            }
            Self::German => {
                RichText::plain(format!("In „{course}“ gibt es nichts zu wiederholen: Zuletzt war alles richtig."))
            }
        }
    }

    pub(crate) fn no_quiz_called(self, about: &str) -> RichText {
        match self {
            Self::English => RichText::plain(format!("No quiz is about “{about}”. Pick one:")),
            Self::German => RichText::plain(format!("Kein Quiz handelt von „{about}“. Wähl eines:")),
        }
    }

    pub(crate) fn no_quizzes(self) -> RichText {
        RichText::plain(self.either("The courses here have no quizzes.", "Die Kurse hier haben keine Quiz."))
    }

    pub(crate) fn lesson_without_quiz(self) -> RichText {
        RichText::plain(self.either("This lesson has no quiz.", "Diese Lektion hat kein Quiz."))
    }

    pub(crate) fn nothing_missed(self) -> RichText {
        RichText::plain(self.either(
            "There is nothing to retry: you missed nothing.",
            "Es gibt nichts zu wiederholen: Du hast nichts verpasst.",
        ))
    }

    pub(crate) fn attempt_is_gone(self) -> RichText {
        let (before, after) = self.either(
            ("That quiz is no longer kept. Start a new one with ", "."),
            ("Dieses Quiz ist nicht mehr gespeichert. Beginn ein neues mit ", "."),
        );
        RichText::plain(before).command("quiz").text(after)
    }

    /// `of_what` says what kind of quiz it was.
    pub(crate) fn shared_result(self, name: &str, of_what: &str, right: usize, total: usize) -> RichText {
        RichText::plain(format!("{name}: {} {of_what}.", self.score(right, total)))
    }

    pub(crate) fn in_the_quiz_on(self, lesson: &str) -> String {
        match self {
            Self::English => format!("in the quiz on “{lesson}”"),
            Self::German => format!("im Quiz zu „{lesson}“"),
        }
    }

    pub(crate) fn practising(self, course: &str) -> String {
        match self {
            Self::English => format!("in a practice on “{course}”"),
            Self::German => format!("beim Üben zu „{course}“"),
        }
    }

    pub(crate) fn in_a_review(self) -> &'static str {
        self.either("in a review", "beim Wiederholen")
    }

    /// The course no longer has what it was about.
    pub(crate) fn in_a_quiz(self) -> &'static str {
        self.either("in a quiz", "in einem Quiz")
    }

    pub(crate) fn read_lesson_button(self) -> &'static str {
        self.either("Read lesson", "Lektion lesen")
    }
}
