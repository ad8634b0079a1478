//! How two names agree: given name, middle names and surname, as written or with first and last exchanged.
//! Everything is compared folded (no case, accents or apostrophes; hyphens part words).

use super::PersonName;
use super::nicknames::{is_common_given, is_common_surname, is_known_given, is_nickname};
use super::phonetic::sound;
use super::weights::{Agreement, Field, bits};
use kernel::fold;

/// Words before a surname that do not tell families apart.
const PARTICLES: &[&str] =
    &["al", "ap", "bin", "da", "de", "del", "der", "di", "dos", "el", "la", "le", "mac", "mc", "o", "st", "van", "von"];

/// What two names have in common. `None` where one of them lacks that part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NameEvidence {
    pub(super) given: Option<Agreement>,
    pub(super) surname: Option<Agreement>,
    pub(super) middle: Option<Agreement>,
    pub(super) reversed: bool,
}

impl NameEvidence {
    pub(super) fn bits(self) -> i32 {
        let part = |field, agreement: Option<Agreement>| agreement.map_or(0, |a| bits(field, a));
        part(Field::GivenName, self.given)
            + part(Field::Surname, self.surname)
            + part(Field::MiddleName, self.middle)
            + if self.reversed { bits(Field::NameOrder, Agreement::Reversed) } else { 0 }
    }
}

/// The better of reading both names as written and reading one with its first and last name exchanged.
pub(super) fn agreement(a: &PersonName, b: &PersonName) -> NameEvidence {
    let (a, b) = (Folded::of(a), Folded::of(b));
    let straight = compared(&a, &b);
    let turned = NameEvidence { reversed: true, ..compared(&a.turned(), &b) };
    let holds = |e: Option<Agreement>| e.is_some_and(|e| !matches!(e, Agreement::Different | Agreement::Alike));
    if holds(turned.given) && holds(turned.surname) && turned.bits() > straight.bits() { turned } else { straight }
}

struct Folded {
    first: String,
    middle: Vec<String>,
    last: String,
}

impl Folded {
    fn of(name: &PersonName) -> Folded {
        let middle = fold(&name.middle);
        Folded { first: fold(&name.first), middle: words(&middle).map(str::to_owned).collect(), last: fold(&name.last) }
    }

    fn turned(&self) -> Folded {
        Folded { first: self.last.clone(), middle: self.middle.clone(), last: self.first.clone() }
    }

    /// First and middle names as single words.
    fn given(&self) -> Vec<&str> {
        words(&self.first).chain(self.middle.iter().map(String::as_str)).collect()
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(' ').filter(|w| !w.is_empty())
}

fn compared(a: &Folded, b: &Folded) -> NameEvidence {
    let (given_a, given_b) = (a.given(), b.given());
    let given = given(&given_a, &given_b, &joined(&a.first), &joined(&b.first));
    let spent = given == Some(Agreement::AmongMiddle);
    NameEvidence {
        given,
        surname: surname(a, b),
        middle: if spent { None } else { middle(&a.middle, &b.middle) },
        reversed: false,
    }
}

fn joined(text: &str) -> String {
    text.replace(' ', "")
}

fn given(a: &[&str], b: &[&str], whole_a: &str, whole_b: &str) -> Option<Agreement> {
    let (first_a, first_b) = (*a.first()?, *b.first()?);
    let two = |names: &[&str]| names.get(..2).map(<[&str]>::concat);
    if first_a == first_b
        || whole_a == whole_b
        || two(a).as_deref() == Some(whole_b)
        || two(b).as_deref() == Some(whole_a)
    {
        return Some(if is_common_given(first_a) { Agreement::SameCommon } else { Agreement::Same });
    }
    if is_nickname(first_a, first_b) {
        return Some(Agreement::Nickname);
    }
    if is_initial(first_a, first_b) {
        return Some(Agreement::Initial);
    }
    let among = |one: &str, others: &[&str]| others.iter().skip(1).any(|o| *o == one || is_nickname(one, o));
    if among(first_a, b) || among(first_b, a) {
        return Some(Agreement::AmongMiddle);
    }
    if is_misspelt(whole_a, whole_b) || is_misspelt(first_a, first_b) {
        let both_known = is_known_given(first_a) && is_known_given(first_b);
        return Some(if both_known { Agreement::Alike } else { Agreement::Misspelt });
    }
    Some(Agreement::Different)
}

fn surname(a: &Folded, b: &Folded) -> Option<Agreement> {
    let (whole_a, whole_b) = (joined(&a.last), joined(&b.last));
    if whole_a.is_empty() || whole_b.is_empty() {
        return None;
    }
    if whole_a == whole_b {
        return Some(if is_common_surname(&whole_a) { Agreement::SameCommon } else { Agreement::Same });
    }
    let telling = |w: &&str| w.len() > 2 && !PARTICLES.contains(w);
    let parts_of = |f: &Folded| words(&f.last).filter(telling).map(str::to_owned).collect::<Vec<_>>();
    let (parts_a, parts_b) = (parts_of(a), parts_of(b));
    let shared = parts_a.iter().any(|p| parts_b.contains(p) || b.middle.contains(p))
        || parts_b.iter().any(|p| a.middle.contains(p));
    if shared {
        return Some(Agreement::PartOf);
    }
    if is_misspelt(&whole_a, &whole_b) {
        let both_known = is_common_surname(&whole_a) && is_common_surname(&whole_b);
        return Some(if both_known { Agreement::Alike } else { Agreement::Misspelt });
    }
    Some(Agreement::Different)
}

fn middle(a: &[String], b: &[String]) -> Option<Agreement> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let any = |holds: fn(&str, &str) -> bool| a.iter().any(|x| b.iter().any(|y| holds(x, y)));
    Some(if any(|x, y| x == y && x.chars().count() > 1) {
        Agreement::Same
    } else if any(|x, y| x == y || is_initial(x, y)) {
        Agreement::Initial
    } else if any(|x, y| is_nickname(x, y) || is_misspelt(x, y)) {
        Agreement::Misspelt
    } else {
        Agreement::Different
    })
}

/// Whether one is only the first letter of the other.
fn is_initial(a: &str, b: &str) -> bool {
    let one = |s: &str| s.chars().count() == 1;
    one(a) != one(b) && a.chars().next() == b.chars().next()
}

/// Whether two words of letters are one word with a slip: a letter more, less, other or out of place (two in long
/// words), or the same sound written another way.
pub(super) fn is_misspelt(a: &str, b: &str) -> bool {
    let (long, short) = (a.chars().count().max(b.chars().count()), a.chars().count().min(b.chars().count()));
    if short < 3 || a == b {
        return false;
    }
    let slips = strsim::osa_distance(a, b);
    let likeness = strsim::jaro_winkler(a, b);
    let same_start = a.chars().next() == b.chars().next();
    let by_eye = match long {
        0..=3 => slips == 1 && same_start,
        4..=7 => slips == 1 || (slips == 2 && same_start && long - short < 2 && likeness >= 0.87),
        _ => slips <= 2 || likeness >= 0.93,
    };
    by_eye || (likeness >= 0.80 && sound(a) == sound(b) && slips <= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(a: (&str, &str, &str), b: (&str, &str, &str)) -> NameEvidence {
        agreement(&PersonName::new(a.0, a.1, a.2), &PersonName::new(b.0, b.1, b.2))
    }

    #[test]
    fn given_names_agree_as_people_use_them() {
        for (a, b, expected) in [
            ("Siân", "SIAN", Agreement::Same),
            ("Jean-Luc", "Jeanluc", Agreement::Same),
            ("David", "David", Agreement::SameCommon),
            ("David", "Dai", Agreement::Nickname),
            ("Tamsin", "T", Agreement::Initial),
            ("Tamsin", "Tamsni", Agreement::Misspelt),
            ("Dean", "Sean", Agreement::Alike),
            ("Tamsin", "Rhoda", Agreement::Different),
        ] {
            assert_eq!(of((a, "", "X"), (b, "", "X")).given, Some(expected), "{a} {b}");
        }
    }

    #[test]
    fn a_middle_name_in_use_is_seen() {
        assert_eq!(of(("Tamsin", "Rhoda", "Pugh"), ("Rhoda", "", "Pugh")).given, Some(Agreement::AmongMiddle));
    }

    #[test]
    fn surnames_agree_in_parts_and_through_particles() {
        for (a, b, expected) in [
            ("O'Neil", "ONEIL", Agreement::Same),
            ("Mac Donald", "Macdonald", Agreement::Same),
            ("Pugh-Vaughan", "Vaughan", Agreement::PartOf),
            ("Llewellyn", "Llewelyn", Agreement::Misspelt),
            ("Van Dyke", "Van Houten", Agreement::Different),
        ] {
            assert_eq!(of(("Xanthe", "", a), ("Xanthe", "", b)).surname, Some(expected), "{a} {b}");
        }
    }

    #[test]
    fn first_and_last_exchanged_are_seen() {
        let found = of(("Gethin", "", "Pugh"), ("Pugh", "", "Gethin"));
        assert!(found.reversed);
        assert_eq!(found.surname, Some(Agreement::Same));
        assert!(!of(("James", "", "James"), ("James", "", "James")).reversed);
    }
}
