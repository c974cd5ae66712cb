//! Everything a learner can do, who does it and where: the way in, before any front end's own form.
//!
//! The button is the action: [`Press`] is the bounded part of [`Action`], small enough to be written into a button
//! ([`wire`]) and complete enough to be carried out after any restart. Knows no Discord, store or content.

mod desk;
#[cfg(any(test, fuzzing))]
pub mod hostile;
mod letters;
mod live;
mod manners;
pub mod typed;
pub mod wire;

pub use self::{
    desk::{Desk, PassageKey, PinEffect},
    letters::Letters,
    live::Play,
};
use crate::{
    calendar::Hour,
    ids::{
        AskId, AttemptId, ChannelId, CourseKey, FaqKey, LearnerId, LessonKey, RoleId, SectionKey, ServerId, ShareId,
    },
    review::Confidence,
    words::Locale,
};

/// One thing that somebody asks Docent to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// A button, a select option or a numbered line.
    Press(Press),
    /// A question in the learner's own words.
    Ask {
        words: String,
    },
    /// A command that takes a few words on what it is about; empty words mean "where I am".
    Open {
        what: Topic,
        about: String,
    },
    /// How sure the learner is of the answer to the open question, before it is given.
    Say {
        confidence: Confidence,
    },
    /// Letters, a number or words meant for the open question of a quiz, found from its row.
    Reply {
        text: String,
    },
    /// Ends the open quiz before its last question, found from its row.
    Stop,
    /// The answer that a form brought back.
    AnswerText {
        attempt: AttemptId,
        item: u16,
        text: String,
    },
    SetTimeZone {
        name: String,
    },
    /// Brings the records of another name of the same person here.
    RedeemCode {
        code: String,
    },
    /// Who counts as staff besides those who manage the server.
    SetStaffRole {
        role: Option<RoleId>,
    },
    /// Where Docent answers mentions; empty means everywhere.
    SetChannels {
        channels: Vec<ChannelId>,
    },
    /// Docent was added to a server.
    Joined,
    /// A press that this version cannot read: from an older version, or from a forger.
    Stale,
}

/// What [`Action::Open`] opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    Lesson,
    Course,
    Faq,
    Quiz,
    /// A quiz that a group plays in a channel.
    Live,
    /// What is about to be forgotten.
    Review,
    Progress,
    /// Whatever comes next: the open quiz's next question, else the next section.
    Next,
}

/// The part of an action that fits into a button.
///
/// What only navigates is self-contained; what changes something names a row. Nothing in it is trusted: rights come
/// from the actor, ownership from the row, single effect from a UNIQUE key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Press {
    /// Opens a page of a section, counted from 0, and marks the section read.
    Section {
        section: SectionKey,
        page: u16,
    },
    /// As [`Press::Section`], with the lines of code numbered.
    Numbered {
        section: SectionKey,
        page: u16,
    },
    /// Opens a lesson at the learner's place in it.
    Lesson {
        lesson: LessonKey,
    },
    /// The list of a lesson's sections.
    Sections {
        lesson: LessonKey,
        page: u16,
    },
    /// The list of a course's lessons.
    Course {
        course: CourseKey,
        page: u16,
    },
    /// The list of courses.
    Courses {
        page: u16,
    },
    /// One FAQ entry.
    Faq {
        entry: FaqKey,
    },
    /// The list of FAQ entries.
    FaqList {
        page: u16,
    },
    /// What a quiz can be about.
    QuizMenu {
        page: u16,
    },
    /// Starts a quiz on a lesson.
    Quiz {
        lesson: LessonKey,
    },
    /// What of a course can be practised.
    PractiseMenu {
        course: CourseKey,
    },
    /// Starts a practice of at most `length` questions from all over a course.
    Practise {
        course: CourseKey,
        what: Mix,
        length: u8,
    },
    /// Goes on with an attempt: its next open question, or its results.
    Resume {
        attempt: AttemptId,
    },
    /// Answers item `item` (counted from 0). A select that takes several letters carries none of them here; the
    /// front end adds what was selected.
    Answer {
        attempt: AttemptId,
        item: u16,
        chosen: Letters,
    },
    /// Says how sure the learner is of the answer to come; `None` takes it back.
    Say {
        attempt: AttemptId,
        item: u16,
        confidence: Option<Confidence>,
    },
    /// Asks for the form to type an answer into.
    AnswerForm {
        attempt: AttemptId,
        item: u16,
    },
    /// Shows how an answered item went.
    Feedback {
        attempt: AttemptId,
        item: u16,
    },
    /// Ends an attempt before its last question.
    Stop {
        attempt: AttemptId,
    },
    Results {
        attempt: AttemptId,
    },
    /// Starts a new attempt with what was missed in this one.
    Retry {
        attempt: AttemptId,
    },
    /// The answer was not what the learner meant: show the next best.
    NotMeant {
        ask: AskId,
    },
    Helpful {
        ask: AskId,
    },
    /// Makes public, in the place of the press, what only the learner saw.
    Share {
        what: Shareable,
    },
    /// Takes back what was made public.
    Unshare {
        share: ShareId,
    },
    Progress,
    ProgressIn {
        course: CourseKey,
        page: u16,
    },
    /// Goes on with today's review, or begins it.
    Review,
    /// What the learner wants to be told, and their goal.
    Reminders,
    SetDaily {
        on: bool,
    },
    SetWeekly {
        on: bool,
    },
    SetHour {
        hour: Hour,
    },
    /// Ends every reminder.
    StopReminders,
    /// Days a week, 1 to 7; 0 for no goal.
    SetGoal {
        days: u8,
    },
    Settings,
    /// `None` leaves it to the app again.
    SetLocale {
        locale: Option<Locale>,
    },
    TimeZoneForm,
    /// Asks for a one-time code that links another name of the same person.
    IssueCode,
    RedeemForm,
    Privacy,
    /// Deletes everything about the learner; only after a second press.
    Forget {
        confirmed: bool,
    },
    Help,
    About,
    /// The staff's panel.
    Setup,
    /// The same, with the courses of a page.
    SetupPage {
        page: u16,
    },
    /// Shows or hides a course in the server of the press.
    SetupCourse {
        course: CourseKey,
        shown: bool,
    },
    /// The select of a staff role; the front end adds what was selected.
    SetupStaff,
    /// The select of channels; the front end adds what was selected.
    SetupChannels,
    /// `None` leaves it to whoever is answered.
    SetupLocale {
        locale: Option<Locale>,
    },
    /// What learners asked and what staff make of it.
    Desk(Desk),
    /// A quiz that a group plays in a channel.
    Live(Play),
    /// Opens something about one person privately, for that person only.
    Open {
        owner: LearnerId,
        press: Box<Press>,
    },
}

/// Which questions of a course are practised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mix {
    All,
    /// Those whose latest answer was not right.
    Missed,
}

/// What a learner can make public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shareable {
    Ask(AskId),
    Faq(FaqKey),
    Attempt(AttemptId),
    Progress,
}

/// Who acts, where, and with what rights: everything a front end knows before it asks for anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub identity: Identity,
    /// What the person is called here; a learner's own text.
    pub name: String,
    pub place: Place,
    /// The channel of the thread or forum post in which it happens; what is chosen for a channel holds in its threads.
    pub thread_of: Option<ChannelId>,
    pub rights: Rights,
    /// The language that the platform says the person uses; a setting of theirs goes first.
    pub locale: Locale,
    /// Whether a reply can be shown to this person alone. A message typed in a server's channel cannot.
    pub privacy: Privacy,
}

impl Actor {
    /// Whether everybody there reads the reply.
    pub fn is_aloud(&self) -> bool {
        self.privacy == Privacy::Impossible
    }
}

/// A person as a platform names them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identity {
    pub platform: Platform,
    /// Discord: the user's id; terminal: the name given with `--as`.
    pub external_id: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Platform {
    Discord,
    Terminal,
}

/// Where an action happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    Terminal,
    /// A conversation with one person.
    Direct(ChannelId),
    Channel {
        server: ServerId,
        channel: ChannelId,
    },
}

impl Place {
    pub fn server(self) -> Option<ServerId> {
        match self {
            Self::Terminal | Self::Direct(_) => None,
            Self::Channel { server, .. } => Some(server),
        }
    }

    pub fn channel(self) -> Option<ChannelId> {
        match self {
            Self::Terminal => None,
            Self::Direct(channel) | Self::Channel { channel, .. } => Some(channel),
        }
    }
}

/// What the platform says a person may do, and Docent beside them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rights {
    pub manages_server: bool,
    pub roles: Vec<RoleId>,
    /// Docent itself may not write messages of its own where this happens.
    pub docent_is_mute: bool,
}

/// Whether replies in this exchange can be hidden from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Privacy {
    /// A terminal, a direct message, or a reply that only one person sees.
    Possible,
    /// Everybody in the channel reads the reply.
    Impossible,
}

/// Who sees the reply to an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Visibility {
    Private,
    Public,
}

/// Whether the reply takes the place of the message that was pressed, where that one is the learner's alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Placing {
    New,
    Replace,
}

/// What a front end must do first, before the tutor looks at anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FirstResponse {
    /// The reply itself; a watchdog acknowledges when it takes long.
    Reply,
    /// A form to fill in.
    Form,
}
