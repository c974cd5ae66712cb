//! Links from page to page: whether the page is there, and the heading on it.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use crate::course::{
    Course, CourseKind, Position,
    addresses::{beside, has_scheme},
    files::Files,
    lesson::PageFacts,
    plan::CoursePlan,
    problem::{Code, Problem},
};

/// Comparing takes as long as both texts multiplied; what is longer is no slip of the pen.
const LONGEST_COMPARED: usize = 100;
/// The headings of a page that a dead fragment is compared with.
const MOST_COMPARED: usize = 400;

pub(super) fn check(course: &Course, facts: &[PageFacts], plan: &CoursePlan, files: &Files) -> Vec<Problem> {
    let pages = Pages::of(course, facts, plan, files);
    let mut problems = Vec::new();
    for (lesson, facts) in course.lessons.iter().zip(facts) {
        for (destination, at) in &facts.links {
            // What came in through an include is linked from where it was written, or from here: tools differ.
            let own = facts.path.as_ref() == Some(&at.path);
            problems.extend(own.then(|| pages.check(&lesson.path, destination, at)).flatten());
        }
    }
    problems
}

/// The pages of a course by everything that a link may call them.
struct Pages<'a> {
    kind: CourseKind,
    source: &'a Path,
    files: &'a Files,
    /// Paths and addresses, without slashes at the ends, with the page's own path.
    by_name: HashMap<String, &'a str>,
    /// Fragments in lower case, by path.
    anchors: HashMap<&'a str, HashSet<String>>,
}

/// What a link leads to.
enum Target<'a> {
    Page(&'a str),
    /// A picture or another file.
    File,
    Nothing,
}

impl<'a> Pages<'a> {
    fn of(course: &'a Course, facts: &'a [PageFacts], plan: &'a CoursePlan, files: &'a Files) -> Self {
        let mut by_name = HashMap::new();
        for page in &plan.pages {
            for name in [page.path.as_str(), page.address.as_str()] {
                by_name.insert(name.trim_matches('/').to_owned(), page.path.as_str());
            }
        }
        let lessons = course.lessons.iter().zip(facts);
        let anchors = lessons.map(|(lesson, facts)| {
            let anchors = facts.anchors.iter().map(|anchor| anchor.to_lowercase());
            (lesson.path.as_str(), anchors.collect())
        });
        Self { kind: plan.kind, source: &plan.source, files, by_name, anchors: anchors.collect() }
    }

    fn check(&self, page: &str, destination: &str, at: &Position) -> Option<Problem> {
        let destination = destination.trim();
        if destination.is_empty() || has_scheme(destination) || destination.starts_with("//") {
            return None;
        }
        let (path, fragment) = destination.split_once('#').unwrap_or((destination, ""));
        let path = path.split('?').next().unwrap_or(path);
        let target = if path.is_empty() { Target::Page(page) } else { self.target(page, &decoded(path)) };
        match target {
            Target::Nothing => {
                let message = format!("there is nothing at `{path}`");
                let help = "mend the path; it counts from this page's folder";
                Some(Problem::new(Code::LinkDead, at.clone(), message, help))
            }
            Target::Page(target) => self.check_fragment(target, fragment, at),
            Target::File => None,
        }
    }

    fn check_fragment(&self, page: &str, fragment: &str, at: &Position) -> Option<Problem> {
        let anchors = self.anchors.get(page)?;
        let fragment = decoded(fragment).to_lowercase();
        // A text fragment, or a line on a forge, is none of the page's headings.
        if fragment.is_empty() || fragment.starts_with(":~:") || anchors.contains(&fragment) {
            return None;
        }
        let similarity = |anchor: &&String| (strsim::jaro_winkler(anchor, &fragment) * 1000.0) as u32;
        let is_short = |text: &str| text.len() <= LONGEST_COMPARED;
        let compared = anchors.iter().take(MOST_COMPARED).filter(|anchor| is_short(anchor) && is_short(&fragment));
        let nearest = compared.max_by_key(similarity).filter(|nearest| similarity(nearest) > 850);
        let help = match nearest {
            Some(nearest) => format!("did you mean `#{nearest}`?"),
            None => "use the fragment that the heading has on the published page".to_owned(),
        };
        let message = format!("there is no heading `#{fragment}` on `{page}`");
        Some(Problem::new(Code::AnchorDead, at.clone(), message, help))
    }

    fn target(&self, page: &str, path: &str) -> Target<'_> {
        let found = self.candidates(page, path).into_iter().find_map(|name| self.by_name.get(name.trim_matches('/')));
        if let Some(page) = found {
            return Target::Page(page);
        }
        // Sites serve folders of their own beside the pages; whether something is there is for the site to say.
        if path.starts_with('/') {
            return Target::File;
        }
        let folder = Path::new(page).parent().unwrap_or(Path::new(""));
        let file = self.source.join(folder).join(path);
        let exists = file.canonicalize().is_ok_and(|real| real.starts_with(&self.files.root));
        let built = match self.kind {
            // A page's address is a folder there: relative links count from it once published.
            CourseKind::MkDocs | CourseKind::Docusaurus => !path.ends_with(".md") && !path.ends_with(".mdx"),
            CourseKind::MdBook => path.ends_with(".html") || leads_out(page, path),
            CourseKind::Native | CourseKind::Plain => leads_out(page, path),
        };
        if exists || built { Target::File } else { Target::Nothing }
    }

    /// The names under which the page that `path` means may be known.
    fn candidates(&self, page: &str, path: &str) -> Vec<String> {
        let rooted = path.strip_prefix('/');
        let Some(target) = rooted.map(str::to_owned).or_else(|| beside(page, path)) else { return Vec::new() };
        let mut names = vec![target.clone()];
        // Docusaurus also looks from the top of the docs.
        names.extend((self.kind == CourseKind::Docusaurus).then(|| path.to_owned()));
        match self.kind {
            CourseKind::MdBook => {
                names.extend(target.strip_suffix(".html").map(|stem| format!("{stem}.md")));
            }
            CourseKind::MkDocs | CourseKind::Docusaurus => {
                names.extend(["md", "mdx"].map(|ending| format!("{}.{ending}", target.trim_end_matches('/'))));
                names
                    .extend(["index.md", "README.md"].map(|index| format!("{}/{index}", target.trim_end_matches('/'))));
            }
            CourseKind::Native | CourseKind::Plain => {
                names
                    .extend(["index.md", "README.md"].map(|index| format!("{}/{index}", target.trim_end_matches('/'))));
            }
        }
        names
    }
}

/// A link out of the course's folder leads to something else of the repository or site.
fn leads_out(page: &str, path: &str) -> bool {
    beside(page, path).is_none()
}

/// `%20` and the like as the characters that they stand for.
fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let hex = |byte: Option<u8>| char::from(byte?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match (byte, hex(ahead.next()), hex(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(high * 16 + low);
                rest = ahead;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
