//! The order that folders give: `_category_.json`, `sidebar_position`, numbers in front of names.

use std::path::Path;

use super::Docs;
use crate::course::{
    Position,
    files::Files,
    front_matter::Order,
    order::{is_index, number_prefix, without_number},
    problem::{Code, Problem},
    yaml,
};

/// What a `_category_` file says about its folder.
#[derive(Debug, Default)]
pub(in crate::course::plan) struct Category {
    pub label: Option<String>,
    pub position: Option<Order>,
}

pub(super) fn is_category(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    ["_category_.json", "_category_.yml", "_category_.yaml"].contains(&name)
}

impl Category {
    /// JSON is YAML too.
    pub(super) fn read(files: &Files, path: &Path, problems: &mut Vec<Problem>) -> Self {
        let content = files.read_or_report(path, problems).unwrap_or_default();
        match yaml::parse(&content) {
            Ok(category) => Self {
                label: category.text_at(&["label"]).map(str::to_owned),
                position: category.text_at(&["position"]).and_then(|position| position.parse().ok()),
            },
            Err(error) => {
                let at = Position { path: files.shown(path), line: error.line, column: error.column };
                let message = format!("cannot read the category: {}", error.message);
                problems.push(Problem::new(Code::ConfigSyntax, at, message, "mend the JSON or YAML"));
                Self::default()
            }
        }
    }
}

/// The pages below `folder` in order, each with the label of the folders around it.
pub(super) fn folder_order(docs: &Docs, folder: &str) -> Vec<(String, Option<String>)> {
    let mut found = Vec::new();
    collect(docs, folder, &[], &mut found, 0);
    found
}

/// A page or folder directly in a folder.
enum Child {
    Page(String),
    Folder(String),
}

fn collect(docs: &Docs, folder: &str, labels: &[String], found: &mut Vec<(String, Option<String>)>, depth: usize) {
    if depth > 24 {
        return;
    }
    let mut children: Vec<(Key, Child)> = Vec::new();
    for path in docs.by_path.keys() {
        let Some(below) = below(folder, path) else { continue };
        match below.split_once('/') {
            None => children.push((page_key(docs, path, below), Child::Page(path.clone()))),
            Some((name, _)) => {
                let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
                if !children.iter().any(|(_, child)| matches!(child, Child::Folder(known) if *known == path)) {
                    children.push((folder_key(docs, &path, name), Child::Folder(path)));
                }
            }
        }
    }
    children.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (_, child) in children {
        match child {
            Child::Page(path) => found.push((path, (!labels.is_empty()).then(|| labels.join(" › ")))),
            Child::Folder(path) => {
                let mut labels = labels.to_vec();
                labels.push(label(docs, &path));
                collect(docs, &path, &labels, found, depth + 1);
            }
        }
    }
}

/// Index pages first, then by position, then by name.
type Key = (bool, bool, Option<Order>, String);

fn page_key(docs: &Docs, path: &str, name: &str) -> Key {
    let position = docs.by_path.get(path).and_then(|doc| doc.front_matter.sidebar_position).or_else(|| numbered(name));
    (!is_index(name), position.is_none(), position, name.to_owned())
}

fn folder_key(docs: &Docs, path: &str, name: &str) -> Key {
    let position = docs.categories.get(path).and_then(|category| category.position).or_else(|| numbered(name));
    (true, position.is_none(), position, name.to_owned())
}

fn numbered(name: &str) -> Option<Order> {
    number_prefix(name).and_then(|(number, _)| number.to_string().parse().ok())
}

fn label(docs: &Docs, path: &str) -> String {
    let given = docs.categories.get(path).and_then(|category| category.label.clone());
    given.unwrap_or_else(|| {
        let name = path.rsplit('/').next().unwrap_or(path);
        crate::course::lesson::title_from_path(without_number(name))
    })
}

fn below<'p>(folder: &str, path: &'p str) -> Option<&'p str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}
