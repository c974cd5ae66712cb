//! The text form of a press, as it stands in a Discord `custom_id` or a select option's value.
//!
//! `VERSION ":" VERB (":" FIELD)*`, at most [`MAX_BYTES`] bytes by construction: verbs are two letters, keys 16
//! digits, row ids 19, page numbers 5. The version changes when a verb changes its meaning; verbs that are new or gone
//! need none, since an unknown verb is answered like an old one: "that has changed, start here".

mod desk;
mod live;

use std::fmt::Write as _;

use super::{Letters, Mix, Press, Shareable};
use crate::{
    calendar::Hour,
    ids::{AskId, AttemptId, CourseKey, FaqKey, LearnerId, LessonKey, SectionKey, ShareId},
    review::Confidence,
    words::Locale,
};

/// Discord's limit for a `custom_id` and for an option's value:
/// <https://discord.com/developers/docs/components/reference#anatomy-of-a-component-custom-id>.
pub const MAX_BYTES: usize = 100;

const VERSION: &str = "1";

/// A text that is no press of this version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAPress {
    #[error("the press is of another version")]
    OtherVersion,
    #[error("the press cannot be read")]
    Unreadable,
}

/// Writes `press`; the answer is never longer than [`MAX_BYTES`].
pub fn encode(press: &Press) -> String {
    let mut text = String::with_capacity(48);
    text.push_str(VERSION);
    write_press(press, &mut text);
    debug_assert!(text.len() <= MAX_BYTES, "{text}");
    text
}

/// Reads what [`encode`] wrote. Anything else is refused, whoever sent it.
pub fn decode(text: &str) -> Result<Press, NotAPress> {
    if text.len() > MAX_BYTES {
        return Err(NotAPress::Unreadable);
    }
    let (version, rest) = text.split_once(':').ok_or(NotAPress::Unreadable)?;
    if version != VERSION {
        let digits = !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit());
        return Err(if digits { NotAPress::OtherVersion } else { NotAPress::Unreadable });
    }
    let mut fields = rest.split(':');
    let press = read_press(&mut fields, Nesting::Outer).ok_or(NotAPress::Unreadable)?;
    if fields.next().is_some() { Err(NotAPress::Unreadable) } else { Ok(press) }
}

fn write_press(press: &Press, out: &mut String) {
    let written = match press {
        Press::Section { section, page } => write!(out, ":se:{section}:{page}"),
        Press::Numbered { section, page } => write!(out, ":sn:{section}:{page}"),
        Press::Lesson { lesson } => write!(out, ":le:{lesson}"),
        Press::Sections { lesson, page } => write!(out, ":ls:{lesson}:{page}"),
        Press::Course { course, page } => write!(out, ":co:{course}:{page}"),
        Press::Courses { page } => write!(out, ":cs:{page}"),
        Press::Faq { entry } => write!(out, ":fa:{entry}"),
        Press::FaqList { page } => write!(out, ":fl:{page}"),
        Press::QuizMenu { page } => write!(out, ":qm:{page}"),
        Press::Quiz { lesson } => write!(out, ":qu:{lesson}"),
        Press::PractiseMenu { course } => write!(out, ":pm:{course}"),
        Press::Practise { course, what: Mix::All, length } => write!(out, ":px:{course}:a:{length}"),
        Press::Practise { course, what: Mix::Missed, length } => write!(out, ":px:{course}:m:{length}"),
        Press::Resume { attempt } => write!(out, ":re:{attempt}"),
        Press::Answer { attempt, item, chosen } => write!(out, ":an:{attempt}:{item}:{chosen}"),
        Press::AnswerForm { attempt, item } => write!(out, ":af:{attempt}:{item}"),
        Press::Feedback { attempt, item } => write!(out, ":fb:{attempt}:{item}"),
        Press::Stop { attempt } => write!(out, ":st:{attempt}"),
        Press::Results { attempt } => write!(out, ":rs:{attempt}"),
        Press::Retry { attempt } => write!(out, ":rt:{attempt}"),
        Press::NotMeant { ask } => write!(out, ":nm:{ask}"),
        Press::Helpful { ask } => write!(out, ":he:{ask}"),
        Press::Share { what: Shareable::Ask(ask) } => write!(out, ":sh:a:{ask}"),
        Press::Share { what: Shareable::Faq(entry) } => write!(out, ":sh:f:{entry}"),
        Press::Share { what: Shareable::Attempt(attempt) } => write!(out, ":sh:q:{attempt}"),
        Press::Share { what: Shareable::Progress } => write!(out, ":sh:p"),
        Press::Unshare { share } => write!(out, ":un:{share}"),
        Press::Progress => write!(out, ":pr"),
        Press::ProgressIn { course, page } => write!(out, ":pc:{course}:{page}"),
        Press::Say { attempt, item, confidence } => {
            let word = match confidence {
                Some(Confidence::Sure) => "sure",
                Some(Confidence::Unsure) => "unsure",
                None => "none",
            };
            write!(out, ":sy:{attempt}:{item}:{word}")
        }
        Press::Review => write!(out, ":rv"),
        Press::Reminders => write!(out, ":rm"),
        Press::SetDaily { on } => write!(out, ":rd:{}", on_off(*on)),
        Press::SetWeekly { on } => write!(out, ":rw:{}", on_off(*on)),
        Press::SetHour { hour } => write!(out, ":rh:{}", hour.get()),
        Press::StopReminders => write!(out, ":rx"),
        Press::SetGoal { days } => write!(out, ":go:{days}"),
        Press::Settings => write!(out, ":sg"),
        Press::SetLocale { locale } => write!(out, ":sl:{}", code(*locale)),
        Press::TimeZoneForm => write!(out, ":tz"),
        Press::IssueCode => write!(out, ":ic"),
        Press::RedeemForm => write!(out, ":rf"),
        Press::Privacy => write!(out, ":pv"),
        Press::Forget { confirmed } => write!(out, ":fo:{}", if *confirmed { "yes" } else { "ask" }),
        Press::Help => write!(out, ":hp"),
        Press::About => write!(out, ":ab"),
        Press::Setup => write!(out, ":su"),
        Press::SetupPage { page } => write!(out, ":sp:{page}"),
        Press::SetupCourse { course, shown } => write!(out, ":sc:{course}:{}", if *shown { "show" } else { "hide" }),
        Press::SetupStaff => write!(out, ":ss"),
        Press::SetupChannels => write!(out, ":sk"),
        Press::SetupLocale { locale } => write!(out, ":so:{}", code(*locale)),
        Press::Desk(desk) => desk::write(desk, out),
        Press::Live(play) => live::write(play, out),
        Press::Open { owner, press } => {
            let written = write!(out, ":op:{owner}");
            write_press(press, out);
            written
        }
    };
    written.expect("writing into a String cannot fail");
}

/// A press may carry one other press, not a chain of them.
#[derive(Clone, Copy)]
enum Nesting {
    Outer,
    Inner,
}

fn read_press<'a>(fields: &mut impl Iterator<Item = &'a str>, nesting: Nesting) -> Option<Press> {
    let press = match fields.next()? {
        "se" => Press::Section { section: SectionKey::parse(fields.next()?).ok()?, page: number(fields.next()?)? },
        "sn" => Press::Numbered { section: SectionKey::parse(fields.next()?).ok()?, page: number(fields.next()?)? },
        "le" => Press::Lesson { lesson: LessonKey::parse(fields.next()?).ok()? },
        "ls" => Press::Sections { lesson: LessonKey::parse(fields.next()?).ok()?, page: number(fields.next()?)? },
        "co" => Press::Course { course: CourseKey::parse(fields.next()?).ok()?, page: number(fields.next()?)? },
        "cs" => Press::Courses { page: number(fields.next()?)? },
        "fa" => Press::Faq { entry: FaqKey::parse(fields.next()?).ok()? },
        "fl" => Press::FaqList { page: number(fields.next()?)? },
        "qm" => Press::QuizMenu { page: number(fields.next()?)? },
        "qu" => Press::Quiz { lesson: LessonKey::parse(fields.next()?).ok()? },
        "pm" => Press::PractiseMenu { course: CourseKey::parse(fields.next()?).ok()? },
        "px" => Press::Practise {
            course: CourseKey::parse(fields.next()?).ok()?,
            what: if either(fields.next()?, "a", "m")? { Mix::All } else { Mix::Missed },
            length: number(fields.next()?)?,
        },
        "re" => Press::Resume { attempt: AttemptId::parse(fields.next()?).ok()? },
        "an" => Press::Answer {
            attempt: AttemptId::parse(fields.next()?).ok()?,
            item: number(fields.next()?)?,
            chosen: letters(fields.next()?)?,
        },
        "af" => Press::AnswerForm { attempt: AttemptId::parse(fields.next()?).ok()?, item: number(fields.next()?)? },
        "fb" => Press::Feedback { attempt: AttemptId::parse(fields.next()?).ok()?, item: number(fields.next()?)? },
        "st" => Press::Stop { attempt: AttemptId::parse(fields.next()?).ok()? },
        "rs" => Press::Results { attempt: AttemptId::parse(fields.next()?).ok()? },
        "rt" => Press::Retry { attempt: AttemptId::parse(fields.next()?).ok()? },
        "nm" => Press::NotMeant { ask: AskId::parse(fields.next()?).ok()? },
        "he" => Press::Helpful { ask: AskId::parse(fields.next()?).ok()? },
        "sh" => Press::Share { what: shareable(fields)? },
        "un" => Press::Unshare { share: ShareId::parse(fields.next()?).ok()? },
        "pr" => Press::Progress,
        "pc" => Press::ProgressIn { course: CourseKey::parse(fields.next()?).ok()?, page: number(fields.next()?)? },
        "sy" => Press::Say {
            attempt: AttemptId::parse(fields.next()?).ok()?,
            item: number(fields.next()?)?,
            confidence: confidence(fields.next()?)?,
        },
        "rv" => Press::Review,
        "rm" => Press::Reminders,
        "rd" => Press::SetDaily { on: either(fields.next()?, "on", "off")? },
        "rw" => Press::SetWeekly { on: either(fields.next()?, "on", "off")? },
        "rh" => Press::SetHour { hour: Hour::new(number(fields.next()?)?)? },
        "rx" => Press::StopReminders,
        "go" => Press::SetGoal { days: number(fields.next()?).filter(|days| *days <= 7)? },
        "sg" => Press::Settings,
        "sl" => Press::SetLocale { locale: language(fields.next()?)? },
        "tz" => Press::TimeZoneForm,
        "ic" => Press::IssueCode,
        "rf" => Press::RedeemForm,
        "pv" => Press::Privacy,
        "fo" => Press::Forget { confirmed: either(fields.next()?, "yes", "ask")? },
        "hp" => Press::Help,
        "ab" => Press::About,
        "su" => Press::Setup,
        "sp" => Press::SetupPage { page: number(fields.next()?)? },
        "sc" => Press::SetupCourse {
            course: CourseKey::parse(fields.next()?).ok()?,
            shown: either(fields.next()?, "show", "hide")?,
        },
        "ss" => Press::SetupStaff,
        "sk" => Press::SetupChannels,
        "so" => Press::SetupLocale { locale: language(fields.next()?)? },
        "dk" => Press::Desk(desk::read(fields)?),
        "lv" => Press::Live(live::read(fields)?),
        "op" => match nesting {
            Nesting::Outer => Press::Open {
                owner: LearnerId::parse(fields.next()?).ok()?,
                press: Box::new(read_press(fields, Nesting::Inner)?),
            },
            Nesting::Inner => return None,
        },
        _ => return None,
    };
    Some(press)
}

fn shareable<'a>(fields: &mut impl Iterator<Item = &'a str>) -> Option<Shareable> {
    match fields.next()? {
        "a" => Some(Shareable::Ask(AskId::parse(fields.next()?).ok()?)),
        "f" => Some(Shareable::Faq(FaqKey::parse(fields.next()?).ok()?)),
        "q" => Some(Shareable::Attempt(AttemptId::parse(fields.next()?).ok()?)),
        "p" => Some(Shareable::Progress),
        _ => None,
    }
}

/// Plain digits without sign or leading zeros, so that every press has one text.
fn number<N: std::str::FromStr>(text: &str) -> Option<N> {
    let plain = text == "0" || (!text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit()));
    text.parse().ok().filter(|_| plain)
}

fn letters(text: &str) -> Option<Letters> {
    Letters::parse(text).filter(|letters| letters.to_string() == text)
}

fn confidence(text: &str) -> Option<Option<Confidence>> {
    match text {
        "sure" => Some(Some(Confidence::Sure)),
        "unsure" => Some(Some(Confidence::Unsure)),
        "none" => Some(None),
        _ => None,
    }
}

fn on_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

fn either(text: &str, yes: &str, no: &str) -> Option<bool> {
    match text {
        _ if text == yes => Some(true),
        _ if text == no => Some(false),
        _ => None,
    }
}

/// A language, or none in particular.
fn code(locale: Option<Locale>) -> &'static str {
    locale.map_or("any", Locale::code)
}

fn language(field: &str) -> Option<Option<Locale>> {
    if field == "any" {
        return Some(None);
    }
    // People may write "EN"; a button has one text.
    Locale::from_code(field).filter(|locale| locale.code() == field).map(Some)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        action::{Desk, PassageKey, PinEffect, Play},
        ids::{LiveId, PinId},
    };

    fn any_key<K>(parse: fn(&str) -> Result<K, crate::ids::BadId>) -> impl Fn(u64) -> K {
        move |hash| parse(&format!("{hash:016x}")).unwrap()
    }

    fn any_press() -> impl Strategy<Value = Press> {
        let row = 1..=i64::MAX;
        let leaf =
            (0..65_u8, any::<u64>(), row, any::<u16>(), 0..(1_u32 << 25)).prop_map(|(verb, hash, row, n, bits)| {
                let id = row.to_string();
                let (attempt, ask) = (AttemptId::parse(&id).unwrap(), AskId::parse(&id).unwrap());
                let lesson = any_key(LessonKey::parse)(hash);
                let course = any_key(CourseKey::parse)(hash);
                let locale = Locale::ALL[usize::from(n) % Locale::ALL.len()];
                let live = LiveId::parse(&id).unwrap();
                let chosen = (0..25)
                    .filter(|i| bits & (1 << i) != 0)
                    .fold(Letters::NONE, |set, i| set.with(Letters::one(i).unwrap()));
                match verb {
                    0 => Press::Section { section: any_key(SectionKey::parse)(hash), page: n },
                    1 => Press::Lesson { lesson },
                    2 => Press::Sections { lesson, page: n },
                    3 => Press::Course { course, page: n },
                    4 => Press::Courses { page: n },
                    5 => Press::Faq { entry: any_key(FaqKey::parse)(hash) },
                    6 => Press::QuizMenu { page: n },
                    7 => Press::Quiz { lesson },
                    8 => Press::Resume { attempt },
                    9 | 10 => Press::Answer { attempt, item: n, chosen },
                    11 => Press::AnswerForm { attempt, item: n },
                    12 => Press::Feedback { attempt, item: n },
                    13 => Press::Stop { attempt },
                    14 => Press::Results { attempt },
                    15 => Press::Retry { attempt },
                    16 => Press::NotMeant { ask },
                    17 => Press::Helpful { ask },
                    18 => Press::Share { what: Shareable::Ask(ask) },
                    19 => Press::Share { what: Shareable::Attempt(attempt) },
                    20 => Press::Share { what: Shareable::Progress },
                    21 => Press::Unshare { share: ShareId::parse(&id).unwrap() },
                    22 => Press::Progress,
                    23 => Press::ProgressIn { course, page: n },
                    24 => Press::SetLocale { locale: (bits % 3 > 0).then_some(locale) },
                    25 => Press::TimeZoneForm,
                    26 => Press::Forget { confirmed: n % 2 == 0 },
                    27 => Press::SetupCourse { course, shown: n % 2 == 0 },
                    28 => Press::SetupLocale { locale: (bits % 3 > 0).then_some(locale) },
                    63 => Press::SetupPage { page: n },
                    29 => Press::IssueCode,
                    30 => Press::RedeemForm,
                    31 => Press::SetupStaff,
                    32 => Press::SetupChannels,
                    36 => Press::PractiseMenu { course },
                    37 | 38 => {
                        let what = if verb == 37 { Mix::All } else { Mix::Missed };
                        Press::Practise { course, what, length: n.to_be_bytes()[0] }
                    }
                    39 => Press::Say { attempt, item: n, confidence: Some(Confidence::Sure) },
                    40 => Press::Say { attempt, item: n, confidence: Some(Confidence::Unsure) },
                    41 => Press::Say { attempt, item: n, confidence: None },
                    42 => Press::Review,
                    43 => Press::Reminders,
                    44 => Press::SetDaily { on: n % 2 == 0 },
                    45 => Press::SetWeekly { on: n % 2 == 0 },
                    46 => Press::SetHour { hour: Hour::new(n.to_be_bytes()[0] % 24).unwrap() },
                    47 => Press::StopReminders,
                    49 => Press::Desk(Desk::Questions),
                    50 => Press::Desk(Desk::Question { ask }),
                    51 => Press::Desk(Desk::Pins { page: n }),
                    52 => Press::Desk(Desk::Drop { pin: PinId::parse(&id).unwrap() }),
                    53 => Press::Desk(Desk::Renew { pin: PinId::parse(&id).unwrap() }),
                    54 => {
                        let passage = PassageKey::Section(any_key(SectionKey::parse)(hash));
                        Press::Desk(Desk::Pin { ask, passage, effect: PinEffect::First })
                    }
                    55 => {
                        let passage = PassageKey::Faq(any_key(FaqKey::parse)(hash));
                        Press::Desk(Desk::Pin { ask, passage, effect: PinEffect::Never })
                    }
                    48 => Press::SetGoal { days: n.to_be_bytes()[0] % 8 },
                    56 => Press::Live(Play::Menu { page: n }),
                    57 => Press::Live(Play::Start { lesson }),
                    58 => Press::Live(Play::Join { live }),
                    59 => Press::Live(Play::Answer { live, item: n, chosen }),
                    60 => Press::Live(Play::Score { live }),
                    61 => Press::Live(Play::Next { live, step: bits }),
                    62 => Press::Live(Play::Stop { live }),
                    35 => Press::Numbered { section: any_key(SectionKey::parse)(hash), page: n },
                    34 => Press::FaqList { page: n },
                    33 => Press::Share { what: Shareable::Faq(any_key(FaqKey::parse)(hash)) },
                    _ => Press::Settings,
                }
            });
        (leaf, any::<Option<u32>>()).prop_map(|(press, owner)| match owner {
            Some(owner) => Press::Open {
                owner: LearnerId::parse(&(i64::MAX - i64::from(owner)).to_string()).unwrap(),
                press: Box::new(press),
            },
            None => press,
        })
    }

    proptest! {
        #[test]
        fn every_press_comes_back_as_it_went_and_fits(press in any_press()) {
            let text = encode(&press);
            prop_assert!(text.len() <= MAX_BYTES, "{} bytes: {}", text.len(), text);
            prop_assert_eq!(decode(&text), Ok(press));
        }

        #[test]
        fn hostile_text_is_refused_or_is_the_one_text_of_a_press(text in "(1:)?[a-z]{2}(:[-+0-9a-fA-Z\u{0}é]{0,20}){0,4}") {
            if let Ok(press) = decode(&text) {
                prop_assert_eq!(encode(&press), text);
            }
        }

        #[test]
        fn no_text_at_all_makes_it_panic(text in ".{0,200}") {
            let _ = decode(&text);
        }
    }

    #[test]
    fn another_version_is_told_from_rubbish() {
        assert_eq!(decode("2:he:5"), Err(NotAPress::OtherVersion));
        assert_eq!(decode("1:zz:5"), Err(NotAPress::Unreadable));
        assert_eq!(decode("1:he:5:6"), Err(NotAPress::Unreadable));
        assert_eq!(decode("1:op:5:op:5:pr"), Err(NotAPress::Unreadable));
        assert_eq!(decode("1:so:eN"), Err(NotAPress::Unreadable));
        assert_eq!(decode("1:rh:24"), Err(NotAPress::Unreadable));
        assert_eq!(decode("1:go:8"), Err(NotAPress::Unreadable));
        assert_eq!(decode("1:st:+7"), Err(NotAPress::Unreadable));
        assert_eq!(decode("1:st:07"), Err(NotAPress::Unreadable));
        assert_eq!(decode(""), Err(NotAPress::Unreadable));
    }
}
