//! The order of files and the ids made from their names: `03-asyncio.md` comes third and is called `asyncio`.

use std::cmp::Ordering;

/// The name without its number in front: `03-asyncio`, `3. asyncio` and `03_asyncio` are `asyncio`.
pub(crate) fn without_number(name: &str) -> &str {
    number_prefix(name).map_or(name, |(_, rest)| rest)
}

/// The number in front of a name and what follows. A date or a bare number is no prefix.
pub(crate) fn number_prefix(name: &str) -> Option<(u64, &str)> {
    let digits = name.find(|c: char| !c.is_ascii_digit())?;
    let (number, rest) = name.split_at_checked(digits)?;
    let number = number.parse().ok()?;
    let title = rest.strip_prefix(['-', '_', '.', ' '])?.trim_start_matches(['-', '_', ' ']);
    let dated = title.starts_with(|c: char| c.is_ascii_digit());
    (!dated && !title.is_empty()).then_some((number, title))
}

/// The lesson's id: its path without numbers in front, without ending and without white space.
pub(crate) fn lesson_id(path: &str) -> String {
    let path = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let names = path.split('/').map(without_number);
    let id = names.collect::<Vec<_>>().join("/");
    id.split_whitespace().collect::<Vec<_>>().join("-")
}

/// Compares paths as a table of contents would: an index page first, numbers in front as numbers, then by name;
/// what lies in a folder stays together.
pub(crate) fn compare_paths(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.split('/').peekable(), b.split('/').peekable());
    loop {
        let (Some(left), Some(right)) = (a.next(), b.next()) else {
            return a.peek().is_some().cmp(&b.peek().is_some());
        };
        let order = compare_names(left, a.peek().is_none(), right, b.peek().is_none());
        if order != Ordering::Equal {
            return order;
        }
    }
}

fn compare_names(a: &str, a_is_file: bool, b: &str, b_is_file: bool) -> Ordering {
    let index = |name: &str, is_file: bool| is_file && is_index(name);
    index(b, b_is_file).cmp(&index(a, a_is_file)).then_with(|| {
        let key = |name| number_prefix(name).map_or((u64::MAX, name), |(number, rest)| (number, rest));
        let ((a_number, a_rest), (b_number, b_rest)) = (key(a), key(b));
        a_number.cmp(&b_number).then_with(|| a_rest.to_lowercase().cmp(&b_rest.to_lowercase())).then_with(|| a.cmp(b))
    })
}

/// Whether a file is the first page of its folder.
pub(crate) fn is_index(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name);
    stem.eq_ignore_ascii_case("index") || stem.eq_ignore_ascii_case("readme")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_front_order_but_do_not_name() {
        let mut paths = ["10-z.md", "b.md", "2-a.md", "README.md", "03-x/02-b.md", "03-x/index.md", "03-x/01-c.md"];
        paths.sort_by(|a, b| compare_paths(a, b));
        assert_eq!(paths, ["README.md", "2-a.md", "03-x/index.md", "03-x/01-c.md", "03-x/02-b.md", "10-z.md", "b.md"]);
        assert_eq!(lesson_id("03-x/02-event loop.md"), "x/event-loop");
        assert_eq!(lesson_id("2024-01-02-news.md"), "2024-01-02-news");
        assert_eq!(lesson_id("404.md"), "404");
        assert_eq!(lesson_id("ch01.1-x.md"), "ch01.1-x");
    }
}
