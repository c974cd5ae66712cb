//! The text form of a press for a live quiz: `lv`, a letter for the verb, its fields.

use std::fmt::{self, Write as _};

use super::{letters, number};
use crate::{
    action::Play,
    ids::{LessonKey, LiveId},
};

pub(super) fn write(play: &Play, out: &mut String) -> fmt::Result {
    match play {
        Play::Menu { page } => write!(out, ":lv:m:{page}"),
        Play::Start { lesson } => write!(out, ":lv:q:{lesson}"),
        Play::Join { live } => write!(out, ":lv:j:{live}"),
        Play::Answer { live, item, chosen } => write!(out, ":lv:a:{live}:{item}:{chosen}"),
        Play::Score { live } => write!(out, ":lv:o:{live}"),
        Play::Next { live, step } => write!(out, ":lv:n:{live}:{step}"),
        Play::Stop { live } => write!(out, ":lv:x:{live}"),
    }
}

pub(super) fn read<'a>(fields: &mut impl Iterator<Item = &'a str>) -> Option<Play> {
    let verb = fields.next()?;
    let field = fields.next()?;
    let live = || LiveId::parse(field).ok();
    Some(match verb {
        "m" => Play::Menu { page: number(field)? },
        "q" => Play::Start { lesson: LessonKey::parse(field).ok()? },
        "j" => Play::Join { live: live()? },
        "a" => Play::Answer { live: live()?, item: number(fields.next()?)?, chosen: letters(fields.next()?)? },
        "o" => Play::Score { live: live()? },
        "n" => Play::Next { live: live()?, step: number(fields.next()?)? },
        "x" => Play::Stop { live: live()? },
        _ => return None,
    })
}
