use super::*;
use crate::markup::plain_text;

fn read_page(text: &str, kind: CourseKind, page_kind: PageKind) -> LessonPage {
    let (course, lesson) = (CourseId::parse("c").unwrap(), LessonId::parse("l").unwrap());
    let text = Text::of_file(&"a.md".into(), text);
    let dialect = Dialect { flavour: flavour(kind), address: &|_| None };
    read(&PageContext {
        course: &course,
        lesson: &lesson,
        kind,
        page_kind,
        dialect,
        text: &text,
        title: None,
        fallback_title: "Fallback",
    })
}

fn sections(page: &LessonPage) -> Vec<String> {
    let line = |s: &Section| format!("{} #{} under {:?} at {}: {}", s.title, s.anchor, s.ancestors, s.at.line, s.words);
    page.sections.iter().map(line).collect()
}

#[test]
fn sections_are_the_start_and_every_heading_of_level_two_and_three() {
    let page = read_page(
        "# Title\n\nStart here.\n\n## One\n\n### Two\n\na b\n\n#### Deep\n\nc\n\n## Three\n\nd\n",
        CourseKind::Native,
        PageKind::Lesson,
    );
    assert_eq!(page.title, "Title");
    assert_eq!(
        sections(&page),
        ["Title #title under [] at 1: 2", "Two #two under [\"One\"] at 7: 4", "Three #three under [] at 15: 1"]
    );
}

#[test]
fn a_page_without_a_title_is_called_after_its_file() {
    let page = read_page("Text.\n\n## A\n\nx\n", CourseKind::Plain, PageKind::Lesson);
    assert_eq!(sections(&page)[0], "Fallback # under [] at 1: 1");
    assert_eq!(page.sections[0].id.as_str(), "fallback");
    assert_eq!(title_from_path("a/03-event_loop.md"), "Event loop");
    assert_eq!(title_from_path("tutorial/index.md"), "Tutorial");
}

#[test]
fn nothing_of_a_quiz_gets_into_sections_or_faq() {
    let text = "# T\n\nProse.\n\n## Quiz\n\nSECRET\n\n### SECRET?\n\n- [x] SECRET\n\n> SECRET\n\n## FAQ\n\n### Why?\n\nSo.\n\n\
                ### Quiz\n\nSECRET\n\n#### SECRET\n\n- [ ] SECRET\n\n## More\n\n> text\n>\n> ## Quiz\n>\n> SECRET\n\n#### Test your knowledge\n\nSECRET\n\n### End\n\nend\n";
    let page = read_page(text, CourseKind::Native, PageKind::Lesson);
    let prose = page.sections.iter().flat_map(|s| [s.title.to_string(), plain_text(&s.blocks)]);
    let faq = page.faq.iter().flat_map(|e| [e.question.to_string(), plain_text(&e.answer)]);
    let all: String = prose.chain(faq).collect();
    assert!(!all.contains("SECRET"), "{all}");
    assert!(all.contains("So.") && all.contains("end") && all.contains("text"));
    assert_eq!(page.quizzes.len(), 3);
    assert_eq!(page.quizzes[0].after_section, Some(0));
}

#[test]
fn an_faq_has_entries_groups_and_answers_with_headings() {
    let text = "# T\n\nx\n\n## Frequently asked questions\n\nStray.\n\n### Group\n\n#### One?\n\n1\n\n##### Part\n\n1b\n\n### Two?\n\n2\n\n### Empty?\n";
    let page = read_page(text, CourseKind::Native, PageKind::Lesson);
    let entries: Vec<_> = page
        .faq
        .iter()
        .map(|e| format!("{}: {}", e.question, plain_text(&e.answer).trim().replace('\n', " ")))
        .collect();
    assert_eq!(entries, ["One?: 1 Part 1b", "Two?: 2"]);
    let problems: Vec<_> = page.problems.iter().map(|p| (p.code.as_str(), p.at.line)).collect();
    assert_eq!(problems, [("faq-not-an-entry", 7), ("faq-entry-empty", 23)]);
}

#[test]
fn a_page_of_faq_has_a_section_that_lists_it() {
    let page = read_page(
        "# Help\n\n## A?\n\na\n\n## B?\n\nb\n",
        CourseKind::Native,
        page_kind("09-FAQ.md", CourseKind::Native),
    );
    assert_eq!(page.faq.len(), 2);
    assert_eq!(plain_text(&page.sections[0].blocks), "A?\nB?\n");
}

#[test]
fn in_other_trees_a_heading_quiz_without_boxes_is_prose() {
    let page = read_page("# T\n\n## Quiz\n\n### How they work\n\nx\n", CourseKind::MdBook, PageKind::Lesson);
    assert_eq!(sections(&page), ["How they work #how-they-work under [\"Quiz\"] at 5: 1"]);
}

#[test]
fn an_id_used_twice_is_said_and_still_leads_to_two_sections() {
    let page = read_page("# T\n\n## A {#x}\n\na\n\n## B {#x}\n\nb\n", CourseKind::Native, PageKind::Lesson);
    let ids: Vec<_> = page.sections.iter().map(|s| s.id.as_str().to_owned()).collect();
    assert_eq!(ids, ["x", "x-1"]);
    assert_eq!(page.problems[0].at.line, 7);
}

/// Ids of the greatest length had no room for the number that tells them apart: FAQ entries were numbered for ever, and
/// one section hid another.
#[test]
fn long_headings_that_begin_the_same_keep_ids_of_their_own() {
    let long = "word ".repeat(60);
    let questions =
        format!("# T\n\nx\n\n## FAQ\n\n### {long} one?\n\na\n\n### {long} two?\n\nb\n\n### {long} two?\n\nc\n");
    let page = read_page(&questions, CourseKind::Native, PageKind::Lesson);
    let mut ids: Vec<_> = page.faq.iter().map(|entry| entry.id.clone()).collect();
    ids.dedup();
    assert_eq!(ids.len(), 3, "{ids:?}");
    let page =
        read_page(&format!("# T\n\n## {long} one\n\na\n\n## {long} two\n\nb\n"), CourseKind::Native, PageKind::Lesson);
    let [.., one, two] = page.sections.as_slice() else { panic!("no sections") };
    assert_ne!(one.id, two.id);
}
