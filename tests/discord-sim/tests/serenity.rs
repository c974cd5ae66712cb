//! Unmodified serenity 0.12.5 against the simulator: what a bot of ours needs works on the wire.

use std::sync::Arc;
use std::time::Duration;

use discord_sim::{Intents, ResponseKind, Resumable, User, Visibility, World, limits};
use serenity::all::{
    ButtonStyle, Client, CommandOptionType, CommandType, Context, CreateActionRow, CreateAutocompleteResponse,
    CreateButton, CreateCommand, CreateCommandOption, CreateInputText, CreateInteractionResponse,
    CreateInteractionResponseFollowup, CreateInteractionResponseMessage, CreateModal, EditInteractionResponse,
    EventHandler, GatewayIntents, HttpBuilder, InputTextStyle, Interaction, Message, Ready,
};
use serenity::async_trait;
use tokio::task::JoinHandle;

struct Bot;

#[async_trait]
impl EventHandler for Bot {
    async fn ready(&self, cx: Context, _: Ready) {
        let question = CreateCommandOption::new(CommandOptionType::String, "question", "What to ask")
            .required(true)
            .set_autocomplete(true);
        let commands = vec![
            CreateCommand::new("quiz").description("A quiz"),
            CreateCommand::new("slow").description("Thinks first"),
            CreateCommand::new("ask").description("Asks").add_option(question),
            CreateCommand::new("Answer").kind(CommandType::Message),
        ];
        serenity::all::Command::set_global_commands(&cx.http, commands).await.unwrap();
    }

    async fn interaction_create(&self, cx: Context, interaction: Interaction) {
        let answered = match interaction {
            Interaction::Command(command) if command.data.name == "slow" => {
                command.defer_ephemeral(&cx.http).await.unwrap();
                let edit = EditInteractionResponse::new().content("at last");
                command.edit_response(&cx.http, edit).await.unwrap();
                let more = CreateInteractionResponseFollowup::new().content("one more").ephemeral(true);
                command.create_followup(&cx.http, more).await.map(|_| ())
            }
            Interaction::Command(command) => {
                let content = match command.data.target_id {
                    Some(target) => {
                        format!("about: {}", command.data.resolved.messages[&target.to_message_id()].content)
                    }
                    None => format!("hello {} from /{}", command.user.display_name(), command.data.name),
                };
                let buttons = vec![
                    CreateButton::new("press:1").label("Press me").style(ButtonStyle::Secondary),
                    CreateButton::new("form").label("Write").style(ButtonStyle::Secondary),
                    CreateButton::new("off").label("Off").disabled(true),
                ];
                let message = CreateInteractionResponseMessage::new()
                    .content(content)
                    .ephemeral(true)
                    .components(vec![CreateActionRow::Buttons(buttons)]);
                command.create_response(&cx.http, CreateInteractionResponse::Message(message)).await
            }
            Interaction::Component(press) if press.data.custom_id == "form" => {
                let input = CreateInputText::new(InputTextStyle::Paragraph, "Your words", "words").required(true);
                let modal =
                    CreateModal::new("form:words", "Say it").components(vec![CreateActionRow::InputText(input)]);
                press.create_response(&cx.http, CreateInteractionResponse::Modal(modal)).await
            }
            Interaction::Component(press) => {
                let message = CreateInteractionResponseMessage::new().content("pressed").components(Vec::new());
                press.create_response(&cx.http, CreateInteractionResponse::UpdateMessage(message)).await
            }
            Interaction::Autocomplete(typing) => {
                let typed = typing.data.autocomplete().unwrap().value.to_string();
                let choices = CreateAutocompleteResponse::new().add_string_choice(format!("{typed} one"), "1");
                typing.create_response(&cx.http, CreateInteractionResponse::Autocomplete(choices)).await
            }
            Interaction::Modal(submit) => {
                let message = CreateInteractionResponseMessage::new().content("noted");
                submit.create_response(&cx.http, CreateInteractionResponse::UpdateMessage(message)).await
            }
            _ => Ok(()),
        };
        answered.unwrap();
    }

    async fn message(&self, cx: Context, message: Message) {
        if !message.author.bot && !message.content.is_empty() {
            message.reply(&cx.http, format!("you said: {}", message.content)).await.unwrap();
        }
    }
}

struct RunningBot {
    task: JoinHandle<()>,
    shards: Arc<serenity::all::ShardManager>,
}

impl RunningBot {
    async fn start(world: &World, intents: GatewayIntents) -> Self {
        let http = HttpBuilder::new(world.token()).proxy(world.api_url()).ratelimiter_disabled(true).build();
        let mut client =
            serenity::client::ClientBuilder::new_with_http(http, intents).event_handler(Bot).await.unwrap();
        let shards = Arc::clone(&client.shard_manager);
        let task = tokio::spawn(async move { run(&mut client).await });
        Self { task, shards }
    }

    async fn stop(self) {
        self.shards.shutdown_all().await;
        self.task.await.unwrap();
    }
}

async fn run(client: &mut Client) {
    client.start_autosharded().await.unwrap();
}

fn intents() -> GatewayIntents {
    GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES
}

async fn school() -> (World, RunningBot, discord_sim::Channel, User) {
    let world = World::start().await;
    let school = world.guild("School");
    let room = school.channel("general");
    let ada = world.user("Ada");
    ada.joins(&school);
    let bot = RunningBot::start(&world, intents()).await;
    world.command_registered("quiz").await;
    (world, bot, room, ada)
}

#[tokio::test]
async fn a_command_is_answered_and_its_button_pressed() {
    let (world, bot, room, ada) = school().await;
    let quiz = ada.in_channel(&room).command("quiz").await;
    assert_eq!(quiz.response_kind(), ResponseKind::Message);
    assert_eq!(quiz.visibility(), Visibility::Private);
    assert!(quiz.answered_after() < limits::FIRST_RESPONSE_WITHIN);
    let shown = quiz.message().await;
    assert_eq!(shown.text(), "hello Ada from /quiz\n[ Press me ] [ Write ] ( Off )");
    assert_eq!(shown.custom_ids(), ["press:1", "form", "off"]);

    let pressed = ada.presses(&shown, "Press").await;
    assert_eq!(pressed.response_kind(), ResponseKind::Update);
    assert_eq!(pressed.text().await, "pressed");
    assert_eq!(shown.latest().versions().len(), 2);

    let bob = world.user("Bob");
    assert!(!bob.in_channel(&room).is_offered("quiz"), "Bob is not in the server");
    assert!(world.seen_by(&bob).is_empty() && !bob.sees(&shown), "the answer is private");
    bot.stop().await;
    world.finish();
}

#[tokio::test]
async fn a_form_is_opened_and_sent() {
    let (world, bot, room, ada) = school().await;
    let quiz = ada.in_channel(&room).command("quiz").await.message().await;
    let form = ada.presses(&quiz, "Write").await.modal();
    assert_eq!(form.text(), "Say it\nYour words: ____");
    let sent = ada.submits(&form, &[("Your words", "hello")]).await;
    assert_eq!(sent.message().await.content(), "noted");
    assert_eq!(sent.message().await.id(), quiz.id());
    bot.stop().await;
    world.finish();
}

#[tokio::test]
async fn a_deferred_answer_arrives_with_a_follow_up() {
    let (world, bot, room, ada) = school().await;
    let slow = ada.in_channel(&room).command("slow").await;
    assert_eq!(slow.response_kind(), ResponseKind::DeferredMessage);
    assert_eq!(slow.text().await, "at last");
    assert_eq!(slow.followup(1).await.text(), "one more");
    bot.stop().await;
    world.finish();
}

#[tokio::test]
async fn suggestions_come_while_typing() {
    let (world, bot, room, ada) = school().await;
    let choices = ada.in_channel(&room).autocomplete("ask", "question", "how do").await;
    assert_eq!(choices[0].name, "how do one");
    bot.stop().await;
    world.finish();
}

#[tokio::test]
async fn messages_arrive_by_mention_and_in_a_dm_and_from_the_menu() {
    let (world, bot, room, ada) = school().await;
    ada.says(&room, "nobody hears this");
    let asked = ada.says(&room, "@Docent what is a future?");
    assert_eq!(asked.answer().await.text(), "you said: @Docent what is a future?");
    let private = ada.says(ada.dm(), "hello");
    assert_eq!(private.answer().await.text(), "you said: hello");
    let about = ada.message_menu("Answer", &asked).await;
    assert!(about.text().await.starts_with("about: @Docent what is a future?"));
    assert_eq!(world.seen_by(&ada).len(), 6);
    bot.stop().await;
    world.finish();
}

#[tokio::test]
async fn a_dropped_gateway_resumes_and_misses_nothing() {
    let (world, bot, room, ada) = school().await;
    world.gateway().drop_connection();
    world.wait_until(|world| world.gateway().live_shards() == 0, "the connection is gone").await;
    let missed = ada.in_channel(&room).command("quiz").dispatch();
    missed.responded().await;
    let counts = world.gateway().counts();
    assert_eq!((counts.identifies, counts.resumes), (1, 1));

    world.gateway().ask_to_reconnect();
    world.wait_until(|world| world.gateway().counts().resumes == 2, "op 7 leads to a RESUME").await;
    ada.in_channel(&room).command("quiz").await;
    bot.stop().await;
    world.finish();
}

#[tokio::test]
async fn a_half_open_gateway_is_noticed_by_missed_acknowledgements() {
    let world = World::builder().heartbeat_every(Duration::from_millis(200)).start().await;
    let bot = RunningBot::start(&world, intents()).await;
    world.command_registered("quiz").await;
    world.gateway().half_open();
    world.wait_until(|world| world.gateway().counts().connects >= 2, "the bot connects again").await;
    // serenity's shutdown hangs while a shard is between connection and READY.
    world.bot_ready().await;
    bot.stop().await;
    world.finish();
}

#[tokio::test]
async fn a_guild_on_the_second_shard_is_served() {
    let world = World::builder().shards(2).start().await;
    let far = world.guild_on_shard("Far", 1);
    let room = far.channel("general");
    let ada = world.user("Ada");
    ada.joins(&far);
    let bot = RunningBot::start(&world, intents()).await;
    world.bot_ready().await;
    ada.in_channel(&room).command("quiz").await;
    ada.in_dm().command("quiz").await;
    bot.stop().await;
    world.finish();
}

#[tokio::test]
async fn a_lost_session_is_identified_anew() {
    let (world, bot, room, ada) = school().await;
    world.gateway().invalidate(Resumable::No);
    world.wait_until(|world| world.gateway().counts().identifies == 2, "op 9 leads to an IDENTIFY").await;
    ada.in_channel(&room).command("quiz").await;
    bot.stop().await;
    world.finish();
}

#[tokio::test]
async fn a_gateway_that_refuses_for_a_while_is_found_again() {
    let (world, bot, room, ada) = school().await;
    world.gateway().refuse_connections();
    world.gateway().drop_connection();
    world.wait_until(|world| world.gateway().counts().refused > 0, "the bot tried").await;
    world.gateway().accept_connections();
    world.wait_until(|world| world.gateway().live_shards() == 1, "the bot is back").await;
    ada.in_channel(&room).command("quiz").await;
    bot.stop().await;
    world.finish();
}

#[tokio::test]
async fn forged_and_repeated_events_can_be_sent() {
    let (world, bot, room, ada) = school().await;
    world.inject("INTERACTION_CREATE", &serde_json::json!({"id": "1", "type": 99}));
    world.inject("SOMETHING_NEW", &serde_json::json!({}));
    let quiz = ada.in_channel(&room).command("quiz").await;
    world.expect_error(40060);
    world.replay(&quiz);
    world.wait_until(|_| !quiz.errors().is_empty(), "the replayed command is answered again").await;
    bot.stop().await;
    world.finish();
}

#[tokio::test]
async fn what_a_doctor_looks_up_can_be_read() {
    let world = World::start().await;
    let school = world.guild("School");
    let room = school.channel("general");
    school.role("Staff", discord_sim::Permissions::MANAGE_GUILD);
    let ada = world.user("Ada");
    ada.joins(&school);
    ada.says(&room, "hello");
    let http = HttpBuilder::new(world.token()).proxy(world.api_url()).ratelimiter_disabled(true).build();
    let (guild, channel) = (school.id().raw().into(), room.id().raw().into());
    assert_eq!(http.get_current_user().await.unwrap().name, "docent");
    assert_eq!(http.get_current_application_info().await.unwrap().id.get(), world.application_id().raw());
    assert_eq!(http.get_bot_gateway().await.unwrap().shards, 1);
    assert_eq!(http.get_gateway().await.unwrap().url, world.gateway_url());
    assert_eq!(http.get_guild(guild).await.unwrap().name, "School");
    assert_eq!(http.get_channels(guild).await.unwrap()[0].name, "general");
    assert_eq!(http.get_guild_roles(guild).await.unwrap().len(), 2);
    assert_eq!(http.get_member(guild, ada.id().raw().into()).await.unwrap().user.display_name(), "Ada");
    assert_eq!(http.get_channel(channel).await.unwrap().id(), channel);
    assert_eq!(http.get_messages(channel, None, None).await.unwrap().len(), 1);
    let dm = http.create_private_channel(&serde_json::json!({"recipient_id": ada.id().to_string()})).await.unwrap();
    assert_eq!(dm.recipient.id.get(), ada.id().raw());
    world.finish();
}

#[tokio::test]
async fn a_server_joined_later_is_served_and_one_left_is_not() {
    let (world, bot, room, ada) = school().await;
    let club = world.guild("Club");
    let den = club.channel("den");
    ada.joins(&club);
    ada.in_channel(&den).command("quiz").await;
    club.removes_bot();
    world.expect_error(50001);
    ada.in_channel(&room).command("quiz").await;
    let http = HttpBuilder::new(world.token()).proxy(world.api_url()).ratelimiter_disabled(true).build();
    http.set_application_id(world.application_id().raw().into());
    assert!(http.get_guild_commands(club.id().raw().into()).await.is_err());
    bot.stop().await;
    world.finish();
}

#[tokio::test]
async fn a_thousand_people_act_at_once() {
    // Unoptimised and beside other builds it may take longer than Discord allows.
    let (patience, limit) = (Duration::from_secs(120), Duration::from_secs(60));
    let world = World::builder().forgetful().patience(patience).first_response_within(limit).start().await;
    let school = world.guild("School");
    let room = school.channel("general");
    let bot = RunningBot::start(&world, GatewayIntents::empty()).await;
    world.command_registered("quiz").await;
    let mut acting = tokio::task::JoinSet::new();
    for number in 0..1_000 {
        let person = world.user(&format!("Learner {number}"));
        person.joins(&school);
        let seat = person.in_channel(&room);
        acting.spawn(async move {
            let quiz = seat.command("quiz").await;
            let pressed = person.presses(&quiz.message().await, "Press").await;
            assert_eq!(pressed.message().await.content(), "pressed");
            quiz.answered_after()
        });
    }
    let mut latencies = acting.join_all().await;
    latencies.sort();
    eprintln!("1,000 at once: median {:?}, p99 {:?}", latencies[500], latencies[989]);
    bot.stop().await;
    world.finish();
}

#[tokio::test]
async fn an_intent_that_was_not_granted_is_refused() {
    let world = World::start().await;
    world.expect_error(4014);
    let http = HttpBuilder::new(world.token()).proxy(world.api_url()).ratelimiter_disabled(true).build();
    let asked = intents() | GatewayIntents::MESSAGE_CONTENT;
    let mut client = serenity::client::ClientBuilder::new_with_http(http, asked).event_handler(Bot).await.unwrap();
    let refused = client.start().await;
    assert!(refused.is_err(), "{refused:?}");
    world.finish();

    let open = World::builder().grant(Intents::MESSAGE_CONTENT).start().await;
    let bot = RunningBot::start(&open, asked).await;
    open.bot_ready().await;
    open.command_registered("quiz").await;
    bot.stop().await;
    open.finish();
}
