//! How long a question, its answer and a suggestion take, and how long the index takes to build.
//!
//! `DOCENT_BENCH_CONTENT` names another content folder than the bundled course, and `DOCENT_BENCH_QUESTIONS` a file of
//! question rows to ask; without it the headings of the course are asked for. divan's median is p50; p99 is printed first.

use std::{
    env, fs, hint,
    path::PathBuf,
    sync::{Arc, LazyLock},
    time::Instant,
};

use divan::Bencher;
use docent::{
    course::{Course, load},
    eval,
    search::{Ask, SearchIndex},
};

static COURSES: LazyLock<Vec<Arc<Course>>> = LazyLock::new(|| {
    let bundled = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("content");
    let content = env::var_os("DOCENT_BENCH_CONTENT").map_or_else(bundled, PathBuf::from);
    load::load(&content).expect("the content folder can be read").courses
});

static INDEX: LazyLock<SearchIndex> =
    LazyLock::new(|| SearchIndex::build(&COURSES).expect("every passage read is indexed"));

static QUESTIONS: LazyLock<Vec<String>> = LazyLock::new(|| match env::var("DOCENT_BENCH_QUESTIONS") {
    Ok(file) => {
        let rows = fs::read_to_string(&file).expect("the question file can be read");
        let questions = eval::parse(&file, &rows).expect("the question file is well formed");
        questions.into_iter().map(|question| question.question).collect()
    }
    Err(_) => {
        let lessons = COURSES.iter().flat_map(|course| &course.lessons);
        lessons.flat_map(|lesson| &lesson.sections).map(|section| section.title.to_string()).collect()
    }
});

fn main() {
    println!("{} passages, {} questions", INDEX.passages(), QUESTIONS.len());
    print_spread("search", |text| drop(hint::black_box(INDEX.search(&ask(text), 10))));
    print_spread("search and excerpt", search_and_excerpt);
    divan::main();
}

fn ask(text: &str) -> Ask<'_> {
    Ask { text, ..Ask::default() }
}

fn search_and_excerpt(text: &str) {
    let ask = ask(text);
    let question = INDEX.read(&ask);
    let hits = question.search(10);
    if let Some(best) = hits.passages.first() {
        hint::black_box(question.excerpt(best.passage));
    }
}

/// Percentiles over all questions, each at its best of five: what the question costs, not what else the machine did.
fn print_spread(name: &str, run: impl Fn(&str)) {
    const TIMES: usize = 5;
    let best_of = |text: &String| {
        let once = |_| {
            let start = Instant::now();
            run(text);
            start.elapsed()
        };
        (0..TIMES).map(once).min().unwrap_or_default()
    };
    let mut times: Vec<_> = QUESTIONS.iter().map(best_of).collect();
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    println!("{name}: p50 {:?}, p99 {:?}", at(50), at(99));
}

/// One question after the other.
fn each_question(bencher: Bencher, run: impl Fn(&str)) {
    let mut next = QUESTIONS.iter().cycle();
    bencher.bench_local(|| next.next().into_iter().for_each(|text| run(text)));
}

#[divan::bench]
fn search(bencher: Bencher) {
    each_question(bencher, |text| drop(hint::black_box(INDEX.search(&ask(text), 10))));
}

#[divan::bench]
fn search_and_cut_the_answer(bencher: Bencher) {
    each_question(bencher, search_and_excerpt);
}

#[divan::bench]
fn suggest(bencher: Bencher) {
    const TYPED_CHARS: usize = 12;
    each_question(bencher, |text| {
        let typed: String = text.chars().take(TYPED_CHARS).collect();
        hint::black_box(INDEX.suggest(&typed, None, 25));
    });
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn build_the_index() -> SearchIndex {
    SearchIndex::build(&COURSES).expect("every passage read is indexed")
}
