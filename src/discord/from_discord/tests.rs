use serde_json::{Value, json};

use super::*;
use crate::{
    action::Topic,
    ids::{AttemptId, CourseKey},
};

fn user(id: u64, bot: bool) -> Value {
    json!({"id": id.to_string(), "username": "ada", "global_name": "Ada", "discriminator": "0", "avatar": null, "bot": bot})
}

fn message(content: &str, more: &Value) -> Value {
    let mut message = json!({
        "id": "500", "channel_id": "70", "author": user(9, false), "content": content,
        "timestamp": "2026-11-22T18:00:00.000000+00:00", "edited_timestamp": null, "tts": false,
        "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
        "pinned": false, "type": 0,
    });
    for (field, value) in more.as_object().unwrap() {
        message[field] = value.clone();
    }
    message
}

/// An interaction of Ada's in a channel of a server.
fn interaction(kind: u8, data: &Value) -> Value {
    json!({
        "id": "1574148833753956352", "application_id": "1", "type": kind, "token": "t", "version": 1,
        "channel_id": "70", "guild_id": "7", "locale": "de", "data": data, "entitlements": [],
        "authorizing_integration_owners": {}, "attachment_size_limit": 10,
        "member": {
            "user": user(9, false), "nick": "Countess", "roles": ["4"], "joined_at": "2026-01-01T00:00:00+00:00",
            "deaf": false, "mute": false, "flags": 0, "permissions": "32",
        },
        "message": message("", &json!({"author": user(1, true), "flags": 64})),
    })
}

fn read(json: Value) -> Request {
    request(serde_json::from_value(json).unwrap()).unwrap()
}

fn action(json: Value) -> Action {
    match read(json) {
        Request::Act { action, .. } => action,
        Request::Suggest { .. } => panic!("a suggestion"),
    }
}

fn press(custom_id: &str) -> Action {
    action(interaction(3, &json!({"custom_id": custom_id, "component_type": 2})))
}

fn command(name: &str, options: &Value) -> Action {
    action(interaction(2, &json!({"id": "3", "name": name, "type": 1, "options": options})))
}

#[test]
fn every_command_of_the_table_means_something() {
    for known in &COMMANDS {
        assert_ne!(command(known.name(Locale::English), &json!([])), Action::Stale, "{:?}", known.name);
    }
    assert_eq!(command("gone", &json!([])), Action::Stale);
}

#[test]
fn a_command_brings_its_words_along() {
    let option = |name: &str, value: &str| json!([{"name": name, "type": 3, "value": value}]);
    assert_eq!(command("ask", &option("question", "Why?")), Action::Ask { words: "Why?".into() });
    let open = Action::Open { what: Topic::Quiz, about: "asyncio".into() };
    assert_eq!(command("quiz", &option("about", "asyncio")), open);
}

#[test]
fn the_actor_is_who_acts_where_and_with_what_rights() {
    let Request::Act { actor, call, .. } = read(interaction(3, &json!({"custom_id": "1:pr", "component_type": 2})))
    else {
        panic!("a suggestion")
    };
    assert_eq!(actor.identity, Identity { platform: Platform::Discord, external_id: "9".into() });
    assert_eq!(actor.name, "Countess");
    assert_eq!(actor.place, Place::Channel { server: ServerId::new(7), channel: ChannelId::new(70) });
    assert_eq!(actor.rights, Rights { manages_server: true, roles: vec![RoleId::new(4)], docent_is_mute: false });
    assert_eq!((actor.locale, actor.privacy), (Locale::German, Privacy::Possible));
    assert_eq!(call.carrier, CarrierMessage::Private);
    assert_eq!(call.made_at().as_seconds(), 1_795_376_728);
}

#[test]
fn presses_are_read_and_whatever_else_comes_is_stale() {
    assert_eq!(press("1:pr"), Action::Press(Press::Progress));
    assert_eq!(press("1:pr#2"), Action::Press(Press::Progress));
    for id in ["", "1:zz", "9:pr", "1:pr:more", "#", "#1:pr"] {
        assert_eq!(press(id), Action::Stale, "{id:?}");
    }
}

#[test]
fn a_press_is_read_though_its_message_cannot_be() {
    let mut json = interaction(3, &json!({"custom_id": "1:pr", "component_type": 2}));
    json["message"]["interaction_metadata"] = json!({"type": 3, "something": "new"});
    json["channel"] = json!("of a new kind");
    assert!(serde_json::from_value::<Interaction>(json.clone()).is_err());
    let Request::Act { action, call, .. } = request(essentials(&json).unwrap()).unwrap() else {
        panic!("a suggestion")
    };
    assert_eq!((action, call.carrier), (Action::Press(Press::Progress), CarrierMessage::Private));
    assert!(essentials(&json!({"id": "1", "token": "t"})).is_none());
}

#[test]
fn what_was_selected_becomes_part_of_the_press() {
    let select = |kind: u8, id: &str, values: Value| {
        action(interaction(3, &json!({"custom_id": id, "component_type": kind, "values": values})))
    };
    let attempt = AttemptId::parse("7").unwrap();
    let answer = wire::encode(&Press::Answer { attempt, item: 2, chosen: Letters::NONE });
    let chosen = Letters::parse("AC").unwrap();
    assert_eq!(select(3, &answer, json!(["C", "A"])), Action::Press(Press::Answer { attempt, item: 2, chosen }));
    assert_eq!(select(3, &answer, json!(["?"])), Action::Stale);
    let course = Press::Course { course: CourseKey::parse("00000000000000ff").unwrap(), page: 0 };
    assert_eq!(select(3, "#anything", json!([wire::encode(&course)])), Action::Press(course));
    assert_eq!(select(3, "#anything", json!([])), Action::Stale);
    let staff = wire::encode(&Press::SetupStaff);
    assert_eq!(select(6, &staff, json!(["4"])), Action::SetStaffRole { role: Some(RoleId::new(4)) });
    assert_eq!(select(6, &staff, json!([])), Action::SetStaffRole { role: None });
    let channels = wire::encode(&Press::SetupChannels);
    assert_eq!(select(8, &channels, json!(["70"])), Action::SetChannels { channels: vec![ChannelId::new(70)] });
    assert_eq!(select(8, &staff, json!(["70"])), Action::Stale);
}

#[test]
fn a_form_brings_back_what_was_typed() {
    let attempt = AttemptId::parse("7").unwrap();
    let submit = |press: &Press| {
        let field = json!({"type": 4, "custom_id": options::FORM_FIELD, "value": "42"});
        let rows = json!([{"type": 1, "components": [field]}]);
        action(interaction(5, &json!({"custom_id": wire::encode(press), "components": rows})))
    };
    let answer = submit(&Press::AnswerForm { attempt, item: 1 });
    assert_eq!(answer, Action::AnswerText { attempt, item: 1, text: "42".into() });
    assert_eq!(submit(&Press::TimeZoneForm), Action::SetTimeZone { name: "42".into() });
    assert_eq!(submit(&Press::RedeemForm), Action::RedeemCode { code: "42".into() });
    assert_eq!(submit(&Press::Progress), Action::Stale);
}

#[test]
fn a_message_menu_asks_what_the_message_says() {
    let target = message("<@8> what does `await` do? <:py:5>", &json!({}));
    let data = json!({
        "id": "3", "name": "Answer from the course", "type": 3, "target_id": "500",
        "resolved": {"messages": {"500": target}},
    });
    assert_eq!(action(interaction(2, &data)), Action::Ask { words: "what does `await` do? py".into() });
}

#[test]
fn typing_asks_for_suggestions_of_the_right_kind() {
    let typing = |name: &str| {
        let option = json!([{"name": "x", "type": 3, "value": "asy", "focused": true}]);
        match read(interaction(4, &json!({"id": "3", "name": name, "type": 1, "options": option}))) {
            Request::Suggest { suggests, typed, .. } => (suggests, typed),
            Request::Act { .. } => panic!("an action"),
        }
    };
    assert_eq!(typing("ask"), (Suggests::Passages, "asy".into()));
    assert_eq!(typing("quiz"), (Suggests::Quizzes, "asy".into()));
}

fn heard(content: &str, more: &Value) -> Option<(Actor, Action)> {
    super::message(&serde_json::from_value(message(content, more)).unwrap(), UserId::new(1))
}

#[test]
fn a_mention_is_heard_and_answered_aloud() {
    let mention = json!({"guild_id": "7", "mentions": [user(1, true)]});
    let (actor, action) = heard("<@1> progress", &mention).unwrap();
    assert_eq!(actor.privacy, Privacy::Impossible);
    assert_eq!(action, Action::Open { what: Topic::Progress, about: String::new() });
    assert_eq!(heard("<@1>", &mention).unwrap().1, Action::Press(Press::Help));
}

#[test]
fn a_direct_message_is_private_and_needs_no_mention() {
    let (actor, action) = heard("Why?", &json!({})).unwrap();
    assert_eq!((actor.privacy, actor.place), (Privacy::Possible, Place::Direct(ChannelId::new(70))));
    assert_eq!(action, Action::Ask { words: "Why?".into() });
}

#[test]
fn bots_and_talk_of_others_are_left_alone() {
    assert!(heard("Why?", &json!({"guild_id": "7"})).is_none());
    assert!(heard("Why?", &json!({"author": user(1, true)})).is_none());
    assert!(heard("<@1> why?", &json!({"author": user(2, true), "mentions": [user(1, true)]})).is_none());
    assert!(heard("Why?", &json!({"webhook_id": "6"})).is_none());
    assert!(heard("joined", &json!({"type": 7})).is_none());
}

#[test]
fn words_are_kept_and_references_taken_out() {
    assert_eq!(spoken("<@!1> a < b and <@&2>c<#3> <a:wave:4>"), "a < b and c wave");
    assert_eq!(spoken("List<int> <@x> <"), "List<int> <@x> <");
    assert_eq!(spoken(""), "");
}
