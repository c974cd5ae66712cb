//! Numbers as people type them.

use crate::course::{NumberRange, question};

/// Longer texts are no number; also bounds the work on hostile input.
const LONGEST: usize = 64;

/// The numbers that `text` can mean, likeliest first: `1,234` is a thousand to some and one and a bit to others.
pub fn readings(text: &str) -> Vec<f64> {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && !"'_`".contains(*c)).take(LONGEST + 1).collect();
    if text.is_empty() || text.len() > LONGEST {
        return Vec::new();
    }
    let text = text.replace(['\u{2212}', '\u{2013}'], "-").to_lowercase();
    let text = ["×10^", "x10^", "*10^", "·10^"].iter().fold(text, |text, power| text.replace(power, "e"));
    let commas = text.matches(',').count();
    let points = text.matches('.').count();
    let candidates = match (commas, points) {
        (0, 0 | 1) => vec![text],
        (0, _) => vec![text.replace('.', "")],
        (1, 0) => vec![text.replace(',', "."), text.replace(',', "")],
        (_, 0) => vec![text.replace(',', "")],
        _ if text.rfind(',') > text.rfind('.') => vec![text.replace('.', "").replace(',', ".")],
        _ => vec![text.replace(',', "")],
    };
    candidates.iter().filter_map(|text| question::range::number(text)).collect()
}

/// Whether `number` lies in `range`, give or take what decimal fractions lose in binary.
pub fn is_in(range: NumberRange, number: f64) -> bool {
    let (low, high) = range.bounds();
    let slack = number.abs().max(low.abs()).max(high.abs()) * 1e-12;
    low - slack <= number && number <= high + slack
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(readings("42"), [42.0]);
        assert_eq!(readings(" \u{2212}3.5 "), [-3.5]);
        assert_eq!(readings("3,25"), [3.25, 325.0]);
        assert_eq!(readings("1.234,5"), [1234.5]);
        assert_eq!(readings("1,234.5"), [1234.5]);
        assert_eq!(readings("1 000 000"), [1e6]);
        assert_eq!(readings("1.000.000"), [1e6]);
        assert_eq!(readings("6.02e23"), [6.02e23]);
        assert_eq!(readings("6,02 × 10^23"), [6.02e23, 602e23]);
        assert_eq!(readings("+.5"), [0.5]);
    }

    #[test]
    fn what_is_no_number_has_no_reading() {
        for text in ["", "inf", "nan", "1/2", "12 apples", "e", ".", "-", "1e999", "--1", &"1".repeat(100)] {
            assert!(readings(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn bounds_belong_to_the_range() {
        assert!(is_in(NumberRange::Around { value: 0.3, tolerance: 0.0 }, 0.1 + 0.2));
        assert!(is_in(NumberRange::Around { value: 3.25, tolerance: 0.01 }, 3.26));
        assert!(!is_in(NumberRange::Around { value: 3.25, tolerance: 0.01 }, 3.27));
        assert!(is_in(NumberRange::Between { low: -1.0, high: 2.0 }, 2.0));
    }
}
