//! Nothing that leaves Docent before an answer depends on which choice is right.
//!
//! Two Docents on copies of one database, with courses that differ in their keys only, are watched side by side:
//! messages as Discord gets them, suggestions, and the log.

use std::{
    collections::HashSet,
    fmt::Write as _,
    io,
    sync::{Mutex, PoisonError},
};

use tracing_subscriber::EnvFilter;

use super::*;
use crate::{
    discord::to_discord::{self, CommandIds, Voice},
    words::commands::Suggests,
};

/// Attempts watched, unless the environment says more: `DOCENT_TEST_ATTEMPTS=10000`.
const ATTEMPTS: usize = 400;

/// The same choices under another key: as many right ones as before.
fn with_other_keys(text: &str) -> String {
    text.replace("- [ ] Heating soon", "- [x] Heating soon")
        .replace("- [x] Oxidation", "- [ ] Oxidation")
        .replace("- [x] Light", "- [ ] Light")
        .replace("- [ ] A closed tin", "- [x] A closed tin")
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// What was logged since the last look, without how long anything took.
    fn take(&self) -> String {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap());
        let text = String::from_utf8(bytes).unwrap();
        let words = text.split(' ').filter(|word| !word.starts_with("duration_us="));
        words.collect::<Vec<_>>().join(" ")
    }
}

/// Two schools that could be told apart by nothing but the keys of their questions.
async fn twins() -> [School; 2] {
    let first = School::open().await;
    first.store.close().await;
    let copy = tempfile::tempdir().unwrap();
    std::fs::copy(first.folder.path().join("docent.db"), copy.path().join("docent.db")).unwrap();
    let clock = || Clock::fixed(first.clock.now());
    let twins = [(first.folder, Clock::fixed(first.clock.now())), (copy, clock())];
    let [(one, one_clock), (other, other_clock)] = twins;
    let twins = [School::open_in(one, one_clock).await, School::open_in(other, other_clock).await];
    twins[1].rewrites("01-leaves.md", |text| with_other_keys(&text));
    twins
}

fn sent(seen: &Seen) -> String {
    let commands = CommandIds::default();
    let voice = Voice { locale: Locale::English, commands: &commands };
    serde_json::to_string(&to_discord::message(&seen.reply, voice)).unwrap()
}

/// All that leaves Docent from the start of an attempt up to its first answer.
async fn up_to_the_answer(ada: &Person<'_>, log: &Log) -> (Seen, String) {
    let mut all = String::new();
    let question = ada.types("quiz leaves").await;
    let sure = ada.presses(&question, "Sure").await;
    let again = ada.presses(&sure, "✓ Sure").await;
    for seen in [&question, &sure, &again] {
        writeln!(all, "{}", sent(seen)).unwrap();
    }
    for typed in ["", "oxid", "which step", "heating soon after the harvest", "a closed tin"] {
        for kind in [Suggests::Passages, Suggests::Lessons, Suggests::Quizzes, Suggests::Faq] {
            let suggestions = ada.school.tutor.suggest(&ada.actor, kind, typed);
            writeln!(all, "{typed}: {:?}", suggestions.iter().map(|one| &one.text).collect::<Vec<_>>()).unwrap();
        }
    }
    all.push_str(&log.take());
    (again, all)
}

#[tokio::test]
async fn nothing_before_an_answer_tells_which_choice_is_right() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new("docent=trace"))
        .without_time()
        .with_ansi(false)
        .with_writer(move || writer.clone());
    let _guard = tracing::subscriber::set_default(subscriber.finish());
    // Were there only one subscriber, a place in the code that another thread meets first would do what that thread wants.
    let _second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
    // Other tests may have met the same places in the code while nobody listened.
    tracing::callsite::rebuild_interest_cache();
    let attempts = std::env::var("DOCENT_TEST_ATTEMPTS").map_or(ATTEMPTS, |count| count.parse().unwrap());
    let twins = twins().await;
    let [one, other] = twins.each_ref().map(|school| school.ada().in_channel());
    log.take();
    let (mut graded_alike, mut bytes, mut orders) = (0, 0, HashSet::new());
    for attempt in 0..attempts {
        // Nobody is quicker than this.
        twins.iter().for_each(|school| school.later(Duration::from_secs(10)));
        let (question, here) = up_to_the_answer(&one, &log).await;
        let (twin, there) = up_to_the_answer(&other, &log).await;
        assert_eq!(here, there, "attempt {attempt}");
        assert!(here.contains("action done"), "the log is watched, too: {here}");
        bytes += here.len();
        orders.insert(question.text());
        // Once in a while the answer, so that it is clear that the keys differ.
        if attempt % 50 == 0 && question.text().contains("Which step") {
            let verdicts = [one.presses(&question, "A").await, other.presses(&twin, "A").await];
            graded_alike += usize::from(verdicts[0].text() == verdicts[1].text());
        }
        // The next one is a new attempt, with an order of its own.
        one.types("stop").await;
        other.types("stop").await;
        log.take();
    }
    println!("{attempts} attempts, {} first questions, {bytes} bytes each side, no difference", orders.len());
    assert!(orders.len() > 1, "choices are shuffled");
    assert_eq!(graded_alike, 0, "the keys differ");
}
