//! From a plan to a course: reads every page, gives lessons their ids, and keeps what the checks need.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use super::{
    Course, CourseKind, Lesson, Position, Section,
    addresses::Addresses,
    bank_files::BankFiles,
    checks,
    expand::{self, PageFile},
    files::{Files, normalized},
    front_matter::{self, FrontMatter, Keys},
    include::Includer,
    lesson::{self, BankReference, LessonPage, PageContext, PageFacts, QuizPart},
    markdown::Dialect,
    plan::{CoursePlan, PagePlan},
    problem::{Code, Problem},
    question::{self, Draft, TakenIds},
    quiz_section, reread,
    text::Text,
};
use crate::ids::{LessonId, LessonKey};

/// A course as read, with everything that is to be said about it.
#[derive(Debug)]
pub(super) struct ReadCourse {
    pub course: Course,
    pub problems: Vec<Problem>,
    pub code_blocks: usize,
    pub includes_resolved: usize,
    pub includes_unresolved: usize,
}

/// Reads the pages of a course.
pub(super) fn read(files: &Files, plan: &CoursePlan) -> ReadCourse {
    let addresses = Addresses::new(plan);
    let pages = plan.pages.iter().map(|page| normalized(&plan.source.join(&page.path))).collect::<HashSet<_>>();
    let mut reader = Reader {
        files,
        plan,
        addresses: &addresses,
        includer: Includer::new(files, pages),
        banks: BankFiles::of(files, plan),
        ids: HashMap::new(),
        questions: TakenIds::default(),
        wishes: Vec::new(),
        lessons: Vec::new(),
        facts: Vec::new(),
        problems: Vec::new(),
    };
    plan.pages.iter().for_each(|page| reader.page(page));
    reader.resolve_wishes();
    reader.settle_aliases();
    reader.banks.report_unlinked(&mut reader.problems);
    let Reader { lessons, facts, mut problems, includer, .. } = reader;
    let (includes_resolved, includes_unresolved) = (includer.resolved, includer.unresolved);
    problems.extend(includer.problems);
    let code_blocks = facts.iter().map(|facts| facts.codes.len()).sum();
    let course = Course {
        id: plan.id.clone(),
        title: plan.title.clone(),
        description: plan.description.clone(),
        language: plan.language.clone(),
        base_url: plan.base_url.clone(),
        kind: plan.kind,
        source: plan.source.clone(),
        at: plan.at.clone(),
        lessons,
    };
    problems.extend(checks::check(&course, &facts, plan, files));
    ReadCourse { course, problems, code_blocks, includes_resolved, includes_unresolved }
}

struct Reader<'a> {
    files: &'a Files,
    plan: &'a CoursePlan,
    addresses: &'a Addresses,
    includer: Includer<'a>,
    banks: BankFiles<'a>,
    /// The ids given out, with where.
    ids: HashMap<LessonId, Position>,
    questions: TakenIds,
    /// What lessons say about each other, for when all are known.
    wishes: Vec<Wishes>,
    lessons: Vec<Lesson>,
    facts: Vec<PageFacts>,
    problems: Vec<Problem>,
}

/// Questions by the offset on the page at which they stand.
type Placed = Vec<(usize, Vec<Draft>)>;

/// The other lessons that a lesson names.
struct Wishes {
    prerequisites: Vec<(String, Position)>,
    related: Vec<(String, Position)>,
}

impl Reader<'_> {
    fn page(&mut self, page: &PagePlan) {
        let path = self.plan.source.join(&page.path);
        let Some(content) = self.files.read_or_report(&path, &mut self.problems) else { return };
        let text = Text::of_file(&self.files.shown(&path), &content);
        let keys = match self.plan.kind {
            CourseKind::Native => Keys::Native,
            CourseKind::Plain => Keys::Plain,
            CourseKind::MdBook | CourseKind::MkDocs | CourseKind::Docusaurus => Keys::Foreign,
        };
        let (front_matter, text) = front_matter::split(&text, keys, &mut self.problems);
        if front_matter.draft {
            return;
        }
        if text.as_str().trim().is_empty() {
            self.problems.push(empty(&text));
            return;
        }
        let Some(id) = self.lesson_id(page, &front_matter, &text) else { return };
        let file = PageFile { path: &path, source: &self.plan.source, folder: &self.plan.folder };
        let text = expand::expand(text, self.plan.kind, &file, &mut self.includer);
        self.lesson(page, id, front_matter, &text);
    }

    /// The lesson's id; nothing when another lesson has it.
    fn lesson_id(&mut self, page: &PagePlan, front_matter: &FrontMatter, text: &Text) -> Option<LessonId> {
        let id = front_matter.id.clone().or_else(|| page.id.clone())?;
        if let Some(first) = self.ids.get(&id) {
            let message = format!("lesson id `{id}` is already used by {}", first.path);
            let help = "rename the file or give it an `id` in its front matter; progress is recorded by id";
            self.problems.push(Problem::new(Code::LessonIdTwice, text.start(), message, help));
            return None;
        }
        self.ids.insert(id.clone(), text.start());
        Some(id)
    }

    fn lesson(&mut self, page: &PagePlan, id: LessonId, front_matter: FrontMatter, text: &Text) {
        let fallback_title = lesson::title_from_path(&page.path);
        let address = |destination: &str| self.addresses.resolve(&page.path, destination);
        let read = lesson::read(&PageContext {
            course: &self.plan.id,
            lesson: &id,
            kind: self.plan.kind,
            page_kind: lesson::page_kind(&page.path, self.plan.kind),
            dialect: Dialect { flavour: lesson::flavour(self.plan.kind), address: &address },
            text,
            title: front_matter.title.as_deref().or(page.title.as_deref()),
            fallback_title: &fallback_title,
        });
        if read.is_empty() {
            return self.problems.push(empty(text));
        }
        let LessonPage { title, sections, faq, quizzes, banks, facts, problems } = read;
        self.problems.extend(problems);
        let mut drafts = self.written(quizzes, &sections, &facts, text);
        drafts.extend(self.shown(banks, &sections, page));
        drafts.extend(self.beside(&sections, page));
        drafts.sort_by_key(|(offset, _)| *offset);
        let drafts = drafts.into_iter().flat_map(|(_, drafts)| drafts).collect();
        let finished = question::finish(drafts, &id, &mut self.questions);
        self.problems.extend(finished.problems);
        self.lessons.push(Lesson {
            key: LessonKey::new(&self.plan.id, &id),
            id,
            aliases: front_matter.aliases,
            title,
            summary: front_matter.summary,
            tags: front_matter.tags,
            prerequisites: Vec::new(),
            related: Vec::new(),
            part: page.part.clone(),
            path: page.path.clone(),
            url: self.plan.base_url.as_ref().map(|base| format!("{base}{}", page.address)),
            sections,
            faq,
            questions: finished.questions,
            quiz: front_matter.quiz,
        });
        self.facts.push(facts);
        self.wishes.push(Wishes { prerequisites: front_matter.prerequisites, related: front_matter.related });
    }

    /// The questions written on the page itself, by where they stand.
    fn written(&mut self, quizzes: Vec<QuizPart>, sections: &[Section], facts: &PageFacts, text: &Text) -> Placed {
        let fences = facts.codes.iter().map(|(_, code)| (code.at, code.clone())).collect();
        let mut placed = Placed::new();
        for quiz in quizzes {
            let offset = quiz.special.head.at;
            let before = up_to(quiz.after_section, sections);
            let (read, problems) = quiz_section::read(quiz.special, &fences, text);
            self.problems.extend(problems);
            placed.push((offset, read.into_iter().map(|draft| draft.with_reread(before)).collect()));
        }
        placed
    }

    /// The questions of the banks that the page shows.
    fn shown(&mut self, banks: Vec<BankReference>, sections: &[Section], page: &PagePlan) -> Placed {
        let mut placed = Placed::new();
        for bank in banks {
            let folder = self.plan.source.join(&page.path);
            let path = normalized(&folder.parent().unwrap_or(&self.plan.source).join(&bank.path));
            let before = up_to(bank.after_section, sections);
            let drafts = self.banks.read_shown(&path, &bank, &mut self.problems);
            placed.push((bank.offset, drafts.into_iter().map(|draft| draft.with_reread(before)).collect()));
        }
        placed
    }

    /// The questions of banks that lie beside the page and have its name.
    fn beside(&mut self, sections: &[Section], page: &PagePlan) -> Placed {
        let drafts = self.banks.read_beside(&page.path, &mut self.problems);
        vec![(usize::MAX, drafts.into_iter().map(|draft| draft.with_reread(sections)).collect())]
    }

    /// Turns what lessons call each other into ids.
    fn resolve_wishes(&mut self) {
        let names = Names::of(&self.lessons);
        for (index, wishes) in std::mem::take(&mut self.wishes).into_iter().enumerate() {
            let mut find = |wishes: Vec<(String, Position)>| -> Vec<LessonId> {
                let found = wishes.into_iter().filter_map(|(name, at)| match names.find(&name) {
                    Some(id) => Some(id),
                    None => {
                        let message = format!("there is no lesson `{name}`");
                        let help = "use a lesson's id, or its path from the course's folder";
                        self.problems.push(Problem::new(Code::LessonUnknown, at, message, help));
                        None
                    }
                });
                found.collect()
            };
            let (prerequisites, related) = (find(wishes.prerequisites), find(wishes.related));
            if let Some(lesson) = self.lessons.get_mut(index) {
                lesson.prerequisites = prerequisites;
                lesson.related = related;
            }
        }
    }

    /// An alias leads to one lesson only, and never to one when another bears the name itself.
    fn settle_aliases(&mut self) {
        let mut given: HashSet<LessonId> = self.ids.keys().cloned().collect();
        for lesson in &mut self.lessons {
            let at = self.ids.get(&lesson.id).cloned();
            lesson.aliases.retain(|alias| {
                let free = given.insert(alias.clone());
                if let (false, Some(at)) = (free, &at) {
                    let message = format!("alias `{alias}` is already the name of a lesson");
                    let help = "remove the alias, or rename the other lesson";
                    self.problems.push(Problem::new(Code::AliasTaken, at.clone(), message, help));
                }
                free
            });
        }
    }
}

fn empty(text: &Text) -> Problem {
    let help = "write the lesson, or remove the file";
    Problem::new(Code::LessonEmpty, text.start(), "the page is empty", help)
}

/// What lessons may be called by: id, alias, path.
struct Names(HashMap<String, LessonId>);

impl Names {
    fn of(lessons: &[Lesson]) -> Self {
        let mut names = HashMap::new();
        for lesson in lessons {
            let aliases = lesson.aliases.iter().map(ToString::to_string);
            let path = Path::new(&lesson.path).with_extension("").to_string_lossy().into_owned();
            for name in aliases.chain([lesson.path.clone(), path, lesson.id.to_string()]) {
                names.insert(name, lesson.id.clone());
            }
        }
        Self(names)
    }

    fn find(&self, name: &str) -> Option<LessonId> {
        self.0.get(name).cloned()
    }
}

/// The sections of a page up to one of them; none before the first.
fn up_to(last: Option<usize>, sections: &[Section]) -> &[Section] {
    last.and_then(|last| sections.get(..=last)).unwrap_or_default()
}

impl Draft {
    fn with_reread(mut self, before: &[Section]) -> Self {
        self.reread = reread::section(&self, before);
        self
    }
}
