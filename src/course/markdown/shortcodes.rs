//! Small marks in running text that only MkDocs' extensions understand: attribute lists, icons, annotations.

/// Takes away what the site would not show: `{ .annotate }`, `{target=_blank}`, `:material-check:`, `(1)!`.
pub(super) fn without_marks(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', ':', '!']) {
        let (before, marked) = rest.split_at(at);
        shown.push_str(before);
        let taken = attribute_list(marked).or_else(|| icon(marked)).or_else(|| annotation(before, marked));
        let length = taken.unwrap_or_else(|| {
            shown.push_str(marked.get(..1).unwrap_or_default());
            1
        });
        rest = marked.get(length..).unwrap_or_default();
    }
    shown.push_str(rest);
    shown
}

/// The length of `{ .class #id key=value }` at the start of `text`.
pub(super) fn attribute_list(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('{')?;
    let end = inner.find('}')?;
    let list = inner.get(..end)?;
    let list = list.strip_prefix(':').unwrap_or(list).trim();
    let attributes = without_quoted_spaces(list);
    let all_are = !attributes.is_empty() && attributes.split_whitespace().all(is_attribute);
    all_are.then_some(end + 2)
}

fn is_attribute(word: &str) -> bool {
    match word.split_at_checked(1) {
        Some(("." | "#", name)) => !name.is_empty() && name.chars().all(is_name_character),
        _ => word.split_once('=').is_some_and(|(key, _)| !key.is_empty() && key.chars().all(is_name_character)),
    }
}

fn is_name_character(c: char) -> bool {
    c.is_alphanumeric() || "-_:.".contains(c)
}

fn without_quoted_spaces(list: &str) -> String {
    let mut quoted = false;
    let kept = list.chars().filter(|&c| {
        quoted ^= c == '"';
        !(quoted && c == ' ')
    });
    kept.collect()
}

/// The length of an icon's short code at the start of `text`.
fn icon(text: &str) -> Option<usize> {
    const SETS: [&str; 4] = ["material-", "fontawesome-", "octicons-", "simple-"];
    let name = text.strip_prefix(':')?;
    let end = name.find(':')?;
    let name = name.get(..end)?;
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (plain && SETS.iter().any(|set| name.starts_with(set))).then_some(end + 2)
}

/// The exclamation mark of an annotation `(1)!`.
fn annotation(before: &str, text: &str) -> Option<usize> {
    let number = before.strip_suffix(')')?.rsplit_once('(')?.1;
    let annotates = text.starts_with('!') && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    annotates.then_some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_marks_go() {
        assert_eq!(without_marks("a{.internal-link target=_blank} b"), "a b");
        assert_eq!(without_marks("{ title=\"a b\" .x }end"), "end");
        assert_eq!(without_marks(":material-check: yes, (1)! no!"), " yes, (1) no!");
        for kept in ["{\"a\": 1}", "{}", "{item_id}", "time 12:30:15 {", "a: b: c", "{ } :x", "(a)!"] {
            assert_eq!(without_marks(kept), kept);
        }
    }
}
