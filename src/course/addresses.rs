//! Where pages are published, and what a relative link on a page points to there.

use std::{collections::HashMap, path::Path};

use super::{
    CourseKind,
    files::{normalized, relative},
    plan::{CoursePlan, mkdocs},
};

/// The addresses of a course's pages.
#[derive(Debug)]
pub(super) struct Addresses {
    base_url: Option<String>,
    kind: CourseKind,
    /// Address below the base, by path.
    pages: HashMap<String, String>,
}

impl Addresses {
    pub(super) fn new(plan: &CoursePlan) -> Self {
        let pages = plan.pages.iter().map(|page| (page.path.clone(), page.address.clone())).collect();
        Self { base_url: plan.base_url.clone(), kind: plan.kind, pages }
    }

    /// The absolute address of `destination` as written on `page`; nothing when the course is not published.
    pub(super) fn resolve(&self, page: &str, destination: &str) -> Option<String> {
        if destination.starts_with("https://") || destination.starts_with("http://") {
            return Some(destination.to_owned());
        }
        let base = self.base_url.as_ref()?;
        let (path, fragment) = destination.split_once('#').unwrap_or((destination, ""));
        if has_scheme(path) || path.starts_with("//") {
            return None;
        }
        let fragment = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
        let address = if path.is_empty() {
            self.pages.get(page)?.clone()
        } else if let Some(rooted) = path.strip_prefix('/') {
            rooted.to_owned()
        } else {
            let target = beside(page, path)?;
            self.page_address(&target).or_else(|| self.counted_from_the_docs(path)).unwrap_or(target)
        };
        Some(format!("{base}{address}{fragment}"))
    }

    fn page_address(&self, path: &str) -> Option<String> {
        let known = self.pages.get(path).or_else(|| match self.kind {
            // mdBook and Docusaurus pages link to what is published as well as to files.
            CourseKind::MdBook => self.pages.get(&format!("{}.md", path.strip_suffix(".html")?)),
            CourseKind::Docusaurus => {
                self.pages.get(&format!("{path}.md")).or_else(|| self.pages.get(&format!("{path}.mdx")))
            }
            CourseKind::Native | CourseKind::Plain | CourseKind::MkDocs => None,
        });
        // A page that only the site's build makes has an address, too.
        let generated = || (self.kind == CourseKind::MkDocs && path.ends_with(".md")).then(|| mkdocs::address(path));
        known.cloned().or_else(generated)
    }

    /// Docusaurus also looks for a path from the top of the docs.
    fn counted_from_the_docs(&self, path: &str) -> Option<String> {
        let may_be = self.kind == CourseKind::Docusaurus && !path.starts_with('.');
        may_be.then(|| self.page_address(path))?
    }
}

/// The path of what `destination` names on the page at `page`; nothing when it leads out of the source folder.
pub(super) fn beside(page: &str, destination: &str) -> Option<String> {
    let folder = Path::new(page).parent().unwrap_or(Path::new(""));
    let target = normalized(&folder.join(destination));
    let target = relative(Path::new(""), &target);
    (!target.starts_with("..")).then_some(target)
}

/// Whether a link's destination begins with `mailto:` or the like.
pub(super) fn has_scheme(destination: &str) -> bool {
    let scheme = destination.split_once(':').map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_link_leads_to_the_published_page() {
        let pages = [("a/b.md".to_owned(), "a/b.html".to_owned()), ("c.md".to_owned(), "c.html".to_owned())];
        let addresses = Addresses {
            base_url: Some("https://e.example/".to_owned()),
            kind: CourseKind::MdBook,
            pages: pages.into_iter().collect(),
        };
        let resolve = |destination| addresses.resolve("a/b.md", destination);
        assert_eq!(resolve("../c.md#x").as_deref(), Some("https://e.example/c.html#x"));
        assert_eq!(resolve("../c.html").as_deref(), Some("https://e.example/c.html"));
        assert_eq!(resolve("#here").as_deref(), Some("https://e.example/a/b.html#here"));
        assert_eq!(resolve("img/x.png").as_deref(), Some("https://e.example/a/img/x.png"));
        assert_eq!(resolve("http://x.example").as_deref(), Some("http://x.example"));
        for none in ["mailto:a@b.c", "../../../etc/passwd", "javascript:alert(1)", "//x.example"] {
            assert_eq!(resolve(none), None, "{none}");
        }
    }
    fn published(kind: CourseKind) -> Addresses {
        let pages =
            [("guides/a.md".to_owned(), "guides/a/".to_owned()), ("api/store.md".to_owned(), "api/store".to_owned())];
        Addresses { base_url: Some("https://e.example/".to_owned()), kind, pages: pages.into_iter().collect() }
    }

    #[test]
    fn docusaurus_finds_a_page_counted_from_the_docs_of_the_docs() {
        let resolve = |destination| published(CourseKind::Docusaurus).resolve("guides/a.md", destination);
        assert_eq!(resolve("api/store.md#x").as_deref(), Some("https://e.example/api/store#x"));
        assert_eq!(resolve("../api/store.md").as_deref(), Some("https://e.example/api/store"));
        assert_eq!(resolve("./api/store.md").as_deref(), Some("https://e.example/guides/api/store.md"));
    }

    #[test]
    fn a_page_that_mkdocs_generates_is_a_folder_of_the_site() {
        let resolve = |destination| published(CourseKind::MkDocs).resolve("guides/a.md", destination);
        assert_eq!(resolve("../reference/cli.md#run").as_deref(), Some("https://e.example/reference/cli/#run"));
        assert_eq!(resolve("../logo.svg").as_deref(), Some("https://e.example/logo.svg"));
    }
}
