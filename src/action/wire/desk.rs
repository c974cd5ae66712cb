//! The text form of what staff press: `dk`, a letter for the verb, its fields.

use std::fmt::{self, Write as _};

use super::{either, number};
use crate::{
    action::desk::{Desk, PassageKey, PinEffect},
    ids::{AskId, FaqKey, PinId, SectionKey},
};

pub(super) fn write(desk: &Desk, out: &mut String) -> fmt::Result {
    match desk {
        Desk::Questions => write!(out, ":dk:l"),
        Desk::Question { ask } => write!(out, ":dk:q:{ask}"),
        Desk::Pin { ask, passage, effect } => {
            let effect = match effect {
                PinEffect::First => "first",
                PinEffect::Never => "never",
            };
            match passage {
                PassageKey::Section(section) => write!(out, ":dk:p:{ask}:{effect}:s:{section}"),
                PassageKey::Faq(entry) => write!(out, ":dk:p:{ask}:{effect}:f:{entry}"),
            }
        }
        Desk::Pins { page } => write!(out, ":dk:a:{page}"),
        Desk::Drop { pin } => write!(out, ":dk:d:{pin}"),
        Desk::Renew { pin } => write!(out, ":dk:r:{pin}"),
    }
}

pub(super) fn read<'a>(fields: &mut impl Iterator<Item = &'a str>) -> Option<Desk> {
    Some(match fields.next()? {
        "l" => Desk::Questions,
        "q" => Desk::Question { ask: AskId::parse(fields.next()?).ok()? },
        "p" => {
            let ask = AskId::parse(fields.next()?).ok()?;
            let effect = if either(fields.next()?, "first", "never")? { PinEffect::First } else { PinEffect::Never };
            let passage = match fields.next()? {
                "s" => PassageKey::Section(SectionKey::parse(fields.next()?).ok()?),
                "f" => PassageKey::Faq(FaqKey::parse(fields.next()?).ok()?),
                _ => return None,
            };
            Desk::Pin { ask, passage, effect }
        }
        "a" => Desk::Pins { page: number(fields.next()?)? },
        "d" => Desk::Drop { pin: PinId::parse(fields.next()?).ok()? },
        "r" => Desk::Renew { pin: PinId::parse(fields.next()?).ok()? },
        _ => return None,
    })
}
