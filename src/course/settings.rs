//! `course.toml`: what a course is called, and where it is published. It stands beside the configuration of any other
//! tool too and wins over it.

use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::{
    Position,
    files::Files,
    markdown::slug,
    problem::{Code, Problem},
    text::Text,
};
use crate::ids::CourseId;

/// The file's name.
pub(super) const FILE: &str = "course.toml";
const KEYS: [&str; 5] = ["id", "title", "description", "language", "base_url"];

/// What `course.toml` says.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct CourseSettings {
    pub id: Option<CourseId>,
    pub title: Option<String>,
    pub description: Option<String>,
    pub language: Option<String>,
    /// With a final slash.
    pub base_url: Option<String>,
}

impl CourseSettings {
    /// Reads the folder's `course.toml`; nothing when there is none.
    pub(super) fn read(files: &Files, folder: &Path, problems: &mut Vec<Problem>) -> Option<Self> {
        let path = folder.join(FILE);
        if !path.exists() {
            return None;
        }
        let content = files.read_or_report(&path, problems).unwrap_or_default();
        Some(Self::parse(&Text::of_file(&files.shown(&path), &content), problems))
    }

    fn parse(text: &Text, problems: &mut Vec<Problem>) -> Self {
        let mut settings = Self::default();
        let table = match DeTable::parse(text.as_str()) {
            Ok(table) => table.into_inner(),
            Err(error) => {
                problems.push(toml_problem(&error, text));
                return settings;
            }
        };
        for (key, value) in &table {
            let name: &str = key.get_ref();
            if !KEYS.contains(&name) {
                problems.push(unknown_key(name, text.position(key.span().start)));
                continue;
            }
            let at = text.position(value.span().start);
            match value.get_ref() {
                DeValue::String(value) => settings.set(name, value.trim(), at, problems),
                _ => problems.push(bad_value(at, format!("`{name}` must be a text"))),
            }
        }
        settings
    }

    fn set(&mut self, name: &str, value: &str, at: Position, problems: &mut Vec<Problem>) {
        if value.is_empty() {
            return problems.push(bad_value(at, format!("`{name}` is empty")));
        }
        match name {
            "id" => match CourseId::parse(value) {
                Ok(id) => self.id = Some(id),
                Err(error) => problems.push(super::front_matter::bad_id(value, &error, at)),
            },
            "title" => self.title = Some(value.to_owned()),
            "description" => self.description = Some(value.to_owned()),
            "language" => self.language = language(value),
            "base_url" => match base_url(value) {
                Some(url) => self.base_url = Some(url),
                None => problems.push(bad_value(at, format!("`{value}` is no address that begins with http"))),
            },
            _ => {}
        }
    }

    /// The id given, else one made from `name`.
    pub(super) fn id_or(&self, name: &str) -> CourseId {
        self.id.clone().unwrap_or_else(|| course_id(name))
    }
}

/// An id from a title or a folder's name.
pub(super) fn course_id(name: &str) -> CourseId {
    let slug = slug::forge(super::order::without_number(name));
    let short: String = slug.chars().take(60).collect();
    CourseId::parse(short.trim_matches('-')).or_else(|_| CourseId::parse("course")).expect("`course` is an id")
}

/// The primary subtag of a language tag, lower case.
pub(super) fn language(tag: &str) -> Option<String> {
    let primary = tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    (2..=8).contains(&primary.len()).then_some(primary)
}

/// An absolute address of a site, with a final slash.
pub(super) fn base_url(url: &str) -> Option<String> {
    let absolute = url.starts_with("https://") || url.starts_with("http://");
    let plain = !url.chars().any(|c| c.is_whitespace() || c.is_control());
    (absolute && plain).then(|| format!("{}/", url.trim_end_matches('/')))
}

/// A problem from what the TOML parser says.
pub(super) fn toml_problem(error: &toml::de::Error, text: &Text) -> Problem {
    let at = text.position(error.span().map_or(0, |span| span.start));
    let message = format!("not valid TOML: {}", error.message().lines().next().unwrap_or_default());
    Problem::new(Code::ConfigSyntax, at, message, "put texts in quotation marks: `title = \"My course\"`")
}

fn unknown_key(name: &str, at: Position) -> Problem {
    let near = KEYS.iter().find(|known| strsim::damerau_levenshtein(known, name) <= 2);
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("remove it; known are {}", KEYS.join(", ")),
    };
    Problem::new(Code::ConfigUnknownKey, at, format!("unknown key `{name}`"), help).spanning(name.chars().count())
}

fn bad_value(at: Position, message: String) -> Problem {
    Problem::new(Code::ConfigBadValue, at, message, "see the example in docs/content.md")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (CourseSettings, Vec<String>) {
        let mut problems = Vec::new();
        let settings = CourseSettings::parse(&Text::of_file(&"course.toml".into(), text), &mut problems);
        (settings, problems.iter().map(|p| format!("{}:{} {}", p.at.line, p.at.column, p.message)).collect())
    }

    #[test]
    fn a_course_says_what_it_is_called() {
        let (settings, problems) = parse("id = \"py\"\nlanguage = \"de-AT\"\nbase_url = \"https://a.example/b\"\n");
        assert_eq!(settings.id.unwrap().as_str(), "py");
        assert_eq!(settings.language.as_deref(), Some("de"));
        assert_eq!(settings.base_url.as_deref(), Some("https://a.example/b/"));
        assert!(problems.is_empty());
        assert_eq!(course_id("02-Python & Co").as_str(), "python--co");
    }

    #[test]
    fn a_wrong_key_or_value_does_not_hide_the_others() {
        let (settings, problems) =
            parse("titel = \"A\"\nid = \"a b\"\nlanguage = 5\ndescription = \"d\"\nbase_url = \"x\"\n");
        assert_eq!(settings.description.as_deref(), Some("d"));
        assert_eq!(
            problems,
            [
                "5:12 `x` is no address that begins with http",
                "2:6 `a b` is no id: an id must not contain ' '",
                "3:12 `language` must be a text",
                "1:1 unknown key `titel`",
            ]
        );
        assert!(parse("id = \n").1[0].starts_with("1:"));
    }
}
