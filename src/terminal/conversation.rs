//! What a typed line means after the reply before it: a number that presses something, an answer to a form, or
//! whatever it means anywhere else. Pure.

use crate::{
    action::{Action, Press, typed},
    plain::{self, Key},
    reply::{Carrier, Form, Reply},
};

/// Words that end a conversation.
const LEAVE: [&str; 6] = ["quit", "exit", "bye", "ende", "tschüss", ":q"];

/// What the last reply offered.
#[derive(Debug, Default)]
pub struct Conversation {
    keys: Vec<Key>,
    /// The form for the answer of the question shown: what is typed is the answer, unless it is a command.
    answer: Option<Press>,
    /// A form that waits to be filled in: what is typed goes into it, whatever it is.
    form: Option<Form>,
    /// Lines of an answer that goes on.
    begun: String,
}

/// What to do about a line.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    Nothing,
    Leave,
    Act(Action),
    /// A number that stands for nothing in the last reply.
    NoSuchNumber(String),
}

impl Conversation {
    /// What stands before the next line.
    pub fn prompt(&self) -> &'static str {
        if self.begun.is_empty() { "> " } else { "… " }
    }

    /// Takes note of what `reply` offers. Beside one that leaves its question where it is, that one is still asked.
    pub fn show(&mut self, reply: &Reply) {
        if reply.carrier == Carrier::Stay {
            return;
        }
        let is_form = |(_, press): (String, Press)| matches!(press, Press::AnswerForm { .. }).then_some(press);
        *self =
            Self { keys: plain::keys(reply), answer: reply.presses().into_iter().find_map(is_form), ..Self::default() };
    }

    /// Has the next line go into `form`.
    pub fn fill_in(&mut self, form: Form) {
        self.form = Some(form);
    }

    /// Reads one line. A line that ends in a backslash goes on in the next.
    pub fn read(&mut self, line: &str) -> Step {
        if let Some(begin) = line.strip_suffix('\\') {
            self.begun.push_str(begin);
            self.begun.push('\n');
            return Step::Nothing;
        }
        let text = std::mem::take(&mut self.begun) + line;
        let trimmed = text.trim();
        if let Some(form) = self.form.take() {
            return if trimmed.is_empty() { Step::Nothing } else { Step::Act(filled_in(form.press, trimmed)) };
        }
        if trimmed.is_empty() {
            return Step::Nothing;
        }
        if LEAVE.contains(&trimmed.trim_start_matches('/').to_lowercase().as_str()) {
            return Step::Leave;
        }
        self.pressed(trimmed).unwrap_or_else(|| self.said(&text))
    }

    fn pressed(&self, text: &str) -> Option<Step> {
        let number = text.trim_start_matches('#').trim_end_matches('.');
        let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        // A bare number may be the answer to the question shown.
        if !is_number || self.answer.is_some() && !text.starts_with('#') {
            return None;
        }
        let key = self.keys.iter().find(|key| key.typed.trim_start_matches('#') == number);
        Some(
            key.map_or_else(
                || Step::NoSuchNumber(number.to_owned()),
                |key| Step::Act(Action::Press(key.press.clone())),
            ),
        )
    }

    fn said(&self, text: &str) -> Step {
        let action = typed::read(text);
        match (&self.answer, &action) {
            // Said to be an answer in so many words. Letters were only read as such: here they may be words.
            (Some(form), Action::Reply { text: words }) if typed::letters(text).is_none() => {
                Step::Act(filled_in(form.clone(), words))
            }
            // Asking back is no answer; who means it as one writes a mark or the word before it.
            (Some(_), Action::Ask { words }) if words.ends_with('?') => Step::Act(action),
            (Some(form), Action::Ask { .. } | Action::Reply { .. }) if !text.trim_start().starts_with('/') => {
                Step::Act(filled_in(form.clone(), text.trim_end()))
            }
            _ => Step::Act(action),
        }
    }
}

/// The action of a form that came back with `text`.
fn filled_in(form: Press, text: &str) -> Action {
    let text = text.to_owned();
    match form {
        Press::AnswerForm { attempt, item } => Action::AnswerText { attempt, item, text },
        Press::TimeZoneForm => Action::SetTimeZone { name: text },
        Press::RedeemForm => Action::RedeemCode { code: text },
        press => Action::Press(press),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        action::Topic,
        ids::AttemptId,
        reply::{Button, FormLines},
    };

    fn attempt() -> AttemptId {
        AttemptId::parse("7").unwrap()
    }

    fn after(reply: &Reply) -> Conversation {
        let mut conversation = Conversation::default();
        conversation.show(reply);
        conversation
    }

    fn two_buttons() -> Reply {
        Reply::text("Where to?").buttons([Button::new("Help", Press::Help), Button::new("About", Press::About)])
    }

    fn open_question() -> Reply {
        let form = Press::AnswerForm { attempt: attempt(), item: 2 };
        Reply::text("How many?")
            .buttons([Button::primary("Answer", form), Button::new("Stop", Press::Stop { attempt: attempt() })])
    }

    fn press(press: Press) -> Step {
        Step::Act(Action::Press(press))
    }

    #[test]
    fn a_number_presses_what_the_last_reply_shows_with_it() {
        let mut conversation = after(&two_buttons());
        assert_eq!(conversation.read("2"), press(Press::About));
        assert_eq!(conversation.read(" 1. "), press(Press::Help));
        assert_eq!(conversation.read("3"), Step::NoSuchNumber("3".into()));
    }

    #[test]
    fn words_and_letters_mean_what_they_mean_everywhere() {
        let mut conversation = after(&two_buttons());
        let asked = Action::Ask { words: "what is a task?".into() };
        assert_eq!(conversation.read("what is a task?"), Step::Act(asked));
        assert_eq!(conversation.read("b"), Step::Act(Action::Reply { text: "B".into() }));
        assert_eq!(conversation.read(""), Step::Nothing);
    }

    #[test]
    fn a_number_answers_a_question_that_asks_for_one() {
        let mut conversation = after(&open_question());
        let answer = |text: &str| Step::Act(Action::AnswerText { attempt: attempt(), item: 2, text: text.into() });
        assert_eq!(conversation.read("2"), answer("2"));
        assert_eq!(conversation.read("an event loop"), answer("an event loop"));
        assert_eq!(conversation.read("#1"), press(Press::Stop { attempt: attempt() }));
        let progress = Action::Open { what: Topic::Progress, about: String::new() };
        assert_eq!(conversation.read("progress"), Step::Act(progress));
    }

    #[test]
    fn what_could_not_be_done_can_be_done_again() {
        let mut conversation = after(&open_question());
        let answer = Action::AnswerText { attempt: attempt(), item: 2, text: "an event loop".into() };
        assert_eq!(conversation.read("an event loop"), Step::Act(answer.clone()));
        conversation.show(&Reply { carrier: Carrier::Stay, ..Reply::text("There is no room to record it.") });
        assert_eq!(conversation.read("an event loop"), Step::Act(answer));
        assert_eq!(conversation.read("#1"), press(Press::Stop { attempt: attempt() }));
    }

    #[test]
    fn the_word_that_marks_an_answer_is_no_part_of_it() {
        let mut conversation = after(&open_question());
        let answer = |text: &str| Step::Act(Action::AnswerText { attempt: attempt(), item: 2, text: text.into() });
        assert_eq!(conversation.read("answer yield"), answer("yield"));
        assert_eq!(conversation.read("Antwort: help"), answer("help"));
        assert_eq!(conversation.read("= 42"), answer("42"));
        assert_eq!(conversation.read("a"), answer("a"));
    }

    #[test]
    fn an_answer_of_several_lines_ends_its_lines_in_a_backslash() {
        let mut conversation = after(&open_question());
        assert_eq!(conversation.read("for x in y:\\"), Step::Nothing);
        assert_eq!(conversation.prompt(), "… ");
        let text = "for x in y:\n    print(x)".to_owned();
        let answer = Action::AnswerText { attempt: attempt(), item: 2, text };
        assert_eq!(conversation.read("    print(x)"), Step::Act(answer));
        assert_eq!(conversation.prompt(), "> ");
    }

    #[test]
    fn asking_back_and_stopping_are_no_answers() {
        let mut conversation = after(&open_question());
        let asked = Action::Ask { words: "what is a keyword?".into() };
        assert_eq!(conversation.read("what is a keyword?"), Step::Act(asked));
        assert_eq!(conversation.read("stop"), Step::Act(Action::Stop));
    }

    fn time_zone() -> Form {
        Form {
            press: Press::TimeZoneForm,
            title: "Your time zone".into(),
            label: "Time zone".into(),
            placeholder: String::new(),
            lines: FormLines::One,
            max_length: 64,
        }
    }

    #[test]
    fn a_form_takes_the_next_line_whatever_it_is() {
        let mut conversation = after(&two_buttons());
        conversation.fill_in(time_zone());
        assert_eq!(conversation.read("quiz"), Step::Act(Action::SetTimeZone { name: "quiz".into() }));
        conversation.fill_in(time_zone());
        assert_eq!(conversation.read("  "), Step::Nothing);
        assert_eq!(conversation.read("1"), press(Press::Help), "an empty line leaves the form");
    }

    #[test]
    fn a_person_leaves_in_either_language() {
        for word in ["quit", "/Quit", "EXIT", "ende"] {
            assert_eq!(Conversation::default().read(word), Step::Leave, "{word}");
        }
    }
}
