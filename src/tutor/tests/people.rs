//! One person in several places, what is kept about them, and what a server's staff decides.

use super::*;

#[tokio::test]
async fn what_is_personal_is_not_said_aloud() {
    let school = School::open().await;
    school.ada().types("lesson leaves").await;
    for line in ["progress", "quiz leaves", "lesson", "settings", "privacy", "next"] {
        let aloud = school.ada().aloud().types(line).await;
        aloud.says("for your eyes only").keeps_quiet_about("Leaves").keeps_quiet_about("read");
        let refused = school.bob().in_channel().presses(&aloud, "Open for me").await;
        refused.says("belongs to somebody else");
    }
    let aloud = school.ada().aloud().types("progress").await;
    school.ada().in_channel().presses(&aloud, "Open for me").await.says("Your progress");
}

#[tokio::test]
async fn an_answer_typed_aloud_counts_and_is_graded_behind_the_door() {
    let school = School::open().await;
    school.ada().in_channel().types("quiz leaves").await;
    let aloud = school.ada().aloud().types("b").await;
    aloud.keeps_quiet_about("ight");
    school.ada().in_channel().presses(&aloud, "Open for me").await.says("ight");
}

#[tokio::test]
async fn a_question_asked_aloud_is_answered_aloud() {
    let school = School::open().await;
    school.ada().aloud().types("why does my tea taste bitter?").await.says("Mostly because");
}

#[tokio::test]
async fn two_names_of_one_person_become_one_record() {
    let school = School::open().await;
    let terminal = school.person("ada-at-home");
    terminal.types("lesson leaves").await;
    school.ada().types("lesson water").await;
    let code = school.ada().link_code().await;
    terminal.types(&format!("link {code}")).await.says("Linked.");
    for person in [&terminal, &school.ada()] {
        person.types("progress").await.says("1. ◐ Leaves").says("2. ◐ Water");
    }
    terminal.types(&format!("link {code}")).await.says("not valid");
}

#[tokio::test]
async fn the_language_follows_the_person() {
    let school = School::open().await;
    school.ada().types("language deutsch").await.says("Deine Einstellungen");
    school.ada().types("quiz leaves").await.says("Frage 1 von 2");
    school.ada().types("hilfe").await.says("Was du hier tun kannst").says("/quiz");
    school.bob().types("help").await.says("What you can do here");
}

#[tokio::test]
async fn a_time_zone_is_checked() {
    let school = School::open().await;
    school.ada().types("timezone europe/berlin").await.says("Time zone: Europe/Berlin");
    school.ada().types("timezone Middle/Earth").await.says("no time zone I know");
}

#[tokio::test]
async fn everything_is_deleted_after_a_second_press() {
    let school = School::open().await;
    school.ada().types("lesson leaves").await;
    let question = school.ada().types("quiz leaves").await;
    let kept = school.ada().types("privacy").await;
    kept.says("1 section you have read").says("1 quiz");
    let sure = school.ada().presses(&kept, "Delete everything").await;
    school.ada().presses(&sure.says("cannot be undone").clone(), "Delete for good").await.says("Deleted");
    school.ada().presses(&question, "A").await.says("no longer kept");
    school.ada().types("progress").await.says("Nothing yet");
}

#[tokio::test]
async fn setup_is_for_staff_and_changes_what_the_server_sees() {
    let school = School::open().await;
    school.ada().in_channel().types("setup").await.says("Only the staff");
    school.ada().types("setup").await.says("belongs to a server");
    let boss = school.bob().in_channel().managing_the_server();
    let panel = boss.types("setup").await;
    panel.says("Making tea — shown");
    boss.presses(&panel, "Making tea").await.says("At least one course has to stay");
    boss.does(Action::SetChannels { channels: vec![ChannelId::new(99)] }).await.says("1 chosen channel.");
    school.ada().aloud().types("why is my tea bitter?").await.says("I answer mentions in");
    school.ada().in_channel().types("why does my tea taste bitter?").await.says("Mostly because");
}

#[tokio::test]
async fn a_server_is_greeted_once() {
    let school = School::open().await;
    let bot = school.person("docent").aloud();
    bot.does(Action::Joined).await.says("Making tea");
    assert!(bot.does(Action::Joined).await.reply.is_silent());
}

#[tokio::test]
async fn about_says_what_is_loaded() {
    let school = School::open().await;
    school
        .ada()
        .types("about")
        .await
        .says("Making tea: 2 lessons, 9 passages, 3 quiz questions")
        .says("content version");
}

#[tokio::test]
async fn about_tells_staff_of_a_change_that_cannot_be_served() {
    let school = School::open().await;
    school.shelf.refuse(school.clock.now());
    school.ada().in_channel().types("about").await.keeps_quiet_about("cannot be served");
    let staff = school.ada().in_channel().managing_the_server();
    staff.types("about").await.says("learners still see the course from").says("docent check");
}

#[tokio::test]
async fn when_nothing_can_be_recorded_asking_and_reading_go_on() {
    let school = School::open().await;
    school.ada().types("lesson leaves").await;
    school.store.close().await;
    school.later(Duration::from_secs(1));
    school.ada().types("why is my tea bitter?").await.says("Try again in a few seconds");
}

#[tokio::test]
async fn a_bug_is_said_calmly_and_the_next_action_works() {
    let school = School::open().await;
    let bug = panics::survive::<()>(std::pin::pin!(async { panic!("as a bug would") })).await.unwrap_err();
    let reply = super::super::say_error(Locale::English, &bug.into());
    let seen = Seen { reply, now: school.clock.now() };
    seen.says("Something went wrong on my side").says("the reference").keeps_quiet_about("bug");
    school.ada().types("help").await.says("quiz");
}

#[tokio::test]
async fn what_everybody_reads_is_in_the_language_of_the_server() {
    let school = School::open().await;
    let boss = school.bob().in_channel().managing_the_server();
    boss.does(Action::Press(Press::SetupLocale { locale: Some(Locale::German) })).await;
    let aloud = school.ada().aloud().types("why does my tea taste bitter?").await;
    aloud.press("Abschnitt lesen");
    let private = school.ada().in_channel().types("why does my tea taste bitter?").await;
    private.press("Read the section");
}

#[tokio::test]
async fn an_answer_given_aloud_does_not_tell_how_far_its_asker_has_read() {
    let school = School::open().await;
    let ada = school.ada().in_channel();
    ada.types("lesson leaves").await;
    let question = "how hot should the water for green tea be?";
    ada.types(question).await.says("This comes later in the course");
    school.ada().aloud().types(question).await.keeps_quiet_about("later in the course");
}

#[tokio::test]
async fn to_ask_what_is_kept_keeps_nothing() {
    let school = School::open().await;
    school.ada().types("lesson leaves").await;
    let kept = school.ada().types("privacy").await;
    let sure = school.ada().presses(&kept, "Delete everything").await;
    school.ada().presses(&sure, "Delete for good").await.says("Deleted");
    for line in ["help", "about", "privacy"] {
        school.ada().types(line).await;
    }
    school.ada().types("privacy").await.says("Nothing yet.").keeps_quiet_about("known by");
    school.ada().types("settings").await;
    school.ada().types("privacy").await.says("1 name you are known by");
}

#[tokio::test]
async fn a_language_that_was_chosen_can_be_left_to_the_app_again() {
    let school = School::open().await;
    let german = school.ada().types("language deutsch").await;
    let outcome = school.tutor.handle(&school.ada().actor, typed::read("language english")).await;
    assert_eq!(outcome.locale, Locale::English, "what a layout adds is in the new language, too");
    school.ada().types("language deutsch").await;
    let back = school.ada().presses(&german, "Sprache meiner App").await;
    back.says("Language: English (from your app)").keeps_quiet_about("of my app");
}

#[tokio::test]
async fn the_language_of_a_server_can_be_taken_back() {
    let school = School::open().await;
    let boss = school.bob().in_channel().managing_the_server();
    let panel = boss.types("setup").await;
    panel.keeps_quiet_about("that of whoever is answered");
    let panel = boss.presses(&panel, "Language of public messages: Deutsch").await;
    school.ada().aloud().types("what is the capital of Peru?").await.says("Der Kurs");
    boss.presses(&panel, "Language of public messages: that of whoever is answered").await;
    school.ada().aloud().types("what is the capital of Peru?").await.says("The course");
}

#[tokio::test]
async fn setup_pages_through_more_courses_than_a_select_holds() {
    let school = School::open().await;
    let folder = tempfile::tempdir().unwrap();
    for number in 1..=30 {
        let course = folder.path().join(format!("course-{number:02}"));
        std::fs::create_dir(&course).unwrap();
        std::fs::write(course.join("course.toml"), format!("title = \"Course {number:02}\"\n")).unwrap();
        std::fs::write(course.join("1-page.md"), "# A page\n\nWith words.\n").unwrap();
    }
    let courses = course::load::load(folder.path()).unwrap().courses;
    school.shelf.put(Library::new(courses, school.clock.now()).unwrap());
    let boss = school.bob().in_channel().managing_the_server();
    let panel = boss.types("setup").await;
    panel.says("Course 25 — shown").keeps_quiet_about("Course 26");
    let panel = boss.presses(&panel, "Next").await;
    panel.says("Course 30 — shown");
    boss.presses(&panel, "Course 30").await.says("Course 30 — hidden").says("Course 26 — shown");
}
