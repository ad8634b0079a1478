//! How sure a share is, and whether a difference between groups may be chance. Pure. Intervals count people and not appointments,
//! because what one person does today is like what they did yesterday; groups are never ranked.

/// A share with the bounds between which it would lie, nineteen times of twenty, if the same were counted of others like these.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Interval {
    pub(crate) share: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// For ninety-five in a hundred.
const Z: f64 = 1.959_963_985;

fn as_f64(number: i64) -> f64 {
    i32::try_from(number).map_or(f64::MAX, f64::from)
}

/// Wilson's interval of a share that this many people stand behind.
pub(crate) fn interval(numerator: i64, denominator: i64, people: i64) -> Option<Interval> {
    if denominator <= 0 || people <= 0 {
        return None;
    }
    let (share, n) = (as_f64(numerator) / as_f64(denominator), as_f64(people.min(denominator)));
    let square = Z * Z;
    let centre = (share + square / (2.0 * n)) / (1.0 + square / n);
    let half = Z / (1.0 + square / n) * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt();
    Some(Interval { share, low: (centre - half).max(0.0), high: (centre + half).min(1.0) })
}

/// What a group's share says beside that of all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Difference {
    MayBeChance,
    Higher,
    Lower,
}

impl Difference {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Difference::MayBeChance => "may be chance",
            Difference::Higher => "higher than the others, more than chance explains",
            Difference::Lower => "lower than the others, more than chance explains",
        }
    }
}

/// Whether two shares differ by more than chance explains, by Newcombe's interval of their difference.
pub(crate) fn difference(group: Interval, others: Interval) -> Difference {
    let gap = group.share - others.share;
    let below = ((group.share - group.low).powi(2) + (others.high - others.share).powi(2)).sqrt();
    let above = ((group.high - group.share).powi(2) + (others.share - others.low).powi(2)).sqrt();
    if gap - below > 0.0 {
        Difference::Higher
    } else if gap + above < 0.0 {
        Difference::Lower
    } else {
        Difference::MayBeChance
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rounded(numerator: i64, denominator: i64, people: i64) -> (i64, i64) {
        let found = interval(numerator, denominator, people).unwrap();
        #[expect(clippy::cast_possible_truncation, reason = "shares of a test, in thousandths")]
        let thousandths = |share: f64| (share * 1000.0).round() as i64;
        (thousandths(found.low), thousandths(found.high))
    }

    #[test]
    fn wilsons_interval_as_in_the_tables() {
        assert_eq!(rounded(81, 263, 263), (255, 366));
        assert_eq!(rounded(0, 20, 20), (0, 161));
        assert_eq!(rounded(1, 29, 29), (6, 172));
        assert_eq!(interval(0, 0, 0), None);
    }

    #[test]
    fn many_appointments_of_few_people_are_no_surer_than_few_people() {
        assert_eq!(rounded(300, 400, 40), rounded(30, 40, 40));
        assert_eq!(rounded(3, 4, 40), rounded(3, 4, 4));
    }

    #[test]
    fn a_difference_of_few_people_may_be_chance_and_one_of_many_is_not() {
        let of = |n, d| interval(n, d, d).unwrap();
        assert_eq!(difference(of(5, 10), of(70, 100)), Difference::MayBeChance);
        assert_eq!(difference(of(500, 1000), of(700, 1000)), Difference::Lower);
        assert_eq!(difference(of(700, 1000), of(500, 1000)), Difference::Higher);
    }

    proptest! {
        #[test]
        fn an_interval_holds_its_share_and_stays_within_nothing_and_all(d in 1i64..5000, part in 0.0f64..=1.0, people in 1i64..5000) {
            #[expect(clippy::cast_possible_truncation, reason = "a share of a small number")]
            let numerator = (part * as_f64(d)).floor() as i64;
            let found = interval(numerator, d, people).unwrap();
            prop_assert!(0.0 <= found.low && found.low <= found.share + 1e-9);
            prop_assert!(found.share <= found.high + 1e-9 && found.high <= 1.0);
        }

        #[test]
        fn a_difference_is_the_other_way_round_from_the_other_side(a in 0i64..200, b in 0i64..200, n in 200i64..400, m in 200i64..400) {
            let (one, two) = (interval(a, n, n).unwrap(), interval(b, m, m).unwrap());
            let turned = match difference(one, two) {
                Difference::Higher => Difference::Lower,
                Difference::Lower => Difference::Higher,
                same => same,
            };
            prop_assert_eq!(difference(two, one), turned);
        }
    }
}
