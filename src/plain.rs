//! Replies as lines of text: what the terminal prints, and the form in which tests read a reply.
//!
//! Everything a reply says is in the text; inks ([`line::Ink`]) only repeat it for those who see colours. Knows the
//! width of a page and no platform.

mod content;
#[cfg(any(test, fuzzing))]
pub mod hostile;
pub mod line;
mod options;
mod table;
mod wrap;

use line::{Ink, Line, Role, Segment, indent, stack};

use crate::{
    action::{Letters, Press},
    clock::Timestamp,
    markup::{RichText, Target},
    quiz::Verdict,
    reply::{Block, ChoiceMark, Meter, Passage, Reply, ShownChoice},
    words::Locale,
};

/// What a page looks like and when it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    /// In columns; at least [`View::NARROWEST`] are used.
    pub width: usize,
    pub locale: Locale,
    /// What relative times are counted from.
    pub now: Timestamp,
}

impl View {
    pub const NARROWEST: usize = 20;

    fn columns(self) -> usize {
        self.width.max(Self::NARROWEST)
    }
}

/// Something to press, and what a person types to press it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// A number, counted from 1 through the reply; `#1` where a plain number could be an answer.
    pub typed: String,
    pub label: String,
    pub press: Press,
}

/// The reply as text: lines that end in a line feed, none of them in a blank.
pub fn render(reply: &Reply, view: View) -> String {
    lines(reply, view).iter().map(|line| format!("{line}\n")).collect()
}

/// The reply as lines with inks.
pub fn lines(reply: &Reply, view: View) -> Vec<Line> {
    let runs = reply.blocks.chunk_by(|one, next| matches!((one, next), (Block::Meter(_), Block::Meter(_))));
    let blocks = runs.map(|run| match run {
        [Block::Meter(_), ..] => meters(run, view),
        [block] => reply_block(block, view),
        _ => run.iter().flat_map(|block| reply_block(block, view)).collect(),
    });
    stack(blocks.chain(options::lines(reply, view))).into_iter().map(Line::trimmed).collect()
}

/// What can be typed to press something, in the order shown. Letters are not among them: they answer the open
/// question of a quiz, whichever reply shows it.
pub fn keys(reply: &Reply) -> Vec<Key> {
    options::keys(reply)
}

fn reply_block(block: &Block, view: View) -> Vec<Line> {
    let width = view.columns();
    match block {
        Block::Breadcrumb(path) => breadcrumb(path, view),
        Block::Title(title) => content::title(title, view, width),
        Block::Text(text) => content::text(text, Role::Body, view, width),
        Block::Content(blocks) => content::blocks(blocks, view, width),
        Block::Passage(passage) => self::passage(passage, view),
        Block::Verdict(verdict, text) => self::verdict(*verdict, text, view),
        Block::Choices(choices) => self::choices(choices, view),
        Block::Meter(_) => meters(std::slice::from_ref(block), view),
        Block::Picture(picture) => content::image(&picture.alt, None, view, width),
        Block::Note(text) => content::text(text, Role::Small, view, width),
    }
}

fn breadcrumb(path: &[String], view: View) -> Vec<Line> {
    wrap::wrap(&[Segment::new(&path.join(" › "), Ink::role(Role::Small))], view.columns())
}

/// The passage itself carries no bar at its side, so that its code can be copied; its source follows.
fn passage(passage: &Passage, view: View) -> Vec<Line> {
    let mut source = breadcrumb(&passage.source, View { width: view.columns() - 2, ..view });
    if let Some(url) = &passage.url {
        source.extend(wrap::wrap(&[Segment::new(url, Ink::role(Role::Link))], view.columns() - 2));
    }
    let source = indent(source, &Line::new("— ", Role::Small), "  ", Role::Small);
    stack([content::blocks(&passage.blocks, view, view.columns()), source])
}

fn verdict(verdict: Verdict, text: &RichText, view: View) -> Vec<Line> {
    let (sign, role) = match verdict {
        Verdict::Right => ("✓ ", Role::Good),
        Verdict::Partly => ("◐ ", Role::Half),
        Verdict::Wrong => ("✗ ", Role::Bad),
    };
    let lines = content::text(text, role, view, view.columns() - 2);
    indent(lines, &Line::new(sign, role), "  ", role)
}

fn choices(choices: &[ShownChoice], view: View) -> Vec<Line> {
    let answered = choices.iter().any(|choice| choice.mark.is_some());
    let spacious = choices.iter().any(|choice| choice.content.len() > 1 || !choice.reason.is_empty());
    let choices = choices.iter().map(|choice| self::choice(choice, answered, view));
    if spacious { stack(choices) } else { choices.flatten().collect() }
}

fn choice(choice: &ShownChoice, answered: bool, view: View) -> Vec<Line> {
    let (sign, role) = match choice.mark {
        Some(ChoiceMark::ChosenRight | ChoiceMark::Missed | ChoiceMark::Right) => ("✓ ", Role::Good),
        Some(ChoiceMark::ChosenWrong) => ("✗ ", Role::Bad),
        Some(ChoiceMark::LeftOut) | None => (if answered { "  " } else { "" }, Role::Key),
    };
    let first = Line::new(&format!("{sign}{}. ", Letters::letter(choice.index)), role);
    let margin = " ".repeat(first.width());
    let width = view.columns().saturating_sub(first.width());
    let mut lines = content::blocks(&choice.content, view, width);
    if let Some(mark) = choice.mark.and_then(|mark| view.locale.choice_mark(mark)) {
        let mark = Segment::new(&format!("  ({mark})"), Ink::role(role));
        match lines.as_mut_slice() {
            [line] if line.width() + line::columns(mark.text()) <= width => line.push(mark),
            _ => lines.extend(wrap::wrap(&[Segment::new(mark.text().trim(), mark.ink())], width)),
        }
    }
    lines.extend(content::blocks(&choice.reason, view, width));
    if let Some(tally) = &choice.tally {
        lines.extend(wrap::wrap(bar(tally).segments(), width));
    }
    indent(lines, &first, &margin, Role::Body)
}

/// Meters that follow each other stand in one column where the page is wide enough.
fn meters(run: &[Block], view: View) -> Vec<Line> {
    let meters: Vec<&Meter> = run
        .iter()
        .filter_map(|block| match block {
            Block::Meter(meter) => Some(meter),
            Block::Breadcrumb(_)
            | Block::Title(_)
            | Block::Text(_)
            | Block::Content(_)
            | Block::Passage(_)
            | Block::Verdict(..)
            | Block::Choices(_)
            | Block::Picture(_)
            | Block::Note(_) => None,
        })
        .collect();
    let labels = meters.iter().map(|meter| line::columns(&meter.label.to_string())).max().unwrap_or(0);
    let bars = meters.iter().map(|meter| bar(meter).width()).max().unwrap_or(0);
    let side_by_side = labels > 0 && labels + 2 + bars <= view.columns();
    let meter = |meter: &&Meter| {
        let mut label = content::text(&meter.label, Role::Body, view, view.columns());
        match label.as_mut_slice() {
            [line] if side_by_side => {
                line.pad_to(labels + 2);
                line.extend(bar(meter));
            }
            _ => label.extend(wrap::wrap(bar(meter).segments(), view.columns())),
        }
        label
    };
    meters.iter().flat_map(meter).collect()
}

fn bar(meter: &Meter) -> Line {
    const CELLS: usize = 10;
    // Full only when everything is done, and never empty once something is.
    let done = meter.done.min(meter.total);
    let filled = (done * CELLS).checked_div(meter.total).unwrap_or(0).max(usize::from(done > 0));
    let mut line = Line::new("[", Role::Small);
    line.push(Segment::new(&"█".repeat(filled), Ink::role(Role::Good)));
    line.push(Segment::new(&"░".repeat(CELLS - filled), Ink::role(Role::Small)));
    line.push(Segment::new("]", Ink::role(Role::Small)));
    line.push(Segment::new(&format!(" {}", meter.caption), Ink::default()));
    line.trimmed()
}

/// A rich text as segments; what a terminal cannot show otherwise is written out.
fn segments(rich: &RichText, role: Role, view: View) -> Vec<Segment> {
    let mut all = Vec::new();
    let mut spans = rich.spans().iter().peekable();
    while let Some(span) = spans.next() {
        let ink = |role| Ink { role, style: span.style };
        let text = match (span.style.code, span.style.strikethrough) {
            (true, _) => format!("`{}`", span.text),
            (false, true) => format!("~~{}~~", span.text),
            (false, false) => span.text.clone(),
        };
        let own = if span.style.code && role == Role::Body { Role::Code } else { role };
        match &span.target {
            None | Some(Target::Channel(_)) => all.push(Segment::new(&text, ink(own))),
            Some(Target::Command(_)) => all.push(Segment::new(&text, ink(Role::Key))),
            Some(Target::Time(at)) => {
                all.push(Segment::new(&view.locale.relative_time(*at, view.now), ink(own)));
            }
            Some(Target::Url(url)) if *url == span.text || span.text.is_empty() => {
                all.push(Segment::new(url, ink(Role::Link)));
            }
            Some(Target::Url(url)) => {
                all.push(Segment::new(&text, ink(own)));
                // A link set in several styles is several spans.
                if spans.peek().is_none_or(|next| next.target != span.target) {
                    all.push(Segment::new(&format!(" ({url})"), Ink::role(Role::Link)));
                }
            }
        }
    }
    all
}

#[cfg(test)]
mod tests;
