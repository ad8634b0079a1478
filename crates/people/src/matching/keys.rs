//! The keys under which an identity is filed, so that candidates are found by an index. Two descriptions of one person
//! should share a key whatever single slip was made; a key in common proves nothing.

use super::phonetic::sound;
use super::{Identity, PersonName, dates, places};
use kernel::{Date, fold};
use std::collections::BTreeSet;

/// One key. The text begins with the kind and is what the index holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Key {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether few enough people share keys of this kind to look for matches by it. The others serve search.
    #[must_use]
    pub fn is_selective(&self) -> bool {
        !["word:", "sounds:", "born:"].iter().any(|kind| self.0.starts_with(kind))
    }

    fn new(kind: &str, value: impl std::fmt::Display) -> Key {
        Key(format!("{kind}:{value}"))
    }

    pub(super) fn pnc(pnc: &super::Pnc) -> Key {
        Key::new("pnc", pnc)
    }

    pub(super) fn cro(cro: &super::Cro) -> Key {
        Key::new("cro", cro)
    }

    pub(super) fn noms(noms: &super::Noms) -> Key {
        Key::new("noms", noms)
    }

    pub(super) fn ni(number: &super::NiNumber) -> Key {
        Key::new("ni", number)
    }

    /// A date of birth, the same with day and month exchanged.
    pub(super) fn born(date: Date) -> Key {
        Key::new("born", dates::unordered(date))
    }

    /// A folded word of a name, for search by its beginning.
    pub(super) fn word(token: &str) -> Key {
        Key::new("word", token)
    }

    /// The sound of a word of a name.
    pub(super) fn sounds(token: &str) -> Key {
        Key::new("sounds", sound(token))
    }

    /// The sounds of first and last name, whichever comes first.
    pub(super) fn pair(a: &str, b: &str) -> Key {
        let (a, b) = (sound(a), sound(b));
        if a <= b { Key::new("pair", format!("{a} {b}")) } else { Key::new("pair", format!("{b} {a}")) }
    }
}

/// The keys by which candidates for a match are looked up: those of [`keys`] that few share.
#[must_use]
pub fn candidate_keys(identity: &Identity) -> Vec<Key> {
    keys(identity).into_iter().filter(Key::is_selective).collect()
}

/// Every key of an identity, each once. Both sides of a comparison use the same keys.
#[must_use]
pub fn keys(identity: &Identity) -> Vec<Key> {
    let mut out = BTreeSet::new();
    out.extend(identity.pncs.iter().map(Key::pnc));
    out.extend(identity.cros.iter().map(Key::cro));
    out.extend(identity.noms.iter().map(Key::noms));
    out.extend(identity.ni_numbers.iter().map(Key::ni));
    out.extend(identity.births.iter().map(|d| Key::born(*d)));
    for name in &identity.names {
        of_name(name, identity, &mut out);
    }
    out.into_iter().collect()
}

fn of_name(name: &PersonName, identity: &Identity, out: &mut BTreeSet<Key>) {
    let (first, middle, last) = (fold(&name.first), fold(&name.middle), fold(&name.last));
    let every = [&first, &middle, &last].into_iter().flat_map(|p| tokens(p)).collect::<Vec<_>>();
    for token in &every {
        out.insert(Key::word(token));
        out.insert(Key::sounds(token));
    }
    // Of a double-barrelled name each part may come alone, and a hyphen may be lost.
    let whole = last.replace(' ', "");
    let surnames: Vec<&str> = tokens(&last).chain((!whole.is_empty()).then_some(whole.as_str())).collect();
    for given in tokens(&first) {
        out.extend(surnames.iter().map(|s| Key::pair(given, s)));
    }
    let initials: BTreeSet<char> = tokens(&first).chain(tokens(&last)).filter_map(|t| t.chars().next()).collect();
    for initial in initials {
        out.extend(
            identity.births.iter().map(|d| Key::new("born-initial", format!("{} {initial}", dates::unordered(*d)))),
        );
        out.extend(
            identity
                .places
                .iter()
                .filter_map(places::postcode)
                .map(|p| Key::new("home-initial", format!("{p} {initial}"))),
        );
    }
}

fn tokens(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(' ').filter(|t| !t.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::{Place, Pnc};
    use super::*;
    use kernel::date;

    fn person(first: &str, last: &str, born: Date) -> Identity {
        Identity { names: vec![PersonName::new(first, "", last)], births: vec![born], ..Identity::default() }
    }

    fn met(a: &Identity, b: &Identity) -> bool {
        let of_b = keys(b);
        candidate_keys(a).iter().any(|k| of_b.contains(k))
    }

    #[test]
    fn any_single_slip_leaves_a_key_in_common() {
        let known = person("Gethin", "Pugh", date(1985, 3, 7));
        for other in [
            person("Gethin", "Pugh", date(1958, 3, 7)),
            person("Pugh", "Gethin", date(1985, 3, 7)),
            person("Gethin", "Vaughan", date(1985, 7, 3)),
            person("Gethyn", "Pughe", date(1990, 1, 2)),
        ] {
            assert!(met(&known, &other), "{other:?}");
        }
        assert!(!met(&known, &person("Rhodri", "Vaughan", date(1990, 1, 2))));
    }

    #[test]
    fn a_number_alone_is_a_key() {
        let with = |mut p: Identity| {
            p.pncs = Pnc::read("2002/0073319Z", date(2026, 1, 1)).into_iter().collect();
            p
        };
        assert!(met(&with(person("A", "B", date(1985, 3, 7))), &with(person("C", "D", date(1990, 1, 2)))));
    }

    #[test]
    fn keys_are_the_same_each_time_and_few() {
        let mut known = person("Gethin Rhys", "Pugh-Vaughan", date(1985, 3, 7));
        known.places.push(Place {
            lines: "1 High Street".into(),
            postcode: Some("za1 2bc".into()),
            no_fixed_abode: false,
        });
        assert_eq!(keys(&known), keys(&known));
        assert!(keys(&known).len() < 30, "{}", keys(&known).len());
    }
}
