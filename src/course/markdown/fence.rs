//! Code fences: what the info string says, and the marks in the code that a site's generator would hide.

use super::Flavour;
use crate::markup::Code;

/// Makes a code block of a fence's info string and its text.
pub(super) fn code(info: &str, text: &str, flavour: Flavour) -> Code {
    let info = Info::parse(info);
    let aquascope = info.language.as_deref() == Some("aquascope");
    let text = match (flavour, info.language.as_deref()) {
        (Flavour::MdBook, Some("rust")) => without_hidden_lines(text),
        (Flavour::MdBook, Some("aquascope")) => without_diagram_marks(text),
        (Flavour::Docusaurus, _) => without_highlight_marks(text),
        (Flavour::MkDocs, _) => without_annotation_marks(text),
        (Flavour::MdBook | Flavour::Forge, _) => text.to_owned(),
    };
    let language = if aquascope { Some("rust".to_owned()) } else { info.language };
    Code { language, text: text.trim_end_matches('\n').to_owned(), title: info.title, run: info.run }
}

/// What a fence says about itself: `python run`, `rust,ignore`, `js title="a.js" {1,3}`, `{ .yaml title="x" }`.
#[derive(Debug, Default, PartialEq, Eq)]
struct Info {
    language: Option<String>,
    title: Option<String>,
    run: bool,
}

impl Info {
    fn parse(info: &str) -> Self {
        let mut parsed = Self::default();
        for (index, word) in words(info).into_iter().enumerate() {
            if let Some(title) = word.strip_prefix("title=") {
                parsed.title = Some(title.to_owned());
            } else if word == "run" && index > 0 {
                parsed.run = true;
            } else if let Some(language) = language(&word, index) {
                parsed.language.get_or_insert(language);
            }
        }
        // A file name in the place of the language, as in "```pyproject.toml", says both.
        if let Some((stem, ending)) = parsed.language.as_deref().and_then(|name| name.rsplit_once('.')) {
            let (title, language) = (format!("{stem}.{ending}"), ending.to_owned());
            parsed.title.get_or_insert(title);
            parsed.language = Some(language);
        }
        parsed
    }
}

/// The words of an info string: split at white space, commas and braces outside of quotes, quotes taken off.
fn words(info: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    for c in info.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, ' ' | '\t' | ',' | '{' | '}') => {
                words.push(std::mem::take(&mut word));
                if c == '{' && !words.iter().all(String::is_empty) {
                    // After the language, braces hold line numbers, not a language.
                    words.push("{".to_owned());
                }
            }
            (Some(_) | None, c) => word.push(c),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

fn language(word: &str, index: usize) -> Option<String> {
    let word = word.strip_prefix('.').unwrap_or(word);
    let plain = word.starts_with(char::is_alphabetic) && !word.contains(['=', ':']);
    (index == 0 && plain).then(|| word.to_lowercase())
}

/// mdBook: a line `# code` in Rust is compiled but not shown; `##` stands for a `#`.
fn without_hidden_lines(text: &str) -> String {
    let shown = text.lines().filter_map(|line| {
        let code = line.trim_start();
        if code == "#" || code.starts_with("# ") {
            return None;
        }
        match code.strip_prefix("##") {
            Some(rest) => {
                let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();
                Some(format!("{indent}#{rest}"))
            }
            None => Some(line.to_owned()),
        }
    });
    joined(shown)
}

/// Aquascope diagrams: lines after `#` are hidden, marks between backquotes stand for drawings.
fn without_diagram_marks(text: &str) -> String {
    let shown = text.lines().filter(|line| !is_hidden_diagram_line(line)).map(|line| {
        // Every second piece stood between backquotes.
        line.split('`').step_by(2).collect::<String>()
    });
    joined(shown)
}

fn is_hidden_diagram_line(line: &str) -> bool {
    line.starts_with('#') && !line.starts_with("#[") && !line.starts_with("#!")
}

/// Docusaurus: comments that only colour the next lines.
fn without_highlight_marks(text: &str) -> String {
    const MARKS: [&str; 3] = ["highlight-next-line", "highlight-start", "highlight-end"];
    joined(text.lines().filter(|line| {
        let comment = line.trim().trim_start_matches(['/', '*', '#', '{', '<', '!', '-', ' ']);
        !MARKS.iter().any(|mark| comment.starts_with(mark))
    }))
}

/// Material for MkDocs: `# (1)!` points to the numbered list below; the exclamation mark only hides the `#` there.
fn without_annotation_marks(text: &str) -> String {
    joined(text.lines().map(|line| match line.rsplit_once(")!") {
        Some((before, "")) if ends_in_annotation(before) => format!("{before})"),
        _ => line.to_owned(),
    }))
}

fn ends_in_annotation(text: &str) -> bool {
    let number = text.rsplit_once('(').map(|(_, number)| number);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

fn joined(lines: impl Iterator<Item = impl AsRef<str>>) -> String {
    lines.fold(String::new(), |mut text, line| {
        text.push_str(line.as_ref());
        text.push('\n');
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(text: &str) -> (Option<String>, Option<String>, bool) {
        let info = Info::parse(text);
        (info.language, info.title, info.run)
    }

    #[test]
    fn an_info_string_may_be_written_in_the_way_of_any_tool() {
        let (python, rust, yaml) = (Some("python".into()), Some("rust".into()), Some("yaml".into()));
        assert_eq!(info("Python run"), (python.clone(), None, true));
        assert_eq!(info("run"), (Some("run".into()), None, false));
        assert_eq!(info("rust,ignore,does_not_compile"), (rust, None, false));
        assert_eq!(info("{ .yaml .annotate title=\"a b.yml\" }"), (yaml, Some("a b.yml".into()), false));
        assert_eq!(info("python hl_lines=\"1 3\" title='m.py'"), (python.clone(), Some("m.py".into()), false));
        assert_eq!(info("python {1,3-5}"), (python, None, false));
        assert_eq!(info("pyproject.toml"), (Some("toml".into()), Some("pyproject.toml".into()), false));
        assert_eq!(info(""), (None, None, false));
    }

    #[test]
    fn what_a_generator_hides_is_hidden() {
        let rust = code("rust", "# use a;\n#\nfn f() {\n    ## x\n#[test]\n}\n", Flavour::MdBook);
        assert_eq!(rust.text, "fn f() {\n    # x\n#[test]\n}");
        let diagram = code("aquascope,interpreter", "#fn main() {\nlet a = 5;`[]`\n#}\n", Flavour::MdBook);
        assert_eq!((diagram.language.as_deref(), diagram.text.as_str()), (Some("rust"), "let a = 5;"));
        let js = code("js", "// highlight-next-line\nf()\n{/* highlight-end */}\n", Flavour::Docusaurus);
        assert_eq!(js.text, "f()");
        let docker = code("{ .dockerfile .annotate }", "FROM x # (1)!\n", Flavour::MkDocs);
        assert_eq!(docker.text, "FROM x # (1)");
        let shell = code("sh", "# a comment\n", Flavour::MdBook);
        assert_eq!(shell.text, "# a comment");
    }
}
