//! Learners' records follow the text: what a changed course means for them is found out and carried out before anybody
//! meets the new library.

use anyhow::Context;

use crate::{
    clock::Timestamp,
    course::{
        Course,
        carry::{self, Carried, KnownState},
    },
    ids::CourseKey,
    library::{Library, sync::Prepare},
    store::{Store, content::Settled},
};

/// Two processes that read a new state at the same time decide one after the other; more than these do not exist.
const TRIES: usize = 3;

/// What a running Docent does with each new library.
pub fn before_swap(store: Store) -> Prepare {
    let runtime = tokio::runtime::Handle::current();
    Box::new(move |library, now| runtime.block_on(carry(&store, library, now)))
}

/// Brings the records of every course over to it and tells the library where old names lead.
pub async fn carry(store: &Store, library: &mut Library, now: Timestamp) -> anyhow::Result<()> {
    for course in library.courses().to_vec() {
        let state = settle(store, &course, now)
            .await
            .with_context(|| format!("cannot bring the records of course `{}` over to its new state", course.id))?;
        library.lead(&course.id, state.revision, &state.leads(&course));
    }
    report_absent(store, library).await
}

/// A course that got another id looks like one that is gone: somebody has to notice.
async fn report_absent(store: &Store, library: &Library) -> anyhow::Result<()> {
    let known = store.known_courses().await.context("cannot read which courses have records")?;
    for course in known.iter().filter(|course| library.course(CourseKey::new(course)).is_none()) {
        tracing::warn!(
            event = "content.course_absent",
            course = %course,
            "a course with records is not in the content; they wait for it: `docent check` says more"
        );
    }
    Ok(())
}

async fn settle(store: &Store, course: &Course, now: Timestamp) -> anyhow::Result<KnownState> {
    for _ in 0..TRIES {
        let known = store.known_state(&course.id).await?;
        let carried = carry::carry_over(&known, course);
        if carried.state.revision == known.revision {
            return Ok(known);
        }
        let (state, counts) = (carried.state.clone(), Counts::of(&carried));
        match store.carry(&course.id, known, carried, now).await? {
            Settled::Done => {
                counts.report(course);
                return Ok(state);
            }
            Settled::Outdated => {}
        }
    }
    anyhow::bail!("another process keeps changing what is known of it: let only one follow the content")
}

struct Counts {
    moved: usize,
    lost: usize,
}

impl Counts {
    fn of(carried: &Carried) -> Self {
        Self { moved: carried.moves.len(), lost: carried.lost.len() }
    }

    fn report(&self, course: &Course) {
        if self.moved + self.lost > 0 {
            tracing::info!(
                event = "content.carried",
                course = %course.id,
                moved = self.moved,
                lost = self.lost,
                "records have followed the text of the course"
            );
        }
    }
}
