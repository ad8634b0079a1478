//! Everybody's pace anew: a job in slices, each person in a transaction of their own, once a night.

use super::keeping::refresh;
use kernel::PersonId;
use serde_json::Value;
use store::{Asker, House, JobRunner, Nightly, Result};

/// The kind of job.
pub const NIGHT_JOB: &str = "unpaid_work.pace";
const NIGHT: Nightly = Nightly { kind: NIGHT_JOB, hour: 3 };
/// People a slice.
const SLICE: i64 = 100;

pub(crate) const JOBS: &[(&str, JobRunner)] = &[(NIGHT_JOB, run_night)];

fn asker() -> Asker {
    Asker::system("pace of unpaid work")
}

/// Puts this night's run into the queue.
///
/// # Errors
/// When the database fails.
pub fn begin_nights(house: &House) -> Result<()> {
    NIGHT.begin(house)
}

/// Runs [`NIGHT_JOB`]: one slice of everybody.
///
/// # Errors
/// When the body is not ours or the database fails: the job is then tried again.
pub fn run_night(house: &House, body: &Value) -> Result<()> {
    NIGHT.run(house, body, |after| slice(house, after))
}

/// Does the next people; gives the last while there may be more.
fn slice(house: &House, after: Option<PersonId>) -> Result<Option<PersonId>> {
    let people = house.read(&asker(), |cx| sentences::supervised_people(cx, after, SLICE))?;
    for person in &people {
        house.write(&asker(), |cx| refresh(cx, person.person_id))?;
    }
    let full = i64::try_from(people.len()).unwrap_or(i64::MAX) >= SLICE;
    Ok(people.last().map(|person| person.person_id).filter(|_| full))
}

/// Does everybody now, for a database that was just filled.
///
/// # Errors
/// When the database fails.
pub fn refresh_everybody(house: &House) -> Result<()> {
    let mut last = slice(house, None)?;
    while last.is_some() {
        last = slice(house, last)?;
    }
    Ok(())
}
