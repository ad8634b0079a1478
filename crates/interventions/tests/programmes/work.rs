//! What waits of programmes and treatment stands on the screen of the officer and of whoever leads the team.

use crate::world::*;
use domain_events::DomainEvent;
use interventions::programmes::{self, Cohort, OpeningCase, programme_work};
use interventions::treatment::{self, NewTreatment, treatment_work};
use kernel::{PersonId, PersonKeys, RequirementId, StaffId};

/// Whom each list names: the reader's own people, and those of their teams.
type Named = (Vec<PersonId>, Vec<PersonId>);

fn seen(world: &World, own: StaffId) -> [Named; 2] {
    world.read(|cx| {
        let teams = [world.team];
        let (p, t) = (programme_work(cx, Some(own), &teams)?, treatment_work(cx, Some(own), &teams)?);
        let programmes = |rows: &[programmes::CaseLine]| rows.iter().map(|r| r.person_id).collect::<Vec<_>>();
        let treatments = |rows: &[treatment::TreatmentLine]| rows.iter().map(|r| r.person_id).collect::<Vec<_>>();
        Ok([(programmes(&p.own), programmes(&p.teams)), (treatments(&t.own), treatments(&t.teams))])
    })
}

fn to_assess(world: &World, keys: &PersonKeys, requirement: RequirementId) {
    let new = OpeningCase {
        service: world.service,
        requirement: Some(requirement),
        referral: None,
        waiting: None,
        cohort: Cohort::General,
        note: None,
    };
    world.write(|cx| {
        let open = open(cx, keys)?;
        programmes::open_case(cx, &open, &new)
    });
}

#[test]
fn what_waits_is_with_the_officer_and_with_whoever_leads_the_team_and_never_twice_with_one_reader() {
    on_each(|world| {
        let (keys, _, requirement) = world.person("Assessed", "PRG");
        world.held(&keys);
        to_assess(world, &keys, requirement);
        let new = NewTreatment {
            kind: "drugs".into(),
            requirement: None,
            need: "Daily use".into(),
            provider: None,
            place: None,
            practitioner: None,
            planned_sessions: 12,
        };
        world.write(|cx| {
            let open = open(cx, &keys)?;
            treatment::open_treatment(cx, &open, &new)
        });
        let whom = vec![keys.survivor];
        for list in seen(world, world.officer) {
            assert_eq!(list, (whom.clone(), vec![]), "their officer, who leads the team too");
        }
        for list in seen(world, world.lead) {
            assert_eq!(list, (vec![], whom.clone()), "somebody else of the team");
        }
    });
}

#[test]
fn whoever_has_no_officer_any_more_waits_with_the_team_alone() {
    on_each(|world| {
        let (keys, _, requirement) = world.person("Left", "PRG");
        world.held(&keys);
        to_assess(world, &keys, requirement);
        world.write(|cx| {
            cx.describe("Taken off the list", None);
            cx.lock(keys.survivor.into())?;
            let on = cx.today();
            cx.tell(&DomainEvent::Unallocated { person: keys.survivor, team: Some(world.team), on })
        });
        let [programmes, _] = seen(world, world.officer);
        assert_eq!(programmes, (vec![], vec![keys.survivor]));
    });
}
