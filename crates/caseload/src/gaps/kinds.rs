//! The closed list of gaps, worst first, with their words, and who sees them.

use jiff::civil::Date;
use kernel::{StaffId, TeamId};

/// What is missing. The order is the order of lists: worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapKind {
    /// On a team's unallocated list.
    WithoutOfficer,
    /// The officer has left; a cover acts, and nobody has been allocated.
    OnlyCovered,
    /// The interval for the person's tier has passed without a contact.
    PastDueContact,
    /// The person's own officer has not met them in time.
    FirstMeetingOverdue,
    /// After a handover the new officer has not met the person by the day that was set.
    NewOfficerNotMet,
    /// The new officer has not accepted a handover in time.
    HandoverNotAccepted,
    /// No appointment lies ahead.
    WithoutNextContact,
    /// An appointment lies ahead, but after the contact is due.
    NextContactTooLate,
    /// An appointment has passed and nobody has said what happened.
    OverdueOutcome,
    /// No tier is in force.
    TierMissing,
    /// The tier is above what the holder's grade may hold: a decision on reallocating is due.
    BeyondGrade,
}

/// On whose board a gap stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seer {
    Staff(StaffId),
    /// Whoever manages the team.
    Manager(TeamId),
}

impl GapKind {
    pub const ALL: [GapKind; 11] = [
        GapKind::WithoutOfficer,
        GapKind::OnlyCovered,
        GapKind::PastDueContact,
        GapKind::FirstMeetingOverdue,
        GapKind::NewOfficerNotMet,
        GapKind::HandoverNotAccepted,
        GapKind::WithoutNextContact,
        GapKind::NextContactTooLate,
        GapKind::OverdueOutcome,
        GapKind::TierMissing,
        GapKind::BeyondGrade,
    ];

    /// The word in the database, in URLs and in the API.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            GapKind::WithoutOfficer => "without-officer",
            GapKind::OnlyCovered => "only-covered",
            GapKind::PastDueContact => "past-due-contact",
            GapKind::FirstMeetingOverdue => "first-meeting-overdue",
            GapKind::NewOfficerNotMet => "new-officer-not-met",
            GapKind::HandoverNotAccepted => "handover-not-accepted",
            GapKind::WithoutNextContact => "without-next-contact",
            GapKind::NextContactTooLate => "next-contact-too-late",
            GapKind::OverdueOutcome => "overdue-outcome",
            GapKind::TierMissing => "tier-missing",
            GapKind::BeyondGrade => "beyond-grade",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<GapKind> {
        GapKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// A short name for headings and filters.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            GapKind::WithoutOfficer => "Without an officer",
            GapKind::OnlyCovered => "Officer has left, on cover only",
            GapKind::PastDueContact => "Past their due contact",
            GapKind::FirstMeetingOverdue => "First meeting overdue",
            GapKind::NewOfficerNotMet => "New officer not met",
            GapKind::HandoverNotAccepted => "Handover not accepted",
            GapKind::WithoutNextContact => "Without a next contact",
            GapKind::NextContactTooLate => "Next contact after it is due",
            GapKind::OverdueOutcome => "Outcome overdue",
            GapKind::TierMissing => "No tier recorded",
            GapKind::BeyondGrade => "Tier above the holder's grade",
        }
    }

    /// A sentence for the board: `day` is the day it was due, or the day it opened; `working_days` are counted from it.
    #[must_use]
    pub fn words(self, day: Date, working_days: i64) -> String {
        let day = day.strftime("%-d %B %Y");
        let (since, over) = (counted(working_days, ""), counted(working_days, " over"));
        match self {
            GapKind::WithoutOfficer if working_days <= 0 => format!("To be allocated by {day}"),
            GapKind::OnlyCovered if working_days <= 0 => {
                format!("Officer has left: to be allocated by {day}")
            }
            GapKind::WithoutOfficer => format!("Not allocated, due {day}{over}"),
            GapKind::OnlyCovered => {
                format!("Officer has left and nobody is allocated, due {day}{over}")
            }
            GapKind::PastDueContact => format!("Contact was due by {day}{over}"),
            GapKind::FirstMeetingOverdue => {
                format!("Not met by their own officer, due {day}{over}")
            }
            GapKind::NewOfficerNotMet => {
                format!("New officer was to meet them by {day}{over}")
            }
            GapKind::HandoverNotAccepted => {
                format!("Handover was to be accepted by {day}{over}")
            }
            GapKind::WithoutNextContact => format!("No appointment ahead since {day}{since}"),
            GapKind::NextContactTooLate => {
                format!("The next appointment is after {day}, when contact is due")
            }
            GapKind::OverdueOutcome => format!("No outcome for the appointment on {day}{since}"),
            GapKind::TierMissing => format!("No tier since {day}{since}"),
            GapKind::BeyondGrade => format!("Decide on reallocating: tier above the holder's grade since {day}{since}"),
        }
    }
}

/// ", 3 working days over"; nothing before a whole working day has passed.
fn counted(working_days: i64, then: &str) -> String {
    match working_days {
        ..=0 => String::new(),
        1 => format!(", 1 working day{then}"),
        n => format!(", {n} working days{then}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    #[test]
    fn every_gap_has_its_own_word_and_comes_back_from_it() {
        for kind in GapKind::ALL {
            assert_eq!(GapKind::from_code(kind.code()), Some(kind));
            assert!(!kind.words(date(2026, 11, 20), 3).is_empty());
        }
        assert_eq!(GapKind::from_code("lost"), None);
    }

    #[test]
    fn somebody_waiting_within_the_deadline_is_not_called_overdue() {
        let words = GapKind::WithoutOfficer.words(date(2026, 11, 24), -1);
        assert_eq!(words, "To be allocated by 24 November 2026");
    }
}
