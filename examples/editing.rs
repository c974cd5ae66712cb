//! How long an edit takes until learners see it, and how fast their answers come meanwhile.
//!
//! `cargo run --release --example editing -- COURSE` edits a copy of the course and of the repository around it; a
//! number in the place of the folder makes a course of so many sections.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Context;
use docent::{
    action::{Action, Actor, Identity, Place, Platform, Privacy, Rights},
    app::records,
    clock::Clock,
    course::{Lesson, load},
    library::{
        Library, Shelf,
        sync::{self, Reloaded, Sync},
    },
    plain::{self, View},
    store::{OpenOptions, Store},
    tutor::{Policy, Tutor},
    words::Locale,
};
use tokio::{sync::mpsc, time};
use tokio_util::sync::CancellationToken;
use walkdir::WalkDir;

/// Learners who ask, each again this long after the last answer.
const LEARNERS: usize = 8;
const PAUSE: Duration = Duration::from_millis(50);
const AT_REST: Duration = Duration::from_secs(3);
const PATIENCE: Duration = Duration::from_secs(60);
const BURST: usize = 1_000;
const SECTIONS_PER_LESSON: usize = 25;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let course = std::env::args().nth(1).context("name the folder of a course, or a number of sections")?;
    let folder = tempfile::tempdir()?;
    let content = match course.parse() {
        Ok(sections) => write_course(folder.path(), sections)?,
        Err(_) => copy(Path::new(&course), folder.path())?,
    };
    let mut school = School::open(folder.path(), &content).await?;
    let library = school.shelf.library();
    let lessons = library.courses().iter().map(|course| course.lessons.len()).sum::<usize>();
    println!("{course}: {lessons} lessons, {} passages", library.search().passages());
    println!(
        "{:<28} {:>10} {:>12} {:>6} {:>8} {:>8} {:>8} {:>8} {:>6}",
        "change", "in place", "read, index", "swaps", "answers", "p50", "p99", "most", "failed"
    );
    school.ask_all_the_time(&library);
    time::sleep(AT_REST).await;
    school.tell("at rest", None);
    school.edit(&content).await?;
    school.stop.cancel();
    Ok(())
}

struct School {
    shelf: Arc<Shelf>,
    tutor: Arc<Tutor>,
    reloads: mpsc::Receiver<Reloaded>,
    stop: CancellationToken,
    answered: Arc<Mutex<Vec<Duration>>>,
    failed: Arc<AtomicUsize>,
}

impl School {
    async fn open(folder: &Path, content: &Path) -> anyhow::Result<Self> {
        let loaded = load::load(content)?;
        let store = Store::open(&folder.join("docent.db"), &OpenOptions::default()).await?;
        let clock = Clock::System;
        let mut library = Library::new(loaded.courses.clone(), clock.now())?;
        records::carry(&store, &mut library, clock.now()).await?;
        let shelf = Arc::new(Shelf::new(library));
        let policy = Policy { words_kept_days: 30 };
        let tutor = Arc::new(Tutor::new(shelf.clone(), store.clone(), clock.clone(), policy).await?);
        let (stop, (listener, reloads)) = (CancellationToken::new(), mpsc::channel(64));
        let sync = Arc::new(Sync::new(content, shelf.clone(), &loaded, records::before_swap(store)));
        tokio::spawn(sync::follow(sync, clock, stop.clone(), listener));
        Ok(Self { shelf, tutor, reloads, stop, answered: Arc::default(), failed: Arc::default() })
    }

    /// Learners ask about what sections are called.
    fn ask_all_the_time(&self, library: &Library) {
        let lessons = library.courses().iter().flat_map(|course| &course.lessons);
        let titles: Arc<Vec<String>> =
            Arc::new(lessons.flat_map(|lesson| &lesson.sections).map(|section| section.title.to_string()).collect());
        for learner in 0..LEARNERS {
            let (tutor, titles, stop) = (self.tutor.clone(), titles.clone(), self.stop.clone());
            let (answered, failed) = (self.answered.clone(), self.failed.clone());
            tokio::spawn(async move {
                let actor = learner_called(&format!("learner {learner}"));
                for title in titles.iter().cycle().skip(learner * titles.len() / LEARNERS) {
                    if stop.is_cancelled() {
                        return;
                    }
                    let started = Instant::now();
                    let reply = tutor.handle(&actor, Action::Ask { words: format!("what is {title}?") }).await.reply;
                    answered.lock().unwrap_or_else(PoisonError::into_inner).push(started.elapsed());
                    let text =
                        plain::render(&reply, View { width: 80, locale: Locale::English, now: Clock::System.now() });
                    if text.contains("Something went wrong") || text.contains("Try again") {
                        failed.fetch_add(1, Ordering::Relaxed);
                    }
                    time::sleep(PAUSE).await;
                }
            });
        }
    }

    async fn edit(&mut self, content: &Path) -> anyhow::Result<()> {
        let pages = self.pages();
        let (first, last) = (pages.first().context("no page")?.clone(), pages.last().context("no page")?.clone());
        append(&first, "Marked once.")?;
        self.swapped("edit one page", |library| holds(library, "Marked once.")).await?;

        let burst: Vec<&PathBuf> = pages.iter().cycle().take(BURST).collect();
        burst.iter().try_for_each(|page| append(page, "Marked often."))?;
        append(&last, "Marked last.")?;
        self.swapped("1,000 writes in a burst", |library| holds(library, "Marked last.")).await?;

        let away = content.with_file_name("away");
        fs::rename(content, &away)?;
        let changed = Instant::now();
        let refused = matches!(self.next().await?, Reloaded::Refused(_));
        anyhow::ensure!(refused && self.pages().len() == pages.len(), "a folder that is gone was served");
        self.tell("break: the folder is gone", Some(&Settled { after: changed.elapsed(), took: None, swaps: 0 }));

        fs::rename(&away, content)?;
        self.swapped("mend: the folder is back", |_| true).await?;

        let text = fs::read(&last)?;
        fs::write(&last, b"# Broken \xff\n")?;
        self.swapped("break one page", |library| !holds(library, "Marked last.")).await?;
        fs::write(&last, text)?;
        self.swapped("mend it", |library| holds(library, "Marked last.")).await?;

        fs::remove_file(&last)?;
        self.swapped("delete a page", |library| !holds(library, "Marked last.")).await?;

        let renamed = first.with_file_name("renamed-by-its-teacher.md");
        fs::rename(&first, &renamed)?;
        rename_in_summary(content, &first)?;
        self.swapped("rename a page", |library| {
            lessons(library).any(|lesson| lesson.path.contains("renamed-by-its-teacher"))
        })
        .await
    }

    fn pages(&self) -> Vec<PathBuf> {
        let library = self.shelf.library();
        let pages = library
            .courses()
            .iter()
            .flat_map(|course| course.lessons.iter().map(|lesson| course.source.join(&lesson.path)));
        pages.collect()
    }

    async fn next(&mut self) -> anyhow::Result<Reloaded> {
        time::timeout(PATIENCE, self.reloads.recv())
            .await
            .context("nothing happened")?
            .context("nobody follows any more")
    }

    /// Waits for the library that `condition` holds of, counted from now, when the last file was changed.
    async fn swapped(&mut self, what: &str, condition: impl Fn(&Library) -> bool) -> anyhow::Result<()> {
        let changed = Instant::now();
        let mut swaps = 0;
        loop {
            match self.next().await? {
                Reloaded::Swapped(swap) => {
                    swaps += 1;
                    if condition(&self.shelf.library()) {
                        self.tell(what, Some(&Settled { after: changed.elapsed(), took: Some(swap.took), swaps }));
                        return Ok(());
                    }
                }
                Reloaded::Refused(refusal) => anyhow::bail!("{what}: {refusal}"),
                Reloaded::Unchanged => {}
            }
        }
    }

    /// One line, with the answers since the last.
    fn tell(&self, what: &str, settled: Option<&Settled>) {
        let mut answered = std::mem::take(&mut *self.answered.lock().unwrap_or_else(PoisonError::into_inner));
        answered.sort_unstable();
        let share =
            |percent: usize| answered.get((answered.len() * percent / 100).min(answered.len().saturating_sub(1)));
        let millis = |time: Option<&Duration>| {
            time.map_or("–".to_owned(), |time| format!("{:.1} ms", time.as_secs_f64() * 1e3))
        };
        let (after, took, swaps) = match settled {
            Some(settled) => (Some(&settled.after), settled.took.as_ref(), settled.swaps.to_string()),
            None => (None, None, "–".to_owned()),
        };
        println!(
            "{what:<28} {:>10} {:>12} {swaps:>6} {:>8} {:>8} {:>8} {:>8} {:>6}",
            millis(after),
            millis(took),
            answered.len(),
            millis(share(50)),
            millis(share(99)),
            millis(answered.last()),
            self.failed.swap(0, Ordering::Relaxed)
        );
    }
}

/// What became of a change.
struct Settled {
    after: Duration,
    took: Option<Duration>,
    swaps: usize,
}

fn learner_called(name: &str) -> Actor {
    Actor {
        identity: Identity { platform: Platform::Terminal, external_id: name.to_owned() },
        name: name.to_owned(),
        place: Place::Terminal,
        thread_of: None,
        rights: Rights::default(),
        locale: Locale::English,
        privacy: Privacy::Possible,
    }
}

fn lessons(library: &Library) -> impl Iterator<Item = &Lesson> {
    library.courses().iter().flat_map(|course| &course.lessons)
}

fn holds(library: &Library, words: &str) -> bool {
    lessons(library)
        .flat_map(|lesson| &lesson.sections)
        .any(|section| docent::markup::plain_text(&section.blocks).contains(words))
}

fn append(page: &Path, words: &str) -> anyhow::Result<()> {
    let text = fs::read_to_string(page)?;
    Ok(fs::write(page, format!("{text}\n\n## More on this\n\n{words}\n"))?)
}

/// A table of contents follows its page.
fn rename_in_summary(content: &Path, page: &Path) -> anyhow::Result<()> {
    let name = page.file_name().and_then(|name| name.to_str()).context("a page without a name")?;
    for summary in [content.join("SUMMARY.md"), content.join("src/SUMMARY.md")] {
        if let Ok(text) = fs::read_to_string(&summary) {
            fs::write(summary, text.replace(name, "renamed-by-its-teacher.md"))?;
        }
    }
    Ok(())
}

fn write_course(folder: &Path, sections: usize) -> anyhow::Result<PathBuf> {
    let content = folder.join("content");
    fs::create_dir(&content)?;
    for lesson in 0..sections.div_ceil(SECTIONS_PER_LESSON) {
        let mut text = format!("# Lesson {lesson}\n\nWhat lesson {lesson} is about.\n");
        for section in 1..SECTIONS_PER_LESSON.min(sections - lesson * SECTIONS_PER_LESSON) {
            text.push_str(&format!("\n## Topic {lesson}.{section} on {}\n\n", word(lesson * 31 + section)));
            for sentence in 0..8 {
                let words: Vec<String> =
                    (0..15).map(|n| word(lesson * 7919 + section * 613 + sentence * 101 + n * n)).collect();
                text.push_str(&format!("The {}.\n", words.join(" ")));
            }
        }
        fs::write(content.join(format!("{lesson:04}-lesson-{lesson}.md")), text)?;
    }
    Ok(content)
}

/// One of some thousand made-up words.
fn word(number: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ka", "to", "mi", "ren", "sul", "bo", "di", "ga", "nor", "pe", "vi", "lu", "sha", "tri", "mon", "zel"];
    let mixed = number.wrapping_mul(2_654_435_761) >> 7;
    (0..3).map(|place| SYLLABLES[mixed >> (4 * place) & 15]).collect()
}

/// Copies the repository that the course is in; gives the course's place in the copy.
fn copy(course: &Path, folder: &Path) -> anyhow::Result<PathBuf> {
    let course = course.canonicalize()?;
    let root = course.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&course).to_owned();
    let copied = folder.join("copy");
    let walk = WalkDir::new(&root).into_iter().filter_entry(|entry| entry.file_name() != ".git");
    for entry in walk {
        let entry = entry?;
        let target = copied.join(entry.path().strip_prefix(&root)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target)?;
        } else if entry.file_type().is_file() {
            fs::copy(entry.path(), &target)?;
        }
    }
    fs::create_dir(copied.join(".git"))?;
    Ok(copied.join(course.strip_prefix(&root)?))
}
