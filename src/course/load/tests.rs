use std::fs;

use super::*;
use crate::{course::CourseKind, markup::plain_text};

/// A content folder made of files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn said(loaded: &Loaded) -> Vec<String> {
    loaded.problems.iter().map(|p| format!("{}:{} {}", p.at.path, p.at.line, p.code.as_str())).collect()
}

#[test]
fn a_folder_of_markdown_is_a_course_in_the_order_of_numbers() {
    let content = folder(&[
        ("10-last.md", "# Last\n\nx\n"),
        (
            "02-first.md",
            "---\nid: start\naliases: [old]\nrelated: [last, nowhere]\n---\n# First\n\nSee [last](10-last.md#last).\n",
        ),
        ("course.toml", "id = \"c\"\ntitle = \"C\"\nbase_url = \"https://e.example\"\n"),
        (".git/x.md", "no"),
    ]);
    let loaded = load(content.path()).unwrap();
    let [course] = loaded.courses.as_slice() else { panic!("{loaded:?}") };
    assert_eq!((course.id.as_str(), course.kind), ("c", CourseKind::Native));
    let lessons: Vec<_> = course.lessons.iter().map(|l| (l.id.as_str(), l.title.as_str())).collect();
    assert_eq!(lessons, [("start", "First"), ("last", "Last")]);
    assert_eq!(course.lessons[0].related[0].as_str(), "last");
    assert_eq!(course.lessons[0].url.as_deref(), Some("https://e.example/02-first.md"));
    assert_eq!(said(&loaded), ["02-first.md:4 lesson-unknown"]);
    assert_eq!((loaded.counts.lessons, loaded.counts.sections), (2, 2));
}

#[test]
fn who_names_the_root_of_a_repository_is_told_of_the_site_in_it() {
    let pages = [("README.md", "# Read me\n\nx\n"), ("docs/en/docs/a.md", "# A\n\nx\n")];
    let site = ("docs/en/mkdocs.yml", "site_name: A\n");
    let loaded = load(folder(&[&pages[..], &[site]].concat()).path()).unwrap();
    assert_eq!(said(&loaded), ["docs/en/mkdocs.yml:1 site-inside"]);
    assert!(loaded.problems[0].help.ends_with("/docs/en"));
    assert_eq!(loaded.counts.lessons, 2, "all the same");
    let meant = ("course.toml", "id = \"all\"\n");
    assert_eq!(said(&load(folder(&[&pages[..], &[site, meant]].concat()).path()).unwrap()), [""; 0]);
}

#[test]
fn each_subfolder_is_a_course_when_there_is_no_markdown_at_the_top() {
    let content = folder(&[
        ("README.md", "My courses"),
        ("b/course.toml", "id = \"same\"\n"),
        ("b/a.md", "x"),
        ("a/course.toml", "id = \"same\"\n"),
        ("a/x.md", "x"),
        ("c/deep/x.md", "x"),
        ("pictures/x.png", "x"),
    ]);
    let loaded = load(content.path()).unwrap();
    let ids: Vec<_> = loaded.courses.iter().map(|course| course.id.as_str()).collect();
    assert_eq!(ids, ["same", "c"]);
    assert_eq!(loaded.courses[1].lessons[0].id.as_str(), "deep/x");
    assert_eq!(said(&loaded), ["b:1 course-id-twice"]);
}

#[test]
fn one_bad_file_does_not_hide_the_next() {
    let content = folder(&[
        ("1-a.md", "---\ntitle: [\n---\n# A\n\na\n"),
        ("2-b.md", ""),
        ("3-c.md", "# C\n\nc\n\n## Quiz\n\n### Q?\n\n- [ ] a\n- [ ] b\n\n### R?\n\n- [x] a\n- [ ] b\n\n> E\n"),
        ("4-a.md", "# A\n\na\n"),
    ]);
    fs::write(content.path().join("5-d.md"), b"\xff").unwrap();
    let loaded = load(content.path()).unwrap();
    let [course] = loaded.courses.as_slice() else { panic!() };
    assert_eq!(course.lessons.len(), 2);
    assert_eq!(course.lessons[1].questions.len(), 1);
    assert_eq!(
        said(&loaded),
        [
            "1-a.md:2 front-matter-syntax",
            "2-b.md:1 lesson-empty",
            "3-c.md:7 quiz-without-key",
            "4-a.md:1 lesson-id-twice",
            "5-d.md:1 not-utf8"
        ]
    );
}

#[test]
fn a_folder_that_gives_nothing_is_said_with_the_remedy() {
    let content = folder(&[("x.txt", "x")]);
    assert!(matches!(load(content.path()), Err(LoadError::Empty(_))));
    assert!(matches!(load(&content.path().join("x.txt")), Err(LoadError::NoFolder(_))));
    assert!(matches!(load(&content.path().join("none")), Err(LoadError::Missing(_))));
}

#[test]
fn the_bundled_course_is_sound() {
    let loaded = load(Path::new(env!("CARGO_MANIFEST_DIR")).join("content").as_path()).unwrap();
    assert_eq!(said(&loaded), [""; 0]);
    let [course] = loaded.courses.as_slice() else { panic!("one course is bundled") };
    assert_eq!((course.id.as_str(), course.lessons.len()), ("python-backend", 8));
    for lesson in &course.lessons {
        assert!(lesson.sections.len() >= 4 && lesson.questions.len() >= 5 && lesson.faq.len() >= 3, "{}", lesson.id);
        for question in &lesson.questions {
            let stem = plain_text(&question.stem);
            let prose = lesson.sections.iter().map(|s| plain_text(&s.blocks)).collect::<String>();
            assert!(!prose.contains(stem.lines().next().unwrap()), "{stem}");
        }
    }
}
