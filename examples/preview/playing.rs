//! Live quizzes from the lobby to the result: with three players, with three hundred, and in German.

use docent::{
    action::{Letters, Play, Press},
    course::{Choice, QuestionBody},
    reply::{Block, Options, Reply, ShownChoice},
    tutor::Outcome,
};

use super::{
    scenes::{Scene, add},
    school::{Learner, School},
};

/// What people call themselves: too long, empty to the eye, written from right to left, full of Markdown.
const NAMES: [&str; 7] = [
    "Ada",
    "Bob with a name as long as Discord lets it be",
    "**@everyone** [win](https://example.com)",
    "\u{200b}\u{200b}",
    "مريم",
    "# 🎉🎉🎉 `x` ||spoiler||",
    "Z\u{351}\u{36b}\u{343}a\u{34b}\u{36c}l\u{352}\u{357}go",
];

pub async fn scenes(school: &School, scenes: &mut Vec<Scene>) -> anyhow::Result<()> {
    let players = |count: usize| -> Vec<Learner<'_>> {
        let name = |index: usize| NAMES.get(index).map_or_else(|| format!("Player {index}"), |name| (*name).to_owned());
        (0..count).map(|index| school.learner(&name(index))).collect()
    };
    play(school, &players(3), "live-3", scenes).await?;
    play(school, &players(300), "live-300", scenes).await?;
    let germans: Vec<Learner<'_>> = players(3).into_iter().map(Learner::speaking_german).collect();
    play(school, &germans, "german-live", scenes).await
}

/// Two questions: the second comes with the standings of the first.
async fn play(school: &School, players: &[Learner<'_>], name: &str, scenes: &mut Vec<Scene>) -> anyhow::Result<()> {
    let mut add = |what: &str, outcome: Outcome| add(scenes, &format!("{name}-{what}"), outcome);
    let (Some(host), Some(last)) = (players.first(), players.last()) else { return Ok(()) };
    let Some(lesson) = school.course.lessons.iter().find(|lesson| lesson.questions.len() > 2) else { return Ok(()) };
    add("started", host.presses(Play::Start { lesson: lesson.key }.into()).await);
    let mut board = shown(school).await?;
    for player in players {
        let told = player.presses(button(&board.reply, 0)?).await;
        if std::ptr::eq(player, last) {
            add("joined", told);
        }
    }
    board = shown(school).await?;
    let begin = button(&board.reply, 1)?;
    add("lobby", board);
    host.presses(begin).await;
    for number in 1..=2 {
        let open = shown(school).await?;
        for (index, player) in players.iter().enumerate() {
            // Everybody has a way of their own to guess; some are late and some leave it out.
            if index % 9 != 8 {
                let knows = index * (number + 2) % 7 < 3;
                let told = player.presses(answer(school, &open.reply, index % 3, knows)?).await;
                if std::ptr::eq(player, host) && number == 1 {
                    add("recorded", told);
                }
            }
        }
        let answered = shown(school).await?;
        let leading = answered.reply.presses();
        add(&format!("question-{number}"), answered);
        let next = leading.into_iter().find(|(_, press)| matches!(press, Press::Live(Play::Next { .. })));
        host.presses(next.ok_or_else(|| anyhow::anyhow!("no way on"))?.1).await;
        let closed = shown(school).await?;
        let (score, on, stop) = (button(&closed.reply, 0)?, button(&closed.reply, 2)?, button(&closed.reply, 3)?);
        add(&format!("closed-{number}"), closed);
        add(&format!("score-{number}"), last.presses(score).await);
        host.presses(if number == 1 { on } else { stop }).await;
    }
    let result = shown(school).await?;
    let score = button(&result.reply, 0)?;
    add("result", result);
    while school.board().await?.is_some() {}
    for _ in players {
        // A few players are put away at a time.
        school.board().await?;
    }
    add("score-at-the-end", last.presses(score).await);
    Ok(())
}

async fn shown(school: &School) -> anyhow::Result<Outcome> {
    school.board().await?.ok_or_else(|| anyhow::anyhow!("nothing new on the board"))
}

fn button(reply: &Reply, index: usize) -> anyhow::Result<Press> {
    let press = reply.presses().into_iter().nth(index);
    Ok(press.ok_or_else(|| anyhow::anyhow!("no button {index}"))?.1)
}

/// The press of the right letters, or of one that somebody guesses, whichever way the question takes it.
fn answer(school: &School, question: &Reply, guess: usize, knows: bool) -> anyhow::Result<Press> {
    let chosen = match right_letters(school, question) {
        right if knows && !right.is_empty() => right,
        _ => Letters::one(guess).unwrap_or_default(),
    };
    for options in &question.options {
        if let Options::Letters(select) = options
            && let Press::Live(Play::Answer { live, item, .. }) = select.press
        {
            return Ok(Play::Answer { live, item, chosen }.into());
        }
    }
    button(question, chosen.indices().next().unwrap_or(guess))
}

/// The key, which the board does not show yet.
fn right_letters(school: &School, question: &Reply) -> Letters {
    let choices = |body: &QuestionBody| match body {
        QuestionBody::Choice(choice) => choice.choices.clone(),
        _ => Vec::new(),
    };
    let questions = school.course.lessons.iter().flat_map(|lesson| &lesson.questions);
    let right: Vec<_> = questions.flat_map(|question| choices(&question.body)).filter(Choice::is_right).collect();
    let shown = question.blocks.iter().find_map(|block| match block {
        Block::Choices(shown) => Some(shown.as_slice()),
        _ => None,
    });
    let is_right = |shown: &&ShownChoice| right.iter().any(|choice| choice.content == shown.content);
    let letters = shown.unwrap_or_default().iter().filter(is_right).filter_map(|shown| Letters::one(shown.index));
    letters.fold(Letters::NONE, Letters::with)
}
