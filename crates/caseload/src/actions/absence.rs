//! An officer is away, gone, covered or back. `organisation` keeps the absence; this room hears of it in the same
//! transaction and leaves a job; then their people are moved, each in a transaction of their own. Asked again, it moves
//! whoever is left, so a crash in between loses nobody: the job asks again.

use super::merging::put_right;
use super::moving::settle_person;
use crate::allocation::{Candidate, check_cover};
use crate::facts::absent;
use crate::records::{AbsenceRow, StaffCover};
use crate::responsibility::Presence;
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{ChainId, Instant, PersonId, StaffId};
use organisation::{AbsenceKind, NewAbsence};
use store::{Asker, Cx, Failure, House, Result, params};

/// The job that moves the people of a member of staff.
pub const SETTLE_JOB: &str = "caseload.settle-staff";

/// What became of the people of a member of staff.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    pub moved: Vec<PersonId>,
    /// Could not be moved now; the job tries again.
    pub left_over: Vec<PersonId>,
}

/// Records that somebody is away or has left, and moves their people to the cover or to the unallocated list.
///
/// # Errors
/// What `organisation` refuses; the database's.
pub fn mark_absent(house: &House, asker: &Asker, absence: &NewAbsence) -> Result<Settled> {
    house.write(asker, |cx| organisation::record_absence(cx, absence.clone()))?;
    settle_staff(house, asker, absence.staff)
}

/// Names who covers for somebody away or gone, or withdraws the cover, and moves their people.
///
/// # Errors
/// As [`note_cover`].
pub fn name_cover(house: &House, asker: &Asker, staff: StaffId, cover: Option<StaffId>) -> Result<Settled> {
    house.write(asker, |cx| note_cover(cx, staff, cover))?;
    settle_staff(house, asker, staff)
}

/// Records who covers for somebody away or gone. Their people are moved by [`settle_staff`], or by the job left here.
///
/// # Errors
/// `not_absent` for somebody at work; what [`check_cover`] refuses.
pub fn note_cover(cx: &mut Cx<'_>, staff: StaffId, cover: Option<StaffId>) -> Result<()> {
    lock_both(cx, staff, cover)?;
    let absent = absent(cx)?;
    if !absent.contains_key(&staff) {
        return Err(Failure::refused("cover", "not_absent", "This officer is at work: nobody need cover"));
    }
    if let Some(cover) = cover {
        let line = organisation::staff_line(cx, cover)?;
        let practitioner = holds_cases(cx, &line.grade)?;
        let present = !absent.contains_key(&cover);
        check_cover(staff, Candidate { staff: cover, present, practitioner, may_open: true })?;
    }
    cx.describe(if cover.is_some() { "Named a cover" } else { "Withdrew the cover" }, None);
    keep_cover(cx, staff, cover)?;
    enqueue(cx, staff, cx.today())
}

/// A member of staff is back today: their people come back to them.
///
/// # Errors
/// As [`note_return`].
pub fn mark_returned(house: &House, asker: &Asker, staff: StaffId, reason: &str) -> Result<Settled> {
    house.write(asker, |cx| note_return(cx, staff, reason))?;
    settle_staff(house, asker, staff)
}

/// Records that somebody is back today. An absence that began only today is withdrawn.
///
/// # Errors
/// `not_away` for somebody who is at work or has left.
pub fn note_return(cx: &mut Cx<'_>, staff: StaffId, reason: &str) -> Result<()> {
    let today = cx.today();
    let standing = organisation::away_on(cx, staff, today)?.filter(|a| a.kind != AbsenceKind::Left);
    let absence = standing.ok_or_else(|| Failure::refused("", "not_away", "This officer is not away"))?;
    if absence.first_day >= today {
        organisation::withdraw_absence(cx, staff, absence.id, reason)?;
    } else {
        let yesterday = today.saturating_sub(1.day());
        organisation::end_absence(cx, staff, absence.id, yesterday, Some(reason))?;
    }
    Ok(())
}

/// True when staff of this grade may be responsible officers.
pub(crate) fn holds_cases(cx: &mut Cx<'_>, grade: &str) -> Result<bool> {
    Ok(organisation::grades(cx)?.iter().any(|g| g.code == grade && g.holds_cases))
}

/// Brings this room's picture of a member of staff in step with what the organisation has recorded, and leaves a job for
/// each day on which that moves people.
pub(crate) fn hear_of_staff(cx: &mut Cx<'_>, staff: StaffId) -> Result<()> {
    let was_absent = absent(cx)?.contains_key(&staff);
    let standing: Vec<_> =
        organisation::absences(cx, staff)?.into_iter().filter(|a| a.withdrawn_at.is_none()).collect();
    cx.execute("DELETE FROM view_absence WHERE staff_id = $1", params![staff])?;
    let rows: Vec<AbsenceRow> = standing
        .iter()
        .map(|a| AbsenceRow {
            staff_id: staff,
            id: a.id,
            has_left: a.kind == AbsenceKind::Left,
            first_day: a.first_day,
            last_day: a.last_day,
        })
        .collect();
    cx.insert_all(&rows)?;
    let newest = standing.iter().max_by_key(|a| (a.recorded_at, a.id));
    if let Some(cover) = newest.and_then(|a| a.cover_staff_id) {
        keep_cover(cx, staff, Some(cover))?;
    } else if !was_absent {
        // Somebody who covered for an earlier absence was not asked to cover for this one.
        keep_cover(cx, staff, None)?;
    }
    let today = cx.today();
    enqueue(cx, staff, today)?;
    for row in rows {
        if row.first_day > today {
            enqueue(cx, staff, row.first_day)?;
        }
        if let Some(back) = row.last_day.map(|last| last.saturating_add(1.day())).filter(|back| *back > today) {
            enqueue(cx, staff, back)?;
        }
    }
    Ok(())
}

fn keep_cover(cx: &mut Cx<'_>, staff: StaffId, cover: Option<StaffId>) -> Result<()> {
    let named_on = cx.today();
    match cx.get::<StaffCover>(params![staff])? {
        Some(known) if known.cover_id == cover => Ok(()),
        Some(mut known) => {
            (known.cover_id, known.named_on) = (cover, named_on);
            cx.update(&mut known)
        }
        None if cover.is_none() => Ok(()),
        None => cx.insert(&StaffCover { staff_id: staff, cover_id: cover, named_on, version: 1 }),
    }
}

/// Locks both members of staff, always the lower id first, so that two managers never wait for each other.
fn lock_both(cx: &mut Cx<'_>, staff: StaffId, cover: Option<StaffId>) -> Result<()> {
    let mut both: Vec<StaffId> = cover.into_iter().chain([staff]).collect();
    both.sort_unstable();
    for one in both {
        cx.lock(ChainId(one.0))?;
    }
    Ok(())
}

fn enqueue(cx: &mut Cx<'_>, staff: StaffId, from: Date) -> Result<()> {
    let run_at = cx.now().max(Instant::from_local(from.at(0, 0, 0, 0)));
    cx.enqueue(SETTLE_JOB, serde_json::json!({ "staff": staff }), run_at)
}

/// Runs [`SETTLE_JOB`], whose body names a member of staff or one person.
///
/// # Errors
/// When the body names nobody, or somebody could not be moved: the job is then tried again.
pub fn run_job(house: &House, body: &serde_json::Value) -> Result<()> {
    let person = body.get("person").and_then(serde_json::Value::as_str).and_then(|text| text.parse().ok());
    if let Some(person) = person {
        return house.write(&Asker::system("cover"), |cx| put_right(cx, person));
    }
    let staff = body.get("staff").and_then(serde_json::Value::as_str).and_then(|text| text.parse().ok());
    let staff = staff.ok_or_else(|| Failure::broken("the job names nobody"))?;
    let settled = settle_staff(house, &Asker::system("cover"), staff)?;
    if settled.left_over.is_empty() {
        return Ok(());
    }
    Err(Failure::broken(format!("{} people could not be moved", settled.left_over.len())))
}

/// Moves everybody who concerns this member of staff to whoever should have them now, each in their own transaction.
///
/// # Errors
/// When the lists cannot be read. A person who cannot be moved does not hold up the others.
pub fn settle_staff(house: &House, asker: &Asker, staff: StaffId) -> Result<Settled> {
    let mut settled = Settled::default();
    // Somebody may be allocated to them while this runs; the second look finds them.
    for _ in 0..3 {
        let concerned = house.read(asker, |cx| concerned(cx, staff))?;
        let mut moved_now = false;
        settled.left_over.clear();
        for person in concerned {
            match house.write(asker, |cx| settle_person(cx, person)) {
                Ok(true) => {
                    moved_now = true;
                    settled.moved.push(person);
                }
                Ok(false) => {}
                Err(_) => settled.left_over.push(person),
            }
        }
        if !moved_now {
            break;
        }
    }
    Ok(settled)
}

/// Everybody allocated to the member of staff, covered by them, or allocated to somebody for whom they are the cover.
fn concerned(cx: &mut Cx<'_>, staff: StaffId) -> Result<Vec<PersonId>> {
    let absent = absent(cx)?;
    let mut circle = vec![staff];
    let mut at = 0;
    while let Some(cover) = circle.get(at).copied() {
        let covered = absent.iter().filter(|(_, p)| Presence::cover(**p) == Some(cover)).map(|(s, _)| *s);
        let fresh: Vec<StaffId> = covered.filter(|s| !circle.contains(s)).collect();
        circle.extend(fresh);
        at += 1;
    }
    let mut people = Vec::new();
    for member in circle {
        let rows = cx.query(
            "SELECT person_id FROM view_caseload WHERE officer_id = $1 OR (list_kind = 'cover' AND list_id = $1)",
            params![member],
        )?;
        for row in rows {
            people.push(row.get::<PersonId>(0)?);
        }
    }
    people.sort_unstable();
    people.dedup();
    Ok(people)
}
