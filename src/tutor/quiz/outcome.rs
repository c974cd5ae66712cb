//! How an answer went, and how the whole attempt did.

use super::{Cx, question};
use crate::{
    action::{Press, Shareable},
    course::{ChoiceQuestion, KeyPolicy, QuestionBody, TracingOutcome},
    ids::{AttemptId, SectionKey},
    library::QuestionAt,
    markup::{self, RichText},
    quiz::{self, Detail, Given, Grade, Verdict},
    reply::{Block, Button, ChoiceMark, Meter, Reply, ShownChoice, Tone},
    store::attempts::{Attempt, Item, ItemState, Scope, StoredAnswer},
};

/// An answer, and where it stands in its attempt.
pub(super) struct Answered<'a> {
    pub(super) attempt: AttemptId,
    pub(super) scope: &'a Scope,
    /// How many items the attempt has.
    pub(super) items: usize,
    pub(super) position: u16,
    pub(super) answer: &'a StoredAnswer,
    pub(super) then: Then,
}

/// Where an answered question leads.
#[derive(Clone, Copy)]
pub(super) enum Then {
    NextQuestion,
    /// Once the attempt is over, through its answers too: to the next item that has one.
    Results {
        next_answer: Option<u16>,
    },
}

impl<'a> Answered<'a> {
    pub(super) fn of(attempt: &'a Attempt, item: &Item, answer: &'a StoredAnswer) -> Self {
        let (scope, items, position) = (&attempt.scope, attempt.items.len(), item.position);
        Self { attempt: attempt.id, scope, items, position, answer, then: Then::of(attempt, Some(item)) }
    }
}

impl Then {
    fn of(attempt: &Attempt, item: Option<&Item>) -> Self {
        if attempt.finished_at.is_none() && attempt.next_open().is_some() {
            return Self::NextQuestion;
        }
        let over = item.filter(|_| attempt.finished_at.is_some());
        let later = over.into_iter().flat_map(|item| {
            let is_later = |later: &&Item| later.position > item.position;
            attempt.items.iter().filter(move |later| is_later(later))
        });
        let mut answered = later.filter(|item| matches!(item.state, ItemState::Answered(_)));
        Self::Results { next_answer: answered.next().map(|item| item.position) }
    }
}

pub(super) fn feedback(cx: &Cx<'_>, answered: &Answered<'_>, at: &QuestionAt<'_>, order: &[usize]) -> Reply {
    let Answered { attempt, scope, items, position, answer, then } = *answered;
    let asked = at.question();
    let grade = quiz::grade(asked, &answer.given);
    let mut blocks = vec![
        cx.breadcrumb(at.course(), at.lesson(), Some(question::attempt_word(cx.locale, scope).to_owned())),
        Block::Title(cx.locale.question_of(usize::from(position) + 1, items).into()),
    ];
    // The reply takes the place of the question: all that the explanation speaks of has to stand here again.
    blocks.extend(question::stem(asked));
    blocks.extend(question::program(&asked.body));
    blocks.push(Block::Verdict(answer.verdict, verdict_words(cx, answer.verdict, &grade)));
    match at.lesson().quiz.key {
        KeyPolicy::Shown => {
            blocks.extend(compared(cx, answer, &asked.body, &grade, order));
            let explained = [quiz::reason(asked, &grade), &asked.explanation];
            let explained = explained.into_iter().filter(|blocks| !blocks.is_empty());
            blocks.extend(explained.map(|blocks| Block::Content(blocks.to_vec())));
        }
        KeyPolicy::Hidden => blocks.push(Block::Note(cx.locale.key_is_hidden())),
    }
    let reread = at.reread().filter(|_| answer.verdict != Verdict::Right).map(|section| {
        let key = SectionKey::new(&at.course().id, &at.lesson().id, &section.id);
        Button::new(cx.locale.reread_button(), Press::Section { section: key, page: 0 })
    });
    let next = match then {
        Then::Results { next_answer: Some(item) } => {
            Some(Button::new(cx.locale.next_answer_button(), Press::Feedback { attempt, item }))
        }
        Then::NextQuestion | Then::Results { next_answer: None } => None,
    };
    Reply::new(blocks)
        .tone(tone(answer.verdict))
        .buttons([go_on(cx, attempt, then)].into_iter().chain(reread).chain(next))
}

/// The question is no longer as it was answered: the verdict stands, the words are gone.
pub(super) fn feedback_without_question(cx: &Cx<'_>, attempt: &Attempt, answer: &StoredAnswer) -> Reply {
    let verdict = Block::Verdict(answer.verdict, cx.locale.verdict(answer.verdict));
    let note = Block::Note(cx.locale.question_has_changed_since());
    Reply::new(vec![verdict, note]).tone(tone(answer.verdict)).buttons([go_on(cx, attempt.id, Then::of(attempt, None))])
}

fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Right => Tone::Good,
        Verdict::Partly => Tone::Notice,
        Verdict::Wrong => Tone::Bad,
    }
}

fn go_on(cx: &Cx<'_>, attempt: AttemptId, then: Then) -> Button {
    match then {
        Then::NextQuestion => Button::primary(cx.locale.next_question_button(), Press::Resume { attempt }),
        Then::Results { .. } => Button::primary(cx.locale.results_button(), Press::Results { attempt }),
    }
}

fn verdict_words(cx: &Cx<'_>, verdict: Verdict, grade: &Grade) -> RichText {
    match (&grade.detail, verdict) {
        (Detail::Choices { found, missed, wrong }, Verdict::Partly) => {
            cx.locale.partly(found.len(), found.len() + missed.len(), wrong.len())
        }
        _ => cx.locale.verdict(verdict),
    }
}

/// What was answered beside what is right.
fn compared(cx: &Cx<'_>, answer: &StoredAnswer, body: &QuestionBody, grade: &Grade, order: &[usize]) -> Vec<Block> {
    match (body, &answer.given) {
        (QuestionBody::Choice(choice), Given::Choices(mask)) => {
            vec![Block::Choices(marked(question::shown_choices(choice, order), choice, *mask, order))]
        }
        (QuestionBody::Matching(matching), _) => {
            let good = match &grade.detail {
                Detail::Pairs(good) => good.as_slice(),
                Detail::Choices { .. } | Detail::Answer { .. } | Detail::Tracing(_) => &[],
            };
            let lines = matching.pairs.iter().enumerate().map(|(index, (left, right))| {
                let mark = if good.get(index) == Some(&true) { "✓ " } else { "✗ " };
                RichText::plain(mark).rich(left).text(" → ").rich(right)
            });
            vec![Block::Content(vec![cx.bullets(lines)])]
        }
        (QuestionBody::Tracing(tracing), Given::Text(given)) => {
            let right = match &tracing.outcome {
                TracingOutcome::Prints(text) => text.clone(),
                TracingOutcome::DoesNotCompile { line } => cx.locale.does_not_compile(*line),
            };
            vec![Block::Content(vec![
                titled(cx.locale.you_answered(), given),
                titled(cx.locale.right_answer(), &right),
            ])]
        }
        (_, Given::Text(given)) => {
            let given = RichText::plain(format!("{}: ", cx.locale.you_answered())).code(given.trim());
            let right =
                quiz::key_text(body).map(|key| RichText::plain(format!("{}: ", cx.locale.right_answer())).code(key));
            vec![Block::Content([given].into_iter().chain(right).map(markup::Block::Paragraph).collect())]
        }
        (_, Given::Choices(_)) => Vec::new(),
    }
}

fn titled(title: &str, text: &str) -> markup::Block {
    markup::Block::Code(markup::Code {
        language: None,
        text: text.trim_end().to_owned(),
        title: Some(title.to_owned()),
        run: false,
    })
}

fn marked(shown: Vec<ShownChoice>, question: &ChoiceQuestion, mask: u64, order: &[usize]) -> Vec<ShownChoice> {
    let marked = shown.into_iter().zip(order).filter_map(|(shown, canonical)| {
        let choice = question.choices.get(*canonical)?;
        let chosen = mask & (1 << canonical) != 0;
        let mark = match (chosen, choice.is_right()) {
            (true, true) => ChoiceMark::ChosenRight,
            (true, false) => ChoiceMark::ChosenWrong,
            (false, true) => ChoiceMark::Missed,
            (false, false) => ChoiceMark::LeftOut,
        };
        // Reasons of choices that nobody chose would only lengthen the message.
        let reason = if chosen { choice.reason.clone() } else { Vec::new() };
        Some(ShownChoice { mark: Some(mark), reason, ..shown })
    });
    marked.collect()
}

/// Answered, and not right.
fn is_missed(item: &Item) -> bool {
    match &item.state {
        ItemState::Answered(answer) => answer.verdict != Verdict::Right,
        ItemState::Open | ItemState::Skipped(_) => false,
    }
}

/// What a retry asks again: what was missed, and what was left open.
pub(super) fn is_to_retry(item: &Item) -> bool {
    is_missed(item) || item.state == ItemState::Open
}

pub(super) fn results(cx: &Cx<'_>, attempt: &Attempt) -> Reply {
    let tally = Tally::of(attempt);
    let lesson = attempt.scope.lesson();
    let at = lesson.and_then(|key| cx.library.lesson(key));
    let mut blocks: Vec<Block> =
        at.iter().map(|at| cx.breadcrumb(at.course(), at.lesson(), Some(cx.locale.quiz_word().to_owned()))).collect();
    blocks.push(Block::Title(cx.locale.results_title().into()));
    blocks.push(Block::Meter(Meter {
        label: if at.is_some() { "" } else { question::attempt_word(cx.locale, &attempt.scope) }.into(),
        done: tally.right,
        total: tally.counted,
        caption: cx.locale.score(tally.right, tally.counted),
    }));
    if tally.open > 0 {
        blocks.push(Block::Text(cx.locale.stopped_early(tally.open)));
    }
    if tally.skipped > 0 {
        blocks.push(Block::Note(cx.locale.left_out(tally.skipped)));
    }
    let missed = missed_lines(cx, attempt);
    if tally.is_all_right() {
        blocks.push(Block::Text(cx.locale.all_right()));
    } else if !missed.is_empty() {
        blocks.push(Block::Content(vec![markup::Block::Heading(cx.locale.missed_title().into()), cx.bullets(missed)]));
    }
    let limited = at.as_ref().is_some_and(|at| at.lesson().quiz.attempts.is_some());
    let retry = (attempt.items.iter().any(is_to_retry) && !limited)
        .then(|| Button::primary(cx.locale.retry_button(), Press::Retry { attempt: attempt.id }));
    let first = attempt.items.iter().find(|item| matches!(item.state, ItemState::Answered(_)));
    let answers = first.map(|item| {
        Button::new(cx.locale.go_through_button(), Press::Feedback { attempt: attempt.id, item: item.position })
    });
    let read = lesson.map(|lesson| Button::new(cx.locale.read_lesson_button(), Press::Lesson { lesson }));
    let progress = Button::new(cx.locale.progress_button(), Press::Progress);
    let share = cx
        .can_share()
        .then(|| Button::new(cx.locale.share_button(), Press::Share { what: Shareable::Attempt(attempt.id) }));
    let tone = if tally.is_all_right() { Tone::Good } else { Tone::Neutral };
    Reply::new(blocks).tone(tone).buttons(retry.into_iter().chain(answers).chain(read).chain([progress]).chain(share))
}

fn missed_lines(cx: &Cx<'_>, attempt: &Attempt) -> Vec<RichText> {
    let missed = attempt.items.iter().filter(|item| is_missed(item));
    let lines = missed.filter_map(|item| {
        let at = cx.library.question(&item.course, &item.question)?;
        let stem = markup::plain_text(&at.question().stem);
        Some(RichText::plain(stem.lines().next().unwrap_or_default()))
    });
    lines.collect()
}

/// An attempt in figures.
pub(super) struct Tally {
    pub(super) right: usize,
    /// What was asked, less what was left out.
    pub(super) counted: usize,
    open: usize,
    skipped: usize,
}

impl Tally {
    pub(super) fn of(attempt: &Attempt) -> Self {
        let count = |test: fn(&ItemState) -> bool| attempt.items.iter().filter(|item| test(&item.state)).count();
        let skipped = count(|state| matches!(state, ItemState::Skipped(_)));
        Self {
            right: count(|state| matches!(state, ItemState::Answered(answer) if answer.verdict == Verdict::Right)),
            counted: attempt.items.len() - skipped,
            open: count(|state| *state == ItemState::Open),
            skipped,
        }
    }

    /// Of nothing asked, nothing was right.
    fn is_all_right(&self) -> bool {
        self.counted > 0 && self.right == self.counted
    }
}
