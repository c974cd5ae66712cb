//! The commands, as one table: registration with Discord, `/help` and typed text are all made from it.

use super::Locale;
use crate::action::Topic;

/// One command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Command {
    pub kind: CommandKind,
    /// Lower case, as Discord wants it; the English name is the stable one.
    pub name: [&'static str; Locale::ALL.len()],
    /// At most 100 characters.
    pub description: [&'static str; Locale::ALL.len()],
    pub option: Option<CommandOption>,
    pub audience: Audience,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CommandKind {
    Ask,
    Open(Topic),
    Settings,
    Privacy,
    Help,
    About,
    Setup,
    Questions,
}

/// The one option that a command may take: a few words, with suggestions while typing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommandOption {
    pub name: [&'static str; Locale::ALL.len()],
    pub description: [&'static str; Locale::ALL.len()],
    pub need: Need,
    pub suggests: Suggests,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Need {
    Required,
    Optional,
}

/// What is suggested while an option is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Suggests {
    /// Titles, sections and FAQ questions.
    Passages,
    Lessons,
    /// Lessons that have a quiz.
    Quizzes,
    Courses,
    Faq,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    Everyone,
    /// Who may manage the server, or has the staff role.
    Staff,
}

impl Command {
    pub fn name(&self, locale: Locale) -> &'static str {
        self.name[locale as usize]
    }

    pub fn description(&self, locale: Locale) -> &'static str {
        self.description[locale as usize]
    }

    /// The command of a typed word, in any language Docent speaks.
    pub fn find(word: &str) -> Option<&'static Self> {
        let word = word.strip_prefix('/').unwrap_or(word).to_lowercase();
        COMMANDS.iter().find(|command| command.name.contains(&word.as_str()))
    }
}

impl CommandOption {
    pub fn name(&self, locale: Locale) -> &'static str {
        self.name[locale as usize]
    }

    pub fn description(&self, locale: Locale) -> &'static str {
        self.description[locale as usize]
    }
}

/// The message menu that answers what somebody wrote, from the course.
pub const ANSWER_FROM_COURSE: [&str; Locale::ALL.len()] = ["Answer from the course", "Aus dem Kurs antworten"];

/// In the order of `/help`.
pub const COMMANDS: [Command; 14] = [
    Command {
        kind: CommandKind::Ask,
        name: ["ask", "frage"],
        description: [
            "Ask a question and get the passage of the course that answers it",
            "Stell eine Frage und lies die Stelle im Kurs, die sie beantwortet",
        ],
        option: Some(CommandOption {
            name: ["question", "frage"],
            description: ["What you want to know, in your own words", "Was du wissen willst, in deinen Worten"],
            need: Need::Required,
            suggests: Suggests::Passages,
        }),
        audience: Audience::Everyone,
    },
    Command {
        kind: CommandKind::Open(Topic::Lesson),
        name: ["lesson", "lektion"],
        description: ["Read a lesson, or go on where you stopped", "Lies eine Lektion oder lies weiter"],
        option: Some(CommandOption {
            name: ["title", "titel"],
            description: ["Which lesson; leave it out to go on", "Welche Lektion; ohne Angabe geht es weiter"],
            need: Need::Optional,
            suggests: Suggests::Lessons,
        }),
        audience: Audience::Everyone,
    },
    Command {
        kind: CommandKind::Open(Topic::Quiz),
        name: ["quiz", "quiz"],
        description: ["Take a quiz, or go on with the one you began", "Mach ein Quiz oder setz dein begonnenes fort"],
        option: Some(CommandOption {
            name: ["about", "thema"],
            description: ["Which lesson; leave it out to go on", "Welche Lektion; ohne Angabe geht es weiter"],
            need: Need::Optional,
            suggests: Suggests::Quizzes,
        }),
        audience: Audience::Everyone,
    },
    Command {
        kind: CommandKind::Open(Topic::Live),
        name: ["live", "live"],
        description: [
            "Start a quiz that everybody in this channel plays together",
            "Starte ein Quiz, das alle in diesem Kanal zusammen spielen",
        ],
        option: Some(CommandOption {
            name: ["about", "thema"],
            description: ["Which lesson or topic", "Welche Lektion oder welches Thema"],
            need: Need::Optional,
            suggests: Suggests::Quizzes,
        }),
        audience: Audience::Everyone,
    },
    Command {
        kind: CommandKind::Open(Topic::Review),
        name: ["review", "wiederholen"],
        description: ["Answer again what you are about to forget", "Beantworte, was du bald vergisst, noch einmal"],
        option: Some(CommandOption {
            name: ["course", "kurs"],
            description: ["Which course; leave it out for all", "Welcher Kurs; ohne Angabe alle"],
            need: Need::Optional,
            suggests: Suggests::Courses,
        }),
        audience: Audience::Everyone,
    },
    Command {
        kind: CommandKind::Open(Topic::Progress),
        name: ["progress", "fortschritt"],
        description: ["What you have read and how your quizzes went", "Was du gelesen hast und wie deine Quiz liefen"],
        option: Some(CommandOption {
            name: ["course", "kurs"],
            description: ["Which course; leave it out for all", "Welcher Kurs; ohne Angabe alle"],
            need: Need::Optional,
            suggests: Suggests::Courses,
        }),
        audience: Audience::Everyone,
    },
    Command {
        kind: CommandKind::Open(Topic::Course),
        name: ["course", "kurs"],
        description: ["See the lessons of a course and what you have read", "Sieh die Lektionen eines Kurses"],
        option: Some(CommandOption {
            name: ["title", "titel"],
            description: ["Which course; leave it out for yours", "Welcher Kurs; ohne Angabe deiner"],
            need: Need::Optional,
            suggests: Suggests::Courses,
        }),
        audience: Audience::Everyone,
    },
    Command {
        kind: CommandKind::Open(Topic::Faq),
        name: ["faq", "faq"],
        description: ["Look up a question that is often asked", "Schlag eine häufige Frage nach"],
        option: Some(CommandOption {
            name: ["question", "frage"],
            description: ["Which question", "Welche Frage"],
            need: Need::Optional,
            suggests: Suggests::Faq,
        }),
        audience: Audience::Everyone,
    },
    Command {
        kind: CommandKind::Settings,
        name: ["settings", "einstellungen"],
        description: ["Your language, your time zone, linking a terminal", "Sprache, Zeitzone, Terminal verbinden"],
        option: None,
        audience: Audience::Everyone,
    },
    Command {
        kind: CommandKind::Privacy,
        name: ["privacy", "datenschutz"],
        description: ["What is kept about you, and how to delete it", "Was über dich gespeichert ist; löschen"],
        option: None,
        audience: Audience::Everyone,
    },
    Command {
        kind: CommandKind::Help,
        name: ["help", "hilfe"],
        description: ["What you can do here", "Was du hier tun kannst"],
        option: None,
        audience: Audience::Everyone,
    },
    Command {
        kind: CommandKind::About,
        name: ["about", "info"],
        description: ["Which courses are loaded, and since when", "Welche Kurse geladen sind und seit wann"],
        option: None,
        audience: Audience::Everyone,
    },
    Command {
        kind: CommandKind::Setup,
        name: ["setup", "einrichten"],
        description: ["Courses, staff and channels of this server", "Kurse, Team und Kanäle dieses Servers"],
        option: None,
        audience: Audience::Staff,
    },
    Command {
        kind: CommandKind::Questions,
        name: ["questions", "fragen"],
        description: ["What learners asked, and pinning an answer to it", "Was gefragt wurde; Antworten festlegen"],
        option: None,
        audience: Audience::Staff,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_can_be_registered() {
        for command in &COMMANDS {
            for locale in Locale::ALL {
                let name = command.name(locale);
                assert!(name.chars().all(char::is_lowercase) && (1..=32).contains(&name.chars().count()), "{name}");
                assert!((1..=100).contains(&command.description(locale).chars().count()), "{name}");
            }
        }
    }

    #[test]
    fn no_word_means_two_commands() {
        for (index, command) in COMMANDS.iter().enumerate() {
            for other in &COMMANDS[index + 1..] {
                assert!(command.name.iter().all(|name| !other.name.contains(name)), "{:?}", command.name);
            }
        }
    }

    #[test]
    fn a_command_is_found_in_either_language() {
        assert_eq!(Command::find("/Fortschritt").unwrap().kind, CommandKind::Open(Topic::Progress));
        assert_eq!(Command::find("nothing"), None);
    }
}
