//! What a learner wants to be told by itself, and how often they want to learn.

use super::{Cx, Result};
use crate::{
    action::Press,
    calendar::{Day, Hour},
    markup::RichText,
    reply::{Block, Button, Reply, Select, SelectItem},
    store::reminders::Reminders,
    streak,
};

/// As far back as a streak is looked for: ten years.
const LOOK_BACK_DAYS: i32 = 3653;

pub(super) async fn panel(cx: &Cx<'_>) -> Result<Reply> {
    let learner = cx.learner()?;
    let reminders = cx.tutor.store.reminders(learner).await?;
    let settings = cx.tutor.store.settings(learner).await?;
    let lines = [
        RichText::plain(cx.locale.setting_daily(reminders)),
        RichText::plain(cx.locale.setting_weekly(reminders)),
        RichText::plain(cx.locale.setting_goal(settings.goal_days)),
        RichText::plain(cx.locale.setting_time_zone(settings.time_zone.as_deref())),
    ];
    let hours = (0..24).filter_map(Hour::new).map(|hour| SelectItem {
        label: hour.to_string(),
        description: None,
        press: Press::SetHour { hour },
        current: hour == reminders.hour,
    });
    let goals = (0..=7).map(|days| SelectItem {
        label: cx.locale.goal_item(days),
        description: None,
        press: Press::SetGoal { days },
        current: days == settings.goal_days.unwrap_or(0),
    });
    let (daily, weekly) = (!reminders.daily, !reminders.weekly);
    let blocks = vec![
        Block::Title(cx.locale.reminders_title().into()),
        Block::Content(vec![cx.bullets(lines)]),
        Block::Note(cx.locale.reminders_intro()),
    ];
    Ok(Reply::new(blocks)
        .buttons([
            Button::new(cx.locale.daily_button(daily), Press::SetDaily { on: daily }),
            Button::new(cx.locale.weekly_button(weekly), Press::SetWeekly { on: weekly }),
            Button::new(cx.locale.time_zone_button(), Press::TimeZoneForm),
            Button::new(cx.locale.back_button(), Press::Settings),
        ])
        .select(Select { placeholder: cx.locale.pick_hour().to_owned(), items: hours.collect() })
        .select(Select { placeholder: cx.locale.pick_goal().to_owned(), items: goals.collect() }))
}

/// Changes what the learner wants to be told, and shows how it stands now.
pub(super) async fn change(cx: &Cx<'_>, change: impl FnOnce(Reminders) -> Reminders) -> Result<Reply> {
    let learner = cx.learner()?;
    let wanted = change(cx.tutor.store.reminders(learner).await?);
    cx.tutor.store.set_reminders(learner, wanted, cx.locale.code(), cx.now).await?;
    panel(cx).await
}

pub(super) async fn stop(cx: &Cx<'_>) -> Result<Reply> {
    change(cx, |reminders| Reminders { daily: false, weekly: false, ..reminders }).await?;
    Ok(Reply::text(cx.locale.reminders_stopped()).buttons([Button::new(cx.locale.reminders_title(), Press::Reminders)]))
}

pub(super) async fn set_goal(cx: &Cx<'_>, days: u8) -> Result<Reply> {
    cx.tutor.store.set_goal(cx.learner()?, (days > 0).then_some(days)).await?;
    panel(cx).await
}

impl Cx<'_> {
    /// How many of the last seven days were active; and for whoever has set a goal, how many days in a row.
    pub(super) async fn say_days(&self) -> Result<Vec<String>> {
        let Some(learner) = self.learner else { return Ok(Vec::new()) };
        let goal = self.tutor.store.settings(learner).await?.goal_days;
        let now = self.zone.moment(self.now);
        let since = Day::from_number(now.day().number().saturating_sub(LOOK_BACK_DAYS));
        let days = self.tutor.store.active_days(learner, since).await?;
        let mut lines = vec![self.locale.days_this_week(streak::active_this_week(&days, now.day()), goal)];
        if goal.is_some() {
            let streak = streak::streak(&days, now);
            lines.push(self.locale.days_in_a_row(streak.days, streak.longest));
        }
        Ok(lines)
    }

    /// The same for whoever wants to see it: those who have set a goal.
    pub(super) async fn say_goal(&self) -> Result<Vec<String>> {
        let Some(learner) = self.learner else { return Ok(Vec::new()) };
        match self.tutor.store.settings(learner).await?.goal_days {
            Some(_) => self.say_days().await,
            None => Ok(Vec::new()),
        }
    }
}
