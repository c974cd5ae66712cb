//! The three kinds of question of an mdbook-quiz file.

use super::{Reader, fields::Fields};
use crate::{
    course::{
        Choice, ChoiceOrder, ChoiceQuestion, Credit, QuestionBody, ResponseKind, Selection, TextAnswer, TextComparison,
        TextQuestion, TracingOutcome, TracingQuestion, markdown,
        problem::{Code, Problem},
        question::Draft,
    },
    ids::QuestionId,
    markup::Block,
};

/// What mdbook-quiz itself asks with every program; its files hold no words for it.
const TRACING_STEM: &str = "Does this program compile? If it does, what does it print?";
/// mdbook-quiz traces programs in this language only.
const TRACING_LANGUAGE: &str = "rust";

type Read<T> = Result<T, Box<Problem>>;

/// What a question asks and what is right.
struct Asked {
    stem: Vec<Block>,
    body: QuestionBody,
}

impl<'t> Reader<'t> {
    pub(super) fn question(&mut self, mut fields: Fields<'t>, contexts: &Fields<'t>) -> Read<Draft> {
        let at = self.source.position(fields.span.start);
        let known = ["id", "type", "multipart", "prompt", "answer", "context", "promptExplanation"];
        let id = self.id(&mut fields)?;
        let context = self.shared_context(&mut fields, contexts)?;
        let explanation = self.text_field(&mut fields, "context")?.map(|(text, _)| markdown::blocks(&text));
        if let Some((true, span)) = self.flag(&mut fields, "promptExplanation")? {
            let message = "learners are not asked to explain their answer";
            self.problem(Code::BankSimplified, span, message, "remove `promptExplanation` if this is fine");
        }
        let Some((kind, span)) = self.text_field(&mut fields, "type")? else {
            return Err(self.missing(&fields, "type", "write MultipleChoice, ShortAnswer or Tracing"));
        };
        let asked = match kind.as_ref() {
            "MultipleChoice" => self.multiple_choice(&mut fields)?,
            "ShortAnswer" => self.short_answer(&mut fields)?,
            "Tracing" => self.tracing(&mut fields)?,
            other => {
                let message = format!("there is no question type `{other}`");
                let help = "write MultipleChoice, ShortAnswer or Tracing";
                return Err(self.fault(Code::BankUnsupported, span, message, help));
            }
        };
        self.unknown_keys(&fields, &known);
        Ok(Draft {
            id,
            aliases: Vec::new(),
            category: None,
            context,
            stem: asked.stem,
            body: asked.body,
            explanation: explanation.unwrap_or_default(),
            reread: None,
            at,
        })
    }

    /// Any text is an id there; here white space becomes a hyphen.
    fn id(&self, fields: &mut Fields<'t>) -> Read<Option<QuestionId>> {
        let Some((id, span)) = self.text_field(fields, "id")? else { return Ok(None) };
        let id = id.split_whitespace().collect::<Vec<_>>().join("-");
        QuestionId::parse(&id).map(Some).map_err(|bad| {
            let help = "give a short id without control characters, or none";
            self.fault(Code::BadId, span, format!("this id cannot be used: {bad}"), help)
        })
    }

    fn shared_context(&self, fields: &mut Fields<'t>, contexts: &Fields<'t>) -> Read<Vec<Block>> {
        let Some((name, span)) = self.text_field(fields, "multipart")? else { return Ok(Vec::new()) };
        match contexts.text(&name) {
            Some(text) => Ok(markdown::blocks(text)),
            None => {
                let message = format!("there is no shared context `{name}`");
                let help = format!("add `{name} = \"…\"` to a table `[multipart]`");
                Err(self.fault(Code::BankSyntax, span, message, help))
            }
        }
    }

    /// The tables `prompt` and `answer`, which every question has.
    fn halves(&mut self, fields: &mut Fields<'t>) -> Read<(Fields<'t>, Fields<'t>)> {
        let Some(prompt) = self.table(fields, "prompt") else {
            return Err(self.missing(fields, "prompt", "write what is asked: `prompt.prompt = \"…\"`"));
        };
        let Some(answer) = self.table(fields, "answer") else {
            return Err(self.missing(fields, "answer", "write what is right: `answer.answer = \"…\"`"));
        };
        Ok((prompt, answer))
    }

    fn stem(&self, prompt: &mut Fields<'t>) -> Read<Vec<Block>> {
        match self.text_field(prompt, "prompt")? {
            Some((text, _)) => Ok(markdown::blocks(&text)),
            None => Err(self.missing(prompt, "prompt.prompt", "write what is asked")),
        }
    }

    fn multiple_choice(&mut self, fields: &mut Fields<'t>) -> Read<Asked> {
        let (mut prompt, mut answer) = self.halves(fields)?;
        let stem = self.stem(&mut prompt)?;
        let Some((right, several)) = self.text_or_texts(&mut answer, "answer")? else {
            return Err(self.missing(&answer, "answer.answer", "write the right choice, or a list of them"));
        };
        let Some(wrong) = self.texts(&mut prompt, "distractors")? else {
            return Err(self.missing(&prompt, "prompt.distractors", "list the wrong choices"));
        };
        let index = self.count(&mut prompt, "answerIndex")?;
        let sort = self.flag(&mut prompt, "sortAnswers")?;
        let place = match (index, sort) {
            (Some((_, span)), Some(_)) => {
                let message = "`answerIndex` and `sortAnswers` exclude each other";
                return Err(self.fault(Code::BankSyntax, span, message, "keep one of the two"));
            }
            (Some((index, span)), None) if index > wrong.len() => {
                let message = format!("`answerIndex` is {index}, but there are {} distractors", wrong.len());
                let help = "it counts from 0, and the right choice can stand behind the last distractor at most";
                return Err(self.fault(Code::BankSyntax, span, message, help));
            }
            (Some((index, _)), None) => Place::At(index),
            (None, Some((true, _))) => Place::Sorted,
            (None, Some((false, _)) | None) => Place::Anywhere,
        };
        self.unknown_keys(&prompt, &["prompt", "distractors", "answerIndex", "sortAnswers"]);
        self.unknown_keys(&answer, &["answer"]);
        let right = right.into_iter().map(|text| (text.into_owned(), Credit::FULL)).collect();
        let wrong = wrong.into_iter().map(|text| (text.into_owned(), Credit::NONE)).collect();
        let selection = if several { Selection::Multiple } else { Selection::Single };
        let (choices, order) = place.arrange(right, wrong);
        Ok(Asked { stem, body: QuestionBody::Choice(ChoiceQuestion { choices, selection, order }) })
    }

    /// Compared as mdbook-quiz does: without regard to case and to white space around.
    fn short_answer(&mut self, fields: &mut Fields<'t>) -> Read<Asked> {
        let (mut prompt, mut answer) = self.halves(fields)?;
        let stem = self.stem(&mut prompt)?;
        let Some((right, _)) = self.text_field(&mut answer, "answer")? else {
            return Err(self.missing(&answer, "answer.answer", "write the text that answers the question"));
        };
        let alternatives = self.texts(&mut answer, "alternatives")?.unwrap_or_default();
        let response = match self.text_field(&mut prompt, "response")? {
            None => ResponseKind::Short,
            Some((kind, span)) => match kind.as_ref() {
                "short" => ResponseKind::Short,
                "long" => ResponseKind::Long,
                "code" => ResponseKind::Code,
                other => {
                    let message = format!("there is no response of the kind `{other}`");
                    return Err(self.fault(Code::BankSyntax, span, message, "write short, long or code"));
                }
            },
        };
        self.unknown_keys(&prompt, &["prompt", "response"]);
        self.unknown_keys(&answer, &["answer", "alternatives"]);
        let texts = std::iter::once(right).chain(alternatives);
        let answer = |text: super::fields::Text<'_>| {
            let text = text.trim().to_owned();
            TextAnswer { text, credit: Credit::FULL, reason: Vec::new() }
        };
        let answers = texts.map(answer).collect();
        let comparison = TextComparison::Loose;
        let body = QuestionBody::Text(TextQuestion { answers, otherwise: Vec::new(), comparison, response });
        Ok(Asked { stem, body })
    }

    fn tracing(&mut self, fields: &mut Fields<'t>) -> Read<Asked> {
        let (mut prompt, mut answer) = self.halves(fields)?;
        let Some((program, _)) = self.text_field(&mut prompt, "program")? else {
            return Err(self.missing(&prompt, "prompt.program", "write the program to trace"));
        };
        let Some((compiles, _)) = self.flag(&mut answer, "doesCompile")? else {
            return Err(self.missing(&answer, "answer.doesCompile", "write `true` or `false`"));
        };
        let stdout = self.text_field(&mut answer, "stdout")?;
        let line = self.count(&mut answer, "lineNumber")?;
        let outcome = match (compiles, stdout, line) {
            (true, Some((text, _)), line) => {
                self.note_idle("lineNumber", line.map(|(_, span)| span));
                TracingOutcome::Prints(text.trim_end().to_owned())
            }
            (true, None, _) => {
                let help = "write what the program prints, `\"\"` for nothing";
                return Err(self.missing(&answer, "answer.stdout", help));
            }
            (false, stdout, line) => {
                self.note_idle("stdout", stdout.map(|(_, span)| span));
                TracingOutcome::DoesNotCompile { line: line.map(|(line, _)| line) }
            }
        };
        self.unknown_keys(&prompt, &["program"]);
        self.unknown_keys(&answer, &["doesCompile", "stdout", "lineNumber"]);
        let program = program.trim_end().to_owned();
        let language = Some(TRACING_LANGUAGE.to_owned());
        let stem = vec![Block::Paragraph(TRACING_STEM.into())];
        Ok(Asked { stem, body: QuestionBody::Tracing(TracingQuestion { program, language, outcome }) })
    }

    /// A field that the other fields make meaningless.
    fn note_idle(&mut self, name: &str, span: Option<std::ops::Range<usize>>) {
        if let Some(span) = span {
            let message = format!("`{name}` means nothing with this value of `doesCompile`");
            self.problem(Code::BankSimplified, span, message, "remove one of the two");
        }
    }
}

/// Where the right choices stand.
enum Place {
    Anywhere,
    /// Behind that many distractors.
    At(usize),
    /// All choices in alphabetical order.
    Sorted,
}

impl Place {
    fn arrange(self, mut right: Vec<(String, Credit)>, mut wrong: Vec<(String, Credit)>) -> (Vec<Choice>, ChoiceOrder) {
        let (texts, order) = match self {
            Self::Anywhere => {
                right.append(&mut wrong);
                (right, ChoiceOrder::Shuffled)
            }
            Self::At(index) => {
                let behind = wrong.split_off(index.min(wrong.len()));
                wrong.append(&mut right);
                wrong.extend(behind);
                (wrong, ChoiceOrder::Fixed)
            }
            Self::Sorted => {
                right.append(&mut wrong);
                // As JavaScript compares strings.
                right.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
                (right, ChoiceOrder::Fixed)
            }
        };
        let choice =
            |(text, credit): (String, Credit)| Choice { content: markdown::blocks(&text), credit, reason: Vec::new() };
        (texts.into_iter().map(choice).collect(), order)
    }
}
