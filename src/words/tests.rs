//! What is easily said wrongly in one of the languages.

use super::*;
use crate::store::privacy::Kept;

#[test]
fn one_of_a_thing_is_said_in_the_singular() {
    let one = Kept {
        identities: 1,
        sections_read: 1,
        places: 1,
        attempts: 1,
        answers: 1,
        asks: 1,
        words: 1,
        shares: 1,
        cards: 1,
        active_days: 1,
        notices: 1,
        live_quizzes: 1,
    };
    let all = |locale: Locale| {
        let sentences = [
            locale.kept(&one).join(", "),
            locale.about_course("Tea", 1, 1, 1),
            locale.setup_channels_now(1),
            locale.setting_goal(Some(1)),
            locale.days_this_week(1, Some(1)),
            locale.linked(1).to_string(),
            locale.practise_intro(1).to_string(),
            locale.stopped_early(1).to_string(),
            locale.live_answered(1, 3),
            locale.live_right(1, 3),
            locale.no_questions(1).to_string(),
            locale.privacy_policy(1).to_string(),
        ];
        sentences.join("\n")
    };
    let plurals = [
        "names",
        "sections",
        "courses",
        "quizzes",
        "answers",
        "questions",
        "of them still with their",
        "things",
        "days ",
        "reminders",
        "lessons",
        "passages",
        "channels",
        "records",
    ];
    for plural in plurals {
        let wrong = format!("1 {plural}");
        assert!(!all(Locale::English).contains(&wrong), "{wrong:?} in\n{}", all(Locale::English));
    }
    let plurals = [
        "Namen",
        "gelesene ",
        "Kurse,",
        "Antworten",
        "Fragen",
        "Sachen",
        "Tage",
        "Erinnerungen",
        "Lektionen",
        "Stellen",
        "Quizfragen",
        "gewählten Kanälen",
        "Einträge",
        "blieben",
        "von 3 haben",
        "ist 1 Tage",
    ];
    for plural in plurals {
        let wrong = format!("1 {plural}");
        assert!(!all(Locale::German).contains(&wrong), "{wrong:?} in\n{}", all(Locale::German));
    }
    assert!(all(Locale::German).contains("Seit einem Tag"));
}
