//! MkDocs: `mkdocs.yml` names the site and, with `nav`, the order of its pages.

mod nav;

use std::path::{Path, PathBuf};

use self::nav::Nav;
use super::{CoursePlan, PagePlan, Planned};
use crate::course::{
    CourseKind, Position,
    files::{Files, is_markdown, normalized},
    order::is_index,
    problem::{Code, Problem},
    settings::{self, CourseSettings},
    yaml::{self, Value, Yaml},
};

/// The names that the configuration may have.
pub(in crate::course) const FILES: [&str; 2] = ["mkdocs.yml", "mkdocs.yaml"];
/// How many configurations may inherit from each other.
const MAX_PARENTS: usize = 5;

/// Plans the site whose configuration lies in `folder`.
pub(in crate::course) fn plan(files: &Files, folder: &Path) -> Planned {
    let mut problems = Vec::new();
    let settings = CourseSettings::read(files, folder, &mut problems).unwrap_or_default();
    let path = config_path(folder);
    let at = Position { path: files.shown(&path), line: 1, column: 1 };
    let config = read_config(files, &path, &mut problems, 0);
    let source = docs_dir(&config, folder);
    let text = |keys: &[&str]| config.text_at(keys).filter(|text| !text.is_empty()).map(str::to_owned);
    let pages = pages(files, &config, &source, &at, &mut problems);
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let title = settings.title.clone().or_else(|| text(&["site_name"]));
    let plan = CoursePlan {
        kind: CourseKind::MkDocs,
        id: settings.id_or(title.as_deref().unwrap_or(&name)),
        title: title.unwrap_or_else(|| crate::course::lesson::title_from_path(&name)),
        description: settings.description.or_else(|| text(&["site_description"])),
        language: settings
            .language
            .or_else(|| settings::language(&text(&["theme", "language"])?))
            .unwrap_or_else(|| "en".to_owned()),
        base_url: settings.base_url.or_else(|| settings::base_url(&text(&["site_url"])?)),
        folder: folder.to_owned(),
        source,
        at,
        pages,
    };
    Planned { plan, problems }
}

/// The folder of the site's pages.
pub(in crate::course) fn source(files: &Files, folder: &Path) -> PathBuf {
    docs_dir(&read_config(files, &config_path(folder), &mut Vec::new(), 0), folder)
}

fn docs_dir(config: &Yaml, folder: &Path) -> PathBuf {
    normalized(&folder.join(config.text_at(&["docs_dir"]).unwrap_or("docs")))
}

fn config_path(folder: &Path) -> PathBuf {
    let [first, second] = FILES.map(|name| folder.join(name));
    if second.is_file() && !first.is_file() { second } else { first }
}

/// Reads a configuration with those that it inherits from.
fn read_config(files: &Files, path: &Path, problems: &mut Vec<Problem>, depth: usize) -> Yaml {
    let content = files.read_or_report(path, problems).unwrap_or_default();
    let config = yaml::parse(content.trim_start_matches('\u{feff}')).unwrap_or_else(|error| {
        let at = Position { path: files.shown(path), line: error.line, column: error.column };
        let message = format!("not valid YAML: {}", error.message);
        problems.push(Problem::new(Code::ConfigSyntax, at, message, "mkdocs build says the same; indent with spaces"));
        Yaml { value: Value::Null, line: 1, column: 1 }
    });
    let Some(parent) = config.text_at(&["INHERIT"]).filter(|_| depth < MAX_PARENTS) else { return config };
    let parent = path.parent().unwrap_or(path).join(parent);
    let parent = read_config(files, &normalized(&parent), problems, depth + 1);
    merged(config, parent)
}

/// Maps are merged, everything else is replaced, as MkDocs does.
fn merged(child: Yaml, parent: Yaml) -> Yaml {
    let Yaml { value, line, column } = child;
    let value = match (value, parent.value) {
        (Value::Map(child), Value::Map(mut all)) => {
            for (key, value) in child {
                match all.iter_mut().find(|(name, _)| name.value == key.value) {
                    Some((_, known)) => {
                        let before = std::mem::replace(known, Yaml { value: Value::Null, line, column });
                        *known = merged(value, before);
                    }
                    None => all.push((key, value)),
                }
            }
            Value::Map(all)
        }
        (Value::Null, parent) => parent,
        (child, _) => child,
    };
    Yaml { value, line, column }
}

/// The pages of the navigation; then those it leaves out, which MkDocs publishes too.
fn pages(files: &Files, config: &Yaml, source: &Path, at: &Position, problems: &mut Vec<Problem>) -> Vec<PagePlan> {
    let mut paths = files.list(source, is_markdown, problems);
    paths.sort_by(|a, b| compare(a, b));
    // A folder with both: MkDocs takes the index and leaves the README.
    let shadowed = |path: &str| {
        let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
        let index = if folder.is_empty() { "index.md".to_owned() } else { format!("{folder}/index.md") };
        name.eq_ignore_ascii_case("readme.md") && paths.contains(&index)
    };
    let all: Vec<String> = paths.iter().filter(|path| !shadowed(path)).cloned().collect();
    let Some(nav) = config.get("nav").filter(|nav| nav.as_list().is_some()) else {
        return all.into_iter().map(|path| page(files, source, path)).collect();
    };
    let mut reader = Nav { path: &at.path, known: &all, pages: Vec::new(), problems };
    reader.items(nav, &[]);
    let mut pages = reader.pages;
    for path in all {
        if !pages.iter().any(|page| page.path == path) {
            let page = page(files, source, path);
            let help = "add it to `nav`, or to `not_in_nav` if that is meant";
            let message = "the navigation does not name this page";
            problems.push(Problem::new(Code::LessonUnreachable, page.at.clone(), message, help));
            pages.push(page);
        }
    }
    pages
}

fn page(files: &Files, source: &Path, path: String) -> PagePlan {
    let at = Position { path: files.shown(&source.join(&path)), line: 1, column: 1 };
    PagePlan { at, id: super::path_id(&path), title: None, part: None, address: address(&path), path }
}

/// The order of a site without navigation: a folder's pages before its folders, the index first, by name.
fn compare(a: &str, b: &str) -> std::cmp::Ordering {
    let key = |path: &str| -> Vec<(bool, bool, String)> {
        let parts: Vec<&str> = path.split('/').collect();
        let last = parts.len().saturating_sub(1);
        let part = |(index, part): (usize, &&str)| (index < last, !is_index(part), (*part).to_owned());
        parts.iter().enumerate().map(part).collect()
    };
    key(a).cmp(&key(b))
}

/// `a/b.md` is published as `a/b/`.
pub(in crate::course) fn address(path: &str) -> String {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let (folder, name) = stem.rsplit_once('/').map_or(("", stem), |(folder, name)| (folder, name));
    match (folder, is_index(name)) {
        ("", true) => String::new(),
        (folder, true) => format!("{folder}/"),
        (_, false) => format!("{stem}/"),
    }
}
