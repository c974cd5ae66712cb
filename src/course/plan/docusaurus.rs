//! Docusaurus: the order comes from the sidebar where it can be read without running JavaScript, else from folders,
//! `_category_` files, `sidebar_position` and numbers in front of names.

mod categories;
mod config;
mod sidebar;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use self::config::Config;
use super::{CoursePlan, PagePlan, Planned};
use crate::{
    course::{
        CourseKind, Position,
        files::{Files, is_markdown},
        front_matter::{self, FrontMatter, Keys},
        order::{is_index, without_number},
        problem::Problem,
        settings::{self, CourseSettings},
        text::Text,
    },
    ids::LessonId,
};

/// The names that the configuration may have.
pub(in crate::course) const FILES: [&str; 5] = [
    "docusaurus.config.js",
    "docusaurus.config.ts",
    "docusaurus.config.mjs",
    "docusaurus.config.cjs",
    "docusaurus.config.mts",
];

/// Plans the site whose configuration lies in `folder`.
pub(in crate::course) fn plan(files: &Files, folder: &Path) -> Planned {
    let mut problems = Vec::new();
    let settings = CourseSettings::read(files, folder, &mut problems).unwrap_or_default();
    let config = Config::read(files, folder, &mut problems);
    let source = config.source(folder);
    let docs = Docs::read(files, &source, &mut problems);
    let pages = order(files, folder, &config, &docs, &mut problems);
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let title = settings.title.clone().or_else(|| config.title.clone());
    let plan = CoursePlan {
        kind: CourseKind::Docusaurus,
        id: settings.id_or(title.as_deref().unwrap_or(&name)),
        title: title.unwrap_or_else(|| crate::course::lesson::title_from_path(&name)),
        description: settings.description.or_else(|| config.tagline.clone()),
        language: settings
            .language
            .or_else(|| settings::language(config.language.as_deref()?))
            .unwrap_or_else(|| "en".to_owned()),
        base_url: settings.base_url.or_else(|| config.base_url()),
        folder: folder.to_owned(),
        source,
        at: config.at,
        pages,
    };
    Planned { plan, problems }
}

/// The folder of the site's pages.
pub(in crate::course) fn source(files: &Files, folder: &Path) -> PathBuf {
    Config::read(files, folder, &mut Vec::new()).source(folder)
}

/// The pages of a site before they have an order.
pub(super) struct Docs {
    /// By path below the source folder.
    pub by_path: BTreeMap<String, Doc>,
    /// Folders by path with what `_category_` says about them.
    pub categories: BTreeMap<String, categories::Category>,
}

/// One page as Docusaurus knows it.
pub(super) struct Doc {
    /// Its id: path without numbers, the last part as front matter has it.
    pub id: String,
    pub front_matter: FrontMatter,
    pub at: Position,
}

impl Docs {
    fn read(files: &Files, source: &Path, problems: &mut Vec<Problem>) -> Self {
        let wanted = |path: &Path| is_markdown(path) || categories::is_category(path);
        let mut docs = Self { by_path: BTreeMap::new(), categories: BTreeMap::new() };
        for path in files.list(source, wanted, problems) {
            let file = source.join(&path);
            if categories::is_category(&file) {
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
                docs.categories.insert(folder, categories::Category::read(files, &file, problems));
                continue;
            }
            // Names that begin with `_` are parts of pages.
            if path.split('/').any(|part| part.starts_with('_')) {
                continue;
            }
            // What is wrong with the page is said when it is read as a lesson.
            let Ok(content) = files.read(&file) else {
                docs.insert(files, &file, path, FrontMatter::default());
                continue;
            };
            let text = Text::of_file(&files.shown(&file), &content);
            let (front_matter, _) = front_matter::split(&text, Keys::Foreign, &mut Vec::new());
            docs.insert(files, &file, path, front_matter);
        }
        docs
    }

    fn insert(&mut self, files: &Files, file: &Path, path: String, front_matter: FrontMatter) {
        let at = Position { path: files.shown(file), line: 1, column: 1 };
        let stem = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
        let mut parts: Vec<&str> = stem.split('/').map(without_number).collect();
        if let (Some(last), Some(id)) = (parts.last_mut(), front_matter.docusaurus_id.as_deref()) {
            *last = id;
        }
        let id = parts.join("/");
        self.by_path.insert(path, Doc { id, front_matter, at });
    }
}

fn order(files: &Files, folder: &Path, config: &Config, docs: &Docs, problems: &mut Vec<Problem>) -> Vec<PagePlan> {
    let sidebar = sidebar::read(files, folder, config, docs, problems);
    let mut placed: Vec<(String, Option<String>, Option<String>)> = match sidebar {
        Some(entries) => entries.into_iter().map(|entry| (entry.path, entry.label, entry.part)).collect(),
        None => Vec::new(),
    };
    // What no sidebar names is published all the same.
    for (path, part) in categories::folder_order(docs, "") {
        if !placed.iter().any(|(known, _, _)| *known == path) {
            placed.push((path, None, part));
        }
    }
    let page = |(path, label, part): (String, Option<String>, Option<String>)| {
        let doc = docs.by_path.get(&path)?;
        let id: String = doc.id.split_whitespace().collect::<Vec<_>>().join("-");
        Some(PagePlan {
            at: doc.at.clone(),
            id: LessonId::parse(&id).ok().or_else(|| super::path_id(&path)),
            title: label.or_else(|| doc.front_matter.sidebar_label.clone()),
            part,
            address: address(config, doc),
            path,
        })
    };
    placed.into_iter().filter_map(page).collect()
}

/// Where a page is published, below the site's base.
fn address(config: &Config, doc: &Doc) -> String {
    let base = config.route.trim_matches('/');
    let below = |path: &str| if base.is_empty() { path.to_owned() } else { format!("{base}/{path}") };
    let (folder, name) = doc.id.rsplit_once('/').map_or(("", doc.id.as_str()), |(folder, name)| (folder, name));
    match doc.front_matter.slug.as_deref() {
        Some(slug) if slug.starts_with('/') => below(slug.trim_start_matches('/')),
        Some(slug) if folder.is_empty() => below(slug),
        Some(slug) => below(&format!("{folder}/{slug}")),
        None if is_index(name) => below(folder),
        None => below(&doc.id),
    }
}
