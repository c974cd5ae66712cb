//! What is said about reviews, reminders, goals and streaks. Quiet: no praise by the pound, no alarm.

use super::Locale;
use crate::{calendar::Hour, markup::RichText, store::reminders::Reminders};

impl Locale {
    pub(crate) fn review_word(self) -> &'static str {
        self.either("Review", "Wiederholung")
    }

    pub(crate) fn review_button(self) -> &'static str {
        self.either("Review", "Wiederholen")
    }

    pub(crate) fn sure_button(self, said: bool) -> &'static str {
        match (self, said) {
            (Self::English, false) => "Sure",
            (Self::English, true) => "✓ Sure",
            (Self::German, false) => "Sicher",
            (Self::German, true) => "✓ Sicher",
        }
    }

    pub(crate) fn unsure_button(self, said: bool) -> &'static str {
        match (self, said) {
            (Self::English, false) => "Not sure",
            (Self::English, true) => "✓ Not sure",
            (Self::German, false) => "Unsicher",
            (Self::German, true) => "✓ Unsicher",
        }
    }

    /// How many questions wait today.
    pub(crate) fn due_today(self, count: usize) -> String {
        match (self, count) {
            (Self::English, 1) => "1 question is due for review.".to_owned(),
            (Self::English, _) => format!("{count} questions are due for review."),
            (Self::German, 1) => "1 Frage steht zum Wiederholen an.".to_owned(),
            (Self::German, _) => format!("{count} Fragen stehen zum Wiederholen an."),
        }
    }

    /// Counted in days from today, at least 1.
    pub(crate) fn next_due(self, days: u32, count: usize) -> String {
        match (self, days, count) {
            (Self::English, 1, 1) => "Next review: tomorrow, 1 question.".to_owned(),
            (Self::English, 1, _) => format!("Next review: tomorrow, {count} questions."),
            (Self::English, _, 1) => format!("Next review: in {days} days, 1 question."),
            (Self::English, _, _) => format!("Next review: in {days} days, {count} questions."),
            (Self::German, 1, 1) => "Nächste Wiederholung: morgen, 1 Frage.".to_owned(),
            (Self::German, 1, _) => format!("Nächste Wiederholung: morgen, {count} Fragen."),
            (Self::German, _, 1) => format!("Nächste Wiederholung: in {days} Tagen, 1 Frage."),
            (Self::German, _, _) => format!("Nächste Wiederholung: in {days} Tagen, {count} Fragen."),
        }
    }

    /// Nothing has been answered yet.
    pub(crate) fn no_cards(self) -> RichText {
        let (before, after) = self.either(
            ("Nothing to review yet: every question you answer comes back before you forget it. Start with ", "."),
            (
                "Noch nichts zu wiederholen: Jede Frage, die du beantwortest, kommt wieder, bevor du sie vergisst. Fang an mit ",
                ".",
            ),
        );
        RichText::plain(before).command("quiz").text(after)
    }

    pub(crate) fn nothing_due(self) -> &'static str {
        self.either("Nothing is due today.", "Heute steht nichts an.")
    }

    pub(crate) fn enough_for_today(self) -> RichText {
        RichText::plain(self.either(
            "That is enough for today. The rest comes on the next days, a few at a time.",
            "Das reicht für heute. Der Rest kommt an den nächsten Tagen, immer nur ein paar.",
        ))
    }

    /// A question that somebody wants to be reminded of; the first line of a direct message.
    pub(crate) fn time_to_review(self, count: usize) -> RichText {
        RichText::plain(self.due_today(count))
            .text(self.either(" It takes a few minutes.", " Das dauert ein paar Minuten."))
    }

    pub(crate) fn week_title(self) -> &'static str {
        self.either("Your week", "Deine Woche")
    }

    pub(crate) fn days_this_week(self, days: usize, goal: Option<u8>) -> String {
        match (self, goal) {
            (Self::English, Some(goal)) => format!("You learned on {days} of the last 7 days; your goal is {goal}."),
            (Self::English, None) => format!("You learned on {days} of the last 7 days."),
            (Self::German, Some(1)) => format!("Du hast an {days} der letzten 7 Tage gelernt; dein Ziel ist 1."),
            (Self::German, Some(goal)) => {
                format!("Du hast an {days} der letzten 7 Tage gelernt; dein Ziel sind {goal}.")
            }
            (Self::German, None) => format!("Du hast an {days} der letzten 7 Tage gelernt."),
        }
    }

    pub(crate) fn days_in_a_row(self, days: u32, longest: u32) -> String {
        match self {
            Self::English => format!("Days in a row: {days} (longest: {longest})."),
            Self::German => format!("Tage in Folge: {days} (am längsten: {longest})."),
        }
    }

    pub(crate) fn reminders_title(self) -> &'static str {
        self.either("Reminders and goal", "Erinnerungen und Ziel")
    }

    pub(crate) fn reminders_intro(self) -> RichText {
        RichText::plain(self.either(
            "At most one message a day, and only when something is due and you have not reviewed yet. If direct messages are closed, I stop.",
            "Höchstens eine Nachricht am Tag, und nur, wenn etwas ansteht und du noch nicht wiederholt hast. Sind Direktnachrichten zu, höre ich auf.",
        ))
    }

    pub(crate) fn setting_daily(self, reminders: Reminders) -> String {
        let when = self.at_hour(reminders.hour);
        match (self, reminders.daily) {
            (Self::English, true) => format!("Reminder of reviews: on, {when}"),
            (Self::English, false) => "Reminder of reviews: off".to_owned(),
            (Self::German, true) => format!("Erinnerung ans Wiederholen: an, {when}"),
            (Self::German, false) => "Erinnerung ans Wiederholen: aus".to_owned(),
        }
    }

    pub(crate) fn setting_weekly(self, reminders: Reminders) -> String {
        let when = self.at_hour(reminders.hour);
        match (self, reminders.weekly) {
            (Self::English, true) => format!("Weekly summary: on, Mondays {when}"),
            (Self::English, false) => "Weekly summary: off".to_owned(),
            (Self::German, true) => format!("Wochenrückblick: an, montags {when}"),
            (Self::German, false) => "Wochenrückblick: aus".to_owned(),
        }
    }

    pub(crate) fn at_hour(self, hour: Hour) -> String {
        match self {
            Self::English => format!("at {hour}"),
            Self::German => format!("um {hour} Uhr"),
        }
    }

    pub(crate) fn setting_goal(self, goal: Option<u8>) -> String {
        let days = goal.map(|days| self.goal_item(days));
        format!("{}: {}", self.either("Goal", "Ziel"), days.as_deref().unwrap_or(self.either("none", "keines")))
    }

    pub(crate) fn daily_button(self, on: bool) -> &'static str {
        match (self, on) {
            (Self::English, true) => "Remind me of reviews",
            (Self::English, false) => "Stop reminding me",
            (Self::German, true) => "Erinnere mich",
            (Self::German, false) => "Nicht mehr erinnern",
        }
    }

    pub(crate) fn weekly_button(self, on: bool) -> &'static str {
        match (self, on) {
            (Self::English, true) => "Send me a weekly summary",
            (Self::English, false) => "Stop the weekly summary",
            (Self::German, true) => "Schick mir den Wochenrückblick",
            (Self::German, false) => "Kein Wochenrückblick mehr",
        }
    }

    pub(crate) fn stop_reminders_button(self) -> &'static str {
        self.either("Stop these messages", "Keine solchen Nachrichten mehr")
    }

    pub(crate) fn reminders_stopped(self) -> RichText {
        RichText::plain(self.either(
            "Stopped: I send you nothing by myself any more. You can turn it on again in your settings.",
            "Ist aus: Ich schicke dir von mir aus nichts mehr. In deinen Einstellungen kannst du es wieder einschalten.",
        ))
    }

    pub(crate) fn pick_hour(self) -> &'static str {
        self.either("At what hour", "Zu welcher Stunde")
    }

    pub(crate) fn pick_goal(self) -> &'static str {
        self.either("Days a week to learn on", "Lerntage in der Woche")
    }

    /// 0 stands for none.
    pub(crate) fn goal_item(self, days: u8) -> String {
        match (self, days) {
            (Self::English, 0) => "No goal".to_owned(),
            (Self::English, 1) => "1 day a week".to_owned(),
            (Self::English, _) => format!("{days} days a week"),
            (Self::German, 0) => "Kein Ziel".to_owned(),
            (Self::German, 1) => "1 Tag in der Woche".to_owned(),
            (Self::German, _) => format!("{days} Tage in der Woche"),
        }
    }

    /// A reminder whose message may not have arrived, beside something else.
    pub(crate) fn missed_reminder(self, count: usize) -> RichText {
        RichText::plain(format!("{} ", self.due_today(count))).command("review")
    }

    pub(crate) fn gave_up_reminding(self) -> RichText {
        RichText::plain(self.either(
            "My direct messages do not reach you, so I have stopped sending reminders. Allow direct messages from this server and turn them on again in your settings.",
            "Meine Direktnachrichten kommen nicht bei dir an, darum erinnere ich nicht mehr. Erlaube Direktnachrichten von diesem Server und schalte die Erinnerungen in deinen Einstellungen wieder ein.",
        ))
    }
}
