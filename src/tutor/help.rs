//! What Docent can do and what it is.

use super::Cx;
use crate::{
    action::Place,
    markup::{RichText, Span, Target},
    reply::{Block, Reply},
    words::{
        Locale,
        commands::{Audience, COMMANDS, Command, CommandKind},
    },
};

pub(super) fn help(cx: &Cx<'_>) -> Reply {
    let is_offered = |command: &&Command| match (command.audience, command.kind) {
        (Audience::Everyone, _) => true,
        (Audience::Staff, CommandKind::Setup) => cx.server.is_some() && cx.is_staff(),
        (Audience::Staff, _) => cx.is_staff(),
    };
    let commands = COMMANDS.iter().filter(is_offered).map(|command| {
        RichText::default()
            .command(command.name(Locale::English))
            .text(format!(" — {}", command.description(cx.locale)))
    });
    Reply::new(vec![
        Block::Title(cx.locale.help_title().into()),
        Block::Text(cx.locale.help_intro()),
        Block::Content(vec![cx.bullets(commands)]),
        Block::Note(cx.locale.help_answers()),
    ])
}

pub(super) fn about(cx: &Cx<'_>) -> Reply {
    let courses = cx.courses().map(|course| {
        let passages = course.lessons.iter().map(|lesson| lesson.sections.len() + lesson.faq.len()).sum();
        let questions = course.lessons.iter().map(|lesson| lesson.questions.len()).sum();
        RichText::plain(cx.locale.about_course(&course.title, course.lessons.len(), passages, questions))
    });
    let synced = cx.library.loaded_at();
    let mut note = RichText::plain(cx.locale.about_synced());
    note.push(Span { target: Some(Target::Time(synced)), ..Span::plain(synced.to_string()) });
    let version = format!(", {} ", cx.locale.about_content_version());
    let mut blocks = vec![
        Block::Title(cx.locale.about_title().into()),
        Block::Text(cx.locale.about_version(env!("CARGO_PKG_VERSION")).into()),
        Block::Content(vec![cx.bullets(courses)]),
        Block::Note(note.text(version).code(cx.library.version())),
    ];
    blocks.extend(refused(cx).map(Block::Text));
    Reply::new(blocks)
}

/// What those who can mend it should know of a change that cannot be served.
fn refused(cx: &Cx<'_>) -> Option<RichText> {
    let since = cx.tutor.shelf.refused_at()?;
    let may_know = cx.is_staff() || cx.actor.place == Place::Terminal;
    may_know.then(|| cx.locale.about_refused(since))
}
