//! A bot that answers every interaction with one fixed text: what serenity and the protocol cost by themselves.
//!
//! Plain use of the library as its own examples show it, with Docent's intents and without a cache. Only the address
//! of the API is another one, which is what `proxy` is for; serenity's limiter does not work with it.

use std::env;

use anyhow::Context as _;
use serenity::{
    all::{
        ClientBuilder, Context, CreateInteractionResponse, CreateInteractionResponseMessage, EventHandler,
        GatewayIntents, HttpBuilder, Interaction,
    },
    async_trait,
};

struct FixedText;

#[async_trait]
impl EventHandler for FixedText {
    async fn interaction_create(&self, cx: Context, interaction: Interaction) {
        let message = CreateInteractionResponseMessage::new().content("A fixed text.").ephemeral(true);
        let response = CreateInteractionResponse::Message(message);
        let sent = match interaction {
            Interaction::Command(command) => command.create_response(&cx.http, response).await,
            Interaction::Component(press) => press.create_response(&cx.http, response).await,
            _ => Ok(()),
        };
        if let Err(error) = sent {
            eprintln!("cannot answer: {error}");
        }
    }
}

/// Runs until the process is ended.
pub async fn run() -> anyhow::Result<()> {
    let api = env::var("DISCORD_API_URL").context("DISCORD_API_URL is not set")?;
    let token = env::var("DISCORD_TOKEN").context("DISCORD_TOKEN is not set")?;
    let intents = GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    let http = HttpBuilder::new(&token).proxy(api).ratelimiter_disabled(true).build();
    let mut client = ClientBuilder::new_with_http(http, intents).event_handler(FixedText).await?;
    client.start().await?;
    Ok(())
}
