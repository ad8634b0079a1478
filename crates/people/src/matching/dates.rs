//! How near two dates of birth are, by the slips that people make in writing them.

use super::weights::Agreement;
use kernel::Date;

/// Years between two dates from which they are more likely a parent's and a child's than one person's.
const GENERATION: i32 = 13;

/// What two dates of birth have in common.
pub(super) fn agreement(a: Date, b: Date) -> Agreement {
    if a == b {
        return if (a.month(), a.day()) == (1, 1) { Agreement::SameFirstOfJanuary } else { Agreement::Same };
    }
    if a.year() == b.year() && i16::from(a.month()) == i16::from(b.day()) && a.day() == b.month() {
        return Agreement::Swapped;
    }
    if one_slip(&digits(a), &digits(b)) {
        return Agreement::OneDigit;
    }
    if (a.month(), a.day()) == (b.month(), b.day()) && (a.year() - b.year()).abs() == 1 {
        return Agreement::YearOff;
    }
    let years = (i32::from(a.year()) - i32::from(b.year())).abs();
    if years >= GENERATION { Agreement::GenerationApart } else { Agreement::Different }
}

/// The key that a date and the same date with day and month exchanged share.
pub(super) fn unordered(date: Date) -> String {
    let (month, day) = (date.month(), date.day());
    let (low, high) = if day <= 12 && day < month { (day, month) } else { (month, day) };
    format!("{:04}{low:02}{high:02}", date.year())
}

fn digits(date: Date) -> [u8; 8] {
    let text = format!("{:04}{:02}{:02}", date.year(), date.month(), date.day());
    let mut out = [0; 8];
    for (to, from) in out.iter_mut().zip(text.bytes()) {
        *to = from;
    }
    out
}

/// One digit differs, or two neighbours are exchanged.
fn one_slip(a: &[u8; 8], b: &[u8; 8]) -> bool {
    let wrong: Vec<usize> = (0..8).filter(|i| a.get(*i) != b.get(*i)).collect();
    match wrong.as_slice() {
        [_] => true,
        [i, j] => j - i == 1 && a.get(*i) == b.get(*j) && a.get(*j) == b.get(*i),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    #[test]
    fn the_slips_people_make_are_told_apart() {
        let born = date(1985, 3, 7);
        for (other, expected) in [
            (date(1985, 3, 7), Agreement::Same),
            (date(1985, 7, 3), Agreement::Swapped),
            (date(1985, 3, 8), Agreement::OneDigit),
            (date(1958, 3, 7), Agreement::OneDigit),
            (date(1984, 3, 7), Agreement::OneDigit),
            (date(1990, 11, 20), Agreement::Different),
            (date(1961, 9, 2), Agreement::GenerationApart),
        ] {
            assert_eq!(agreement(born, other), expected, "{other}");
        }
        assert_eq!(agreement(date(1990, 5, 5), date(1989, 5, 5)), Agreement::YearOff);
        assert_eq!(agreement(date(1990, 1, 1), date(1990, 1, 1)), Agreement::SameFirstOfJanuary);
    }

    #[test]
    fn swapped_dates_share_a_key_and_no_others_do() {
        assert_eq!(unordered(date(1985, 3, 7)), unordered(date(1985, 7, 3)));
        assert_ne!(unordered(date(1985, 3, 7)), unordered(date(1985, 3, 8)));
        assert_ne!(unordered(date(1985, 3, 14)), unordered(date(1985, 4, 13)));
    }
}
