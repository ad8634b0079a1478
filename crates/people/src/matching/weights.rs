//! What each agreement is worth: the chance of seeing it between two descriptions of one person (`m`) over the chance
//! of seeing it between two people who merely came up together (`u`), as bits.
//!
//! Source: own calibration, version 1, from shares of errors that the literature of record linkage reports and from
//! counts of names in England and Wales; not fitted to any service's records. A service that has decided pairs of its
//! own should recount `m` and `u` and raise the version.

/// Which calibration a stored score came from.
pub const CALIBRATION: &str = "own calibration, version 1";

/// From this many bits, and if nothing bars it, two descriptions are surely of one person.
pub const SURE: i32 = 20;

/// From this many bits a human decides; below, they are different people.
pub const DOUBTFUL: i32 = 10;

/// What was compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    Pnc,
    Cro,
    Noms,
    NiNumber,
    GivenName,
    MiddleName,
    Surname,
    /// How the names had to be read to agree: as written, exchanged, through an alias.
    NameOrder,
    BirthDate,
    Gender,
    Address,
}

/// How two values agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Agreement {
    Same,
    /// The same, and borne by many.
    SameCommon,
    /// The same number, but its check letter is wrong.
    SameUnsound,
    /// Both born on 1 January, which is also written where the day is not known.
    SameFirstOfJanuary,
    /// The same postcode, not surely the same house.
    SamePostcode,
    Nickname,
    Initial,
    Misspelt,
    /// Nearly the same letters, but both are names in their own right (Dean, Sean).
    Alike,
    /// The first name of one is a middle name of the other.
    AmongMiddle,
    /// One part of a double-barrelled name.
    PartOf,
    Swapped,
    OneDigit,
    YearOff,
    Reversed,
    Alias,
    Different,
    /// So far apart that they may be parent and child.
    GenerationApart,
}

/// The table: field, agreement, `m`, `u`.
const TABLE: &[(Field, Agreement, f64, f64)] = &[
    (Field::Pnc, Agreement::Same, 0.97, 0.000_000_5),
    (Field::Pnc, Agreement::SameUnsound, 0.5, 0.002),
    (Field::Pnc, Agreement::Different, 0.01, 1.0),
    (Field::Cro, Agreement::Same, 0.95, 0.000_001),
    (Field::Cro, Agreement::SameUnsound, 0.5, 0.002),
    (Field::Cro, Agreement::Different, 0.03, 1.0),
    (Field::Noms, Agreement::Same, 0.97, 0.000_000_5),
    (Field::Noms, Agreement::Different, 0.02, 1.0),
    (Field::NiNumber, Agreement::Same, 0.90, 0.000_002),
    (Field::NiNumber, Agreement::Different, 0.08, 1.0),
    (Field::GivenName, Agreement::Same, 0.80, 0.004),
    (Field::GivenName, Agreement::SameCommon, 0.80, 0.03),
    (Field::GivenName, Agreement::Nickname, 0.06, 0.002),
    (Field::GivenName, Agreement::Initial, 0.02, 0.01),
    (Field::GivenName, Agreement::Misspelt, 0.06, 0.002),
    (Field::GivenName, Agreement::Alike, 0.01, 0.008),
    (Field::GivenName, Agreement::AmongMiddle, 0.02, 0.005),
    (Field::GivenName, Agreement::Different, 0.004, 0.95),
    (Field::Surname, Agreement::Same, 0.85, 0.000_8),
    (Field::Surname, Agreement::SameCommon, 0.85, 0.01),
    (Field::Surname, Agreement::Misspelt, 0.06, 0.002),
    (Field::Surname, Agreement::Alike, 0.01, 0.004),
    (Field::Surname, Agreement::PartOf, 0.02, 0.002),
    (Field::Surname, Agreement::Different, 0.03, 0.98),
    (Field::MiddleName, Agreement::Same, 0.35, 0.02),
    (Field::MiddleName, Agreement::Initial, 0.10, 0.03),
    (Field::MiddleName, Agreement::Misspelt, 0.04, 0.005),
    (Field::MiddleName, Agreement::Different, 0.05, 0.60),
    (Field::NameOrder, Agreement::Reversed, 0.02, 0.04),
    (Field::NameOrder, Agreement::Alias, 0.10, 0.20),
    (Field::BirthDate, Agreement::Same, 0.92, 0.000_063),
    (Field::BirthDate, Agreement::SameFirstOfJanuary, 0.92, 0.000_9),
    (Field::BirthDate, Agreement::Swapped, 0.012, 0.000_1),
    (Field::BirthDate, Agreement::OneDigit, 0.03, 0.001_2),
    (Field::BirthDate, Agreement::YearOff, 0.006, 0.000_4),
    (Field::BirthDate, Agreement::Different, 0.001_2, 0.60),
    (Field::BirthDate, Agreement::GenerationApart, 0.000_05, 0.40),
    (Field::Gender, Agreement::Same, 0.985, 0.55),
    (Field::Gender, Agreement::Different, 0.015, 0.45),
    (Field::Address, Agreement::Same, 0.50, 0.004),
    (Field::Address, Agreement::SamePostcode, 0.05, 0.003),
    (Field::Address, Agreement::Different, 0.45, 0.99),
];

/// Whole bits for (`+`) or against (`-`) one person; nought for what the table does not name.
#[must_use]
pub(super) fn bits(field: Field, agreement: Agreement) -> i32 {
    let row = TABLE.iter().find(|(f, a, _, _)| (*f, *a) == (field, agreement));
    #[expect(clippy::cast_possible_truncation, reason = "a ratio of chances has at most a few dozen bits")]
    row.map_or(0, |(_, _, m, u)| (m / u).log2().round() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_ordered_as_a_human_would_order_it() {
        let given = |a| bits(Field::GivenName, a);
        assert!(given(Agreement::Same) > given(Agreement::SameCommon));
        assert!(given(Agreement::SameCommon) >= given(Agreement::Nickname));
        assert!(given(Agreement::Nickname) > 0 && given(Agreement::Different) < 0);
        let born = |a| bits(Field::BirthDate, a);
        assert!(born(Agreement::Same) > born(Agreement::SameFirstOfJanuary));
        assert!(born(Agreement::Different) > born(Agreement::GenerationApart));
    }

    #[test]
    fn no_row_is_given_twice_and_all_are_chances() {
        for (n, (field, agreement, m, u)) in TABLE.iter().enumerate() {
            assert!((0.0..=1.0).contains(m) && (0.0..=1.0).contains(u) && *u > 0.0);
            assert!(!TABLE[n + 1..].iter().any(|(f, a, _, _)| (f, a) == (field, agreement)), "{field:?} {agreement:?}");
        }
    }
}
