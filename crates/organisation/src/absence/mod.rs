//! When a member of staff is away, or has left, and who was named to cover. A record each, with reason and author;
//! nothing is overwritten, an absence entered by mistake is withdrawn and stays readable.

mod actions;
mod rules;

pub use actions::{end_absence, record_absence, record_leaving, withdraw_absence};

use kernel::{AbsenceId, Date, Instant, StaffId};
use store::{Cx, Kind, Result, codes, params, record};

codes! {
    /// Why somebody is away.
    pub enum AbsenceKind {
        Sick = "sick",
        Suspended = "suspended",
        Leave = "leave",
        Training = "training",
        Other = "other",
        /// Left the service; the first day is the first without them, and there is no last.
        Left = "left",
    }
}

impl AbsenceKind {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            AbsenceKind::Sick => "Sick",
            AbsenceKind::Suspended => "Suspended",
            AbsenceKind::Leave => "On leave",
            AbsenceKind::Training => "Training",
            AbsenceKind::Other => "Away",
            AbsenceKind::Left => "Left",
        }
    }
}

record! {
    /// A run of days on which a member of staff is not there.
    pub struct Absence in "absence", Kind::Subject, key ["staff_id", "id"] {
        pub staff_id: StaffId,
        pub id: AbsenceId,
        pub kind: AbsenceKind,
        pub first_day: Date,
        /// The last day away, with; open while nobody knows.
        pub last_day: Option<Date>,
        pub reason: String,
        /// Covers for all of the absent person's people, unless `caseload` says otherwise for one.
        pub cover_staff_id: Option<StaffId>,
        /// The name of whoever recorded it.
        pub recorded_by: String,
        pub recorded_at: Instant,
        pub withdrawn_at: Option<Instant>,
        pub withdrawn_reason: Option<String>,
        pub version: i64,
    }
}

impl Absence {
    /// True on the days from the first to the last, both with, unless withdrawn.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.withdrawn_at.is_none() && self.first_day <= day && self.last_day.is_none_or(|last| day <= last)
    }
}

/// What is needed to record an absence.
#[derive(Clone, Debug)]
pub struct NewAbsence {
    pub staff: StaffId,
    pub kind: AbsenceKind,
    pub first_day: Date,
    pub last_day: Option<Date>,
    pub reason: String,
    pub cover: Option<StaffId>,
}

/// Everything recorded of a member of staff, the newest first, withdrawn ones too.
///
/// # Errors
/// When the database fails.
pub fn absences(cx: &mut Cx<'_>, staff: StaffId) -> Result<Vec<Absence>> {
    cx.list("WHERE staff_id = $1 ORDER BY first_day DESC, id DESC", params![staff])
}

/// The absence that a member of staff has on a day, if any; leaving counts.
///
/// # Errors
/// When the database fails.
pub fn away_on(cx: &mut Cx<'_>, staff: StaffId, day: Date) -> Result<Option<Absence>> {
    cx.first(
        "WHERE staff_id = $1 AND withdrawn_at IS NULL AND first_day <= $2 AND (last_day IS NULL OR last_day >= $2) \
         ORDER BY first_day DESC",
        params![staff, day],
    )
}

/// The absences of several members of staff that touch these days, in one statement for each five hundred.
///
/// # Errors
/// When the database fails.
pub fn away_between(cx: &mut Cx<'_>, staff: &[StaffId], from: Date, to: Date) -> Result<Vec<Absence>> {
    let mut ids = staff.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let mut found = Vec::new();
    for chunk in ids.chunks(500) {
        let mut values: Vec<store::Value> = chunk.iter().map(|id| store::Value::Id(id.0)).collect();
        values.extend([to.into(), from.into()]);
        let n = chunk.len();
        let rest = format!(
            "WHERE staff_id IN ({}) AND withdrawn_at IS NULL AND first_day <= ${} AND (last_day IS NULL OR last_day >= ${})",
            kernel::placeholders(1, n),
            n + 1,
            n + 2
        );
        found.extend(cx.list::<Absence>(&rest, &values)?);
    }
    Ok(found)
}

/// True when the member of staff is away on that day or has left by then.
///
/// # Errors
/// When the database fails.
pub fn is_away(cx: &mut Cx<'_>, staff: StaffId, day: Date) -> Result<bool> {
    Ok(away_on(cx, staff, day)?.is_some())
}
