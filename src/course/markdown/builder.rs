//! Builds blocks from the events of the Markdown parser. HTML comes in through [`mod@super::html`].

mod nesting;

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::{
    CodeFence, Dialect, Flavour, Heading, Link, Node, NodeKind, Page, fence,
    frames::{Frame, FrameKind, TableRows},
    html,
    inline::{Inline, Line},
    shortcodes,
    slug::{SlugRules, Slugger},
};
use crate::markup::Block;

/// The state of reading one page.
pub(super) struct Builder<'a> {
    pub(super) dialect: Dialect<'a>,
    pub(super) page: Page,
    pub(super) frames: Vec<Frame>,
    pub(super) line: Line,
    /// Where the line began.
    pub(super) line_at: usize,
    pub(super) code: Option<OpenCode>,
    /// The caption that the next code block gets.
    pub(super) caption: Option<String>,
    /// Inside FastAPI's animated terminal, whose code is HTML.
    pub(super) terminal: bool,
    /// The HTML element whose content is thrown away.
    pub(super) dropped: Option<String>,
    pub(super) heading: Option<OpenHeading>,
    slugger: Slugger,
    images: Vec<OpenImage>,
    /// Pictures that stood in the line being read.
    pictures: Vec<Block>,
    html: Option<(String, usize)>,
}

#[derive(Debug)]
pub(super) struct OpenCode {
    pub at: usize,
    pub info: String,
    pub text: String,
}

#[derive(Debug)]
pub(super) struct OpenHeading {
    pub at: usize,
    pub level: u8,
    pub id: Option<String>,
    pub classes: Vec<String>,
}

#[derive(Debug)]
struct OpenImage {
    destination: String,
    alt: String,
    span: Range<usize>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(dialect: Dialect<'a>, rules: SlugRules) -> Self {
        Self {
            dialect,
            page: Page::default(),
            frames: Vec::new(),
            line: Line::default(),
            line_at: 0,
            code: None,
            caption: None,
            terminal: false,
            dropped: None,
            heading: None,
            slugger: Slugger::new(rules),
            images: Vec::new(),
            pictures: Vec::new(),
            html: None,
        }
    }

    pub(super) fn event(&mut self, event: Event<'_>, span: Range<usize>) {
        if let Some((html, _)) = &mut self.html {
            match event {
                Event::Html(text) | Event::Text(text) => return html.push_str(&text),
                _ => self.end_html_block(),
            }
        }
        let at = span.start;
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(code) => self.inline_code(&code),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.inline_code(&text),
            Event::Html(html) => self.html_block(&html, at),
            Event::InlineHtml(html) => self.inline_html(&html, at),
            Event::FootnoteReference(label) => self.line.push(&format!("[{label}]")),
            Event::SoftBreak => self.line.push(" "),
            Event::HardBreak => self.line.push("\n"),
            Event::Rule => self.push(Block::Rule, at),
            Event::TaskListMarker(checked) => self.tick(checked),
        }
    }

    pub(super) fn finish(mut self) -> Page {
        self.end_html_block();
        self.end_code();
        self.end_line();
        while !self.frames.is_empty() {
            self.close_frame();
        }
        self.page
    }

    fn start(&mut self, tag: Tag<'_>, span: Range<usize>) {
        let at = span.start;
        match tag {
            Tag::Paragraph | Tag::DefinitionListTitle => self.start_line(at),
            Tag::Heading { level, id, classes, .. } => {
                self.start_line(at);
                let classes = classes.iter().map(ToString::to_string).collect();
                self.heading = Some(OpenHeading { at, level: number(level), id: id.map(|id| id.to_string()), classes });
            }
            Tag::BlockQuote(None) => self.open_frame(None, at, FrameKind::Quote),
            Tag::BlockQuote(Some(kind)) => {
                self.open_frame(None, at, FrameKind::Admonition { kind: alert(kind).to_owned(), title: None });
            }
            Tag::CodeBlock(kind) => {
                self.end_line();
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some(OpenCode { at, info, text: String::new() });
            }
            Tag::HtmlBlock => self.html = Some((String::new(), at)),
            Tag::List(start) => {
                self.open_frame(None, at, FrameKind::List { start, items: Vec::new(), offsets: Vec::new() });
            }
            Tag::Item => self.open_frame(None, at, FrameKind::Item { checked: None }),
            Tag::FootnoteDefinition(label) => self.open_frame(None, at, FrameKind::Footnote(label.to_string())),
            Tag::Table(_) => self.open_frame(None, at, FrameKind::Table(TableRows::default())),
            Tag::DefinitionListDefinition => self.open_frame(None, at, FrameKind::Group),
            Tag::Emphasis => self.line.start(Inline::Emphasis),
            Tag::Strong => self.line.start(Inline::Strong),
            Tag::Strikethrough => self.line.start(Inline::Strikethrough),
            Tag::Link { dest_url, .. } => self.start_link(&dest_url, span),
            Tag::Image { dest_url, .. } => {
                self.images.push(OpenImage { destination: dest_url.to_string(), alt: String::new(), span });
            }
            Tag::DefinitionList
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.end_line(),
            TagEnd::Heading(_) | TagEnd::DefinitionListTitle => self.end_heading(),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.end_html_block(),
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::Table
            | TagEnd::DefinitionListDefinition => self.close_markdown_frame(),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::TableHead => self.end_row(true),
            TagEnd::TableRow => self.end_row(false),
            TagEnd::Emphasis => self.line.end(Inline::Emphasis),
            TagEnd::Strong => self.line.end(Inline::Strong),
            TagEnd::Strikethrough => self.line.end(Inline::Strikethrough),
            TagEnd::Link => self.line.end_link(),
            TagEnd::Image => self.end_image(),
            TagEnd::DefinitionList | TagEnd::Superscript | TagEnd::Subscript | TagEnd::MetadataBlock(_) => {}
        }
    }

    pub(super) fn start_line(&mut self, at: usize) {
        self.end_line();
        self.line_at = at;
    }

    /// Ends the paragraph being read, if there is one.
    pub(super) fn end_line(&mut self) {
        if self.heading.is_some() {
            return self.end_heading();
        }
        let at = self.line_at;
        if let Some(text) = self.line.take() {
            self.push(Block::Paragraph(text), at);
        }
        for picture in std::mem::take(&mut self.pictures) {
            self.push(picture, at);
        }
    }

    /// Ends a heading, or a line that stands for one.
    pub(super) fn end_heading(&mut self) {
        let open = self.heading.take();
        let title = self.line.take().unwrap_or_default();
        self.pictures.clear();
        let Some(open) = open else {
            let at = self.line_at;
            return self.push(Block::Heading(title), at);
        };
        let id = open.id;
        let anchor = match &id {
            Some(id) => {
                self.slugger.take(id);
                id.clone()
            }
            None => self.slugger.slug(&title.to_string()),
        };
        if open.level <= 3 {
            self.close_groups();
        }
        if !self.frames.is_empty() {
            self.page.anchors.push(anchor);
            return self.push(Block::Heading(title), open.at);
        }
        let heading = Heading { level: open.level, title, anchor, explicit: id.is_some(), classes: open.classes };
        self.page.nodes.push(Node { at: open.at, kind: NodeKind::Heading(heading) });
    }

    fn text(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            code.text.push_str(text);
        } else if let Some(image) = self.images.last_mut() {
            image.alt.push_str(text);
        } else if self.dropped.is_some() {
        } else if self.dialect.flavour == Flavour::MkDocs {
            self.line.push(&shortcodes::without_marks(text));
        } else {
            self.line.push(text);
        }
    }

    fn inline_code(&mut self, code: &str) {
        match self.images.last_mut() {
            Some(image) => image.alt.push_str(code),
            None if self.dropped.is_some() => {}
            None => self.line.push_code(code),
        }
    }

    pub(super) fn start_link(&mut self, destination: &str, span: Range<usize>) {
        self.line.start_link((self.dialect.address)(destination));
        self.page.links.push(Link { destination: destination.to_owned(), span });
    }

    fn end_image(&mut self) {
        if let Some(image) = self.images.pop() {
            self.picture(&image.alt, &image.destination, image.span);
        }
    }

    /// A picture: a block of its own after the line it stands in, its alternative text where no block can be.
    pub(super) fn picture(&mut self, alt: &str, destination: &str, span: Range<usize>) {
        if alt.trim().is_empty() {
            self.page.images_without_alt.push(span.clone());
        }
        let url = (self.dialect.address)(destination);
        self.page.links.push(Link { destination: destination.to_owned(), span });
        if let Some(outer) = self.images.last_mut() {
            outer.alt.push_str(alt);
        } else if self.heading.is_some() || self.in_cell() {
            self.line.push(alt);
        } else if !alt.trim().is_empty() || url.is_some() {
            self.pictures.push(Block::Image { alt: alt.trim().to_owned(), url });
        }
    }

    pub(super) fn end_code(&mut self) {
        let Some(mut open) = self.code.take() else { return };
        if self.terminal {
            open.text = html::without_tags(&open.text);
        }
        let mut code = fence::code(&open.info, &open.text, self.dialect.flavour);
        if let Some(caption) = self.caption.take() {
            code.title = Some(caption);
        }
        // A fence of a quiz's key may be empty and still says something.
        let says_something = !code.text.trim().is_empty() || !open.info.is_empty();
        let (language, run) = (code.language.clone(), code.run);
        self.page.codes.push(CodeFence { at: open.at, info: open.info, language, run });
        if says_something {
            self.push(Block::Code(code), open.at);
        }
    }

    fn end_html_block(&mut self) {
        if let Some((html, at)) = self.html.take() {
            self.html_block(&html, at);
        }
    }

    fn tick(&mut self, ticked: bool) {
        if let Some(Frame { kind: FrameKind::Item { checked }, .. }) = self.frames.last_mut() {
            *checked = Some(ticked);
        }
    }

    fn in_cell(&self) -> bool {
        self.frames.iter().any(|frame| matches!(frame.kind, FrameKind::Table(_)))
    }

    pub(super) fn end_cell(&mut self) {
        let text = self.line.take().unwrap_or_default();
        if let Some(Frame { kind: FrameKind::Table(rows), .. }) = self.frames.last_mut() {
            rows.row.push(text);
        }
    }

    pub(super) fn end_row(&mut self, is_header: bool) {
        if let Some(Frame { kind: FrameKind::Table(rows), .. }) = self.frames.last_mut() {
            rows.end_row(is_header);
        }
    }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn alert(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}
