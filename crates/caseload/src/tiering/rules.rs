//! Which tier is in force and which way it went. Pure: the policy's driver, both computed tiers and a manager's tier come in.
//!
//! Always true: the answer depends on the facts alone, not on the order in which they were learned, and a manager's tier
//! goes before the computed one until it is ended.

use super::records::Direction;
use crate::workload::Driver;
use actuarial::tier::{LetterTier, TwoPartTier};

/// The tier that the rules give for allocation and intervals; nothing while scores are missing.
#[must_use]
pub(super) fn computed(driver: Driver, two_part: &TwoPartTier, letter: &LetterTier) -> Option<String> {
    match (driver, letter) {
        (Driver::TwoPart, _) => Some(two_part.protect.code().to_owned()),
        (Driver::Letter, LetterTier::Tier(t)) => Some(t.letter.code().to_owned()),
        (Driver::Letter, LetterTier::NotSupervised | LetterTier::Missing) => None,
    }
}

/// The tier in force: a manager's while it stands, else the computed one.
#[must_use]
pub(super) fn in_force(recorded: Option<&str>, computed: Option<&str>) -> Option<String> {
    recorded.or(computed).map(str::to_owned)
}

/// Which way the tier went; A is the highest.
#[must_use]
pub(super) fn direction(from: Option<&str>, to: Option<&str>) -> Option<Direction> {
    match (from, to) {
        (None, None) => None,
        (None, Some(_)) => Some(Direction::First),
        (Some(_), None) => Some(Direction::Ended),
        (Some(a), Some(b)) if a == b => None,
        (Some(a), Some(b)) => Some(if b < a { Direction::Up } else { Direction::Down }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_managers_tier_goes_before_the_computed_one_until_it_ends() {
        assert_eq!(in_force(Some("B"), Some("D")).as_deref(), Some("B"));
        assert_eq!(in_force(None, Some("D")).as_deref(), Some("D"));
        assert_eq!(in_force(None, None), None);
    }

    #[test]
    fn a_tier_goes_up_towards_a_and_down_towards_g() {
        let cases = [
            (None, None, None),
            (None, Some("D"), Some(Direction::First)),
            (Some("D"), Some("D"), None),
            (Some("D"), Some("C"), Some(Direction::Up)),
            (Some("D"), Some("E"), Some(Direction::Down)),
            (Some("D"), None, Some(Direction::Ended)),
        ];
        for (from, to, way) in cases {
            assert_eq!(direction(from, to), way, "{from:?} to {to:?}");
        }
    }
}
