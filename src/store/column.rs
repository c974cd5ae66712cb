//! How Docent's own types stand in columns. A value that does not parse is a fault: only Docent writes here.

use serde::{Serialize, Serializer};
use sqlx::{
    Decode, Encode, Sqlite, Type,
    encode::IsNull,
    error::BoxDynError,
    sqlite::{SqliteArgumentsBuffer, SqliteTypeInfo, SqliteValueRef},
};

use super::{
    asks::{Mark, Tier},
    attempts::{Kind, SkipReason},
    error::StoreError,
    live::ItemPhase,
    notices::{NoticeKind, NoticeState},
};
use crate::{
    action::{PinEffect, Platform},
    calendar::{Day, Hour},
    clock::Timestamp,
    course::{Revision, carry::PieceKind},
    ids::{
        AskId, AttemptId, ChannelId, CourseId, FaqId, LearnerId, LessonId, LiveId, MessageId, NoticeId, PinId,
        QuestionId, RoleId, SectionId, ServerId, ShareId,
    },
    quiz::{
        Verdict,
        live::{Ending, Phase},
    },
    review::{Confidence, Rating},
};

/// A value as its column has it, in a row that goes to SQLite as JSON.
pub(super) struct Cell<T>(pub(super) T);

/// Rows for `json_each`: many go to SQLite with one statement. Where its `key` is selected it is an expression, since sqlx
/// looks up columns and this one is in no table. Of objects `jsonb_each` makes values that are not written out and
/// parsed again for each of their fields.
pub(super) fn json(rows: impl IntoIterator<Item = impl Serialize>) -> Result<String, StoreError> {
    let rows: Vec<_> = rows.into_iter().collect();
    serde_json::to_string(&rows).map_err(StoreError::fault)
}

macro_rules! stored {
    ($name:ty as $column:ty, |$value:ident| $write:expr, |$raw:ident| $read:expr) => {
        impl Type<Sqlite> for $name {
            fn type_info() -> SqliteTypeInfo {
                <$column as Type<Sqlite>>::type_info()
            }

            fn compatible(info: &SqliteTypeInfo) -> bool {
                <$column as Type<Sqlite>>::compatible(info)
            }
        }

        impl Encode<'_, Sqlite> for $name {
            fn encode_by_ref(&self, arguments: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
                let $value = self;
                Encode::<Sqlite>::encode_by_ref(&$write, arguments)
            }
        }

        impl Serialize for Cell<&$name> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let $value = self.0;
                $write.serialize(serializer)
            }
        }

        impl Serialize for Cell<$name> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Cell(&self.0).serialize(serializer)
            }
        }

        impl<'r> Decode<'r, Sqlite> for $name {
            fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
                let $raw = <$column as Decode<Sqlite>>::decode(value)?;
                $read
            }
        }
    };
}

macro_rules! stored_text_ids {
    ($($name:ty)*) => {$( stored!($name as &str, |id| id.as_str(), |text| Ok(<$name>::parse(text)?)); )*};
}

macro_rules! stored_row_ids {
    ($($name:ty)*) => {$( stored!($name as i64, |id| id.to_row(), |id| Ok(<$name>::from_row(id))); )*};
}

// Bit by bit: an id of a platform may one day use the highest bit.
macro_rules! stored_remote_ids {
    ($($name:ty)*) => {$( stored!($name as i64, |id| id.get().cast_signed(), |id| Ok(<$name>::new(id.cast_unsigned()))); )*};
}

/// The words for an enum's variants; `match` breaks the build when a variant has none.
macro_rules! stored_words {
    ($($name:ident { $($variant:ident = $word:literal),+ })*) => {$(
        stored!(
            $name as &str,
            |value| match value { $($name::$variant => $word),+ },
            |word| match word {
                $($word => Ok($name::$variant),)+
                other => Err(format!(concat!("{:?} is no ", stringify!($name)), other).into()),
            }
        );
    )*};
}

stored_text_ids! { CourseId LessonId SectionId FaqId QuestionId }
stored_row_ids! { LearnerId AttemptId AskId ShareId NoticeId PinId LiveId }
stored_remote_ids! { ServerId ChannelId RoleId MessageId }
stored!(Timestamp as i64, |time| time.as_millis(), |millis| Ok(Timestamp::from_millis(millis)));
stored!(Revision as i64, |revision| revision.as_i64(), |hash| Ok(Revision::from_i64(hash)));
stored!(Day as i32, |day| day.number(), |number| Ok(Day::from_number(number)));
stored!(Hour as u8, |hour| hour.get(), |hour| Hour::new(hour).ok_or_else(|| format!("{hour} is no hour").into()));
stored_words! {
    Platform { Discord = "discord", Terminal = "terminal" }
    Verdict { Right = "right", Partly = "partly", Wrong = "wrong" }
    PieceKind { Lesson = "lesson", Section = "section", Faq = "faq", Question = "question" }
    Kind { Quiz = "quiz", Review = "review" }
    Confidence { Sure = "sure", Unsure = "unsure" }
    Rating { Again = "again", Hard = "hard", Good = "good", Easy = "easy" }
    NoticeKind { Review = "review", Week = "week" }
    NoticeState { Waiting = "waiting", Claimed = "claimed", Sent = "sent", Missed = "missed", Shown = "shown" }
    Phase { Lobby = "lobby", Open = "open", Closed = "closed", Ended = "ended" }
    Ending { Played = "played", Stopped = "stopped", Deserted = "deserted", Lost = "lost" }
    ItemPhase { Waiting = "waiting", Open = "open", Closed = "closed", Skipped = "skipped" }
    SkipReason { Changed = "changed", Removed = "removed" }
    Tier { Answer = "answer", Maybe = "maybe", Unknown = "unknown" }
    PinEffect { First = "first", Never = "never" }
    Mark { Helpful = "helpful", NotMeant = "not_meant" }
}
