//! Removing whoever nominated something from the record, so many months after the matter is finished: name, e-mail address and
//! telephone number, in the rows and in their history, with the addresses and words of what was written to them.
//!
//! Always true: what was nominated, what was decided and why, and the steps stay; that and when the name was removed is a step
//! of its own. It is done in the night, one nomination a transaction, and done again it changes nothing.

use super::actions::{hold, take_on};
use super::records::{Deed, Nomination};
use crate::policy::{NOMINATOR_MONTHS, Numbers, numbers};
use jiff::ToSpan;
use kernel::{ChainId, Date, NominationId};
use serde_json::Value;
use store::{Asker, Cx, House, JobRunner, Nightly, Result, params};

/// The kind of job.
pub const FORGET_JOB: &str = "unpaid_work.nominators";
const NIGHT: Nightly = Nightly { kind: FORGET_JOB, hour: 2 };
/// Nominations looked at in one statement.
const SLICE: i64 = 200;

pub(crate) const JOBS: &[(&str, JobRunner)] = &[(FORGET_JOB, run_night)];

fn asker() -> Asker {
    Asker::system("removal of nominators")
}

/// Puts this night's run into the queue.
///
/// # Errors
/// When the database fails.
pub fn begin_nights(house: &House) -> Result<()> {
    NIGHT.begin(house)
}

/// Runs [`FORGET_JOB`].
///
/// # Errors
/// When the body is not ours or the database fails: the job is then tried again.
pub fn run_night(house: &House, body: &Value) -> Result<()> {
    NIGHT.run(house, body, |_| forget_due(house).map(|_| None::<()>))
}

/// The day on which the nominator is removed, where the matter is finished and they are still there.
///
/// # Errors
/// When policy does not say after how long.
pub(crate) fn removed_by(n: &Nomination, numbers: &Numbers) -> Result<Option<Date>> {
    let Some(finished) = n.finished_on().filter(|_| n.nominator_removed_on.is_none()) else { return Ok(None) };
    let months = numbers.on(NOMINATOR_MONTHS, finished)?;
    Ok(Some(finished.saturating_add(months.months())))
}

/// Removes everybody whose time has come, and gives how many.
///
/// # Errors
/// When the database fails.
pub fn forget_due(house: &House) -> Result<usize> {
    let (mut after, mut forgotten) = (NominationId(uuid::Uuid::nil()), 0);
    loop {
        let rows = house.read(&asker(), |cx| {
            let rest =
                "WHERE nominator_removed_on IS NULL AND state IN ('declined', 'done') AND id > $1 ORDER BY id LIMIT $2";
            cx.list::<Nomination>(rest, params![after, SLICE])
        })?;
        for row in &rows {
            forgotten += usize::from(house.write(&asker(), |cx| forget(cx, row.id))?);
        }
        match rows.last() {
            Some(last) => after = last.id,
            None => return Ok(forgotten),
        }
    }
}

/// Removes the nominator where the day has come; tells whether it did.
fn forget(cx: &mut Cx<'_>, id: NominationId) -> Result<bool> {
    cx.lock(ChainId(id.0))?;
    let (row, numbers, today) = (cx.need::<Nomination>(params![id])?, numbers(cx)?, cx.today());
    let Some(due) = removed_by(&row, &numbers)?.filter(|due| *due <= today) else { return Ok(false) };
    let mut whole = hold(cx, id, Deed::Forget, None)?;
    let n = &mut whole.nomination;
    n.nominator = String::new();
    (n.email, n.telephone) = (None, None);
    n.nominator_removed_on = Some(today);
    let words = format!("Due on {}", kernel::words::day(due));
    take_on(cx, n, Deed::Forget, today, (None, Some(&words)))?;
    cx.erase_images::<Nomination>(ChainId(id.0))?;
    documents::messages::forget_outside(cx, id.0)?;
    Ok(true)
}
