//! What the board shows: to a whole channel, so nothing of a key before its question closes and never who answered
//! what.

use super::{Tutor, current};
use crate::{
    action::{Letters, Play, Press},
    clock::Timestamp,
    course::{ChoiceQuestion, Feedback, KeyPolicy, Question, QuestionBody, Selection},
    library::{Library, QuestionAt},
    markup::{self, RichText},
    quiz::{
        live::{self as rules, Ending, Phase},
        order,
    },
    reply::{Block, Button, ChoiceMark, LetterSelect, Meter, Options, Reply, ShownChoice, Tone},
    store::{
        error::StoreError,
        live::{ItemPhase, Live, Standing},
    },
    words::Locale,
};

/// Players who are named.
const NAMED: u32 = 5;
/// Of a question in one line.
const STEM_CHARS: usize = 120;

/// A board to be shown.
pub(crate) struct Board {
    pub(crate) locale: Locale,
    pub(crate) reply: Reply,
    /// Until when the game stays as the board says; `None` at its end.
    pub(crate) due_at: Option<Timestamp>,
}

pub(super) async fn of(tutor: &Tutor, live: &Live, now: Timestamp) -> Result<Board, StoreError> {
    let library = tutor.shelf.library();
    let at = live.item().and_then(|item| current(&library, item));
    let lasts = rules::lasts(live.phase, at.as_ref().map(QuestionAt::question));
    let due_at = live.due_at.or_else(|| lasts.map(|lasts| whole_second(now.after(lasts))));
    let locale = Locale::from_code(&live.locale).unwrap_or_default();
    let page = Page { tutor, live, locale, library: &library, due_at };
    let reply = match live.phase {
        Phase::Lobby => page.lobby(),
        Phase::Open => page.open(at),
        Phase::Closed => page.closed(at).await?,
        Phase::Ended => page.ended().await?,
    };
    Ok(Board { locale, reply, due_at })
}

/// People see whole seconds; a deadline is never earlier than it looks.
fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_millis(at.as_seconds().saturating_add(1).saturating_mul(1000))
}

struct Page<'a> {
    tutor: &'a Tutor,
    live: &'a Live,
    locale: Locale,
    library: &'a Library,
    due_at: Option<Timestamp>,
}

impl Page<'_> {
    fn lobby(&self) -> Reply {
        let (locale, live) = (self.locale, self.live);
        let join = Button::primary(locale.live_join_button(), Play::Join { live: live.id }.into());
        Reply::new(vec![
            Block::Title(locale.live_title(&live.title).into()),
            Block::Text(locale.live_rules(live.items.len())),
            Block::Text(RichText::default().strong(locale.live_players(live.players))),
            Block::Note(self.until(locale.live_begins())),
        ])
        .buttons([join, self.next_button(locale.live_begin_button()), self.stop_button()])
    }

    fn open(&self, at: Option<QuestionAt<'_>>) -> Reply {
        let (locale, live) = (self.locale, self.live);
        let leading = [self.next_button(locale.live_next_button()), self.stop_button()];
        let Some(at) = at else { return Reply::notice(locale.question_has_changed()).buttons(leading) };
        let order = self.order(at.question());
        let mut blocks = self.question(&at);
        if let QuestionBody::Choice(choice) = &at.question().body {
            blocks.push(Block::Choices(choices(choice, &order)));
        }
        let answered = locale.live_answered(live.answers, live.players.max(live.answers));
        blocks.push(Block::Text(RichText::default().strong(answered)));
        blocks.push(Block::Note(self.until(locale.live_closes())));
        let takes_several =
            matches!(&at.question().body, QuestionBody::Choice(choice) if choice.selection == Selection::Multiple);
        blocks.extend(takes_several.then(|| Block::Note(locale.select_all())));
        blocks.push(Block::Note(locale.live_how_to_answer().into()));
        let mut reply = Reply::new(blocks);
        reply.options.extend(self.answers(at.question(), &order));
        reply.buttons(leading)
    }

    /// Breadcrumb, number and stem.
    fn question(&self, at: &QuestionAt<'_>) -> Vec<Block> {
        let asked = |item: &&crate::store::live::LiveItem| item.state != ItemPhase::Skipped;
        let number = self.live.items.iter().take(usize::from(self.live.position) + 1).filter(asked).count();
        let total = self.live.items.iter().filter(asked).count();
        let mut blocks =
            vec![self.about(&at.lesson().title), Block::Title(self.locale.question_of(number, total).into())];
        if !at.question().context.is_empty() {
            blocks.push(Block::Content(at.question().context.clone()));
        }
        blocks.push(Block::Content(at.question().stem.clone()));
        blocks
    }

    fn about(&self, title: &str) -> Block {
        Block::Breadcrumb(vec![self.locale.live_word().to_owned(), title.to_owned()])
    }

    fn order(&self, question: &Question) -> Vec<usize> {
        order::shared_order(question, self.live.id, self.live.position, &self.tutor.secret)
    }

    fn answers(&self, question: &Question, order: &[usize]) -> Option<Options> {
        let press = |chosen| -> Press { Play::Answer { live: self.live.id, item: self.live.position, chosen }.into() };
        let QuestionBody::Choice(choice) = &question.body else { return None };
        Some(match choice.selection {
            Selection::Single => {
                let letter = |index| Some(Button::letter(index, press(Letters::one(index)?)));
                Options::Buttons((0..order.len()).filter_map(letter).collect())
            }
            Selection::Multiple => {
                let shown = order.iter().filter_map(|index| choice.choices.get(*index));
                Options::Letters(LetterSelect {
                    placeholder: self.locale.select_letters().to_owned(),
                    press: press(Letters::NONE),
                    items: shown.map(|choice| markup::plain_text(&choice.content).trim().to_owned()).collect(),
                })
            }
        })
    }

    async fn closed(&self, at: Option<QuestionAt<'_>>) -> Result<Reply, StoreError> {
        let (locale, live) = (self.locale, self.live);
        let mut blocks = match &at {
            Some(at) => self.key(at).await?,
            None => vec![Block::Note(locale.question_has_changed_since())],
        };
        if let Some(item) = live.item() {
            blocks.push(Block::Text(RichText::default().strong(locale.live_right(item.correct, item.answered))));
        }
        let heading = markup::Block::Heading(locale.live_best().into());
        blocks.push(Block::Content([vec![heading], self.best().await?].concat()));
        blocks.push(Block::Note(self.until(locale.live_goes_on())));
        let join = Button::new(locale.live_join_button(), Play::Join { live: live.id }.into());
        Ok(Reply::new(blocks)
            .buttons([self.score_button(), join])
            .buttons([self.next_button(locale.live_next_button()), self.stop_button()]))
    }

    /// The question with its key, unless the teacher keeps it back.
    async fn key(&self, at: &QuestionAt<'_>) -> Result<Vec<Block>, StoreError> {
        let mut blocks = self.question(at);
        let policy = at.lesson().quiz;
        let QuestionBody::Choice(choice) = &at.question().body else { return Ok(blocks) };
        let order = self.order(at.question());
        if policy.key == KeyPolicy::Hidden || policy.feedback == Feedback::AtEnd {
            blocks.push(Block::Choices(choices(choice, &order)));
            blocks.push(Block::Note(self.locale.live_key_later()));
            return Ok(blocks);
        }
        let answers = self.tutor.store.live_answers(self.live.id, self.live.position).await?;
        let all = answers.iter().map(|(_, count)| *count).sum();
        let shown = choices(choice, &order).into_iter().zip(&order).filter_map(|(shown, canonical)| {
            let chose = answers.iter().filter(|(given, _)| given & (1 << canonical) != 0);
            let tally = self.tally(chose.map(|(_, count)| *count).sum(), all);
            let right = choice.choices.get(*canonical)?.is_right();
            let mark = if right { ChoiceMark::Right } else { ChoiceMark::LeftOut };
            Some(ShownChoice { mark: Some(mark), tally: Some(tally), ..shown })
        });
        blocks.push(Block::Choices(shown.collect()));
        if !at.question().explanation.is_empty() {
            blocks.push(Block::Content(at.question().explanation.clone()));
        }
        Ok(blocks)
    }

    fn tally(&self, chosen: u32, of: u32) -> Meter {
        let count = |number| usize::try_from(number).unwrap_or(usize::MAX);
        let caption = self.locale.live_chosen_by(chosen);
        Meter { label: RichText::default(), done: count(chosen), total: count(of.max(1)), caption }
    }

    async fn ended(&self) -> Result<Reply, StoreError> {
        let (locale, live) = (self.locale, self.live);
        let mut blocks = vec![self.about(&live.title), Block::Title(locale.live_result_title().into())];
        if live.ending == Some(Ending::Deserted) {
            blocks.push(Block::Text(locale.live_deserted()));
            return Ok(Reply::new(blocks));
        }
        if live.ending == Some(Ending::Stopped) {
            blocks.push(Block::Text(locale.live_stopped()));
        }
        let played = live.items.iter().any(|item| item.state == ItemPhase::Closed);
        if played {
            blocks.push(Block::Content(self.best().await?));
            blocks.extend(self.hardest());
        }
        let score = played.then(|| self.score_button());
        Ok(Reply::new(blocks).tone(Tone::Good).buttons(score))
    }

    /// The best players with their ranks, and how many others there are. Nobody is named for nothing.
    async fn best(&self) -> Result<Vec<markup::Block>, StoreError> {
        let standings = self.tutor.store.live_standings(self.live.id, NAMED).await?;
        let Some(last) = standings.best.last() else {
            return Ok(vec![markup::Block::Paragraph(self.locale.live_no_points())]);
        };
        let named = u32::try_from(standings.best.len()).unwrap_or(u32::MAX);
        let others = self.live.players.saturating_sub(named);
        let behind = others.saturating_sub(standings.also);
        let words = match (standings.also, others) {
            (0, 0) => None,
            (0, others) => Some(self.locale.live_others(others)),
            (also, _) => Some(self.locale.live_also(also, last.points, behind)),
        };
        let lines = ranked(self.locale, &standings.best);
        Ok([lines].into_iter().chain(words.map(RichText::plain)).map(markup::Block::Paragraph).collect())
    }

    /// The question that fewest got right, if any was wrong.
    fn hardest(&self) -> Option<Block> {
        let closed = self.live.items.iter().filter(|item| item.correct < item.answered);
        let share = |item: &&crate::store::live::LiveItem| u64::from(item.correct) * 1000 / u64::from(item.answered);
        let item = closed.min_by_key(share)?;
        let at = current(self.library, item)?;
        let stem = markup::plain_text(&at.question().stem);
        let line: String = stem.lines().next().unwrap_or_default().chars().take(STEM_CHARS).collect();
        Some(Block::Note(self.locale.live_hardest(&line, item.correct, item.answered)))
    }

    fn until(&self, words: &str) -> RichText {
        let line = RichText::plain(words);
        match self.due_at {
            Some(due_at) => line.time(due_at).text("."),
            None => line,
        }
    }

    fn next_button(&self, label: &str) -> Button {
        Button::new(label, Play::Next { live: self.live.id, step: self.live.step }.into())
    }

    fn stop_button(&self) -> Button {
        Button::new(self.locale.live_stop_button(), Play::Stop { live: self.live.id }.into())
    }

    fn score_button(&self) -> Button {
        Button::primary(self.locale.live_score_button(), Play::Score { live: self.live.id }.into())
    }
}

fn choices(choice: &ChoiceQuestion, order: &[usize]) -> Vec<ShownChoice> {
    let shown = order.iter().enumerate().filter_map(|(index, canonical)| {
        let content = choice.choices.get(*canonical)?.content.clone();
        Some(ShownChoice { index, content, mark: None, reason: Vec::new(), tally: None })
    });
    shown.collect()
}

/// A line a player: a list would number equals as if one of them came first.
fn ranked(locale: Locale, standings: &[Standing]) -> RichText {
    let points: Vec<u32> = standings.iter().map(|standing| standing.points).collect();
    let mut lines = RichText::default();
    for (standing, rank) in standings.iter().zip(rules::ranks(&points)) {
        if !lines.is_empty() {
            lines = lines.text("\n");
        }
        let points = locale.live_points(standing.points);
        lines = lines.strong(rank.to_string()).text(format!(". {} — {points}", standing.name));
    }
    lines
}
