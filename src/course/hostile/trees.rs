//! Whole folders: the configuration of every kind of site, and pages that take text from each other.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use tempfile::TempDir;

use super::{all_lie_in, kind_and_text};
use crate::{
    course::{CourseKind, Lesson, load::load, problem::Problem, text::with_line_feeds},
    markup::plain_text,
};

/// Stands before each file of a tree but the first, in a line with its path.
const FILE_MARK: &str = "\n@@ ";
/// Stands in a file outside of the repository, and must never be shown.
const SECRET: &str = "nobody-may-read-this";
/// Files of one tree; more would make runs slow without making them different.
const MOST_FILES: usize = 12;
/// What includes may make of one page, and some room for what is shown twice.
const MOST_SHOWN: usize = 8 * 1024 * 1024;

/// Pieces that mean something to one reader or another, so that chance makes more than prose.
pub(super) const PIECES: &[&str] = &[
    "# ",
    "## ",
    "### Quiz\n",
    "## FAQ\n",
    "- [x] ",
    "- [ ] ",
    "1. ",
    "> ",
    "\n",
    "\n\n",
    "    ",
    "\t",
    "```",
    "~~~",
    "```rust\n",
    "`",
    "*",
    "**",
    "_",
    "[",
    "](",
    ")",
    "![",
    "|",
    "|---|",
    "<",
    ">",
    "</",
    "<div>",
    "</div>",
    "<details>",
    "<summary>",
    "<table>",
    "<td>",
    "<li>",
    "<pre>",
    "<!--",
    "-->",
    "<!-- docent: id=x; label -->",
    "<Tabs>",
    "<TabItem value=\"",
    "</Tabs>",
    "{/*",
    "*/}",
    "{{#include ",
    "a.md",
    "b.rs:x",
    "}}",
    "{{#quiz q.toml}}",
    ":::note",
    ":::",
    "!!! note \"T\"\n",
    "??? tip\n",
    "=== \"A\"\n",
    "/// note | T\n",
    "///\n",
    "--8<-- \"a.md\"\n",
    "{* a.md *}\n",
    "{% for x %}\n",
    "{% endfor %}\n",
    "---\n",
    "title: ",
    "&amp;",
    "\u{feff}",
    "\u{0}",
    "é",
    "日本",
    "🦀",
    "import X from './a.md'\n",
    "<X />\n",
    "export const a = {\n",
    "\\",
    "{.quiz}",
    "{#id}",
    "a",
    " word",
    "```answer\n",
    "```number\n",
    "```output\n",
    "ANCHOR: x\n",
    "ANCHOR_END: x\n",
    "[^1]",
    "[^1]: ",
    ": ",
    "http://e.example",
];

/// A site whose configuration is the input: each of its files is a part of it.
pub fn site(data: &[u8]) {
    let (kind, text) = kind_and_text(data);
    let tree = Tree::of(kind);
    tree.put_page("a.md", "# A\n\nText.\n");
    tree.put_page("02-b.md", "---\nsidebar_position: 2\n---\n# B\n\n[a](a.md)\n");
    tree.put_page("sub/index.md", "# C\n\nText.\n");
    let files: &[&str] = match kind {
        CourseKind::Native => &["course.toml"],
        CourseKind::Plain => &["c.md"],
        CourseKind::MdBook => &["book.toml", "src/SUMMARY.md"],
        CourseKind::MkDocs => &["mkdocs.yml", "docs/.nav.yml"],
        CourseKind::Docusaurus => {
            &["docusaurus.config.js", "sidebars.js", "docs/sub/_category_.json", "docs/sub/_category_.yml"]
        }
    };
    for (path, content) in files.iter().zip(text.split(FILE_MARK)) {
        tree.put(path, content);
    }
    tree.check();
}

/// Pages that take text from each other and from whatever else lies around: each file is a part of the input, the first
/// is a page. Links lead out of the repository and in circles.
pub fn includes(data: &[u8]) {
    let (kind, text) = kind_and_text(data);
    // What stands in the input may be shown.
    let text = text.replace(SECRET, "");
    let tree = Tree::of(kind);
    let mut parts = text.split(FILE_MARK);
    tree.put_page("a.md", parts.next().unwrap_or_default());
    for part in parts.take(MOST_FILES) {
        let (path, content) = part.split_once('\n').unwrap_or((part, ""));
        if let Some(path) = inside(path) {
            tree.put_page(&path, content);
        }
    }
    #[cfg(unix)]
    for (name, target) in
        [("out.md", "../../../secret.md"), ("in.md", "a.md"), ("zero.md", "/dev/zero"), ("circle", ".")]
    {
        tree.link(name, target);
    }
    tree.check();
}

/// A few pieces, each many times: what grows with the square of a page shows here and nowhere else. Three bytes name two
/// pieces and how often they stand there together.
pub fn repetition(data: &[u8]) {
    let (kind, _) = kind_and_text(data);
    let pick = |index: u8| PIECES.get(usize::from(index) % PIECES.len()).copied().unwrap_or_default();
    let mut text = String::new();
    for run in data.get(1..).unwrap_or_default().chunks_exact(3).take(4) {
        if let [first, second, often] = run {
            // From once to some four thousand times.
            text.push_str(&[pick(*first), pick(*second)].concat().repeat(1 << (often % 13)));
        }
    }
    let tree = Tree::of(kind);
    tree.put_page("a.md", &text);
    tree.check();
}

/// A repository in a folder of its own, beside a file that is none of its business.
pub(super) struct Tree {
    folder: TempDir,
    kind: CourseKind,
}

impl Tree {
    /// One of a course of `kind`, with as little configuration as it takes.
    pub(super) fn of(kind: CourseKind) -> Self {
        let tree = Self { folder: tempfile::tempdir().expect("a temporary folder"), kind };
        fs::create_dir(tree.root()).expect("the folder is new");
        fs::create_dir(tree.root().join(".git")).expect("the folder is new");
        fs::write(tree.folder.path().join("secret.md"), SECRET).expect("the folder is writable");
        match kind {
            CourseKind::Native => tree.put("course.toml", ""),
            CourseKind::Plain => {}
            CourseKind::MdBook => {
                tree.put("book.toml", "");
                tree.put("src/SUMMARY.md", "- [A](a.md)\n- [B](b.md)\n");
            }
            CourseKind::MkDocs => tree.put("mkdocs.yml", "site_name: x\n"),
            CourseKind::Docusaurus => tree.put("docusaurus.config.js", "module.exports = {};\n"),
        }
        tree
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("repository")
    }

    /// The folder of pages, from the root.
    fn source(&self) -> &'static str {
        match self.kind {
            CourseKind::Native | CourseKind::Plain => "",
            CourseKind::MdBook => "src/",
            CourseKind::MkDocs | CourseKind::Docusaurus => "docs/",
        }
    }

    pub(super) fn put_page(&self, path: &str, content: &str) {
        self.put(&format!("{}{path}", self.source()), content);
    }

    /// Writes a file; one whose place is taken by a folder stays away.
    fn put(&self, path: &str, content: &str) {
        // By its parts: a slash at the end would mean a folder.
        let path: PathBuf = self.root().join(path).components().collect();
        let folder = path.parent().unwrap_or(Path::new(""));
        if fs::create_dir_all(folder).is_ok() && !path.is_dir() {
            fs::write(&path, content).expect("the folder is writable");
        }
    }

    #[cfg(unix)]
    fn link(&self, name: &str, target: &str) {
        let path = self.root().join(self.source()).join(name);
        if !path.exists() {
            std::os::unix::fs::symlink(target, path).expect("the folder is writable");
        }
    }

    /// Loads the tree and looks at everything that came of it.
    pub(super) fn check(&self) -> Vec<Problem> {
        let Ok(loaded) = load(&self.root()) else { return Vec::new() };
        for problems in loaded.problems.chunk_by(|a, b| a.at.path == b.at.path) {
            let file = problems.first().map(|problem| self.root().join(&*problem.at.path)).unwrap_or_default();
            // A problem may be that there is no such file, or that it is no text.
            if let Ok(content) = fs::read_to_string(file) {
                all_lie_in(problems, &with_line_feeds(content.strip_prefix('\u{feff}').unwrap_or(&content)));
            }
        }
        loaded.courses.iter().flat_map(|course| &course.lessons).for_each(check_lesson);
        loaded.problems
    }
}

fn check_lesson(lesson: &Lesson) {
    assert!(!lesson.sections.is_empty(), "a lesson without a section");
    let sections = lesson.sections.iter().map(|section| &section.blocks);
    let answers = lesson.faq.iter().map(|entry| &entry.answer);
    let shown: usize = sections
        .chain(answers)
        .map(|blocks| {
            let text = plain_text(blocks);
            assert!(!text.contains(SECRET), "a file outside of the repository is shown");
            text.len()
        })
        .sum();
    assert!(shown <= MOST_SHOWN, "a page shows {shown} bytes");
}

/// The path when it stays inside, is not deep and is no device's name.
fn inside(path: &str) -> Option<String> {
    let path = Path::new(path.trim());
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    let short = path.components().count() <= 4 && path.as_os_str().len() <= 100;
    let text = path.to_str().filter(|text| !text.is_empty() && !text.contains('\0'))?;
    (plain && short).then(|| text.to_owned())
}
