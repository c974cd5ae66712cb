//! Discord's rules: each breach gets Discord's own error and is written down.
//!
//! The bot here is serenity's REST client alone, sending raw bodies; without a gateway session.

use std::time::Duration;

use discord_sim::{Interaction, Permissions, Ping, ResponseKind, Seat, User, Visibility, World, limits};
use serde_json::{Value, json};
use serenity::all::{CreateAttachment, Http, HttpBuilder, HttpError};

const EPHEMERAL: u64 = 1 << 6;
const V2: u64 = 1 << 15;

/// A bot without any logic.
struct RawBot(Http);

type Outcome = Result<Value, (u16, i64)>;

fn outcome<T>(result: serenity::Result<T>, json: impl Fn(T) -> Value) -> Outcome {
    match result {
        Ok(value) => Ok(json(value)),
        Err(serenity::Error::Http(HttpError::UnsuccessfulRequest(error))) => {
            Err((error.status_code.as_u16(), i64::try_from(error.error.code).unwrap()))
        }
        Err(other) => panic!("{other:?}"),
    }
}

impl RawBot {
    fn new(world: &World) -> Self {
        let http = HttpBuilder::new(world.token()).proxy(world.api_url()).ratelimiter_disabled(true).build();
        http.set_application_id(world.application_id().raw().into());
        Self(http)
    }

    async fn responds(&self, to: &Interaction, body: Value) -> Outcome {
        self.responds_with_files(to, body, Vec::new()).await
    }

    async fn responds_with_files(&self, to: &Interaction, body: Value, files: Vec<CreateAttachment>) -> Outcome {
        let id = to.id().raw().into();
        outcome(self.0.create_interaction_response(id, to.token(), &body, files).await, |()| Value::Null)
    }

    async fn says(&self, to: &Interaction, data: Value) -> Outcome {
        self.responds(to, json!({"type": 4, "data": data})).await
    }

    async fn edits(&self, of: &Interaction, data: Value) -> Outcome {
        let edited = self.0.edit_original_interaction_response(of.token(), &data, Vec::new()).await;
        outcome(edited, |message| message.id.to_string().into())
    }

    async fn follows_up(&self, on: &Interaction, data: Value) -> Outcome {
        let sent = self.0.create_followup_message(on.token(), &data, Vec::new()).await;
        outcome(sent, |message| message.id.to_string().into())
    }

    async fn writes(&self, place: impl Into<discord_sim::Place>, data: Value) -> Outcome {
        let channel = place.into().channel_id().raw().into();
        outcome(self.0.send_message(channel, Vec::new(), &data).await, |message| message.id.to_string().into())
    }

    async fn registers(&self, commands: Value) -> Outcome {
        outcome(self.0.create_global_commands(&commands).await, |commands| commands.len().into())
    }
}

struct Scene {
    world: World,
    bot: RawBot,
    room: discord_sim::Channel,
    ada: User,
}

impl Scene {
    async fn set() -> Self {
        let world = World::start().await;
        let school = world.guild("School");
        let room = school.channel("general");
        let ada = world.user("Ada");
        ada.joins(&school);
        let bot = RawBot::new(&world);
        Self { world, bot, room, ada }
    }

    fn seat(&self) -> Seat {
        self.ada.in_channel(&self.room)
    }

    fn quiz(&self) -> Interaction {
        self.seat().command("quiz").unchecked().dispatch()
    }

    /// The bot answers a fresh command with this, and Discord refuses.
    #[track_caller]
    fn refuses(&self, data: Value, place: &str) -> impl Future<Output = ()> {
        let caller = std::panic::Location::caller();
        let quiz = self.quiz();
        quiz.may_stay_unanswered();
        let place = place.to_string();
        async move {
            assert_eq!(self.bot.says(&quiz, data).await, Err((400, 50035)), "{caller}");
            let places: Vec<String> = quiz.errors()[0].mistakes.iter().map(|mistake| mistake.path.clone()).collect();
            assert!(places.contains(&place), "{caller}: {places:?}");
            assert_eq!(quiz.errors()[0].code, 50035);
            let violations = self.world.take_violations();
            assert!(!violations.is_empty(), "{caller}: nothing was written down");
        }
    }
}

fn button(custom_id: &str) -> Value {
    json!({"type": 2, "style": 2, "label": "x", "custom_id": custom_id})
}

fn row(of: Vec<Value>) -> Value {
    json!({"type": 1, "components": of})
}

#[tokio::test]
async fn there_is_exactly_one_first_response() {
    let scene = Scene::set().await;
    scene.world.expect_error(40060);
    let quiz = scene.quiz();
    scene.bot.says(&quiz, json!({"content": "one"})).await.unwrap();
    assert_eq!(scene.bot.says(&quiz, json!({"content": "two"})).await, Err((400, 40060)));
    assert_eq!(quiz.text().await, "one");
    assert_eq!(quiz.errors().len(), 1);
    scene.world.finish();
}

#[tokio::test]
async fn an_unknown_interaction_is_refused() {
    let scene = Scene::set().await;
    scene.world.expect_error(10062);
    let result = scene.bot.0.create_interaction_response(1.into(), "no", &json!({"type": 6}), Vec::new()).await;
    assert_eq!(outcome(result, |()| Value::Null), Err((404, 10062)));
    scene.world.finish();
}

#[tokio::test]
async fn three_seconds_and_fifteen_minutes_are_the_limits() {
    let scene = Scene::set().await;
    scene.world.expect_error(10062);
    let late = scene.quiz();
    late.grows_older(limits::FIRST_RESPONSE_WITHIN).may_stay_unanswered();
    assert_eq!(scene.bot.says(&late, json!({"content": "x"})).await, Err((404, 10062)));
    let ada = scene.seat();
    let delayed = ada.command("quiz").unchecked().made_ago(Duration::from_secs(4)).dispatch();
    delayed.may_stay_unanswered();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    assert!(u128::from(delayed.id().made_at_ms()) <= now - 4_000, "the id tells the age");
    assert_eq!(scene.bot.says(&delayed, json!({"content": "x"})).await, Err((404, 10062)));

    scene.world.expect_error(50027);
    let quiz = scene.quiz();
    scene.bot.says(&quiz, json!({"content": "x"})).await.unwrap();
    quiz.grows_older(limits::TOKEN_LIFE);
    assert_eq!(scene.bot.edits(&quiz, json!({"content": "y"})).await, Err((401, 50027)));
    scene.world.finish();
}

#[tokio::test]
async fn a_follow_up_needs_a_first_response_and_a_known_token() {
    let scene = Scene::set().await;
    scene.world.expect_error(10015);
    let quiz = scene.quiz();
    assert_eq!(scene.bot.follows_up(&quiz, json!({"content": "early"})).await, Err((404, 10015)));
    assert_eq!(scene.bot.edits(&quiz, json!({"content": "early"})).await, Err((404, 10015)));
    scene.bot.says(&quiz, json!({"content": "now"})).await.unwrap();
    scene.bot.follows_up(&quiz, json!({"content": "later", "flags": EPHEMERAL})).await.unwrap();
    assert!(quiz.followups()[0].is_private());
    scene.world.finish();
}

#[tokio::test]
async fn a_deferral_decides_who_sees_the_answer() {
    let scene = Scene::set().await;
    let quiz = scene.quiz();
    scene.bot.responds(&quiz, json!({"type": 5, "data": {"flags": EPHEMERAL}})).await.unwrap();
    assert_eq!(quiz.visibility(), Visibility::Private);
    // The first follow-up fills the deferred message, and cannot make it public.
    scene.bot.follows_up(&quiz, json!({"content": "done", "flags": 0})).await.unwrap();
    assert!(quiz.message().await.is_private());
    assert!(quiz.followups().is_empty());

    scene.world.expect_error(50035);
    let other = scene.quiz();
    other.may_stay_unanswered();
    let v2_too_early = json!({"type": 5, "data": {"flags": EPHEMERAL | V2}});
    assert_eq!(scene.bot.responds(&other, v2_too_early).await, Err((400, 50035)));
    scene.world.finish();
}

#[tokio::test]
async fn an_unresolved_deferral_and_a_missing_answer_are_complained_about() {
    let scene = Scene::set().await;
    let thinking = scene.quiz();
    scene.bot.responds(&thinking, json!({"type": 5})).await.unwrap();
    scene.quiz();
    let complaint = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| scene.world.finish())).unwrap_err();
    let complaint = complaint.downcast_ref::<String>().unwrap();
    assert!(complaint.contains("Ada: /quiz is still \"thinking…\""), "{complaint}");
    assert!(complaint.contains("Ada: /quiz was never answered"), "{complaint}");
}

#[tokio::test]
async fn a_form_cannot_answer_a_form_and_an_update_needs_a_message() {
    let scene = Scene::set().await;
    scene.world.expect_error(50035);
    let input = json!({"type": 4, "custom_id": "words", "style": 1});
    let label = json!({"type": 18, "label": "Your words", "component": input});
    let form = json!({"type": 9, "data": {"custom_id": "form", "title": "Say it", "components": [label]}});
    let quiz = scene.quiz();
    scene.bot.responds(&quiz, form.clone()).await.unwrap();
    let sent = scene.ada.submits(&quiz.modal(), &[("words", "hello")]).dispatch();
    assert_eq!(sent.payload()["data"]["components"][0]["component"]["value"], "hello");
    assert_eq!(scene.bot.responds(&sent, form).await, Err((400, 50035)));
    let update = json!({"type": 7, "data": {"content": "x"}});
    assert_eq!(scene.bot.responds(&sent, update).await, Err((400, 50035)), "the form came from a command");
    scene.bot.says(&sent, json!({"content": "x"})).await.unwrap();
    scene.world.finish();
}

#[tokio::test]
async fn limits_of_classic_messages_hold() {
    let scene = Scene::set().await;
    scene.refuses(json!({"content": "x".repeat(2_001)}), "data.content").await;
    scene.refuses(json!({"embeds": [{"title": "x".repeat(257)}]}), "data.embeds.0.title").await;
    let two = json!({"description": "x".repeat(3_001)});
    scene.refuses(json!({"embeds": [two, two]}), "data.embeds").await;
    let rows: Vec<Value> = (0..6).map(|n| row(vec![button(&n.to_string())])).collect();
    scene.refuses(json!({"content": "x", "components": rows}), "data.components").await;
    let six = row((0..6).map(|n| button(&n.to_string())).collect());
    scene.refuses(json!({"content": "x", "components": [six]}), "data.components.0.components").await;
    let twins = row(vec![button("a"), button("a")]);
    scene.refuses(json!({"content": "x", "components": [twins]}), "data.components.0.components.1.custom_id").await;
    let long = row(vec![button(&"x".repeat(101))]);
    scene.refuses(json!({"content": "x", "components": [long]}), "data.components.0.components.0.custom_id").await;
    let options: Vec<Value> = (0..26).map(|n| json!({"label": "x", "value": n.to_string()})).collect();
    let select = row(vec![json!({"type": 3, "custom_id": "s", "options": options})]);
    scene.refuses(json!({"content": "x", "components": [select]}), "data.components.0.components.0.options").await;
    let text = json!({"type": 10, "content": "x"});
    scene.refuses(json!({"content": "x", "components": [text]}), "data.components.0.type").await;
    let both = json!({"parse": ["users"], "users": ["1"]});
    scene.refuses(json!({"content": "x", "allowed_mentions": both}), "data.allowed_mentions").await;
    scene.world.finish();
}

#[tokio::test]
async fn limits_of_components_v2_hold() {
    let scene = Scene::set().await;
    let text = |words: &str| json!({"type": 10, "content": words});
    scene.refuses(json!({"flags": V2, "content": "x", "components": [text("x")]}), "data.content").await;
    let many: Vec<Value> = (0..41).map(|_| text("x")).collect();
    scene.refuses(json!({"flags": V2, "components": many}), "data.components").await;
    let long = text(&"x".repeat(2_001));
    scene.refuses(json!({"flags": V2, "components": [long, long]}), "data.components").await;
    let gallery = json!({"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]});
    scene.refuses(json!({"flags": V2, "components": [gallery]}), "data.components.0.items.0.media.url").await;
    let inner = json!({"type": 17, "components": [text("x")]});
    let nested = json!({"type": 17, "components": [inner]});
    scene.refuses(json!({"flags": V2, "components": [nested]}), "data.components.0.components.0.type").await;

    let quiz = scene.quiz();
    let container = json!({"type": 17, "components": [text("# Quiz"), {"type": 14}, row(vec![button("a")])]});
    scene.bot.says(&quiz, json!({"flags": V2, "components": [container]})).await.unwrap();
    assert_eq!(quiz.text().await, "│ # Quiz\n│ ---\n│ [ x ]");
    scene.world.expect_error(50035);
    assert_eq!(scene.bot.edits(&quiz, json!({"content": "plain"})).await, Err((400, 50035)));
    assert_eq!(scene.bot.edits(&quiz, json!({"flags": 0, "components": []})).await, Err((400, 50035)));
    scene.bot.edits(&quiz, json!({"components": [text("done")]})).await.unwrap();
    assert_eq!(quiz.text().await, "done");
    scene.world.finish();
}

#[tokio::test]
async fn an_empty_message_is_refused() {
    let scene = Scene::set().await;
    scene.world.expect_error(50006);
    let quiz = scene.quiz();
    assert_eq!(scene.bot.says(&quiz, json!({"content": " "})).await, Err((400, 50006)));
    scene.bot.says(&quiz, json!({"content": "x"})).await.unwrap();
    scene.world.finish();
}

#[tokio::test]
async fn files_travel_with_a_response() {
    let scene = Scene::set().await;
    let quiz = scene.quiz();
    let gallery = json!({"type": 12, "items": [{"media": {"url": "attachment://bar.png"}, "description": "3 of 5"}]});
    let body = json!({"type": 4, "data": {"flags": V2, "components": [gallery], "attachments": [{"id": 0, "filename": "bar.png"}]}});
    let file = CreateAttachment::bytes(b"png".as_slice(), "bar.png");
    scene.bot.responds_with_files(&quiz, body, vec![file]).await.unwrap();
    let message = quiz.message().await;
    assert_eq!(message.text(), "[image bar.png: 3 of 5]");
    assert_eq!(message.attachments()[0].bytes.as_slice(), b"png");
    scene.world.finish();
}

#[tokio::test]
async fn a_message_pings_only_whom_it_may() {
    let scene = Scene::set().await;
    let bob = scene.world.user("Bob");
    let text = format!("<@{}> <@{}> @everyone", scene.ada.id(), bob.id());
    let open = scene.quiz();
    scene.bot.says(&open, json!({"content": text})).await.unwrap();
    assert_eq!(open.message().await.pings(), [Ping::User(scene.ada.id()), Ping::User(bob.id())]);
    assert_eq!(open.text().await, "@Ada @Bob @everyone");
    let one = scene.quiz();
    let allowed = json!({"parse": [], "users": [bob.id().to_string()]});
    scene.bot.says(&one, json!({"content": text, "allowed_mentions": allowed})).await.unwrap();
    assert_eq!(one.message().await.pings(), [Ping::User(bob.id())]);
    let none = scene.quiz();
    scene.bot.says(&none, json!({"content": text, "allowed_mentions": {"parse": []}})).await.unwrap();
    assert!(none.message().await.pings().is_empty());
    scene.world.finish();
}

#[tokio::test]
async fn permissions_of_a_channel_hold() {
    let scene = Scene::set().await;
    scene.world.expect_error(50013);
    scene.room.bot_may_not(Permissions::SEND_MESSAGES);
    assert_eq!(scene.bot.writes(&scene.room, json!({"content": "x"})).await, Err((403, 50013)));
    scene.world.expect_error(50001);
    scene.room.bot_may_not(Permissions::VIEW_CHANNEL);
    assert_eq!(scene.bot.writes(&scene.room, json!({"content": "x"})).await, Err((403, 50001)));
    // An interaction is answered all the same.
    let quiz = scene.quiz();
    scene.bot.says(&quiz, json!({"content": "x"})).await.unwrap();
    scene.world.finish();
}

#[tokio::test]
async fn a_closed_dm_is_refused() {
    let scene = Scene::set().await;
    scene.bot.writes(scene.ada.dm(), json!({"content": "x"})).await.unwrap();
    scene.ada.closes_dms();
    scene.world.expect_error(50007);
    assert_eq!(scene.bot.writes(scene.ada.dm(), json!({"content": "x"})).await, Err((403, 50007)));
    scene.world.finish();
}

#[tokio::test]
async fn a_nonce_makes_sending_again_harmless() {
    let scene = Scene::set().await;
    let digest = json!({"content": "digest", "nonce": "digest-1", "enforce_nonce": true});
    let first = scene.bot.writes(&scene.room, digest.clone()).await.unwrap();
    assert_eq!(scene.bot.writes(&scene.room, digest).await.unwrap(), first);
    assert_eq!(scene.world.channel_messages(&scene.room).len(), 1);
    scene.world.finish();
}

#[tokio::test]
async fn private_messages_are_not_in_the_channel() {
    let scene = Scene::set().await;
    scene.world.expect_error(10008);
    let quiz = scene.quiz();
    scene.bot.says(&quiz, json!({"content": "x", "flags": EPHEMERAL})).await.unwrap();
    let channel = scene.room.id().raw().into();
    let message = quiz.message().await.id().raw().into();
    let found = scene.bot.0.get_message(channel, message).await;
    assert_eq!(outcome(found, |message| message.id.to_string().into()), Err((404, 10008)));
    let bob = scene.world.user("Bob");
    assert!(!bob.sees(&quiz.message().await));
    scene.world.finish();
}

#[tokio::test]
async fn commands_are_checked_and_offered_by_permission() {
    let scene = Scene::set().await;
    scene.world.expect_error(50035);
    let command = |name: &str| json!({"name": name, "description": "d"});
    assert_eq!(scene.bot.registers(json!([command("Quiz")])).await, Err((400, 50035)));
    assert_eq!(scene.bot.registers(json!([command("quiz"), command("quiz")])).await, Err((400, 50035)));
    let long = json!({"name": "quiz", "description": "x".repeat(101)});
    assert_eq!(scene.bot.registers(json!([long])).await, Err((400, 50035)));
    let staff = json!({"name": "setup", "description": "d", "default_member_permissions": "32", "contexts": [0]});
    scene.bot.registers(json!([command("quiz"), staff])).await.unwrap();
    assert!(scene.seat().is_offered("quiz"));
    assert!(!scene.seat().is_offered("setup"));
    assert!(!scene.ada.in_dm().is_offered("setup"));
    scene.world.finish();
}

#[tokio::test]
async fn too_many_suggestions_are_refused() {
    let scene = Scene::set().await;
    scene.world.expect_error(50035);
    let choices: Vec<Value> = (0..26).map(|n| json!({"name": n.to_string(), "value": "x"})).collect();
    let typing = scene.seat().command("ask").typing("question", "a").unchecked().dispatch();
    let answer = |choices: &[Value]| json!({"type": 8, "data": {"choices": choices}});
    assert_eq!(scene.bot.responds(&typing, answer(&choices)).await, Err((400, 50035)));
    scene.bot.responds(&typing, answer(&choices[..25])).await.unwrap();
    assert_eq!(typing.choices().len(), 25);
    scene.world.finish();
}

#[tokio::test]
async fn the_token_is_checked_and_unknown_routes_are_reported() {
    let scene = Scene::set().await;
    scene.world.expect_error(401);
    let stranger = HttpBuilder::new("wrong").proxy(scene.world.api_url()).ratelimiter_disabled(true).build();
    assert_eq!(outcome(stranger.get_current_user().await, |_| Value::Null), Err((401, 0)));
    scene.world.expect_error(501);
    let emojis = scene.bot.0.get_emojis(1.into()).await;
    assert_eq!(outcome(emojis, |_| Value::Null), Err((501, 0)));
    scene.world.finish();
}

#[tokio::test]
async fn rest_faults_happen_as_ordered() {
    let scene = Scene::set().await;
    let fault = scene.world.rest("POST /interactions/*/*/callback").once().answers(500);
    let quiz = scene.quiz();
    assert_eq!(scene.bot.says(&quiz, json!({"content": "x"})).await, Err((500, 0)));
    scene.bot.says(&quiz, json!({"content": "x"})).await.unwrap();
    assert_eq!(fault.hits(), 1);
    // The answer is lost, but the message was sent.
    scene.world.rest("POST /channels/*/messages").once().but_done().answers(502);
    assert_eq!(scene.bot.writes(&scene.room, json!({"content": "y"})).await, Err((502, 0)));
    assert_eq!(scene.world.channel_messages(&scene.room).len(), 2);
    scene.world.finish();
}

#[tokio::test]
async fn two_clicks_at_once_are_two_interactions() {
    let scene = Scene::set().await;
    let quiz = scene.quiz();
    scene.bot.says(&quiz, json!({"content": "x", "components": [row(vec![button("a")])]})).await.unwrap();
    let message = quiz.message().await;
    let first = scene.ada.presses(&message, "a").dispatch();
    let second = scene.ada.presses(&message, "a").dispatch();
    assert_ne!(first.id(), second.id());
    for press in [&first, &second] {
        scene.bot.responds(press, json!({"type": 6})).await.unwrap();
        assert_eq!(press.response_kind(), ResponseKind::DeferredUpdate);
    }
    scene.bot.edits(&first, json!({"content": "once"})).await.unwrap();
    assert_eq!(message.latest().content(), "once");
    scene.world.finish();
}

#[tokio::test]
async fn a_seeded_mistake_against_the_openapi_document_is_written_down() {
    let scene = Scene::set().await;
    if !scene.world.validates_openapi() {
        eprintln!("skipped: DISCORD_OPENAPI is not set");
        return;
    }
    let quiz = scene.quiz();
    // Discord's server may be lenient about this; the document is not.
    scene.bot.says(&quiz, json!({"content": "x", "tts": "no"})).await.unwrap();
    let violations = scene.world.take_violations();
    assert_eq!(violations.len(), 1, "{violations:?}");
    assert!(violations[0].what.starts_with("/data/tts"), "{violations:?}");
    assert!(violations[0].place.contains("/interactions/{interaction_id}"), "{violations:?}");
    scene.world.finish();
}
