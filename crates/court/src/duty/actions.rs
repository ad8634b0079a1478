//! Putting staff on duty, taking them off, and saying how often a court sits.

use super::{Duty, SittingRow};
use crate::day::Sitting;
use kernel::{CourtId, Date, EntryId, StaffId};
use store::{Cx, Failure, Result, params};

/// Puts a member of staff on duty.
///
/// # Errors
/// `past`; `twice`; `away` when they are; when there is no such member of staff.
pub fn put_on_duty(
    cx: &mut Cx<'_>,
    court: CourtId,
    day: Date,
    staff: StaffId,
    (sitting, note): (Sitting, Option<String>),
) -> Result<EntryId> {
    if day < cx.today() {
        return Err(Failure::refused("day", "past", "Enter today or a later day"));
    }
    let line = organisation::staff_line(cx, staff)?;
    if organisation::is_away(cx, staff, day)? {
        let words = format!("{} is away on {}: choose somebody else", line.name, web::ui::day(day));
        return Err(Failure::refused("staff", "away", words));
    }
    let same = "WHERE day = $1 AND court_id = $2 AND staff_id = $3 AND withdrawn_at IS NULL";
    if cx.list::<Duty>(same, params![day, court, staff])?.iter().any(|d| d.sitting == sitting) {
        return Err(Failure::refused("staff", "twice", format!("{} is on duty there already", line.name)));
    }
    let id: EntryId = cx.new_id();
    cx.lock(id.0.into())?;
    cx.describe(format!("Put {} on duty at court for {}", line.name, web::ui::day(day)), note.as_deref());
    cx.insert(&Duty {
        id,
        court_id: court,
        day,
        staff_id: staff,
        sitting,
        note,
        added_by: cx.actor().name().to_owned(),
        added_at: cx.now(),
        withdrawn_by: None,
        withdrawn_at: None,
        withdrawn_why: None,
    })?;
    Ok(id)
}

/// Takes somebody off duty.
///
/// # Errors
/// Without a reason; `off_already`; [`Failure::NotFound`].
pub fn take_off_duty(cx: &mut Cx<'_>, id: EntryId, why: &str) -> Result<()> {
    let why = crate::inbox::reasoned(why)?;
    cx.lock(id.0.into())?;
    let mut duty = cx.need::<Duty>(params![id])?;
    if duty.withdrawn_at.is_some() {
        return Err(Failure::refused("", "off_already", "They have been taken off already"));
    }
    cx.describe("Took somebody off duty at a court", Some(why));
    duty.withdrawn_by = Some(cx.actor().name().to_owned());
    duty.withdrawn_at = Some(cx.now());
    duty.withdrawn_why = Some(why.to_owned());
    cx.update(&mut duty)
}

/// How often a court sits, from a day on.
#[derive(Clone, Debug)]
pub struct Sits {
    pub court: CourtId,
    pub from: Date,
    /// How many are needed on each day of the week; Monday first.
    pub needed: [i64; 5],
    pub assumed: bool,
    pub source: String,
}

impl Sits {
    /// Writes it down.
    ///
    /// # Errors
    /// When a row of that day stands already.
    pub fn record(&self, cx: &mut Cx<'_>) -> Result<()> {
        let known = "WHERE court_id = $1 AND from_date = $2";
        if !cx.list::<SittingRow>(known, params![self.court, self.from])?.is_empty() {
            let words = "How this court sits from that day was said already: enter a later day";
            return Err(Failure::refused("from", "twice", words));
        }
        cx.describe("Said how often a court sits", Some(self.source.as_str()));
        for (weekday, needed) in (1i64..).zip(self.needed) {
            cx.insert(&SittingRow {
                court_id: self.court,
                weekday,
                from_date: self.from,
                before_date: None,
                needed,
                assumed: self.assumed,
                source: self.source.clone(),
            })?;
        }
        Ok(())
    }
}
