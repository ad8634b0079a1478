//! Looking again at what somebody reached, and at whether an order can end early: when an outcome, progress, a requirement or
//! an order changes, and once a night for everybody who is supervised, in slices.

use super::actions::look_for_milestones;
use crate::early_end::propose_where_borne_out;
use domain_events::DomainEvent;
use kernel::PersonId;
use serde_json::Value;
use store::{Asker, Cx, House, JobRunner, Nightly, Result};

pub(crate) const LISTENERS: &[(&str, store::Listener)] = &[("milestones and early ends", hear)];

/// The kind of job.
pub const NIGHT_JOB: &str = "enforcement.recognition";
pub(crate) const JOBS: &[(&str, JobRunner)] = &[(NIGHT_JOB, run_night)];
const NIGHT: Nightly = Nightly { kind: NIGHT_JOB, hour: 4 };
/// People a slice.
const SLICE: i64 = 100;

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    use DomainEvent as E;
    match event {
        // What was kept adds up over weeks and is found at night; what was failed, or corrected, changes an offer at once.
        E::OutcomeRecorded { person, complied, corrects, .. } if *corrects || *complied == Some(false) => {
            look(cx, *person, false).map(drop)
        }
        E::ProgressRecorded { person, .. }
        | E::RequirementEnded { person, .. }
        | E::OrderEnded { person, .. }
        | E::OrderReopened { person, .. } => look(cx, *person, true).map(drop),
        _ => Ok(()),
    }
}

/// Looks at one person anew.
fn look(cx: &mut Cx<'_>, person: PersonId, ends: bool) -> Result<usize> {
    let open = people::open_for_rules(cx, person)?;
    let mut found = look_for_milestones(cx, &open)?;
    if ends {
        found += propose_where_borne_out(cx, &open)?;
    }
    Ok(found)
}

fn asker() -> Asker {
    Asker::system("recognition")
}

/// Puts this night's run into the queue.
///
/// # Errors
/// When the database fails.
pub fn begin_nights(house: &House) -> Result<()> {
    NIGHT.begin(house)
}

/// Runs [`NIGHT_JOB`]: one slice of everybody, each person in a transaction of their own.
///
/// # Errors
/// When the body is not ours or the database fails: the job is then tried again.
pub fn run_night(house: &House, body: &Value) -> Result<()> {
    NIGHT.run(house, body, |after| {
        let people = house.read(&asker(), |cx| sentences::supervised_people(cx, after, SLICE))?;
        for person in &people {
            house.write(&asker(), |cx| look(cx, person.person_id, true).map(drop))?;
        }
        Ok(people.last().map(|person| person.person_id).filter(|_| people.len() as i64 == SLICE))
    })
}
