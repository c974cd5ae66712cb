//! Keeping track of code fences while a page is read line by line: what looks like a directive in code often is code.

/// The fence that is open, if one is.
#[derive(Debug, Default)]
pub(crate) struct Fences {
    open: Option<Fence>,
}

#[derive(Debug)]
struct Fence {
    mark: char,
    length: usize,
}

/// What a line is to the fences around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    Text,
    /// Opens a fence.
    Opening,
    /// Stands inside a fence.
    Code,
    /// Closes the fence.
    Closing,
}

impl Fences {
    /// Takes the next line.
    pub(crate) fn line(&mut self, line: &str) -> Line {
        let text = line.trim_start_matches([' ', '\t', '>']);
        let mark = text.chars().next().filter(|mark| matches!(mark, '`' | '~'));
        let length = mark.map_or(0, |mark| text.chars().take_while(|&c| c == mark).count());
        let rest = text.get(length..).unwrap_or_default();
        match (&self.open, mark) {
            (Some(open), Some(mark)) if mark == open.mark && length >= open.length && rest.trim().is_empty() => {
                self.open = None;
                Line::Closing
            }
            (Some(_), _) => Line::Code,
            (None, Some(mark)) if length >= 3 && !(mark == '`' && rest.contains('`')) => {
                self.open = Some(Fence { mark, length });
                Line::Opening
            }
            (None, _) => Line::Text,
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.open.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_ends_with_its_own_mark() {
        let mut fences = Fences::default();
        let kinds: Vec<_> = ["a", "````js", "```", "~~~~", "`````", "``x``", "  ~~~", "~~~ x", "  ~~~~"]
            .map(|line| fences.line(line))
            .into();
        use Line::{Closing, Code, Opening, Text};
        assert_eq!(kinds, [Text, Opening, Code, Code, Closing, Text, Opening, Code, Closing]);
        assert!(!fences.is_open());
    }
}
