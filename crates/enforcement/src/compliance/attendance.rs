//! Attendance as it is counted: how many appointments were expected and kept, by month, and how long the run of kept ones
//! is. Pure: it takes the appointments as they came out.
//!
//! Always true: what was moved, cancelled or has no outcome yet is counted apart and never as kept or missed.

use contacts::{Catalogue, Contact};
use kernel::Date;
use sentences::Order;
use std::collections::BTreeMap;

/// What became of one appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameOf {
    /// Attended and complied.
    Kept,
    /// Stayed away, or failed to comply, with a reason that was accepted.
    Accepted,
    /// A failure to comply.
    Failed,
    /// Moved or cancelled.
    Moved,
    /// Its day is past and nobody has recorded what came of it.
    NotRecorded,
}

/// What an appointment came to.
#[must_use]
pub fn came_of(catalogue: &Catalogue, contact: &Contact) -> CameOf {
    let outcome = contact.outcome.as_deref().and_then(|code| catalogue.outcome(code));
    match (outcome, contact.attended, contact.complied) {
        (None, ..) => CameOf::NotRecorded,
        (Some(outcome), ..) if outcome.by_action() => CameOf::Moved,
        (_, Some(true), Some(true)) => CameOf::Kept,
        (_, _, Some(false)) => CameOf::Failed,
        (_, Some(false), Some(true)) => CameOf::Accepted,
        _ => CameOf::Moved,
    }
}

/// Whether an appointment is one of this order: on a day on which it ran, and of its matter or of none.
pub(crate) fn is_of(order: &Order, contact: &Contact) -> bool {
    let begun = order.released_on.unwrap_or(order.made_on);
    contact.happens_on >= begun
        && order.ended_on.is_none_or(|ended| contact.happens_on <= ended)
        && contact.event_id.is_none_or(|event| event == order.event_id)
}

/// Counts of some appointments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attendance {
    pub kept: u32,
    pub accepted: u32,
    pub failed: u32,
    pub moved: u32,
    pub not_recorded: u32,
}

impl Attendance {
    fn count(&mut self, what: CameOf) {
        match what {
            CameOf::Kept => self.kept += 1,
            CameOf::Accepted => self.accepted += 1,
            CameOf::Failed => self.failed += 1,
            CameOf::Moved => self.moved += 1,
            CameOf::NotRecorded => self.not_recorded += 1,
        }
    }

    /// Appointments to which the person was to come.
    #[must_use]
    pub fn expected(self) -> u32 {
        self.kept + self.accepted + self.failed
    }

    /// Per cent kept of those expected; none of none.
    #[must_use]
    pub fn rate(self) -> Option<u32> {
        (self.kept * 100 + self.expected() / 2).checked_div(self.expected())
    }
}

/// The counts, by month, and the runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub all: Attendance,
    /// The first day of each month, the oldest first; only months with an appointment.
    pub months: Vec<(Date, Attendance)>,
    /// Kept in a row up to now; an accepted absence neither breaks nor adds.
    pub run: u32,
    pub longest_run: u32,
    pub last_kept: Option<Date>,
}

/// Counts appointments, each with its day and what came of it, the oldest first.
#[must_use]
pub fn figures(appointments: &[(Date, CameOf)]) -> Figures {
    let mut out = Figures::default();
    let mut months: BTreeMap<Date, Attendance> = BTreeMap::new();
    for (on, what) in appointments {
        out.all.count(*what);
        months.entry(on.first_of_month()).or_default().count(*what);
        match what {
            CameOf::Kept => {
                out.run += 1;
                out.longest_run = out.longest_run.max(out.run);
                out.last_kept = Some(*on);
            }
            CameOf::Failed => out.run = 0,
            CameOf::Accepted | CameOf::Moved | CameOf::NotRecorded => {}
        }
    }
    out.months = months.into_iter().collect();
    out
}

#[cfg(test)]
mod tests {
    use super::CameOf::{Accepted, Failed, Kept, Moved, NotRecorded};
    use super::*;
    use kernel::date;

    #[test]
    fn what_was_moved_or_is_not_recorded_is_no_part_of_the_rate() {
        let day = date(2026, 3, 2);
        let told = figures(&[(day, Kept), (day, Kept), (day, Failed), (day, Moved), (day, NotRecorded)]);
        assert_eq!((told.all.expected(), told.all.rate()), (3, Some(67)));
        assert_eq!(figures(&[(day, Moved)]).all.rate(), None);
    }

    #[test]
    fn a_run_is_broken_by_a_failure_and_by_nothing_else() {
        let day = date(2026, 3, 2);
        let told =
            figures(&[(day, Kept), (day, Kept), (day, Failed), (day, Kept), (day, Accepted), (day, Kept), (day, Kept)]);
        assert_eq!((told.run, told.longest_run), (3, 3));
        assert_eq!(figures(&[(day, Kept), (day, Kept), (day, Failed)]).run, 0);
    }

    #[test]
    fn months_stand_in_order_with_their_own_counts() {
        let told = figures(&[(date(2026, 1, 31), Kept), (date(2026, 2, 1), Failed), (date(2026, 2, 28), Kept)]);
        let months: Vec<(Date, u32, u32)> = told.months.iter().map(|(m, a)| (*m, a.kept, a.expected())).collect();
        assert_eq!(months, [(date(2026, 1, 1), 1, 1), (date(2026, 2, 1), 1, 2)]);
    }
}
