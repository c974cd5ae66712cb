//! What stands in the progress picture, and in the text that says the same.

use super::{Locale, reading::ReadState};

impl Locale {
    /// Under a percentage.
    pub(crate) fn picture_read(self) -> &'static str {
        self.either("read", "gelesen")
    }

    /// Above bars.
    pub(crate) fn picture_read_column(self) -> &'static str {
        self.either("Read", "Gelesen")
    }

    pub(crate) fn lessons_read(self, read: usize, of: usize) -> String {
        match (self, of) {
            (Self::English, 1) => format!("{read} of 1 lesson read"),
            (Self::English, _) => format!("{read} of {of} lessons read"),
            (Self::German, 1) => format!("{read} von 1 Lektion gelesen"),
            (Self::German, _) => format!("{read} von {of} Lektionen gelesen"),
        }
    }

    pub(crate) fn courses_read(self, read: usize, of: usize) -> String {
        match (self, of) {
            (Self::English, 1) => format!("1 course begun, {read} read"),
            (Self::English, _) => format!("{of} courses begun, {read} read"),
            (Self::German, 1) => format!("1 Kurs begonnen, {read} gelesen"),
            (Self::German, _) => format!("{of} Kurse begonnen, {read} gelesen"),
        }
    }

    /// In place of [`Self::lessons_read`] when nothing is left.
    pub(crate) fn picture_completed(self, lessons: usize) -> String {
        match (self, lessons) {
            (Self::English, 1) => "Completed: 1 lesson read".to_owned(),
            (Self::English, _) => format!("All {lessons} lessons read"),
            (Self::German, 1) => "Geschafft: 1 Lektion".to_owned(),
            (Self::German, _) => format!("Alle {lessons} Lektionen gelesen"),
        }
    }

    /// Nobody who has answered nothing is told that nothing was right.
    pub(crate) fn quiz_questions(self, answered: usize, right: usize, of: usize) -> String {
        match (self, of) {
            (Self::English, 1) if answered == 0 => "1 quiz question".to_owned(),
            (Self::English, _) if answered == 0 => format!("{of} quiz questions"),
            (Self::German, 1) if answered == 0 => "1 Quizfrage".to_owned(),
            (Self::German, _) if answered == 0 => format!("{of} Quizfragen"),
            (Self::English, 1) => format!("{right} of 1 quiz question right"),
            (Self::English, _) => format!("{right} of {of} quiz questions right"),
            (Self::German, 1) => format!("{right} von 1 Quizfrage richtig"),
            (Self::German, _) => format!("{right} von {of} Quizfragen richtig"),
        }
    }

    pub(crate) fn reading_left(self, minutes: usize) -> String {
        let time = self.minutes(minutes);
        match self {
            Self::English => format!("About {time} left to read"),
            Self::German => format!("Noch etwa {time} zu lesen"),
        }
    }

    /// In place of a title that the picture cannot show.
    pub(crate) fn lesson_number(self, number: usize) -> String {
        format!("{} {number}", self.either("Lesson", "Lektion"))
    }

    /// In place of a title that the picture cannot show.
    pub(crate) fn course_number(self, number: usize) -> String {
        format!("{} {number}", self.either("Course", "Kurs"))
    }

    pub(crate) fn quiz_all_right(self) -> &'static str {
        self.either("quiz all right", "Quiz richtig")
    }

    pub(crate) fn and_more(self, more: usize) -> String {
        match self {
            Self::English => format!("and {more} more"),
            Self::German => format!("und {more} weitere"),
        }
    }

    /// How a step stands, for instance "begun, 40 %".
    pub(crate) fn step_read(self, state: ReadState, percent: usize) -> String {
        match state {
            ReadState::Begun => format!("{}, {percent} %", self.lesson_state(state)),
            ReadState::New | ReadState::Done => self.lesson_state(state).to_owned(),
        }
    }

    pub(crate) fn quiz_of(self, right: usize, of: usize) -> String {
        match self {
            Self::English => format!("quiz {right} of {of}"),
            Self::German => format!("Quiz {right} von {of}"),
        }
    }

    pub(crate) fn quiz_not_taken(self) -> &'static str {
        self.either("quiz not taken", "Quiz nicht gemacht")
    }

    /// Above a bar for each day.
    pub(crate) fn reviews_ahead(self, days: usize) -> String {
        match self {
            Self::English => format!("Reviews in the next {days} days"),
            Self::German => format!("Wiederholungen der nächsten {days} Tage"),
        }
    }

    pub(crate) fn in_days(self, days: usize) -> String {
        match (self, days) {
            (Self::English, 0) => "today".to_owned(),
            (Self::English, 1) => "tomorrow".to_owned(),
            (Self::English, _) => format!("in {days} days"),
            (Self::German, 0) => "heute".to_owned(),
            (Self::German, 1) => "morgen".to_owned(),
            (Self::German, _) => format!("in {days} Tagen"),
        }
    }
}
