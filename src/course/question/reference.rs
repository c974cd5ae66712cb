//! Choices that speak about other choices, which a shuffle would make nonsense of.

use crate::{
    course::Choice,
    markup::{Block, RichText},
};

/// How a choice leans on the others, so that its place matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    /// "All of the above": keeps its meaning at the end of any order.
    Above,
    /// "A and C": keeps its meaning in the written order only.
    Letters,
}

/// Longer texts only mention such words.
const MOST_WORDS: usize = 8;

/// How such a choice begins and ends, in the languages that courses are most often written in.
const FIRST_WORDS: &[&str] = &[
    "all",
    "none",
    "both",
    "neither",
    "any",
    "either",
    "alle",
    "keine",
    "keines",
    "todas",
    "todos",
    "ninguna",
    "ninguno",
    "toutes",
    "tous",
    "aucune",
    "aucun",
    "nenhuma",
    "tutte",
    "nessuna",
    "все",
    "ничего",
    "ничто",
];
const ENDINGS: &[&str] = &[
    "the above",
    "of these",
    "of the choices",
    "of the options",
    "genannten",
    "anteriores",
    "ci dessus",
    "precedenti",
    "перечисленного",
    "вышеперечисленного",
];

/// What joins letters ("A and B"), and what may stand around them ("both A and B", "options A, C").
const BETWEEN_LETTERS: &[&str] = &["and", "or", "nor", "und", "oder", "y", "e", "et", "ou", "и", "или"];
const AROUND_LETTERS: &[&str] =
    &["both", "neither", "either", "only", "all", "answers", "answer", "options", "option", "choices", "choice"];

/// Whether `choice` speaks about other choices. Code never does: `a and b` is an expression.
pub fn reference(choice: &Choice) -> Option<Reference> {
    let [Block::Paragraph(text)] = choice.content.as_slice() else { return None };
    if text.spans().iter().any(|span| span.style.code) {
        return None;
    }
    let text = RichText::to_string(text);
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.len() > MOST_WORDS {
        None
    } else if refers_above(&words) {
        Some(Reference::Above)
    } else {
        refers_to_letters(&words).then_some(Reference::Letters)
    }
}

fn refers_above(words: &[&str]) -> bool {
    let sentence = words.join(" ").to_lowercase();
    let first = sentence.split(' ').next().unwrap_or_default();
    FIRST_WORDS.contains(&first) && ENDINGS.iter().any(|ending| sentence.ends_with(ending))
}

fn refers_to_letters(words: &[&str]) -> bool {
    let (letters, others): (Vec<&str>, Vec<&str>) =
        words.iter().partition(|word| word.len() == 1 && word.bytes().all(|b| b.is_ascii_uppercase()));
    let others: Vec<String> = others.iter().map(|word| word.to_lowercase()).collect();
    letters.len() >= 2
        && others.iter().any(|word| BETWEEN_LETTERS.contains(&word.as_str()))
        && others.iter().all(|word| [BETWEEN_LETTERS, AROUND_LETTERS].iter().any(|list| list.contains(&word.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Credit;

    fn of(text: RichText) -> Option<Reference> {
        reference(&Choice { content: vec![Block::Paragraph(text)], credit: Credit::NONE, reason: vec![] })
    }

    #[test]
    fn all_of_the_above_is_found_in_several_languages() {
        for text in [
            "All of the above",
            "None of the above.",
            "Both of these",
            "Neither of the above",
            "All the above",
            "Keine der genannten",
            "Ninguna de las anteriores",
            "Toutes les réponses ci-dessus",
        ] {
            assert_eq!(of(text.into()), Some(Reference::Above), "{text}");
        }
    }

    #[test]
    fn letters_are_found_and_expressions_are_not() {
        for text in ["A and B", "Both A and C", "Neither A nor B", "A, B, and D only", "Options A and C"] {
            assert_eq!(of(text.into()), Some(Reference::Letters), "{text}");
        }
        assert_eq!(of("a and b".into()), None);
        assert_eq!(of("Type A and type B are equal".into()), None);
        assert_eq!(of("1 and 3".into()), None);
        assert_eq!(of(RichText::default().code("A or B")), None);
        assert_eq!(of("All requests are dropped".into()), None);
        assert_eq!(of("The values stored above the above".into()), None);
    }
}
