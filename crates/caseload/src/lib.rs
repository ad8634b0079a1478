//! The room `caseload`: allocation, cover, handover, and the promise that nobody is lost.
//!
//! Its words: a *stint* is a run of time for which one *holder* (officer, cover or a team's unallocated list) had a
//! person; a *gap* is something that should be there for a supervised person and is not; a *judgement* stops or moves a
//! clock and says why. Always true: a supervised person is on exactly one list, and each gap is on somebody's screen on
//! the day it opens. It does not know names, why somebody is supervised, or what a contact was about.

mod allocation;
mod deadlines;
#[cfg(test)]
mod example;
mod gaps;
mod handover;
mod judgement;
mod policy;
mod responsibility;
#[cfg(test)]
mod sequences;

pub use allocation::{Candidate, Request, check_allocation, check_cover, check_tier};
pub use deadlines::{
    Attended, FirstMeetingDue, MeetingKind, Met, Standards, Started, allocation_due, days_over, first_meeting_due, met,
    next_contact_due,
};
pub use gaps::{Appointment, Facts, Gap, GapKind, HandoverFacts, Rules, Seer, Watch, contact_clock, gaps, watches};
pub use handover::{Answer, Entry, State, check_acceptance, check_answer, check_met_by, state};
pub use judgement::{Clock, Effect, Judged, Judgement, LONGEST_JUDGEMENT, check as check_judgement, judged};
pub use policy::{
    CUSTODY, Interval, Intervals, Item, LONGEST_INTERVAL, Reason, ReasonKind, Shipped, TIERS, UNTIERED, check_interval,
    shipped,
};
pub use responsibility::{
    Ending, Flaw, Holder, List, Served, Stint, Timeline, cover_named, cover_withdrawn, left, returned, went_away,
};
