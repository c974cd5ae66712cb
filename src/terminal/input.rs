//! Where lines come from: an editor at a terminal, plain lines from anything else.

use std::{
    borrow::Cow,
    fs,
    io::{self, BufRead, IsTerminal, Read},
    path::Path,
    sync::Arc,
};

use anyhow::Context;
use reedline::{
    ColumnarMenu, Emacs, FileBackedHistory, KeyCode, KeyModifiers, MenuBuilder, Prompt, PromptEditMode,
    PromptHistorySearch, Reedline, ReedlineEvent, ReedlineMenu, Signal, default_emacs_keybindings,
};

use super::{Failure, complete::Titles};
use crate::{action::Actor, tutor::Tutor};

/// Lines that the arrow keys bring back.
const HISTORY: usize = 1000;

/// Bytes of one line from a pipe; what is longer goes on as the next line.
const MAX_LINE: u64 = 1 << 20;

const MENU: &str = "completion";

/// Reads lines. `None` while a line is being read.
pub struct Input {
    source: Option<Source>,
    is_shown: bool,
}

enum Source {
    Editor(Box<Reedline>),
    Lines,
}

/// What came of reading.
#[derive(Debug, PartialEq, Eq)]
pub enum Typed {
    Line(String),
    End,
}

impl Input {
    pub fn open(tutor: Arc<Tutor>, actor: Arc<Actor>, history: Option<&Path>) -> Self {
        let at_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
        let source = if at_terminal { Source::Editor(Box::new(editor(tutor, actor, history))) } else { Source::Lines };
        Self { source: Some(source), is_shown: at_terminal }
    }

    /// Whether what is typed already stands on the screen.
    pub fn is_shown(&self) -> bool {
        self.is_shown
    }

    /// Waits for the next line, off the event loop.
    pub async fn next(&mut self, prompt: &'static str) -> Result<Typed, Failure> {
        let mut source = self.source.take().expect("a line is read only after the one before it");
        let read = tokio::task::spawn_blocking(move || {
            let typed = source.read(prompt);
            (source, typed)
        });
        let (source, typed) = read.await.context("the prompt broke down").map_err(Failure::Input)?;
        self.source = Some(source);
        typed.map_err(Failure::Input)
    }

    /// Forgets what was typed so far, here and in the history's file.
    pub fn forget(&mut self) {
        if let Some(Source::Editor(editor)) = &mut self.source
            && let Err(error) = editor.history_mut().clear()
        {
            tracing::warn!(%error, "cannot clear the history of typed lines");
        }
    }
}

impl Source {
    fn read(&mut self, prompt: &'static str) -> anyhow::Result<Typed> {
        match self {
            Self::Editor(editor) => loop {
                match editor.read_line(&Sign(prompt))? {
                    Signal::Success(line) => return Ok(Typed::Line(line)),
                    // As in a shell, Ctrl-C gives up the line and Ctrl-D leaves.
                    Signal::CtrlC => return Ok(Typed::Line(String::new())),
                    Signal::CtrlD => return Ok(Typed::End),
                    _ => {}
                }
            },
            Self::Lines => {
                let mut bytes = Vec::new();
                if io::stdin().lock().take(MAX_LINE).read_until(b'\n', &mut bytes)? == 0 {
                    return Ok(Typed::End);
                }
                let line = String::from_utf8_lossy(&bytes);
                Ok(Typed::Line(line.trim_end_matches(['\n', '\r']).to_owned()))
            }
        }
    }
}

fn editor(tutor: Arc<Tutor>, actor: Arc<Actor>, history: Option<&Path>) -> Reedline {
    let mut keys = default_emacs_keybindings();
    let complete = ReedlineEvent::UntilFound(vec![ReedlineEvent::Menu(MENU.to_owned()), ReedlineEvent::MenuNext]);
    keys.add_binding(KeyModifiers::NONE, KeyCode::Tab, complete);
    let menu = ColumnarMenu::default().with_name(MENU).with_columns(1);
    let colours = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let editor = Reedline::create()
        .with_ansi_colors(colours)
        .with_completer(Box::new(Titles::new(tutor, actor)))
        .with_menu(ReedlineMenu::EngineCompleter(Box::new(menu)))
        .with_edit_mode(Box::new(Emacs::new(keys)));
    match history.map(open_history) {
        Some(Ok(history)) => {
            editor.with_history(Box::new(history)).with_hinter(Box::new(reedline::DefaultHinter::default()))
        }
        Some(Err(error)) => {
            tracing::warn!(%error, "typed lines are not kept");
            editor
        }
        None => editor,
    }
}

fn open_history(path: &Path) -> anyhow::Result<FileBackedHistory> {
    if let Some(folder) = path.parent() {
        private_folder(folder).with_context(|| format!("cannot make folder {}", folder.display()))?;
    }
    FileBackedHistory::with_file(HISTORY, path.to_owned()).with_context(|| format!("cannot use {}", path.display()))
}

/// What was typed is nobody else's business.
fn private_folder(path: &Path) -> io::Result<()> {
    let mut folder = fs::DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.create(path)
}

/// The prompt.
struct Sign(&'static str);

impl Prompt for Sign {
    fn render_prompt_left(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    fn render_prompt_right(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_indicator(&self, _mode: PromptEditMode) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_multiline_indicator(&self) -> Cow<'_, str> {
        Cow::Borrowed("… ")
    }

    fn render_prompt_history_search_indicator(&self, search: PromptHistorySearch) -> Cow<'_, str> {
        Cow::Owned(format!("({}) ", search.term))
    }
}
