//! Sets of choices by the letters under which they are shown.

/// A set of choices by the letters shown: bit 0 is A.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Letters(u32);

impl Letters {
    /// As many choices as a question may have: a select menu holds 25.
    pub const MAX: usize = 25;

    pub const NONE: Self = Self(0);

    /// The set with one choice, counted from 0; `None` beyond the last letter.
    pub fn one(index: usize) -> Option<Self> {
        (index < Self::MAX).then(|| Self(1 << index))
    }

    /// Reads upper-case or lower-case letters without anything between them: `AC`.
    pub fn parse(text: &str) -> Option<Self> {
        text.chars().try_fold(Self::NONE, |letters, c| {
            let index = u32::from(c.to_ascii_uppercase()).checked_sub(u32::from('A'))?;
            Some(letters.with(Self::one(usize::try_from(index).ok()?)?))
        })
    }

    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub fn contains(self, index: usize) -> bool {
        index < Self::MAX && self.0 & (1 << index) != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The chosen positions in the order shown, counted from 0.
    pub fn indices(self) -> impl Iterator<Item = usize> {
        (0..Self::MAX).filter(move |index| self.contains(*index))
    }

    /// The letter of a position: `A` for 0.
    pub fn letter(index: usize) -> char {
        u8::try_from(index).ok().filter(|i| usize::from(*i) < Self::MAX).map_or('?', |i| char::from(b'A' + i))
    }
}

impl std::fmt::Display for Letters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.indices().try_for_each(|index| write!(f, "{}", Self::letter(index)))
    }
}
