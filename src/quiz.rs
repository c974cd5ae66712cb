//! Grading answers and ordering choices. Pure: the same question, answer, learner and secret give the same result in
//! every process, so that nothing about a running quiz has to be kept in memory.
//!
//! Knows no clock, no store and no words; `docs/question-banks.md` tells the comparison rules to teachers.

pub mod compare;
pub mod live;
pub mod order;
pub mod typed;

mod number;

use crate::{
    course::{
        ChoiceQuestion, Credit, MatchingQuestion, NumberQuestion, Question, QuestionBody, Selection, TextAnswer,
        TextQuestion, TracingOutcome, TracingQuestion,
    },
    markup::Block,
};

/// An answer in the form that is kept: independent of the order in which choices were shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// Bit `n` is the choice with the canonical index `n`.
    Choices(u64),
    /// Typed words; for matching, pairs as [`typed::read`] writes them.
    Text(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    Right,
    Partly,
    Wrong,
}

/// How an answer turned out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    pub verdict: Verdict,
    pub detail: Detail,
}

/// What a learner is told beside the verdict, by the kind of question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// Canonical indices: right ones chosen, right ones left out, wrong ones chosen.
    Choices {
        found: Vec<usize>,
        missed: Vec<usize>,
        wrong: Vec<usize>,
    },
    /// The foreseen answer that was given, by its place in the question's list.
    Answer {
        matched: Option<usize>,
    },
    /// For each pair whether it was put together rightly.
    Pairs(Vec<bool>),
    Tracing(Traced),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Traced {
    /// The text that the program prints, or that it does not compile, is right.
    Right,
    /// It does not compile, as the learner said, but for another line.
    OtherLine,
    /// It compiles, and prints something else.
    OtherOutput,
    /// The learner said that it does not compile, but it does.
    Compiles,
    /// It does not compile, but the learner says what it prints.
    DoesNotCompile,
}

/// Grades `given` against the question as it stands now. An answer of another kind than the question is wrong.
pub fn grade(question: &Question, given: &Given) -> Grade {
    match (&question.body, given) {
        (QuestionBody::Choice(choice), Given::Choices(mask)) => grade_choices(choice, *mask),
        (QuestionBody::Choice(choice), Given::Text(_)) => grade_choices(choice, 0),
        (QuestionBody::Text(text), Given::Text(given)) => grade_text(text, given),
        (QuestionBody::Number(number), Given::Text(given)) => grade_number(number, given),
        (QuestionBody::Matching(matching), Given::Text(given)) => grade_matching(matching, given),
        (QuestionBody::Matching(matching), Given::Choices(_)) => grade_matching(matching, ""),
        (QuestionBody::Tracing(tracing), Given::Text(given)) => grade_tracing(tracing, given),
        (QuestionBody::Tracing(tracing), Given::Choices(_)) => grade_tracing(tracing, ""),
        (QuestionBody::Text(_) | QuestionBody::Number(_), Given::Choices(_)) => {
            Grade { verdict: Verdict::Wrong, detail: Detail::Answer { matched: None } }
        }
    }
}

/// What the teacher wrote about a typed answer like this one; choices carry their reasons themselves.
pub fn reason<'q>(question: &'q Question, grade: &Grade) -> &'q [Block] {
    let Detail::Answer { matched } = grade.detail else { return &[] };
    match (&question.body, matched) {
        (QuestionBody::Text(text), Some(index)) => text.answers.get(index).map_or(&[], |answer| &answer.reason),
        (QuestionBody::Number(number), Some(index)) => number.answers.get(index).map_or(&[], |answer| &answer.reason),
        (QuestionBody::Text(text), None) => &text.otherwise,
        (QuestionBody::Number(number), None) => &number.otherwise,
        (QuestionBody::Choice(_) | QuestionBody::Matching(_) | QuestionBody::Tracing(_), _) => &[],
    }
}

/// The answer that is shown as the key of a question that is answered with words or a number.
pub fn key_text(body: &QuestionBody) -> Option<String> {
    match body {
        QuestionBody::Text(text) => text.key().map(|answer| answer.text.clone()),
        QuestionBody::Number(number) => number.key().map(|range| range.to_string()),
        QuestionBody::Choice(_) | QuestionBody::Matching(_) | QuestionBody::Tracing(_) => None,
    }
}

impl Verdict {
    fn of(credit: Credit) -> Self {
        match credit {
            Credit::FULL => Self::Right,
            Credit::NONE => Self::Wrong,
            _ => Self::Partly,
        }
    }

    /// Right when all of `total` are good, wrong when none is.
    fn of_share(good: usize, total: usize) -> Self {
        match good {
            0 => Self::Wrong,
            _ if good == total => Self::Right,
            _ => Self::Partly,
        }
    }
}

fn grade_choices(question: &ChoiceQuestion, mask: u64) -> Grade {
    let is_chosen = |index: usize| index < 64 && mask & (1 << index) != 0;
    let (mut found, mut missed, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    for (index, choice) in question.choices.iter().enumerate() {
        match (choice.is_right(), is_chosen(index)) {
            (true, true) => found.push(index),
            (true, false) => missed.push(index),
            (false, true) => wrong.push(index),
            (false, false) => {}
        }
    }
    let verdict = match question.selection {
        Selection::Multiple if wrong.is_empty() => Verdict::of_share(found.len(), found.len() + missed.len()),
        Selection::Multiple if found.is_empty() => Verdict::Wrong,
        Selection::Multiple => Verdict::Partly,
        Selection::Single => match (found.as_slice(), wrong.as_slice()) {
            ([index], []) | ([], [index]) => {
                question.choices.get(*index).map_or(Verdict::Wrong, |c| Verdict::of(c.credit))
            }
            _ => Verdict::Wrong,
        },
    };
    Grade { verdict, detail: Detail::Choices { found, missed, wrong } }
}

fn grade_text(question: &TextQuestion, given: &str) -> Grade {
    let fits = |answer: &TextAnswer| compare::text_fits(question.comparison, &answer.text, given);
    let matched = question.answers.iter().position(fits);
    grade_answer(matched, matched.and_then(|index| question.answers.get(index)).map(|answer| answer.credit))
}

/// Of the answers that fit some reading of the number, the one that gives most counts.
fn grade_number(question: &NumberQuestion, given: &str) -> Grade {
    let readings = number::readings(given);
    let fitting = question
        .answers
        .iter()
        .enumerate()
        .filter(|(_, answer)| readings.iter().any(|number| number::is_in(answer.range, *number)));
    // The first of equals, as everywhere else: `max_by_key` alone would take the last.
    let best = fitting.rev().max_by_key(|(_, answer)| answer.credit);
    grade_answer(best.map(|(index, _)| index), best.map(|(_, answer)| answer.credit))
}

fn grade_answer(matched: Option<usize>, credit: Option<Credit>) -> Grade {
    Grade { verdict: Verdict::of(credit.unwrap_or(Credit::NONE)), detail: Detail::Answer { matched } }
}

/// Two rights that read the same are the same.
fn grade_matching(question: &MatchingQuestion, given: &str) -> Grade {
    let rights = question.right_sides();
    let chosen = typed::canonical_pairs(given);
    let is_right = |(index, (_, right)): (usize, &(_, crate::markup::RichText))| {
        let said = chosen.get(&index).and_then(|position| rights.get(*position));
        said.is_some_and(|said| said.to_string() == right.to_string())
    };
    let pairs: Vec<bool> = question.pairs.iter().enumerate().map(is_right).collect();
    let good = pairs.iter().filter(|right| **right).count();
    Grade { verdict: Verdict::of_share(good, pairs.len()), detail: Detail::Pairs(pairs) }
}

fn grade_tracing(question: &TracingQuestion, given: &str) -> Grade {
    let says = typed::read_tracing(given);
    let traced = match (&question.outcome, says) {
        // First of all, since a program may well print "error".
        (TracingOutcome::Prints(printed), _) if compare::output_fits(printed, given) => Traced::Right,
        (TracingOutcome::Prints(_), Some(_)) => Traced::Compiles,
        (TracingOutcome::Prints(_), None) => Traced::OtherOutput,
        (TracingOutcome::DoesNotCompile { line: Some(line) }, Some(Some(said))) if *line != said => Traced::OtherLine,
        (TracingOutcome::DoesNotCompile { .. }, Some(_)) => Traced::Right,
        (TracingOutcome::DoesNotCompile { .. }, None) => Traced::DoesNotCompile,
    };
    let verdict = match traced {
        Traced::Right => Verdict::Right,
        Traced::OtherLine => Verdict::Partly,
        Traced::OtherOutput | Traced::Compiles | Traced::DoesNotCompile => Verdict::Wrong,
    };
    Grade { verdict, detail: Detail::Tracing(traced) }
}

#[cfg(test)]
mod tests;
