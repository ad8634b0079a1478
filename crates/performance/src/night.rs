//! When counting is done: once a night, and when somebody asks for it. The first night of a database goes through everybody
//! once, so that what rooms publish is there for those who were recorded before it was published.

use crate::count::{count_everybody, count_some};
use kernel::PersonId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Asker, Cx, House, Nightly, Result};

/// The kind of job.
pub const NIGHT_JOB: &str = "performance.count";
/// After the other rooms' nights.
const NIGHT: Nightly = Nightly { kind: NIGHT_JOB, hour: 4 };
const PUBLISHED: &str = "performance.published";
const SLICE: i64 = 200;

fn asker() -> Asker {
    Asker::system("performance")
}

/// Puts this night's counting into the queue.
///
/// # Errors
/// When the database fails.
pub fn begin_nights(house: &House) -> Result<()> {
    NIGHT.begin(house)
}

/// Has everybody counted now, beside the nights.
///
/// # Errors
/// When the database fails.
pub(crate) fn ask_for_counting(cx: &mut Cx<'_>) -> Result<()> {
    NIGHT.ask_for_one(cx)
}

/// Runs [`NIGHT_JOB`].
///
/// # Errors
/// When the body is not ours or the database fails: the job is then tried again.
pub fn run_night(house: &House, body: &Value) -> Result<()> {
    NIGHT.run(house, body, |place| {
        let (published, counted) = match place {
            Some(Place::Published(person)) => (Some(person), None),
            Some(Place::Counted(measures)) => (None, Some(measures)),
            None => (None, None),
        };
        if counted.is_none()
            && let Some(last) = publish_some(house, published)?
        {
            return Ok(Some(Place::Published(last)));
        }
        Ok(count_some(house, counted.unwrap_or(0))?.map(Place::Counted))
    })
}

/// After what a job goes on.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Place {
    /// So many measures.
    Counted(usize),
    /// This person, where what rooms know of everybody is published first.
    Published(PersonId),
}

/// Has every room publish what it knows of the next people, once for a database. Gives the last of them; none once
/// everybody was gone through.
fn publish_some(house: &House, after: Option<PersonId>) -> Result<Option<PersonId>> {
    if house.read(&asker(), |cx| cx.setting(PUBLISHED))?.is_some() {
        return Ok(None);
    }
    let people = house.read(&asker(), |cx| people::everybody(cx, after, SLICE))?;
    for person in &people {
        publish(house, *person)?;
    }
    if people.is_empty() {
        house.write(&asker(), |cx| cx.set_setting(PUBLISHED, "yes"))?;
    }
    Ok(people.last().copied())
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
