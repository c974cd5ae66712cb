//! Small signs in English sentences: whether one can open an answer, whether it promises something that must follow,
//! what a question wants to see and whether it leans on the one before.

use super::excerpt::Wanted;

/// First words that point back to what was said before.
const POINTS_BACK: [&str; 67] = [
    "accordingly",
    "additionally",
    "afterwards",
    "again",
    "also",
    "alternatively",
    "and",
    "because",
    "besides",
    "both",
    "but",
    "consequently",
    "conversely",
    "either",
    "finally",
    "first",
    "furthermore",
    "hence",
    "her",
    "here",
    "his",
    "however",
    "instead",
    "it",
    "its",
    "it's",
    "last",
    "lastly",
    "likewise",
    "meanwhile",
    "moreover",
    "neither",
    "nevertheless",
    "next",
    "nonetheless",
    "nor",
    "now",
    "of",
    "or",
    "other",
    "others",
    "otherwise",
    "rather",
    "second",
    "secondly",
    "similarly",
    "similar",
    "so",
    "still",
    "such",
    "that",
    "that's",
    "their",
    "them",
    "then",
    "there",
    "therefore",
    "these",
    "they",
    "third",
    "thirdly",
    "this",
    "those",
    "thus",
    "yes",
    "yet",
    "note",
];

/// First words of phrases that do so.
const PHRASES: [&str; 36] = [
    "as a result",
    "as such",
    "as mentioned",
    "as above",
    "as we saw",
    "as we've seen",
    "as with",
    "as you can see",
    "for example",
    "for instance",
    "for these",
    "for this",
    "for that",
    "in addition",
    "in contrast",
    "in other words",
    "in that case",
    "in these",
    "in this",
    "in the same",
    "in the example above",
    "in the previous",
    "on the other hand",
    "the above",
    "the following",
    "the former",
    "the latter",
    "the next",
    "the only difference",
    "the other",
    "the previous",
    "the rest",
    "the same",
    "the second",
    "the third",
    "unlike",
];

/// Words that lean on the sentence before when they come early, and how early that is.
const LEANS_EARLY: [&str; 7] = ["her", "him", "it", "such", "them", "this", "though"];
const EARLY_WORDS: usize = 4;
/// Words that do so wherever they stand, unless what they speak of follows ("in one of these ways:"); and phrases.
const LEANS_ANYWHERE: [&str; 3] = ["above", "these", "those"];
const LEANING_PHRASES: [&str; 5] = [" in this case", " in that case", " this example", " this way", " that way"];
const EARLY_FOR_ALSO: usize = 7;
/// "The section:" says nothing.
const FEWEST_WORDS: usize = 4;

/// Whether `sentence` can open an answer: it neither points back nor begins in its middle.
pub(super) fn stands_alone(sentence: &str) -> bool {
    let lower: String = sentence.chars().take(60).flat_map(char::to_lowercase).collect();
    let start = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut words = start.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    let first = words.next().unwrap_or_default();
    let points_back = POINTS_BACK.contains(&first)
        || PHRASES.iter().any(|phrase| start.starts_with(phrase))
        || LEANING_PHRASES.iter().any(|phrase| start.contains(phrase))
        || !leads_in(sentence) && words.clone().any(|word| LEANS_ANYWHERE.contains(&word))
        || words.clone().take(EARLY_WORDS).any(|word| LEANS_EARLY.contains(&word))
        || words.take(EARLY_FOR_ALSO).any(|word| word == "also");
    let is_instead = start.contains(" instead") && !start.contains(" instead of");
    let says_nothing = leads_in(sentence) && sentence.split(' ').count() < FEWEST_WORDS;
    let is_markup = sentence.starts_with(['{', '/', ':', '!', '|', '<', '+', '=', '~']);
    !(points_back || is_instead || says_nothing || is_markup || continues(sentence))
}

/// Whether `sentence` is the second half of one.
pub(super) fn continues(sentence: &str) -> bool {
    sentence.chars().next().is_some_and(|c| matches!(c, ',' | ';' | ')' | '…'))
        || sentence.starts_with("..")
        || sentence.split(' ').next().is_some_and(|word| CONNECTIVES.contains(&word))
}

/// Small words that no sentence of prose begins with; a name in code may be small and first.
const CONNECTIVES: [&str; 14] =
    ["and", "as", "because", "but", "for", "if", "in", "or", "so", "that", "then", "to", "which", "with"];

/// Whether `sentence` announces what comes after it.
pub(super) fn leads_in(sentence: &str) -> bool {
    let end = sentence.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '"' | '”' | ')'));
    end.ends_with([':', '：', '…']) || end.ends_with("...")
}

/// Whether `sentence` speaks of something that comes later.
pub(super) fn announces(sentence: &str) -> bool {
    leads_in(sentence) || sentence.split(' ').any(|word| word == "following" || word == "below")
}

/// Words that ask for code, and for a comparison.
const CODE_WORDS: [&str; 7] = ["example", "examples", "sample", "samples", "snippet", "snippets", "syntax"];
/// "Code" alone is more often the learner's own, or a status: it is asked for where it comes first or is to be shown.
const SHOWING: [&str; 7] = ["give", "need", "please", "see", "show", "want", "write"];
const COMPARISON_WORDS: [&str; 10] =
    ["better", "compare", "compared", "comparison", "difference", "differences", "differ", "faster", "versus", "vs"];

/// What the question asks to see beside prose.
pub(super) fn wanted(question: &str) -> Wanted {
    let lower = question.to_lowercase();
    let has = |list: &[&str]| lower.split(|c: char| !c.is_alphanumeric()).any(|word| list.contains(&word));
    let words = || lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_status = ["status code", "error code", "exit code"].iter().any(|code| lower.contains(code));
    let code = words().next() == Some("code")
        || words().any(|word| word == "code") && words().any(|word| SHOWING.contains(&word)) && !is_status;
    Wanted { code: code || has(&CODE_WORDS), comparison: has(&COMPARISON_WORDS) }
}

/// Whether a question makes sense only together with the one before it. One that names something of its own stands
/// alone, however short: `asyncio.gather`, "why is my loop blocked".
pub(super) fn follows_up(question: &str) -> bool {
    const OPENINGS: [&str; 10] =
        ["and ", "but ", "or ", "what about", "how about", "what if", "show me", "same ", "also ", "then "];
    const POINTERS: [&str; 8] = ["it", "this", "that", "them", "those", "these", "they", "one"];
    /// Words that say nothing by themselves; a question of these alone leans on the one before.
    const EMPTY: [&str; 22] = [
        "a", "an", "and", "code", "else", "example", "examples", "go", "how", "in", "is", "me", "more", "on", "please",
        "really", "so", "the", "what", "when", "where", "why",
    ];
    const SHORT: usize = 8;
    /// A longer question with a pointer in it mostly says itself what is meant ("is it possible to …").
    const POINTING: usize = 5;
    let lower = question.trim().to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let opens = OPENINGS.iter().any(|opening| lower.starts_with(opening));
    let points = words.iter().any(|word| POINTERS.contains(word));
    let is_empty = words.iter().all(|word| EMPTY.contains(word) || POINTERS.contains(word));
    is_empty || words.len() <= SHORT && opens || words.len() <= POINTING && points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_that_names_something_stands_alone() {
        for leaning in
            ["why?", "and with threads?", "show me the code", "what about uploads", "how does it work?", "more"]
        {
            assert!(follows_up(leaning), "{leaning}");
        }
        for alone in [
            "asyncio.gather",
            "why is my event loop blocked",
            "is it possible to upload a large file",
            "with statement",
            "connection pool",
        ] {
            assert!(!follows_up(alone), "{alone}");
        }
    }

    #[test]
    fn an_answer_opens_with_a_sentence_that_stands_alone() {
        for leaning in [
            "However, it is slow.",
            "This means that",
            "\"It\" works",
            "For example, run it.",
            "and then",
            "You can also use a list.",
            "Alternatively, use a set.",
            "In contrast, a list grows.",
            "To override it, import the class.",
            "A downside of the above approach is its price.",
            "The section:",
            "/// note",
            "We can instead create a model.",
            "The second line shows why.",
            "The path is used to handle these specific cases.",
            "Keep in mind that in this case nothing is checked.",
            "...would be run later.",
        ] {
            assert!(!stands_alone(leaning), "{leaning}");
        }
        for alone in [
            "Use `async def` when you wait.",
            "Thistles grow.",
            "uv sync removes the rest.",
            "In Python, a list grows.",
            "Use a set instead of a list.",
            ".env files stay out of the repository.",
        ] {
            assert!(stands_alone(alone), "{alone}");
        }
    }

    #[test]
    fn code_is_wanted_where_it_is_asked_for() {
        for wanting in
            ["show me the code", "code to gather coroutines", "an example of a fixture", "please write the code"]
        {
            assert!(wanted(wanting).code, "{wanting}");
        }
        for other in
            ["which status code do I return", "my code calls a payment api", "override the 422 status code, show it"]
        {
            assert!(!wanted(other).code, "{other}");
        }
    }

    #[test]
    fn a_colon_promises_more() {
        assert!(leads_in("Run it as follows:"));
        assert!(leads_in("**Note:**"));
        assert!(!leads_in("Run it."));
    }

    #[test]
    fn a_follow_up_leans_on_the_question_before() {
        assert!(follows_up("and with threads?"));
        assert!(follows_up("show me the code"));
        assert!(follows_up("why?"));
        assert!(follows_up("how do I stop it"));
        assert!(!follows_up("how do I upload a file with a form?"));
    }
}
