//! A server's own choices: which courses, who is staff, where mentions are answered. For its staff only; the door
//! checks that.

use std::collections::BTreeSet;

use super::{Cx, Result, page_of};
use crate::{
    action::Press,
    course::Course,
    ids::{ChannelId, CourseKey, RoleId, ServerId},
    markup::RichText,
    reply::{Block, Button, EntitySelect, Options, Pages, Reply, Select, SelectItem},
    store::servers::Welcome,
    words::Locale,
};

/// The panel, as things stand, with a page of the courses.
pub(super) async fn panel(cx: &Cx<'_>, page: u16) -> Result<Reply> {
    let Some(server) = &cx.server else { return Ok(Reply::notice(cx.locale.server_only())) };
    let channels = server.channels.clone().unwrap_or_default();
    let pages = Pages::of(cx.library.courses(), Select::MAX_ITEMS, page);
    let shown = |course: &Course| cx.scope.contains(&course.id);
    let lines = pages.items().iter().map(|course| {
        RichText::default().strong(course.title.clone()).text(format!(" — {}", cx.locale.setup_shown(shown(course))))
    });
    let items = pages.items().iter().map(|course| SelectItem {
        label: course.title.clone(),
        description: Some(cx.locale.setup_turn(!shown(course)).to_owned()),
        press: Press::SetupCourse { course: course.key(), shown: !shown(course) },
        current: false,
    });
    let languages = Locale::ALL.into_iter().filter(|locale| Some(locale.code()) != server.locale.as_deref());
    let say = |language: &str| format!("{}: {language}", cx.locale.setup_language());
    let languages =
        languages.map(|locale| Button::new(say(locale.endonym()), Press::SetupLocale { locale: Some(locale) }));
    let none = server
        .locale
        .as_ref()
        .map(|_| Button::new(say(cx.locale.setup_no_language()), Press::SetupLocale { locale: None }));
    let mut reply = Reply::new(vec![
        Block::Title(cx.locale.setup_title().into()),
        Block::Text(cx.locale.setup_courses()),
        Block::Content(vec![cx.bullets(lines)]),
        Block::Note(cx.locale.setup_channels_now(channels.len()).into()),
    ])
    .buttons(cx.turn(&pages, |page| Press::SetupPage { page }))
    .select(Select { placeholder: cx.locale.setup_pick_course().to_owned(), items: items.collect() });
    reply.options.push(Options::Roles(EntitySelect {
        placeholder: cx.locale.setup_staff().to_owned(),
        press: Press::SetupStaff,
        selected: server.staff_role.iter().map(|role| role.get()).collect(),
    }));
    reply.options.push(Options::Channels(EntitySelect {
        placeholder: cx.locale.setup_channels().to_owned(),
        press: Press::SetupChannels,
        selected: channels.iter().map(|channel| channel.get()).collect(),
    }));
    Ok(reply.buttons(languages.chain(none)))
}

/// Shows or hides a course here. The last one stays: a server without a course is a mistake, not a wish.
pub(super) async fn set_course(cx: &Cx<'_>, key: CourseKey, shown: bool) -> Result<Reply> {
    let (Some(id), Some(course)) = (server_id(cx), cx.library.course(key)) else { return Ok(cx.gone()) };
    let mut visible: BTreeSet<_> = cx.courses().map(|course| course.id.clone()).collect();
    if shown {
        visible.insert(course.id.clone());
    } else {
        visible.remove(&course.id);
    }
    if visible.is_empty() {
        return Ok(
            Reply::notice(cx.locale.setup_last_course()).buttons([Button::new(cx.locale.back_button(), Press::Setup)])
        );
    }
    // All of them is said as "all", so that a course added later shows up by itself.
    let all = cx.library.courses().iter().all(|course| visible.contains(&course.id));
    let chosen = if all { Vec::new() } else { visible.into_iter().collect() };
    cx.tutor.store.set_server_courses(id, chosen).await?;
    let place = cx.library.courses().iter().position(|other| other.id == course.id).unwrap_or(0);
    changed(cx, id, Press::SetupPage { page: page_of(place) }).await
}

pub(super) async fn set_staff_role(cx: &Cx<'_>, role: Option<RoleId>) -> Result<Reply> {
    let Some(id) = server_id(cx) else { return Ok(Reply::notice(cx.locale.server_only())) };
    cx.tutor.store.set_staff_role(id, role).await?;
    changed(cx, id, Press::Setup).await
}

pub(super) async fn set_channels(cx: &Cx<'_>, channels: &[ChannelId]) -> Result<Reply> {
    let Some(id) = server_id(cx) else { return Ok(Reply::notice(cx.locale.server_only())) };
    cx.tutor.store.set_server_channels(id, channels.to_vec()).await?;
    changed(cx, id, Press::Setup).await
}

pub(super) async fn set_locale(cx: &Cx<'_>, locale: Option<Locale>) -> Result<Reply> {
    let Some(id) = server_id(cx) else { return Ok(Reply::notice(cx.locale.server_only())) };
    cx.tutor.store.set_server_locale(id, locale.map(Locale::code)).await?;
    changed(cx, id, Press::Setup).await
}

/// The panel again, as things stand now.
async fn changed(cx: &Cx<'_>, server: ServerId, panel: Press) -> Result<Reply> {
    cx.tutor.servers.refresh(&cx.tutor.store, server).await?;
    cx.go_afresh(panel).await
}

fn server_id(cx: &Cx<'_>) -> Option<ServerId> {
    cx.actor.place.server()
}

/// What a server is told that has just added Docent: once, however often it comes and goes.
pub(super) async fn welcome(cx: &Cx<'_>) -> Result<Reply> {
    let Some(id) = server_id(cx) else { return Ok(Reply::default()) };
    match cx.tutor.store.claim_welcome(id, cx.now).await? {
        Welcome::Due => {
            let courses: Vec<&str> = cx.courses().map(|course| course.title.as_str()).collect();
            Ok(Reply::text(cx.locale.welcome(&courses)))
        }
        Welcome::Done => Ok(Reply::default()),
    }
}
