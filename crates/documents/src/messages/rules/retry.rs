//! What becomes of a message after somebody tried to hand it over: states and pauses. A message leaves a state only for one
//! that may follow it.

use crate::messages::SendingState;

/// True when a message in one state may come to the other.
#[must_use]
pub(crate) fn may_follow(from: SendingState, to: SendingState) -> bool {
    use SendingState as S;
    match from {
        S::Waiting => true,
        S::HandedOver => matches!(to, S::Delivered | S::Failed),
        S::Kept | S::Delivered | S::Failed | S::GivenUp | S::Cancelled => false,
    }
}

/// Seconds until the next try, doubling from half a minute to an hour.
#[must_use]
pub(crate) fn pause(tries: i64) -> i64 {
    (30_i64 << tries.clamp(0, 7)).min(3_600)
}

/// Seconds until whoever delivers is asked again, doubling from a minute to four hours.
#[must_use]
pub(crate) fn asking_pause(asked: i64) -> i64 {
    (60_i64 << asked.clamp(0, 8)).min(14_400)
}

#[cfg(test)]
mod tests {
    use super::*;
    use SendingState as S;

    #[test]
    fn what_ended_stays_as_it_ended() {
        for from in [S::Kept, S::Delivered, S::Failed, S::GivenUp, S::Cancelled] {
            assert!(S::ALL.iter().all(|to| !may_follow(from, *to)), "{from:?}");
        }
    }

    #[test]
    fn what_was_handed_over_cannot_be_called_back() {
        let follows: Vec<S> = S::ALL.iter().copied().filter(|to| may_follow(S::HandedOver, *to)).collect();
        assert_eq!(follows, [S::Delivered, S::Failed]);
    }

    #[test]
    fn pauses_grow_and_end() {
        assert_eq!([0, 1, 2, 6, 7, 99].map(pause), [30, 60, 120, 1_920, 3_600, 3_600]);
        assert_eq!([0, 8, 60].map(asking_pause), [60, 14_400, 14_400]);
    }
}
