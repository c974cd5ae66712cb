//! From a page as written to plain Markdown with elements of our own: includes resolved, admonitions, tabs and the
//! like turned into what the Markdown reader knows. One file for each tool.

pub(super) mod docusaurus;
pub(super) mod fences;
pub(super) mod mdbook;
pub(super) mod mkdocs;

use std::path::{Path, PathBuf};

use super::{CourseKind, include::Includer, text::Text};

/// Where the page being expanded stands.
pub(super) struct PageFile<'a> {
    pub path: &'a Path,
    /// The folder that lesson paths are relative to.
    pub source: &'a Path,
    /// The folder of the site's configuration, from which some tools count includes.
    pub folder: &'a Path,
}

/// Expands a page of a course of `kind`.
pub(super) fn expand(text: Text, kind: CourseKind, file: &PageFile<'_>, includer: &mut Includer<'_>) -> Text {
    includer.start_page();
    match kind {
        CourseKind::Native | CourseKind::Plain => text,
        CourseKind::MdBook => mdbook::expand(&text, file, includer),
        CourseKind::MkDocs => mkdocs::expand(&text, file, includer),
        CourseKind::Docusaurus => docusaurus::expand(&text, file, includer),
    }
}

impl PageFile<'_> {
    /// A path that counts from the page's own folder.
    fn beside(&self, path: &str) -> PathBuf {
        self.path.parent().unwrap_or(self.source).join(path)
    }
}
