//! Holding the engine to its word: what past promises turned out to be decides how far out the next one is set.
//!
//! Each past promise has a level: the chance that the engine had given of having begun before the day on which the person
//! really began. Promised at any higher level it would have been kept. So the level for "80 % certain" is the one below
//! which 80 % of past levels lie: higher where life was slower than assumed, lower where whole groups make the first day
//! that is certain enough more certain than asked. Promises still open count as far as they got (Kaplan and Meier's way).

/// What a past promise turned out to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kept {
    /// The person began; the chance that the engine had given of beginning before that day, 0 to 1.
    Began(f64),
    /// Still waiting, or left without beginning; the chance that it had given of having begun by then.
    Waited(f64),
}

/// A promise is kept at a level above its own, not at its own.
const JUST_ABOVE: f64 = 1e-9;

impl Kept {
    fn level(self) -> f64 {
        match self {
            Kept::Began(level) | Kept::Waited(level) => level,
        }
    }
}

/// The level at which to promise so that this share of promises is kept, from what past promises turned out to be.
/// `assumed` stands while fewer than `fewest` are known. Between 0 and 1; 1 where even the last day seen is not enough.
#[must_use]
pub fn level_for(share: f64, past: &[Kept], fewest: usize, assumed: f64) -> f64 {
    if past.len() < fewest {
        return assumed;
    }
    let mut past: Vec<Kept> = past.to_vec();
    past.sort_by(|a, b| a.level().total_cmp(&b.level()));
    let mut open = 1.0;
    let mut at_risk = past.len();
    for kept in &past {
        if let Kept::Began(level) = *kept {
            open *= 1.0 - 1.0 / f64::from(u32::try_from(at_risk).unwrap_or(u32::MAX));
            if 1.0 - open >= share - 1e-12 {
                return (level + JUST_ABOVE).clamp(0.0, 1.0);
            }
        }
        at_risk -= 1;
    }
    1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evenly(most: f64) -> Vec<Kept> {
        (1..=100).map(|i| Kept::Began(most * f64::from(i) / 100.0)).collect()
    }

    #[test]
    fn an_engine_that_is_right_promises_at_the_share_itself() {
        assert!((level_for(0.8, &evenly(1.0), 30, 0.9) - 0.8).abs() < 1e-6);
    }

    #[test]
    fn where_people_begin_sooner_than_said_the_level_falls() {
        assert!((level_for(0.8, &evenly(0.5), 30, 0.9) - 0.4).abs() < 1e-6);
    }

    #[test]
    fn few_promises_leave_the_assumption() {
        assert_eq!(level_for(0.8, &evenly(1.0)[..29], 30, 0.9), 0.9);
    }

    #[test]
    fn promises_still_open_count_as_far_as_they_have_got() {
        let mut past = evenly(1.0);
        past.extend((1..=100).map(|_| Kept::Waited(0.0)));
        assert!((level_for(0.8, &past, 30, 0.9) - 0.8).abs() < 1e-6);
        let slow: Vec<Kept> = (0..50).map(|_| Kept::Began(0.3)).chain((0..50).map(|_| Kept::Waited(0.9))).collect();
        assert_eq!(level_for(0.8, &slow, 30, 0.9), 1.0);
    }
}
