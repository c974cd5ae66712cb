//! What a page says about itself between two lines of `---` at its top.

use std::str::FromStr;

use super::{
    Feedback, KeyPolicy, Position, QuizPolicy,
    problem::{Code, Problem},
    text::Text,
    yaml::{self, Value, Yaml},
};
use crate::ids::{BadId, LessonId};

/// The settings of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FrontMatter {
    pub title: Option<String>,
    pub id: Option<LessonId>,
    pub aliases: Vec<LessonId>,
    pub summary: Option<String>,
    pub tags: Vec<String>,
    /// As written: an id, a path or a path without number prefixes.
    pub prerequisites: Vec<(String, Position)>,
    pub related: Vec<(String, Position)>,
    /// Docusaurus: the order within its folder.
    pub sidebar_position: Option<Order>,
    pub sidebar_label: Option<String>,
    /// Docusaurus: the page's address.
    pub slug: Option<String>,
    /// Docusaurus: its own id, which replaces the file's name.
    pub docusaurus_id: Option<String>,
    /// Not to be published.
    pub draft: bool,
    /// How the page's quiz is given.
    pub quiz: QuizPolicy,
}

/// A place in an order, `2` or `2.5`, compared as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Order(i64);

impl FromStr for Order {
    type Err = std::num::ParseFloatError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number: f64 = text.parse()?;
        // Thousandths are finer than any order that people write; the bounds keep the number exact.
        Ok(Self((number.clamp(-1e9, 1e9) * 1000.0).round() as i64))
    }
}

/// Which keys a page may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keys {
    /// Ours; any other is probably a slip.
    Native,
    /// Ours, in a folder that may be written for something else too.
    Plain,
    /// Those of another tool: ours are read too, the rest is none of our business.
    Foreign,
}

/// Takes the front matter off `text`.
pub(crate) fn split(text: &Text, keys: Keys, problems: &mut Vec<Problem>) -> (FrontMatter, Text) {
    let mut lines = text.lines();
    if lines.next().is_none_or(|(line, _)| line.trim_end() != "---") {
        return (FrontMatter::default(), text.clone());
    }
    let mut block = String::new();
    for (line, _) in lines.by_ref() {
        if matches!(line.trim_end(), "---" | "...") {
            let mut body = Text::new(text.start().path);
            lines.for_each(|(line, origin)| body.push(line, origin.clone()));
            return (read(&block, text, keys, problems), body);
        }
        block.push_str(line);
        block.push('\n');
    }
    // Without an end it is a rule and prose, as a Git forge shows it.
    (FrontMatter::default(), text.clone())
}

fn read(block: &str, text: &Text, keys: Keys, problems: &mut Vec<Problem>) -> FrontMatter {
    let start = text.start();
    // The block starts on the line after the first `---`.
    let at = |line: u32, column: u32| Position { path: start.path.clone(), line: start.line + line, column };
    let yaml = match yaml::parse(block) {
        Ok(yaml) => yaml,
        Err(error) => {
            problems.push(Problem::new(
                Code::FrontMatterSyntax,
                at(error.line, error.column),
                format!("front matter is not YAML: {}", error.message),
                "put values that hold `:` or `#` in quotation marks, and indent with spaces",
            ));
            return FrontMatter::default();
        }
    };
    let mut reader = Reader { at: &at, keys, problems, front_matter: FrontMatter::default() };
    match &yaml.value {
        Value::Map(entries) => entries.iter().for_each(|(key, value)| reader.entry(key, value)),
        Value::Null => {}
        Value::Text(_) | Value::List(_) => {
            let message = "front matter is not a list of keys and values";
            let help = "write one `key: value` a line, or remove the block";
            reader.problems.push(Problem::new(Code::FrontMatterSyntax, at(1, 1), message, help));
        }
    }
    reader.front_matter
}

struct Reader<'a> {
    at: &'a dyn Fn(u32, u32) -> Position,
    keys: Keys,
    problems: &'a mut Vec<Problem>,
    front_matter: FrontMatter,
}

impl Reader<'_> {
    fn entry(&mut self, key: &Yaml, value: &Yaml) {
        match (key.as_text().unwrap_or_default(), self.keys) {
            ("title", _) => self.front_matter.title = self.text(key, value),
            ("id", Keys::Native | Keys::Plain) => {
                self.front_matter.id = self.text(key, value).and_then(|id| self.id(&id, value));
            }
            ("id", Keys::Foreign) => self.front_matter.docusaurus_id = self.text(key, value),
            ("aliases", _) => {
                let aliases = self.texts(key, value);
                self.front_matter.aliases = aliases.into_iter().filter_map(|(id, _)| self.id(&id, value)).collect();
            }
            ("summary" | "description", _) => self.front_matter.summary = self.text(key, value),
            ("tags" | "keywords", _) => {
                self.front_matter.tags = self.texts(key, value).into_iter().map(|(tag, _)| tag).collect();
            }
            ("prerequisites", _) => self.front_matter.prerequisites = self.texts(key, value),
            ("related", _) => self.front_matter.related = self.texts(key, value),
            ("quiz", _) => self.quiz(key, value),
            ("draft", _) => self.front_matter.draft = value.as_text() == Some("true"),
            ("sidebar_position", Keys::Foreign) => {
                self.front_matter.sidebar_position = value.as_text().and_then(|text| text.parse().ok());
            }
            ("sidebar_label", Keys::Foreign) => self.front_matter.sidebar_label = self.text(key, value),
            ("slug", Keys::Foreign) => self.front_matter.slug = self.text(key, value),
            (_, Keys::Foreign | Keys::Plain) => {}
            (name, Keys::Native) => self.unknown(name, key),
        }
    }

    /// `feedback: at-once | at-end`, `attempts: NUMBER`, `key: shown | hidden`.
    fn quiz(&mut self, key: &Yaml, value: &Yaml) {
        let Value::Map(entries) = &value.value else {
            // Another tool may have a key of this name.
            if self.keys == Keys::Native {
                self.bad_value(key, value, "a list of `feedback`, `attempts` and `key`");
            }
            return;
        };
        for (name, value) in entries {
            let policy = &mut self.front_matter.quiz;
            match (name.as_text().unwrap_or_default(), value.as_text().unwrap_or_default()) {
                ("feedback", "at-once") => policy.feedback = Feedback::AtOnce,
                ("feedback", "at-end") => policy.feedback = Feedback::AtEnd,
                ("feedback", _) => self.bad_value(name, value, "`at-once` or `at-end`"),
                ("key", "shown") => policy.key = KeyPolicy::Shown,
                ("key", "hidden") => policy.key = KeyPolicy::Hidden,
                ("key", _) => self.bad_value(name, value, "`shown` or `hidden`"),
                ("attempts", number) => match number.parse() {
                    Ok(attempts) if attempts > 0 => policy.attempts = Some(attempts),
                    _ => self.bad_value(name, value, "a number from 1 on"),
                },
                (unknown, _) => self.unknown(unknown, name),
            }
        }
    }

    fn unknown(&mut self, name: &str, key: &Yaml) {
        const KNOWN: [&str; 9] =
            ["title", "id", "aliases", "summary", "tags", "prerequisites", "related", "quiz", "draft"];
        let near = KNOWN.iter().find(|known| strsim::damerau_levenshtein(known, name) <= 2);
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("remove it; known are {}", KNOWN.join(", ")),
        };
        let message = format!("unknown key `{name}` in the front matter");
        let problem = Problem::new(Code::FrontMatterUnknownKey, (self.at)(key.line, key.column), message, help);
        self.problems.push(problem.spanning(name.chars().count()));
    }

    fn text(&mut self, key: &Yaml, value: &Yaml) -> Option<String> {
        match &value.value {
            Value::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            Value::Null | Value::Text(_) => None,
            Value::List(_) | Value::Map(_) => {
                self.bad_value(key, value, "a text");
                None
            }
        }
    }

    /// A list of texts, or one text, which may hold commas.
    fn texts(&mut self, key: &Yaml, value: &Yaml) -> Vec<(String, Position)> {
        let at = |yaml: &Yaml| (self.at)(yaml.line, yaml.column);
        match &value.value {
            Value::Null => Vec::new(),
            Value::Text(text) => {
                let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
                parts.map(|part| (part.to_owned(), at(value))).collect()
            }
            Value::List(items) => {
                let texts = items.iter().filter_map(|item| Some((item.as_text()?.trim().to_owned(), at(item))));
                let texts: Vec<_> = texts.collect();
                if texts.len() < items.len() {
                    self.bad_value(key, value, "a list of texts");
                }
                texts
            }
            Value::Map(_) => {
                self.bad_value(key, value, "a list of texts");
                Vec::new()
            }
        }
    }

    fn id(&mut self, text: &str, value: &Yaml) -> Option<LessonId> {
        match LessonId::parse(text) {
            Ok(id) => Some(id),
            Err(error) => {
                self.problems.push(bad_id(text, &error, (self.at)(value.line, value.column)));
                None
            }
        }
    }

    fn bad_value(&mut self, key: &Yaml, value: &Yaml, wanted: &str) {
        let message = format!("`{}` must be {wanted}", key.as_text().unwrap_or_default());
        let at = (self.at)(value.line, value.column);
        self.problems.push(Problem::new(Code::FrontMatterBadValue, at, message, "see the example in docs/content.md"));
    }
}

pub(crate) fn bad_id(text: &str, error: &BadId, at: Position) -> Problem {
    let help = "use letters, digits and hyphens, for instance `event-loop`";
    Problem::new(Code::BadId, at, format!("`{text}` is no id: {error}"), help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split_text(text: &str) -> (FrontMatter, String, Vec<String>) {
        let mut problems = Vec::new();
        let (front_matter, body) = split(&Text::of_file(&"a.md".into(), text), Keys::Native, &mut problems);
        let said = problems.iter().map(|p| format!("{}:{} {}", p.at.line, p.at.column, p.message)).collect();
        (front_matter, body.as_str().to_owned(), said)
    }

    #[test]
    fn a_page_says_its_title_and_old_ids() {
        let (front_matter, body, problems) =
            split_text("---\ntitle: \"A: b\"\naliases: [old, older]\ntags: x, y\n---\n# Hi\n");
        assert_eq!(front_matter.title.as_deref(), Some("A: b"));
        assert_eq!(front_matter.aliases.len(), 2);
        assert_eq!(front_matter.tags, ["x", "y"]);
        assert_eq!((body.as_str(), problems.len()), ("# Hi\n", 0));
    }

    #[test]
    fn a_bad_key_does_not_hide_the_others() {
        let (front_matter, _, problems) = split_text("---\ntitel: A\nid: a b\nsummary: s\n---\n");
        assert_eq!(front_matter.summary.as_deref(), Some("s"));
        assert_eq!(
            problems,
            ["2:1 unknown key `titel` in the front matter", "3:5 `a b` is no id: an id must not contain ' '"]
        );
    }

    #[test]
    fn a_quiz_says_how_it_is_given() {
        let (front_matter, _, problems) =
            split_text("---\nquiz:\n  feedback: at-end\n  attempts: 2\n  key: hidden\n---\n");
        let expected = QuizPolicy { feedback: Feedback::AtEnd, attempts: Some(2), key: KeyPolicy::Hidden };
        assert_eq!((front_matter.quiz, problems.len()), (expected, 0));
        let (_, _, problems) = split_text("---\nquiz:\n  feedback: later\n  attempts: 0\n---\n");
        assert_eq!(
            problems,
            ["3:13 `feedback` must be `at-once` or `at-end`", "4:13 `attempts` must be a number from 1 on"]
        );
    }

    #[test]
    fn what_is_no_yaml_is_said_at_its_line() {
        let (_, body, problems) = split_text("---\nsummary: ok\ntitle: a: b\n---\nrest\n");
        assert_eq!(body, "rest\n");
        assert!(problems[0].starts_with("3:"), "{problems:?}");
    }

    #[test]
    fn a_rule_at_the_top_is_no_front_matter() {
        let (_, body, problems) = split_text("---\n\nprose\n");
        assert_eq!((body.as_str(), problems.len()), ("---\n\nprose\n", 0));
    }
}
