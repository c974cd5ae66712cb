//! What is said while a learner reads.

use super::Locale;
use crate::markup::RichText;

impl Locale {
    pub(crate) fn previous_button(self) -> &'static str {
        self.either("◀ Previous", "◀ Zurück")
    }

    pub(crate) fn next_button(self) -> &'static str {
        self.either("Next ▶", "Weiter ▶")
    }

    pub(crate) fn next_lesson_button(self) -> &'static str {
        self.either("Next lesson ▶", "Nächste Lektion ▶")
    }

    pub(crate) fn quiz_button(self) -> &'static str {
        self.either("Quiz", "Quiz")
    }

    pub(crate) fn contents_button(self) -> &'static str {
        self.either("Contents", "Inhalt")
    }

    pub(crate) fn jump_to_section(self) -> &'static str {
        self.either("Jump to a section", "Zu einem Abschnitt springen")
    }

    pub(crate) fn open_lesson(self) -> &'static str {
        self.either("Open a lesson", "Eine Lektion öffnen")
    }

    pub(crate) fn open_course(self) -> &'static str {
        self.either("Open a course", "Einen Kurs öffnen")
    }

    pub(crate) fn courses_title(self) -> &'static str {
        self.either("Courses", "Kurse")
    }

    /// "62 % read, 4 min left".
    pub(crate) fn read_and_left(self, percent: usize, minutes: usize) -> String {
        match (self, minutes) {
            (Self::English, 0) => format!("{percent} % read"),
            (Self::English, _) => format!("{percent} % read, {} left", self.minutes(minutes)),
            (Self::German, 0) => format!("{percent} % gelesen"),
            (Self::German, _) => format!("{percent} % gelesen, noch {}", self.minutes(minutes)),
        }
    }

    /// Counted from 1.
    pub(crate) fn section_of(self, number: usize, total: usize) -> String {
        match self {
            Self::English => format!("Section {number} of {total}"),
            Self::German => format!("Abschnitt {number} von {total}"),
        }
    }

    /// Counted from 1.
    pub(crate) fn page_of(self, number: usize, total: usize) -> String {
        match self {
            Self::English => format!("page {number} of {total}"),
            Self::German => format!("Seite {number} von {total}"),
        }
    }

    pub(crate) fn sections_title(self) -> &'static str {
        self.either("Sections", "Abschnitte")
    }

    /// In hours as well, from two on.
    pub(crate) fn minutes(self, minutes: usize) -> String {
        match (minutes / 60, minutes % 60) {
            (0 | 1, _) => format!("{minutes} min"),
            (hours, 0) => format!("{hours} h"),
            (hours, minutes) => format!("{hours} h {minutes} min"),
        }
    }

    pub(crate) fn lesson_not_found(self, about: &str) -> RichText {
        match self {
            Self::English => RichText::plain(format!("No lesson is called “{about}”. Pick one:")),
            Self::German => RichText::plain(format!("Keine Lektion heißt „{about}“. Wähl eine:")),
        }
    }

    pub(crate) fn course_not_found(self, about: &str) -> RichText {
        match self {
            Self::English => RichText::plain(format!("No course is called “{about}”.")),
            Self::German => RichText::plain(format!("Kein Kurs heißt „{about}“.")),
        }
    }

    pub(crate) fn nothing_after_this(self) -> RichText {
        RichText::plain(
            self.either("This was the last section of the course.", "Das war der letzte Abschnitt des Kurses."),
        )
    }

    pub(crate) fn number_lines_button(self) -> &'static str {
        self.either("Number lines", "Zeilen zählen")
    }

    pub(crate) fn plain_lines_button(self) -> &'static str {
        self.either("Without numbers", "Ohne Nummern")
    }

    /// Said once, when the last section of a course was opened.
    pub(crate) fn course_completed(self, title: &str) -> RichText {
        match self {
            Self::English => RichText::plain(format!("You have now read all of “{title}”. ✓ Course completed.")),
            Self::German => RichText::plain(format!("Du hast jetzt „{title}“ ganz gelesen. ✓ Kurs abgeschlossen.")),
        }
    }

    pub(crate) fn related_lessons(self) -> &'static str {
        self.either("Related", "Verwandt")
    }

    pub(crate) fn words_with_quiz(self, questions: usize) -> String {
        match (self, questions) {
            (Self::English, 1) => "1 question".to_owned(),
            (Self::English, _) => format!("{questions} questions"),
            (Self::German, 1) => "1 Frage".to_owned(),
            (Self::German, _) => format!("{questions} Fragen"),
        }
    }

    /// The mark of a lesson that is read to the end, of one begun, of one not opened: a symbol and a word.
    pub(crate) fn lesson_state(self, state: ReadState) -> &'static str {
        match state {
            ReadState::Done => self.either("read", "gelesen"),
            ReadState::Begun => self.either("begun", "begonnen"),
            ReadState::New => self.either("not opened", "neu"),
        }
    }
}

/// How far a learner is with a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ReadState {
    New,
    Begun,
    Done,
}

impl ReadState {
    pub(crate) fn of(read: usize, total: usize) -> Self {
        match read {
            0 => Self::New,
            _ if read >= total => Self::Done,
            _ => Self::Begun,
        }
    }

    pub(crate) fn symbol(self) -> &'static str {
        match self {
            Self::New => "○",
            Self::Begun => "◐",
            Self::Done => "●",
        }
    }
}
