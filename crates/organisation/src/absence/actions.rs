//! Recording that somebody is away, is back or has left. What becomes of their people is `caseload`'s part, which hears
//! of it in the same transaction.

use super::{Absence, AbsenceKind, NewAbsence, absences, rules};
use crate::{Staff, staff_line};
use domain_events::DomainEvent;
use kernel::{AbsenceId, Date, Refusals, StaffId};
use store::{Cx, Failure, Result, params};

/// # Errors
/// When a rule says no, the cover is away or has left on the first day, there is no such member of staff, or the
/// database fails.
pub fn record_absence(cx: &mut Cx<'_>, new: NewAbsence) -> Result<Absence> {
    cx.lock(new.staff.0.into())?;
    let staff: Staff = cx.need(params![new.staff])?;
    let known = absences(cx, new.staff)?;
    let mut refused = rules::refusals(&new, staff.start_date, &known);
    if let Some(cover) = new.cover {
        let line = staff_line(cx, cover)?;
        if let Some(away) = super::away_on(cx, cover, new.first_day)? {
            let words = format!("{} cannot cover: {} on that day", line.name, away.kind.words().to_lowercase());
            refused.push(kernel::Refusal::new("cover", "cover_away", words));
        }
    }
    if !refused.is_empty() {
        return Err(Failure::Refused(Refusals(refused)));
    }
    let what = if new.kind == AbsenceKind::Left { "has left" } else { "is away" };
    cx.describe(format!("Recorded that {} {what} from {}", staff.name(), new.first_day), Some(&new.reason));
    let absence = Absence {
        staff_id: new.staff,
        id: cx.new_id(),
        kind: new.kind,
        first_day: new.first_day,
        last_day: new.last_day,
        reason: new.reason.trim().to_owned(),
        cover_staff_id: new.cover,
        recorded_by: cx.actor().name().to_owned(),
        recorded_at: cx.now(),
        withdrawn_at: None,
        withdrawn_reason: None,
        version: 1,
    };
    cx.insert(&absence)?;
    cx.tell(&match new.kind {
        AbsenceKind::Left => DomainEvent::StaffLeft { staff: new.staff, on: new.first_day },
        _ => DomainEvent::StaffAway { staff: new.staff, from: new.first_day },
    })?;
    Ok(absence)
}

/// Records that somebody has left: `first_day` is the first day without them.
///
/// # Errors
/// As [`record_absence`].
pub fn record_leaving(
    cx: &mut Cx<'_>,
    staff: StaffId,
    first_day: Date,
    reason: &str,
    cover: Option<StaffId>,
) -> Result<Absence> {
    let (kind, reason) = (AbsenceKind::Left, reason.to_owned());
    record_absence(cx, NewAbsence { staff, kind, first_day, last_day: None, reason, cover })
}

/// Records that somebody is back: `last_day` was the last day away.
///
/// # Errors
/// When they left for good, the day lies before the absence, it was withdrawn, or the database fails.
pub fn end_absence(
    cx: &mut Cx<'_>,
    staff: StaffId,
    id: AbsenceId,
    last_day: Date,
    reason: Option<&str>,
) -> Result<Absence> {
    cx.lock(staff.0.into())?;
    let mut absence: Absence = cx.need(params![staff, id])?;
    if absence.kind == AbsenceKind::Left || absence.withdrawn_at.is_some() {
        let words = "Only an absence that still stands can end: withdraw it if it was a mistake";
        return Err(Failure::refused("last_day", "cannot_end", words));
    }
    if last_day < absence.first_day {
        return Err(Failure::refused("last_day", "before_first", "The last day away must not be before the first"));
    }
    let name = staff_line(cx, staff)?.name;
    cx.describe(format!("Recorded that {name} is back, away until {last_day}"), reason);
    absence.last_day = Some(last_day);
    cx.update(&mut absence)?;
    let on = last_day.tomorrow().unwrap_or(last_day);
    cx.tell(&DomainEvent::StaffReturned { staff, on })?;
    Ok(absence)
}

/// Takes back an absence or leaving that was recorded by mistake.
///
/// # Errors
/// When it was withdrawn before, no reason is given, or the database fails.
pub fn withdraw_absence(cx: &mut Cx<'_>, staff: StaffId, id: AbsenceId, reason: &str) -> Result<Absence> {
    cx.lock(staff.0.into())?;
    let mut absence: Absence = cx.need(params![staff, id])?;
    if absence.withdrawn_at.is_some() {
        return Err(Failure::refused("", "withdrawn", "This was withdrawn before"));
    }
    if reason.trim().is_empty() {
        return Err(Failure::refused("reason", "no_reason", "Enter why it was a mistake"));
    }
    let name = staff_line(cx, staff)?.name;
    cx.describe(format!("Withdrew an absence of {name}"), Some(reason));
    absence.withdrawn_at = Some(cx.now());
    absence.withdrawn_reason = Some(reason.trim().to_owned());
    cx.update(&mut absence)?;
    let on = cx.today();
    cx.tell(&DomainEvent::StaffReturned { staff, on })?;
    Ok(absence)
}
