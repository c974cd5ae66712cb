//! Small signs in English sentences: whether one can open an answer, whether it promises something that must follow,
//! what a question wants to see and whether it leans on the one before.

use super::excerpt::Wanted;

/// Words that point back to what was said before.
const POINTS_BACK: &str = "this that these those it its they them their he she his her \
    however but so and or then therefore thus hence also besides moreover furthermore additionally otherwise instead \
    still yet nevertheless nonetheless meanwhile similarly likewise conversely consequently accordingly \
    again afterwards here there both either neither such because \
    finally next first second secondly third thirdly lastly now after";

/// Phrases that do so.
const PHRASES: [&str; 22] = [
    "in this case",
    "in that case",
    "in these cases",
    "in the example above",
    "in this example",
    "in the previous",
    "as mentioned",
    "as you can see",
    "as we saw",
    "as we've seen",
    "for example",
    "for instance",
    "on the other hand",
    "in other words",
    "in addition",
    "as a result",
    "the same",
    "the above",
    "the following",
    "the latter",
    "the former",
    "that is",
];

/// Whether `sentence` begins in the middle of a thought.
pub(super) fn is_mid_thought(sentence: &str) -> bool {
    let lower: String = sentence.chars().take(40).flat_map(char::to_lowercase).collect();
    let start = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let word: String = start.chars().take_while(|c| c.is_alphanumeric()).collect();
    POINTS_BACK.split_whitespace().any(|back| back == word)
        || PHRASES.iter().any(|phrase| start.starts_with(phrase))
        || sentence.chars().next().is_some_and(|c| c.is_lowercase() || matches!(c, ',' | ';' | ')' | '-'))
}

/// Whether `sentence` announces what comes after it.
pub(super) fn leads_in(sentence: &str) -> bool {
    let end = sentence.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '"' | '”' | ')'));
    end.ends_with(':') || end.ends_with('：')
}

/// Words that ask for code, and for a comparison.
const CODE_WORDS: &str = "code example examples snippet snippets syntax sample samples";
const COMPARISON_WORDS: &str =
    "difference differences differ vs versus compare compared comparison better faster instead";

/// What the question asks to see beside prose.
pub(super) fn wanted(question: &str) -> Wanted {
    let lower = question.to_lowercase();
    let has = |list: &str| {
        lower.split(|c: char| !c.is_alphanumeric()).any(|word| list.split_whitespace().any(|one| one == word))
    };
    Wanted { code: has(CODE_WORDS), comparison: has(COMPARISON_WORDS) }
}

/// Whether a question makes sense only together with the one before it.
pub(super) fn follows_up(question: &str) -> bool {
    const OPENINGS: [&str; 12] = [
        "and ",
        "but ",
        "or ",
        "what about",
        "how about",
        "what if",
        "show me",
        "why",
        "with ",
        "same ",
        "also ",
        "then ",
    ];
    const POINTERS: [&str; 8] = ["it", "this", "that", "them", "those", "these", "they", "one"];
    let lower = question.trim().to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.len() <= 2
        || (words.len() <= 8
            && (OPENINGS.iter().any(|opening| lower.starts_with(opening))
                || words.iter().any(|word| POINTERS.contains(word))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_opens_with_a_sentence_that_stands_alone() {
        assert!(is_mid_thought("However, it is slow."));
        assert!(is_mid_thought("This means that"));
        assert!(is_mid_thought("\"It\" works"));
        assert!(is_mid_thought("For example, run it."));
        assert!(is_mid_thought("and then"));
        assert!(!is_mid_thought("Use `async def` when you wait."));
        assert!(!is_mid_thought("Thistles grow."));
    }

    #[test]
    fn a_colon_promises_more() {
        assert!(leads_in("Run it as follows:"));
        assert!(leads_in("**Note:**"));
        assert!(!leads_in("Run it."));
    }
}
