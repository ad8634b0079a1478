//! Short names and other spellings, and which names are common. Data in `nicknames.tsv` and `common.tsv`; nothing is
//! matched by code that is not in them.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// Whether one of two folded names is a short form or other spelling of the other. Two short forms of one name
/// (Bob and Rob) count; a short form is not followed further.
#[must_use]
pub(super) fn is_nickname(a: &str, b: &str) -> bool {
    let table = table();
    let formals = |name: &str| table.get(name).cloned().unwrap_or_default();
    let (of_a, of_b) = (formals(a), formals(b));
    a != b && (of_a.contains(b) || of_b.contains(a) || of_a.intersection(&of_b).next().is_some())
}

/// The names that a folded name stands for, and those that stand for it.
#[must_use]
pub(super) fn related(name: &str) -> Vec<&'static str> {
    let mut out: Vec<&'static str> = table().get(name).into_iter().flatten().copied().collect();
    out.extend(
        rows(include_str!("nicknames.tsv"))
            .filter(|(formal, _)| *formal == name)
            .flat_map(|(_, shorts)| shorts.split(' ')),
    );
    out.sort_unstable();
    out.dedup();
    out
}

/// Whether a folded given name is borne by so many that it says little.
#[must_use]
pub(super) fn is_common_given(name: &str) -> bool {
    common().0.contains(name)
}

/// Whether a folded surname is borne by so many that it says little.
#[must_use]
pub(super) fn is_common_surname(name: &str) -> bool {
    common().1.contains(name)
}

/// Whether a folded given name may be borne by several children of one family, told apart by the second.
#[must_use]
pub(super) fn is_shared_by_siblings(name: &str) -> bool {
    common().2.contains(name)
}

/// Whether a folded name is known as a given name in its own right, so that being nearly another name is no
/// misspelling.
#[must_use]
pub(super) fn is_known_given(name: &str) -> bool {
    is_common_given(name) || table().contains_key(name) || formal().contains(name)
}

type Common = (HashSet<&'static str>, HashSet<&'static str>, HashSet<&'static str>);

/// Short form to its formal names.
fn table() -> &'static HashMap<&'static str, HashSet<&'static str>> {
    static TABLE: OnceLock<HashMap<&'static str, HashSet<&'static str>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: HashMap<_, HashSet<_>> = HashMap::new();
        for (formal, shorts) in rows(include_str!("nicknames.tsv")) {
            for short in shorts.split_whitespace() {
                table.entry(short).or_default().insert(formal);
            }
        }
        table
    })
}

fn formal() -> &'static HashSet<&'static str> {
    static FORMAL: OnceLock<HashSet<&'static str>> = OnceLock::new();
    FORMAL.get_or_init(|| rows(include_str!("nicknames.tsv")).map(|(formal, _)| formal).collect())
}

fn common() -> &'static Common {
    static COMMON: OnceLock<Common> = OnceLock::new();
    COMMON.get_or_init(|| {
        let of = |kind: &str| {
            rows(include_str!("common.tsv"))
                .filter(|(k, _)| *k == kind)
                .flat_map(|(_, names)| names.split_whitespace())
                .collect()
        };
        (of("given"), of("surname"), of("shared"))
    })
}

fn rows(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_are_known_both_ways() {
        for (a, b) in [
            ("robert", "bob"),
            ("bob", "robert"),
            ("bob", "rob"),
            ("david", "dai"),
            ("muhammad", "mohamed"),
            ("sian", "jane"),
        ] {
            assert!(is_nickname(a, b), "{a} {b}");
        }
    }

    #[test]
    fn unlike_names_are_not_nicknames() {
        for (a, b) in
            [("robert", "robert"), ("robert", "richard"), ("jack", "jake"), ("daniel", "danielle"), ("paul", "paula")]
        {
            assert!(!is_nickname(a, b), "{a} {b}");
        }
    }

    #[test]
    fn every_row_is_folded() {
        for (name, rest) in rows(include_str!("nicknames.tsv")).chain(rows(include_str!("common.tsv"))) {
            for word in std::iter::once(name).chain(rest.split(' ')) {
                assert_eq!(kernel::fold(word), word, "in the row of {name}");
            }
        }
    }
}
