//! What Docent says, as meaning: blocks to read and options to press. No markup, no limits of a platform; each front
//! end lays it out within its own.

use crate::{
    action::{Letters, Press},
    markup::{self, RichText},
    picture::Picture,
    quiz::Verdict,
};

/// One reply, as the learner should understand it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reply {
    pub tone: Tone,
    pub blocks: Vec<Block>,
    /// In rows, most useful first; a front end may break a long row.
    pub options: Vec<Options>,
    /// What happens to the message that was pressed.
    pub carrier: Carrier,
    /// A second reply, for everybody in the place: what the learner chose to share.
    pub announcement: Option<Box<Reply>>,
}

/// The colour of a reply, always said in words too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Tone {
    #[default]
    Neutral,
    Good,
    Bad,
    /// Something the reader should notice: a limit, a refusal, a stale button.
    Notice,
}

/// What a reply does to the message whose button was pressed, beside showing itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Carrier {
    #[default]
    Keep,
    /// The pressed message stays as it is, and the reply comes beside it: what could not be done can be pressed again.
    Stay,
    /// The pressed message goes away: somebody took back what they had shared.
    Remove,
}

/// A piece of a reply.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Where this is from: course › lesson › section.
    Breadcrumb(Vec<String>),
    Title(RichText),
    Text(RichText),
    /// Text of the course, as it stands there.
    Content(Vec<markup::Block>),
    /// A passage that answers, word for word, with where it stands.
    Passage(Passage),
    /// Right, partly right or wrong, in words.
    Verdict(Verdict, RichText),
    Choices(Vec<ShownChoice>),
    Meter(Meter),
    /// A drawing of what the other blocks say, for front ends that show pictures; its text for all others.
    Picture(Picture),
    /// Small print.
    Note(RichText),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    pub blocks: Vec<markup::Block>,
    /// Course › lesson › section.
    pub source: Vec<String>,
    pub url: Option<String>,
}

/// A choice of a quiz question under the letter it has in this attempt.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownChoice {
    /// Counted from 0; shown as a letter.
    pub index: usize,
    pub content: Vec<markup::Block>,
    /// Nothing before the answer.
    pub mark: Option<ChoiceMark>,
    /// Why this one is wrong or right; nothing before the answer.
    pub reason: Vec<markup::Block>,
    /// How many of a group chose it; nothing before the question closes.
    pub tally: Option<Meter>,
}

/// How a choice turned out, once answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChoiceMark {
    ChosenRight,
    ChosenWrong,
    /// Right, but not chosen.
    Missed,
    /// Wrong, and not chosen.
    LeftOut,
    /// Right, whoever chose it: what a board shows to everybody.
    Right,
}

/// A share of something, for a bar: `done` of `total`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meter {
    pub label: RichText,
    pub done: usize,
    pub total: usize,
    /// What stands behind the bar, for instance "62 % read, 9 min left".
    pub caption: String,
}

/// A row of things to press.
#[derive(Debug, Clone, PartialEq)]
pub enum Options {
    Buttons(Vec<Button>),
    /// One of many.
    Select(Select),
    /// Several letters at once, as the answer to a question with several right choices.
    Letters(LetterSelect),
    /// A role of the server; `press` receives what was selected.
    Roles(EntitySelect),
    /// Channels of the server.
    Channels(EntitySelect),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Button {
    pub label: String,
    pub does: Does,
    pub weight: Weight,
}

/// What a button does.
#[derive(Debug, Clone, PartialEq)]
pub enum Does {
    Press(Press),
    /// Opens an address.
    Visit(String),
}

/// How much a button asks to be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Weight {
    /// The next step; at most one in a reply.
    Primary,
    #[default]
    Secondary,
    /// Cannot be undone.
    Danger,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Select {
    pub placeholder: String,
    /// At most [`Select::MAX_ITEMS`]; whoever has more pages through them.
    pub items: Vec<SelectItem>,
}

impl Select {
    /// Discord's limit, and about what a person scans:
    /// <https://discord.com/developers/docs/components/reference#string-select>.
    pub const MAX_ITEMS: usize = 25;
}

#[derive(Debug, Clone, PartialEq)]
pub struct SelectItem {
    pub label: String,
    pub description: Option<String>,
    pub press: Press,
    /// Where the learner is now.
    pub current: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct LetterSelect {
    pub placeholder: String,
    /// An [`Press::Answer`] without letters.
    pub press: Press,
    /// The choices on offer, in the order shown, as plain text.
    pub items: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct EntitySelect {
    pub placeholder: String,
    pub press: Press,
    /// Ids selected now.
    pub selected: Vec<u64>,
}

/// A form to type into; shown at once, before anything is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Comes back with what was typed.
    pub press: Press,
    pub title: String,
    pub label: String,
    pub placeholder: String,
    pub lines: FormLines,
    /// In characters.
    pub max_length: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FormLines {
    One,
    Many,
}

/// Something offered while a person types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What is shown, and sent back when picked.
    pub text: String,
}

/// A part of a list that is too long for one reply: at most `size` items, with a way to the others.
#[derive(Debug, Clone, Copy)]
pub struct Pages<'a, T> {
    all: &'a [T],
    size: usize,
    page: usize,
}

impl<'a, T> Pages<'a, T> {
    /// Page `page` of `all`, counted from 0; the last one when there are fewer.
    pub fn of(all: &'a [T], size: usize, page: u16) -> Self {
        let last = all.len().div_ceil(size).saturating_sub(1);
        Self { all, size, page: usize::from(page).min(last) }
    }

    pub fn items(&self) -> &'a [T] {
        let end = (self.start() + self.size).min(self.all.len());
        self.all.get(self.start()..end).unwrap_or_default()
    }

    /// The index of the first item shown.
    pub fn start(&self) -> usize {
        self.page * self.size
    }

    pub fn previous(&self) -> Option<u16> {
        self.page.checked_sub(1).and_then(|page| u16::try_from(page).ok())
    }

    pub fn next(&self) -> Option<u16> {
        let more = self.start() + self.size < self.all.len();
        if more { u16::try_from(self.page + 1).ok() } else { None }
    }
}

impl Meter {
    /// Rounded down, so that only what is finished shows as 100.
    pub fn percent(&self) -> usize {
        (self.done.min(self.total) * 100).checked_div(self.total).unwrap_or(100)
    }
}

impl Reply {
    pub fn new(blocks: Vec<Block>) -> Self {
        Self { blocks, ..Self::default() }
    }

    /// Whether there is nothing to say: a server that was greeted before.
    pub fn is_silent(&self) -> bool {
        self.blocks.is_empty()
    }

    /// A reply of one paragraph.
    pub fn text(text: impl Into<RichText>) -> Self {
        Self::new(vec![Block::Text(text.into())])
    }

    /// A reply of one paragraph that says why something did not happen.
    pub fn notice(text: impl Into<RichText>) -> Self {
        Self { tone: Tone::Notice, ..Self::text(text) }
    }

    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    /// Adds a row of buttons, unless there are none.
    #[must_use]
    pub fn buttons(mut self, buttons: impl IntoIterator<Item = Button>) -> Self {
        let buttons: Vec<Button> = buttons.into_iter().collect();
        if !buttons.is_empty() {
            self.options.push(Options::Buttons(buttons));
        }
        self
    }

    /// Adds a select, unless there is nothing to select.
    #[must_use]
    pub fn select(mut self, select: Select) -> Self {
        if !select.items.is_empty() {
            self.options.push(Options::Select(select));
        }
        self
    }

    /// Every press on offer, in the order shown: what a terminal numbers.
    pub fn presses(&self) -> Vec<(String, Press)> {
        let mut all = Vec::new();
        for row in &self.options {
            match row {
                Options::Buttons(buttons) => all.extend(buttons.iter().filter_map(|button| match &button.does {
                    Does::Press(press) => Some((button.label.clone(), press.clone())),
                    Does::Visit(_) => None,
                })),
                Options::Select(select) => {
                    all.extend(select.items.iter().map(|item| (item.label.clone(), item.press.clone())));
                }
                Options::Letters(_) | Options::Roles(_) | Options::Channels(_) => {}
            }
        }
        all
    }
}

impl Button {
    pub fn new(label: impl Into<String>, press: Press) -> Self {
        Self { label: label.into(), does: Does::Press(press), weight: Weight::Secondary }
    }

    pub fn primary(label: impl Into<String>, press: Press) -> Self {
        Self { weight: Weight::Primary, ..Self::new(label, press) }
    }

    pub fn danger(label: impl Into<String>, press: Press) -> Self {
        Self { weight: Weight::Danger, ..Self::new(label, press) }
    }

    pub fn visit(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self { label: label.into(), does: Does::Visit(url.into()), weight: Weight::Secondary }
    }

    /// The letter of a choice.
    pub fn letter(index: usize, press: Press) -> Self {
        Self::new(Letters::letter(index).to_string(), press)
    }
}
