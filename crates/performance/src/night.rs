//! When counting is done: once a night, and when somebody asks for it. The first night of a database goes through everybody
//! once, so that what rooms publish is there for those who were recorded before it was published.

use crate::count::count_everybody;
use jiff::ToSpan;
use kernel::{Instant, PersonId};
use serde_json::{Value, json};
use store::{Asker, House, Result};

/// The kind of job.
pub const NIGHT_JOB: &str = "performance.count";
const BEGUN: &str = "performance.begun";
const PUBLISHED: &str = "performance.published";
/// The hour at which it begins, after the other rooms' nights.
const HOUR: i8 = 4;
const SLICE: i64 = 200;

fn asker() -> Asker {
    Asker::system("performance")
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
            cx.enqueue(NIGHT_JOB, json!({ "nightly": true }), now)?;
        }
        Ok(())
    })
}

/// Runs [`NIGHT_JOB`]. One of the night puts tomorrow's into the queue.
///
/// # Errors
/// When the database fails: the job is then tried again.
pub fn run_night(house: &House, body: &Value) -> Result<()> {
    publish_everybody(house)?;
    count_everybody(house)?;
    if body.get("nightly").and_then(Value::as_bool) != Some(true) {
        return Ok(());
    }
    house.write(&asker(), |cx| {
        let tomorrow = Instant::from_local(cx.today().saturating_add(1.day()).at(HOUR, 0, 0, 0));
        cx.enqueue(NIGHT_JOB, json!({ "nightly": true }), tomorrow)
    })
}

/// Has every room publish what it knows of everybody, once for a database.
fn publish_everybody(house: &House) -> Result<()> {
    if house.read(&asker(), |cx| cx.setting(PUBLISHED))?.is_some() {
        return Ok(());
    }
    let mut last = None;
    loop {
        let people = house.read(&asker(), |cx| people::everybody(cx, last, SLICE))?;
        for person in &people {
            publish(house, *person)?;
        }
        match people.last() {
            Some(person) => last = Some(*person),
            None => break,
        }
    }
    house.write(&asker(), |cx| cx.set_setting(PUBLISHED, "yes"))
}

/// What each room publishes of one person, made anew where it is not right.
fn publish(house: &House, person: PersonId) -> Result<()> {
    house.write(&asker(), |cx| {
        let keys = people::keys_of(cx, person)?;
        if keys.survivor != person {
            return Ok(());
        }
        people::rebuild_traits(cx, &keys)?;
        sentences::rebuild_counted_orders(cx, &keys)?;
        contacts::rebuild_attendance(cx, &keys)?;
        caseload::rebuild_held(cx, &keys).map(|_| ())
    })
}

/// For a database that was just filled by rooms that published as they wrote: nobody has to be gone through again. Counts now
/// where asked to, else the first night does.
///
/// # Errors
/// When the database fails.
pub fn after_filling(house: &House, count: bool) -> Result<()> {
    house.write(&asker(), |cx| cx.set_setting(PUBLISHED, "yes"))?;
    if count { count_everybody(house) } else { Ok(()) }
}
