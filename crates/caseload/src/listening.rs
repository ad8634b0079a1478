//! What this room hears from others, and does at once: the same person, no IO, and a refusal undoes the teller's action.

use crate::actions::{close_when_met, end_supervision, hear_of_staff, merge, take_on, unmerge};
use crate::facts::open_stint;
use crate::receiving;
use crate::records::{CaseRow, HolderKind, Meeting, Standing};
use crate::tiering::{hear_breach, recalculate};
use crate::views::refresh;
use crate::workload::{ContactWork, Figures, ReportWork};
use domain_events::{DomainEvent as E, SupervisedOn};
use jiff::civil::Date;
use kernel::{PersonId, StaffId};
use store::{Cx, Result, params};

/// In the order of the binary's list.
pub const LISTENERS: &[(&str, store::Listener)] = &[("caseload", hear), ("which team had a person", crate::held::hear)];

fn hear(cx: &mut Cx<'_>, event: &E) -> Result<()> {
    hear_of_lists(cx, event)?;
    if let E::ReportSigned { person, report, on, kind, staff: Some(staff) } = event {
        let (report_id, person_id, staff_id, kind) = (*report, *person, *staff, kind.clone());
        cx.save(&ReportWork { report_id, person_id, staff_id, kind, signed_on: *on })?;
    }
    hear_of_work(cx, event)?;
    hear_of_tier(cx, event)
}

/// A contact with somebody of another officer's list is work of whoever did it. What was recorded as kept and is corrected
/// to "did not come" is no work any more.
fn hear_of_work(cx: &mut Cx<'_>, event: &E) -> Result<()> {
    let (person, contact, on, kind, staff, done) = match event {
        E::ContactRecorded { person, contact, on, kind, staff: Some(staff), .. } => {
            (person, contact, on, kind, staff, true)
        }
        E::OutcomeRecorded { person, contact, on, kind, staff: Some(staff), attended, .. } => {
            (person, contact, on, kind, staff, *attended == Some(true))
        }
        _ => return Ok(()),
    };
    let Some(counts_as) = Figures::now(cx)?.contact(kind, *on).map(|row| row.counts_as.clone()) else { return Ok(()) };
    if !done {
        cx.execute("DELETE FROM view_contact_work WHERE contact_id = $1", params![*contact])?;
        return Ok(());
    }
    let person_id = people::keys_of(cx, *person)?.survivor;
    let Some(case) = cx.get::<CaseRow>(params![person_id])? else { return Ok(()) };
    let holder_id = StaffId(case.list_id);
    if case.list_kind == HolderKind::Unallocated || holder_id == *staff {
        return Ok(());
    }
    cx.save(&ContactWork { contact_id: *contact, person_id, staff_id: *staff, holder_id, counts_as, on_day: *on })
}

/// What may change a tier, with the words under which the result is kept. After the lists, since somebody who is not
/// supervised has no tier.
fn hear_of_tier(cx: &mut Cx<'_>, event: &E) -> Result<()> {
    let (person, cause) = match event {
        E::Registered { person, .. } => (person, "A registration was made"),
        E::Deregistered { person, .. } => (person, "A registration ended"),
        E::ScoresChanged { person, .. } => (person, "Scores changed"),
        E::RiskLevelChanged { person, .. } => (person, "The level of harm changed"),
        E::AssessmentSigned { person, .. } => (person, "An assessment was signed"),
        E::OrderMade { person, .. } => (person, "A court passed a sentence"),
        E::OrderAmended { person, .. } => (person, "A sentence was amended"),
        E::OrderEnded { person, .. } => (person, "A sentence ended"),
        E::OrderReopened { person, .. } => (person, "A sentence was reopened"),
        E::RequirementAdded { person, .. } => (person, "A requirement was added"),
        E::RequirementAmended { person, .. } => (person, "A requirement was amended"),
        E::RequirementEnded { person, .. } => (person, "A requirement ended"),
        E::SupervisionBegan { person, .. } => (person, "Supervision began"),
        E::SupervisionChanged { person, .. } => (person, "What the person is supervised on changed"),
        E::PersonAmended { person, .. } => (person, "The person's details changed"),
        E::PersonMerged { person, .. } => (person, "Two records became one"),
        E::PersonUnmerged { person, .. } => (person, "A merge was undone"),
        E::BreachHeard { person, order, on, .. } => {
            hear_breach(cx, *person, *order, *on)?;
            (person, "A breach was heard")
        }
        _ => return Ok(()),
    };
    // What is told of an absorbed record concerns the person who now stands for it.
    let person = people::keys_of(cx, *person)?.survivor;
    recalculate(cx, person, cause).map(|_| ())
}

fn hear_of_lists(cx: &mut Cx<'_>, event: &E) -> Result<()> {
    match event {
        E::SupervisionBegan { person, on, arrived, basis } => {
            let team = receiving::team(cx, *person)?;
            take_on(cx, *person, *on, *arrived, *basis, team)
        }
        E::SupervisionChanged { person, on, basis } => changed(cx, *person, *on, *basis),
        E::SupervisionEnded { person, on } => end_supervision(cx, *person, *on),
        E::PersonMerged { person, absorbed } => merge(cx, *person, *absorbed),
        E::PersonUnmerged { person, released } => unmerge(cx, *person, *released),
        E::StaffAway { staff, .. } | E::StaffLeft { staff, .. } | E::StaffReturned { staff, .. } => {
            hear_of_staff(cx, *staff)
        }
        _ => hear_of_contacts(cx, event),
    }
}

/// What is told of a record that was absorbed by a merge concerns the person who now stands for it.
fn hear_of_contacts(cx: &mut Cx<'_>, event: &E) -> Result<()> {
    let today = cx.today();
    let told = match event {
        E::AppointmentArranged { person, .. }
        | E::AppointmentMoved { person, .. }
        | E::AppointmentCancelled { person, .. }
        | E::ContactRecorded { person, with_person: true, .. }
        | E::OutcomeRecorded { person, .. } => *person,
        _ => return Ok(()),
    };
    let person = &people::keys_of(cx, told)?.survivor;
    match event {
        E::AppointmentArranged { contact, on, staff, .. } => {
            let meeting = Meeting {
                person_id: *person,
                contact_id: *contact,
                on_day: *on,
                staff_id: *staff,
                arranged_on: today,
                is_appointment: true,
                has_outcome: false,
                attended: false,
                one_to_one: true,
            };
            noted(cx, &meeting)
        }
        E::AppointmentMoved { contact, on, staff, .. } => {
            let known = cx.get::<Meeting>(params![*person, *contact])?;
            let Some(meeting) = known else { return Ok(()) };
            noted(cx, &Meeting { on_day: *on, staff_id: *staff, arranged_on: today, ..meeting })
        }
        E::AppointmentCancelled { contact, .. } => {
            let key = params![*person, *contact];
            cx.execute("DELETE FROM view_meeting WHERE person_id = $1 AND contact_id = $2", key)?;
            settle(cx, *person)
        }
        E::ContactRecorded { contact, on, staff, with_person: true, .. } => {
            // Somebody was spoken to: that counts towards the next contact, but it is no meeting with an officer.
            if cx.get::<Meeting>(params![*person, *contact])?.is_some() {
                return Ok(());
            }
            let meeting = Meeting {
                person_id: *person,
                contact_id: *contact,
                on_day: *on,
                staff_id: *staff,
                arranged_on: today,
                is_appointment: false,
                has_outcome: true,
                attended: true,
                one_to_one: true,
            };
            noted(cx, &meeting)
        }
        E::OutcomeRecorded { contact, on, kind, attended, staff, group, .. } => {
            let catalogue = contacts::current(cx)?;
            let induction = catalogue.contact_type(kind).is_some_and(|t| t.induction);
            let known = cx.get::<Meeting>(params![*person, *contact])?;
            let meeting = Meeting {
                person_id: *person,
                contact_id: *contact,
                on_day: *on,
                staff_id: *staff,
                arranged_on: known.map_or(today, |m| m.arranged_on),
                is_appointment: true,
                has_outcome: true,
                attended: *attended == Some(true),
                one_to_one: !*group && !induction,
            };
            noted(cx, &meeting)
        }
        _ => Ok(()),
    }
}

fn noted(cx: &mut Cx<'_>, meeting: &Meeting) -> Result<()> {
    cx.save(meeting)?;
    settle(cx, meeting.person_id)
}

fn settle(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    close_when_met(cx, person)?;
    refresh(cx, person)
}

/// Custody to licence is a release: the clock of the first meeting starts anew.
fn changed(cx: &mut Cx<'_>, person: PersonId, on: Date, basis: SupervisedOn) -> Result<()> {
    if open_stint(cx, person)?.is_none() {
        return Ok(());
    }
    let mut standing = cx.need::<Standing>(params![person])?;
    on_another_basis(&mut standing, on, basis);
    cx.describe(BASIS_CHANGED, None);
    cx.update(&mut standing)?;
    refresh(cx, person)
}

pub(crate) const BASIS_CHANGED: &str = "What the person is supervised on changed";

pub(crate) fn on_another_basis(standing: &mut Standing, on: Date, basis: SupervisedOn) {
    let in_custody = basis == SupervisedOn::Custody;
    if standing.in_custody && !in_custody {
        standing.released_on = Some(on);
    }
    standing.in_custody = in_custody;
}
