//! `sidebars.js` where it is a literal: read as JSON5, never run.

use std::{collections::HashMap, path::Path};

use serde_json::Value;

use super::{Docs, categories, config::Config};
use crate::course::{
    Position,
    files::{Files, normalized},
    problem::{Code, Problem},
};

/// Brackets in brackets beyond this are no sidebar of a real site.
const MAX_DEPTH: usize = 64;

/// A page in a sidebar.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub path: String,
    pub label: Option<String>,
    pub part: Option<String>,
}

/// The pages in the order of the site's sidebars; nothing when there is none that can be read.
pub(super) fn read(
    files: &Files,
    folder: &Path,
    config: &Config,
    docs: &Docs,
    problems: &mut Vec<Problem>,
) -> Option<Vec<Entry>> {
    const DEFAULTS: [&str; 3] = ["sidebars.js", "sidebars.ts", "sidebars.json"];
    let named = config.sidebars.iter().map(String::as_str).chain(DEFAULTS);
    let path = named.map(|name| normalized(&folder.join(name))).find(|path| path.is_file())?;
    let at = Position { path: files.shown(&path), line: 1, column: 1 };
    let text = files.read_or_report(&path, problems)?;
    let Some(sidebars) = literal(&text) else {
        let message = "this sidebar is a program, not a list";
        let help = "the order of folders is used instead; a literal list can be read";
        problems.push(Problem::new(Code::SidebarUnreadable, at, message, help));
        return None;
    };
    let ids = docs.by_path.iter().map(|(path, doc)| (doc.id.clone(), path.clone())).collect();
    let mut reader = Reader { docs, ids, at, entries: Vec::new(), problems };
    reader.sidebars(&sidebars);
    Some(reader.entries)
}

/// The object that a module exports, when it is written out.
fn literal(text: &str) -> Option<Value> {
    let start = text.find(['{', '[']).filter(|_| text.trim_start().starts_with(['{', '[']));
    let start = start.or_else(|| {
        let marks = ["module.exports", "export default", "sidebars", "Sidebars"];
        let mark = marks.iter().filter_map(|mark| text.find(mark)).min()?;
        let assigned = mark + text.get(mark..)?.find("= {").map(|at| at + 2).or_else(|| text.get(mark..)?.find('{'))?;
        Some(assigned)
    })?;
    let object = balanced(text.get(start..)?)?;
    json5::from_str(object).ok()
}

/// The text up to the bracket that closes the first one.
fn balanced(text: &str) -> Option<&str> {
    let mut depth = 0usize;
    let mut quote = None;
    let mut escaped = false;
    let mut characters = text.char_indices().peekable();
    let mut in_comment = false;
    while let Some((at, c)) = characters.next() {
        match (quote, c) {
            _ if in_comment => in_comment = c != '\n',
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"' | '`') => quote = Some(c),
            (None, '/') if characters.peek().is_some_and(|(_, next)| *next == '/') => in_comment = true,
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return text.get(..=at);
                }
            }
            (Some(_) | None, _) => {}
        }
        if depth > MAX_DEPTH {
            return None;
        }
    }
    None
}

struct Reader<'a> {
    docs: &'a Docs,
    /// Paths by the id of their page.
    ids: HashMap<String, String>,
    at: Position,
    entries: Vec<Entry>,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    fn sidebars(&mut self, sidebars: &Value) {
        if let Value::Object(sidebars) = sidebars {
            sidebars.values().for_each(|sidebar| self.items(sidebar, &[]));
        }
    }

    /// A list of items, or the short form `{ Label: […] }`.
    fn items(&mut self, items: &Value, labels: &[String]) {
        match items {
            Value::Array(items) => items.iter().for_each(|item| self.item(item, labels)),
            Value::Object(groups) => groups.iter().for_each(|(label, items)| self.group(label, items, labels)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn group(&mut self, label: &str, items: &Value, labels: &[String]) {
        let mut labels = labels.to_vec();
        labels.push(label.to_owned());
        self.items(items, &labels);
    }

    fn item(&mut self, item: &Value, labels: &[String]) {
        let text = |key: &str| item.get(key).and_then(Value::as_str);
        match (item, text("type")) {
            (Value::String(id), _) => self.doc(id, None, labels),
            (_, Some("doc" | "ref")) => self.doc(text("id").unwrap_or_default(), text("label"), labels),
            (_, Some("category")) => {
                if let Some(id) = item.get("link").and_then(|link| link.get("id")).and_then(Value::as_str) {
                    self.doc(id, text("label"), labels);
                }
                if let Some(items) = item.get("items") {
                    self.group(text("label").unwrap_or_default(), items, labels);
                }
            }
            (_, Some("autogenerated")) => self.folder(text("dirName").unwrap_or("."), labels),
            (Value::Object(_), None) => self.items(item, labels),
            // Links to other places.
            (_, Some(_) | None) => {}
        }
    }

    fn doc(&mut self, id: &str, label: Option<&str>, labels: &[String]) {
        let Some(path) = self.ids.get(id).cloned() else {
            let message = format!("the sidebar names `{id}`, which is not there");
            let help = "an id is the path without ending, its last part as front matter has it";
            return self.problems.push(Problem::new(Code::NavMissing, self.at.clone(), message, help));
        };
        self.push(path, label.map(str::to_owned), labels);
    }

    fn folder(&mut self, folder: &str, labels: &[String]) {
        let folder = if folder == "." { "" } else { folder.trim_matches('/') };
        for (path, part) in categories::folder_order(self.docs, folder) {
            let mut labels = labels.to_vec();
            labels.extend(part);
            self.push(path, None, &labels);
        }
    }

    fn push(&mut self, path: String, label: Option<String>, labels: &[String]) {
        if !self.entries.iter().any(|entry| entry.path == path) {
            let part = (!labels.is_empty()).then(|| labels.join(" › "));
            self.entries.push(Entry { path, label, part });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_sidebar_is_read_and_a_program_is_not() {
        let js = "// docs: {no}\nmodule.exports = {\n  docs: { A: ['a', { type: 'category', label: \"B\", items: ['b',], }] },\n};\n";
        assert_eq!(literal(js).unwrap()["docs"]["A"][0], "a");
        let ts = "import type {SidebarsConfig} from '@docusaurus/x';\nconst sidebars: SidebarsConfig = {\n tutorial: [{type: 'autogenerated', dirName: '.'}],\n};\nexport default sidebars;\n";
        assert_eq!(literal(ts).unwrap()["tutorial"][0]["type"], "autogenerated");
        assert_eq!(literal("module.exports = { docs: list() };"), None);
        assert_eq!(literal(&"[".repeat(100_000)), None);
        assert_eq!(literal(""), None);
    }
}
