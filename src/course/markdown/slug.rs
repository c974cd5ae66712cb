//! The fragments that published pages give to headings.

use std::collections::HashMap;

/// Whose rules make a heading's fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SlugRules {
    /// Git forges, mdBook and Docusaurus: repeats get `-1`, `-2`, …
    Forge,
    /// Python-Markdown, which MkDocs uses: runs of dashes shrink to one, repeats get `_1`, `_2`, …
    PythonMarkdown,
}

/// Gives every heading of a page its own fragment.
#[derive(Debug)]
pub(crate) struct Slugger {
    rules: SlugRules,
    /// How often a fragment was given out.
    given: HashMap<String, usize>,
}

impl Slugger {
    pub(crate) fn new(rules: SlugRules) -> Self {
        Self { rules, given: HashMap::new() }
    }

    /// The fragment of the next heading, from its bare text.
    pub(crate) fn slug(&mut self, heading: &str) -> String {
        let base = match self.rules {
            SlugRules::Forge => forge(heading),
            SlugRules::PythonMarkdown => python_markdown(heading),
        };
        if !self.given.contains_key(&base) && !base.is_empty() {
            self.given.insert(base.clone(), 0);
            return base;
        }
        self.next_free(&base)
    }

    /// Notes a fragment that the teacher wrote.
    pub(crate) fn take(&mut self, explicit: &str) {
        self.given.entry(explicit.to_owned()).or_insert(0);
    }

    fn next_free(&mut self, base: &str) -> String {
        let separator = match self.rules {
            SlugRules::Forge => '-',
            SlugRules::PythonMarkdown => '_',
        };
        let mut count = self.given.get(base).copied().unwrap_or(0);
        loop {
            count += 1;
            let slug = format!("{base}{separator}{count}");
            if !self.given.contains_key(&slug) {
                self.given.insert(base.to_owned(), count);
                self.given.insert(slug.clone(), 0);
                return slug;
            }
        }
    }
}

/// Turns a title into an id as a Git forge would.
pub(crate) fn forge(title: &str) -> String {
    let kept = title.trim().chars().flat_map(char::to_lowercase);
    kept.filter_map(|c| match c {
        ' ' | '-' => Some('-'),
        '_' => Some('_'),
        c if c.is_alphanumeric() || is_mark(c) => Some(c),
        _ => None,
    })
    .collect()
}

/// Combining marks belong to their letter: without them words of many scripts fall apart.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}' | '\u{20d0}'..='\u{20ff}')
}

fn python_markdown(title: &str) -> String {
    let mut slug = String::new();
    for c in title.trim().chars().filter(char::is_ascii).map(|c| c.to_ascii_lowercase()) {
        match c {
            ' ' | '-' | '\t' if !slug.ends_with('-') => slug.push('-'),
            c if c.is_ascii_alphanumeric() || c == '_' => slug.push(c),
            _ => {}
        }
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_headings_get_numbers_as_on_a_forge() {
        let mut slugger = Slugger::new(SlugRules::Forge);
        assert_eq!(slugger.slug("Hello, World!"), "hello-world");
        assert_eq!(slugger.slug("Hello World"), "hello-world-1");
        assert_eq!(slugger.slug("Hello World 1"), "hello-world-1-1");
        assert_eq!(slugger.slug("`asyncio.gather` & Co"), "asynciogather--co");
        assert_eq!(slugger.slug("Größe ändern"), "größe-ändern");
        assert_eq!(slugger.slug("???"), "-1");
    }

    #[test]
    fn python_markdown_has_its_own_rules() {
        let mut slugger = Slugger::new(SlugRules::PythonMarkdown);
        assert_eq!(slugger.slug("Tools & scripts"), "tools-scripts");
        assert_eq!(slugger.slug("Tools, scripts"), "tools-scripts_1");
    }
}
