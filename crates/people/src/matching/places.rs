//! Whether two addresses are one home.

use super::Place;
use super::weights::Agreement;
use kernel::fold;

/// What two homes have in common; `None` when one of them says nothing.
pub(super) fn agreement(a: &Place, b: &Place) -> Option<Agreement> {
    if a.no_fixed_abode || b.no_fixed_abode {
        return None;
    }
    let (code_a, code_b) = (postcode(a), postcode(b));
    let (lines_a, lines_b) = (fold(&a.lines), fold(&b.lines));
    if (code_a.is_none() && lines_a.is_empty()) || (code_b.is_none() && lines_b.is_empty()) {
        return None;
    }
    let (numbers_a, numbers_b) = (numbers(&lines_a), numbers(&lines_b));
    if code_a.is_some() && code_a == code_b {
        let same = !numbers_a.is_empty() && numbers_a == numbers_b;
        return Some(if same { Agreement::Same } else { Agreement::SamePostcode });
    }
    let alike = numbers_a == numbers_b && !numbers_a.is_empty() && strsim::jaro_winkler(&lines_a, &lines_b) >= 0.93;
    Some(if alike { Agreement::Same } else { Agreement::Different })
}

/// The postcode in capitals without spaces.
pub(super) fn postcode(place: &Place) -> Option<String> {
    let code: String =
        place.postcode.as_deref()?.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_uppercase()).collect();
    (!code.is_empty()).then_some(code)
}

/// House and flat numbers, in the order written.
fn numbers(lines: &str) -> Vec<&str> {
    lines.split(' ').filter(|t| t.starts_with(|c: char| c.is_ascii_digit())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(lines: &str, postcode: &str) -> Place {
        Place { lines: lines.into(), postcode: (!postcode.is_empty()).then(|| postcode.into()), no_fixed_abode: false }
    }

    #[test]
    fn one_home_is_known_however_it_is_written() {
        assert_eq!(
            agreement(&place("12 High Street", "ZA1 2BC"), &place("12, HIGH ST", "za12bc")),
            Some(Agreement::Same)
        );
        assert_eq!(
            agreement(&place("12 High Street, Zetown", ""), &place("12 High Street, Ze-town", "")),
            Some(Agreement::Same)
        );
        assert_eq!(
            agreement(&place("12 High Street", "ZA1 2BC"), &place("14 High Street", "ZA1 2BC")),
            Some(Agreement::SamePostcode)
        );
        assert_eq!(
            agreement(&place("12 High Street", "ZA1 2BC"), &place("3 Low Road", "ZA9 9ZZ")),
            Some(Agreement::Different)
        );
    }

    #[test]
    fn no_fixed_abode_says_nothing() {
        let none = Place { lines: "No fixed abode".into(), postcode: None, no_fixed_abode: true };
        assert_eq!(agreement(&none, &none), None);
        assert_eq!(agreement(&place("", ""), &place("12 High Street", "")), None);
    }
}
