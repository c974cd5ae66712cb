//! Question banks: what a reader takes, a teacher can own as Markdown and take back to Moodle, with the same key.

use std::{collections::HashSet, path::PathBuf};

use super::{FILE, all_lie_in, lies_in, no_longer_than};
use crate::{
    course::{
        Course, CourseKind, Credit, Lesson, Position, QuestionBody, QuizPolicy, TextAnswer,
        banks::{
            Format,
            gift::{self, export},
            import::{self, BankFile},
            native,
        },
        markdown::{self, Dialect, Flavour},
        outline::{PageKind, outline},
        problem::Problem,
        question::{self, Draft, TakenIds},
        quiz_section,
        text::{Text, with_line_feeds},
    },
    ids::{CourseId, LessonId, LessonKey},
    markup::{Block, plain_text},
};

/// By how much a page may be longer than the bank it was made from: every mark may need a backslash, every line of a
/// nested list its indentation, and each question a heading and a comment.
const WRITTEN: usize = 40;

/// A GIFT file, which is also what Docent exports.
pub fn gift(data: &[u8]) {
    bank(Format::Gift, &String::from_utf8_lossy(data));
}

/// An Aiken file.
pub fn aiken(data: &[u8]) {
    bank(Format::Aiken, &String::from_utf8_lossy(data));
}

/// A TOML file of mdbook-quiz.
pub fn mdbook_quiz(data: &[u8]) {
    bank(Format::MdbookQuiz, &String::from_utf8_lossy(data));
}

/// A quiz in a lesson of our own.
pub fn quiz(data: &[u8]) {
    let page = format!("# T\n\n## Quiz\n\n{}", String::from_utf8_lossy(data));
    let text = Text::of_file(&FILE.into(), &page);
    let (drafts, problems) = read_page(&page);
    all_lie_in(&problems, text.as_str());
    drafts.iter().for_each(|draft| lies_in(&draft.at, text.as_str()));
    can_be_owned(drafts, text.as_str());
}

fn bank(format: Format, content: &str) {
    let read = format.read(&"bank".into(), content);
    let content = content.strip_prefix('\u{feff}').unwrap_or(content);
    // In GIFT a carriage return alone is white space, unless there is no other line break.
    let keeps_returns = format == Format::Gift && content.contains('\n');
    let lines = if keeps_returns { content.into() } else { with_line_feeds(content) };
    all_lie_in(&read.problems, &lines);
    read.questions.iter().for_each(|draft| lies_in(&draft.at, &lines));
    let imported = import::import(format, &[BankFile { path: "bank".into(), content: content.to_owned() }]);
    no_longer_than(imported.markdown.len(), content, WRITTEN);
    assert_eq!(imported.questions, read_page(&imported.markdown).0.len(), "{}", imported.markdown);
    can_be_owned(read.questions, content);
}

/// What is sound can be written down and is read back as it was, and goes to Moodle and comes back.
fn can_be_owned(drafts: Vec<Draft>, source: &str) {
    let sound: Vec<Draft> = drafts.into_iter().filter(|draft| draft.check().is_ok()).collect();
    let page = native::write("A page", &sound).markdown;
    no_longer_than(page.len(), source, WRITTEN);
    let (read, _) = read_page(&page);
    assert_eq!(read.len(), sound.len(), "{page}");
    for (written, read) in sound.iter().zip(&read) {
        assert_eq!(words(&written.stem), words(&read.stem), "{page}");
        assert_eq!(key(&written.body), key(&read.body), "{page}");
    }
    let exported = export::export(&[course_of(sound)]);
    let back = gift::read(&"bank".into(), &exported.text);
    assert_eq!(back.questions.len(), exported.questions, "{}", exported.text);
    assert!(back.questions.iter().all(|draft| draft.check().is_ok()), "{}", exported.text);
}

/// What can be answered, and what it is worth; how it looks is left out.
fn key(body: &QuestionBody) -> Vec<String> {
    match body {
        QuestionBody::Choice(question) => {
            question.choices.iter().map(|choice| format!("{:?} {}", choice.credit, words(&choice.content))).collect()
        }
        QuestionBody::Text(question) => {
            // The native form has those with full marks first, and no place for any text with a part of them; it says so
            // where that matters.
            let is_full = |answer: &&TextAnswer| answer.credit == Credit::FULL;
            let (full, part): (Vec<_>, Vec<_>) = question.answers.iter().partition(is_full);
            // The same text again is never reached: the first that fits counts.
            let mut seen = HashSet::new();
            let fits = |text: &str| !text.is_empty() && text != "*" && !text.contains('\n');
            let answers = full.into_iter().chain(part.into_iter().filter(|answer| fits(answer.text.trim())));
            let answers = answers.filter(|answer| seen.insert(answer.text.trim()));
            answers.map(|answer| format!("{:?} {}", answer.credit, answer.text.trim())).collect()
        }
        QuestionBody::Number(question) => {
            question.answers.iter().map(|answer| format!("{:?} {:?}", answer.credit, answer.range)).collect()
        }
        QuestionBody::Matching(question) => {
            question.pairs.iter().map(|(left, right)| format!("{left} -> {right}")).collect()
        }
        QuestionBody::Tracing(question) => vec![question.program.clone(), format!("{:?}", question.outcome)],
    }
}

fn words(blocks: &[Block]) -> String {
    plain_text(blocks).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads the questions of a page as a lesson's reader does.
pub(in crate::course) fn read_page(page: &str) -> (Vec<Draft>, Vec<Problem>) {
    let text = Text::of_file(&FILE.into(), page);
    let absolute = |address: &str| address.starts_with("https://").then(|| address.to_owned());
    let page = markdown::page(&text, Dialect { flavour: Flavour::Forge, address: &absolute });
    let fences = page.codes.iter().map(|code| (code.at, code.clone())).collect();
    let quizzes = outline(page, CourseKind::Native, PageKind::Lesson).quizzes;
    let (mut drafts, mut problems) = (Vec::new(), Vec::new());
    for quiz in quizzes {
        let (read, said) = quiz_section::read(quiz, &fences, &text);
        drafts.extend(read);
        problems.extend(said);
    }
    (drafts, problems)
}

/// A course whose one lesson holds `drafts`.
pub(in crate::course) fn course_of(drafts: Vec<Draft>) -> Course {
    let (id, lesson) = (CourseId::parse("python").expect("a word"), LessonId::parse("asyncio").expect("a word"));
    let finished = question::finish(drafts, &lesson, &mut TakenIds::default());
    let lesson = Lesson {
        key: LessonKey::new(&id, &lesson),
        id: lesson,
        aliases: vec![],
        title: "Input/output".into(),
        summary: None,
        tags: vec![],
        prerequisites: vec![],
        related: vec![],
        part: None,
        path: "asyncio.md".into(),
        url: None,
        sections: vec![],
        faq: vec![],
        questions: finished.questions,
        quiz: QuizPolicy::default(),
    };
    Course {
        id,
        title: "Python".into(),
        description: None,
        language: "en".into(),
        base_url: None,
        kind: CourseKind::Native,
        source: PathBuf::new(),
        at: Position { path: "course.toml".into(), line: 1, column: 1 },
        lessons: vec![lesson],
    }
}
