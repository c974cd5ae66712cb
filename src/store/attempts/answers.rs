//! Recording answers, those of many learners at once, each with all that follows from it.

use serde::Serialize;
use sqlx::SqliteConnection;

use super::{
    Item, ItemAt, ItemState, Kind, Scope, StoredAnswer, given_into_columns,
    record::{self, End, Finish, NewAnswer, Recorded},
};
use crate::{
    calendar::{Day, Zone},
    clock::Timestamp,
    course::Revision,
    ids::{AttemptId, CourseId, LearnerId, LessonId, QuestionId},
    quiz::{Given, Verdict},
    review::{self, Card, Confidence, Memory, Rating},
    store::{
        Store,
        column::{self, Cell},
        error::StoreError,
        writer::{Together, Work},
    },
};

/// Reads an answer against its item and grades it; `None` when it cannot be read.
pub type Grader = Box<dyn Fn(&ItemAt) -> Option<(Given, Verdict)> + Send + Sync>;

/// An answer to be, and when it was given.
pub(in crate::store) struct Answering {
    attempt: AttemptId,
    learner: LearnerId,
    position: u16,
    grader: Grader,
    at: Timestamp,
}

/// What became of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    pub recorded: Recorded,
    /// The item as it is now, where it was open.
    pub item: Option<ItemAt>,
}

impl Store {
    /// Records an answer once, with all that follows from it: the attempt's end, how the learner stands with the
    /// question and when to ask it again, the day as one on which they learned, and the question's nameless figures.
    ///
    /// `grader` is called once the item turns out to be open, while nobody else writes: it must be quick, and may be
    /// called again.
    pub async fn answer(
        &self,
        attempt: AttemptId,
        learner: LearnerId,
        position: u16,
        grader: Grader,
        now: Timestamp,
    ) -> Result<Answered, StoreError> {
        self.answers.submit(Answering { attempt, learner, position, grader, at: now }).await
    }
}

impl Answering {
    /// Of an answer that has been read.
    pub(in crate::store) fn of(answer: NewAnswer, at: Timestamp) -> Self {
        let NewAnswer { attempt, learner, position, given, verdict } = answer;
        Self { attempt, learner, position, grader: Box::new(move |_| Some((given.clone(), verdict))), at }
    }
}

impl Together for Answering {
    type Outcome = Answered;

    fn learner(&self) -> LearnerId {
        self.learner
    }

    fn write<'c>(db: &'c mut SqliteConnection, all: &'c [&'c Self]) -> Work<'c, Vec<Answered>> {
        Box::pin(record(db, all))
    }
}

/// Records answers once each, with what follows from them. What is open is looked up first, and nobody else writes
/// meanwhile.
pub(in crate::store) async fn record(
    db: &mut SqliteConnection,
    all: &[&Answering],
) -> Result<Vec<Answered>, StoreError> {
    let mut open: Vec<Option<Open>> = all.iter().map(|_| None).collect();
    for row in asked(db, all).await? {
        if let (Some(place), Some(answering)) = (open.get_mut(row.number as usize), all.get(row.number as usize)) {
            *place = Some(Open::new(answering, row));
        }
    }
    let rows = all.iter().zip(&open).filter_map(|(answering, open)| Row::new(answering, open.as_ref()?));
    let rows: Vec<Row<'_>> = rows.collect();
    if !rows.is_empty() {
        write(db, &column::json(&rows)?).await?;
    }
    let ends = all.iter().zip(&open).filter(|(_, open)| open.as_ref().is_some_and(Open::ends_with_it));
    let ends: Vec<End> = ends.map(|(one, _)| End::of(one.attempt, one.learner, one.at)).collect();
    record::end(db, &ends).await?;
    let answered = |(answering, open): (&&Answering, Option<Open>)| match open {
        Some(open) => open.answered(answering.at),
        None => Answered { recorded: Recorded::NotOpen, item: None },
    };
    Ok(all.iter().zip(open).map(answered).collect())
}

/// What was asked and is open, with the answer to it and what its rating needs.
struct Open {
    item: ItemAt,
    /// `None` when it could not be read.
    answer: Option<(Given, Verdict)>,
    /// Whether the attempt has other items that are open.
    more_open: bool,
    in_review: bool,
    shown_at: Option<Timestamp>,
    time_zone: Option<String>,
    /// How the question was remembered until now.
    card: Option<Card>,
}

impl Open {
    fn new(Answering { position, grader, .. }: &Answering, row: Asked) -> Self {
        let (in_review, card) = (row.in_review(), row.card());
        let scope = Scope::from_columns(row.scope_course, row.scope_lesson);
        let item = Item {
            position: *position,
            course: row.course,
            lesson: row.lesson,
            question: row.question,
            revision: row.revision,
            confidence: row.confidence,
            state: ItemState::Open,
        };
        let item = ItemAt { drawn_for: row.drawn_for, scope, items: row.items.into(), item };
        let answer = grader(&item);
        let (more_open, shown_at, time_zone) = (row.more_open, row.shown_at, row.time_zone);
        Self { item, answer, more_open, in_review, shown_at, time_zone, card }
    }

    /// Whether the attempt ends with the answer.
    fn ends_with_it(&self) -> bool {
        self.answer.is_some() && !self.more_open
    }

    /// What is said once all is written.
    fn answered(mut self, at: Timestamp) -> Answered {
        let recorded = match self.answer {
            Some((given, verdict)) => {
                let finish = if self.more_open { Finish::MoreToCome } else { Finish::Finished };
                self.item.item.state = ItemState::Answered(StoredAnswer { given, verdict, answered_at: at });
                Recorded::First(finish)
            }
            None => Recorded::Unread,
        };
        Answered { recorded, item: Some(self.item) }
    }
}

/// The row of an item that is open.
struct Asked {
    /// Of the answer, among those to be recorded.
    number: u32,
    kind: Kind,
    drawn_for: LearnerId,
    scope_course: Option<CourseId>,
    scope_lesson: Option<LessonId>,
    retry_of: Option<AttemptId>,
    /// How many the attempt has.
    items: u16,
    more_open: bool,
    course: CourseId,
    lesson: LessonId,
    question: QuestionId,
    revision: Revision,
    confidence: Option<Confidence>,
    shown_at: Option<Timestamp>,
    time_zone: Option<String>,
    // Of the card, if there is one.
    stability: Option<f32>,
    difficulty: Option<f32>,
    reviewed: Option<Day>,
    due: Option<Day>,
}

async fn asked(db: &mut SqliteConnection, all: &[&Answering]) -> Result<Vec<Asked>, StoreError> {
    #[derive(Serialize)]
    struct Key {
        learner: Cell<LearnerId>,
        attempt: Cell<AttemptId>,
        position: u16,
    }
    let keys = column::json(all.iter().map(|Answering { learner, attempt, position, .. }| Key {
        learner: Cell(*learner),
        attempt: Cell(*attempt),
        position: *position,
    }))?;
    Ok(sqlx::query_as!(
        Asked,
        r#"select cast(given.key as integer) as "number!: u32", attempt.kind as "kind!: _",
               coalesce(attempt.drawn_for, attempt.learner_id) as "drawn_for!: _",
               attempt.course_id as "scope_course?: _", attempt.lesson_id as "scope_lesson?: _",
               attempt.retry_of as "retry_of?: _", attempt.items as "items!: _",
               exists (
                   select 1 from item as later
                   where later.learner_id = item.learner_id and later.attempt_id = item.attempt_id
                       and later.position > item.position and later.skipped is null and later.verdict is null
               ) or exists (
                   select 1 from item as earlier
                   where earlier.learner_id = item.learner_id and earlier.attempt_id = item.attempt_id
                       and earlier.position < item.position and earlier.skipped is null and earlier.verdict is null
               ) as "more_open!: bool",
               item.course_id as "course!: _", item.lesson_id as "lesson!: _",
               item.question_id as "question!: _", item.revision as "revision!: _",
               item.confidence as "confidence?: _", item.shown_at as "shown_at?: _",
               learner.time_zone as "time_zone?", card.stability as "stability?: f32",
               card.difficulty as "difficulty?: f32", card.reviewed_day as "reviewed?: Day", card.due_day as "due?: Day"
           from jsonb_each(?) as given
           cross join item on item.learner_id = given.value ->> 'learner'
               and item.attempt_id = given.value ->> 'attempt' and item.position = given.value ->> 'position'
           join attempt on attempt.id = item.attempt_id
           join learner on learner.id = item.learner_id
           left join card on card.learner_id = item.learner_id and card.course_id = item.course_id
               and card.question_id = item.question_id
           where item.skipped is null and item.verdict is null and +attempt.finished_at is null"#,
        keys
    )
    .fetch_all(db)
    .await?)
}

/// An answer with everything that is written for it.
#[derive(Serialize)]
struct Row<'a> {
    learner: Cell<LearnerId>,
    attempt: Cell<AttemptId>,
    position: u16,
    choices: Option<i64>,
    text: Option<String>,
    verdict: Cell<Verdict>,
    rating: Cell<Rating>,
    at: Cell<Timestamp>,
    correct: bool,
    course: Cell<&'a CourseId>,
    lesson: Cell<&'a LessonId>,
    question: Cell<&'a QuestionId>,
    revision: Cell<Revision>,
    stability: f32,
    difficulty: f32,
    reviewed: Cell<Day>,
    due: Cell<Day>,
    day: Cell<Day>,
    offset: i32,
    in_review: bool,
}

impl<'a> Row<'a> {
    /// `None` when there is no answer to write.
    fn new(Answering { learner, attempt, position, at, .. }: &Answering, open: &'a Open) -> Option<Self> {
        let (given, verdict) = open.answer.as_ref()?;
        let item = &open.item.item;
        let moment = Zone::named(open.time_zone.as_deref()).moment(*at);
        let took = open.shown_at.map(|shown_at| at.since(shown_at));
        let rating = review::grade(*verdict, item.confidence, took);
        let card = review::answer(open.card, rating, moment.day());
        let (choices, text) = given_into_columns(given.clone());
        Some(Self {
            learner: Cell(*learner),
            attempt: Cell(*attempt),
            position: *position,
            choices,
            text,
            verdict: Cell(*verdict),
            rating: Cell(rating),
            at: Cell(*at),
            correct: is_correct(*verdict),
            course: Cell(&item.course),
            lesson: Cell(&item.lesson),
            question: Cell(&item.question),
            revision: Cell(item.revision),
            stability: card.memory.stability,
            difficulty: card.memory.difficulty,
            reviewed: Cell(card.reviewed),
            due: Cell(card.due),
            day: Cell(moment.day()),
            offset: moment.offset_seconds,
            in_review: open.in_review,
        })
    }
}

impl Asked {
    /// How the question was remembered until now.
    fn card(&self) -> Option<Card> {
        let (Some(stability), Some(difficulty)) = (self.stability, self.difficulty) else { return None };
        let (Some(reviewed), Some(due)) = (self.reviewed, self.due) else { return None };
        Some(Card { memory: Memory { stability, difficulty }, reviewed, due })
    }

    /// A review is what a learner began as one; to try its misses again is practice.
    fn in_review(&self) -> bool {
        self.kind == Kind::Review && self.retry_of.is_none()
    }
}

/// Writes all that follows, each table with one statement. Of a question the first verdict is kept beside the last.
async fn write(db: &mut SqliteConnection, rows: &str) -> Result<(), StoreError> {
    sqlx::query!(
        "update item set
             given_choices = given.value ->> 'choices',
             given_text = given.value ->> 'text',
             verdict = given.value ->> 'verdict',
             answered_at = given.value ->> 'at',
             rating = given.value ->> 'rating'
         from jsonb_each(?) as given
         where item.learner_id = given.value ->> 'learner' and item.attempt_id = given.value ->> 'attempt'
             and item.position = given.value ->> 'position';
         insert into item_count (course_id, question_id, revision, lesson_id, answered, correct)
         select value ->> 'course', value ->> 'question', value ->> 'revision', value ->> 'lesson', 1,
             value ->> 'correct'
         from jsonb_each(?) where true
         on conflict (course_id, question_id, revision) do update set
             answered = item_count.answered + 1,
             correct = item_count.correct + excluded.correct;
         insert into card
             (learner_id, course_id, question_id, lesson_id, since, first_verdict, last_verdict, last_at, stability,
                 difficulty, reviewed_day, due_day)
         select value ->> 'learner', value ->> 'course', value ->> 'question', value ->> 'lesson', value ->> 'at',
             value ->> 'verdict', value ->> 'verdict', value ->> 'at', value ->> 'stability', value ->> 'difficulty',
             value ->> 'reviewed', value ->> 'due'
         from jsonb_each(?) where true
         on conflict (learner_id, course_id, question_id) do update set
             lesson_id = excluded.lesson_id,
             last_verdict = excluded.last_verdict,
             last_at = excluded.last_at,
             stability = excluded.stability,
             difficulty = excluded.difficulty,
             reviewed_day = excluded.reviewed_day,
             due_day = excluded.due_day;
         insert into active_day
             (learner_id, day, first_at, first_offset, last_at, last_offset, sections, answers, reviews)
         select value ->> 'learner', value ->> 'day', value ->> 'at', value ->> 'offset', value ->> 'at',
             value ->> 'offset', 0, 1, value ->> 'in_review'
         from jsonb_each(?) where true
         on conflict (learner_id, day) do update set
             last_at = excluded.last_at,
             last_offset = excluded.last_offset,
             answers = active_day.answers + 1,
             reviews = active_day.reviews + excluded.reviews",
        rows,
        rows,
        rows,
        rows
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A question is right or it is not: what is partly right counts as to be learned.
fn is_correct(verdict: Verdict) -> bool {
    match verdict {
        Verdict::Right => true,
        Verdict::Partly | Verdict::Wrong => false,
    }
}
