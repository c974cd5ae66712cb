//! The program as somebody runs it: in a folder of their own, at the end of a pipe.

mod whole_course;

use std::{
    fs,
    io::{Read, Write},
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

const COURSE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/content");

/// A folder that is all that somebody has: no settings, no history, no token, no other language.
struct Home(TempDir);

/// What a run left behind.
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn docent(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_docent"));
        command.args(arguments).current_dir(self.path()).env_clear().env("HOME", self.path());
        command.env("DOCENT_CONTENT", COURSE).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.docent(arguments).output().unwrap().into()
    }

    /// A conversation: what somebody called Ada types, line by line.
    fn chat(&self, lines: &[&str]) -> Run {
        self.chat_with(self.docent(&["chat", "--as", "ada"]), lines)
    }

    fn chat_with(&self, mut command: Command, lines: &[&str]) -> Run {
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        let mut typed = child.stdin.take().unwrap();
        lines.iter().for_each(|line| writeln!(typed, "{line}").unwrap());
        drop(typed);
        child.wait_with_output().unwrap().into()
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Run {
    #[track_caller]
    fn shows(&self, wanted: &str) -> &Self {
        let is_shown = unwrapped(&self.out).contains(&unwrapped(wanted));
        assert!(is_shown, "not shown: {wanted}\n--- out\n{}\n--- err\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    fn complains(&self, wanted: &str) -> &Self {
        assert!(self.err.contains(wanted), "not said: {wanted}\n--- err\n{}\n--- out\n{}", self.err, self.out);
        self
    }

    #[track_caller]
    fn ends_with(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "--- out\n{}\n--- err\n{}", self.out, self.err);
        self
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

/// Text as one line, wherever it was broken.
fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_newcomer_asks_takes_a_quiz_to_its_end_and_sees_progress() {
    let home = Home::new();
    let first = home.chat(&["does async make my code run faster?", "quiz asyncio"]);
    first
        .ends_with(0)
        .shows("> does async make my code run faster?")
        .shows("Not a single task")
        .shows("— Python for backends › Asynchronous programming with asyncio")
        .shows("Question 1 of");
    let (_, after) = first.out.split_once("Question 1 of ").unwrap();
    let questions: usize = after.lines().next().unwrap().parse().unwrap();

    let mut lines = vec!["quiz"];
    (0..questions).for_each(|_| lines.extend(["a", "next"]));
    lines.extend(["progress", "quit"]);
    let rest = home.chat(&lines);
    rest.ends_with(0)
        .shows(&format!("Question {questions} of {questions}"))
        .shows("Quizzes taken: 1 of")
        .shows("Goodbye. Everything you did is kept.");
    assert_eq!(rest.err, "");
}

#[test]
fn a_number_presses_what_the_last_reply_offers() {
    let home = Home::new();
    home.chat(&["what is a coroutine", "1", "77"]).shows("> 1").shows("There is nothing with the number 77 above.");
}

#[test]
fn what_one_person_did_is_not_anothers_progress() {
    let home = Home::new();
    home.chat(&["lesson asyncio", "quit"]).ends_with(0);
    let bea = home.chat_with(home.docent(&["chat", "--as", "bea"]), &["progress"]);
    bea.shows("Hello, bea").shows("0 % read");
    let ada = home.chat(&["progress"]);
    assert!(!ada.out.contains("[░░░░░░░░░░] 0 % read"), "{}", ada.out);
}

#[test]
fn a_chat_speaks_the_language_of_the_terminal() {
    let home = Home::new();
    let mut command = home.docent(&["chat", "--as", "ada"]);
    command.env("LANG", "de_AT.UTF-8");
    home.chat_with(command, &["fortschritt", "ende"]).shows("Hallo, ada").shows("Bis bald.");
}

#[test]
fn a_narrow_page_wraps_everything_but_code_and_addresses() {
    let home = Home::new();
    let mut command = home.docent(&["chat", "--as", "ada"]);
    command.env("COLUMNS", "40");
    let run = home.chat_with(command, &["lesson asyncio", "progress", "help"]);
    let is_prose = |line: &&str| !line.starts_with("    ") && !line.starts_with("> ") && !line.contains("://");
    for line in run.out.lines().filter(is_prose) {
        assert!(line.chars().count() <= 40, "{line:?} is longer than 40");
    }
}

#[test]
fn a_pipe_gets_no_colours() {
    let run = Home::new().chat(&["progress"]);
    assert!(!run.out.contains('\u{1b}'), "{}", run.out);
}

#[test]
fn whoever_stops_reading_ends_the_chat_quietly() {
    let home = Home::new();
    let mut child = home.docent(&["chat"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut output = child.stdout.take().unwrap();
    output.read_exact(&mut [0; 10]).unwrap();
    drop(output);
    let mut typed = child.stdin.take().unwrap();
    // It may have ended before all of this was written.
    let _ = typed.write_all(b"help\nhelp\nhelp\n");
    drop(typed);
    let run = Run::from(child.wait_with_output().unwrap());
    assert_eq!((run.ends_with(0).err.as_str(), run.out.as_str()), ("", ""));
}

#[test]
fn ask_tells_a_script_how_sure_it_is() {
    let home = Home::new();
    home.run(&["ask", "does async make my code run faster?"]).ends_with(0).shows("Not a single task");
    home.run(&["ask", "how do I bake sourdough bread"]).ends_with(3).shows("The course does not seem to cover this.");
    home.run(&["ask", "???"]).ends_with(2);
    home.run(&["ask"]).ends_with(2);
    assert!(!home.path().join("docent.db").exists(), "asking needs no database");
}

#[test]
fn ask_prints_the_object_of_the_contract() {
    let home = Home::new();
    let answered = home.run(&["ask", "--json", "does", "async", "make", "my", "code", "run", "faster?"]).json();
    assert_eq!(answered["tier"], "answer");
    assert_eq!(answered["answer"]["path"], "05-asyncio.md");
    assert_eq!(answered["answer"]["anchor"], "does-async-make-my-code-run-faster");
    assert!(answered["answer"]["text"].as_str().unwrap().starts_with("Not a single task"));
    assert!(answered["score"].is_number() && answered["elapsed_ms"].is_number());
    assert!(answered["more"].as_array().unwrap().iter().all(|place| place["title"].is_string()));

    let unknown = home.run(&["ask", "--json", "how do I bake sourdough bread"]).json();
    assert_eq!((&unknown["tier"], &unknown["answer"]), (&Value::from("unknown"), &Value::Null));
}

#[test]
fn check_counts_the_course_that_comes_with_docent() {
    let run = Home::new().run(&["check", "--format", "json"]);
    let report = run.ends_with(0).json();
    assert_eq!(report["courses"][0]["id"], "python-backend");
    assert!(report["lessons"].as_u64().unwrap() >= 7 && report["questions"].as_u64().unwrap() >= 35);
    assert_eq!(report["problems"], Value::Array(Vec::new()));
}

#[test]
fn check_shows_a_problem_where_it_is_and_fails() {
    let home = Home::new();
    let page = "# Loops\n\nSome text.\n\n## Quiz\n\n### Which one?\n\n- [ ] this\n- [ ] that\n";
    fs::create_dir(home.path().join("mine")).unwrap();
    fs::write(home.path().join("mine/01-loops.md"), page).unwrap();
    let human = home.run(&["--content", "mine", "check"]);
    human.ends_with(1).shows("01-loops.md:7").shows("quiz-without-key");
    let report = home.run(&["--content", "mine", "check", "--format", "json"]).ends_with(1).json();
    let problem = &report["problems"][0];
    assert_eq!((&problem["severity"], &problem["line"]), (&Value::from("error"), &Value::from(7)));
}

#[test]
fn check_says_what_a_new_name_means_for_records() {
    let home = Home::new();
    fs::create_dir(home.path().join("mine")).unwrap();
    let loops =
        "# Loops\n\nWhoever repeats a thing by hand ten times will make a mistake at the ninth and not see it.\n";
    fs::write(home.path().join("mine/01-loops.md"), loops).unwrap();
    fs::write(home.path().join("mine/02-lists.md"), "# Lists\n\nWhat stands in a row has a number.\n").unwrap();
    let chat = home.docent(&["--content", "mine", "chat", "--as", "ada"]);
    home.chat_with(chat, &["lesson loops"]).ends_with(0).shows("by hand");
    assert_eq!(home.run(&["--content", "mine", "check", "--deny", "warnings"]).code, 0);

    fs::rename(home.path().join("mine/01-loops.md"), home.path().join("mine/01-repeating.md")).unwrap();
    fs::remove_file(home.path().join("mine/02-lists.md")).unwrap();
    for _ in 0..2 {
        let human = home.run(&["--content", "mine", "check"]);
        human.ends_with(0).shows("id-changed").shows("loops → repeating (similar-text)").shows("lists leads nowhere");
        human.shows("loops#loops → repeating#loops (same-text), 1 record goes along");
        human.shows("Names that lead elsewhere: 2, nowhere: 2");
    }
    let report = home.run(&["--content", "mine", "check", "--format", "json"]).ends_with(0).json();
    assert_eq!(report["records"]["moved"][0]["to"], "repeating");
    assert_eq!(report["records"]["lost"].as_array().unwrap().len(), 2);

    fs::write(home.path().join("mine/course.toml"), "id = \"programming\"\n").unwrap();
    let human = home.run(&["--content", "mine", "check", "--deny", "warnings"]);
    human.ends_with(1).shows("the course `mine` is gone and `programming` is new").shows("course.toml:1:1");
    human.shows("the course mine is not in the content, 1 record waits for it to come back");
}

#[test]
fn what_cannot_be_used_is_said_with_its_remedy() {
    let home = Home::new();
    home.run(&["--content", "nowhere", "check"]).ends_with(2).complains("there is no folder nowhere: create it");
    home.run(&["chat", "--database", "no/such/folder.db"]).ends_with(2).complains("make the folder");
    fs::write(home.path().join("notes.db"), "# Notes\n".repeat(200)).unwrap();
    home.run(&["chat", "--database", "notes.db"]).ends_with(2).complains("it is no database");
    fs::write(home.path().join("docent.toml"), "databse = \"x\"\n").unwrap();
    home.run(&["chat"]).ends_with(2).complains("docent.toml:1:1: unknown field `databse`");
}

#[test]
fn serving_without_a_token_says_how_to_get_one() {
    let home = Home::new();
    home.run(&["serve"]).ends_with(2).complains("https://discord.com/developers/applications").complains("docent chat");
    assert!(!home.path().join("docent.db").exists());
}

#[test]
fn a_token_goes_to_no_strange_place_and_into_no_message() {
    let home = Home::new();
    let mut command = home.docent(&["serve"]);
    command.env("DISCORD_TOKEN", "very.secret.token").env("DISCORD_API_URL", "http://discord.example");
    let run = Run::from(command.output().unwrap());
    run.ends_with(2).complains("DISCORD_API_URL");
    assert!(!run.err.contains("secret") && !run.out.contains("secret"));
}

#[test]
fn a_backup_brings_everything_back() {
    let home = Home::new();
    home.chat(&["lesson asyncio"]).ends_with(0);
    home.run(&["backup", "copy.db"]).ends_with(0);
    home.run(&["backup", "copy.db"]).ends_with(2).complains("it exists already");
    fs::remove_file(home.path().join("docent.db")).unwrap();
    home.run(&["restore", "copy.db"]).ends_with(0);
    let progress = home.chat(&["progress"]);
    assert!(!progress.out.contains("[░░░░░░░░░░] 0 % read"), "{}", progress.out);
}

#[test]
fn a_question_bank_becomes_a_page_and_a_bank_again() {
    let home = Home::new();
    fs::write(home.path().join("loops.txt"), "What repeats?\nA. for\nB. if\nANSWER: A\n").unwrap();
    let page = home.run(&["import", "aiken", "loops.txt"]);
    page.ends_with(0).shows("- [x] for");
    fs::create_dir(home.path().join("mine")).unwrap();
    fs::write(home.path().join("mine/loops.md"), &page.out).unwrap();
    home.run(&["--content", "mine", "export", "gift"]).ends_with(0).shows("What repeats?").shows("=for");
    home.run(&["import", "aiken", "missing.txt"]).ends_with(2).complains("cannot read missing.txt");
}

#[test]
fn a_teacher_measures_the_answers_of_a_course() {
    let home = Home::new();
    let questions = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/questions/python-backend.jsonl");
    home.run(&["eval", "--questions", questions]).ends_with(0).shows("AUROC");
    let rows = home.run(&["eval", "--questions", questions, "--format", "jsonl"]);
    let row: Value = serde_json::from_str(rows.out.lines().next().unwrap()).unwrap();
    assert!(row["results"].as_array().unwrap().len() <= 10 && row["tier"].is_string());
}

#[test]
fn a_reader_that_has_seen_enough_ends_a_command_quietly() {
    let home = Home::new();
    home.chat(&["lesson asyncio"]).ends_with(0);
    let questions = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/questions/python-backend.jsonl");
    for arguments in [
        &["check"][..],
        &["check", "--format", "json"],
        &["ask", "does async make my code run faster?"],
        &["eval", "--questions", questions],
        &["export", "gift"],
        &["backup", "copy.db"],
        &["doctor"],
        &["chat"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = home.docent(arguments).stdout(writer).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains("pipe") && !said.contains("panicked"), "{arguments:?}: {said}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
    }
}
