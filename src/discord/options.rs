//! What a reply offers to press, as rows of buttons and selects; forms and suggestions.
//!
//! A press is written into the `custom_id` of its button, or into the value of its select option. Discord wants the
//! ids of a message to differ: where two would be equal, the later one gets a number behind [`REPEATED`].

use super::{
    limits,
    payload::{
        ActionRow, Button, ChannelSelect, Control, DefaultValue, EntitySelect, Kind, LinkButton, Modal, RoleSelect,
        SelectOption, StringSelect, TextInput,
    },
};
use crate::{
    action::{Letters, wire},
    reply::{self, Does, Form, FormLines, LetterSelect, Options, Select, Weight},
};

/// Stands before the number of an id that is there already. No press contains it.
pub(super) const REPEATED: char = '#';
/// The field of a form.
pub(super) const FORM_FIELD: &str = "text";

/// More buttons than this in one row of a reply become a select: nobody finds one among them.
const MOST_BUTTONS: usize = 10;

/// Text, announcement and forum channels, where people mention somebody.
/// <https://discord.com/developers/docs/resources/channel#channel-object-channel-types>
const CHANNEL_TYPES: &[u8] = &[0, 5, 15];

/// The rows for `options`, as many as fit into `room` components.
pub(super) fn rows(options: &[Options], room: usize) -> Vec<ActionRow> {
    let mut ids = Ids::default();
    let mut rows = Vec::new();
    let mut left = room;
    for row in options.iter().flat_map(|options| controls(options, &mut ids)) {
        let size = 1 + row.len();
        if row.is_empty() || size > left {
            continue;
        }
        left -= size;
        rows.push(ActionRow { kind: Kind, components: row });
    }
    rows
}

/// Gives every id of a message once.
#[derive(Default)]
struct Ids {
    given: Vec<String>,
    primary: bool,
}

impl Ids {
    fn of(&mut self, press: &crate::action::Press) -> String {
        let id = wire::encode(press);
        let repeated = self.given.iter().filter(|given| **given == id).count();
        self.given.push(id.clone());
        if repeated == 0 { id } else { format!("{id}{REPEATED}{repeated}") }
    }

    /// At most one button of a message asks to be pressed more than the others.
    fn style(&mut self, weight: Weight) -> u8 {
        match weight {
            Weight::Primary if !self.primary => {
                self.primary = true;
                1
            }
            Weight::Primary | Weight::Secondary => 2,
            Weight::Danger => 4,
        }
    }
}

fn controls(options: &Options, ids: &mut Ids) -> Vec<Vec<Control>> {
    match options {
        Options::Buttons(buttons) if buttons.len() > MOST_BUTTONS => many_buttons(buttons, ids),
        Options::Buttons(buttons) => in_rows(buttons.iter().filter_map(|button| self::button(button, ids)).collect()),
        Options::Select(select) => selects(select, ids),
        Options::Letters(select) => letters(select, ids).into_iter().collect(),
        Options::Roles(select) => {
            let entity = entities(select, 1, "role", ids);
            vec![vec![Control::Roles(RoleSelect { kind: Kind, entity })]]
        }
        Options::Channels(select) => {
            let entity = entities(select, 25, "channel", ids);
            vec![vec![Control::Channels(ChannelSelect { kind: Kind, entity, channel_types: CHANNEL_TYPES })]]
        }
    }
}

/// Rows of about the same length: six letters stand better as three and three than as five and one.
fn in_rows(buttons: Vec<Control>) -> Vec<Vec<Control>> {
    let rows = buttons.len().div_ceil(limits::BUTTONS_PER_ROW).max(1);
    let length = buttons.len().div_ceil(rows).max(1);
    let mut buttons = buttons.into_iter().peekable();
    let mut all = Vec::with_capacity(rows);
    while buttons.peek().is_some() {
        all.push(buttons.by_ref().take(length).collect());
    }
    all
}

fn button(button: &reply::Button, ids: &mut Ids) -> Option<Control> {
    let label = limits::cut(&button.label, limits::BUTTON_LABEL);
    match &button.does {
        Does::Press(press) => Some(Control::Button(Button {
            kind: Kind,
            style: ids.style(button.weight),
            label,
            custom_id: ids.of(press),
        })),
        Does::Visit(url) => {
            let is_web = url.starts_with("https://") || url.starts_with("http://");
            let fits = is_web && limits::length(url) <= limits::BUTTON_URL;
            fits.then(|| Control::Link(LinkButton { kind: Kind, style: Kind, label, url: url.clone() }))
        }
    }
}

fn many_buttons(buttons: &[reply::Button], ids: &mut Ids) -> Vec<Vec<Control>> {
    let item = |button: &reply::Button| match &button.does {
        Does::Press(press) => Some(reply::SelectItem {
            label: button.label.clone(),
            description: None,
            press: press.clone(),
            current: false,
        }),
        Does::Visit(_) => None,
    };
    selects(&Select { placeholder: String::new(), items: buttons.iter().filter_map(item).collect() }, ids)
}

fn selects(select: &Select, ids: &mut Ids) -> Vec<Vec<Control>> {
    let chunk = |items: &[reply::SelectItem]| {
        let mut has_default = false;
        let options: Vec<SelectOption> = items
            .iter()
            .map(|item| SelectOption {
                label: limits::cut(&item.label, limits::OPTION_TEXT),
                value: ids.of(&item.press),
                description: item.description.as_ref().map(|text| limits::cut(text, limits::OPTION_TEXT)),
                default: item.current && !std::mem::replace(&mut has_default, true),
            })
            .collect();
        // The id of a select says nothing, since its options say everything; it only has to differ.
        let custom_id = format!("{REPEATED}{}", options.first().map_or("", |option| option.value.as_str()));
        let custom_id = custom_id.chars().take(100).collect();
        vec![Control::Select(StringSelect {
            kind: Kind,
            custom_id,
            placeholder: limits::cut(&select.placeholder, limits::SELECT_PLACEHOLDER),
            min_values: 1,
            max_values: 1,
            options,
        })]
    };
    select.items.chunks(limits::SELECT_OPTIONS).map(chunk).collect()
}

/// A select that takes several letters; they come back as its values.
fn letters(select: &LetterSelect, ids: &mut Ids) -> Option<Vec<Control>> {
    let option = |(index, item): (usize, &String)| {
        let letter = Letters::letter(index);
        SelectOption {
            label: limits::cut(&format!("{letter}. {}", item.replace('\n', " ")), limits::OPTION_TEXT),
            value: letter.to_string(),
            description: None,
            default: false,
        }
    };
    let options: Vec<SelectOption> = select.items.iter().take(Letters::MAX).enumerate().map(option).collect();
    (!options.is_empty()).then(|| {
        vec![Control::Select(StringSelect {
            kind: Kind,
            custom_id: ids.of(&select.press),
            placeholder: limits::cut(&select.placeholder, limits::SELECT_PLACEHOLDER),
            min_values: 1,
            max_values: options.len(),
            options,
        })]
    })
}

fn entities(select: &reply::EntitySelect, most: u8, kind: &'static str, ids: &mut Ids) -> EntitySelect {
    let selected = select.selected.iter().take(usize::from(most));
    EntitySelect {
        custom_id: ids.of(&select.press),
        placeholder: limits::cut(&select.placeholder, limits::SELECT_PLACEHOLDER),
        min_values: 0,
        max_values: most,
        default_values: selected.map(|id| DefaultValue { id: id.to_string(), kind }).collect(),
    }
}

/// A form as Discord shows it.
pub(super) fn modal(form: &Form) -> Modal {
    let input = TextInput {
        kind: Kind,
        custom_id: FORM_FIELD,
        label: limits::cut(&form.label, limits::TEXT_INPUT_LABEL),
        style: match form.lines {
            FormLines::One => 1,
            FormLines::Many => 2,
        },
        placeholder: limits::cut(&form.placeholder, limits::OPTION_TEXT),
        max_length: form.max_length.clamp(1, limits::TEXT_INPUT),
        required: true,
    };
    Modal {
        custom_id: wire::encode(&form.press),
        title: limits::cut(&form.title, limits::MODAL_TITLE),
        components: [ActionRow { kind: Kind, components: vec![Control::Input(input)] }],
    }
}

/// The text of a press without the number that made its id differ.
pub(super) fn without_number(id: &str) -> &str {
    id.split_once(REPEATED).map_or(id, |(press, _)| press)
}
