//! The one sequence of migrations that the program carries, and databases of their own for tests. It knows no table.

#[cfg(feature = "trial")]
pub mod trial;

/// Every migration, in order.
pub const ALL: &[store::Migration] = include!(concat!(env!("OUT_DIR"), "/list.rs"));

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn numbers_rise_and_none_is_given_twice() {
        let numbers: Vec<i64> = ALL.iter().map(store::Migration::number).collect();
        assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "{numbers:?}");
        assert!(numbers.first().is_some_and(|n| *n > 0));
    }
}
