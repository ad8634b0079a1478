//! Orders counted by number and combination.

use crate::availability::quarter::Quarter;
use sentences::OrderMix;
use std::collections::BTreeMap;

/// The numbers of requirements that are told apart; the last stands for itself and more.
pub(super) const NUMBERS: usize = 5;

/// The orders of one quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quarterly {
    pub(super) quarter: Quarter,
    pub(super) orders: i64,
    /// Orders with none, one, two, three, and four or more requirement types.
    pub(super) by_number: [i64; NUMBERS],
    /// Orders by what they hold.
    pub(super) by_mix: BTreeMap<Mix, i64>,
}

/// What an order holds: codes in statutory order, and whether there is more than the law lists.
pub(super) type Mix = (Vec<String>, bool);

/// Counts each order once.
pub(super) fn fold(quarters: &[Quarter], mixes: &[OrderMix], counts: impl Fn(&str) -> bool) -> Vec<Quarterly> {
    let empty = |quarter: &Quarter| Quarterly {
        quarter: *quarter,
        orders: 0,
        by_number: [0; NUMBERS],
        by_mix: BTreeMap::new(),
    };
    let mut out: Vec<Quarterly> = quarters.iter().map(empty).collect();
    for mix in mixes.iter().filter(|mix| counts(&mix.sentence)) {
        let Some(quarter) = out.get_mut(mix.time) else { continue };
        let number = (mix.kinds.len() + usize::from(mix.others)).min(NUMBERS - 1);
        quarter.orders += mix.orders;
        if let Some(slot) = quarter.by_number.get_mut(number) {
            *slot += mix.orders;
        }
        *quarter.by_mix.entry((mix.kinds.clone(), mix.others)).or_default() += mix.orders;
    }
    out
}

/// The combinations that most orders of all these quarters hold, the most frequent first.
pub(super) fn frequent(quarters: &[Quarterly], most: usize) -> Vec<Mix> {
    let mut totals: BTreeMap<&Mix, i64> = BTreeMap::new();
    for (mix, orders) in quarters.iter().flat_map(|quarter| &quarter.by_mix) {
        *totals.entry(mix).or_default() += orders;
    }
    let mut ranked: Vec<(&Mix, i64)> = totals.into_iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    ranked.into_iter().take(most).map(|(mix, _)| mix.clone()).collect()
}

impl Quarterly {
    pub(super) fn of(&self, mix: &Mix) -> i64 {
        self.by_mix.get(mix).copied().unwrap_or(0)
    }

    /// The orders whose combination is not among these.
    pub(super) fn beside(&self, shown: &[Mix]) -> i64 {
        self.orders - shown.iter().map(|mix| self.of(mix)).sum::<i64>()
    }
}

/// The codes as people read them, such as "RAR + UPW".
pub(super) fn words(mix: &Mix) -> String {
    let mut parts: Vec<&str> = mix.0.iter().map(String::as_str).collect();
    if mix.1 {
        parts.push("another");
    }
    if parts.is_empty() { "No requirement".into() } else { parts.join(" + ") }
}

/// A share in whole per cent.
pub(super) fn percent(part: i64, of: i64) -> i64 {
    if of == 0 { 0 } else { (part * 200 + of) / (of * 2) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;
    use proptest::prelude::*;

    fn mix(time: usize, sentence: &str, kinds: &[&str], orders: i64) -> OrderMix {
        let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        OrderMix { time, sentence: sentence.into(), kinds, others: false, orders }
    }

    fn quarters() -> Vec<Quarter> {
        Quarter::of(date(2026, 11, 23)).back(2)
    }

    #[test]
    fn orders_are_told_apart_by_number_and_by_combination() {
        let mixes = [
            mix(0, "CO", &["RAR", "UPW"], 3),
            mix(1, "CO", &["RAR", "UPW"], 1),
            mix(1, "SSO", &["RAR", "UPW"], 2),
            mix(1, "SSO", &[], 4),
            mix(1, "CO", &["UPW", "RAR", "CUR", "EXC", "EMC"], 1),
        ];
        let all = fold(&quarters(), &mixes, |_| true);
        assert_eq!((all[0].orders, all[1].orders), (3, 8));
        assert_eq!(all[1].by_number, [4, 0, 3, 0, 1]);
        let community = fold(&quarters(), &mixes, |sentence| sentence == "CO");
        assert_eq!(community[1].by_number, [0, 0, 1, 0, 1]);
        let most = frequent(&all, 1);
        assert_eq!(most, [(vec!["RAR".to_owned(), "UPW".to_owned()], false)]);
        assert_eq!((all[1].of(&most[0]), all[1].beside(&most)), (3, 5));
        assert_eq!(words(&most[0]), "RAR + UPW");
        assert_eq!(words(&(vec![], false)), "No requirement");
        assert_eq!(words(&(vec![], true)), "another");
    }

    #[test]
    fn a_share_is_rounded_to_the_nearest_per_cent_and_nothing_has_none() {
        for (part, of, expected) in [(1, 3, 33), (2, 3, 67), (1, 8, 13), (0, 0, 0), (5, 5, 100)] {
            assert_eq!(percent(part, of), expected, "{part} of {of}");
        }
    }

    proptest! {
        #[test]
        fn every_order_is_counted_once_both_ways(
            mixes in proptest::collection::vec((0usize..2, 0usize..7, any::<bool>(), 1i64..50), 0..20)
        ) {
            let kinds = ["UPW", "RAR", "PRG", "CUR", "EXC", "EMC", "DRR"];
            let mixes: Vec<OrderMix> = mixes
                .into_iter()
                .map(|(time, number, others, orders)| OrderMix { others, ..mix(time, "CO", &kinds[..number], orders) })
                .collect();
            for quarter in fold(&quarters(), &mixes, |_| true) {
                prop_assert_eq!(quarter.by_number.iter().sum::<i64>(), quarter.orders);
                prop_assert_eq!(quarter.by_mix.values().sum::<i64>(), quarter.orders);
            }
        }
    }
}
