//! What can be read of `docusaurus.config.js` without running it: texts that stand there literally.

use std::path::{Path, PathBuf};

use super::FILES;
use crate::course::{
    Position,
    files::{Files, normalized},
    problem::Problem,
    settings,
};

/// The settings that concern a course.
#[derive(Debug)]
pub(in crate::course::plan) struct Config {
    pub at: Position,
    pub title: Option<String>,
    pub tagline: Option<String>,
    pub language: Option<String>,
    /// Below which path the pages are published.
    pub route: String,
    url: Option<String>,
    base: Option<String>,
    paths: Vec<String>,
    pub sidebars: Vec<String>,
}

impl Config {
    pub(super) fn read(files: &Files, folder: &Path, problems: &mut Vec<Problem>) -> Self {
        let path = FILES.iter().map(|name| folder.join(name)).find(|path| path.is_file());
        let path = path.unwrap_or_else(|| folder.to_owned());
        let text = files.read_or_report(&path, problems).unwrap_or_default();
        let text = without_comments(&text);
        let first = |key: &str| texts(&text, key).into_iter().next();
        Self {
            at: Position { path: files.shown(&path), line: 1, column: 1 },
            title: first("title"),
            tagline: first("tagline"),
            language: first("defaultLocale"),
            route: first("routeBasePath").unwrap_or_else(|| "docs".to_owned()),
            url: first("url"),
            base: first("baseUrl"),
            paths: texts(&text, "path"),
            sidebars: sidebars(&text),
        }
    }

    /// The folder of the pages: the first `path` that there is, else `docs`.
    pub(super) fn source(&self, folder: &Path) -> PathBuf {
        let named = self.paths.iter().map(|path| normalized(&folder.join(path))).find(|path| path.is_dir());
        named.unwrap_or_else(|| folder.join("docs"))
    }

    pub(super) fn base_url(&self) -> Option<String> {
        let base = self.base.as_deref().unwrap_or("/").trim_matches('/');
        settings::base_url(&format!("{}/{base}", self.url.as_deref()?.trim_end_matches('/')))
    }
}

/// The literal texts that stand after `key:`, in order.
fn texts(text: &str, key: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(key) {
        let is_word = !before.ends_with(|c: char| c.is_alphanumeric() || "_$.-".contains(c));
        let value = after.trim_start_matches(['\'', '"']).trim_start().strip_prefix(':');
        if let (true, Some(value)) = (is_word, value) {
            found.extend(literal(value.trim_start()));
        }
        rest = after;
    }
    found
}

/// `sidebarPath: './sidebars.js'` or `require.resolve('./sidebars.js')`.
fn sidebars(text: &str) -> Vec<String> {
    let values = text.split("sidebarPath").skip(1).filter_map(|after| after.trim_start().strip_prefix(':'));
    values
        .filter_map(|value| {
            let value = value.trim_start();
            let call = value.strip_prefix("require.resolve(").unwrap_or(value);
            literal(call.trim_start())
        })
        .collect()
}

fn literal(text: &str) -> Option<String> {
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"' | '`'))?;
    let (value, _) = text.get(1..)?.split_once(quote)?;
    let plain = !value.contains(['\n', '\\']) && !value.contains("${");
    (plain && !value.is_empty()).then(|| value.to_owned())
}

/// Whole lines of comment go; what stands in one is often an old setting.
fn without_comments(text: &str) -> String {
    let kept = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    kept.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literal_settings_are_read_and_computed_ones_left() {
        let text = "title: 'A',\n  // url: 'https://old.example'\n url: \"https://e.example\", baseUrl: '/x/',\n subtitle: 'no',\n tagline: `v${n}`,\n";
        let text = without_comments(text);
        assert_eq!(texts(&text, "title"), ["A"]);
        assert_eq!(texts(&text, "url"), ["https://e.example"]);
        assert_eq!(texts(&text, "tagline"), [""; 0]);
        assert_eq!(sidebars("sidebarPath: require.resolve('./s.js'), sidebarPath: './t.ts'"), ["./s.js", "./t.ts"]);
    }
}
