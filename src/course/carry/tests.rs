mod measure;

use std::fs;

use super::*;
use crate::{course::load, ids::CourseId};

/// A course of pages, each with its path and text.
fn course(pages: &[(&str, &str)]) -> Course {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("course.toml"), "id = \"tea\"\ntitle = \"Tea\"\n").unwrap();
    for (path, text) in pages {
        fs::write(folder.path().join(path), text).unwrap();
    }
    let loaded = load::load(folder.path()).unwrap();
    assert!(!loaded.has_errors(), "{:?}", loaded.problems);
    loaded.courses[0].as_ref().clone()
}

const STEEP: &str = "Pour the water over the leaves and wait. Green tea needs two minutes, black tea three to five; \
                     whoever waits longer gets a bitter cup.";
const STORE: &str = "Light, air and damp spoil tea. Keep it in a closed tin away from the stove, and buy no more than \
                     you drink in half a year.";
const CUPS: &str = "A thin cup cools fast, a thick one keeps warm. Warm either of them with hot water before you pour, \
                    or the first sip is lukewarm.";
const POTS: &str = "Unglazed clay takes on the taste of what was brewed in it, so give each kind of tea a pot of its \
                    own. Glass takes on nothing at all.";

const QUIZ: &str = "## Quiz\n\n### How long does green tea need in the pot?\n\n- [x] Two minutes\n- [ ] Ten minutes\n\n> Or \
                    it gets bitter.\n";

fn page(title: &str, sections: &[(&str, &str)]) -> String {
    let sections: Vec<String> = sections.iter().map(|(heading, text)| format!("## {heading}\n\n{text}\n")).collect();
    format!("# {title}\n\nAbout {title}.\n\n{}", sections.join("\n"))
}

/// Every move and every loss, a line each.
fn told(carried: &Carried) -> Vec<String> {
    let because = |because| match because {
        Because::SimilarText(_) => "SimilarText".to_owned(),
        other => format!("{other:?}"),
    };
    let moves = carried.moves.iter().map(|moved| format!("{} → {} {}", moved.from, moved.to, because(moved.because)));
    let lost = carried
        .lost
        .iter()
        .map(|lost| format!("{} lost{}", lost.name, if lost.parked.is_some() { ", parked" } else { "" }));
    moves.chain(lost).collect()
}

fn carry(before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<String> {
    told(&carry_over(&KnownState::of(&course(before)), &course(after)))
}

#[test]
fn what_is_as_it_was_moves_nothing() {
    let tea = page("Tea", &[("Steeping", STEEP), ("Storing", STORE)]);
    assert!(carry(&[("tea.md", &tea)], &[("tea.md", &tea)]).is_empty());
    assert!(carry_over(&KnownState::default(), &course(&[("tea.md", &tea)])).is_quiet());
}

#[test]
fn an_edit_in_its_place_moves_nothing() {
    let before = page("Tea", &[("Steeping", STEEP), ("Storing", STORE)]);
    let after = page("Tea", &[("Steeping", CUPS), ("Storing", &STORE.replace("stove", "fire"))]);
    assert!(carry(&[("tea.md", &before)], &[("tea.md", &after)]).is_empty());
}

#[test]
fn a_lesson_goes_by_its_alias_first() {
    let tea = page("Tea", &[("Steeping", STEEP)]);
    let renamed = format!("---\naliases: [tea]\n---\n{}", page("Tea", &[("Steeping", CUPS)]));
    let told = carry(&[("tea.md", &tea)], &[("brewing.md", &renamed)]);
    assert_eq!(told, ["tea → brewing Alias", "tea#tea → brewing#tea Alias", "tea#steeping → brewing#steeping Alias"]);
}

#[test]
fn a_renamed_lesson_is_known_by_its_text_and_takes_short_sections_along() {
    let tea = page("Tea", &[("Steeping", STEEP), ("Storing", STORE)]);
    let told = carry(&[("tea.md", &tea)], &[("brewing.md", &tea)]);
    assert_eq!(
        told,
        [
            "tea → brewing SimilarText",
            "tea#tea → brewing#tea SameText",
            "tea#steeping → brewing#steeping SameText",
            "tea#storing → brewing#storing SameText"
        ]
    );
}

#[test]
fn a_section_is_followed_to_another_lesson_under_another_heading() {
    let tea = page("Tea", &[("Steeping", STEEP), ("Storing", STORE)]);
    let cups = page("Cups", &[("Cups", CUPS)]);
    let new_tea = page("Tea", &[("Steeping", STEEP)]);
    let new_cups = page("Cups", &[("Cups", CUPS), ("Keeping it fresh", &STORE.replace("half a year", "a few months"))]);
    let told = carry(&[("tea.md", &tea), ("cups.md", &cups)], &[("tea.md", &new_tea), ("cups.md", &new_cups)]);
    assert_eq!(told, ["tea#storing → cups#keeping-it-fresh SimilarText"]);
}

#[test]
fn names_that_were_exchanged_do_not_exchange_what_was_read() {
    let before = page("Tea", &[("Example", STEEP), ("Example", STORE)]);
    let after = page("Tea", &[("Example", STORE), ("Example", STEEP)]);
    let told = carry(&[("tea.md", &before)], &[("tea.md", &after)]);
    assert_eq!(told, ["tea#example → tea#example-1 SameText", "tea#example-1 → tea#example SameText"]);

    let (tea, cups) = (page("A", &[("One", STEEP), ("Two", STORE)]), page("B", &[("One", CUPS), ("Two", POTS)]));
    let told = carry(&[("1-a.md", &tea), ("2-b.md", &cups)], &[("1-a.md", &cups), ("2-b.md", &tea)]);
    assert!(
        ["a → b SimilarText", "b → a SimilarText", "a#one → b#one SameText"]
            .iter()
            .all(|line| told.contains(&(*line).to_owned())),
        "{told:?}"
    );
}

#[test]
fn a_split_section_was_read_in_all_its_parts() {
    let before = page("Tea", &[("All", &format!("{STEEP}\n\n{STORE}"))]);
    let after = page("Tea", &[("Steeping", STEEP), ("Storing", STORE)]);
    let told = carry(&[("tea.md", &before)], &[("tea.md", &after)]);
    assert_eq!(told, ["tea#all → tea#steeping Split", "tea#all → tea#storing Split"]);

    let after = page("Tea", &[("All", STEEP), ("Storing", STORE)]);
    let told = carry(&[("tea.md", &before)], &[("tea.md", &after)]);
    assert_eq!(told, ["tea#all → tea#all Place", "tea#all → tea#storing Split"]);
}

#[test]
fn merged_sections_lead_to_the_whole() {
    let before = page("Tea", &[("Steeping", STEEP), ("Storing", STORE)]);
    let after = page("Tea", &[("All", &format!("{STEEP}\n\n{STORE}"))]);
    let told = carry(&[("tea.md", &before)], &[("tea.md", &after)]);
    assert_eq!(told, ["tea#steeping → tea#all Merged", "tea#storing → tea#all Merged"]);
}

#[test]
fn one_sentence_does_not_stand_for_the_page_it_was_put_into() {
    let long = [STEEP, CUPS, POTS, STORE].join("\n\n");
    let remark = "Never pour boiling water on green leaves of any kind, says everybody who has tried.";
    let before = page("Tea", &[("Remark", remark), ("Everything", &long)]);
    let after = page("Tea", &[("Everything", &format!("{long}\n\n{remark}"))]);
    let told = carry(&[("tea.md", &before)], &[("tea.md", &after)]);
    assert_eq!(told, ["tea#remark lost"]);
}

#[test]
fn boilerplate_attracts_nothing() {
    let exercise = "Discuss with your neighbour what you have just read, and write down where you disagree with it.";
    let one = page("One", &[("Steeping", STEEP), ("Exercise", exercise)]);
    let two = page("Two", &[("Storing", STORE), ("Exercise", exercise)]);
    let bare = page("One", &[("Steeping", STEEP)]);
    let told = carry(&[("1-one.md", &one), ("2-two.md", &two)], &[("1-one.md", &bare), ("2-two.md", &two)]);
    assert_eq!(told, ["one#exercise lost"]);
    // Each goes with its lesson, where both lessons go.
    let told = carry(&[("1-one.md", &one), ("2-two.md", &two)], &[("a.md", &one), ("b.md", &two)]);
    assert!(told.contains(&"one#exercise → a#exercise SameText".to_owned()), "{told:?}");
    assert!(told.contains(&"two#exercise → b#exercise SameText".to_owned()), "{told:?}");
}

#[test]
fn what_is_lost_waits_and_comes_back() {
    let both = page("Tea", &[("Steeping", STEEP), ("Storing", STORE)]);
    let one = page("Tea", &[("Steeping", STEEP)]);
    let gone = carry_over(&KnownState::of(&course(&[("tea.md", &both)])), &course(&[("tea.md", &one)]));
    assert_eq!(told(&gone), ["tea#storing lost"]);
    let renamed = page("Tea", &[("Steeping", STEEP), ("Keeping it fresh", STORE)]);
    let back = carry_over(&gone.state, &course(&[("tea.md", &renamed)]));
    assert_eq!(told(&back), ["tea#storing → tea#keeping-it-fresh SameText"]);
    assert!(back.state.gone.is_empty());
    assert!(told(&carry_over(&gone.state, &course(&[("tea.md", &both)]))).is_empty());
}

#[test]
fn records_step_aside_when_anothers_text_takes_their_name() {
    let before = page("Tea", &[("Intro", STEEP), ("Storing", STORE)]);
    let after = page("Tea", &[("Intro", STORE)]);
    let taken = carry_over(&KnownState::of(&course(&[("tea.md", &before)])), &course(&[("tea.md", &after)]));
    assert_eq!(told(&taken), ["tea#storing → tea#intro SameText", "tea#intro lost, parked"]);
    let back = page("Tea", &[("Intro", STORE), ("Steeping", STEEP)]);
    let back = carry_over(&taken.state, &course(&[("tea.md", &back)]));
    let moved = &back.moves[0];
    assert!(moved.from.id().starts_with("gone/") && moved.to.id() == "steeping", "{moved:?}");
}

#[test]
fn old_names_lead_on_through_several_moves() {
    let at = |lesson: &str| course(&[(lesson, &page("Tea", &[("Steeping", STEEP), ("Storing", STORE)]))]);
    let first = carry_over(&KnownState::of(&at("a.md")), &at("b.md"));
    let second = carry_over(&first.state, &at("c.md"));
    let leads: Vec<String> =
        second.state.leads(&at("c.md")).iter().map(|(from, to)| format!("{from} → {to}")).collect();
    assert!(leads.contains(&"a#storing → c#storing".to_owned()) && leads.contains(&"b → c".to_owned()), "{leads:?}");
    // A name that is in use again leads to what has it.
    let third = carry_over(&second.state, &at("a.md"));
    assert!(third.state.former.iter().all(|(from, to)| from.lesson().as_str() != "a" && to.lesson().as_str() == "a"));
}

#[test]
fn a_question_keeps_its_answers_in_another_lesson() {
    let with = format!("{}\n{QUIZ}", page("Tea", &[("Steeping", STEEP)]));
    let without = page("Tea", &[("Steeping", STEEP)]);
    let cups = page("Cups", &[("Cups", CUPS)]);
    let cups_with = format!("{cups}\n{QUIZ}");
    let told = carry(&[("tea.md", &with), ("cups.md", &cups)], &[("tea.md", &without), ("cups.md", &cups_with)]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("tea/how-long") && told[0].contains("→ cups/how-long"), "{told:?}");
}

/// What `docent check` warns of, with the line and the help.
fn warned(before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<String> {
    let (known, after) = (KnownState::of(&course(before)), course(after));
    let problems = id_changes(&known, &carry_over(&known, &after), &after);
    problems.iter().map(|problem| format!("{}:{} {}", problem.at.path, problem.at.line, problem.help)).collect()
}

#[test]
fn a_question_goes_with_its_lesson_also_when_its_choices_change() {
    let tea = format!("{}\n{QUIZ}", page("Tea", &[("Steeping", STEEP)]));
    let renamed = format!("---\naliases: [tea]\n---\n{}", tea.replace("Two", "A few").replace("Ten", "Many"));
    let told = carry(&[("tea.md", &tea)], &[("brewing.md", &renamed)]);
    let question = "how-long-does-green-tea-need-in-the-pot";
    assert!(told.contains(&format!("tea/{question} → brewing/{question} Alias")), "{told:?}");
}

#[test]
fn an_id_that_changed_is_warned_of_once_with_the_way_to_keep_it() {
    let tea = format!("{}\n{QUIZ}", page("Tea", &[("Steeping", STEEP), ("Storing", STORE)]));
    assert_eq!(
        warned(&[("tea.md", &tea)], &[("brewing.md", &tea)]),
        ["brewing.md:1 records are carried over; to be sure of it, write `aliases: [tea]` into its front matter"]
    );
    let renamed = tea.replace("## Storing", "## Keeping it");
    assert_eq!(
        warned(&[("tea.md", &tea)], &[("tea.md", &renamed)]),
        ["tea.md:9 records are carried over; to be sure of it, write `{#storing}` behind its heading"]
    );
    let kept = tea.replace("## Storing", "## Keeping it {#storing}");
    assert!(warned(&[("tea.md", &tea)], &[("tea.md", &kept)]).is_empty());
}

#[test]
fn a_reworded_question_can_be_told_from_a_new_one() {
    let tea = format!("{}\n{QUIZ}", page("Tea", &[("Steeping", STEEP)]));
    let reworded = tea.replace("How long does green tea need in the pot?", "When is green tea ready?");
    let advice = "`<!-- docent: aliases=tea/how-long-does-green-tea-need-in-the-pot -->` below its heading";
    let warned = warned(&[("tea.md", &tea)], &[("tea.md", &reworded)]);
    assert_eq!(warned.len(), 1, "{warned:?}");
    assert!(warned[0].contains(advice), "{warned:?}");
    let (_, alias) = advice.split_once('`').unwrap();
    let (alias, _) = alias.split_once('`').unwrap();
    let noted = reworded.replace("ready?\n", &format!("ready?\n\n{alias}\n"));
    let told = carry(&[("tea.md", &tea)], &[("tea.md", &noted)]);
    assert_eq!(told, ["tea/how-long-does-green-tea-need-in-the-pot → tea/when-is-green-tea-ready Alias"]);
}

#[test]
fn what_was_only_deleted_or_only_written_is_no_changed_id() {
    let one = page("Tea", &[("Steeping", STEEP)]);
    let two = page("Tea", &[("Steeping", STEEP), ("Storing", STORE)]);
    assert!(warned(&[("tea.md", &one)], &[("tea.md", &two)]).is_empty());
    assert!(warned(&[("tea.md", &two)], &[("tea.md", &one)]).is_empty());
}

#[test]
fn a_course_with_another_id_is_taken_for_the_old_one_only_when_no_other_is_new() {
    let tea = course(&[("tea.md", &page("Tea", &[("Steeping", STEEP)]))]);
    let old = CourseId::parse("teatime").unwrap();
    let warning = course_change(&[&old], &[&tea]).unwrap();
    assert_eq!((&*warning.at.path, warning.at.line), ("course.toml", 1));
    assert!(warning.help.contains("`id = \"teatime\"`"), "{}", warning.help);
    assert!(course_change(&[&old], &[&tea, &tea]).is_none() && course_change(&[], &[&tea]).is_none());
}
