//! What goes over the wire, as Discord names it. These types say nothing that [`super::to_discord`] did not decide.
//!
//! serenity 0.12 has no builders for the newer components, but takes anything that serialises; the same types are
//! what tests look at.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::limits;
use crate::{action::Visibility, picture::Picture};

/// Components instead of content and embeds. <https://discord.com/developers/docs/resources/message#message-object-message-flags>
const IS_COMPONENTS_V2: u32 = 1 << 15;
/// Same page.
const EPHEMERAL: u32 = 1 << 6;

/// What the file of a picture is called.
const PICTURE: &str = "progress.png";

/// A component's `type`. <https://discord.com/developers/docs/components/reference#component-object-component-types>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kind<const N: u8>;

impl<const N: u8> Serialize for Kind<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(N)
    }
}

/// The first response to an interaction.
/// <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object>
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Response {
    #[serde(rename = "type")]
    kind: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Data>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
enum Data {
    Message(Message),
    Deferral { flags: u32 },
    Choices { choices: Vec<Choice> },
    Modal(Modal),
}

/// A suggestion; its text comes back as it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Choice {
    name: String,
    value: String,
}

/// A message to be sent or put in place of another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Message {
    flags: u32,
    components: [Container; 1],
    /// Every file that the message is to have: what a message had before and is not listed goes.
    attachments: Vec<Attachment>,
    /// Goes beside the JSON.
    #[serde(skip)]
    file: Option<Arc<[u8]>>,
    allowed_mentions: AllowedMentions,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_reference: Option<MessageReference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    enforce_nonce: bool,
}

/// <https://discord.com/developers/docs/resources/message#attachment-object>
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Attachment {
    /// The `n` of `files[n]` in the form.
    id: u8,
    filename: &'static str,
    description: Arc<str>,
}

/// A file to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    pub(super) name: &'static str,
    pub(super) bytes: Arc<[u8]>,
}

/// Nobody is ever pinged by what Docent writes.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
struct AllowedMentions {
    parse: [&'static str; 0],
    replied_user: bool,
}

/// The message that this one answers; it may be gone by now.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct MessageReference {
    message_id: String,
    fail_if_not_exists: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Container {
    #[serde(rename = "type")]
    pub(super) kind: Kind<17>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) accent_color: Option<u32>,
    pub(super) components: Vec<Component>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Component {
    Text(TextDisplay),
    Separator(Separator),
    Gallery(Gallery),
    Row(ActionRow),
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct TextDisplay {
    #[serde(rename = "type")]
    pub(super) kind: Kind<10>,
    pub(super) content: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub(super) struct Separator {
    #[serde(rename = "type")]
    pub(super) kind: Kind<14>,
}

/// One picture, as wide as the container.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Gallery {
    #[serde(rename = "type")]
    kind: Kind<12>,
    items: [GalleryItem; 1],
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct GalleryItem {
    media: Media,
    description: Arc<str>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Media {
    url: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct ActionRow {
    #[serde(rename = "type")]
    pub(super) kind: Kind<1>,
    pub(super) components: Vec<Control>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Control {
    Button(Button),
    Link(LinkButton),
    Select(StringSelect),
    Roles(RoleSelect),
    Channels(ChannelSelect),
    Input(TextInput),
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Button {
    #[serde(rename = "type")]
    pub(super) kind: Kind<2>,
    pub(super) style: u8,
    pub(super) label: String,
    pub(super) custom_id: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct LinkButton {
    #[serde(rename = "type")]
    pub(super) kind: Kind<2>,
    pub(super) style: Kind<5>,
    pub(super) label: String,
    pub(super) url: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct StringSelect {
    #[serde(rename = "type")]
    pub(super) kind: Kind<3>,
    pub(super) custom_id: String,
    pub(super) placeholder: String,
    pub(super) min_values: usize,
    pub(super) max_values: usize,
    pub(super) options: Vec<SelectOption>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct SelectOption {
    pub(super) label: String,
    pub(super) value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) default: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct RoleSelect {
    #[serde(rename = "type")]
    pub(super) kind: Kind<6>,
    #[serde(flatten)]
    pub(super) entity: EntitySelect,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct ChannelSelect {
    #[serde(rename = "type")]
    pub(super) kind: Kind<8>,
    #[serde(flatten)]
    pub(super) entity: EntitySelect,
    pub(super) channel_types: &'static [u8],
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct EntitySelect {
    pub(super) custom_id: String,
    pub(super) placeholder: String,
    /// Nothing may be selected: that takes the choice back.
    pub(super) min_values: u8,
    pub(super) max_values: u8,
    pub(super) default_values: Vec<DefaultValue>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct DefaultValue {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
}

/// A form. Its one field stands in an action row, since serenity 0.12 loses what is typed into newer layouts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Modal {
    pub(super) custom_id: String,
    pub(super) title: String,
    pub(super) components: [ActionRow; 1],
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct TextInput {
    #[serde(rename = "type")]
    pub(super) kind: Kind<4>,
    pub(super) custom_id: &'static str,
    pub(super) label: String,
    pub(super) style: u8,
    pub(super) placeholder: String,
    pub(super) max_length: u16,
    pub(super) required: bool,
}

impl Response {
    /// A new message.
    pub fn message(message: Message) -> Self {
        Self { kind: 4, data: Some(Data::Message(message)) }
    }

    /// Takes the place of the message that was pressed.
    pub fn update(message: Message) -> Self {
        Self { kind: 7, data: Some(Data::Message(message)) }
    }

    /// A new message is to come, for everybody or for one person.
    pub fn deferred(visibility: Visibility) -> Self {
        let data = match visibility {
            Visibility::Private => Some(Data::Deferral { flags: EPHEMERAL }),
            Visibility::Public => None,
        };
        Self { kind: 5, data }
    }

    /// The press has arrived; what becomes of its message is to come.
    pub fn acknowledged() -> Self {
        Self { kind: 6, data: None }
    }

    pub fn form(modal: Modal) -> Self {
        Self { kind: 9, data: Some(Data::Modal(modal)) }
    }

    /// The file that goes with it.
    pub(super) fn file(&self) -> Option<File> {
        match &self.data {
            Some(Data::Message(message)) => message.file(),
            Some(Data::Deferral { .. } | Data::Choices { .. } | Data::Modal(_)) | None => None,
        }
    }

    /// What to offer while somebody types.
    pub fn suggestions(texts: impl IntoIterator<Item = String>) -> Self {
        let cut = |text: String| limits::cut(&text, limits::SUGGESTION_TEXT);
        let choices = texts.into_iter().take(limits::SUGGESTIONS).map(cut);
        let choices = choices.map(|text| Choice { name: text.clone(), value: text }).collect();
        Self { kind: 8, data: Some(Data::Choices { choices }) }
    }
}

impl Message {
    pub(super) fn new(container: Container) -> Self {
        Self {
            flags: IS_COMPONENTS_V2,
            components: [container],
            attachments: Vec::new(),
            file: None,
            allowed_mentions: AllowedMentions::default(),
            message_reference: None,
            nonce: None,
            enforce_nonce: false,
        }
    }

    /// Two attempts to send this with the same number make one message.
    /// <https://discord.com/developers/docs/resources/message#create-message-jsonform-params>
    #[must_use]
    pub fn once(mut self, number: u64) -> Self {
        self.nonce = Some(number.to_string());
        self.enforce_nonce = true;
        self
    }

    /// Seen by one person only.
    #[must_use]
    pub fn ephemeral(mut self) -> Self {
        self.flags |= EPHEMERAL;
        self
    }

    /// As an answer to a message, which need not exist any more.
    #[must_use]
    pub fn answering(mut self, message_id: u64) -> Self {
        self.message_reference =
            Some(MessageReference { message_id: message_id.to_string(), fail_if_not_exists: false });
        self
    }

    /// With the file of a picture that [`Self::picture`] shows.
    #[must_use]
    pub(super) fn with_picture(mut self, picture: &Picture) -> Self {
        self.attachments = vec![Attachment { id: 0, filename: PICTURE, description: Arc::clone(&picture.alt) }];
        self.file = Some(Arc::clone(&picture.png));
        self
    }

    /// The file that goes with it.
    pub(super) fn file(&self) -> Option<File> {
        self.file.as_ref().map(|bytes| File { name: PICTURE, bytes: Arc::clone(bytes) })
    }

    /// Where a picture is shown.
    pub(super) fn picture(picture: &Picture) -> Component {
        let media = Media { url: format!("attachment://{PICTURE}") };
        let item = GalleryItem { media, description: Arc::clone(&picture.alt) };
        Component::Gallery(Gallery { kind: Kind, items: [item] })
    }

    pub(super) fn text(content: String) -> Component {
        Component::Text(TextDisplay { kind: Kind, content })
    }
}
