//! Two records that are one person, and two again. The survivor is on one list; the absorbed record is on none until it
//! stands on its own again, and its own rows are never touched by a merge: a transaction writes one person.

use super::absence::SETTLE_JOB;
use super::moving::{Why, begin_stint, end_supervision, pass, settle_person, take_on};
use crate::facts::open_stint;
use crate::receiving;
use crate::records::{Cause, Standing};
use crate::views::refresh;
use kernel::PersonId;
use store::{Cx, Result, params};

/// Two records are one person. The survivor's own officer stays; a survivor whom nobody held takes the absorbed record's
/// place on its list. The absorbed record's rows stay as they are, so that an unmerge finds them again.
pub(crate) fn merge(cx: &mut Cx<'_>, survivor: PersonId, absorbed: PersonId) -> Result<()> {
    let pair = params![survivor, absorbed];
    cx.execute(
        "INSERT INTO view_meeting (person_id, contact_id, on_day, staff_id, arranged_on, is_appointment, has_outcome, \
         attended, one_to_one) SELECT $1, contact_id, on_day, staff_id, arranged_on, is_appointment, has_outcome, attended, \
         one_to_one FROM view_meeting WHERE person_id = $2 ON CONFLICT (person_id, contact_id) DO NOTHING",
        pair,
    )?;
    cx.execute("DELETE FROM view_gap WHERE person_id = $1", params![absorbed])?;
    cx.execute("DELETE FROM view_caseload WHERE person_id = $1", params![absorbed])?;
    take_over(cx, survivor, absorbed)?;
    refresh(cx, survivor)
}

/// A survivor whom nobody held, or who came on the unallocated list only by this merge, takes the absorbed record's place.
fn take_over(cx: &mut Cx<'_>, survivor: PersonId, absorbed: PersonId) -> Result<()> {
    let Some(theirs) = open_stint(cx, absorbed)? else { return Ok(()) };
    let (holder, team) = (theirs.holder()?, theirs.team_id);
    let why = Why::because(Cause::Merged);
    match open_stint(cx, survivor)? {
        Some(own) if own.holder()?.needs_officer() && !holder.needs_officer() => {
            cx.describe("Took over the officer of the absorbed record", None);
            pass(cx, own, holder, team, &why).map(|_| ())
        }
        Some(_) => Ok(()),
        None => {
            cx.describe("Took over the list of the absorbed record", None);
            let from = cx.need::<Standing>(params![absorbed])?;
            let mut standing = Standing { person_id: survivor, ..from };
            let known = cx.get::<Standing>(params![survivor])?.is_some();
            if known {
                cx.update(&mut standing)?
            } else {
                cx.insert(&standing)?
            }
            let now = cx.now();
            begin_stint(cx, survivor, holder, team, &why, now).map(|_| ())
        }
    }
}

/// The absorbed record stands on its own again, on the list on which it stood.
pub(crate) fn unmerge(cx: &mut Cx<'_>, survivor: PersonId, released: PersonId) -> Result<()> {
    // What was heard of its contacts meanwhile goes back with them.
    cx.execute(
        "INSERT INTO view_meeting (person_id, contact_id, on_day, staff_id, arranged_on, is_appointment, has_outcome, \
         attended, one_to_one) SELECT $2, contact_id, on_day, staff_id, arranged_on, is_appointment, has_outcome, attended, \
         one_to_one FROM view_meeting WHERE person_id = $1 AND contact_id IN \
         (SELECT contact_id FROM view_meeting WHERE person_id = $2) ON CONFLICT (person_id, contact_id) DO UPDATE SET \
         on_day = excluded.on_day, staff_id = excluded.staff_id, arranged_on = excluded.arranged_on, \
         has_outcome = excluded.has_outcome, attended = excluded.attended, one_to_one = excluded.one_to_one",
        params![survivor, released],
    )?;
    cx.execute(
        "DELETE FROM view_meeting WHERE person_id = $1 AND contact_id IN \
         (SELECT contact_id FROM view_meeting WHERE person_id = $2)",
        params![survivor, released],
    )?;
    refresh(cx, released)?;
    refresh(cx, survivor)?;
    // Officers may have gone and orders ended meanwhile. This transaction belongs to the survivor, so a job looks.
    let now = cx.now();
    cx.enqueue(SETTLE_JOB, serde_json::json!({ "person": released }), now)
}

/// Puts one person right: off every list when nothing is left to supervise, else with whoever should have them.
pub(crate) fn put_right(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    cx.lock(person.into())?;
    let keys = people::keys_of(cx, person)?;
    if keys.survivor != person {
        return Ok(());
    }
    match sentences::supervision(cx, &keys)? {
        None => end_supervision(cx, person, cx.today()),
        Some(known) if open_stint(cx, person)?.is_none() => {
            let team = receiving::team(cx, person)?;
            take_on(cx, person, known.since, known.arrived_on, known.basis.into(), team)
        }
        Some(_) => {
            settle_person(cx, person)?;
            refresh(cx, person)
        }
    }
}
