//! An officer is away, gone, covered or back. The register changes in one transaction together with a job; then their
//! people are moved, each in a transaction of their own. Asked again, it moves whoever is left, so a crash in between
//! loses nobody: the job asks again.

use super::moving::settle_person;
use crate::allocation::{Candidate, check_cover};
use crate::facts::absent;
use crate::records::{PresenceKind, StaffPresence};
use crate::responsibility::Presence;
use jiff::civil::Date;
use kernel::{ChainId, Instant, PersonId, StaffId};
use store::{Asker, Cx, Failure, House, Result, params};

/// The job that moves the people of a member of staff.
pub const SETTLE_JOB: &str = "caseload.settle-staff";

/// What is known of an absence.
#[derive(Clone, Debug)]
pub struct Absent {
    pub staff: StaffId,
    /// The first day away; it may lie ahead.
    pub from: Date,
    pub expected_back: Option<Date>,
    /// In plain words, such as "Sick".
    pub why: String,
    pub cover: Option<StaffId>,
}

/// What became of the people of a member of staff.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    pub moved: Vec<PersonId>,
    /// Could not be moved now; the job tries again.
    pub left_over: Vec<PersonId>,
}

/// Marks a member of staff away, and moves their people to the cover or to the unallocated list.
///
/// # Errors
/// What [`check_cover`] refuses; the database's.
pub fn mark_away(house: &House, asker: &Asker, absent: &Absent) -> Result<Settled> {
    house.write(asker, |cx| note_absence(cx, absent, PresenceKind::Away))?;
    settle_staff(house, asker, absent.staff)
}

/// Marks a member of staff as having left. A cover who was named before stays unless another is named.
///
/// # Errors
/// As [`mark_away`].
pub fn mark_gone(house: &House, asker: &Asker, absent: &Absent) -> Result<Settled> {
    house.write(asker, |cx| note_absence(cx, absent, PresenceKind::Left))?;
    settle_staff(house, asker, absent.staff)
}

/// Names who covers for somebody away or gone, or withdraws the cover.
///
/// # Errors
/// `not_absent` for somebody at work; what [`check_cover`] refuses.
pub fn name_cover(house: &House, asker: &Asker, staff: StaffId, cover: Option<StaffId>) -> Result<Settled> {
    house.write(asker, |cx| {
        let known = lock_and_read(cx, staff, cover)?.filter(|p| p.presence != PresenceKind::Here);
        let mut row = known.ok_or_else(|| Failure::refused("staff", "not_absent", "This officer is at work"))?;
        check_named(cx, staff, cover)?;
        cx.describe(if cover.is_some() { "Named a cover" } else { "Withdrew the cover" }, None);
        row.cover_id = cover;
        cx.update(&mut row)?;
        enqueue(cx, staff, row.since)
    })?;
    settle_staff(house, asker, staff)
}

/// A member of staff is back: their people come back to them.
///
/// # Errors
/// `not_away` for somebody who is at work or has left.
pub fn mark_returned(house: &House, asker: &Asker, staff: StaffId) -> Result<Settled> {
    house.write(asker, |cx| {
        let known = lock_and_read(cx, staff, None)?.filter(|p| p.presence == PresenceKind::Away);
        let mut row = known.ok_or_else(|| Failure::refused("staff", "not_away", "This officer is not away"))?;
        cx.describe("Marked as back at work", None);
        let today = cx.today();
        (row.presence, row.cover_id, row.since, row.expected_back) = (PresenceKind::Here, None, today, None);
        cx.update(&mut row)?;
        enqueue(cx, staff, today)
    })?;
    settle_staff(house, asker, staff)
}

fn note_absence(cx: &mut Cx<'_>, absence: &Absent, kind: PresenceKind) -> Result<()> {
    let known = lock_and_read(cx, absence.staff, absence.cover)?;
    check_named(cx, absence.staff, absence.cover)?;
    let words = if kind == PresenceKind::Left { "Marked as having left" } else { "Marked as away" };
    cx.describe(words, Some(&absence.why));
    let before = known.as_ref().filter(|p| p.presence != PresenceKind::Here).and_then(|p| p.cover_id);
    let row = StaffPresence {
        staff_id: absence.staff,
        presence: kind,
        cover_id: absence.cover.or(before),
        since: absence.from,
        why: absence.why.clone(),
        expected_back: absence.expected_back,
        version: 1,
    };
    write_presence(cx, known, row)?;
    enqueue(cx, absence.staff, absence.from)
}

/// What the organisation told of a member of staff, where nobody marked it here first.
pub(crate) fn note_presence(cx: &mut Cx<'_>, staff: StaffId, kind: PresenceKind, since: Date) -> Result<()> {
    let known = lock_and_read(cx, staff, None)?;
    let current = known.as_ref().map_or(PresenceKind::Here, |p| p.presence);
    if current == kind || (current == PresenceKind::Left && kind == PresenceKind::Away) {
        return Ok(());
    }
    cx.describe("Noted who is at work", None);
    let cover_id = known.as_ref().and_then(|p| p.cover_id).filter(|_| kind != PresenceKind::Here);
    let row = StaffPresence {
        staff_id: staff,
        presence: kind,
        cover_id,
        since,
        why: String::new(),
        expected_back: None,
        version: 1,
    };
    write_presence(cx, known, row)?;
    enqueue(cx, staff, since)
}

fn write_presence(cx: &mut Cx<'_>, known: Option<StaffPresence>, mut row: StaffPresence) -> Result<()> {
    match known {
        Some(known) => {
            row.version = known.version;
            cx.update(&mut row)
        }
        None => cx.insert(&row),
    }
}

/// Locks both members of staff, always the lower id first, so that two managers never wait for each other.
fn lock_and_read(cx: &mut Cx<'_>, staff: StaffId, cover: Option<StaffId>) -> Result<Option<StaffPresence>> {
    let mut both: Vec<StaffId> = cover.into_iter().chain([staff]).collect();
    both.sort_unstable();
    for one in both {
        cx.lock(ChainId(one.0))?;
    }
    cx.get::<StaffPresence>(params![staff])
}

fn check_named(cx: &mut Cx<'_>, staff: StaffId, cover: Option<StaffId>) -> Result<()> {
    let Some(cover) = cover else { return Ok(()) };
    let present = absent(cx)?.get(&cover).is_none_or(|p| p.is_here());
    Ok(check_cover(staff, Candidate { staff: cover, present, practitioner: true, may_open: true })?)
}

fn enqueue(cx: &mut Cx<'_>, staff: StaffId, from: Date) -> Result<()> {
    let run_at = cx.now().max(Instant::from_local(from.at(0, 0, 0, 0)));
    cx.enqueue(SETTLE_JOB, serde_json::json!({ "staff": staff }), run_at)
}

/// Runs [`SETTLE_JOB`].
///
/// # Errors
/// When the body names nobody, or somebody could not be moved: the job is then tried again.
pub fn run_job(house: &House, body: &serde_json::Value) -> Result<()> {
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
