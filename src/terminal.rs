//! `docent chat`: a line in, a reply out, over the same tutor as every other front end.
//!
//! At a terminal there is a prompt with history and completion; from a pipe, lines are read as they come and repeated
//! in the output, so that it reads as a conversation. Knows no store, course or search.

mod complete;
mod conversation;
mod input;
mod paint;

use std::{
    io::{self, IsTerminal, Write},
    path::PathBuf,
    sync::Arc,
};

use anyhow::Context;

use self::{
    conversation::{Conversation, Step},
    input::{Input, Typed},
};
use crate::{
    action::{Action, Actor, FirstResponse, Identity, Place, Platform, Press, Privacy, Rights},
    clock::Clock,
    markup::{self, List, ListItem, RichText},
    plain::{self, View},
    reply::{Block, Form, Reply},
    tutor::Tutor,
    words::{Locale, commands::Suggests},
};

/// Lines are no longer than this, however wide the terminal: the eye loses its way back.
const WIDEST: usize = 100;

/// The width of a page where nothing says how wide it is.
const USUAL: usize = 80;

/// One person's conversation.
pub struct Chat {
    pub tutor: Arc<Tutor>,
    pub clock: Clock,
    /// Who learns.
    pub name: String,
    pub locale: Locale,
    /// Where to keep what was typed, for the arrow keys; only used at a terminal.
    pub history: Option<PathBuf>,
}

impl Chat {
    /// Talks until the person leaves or the input ends.
    pub async fn run(self) -> anyhow::Result<()> {
        match self.talk().await {
            // Whoever reads the output has had enough of it: `docent chat | head`.
            Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(Failure::Output(error)) => Err(error).context("cannot write to the terminal"),
            Err(Failure::Input(error)) => Err(error).context("cannot read what is typed"),
            Ok(()) => Ok(()),
        }
    }

    async fn talk(&self) -> Result<(), Failure> {
        let actor = Arc::new(self.actor());
        let mut input = Input::open(Arc::clone(&self.tutor), Arc::clone(&actor), self.history.as_deref());
        let mut page = Page { clock: self.clock.clone(), locale: self.locale };
        let mut conversation = Conversation::default();
        page.show(&self.greeting(&actor))?;
        while let Typed::Line(line) = input.next(conversation.prompt()).await? {
            if !input.is_shown() {
                page.echo(conversation.prompt(), &line)?;
            }
            match conversation.read(&line) {
                Step::Nothing => {}
                Step::Leave => break,
                Step::NoSuchNumber(typed) => page.show(&Reply::notice(page.locale.no_such_number(&typed)))?,
                Step::Act(Action::Press(press)) if opens_form(&press) => {
                    let reader = Actor { locale: page.locale, ..actor.as_ref().clone() };
                    if let Some(form) = self.tutor.form(&reader, &press) {
                        page.show(&form_page(&form, page.locale))?;
                        conversation.fill_in(form);
                    }
                }
                Step::Act(action) => {
                    let forgets = action == Action::Press(Press::Forget { confirmed: true });
                    let outcome = self.tutor.handle(&actor, action).await;
                    page.locale = outcome.locale;
                    page.show(&outcome.reply)?;
                    conversation.show(&outcome.reply);
                    if forgets {
                        input.forget();
                    }
                }
            }
        }
        page.say(page.locale.goodbye())
    }

    fn actor(&self) -> Actor {
        Actor {
            identity: Identity { platform: Platform::Terminal, external_id: self.name.clone() },
            name: self.name.clone(),
            place: Place::Terminal,
            thread_of: None,
            rights: Rights::default(),
            locale: self.locale,
            privacy: Privacy::Possible,
        }
    }

    fn greeting(&self, actor: &Actor) -> Reply {
        let steps = self.locale.chat_first_steps().map(|(typed, effect)| {
            let line = RichText::default().code(typed).text(format!(" — {effect}"));
            ListItem { checked: None, blocks: vec![markup::Block::Paragraph(line)] }
        });
        let mut blocks = vec![
            Block::Text(self.locale.chat_greeting(&self.name)),
            Block::Content(vec![markup::Block::List(List { start: None, items: steps.to_vec() })]),
        ];
        if let Some(question) = self.tutor.suggest(actor, Suggests::Faq, "").first() {
            blocks.push(Block::Note(self.locale.chat_for_example(&question.text).into()));
        }
        Reply::new(blocks)
    }
}

fn opens_form(press: &Press) -> bool {
    Action::Press(press.clone()).first_response() == FirstResponse::Form
}

fn form_page(form: &Form, locale: Locale) -> Reply {
    let mut blocks = vec![Block::Title(form.title.as_str().into())];
    if !form.placeholder.is_empty() {
        blocks.push(Block::Text(form.placeholder.as_str().into()));
    }
    blocks.push(Block::Note(locale.form_hint().into()));
    Reply::new(blocks)
}

/// Why a conversation broke off.
#[derive(Debug)]
enum Failure {
    Input(anyhow::Error),
    Output(io::Error),
}

/// Where replies are written.
struct Page {
    clock: Clock,
    locale: Locale,
}

impl Page {
    fn show(&mut self, reply: &Reply) -> Result<(), Failure> {
        let view = View { width: width(), locale: self.locale, now: self.clock.now() };
        let mut text = String::from("\n");
        for line in plain::lines(reply, view) {
            paint::paint(&line, &mut text);
            text.push('\n');
        }
        text.push('\n');
        write(&text)
    }

    fn say(&mut self, line: &str) -> Result<(), Failure> {
        write(&format!("{line}\n"))
    }

    /// What was read from a pipe, as it would stand at the prompt.
    fn echo(&mut self, prompt: &str, line: &str) -> Result<(), Failure> {
        let line: String = line.chars().filter(|c| !c.is_control()).collect();
        write(&format!("{prompt}{line}\n"))
    }
}

/// Colours go where a terminal reads them and `NO_COLOR` allows it.
fn write(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Failure::Output)
}

/// The columns of the terminal; of what `COLUMNS` says in a pipe.
pub(crate) fn width() -> usize {
    let terminal = if io::stdout().is_terminal() { terminal_size::terminal_size_of(io::stdout()) } else { None };
    let told = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let columns = terminal.map(|(width, _)| usize::from(width.0)).or_else(told);
    columns.unwrap_or(USUAL).min(WIDEST)
}

/// Prints one reply, for commands that answer once.
pub(crate) fn print(reply: &Reply, locale: Locale, clock: &Clock) -> anyhow::Result<()> {
    let view = View { width: width(), locale, now: clock.now() };
    let mut text = String::new();
    for line in plain::lines(reply, view) {
        paint::paint(&line, &mut text);
        text.push('\n');
    }
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error).context("cannot write to the terminal"),
        _ => Ok(()),
    }
}
