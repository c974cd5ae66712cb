//! Numbers as teachers write them: `42`, `3.14 ± 0.01`, `2..3`.

use crate::course::NumberRange;

/// Reads a range. The decimal separator is a point.
pub(super) fn range(text: &str) -> Option<NumberRange> {
    if let Some((low, high)) = text.split_once("..") {
        let (low, high) = (number(low)?, number(high)?);
        return (low <= high).then_some(NumberRange::Between { low, high });
    }
    let tolerance = ["±", "+/-", "+-"].iter().find_map(|sign| text.split_once(sign));
    let (value, tolerance) = match tolerance {
        Some((value, tolerance)) => (number(value)?, number(tolerance)?),
        None => (number(text)?, 0.0),
    };
    (tolerance >= 0.0).then_some(NumberRange::Around { value, tolerance })
}

fn number(text: &str) -> Option<f64> {
    text.trim().replace('−', "-").parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_may_be_written_in_three_ways() {
        assert_eq!(range("42"), Some(NumberRange::Around { value: 42.0, tolerance: 0.0 }));
        assert_eq!(range("2.5 ± 0.01"), Some(NumberRange::Around { value: 2.5, tolerance: 0.01 }));
        assert_eq!(range("-1 +/- 0.5"), Some(NumberRange::Around { value: -1.0, tolerance: 0.5 }));
        assert_eq!(range("2..3"), Some(NumberRange::Between { low: 2.0, high: 3.0 }));
        for bad in ["", "x", "1,5", "3..2", "1 ± -1", "inf", "nan"] {
            assert_eq!(range(bad), None, "{bad}");
        }
    }
}
