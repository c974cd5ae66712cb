use std::{fs, path::PathBuf};

use insta::assert_snapshot;
use secrecy::ExposeSecret;

use super::*;

fn environment(values: &'static [(&str, &str)]) -> impl Fn(&str) -> Option<String> {
    move |name| values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
}

fn nothing(_: &str) -> Option<String> {
    None
}

/// Settings as a file in a folder of its own, and the flags that name it.
fn settings(text: &str) -> (tempfile::TempDir, Flags) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("docent.toml");
    fs::write(&file, text).unwrap();
    (folder, Flags { file: Some(file), ..Flags::default() })
}

fn problems(text: &str, values: &'static [(&str, &str)]) -> String {
    let (folder, flags) = settings(text);
    let error = Config::read(&flags, environment(values)).unwrap_err().to_string();
    error.replace(&format!("{}/", folder.path().display()), "")
}

#[test]
fn without_a_word_there_is_a_default_for_everything() {
    let (_folder, flags) = settings("");
    let config = Config::read(&flags, nothing).unwrap();
    assert_eq!(config.content, PathBuf::from("content"));
    assert_eq!(config.database, PathBuf::from("docent.db"));
    assert_eq!(config.keep_words_days, 30);
    assert_eq!(config.log, LogFormat::Text);
    assert_eq!(config.discord.api, Api::Official);
    assert!(config.discord.token.is_none());
}

#[test]
fn a_flag_goes_before_the_environment_and_that_before_the_file() {
    let (folder, flags) = settings("content = \"lessons\"\ndatabase = \"a.db\"\nlog = \"json\"\nkeep_words_days = 7\n");
    let values = environment(&[("DOCENT_DATABASE", "b.db"), ("DOCENT_LOG", "json"), ("DOCENT_CONTENT", "")]);
    let flags = Flags { log: Some(LogFormat::Text), ..flags };
    let config = Config::read(&flags, values).unwrap();
    assert_eq!(config.content, folder.path().join("lessons"), "a path in the file starts at the file");
    assert_eq!(config.database, PathBuf::from("b.db"));
    assert_eq!(config.log, LogFormat::Text);
    assert_eq!(config.keep_words_days, 7);
}

#[test]
fn all_problems_are_said_at_once_with_their_place() {
    let text = "content = \"content\"\nlog = \"loud\"\nkeep_words_days = -1\n";
    assert_snapshot!(problems(text, &[("DISCORD_API_URL", "http://example.org")]), @r#"
    cannot use these settings:
      docent.toml:3:19: `keep_words_days` is a number of days from 0 to 3650
      docent.toml:2:7: the log format is `text` or `json`
      DISCORD_API_URL: "http://example.org" must begin with https://, or with http:// for this machine
    "#);
}

#[test]
fn a_key_that_nobody_knows_is_refused() {
    assert_snapshot!(problems("\ncontents = \"x\"\n", &[]), @"
    cannot use these settings:
      docent.toml:2:1: unknown field `contents`, expected one of `content`, `database`, `log`, `keep_words_days`, `discord`, `backups`, `metrics`
    ");
    assert_snapshot!(problems("content = \n", &[]), @"
    cannot use these settings:
      docent.toml:1:11: string values must be quoted, expected literal string
    ");
}

#[test]
fn a_token_in_the_file_is_sent_to_where_it_belongs_and_not_repeated() {
    let message = problems("[discord]\ntoken = \"very-secret\"\n", &[]);
    assert_snapshot!(message, @"
    cannot use these settings:
      docent.toml:2:1: the token does not belong into a file; set DISCORD_TOKEN in the environment
    ");
}

#[test]
fn a_file_that_was_named_must_be_there() {
    let (folder, _) = settings("");
    let flags = Flags { file: Some(folder.path().join("other.toml")), ..Flags::default() };
    let message = Config::read(&flags, nothing).unwrap_err().to_string();
    assert!(message.contains("other.toml: cannot read it"), "{message}");
}

#[test]
fn a_token_is_never_shown() {
    let (_folder, flags) = settings("");
    let config = Config::read(&flags, environment(&[("DISCORD_TOKEN", "very-secret")])).unwrap();
    assert_eq!(config.discord.token.as_ref().unwrap().expose_secret(), "very-secret");
    assert!(!format!("{config:?}").contains("very-secret"));
}

#[test]
fn a_token_goes_to_https_or_to_this_machine() {
    for good in ["https://discord.example", "http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:9"] {
        assert!(matches!(good.parse(), Ok(Api::At(_))), "{good}");
    }
    for bad in [
        "http://discord.example",
        "ftp://127.0.0.1",
        "https://discord.example/api",
        "discord",
        "",
        "http://127.0.0.1.example",
    ] {
        assert!(bad.parse::<Api>().is_err(), "{bad}");
    }
}

#[test]
fn backups_and_metrics_are_off_until_somebody_asks_for_them() {
    let (_folder, flags) = settings("");
    let config = Config::read(&flags, |_| None).unwrap();
    assert_eq!((config.backups, config.metrics), (None, None));

    let (folder, flags) = settings("metrics = \"9100\"\n[backups]\nfolder = \"copies\"\ndaily = 3\n");
    let config = Config::read(&flags, |_| None).unwrap();
    let backups = Backups { folder: folder.path().join("copies"), daily: 3, weekly: 4 };
    assert_eq!(config.backups, Some(backups));
    assert_eq!(config.metrics, Some(([127, 0, 0, 1], 9100).into()));

    let (_folder, flags) = settings("metrics = \"everywhere\"\n[backups]\nfolder = \"copies\"\ndaily = -1\n");
    let problems = Config::read(&flags, |_| None).unwrap_err().to_string();
    assert!(problems.contains("a port of this machine") && problems.contains("`daily` is a number"), "{problems}");
}
