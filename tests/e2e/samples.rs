//! The samples of the bundled course, given to the language that they are written in.

use std::{
    io::{self, Write},
    path::Path,
    process::{Command, Stdio},
};

use docent::{
    course::{Course, load},
    markup::{Block, Code},
};
use serde_json::{Value, json};

/// Reads samples as JSON, compiles each, runs those that are meant to be run, and prints what went wrong, a line each.
///
/// A sample runs in a process of its own, without the environment and outside of the project.
const JUDGE: &str = r#"
import json, subprocess, sys, tempfile

for sample in json.load(sys.stdin):
    try:
        compile(sample["text"], sample["place"], "exec")
    except SyntaxError as error:
        print(sample["place"], "does not compile:", error)
        continue
    if not sample["run"]:
        continue
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-I", "-c", sample["text"]]
        try:
            ran = subprocess.run(command, cwd=folder, env={}, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
        except subprocess.TimeoutExpired:
            print(sample["place"], "does not come to an end")
            continue
    if ran.returncode != 0:
        print(sample["place"], "fails:", ran.stderr.decode())
"#;

struct Sample {
    place: String,
    code: Code,
}

/// The samples among `blocks`, with those inside of lists, quotes and notes.
fn samples(place: &str, blocks: &[Block]) -> Vec<Sample> {
    let within = |block: &Block| match block {
        Block::Code(code) => vec![Sample { place: place.to_owned(), code: code.clone() }],
        Block::List(list) => list.items.iter().flat_map(|item| samples(place, &item.blocks)).collect(),
        Block::Quote(blocks) => samples(place, blocks),
        Block::Admonition(admonition) => samples(place, &admonition.blocks),
        Block::Paragraph(_) | Block::Heading(_) | Block::Table(_) | Block::Image { .. } | Block::Rule => Vec::new(),
    };
    blocks.iter().flat_map(within).collect()
}

fn samples_of(course: &Course) -> Vec<Sample> {
    let lesson = |lesson: &docent::course::Lesson| {
        let place = |anchor: &str| format!("{}#{anchor}", lesson.path);
        let sections = lesson.sections.iter().flat_map(|it| samples(&place(&it.anchor), &it.blocks));
        let faq = lesson.faq.iter().flat_map(|it| samples(&place(&it.anchor), &it.answer));
        sections.chain(faq).collect::<Vec<_>>()
    };
    course.lessons.iter().flat_map(lesson).collect()
}

/// What Python says against `samples`; `None` on a machine without Python.
fn judge(samples: &[&Sample]) -> Option<String> {
    let mut python = Command::new("python3");
    python.args(["-I", "-c", JUDGE]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut python = python.spawn().ok()?;
    let shown = |it: &&Sample| json!({"place": it.place, "text": it.code.text, "run": it.code.run});
    let request = samples.iter().map(shown).collect::<Value>().to_string();
    python.stdin.take().unwrap().write_all(request.as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn every_python_sample_of_the_bundled_course_compiles_and_those_to_run_run() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let courses = load::load(&content).unwrap().courses;
    let all = courses.iter().flat_map(|course| samples_of(course)).collect::<Vec<_>>();
    let python = all.iter().filter(|it| it.code.language.as_deref() == Some("python")).collect::<Vec<_>>();
    let to_run = python.iter().filter(|it| it.code.run).count();
    assert_eq!(all.iter().filter(|it| it.code.run).count(), to_run, "only Python is known to this test");
    assert!(to_run >= courses.iter().map(|course| course.lessons.len()).sum(), "a lesson has no sample to run");

    let Some(complaints) = judge(&python) else {
        say(&format!("no python3 here: {} samples not compiled, {to_run} to run skipped", python.len()));
        return;
    };
    assert!(complaints.is_empty(), "{complaints}");
    say(&format!("{} samples compiled, {to_run} run, 0 skipped", python.len()));
}

/// Says it even if the test passes.
#[expect(clippy::explicit_write, reason = "what the macros print is shown for tests that fail only")]
fn say(line: &str) {
    writeln!(io::stderr(), "bundled course: {line}").unwrap();
}
