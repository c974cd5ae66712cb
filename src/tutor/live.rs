//! Live quizzes: a group plays on one board in a channel, everybody answers for themselves.
//!
//! Every press starts from the game's row, so a restart changes nothing. Nothing of a key leaves before its question
//! closes; answers are confirmed to their owner alone.

mod board;
mod name;
mod score;

use std::time::Duration;

use super::{Cx, Result, Tutor};
use crate::{
    action::{Letters, Place, Play},
    clock::Timestamp,
    course::{Course, Lesson, Question, QuestionBody, Selection},
    ids::{LessonKey, LiveId},
    library::{Library, QuestionAt},
    quiz::{
        self, Given,
        live::{self as rules, Ending, Next, Phase},
        order,
    },
    reply::{Block, Pages, Reply, Select, SelectItem},
    store::{
        attempts::NewItem,
        live::{Answered, Joined, Live, LiveItem, NewLive, NewLiveAnswer, Started},
    },
    words::Locale,
};

pub(crate) use board::Board;

/// Carries out a press on a board, or before there is one.
pub(super) async fn press(cx: &Cx<'_>, play: Play) -> Result<Reply> {
    match play {
        Play::Menu { page } => Ok(menu(cx, page)),
        Play::Start { lesson } => start(cx, lesson).await,
        Play::Join { live } => join(cx, live).await,
        Play::Answer { live, item, chosen } => answer(cx, live, item, chosen).await,
        Play::Score { live } => score(cx, live).await,
        Play::Next { live, step } => next(cx, live, step).await,
        Play::Stop { live } => stop(cx, live).await,
    }
}

/// Opens the lobby of a game on what `about` names: a lesson, or a topic that lessons are tagged with.
pub(super) async fn open(cx: &Cx<'_>, about: &str) -> Result<Reply> {
    if let Some(refusal) = refusal(cx) {
        return Ok(refusal);
    }
    let about = about.trim();
    if about.is_empty() {
        return Ok(menu(cx, 0));
    }
    if let Some(at) = cx.library.find_quiz(about, &cx.scope) {
        return start(cx, at.lesson().key).await;
    }
    let has_tag = |lesson: &Lesson| lesson.tags.iter().any(|tag| tag.eq_ignore_ascii_case(about));
    for course in cx.courses() {
        let questions = playable(course, has_tag);
        if !questions.is_empty() {
            let all: Vec<&Question> = questions.iter().map(|(_, question)| *question).collect();
            let order = order::item_order(&all, cx.learner()?, cx.now.as_millis(), &cx.tutor.secret);
            let drawn = order.into_iter().filter_map(|index| questions.get(index).copied()).collect::<Vec<_>>();
            return begin(cx, course, about, &drawn).await;
        }
    }
    let mut reply = menu(cx, 0);
    reply.blocks.insert(0, Block::Text(cx.locale.no_quiz_called(about)));
    Ok(reply)
}

/// What a game can be about.
fn menu(cx: &Cx<'_>, page: u16) -> Reply {
    let lessons: Vec<(&Course, &Lesson)> =
        cx.quizzes().filter(|(course, lesson)| !playable(course, |other| other.key == lesson.key).is_empty()).collect();
    if lessons.is_empty() {
        return Reply::notice(cx.locale.live_nothing_to_ask());
    }
    let pages = Pages::of(&lessons, Select::MAX_ITEMS, page);
    let several_courses = cx.courses().nth(1).is_some();
    let items = pages.items().iter().map(|(course, lesson)| SelectItem {
        label: lesson.title.clone(),
        description: several_courses.then(|| course.title.clone()),
        press: Play::Start { lesson: lesson.key }.into(),
        current: false,
    });
    Reply::new(vec![Block::Text(cx.locale.live_about_what())])
        .buttons(cx.turn(&pages, |page| Play::Menu { page }.into()))
        .select(Select { placeholder: cx.locale.pick_quiz().to_owned(), items: items.collect() })
}

/// Opens the lobby of a game on a lesson's quiz.
async fn start(cx: &Cx<'_>, key: LessonKey) -> Result<Reply> {
    if let Some(refusal) = refusal(cx) {
        return Ok(refusal);
    }
    let Some(at) = cx.library.lesson(key).filter(|at| cx.scope.contains(&at.course().id)) else {
        return Ok(cx.gone());
    };
    let questions = playable(at.course(), |lesson| lesson.key == key);
    begin(cx, at.course(), &at.lesson().title, &questions).await
}

/// Where no board can be.
fn refusal(cx: &Cx<'_>) -> Option<Reply> {
    if !matches!(cx.actor.place, Place::Channel { .. }) {
        return Some(Reply::notice(cx.locale.live_needs_channel()));
    }
    if cx.actor.rights.docent_is_mute {
        return Some(Reply::notice(cx.locale.live_mute()));
    }
    cx.not_here().map(|chosen| Reply::notice(cx.locale.live_elsewhere(chosen)))
}

/// The questions of the lessons `wanted` that a group can play. A quiz that may be taken only so many times is none: its
/// questions would be known.
fn playable(course: &Course, wanted: impl Fn(&Lesson) -> bool) -> Vec<(&Lesson, &Question)> {
    let lessons = course.lessons.iter().filter(|lesson| lesson.quiz.attempts.is_none() && wanted(lesson));
    let questions = lessons.flat_map(|lesson| lesson.questions.iter().map(move |question| (lesson, question)));
    questions.filter(|(_, question)| rules::is_playable(question)).collect()
}

async fn begin(cx: &Cx<'_>, course: &Course, title: &str, questions: &[(&Lesson, &Question)]) -> Result<Reply> {
    let Place::Channel { server, channel } = cx.actor.place else { return Ok(cx.gone()) };
    if questions.is_empty() {
        return Ok(Reply::notice(cx.locale.live_nothing_to_ask()));
    }
    let items = questions.iter().take(rules::MAX_QUESTIONS).map(|(lesson, question)| NewItem {
        course: course.id.clone(),
        lesson: lesson.id.clone(),
        question: question.id.clone(),
        revision: question.revision,
    });
    let public = cx.server.as_ref().and_then(|server| server.locale.as_deref()).and_then(Locale::from_code);
    let game = NewLive {
        server,
        channel,
        locale: public.unwrap_or(cx.locale).code().to_owned(),
        title: title.to_owned(),
        course: course.id.clone(),
        host: cx.learner()?,
        host_name: name(cx),
        items: items.collect(),
    };
    Ok(match cx.tutor.store.start_live(game, cx.now).await? {
        Started::Now(_) => {
            cx.tutor.wake_boards();
            Reply::text(cx.locale.live_started(title))
        }
        Started::Busy => Reply::notice(cx.locale.live_busy()),
    })
}

/// What the board calls the actor.
fn name(cx: &Cx<'_>) -> String {
    name::shown(&cx.actor.name).unwrap_or_else(|| cx.locale.live_nameless().to_owned())
}

/// The game, if the press comes from its server.
async fn game(cx: &Cx<'_>, id: LiveId) -> Result<Option<Live>> {
    let live = cx.tutor.store.live(id).await?;
    Ok(live.filter(|live| cx.actor.place.server() == Some(live.server)))
}

async fn join(cx: &Cx<'_>, id: LiveId) -> Result<Reply> {
    if game(cx, id).await?.is_none() {
        return Ok(Reply::notice(cx.locale.live_over()));
    }
    Ok(match cx.tutor.store.join_live(id, cx.learner()?, name(cx), cx.now).await? {
        Joined::Now => Reply::text(cx.locale.live_joined()),
        Joined::Already => Reply::text(cx.locale.live_joined_already()),
        Joined::Over => Reply::notice(cx.locale.live_over()),
    })
}

/// Answers the open question; the first answer joins.
async fn answer(cx: &Cx<'_>, id: LiveId, position: u16, letters: Letters) -> Result<Reply> {
    let Some(live) = game(cx, id).await? else { return Ok(Reply::notice(cx.locale.live_over())) };
    let item = live.items.get(usize::from(position)).filter(|_| live.position == position);
    let Some(item) = item.filter(|_| live.phase == Phase::Open) else {
        return Ok(Reply::notice(if live.phase == Phase::Ended {
            cx.locale.live_over()
        } else {
            cx.locale.live_not_open()
        }));
    };
    let Some(at) = current(&cx.library, item) else {
        return Ok(Reply::notice(cx.locale.question_has_changed()));
    };
    let order = order::shared_order(at.question(), id, position, &cx.tutor.secret);
    let given = match read(cx.locale, at.question(), &order, letters) {
        Ok(given) => given,
        Err(refusal) => return Ok(refusal),
    };
    let verdict = quiz::grade(at.question(), &Given::Choices(given)).verdict;
    let answer = NewLiveAnswer { live: id, learner: cx.learner()?, name: name(cx), position, given, verdict };
    let said = shown_letters(given, &order).to_string();
    Ok(match cx.tutor.store.answer_live(answer, cx.now).await? {
        Answered::First => Reply::text(cx.locale.live_recorded(&said)),
        Answered::Changed => Reply::text(cx.locale.live_changed(&said)),
        Answered::Same => Reply::text(cx.locale.live_same(&said)),
        Answered::Kept(kept) => Reply::notice(cx.locale.live_kept(&shown_letters(kept, &order).to_string())),
        Answered::NotOpen => Reply::notice(cx.locale.live_not_open()),
    })
}

/// The choices that `letters` stand for on the board; else what to say.
fn read(locale: Locale, question: &Question, order: &[usize], letters: Letters) -> std::result::Result<u64, Reply> {
    if letters.is_empty() || letters.indices().any(|index| index >= order.len()) {
        let last = Letters::letter(order.len().saturating_sub(1));
        return Err(Reply::notice(locale.no_such_letter(last)));
    }
    match (&question.body, order::chosen(order, letters.indices())) {
        (QuestionBody::Choice(choice), _) if choice.selection == Selection::Single && letters.indices().count() > 1 => {
            Err(Reply::notice(locale.one_letter_only()))
        }
        (QuestionBody::Choice(_), Given::Choices(given)) => Ok(given),
        _ => Err(Reply::notice(locale.unreadable_answer())),
    }
}

fn shown_letters(given: u64, order: &[usize]) -> Letters {
    let shown = order.iter().enumerate().filter(|(_, canonical)| given & (1 << **canonical) != 0);
    shown.filter_map(|(place, _)| Letters::one(place)).fold(Letters::NONE, Letters::with)
}

/// Goes on before the time is over.
async fn next(cx: &Cx<'_>, id: LiveId, step: u32) -> Result<Reply> {
    let Some(live) = game(cx, id).await? else { return Ok(Reply::notice(cx.locale.live_over())) };
    if !may_lead(cx, id).await? {
        return Ok(Reply::notice(cx.locale.live_for_host()));
    }
    if live.phase == Phase::Lobby && live.players == 0 {
        return Ok(Reply::notice(cx.locale.live_nobody_yet()));
    }
    if let Some((next, skipped)) = after(&cx.library, &live).filter(|_| live.step == step) {
        cx.tutor.store.advance_live(id, step, next, skipped).await?;
        cx.tutor.wake_boards();
    }
    Ok(Reply::text(cx.locale.live_led()))
}

async fn stop(cx: &Cx<'_>, id: LiveId) -> Result<Reply> {
    let Some(live) = game(cx, id).await? else { return Ok(Reply::notice(cx.locale.live_over())) };
    if !may_lead(cx, id).await? {
        return Ok(Reply::notice(cx.locale.live_for_host()));
    }
    cx.tutor.store.advance_live(id, live.step, Next::End(Ending::Stopped), Vec::new()).await?;
    cx.tutor.wake_boards();
    Ok(Reply::text(cx.locale.live_led()))
}

async fn score(cx: &Cx<'_>, id: LiveId) -> Result<Reply> {
    match game(cx, id).await? {
        Some(live) => score::of(cx, &live).await,
        None => Ok(Reply::notice(cx.locale.live_over())),
    }
}

/// The host does, and the staff of the server.
async fn may_lead(cx: &Cx<'_>, id: LiveId) -> Result<bool> {
    let player = cx.tutor.store.live_player(id, cx.learner()?).await?;
    Ok(cx.is_staff() || player.is_some_and(|player| player.is_host))
}

/// The question of an item, if the course still asks it as it was when the game began.
fn current<'a>(library: &'a Library, item: &LiveItem) -> Option<QuestionAt<'a>> {
    library.question(&item.course, &item.question).filter(|at| at.question().revision == item.revision)
}

/// What comes next, and the items that are left out on the way.
fn after(library: &Library, live: &Live) -> Option<(Next, Vec<u16>)> {
    let askable: Vec<bool> = live.items.iter().map(|item| current(library, item).is_some()).collect();
    let next = rules::next(live.phase, live.position, &askable, live.players)?;
    let from = if live.phase == Phase::Lobby { 0 } else { live.position.saturating_add(1) };
    let skipped = match next {
        Next::Open(to) => (from..to).collect(),
        Next::End(Ending::Played) => (from..u16::try_from(live.items.len()).unwrap_or(u16::MAX)).collect(),
        Next::Close | Next::End(Ending::Stopped | Ending::Deserted | Ending::Lost) => Vec::new(),
    };
    Some((next, skipped))
}

impl Tutor {
    /// Has whoever shows boards look at once.
    fn wake_boards(&self) {
        self.boards.notify_one();
    }

    /// Waits until a game may have changed.
    pub(crate) async fn board_changes(&self) {
        self.boards.notified().await;
    }

    /// What a game does by itself at `now`, and which questions are left out on the way; `None` while its time runs.
    pub(crate) fn live_due(&self, live: &Live, now: Timestamp) -> Option<(Next, Vec<u16>)> {
        let grace = if live.phase == Phase::Open { rules::GRACE } else { Duration::ZERO };
        live.due_at.filter(|due| now > due.after(grace))?;
        after(&self.shelf.library(), live)
    }

    /// The board of a game as it stands.
    pub(crate) async fn live_board(&self, live: &Live, now: Timestamp) -> Result<Board> {
        board::of(self, live, now).await
    }
}
