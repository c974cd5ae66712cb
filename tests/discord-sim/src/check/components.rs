//! Components of messages, classic and V2. <https://discord.com/developers/docs/components/reference>

use std::collections::HashSet;

use serde_json::Value;

use crate::check::{Mistakes, length};
use crate::limits;

/// Component types. <https://discord.com/developers/docs/components/reference#component-object-component-types>
pub(crate) mod kind {
    pub(crate) const ACTION_ROW: u64 = 1;
    pub(crate) const BUTTON: u64 = 2;
    pub(crate) const STRING_SELECT: u64 = 3;
    pub(crate) const TEXT_INPUT: u64 = 4;
    pub(crate) const USER_SELECT: u64 = 5;
    // 6 and 7 lie between: roles, and people or roles.
    pub(crate) const CHANNEL_SELECT: u64 = 8;
    pub(crate) const SECTION: u64 = 9;
    pub(crate) const TEXT_DISPLAY: u64 = 10;
    pub(crate) const THUMBNAIL: u64 = 11;
    pub(crate) const MEDIA_GALLERY: u64 = 12;
    pub(crate) const FILE: u64 = 13;
    pub(crate) const SEPARATOR: u64 = 14;
    pub(crate) const CONTAINER: u64 = 17;
    pub(crate) const LABEL: u64 = 18;
    pub(crate) const FILE_UPLOAD: u64 = 19;
}

/// What is seen while walking over a message's components.
struct Walk<'a> {
    mistakes: &'a mut Mistakes,
    /// `None` for classic messages, which have no files in components.
    files: Option<&'a [&'a str]>,
    custom_ids: HashSet<String>,
    count: usize,
    text: usize,
}

/// Components of a message without IS_COMPONENTS_V2: action rows.
pub(crate) fn classic(mistakes: &mut Mistakes, path: &str, list: &Value) {
    let rows = mistakes.list(path, list, 0, limits::ACTION_ROWS);
    let mut walk = Walk { mistakes, files: None, custom_ids: HashSet::new(), count: 0, text: 0 };
    for (index, row) in rows.iter().enumerate() {
        let path = format!("{path}.{index}");
        if row["type"] == kind::ACTION_ROW {
            walk.action_row(&path, row);
        } else {
            walk.wrong_type(&path, row, "only action rows here, unless the flag IS_COMPONENTS_V2 is set");
        }
    }
}

/// Components of a message with IS_COMPONENTS_V2.
pub(crate) fn v2(mistakes: &mut Mistakes, path: &str, list: &Value, files: &[&str]) {
    let top = list.as_array().map_or(&[][..], Vec::as_slice);
    let mut walk = Walk { mistakes, files: Some(files), custom_ids: HashSet::new(), count: 0, text: 0 };
    for (index, component) in top.iter().enumerate() {
        let path = format!("{path}.{index}");
        if component["type"] == kind::CONTAINER {
            walk.container(&path, component);
        } else {
            walk.block(&path, component);
        }
    }
    let (count, text) = (walk.count, walk.text);
    if count > limits::V2_COMPONENTS {
        let what = format!("{count} components, at most {}.", limits::V2_COMPONENTS);
        mistakes.add(path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", what);
    }
    if text > limits::V2_TEXT_SUM {
        let what = format!("{text} characters of text together, at most {}.", limits::V2_TEXT_SUM);
        mistakes.add(path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", what);
    }
}

/// An `attachment://` address must name a file of the message.
pub(crate) fn file_exists(mistakes: &mut Mistakes, path: String, url: &Value, files: &[&str]) {
    if let Some(name) = url.as_str().and_then(|url| url.strip_prefix("attachment://"))
        && !files.contains(&name)
    {
        mistakes.add(path, "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", format!("no file `{name}` is sent."));
    }
}

impl Walk<'_> {
    fn wrong_type(&mut self, path: &str, component: &Value, what: &str) {
        let found = &component["type"];
        self.mistakes.add(format!("{path}.type"), "UNION_TYPE_CHOICES", format!("type {found}: {what}."));
    }

    /// Anything that may stand at the top or in a container.
    fn block(&mut self, path: &str, component: &Value) {
        match component["type"].as_u64() {
            Some(kind::ACTION_ROW) => self.action_row(path, component),
            Some(kind::SECTION) => self.section(path, component),
            Some(kind::TEXT_DISPLAY) => self.text_display(path, component),
            Some(kind::MEDIA_GALLERY) => self.gallery(path, component),
            Some(kind::FILE) => self.file(path, component),
            Some(kind::SEPARATOR) => {
                self.count += 1;
                self.mistakes.range(format!("{path}.spacing"), &component["spacing"], 1..=2);
            }
            _ => self.wrong_type(path, component, "not allowed at this place of a message"),
        }
    }

    fn container(&mut self, path: &str, container: &Value) {
        self.count += 1;
        self.mistakes.range(format!("{path}.accent_color"), &container["accent_color"], 0..=0x00FF_FFFF);
        let children =
            self.mistakes.list(&format!("{path}.components"), &container["components"], 1, limits::V2_COMPONENTS);
        for (index, child) in children.iter().enumerate() {
            self.block(&format!("{path}.components.{index}"), child);
        }
    }

    fn section(&mut self, path: &str, section: &Value) {
        self.count += 1;
        let texts = self.mistakes.list(&format!("{path}.components"), &section["components"], 1, limits::SECTION_TEXTS);
        for (index, text) in texts.iter().enumerate() {
            let path = format!("{path}.components.{index}");
            match text["type"].as_u64() {
                Some(kind::TEXT_DISPLAY) => self.text_display(&path, text),
                _ => self.wrong_type(&path, text, "a section holds text displays"),
            }
        }
        let (path, accessory) = (format!("{path}.accessory"), &section["accessory"]);
        match accessory["type"].as_u64() {
            Some(kind::BUTTON) => self.button(&path, accessory),
            Some(kind::THUMBNAIL) => {
                self.count += 1;
                self.media(&path, accessory);
            }
            _ => self.wrong_type(&path, accessory, "a section needs a button or a thumbnail beside it"),
        }
    }

    fn text_display(&mut self, path: &str, display: &Value) {
        self.count += 1;
        self.text += length(&display["content"]);
        self.mistakes.required(format!("{path}.content"), &display["content"], limits::V2_TEXT_SUM);
    }

    fn gallery(&mut self, path: &str, gallery: &Value) {
        self.count += 1;
        let items = self.mistakes.list(&format!("{path}.items"), &gallery["items"], 1, limits::GALLERY_ITEMS);
        for (index, item) in items.iter().enumerate() {
            self.media(&format!("{path}.items.{index}"), item);
        }
    }

    fn media(&mut self, path: &str, item: &Value) {
        self.mistakes.at_most(format!("{path}.description"), &item["description"], limits::MEDIA_DESCRIPTION);
        self.mistakes.required(format!("{path}.media.url"), &item["media"]["url"], 2_048);
        file_exists(self.mistakes, format!("{path}.media.url"), &item["media"]["url"], self.files.unwrap_or_default());
    }

    fn file(&mut self, path: &str, file: &Value) {
        self.count += 1;
        let url = &file["file"]["url"];
        if !url.as_str().is_some_and(|url| url.starts_with("attachment://")) {
            self.mistakes.add(format!("{path}.file.url"), "BASE_TYPE_BAD_URL", "Only attachment:// addresses here.");
        }
        file_exists(self.mistakes, format!("{path}.file.url"), url, self.files.unwrap_or_default());
    }

    fn action_row(&mut self, path: &str, row: &Value) {
        self.count += 1;
        let children =
            self.mistakes.list(&format!("{path}.components"), &row["components"], 1, limits::BUTTONS_PER_ROW);
        let is_button = |child: &Value| child["type"] == kind::BUTTON;
        if children.len() > 1 && !children.iter().all(is_button) {
            self.mistakes.add(path, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A row holds up to 5 buttons or one select.");
        }
        for (index, child) in children.iter().enumerate() {
            let path = format!("{path}.components.{index}");
            match child["type"].as_u64() {
                Some(kind::BUTTON) => self.button(&path, child),
                Some(kind::STRING_SELECT) => self.string_select(&path, child),
                Some(kind::USER_SELECT..=kind::CHANNEL_SELECT) => self.select(&path, child, limits::SELECT_OPTIONS),
                _ => self.wrong_type(&path, child, "a row holds buttons or a select"),
            }
        }
    }

    fn custom_id(&mut self, path: &str, component: &Value) {
        self.mistakes.required(format!("{path}.custom_id"), &component["custom_id"], limits::CUSTOM_ID);
        if let Some(id) = component["custom_id"].as_str()
            && !self.custom_ids.insert(id.to_string())
        {
            let what = format!("Component custom id cannot be duplicated: {id}");
            self.mistakes.add(format!("{path}.custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", what);
        }
    }

    /// <https://discord.com/developers/docs/components/reference#button>
    fn button(&mut self, path: &str, button: &Value) {
        self.count += 1;
        self.mistakes.at_most(format!("{path}.label"), &button["label"], limits::BUTTON_LABEL);
        let has_url = !button["url"].is_null();
        let has_id = !button["custom_id"].is_null();
        match button["style"].as_u64() {
            Some(1..=4) => {
                self.custom_id(path, button);
                if has_url {
                    self.mistakes.add(path, "BUTTON_COMPONENT_URL", "Only link buttons have a url.");
                }
            }
            Some(5) => {
                self.mistakes.required(format!("{path}.url"), &button["url"], limits::BUTTON_URL);
                if has_id {
                    self.mistakes.add(path, "BUTTON_COMPONENT_CUSTOM_ID", "A link button has no custom_id.");
                }
            }
            Some(6) => {}
            _ => self.mistakes.add(
                format!("{path}.style"),
                "BASE_TYPE_CHOICES",
                "Value must be one of (1, 2, 3, 4, 5, 6).",
            ),
        }
        let is_bare = length(&button["label"]) == 0 && button["emoji"].is_null();
        if is_bare && button["style"] != 6 {
            self.mistakes.add(path, "BUTTON_COMPONENT_INVALID", "A button needs a label or an emoji.");
        }
    }

    /// What all selects have in common.
    fn select(&mut self, path: &str, select: &Value, options: usize) {
        self.count += 1;
        self.custom_id(path, select);
        select_bounds(self.mistakes, path, select, options);
    }

    fn string_select(&mut self, path: &str, select: &Value) {
        let options = select["options"].as_array().map_or(0, Vec::len);
        self.select(path, select, options);
        select_options(self.mistakes, path, select);
    }
}

/// Placeholder and the numbers of values of a select.
/// <https://discord.com/developers/docs/components/reference#string-select-string-select-structure>
pub(crate) fn select_bounds(mistakes: &mut Mistakes, path: &str, select: &Value, options: usize) {
    mistakes.at_most(format!("{path}.placeholder"), &select["placeholder"], limits::SELECT_PLACEHOLDER);
    mistakes.range(format!("{path}.min_values"), &select["min_values"], 0..=25);
    mistakes.range(format!("{path}.max_values"), &select["max_values"], 1..=25);
    let least = select["min_values"].as_u64().unwrap_or(1);
    let most = select["max_values"].as_u64().unwrap_or(1);
    if least > most {
        mistakes.add(path, "COMPONENT_MIN_VALUES", "min_values is above max_values.");
    }
    if most > options as u64 && !select["max_values"].is_null() {
        mistakes.add(
            format!("{path}.max_values"),
            "COMPONENT_MAX_VALUES",
            "max_values is above the number of options.",
        );
    }
}

/// The options of a string select. Same page.
pub(crate) fn select_options(mistakes: &mut Mistakes, path: &str, select: &Value) {
    let options = mistakes.list(&format!("{path}.options"), &select["options"], 1, limits::SELECT_OPTIONS);
    let mut values = HashSet::new();
    for (index, option) in options.iter().enumerate() {
        let path = format!("{path}.options.{index}");
        mistakes.required(format!("{path}.label"), &option["label"], limits::SELECT_OPTION_TEXT);
        mistakes.required(format!("{path}.value"), &option["value"], limits::SELECT_OPTION_TEXT);
        mistakes.at_most(format!("{path}.description"), &option["description"], limits::SELECT_OPTION_TEXT);
        if let Some(value) = option["value"].as_str()
            && !values.insert(value)
        {
            mistakes.add(
                format!("{path}.value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used.",
            );
        }
    }
    let chosen = options.iter().filter(|option| option["default"] == true).count() as u64;
    if chosen > select["max_values"].as_u64().unwrap_or(1) {
        mistakes.add(path, "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "More options are chosen than max_values.");
    }
}
