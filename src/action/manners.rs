//! What a front end must know of an action before anything is looked up: who sees the reply, what comes first, and
//! where the reply goes. Pure.

use super::{Action, Desk, FirstResponse, Placing, Play, Press, Topic, Visibility};

impl Action {
    /// Who may see the reply: private whenever it is about one person.
    pub fn visibility(&self) -> Visibility {
        match self {
            Self::Joined => Visibility::Public,
            // What a share makes public is an announcement beside the reply.
            Self::Press(_)
            | Self::Stale
            | Self::Ask { .. }
            | Self::Open { .. }
            | Self::Say { .. }
            | Self::Reply { .. }
            | Self::Stop
            | Self::AnswerText { .. }
            | Self::SetTimeZone { .. }
            | Self::RedeemCode { .. }
            | Self::SetStaffRole { .. }
            | Self::SetChannels { .. } => Visibility::Private,
        }
    }

    /// Whether somebody who is not known yet stays so: to ask what is kept must not begin to keep.
    pub fn leaves_no_trace(&self) -> bool {
        matches!(self, Self::Stale | Self::Press(Press::Privacy | Press::Help | Press::About))
    }

    /// Whether the reply says something about one person, which others in the place must not read.
    pub fn is_personal(&self) -> bool {
        match self {
            Self::Press(press) => press.is_personal(),
            Self::Open { what, .. } => match what {
                Topic::Lesson | Topic::Course | Topic::Quiz | Topic::Review | Topic::Progress | Topic::Next => true,
                // The board is everybody's.
                Topic::Faq | Topic::Live => false,
            },
            Self::Say { .. }
            | Self::Reply { .. }
            | Self::Stop
            | Self::AnswerText { .. }
            | Self::SetTimeZone { .. }
            | Self::RedeemCode { .. }
            | Self::SetStaffRole { .. }
            | Self::SetChannels { .. } => true,
            Self::Ask { .. } | Self::Joined | Self::Stale => false,
        }
    }

    pub fn first_response(&self) -> FirstResponse {
        match self {
            Self::Press(Press::AnswerForm { .. } | Press::TimeZoneForm | Press::RedeemForm) => FirstResponse::Form,
            _ => FirstResponse::Reply,
        }
    }

    pub fn placing(&self) -> Placing {
        match self {
            Self::Press(press) => press.placing(),
            Self::AnswerText { .. }
            | Self::SetTimeZone { .. }
            | Self::RedeemCode { .. }
            | Self::SetStaffRole { .. }
            | Self::SetChannels { .. } => Placing::Replace,
            Self::Ask { .. }
            | Self::Open { .. }
            | Self::Say { .. }
            | Self::Reply { .. }
            | Self::Stop
            | Self::Joined
            | Self::Stale => Placing::New,
        }
    }

    /// A short stable name for logs and figures.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Press(press) => press.name(),
            Self::Ask { .. } => "ask",
            Self::Open { what: Topic::Lesson, .. } => "lesson",
            Self::Open { what: Topic::Live, .. } => "live",
            Self::Open { what: Topic::Course, .. } => "course",
            Self::Open { what: Topic::Faq, .. } => "faq",
            Self::Open { what: Topic::Quiz, .. } => "quiz",
            Self::Open { what: Topic::Review, .. } => "review",
            Self::Open { what: Topic::Progress, .. } => "progress",
            Self::Open { what: Topic::Next, .. } => "next",
            Self::Say { .. } => "say",
            Self::Reply { .. } => "reply",
            Self::Stop => "stop",
            Self::AnswerText { .. } => "answer_text",
            Self::SetTimeZone { .. } => "set_time_zone",
            Self::RedeemCode { .. } => "redeem_code",
            Self::SetStaffRole { .. } => "set_staff_role",
            Self::SetChannels { .. } => "set_channels",
            Self::Joined => "joined",
            Self::Stale => "stale",
        }
    }
}

impl Press {
    /// Whether the reply says something about one person. What everybody may read: courses, FAQ, help.
    pub fn is_personal(&self) -> bool {
        !matches!(
            self,
            Self::Courses { .. }
                | Self::Faq { .. }
                | Self::FaqList { .. }
                | Self::Help
                | Self::About
                | Self::NotMeant { .. }
                | Self::Helpful { .. }
                | Self::Share { .. }
                | Self::Unshare { .. }
                | Self::Live(Play::Menu { .. })
                | Self::Live(Play::Start { .. })
        )
    }

    pub fn placing(&self) -> Placing {
        match self {
            Self::Share { .. }
            | Self::Open { .. }
            | Self::Quiz { .. }
            | Self::Practise { .. }
            | Self::Retry { .. }
            // The answer, or the list, stays beside it.
            | Self::Desk(Desk::Question { .. }) => Placing::New,
            _ => Placing::Replace,
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Section { .. } | Self::Numbered { .. } => "section",
            Self::Lesson { .. } => "lesson",
            Self::Sections { .. } => "sections",
            Self::Course { .. } => "course",
            Self::Courses { .. } => "courses",
            Self::Faq { .. } | Self::FaqList { .. } => "faq",
            Self::QuizMenu { .. } => "quiz_menu",
            Self::Quiz { .. } => "quiz",
            Self::PractiseMenu { .. } => "practise_menu",
            Self::Practise { .. } => "practise",
            Self::Resume { .. } => "resume",
            Self::Answer { .. } => "answer",
            Self::AnswerForm { .. } => "answer_form",
            Self::Feedback { .. } => "feedback",
            Self::Stop { .. } => "stop",
            Self::Results { .. } => "results",
            Self::Retry { .. } => "retry",
            Self::NotMeant { .. } => "not_meant",
            Self::Helpful { .. } => "helpful",
            Self::Share { .. } => "share",
            Self::Unshare { .. } => "unshare",
            Self::Progress | Self::ProgressIn { .. } => "progress",
            Self::Say { .. } => "say",
            Self::Review => "review",
            Self::Reminders => "reminders",
            Self::SetDaily { .. } => "set_daily",
            Self::SetWeekly { .. } => "set_weekly",
            Self::SetHour { .. } => "set_hour",
            Self::StopReminders => "stop_reminders",
            Self::SetGoal { .. } => "set_goal",
            Self::Settings => "settings",
            Self::SetLocale { .. } => "set_locale",
            Self::TimeZoneForm => "time_zone_form",
            Self::IssueCode => "issue_code",
            Self::RedeemForm => "redeem_form",
            Self::Privacy => "privacy",
            Self::Forget { .. } => "forget",
            Self::Help => "help",
            Self::About => "about",
            Self::Setup | Self::SetupPage { .. } => "setup",
            Self::SetupCourse { .. } => "setup_course",
            Self::SetupStaff => "setup_staff",
            Self::SetupChannels => "setup_channels",
            Self::SetupLocale { .. } => "setup_locale",
            Self::Desk(Desk::Questions) => "questions",
            Self::Desk(Desk::Question { .. }) => "question",
            Self::Desk(Desk::Pin { .. }) => "pin",
            Self::Desk(Desk::Pins { .. }) => "pins",
            Self::Desk(Desk::Drop { .. }) => "drop_pin",
            Self::Desk(Desk::Renew { .. }) => "renew_pin",
            Self::Live(Play::Menu { .. }) => "live_menu",
            Self::Live(Play::Start { .. }) => "live_start",
            Self::Live(Play::Join { .. }) => "live_join",
            Self::Live(Play::Answer { .. }) => "live_answer",
            Self::Live(Play::Score { .. }) => "live_score",
            Self::Live(Play::Next { .. }) => "live_next",
            Self::Live(Play::Stop { .. }) => "live_stop",
            Self::Open { .. } => "open",
        }
    }
}
