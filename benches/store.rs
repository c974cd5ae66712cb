//! Durable answers a second: each is on the disk, with what follows from it, before its caller hears of it.

use divan::{Bencher, counter::ItemsCount};
use docent::{
    action::{Identity, Place, Platform},
    clock::Timestamp,
    course::Revision,
    ids::{CourseId, LessonId, QuestionId},
    quiz::{Given, Verdict},
    store::{
        OpenOptions, Store,
        attempts::{NewAttempt, NewItem, Scope, record::NewAnswer},
    },
};
use tempfile::TempDir;
use tokio::{runtime::Runtime, task::JoinSet};

const NOON: Timestamp = Timestamp::from_millis(1_790_000_000_000);

/// Answers that each caller gives, one after the other.
const ANSWERS: u16 = 8;

fn main() {
    divan::main();
}

#[divan::bench(args = [1, 64, 512], sample_count = 20, sample_size = 1)]
fn durable_answers(bencher: Bencher<'_, '_>, callers: usize) {
    let runtime = Runtime::new().expect("a runtime can be started");
    let folder = TempDir::new().expect("there is room for a folder");
    let store = runtime.block_on(Store::open(&folder.path().join("docent.db"), &OpenOptions::default()));
    let store = store.expect("a new database can be made");
    bencher
        .counter(ItemsCount::new(callers * usize::from(ANSWERS)))
        .with_inputs(|| runtime.block_on(quizzes(&store, callers)))
        .bench_values(|answers| runtime.block_on(give(&store, answers)));
    runtime.block_on(store.close());
}

/// For each caller the answers to a quiz just begun.
async fn quizzes(store: &Store, callers: usize) -> Vec<Vec<NewAnswer>> {
    let mut quizzes = JoinSet::new();
    for caller in 0..callers {
        let store = store.clone();
        quizzes.spawn(async move { quiz(&store, caller).await.expect("a quiz can be begun") });
    }
    quizzes.join_all().await
}

async fn quiz(store: &Store, caller: usize) -> anyhow::Result<Vec<NewAnswer>> {
    let identity = Identity { platform: Platform::Terminal, external_id: format!("learner-{caller}") };
    let learner = store.learner(&identity, NOON).await?;
    let (course, lesson) = (CourseId::parse("python-backend")?, LessonId::parse("asyncio")?);
    let mut items = Vec::new();
    for n in 0..ANSWERS {
        let question = QuestionId::parse(&format!("asyncio/question-{n}"))?;
        items.push(NewItem {
            course: course.clone(),
            lesson: lesson.clone(),
            question,
            revision: Revision::from_i64(1),
        });
    }
    let scope = Scope::Lesson { course, lesson };
    let attempt = NewAttempt { learner, place: Place::Terminal, scope, retry_of: None, items };
    let attempt = store.start_attempt(attempt, NOON).await?;
    let answer =
        |position| NewAnswer { attempt, learner, position, given: Given::Choices(0b10), verdict: Verdict::Right };
    Ok((0..ANSWERS).map(answer).collect())
}

async fn give(store: &Store, callers: Vec<Vec<NewAnswer>>) {
    let mut giving = JoinSet::new();
    for answers in callers {
        let store = store.clone();
        giving.spawn(async move {
            for answer in answers {
                store.record_answer(answer, NOON).await.expect("an answer can be recorded");
            }
        });
    }
    giving.join_all().await;
}
