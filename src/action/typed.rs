//! What a typed line means: a command by its word, an answer to the open question, or a question.
//!
//! The same reading serves the terminal, direct messages and mentions, in every language Docent speaks. When in
//! doubt a line is a question: a learner who asks must not get a menu instead.

use super::{Action, Desk, Letters, Press, Topic};
use crate::{
    calendar::Hour,
    review::Confidence,
    words::{
        Locale,
        commands::{Command, CommandKind},
    },
};

/// A title has few words; what is longer after a command word is a sentence that happens to begin with it.
const MAX_TITLE_WORDS: usize = 7;

/// Words that ask for what comes next, in the quiz or in the lesson.
const NEXT: [&str; 4] = ["next", "continue", "weiter", "nächste"];
/// Words that end a quiz before its last question.
const STOP: [&str; 4] = ["stop", "stop here", "aufhören", "hier aufhören"];
/// Words before an answer that would otherwise read as a question.
const ANSWER: [&str; 2] = ["answer", "antwort"];
/// Words that ask nothing, and should not be counted as a gap of the course.
const GREETING: [&str; 11] =
    ["hi", "hello", "hey", "hallo", "moin", "servus", "thanks", "thank you", "thx", "danke", "vielen dank"];
const LINK: [&str; 2] = ["link", "verbinden"];
const TIME_ZONE: [&str; 3] = ["timezone", "time-zone", "zeitzone"];
const LANGUAGE: [&str; 2] = ["language", "sprache"];
/// How sure somebody is of the answer to come.
const SURE: [&str; 2] = ["sure", "sicher"];
/// A language as the app has it.
const AUTOMATIC: [&str; 3] = ["auto", "automatic", "automatisch"];
const UNSURE: [&str; 4] = ["unsure", "not sure", "unsicher", "nicht sicher"];
const REMINDERS: [&str; 2] = ["reminders", "erinnerungen"];
const SUMMARY: [&str; 2] = ["summary", "wochenrückblick"];
const GOAL: [&str; 2] = ["goal", "ziel"];
const ON: [&str; 2] = ["on", "an"];
const OFF: [&str; 2] = ["off", "aus"];
/// Words that join letters: "a and c".
const JOINING: [&str; 4] = ["and", "und", "&", "+"];

/// Reads one typed line. Never fails: what is nothing else is a question, and nothing at all asks for help.
pub fn read(text: &str) -> Action {
    let text = text.trim();
    if text.is_empty() {
        return Action::Press(Press::Help);
    }
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let rest = rest.trim();
    command(first, rest)
        .or_else(|| setting(first, rest))
        .or_else(|| answer(text, first, rest))
        .unwrap_or_else(|| Action::Ask { words: text.to_owned() })
}

/// Whether a question is none: a greeting, or a try at a command.
pub(crate) fn asks_nothing(text: &str) -> bool {
    is_greeting(text) || is_unknown_command(text)
}

fn is_greeting(text: &str) -> bool {
    GREETING.contains(&text.trim_end_matches(['!', '.', ' ']).to_lowercase().as_str())
}

/// "/nonsense": nobody asks like this.
fn is_unknown_command(text: &str) -> bool {
    let name = text.strip_prefix('/');
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphabetic() || c == '-');
    let is_known =
        |name: &str| Command::find(name).is_some() || setting_words().any(|word| word == name.to_lowercase());
    name.is_some_and(|name| is_name(name) && !is_known(name))
}

fn setting_words() -> impl Iterator<Item = &'static str> {
    NEXT.into_iter().chain(STOP).chain(REMINDERS)
}

fn command(first: &str, rest: &str) -> Option<Action> {
    let explicit = first.starts_with('/');
    if rest.is_empty() && NEXT.contains(&first.trim_start_matches('/').to_lowercase().as_str()) {
        return Some(Action::Open { what: Topic::Next, about: String::new() });
    }
    let command = Command::find(first)?;
    let press = match command.kind {
        CommandKind::Ask if rest.is_empty() => Press::Help,
        CommandKind::Ask => return Some(Action::Ask { words: rest.to_owned() }),
        CommandKind::Open(what) => {
            let is_title = match what {
                // What is looked up there is a question.
                Topic::Faq => true,
                Topic::Lesson
                | Topic::Course
                | Topic::Quiz
                | Topic::Live
                | Topic::Review
                | Topic::Progress
                | Topic::Next => rest.split_whitespace().count() <= MAX_TITLE_WORDS && !rest.ends_with('?'),
            };
            return (explicit || is_title).then(|| Action::Open { what, about: rest.to_owned() });
        }
        CommandKind::Settings => Press::Settings,
        CommandKind::Privacy => Press::Privacy,
        CommandKind::Help => Press::Help,
        CommandKind::About => Press::About,
        CommandKind::Setup => Press::Setup,
        CommandKind::Questions => Press::Desk(Desk::Questions),
    };
    (explicit || rest.is_empty()).then_some(Action::Press(press))
}

fn setting(first: &str, rest: &str) -> Option<Action> {
    let first = first.trim_start_matches('/').to_lowercase();
    let first = first.as_str();
    if rest.is_empty() && REMINDERS.contains(&first) {
        return Some(Action::Press(Press::Reminders));
    }
    let one_word = !rest.is_empty() && rest.split_whitespace().count() == 1;
    if !one_word {
        return None;
    }
    if LINK.contains(&first) {
        return Some(Action::RedeemCode { code: rest.to_owned() });
    }
    if TIME_ZONE.contains(&first) {
        return Some(Action::SetTimeZone { name: rest.to_owned() });
    }
    if LANGUAGE.contains(&first) {
        if AUTOMATIC.contains(&rest.to_lowercase().as_str()) {
            return Some(Action::Press(Press::SetLocale { locale: None }));
        }
        let named = |locale: &Locale| rest.eq_ignore_ascii_case(locale.endonym());
        let locale = Locale::ALL.into_iter().find(named).or_else(|| Locale::from_code(rest))?;
        return Some(Action::Press(Press::SetLocale { locale: Some(locale) }));
    }
    reminding(first, &rest.to_lowercase()).map(Action::Press)
}

/// "reminders off", "erinnerungen 19", "summary on", "goal 4".
fn reminding(what: &str, value: &str) -> Option<Press> {
    let on = if ON.contains(&value) { Some(true) } else { OFF.contains(&value).then_some(false) };
    if REMINDERS.contains(&what) {
        let hour = || value.trim_end_matches(":00").parse().ok().and_then(Hour::new);
        return on.map(|on| Press::SetDaily { on }).or_else(|| Some(Press::SetHour { hour: hour()? }));
    }
    if SUMMARY.contains(&what) {
        return Some(Press::SetWeekly { on: on? });
    }
    if GOAL.contains(&what) {
        let days = if on == Some(false) { 0 } else { value.parse().ok().filter(|days| *days <= 7)? };
        return Some(Press::SetGoal { days });
    }
    None
}

fn answer(text: &str, first: &str, rest: &str) -> Option<Action> {
    if let Some(words) = text.strip_prefix('=') {
        return Some(Action::Reply { text: words.trim().to_owned() });
    }
    let lower = text.to_lowercase();
    if STOP.contains(&lower.trim_start_matches('/')) {
        return Some(Action::Stop);
    }
    for (words, confidence) in [(&SURE[..], Confidence::Sure), (&UNSURE[..], Confidence::Unsure)] {
        if words.contains(&lower.as_str()) {
            return Some(Action::Say { confidence });
        }
    }
    let word = first.trim_end_matches(':').to_lowercase();
    if ANSWER.contains(&word.as_str()) && !rest.is_empty() && !rest.ends_with('?') {
        return Some(Action::Reply { text: rest.to_owned() });
    }
    letters(text).map(|letters| Action::Reply { text: letters.to_string() })
}

/// Reads "b", "B)", "a c", "A, C" and "a und c". Letters without anything between them count in upper case and in
/// alphabetical order only ("AC"): "ac" and "ASGI" are words.
pub fn letters(text: &str) -> Option<Letters> {
    let mut found = Letters::NONE;
    for part in text.split(|c: char| c.is_whitespace() || c == ',').filter(|part| !part.is_empty()) {
        let part = part.trim_end_matches(['.', ')', ':']).trim_start_matches('(');
        if JOINING.contains(&part.to_lowercase().as_str()) && !found.is_empty() {
            continue;
        }
        let one = part.chars().count() == 1;
        let several = part.len() <= 5
            && part.bytes().all(|b| b.is_ascii_uppercase())
            && part.as_bytes().windows(2).all(|pair| pair[0] < pair[1]);
        if !one && !several {
            return None;
        }
        found = found.with(Letters::parse(part)?);
    }
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(words: &str) -> Action {
        Action::Ask { words: words.to_owned() }
    }

    fn open(what: Topic, about: &str) -> Action {
        Action::Open { what, about: about.to_owned() }
    }

    fn reply(text: &str) -> Action {
        Action::Reply { text: text.to_owned() }
    }

    #[test]
    fn commands_are_read_in_either_language_with_and_without_a_slash() {
        assert_eq!(read("quiz asyncio"), open(Topic::Quiz, "asyncio"));
        assert_eq!(read("  /Lektion  HTTP und ASGI "), open(Topic::Lesson, "HTTP und ASGI"));
        assert_eq!(read("progress"), open(Topic::Progress, ""));
        assert_eq!(read("faq is async faster?"), open(Topic::Faq, "is async faster?"));
        assert_eq!(read("weiter"), open(Topic::Next, ""));
        assert_eq!(read("/ask what is a coroutine"), ask("what is a coroutine"));
        assert_eq!(read("hilfe"), Action::Press(Press::Help));
        assert_eq!(read(""), Action::Press(Press::Help));
    }

    #[test]
    fn a_greeting_and_a_try_at_a_command_ask_nothing() {
        for line in ["hi", "Hello!", "danke", "/nonsense", "/start"] {
            assert!(asks_nothing(line), "{line}");
            assert_eq!(read(line), ask(line), "it may still be the answer to an open question");
        }
        for question in ["hello world", "/items/{id}", "start", "thanks to what is it fast?"] {
            assert!(!asks_nothing(question), "{question}");
        }
        assert_eq!(read("/stop"), Action::Stop);
        assert_eq!(read("/weiter"), read("weiter"));
    }

    #[test]
    fn a_sentence_that_begins_like_a_command_is_a_question() {
        for question in [
            "help me understand coroutines",
            "quiz questions about asyncio, where are they?",
            "course of action when the event loop is blocked by a library call",
            "about how long does this take",
            "link two tables with a foreign key",
            "I",
        ] {
            let expected = if question == "I" { reply("I") } else { ask(question) };
            assert_eq!(read(question), expected);
        }
    }

    #[test]
    fn answers_are_letters_or_words_behind_a_mark() {
        assert_eq!(read("b"), reply("B"));
        assert_eq!(read("(B)"), reply("B"));
        assert_eq!(read("a, c and d"), reply("ACD"));
        assert_eq!(read("AC"), reply("AC"));
        assert_eq!(read("answer asyncio.gather"), reply("asyncio.gather"));
        assert_eq!(read("= 42"), reply("42"));
        assert_eq!(read("ac"), ask("ac"));
        assert_eq!(read("a coroutine"), ask("a coroutine"));
        assert_eq!(read("ASGI"), ask("ASGI"));
    }

    #[test]
    fn a_quiz_is_ended_in_the_words_of_its_button() {
        for words in ["stop", "/stop", "Stop here", "aufhören", "Hier aufhören"] {
            assert_eq!(read(words), Action::Stop, "{words}");
        }
        assert_eq!(read("stop a running task"), ask("stop a running task"));
    }

    #[test]
    fn how_sure_somebody_is_can_be_typed() {
        assert_eq!(read("sure"), Action::Say { confidence: Confidence::Sure });
        assert_eq!(read("Nicht sicher"), Action::Say { confidence: Confidence::Unsure });
        assert_eq!(read("not sure what await does"), ask("not sure what await does"));
    }

    #[test]
    fn reminders_and_goals_can_be_typed() {
        let press = |text| match read(text) {
            Action::Press(press) => press,
            other => panic!("{other:?}"),
        };
        assert_eq!(press("reminders"), Press::Reminders);
        assert_eq!(press("reminders off"), Press::SetDaily { on: false });
        assert_eq!(press("Erinnerungen 19"), Press::SetHour { hour: Hour::new(19).unwrap() });
        assert_eq!(press("summary on"), Press::SetWeekly { on: true });
        assert_eq!(press("ziel 4"), Press::SetGoal { days: 4 });
        assert_eq!(press("goal off"), Press::SetGoal { days: 0 });
        assert_eq!(read("goal 8"), ask("goal 8"));
        assert_eq!(read("reminders are annoying"), ask("reminders are annoying"));
    }

    #[test]
    fn settings_can_be_typed() {
        assert_eq!(read("timezone Europe/Berlin"), Action::SetTimeZone { name: "Europe/Berlin".into() });
        assert_eq!(read("sprache deutsch"), Action::Press(Press::SetLocale { locale: Some(Locale::German) }));
        assert_eq!(read("language auto"), Action::Press(Press::SetLocale { locale: None }));
        assert_eq!(read("link K7Q2-M4ND"), Action::RedeemCode { code: "K7Q2-M4ND".into() });
    }
}
