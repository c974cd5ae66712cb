//! What a careful colleague would say about a course that can be served as it is: dead links, pictures without words,
//! questions that give themselves away. Warnings only.

mod links;
mod questions;

use super::{
    Course, Position,
    files::Files,
    lesson::PageFacts,
    plan::CoursePlan,
    problem::{Code, Problem},
};

/// The languages that Docent can run for learners.
const RUNNABLE: [&str; 3] = ["python", "py", "python3"];

/// Looks over a course with what its pages say, page by page in the order of its lessons.
pub(super) fn check(course: &Course, facts: &[PageFacts], plan: &CoursePlan, files: &Files) -> Vec<Problem> {
    let mut problems = links::check(course, facts, plan, files);
    for facts in facts {
        problems.extend(facts.images_without_alt.iter().cloned().map(image_without_alt));
        let fences = facts.codes.iter().filter(|(_, fence)| fence.run && !is_runnable(fence.language.as_deref()));
        problems.extend(fences.map(|(at, fence)| cannot_run(fence.language.as_deref(), at.clone())));
    }
    problems.extend(questions::check(course));
    problems
}

fn is_runnable(language: Option<&str>) -> bool {
    language.is_some_and(|language| RUNNABLE.contains(&language))
}

fn image_without_alt(at: Position) -> Problem {
    let message = "this picture has no alternative text";
    let help = "say in the brackets what it shows: `![a request and its answer](…)`; chat shows that text";
    Problem::new(Code::ImageWithoutAlt, at, message, help)
}

fn cannot_run(language: Option<&str>, at: Position) -> Problem {
    let message = match language {
        Some(language) => format!("code in `{language}` is marked `run`, but only Python can be run"),
        None => "this code is marked `run` but names no language".to_owned(),
    };
    Problem::new(Code::RunLanguage, at, message, "begin the fence with ```python run, or remove the word `run`")
}

#[cfg(test)]
mod tests;
