//! Reads what the rules need to know of a person from this room's tables, and puts rows and rules' values into each
//! other's shape.

use crate::deadlines::{Attended, MeetingKind, Standards};
use crate::gaps::{Appointment, Facts, HandoverFacts};
use crate::judgement::{Clock, Effect, Judgement};
use crate::policy::{Interval, Intervals, shipped};
use crate::records::{EffectKind, HandoverRow, HolderKind, IntervalRow, JudgementRow, Meeting, Standing, StintRow};
use crate::responsibility::{Ending, Holder, Presence, Stint};
use kernel::{PersonId, StaffId};
use law::{ALLOCATION, FIRST_MEETING_COMMUNITY, FIRST_MEETING_RELEASE, Law};
use std::collections::HashMap;
use store::{Cx, Failure, Result, params};

impl StintRow {
    pub(crate) fn holder(&self) -> Result<Holder> {
        let named = |id: Option<StaffId>| id.ok_or_else(|| Failure::broken("a stint names nobody"));
        Ok(match self.holder {
            HolderKind::Officer => Holder::Officer(named(self.officer_id)?),
            HolderKind::Cover => Holder::Cover {
                officer: named(self.officer_id)?,
                cover: named(self.cover_id)?,
                officer_left: self.officer_left,
            },
            HolderKind::Unallocated => Holder::Unallocated { awaiting: self.officer_id },
        })
    }

    pub(crate) fn set_holder(&mut self, holder: Holder) {
        (self.holder, self.officer_id, self.cover_id, self.officer_left) = match holder {
            Holder::Officer(officer) => (HolderKind::Officer, Some(officer), None, false),
            Holder::Cover { officer, cover, officer_left } => {
                (HolderKind::Cover, Some(officer), Some(cover), officer_left)
            }
            Holder::Unallocated { awaiting } => (HolderKind::Unallocated, awaiting, None, false),
        };
    }

    pub(crate) fn stint(&self) -> Result<Stint> {
        let supervision_ended = self.supervision_ended;
        Ok(Stint {
            id: self.id,
            from: self.began_at,
            ending: self.ended_at.map(|at| Ending { at, supervision_ended }),
            holder: self.holder()?,
            team: self.team_id,
        })
    }
}

impl JudgementRow {
    pub(crate) fn judgement(&self) -> Option<Judgement> {
        let clock = Clock::ALL.into_iter().find(|c| c.code() == self.clock)?;
        let effect = match self.effect {
            EffectKind::Stop => Effect::StopUntil(self.until),
            EffectKind::Move => Effect::MoveTo(self.until),
        };
        let (author, reason) = (self.author.clone(), self.reason.clone());
        self.withdrawn_at.is_none().then_some(Judgement { clock, effect, made_on: self.made_on, author, reason })
    }
}

/// The standards in force today.
pub(crate) fn standards(cx: &mut Cx<'_>) -> Result<Standards> {
    let law = cx.part::<Law>()?;
    let today = cx.today();
    let days = |name: &str| {
        let row = law.deadline(name, today).ok_or_else(|| Failure::broken(format!("the law has no {name} today")))?;
        Ok::<u32, Failure>(row.count)
    };
    Ok(Standards {
        allocation: days(ALLOCATION)?,
        first_meeting: days(FIRST_MEETING_COMMUNITY)?,
        first_meeting_after_release: days(FIRST_MEETING_RELEASE)?,
        handover_acceptance: shipped().map_err(Failure::Broken)?.accept_within,
    })
}

/// The shipped intervals, and over them those that the service set.
pub(crate) fn intervals(cx: &mut Cx<'_>) -> Result<Intervals> {
    let mut all = shipped().map_err(Failure::Broken)?.intervals.clone();
    let set = cx.list::<IntervalRow>("ORDER BY recorded_at, id", &[])?;
    all.0.extend(set.into_iter().map(|row| Interval {
        tier: row.tier,
        days: row.days,
        from: row.from_day,
        assumed: false,
        source: format!("{}: {}", row.author, row.reason),
    }));
    Ok(all)
}

/// Everybody who is not at work today, and who covers for them. Leaving outweighs any other absence.
pub(crate) fn absent(cx: &mut Cx<'_>) -> Result<HashMap<StaffId, Presence>> {
    let today = cx.today();
    let rows = cx.query(
        "SELECT a.staff_id, a.has_left, c.cover_id FROM view_absence a \
         LEFT JOIN staff_cover c ON c.staff_id = a.staff_id \
         WHERE a.first_day <= $1 AND (a.last_day IS NULL OR a.last_day >= $1) ORDER BY a.has_left",
        params![today],
    )?;
    rows.iter()
        .map(|row| {
            let (staff, left, cover) = (row.get(0)?, row.get::<bool>(1)?, row.get::<Option<StaffId>>(2)?);
            Ok((staff, if left { Presence::Left { cover } } else { Presence::Away { cover } }))
        })
        .collect()
}

/// The open stint of a person.
pub(crate) fn open_stint(cx: &mut Cx<'_>, person: PersonId) -> Result<Option<StintRow>> {
    cx.first::<StintRow>("WHERE person_id = $1 AND ended_at IS NULL", params![person])
}

/// All that the gap rules need.
pub(crate) fn facts(cx: &mut Cx<'_>, standing: &Standing, stint: &StintRow) -> Result<Facts> {
    let person = standing.person_id;
    let open = "WHERE person_id = $1 AND is_appointment AND NOT has_outcome ORDER BY on_day, contact_id";
    let open = cx.list::<Meeting>(open, params![person])?;
    let attended = latest_attended(cx, person)?;
    let judgements = cx.list::<JudgementRow>("WHERE person_id = $1 ORDER BY made_on, id", params![person])?;
    let handover = cx.first::<HandoverRow>("WHERE person_id = $1 AND closed_on IS NULL", params![person])?;
    let judgements = judgements.iter().filter_map(JudgementRow::judgement).collect();
    Ok(Facts {
        judgements,
        handover: handover.as_ref().map(handover_facts),
        ..plain(standing, stint, &open, attended)?
    })
}

fn handover_facts(h: &HandoverRow) -> HandoverFacts {
    HandoverFacts {
        from: h.from_staff_id,
        to: h.to_staff_id,
        started_on: h.started_on,
        accepted: h.accepted_at.is_some(),
        met_by: h.met_by,
    }
}

/// The facts of somebody about whose clocks nothing was judged and who is not being handed over. `open` are the appointments
/// without an outcome, by day; `attended` says with each whether it was an appointment.
pub(crate) fn plain(
    standing: &Standing,
    stint: &StintRow,
    open: &[Meeting],
    attended: Vec<(bool, Attended)>,
) -> Result<Facts> {
    Ok(Facts {
        holder: stint.holder()?,
        team: stint.team_id,
        supervised_since: standing.supervised_since,
        held_since: standing.held_since,
        arrived_on: standing.arrived_on,
        allocated_on: standing.allocated_on,
        released_on: standing.released_on,
        in_custody: standing.in_custody,
        tier: standing.tier.clone(),
        appointments: open.iter().map(appointment).collect(),
        last_contact: attended.iter().map(|(_, a)| a.on).max(),
        attended: attended.into_iter().filter(|(is_appointment, _)| *is_appointment).map(|(_, a)| a).collect(),
        handover: None,
        judgements: Vec::new(),
    })
}

fn appointment(m: &Meeting) -> Appointment {
    let (id, on, with) = (m.contact_id, m.on_day, m.staff_id);
    Appointment { id, on, arranged_on: m.arranged_on, with, has_outcome: m.has_outcome }
}

/// The latest attended contact with each member of staff, by kind, and whether it was an appointment. The rules only ask
/// whether somebody was met on or after a day, so the latest is enough, however long the record.
fn latest_attended(cx: &mut Cx<'_>, person: PersonId) -> Result<Vec<(bool, Attended)>> {
    let rows = cx.query(
        "SELECT staff_id, is_appointment, one_to_one, max(on_day) FROM view_meeting \
         WHERE person_id = $1 AND attended GROUP BY staff_id, is_appointment, one_to_one",
        params![person],
    )?;
    rows.iter()
        .map(|row| Ok((row.get(1)?, Attended { on: row.get(3)?, with: row.get(0)?, kind: kind(row.get(2)?) })))
        .collect()
}

fn kind(one_to_one: bool) -> MeetingKind {
    if one_to_one { MeetingKind::OneToOne } else { MeetingKind::GroupInduction }
}

/// An attended meeting, and whether it was an appointment.
pub(crate) fn attended(m: &Meeting) -> Option<(bool, Attended)> {
    m.attended.then(|| (m.is_appointment, Attended { on: m.on_day, with: m.staff_id, kind: kind(m.one_to_one) }))
}
