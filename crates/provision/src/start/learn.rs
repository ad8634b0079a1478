//! The chances the engine needs, learnt from what was seen and held to an assumption while little was.
//!
//! Always true: with nothing seen the rate is the assumed one; the more was seen, the less the assumption counts; the
//! rate can say both. It does not know which service it is for.

/// What was seen: how often it happened, in how many chances for it (people waiting a week, groups planned, first
/// sessions offered).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Seen {
    pub happened: f64,
    pub chances: f64,
}

/// A chance, 0 to 1, and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    pub assumed: f64,
    /// How many chances seen weigh as much as the assumption.
    pub weight: f64,
    pub seen: Seen,
}

impl Rate {
    /// The chance to use: the assumption and what was seen, each by its weight. 0 to 1 for any input.
    #[must_use]
    pub fn chance(&self) -> f64 {
        let weight = self.weight.max(0.0);
        let chances = self.seen.chances.max(0.0);
        if weight + chances <= 0.0 {
            return self.assumed.clamp(0.0, 1.0);
        }
        ((self.assumed * weight + self.seen.happened) / (weight + chances)).clamp(0.0, 1.0)
    }
}

/// The three chances of a service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// Somebody waiting leaves the list within a week.
    pub leaves_weekly: Rate,
    /// A planned opening does not run.
    pub cancelled: Rate,
    /// A first session offered is missed.
    pub missed: Rate,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn with_nothing_seen_the_assumption_stands() {
        assert_eq!(Rate { assumed: 0.02, weight: 50.0, seen: Seen::default() }.chance(), 0.02);
        assert_eq!(Rate { assumed: 0.02, weight: 0.0, seen: Seen::default() }.chance(), 0.02);
    }

    #[test]
    fn as_much_seen_as_the_assumption_weighs_gives_the_middle() {
        let rate = Rate { assumed: 0.1, weight: 20.0, seen: Seen { happened: 6.0, chances: 20.0 } };
        assert!((rate.chance() - 0.2).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn a_rate_lies_between_what_is_assumed_and_what_was_seen(
            assumed in 0.0..1.0_f64, weight in 0.0..100.0_f64, chances in 1.0..1e4_f64, share in 0.0..1.0_f64,
        ) {
            let rate = Rate { assumed, weight, seen: Seen { happened: chances * share, chances } }.chance();
            prop_assert!(rate >= assumed.min(share) - 1e-9 && rate <= assumed.max(share) + 1e-9);
        }
    }
}
