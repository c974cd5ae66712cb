//! Numbers and ranges of numbers, as question banks and the native form write them: a point before decimals.

use std::fmt;

use crate::course::NumberRange;

/// A finite decimal number, with sign and exponent; no "inf", no "nan".
pub(crate) fn number(text: &str) -> Option<f64> {
    let is_part = |b: u8| matches!(b, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E');
    if !text.bytes().all(is_part) || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

impl NumberRange {
    /// Reads `42`, `3.14 ± 0.01` (also `+-` and `+/-`) or `2..3`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().replace('\u{2212}', "-");
        let part = |text: &str| number(text.trim());
        if let Some((low, high)) = text.split_once("..") {
            return Some(Self::Between { low: part(low)?, high: part(high)? }).filter(|range| range.is_valid());
        }
        let tolerant = ["±", "+/-", "+-"].iter().find_map(|sign| text.split_once(sign));
        let (value, tolerance) = tolerant.unwrap_or((&text, "0"));
        Some(Self::Around { value: part(value)?, tolerance: part(tolerance)? }).filter(|range| range.is_valid())
    }

    pub(super) fn is_valid(self) -> bool {
        match self {
            Self::Around { value, tolerance } => value.is_finite() && tolerance.is_finite() && tolerance >= 0.0,
            Self::Between { low, high } => low.is_finite() && high.is_finite() && low <= high,
        }
    }

    /// The lowest and the highest number that count.
    pub(crate) fn bounds(self) -> (f64, f64) {
        match self {
            Self::Around { value, tolerance } => (value - tolerance, value + tolerance),
            Self::Between { low, high } => (low, high),
        }
    }
}

/// As [`NumberRange::parse`] reads it.
impl fmt::Display for NumberRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Around { value, tolerance } if *tolerance == 0.0 => write!(f, "{value}"),
            Self::Around { value, tolerance } => write!(f, "{value} ± {tolerance}"),
            Self::Between { low, high } => write!(f, "{low}..{high}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ranges_are_read_in_each_form() {
        assert_eq!(NumberRange::parse("42"), Some(NumberRange::Around { value: 42.0, tolerance: 0.0 }));
        for text in ["2.5 ± 0.5", "2.5+-0.5", "2.5 +/- .5", "2.5±5e-1"] {
            assert_eq!(NumberRange::parse(text), Some(NumberRange::Around { value: 2.5, tolerance: 0.5 }), "{text}");
        }
        assert_eq!(NumberRange::parse("\u{2212}2..3"), Some(NumberRange::Between { low: -2.0, high: 3.0 }));
        for text in ["", "2,5", "3..2", "1 ± -1", "inf", "NaN", "1e999", "1..2..3", "..2", "one"] {
            assert_eq!(NumberRange::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(a in -1e12..1e12f64, b in 0.0..1e12f64, is_between: bool) {
            let range = if is_between {
                NumberRange::Between { low: a, high: a + b }
            } else {
                NumberRange::Around { value: a, tolerance: b }
            };
            prop_assert_eq!(NumberRange::parse(&range.to_string()), Some(range));
        }
    }
}
