//! Recording meetings and what is done after them. The chain is the member of staff's, whose practice it is about.

use super::rules::{check_action, check_meeting, check_outcome};
use super::store::{MeetingAction, StaffMeeting};
use kernel::{Date, EntryId, Refusal, StaffId};
use store::{Cx, Failure, Result, params, refuse};

/// A meeting as it was held.
#[derive(Clone, Debug)]
pub struct MeetingHeld {
    pub staff: StaffId,
    pub held_on: Date,
    pub discussed: String,
    pub next_on: Option<Date>,
}

/// What somebody promises after a meeting.
#[derive(Clone, Debug)]
pub struct Promise {
    pub what: String,
    pub owner: StaffId,
    pub due_on: Date,
}

/// Records a meeting that the actor held with a member of staff.
///
/// # Errors
/// `missing`, `ahead`, `not_after`; `own_meeting` for a meeting with oneself.
pub fn record_meeting(cx: &mut Cx<'_>, held: &MeetingHeld) -> Result<EntryId> {
    cx.lock(held.staff.0.into())?;
    refuse(check_meeting(held.held_on, held.next_on, &held.discussed, cx.today()))?;
    if cx.actor().staff() == Some(held.staff) {
        let words = "A supervision meeting is with somebody else: your own is recorded by your manager";
        return Err(Failure::refused("", "own_meeting", words));
    }
    let line = organisation::staff_line(cx, held.staff)?;
    cx.describe(format!("Recorded a supervision meeting with {}", line.name), None);
    let row = StaffMeeting {
        staff_id: held.staff,
        id: cx.new_id(),
        manager_id: cx.actor().staff(),
        manager: cx.actor().name().to_owned(),
        held_on: held.held_on,
        discussed: held.discussed.trim().to_owned(),
        next_on: held.next_on,
        recorded_at: cx.now(),
        amended_why: None,
        version: 1,
    };
    cx.insert(&row)?;
    Ok(row.id)
}

/// Puts right what was recorded of a meeting; the earlier words stay in history. `seen` is the version that the actor read.
///
/// # Errors
/// As [`record_meeting`]; `no_reason`; [`Failure::Stale`] when somebody changed it meanwhile.
pub fn amend_meeting(cx: &mut Cx<'_>, meeting: EntryId, held: &MeetingHeld, seen: i64, why: &str) -> Result<()> {
    cx.lock(held.staff.0.into())?;
    let mut row = cx.need::<StaffMeeting>(params![held.staff, meeting])?;
    if row.version != seen {
        return Err(Failure::Stale("this meeting".to_owned()));
    }
    let mut wrong = check_meeting(held.held_on, held.next_on, &held.discussed, cx.today());
    if why.trim().is_empty() {
        wrong.push(Refusal::new("why", "no_reason", "Say why it is put right"));
    }
    refuse(wrong)?;
    cx.describe("Put right what was recorded of a supervision meeting", Some(why));
    row.held_on = held.held_on;
    row.next_on = held.next_on;
    row.discussed = held.discussed.trim().to_owned();
    row.amended_why = Some(why.trim().to_owned());
    cx.update(&mut row)
}

/// Records what somebody does after a meeting.
///
/// # Errors
/// `missing`, `not_ahead`; `not_of_the_meeting` when the owner took no part; [`Failure::NotFound`].
pub fn promise(cx: &mut Cx<'_>, staff: StaffId, meeting: EntryId, new: &Promise) -> Result<EntryId> {
    cx.lock(staff.0.into())?;
    let meeting = cx.need::<StaffMeeting>(params![staff, meeting])?;
    refuse(check_action(&new.what, new.due_on, cx.today()))?;
    if new.owner != staff && Some(new.owner) != meeting.manager_id {
        let words = "Select one of the two who met";
        return Err(Failure::refused("owner", "not_of_the_meeting", words));
    }
    cx.describe("Recorded an action of a supervision meeting", None);
    let row = MeetingAction {
        staff_id: staff,
        id: cx.new_id(),
        meeting_id: meeting.id,
        what: new.what.trim().to_owned(),
        owner_id: new.owner,
        due_on: new.due_on,
        recorded_at: cx.now(),
        done_on: None,
        done_by: None,
        outcome: None,
        version: 1,
    };
    cx.insert(&row)?;
    Ok(row.id)
}

/// Records what became of an action.
///
/// # Errors
/// `already_done`; `missing`, `ahead`; [`Failure::NotFound`].
pub fn finish_action(cx: &mut Cx<'_>, staff: StaffId, action: EntryId, done_on: Date, outcome: &str) -> Result<()> {
    cx.lock(staff.0.into())?;
    let mut row = cx.need::<MeetingAction>(params![staff, action])?;
    if row.done_on.is_some() {
        return Err(Failure::refused("", "already_done", "Somebody has recorded the outcome already"));
    }
    refuse(check_outcome(outcome, done_on, cx.today()))?;
    cx.describe("Finished an action of a supervision meeting", Some(outcome));
    row.done_on = Some(done_on);
    row.done_by = Some(cx.actor().name().to_owned());
    row.outcome = Some(outcome.trim().to_owned());
    cx.update(&mut row)
}
