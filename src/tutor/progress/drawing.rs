//! What the picture shows of a learner's standing, and how it comes into the reply.

use std::{collections::HashSet, time::Duration};

use tokio::{sync::Semaphore, time::timeout};

use super::{Standing, Upkeep};
use crate::{
    action::Place,
    course::{Lesson, Question},
    ids::QuestionId,
    picture::{self, Facts, Picture, Quiz, Share, Step, Unit, cache::Cache},
    reply::Block,
    tutor::{Cx, on_another_thread, words_read},
};

/// How long a reply waits for its turn to be drawn; after that it goes without a picture, since its text says the same.
const PATIENCE: Duration = Duration::from_secs(1);

/// Draws pictures, a few at once, and keeps them as long as their facts are the same.
pub(in crate::tutor) struct Pictures {
    kept: Cache,
    /// Not those of searches: a drawing takes as long as many searches, and none of them may wait for it.
    permits: Semaphore,
}

impl Pictures {
    /// On a machine with so many `cores`.
    pub(in crate::tutor) fn new(cores: usize) -> Self {
        Self { kept: Cache::new(), permits: Semaphore::new(cores.div_ceil(2)) }
    }

    /// The picture of `facts` for a reply; nothing where no pictures are shown, or none can be drawn now.
    pub(super) async fn block(&self, cx: &Cx<'_>, facts: Facts) -> Option<Block> {
        if cx.actor.place == Place::Terminal {
            return None;
        }
        let picture = match self.kept.get(&facts) {
            Some(picture) => picture,
            None => self.draw(facts).await?,
        };
        Some(Block::Picture(picture))
    }

    async fn draw(&self, facts: Facts) -> Option<Picture> {
        let Ok(Ok(_permit)) = timeout(PATIENCE, self.permits.acquire()).await else {
            tracing::debug!("too many progress pictures at once, one left out");
            return None;
        };
        // A class that begins together has the same facts: whoever was first has drawn them meanwhile.
        if let Some(picture) = self.kept.get(&facts) {
            return Some(picture);
        }
        let drawn = on_another_thread(move || picture::draw(&facts).map(|picture| (facts, picture))).await;
        match drawn.map_err(anyhow::Error::new).flatten() {
            Ok((facts, picture)) => Some(self.kept.keep(facts, picture)),
            Err(error) => {
                tracing::error!(?error, "progress picture not drawn");
                None
            }
        }
    }
}

/// One course, lesson by lesson.
pub(super) fn of_course(cx: &Cx<'_>, standing: &Standing<'_>, upkeep: &Upkeep) -> Facts {
    let (done, total) = words_read(standing.course, &standing.reading);
    let answers = Answers::of(standing);
    let step = |lesson: &Lesson| Step {
        title: lesson.title.clone(),
        read: share_read(standing, lesson),
        quiz: answers.on(&lesson.questions),
    };
    Facts {
        locale: cx.locale,
        title: standing.course.title.clone(),
        unit: Unit::Lesson,
        read: Share { done, total },
        steps: standing.course.lessons.iter().map(step).collect(),
        reviews: upkeep.ahead.clone(),
    }
}

/// Several courses, each as a whole.
pub(super) fn of_courses(cx: &Cx<'_>, standings: &[&Standing<'_>], upkeep: &Upkeep) -> Facts {
    let step = |standing: &&Standing<'_>| {
        let (done, total) = words_read(standing.course, &standing.reading);
        let questions = standing.course.lessons.iter().flat_map(|lesson| &lesson.questions);
        let quiz = Answers::of(standing).on(questions);
        Step { title: standing.course.title.clone(), read: Share { done, total }, quiz }
    };
    let steps: Vec<Step> = standings.iter().map(step).collect();
    let read = steps.iter().fold(Share::default(), |all, step| Share {
        done: all.done + step.read.done,
        total: all.total + step.read.total,
    });
    Facts {
        locale: cx.locale,
        title: cx.locale.progress_title().to_owned(),
        unit: Unit::Course,
        read,
        steps,
        reviews: upkeep.ahead.clone(),
    }
}

/// In words; a section without any counts as one, so that opening it shows.
fn share_read(standing: &Standing<'_>, lesson: &Lesson) -> Share {
    let mut share = Share::default();
    for section in &lesson.sections {
        let words = section.words.max(1);
        share.total += words;
        if standing.reading.has_read(&lesson.id, &section.id) {
            share.done += words;
        }
    }
    share
}

/// The questions of a course by how the learner answered them last.
struct Answers<'a> {
    right: HashSet<&'a QuestionId>,
    missed: HashSet<&'a QuestionId>,
}

impl<'a> Answers<'a> {
    fn of(standing: &'a Standing<'_>) -> Self {
        let results = &standing.results;
        Self {
            right: results.iter().flat_map(|result| &result.right).collect(),
            missed: results.iter().flat_map(|result| &result.misses).collect(),
        }
    }

    /// Nothing where there are no questions.
    fn on<'q>(&self, questions: impl IntoIterator<Item = &'q Question>) -> Option<Quiz> {
        let mut quiz = Quiz::default();
        for question in questions {
            let is_in = |ids: &HashSet<&QuestionId>| {
                ids.contains(&question.id) || question.aliases.iter().any(|old| ids.contains(old))
            };
            let (right, missed) = (is_in(&self.right), is_in(&self.missed));
            quiz.total += 1;
            quiz.answered += usize::from(right || missed);
            // Answered under two names, the miss counts.
            quiz.right += usize::from(right && !missed);
        }
        (quiz.total > 0).then_some(quiz)
    }
}
