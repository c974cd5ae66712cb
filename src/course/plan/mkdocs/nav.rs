//! The `nav` of a MkDocs site: pages and groups of pages, as deep as the site nests them.

use std::sync::Arc;

use super::address;
use crate::course::{
    Position,
    files::normalized,
    plan::{PagePlan, path_id},
    problem::{Code, Problem},
    yaml::{Value, Yaml},
};

/// Reads a navigation.
pub(super) struct Nav<'a> {
    /// The configuration's path.
    pub path: &'a Arc<str>,
    /// The pages that there are.
    pub known: &'a [String],
    pub pages: Vec<PagePlan>,
    pub problems: &'a mut Vec<Problem>,
}

impl Nav<'_> {
    /// Reads a list of entries below the groups of these titles.
    pub(super) fn items(&mut self, list: &Yaml, groups: &[String]) {
        for item in list.as_list().unwrap_or_default() {
            match &item.value {
                Value::Text(path) => self.page(path, None, item, groups),
                Value::Map(entries) => {
                    for (title, value) in entries {
                        self.entry(title.as_text().unwrap_or_default(), value, groups);
                    }
                }
                Value::Null => {}
                Value::List(_) => self.bad_entry(item),
            }
        }
    }

    fn entry(&mut self, title: &str, value: &Yaml, groups: &[String]) {
        match &value.value {
            Value::Text(path) => self.page(path, Some(title), value, groups),
            Value::List(items) => {
                let mut groups = groups.to_vec();
                groups.extend(group_title(title, items));
                self.items(value, &groups);
            }
            // An entry that is still empty.
            Value::Null => {}
            Value::Map(_) => self.bad_entry(value),
        }
    }

    fn page(&mut self, path: &str, title: Option<&str>, value: &Yaml, groups: &[String]) {
        // Links to other sites, and folders that a plugin fills in.
        if path.contains("://") || path.is_empty() || path.ends_with('/') {
            return;
        }
        let at = Position { path: self.path.clone(), line: value.line, column: value.column };
        let path = normalized(std::path::Path::new(path.trim_start_matches('/'))).to_string_lossy().replace('\\', "/");
        if !self.known.contains(&path) {
            let message = format!("the navigation names `{path}`, which is not there");
            let help = "write it or mend its name; a page that a program generates has to be generated first";
            return self.problems.push(Problem::new(Code::NavMissing, at, message, help));
        }
        if self.pages.iter().any(|page| page.path == path) {
            let message = format!("the navigation names `{path}` twice");
            return self.problems.push(Problem::new(Code::ChapterTwice, at, message, "remove one of the two"));
        }
        let title = title.map(str::trim).filter(|title| !title.is_empty()).map(str::to_owned);
        let part = (!groups.is_empty()).then(|| groups.join(" › "));
        self.pages.push(PagePlan { at, id: path_id(&path), title, part, address: address(&path), path });
    }

    fn bad_entry(&mut self, value: &Yaml) {
        let at = Position { path: self.path.clone(), line: value.line, column: value.column };
        let help = "write `- page.md`, `- Title: page.md` or `- Title:` with a list below";
        self.problems.push(Problem::new(Code::NavSyntax, at, "this is no entry of a navigation", help));
    }
}

/// A group without a title is called after its first page's folder.
fn group_title(title: &str, items: &[Yaml]) -> Option<String> {
    if !title.trim().is_empty() {
        return Some(title.trim().to_owned());
    }
    let first = items.first()?;
    let path = first.as_text().or_else(|| first.entries().first()?.1.as_text())?;
    Some(crate::course::lesson::title_from_path(path))
}
