//! `docent import` and `docent export`: question banks to native Markdown, and back.

use std::{fs, io::Write, path::PathBuf};

use anyhow::Context;

use super::{Stop, check::counted, read_content};
use crate::{
    cli::{BankFormat, Exit, ExportFormat},
    clock::Clock,
    config::Config,
    course::{
        Course,
        banks::{
            Format, gift,
            import::{self, BankFile},
        },
        problem::{Problem, Severity},
    },
};

/// Writes one page of native Markdown to standard output; what is not in it goes to standard error.
pub(super) fn import(format: BankFormat, files: &[PathBuf]) -> Result<Exit, Stop> {
    let format = match format {
        BankFormat::Gift => Format::Gift,
        BankFormat::Aiken => Format::Aiken,
        BankFormat::MdbookQuiz => Format::MdbookQuiz,
    };
    let files: Vec<BankFile> = files.iter().map(read).collect::<Result<_, _>>()?;
    let imported = import::import(format, &files);
    print(&imported.markdown, imported.questions, &imported.problems)
}

/// Writes the quizzes of all courses to standard output.
pub(super) fn export(config: &Config, format: ExportFormat) -> Result<Exit, Stop> {
    let content = read_content(config, &Clock::System)?;
    let courses: Vec<Course> = content.library.courses().iter().map(|course| Course::clone(course)).collect();
    let exported = match format {
        ExportFormat::Gift => gift::export::export(&courses),
    };
    print(&exported.text, exported.questions, &exported.problems)
}

fn read(path: &PathBuf) -> Result<BankFile, Stop> {
    let refuse = |why: &str| Stop::Usage(format!("cannot read {}: {why}", path.display()));
    let bytes = fs::read(path).map_err(|error| refuse(&error.to_string()))?;
    let content = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count();
        refuse(&format!("line {line} is not UTF-8; save the file as UTF-8"))
    })?;
    Ok(BankFile { path: path.display().to_string().into(), content })
}

fn print(text: &str, questions: usize, problems: &[Problem]) -> Result<Exit, Stop> {
    anstream::stdout().lock().write_all(text.as_bytes()).context("cannot write the questions")?;
    for problem in problems {
        let at = &problem.at;
        anstream::eprintln!(
            "{}[{}]: {}:{}:{}: {}\n  help: {}",
            problem.severity.as_str(),
            problem.code.as_str(),
            at.path,
            at.line,
            at.column,
            problem.message,
            problem.help
        );
    }
    if questions == 0 && problems.is_empty() {
        anstream::eprintln!("there are no questions");
        return Ok(Exit::Done);
    }
    anstream::eprintln!("{}, {}", counted(questions, "question"), counted(problems.len(), "problem"));
    let is_bad = problems.iter().any(|problem| problem.severity == Severity::Error);
    Ok(if is_bad { Exit::Fault } else { Exit::Done })
}
