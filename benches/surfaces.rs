//! What a learner waits for: from an action to the JSON that goes to Discord, with a real database, for each surface;
//! and the progress picture, in time and bytes.

#[path = "../examples/preview/school.rs"]
mod school;

use std::{hint::black_box, path::Path};

use divan::Bencher;
use docent::{
    action::{Action, Letters, Play, Press},
    course::{Lesson, QuestionBody, Selection},
    discord::to_discord::{self, CommandIds, Voice},
    picture::{self, Facts, Quiz, Share, Step, Unit},
    reply::{Options, Reply},
    tutor::Outcome,
    words::Locale,
};
use tokio::runtime::{Builder, Runtime};

use self::school::{Learner, School};

fn main() {
    for lessons in LESSONS {
        let bytes = picture::draw(&facts(lessons)).expect("the picture can be drawn").png.len();
        println!("picture of {lessons} lessons: {bytes} bytes");
    }
    divan::main();
}

const LESSONS: [usize; 3] = [8, 40, 112];

/// Somebody in the middle of a course, with reviews ahead.
fn facts(lessons: usize) -> Facts {
    let step = |index: usize| Step {
        title: format!("Lesson about subject {index}"),
        read: Share { done: if index * 2 < lessons { 900 } else { 0 }, total: 900 },
        quiz: Some(Quiz { right: index % 5, answered: 5 - index % 2, total: 5 }),
    };
    Facts {
        locale: Locale::English,
        title: "Python for backends".to_owned(),
        unit: Unit::Lesson,
        read: Share { done: 450 * lessons, total: 900 * lessons },
        steps: (0..lessons).map(step).collect(),
        reviews: (0..14).map(|day| day * 7 % 11).collect(),
    }
}

#[divan::bench(args = LESSONS)]
fn draw_the_picture(bencher: Bencher<'_, '_>, lessons: usize) {
    let facts = facts(lessons);
    bencher.bench_local(|| picture::draw(black_box(&facts)));
}

/// A school on a runtime like that of the program.
struct Bench {
    runtime: Runtime,
    school: School,
}

impl Bench {
    fn new() -> Self {
        let runtime = Builder::new_multi_thread().enable_all().build().expect("a runtime can be built");
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let school = runtime.block_on(School::open(&content)).expect("the course can be read");
        Self { runtime, school }
    }

    fn ada(&self) -> Learner<'_> {
        self.school.learner("ada")
    }

    /// A lesson whose quiz begins with a question that takes one letter, for whoever it is shuffled.
    fn lesson(&self) -> &Lesson {
        let one_letter = |lesson: &&Lesson| lesson.questions.iter().any(|question| takes_one_letter(&question.body));
        self.school.course.lessons.iter().find(one_letter).expect("the course has such a quiz")
    }

    fn does(&self, action: Action) -> Vec<u8> {
        json(&self.runtime.block_on(self.ada().does(action)))
    }

    /// How long one action takes that can be done over and over.
    fn over_and_over(&self, bencher: Bencher<'_, '_>, press: &Press) {
        bencher.bench_local(|| self.does(Action::Press(press.clone())));
    }
}

fn takes_one_letter(body: &QuestionBody) -> bool {
    matches!(body, QuestionBody::Choice(choice) if choice.selection != Selection::Multiple)
}

/// What is sent to Discord.
fn json(outcome: &Outcome) -> Vec<u8> {
    let commands = CommandIds::default();
    let message = to_discord::message(&outcome.reply, Voice { locale: outcome.locale, commands: &commands });
    serde_json::to_vec(&message).expect("our payloads hold only what JSON can write")
}

#[divan::bench]
fn ask(bencher: Bencher<'_, '_>) {
    let bench = Bench::new();
    let ask = || Action::Ask { words: "does async make my code run faster?".to_owned() };
    bencher.bench_local(|| bench.does(ask()));
}

#[divan::bench]
fn lesson(bencher: Bencher<'_, '_>) {
    let bench = Bench::new();
    let longest = bench.school.course.lessons.iter().flat_map(|lesson| &lesson.sections);
    let longest = longest.max_by_key(|section| section.words).expect("the course has sections");
    bench.over_and_over(bencher, &Press::Section { section: longest.key, page: 0 });
}

#[divan::bench]
fn course(bencher: Bencher<'_, '_>) {
    let bench = Bench::new();
    bench.over_and_over(bencher, &Press::Course { course: bench.school.course.key(), page: 0 });
}

#[divan::bench]
fn quiz_question(bencher: Bencher<'_, '_>) {
    let bench = Bench::new();
    bench.over_and_over(bencher, &Press::Quiz { lesson: bench.lesson().key });
}

#[divan::bench]
fn practice(bencher: Bencher<'_, '_>) {
    let bench = Bench::new();
    let what = docent::action::Mix::All;
    bench.over_and_over(bencher, &Press::Practise { course: bench.school.course.key(), what, length: 10 });
}

/// The first answer, which is recorded.
#[divan::bench]
fn verdict(bencher: Bencher<'_, '_>) {
    let bench = Bench::new();
    let start = Press::Quiz { lesson: bench.lesson().key };
    bencher
        .with_inputs(|| answer_to(&bench.runtime.block_on(bench.ada().presses(start.clone())).reply))
        .bench_local_values(|answer| bench.does(answer));
}

/// An answer of one letter, or of some words.
fn answer_to(question: &Reply) -> Action {
    for options in &question.options {
        if let Options::Letters(select) = options
            && let Press::Answer { attempt, item, .. } = select.press
        {
            return Action::Press(Press::Answer { attempt, item, chosen: Letters::one(0).unwrap_or_default() });
        }
    }
    match question.presses().into_iter().next() {
        Some((_, answer @ Press::Answer { .. })) => Action::Press(answer),
        _ => docent::action::typed::read("I do not know"),
    }
}

#[divan::bench]
fn results(bencher: Bencher<'_, '_>) {
    let bench = Bench::new();
    let questions = bench.lesson().questions.len();
    let mut shown = bench.runtime.block_on(bench.ada().presses(Press::Quiz { lesson: bench.lesson().key }));
    for _ in 0..questions {
        let answered = bench.runtime.block_on(bench.ada().does(answer_to(&shown.reply)));
        let (_, on) = answered.reply.presses().into_iter().next().expect("the verdict leads on");
        shown = bench.runtime.block_on(bench.ada().presses(on.clone()));
        if let Press::Results { .. } = on {
            return bench.over_and_over(bencher, &on);
        }
    }
    panic!("the quiz does not end");
}

/// With a picture that was drawn before.
#[divan::bench]
fn progress(bencher: Bencher<'_, '_>) {
    let bench = Bench::new();
    bench.runtime.block_on(bench.ada().has_read(4)).expect("reading can be recorded");
    bench.over_and_over(bencher, &Press::Progress);
}

#[divan::bench]
fn review(bencher: Bencher<'_, '_>) {
    let bench = Bench::new();
    for lesson in &bench.school.course.lessons {
        bench.runtime.block_on(bench.ada().has_answered(lesson, 20, 0)).expect("answers can be recorded");
    }
    bench.over_and_over(bencher, &Press::Review);
}

/// A live quiz with so many players, and what its board says: the first question is open.
fn game(bench: &Bench, players: usize) -> Outcome {
    bench.runtime.block_on(async {
        bench.ada().presses(Play::Start { lesson: bench.lesson().key }.into()).await;
        let lobby = board(bench).await;
        for number in 0..players {
            bench.school.learner(&format!("Player {number}")).presses(press(&lobby, 0)).await;
        }
        let lobby = board(bench).await;
        bench.ada().presses(press(&lobby, 1)).await;
        board(bench).await
    })
}

async fn board(bench: &Bench) -> Outcome {
    bench.school.board().await.expect("the board can be made").expect("there is something new on it")
}

fn press(board: &Outcome, index: usize) -> Press {
    board.reply.presses().into_iter().nth(index).expect("the board has that button").1
}

/// The answer of one of three hundred, which is recorded.
#[divan::bench]
fn live_answer(bencher: Bencher<'_, '_>) {
    let bench = Bench::new();
    let open = game(&bench, 300);
    let mut players = 0;
    let next = || {
        players += 1;
        (bench.school.learner(&format!("Latecomer {players}")), press(&open, 0))
    };
    bencher
        .with_inputs(next)
        .bench_local_values(|(player, answer)| json(&bench.runtime.block_on(player.presses(answer))));
}

/// A closed question with the standings of three hundred, after each of whom one more joins.
#[divan::bench]
fn live_board(bencher: Bencher<'_, '_>) {
    let bench = Bench::new();
    let open = game(&bench, 300);
    let next = open.reply.presses().into_iter().find(|(_, press)| matches!(press, Press::Live(Play::Next { .. })));
    bench.runtime.block_on(bench.ada().presses(next.expect("the host can go on").1));
    let closed = bench.runtime.block_on(board(&bench));
    let mut players = 0;
    let joins = || {
        players += 1;
        let player = bench.school.learner(&format!("Latecomer {players}"));
        bench.runtime.block_on(player.presses(press(&closed, 1)));
    };
    bencher.with_inputs(joins).bench_local_values(|()| json(&bench.runtime.block_on(board(&bench))));
}
