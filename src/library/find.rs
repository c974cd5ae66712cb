//! Finding a course, lesson, quiz or FAQ entry by what a person typed.
//!
//! A title as suggested comes back exactly; whoever types by hand gets the nearest title, or nothing rather than a
//! guess.

use super::{FaqAt, LessonAt, Library, SectionAt};
use crate::{
    course::{Course, Lesson, Scope},
    reply::{Select, Suggestion},
    search::{self, Part, PassageRef, Target},
    words::commands::Suggests,
};

/// Similarity of two titles by Jaro and Winkler from which one is taken for a mistyped other.
const SAME_TITLE: f64 = 0.9;

/// What somebody wants to read.
#[derive(Clone, Copy)]
pub enum ToRead<'a> {
    Lesson(LessonAt<'a>),
    Section(SectionAt<'a>),
}

impl Library {
    pub fn find_course(&self, about: &str, scope: &Scope) -> Option<&Course> {
        let courses = || self.courses.iter().map(AsRef::as_ref).filter(|course: &&Course| scope.contains(&course.id));
        nearest(about, courses(), |course| vec![course.title.as_str(), course.id.as_str()])
    }

    /// The lesson of that name or number, else what the index makes of it.
    pub fn find_to_read(&self, about: &str, scope: &Scope) -> Option<ToRead<'_>> {
        if let Some(named) = self.named(about, scope, |_| true) {
            return Some(ToRead::Lesson(named));
        }
        let suggested = self.search.suggest(about, scope.as_set(), 1).into_iter().next()?;
        Some(match suggested.target {
            Target::Passage(PassageRef { course, lesson, part: Part::Section(section) }) => {
                ToRead::Section(SectionAt::new(self, course, lesson, section))
            }
            target => ToRead::Lesson(self.lesson_of(target)),
        })
    }

    /// A lesson that has a quiz.
    pub fn find_quiz(&self, about: &str, scope: &Scope) -> Option<LessonAt<'_>> {
        self.find_among(about, scope, |lesson| !lesson.questions.is_empty())
    }

    fn find_among<'a>(&'a self, about: &str, scope: &Scope, wanted: fn(&Lesson) -> bool) -> Option<LessonAt<'a>> {
        self.named(about, scope, wanted).or_else(|| {
            let suggested = self.search.suggest(about, scope.as_set(), Select::MAX_ITEMS);
            suggested.into_iter().find_map(|suggestion| {
                let at = self.lesson_of(suggestion.target);
                wanted(at.lesson()).then_some(at)
            })
        })
    }

    fn named<'a>(&'a self, about: &str, scope: &Scope, wanted: fn(&Lesson) -> bool) -> Option<LessonAt<'a>> {
        let lessons = || self.lessons(scope).filter(|at| wanted(at.lesson()));
        if let Ok(number) = about.trim().parse::<usize>() {
            return lessons().find(|at| at.index() + 1 == number);
        }
        nearest(about, lessons(), |at| {
            vec![at.lesson().title.as_str(), at.lesson().id.as_str(), at.lesson().path.as_str()]
        })
    }

    pub fn find_faq(&self, about: &str, scope: &Scope) -> Option<FaqAt<'_>> {
        let entries = self
            .lessons(scope)
            .flat_map(|at| (0..at.lesson().faq.len()).map(move |entry| FaqAt::new(self, at.course, at.lesson, entry)));
        let questions = entries.map(|at| (at.entry().question.to_string(), at));
        let (_, at) = nearest(about, questions, |(question, _)| vec![question.as_str()])?;
        Some(at)
    }

    fn lessons<'a>(&'a self, scope: &Scope) -> impl Iterator<Item = LessonAt<'a>> {
        let courses = self.courses.iter().enumerate().filter(|(_, course)| scope.contains(&course.id));
        courses.flat_map(move |(c, course)| (0..course.lessons.len()).map(move |l| LessonAt::new(self, c, l)))
    }

    fn lesson_of(&self, target: Target) -> LessonAt<'_> {
        match target {
            Target::Lesson { course, lesson } => LessonAt::new(self, course, lesson),
            Target::Passage(passage) => LessonAt::new(self, passage.course, passage.lesson),
        }
    }

    /// What to offer while a person types; without text, what comes first.
    pub fn suggest(&self, suggests: Suggests, text: &str, scope: &Scope) -> Vec<Suggestion> {
        let text = text.trim();
        let mut texts: Vec<String> = match suggests {
            Suggests::Courses => {
                let courses = self.courses.iter().filter(|course| scope.contains(&course.id));
                containing(text, courses.map(|course| course.title.clone()))
            }
            Suggests::Lessons | Suggests::Quizzes => {
                let named = containing(text, self.titles(suggests, scope));
                named.into_iter().chain(self.found(suggests, text, scope)).collect()
            }
            Suggests::Faq if text.is_empty() => {
                self.lessons(scope).flat_map(|at| &at.lesson().faq).map(|entry| entry.question.to_string()).collect()
            }
            Suggests::Passages | Suggests::Faq => self.found(suggests, text, scope).collect(),
        };
        let mut seen = std::collections::HashSet::new();
        texts.retain(|text| seen.insert(text.clone()));
        texts.truncate(Select::MAX_ITEMS);
        texts.into_iter().map(|text| Suggestion { text }).collect()
    }

    /// Of lessons, or of those that have a quiz.
    fn titles(&self, suggests: Suggests, scope: &Scope) -> impl Iterator<Item = String> {
        let wanted = move |lesson: &Lesson| suggests != Suggests::Quizzes || !lesson.questions.is_empty();
        self.lessons(scope).filter(move |at| wanted(at.lesson())).map(|at| at.lesson().title.clone())
    }

    /// What the index makes of `text`; nothing of no text.
    fn found(&self, suggests: Suggests, text: &str, scope: &Scope) -> impl Iterator<Item = String> {
        let found = self.search.suggest(text, scope.as_set(), Select::MAX_ITEMS);
        found.into_iter().filter_map(move |suggestion| self.offered(suggests, suggestion))
    }

    fn offered(&self, suggests: Suggests, suggestion: &search::Suggestion) -> Option<String> {
        let lesson = self.lesson_of(suggestion.target).lesson();
        match suggests {
            Suggests::Passages => Some(suggestion.text.clone()),
            Suggests::Lessons | Suggests::Courses => Some(lesson.title.clone()),
            Suggests::Quizzes => (!lesson.questions.is_empty()).then(|| lesson.title.clone()),
            Suggests::Faq => match suggestion.target {
                Target::Passage(passage) if matches!(passage.part, Part::Faq(_)) => Some(suggestion.text.clone()),
                Target::Passage(_) | Target::Lesson { .. } => None,
            },
        }
    }
}

/// The item with the name that was typed, else the one whose name is all but the same.
fn nearest<T>(about: &str, items: impl Iterator<Item = T>, names: impl Fn(&T) -> Vec<&str>) -> Option<T> {
    let about = fold(about);
    if about.is_empty() {
        return None;
    }
    let mut best = None;
    for item in items {
        let similarity =
            names(&item).into_iter().map(|name| strsim::jaro_winkler(&about, &fold(name))).fold(0.0, f64::max);
        if best.as_ref().is_none_or(|(before, _)| similarity > *before) {
            best = Some((similarity, item));
        }
    }
    best.filter(|(similarity, _)| *similarity >= SAME_TITLE).map(|(_, item)| item)
}

fn containing(text: &str, names: impl Iterator<Item = String>) -> Vec<String> {
    let text = fold(text);
    names.filter(|name| fold(name).contains(&text)).collect()
}

/// Letter case and runs of white space do not count.
fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
