//! Discord's limits, each with the page that states it.
//!
//! Lengths count characters (Unicode scalar values), as Discord's server does.

use std::time::Duration;

/// Time for the first response. <https://discord.com/developers/docs/interactions/receiving-and-responding#responding-to-an-interaction>
pub const FIRST_RESPONSE_WITHIN: Duration = Duration::from_secs(3);
/// Life of an interaction's token. Same page.
pub const TOKEN_LIFE: Duration = Duration::from_secs(15 * 60);

/// Characters of a message. <https://discord.com/developers/docs/resources/message#create-message>
pub const MESSAGE_CONTENT: usize = 2_000;
/// Embeds of a message. Same page.
pub const EMBEDS: usize = 10;
/// Files of a message. Same page.
pub const FILES: usize = 10;
/// Characters of a nonce. Same page.
pub const NONCE: usize = 25;
/// Users or roles that `allowed_mentions` may list. <https://discord.com/developers/docs/resources/message#allowed-mentions-object>
pub const ALLOWED_MENTIONS: usize = 100;

/// Characters of all embeds together. <https://discord.com/developers/docs/resources/message#embed-object-embed-limits>
pub const EMBED_SUM: usize = 6_000;
/// Characters of an embed's title. Same page.
pub const EMBED_TITLE: usize = 256;
/// Characters of an embed's description. Same page.
pub const EMBED_DESCRIPTION: usize = 4_096;
/// Fields of an embed. Same page.
pub const EMBED_FIELDS: usize = 25;
/// Characters of a field's name. Same page.
pub const EMBED_FIELD_NAME: usize = 256;
/// Characters of a field's value. Same page.
pub const EMBED_FIELD_VALUE: usize = 1_024;
/// Characters of a footer. Same page.
pub const EMBED_FOOTER: usize = 2_048;
/// Characters of an author's name. Same page.
pub const EMBED_AUTHOR: usize = 256;

/// Action rows of a classic message. <https://discord.com/developers/docs/components/reference#legacy-message-component-behavior>
pub const ACTION_ROWS: usize = 5;
/// Buttons of a row. <https://discord.com/developers/docs/components/reference#action-row>
pub const BUTTONS_PER_ROW: usize = 5;
/// Characters of a `custom_id`, at least one. <https://discord.com/developers/docs/components/reference#anatomy-of-a-component>
pub const CUSTOM_ID: usize = 100;
/// Characters of a button's label. <https://discord.com/developers/docs/components/reference#button-button-structure>
pub const BUTTON_LABEL: usize = 80;
/// Characters of a link button's address. Same page.
pub const BUTTON_URL: usize = 512;
/// Options of a select. <https://discord.com/developers/docs/components/reference#string-select-string-select-structure>
pub const SELECT_OPTIONS: usize = 25;
/// Characters of an option's label, value or description. Same page.
pub const SELECT_OPTION_TEXT: usize = 100;
/// Characters of a select's placeholder. Same page.
pub const SELECT_PLACEHOLDER: usize = 150;

/// Components of a V2 message, nested ones included. <https://discord.com/developers/docs/components/reference#component-reference>
pub const V2_COMPONENTS: usize = 40;
/// Characters of all text displays of a V2 message. <https://github.com/discord/discord-api-docs/pull/8562>
pub const V2_TEXT_SUM: usize = 4_000;
/// Text displays of a section. <https://discord.com/developers/docs/components/reference#section-section-structure>
pub const SECTION_TEXTS: usize = 3;
/// Pictures of a gallery. <https://discord.com/developers/docs/components/reference#media-gallery-media-gallery-structure>
pub const GALLERY_ITEMS: usize = 10;
/// Characters of a picture's alternative text. <https://discord.com/developers/docs/components/reference#thumbnail-thumbnail-structure>
pub const MEDIA_DESCRIPTION: usize = 1_024;

/// Characters of a form's title. <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal>
pub const MODAL_TITLE: usize = 45;
/// Components of a form. Same page.
pub const MODAL_COMPONENTS: usize = 5;
/// Characters of a field's label. <https://discord.com/developers/docs/components/reference#label-label-structure>
pub const LABEL: usize = 45;
/// Characters of a field's description. Same page.
pub const LABEL_DESCRIPTION: usize = 100;
/// Characters typed into a field. <https://discord.com/developers/docs/components/reference#text-input-text-input-structure>
pub const TEXT_INPUT: usize = 4_000;
/// Characters of a field's placeholder. Same page.
pub const TEXT_INPUT_PLACEHOLDER: usize = 100;

/// Slash commands of an application. <https://discord.com/developers/docs/interactions/application-commands#registering-a-command>
pub const SLASH_COMMANDS: usize = 100;
/// User menu entries, and as many message menu entries. Same page.
pub const MENU_COMMANDS: usize = 15;
/// New commands in a day, per guild and for all guilds. Same page.
pub const COMMAND_CREATES_PER_DAY: usize = 200;
/// Characters of a command's name. <https://discord.com/developers/docs/interactions/application-commands#application-command-object>
pub const COMMAND_NAME: usize = 32;
/// Characters of a description. Same page.
pub const COMMAND_DESCRIPTION: usize = 100;
/// Options of a command. Same page.
pub const COMMAND_OPTIONS: usize = 25;
/// Choices of an option, and suggestions. Same page.
pub const CHOICES: usize = 25;
/// Characters of a choice's name or value. Same page.
pub const CHOICE_TEXT: usize = 100;
/// Characters of a whole command: names, descriptions and values, the longest translation counts. Same page.
pub const COMMAND_SUM: usize = 8_000;
/// Characters typed into an option. Same page.
pub const OPTION_TEXT: usize = 6_000;

/// Bytes of one file. <https://discord.com/developers/docs/reference#uploading-files>
pub const FILE_BYTES: usize = 10 * 1024 * 1024;
/// Bytes of a whole request. Same page.
pub const REQUEST_BYTES: usize = 25 * 1024 * 1024;

/// Bytes of a frame that the bot sends to the gateway. <https://discord.com/developers/docs/events/gateway#sending-events>
pub const GATEWAY_FRAME_BYTES: usize = 4_096;
/// Frames that the bot may send in a minute. <https://discord.com/developers/docs/events/gateway#rate-limiting>
pub const GATEWAY_FRAMES_PER_MINUTE: u32 = 120;
/// Session starts in a day. <https://discord.com/developers/docs/events/gateway#session-start-limit-object>
pub const SESSION_STARTS_PER_DAY: u64 = 1_000;
/// Time between heartbeats that Discord asks for. <https://discord.com/developers/docs/events/gateway#heartbeat-interval>
pub const HEARTBEAT_INTERVAL: Duration = Duration::from_millis(41_250);
