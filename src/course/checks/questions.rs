//! Questions that repeat each other, give their key away, or leave a learner without a reason.

use std::collections::{HashMap, HashSet};

use crate::{
    course::{
        ChoiceOrder, ChoiceQuestion, Course, Lesson, Question, QuestionBody, Selection,
        problem::{Code, Problem},
        question::reference::{Reference, reference},
    },
    markup::plain_text,
};

/// From which share of common word pairs on two questions are nearly the same.
const SIMILAR: f64 = 0.8;
/// A pair of words in more questions than this tells nothing.
const COMMON: usize = 40;
/// How many questions it takes before "the longest is always right" is more than chance: four choices each make one
/// quiz in 256.
const ENOUGH: usize = 4;
/// How much longer than the next a choice must be to catch the eye.
const MUCH_LONGER: f64 = 1.2;

pub(super) fn check(course: &Course) -> Vec<Problem> {
    let mut problems = repeats(course);
    for lesson in &course.lessons {
        problems.extend(lesson.questions.iter().filter_map(without_explanation));
        problems.extend(lesson.questions.iter().filter_map(leaning_choices));
        problems.extend(longest_is_right(lesson));
    }
    problems
}

/// Questions that are the same, or nearly, as an earlier one.
fn repeats(course: &Course) -> Vec<Problem> {
    let questions: Vec<&Question> = course.lessons.iter().flat_map(|lesson| &lesson.questions).collect();
    let texts: Vec<String> = questions.iter().map(|question| text(question)).collect();
    let pairs: Vec<HashSet<u64>> = texts.iter().map(|text| word_pairs(text)).collect();
    let mut by_pair: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut problems = Vec::new();
    for (index, question) in questions.iter().enumerate() {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for earlier in pairs[index].iter().filter_map(|pair| by_pair.get(pair)).filter(|known| known.len() <= COMMON) {
            earlier.iter().for_each(|earlier| *shared.entry(*earlier).or_default() += 1);
        }
        let similarity = |(earlier, shared): (usize, usize)| {
            let all = pairs[index].len() + pairs[earlier].len() - shared;
            (shared as f64 / all.max(1) as f64, earlier)
        };
        let nearest = shared.into_iter().map(similarity).max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((share, earlier)) = nearest.filter(|(share, _)| *share >= SIMILAR) {
            problems.push(repeat(question, questions[earlier], texts[index] == texts[earlier], share));
        }
        pairs[index].iter().for_each(|pair| by_pair.entry(*pair).or_default().push(index));
    }
    problems
}

fn repeat(question: &Question, earlier: &Question, same: bool, share: f64) -> Problem {
    let first = format!("{}:{}", earlier.at.path, earlier.at.line);
    if same {
        let message = format!("this question repeats the one in {first}");
        return Problem::new(Code::QuestionDuplicate, question.at.clone(), message, "remove one of the two");
    }
    let message = format!("this question is nearly the one in {first} ({:.0} % alike)", share * 100.0);
    let help = "ask for something else, or remove one of the two";
    Problem::new(Code::QuestionSimilar, question.at.clone(), message, help)
}

/// What a learner reads before answering.
fn text(question: &Question) -> String {
    // A context is shared on purpose: it counts as one word.
    let context = blake3::hash(plain_text(&question.context).as_bytes()).to_hex();
    let mut text = format!("{context} {}", plain_text(&question.stem));
    match &question.body {
        QuestionBody::Choice(choices) => {
            let mut choices: Vec<String> = choices.choices.iter().map(|choice| plain_text(&choice.content)).collect();
            // The order of choices does not make another question.
            choices.sort();
            choices.iter().for_each(|choice| text.push_str(choice));
        }
        QuestionBody::Tracing(tracing) => text.push_str(&tracing.program),
        QuestionBody::Matching(matching) => {
            matching.pairs.iter().for_each(|(left, right)| text.push_str(&format!("{left} {right}\n")));
        }
        QuestionBody::Text(_) | QuestionBody::Number(_) => {}
    }
    text.to_lowercase()
}

/// Every two words that stand together, as a number.
fn word_pairs(text: &str) -> HashSet<u64> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let hash = |pair: &[&str]| {
        let mut hasher = blake3::Hasher::new();
        pair.iter().for_each(|word| {
            hasher.update(word.as_bytes()).update(&[0]);
        });
        let mut bytes = [0; 8];
        hasher.finalize_xof().fill(&mut bytes);
        u64::from_be_bytes(bytes)
    };
    words.windows(2).map(hash).collect()
}

fn without_explanation(question: &Question) -> Option<Problem> {
    let reasons = match &question.body {
        QuestionBody::Choice(choices) => choices.choices.iter().any(|choice| !choice.reason.is_empty()),
        QuestionBody::Text(text) => text.answers.iter().any(|answer| !answer.reason.is_empty()),
        QuestionBody::Number(number) => number.answers.iter().any(|answer| !answer.reason.is_empty()),
        QuestionBody::Matching(_) | QuestionBody::Tracing(_) => false,
    };
    let bare = question.explanation.is_empty() && !reasons;
    bare.then(|| {
        let message = "this question has no explanation";
        let help = "say in a block quote below it why the key is right; learners read it after the answer";
        Problem::new(Code::WithoutExplanation, question.at.clone(), message, help)
    })
}

/// "All of the above" and "A and C" do not survive a shuffle.
fn leaning_choices(question: &Question) -> Option<Problem> {
    let QuestionBody::Choice(ChoiceQuestion { choices, order: ChoiceOrder::Shuffled, .. }) = &question.body else {
        return None;
    };
    let leaning = choices.iter().find_map(|choice| Some((choice, reference(choice)?)));
    leaning.map(|(choice, reference)| {
        let words = plain_text(&choice.content);
        let words = words.trim();
        let help = match reference {
            Reference::Above => "write what the choice means, or keep the order: number the list `1. [ ] …`",
            Reference::Letters => "letters change with every learner: write what the choice means, or number the list",
        };
        let message = format!("the choice `{words}` leans on the others, which are shuffled");
        Problem::new(Code::AllOfTheAbove, question.at.clone(), message, help)
    })
}

/// In a whole quiz the longest choice is the right one.
fn longest_is_right(lesson: &Lesson) -> Option<Problem> {
    let mut judged = lesson.questions.iter().filter_map(|question| match &question.body {
        QuestionBody::Choice(choices) if choices.selection == Selection::Single => {
            Some((question, gives_away(choices)))
        }
        QuestionBody::Choice(_)
        | QuestionBody::Text(_)
        | QuestionBody::Number(_)
        | QuestionBody::Matching(_)
        | QuestionBody::Tracing(_) => None,
    });
    let (first, _) = judged.clone().next()?;
    let count = judged.clone().count();
    (count >= ENOUGH && judged.all(|(_, gives_away)| gives_away)).then(|| {
        let message = format!("in all {count} questions of this lesson the longest choice is the right one");
        let help = "shorten a key or lengthen a wrong choice; learners notice within two quizzes";
        Problem::new(Code::LongestIsRight, first.at.clone(), message, help)
    })
}

fn gives_away(question: &ChoiceQuestion) -> bool {
    let length = |right: bool| {
        let lengths = question.choices.iter().filter(|choice| choice.is_right() == right);
        lengths.map(|choice| plain_text(&choice.content).trim().chars().count()).max().unwrap_or(0)
    };
    length(true) as f64 >= length(false) as f64 * MUCH_LONGER
}
