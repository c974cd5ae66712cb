use std::fs;

use super::*;

struct World {
    folder: tempfile::TempDir,
    files: Files,
}

fn world(files: &[(&str, &str)]) -> World {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap().join("repo");
    fs::create_dir(&root).unwrap();
    for (path, text) in files {
        fs::write(root.join(path), text).unwrap();
    }
    World { files: Files::new(root.clone(), root), folder }
}

impl World {
    fn include(&self, file: &str, selection: Selection, place: Place) -> Result<String, Code> {
        let mut includer = Includer::new(&self.files, HashSet::from([self.files.root.join("page.md")]));
        let at = Position { path: "a.md".into(), line: 1, column: 1 };
        let directive = Directive { at, length: 5, written: file, selection, indent: 0, place };
        match includer.include(&directive, &[self.files.root.join(file)]) {
            Some((_, lines)) => Ok(lines.into_iter().map(|(line, _)| line).collect::<Vec<_>>().join("|")),
            None => Err(includer.problems[0].code),
        }
    }
}

const CODE: &str = "one\n// ANCHOR: a\ntwo\n// ANCHOR: b\nthree\n// ANCHOR_END: a\nfour\n// ANCHOR_END: b\n";

#[test]
fn a_part_is_taken_by_lines_or_anchor_and_marks_are_not_shown() {
    let world = world(&[("x.rs", CODE), ("y.py", "# --8<-- [start:a]\nin\n# --8<-- [end:a]\nout\n")]);
    let take = |selection| world.include("x.rs", selection, Place::Inside);
    assert_eq!(take(Selection::Whole).unwrap(), "one|two|three|four");
    assert_eq!(take(Selection::Anchor("a".into())).unwrap(), "two|three");
    assert_eq!(take(Selection::Anchor("b".into())).unwrap(), "three|four");
    assert_eq!(take(Selection::Lines(vec![(1, Some(3))])).unwrap(), "one|two");
    assert_eq!(take(Selection::Lines(vec![(7, None)])).unwrap(), "four");
    assert_eq!(take(Selection::Anchor("c".into())), Err(Code::IncludeAnchorUnknown));
    assert_eq!(world.include("y.py", Selection::Marked("a".into()), Place::Inside).unwrap(), "in");
}

#[test]
fn nothing_of_a_quiz_comes_in() {
    let quiz = "intro\n\n## Quiz\n\n### SECRET\n\n- [x] SECRET\n\n## More\n\nmore\n";
    let world = world(&[
        ("page.md", quiz),
        ("part.md", quiz),
        ("q.toml", "[[questions]]\nid = \"x\"\n"),
        ("q.gift", "SECRET"),
        ("q.txt", "Q\nA. a\nB. b\nANSWER: A\n"),
        ("plain.toml", "[a]\n"),
    ]);
    assert!(!world.include("page.md", Selection::Whole, Place::Page).unwrap().contains("SECRET"));
    assert!(!world.include("part.md", Selection::Whole, Place::Inside).unwrap().contains("SECRET"));
    assert!(!world.include("part.md", Selection::Lines(vec![(5, None)]), Place::Page).unwrap().contains("SECRET"));
    assert!(world.include("part.md", Selection::Whole, Place::Page).unwrap().contains("## Quiz"));
    for bank in ["q.toml", "q.gift", "q.txt"] {
        assert_eq!(world.include(bank, Selection::Whole, Place::Inside), Err(Code::IncludeOfQuiz), "{bank}");
    }
    assert!(world.include("plain.toml", Selection::Whole, Place::Inside).is_ok());
}

#[cfg(unix)]
#[test]
fn nothing_from_outside_comes_in() {
    let world = world(&[("x.rs", "x")]);
    fs::write(world.folder.path().join("secret"), "SECRET").unwrap();
    std::os::unix::fs::symlink(world.folder.path().join("secret"), world.files.root.join("link")).unwrap();
    for path in ["../secret", "link", "/etc/hostname", "/dev/zero", "x.rs/../../secret"] {
        let refused = world.include(path, Selection::Whole, Place::Page).unwrap_err();
        assert!(matches!(refused, Code::IncludeOutside | Code::IncludeUnresolved), "{path}: {refused:?}");
    }
    assert_eq!(world.include("none.rs", Selection::Whole, Place::Page), Err(Code::IncludeUnresolved));
}
