//! Which needs of a person are not met, worked out anew when something changes and once a night.

use crate::holding::holder;
use crate::referrals::{Referral, ReferralState, referrals_of};
use assessment::{PlanGoal, Severity};
use domain_events::DomainEvent;
use kernel::{PersonId, StaffId, TeamId, UnitId};
use provision::{Book, WaitingEntry, WaitingState};
use serde_json::Value;
use store::{Asker, Cx, House, JobRunner, Kind, Nightly, Record, Result, Table, params, record};

record! {
    /// A need that nothing is done about.
    pub struct UnmetNeed in "view_unmet_need", Kind::View, key ["person_id", "need"] {
        pub person_id: PersonId,
        /// A section of an assessment.
        pub need: String,
        pub severe: bool,
        pub unit_id: Option<UnitId>,
        pub team_id: Option<TeamId>,
        pub staff_id: Option<StaffId>,
    }
}

pub(crate) const TABLES: &[&Table] = &[<UnmetNeed as Record>::TABLE];
pub(crate) const LISTENERS: &[(&str, store::Listener)] = &[("needs that are not met", hear)];

/// The kind of job.
pub const UNMET_JOB: &str = "interventions.unmet-needs";
pub(crate) const JOBS: &[(&str, JobRunner)] = &[(UNMET_JOB, run_night)];
const NIGHT: Nightly = Nightly { kind: UNMET_JOB, hour: 3 };
/// People a slice.
const SLICE: i64 = 100;

/// What is done about needs.
struct Done<'a> {
    book: &'a Book,
    referrals: &'a [Referral],
    places: &'a [WaitingEntry],
    goals: &'a [PlanGoal],
}

impl Done<'_> {
    /// Something is done about it: pure.
    fn about(&self, need: &str) -> bool {
        let meets = |service| self.book.needs_of(service).contains(&need);
        let referred = self.referrals.iter().any(|r| {
            let stands = r.state.is_open() || r.state == ReferralState::Completed;
            stands && (meets(r.service_id) || r.needs_asked().iter().any(|asked| asked.need == need))
        });
        let placed = self.places.iter().any(|entry| {
            let service = self.book.offers.get(&entry.offer_id).map(|offer| offer.service_id);
            entry.state != WaitingState::Left && service.is_some_and(meets)
        });
        let planned = self.goals.iter().any(|goal| goal.need == need && goal.open && goal.open_actions > 0);
        referred || placed || planned
    }
}

fn look(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    let person = keys.survivor;
    let supervised = sentences::supervision(cx, &keys)?.is_some();
    let needs = if supervised { assessment::needs(cx, &keys)?.unwrap_or_default() } else { Vec::new() };
    let found: Vec<_> = needs.into_iter().filter(|n| n.severity.is_some_and(|s| s > Severity::None)).collect();
    if found.is_empty() {
        return cx.put_view::<UnmetNeed>(person, &[]).map(drop);
    }
    let book = provision::book(cx)?;
    let referrals = referrals_of(cx, &keys)?;
    let places = provision::entries_of(cx, &keys)?;
    let goals = assessment::plan_goals(cx, &keys)?;
    let done = Done { book: &book, referrals: &referrals, places: &places, goals: &goals };
    let held = holder(cx, person)?;
    let team_id = held.as_ref().and_then(|h| h.team_id);
    let unit_id = match team_id {
        Some(team) => Some(organisation::team(cx, team)?.unit_id),
        None => None,
    };
    let rows: Vec<UnmetNeed> = found
        .into_iter()
        .filter(|need| !done.about(&need.section))
        .map(|need| UnmetNeed {
            person_id: person,
            severe: need.severity == Some(Severity::Severe),
            need: need.section,
            unit_id,
            team_id,
            staff_id: held.as_ref().and_then(|h| h.staff_id),
        })
        .collect();
    cx.put_view(person, &rows).map(drop)
}

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    use DomainEvent as E;
    match event {
        E::AssessmentSigned { person, .. }
        | E::ReferralMade { person, .. }
        | E::ReferralEnded { person, .. }
        | E::SupervisionEnded { person, .. }
        | E::PersonMerged { person, .. } => look(cx, *person),
        E::Allocated { person, .. }
        | E::Unallocated { person, .. }
        | E::CoverArranged { person, .. }
        | E::CoverEnded { person, .. } => {
            let known = cx.first::<UnmetNeed>("WHERE person_id = $1", params![*person])?;
            if known.is_some() { look(cx, *person) } else { Ok(()) }
        }
        _ => Ok(()),
    }
}

fn asker() -> Asker {
    Asker::system("unmet-needs")
}

/// Puts this night's run into the queue.
///
/// # Errors
/// When the database fails.
pub fn begin_nights(house: &House) -> Result<()> {
    NIGHT.begin(house)
}

fn slice(house: &House, after: Option<PersonId>) -> Result<Option<PersonId>> {
    let people = house.read(&asker(), |cx| sentences::supervised_people(cx, after, SLICE))?;
    for person in &people {
        house.write(&asker(), |cx| look(cx, person.person_id))?;
    }
    let full = i64::try_from(people.len()).unwrap_or(i64::MAX) >= SLICE;
    Ok(people.last().map(|person| person.person_id).filter(|_| full))
}

/// Runs [`UNMET_JOB`]: one slice of everybody, each person in a transaction of their own. What no event told, such as a step
/// of a plan or a place, is taken up so.
///
/// # Errors
/// When the body is not ours or the database fails: the job is then tried again.
pub fn run_night(house: &House, body: &Value) -> Result<()> {
    NIGHT.run(house, body, |after| slice(house, after))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn goal(need: &str, open: bool, open_actions: usize) -> PlanGoal {
        PlanGoal { need: need.into(), open_actions, aim: "Keep my flat".into(), open, reached: !open, reached_on: None }
    }

    #[test]
    fn a_need_is_met_by_a_step_of_the_plan_that_is_still_to_be_done_and_not_by_a_goal_alone() {
        let book = Book::default();
        let about =
            |goals: &[PlanGoal], need: &str| Done { book: &book, referrals: &[], places: &[], goals }.about(need);
        assert!(about(&[goal("accommodation", true, 1)], "accommodation"));
        assert!(!about(&[goal("accommodation", true, 0)], "accommodation"));
        assert!(!about(&[goal("accommodation", false, 1)], "accommodation"));
        assert!(!about(&[goal("alcohol", true, 1)], "accommodation"));
    }
}
