//! The command line: its commands and flags, which are a contract with scripts, and nothing of what they do.

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::{Flags, LogFormat};

/// A self-hosted teaching assistant: answers, quizzes and progress from a folder of Markdown lessons.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub settings: Settings,
}

/// Flags that every command takes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Settings (before the environment, before docent.toml)")]
pub struct Settings {
    /// The folder with the course, or with a folder for each of several [default: content] [env: DOCENT_CONTENT]
    #[arg(long, global = true, value_name = "DIR")]
    content: Option<PathBuf>,
    /// What Docent remembers; made on first use [default: docent.db] [env: DOCENT_DATABASE]
    #[arg(long, global = true, value_name = "FILE")]
    database: Option<PathBuf>,
    /// The settings file [default: docent.toml, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// What log lines look like [default: text] [env: DOCENT_LOG]
    #[arg(long, global = true, value_name = "FORMAT")]
    log: Option<LogFormat>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Learn in the terminal: ask, read, take quizzes; also reads lines from a pipe
    Chat {
        /// Who is learning; each name has its own progress
        #[arg(long = "as", value_name = "NAME", default_value = "you")]
        name: String,
    },
    /// Run the Discord bot until Ctrl-C or SIGTERM; DISCORD_TOKEN holds its token
    Serve,
    /// Answer one question
    ///
    /// Exit codes: 0 the course answers it, 4 maybe, 3 the course does not cover it, 2 usage or content, 1 fault.
    Ask {
        /// In your own words
        #[arg(required = true)]
        question: Vec<String>,
        /// Print one JSON object instead of text
        #[arg(long)]
        json: bool,
    },
    /// Show every problem of the content
    ///
    /// Exit codes: 0 none that matters, 1 at least one error (with --deny warnings: or a warning), 2 usage.
    Check {
        #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
        format: CheckFormat,
        /// Count warnings as errors
        #[arg(long, value_name = "WHAT")]
        deny: Option<Deny>,
    },
    /// Measure how well the content answers a file of judged questions
    Eval {
        /// JSON lines: {"id", "question", "relevant": [{"id": "page.md#anchor", "grade": 1 or 2}]}
        #[arg(long, required = true, num_args = 1.., value_name = "FILE.jsonl")]
        questions: Vec<PathBuf>,
        #[arg(long, value_enum, default_value_t = EvalFormat::Human)]
        format: EvalFormat,
    },
    /// Turn question banks into one page of native Markdown, on standard output
    ///
    /// Exit codes: 0 all questions are in it, 1 some are not (standard error says which), 2 usage.
    Import {
        format: BankFormat,
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Write the quizzes of the content as a question bank, on standard output
    Export { format: ExportFormat },
    /// Copy the database to a new file, also while Docent runs
    Backup { file: PathBuf },
    /// Say what is wrong with settings, token, content, database and machine, and what to do about it
    ///
    /// Changes nothing. Exit codes: 0 nothing that matters, 1 at least one error, 2 the settings cannot be read.
    Doctor {
        /// Print one JSON object instead of text
        #[arg(long)]
        json: bool,
    },
    /// Put a copy in the place of the database; Docent must not run
    Restore { file: PathBuf },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// Each problem with its line of source
    Human,
    /// One object with all counts and problems
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EvalFormat {
    /// Figures over all questions
    Human,
    /// What was found for each question
    Jsonl,
}

/// Question banks that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BankFormat {
    /// Moodle's text format
    Gift,
    /// One question a block, ANSWER: at its end
    Aiken,
    /// TOML of mdbook-quiz
    MdbookQuiz,
}

/// Question banks that can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Moodle's text format
    Gift,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    Warnings,
}

/// How a command ended, for scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exit {
    Done,
    /// Something broke, or `check` found an error.
    Fault,
    /// The command line, the settings or the content cannot be used.
    Usage,
    /// `ask`: the course does not cover the question.
    Unknown,
    /// `ask`: the course may cover the question.
    Maybe,
}

impl Settings {
    pub fn flags(self) -> Flags {
        Flags { file: self.config, content: self.content, database: self.database, log: self.log }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Fault => 1,
            Exit::Usage => 2,
            Exit::Unknown => 3,
            Exit::Maybe => 4,
        })
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, error::ErrorKind};

    use super::*;

    fn parse(line: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(line.split_whitespace())
    }

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_question_needs_no_quotes() {
        let Command::Ask { question, json } = parse("docent ask how do I wait --json").unwrap().command else {
            panic!("no ask");
        };
        assert_eq!(question.join(" "), "how do I wait");
        assert!(json);
    }

    #[test]
    fn settings_stand_before_or_after_the_command() {
        for line in ["docent --content x check", "docent check --content x"] {
            assert_eq!(parse(line).unwrap().settings.flags().content, Some("x".into()), "{line}");
        }
    }

    #[test]
    fn a_mistake_is_told_apart_from_a_fault() {
        for line in ["docent", "docent nothing", "docent ask", "docent check --format xml"] {
            assert_eq!(parse(line).unwrap_err().exit_code(), 2, "{line}");
        }
        assert_eq!(parse("docent --help").unwrap_err().kind(), ErrorKind::DisplayHelp);
    }

    #[test]
    fn there_is_no_flag_for_the_token() {
        let help = Cli::command().render_long_help().to_string();
        assert!(!help.contains("--token"), "{help}");
    }
}
