//! Questions as GIFT that Moodle reads back. What GIFT cannot hold is said question by question.
//!
//! Texts are Markdown, which Moodle reads as such, in one line each: a line break is written `\n`, so that the code in
//! them keeps its indentation and nothing in them can look like a comment or a blank line.

use super::super::markdown;
use crate::{
    course::{
        Choice, ChoiceOrder, ChoiceQuestion, Course, Credit, MatchingQuestion, NumberQuestion, NumberRange, Question,
        QuestionBody, ResponseKind, Selection, TextComparison, TextQuestion, TracingOutcome, TracingQuestion,
        problem::{Code, Problem},
    },
    markup::{self, Block},
};

/// A GIFT file and what is not in it.
#[derive(Debug, Default)]
pub struct Exported {
    pub text: String,
    /// How many questions the file holds.
    pub questions: usize,
    pub problems: Vec<Problem>,
}

/// Moodle shows the name in lists; it keeps 255 characters.
const LONGEST_NAME: usize = 80;

/// Writes every question of `courses`, a category for each lesson.
pub fn export(courses: &[Course]) -> Exported {
    let mut exported = Exported::default();
    for course in courses {
        for lesson in course.lessons.iter().filter(|lesson| !lesson.questions.is_empty()) {
            let path = [&course.title, &lesson.title].map(|part| category_part(part));
            exported.text.push_str(&format!("$CATEGORY: {}\n\n", path.join("/")));
            lesson.questions.iter().for_each(|question| exported.add(question));
        }
    }
    exported
}

/// A slash within a name is doubled.
fn category_part(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").replace('\\', "").replace('/', "//")
}

impl Exported {
    fn add(&mut self, question: &Question) {
        let mut entry = Entry { question, not_kept: Vec::new() };
        match entry.write() {
            Ok(text) => {
                self.text.push_str(&text);
                self.questions += 1;
                let help = "the question is exported without it; change it in Moodle where it matters";
                let simplified = |message| Problem::new(Code::BankSimplified, question.at.clone(), message, help);
                self.problems.extend(entry.not_kept.into_iter().map(simplified));
            }
            Err(reason) => {
                let help = "take this question over by hand";
                self.problems.push(Problem::new(Code::BankUnsupported, question.at.clone(), reason, help));
            }
        }
    }
}

/// One question on its way out.
struct Entry<'q> {
    question: &'q Question,
    not_kept: Vec<String>,
}

/// Why a question cannot be written at all.
type Refused = String;

impl Entry<'_> {
    fn write(&mut self) -> Result<String, Refused> {
        let question = self.question;
        let mut stem = question.context.clone();
        stem.extend_from_slice(&question.stem);
        let answers = match &question.body {
            QuestionBody::Choice(choice) => self.choices(choice)?,
            QuestionBody::Text(text) => self.texts(text)?,
            QuestionBody::Number(number) => Self::numbers(number),
            QuestionBody::Matching(matching) => self.pairs(matching)?,
            QuestionBody::Tracing(tracing) => {
                stem.push(program(tracing));
                self.output(tracing)?
            }
        };
        if !question.aliases.is_empty() {
            self.not_kept.push("earlier ids of the question have no place".to_owned());
        }
        let id = question.id.as_str().replace(']', "\\]");
        let explanation = match texted(&question.explanation) {
            text if text.is_empty() => text,
            text => format!("\t####{text}\n"),
        };
        let (name, stem) = (escaped(&name(&stem)), texted(&stem));
        Ok(format!("// [id:{id}]\n::{name}::[markdown]{stem}{{{answers}{explanation}}}\n\n"))
    }

    fn choices(&mut self, question: &ChoiceQuestion) -> Result<String, Refused> {
        if let Some(true_false) = true_false(question) {
            return Ok(true_false);
        }
        if question.order == ChoiceOrder::Fixed {
            self.not_kept.push("the fixed order of the choices has no place".to_owned());
        }
        let right = question.choices.iter().filter(|choice| choice.is_right()).count();
        let share = match question.selection {
            Selection::Single => None,
            Selection::Multiple => Some(share(right).ok_or_else(|| {
                format!("GIFT has no weight for {right} right choices, each of which counts the same")
            })?),
        };
        let mut out = "\n".to_owned();
        for choice in &question.choices {
            // A question without any `~` would be a short answer, so only the first right choice has a `=`.
            let is_first = !out.contains("\t=");
            let mark = match (share, choice.credit) {
                (None, Credit::FULL) if is_first => "=".to_owned(),
                (None, Credit::NONE) => "~".to_owned(),
                (None, part) => format!("~%{}%", part.as_percent()),
                (Some(share), Credit::FULL) => format!("~%{share}%"),
                // A wrong choice takes everything back: all of the right ones and only them count.
                (Some(_), _) => "~%-100%".to_owned(),
            };
            out.push_str(&format!("\t{mark}{}{}\n", texted(&choice.content), feedback(&choice.reason)));
        }
        Ok(out)
    }

    fn texts(&mut self, question: &TextQuestion) -> Result<String, Refused> {
        match question.comparison {
            TextComparison::Loose | TextComparison::Wildcard => {}
            TextComparison::Exact => self.not_kept.push("Moodle will ignore case in the answer".to_owned()),
        }
        match question.response {
            ResponseKind::Short => {}
            ResponseKind::Long | ResponseKind::Code => {
                self.not_kept.push("the answer is asked for in one line".to_owned());
            }
        }
        let mut answers = Vec::new();
        for answer in &question.answers {
            let text = answer.text.trim();
            if text.contains('\n') {
                return Err("GIFT has no answers of several lines".to_owned());
            }
            let pattern = match question.comparison {
                TextComparison::Wildcard => text.to_owned(),
                TextComparison::Loose | TextComparison::Exact => text.replace('*', "\\*"),
            };
            answers.push((answer.credit, pattern, answer.reason.as_slice()));
        }
        if !question.otherwise.is_empty() {
            answers.push((Credit::NONE, "*".to_owned(), &question.otherwise));
        }
        self.short_answers(&answers)
    }

    /// Moodle takes answers with `=` and `->` for pairs, wherever the arrow stands, and nothing can escape it.
    fn short_answers(&mut self, answers: &[(Credit, String, &[Block])]) -> Result<String, Refused> {
        let has_arrow = |text: &str| text.contains("->");
        let reasons: Vec<String> = answers.iter().map(|(_, _, reason)| feedback(reason)).collect();
        if let [(Credit::FULL, text, _)] = answers
            && has_arrow(text)
            && reasons.iter().all(String::is_empty)
        {
            return Ok(escaped(text));
        }
        if answers.iter().any(|(_, text, _)| has_arrow(text)) {
            return Err("GIFT would read the `->` of an answer as a pair".to_owned());
        }
        let mut out = "\n".to_owned();
        for ((credit, text, _), reason) in answers.iter().zip(reasons) {
            let reason = if has_arrow(&reason) {
                self.not_kept.push(format!("what is said about the answer `{text}` holds a `->`"));
                String::new()
            } else {
                reason
            };
            out.push_str(&format!("\t=%{}%{}{reason}\n", credit.as_percent(), escaped(text)));
        }
        Ok(out)
    }

    fn numbers(question: &NumberQuestion) -> String {
        let mut out = "#\n".to_owned();
        for answer in &question.answers {
            let range = match answer.range {
                NumberRange::Around { value, tolerance } => format!("{value}:{tolerance}"),
                NumberRange::Between { low, high } => format!("{low}..{high}"),
            };
            out.push_str(&format!("\t=%{}%{range}{}\n", answer.credit.as_percent(), feedback(&answer.reason)));
        }
        if !question.otherwise.is_empty() {
            out.push_str(&format!("\t~{}\n", feedback(&question.otherwise)));
        }
        out
    }

    fn pairs(&mut self, question: &MatchingQuestion) -> Result<String, Refused> {
        if question.header.is_some() {
            self.not_kept.push("the names of the two columns have no place".to_owned());
        }
        let mut out = "\n".to_owned();
        for (left, right) in &question.pairs {
            let left = texted(&[Block::Paragraph(left.clone())]);
            if left.contains("->") {
                return Err("GIFT would split a left-hand side at its `->`".to_owned());
            }
            out.push_str(&format!("\t={left} -> {}\n", escaped(&right.to_string())));
        }
        for right in &question.distractors {
            out.push_str(&format!("\t= -> {}\n", escaped(&right.to_string())));
        }
        Ok(out)
    }

    fn output(&mut self, question: &TracingQuestion) -> Result<String, Refused> {
        let TracingOutcome::Prints(text) = &question.outcome else {
            return Err("GIFT cannot ask whether a program compiles".to_owned());
        };
        let text = text.trim();
        if text.is_empty() || text.contains('\n') {
            return Err("GIFT has no answer for what this program prints: it takes exactly one line".to_owned());
        }
        self.not_kept.push("the program becomes part of a short answer, in which case does not count".to_owned());
        self.short_answers(&[(Credit::FULL, text.replace('*', "\\*"), &[])])
    }
}

fn program(question: &TracingQuestion) -> Block {
    let (language, text) = (question.language.clone(), question.program.clone());
    Block::Code(markup::Code { language, text, title: None, run: false })
}

/// `T` or `F`, with what is said after a wrong and after a right reply.
fn true_false(question: &ChoiceQuestion) -> Option<String> {
    let [yes, no] = question.choices.as_slice() else { return None };
    let says = |choice: &Choice, word: &str| markup::plain_text(&choice.content).trim() == word;
    let is_plain = question.selection == Selection::Single && question.order == ChoiceOrder::Fixed;
    if !is_plain || !says(yes, "True") || !says(no, "False") {
        return None;
    }
    let (key, right, wrong) = match (yes.credit, no.credit) {
        (Credit::FULL, Credit::NONE) => ("TRUE", yes, no),
        (Credit::NONE, Credit::FULL) => ("FALSE", no, yes),
        _ => return None,
    };
    let (if_wrong, if_right) = (texted(&wrong.reason), texted(&right.reason));
    Some(match (if_wrong.is_empty(), if_right.is_empty()) {
        (true, true) => key.to_owned(),
        (false, true) => format!("{key}#{if_wrong}"),
        (_, false) => format!("{key}#{if_wrong}#{if_right}"),
    })
}

/// The weight of each of `right` choices, among those that Moodle knows.
fn share(right: usize) -> Option<&'static str> {
    const SHARES: [&str; 10] = ["100", "50", "33.33333", "25", "20", "16.66667", "14.28571", "12.5", "11.11111", "10"];
    SHARES.get(right.checked_sub(1)?).copied().or((right == 20).then_some("5"))
}

fn name(stem: &[Block]) -> String {
    let text = markup::plain_text(stem);
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(LONGEST_NAME).collect()
}

fn feedback(reason: &[Block]) -> String {
    let text = texted(reason);
    if text.is_empty() { text } else { format!("#{text}") }
}

/// Blocks as Markdown in one line of GIFT.
fn texted(blocks: &[Block]) -> String {
    escaped(&markdown::blocks(blocks))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '#' | '=' | '~' | '{' | '}' | ':' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
