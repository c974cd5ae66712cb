//! A fake Discord on loopback: *unmodified serenity* runs against it.
//!
//! It is a world with state and with Discord's rules. A test changes the world ([`World::guild`],
//! [`World::user`], [`User::in_channel`] …) and looks at what people then see ([`Interaction::message`],
//! [`Message::text`], [`World::seen_by`]). Whatever the bot does against Discord's rules gets Discord's own
//! error, and is written down: [`World::finish`] fails when something is left.
//!
//! ```no_run
//! # async fn story() {
//! let world = discord_sim::World::start().await;
//! let school = world.guild("School");
//! let room = school.channel("general");
//! let ada = world.user("Ada");
//! ada.joins(&school);
//! // Start the bot here, on `world.api_url()` with `world.token()`.
//! world.command_registered("quiz").await;
//! let quiz = ada.in_channel(&room).command("quiz").option("about", "asyncio").await;
//! let feedback = ada.presses(&quiz.message().await, "C").await;
//! assert_eq!(feedback.text().await, "Correct.\n[ Next ]");
//! world.finish();
//! # }
//! ```
//!
//! [`Message::text`] writes the content; embeds and containers behind `│`; buttons as `[ Label ]`, disabled
//! ones as `( Label )`, links as `[ Label -> url ]`; selects as `{ placeholder: a | *chosen }`; pictures and
//! files as `[image name: description]`; a separator as `---`; mentions by name.
//!
//! With the environment variable `DISCORD_OPENAPI` naming Discord's OpenAPI document, every request body is
//! checked against it as well.
//!
//! What is not here: voice, reactions, polls, rate limits (order them as faults), compression, and
//! the limit of one session start in five seconds.

mod api_error;
mod check;
mod clock;
mod faults;
mod gateway;
mod ids;
mod journal;
pub mod limits;
mod mentions;
mod openapi;
mod permissions;
mod render;
mod rest;
mod sim;
mod state;
mod wire;
mod world;

pub use api_error::{ApiError, Mistake};
pub use gateway::connection::close_code;
pub use gateway::{GatewayCounts, Intents};
pub use ids::{
    ApplicationId, AttachmentId, ChannelId, CommandId, DISCORD_EPOCH_MS, GuildId, InteractionId, MessageId, RoleId,
    UserId,
};
pub use journal::{Request, Violation};
pub use permissions::Permissions;
pub use state::exchange::{InteractionKind, ResponseKind};
pub use state::messages::{Attachment, Ping, Visibility};
pub use world::act::Act;
pub use world::command_call::{CommandCall, OptionValue};
pub use world::controls::{GatewayControl, RestControl, RestFault, Resumable};
pub use world::interaction::Interaction;
pub use world::message::{Button, Choice, Message};
pub use world::modal::{Field, Modal};
pub use world::person::{Seat, User};
pub use world::place::{Channel, Guild, Place, Role};
pub use world::{World, WorldBuilder};
