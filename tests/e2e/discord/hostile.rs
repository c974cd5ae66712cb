//! What no client of Discord's sends, and what only some people type.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::{School, says};

/// What may break text: directions, joiners, marks upon marks, what is no letter, what pings, what is markup.
fn awkward() -> Vec<String> {
    let texts = [
        "\u{202e}\u{2066}tfel ot thgir\u{2069}",
        "\u{200b}\u{200d}\u{feff}\u{2060}",
        "👩\u{200d}👩\u{200d}👧\u{200d}👦 🏳\u{fe0f}\u{200d}🌈",
        "\u{1}\u{7}\u{1b}[2J \u{85}\u{2028}",
        "@everyone @here <@1> <@&2> <#3> </quiz:4> <t:5:R> <:a:6>",
        "**bold** __under__ ||secret|| `code` ```block``` [a](https://evil.example) # > -",
        "\\@everyone \\\\<@1>",
        "'; drop table learner; --",
        "\"}]}",
        "𝕱𝖗𝖆𝖐𝖙𝖚𝖗 ﷽ ꧅ 協程を待つ。",
    ];
    texts.map(str::to_owned).into_iter().chain(["e\u{301}".repeat(1_500), "a ".repeat(3_000)]).collect()
}

#[tokio::test]
async fn whatever_is_asked_is_answered_and_shown_as_it_was_written() {
    let school = School::open().await;
    let seat = school.ada.in_channel(&school.room);
    for words in awkward() {
        let answer = seat.command("ask").option("question", words.as_str()).unchecked().await.message().await;
        assert!(!answer.text().is_empty(), "{words:?}");
        assert!(answer.pings().is_empty(), "{words:?}");
        if answer.buttons().iter().any(|button| button.label == "Share here") {
            let shared = school.ada.presses(&answer, "Share here").await.followup(1).await;
            assert!(shared.pings().is_empty(), "{words:?}");
            let json = shared.json().to_string();
            for markup in ["@everyone", " <@1>", "](https://evil", " **bold"] {
                assert!(!json.contains(markup), "{markup} of {words:?} in {json}");
            }
        }
        seat.autocomplete("lesson", "title", &words.chars().take(100).collect::<String>()).await;
    }
    school.close().await;
}

#[tokio::test]
async fn whatever_is_said_to_docent_is_answered_and_pings_nobody() {
    let school = School::open().await;
    for words in awkward() {
        let said: String = format!("@Docent {words}").chars().take(1_900).collect();
        let answer = school.ada.says(&school.room, &said).answer().await;
        assert!(!answer.text().is_empty(), "{words:?}");
        assert!(answer.pings().is_empty(), "{words:?}");
    }
    school.close().await;
}

#[tokio::test]
async fn presses_of_any_kind_are_answered_privately() {
    let school = School::open().await;
    let help = school.ada.in_channel(&school.room).command("help").await.message().await;
    let long = format!("1:an:{}", "9".repeat(5_000));
    let ids = [
        "",
        ":",
        "1",
        "1:",
        "1::",
        "#",
        "1:pr#",
        "1:an:1:0:",
        "1:an:-1:0:A",
        "1:an:9223372036854775808:0:A",
        "1:an:1:65536:A",
        "1:an:1:0:AAAA",
        "1:an:1:0:aé",
        "1:se:zzzzzzzzzzzzzzzz:0",
        "1:op:1:sh:p",
        "1:op:9:fo:yes",
        "1:un:1",
        "1:sh:q:1",
        "1:rt:1",
        "1:sc:0000000000000000:hide",
        "1:ss",
        "\u{202e}1:pr",
        "1:pr\u{0}",
        "２:pr",
        long.as_str(),
    ];
    for id in ids {
        let answer = school.ada.presses_raw(&school.room, help.id(), id).await.message().await;
        assert!(answer.is_private() && !answer.text().is_empty(), "{id:?}");
        assert!(answer.pings().is_empty(), "{id:?}");
    }
    school.close().await;
}

/// What is done to an interaction before it is sent.
type Change = Box<dyn FnOnce(&mut Value)>;

/// A press of a button in a server, as Discord sends it, with `change` made to it.
fn interaction(number: u64, change: impl FnOnce(&mut Value)) -> Value {
    const DISCORD_EPOCH_MS: u64 = 1_420_070_400_000;
    let now = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap();
    let user = json!({"id": "9", "username": "eve", "global_name": "Eve", "discriminator": "0", "avatar": null});
    let mut value = json!({
        "id": (((now - DISCORD_EPOCH_MS) << 22) + number).to_string(), "application_id": "1", "type": 3,
        "token": format!("odd{number}"), "version": 1, "channel_id": "70", "guild_id": "7", "locale": "de",
        "data": {"custom_id": "1:hp", "component_type": 2}, "entitlements": [], "attachment_size_limit": 10,
        "authorizing_integration_owners": {},
        "member": {
            "user": user, "nick": null, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": false,
            "mute": false, "flags": 0, "permissions": "0",
        },
        "message": {
            "id": "500", "channel_id": "70", "author": user, "content": "", "flags": 64,
            "timestamp": "2026-11-22T18:00:00.000000+00:00", "edited_timestamp": null, "tts": false,
            "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
            "pinned": false, "type": 0,
        },
    });
    change(&mut value);
    value
}

fn command(options: &Value) -> Value {
    json!({"id": "3", "name": "ask", "type": 1, "options": options})
}

#[tokio::test]
async fn interactions_of_no_known_kind_are_answered_all_the_same() {
    let school = School::open().await;
    // The world does not know these interactions, and says so to whoever answers them.
    school.world.expect_error(10062);
    let data = |kind: u8, data: Value| {
        move |value: &mut Value| {
            value["type"] = json!(kind);
            value["data"] = data;
        }
    };
    let changes: Vec<Change> = vec![
        Box::new(|_| {}),
        Box::new(|value| value["type"] = json!(99)),
        Box::new(|value| value["type"] = json!("3")),
        Box::new(|value| value["data"] = Value::Null),
        Box::new(|value| value["member"] = Value::Null),
        Box::new(|value| value["member"]["permissions"] = json!("all of them")),
        Box::new(|value| value["member"]["user"]["id"] = json!("0")),
        Box::new(|value| value["guild_id"] = json!("0")),
        Box::new(|value| value["message"] = json!("gone")),
        Box::new(|value| value["locale"] = json!(5)),
        Box::new(|value| value["channel"] = json!({"id": "70", "type": 255})),
        Box::new(|value| value["data"]["component_type"] = json!(99)),
        Box::new(|value| value["data"]["custom_id"] = json!(5)),
        Box::new(|value| value["data"]["custom_id"] = json!("x".repeat(1_000_000))),
        Box::new(data(3, json!({"custom_id": "#", "component_type": 3, "values": "none"}))),
        Box::new(data(3, json!({"custom_id": "1:ss", "component_type": 6, "values": ["nobody"]}))),
        Box::new(data(3, json!({"custom_id": "1:sk", "component_type": 8, "values": []}))),
        Box::new(data(2, command(&json!([{"name": "question", "type": 4, "value": 7}])))),
        Box::new(data(2, command(&json!([{"name": "question", "type": 3}])))),
        Box::new(data(2, command(&json!([{"name": "question", "type": 99, "value": {}}])))),
        Box::new(data(2, command(&json!("question")))),
        Box::new(data(2, json!({"id": "3", "name": "ask", "type": 9}))),
        Box::new(data(2, json!({"id": "3", "name": "Answer", "type": 3, "target_id": "1"}))),
        Box::new(data(4, command(&json!([])))),
        Box::new(data(5, json!({"custom_id": "1:tz", "components": []}))),
        Box::new(data(5, json!({"custom_id": "1:tz", "components": [{"type": 18, "component": {"type": 4}}]}))),
    ];
    let count = changes.len();
    for (number, change) in (0..).zip(changes) {
        school.world.inject("INTERACTION_CREATE", &interaction(number, change));
    }
    let answered = |number: usize| {
        let end = format!("/odd{number}/callback");
        move |line: &str| line.starts_with("POST") && line.ends_with(&end)
    };
    school
        .world
        .wait_until(
            |world| {
                let requests = world.requests();
                (0..count).all(|number| requests.iter().any(|request| answered(number)(&request.line)))
            },
            "an answer to each of the odd interactions",
        )
        .await;
    let help = school.ada.in_channel(&school.room).command("help").await;
    says(&help.message().await, "/ask");
    school.close().await;
}

/// Half of a surrogate pair is no character, so that not even JSON can be read; Discord sends none.
#[tokio::test]
async fn a_frame_that_is_no_text_keeps_nobody_else_waiting() {
    let school = School::open().await;
    for frame in [
        r#"{"op":0,"s":null,"t":"INTERACTION_CREATE","d":{"id":"1","token":"\ud800","type":3}}"#,
        r#"{"op":0,"s":null,"t":"MESSAGE_CREATE","d":{"content":"\udc00\ud800"}}"#,
        r#"{"op":0,"t":"INTERACTION_CREATE""#,
    ] {
        school.world.gateway().send_raw(frame);
    }
    let help = school.ada.in_channel(&school.room).command("help").await;
    says(&help.message().await, "/ask");
    school.close().await;
}
