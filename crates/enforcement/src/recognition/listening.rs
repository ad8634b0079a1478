//! Looking again at what somebody reached, and at whether an order can end early: when an outcome, progress, a requirement or
//! an order changes, and once a night for everybody who is supervised, in slices.

use super::actions::look_for_milestones;
use crate::early_end::propose_where_borne_out;
use domain_events::DomainEvent;
use jiff::ToSpan;
use kernel::{Instant, PersonId};
use serde_json::{Value, json};
use store::{Asker, Cx, Failure, House, JobRunner, Result};

pub(crate) const LISTENERS: &[(&str, store::Listener)] = &[("milestones and early ends", hear)];

/// The kind of job.
pub const NIGHT_JOB: &str = "enforcement.recognition";
pub(crate) const JOBS: &[(&str, JobRunner)] = &[(NIGHT_JOB, run_night)];
const BEGUN: &str = "enforcement.recognition-begun";
/// People a slice.
const SLICE: i64 = 100;
/// The hour at which it begins.
const HOUR: i8 = 4;

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    use DomainEvent as E;
    match event {
        E::OutcomeRecorded { person, complied: Some(_), .. } => look(cx, *person, false).map(drop),
        E::ProgressRecorded { person, .. }
        | E::RequirementEnded { person, .. }
        | E::OrderEnded { person, .. }
        | E::OrderReopened { person, .. } => look(cx, *person, true).map(drop),
        _ => Ok(()),
    }
}

/// Looks at one person anew.
fn look(cx: &mut Cx<'_>, person: PersonId, ends: bool) -> Result<usize> {
    let open = people::open_by_id(cx, person)?;
    let mut found = look_for_milestones(cx, &open)?;
    if ends {
        found += propose_where_borne_out(cx, &open)?;
    }
    Ok(found)
}

fn asker() -> Asker {
    Asker::system("recognition")
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

/// Runs [`NIGHT_JOB`]: one slice, each person in a transaction of their own; then the next, or tomorrow's run.
///
/// # Errors
/// When the database fails; the job is tried again.
pub fn run_night(house: &House, body: &Value) -> Result<()> {
    let after: Option<PersonId> = match body.get("after").and_then(Value::as_str) {
        Some(text) => Some(text.parse().map_err(|_| Failure::broken("a night of recognition has no such person"))?),
        None => None,
    };
    let people = house.read(&asker(), |cx| sentences::supervised_people(cx, after, SLICE))?;
    for person in &people {
        house.write(&asker(), |cx| look(cx, person.person_id, true).map(drop))?;
    }
    house.write(&asker(), |cx| match people.last() {
        Some(last) if people.len() as i64 == SLICE => {
            let now = cx.now();
            cx.enqueue(NIGHT_JOB, json!({ "after": last.person_id.to_string() }), now)
        }
        _ => {
            let tomorrow = cx.today().saturating_add(1.day());
            cx.enqueue(NIGHT_JOB, json!({}), Instant::from_local(tomorrow.at(HOUR, 0, 0, 0)))
        }
    })
}
