//! One person's settings, their other names, and what is kept about them.

use super::{Cx, Result};
use crate::{
    action::Press,
    markup::RichText,
    reply::{Block, Button, Form, FormLines, Reply, Tone},
    store::{
        linking::{CODE_LIFETIME, LinkCode, Redeemed},
        privacy::Kept,
    },
    words::Locale,
};

pub(super) async fn settings(cx: &Cx<'_>) -> Result<Reply> {
    let settings = cx.tutor.store.settings(cx.learner()?).await?;
    let chosen = settings.locale.as_deref().and_then(Locale::from_code).is_some();
    let lines = [
        RichText::plain(cx.locale.setting_language(cx.locale, chosen)),
        RichText::plain(cx.locale.setting_time_zone(settings.time_zone.as_deref())),
    ];
    let others = Locale::ALL.into_iter().filter(|locale| *locale != cx.locale);
    let languages = others.map(|locale| Button::new(locale.endonym(), Press::SetLocale { locale: Some(locale) }));
    let of_app = chosen.then(|| Button::new(cx.locale.language_of_app(), Press::SetLocale { locale: None }));
    let rest = [
        Button::new(cx.locale.time_zone_button(), Press::TimeZoneForm),
        Button::new(cx.locale.reminders_title(), Press::Reminders),
        Button::new(cx.locale.link_button(), Press::IssueCode),
        Button::new(cx.locale.enter_code_button(), Press::RedeemForm),
        Button::new(cx.locale.privacy_title(), Press::Privacy),
    ];
    let content = vec![cx.bullets(lines)];
    Ok(Reply::new(vec![Block::Title(cx.locale.settings_title().into()), Block::Content(content)])
        .buttons(languages.chain(of_app).chain(rest)))
}

pub(super) async fn set_locale(cx: &Cx<'_>, locale: Option<Locale>) -> Result<Reply> {
    cx.tutor.store.set_locale(cx.learner()?, locale.map(Locale::code)).await?;
    // The panel comes in the language just chosen.
    settings(&cx.in_language(locale.unwrap_or(cx.actor.locale))).await
}

pub(super) fn time_zone_form(locale: Locale) -> Form {
    Form {
        press: Press::TimeZoneForm,
        title: locale.time_zone_form_title().to_owned(),
        label: locale.time_zone_form_label().to_owned(),
        placeholder: "Europe/Berlin".to_owned(),
        lines: FormLines::One,
        max_length: 60,
    }
}

pub(super) async fn set_time_zone(cx: &Cx<'_>, name: &str) -> Result<Reply> {
    let name = name.trim().replace(' ', "_");
    // The IANA names, from the database bundled with jiff; it also mends letter case.
    let Ok(zone) = jiff::tz::TimeZone::get(&name) else {
        return Ok(Reply::notice(cx.locale.unknown_time_zone(&name)));
    };
    cx.tutor.store.set_time_zone(cx.learner()?, zone.iana_name(), cx.now).await?;
    settings(cx).await
}

pub(super) async fn issue_code(cx: &Cx<'_>) -> Result<Reply> {
    let code = cx.tutor.store.issue_link_code(cx.learner()?, cx.now).await?;
    Ok(Reply::text(cx.locale.your_code(&code.to_string(), CODE_LIFETIME.as_secs() / 60))
        .buttons([Button::new(cx.locale.back_button(), Press::Settings)]))
}

pub(super) fn code_form(locale: Locale) -> Form {
    Form {
        press: Press::RedeemForm,
        title: locale.code_form_title().to_owned(),
        label: locale.code_form_label().to_owned(),
        placeholder: "K7Q2-M4ND".to_owned(),
        lines: FormLines::One,
        max_length: 20,
    }
}

pub(super) async fn redeem_code(cx: &Cx<'_>, code: &str) -> Result<Reply> {
    let redeemed = match LinkCode::parse(code) {
        Some(code) => cx.tutor.store.redeem_link_code(&code, cx.learner()?, cx.now).await?,
        None => Redeemed::Unknown,
    };
    let back = Button::new(cx.locale.progress_button(), Press::Progress);
    Ok(match redeemed {
        Redeemed::Linked(moved) => Reply::text(cx.locale.linked(moved.records())).tone(Tone::Good),
        Redeemed::Unknown | Redeemed::Expired => Reply::notice(cx.locale.code_unknown()),
        Redeemed::SameLearner => Reply::notice(cx.locale.code_is_your_own()),
    }
    .buttons([back]))
}

pub(super) async fn privacy(cx: &Cx<'_>) -> Result<Reply> {
    let kept = match cx.learner {
        Some(learner) => cx.tutor.store.kept_about(learner).await?,
        None => Kept::default(),
    };
    let lines: Vec<RichText> = cx.locale.kept(&kept).into_iter().map(RichText::plain).collect();
    let mut blocks = vec![Block::Title(cx.locale.privacy_title().into())];
    if lines.is_empty() {
        blocks.push(Block::Text(cx.locale.nothing_kept()));
    } else {
        blocks.push(Block::Content(vec![cx.bullets(lines)]));
    }
    blocks.push(Block::Note(cx.locale.privacy_policy(cx.tutor.policy.words_kept_days)));
    Ok(Reply::new(blocks).buttons([Button::danger(cx.locale.delete_button(), Press::Forget { confirmed: false })]))
}

/// Deletes everything about the learner, after a second press.
pub(super) async fn forget(cx: &Cx<'_>, confirmed: bool) -> Result<Reply> {
    if !confirmed {
        return Ok(Reply::notice(cx.locale.really_delete()).buttons([
            Button::danger(cx.locale.delete_for_good_button(), Press::Forget { confirmed: true }),
            Button::new(cx.locale.back_button(), Press::Privacy),
        ]));
    }
    cx.tutor.store.forget(cx.learner()?).await?;
    Ok(Reply::text(cx.locale.deleted()))
}
