//! A reply as one message of Discord: a container in the colour of its tone, with text above and controls below.
//!
//! Every message is within Discord's limits whatever the reply holds. One that is too long in spite of paging loses
//! its small print first, then ends early and says so.

use std::fmt::Write as _;

use super::{
    limits,
    markdown::{self, Margin},
    options,
    payload::{Component, Container, Kind, Message, Separator},
};
use crate::{
    markup::{self, RichText},
    paging,
    picture::Picture,
    quiz::Verdict,
    reply::{Block, ChoiceMark, Meter, Passage, Reply, ShownChoice, Tone},
};

pub use super::markdown::{CommandIds, Voice};

/// Parts of a bar: with its caption a line on a phone.
const BAR: usize = 8;
/// Choices longer than this fill more than a line on a phone, and stand apart from each other.
const LONG_CHOICE: usize = 32;
/// Longer than this is no name but a sentence.
const BREADCRUMB_PART: usize = 60;
const TITLE: usize = 140;

/// Lays `reply` out as a message.
pub fn message(reply: &Reply, voice: Voice<'_>) -> Message {
    let texts = Squeeze::STEPS.iter().map(|squeeze| lay_out(reply, voice, *squeeze)).find(Texts::fit);
    let texts = texts.unwrap_or_else(|| bare(reply, voice));
    let picture = texts.above.as_ref().map(|above| &above.picture);
    let mut components = Vec::new();
    if let Some(Above { text, picture }) = &texts.above {
        if !text.trim().is_empty() {
            components.push(Message::text(text.clone()));
        }
        components.push(Message::picture(picture));
    }
    components.push(Message::text(texts.body));
    if !texts.small_print.is_empty() {
        components.push(Component::Separator(Separator::default()));
        components.push(Message::text(texts.small_print));
    }
    // The container counts as well.
    let room = limits::COMPONENTS - 1 - components.len();
    components.extend(options::rows(&reply.options, room).into_iter().map(Component::Row));
    let message = Message::new(Container { kind: Kind, accent_color: accent(reply.tone), components });
    match picture {
        Some(picture) => message.with_picture(picture),
        None => message,
    }
}

/// Said in words, too: the colour is an extra.
fn accent(tone: Tone) -> Option<u32> {
    match tone {
        Tone::Neutral => None,
        Tone::Good => Some(0x2e_9e_5b),
        Tone::Bad => Some(0xd6_45_45),
        Tone::Notice => Some(0xe0_a0_30),
    }
}

/// How much each part of a reply may take. A page of a section fits without any squeezing.
#[derive(Debug, Clone, Copy)]
struct Squeeze {
    small_print: bool,
    /// For each piece of the course.
    content: usize,
    /// For each choice of a question and each reason.
    choice: usize,
    /// For each sentence of Docent's own, in characters.
    words: usize,
}

impl Squeeze {
    const STEPS: [Self; 6] = [
        Self { small_print: true, content: usize::MAX, choice: usize::MAX, words: usize::MAX },
        Self { small_print: false, content: usize::MAX, choice: usize::MAX, words: usize::MAX },
        Self { small_print: false, content: 2_400, choice: usize::MAX, words: 600 },
        Self { small_print: false, content: 1_200, choice: 1_200, words: 300 },
        Self { small_print: false, content: 600, choice: 600, words: 150 },
        Self { small_print: false, content: 300, choice: 150, words: 80 },
    ];
}

struct Texts {
    above: Option<Above>,
    body: String,
    small_print: String,
}

/// A picture, and what stands over it.
struct Above {
    text: String,
    picture: Picture,
}

impl Texts {
    fn fit(&self) -> bool {
        let above = self.above.as_ref().map_or(0, |above| limits::length(&above.text));
        above + limits::length(&self.body) + limits::length(&self.small_print) <= limits::TEXT_SUM
    }
}

fn lay_out(reply: &Reply, voice: Voice<'_>, squeeze: Squeeze) -> Texts {
    let mut page =
        Page { out: String::with_capacity(1024), voice, squeeze, was_cut: false, above: None, below_title: false };
    let notes = reply.blocks.iter().rev().take_while(|block| matches!(block, Block::Note(_))).count();
    let (body, last_notes) = reply.blocks.split_at(reply.blocks.len() - notes);
    body.iter().for_each(|block| page.block(block));
    if page.was_cut {
        page.start();
        page.out.push_str("-# ");
        markdown::escape(&mut page.out, voice.locale.cut_short());
    }
    let body = std::mem::take(&mut page.out);
    if squeeze.small_print {
        last_notes.iter().for_each(|block| page.block(block));
    }
    let above = page.above;
    match (body.trim().is_empty(), page.out.trim().is_empty()) {
        (true, true) => Texts { above, body: "…".to_owned(), small_print: String::new() },
        (true, false) => Texts { above, body: page.out, small_print: String::new() },
        (false, _) => Texts { above, body, small_print: page.out },
    }
}

/// What remains when nothing else fits: the first words of everything, without any markup.
fn bare(reply: &Reply, voice: Voice<'_>) -> Texts {
    let mut words = String::new();
    for block in &reply.blocks {
        words.push_str(&plain_text(block));
        words.push('\n');
    }
    // Every character may need a backslash or a mark beside it.
    let room = limits::TEXT_SUM / 2 - 100;
    let mut body = String::new();
    markdown::escape(&mut body, &limits::cut(&words, room));
    body.push_str("\n\n-# ");
    markdown::escape(&mut body, voice.locale.cut_short());
    Texts { above: None, body, small_print: String::new() }
}

fn plain_text(block: &Block) -> String {
    match block {
        Block::Title(text) | Block::Text(text) | Block::Verdict(_, text) => text.to_string(),
        Block::Content(blocks) | Block::Passage(Passage { blocks, .. }) => markup::plain_text(blocks),
        Block::Choices(choices) => choices
            .iter()
            .map(|choice| {
                format!("{}. {}", crate::action::Letters::letter(choice.index), markup::plain_text(&choice.content))
            })
            .collect(),
        Block::Breadcrumb(_) | Block::Meter(_) | Block::Picture(_) | Block::Note(_) => String::new(),
    }
}

/// A text that grows by one block after the other.
struct Page<'a> {
    out: String,
    voice: Voice<'a>,
    squeeze: Squeeze,
    was_cut: bool,
    above: Option<Above>,
    below_title: bool,
}

impl Page<'_> {
    /// Leaves a blank line to what stands above, except under a title: Discord gives it room of its own.
    fn start(&mut self) {
        if self.out.is_empty() || self.out.ends_with("\n\n") {
            return;
        }
        self.out.push_str(if std::mem::take(&mut self.below_title) { "\n" } else { "\n\n" });
    }

    fn start_below(&mut self) {
        self.below_title = false;
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Breadcrumb(parts) => self.breadcrumb(parts),
            Block::Title(text) => self.title(text),
            Block::Text(text) => {
                self.start();
                self.rich(text);
            }
            Block::Content(blocks) => self.content(blocks),
            Block::Passage(passage) => self.passage(passage),
            Block::Verdict(verdict, text) => self.verdict(*verdict, text),
            Block::Choices(choices) => self.choices(choices),
            Block::Meter(meter) => self.meter(meter),
            Block::Picture(picture) => self.picture(picture),
            Block::Note(text) => self.note(text),
        }
    }

    fn breadcrumb(&mut self, parts: &[String]) {
        if self.squeeze.small_print && !parts.is_empty() {
            self.start_below();
            self.out.push_str("-# ");
            self.path(parts);
        }
    }

    fn path(&mut self, parts: &[String]) {
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                self.out.push_str(" › ");
            }
            markdown::escape(&mut self.out, &one_line(part, BREADCRUMB_PART));
        }
    }

    fn title(&mut self, text: &RichText) {
        self.start_below();
        self.below_title = true;
        self.out.push_str("### ");
        let title = text.to_string();
        if limits::length(&title) > TITLE || title.contains('\n') {
            markdown::escape(&mut self.out, &one_line(&title, TITLE));
        } else {
            markdown::rich(&mut self.out, text, self.voice, Margin::default());
        }
    }

    fn verdict(&mut self, verdict: Verdict, text: &RichText) {
        self.start();
        self.out.push_str(match verdict {
            Verdict::Right => "✅ ",
            Verdict::Partly => "🟡 ",
            Verdict::Wrong => "❌ ",
        });
        self.out.push_str("**");
        markdown::escape(&mut self.out, &one_line(&text.to_string(), self.squeeze.words.min(300)));
        self.out.push_str("**");
    }

    fn rich(&mut self, text: &RichText) {
        let words = text.to_string();
        if limits::length(&words) > self.squeeze.words {
            self.was_cut = true;
            markdown::escape(&mut self.out, &limits::cut(&words, self.squeeze.words));
        } else {
            markdown::rich(&mut self.out, text, self.voice, Margin::default());
        }
    }

    fn content(&mut self, blocks: &[markup::Block]) {
        if !blocks.is_empty() {
            self.start();
            self.course(blocks, self.squeeze.content, Margin::default());
        }
    }

    /// Text of the course, as much as `budget` allows.
    fn course(&mut self, blocks: &[markup::Block], budget: usize, margin: Margin) {
        if budget == usize::MAX {
            markdown::blocks(&mut self.out, blocks, self.voice, margin);
            return;
        }
        let mut pages = paging::pages(blocks, budget).into_iter();
        let Some(first) = pages.next() else { return };
        if budget < paging::MIN_BUDGET {
            let words = markup::plain_text(&first);
            self.was_cut |= limits::length(&words) > budget || pages.next().is_some();
            markdown::escape(&mut self.out, &one_line(&words, budget));
        } else {
            self.was_cut |= pages.next().is_some();
            markdown::blocks(&mut self.out, &first, self.voice, margin);
        }
    }

    fn passage(&mut self, passage: &Passage) {
        self.content(&passage.blocks);
        if passage.source.is_empty() {
            return;
        }
        self.start();
        self.out.push_str("-# 📖 ");
        match &passage.url {
            Some(url) => {
                let source: Vec<String> = passage.source.iter().map(|part| one_line(part, BREADCRUMB_PART)).collect();
                let link = RichText::default().link(source.join(" › "), url);
                markdown::rich(&mut self.out, &link, self.voice, Margin::default());
            }
            None => self.path(&passage.source),
        }
    }

    fn choices(&mut self, choices: &[ShownChoice]) {
        self.start();
        let airy = choices.iter().any(is_long);
        for (index, choice) in choices.iter().enumerate() {
            if index > 0 {
                self.out.push_str(if airy { "\n\n" } else { "\n" });
            }
            self.choice(choice);
        }
    }

    fn choice(&mut self, choice: &ShownChoice) {
        self.out.push_str(match choice.mark {
            Some(ChoiceMark::ChosenRight | ChoiceMark::Right) => "✅ ",
            Some(ChoiceMark::ChosenWrong) => "❌ ",
            Some(ChoiceMark::Missed) => "☑️ ",
            Some(ChoiceMark::LeftOut) => "▫️ ",
            None => "",
        });
        write!(self.out, "**{}.** ", crate::action::Letters::letter(choice.index))
            .expect("writing into a String cannot fail");
        match choice.content.split_first() {
            // Code and tables begin on a line of their own.
            Some((first, _)) if !matches!(first, markup::Block::Paragraph(_)) => {
                self.mark(choice.mark);
                self.out.push('\n');
                self.course(&choice.content, self.squeeze.choice, Margin::default());
            }
            _ => {
                self.course(&choice.content, self.squeeze.choice, Margin::default());
                self.mark(choice.mark);
            }
        }
        if !choice.reason.is_empty() {
            self.out.push('\n');
            self.course(&choice.reason, self.squeeze.choice, Margin::default().quote());
        }
        if let Some(tally) = &choice.tally {
            self.out.push_str("\n-# ");
            self.bar(tally);
        }
    }

    /// How the choice turned out, in words.
    fn mark(&mut self, mark: Option<ChoiceMark>) {
        if let Some(words) = mark.and_then(|mark| self.voice.locale.choice_mark(mark)) {
            write!(self.out, " — *{words}*").expect("writing into a String cannot fail");
        }
    }

    fn meter(&mut self, meter: &Meter) {
        self.start();
        if !meter.label.is_empty() {
            self.rich(&meter.label);
            self.out.push('\n');
        }
        self.bar(meter);
    }

    /// The bar of a meter, and what stands behind it.
    fn bar(&mut self, meter: &Meter) {
        // Full only when everything is done, and never empty once something is.
        let done = (meter.percent() * BAR / 100).max(usize::from(meter.done > 0));
        self.out.extend((0..BAR).map(|part| if part < done { '▰' } else { '▱' }));
        self.out.push(' ');
        let caption = &meter.caption;
        let caption = if caption.is_empty() { format!("{} %", meter.percent()) } else { one_line(caption, TITLE) };
        markdown::escape(&mut self.out, &caption);
    }

    /// What was written so far stands over the picture. A reply has one picture at most; the last one counts.
    fn picture(&mut self, picture: &Picture) {
        self.above = Some(Above { text: std::mem::take(&mut self.out), picture: picture.clone() });
        self.below_title = false;
    }

    fn note(&mut self, text: &RichText) {
        if !self.squeeze.small_print {
            return;
        }
        self.start_below();
        self.out.push_str("-# ");
        let mut line = String::new();
        markdown::rich(&mut line, text, self.voice, Margin::default());
        self.out.push_str(&line.replace('\n', "\n-# "));
    }
}

/// More than a line on a phone.
fn is_long(choice: &ShownChoice) -> bool {
    choice.content.len() > 1
        || !choice.reason.is_empty()
        || limits::length(&markup::plain_text(&choice.content)) > LONG_CHOICE
}

fn one_line(text: &str, most: usize) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    limits::cut(&line, most)
}

#[cfg(test)]
mod tests;
