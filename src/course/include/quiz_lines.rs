//! Which lines of a Markdown file belong to a quiz, and which files are nothing but questions.

use std::{ops::RangeInclusive, path::Path};

use crate::course::{
    markdown::{self, Dialect, Flavour, NodeKind},
    outline::is_quiz_heading,
    text::Text,
};

/// The lines of quizzes, counted from 1, each from its heading on.
pub(super) fn of(text: &str) -> Vec<RangeInclusive<usize>> {
    let text = Text::of_file(&"".into(), text);
    let page = markdown::page(&text, Dialect { flavour: Flavour::Forge, address: &|_| None });
    let headings: Vec<_> = page
        .nodes
        .iter()
        .filter_map(|node| match &node.kind {
            NodeKind::Heading(heading) => Some((line(&text, node.at), heading)),
            NodeKind::Block(..) | NodeKind::Quiz(_) | NodeKind::Settings(_) => None,
        })
        .collect();
    let last = text.as_str().lines().count();
    let quizzes = headings.iter().enumerate().filter(|(_, (_, heading))| is_quiz_heading(heading));
    quizzes
        .map(|(index, (start, quiz))| {
            let next = headings.iter().skip(index + 1).find(|(_, heading)| heading.level <= quiz.level);
            *start..=next.map_or(last, |(line, _)| line.saturating_sub(1))
        })
        .collect()
}

fn line(text: &Text, at: usize) -> usize {
    usize::try_from(text.position(at).line).unwrap_or(1)
}

/// Whether a file is a question bank in one of the formats that Docent reads.
pub(super) fn is_bank(path: &Path, text: &str) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    match ending.as_str() {
        "gift" | "aiken" => true,
        "toml" => text.lines().any(|line| line.trim() == "[[questions]]"),
        "txt" => text.lines().any(|line| line.strip_prefix("ANSWER: ").is_some_and(|letter| letter.trim().len() == 1)),
        _ => false,
    }
}
