//! What every format asks of a question before anybody is asked it.

use std::collections::HashSet;

use super::{Draft, MAX_CHOICES, MIN_CHOICES};
use crate::{
    course::{
        Choice, ChoiceQuestion, MatchingQuestion, NumberQuestion, QuestionBody, TextQuestion,
        problem::{Code, Problem},
    },
    markup::{self, Block},
};

impl Draft {
    /// What every format asks of a question; the first thing that it fails.
    pub fn check(&self) -> Result<(), Box<Problem>> {
        if !says_something(&self.stem) {
            return Err(self.problem(Code::QuizEmptyStem, "this question asks nothing", "write the question itself"));
        }
        match &self.body {
            QuestionBody::Choice(choice) => self.check_choices(choice),
            QuestionBody::Text(text) => self.check_text(text),
            QuestionBody::Number(number) => self.check_number(number),
            QuestionBody::Matching(matching) => self.check_matching(matching),
            QuestionBody::Tracing(tracing) if tracing.program.trim().is_empty() => {
                Err(self.problem(Code::QuizWithoutProgram, "there is no program to read", "add the program's code"))
            }
            QuestionBody::Tracing(_) => Ok(()),
        }
    }

    fn check_choices(&self, question: &ChoiceQuestion) -> Result<(), Box<Problem>> {
        self.check_count(question.choices.len(), "choice")?;
        if !question.choices.iter().any(Choice::is_right) {
            return Err(self.problem(Code::QuizWithoutKey, "no choice is marked as right", "mark the right choice"));
        }
        let mut seen = HashSet::new();
        for (index, choice) in question.choices.iter().enumerate() {
            if !says_something(&choice.content) {
                let message = format!("choice {} is empty", index + 1);
                return Err(self.problem(Code::QuizEmptyChoice, message, "write what the choice says"));
            }
            if !seen.insert(&choice.content) {
                let message = format!("choice {} repeats an earlier one", index + 1);
                return Err(self.problem(Code::QuizChoiceTwice, message, "reword or remove one of the two"));
            }
        }
        Ok(())
    }

    fn check_text(&self, question: &TextQuestion) -> Result<(), Box<Problem>> {
        if question.answers.iter().any(|answer| answer.text.trim().is_empty()) {
            return Err(self.problem(Code::QuizSyntax, "an accepted answer is empty", "write it out or remove it"));
        }
        if question.key().is_none() {
            return Err(self.problem(Code::QuizWithoutKey, "no answer gets full marks", "add the right answer"));
        }
        Ok(())
    }

    fn check_number(&self, question: &NumberQuestion) -> Result<(), Box<Problem>> {
        if question.answers.iter().any(|answer| !answer.range.is_valid()) {
            let help = "write a number, a number with a tolerance, or a lower and an upper bound";
            return Err(self.problem(Code::QuizSyntax, "an accepted range holds no number", help));
        }
        if question.key().is_none() {
            return Err(self.problem(Code::QuizWithoutKey, "no number gets full marks", "add the right number"));
        }
        Ok(())
    }

    fn check_matching(&self, question: &MatchingQuestion) -> Result<(), Box<Problem>> {
        self.check_count(question.pairs.len(), "pair")?;
        if question.right_sides().len() > MAX_CHOICES {
            let message = format!("more than {MAX_CHOICES} right-hand sides to choose from");
            return Err(self.problem(Code::QuizTooManyChoices, message, "split the question in two"));
        }
        let mut lefts = HashSet::new();
        for (left, right) in &question.pairs {
            if left.is_empty() || right.is_empty() {
                return Err(self.problem(Code::QuizEmptyChoice, "a pair lacks one side", "write both sides"));
            }
            if !lefts.insert(left.to_string()) {
                let message = format!("`{left}` stands on the left twice");
                return Err(self.problem(Code::QuizChoiceTwice, message, "keep one pair of the two"));
            }
        }
        Ok(())
    }

    fn check_count(&self, count: usize, what: &str) -> Result<(), Box<Problem>> {
        if count < MIN_CHOICES {
            let message = format!("{count} {what}(s), at least {MIN_CHOICES} are needed");
            return Err(self.problem(Code::QuizTooFewChoices, message, format!("add another {what}")));
        }
        if count > MAX_CHOICES {
            let message = format!("{count} {what}s, at most {MAX_CHOICES} fit");
            return Err(self.problem(Code::QuizTooManyChoices, message, "split the question in two"));
        }
        Ok(())
    }

    fn problem(&self, code: Code, message: impl Into<String>, help: impl Into<String>) -> Box<Problem> {
        Box::new(Problem::new(code, self.at.clone(), message, help))
    }
}

fn says_something(blocks: &[Block]) -> bool {
    !markup::plain_text(blocks).trim().is_empty() || blocks.iter().any(|block| matches!(block, Block::Image { .. }))
}
