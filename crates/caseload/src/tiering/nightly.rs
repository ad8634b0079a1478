//! Everybody's tier anew: a job in slices, each person in a transaction of their own, with progress that a page shows.
//!
//! Always true: a crash loses at most the person at hand, since the run knows the last one done; slices are short, so
//! that no page waits for them. Tiers of life sentences age, so a run begins each night.

use super::recalculate::recalculate;
use super::records::TierRun;
use crate::workload::keep_day;
use jiff::ToSpan;
use kernel::{Instant, PersonId};
use serde_json::{Value, json};
use store::{Asker, Cx, Failure, House, Result, params};
use uuid::Uuid;

/// The kind of job.
pub const TIER_JOB: &str = "caseload.tiers";
/// People a slice.
const SLICE: i64 = 50;
/// Within this time, seconds, the next night must come.
const SOON: i64 = 2 * 24 * 3600;
/// The hour at which the nightly run begins.
const NIGHT: i8 = 2;

/// Begins a run over everybody; an unfinished one goes on in its place. Gives its id.
pub(crate) fn begin_run(cx: &mut Cx<'_>, why: &str) -> Result<Uuid> {
    if let Some(open) = cx.first::<TierRun>("WHERE finished_at IS NULL ORDER BY started_at DESC", &[])? {
        return Ok(open.id);
    }
    let total = cx.count("SELECT count(*) FROM view_caseload", &[])?;
    let run = TierRun {
        id: cx.new_id(),
        started_at: cx.now(),
        started_by: why.to_owned(),
        total,
        done: 0,
        changed: 0,
        failed: 0,
        last_person: None,
        finished_at: None,
    };
    cx.save(&run)?;
    let now = cx.now();
    cx.enqueue(TIER_JOB, json!({ "run": run.id }), now)?;
    Ok(run.id)
}

/// The newest runs.
pub(crate) fn latest_runs(cx: &mut Cx<'_>, most: i64) -> Result<Vec<TierRun>> {
    cx.list("ORDER BY started_at DESC LIMIT $1", params![most])
}

/// Puts tonight's run into the queue.
pub(crate) fn plan_tonight(cx: &mut Cx<'_>) -> Result<()> {
    let night = cx.today().saturating_add(1.day());
    cx.enqueue_once(TIER_JOB, json!({ "nightly": true, "night": night }), Instant::from_local(night.at(NIGHT, 0, 0, 0)))
}

/// Plans the next night where none is planned: where none ever was, and where a clock that was wrong planned it for a time
/// far ahead. A server asks for it when it starts and from time to time.
///
/// # Errors
/// When the database fails.
pub fn begin_nights(house: &House) -> Result<()> {
    let soon = house.clock().now().plus_seconds(SOON);
    if house.read(&Asker::system("tiers"), |cx| cx.is_planned(TIER_JOB, soon))? {
        return Ok(());
    }
    house.write(&Asker::system("tiers"), plan_tonight)
}

/// Runs [`TIER_JOB`]: begins the nightly run, or does one slice and puts the next into the queue.
///
/// # Errors
/// When the run is not there or the database fails: the job is then tried again.
pub fn run_tier_job(house: &House, body: &Value) -> Result<()> {
    let asker = Asker::system("tiers");
    if body.get("nightly").is_some() {
        return house.write(&asker, |cx| {
            plan_tonight(cx)?;
            begin_run(cx, "Overnight").map(|_| ())
        });
    }
    let run = body.get("run").and_then(Value::as_str).and_then(|t| t.parse().ok());
    let run: Uuid = run.ok_or_else(|| Failure::broken("the job names no run"))?;
    if recalculate_slice(house, run, SLICE)? {
        house.write(&asker, |cx| {
            let now = cx.now();
            cx.enqueue(TIER_JOB, json!({ "run": run }), now)
        })?;
    }
    Ok(())
}

/// Does the next people of a run. Gives true while there are more.
///
/// # Errors
/// When the run is not there or the database fails. A person who fails is counted and does not hold up the others.
pub fn recalculate_slice(house: &House, run: Uuid, most: i64) -> Result<bool> {
    let asker = Asker::system("tiers");
    let (mut run, people) = house.read(&asker, |cx| {
        let run = cx.need::<TierRun>(params![run])?;
        let after = run.last_person.unwrap_or(PersonId(Uuid::nil()));
        let sql = "SELECT person_id FROM view_caseload WHERE person_id > $1 ORDER BY person_id LIMIT $2";
        let rows = cx.query(sql, params![after, most])?;
        Ok((run, rows.iter().map(|r| r.get(0)).collect::<Result<Vec<PersonId>>>()?))
    })?;
    if run.finished_at.is_some() {
        return Ok(false);
    }
    for person in &people {
        let done = house.write(&asker, |cx| recalculate(cx, *person, "Recalculation of everybody"));
        run.done += 1;
        match done {
            Ok(true) => run.changed += 1,
            Ok(false) => {}
            Err(_) => run.failed += 1,
        }
        run.last_person = Some(*person);
    }
    let more = i64::try_from(people.len()).unwrap_or(i64::MAX) >= most;
    if !more {
        house.write(&asker, keep_day)?;
    }
    house.write(&asker, |cx| {
        run.finished_at = (!more).then(|| cx.now());
        cx.save(&run)
    })?;
    Ok(more)
}

/// Works out everybody's tier now, for a database that was just filled.
///
/// # Errors
/// When the database fails.
pub fn weigh_everybody(house: &House) -> Result<()> {
    let run = house.write(&Asker::system("tiers"), |cx| begin_run(cx, "The database was filled"))?;
    while recalculate_slice(house, run, SLICE)? {}
    Ok(())
}
