//! People, and what they do.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::ids::{MessageId, UserId};
use crate::permissions::Permissions;
use crate::rest::channels;
use crate::rest::post::{self, Frame, News};
use crate::sim::Sim;
use crate::state::State;
use crate::state::commands::CommandKind;
use crate::state::exchange::InteractionKind;
use crate::state::messages::MessageKind;
use crate::state::people::UserRecord;
use crate::world::act::{Act, Deed};
use crate::world::command_call::{self, CommandCall};
use crate::world::interaction::Interaction;
use crate::world::message::{Choice, Message};
use crate::world::modal::Modal;
use crate::world::parts;
use crate::world::place::{Channel, Guild, Place, Role};

/// A person.
#[derive(Clone)]
pub struct User {
    pub(crate) sim: Arc<Sim>,
    id: UserId,
}

/// A person at a place.
#[derive(Clone)]
pub struct Seat {
    user: User,
    place: Place,
}

impl User {
    pub(crate) fn new(sim: &Arc<Sim>, id: UserId) -> Self {
        Self { sim: Arc::clone(sim), id }
    }

    /// Their id.
    pub fn id(&self) -> UserId {
        self.id
    }

    /// Their name.
    pub fn name(&self) -> String {
        self.sim.state(|state| state.name(self.id))
    }

    fn change(&self, f: impl FnOnce(&mut UserRecord)) -> &Self {
        self.sim.state(|state| f(state.users.get_mut(&self.id).expect("users are never removed")));
        self
    }

    /// Joins a server.
    pub fn joins(&self, guild: &Guild) -> &Self {
        guild.add_member(self.id);
        self
    }

    /// Leaves a server.
    pub fn leaves(&self, guild: &Guild) -> &Self {
        guild.remove_member(self.id);
        self
    }

    /// Gets a role in a server they are in.
    #[track_caller]
    pub fn gets(&self, role: Role) -> &Self {
        self.sim.state(|state| {
            let guild = state.guilds.get_mut(&role.guild_id()).expect("guilds are never removed");
            let member = guild.members.get_mut(&self.id).expect("only members get roles: let them join first");
            member.roles.push(role.id());
        });
        self
    }

    /// Sets the language of their client.
    pub fn speaks(&self, locale: &str) -> &Self {
        self.change(|user| user.locale = locale.to_string())
    }

    /// From now on the bot cannot write to them (50007).
    pub fn closes_dms(&self) -> &Self {
        self.change(|user| user.dms_closed = true)
    }

    /// The bot can write to them again.
    pub fn opens_dms(&self) -> &Self {
        self.change(|user| user.dms_closed = false)
    }

    /// Their DM with the bot.
    pub fn dm(&self) -> Place {
        let channel = self.sim.state(|state| channels::dm(&self.sim, state, self.id));
        Place::new(channel, None)
    }

    /// Themselves in a channel.
    pub fn in_channel(&self, channel: &Channel) -> Seat {
        self.at(channel)
    }

    /// Themselves in the DM with the bot.
    pub fn in_dm(&self) -> Seat {
        self.at(self.dm())
    }

    /// Themselves at a place.
    pub fn at(&self, place: impl Into<Place>) -> Seat {
        Seat { user: self.clone(), place: place.into() }
    }

    /// Writes a message. `@Name` of the bot or of a person becomes a mention.
    #[track_caller]
    pub fn says(&self, place: impl Into<Place>, text: &str) -> Message {
        self.at(place).says(text)
    }

    /// Writes a message as a reply.
    #[track_caller]
    pub fn replies(&self, to: &Message, text: &str) -> Message {
        write(&self.at(to.place()), text, Some(to.id()))
    }

    /// Presses a button, found by its `custom_id`, its label, or the one label that starts so.
    #[track_caller]
    pub fn presses(&self, message: &Message, button: &str) -> Act {
        let current = self.looks_at(message);
        let component = parts::button(&current, button);
        self.component(&current, component["custom_id"].as_str().unwrap_or_default(), json!({"component_type": 2}))
    }

    /// Chooses in a select, found by its `custom_id` or placeholder; options by value or label.
    #[track_caller]
    pub fn selects(&self, message: &Message, select: &str, options: &[&str]) -> Act {
        let current = self.looks_at(message);
        let component = parts::select(&current, select);
        let values = parts::chosen(component, options);
        let data = json!({"component_type": component["type"], "values": values});
        self.component(&current, component["custom_id"].as_str().unwrap_or_default(), data)
    }

    /// Presses a button that need not be there.
    pub fn presses_raw(&self, place: impl Into<Place>, message: MessageId, custom_id: &str) -> Act {
        let data = json!({"component_type": 2, "custom_id": custom_id});
        let deed = Deed::new(InteractionKind::Component, self.id, place.into(), format!("[{custom_id}]"), data);
        Act::new(&self.sim, Deed { message: Some(message), ..deed })
    }

    /// Presses a button twice before the bot can answer.
    #[track_caller]
    pub fn clicks_twice_at_once(
        &self,
        message: &Message,
        button: &str,
    ) -> impl Future<Output = (Interaction, Interaction)> + use<> {
        let first = self.presses(message, button).dispatch();
        let second = self.presses(message, button).dispatch();
        async move {
            first.responded().await;
            second.responded().await;
            (first, second)
        }
    }

    /// Fills in and sends a form; fields by `custom_id` or label, those not named keep what is in them.
    #[track_caller]
    pub fn submits(&self, modal: &Modal, fields: &[(&str, &str)]) -> Act {
        let data = json!({"custom_id": modal.custom_id(), "components": modal.filled_in(fields)});
        let label = format!("form {:?}", modal.title());
        let deed = Deed::new(InteractionKind::ModalSubmit, self.id, modal.place(), label, data);
        Act::new(&self.sim, Deed { message: modal.source(), ..deed })
    }

    /// Uses an entry of a message's menu.
    #[track_caller]
    pub fn message_menu(&self, entry: &str, message: &Message) -> Act {
        let current = self.looks_at(message);
        let resolved = self.sim.state(|state| {
            let target = post::latest(state, current.id()).expect("looks_at found it");
            json!({"messages": {current.id().to_string(): crate::wire::message_event(state, &target)}})
        });
        let target = current.id().raw();
        command_call::menu(self, current.place(), CommandKind::Message, entry, target, resolved)
    }

    /// Uses an entry of a person's menu.
    #[track_caller]
    pub fn user_menu(&self, entry: &str, place: impl Into<Place>, about: &User) -> Act {
        let place = place.into();
        let resolved = self.sim.state(|state| command_call::resolved_user(state, place, about.id));
        command_call::menu(self, place, CommandKind::User, entry, about.id.raw(), resolved)
    }

    /// They can read this message now.
    pub fn sees(&self, message: &Message) -> bool {
        self.sim.state(|state| self.can_read(state, message.id()))
    }

    fn can_read(&self, state: &State, id: MessageId) -> bool {
        post::latest(state, id).is_some_and(|record| {
            let may_view = state.permissions(self.id, record.channel).contains(Permissions::VIEW_CHANNEL);
            may_view && record.only_for.is_none_or(|reader| reader == self.id)
        })
    }

    /// The message as it is now, if they can read it.
    #[track_caller]
    fn looks_at(&self, message: &Message) -> Message {
        assert!(self.sees(message), "{} cannot see this message:\n{}", self.name(), message.text());
        message.latest()
    }

    fn component(&self, message: &Message, custom_id: &str, mut data: Value) -> Act {
        data["custom_id"] = custom_id.into();
        let label = format!("[{custom_id}]");
        let deed = Deed::new(InteractionKind::Component, self.id, message.place(), label, data);
        Act::new(&self.sim, Deed { message: Some(message.id()), ..deed })
    }
}

impl Seat {
    /// The person.
    pub fn user(&self) -> &User {
        &self.user
    }

    /// The place.
    pub fn place(&self) -> Place {
        self.place
    }

    /// Types a slash command; subcommands after a space.
    pub fn command(&self, name: &str) -> CommandCall {
        CommandCall::new(self, name)
    }

    /// The suggestions for an option after typing something into it.
    #[track_caller]
    pub fn autocomplete(&self, command: &str, option: &str, typed: &str) -> impl Future<Output = Vec<Choice>> + use<> {
        let asked = self.command(command).typing(option, typed).dispatch();
        async move {
            asked.responded().await;
            asked.choices()
        }
    }

    /// The command is offered here: registered, allowed at such a place and for this person.
    pub fn is_offered(&self, command: &str) -> bool {
        command_call::offered(self, CommandKind::ChatInput, command).is_ok()
    }

    /// Writes a message; see [`User::says`].
    #[track_caller]
    pub fn says(&self, text: &str) -> Message {
        write(self, text, None)
    }
}

#[track_caller]
fn write(seat: &Seat, text: &str, reply_to: Option<MessageId>) -> Message {
    let sim = &seat.user.sim;
    let frame = Frame {
        channel: seat.place.channel_id(),
        guild: seat.place.guild_id(),
        author: seat.user.id,
        kind: if reply_to.is_some() { MessageKind::Reply } else { MessageKind::Default },
        reply_to,
        only_for: None,
        origin: None,
    };
    let id = sim.state(|state| {
        let may = state.permissions(seat.user.id, frame.channel);
        let name = state.name(seat.user.id);
        assert!(may.contains(Permissions::SEND_MESSAGES), "{name} may not write there");
        let data = json!({"content": with_mentions(state, text)});
        let form = post::Form { data: &data, files: &[], prefix: "" };
        let record = match post::compose(sim, state, frame, form) {
            Ok(record) => record,
            Err(error) => panic!("{name} cannot send that: {error}"),
        };
        let id = record.id;
        post::store(state, record);
        id
    });
    post::announce(sim, id, News::Created);
    Message::at_present(sim, id)
}

/// `@Name` as Discord's client sends it. Longer names first, so that `@Ada Lovelace` is not Ada.
fn with_mentions(state: &State, text: &str) -> String {
    if !text.contains('@') {
        return text.to_string();
    }
    let mut people: Vec<&UserRecord> = state.users.values().collect();
    people.sort_by_key(|user| std::cmp::Reverse(user.name.len()));
    people
        .into_iter()
        .fold(text.to_string(), |text, user| text.replace(&format!("@{}", user.name), &format!("<@{}>", user.id)))
}
