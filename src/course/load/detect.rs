//! Which folders are courses, which tool each was made for, and where the repository around them ends.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::LoadError;
use crate::course::{
    files::{Files, is_markdown},
    order::{compare_paths, is_index},
    plan::{docusaurus, mdbook, mkdocs},
    settings,
};

/// The courses of a content folder.
#[derive(Debug)]
pub(super) struct Content {
    pub files: Files,
    pub courses: Vec<Found>,
}

/// A course's folder by the tool it was made for: where its configuration lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// Our own form, or nothing but Markdown.
    Native(PathBuf),
    MdBook(PathBuf),
    MkDocs(PathBuf),
    Docusaurus(PathBuf),
}

/// How many folders up the repository's root is looked for.
const MAX_PARENTS: usize = 12;
/// How many folders down the site of a tool is looked for.
const SITE_DEPTH: usize = 3;

/// Finds the courses below `content`.
pub(super) fn find(content: &Path) -> Result<Content, LoadError> {
    let canonical = content.canonicalize().map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => LoadError::Missing(content.to_owned()),
        _ => LoadError::Unreadable { path: content.to_owned(), source },
    })?;
    if !canonical.is_dir() {
        return Err(LoadError::NoFolder(content.to_owned()));
    }
    let unreadable = |source| LoadError::Unreadable { path: content.to_owned(), source };
    let files = Files::new(canonical.clone(), repository(&canonical));
    let courses = match course_in(&canonical).map_err(unreadable)? {
        // Pages alone may be the source folder of a tool whose configuration lies above.
        Some(Found::Native(folder)) if !folder.join(settings::FILE).is_file() => {
            vec![around(&files, &folder).unwrap_or(Found::Native(folder))]
        }
        Some(course) => vec![course],
        None => match around(&files, &canonical) {
            Some(course) => vec![course],
            None => courses_below(&canonical).map_err(unreadable)?,
        },
    };
    if courses.is_empty() {
        return Err(LoadError::Empty(content.to_owned()));
    }
    Ok(Content { files, courses })
}

/// The course that `folder` is; nothing when it only holds courses.
fn course_in(folder: &Path) -> io::Result<Option<Found>> {
    if let Some(course) = configured(folder) {
        return Ok(Some(course));
    }
    let top = entries(folder)?;
    let markdown: Vec<_> = top.iter().filter(|path| path.is_file() && is_markdown(path)).collect();
    // A README above courses introduces them; it is no course.
    let only_readme =
        markdown.iter().all(|path| path.file_name().is_some_and(|name| is_index(&name.to_string_lossy())));
    let holds_courses = || top.iter().any(|path| configured(path).is_some());
    if markdown.is_empty() || (only_readme && holds_courses()) {
        return Ok(None);
    }
    Ok(Some(Found::Native(folder.to_owned())))
}

/// The course whose configuration lies in `folder`. A tool's own configuration tells more than ours beside it.
fn configured(folder: &Path) -> Option<Found> {
    let holds = |folder: &Path, names: &[&str]| names.iter().any(|name| folder.join(name).is_file());
    // Many sites keep Docusaurus beside the folder of their pages.
    let website = folder.join("website");
    if holds(folder, &[mdbook::FILE]) {
        Some(Found::MdBook(folder.to_owned()))
    } else if holds(folder, &mkdocs::FILES) {
        Some(Found::MkDocs(folder.to_owned()))
    } else if holds(folder, &docusaurus::FILES) {
        Some(Found::Docusaurus(folder.to_owned()))
    } else if holds(&website, &docusaurus::FILES) {
        Some(Found::Docusaurus(website))
    } else {
        holds(folder, &[settings::FILE]).then(|| Found::Native(folder.to_owned()))
    }
}

/// The course that has `source` as its folder of pages, with its configuration in a parent.
fn around(files: &Files, source: &Path) -> Option<Found> {
    let inside = |parent: &&Path| parent.starts_with(&files.root);
    let mut courses = source.ancestors().skip(1).take(MAX_PARENTS).take_while(inside).filter_map(configured);
    courses.find(|course| {
        let pages = match course {
            Found::Native(_) => return false,
            Found::MdBook(folder) => mdbook::source(files, folder),
            Found::MkDocs(folder) => mkdocs::source(files, folder),
            Found::Docusaurus(folder) => docusaurus::source(files, folder),
        };
        pages.canonicalize().is_ok_and(|pages| pages == source)
    })
}

/// Each subfolder with Markdown somewhere in it.
fn courses_below(folder: &Path) -> io::Result<Vec<Found>> {
    let mut courses = Vec::new();
    for path in entries(folder)?.into_iter().filter(|path| path.is_dir()) {
        match course_in(&path)? {
            Some(course) => courses.push(course),
            None if holds_markdown(&path, 0) => courses.push(Found::Native(path)),
            None => {}
        }
    }
    Ok(courses)
}

fn holds_markdown(folder: &Path, depth: usize) -> bool {
    let Ok(entries) = entries(folder) else { return false };
    entries.iter().any(|path| path.is_file() && is_markdown(path))
        || (depth < 8 && entries.iter().any(|path| path.is_dir() && holds_markdown(path, depth + 1)))
}

/// The configuration of another tool's site somewhere in a folder of loose pages: whoever names the root of a repository
/// mostly means that site, and not all that lies around it.
pub(super) fn site_inside(pages: &Path) -> Option<PathBuf> {
    let is_site = |path: &Path| {
        let name = path.file_name().map(|name| name.to_string_lossy());
        let known = || [mdbook::FILE].into_iter().chain(mkdocs::FILES).chain(docusaurus::FILES);
        name.is_some_and(|name| known().any(|known| *known == *name)) && path.is_file()
    };
    fn search(folder: &Path, depth: usize, is_site: &impl Fn(&Path) -> bool) -> Option<PathBuf> {
        let entries = entries(folder).ok()?;
        let mut folders = entries.iter().filter(|path| depth < SITE_DEPTH && path.is_dir() && !path.is_symlink());
        let here = entries.iter().find(|path| is_site(path)).cloned();
        here.or_else(|| folders.find_map(|folder| search(folder, depth + 1, is_site)))
    }
    search(pages, 0, &is_site)
}

/// What lies directly in a folder and is not hidden, in the order of courses.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut names: Vec<String> = fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| !name.starts_with('.') && name != "node_modules")
        .collect();
    names.sort_by(|a, b| compare_paths(a, b));
    Ok(names.into_iter().map(|name| folder.join(name)).collect())
}

/// The root of the repository around `folder`: includes may come from anywhere in it, never from outside.
///
/// A version control folder tells. Without one (an unpacked archive) the nearest folder with a licence does, which
/// is where repositories keep it; else the course stands alone.
pub(super) fn repository(folder: &Path) -> PathBuf {
    let parents = || folder.ancestors().take(MAX_PARENTS).filter(|parent| parent.parent().is_some());
    let controlled = |parent: &&Path| [".git", ".hg", ".jj", ".svn"].iter().any(|name| parent.join(name).exists());
    let licensed = |parent: &&Path| {
        fs::read_dir(parent).is_ok_and(|entries| {
            entries.flatten().any(|entry| {
                let name = entry.file_name().to_string_lossy().to_uppercase();
                ["LICENSE", "LICENCE", "COPYING"].iter().any(|licence| name.starts_with(licence))
            })
        })
    };
    parents().find(controlled).or_else(|| parents().find(licensed)).unwrap_or(folder).to_owned()
}
