//! What the Tab key offers: command words, then titles for what follows them, and questions that the course answers.

use std::sync::Arc;

use reedline::{Completer, CompletionResult, Span, Suggestion};

use crate::{
    action::Actor,
    tutor::Tutor,
    words::commands::{Audience, COMMANDS, Command, Suggests},
};

/// Completes from the tutor's suggestions, which wait for nothing.
pub struct Titles {
    tutor: Arc<Tutor>,
    actor: Arc<Actor>,
}

/// What can be completed at the end of a line.
#[derive(Debug, PartialEq, Eq)]
struct Wanted<'a> {
    /// Where the text to replace begins, in bytes.
    start: usize,
    text: &'a str,
    suggests: Suggests,
    /// Command words that begin with the text.
    commands: Vec<&'static str>,
}

impl Titles {
    pub fn new(tutor: Arc<Tutor>, actor: Arc<Actor>) -> Self {
        Self { tutor, actor }
    }
}

impl Completer for Titles {
    fn complete(&mut self, line: &str, position: usize) -> CompletionResult {
        let Some(wanted) = line.get(..position).and_then(|line| wanted(line, &self.actor)) else {
            return CompletionResult::fresh(Vec::new());
        };
        let span = Span::new(wanted.start, position);
        let suggestion =
            |value: String, append_whitespace| Suggestion { value, span, append_whitespace, ..Suggestion::default() };
        let commands = wanted.commands.iter().map(|name| suggestion((*name).to_owned(), true));
        let titles = self.tutor.suggest(&self.actor, wanted.suggests, wanted.text);
        let titles = titles.into_iter().map(|title| suggestion(title.text, false));
        CompletionResult::fresh(commands.chain(titles).collect::<Vec<_>>())
    }
}

/// Nothing for a command that takes no words.
fn wanted<'a>(line: &'a str, actor: &Actor) -> Option<Wanted<'a>> {
    let Some((word, rest)) = line.split_once(' ') else {
        let typed = line.trim_start_matches('/').to_lowercase();
        let names = COMMANDS.iter().filter(|command| command.audience == Audience::Everyone);
        let names = names.map(|command| command.name(actor.locale)).filter(|name| name.starts_with(&typed));
        return Some(Wanted { start: 0, text: line, suggests: Suggests::Passages, commands: names.collect() });
    };
    let (start, text, suggests) = match Command::find(word) {
        Some(command) => (line.len() - rest.len(), rest, command.option?.suggests),
        None => (0, line, Suggests::Passages),
    };
    Some(Wanted { start, text, suggests, commands: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        action::{Identity, Place, Platform, Privacy, Rights},
        words::Locale,
    };

    fn actor() -> Actor {
        Actor {
            identity: Identity { platform: Platform::Terminal, external_id: "ada".into() },
            name: "Ada".into(),
            place: Place::Terminal,
            thread_of: None,
            rights: Rights::default(),
            locale: Locale::English,
            privacy: Privacy::Possible,
        }
    }

    #[test]
    fn a_first_word_may_become_a_command_or_a_question() {
        let actor = actor();
        let wanted = wanted("pr", &actor).unwrap();
        assert_eq!(wanted.commands, ["progress", "privacy"]);
        assert_eq!((wanted.text, wanted.suggests), ("pr", Suggests::Passages));
    }

    #[test]
    fn after_a_command_its_titles_follow() {
        let actor = actor();
        let wanted = wanted("quiz async", &actor).unwrap();
        assert_eq!((wanted.start, wanted.text, wanted.suggests), (5, "async", Suggests::Quizzes));
        assert_eq!(super::wanted("settings x", &actor), None);
    }

    #[test]
    fn a_sentence_is_completed_as_a_whole() {
        let actor = actor();
        let wanted = wanted("does async make", &actor).unwrap();
        assert_eq!((wanted.start, wanted.text, wanted.suggests), (0, "does async make", Suggests::Passages));
    }
}
