//! From text to the keys that search compares: words split and joined, lower case, stemmed in the course's language.
//!
//! Identifiers are split into their parts and kept whole, so that `asyncio.gather`, `asyncio` and `gather` all find
//! each other; a whole is written without its connectors, so that `UploadFile`, `upload_file` and `upload-file` are
//! one word. Chinese, Japanese and Korean run without spaces: they are cut into pairs of characters.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, StopWordFilter, TextAnalyzer, TokenFilter, TokenStream};

use super::{english, vocabulary::Kind};

/// Longer keys are hashes, base64 and the like: nobody asks for them.
const MAX_KEY_CHARS: usize = 40;

/// What a key is to the word that it was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Form {
    /// The word itself.
    Plain,
    /// A part of an identifier or compound.
    Part,
    /// All parts of an identifier or compound, joined.
    Whole,
}

/// Calls `each` for every word of `text`, as it is written.
pub(super) fn each_word<'a>(text: &'a str, mut each: impl FnMut(&'a str)) {
    let mut start = None;
    let mut chars = text.char_indices().peekable();
    let mut previous = ' ';
    while let Some((at, c)) = chars.next() {
        let inside = if c.is_alphanumeric() || c == '_' {
            start.is_none() || is_cjk(c) == is_cjk(previous)
        } else {
            let next = chars.peek().map_or(' ', |(_, next)| *next);
            start.is_some() && joins(c, previous, next)
        };
        if !inside && let Some(start) = start.take() {
            each(text.get(start..at).unwrap_or_default());
        }
        if start.is_none() && (c.is_alphanumeric() || c == '_') {
            start = Some(at);
        }
        previous = c;
    }
    if let Some(start) = start {
        each(text.get(start..).unwrap_or_default());
    }
}

/// Whether `c` holds a word together: `a.b`, `a-b`, `a::b`, `don't`.
fn joins(c: char, previous: char, next: char) -> bool {
    match c {
        '.' | '-' | '\'' | '’' => previous.is_alphanumeric() && next.is_alphanumeric() && !is_cjk(next),
        ':' => (previous.is_alphanumeric() && next == ':') || (previous == ':' && next.is_alphanumeric()),
        _ => false,
    }
}

/// Calls `each` with the keys of one written word, not yet stemmed.
pub(super) fn each_key(word: &str, mut each: impl FnMut(&str, Form)) {
    let word = without_possessive(word);
    if word.chars().next().is_some_and(is_cjk) {
        return each_pair(word, each);
    }
    if word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return emit(word, Form::Plain, &mut each);
    }
    let segments: Vec<&str> = word.split(['.', '-', ':']).filter(|segment| !segment.is_empty()).collect();
    let parts: Vec<Vec<String>> = segments.iter().map(|segment| parts(segment)).collect();
    let count: usize = parts.iter().map(Vec::len).sum();
    let form = if count > 1 { Form::Part } else { Form::Plain };
    if parts.iter().flatten().all(|part| part.bytes().all(|b| b.is_ascii_digit())) {
        return emit(&segments.join("."), Form::Plain, &mut each);
    }
    parts.iter().flatten().for_each(|part| emit(part, form, &mut each));
    for segment in parts.iter().filter(|segment| segment.len() > 1 && segment.len() < count) {
        emit(&segment.concat(), Form::Whole, &mut each);
    }
    if count > 1 {
        emit(&parts.iter().flatten().map(String::as_str).collect::<String>(), Form::Whole, &mut each);
    }
}

fn emit(key: &str, form: Form, each: &mut impl FnMut(&str, Form)) {
    if !key.is_empty() && key.chars().count() <= MAX_KEY_CHARS {
        each(key, form);
    }
}

/// `Starlette's` is about Starlette; `don't` is one word, `dont`.
fn without_possessive(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

/// Cuts `getUserById`, `HTTPException` and `get_user` into lower-case parts. A single letter stays with its neighbour
/// (`OAuth`), and so does the s of a plural (`APIs`).
fn parts(segment: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for piece in segment.split('_') {
        let chars: Vec<char> = piece.chars().filter(|c| c.is_alphanumeric()).collect();
        let mut part = String::new();
        let mut part_chars = 0;
        for (i, &c) in chars.iter().enumerate() {
            let rest = chars.len() - i;
            let hump = c.is_uppercase()
                && part_chars > 1
                && (chars.get(i - 1).is_some_and(|p| !p.is_uppercase())
                    || (chars.get(i + 1).is_some_and(|n| n.is_lowercase()) && rest > 2));
            if hump && rest > 1 {
                parts.push(std::mem::take(&mut part));
                part_chars = 0;
            }
            part.extend(c.to_lowercase());
            part_chars += 1;
        }
        if !part.is_empty() {
            parts.push(part);
        }
    }
    parts
}

fn each_pair(run: &str, mut each: impl FnMut(&str, Form)) {
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    if starts.len() == 2 {
        return each(run, Form::Plain);
    }
    for pair in starts.windows(3) {
        if let [from, _, to] = pair {
            each(run.get(*from..*to).unwrap_or_default(), Form::Plain);
        }
    }
}

/// Scripts that are written without spaces between words.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(u32::from(c),
        0x2E80..=0x2FDF | 0x3005..=0x3007 | 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0xFF66..=0xFF9D | 0x20000..=0x3FFFF)
}

/// The stemmer and the stop words of one language. An analyser is one caller's for the microsecond that a word takes; a
/// copy for each word would take longer than the word.
pub(super) struct Speech {
    stemmer: Option<Mutex<TextAnalyzer>>,
    stop_words: Option<Mutex<TextAnalyzer>>,
    english: bool,
}

impl Speech {
    /// By BCP 47 primary subtag; a language without a stemmer is compared word by word.
    pub(super) fn new(language: &str) -> Self {
        let known = known_language(language);
        Self {
            stemmer: known.map(|language| analyser(Stemmer::new(language))),
            stop_words: known.and_then(StopWordFilter::new).map(analyser),
            english: matches!(known, Some(Language::English)),
        }
    }

    pub(super) fn stem(&self, key: &str) -> String {
        let Some(stemmer) = &self.stemmer else { return key.to_owned() };
        let mut stemmer = lock(stemmer);
        let mut stream = stemmer.token_stream(key);
        if stream.advance() { std::mem::take(&mut stream.token_mut().text) } else { key.to_owned() }
    }

    /// Words with what else they may be called; only English has a list.
    pub(super) fn alike(&self) -> Vec<(&'static str, &'static str)> {
        if self.english { english::alike().collect() } else { Vec::new() }
    }

    /// English has lists of our own, made for questions; other languages have the stop words of their stemmer's project.
    pub(super) fn kind(&self, key: &str) -> Kind {
        if self.english {
            return english::kind(key);
        }
        let is_stop_word =
            self.stop_words.as_ref().is_some_and(|stop_words| !lock(stop_words).token_stream(key).advance());
        if is_stop_word { Kind::Stop } else { Kind::Topic }
    }
}

fn analyser(filter: impl TokenFilter) -> Mutex<TextAnalyzer> {
    Mutex::new(TextAnalyzer::builder(RawTokenizer::default()).filter(filter).build())
}

fn lock(analyser: &Mutex<TextAnalyzer>) -> MutexGuard<'_, TextAnalyzer> {
    // Each stream begins anew, whatever became of the last one.
    analyser.lock().unwrap_or_else(PoisonError::into_inner)
}

fn known_language(subtag: &str) -> Option<Language> {
    Some(match subtag {
        "ar" => Language::Arabic,
        "da" => Language::Danish,
        "de" => Language::German,
        "el" => Language::Greek,
        "en" => Language::English,
        "es" => Language::Spanish,
        "fi" => Language::Finnish,
        "fr" => Language::French,
        "hu" => Language::Hungarian,
        "it" => Language::Italian,
        "nb" | "nn" | "no" => Language::Norwegian,
        "nl" => Language::Dutch,
        "pt" => Language::Portuguese,
        "ro" => Language::Romanian,
        "ru" => Language::Russian,
        "sv" => Language::Swedish,
        "ta" => Language::Tamil,
        "tr" => Language::Turkish,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        let mut keys = Vec::new();
        each_word(text, |word| each_key(word, |key, _| keys.push(key.to_owned())));
        keys
    }

    #[test]
    fn identifiers_are_split_and_kept_whole() {
        assert_eq!(keys("asyncio.gather()"), ["asyncio", "gather", "asynciogather"]);
        assert_eq!(keys("getUserById"), ["get", "user", "by", "id", "getuserbyid"]);
        assert_eq!(keys("HTTPException"), ["http", "exception", "httpexception"]);
        assert_eq!(
            keys("app.dependency_overrides[get_db]").join(" "),
            "app dependency overrides dependencyoverrides appdependencyoverrides get db getdb"
        );
        assert_eq!(keys("std::mem::swap"), ["std", "mem", "swap", "stdmemswap"]);
        assert_eq!(keys("uv add --only-extra"), ["uv", "add", "only", "extra", "onlyextra"]);
    }

    #[test]
    fn single_letters_and_plurals_stay_with_their_neighbours() {
        assert_eq!(keys("OAuth2 APIs, IDs"), ["oauth2", "apis", "ids"]);
        assert_eq!(keys("OAuth2PasswordBearer"), ["oauth2", "password", "bearer", "oauth2passwordbearer"]);
        assert_eq!(keys("Starlette's __init__ don't"), ["starlette", "init", "dont"]);
    }

    #[test]
    fn text_without_spaces_is_cut_into_pairs() {
        assert_eq!(keys("异步编程 async"), ["异步", "步编", "编程", "async"]);
        assert_eq!(keys("用async写"), ["用", "async", "写"]);
    }
}
