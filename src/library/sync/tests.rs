use std::fs;

use super::*;

struct World {
    folder: tempfile::TempDir,
    sync: Arc<Sync>,
}

fn world(files: &[(&str, &str)]) -> World {
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path().join("content");
    for (path, text) in files {
        let path = content.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mut loaded = load::load(&content).unwrap();
    let library = Library::new(std::mem::take(&mut loaded.courses), Timestamp::from_millis(1)).unwrap();
    let sync = Arc::new(Sync::new(&content, Arc::new(Shelf::new(library)), &loaded, Box::new(|_, _| Ok(()))));
    World { folder, sync }
}

const TEA: [(&str, &str); 2] =
    [("1-tea.md", "# Tea\n\nLeaves in hot water.\n"), ("2-cups.md", "# Cups\n\nRound and warm.\n")];

impl World {
    fn write(&self, path: &str, text: &str) {
        fs::write(self.sync.content.join(path), text).unwrap();
    }

    fn tick(&self) -> Reloaded {
        self.sync.tick(Timestamp::from_millis(2))
    }

    fn titles(&self) -> Vec<String> {
        let library = self.sync.shelf.library();
        library.courses()[0].lessons.iter().map(|lesson| lesson.title.clone()).collect()
    }

    fn found(&self, word: &str) -> bool {
        let library = self.sync.shelf.library();
        let texts = library.courses()[0].lessons.iter().flat_map(|lesson| &lesson.sections);
        texts.into_iter().any(|section| crate::markup::plain_text(&section.blocks).contains(word))
    }
}

#[test]
fn an_edit_is_in_place_after_one_look() {
    let world = world(&TEA);
    assert!(matches!(world.tick(), Reloaded::Unchanged));
    world.write("1-tea.md", "# Green tea\n\nCooler water.\n");
    world.write("3-pots.md", "# Pots\n\nOf clay.\n");
    fs::remove_file(world.sync.content.join("2-cups.md")).unwrap();
    let Reloaded::Swapped(swap) = world.tick() else { panic!("nothing was swapped") };
    assert_eq!((swap.courses, swap.passages), (1, 2));
    assert_eq!(world.titles(), ["Green tea", "Pots"]);
    assert!(!world.found("Round"));
    assert_eq!(world.sync.shelf.library().loaded_at(), Timestamp::from_millis(2));
    assert!(matches!(world.tick(), Reloaded::Unchanged));
}

#[test]
fn a_broken_page_leaves_the_others_and_comes_back_when_mended() {
    let world = world(&TEA);
    fs::write(world.sync.content.join("1-tea.md"), b"\xff\xfe").unwrap();
    let Reloaded::Swapped(swap) = world.tick() else { panic!("nothing was swapped") };
    assert_eq!(swap.problems.len(), 1);
    assert_eq!(world.titles(), ["Cups"]);
    world.write("1-tea.md", TEA[0].1);
    assert!(matches!(world.tick(), Reloaded::Swapped(_)));
    assert_eq!(world.titles(), ["Tea", "Cups"]);
}

#[test]
fn a_state_that_cannot_be_served_leaves_the_old_one() {
    let world = world(&TEA);
    let (content, away) = (world.sync.content.clone(), world.folder.path().join("away"));
    fs::rename(&content, &away).unwrap();
    assert!(matches!(world.tick(), Reloaded::Refused(Refusal::Unreadable(LoadError::Missing(_)))));
    fs::create_dir(&content).unwrap();
    assert!(matches!(world.tick(), Reloaded::Refused(Refusal::Unreadable(LoadError::Empty(_)))));
    fs::write(content.join("a.md"), "").unwrap();
    assert!(matches!(world.tick(), Reloaded::Refused(Refusal::NoCourse { .. })));
    assert_eq!(world.titles(), ["Tea", "Cups"]);
    assert_eq!(world.sync.shelf.refused_at(), Some(Timestamp::from_millis(2)));
    fs::remove_dir_all(&content).unwrap();
    fs::rename(&away, &content).unwrap();
    assert!(matches!(world.tick(), Reloaded::Swapped(_)));
    assert_eq!(world.sync.shelf.refused_at(), None);
}

#[test]
fn a_file_from_outside_of_the_folder_counts_too() {
    let world = world(&[
        ("../LICENSE", "x"),
        ("book.toml", "[book]\ntitle = \"B\"\n"),
        ("src/SUMMARY.md", "- [A](a.md)\n"),
        ("src/a.md", "# A\n\n{{#include ../../code.rs}}\n"),
        ("../code.rs", "first"),
    ]);
    fs::write(world.folder.path().join("code.rs"), "second").unwrap();
    assert!(world.sync.is_touched());
    assert!(matches!(world.tick(), Reloaded::Swapped(_)));
    assert!(world.found("second"));
    assert!(!world.sync.is_touched());
}

#[tokio::test]
async fn changes_are_followed_while_it_runs() {
    let world = world(&TEA);
    let (tx, mut reloads) = mpsc::channel(8);
    let stop = CancellationToken::new();
    let following = tokio::spawn(follow(world.sync.clone(), Clock::System, stop.clone(), tx));
    let mut next = async |what: &str| {
        let waiting = tokio::time::timeout(Duration::from_secs(20), reloads.recv());
        waiting.await.unwrap_or_else(|_| panic!("no word of {what}")).expect("it follows until it is stopped")
    };
    // A change before the watch begins counts too.
    world.write("3-pots.md", "# Pots\n\nOf clay.\n");
    assert!(matches!(next("a new file").await, Reloaded::Swapped(_)));
    fs::rename(&world.sync.content, world.folder.path().join("away")).unwrap();
    assert!(matches!(next("a folder that is gone").await, Reloaded::Refused(_)));
    fs::rename(world.folder.path().join("away"), &world.sync.content).unwrap();
    assert!(matches!(next("the folder that came back").await, Reloaded::Swapped(_)));
    stop.cancel();
    following.await.unwrap();
    assert_eq!(world.titles(), ["Tea", "Cups", "Pots"]);
}
