//! What stands between the braces of a GIFT question, tried in Moodle's order.

use super::{
    Reader,
    text::{self, Format, Glyph},
};
use crate::{
    course::{
        Choice, ChoiceOrder, ChoiceQuestion, Credit, MatchingQuestion, NumberAnswer, NumberQuestion, NumberRange,
        QuestionBody, ResponseKind, Selection, TextAnswer, TextComparison, TextQuestion,
        problem::{Code, Problem},
        question,
    },
    markup::{Block, RichText},
};

/// Reads the answers of one question.
pub(super) struct Answers<'r> {
    pub reader: &'r mut Reader,
    /// That of the question's text, which answers share unless they say otherwise.
    pub format: Format,
    /// Where the question starts.
    pub first: Glyph,
}

/// An answer, its weight in percent if it has one, and the feedback behind `#`.
struct Answer<'g> {
    at: Glyph,
    weight: Option<f64>,
    text: &'g [Glyph],
    feedback: &'g [Glyph],
}

impl Answers<'_> {
    /// Decides the kind of question from `inner` and reads it.
    pub(super) fn read(&mut self, inner: &[Glyph]) -> Result<QuestionBody, Box<Problem>> {
        if inner.is_empty() {
            let message = "an essay cannot be graded here and is left out";
            let help = "ask for a short answer, or turn the question into an exercise of the lesson";
            return Err(self.reader.fault(Code::BankUnsupported, self.first, message, help));
        }
        if let Some(numbers) = text::strip_prefix(inner, "#") {
            self.numerical(numbers)
        } else if text::find(inner, '~').is_some() {
            Ok(self.choices(inner))
        } else if text::find(inner, '=').is_some() && text::find_text(inner, "->").is_some() {
            self.matching(inner)
        } else if let Some(is_true) = truth(inner) {
            Ok(self.true_false(inner, is_true))
        } else {
            Ok(self.short_answer(inner))
        }
    }

    /// With a full-credit `=` anywhere one choice is asked for, otherwise several.
    fn choices(&mut self, inner: &[Glyph]) -> QuestionBody {
        let selection = if text::find(inner, '=').is_some() { Selection::Single } else { Selection::Multiple };
        let mut choices = Vec::new();
        let mut weights = Vec::new();
        for (is_full, part) in self.split_choices(inner) {
            let answer = if is_full { self.full_answer(part) } else { self.answer(part) };
            let percent = if is_full { 100.0 } else { answer.weight.unwrap_or(0.0) };
            if percent > 0.0 {
                weights.push(percent);
            }
            let credit = match selection {
                Selection::Single => credit(percent),
                Selection::Multiple if percent > 0.0 => Credit::FULL,
                Selection::Multiple => Credit::NONE,
            };
            let (content, reason) = (self.blocks(answer.text), self.blocks(answer.feedback));
            choices.push(Choice { content, credit, reason });
        }
        if selection == Selection::Multiple && weights.windows(2).any(|pair| pair.first() != pair.last()) {
            let message = "the right choices weigh differently, which is not kept: all of them and only them are right";
            self.reader.note(self.first, message, "give every right choice the same weight");
        }
        QuestionBody::Choice(ChoiceQuestion { choices, selection, order: ChoiceOrder::Shuffled })
    }

    /// Each choice without its mark, and whether the mark was `=`. Text before the first mark is a choice as well; what
    /// is empty is none.
    fn split_choices<'g>(&mut self, inner: &'g [Glyph]) -> Vec<(bool, &'g [Glyph])> {
        let is_mark = |glyph: &Glyph| !glyph.literal && (glyph.c == '~' || glyph.c == '=');
        let mut parts = Vec::new();
        let (mut mark, mut rest) = (None, inner);
        loop {
            let end = rest.iter().position(is_mark).unwrap_or(rest.len());
            let part = text::upto(rest, end);
            let next = rest.get(end).copied();
            let is_double_mark = part.is_empty() && next.is_some_and(|next| next.c == '=');
            match mark {
                Some(Glyph { c, .. }) if !text::trim(unweighted(part, self.first).text).is_empty() => {
                    parts.push((c == '=', part));
                }
                None if !text::trim(part).is_empty() => parts.push((false, part)),
                Some(at) if !is_double_mark => {
                    self.reader.note(at, "an empty choice is left out", "write what it says");
                }
                Some(_) | None => {}
            }
            let Some(next) = next else { return parts };
            (mark, rest) = (Some(next), text::from(rest, end + 1));
        }
    }

    fn full_answer<'g>(&mut self, part: &'g [Glyph]) -> Answer<'g> {
        let answer = unweighted(part, self.first);
        if weight(answer.text).is_some() {
            let message = "a weight behind `=` is part of the choice's text, as in Moodle";
            self.reader.note(answer.at, message, "write `~%100%` instead of `=%100%`");
        }
        answer
    }

    fn true_false(&self, inner: &[Glyph], is_true: bool) -> QuestionBody {
        let mut parts = inner.splitn(3, |glyph| glyph.c == '#' && !glyph.literal).skip(1);
        let if_wrong = self.blocks(parts.next().unwrap_or(&[]));
        let if_right = self.blocks(parts.next().unwrap_or(&[]));
        let (if_true, if_false) = if is_true { (if_right, if_wrong) } else { (if_wrong, if_right) };
        let choice = |text: &str, is_right: bool, reason| Choice {
            content: vec![Block::Paragraph(text.into())],
            credit: if is_right { Credit::FULL } else { Credit::NONE },
            reason,
        };
        let choices = vec![choice("True", is_true, if_true), choice("False", !is_true, if_false)];
        QuestionBody::Choice(ChoiceQuestion { choices, selection: Selection::Single, order: ChoiceOrder::Fixed })
    }

    fn short_answer(&mut self, inner: &[Glyph]) -> QuestionBody {
        let (mut answers, mut otherwise) = (Vec::new(), Vec::new());
        for part in parts(inner) {
            let answer = self.answer(part);
            let credit = credit(answer.weight.unwrap_or(100.0));
            let text = text::format(text::trim(answer.text), self.format).1;
            // What is to be typed is one line, however the file breaks it.
            let text = text::string(text::trim(text)).split_whitespace().collect::<Vec<_>>().join(" ");
            let reason = self.blocks(answer.feedback);
            if text == "*" && credit == Credit::NONE {
                otherwise = reason;
            } else {
                answers.push(TextAnswer { text, credit, reason });
            }
        }
        let has_star = answers.iter().any(|answer| answer.text.contains('*'));
        let comparison = if has_star { TextComparison::Wildcard } else { TextComparison::Loose };
        QuestionBody::Text(TextQuestion { answers, otherwise, comparison, response: ResponseKind::Short })
    }

    fn matching(&self, inner: &[Glyph]) -> Result<QuestionBody, Box<Problem>> {
        let (mut pairs, mut distractors) = (Vec::new(), Vec::new());
        for part in parts(inner) {
            let part = text::trim(part);
            let Some(arrow) = text::find_text(part, "->") else {
                let at = part.first().copied().unwrap_or(self.first);
                let help = "write every pair as `=left -> right`";
                return Err(self.reader.fault(Code::BankSyntax, at, "this pair has no `->`", help));
            };
            let left = text::line(text::upto(part, arrow), self.format);
            let right = RichText::plain(text::string(text::trim(text::from(part, arrow + 2))).replace('\n', " "));
            if left.is_empty() && !right.is_empty() {
                distractors.push(right);
            } else {
                pairs.push((left, right));
            }
        }
        Ok(QuestionBody::Matching(MatchingQuestion { header: None, pairs, distractors }))
    }

    fn numerical(&mut self, inner: &[Glyph]) -> Result<QuestionBody, Box<Problem>> {
        let end = text::find(inner, '~').unwrap_or(inner.len());
        let wrong = text::from(inner, end);
        let mut otherwise = text::find(wrong, '#').map_or_else(Vec::new, |at| self.blocks(text::from(wrong, at + 1)));
        let mut answers = Vec::new();
        for part in parts(text::upto(inner, end)) {
            let answer = self.answer(part);
            let credit = credit(answer.weight.unwrap_or(100.0));
            let reason = self.blocks(answer.feedback);
            if text::string(text::trim(answer.text)) != "*" {
                let range = self.range(&answer)?;
                answers.push(NumberAnswer { range, credit, reason });
            } else if credit == Credit::NONE {
                otherwise = reason;
            } else {
                let message = "`*` gives marks for every number, which is not kept";
                self.reader.note(answer.at, message, "write the range of numbers that count");
            }
        }
        Ok(QuestionBody::Number(NumberQuestion { answers, otherwise }))
    }

    /// `lo..hi`, `value:tolerance` or `value`.
    fn range(&self, answer: &Answer<'_>) -> Result<NumberRange, Box<Problem>> {
        let text = text::string(text::trim(answer.text));
        let number = |text: &str| question::range::number(text.trim());
        let range = if let Some((low, high)) = text.split_once("..").filter(|(low, _)| !low.is_empty()) {
            number(low).zip(number(high)).map(|(a, b)| NumberRange::Between { low: a.min(b), high: a.max(b) })
        } else if let Some((value, tolerance)) = text.split_once(':').filter(|(value, _)| !value.is_empty()) {
            let around = number(value).zip(number(tolerance));
            around.map(|(value, tolerance)| NumberRange::Around { value, tolerance: tolerance.abs() })
        } else {
            number(&text).map(|value| NumberRange::Around { value, tolerance: 0.0 })
        };
        range.ok_or_else(|| {
            let help = "write `5`, `5:0.1` or `4.9..5.1`, with a point before decimals";
            self.reader.fault(Code::BankSyntax, answer.at, format!("`{text}` is no number or range"), help)
        })
    }

    /// Splits off weight and feedback.
    fn answer<'g>(&self, part: &'g [Glyph]) -> Answer<'g> {
        let part = text::trim(part);
        match weight(part) {
            Some((percent, rest)) => Answer { weight: Some(percent), ..unweighted(rest, self.first) },
            None => unweighted(part, self.first),
        }
    }

    fn blocks(&self, glyphs: &[Glyph]) -> Vec<Block> {
        text::formatted(glyphs, self.format)
    }
}

/// The parts between `=` signs; what stands before the first one is a part if it says anything.
fn parts(inner: &[Glyph]) -> Vec<&[Glyph]> {
    let mut parts = text::split(inner, '=');
    if parts.first().is_some_and(|first| text::trim(first).is_empty()) {
        parts.remove(0);
    }
    parts
}

fn unweighted(part: &[Glyph], fallback: Glyph) -> Answer<'_> {
    let part = text::trim(part);
    let at = part.first().copied().unwrap_or(fallback);
    let end = text::find(part, '#').unwrap_or(part.len());
    Answer { at, weight: None, text: text::upto(part, end), feedback: text::from(part, end + 1) }
}

/// `%50%` or `%-33.333%` in front of an answer.
fn weight(part: &[Glyph]) -> Option<(f64, &[Glyph])> {
    let rest = text::strip_prefix(part, "%")?;
    let end = text::find(rest, '%')?;
    let number = text::string(text::upto(rest, end));
    let digits = number.trim_start_matches('-');
    let looks_right = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.matches('.').count() <= 1;
    looks_right.then(|| (number.parse().unwrap_or(0.0), text::from(rest, end + 1)))
}

/// Negative marks are none: an answer cannot be worse than wrong.
fn credit(percent: f64) -> Credit {
    let whole = (0..=100u8).rev().find(|whole| f64::from(*whole) <= percent.round());
    Credit::percent(whole.unwrap_or(0))
}

/// The key of a true-false question.
fn truth(inner: &[Glyph]) -> Option<bool> {
    let end = text::find(inner, '#').filter(|at| *at > 0).unwrap_or(inner.len());
    match text::string(text::trim(text::upto(inner, end))).as_str() {
        "T" | "TRUE" => Some(true),
        "F" | "FALSE" => Some(false),
        _ => None,
    }
}
