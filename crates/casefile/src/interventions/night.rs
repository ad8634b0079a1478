//! Everybody's interventions anew: a job in slices, each person in a transaction of their own, once a night. It makes the
//! read models of a database that was filled, and takes up what no event told.

use super::keeping::refresh;
use jiff::ToSpan;
use kernel::{Instant, PersonId};
use serde_json::{Value, json};
use store::{Asker, Failure, House, Result};

/// The kind of job.
pub const NIGHT_JOB: &str = "casefile.interventions";
const BEGUN: &str = "casefile.interventions-begun";
/// People a slice.
const SLICE: i64 = 100;
/// The hour at which it begins.
const HOUR: i8 = 3;

fn asker() -> Asker {
    Asker::system("interventions")
}

/// Puts the first run into the queue, once for a database.
///
/// # Errors
/// When the database fails.
pub fn begin_nights(house: &House) -> Result<()> {
    if house.read(&asker(), |cx| cx.setting(BEGUN))?.is_some() {
        return Ok(());
    }
    house.write(&asker(), |cx| {
        if cx.setting(BEGUN)?.is_none() {
            cx.set_setting(BEGUN, "yes")?;
            let now = cx.now();
            cx.enqueue(NIGHT_JOB, json!({}), now)?;
        }
        Ok(())
    })
}

/// Runs [`NIGHT_JOB`]: does one slice, and puts the next, or tomorrow's run, into the queue.
///
/// # Errors
/// When the body is not ours or the database fails: the job is then tried again.
pub fn run_night(house: &House, body: &Value) -> Result<()> {
    let after = match body.get("after").and_then(Value::as_str) {
        Some(text) => Some(text.parse().map_err(|_| Failure::broken("the job names no person"))?),
        None => None,
    };
    let next = slice(house, after)?;
    house.write(&asker(), |cx| {
        let tomorrow = Instant::from_local(cx.today().saturating_add(1.day()).at(HOUR, 0, 0, 0));
        let (body, at) = match next {
            Some(last) => (json!({ "after": last.to_string() }), cx.now()),
            None => (json!({}), tomorrow),
        };
        cx.enqueue(NIGHT_JOB, body, at)
    })
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
