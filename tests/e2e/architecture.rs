//! Holds the table of rooms in ARCHITECTURE.md: who must not know whom, and how long a file may be.
//!
//! Reads the source as text: `use` declarations with their braces spread out, and paths written out in full. Tests are
//! left out; they may look everywhere.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Lines that a file may have without its tests.
const MAX_LINES: usize = 400;

/// A part of the program, by where its files begin, and what it must not name.
struct Room {
    files: &'static [&'static str],
    must_not_know: &'static [&'static str],
}

/// What the domain may never name: it is synchronous and pure, and data comes in as arguments.
const IMPURE: [&str; 6] =
    ["tokio", "rand", "std::time::Instant", "std::time::SystemTime", "crate::clock::Clock", "jiff::Zoned"];

/// Front ends and what puts them together: nothing else may lean on them.
const FRONT_ENDS: [&str; 5] = ["crate::app", "crate::cli", "crate::discord", "crate::terminal", "crate::config"];

const OUTERMOST: [&str; 8] = ["main", "app", "lib", "cli", "config", "logging", "discord", "terminal"];

const DOMAIN: [&str; 9] = ["course", "search", "quiz", "review", "streak", "markup", "paging", "picture", "plain"];

const ROOMS: [Room; 16] = [
    Room { files: &["main"], must_not_know: &["docent::tutor", "docent::store", "docent::course", "docent::search"] },
    Room {
        files: &["cli"],
        must_not_know: &[
            "crate::app",
            "crate::tutor",
            "crate::store",
            "crate::course",
            "crate::search",
            "crate::library",
        ],
    },
    Room {
        files: &["config", "ids", "clock"],
        must_not_know: &["crate::app", "crate::tutor", "crate::store", "crate::course"],
    },
    Room {
        files: &["action", "reply", "plain", "markup"],
        must_not_know: &["crate::store", "crate::course", "crate::search", "crate::library", "crate::tutor"],
    },
    Room { files: &["words"], must_not_know: &["crate::search", "crate::library", "crate::tutor"] },
    Room { files: &["tutor"], must_not_know: &["crate::plain", "crate::paging::markdown"] },
    Room {
        files: &["course"],
        must_not_know: &[
            "crate::store",
            "crate::search",
            "crate::library",
            "crate::tutor",
            "crate::action",
            "crate::reply",
        ],
    },
    Room {
        files: &["search"],
        must_not_know: &[
            "crate::store",
            "crate::library",
            "crate::tutor",
            "crate::action",
            "crate::reply",
            "std::fs",
            "std::path",
        ],
    },
    Room { files: &["library"], must_not_know: &["crate::action", "crate::store", "crate::tutor"] },
    Room {
        files: &["calendar", "review", "streak"],
        must_not_know: &["crate::store", "crate::words", "crate::tutor", "crate::reply", "crate::library"],
    },
    Room {
        files: &["picture"],
        must_not_know: &["crate::store", "crate::search", "crate::library", "crate::tutor", "crate::reply"],
    },
    Room { files: &["outbox", "boards"], must_not_know: &["crate::action", "crate::course", "crate::library"] },
    Room {
        files: &["quiz"],
        must_not_know: &[
            "crate::store",
            "crate::words",
            "crate::tutor",
            "crate::reply",
            "crate::library",
            "crate::clock",
        ],
    },
    Room {
        files: &["store"],
        must_not_know: &[
            "crate::reply",
            "crate::tutor",
            "crate::words",
            "crate::library",
            "crate::search",
            "crate::course::Course",
            "crate::course::Lesson",
            "crate::course::Section",
            "crate::course::Question",
        ],
    },
    Room {
        files: &["discord"],
        must_not_know: &["crate::store", "crate::course", "crate::search", "crate::terminal", "crate::plain"],
    },
    Room {
        files: &["terminal"],
        must_not_know: &["crate::store", "crate::course", "crate::search", "crate::library", "crate::discord"],
    },
];

/// Crates that one room has to itself.
const OWNED: [(&str, &str); 7] = [
    ("fsrs", "review"),
    ("serenity", "discord"),
    ("sqlx", "store"),
    ("tantivy", "search"),
    ("reedline", "terminal"),
    ("resvg", "picture"),
    ("pulldown_cmark", "course"),
];

#[test]
fn no_room_knows_what_it_must_not() {
    let mut trespasses = Vec::new();
    for source in sources() {
        let rooms = ROOMS.iter().filter(|room| room.files.iter().any(|files| source.is_in(files)));
        trespasses.extend(rooms.flat_map(|room| source.names_of(room.must_not_know)));
        if DOMAIN.iter().any(|room| source.is_in(room)) {
            trespasses.extend(source.names_of(&IMPURE));
        }
        if !OUTERMOST.iter().any(|room| source.is_in(room)) {
            trespasses.extend(source.names_of(&FRONT_ENDS));
        }
    }
    assert!(trespasses.is_empty(), "{}", trespasses.join("\n"));
}

#[test]
fn a_crate_for_one_thing_is_named_in_one_room() {
    let sources = sources();
    let elsewhere = |(name, room): &(&str, &str)| {
        sources
            .iter()
            .filter(|source| !source.is_in(room))
            .flat_map(|source| source.names_of(&[name]))
            .collect::<Vec<_>>()
    };
    let trespasses: Vec<String> = OWNED.iter().flat_map(elsewhere).collect();
    assert!(trespasses.is_empty(), "{}", trespasses.join("\n"));
}

#[test]
fn no_feature_of_the_tutor_leans_on_another() {
    let sources = sources();
    let in_tutor: Vec<&Source> = sources.iter().filter(|source| source.module.starts_with("tutor/")).collect();
    let feature = |source: &Source| source.module.split('/').nth(1).unwrap().to_owned();
    for source in &in_tutor {
        let others = in_tutor.iter().map(|other| feature(other)).filter(|other| *other != feature(source));
        let others: Vec<String> = others.map(|other| format!("crate::tutor::{other}")).collect();
        let named = source.names_of(&others.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(named.is_empty(), "{}", named.join("\n"));
    }
}

#[test]
fn no_file_is_longer_than_a_reader_can_hold() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|source| source.lines > MAX_LINES)
        .map(|source| format!("{} has {} lines", source.path.display(), source.lines))
        .collect();
    assert!(long.is_empty(), "at most {MAX_LINES} lines without tests:\n{}", long.join("\n"));
}

#[test]
fn a_file_is_read_beyond_the_declaration_of_its_tests() {
    let text = "#[cfg(test)]\nmod tests;\nuse sqlx::Q;\n#[cfg(test)]\nmod more {\n    use serenity::R;\n}\n";
    let source = Source::new(PathBuf::from("src/tutor.rs"), "tutor", text);
    assert!(source.paths.iter().any(|path| path == "sqlx::Q"), "{:?}", source.paths);
    assert!(source.paths.iter().all(|path| !path.starts_with("serenity")), "{:?}", source.paths);
    assert_eq!(source.lines, 1);
}

#[test]
fn paths_are_read_from_declarations_and_from_code() {
    let text = "use crate::{\n    a::{self, B},\n    c,\n};\nuse super::d::E;\n// sqlx::no\nfn f() { crate::g::h(); tokio::spawn(x) }\n#[cfg(test)]\nmod tests {\n    use sqlx::Q;\n}\n";
    let source = Source::new(PathBuf::from("src/tutor/quiz.rs"), "tutor/quiz", text);
    for known in ["crate::a", "crate::a::B", "crate::c", "crate::tutor::d::E", "crate::g::h", "tokio::spawn"] {
        assert!(source.paths.iter().any(|path| path == known), "{known} in {:?}", source.paths);
    }
    assert!(!source.paths.iter().any(|path| path.starts_with("sqlx")), "{:?}", source.paths);
    assert_eq!(source.lines, 7);
}

/// A file of the program, without its tests.
struct Source {
    path: PathBuf,
    /// `tutor/quiz` for `src/tutor/quiz.rs`.
    module: String,
    lines: usize,
    /// Everything it names by path, from the crate's root or from another crate.
    paths: Vec<String>,
}

impl Source {
    fn new(path: PathBuf, module: &str, text: &str) -> Self {
        let code = without_tests(text);
        let bare: String = code.iter().map(|line| line.split("//").next().unwrap().to_owned() + "\n").collect();
        let mut paths = declared(&bare);
        paths.extend(written_out(&bare));
        let paths = paths.iter().map(|path| from_root(module, path)).collect();
        Self { path, module: module.to_owned(), lines: code.len(), paths }
    }

    /// Whether it is the file of `room`, or below it.
    fn is_in(&self, room: &str) -> bool {
        self.module == room || self.module.starts_with(&format!("{room}/"))
    }

    /// A line for each of `forbidden` that this file names.
    fn names_of(&self, forbidden: &[&str]) -> Vec<String> {
        let names = |name: &&str| {
            let path = self.paths.iter().find(|path| *path == name || path.starts_with(&format!("{name}::")))?;
            Some(format!("{} must not know {name}, but names {path}", self.path.display()))
        };
        forbidden.iter().filter_map(names).collect()
    }
}

/// A module of tests that stands in the file ends it; the declaration of one is passed over.
fn without_tests(text: &str) -> Vec<&str> {
    let mut code = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        match line.trim_end() {
            "#[cfg(test)]" if lines.next().is_some_and(|next| next.trim_end().ends_with(';')) => {}
            "#[cfg(test)]" => break,
            _ => code.push(line),
        }
    }
    code
}

/// All files of the program but those that hold tests only.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() && entry.file_name() != "tests" {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") && entry.file_name() != "tests.rs" {
                let relative = path.strip_prefix(&root).unwrap().with_extension("");
                let module = relative.to_str().unwrap().replace('\\', "/");
                let text = fs::read_to_string(&path).unwrap();
                sources.push(Source::new(path, &module, &text));
            }
        }
    }
    assert!(sources.len() > 50, "the program has more files than {}", sources.len());
    sources
}

/// What the `use` declarations name, braces spread out.
fn declared(code: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for statement in code.split(';') {
        let Some((before, tree)) = statement.rsplit_once("use ") else { continue };
        let keyword = before.rsplit('\n').next().unwrap().trim();
        // `pub enum Because {` declares no use.
        if keyword.is_empty() || keyword.starts_with("pub") && before.ends_with(' ') {
            spread("", &tree.split_whitespace().collect::<Vec<_>>().join(" "), &mut paths);
        }
    }
    paths
}

fn spread(prefix: &str, tree: &str, paths: &mut Vec<String>) {
    let Some((head, inner)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap().trim().trim_end_matches("::self").trim_end_matches("self");
        paths.push(format!("{prefix}{path}").trim_end_matches("::").to_owned());
        return;
    };
    let prefix = format!("{prefix}{}", head.trim());
    let (inner, _) = inner.rsplit_once('}').unwrap();
    let mut depth = 0;
    let mut item = String::new();
    for c in inner.chars().chain([',']) {
        match c {
            ',' if depth == 0 => {
                let item = std::mem::take(&mut item);
                if !item.trim().is_empty() {
                    spread(&prefix, item.trim(), paths);
                }
                continue;
            }
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        item.push(c);
    }
}

/// Paths in the code itself: `tokio::spawn`, `crate::store::Store`.
fn written_out(code: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    code.split(|c: char| !is_part(c))
        .filter(|word| word.contains("::"))
        .map(|word| word.trim_matches(':').to_owned())
        .collect()
}

/// Writes out where `super` and `self` lead from `module`.
fn from_root(module: &str, path: &str) -> String {
    let mut module: Vec<&str> = module.split('/').collect();
    let mut rest = path;
    let mut relative = false;
    while let Some(after) = rest.strip_prefix("super::") {
        module.pop();
        rest = after;
        relative = true;
    }
    if let Some(after) = rest.strip_prefix("self::") {
        rest = after;
        relative = true;
    }
    if !relative {
        return path.to_owned();
    }
    module.insert(0, "crate");
    format!("{}::{rest}", module.join("::"))
}
