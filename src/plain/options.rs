//! What a reply offers to press, as numbered lines, and which letters answer.

use super::{
    Key, View,
    line::{Ink, Line, Role, Segment, indent},
    wrap::wrap,
};
use crate::{
    action::{Letters, Press},
    reply::{Button, Does, Options, Reply, Select, Weight},
};

/// What numbers press. Choices of a question have letters, and the form for an answer is the prompt itself.
pub fn keys(reply: &Reply) -> Vec<Key> {
    let numbers_answer = presses(reply).any(|(_, press)| matches!(press, Press::AnswerForm { .. }));
    let sign = if numbers_answer { "#" } else { "" };
    let numbered = presses(reply).filter(|(label, press)| has_number(label, press)).zip(1..);
    let key = |((label, press), number): ((&String, &Press), usize)| Key {
        typed: format!("{sign}{number}"),
        label: label.clone(),
        press: press.clone(),
    };
    numbered.map(key).collect()
}

fn presses(reply: &Reply) -> impl Iterator<Item = (&String, &Press)> {
    reply.options.iter().flat_map(|options| -> Vec<(&String, &Press)> {
        match options {
            Options::Buttons(buttons) => {
                buttons.iter().filter_map(|button| Some((&button.label, press(button)?))).collect()
            }
            Options::Select(select) => select.items.iter().map(|item| (&item.label, &item.press)).collect(),
            Options::Letters(_) | Options::Roles(_) | Options::Channels(_) => Vec::new(),
        }
    })
}

fn press(button: &Button) -> Option<&Press> {
    match &button.does {
        Does::Press(press) => Some(press),
        Does::Visit(_) => None,
    }
}

fn has_number(label: &str, press: &Press) -> bool {
    !matches!(press, Press::AnswerForm { .. }) && letter(label, press).is_none()
}

/// The letter that a button answers with, where its label is that letter.
fn letter(label: &str, press: &Press) -> Option<Letters> {
    match press {
        Press::Answer { chosen, .. } if chosen.to_string() == *label => Some(*chosen),
        _ => None,
    }
}

/// One block of lines for the hint on how to answer, and one for each group of options.
pub fn lines(reply: &Reply, view: View) -> Vec<Vec<Line>> {
    let keys = keys(reply);
    let mut numbers =
        Numbers { width: keys.iter().map(|key| key.typed.len()).max().unwrap_or(0), keys: keys.into_iter() };
    let mut groups: Vec<Vec<Line>> = Vec::new();
    let mut buttons: Vec<Line> = Vec::new();
    for options in &reply.options {
        match options {
            Options::Buttons(row) => {
                buttons.extend(row.iter().flat_map(|button| button_lines(button, &mut numbers, view)));
            }
            Options::Select(select) => {
                groups.push(std::mem::take(&mut buttons));
                groups.push(select_lines(select, &mut numbers, view));
            }
            // Roles and channels belong to servers, which a terminal has none of.
            Options::Letters(_) | Options::Roles(_) | Options::Channels(_) => {}
        }
    }
    groups.push(buttons);
    groups.insert(0, hint(reply, view));
    groups
}

/// The keys that are still to be shown.
struct Numbers {
    keys: std::vec::IntoIter<Key>,
    width: usize,
}

impl Numbers {
    fn next(&mut self) -> Line {
        let typed = self.keys.next().map_or_else(String::new, |key| key.typed);
        Line::new(&format!("{typed:>0$}  ", self.width), Role::Key)
    }
}

fn button_lines(button: &Button, numbers: &mut Numbers, view: View) -> Vec<Line> {
    match &button.does {
        Does::Press(press) if !has_number(&button.label, press) => Vec::new(),
        Does::Press(_) => {
            let role = match button.weight {
                Weight::Primary => Role::Title,
                Weight::Secondary => Role::Body,
                Weight::Danger => Role::Bad,
            };
            numbered(&numbers.next(), &[Segment::new(&button.label, Ink::role(role))], view)
        }
        Does::Visit(url) => {
            let label = Segment::new(&format!("{}: ", button.label), Ink::default());
            wrap(&[label, Segment::new(url, Ink::role(Role::Link))], view.columns())
        }
    }
}

/// Items of a select that get a line each; more of them would push the text off the screen.
const MAX_LINES: usize = 8;

fn select_lines(select: &Select, numbers: &mut Numbers, view: View) -> Vec<Line> {
    if select.items.len() > MAX_LINES {
        return run_in(select, numbers, view);
    }
    let mut lines = wrap(&[Segment::new(&select.placeholder, Ink::role(Role::Small))], view.columns());
    for item in &select.items {
        let here = if item.current { "› " } else { "" };
        let mut text = vec![Segment::new(&format!("{here}{}", item.label), Ink::default())];
        if let Some(description) = &item.description {
            text.push(Segment::new(&format!(" · {description}"), Ink::role(Role::Small)));
        }
        lines.extend(numbered(&numbers.next(), &text, view));
    }
    lines
}

/// Many items, one after the other in a paragraph, without their descriptions.
fn run_in(select: &Select, numbers: &mut Numbers, view: View) -> Vec<Line> {
    let mut text = vec![Segment::new(&format!("{}:", select.placeholder), Ink::role(Role::Small))];
    for item in &select.items {
        let number = numbers.next().to_string();
        let here = if item.current { "› " } else { "" };
        text.push(Segment::new(&format!("  [{}]", number.trim()), Ink::role(Role::Key)));
        text.push(Segment::new(&format!(" {here}{}", item.label), Ink::default()));
    }
    wrap(&text, view.columns())
}

fn numbered(number: &Line, text: &[Segment], view: View) -> Vec<Line> {
    let lines = wrap(text, view.columns().saturating_sub(number.width()));
    indent(lines, number, &" ".repeat(number.width()), Role::Body)
}

/// How to answer the question that the reply asks.
fn hint(reply: &Reply, view: View) -> Vec<Line> {
    let letters = presses(reply).filter_map(|(label, press)| letter(label, press));
    let letters: Vec<String> = letters.map(|letter| letter.to_string()).collect();
    let several = reply.options.iter().any(|options| matches!(options, Options::Letters(_)));
    let form = presses(reply).any(|(_, press)| matches!(press, Press::AnswerForm { .. }));
    let hint = match (letters.is_empty(), several, form) {
        (false, _, _) => format!("{}: {}", view.locale.letter_hint(), letters.join(", ")),
        (true, true, _) => view.locale.letters_hint().to_owned(),
        (true, false, true) => view.locale.answer_hint().to_owned(),
        (true, false, false) => return Vec::new(),
    };
    wrap(&[Segment::new(&hint, Ink::role(Role::Key))], view.columns())
}
