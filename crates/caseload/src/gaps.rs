//! What is missing around one supervised person. The rules answer *watches*: a gap and the first day on which it
//! shows, worked out from facts alone. So the day a gap opens needs no job at night: every list is the watches whose
//! day has come. Knows no names and no codes of contact types.

mod kinds;

pub use kinds::{GapKind, Seer};

use crate::deadlines::{self, Attended, Standards};
use crate::judgement::{Clock, Effect, Judgement, judged};
use crate::responsibility::Holder;
use jiff::{ToSpan, civil::Date};
use kernel::{ContactId, StaffId, TeamId, WorkingDays};

/// An appointment that was arranged and not cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appointment {
    pub id: ContactId,
    pub on: Date,
    pub arranged_on: Date,
    pub with: Option<StaffId>,
    pub has_outcome: bool,
}

/// The handover that is open, or the last one while the new officer has not been met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandoverFacts {
    pub from: StaffId,
    pub to: StaffId,
    pub started_on: Date,
    pub accepted: bool,
    pub met_by: Date,
}

/// All that the rules need to know of a supervised person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub holder: Holder,
    pub team: TeamId,
    pub supervised_since: Date,
    /// The day on which the person came to the present holder.
    pub held_since: Date,
    /// The day on which what must be allocated arrived: the court's result, or the news that the officer has gone.
    pub arrived_on: Date,
    /// The day of allocation to the present own officer.
    pub allocated_on: Option<Date>,
    pub released_on: Option<Date>,
    pub in_custody: bool,
    pub tier: Option<String>,
    pub appointments: Vec<Appointment>,
    pub attended: Vec<Attended>,
    /// The last contact that counts towards the interval.
    pub last_contact: Option<Date>,
    pub handover: Option<HandoverFacts>,
    pub judgements: Vec<Judgement>,
}

/// The numbers and the calendar in force.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    pub standards: &'a Standards,
    /// The interval between contacts that holds for this person, in calendar days.
    pub interval: u32,
    pub days: WorkingDays<'a>,
}

/// A gap that shows from a day on, unless the facts change before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watch {
    pub kind: GapKind,
    /// The first day on which it shows.
    pub shows_from: Date,
    /// The last day on which it shows, where another gap takes over afterwards.
    pub shows_until: Option<Date>,
    /// The day by which somebody had to act, where there is one. Otherwise days are counted from `shows_from`.
    pub due: Option<Date>,
    pub appointment: Option<ContactId>,
    pub seen_by: Vec<Seer>,
}

/// A gap as somebody sees it today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    pub kind: GapKind,
    pub since: Date,
    /// Working days since it was due, or since it opened; negative while there is still time.
    pub working_days: i64,
    pub words: String,
    pub appointment: Option<ContactId>,
    pub seen_by: Vec<Seer>,
}

impl Watch {
    /// The gap, if it shows today.
    #[must_use]
    pub fn gap(&self, today: Date, days: WorkingDays<'_>) -> Option<Gap> {
        (self.shows_from <= today && self.shows_until.is_none_or(|last| today <= last)).then(|| {
            let working_days = days.between(self.due.unwrap_or(self.shows_from), today);
            Gap {
                kind: self.kind,
                since: self.shows_from,
                working_days,
                words: self.kind.words(self.due.unwrap_or(self.shows_from), working_days),
                appointment: self.appointment,
                seen_by: self.seen_by.clone(),
            }
        })
    }
}

/// The gaps that show today, in the order of [`GapKind`].
#[must_use]
pub fn gaps(facts: &Facts, rules: Rules<'_>, today: Date) -> Vec<Gap> {
    let mut found: Vec<Gap> = watches(facts, rules).iter().filter_map(|w| w.gap(today, rules.days)).collect();
    found.sort_by_key(|gap| (gap.kind, gap.since));
    found
}

/// Everything that shows now or will show if nothing changes.
#[must_use]
pub fn watches(facts: &Facts, rules: Rules<'_>) -> Vec<Watch> {
    let mut found = Vec::new();
    found.extend(without_officer(facts, rules));
    found.extend(next_contact(facts, rules));
    found.extend(facts.appointments.iter().filter(|a| !a.has_outcome).map(|a| overdue_outcome(facts, a)));
    found.extend(first_meeting(facts, rules));
    found.extend(handover(facts, rules));
    if facts.tier.is_none() {
        found.push(watch(facts, GapKind::TierMissing, facts.supervised_since, None));
    }
    found
}

/// The day from which the next contact is counted: the last contact or release, or the day supervision began.
#[must_use]
pub fn contact_clock_start(facts: &Facts) -> Date {
    let counted = [facts.last_contact, facts.released_on].into_iter().flatten().max();
    counted.map_or(facts.supervised_since, |day| day.max(facts.supervised_since))
}

/// When the next contact is due after judgements, and the day from which it was counted.
#[must_use]
pub fn contact_clock(facts: &Facts, rules: Rules<'_>) -> (Date, Date) {
    let started = contact_clock_start(facts);
    let due = deadlines::next_contact_due(started, rules.interval, rules.days);
    (started, judged(Clock::NextContact, started, due, &facts.judgements).due)
}

fn without_officer(facts: &Facts, rules: Rules<'_>) -> Option<Watch> {
    let due = deadlines::allocation_due(facts.arrived_on, rules.standards, rules.days);
    match facts.holder {
        Holder::Unallocated { .. } => Some(watch(facts, GapKind::WithoutOfficer, facts.held_since, Some(due))),
        Holder::Cover { officer_left: true, .. } => {
            Some(watch(facts, GapKind::OnlyCovered, facts.held_since, Some(due)))
        }
        _ => None,
    }
}

/// Past due, nothing arranged, or arranged too late.
fn next_contact(facts: &Facts, rules: Rules<'_>) -> Vec<Watch> {
    let (started, due) = contact_clock(facts, rules);
    let mut found = vec![watch(facts, GapKind::PastDueContact, after(due), Some(due))];
    if facts.in_custody {
        // Contacts in custody are far apart and are not arranged so long before; the due day alone is kept.
        return found;
    }
    let quiet_until = facts.judgements.iter().filter(|j| j.clock == Clock::NextContact).filter_map(stop).max();
    let open = facts.appointments.iter().filter(|a| !a.has_outcome);
    let last_arranged = open.clone().map(|a| a.on).max();
    let opens = last_arranged.map_or(started, after).max(started);
    found.push(watch(facts, GapKind::WithoutNextContact, opens.max(quiet_until.unwrap_or(opens)), None));
    let next = open.filter(|a| a.on > started).min_by_key(|a| a.on);
    if let Some(late) = next.filter(|a| a.on > due) {
        let mut too_late = watch(facts, GapKind::NextContactTooLate, late.arranged_on.max(started), Some(due));
        // From then on the person is past due, which says it all.
        too_late.shows_until = Some(due);
        found.push(too_late);
    }
    found
}

fn overdue_outcome(facts: &Facts, appointment: &Appointment) -> Watch {
    let mut watch = watch(facts, GapKind::OverdueOutcome, after(appointment.on), Some(appointment.on));
    watch.appointment = Some(appointment.id);
    if let Some(with) = appointment.with {
        watch.see(Seer::Staff(with));
    }
    watch
}

fn first_meeting(facts: &Facts, rules: Rules<'_>) -> Option<Watch> {
    let (officer, allocated) = (facts.holder.own_officer()?, facts.allocated_on?);
    if facts.in_custody {
        return None;
    }
    let due = deadlines::first_meeting_due(
        officer,
        allocated,
        facts.released_on,
        &facts.attended,
        rules.standards,
        rules.days,
    )?;
    let on = judged(Clock::FirstMeeting, due.started.on(), due.on, &facts.judgements).due;
    Some(watch(facts, GapKind::FirstMeetingOverdue, after(on), Some(on)))
}

fn handover(facts: &Facts, rules: Rules<'_>) -> Vec<Watch> {
    let Some(handover) = facts.handover else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if !handover.accepted {
        let due = rules.days.after(handover.started_on, rules.standards.handover_acceptance);
        let mut waiting = watch(facts, GapKind::HandoverNotAccepted, after(due), Some(due));
        waiting.see(Seer::Staff(handover.to));
        waiting.see(Seer::Staff(handover.from));
        found.push(waiting);
    }
    if !matches!(deadlines::met(handover.to, handover.started_on, &facts.attended), deadlines::Met::Officer(_)) {
        found.push(watch(facts, GapKind::NewOfficerNotMet, after(handover.met_by), Some(handover.met_by)));
    }
    found
}

fn watch(facts: &Facts, kind: GapKind, shows_from: Date, due: Option<Date>) -> Watch {
    let mut watch =
        Watch { kind, shows_from, shows_until: None, due, appointment: None, seen_by: vec![Seer::Manager(facts.team)] };
    if let Some(staff) = facts.holder.acting() {
        watch.see(Seer::Staff(staff));
    }
    watch
}

impl Watch {
    fn see(&mut self, seer: Seer) {
        if !self.seen_by.contains(&seer) {
            self.seen_by.push(seer);
        }
    }
}

fn stop(judgement: &Judgement) -> Option<Date> {
    match judgement.effect {
        Effect::StopUntil(day) => Some(day),
        Effect::MoveTo(_) => None,
    }
}

fn after(day: Date) -> Date {
    day.saturating_add(1.day())
}

#[cfg(test)]
mod tests;
