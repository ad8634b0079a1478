//! Filling a new database with many people at once, for the demo alone: the same rows as the actions write, through the
//! same rules, with the lists written once a person instead of once an action.

use crate::facts::facts;
use crate::records::{Cause, HolderKind, Meeting, Standing, StintRow, TierRecord};
use crate::responsibility::{Holder, Timeline};
use crate::tiering::compute_quietly;
use crate::views::{Numbers, write};
use domain_events::SupervisedOn;
use jiff::civil::Date;
use kernel::{AllocationId, ContactId, EntryId, Instant, PersonId, StaffId, TeamId};
use store::{Cx, Failure, Result};

/// One supervised person as they stand.
#[derive(Clone, Debug)]
pub struct BulkCase {
    pub person: PersonId,
    pub team: TeamId,
    pub supervised_since: Date,
    pub arrived_on: Date,
    pub basis: SupervisedOn,
    pub released_on: Option<Date>,
    /// A tier and why it fits.
    pub tier: Option<(String, String)>,
    /// Each holder after the unallocated list, with the instant at which they took over and the code of the reason, in
    /// order. The first stint, on the unallocated list, begins with supervision.
    pub holders: Vec<(Instant, Holder, String)>,
    pub meetings: Vec<BulkMeeting>,
}

/// A contact as the clocks see it.
#[derive(Clone, Copy, Debug)]
pub struct BulkMeeting {
    pub contact: ContactId,
    pub on: Date,
    pub staff: Option<StaffId>,
    pub is_appointment: bool,
    pub has_outcome: bool,
    pub attended: bool,
    /// Neither with others nor an induction.
    pub one_to_one: bool,
}

/// Writes cases; made once for a transaction, since it holds the numbers in force.
pub struct BulkWriter {
    numbers: Numbers,
}

impl BulkWriter {
    /// # Errors
    /// When the law is missing or the database fails.
    pub fn new(cx: &mut Cx<'_>) -> Result<BulkWriter> {
        Ok(BulkWriter { numbers: Numbers::now(cx)? })
    }

    /// Writes one case with its history, tier and lists. Tells nobody: in a new database nobody listens yet.
    ///
    /// # Errors
    /// When the holders are out of order, or the database fails.
    pub fn write(&self, cx: &mut Cx<'_>, case: &BulkCase) -> Result<()> {
        let stints = stints(cx, case)?;
        cx.insert_all(&stints)?;
        let standing = standing(case, &stints)?;
        cx.insert(&standing)?;
        if let Some((tier, reason)) = &case.tier {
            let recorded_on = standing.allocated_on.unwrap_or(case.arrived_on);
            let (author, id) = (cx.actor().name().to_owned(), cx.new_id::<EntryId>());
            let (tier, reason) = (tier.clone(), reason.clone());
            cx.insert(&TierRecord { person_id: case.person, id, tier, recorded_on, author, reason })?;
        }
        let meetings: Vec<Meeting> = case.meetings.iter().map(|m| meeting(case.person, *m)).collect();
        cx.insert_all(&meetings)?;
        compute_quietly(cx, case.person)?;
        let Some(open) = stints.last() else { return Ok(()) };
        let facts = facts(cx, &standing, open)?;
        write(cx, case.person, &facts, open, &self.numbers)
    }
}

fn stints(cx: &mut Cx<'_>, case: &BulkCase) -> Result<Vec<StintRow>> {
    let began = Instant::from_local(case.arrived_on.at(9, 0, 0, 0));
    let mut timeline = Timeline::default();
    timeline.begin(cx.new_id::<AllocationId>(), began, case.team)?;
    for (at, holder, _) in &case.holders {
        timeline.pass(cx.new_id(), (*at).max(began), *holder, case.team)?;
    }
    let author = cx.actor().name().to_owned();
    let rows = timeline.stints().iter().enumerate().map(|(n, stint)| {
        let reason_code = n.checked_sub(1).and_then(|before| case.holders.get(before)).map(|h| h.2.clone());
        let mut row = StintRow {
            person_id: case.person,
            id: stint.id,
            holder: HolderKind::Unallocated,
            officer_id: None,
            cover_id: None,
            officer_left: false,
            team_id: stint.team,
            began_at: stint.from,
            ended_at: stint.ending.map(|e| e.at),
            supervision_ended: stint.ending.is_some_and(|e| e.supervision_ended),
            cause: if n == 0 { Cause::Began } else { Cause::Allocated },
            reason_code,
            note: None,
            author: author.clone(),
        };
        row.set_holder(stint.holder);
        row
    });
    Ok(rows.collect())
}

fn standing(case: &BulkCase, stints: &[StintRow]) -> Result<Standing> {
    let open = stints.last().ok_or_else(|| Failure::broken("a case without a stint"))?;
    let holder = open.holder()?;
    // The day on which the present own officer first had them without a break.
    let mut allocated_on = None;
    for stint in stints.iter().rev() {
        let same = holder.own_officer().is_some() && stint.holder()?.own_officer() == holder.own_officer();
        if !same {
            break;
        }
        allocated_on = Some(stint.began_at.local_date());
    }
    let held_since = open.began_at.local_date();
    let waits = holder.needs_officer() && stints.len() > 1;
    Ok(Standing {
        person_id: case.person,
        supervised_since: case.supervised_since,
        ended_on: None,
        arrived_on: if waits { held_since } else { case.arrived_on },
        held_since,
        allocated_on,
        released_on: case.released_on,
        in_custody: case.basis == SupervisedOn::Custody,
        tier: case.tier.as_ref().map(|(tier, _)| tier.clone()),
    })
}

fn meeting(person_id: PersonId, m: BulkMeeting) -> Meeting {
    Meeting {
        person_id,
        contact_id: m.contact,
        on_day: m.on,
        staff_id: m.staff,
        arranged_on: m.on,
        is_appointment: m.is_appointment,
        has_outcome: m.has_outcome,
        attended: m.attended,
        one_to_one: m.one_to_one,
    }
}
