//! Tiers on the store: worked out when a life changes, overridden by a manager alone, counted, and the same whatever the
//! order in which things are learned and however many people work.

use crate::world::{TODAY, World, asker, id_of, on_each};
use caseload::{
    Allocating, Deciding, Direction, GapKind, NewReduction, ProposalState, TierChange, TierNow, TierResult,
    add_reduction, allocate, capacities, decide_proposal, delete_reduction, end_recorded_tier, gaps_of, proposals_of,
    propose_tier, recalculate, record_tier, responsible, waiting_proposals,
};
use domain_events::DomainEvent;
use kernel::{OrderId, PersonId, PersonKeys, date};
use law::Term;
use sentences::{Length, OrderFacts, RequirementFacts};
use store::{Failure, House, Result, params};
use uuid::Uuid;

fn supervised(house: &House, w: &World) -> PersonId {
    id_of(house, &w.person(house, "Ffion", "Bell"))
}

fn now(house: &House, person: PersonId) -> TierNow {
    house.read(&asker(), |cx| cx.need::<TierNow>(params![person])).unwrap()
}

fn in_force(house: &House, person: PersonId) -> Option<String> {
    house.read(&asker(), |cx| responsible(cx, &PersonKeys::alone(person))).unwrap().unwrap().tier
}

fn results(house: &House, person: PersonId) -> Vec<TierResult> {
    house.read(&asker(), |cx| cx.list("WHERE person_id = $1 ORDER BY computed_at, id", params![person])).unwrap()
}

fn changes(house: &House, person: PersonId) -> Vec<TierChange> {
    house.read(&asker(), |cx| cx.list("WHERE person_id = $1 ORDER BY changed_at, id", params![person])).unwrap()
}

fn sentenced(house: &House, person: PersonId, kind: &str) -> Result<OrderId> {
    let keys = PersonKeys::alone(person);
    house.write(&asker(), |cx| {
        let event = sentences::events(cx, &keys)?.first().map(|e| e.event.id).ok_or(Failure::NotFound)?;
        let facts = OrderFacts {
            sentence: "CO".into(),
            court_id: None,
            court_name: Some("Aldermere Magistrates' Court".into()),
            made_on: TODAY,
            starts_on: None,
            ends_on: Some(date(2027, 11, 22)),
            custody_term: None,
            operational_period: None,
            supervision_period: None,
            notes: None,
        };
        let requirement = RequirementFacts {
            kind: kind.into(),
            length: Some(Length(Term::days(20))),
            starts_on: None,
            ends_on: None,
            notes: None,
        };
        sentences::record_order(cx, &keys, event, &facts, &[requirement])
    })
}

fn allocated(house: &House, w: &World, person: PersonId, n: usize) {
    let held = house.read(&asker(), |cx| responsible(cx, &PersonKeys::alone(person))).unwrap().unwrap();
    let wanted = Allocating {
        seen: held.stint,
        officer: w.staff(n),
        team: w.team,
        officer_name: format!("Officer {n}"),
        reason: if n == 1 { "IN1" } else { "AR02" }.into(),
        note: String::new(),
        practitioner: true,
    };
    house.write(&asker(), |cx| allocate(cx, person, &wanted)).unwrap();
}

fn kinds(house: &House, person: PersonId) -> Vec<GapKind> {
    house.read(&asker(), |cx| gaps_of(cx, person)).unwrap().into_iter().map(|g| g.kind).collect()
}

fn refused(failure: Failure) -> Vec<&'static str> {
    match failure {
        Failure::Refused(no) => no.0.into_iter().map(|r| r.code).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn a_tier_is_worked_out_when_supervision_begins_and_kept_with_its_working() {
    on_each(|house, w| {
        let person = supervised(&house, &w);
        let found = results(&house, person);
        let first = found.first().unwrap();
        assert_eq!((first.two_part.as_str(), first.letter.as_str()), ("D0", "MISSING"));
        assert!(first.two_part_account["summary"].as_str().unwrap().starts_with("D0: D for protection"));
        assert_eq!((first.rule_version.as_str(), first.inputs["mandateForChange"].as_bool()), ("2026-04", Some(false)));
        assert_eq!(in_force(&house, person), None, "without scores the letter drives nothing");
        sentenced(&house, person, "RAR").unwrap();
        let last = results(&house, person).pop().unwrap();
        assert_eq!(last.two_part, "D2", "a requirement for change and no assessment");
        assert!(last.cause.contains("requirement") || last.cause.contains("sentence"), "{}", last.cause);
        assert_eq!(now(&house, person).result_id, last.id);
    });
}

#[test]
fn somebody_whose_supervision_ended_has_no_present_tier_and_keeps_the_results() {
    on_each(|house, w| {
        let person = supervised(&house, &w);
        let before = results(&house, person).len();
        house
            .write(&asker(), |cx| {
                cx.describe("Told", None);
                cx.tell(&DomainEvent::SupervisionEnded { person, on: TODAY })
            })
            .unwrap();
        let gone = house.read(&asker(), |cx| cx.get::<TierNow>(params![person])).unwrap();
        assert!(gone.is_none() && results(&house, person).len() >= before);
    });
}

#[test]
fn nothing_new_adds_no_result() {
    on_each(|house, w| {
        let person = supervised(&house, &w);
        let before = results(&house, person).len();
        for _ in 0..3 {
            assert!(!house.write(&asker(), |cx| recalculate(cx, person, "again")).unwrap());
        }
        assert_eq!(results(&house, person).len(), before);
    });
}

#[test]
fn a_managers_tier_stands_before_the_computed_one_until_it_is_ended_and_each_change_is_counted() {
    on_each(|house, w| {
        let person = supervised(&house, &w);
        house.write(&w.officer(1), |cx| record_tier(cx, person, "B", "Threats at court")).unwrap();
        house.write(&asker(), |cx| recalculate(cx, person, "overnight")).unwrap();
        assert_eq!(in_force(&house, person).as_deref(), Some("B"));
        assert_eq!(now(&house, person).two_part, "D0", "the computed tier is not hidden");
        house.write(&w.officer(1), |cx| record_tier(cx, person, "D", "They were withdrawn")).unwrap();
        house.write(&w.officer(1), |cx| end_recorded_tier(cx, person, "Assessed")).unwrap();
        assert_eq!(in_force(&house, person), None);
        let found: Vec<Direction> = changes(&house, person).iter().map(|c| c.direction).collect();
        assert_eq!(found, [Direction::First, Direction::Down, Direction::Ended]);
        let again = house.write(&asker(), |cx| end_recorded_tier(cx, person, "Twice")).unwrap_err();
        assert_eq!(refused(again), ["not_recorded"]);
    });
}

#[test]
fn an_officer_proposes_and_another_manager_decides_once() {
    on_each(|house, w| {
        let person = supervised(&house, &w);
        let id = house.write(&w.officer(1), |cx| propose_tier(cx, person, "C", "Much is happening")).unwrap();
        let second = house.write(&w.officer(2), |cx| propose_tier(cx, person, "B", "More")).unwrap_err();
        assert_eq!(refused(second), ["already_proposed"]);
        let waiting = house.read(&asker(), |cx| waiting_proposals(cx, &[w.team], 10)).unwrap();
        assert_eq!(waiting.len(), 1);
        let deciding = Deciding { proposal: id, version: 1, confirm: true, reason: "Agreed" };
        let own = house.write(&w.officer(1), |cx| decide_proposal(cx, person, deciding)).unwrap_err();
        assert_eq!(refused(own), ["own_proposal"]);
        let stale = Deciding { version: 0, ..deciding };
        assert!(matches!(house.write(&w.officer(2), |cx| decide_proposal(cx, person, stale)), Err(Failure::Stale(_))));
        house.write(&w.officer(2), |cx| decide_proposal(cx, person, deciding)).unwrap();
        assert_eq!(in_force(&house, person).as_deref(), Some("C"));
        let twice = house.write(&w.officer(3), |cx| decide_proposal(cx, person, deciding)).unwrap_err();
        assert_eq!(refused(twice), ["already_decided"]);
        let kept = house.read(&asker(), |cx| proposals_of(cx, &PersonKeys::alone(person))).unwrap();
        assert_eq!(kept[0].state, ProposalState::Confirmed);
        assert!(house.read(&asker(), |cx| waiting_proposals(cx, &[], 10)).unwrap().is_empty());
    });
}

#[test]
fn a_refused_proposal_changes_no_tier_and_keeps_the_reason() {
    on_each(|house, w| {
        let person = supervised(&house, &w);
        let id = house.write(&w.officer(1), |cx| propose_tier(cx, person, "F", "Quiet")).unwrap();
        let without = Deciding { proposal: id, version: 1, confirm: false, reason: " " };
        let no = house.write(&w.officer(2), |cx| decide_proposal(cx, person, without)).unwrap_err();
        assert_eq!(refused(no), ["no_reason"]);
        let wanted = Deciding { reason: "Not before the review", ..without };
        house.write(&w.officer(2), |cx| decide_proposal(cx, person, wanted)).unwrap();
        assert_eq!(in_force(&house, person), None);
        let kept = house.read(&asker(), |cx| proposals_of(cx, &PersonKeys::alone(person))).unwrap();
        assert_eq!(
            (kept[0].state, kept[0].decision_reason.as_deref()),
            (ProposalState::Refused, Some("Not before the review"))
        );
    });
}

fn breach(house: &House, person: PersonId, n: u128) {
    let order = OrderId(Uuid::from_u128(n));
    let event = DomainEvent::BreachHeard { person, order, on: TODAY, outcome: "proved".into() };
    let told = house.write(&asker(), |cx| {
        cx.describe("Told", None);
        cx.tell(&event)
    });
    told.unwrap();
}

#[test]
fn the_tier_does_not_depend_on_the_order_in_which_things_are_learned() {
    on_each(|house, w| {
        let steps: [fn(&House, PersonId); 4] = [
            |house, person| drop(sentenced(house, person, "RAR")),
            |house, person| breach(house, person, 7),
            |house, person| drop(house.write(&asker(), |cx| record_tier(cx, person, "C", "By hand"))),
            |house, person| drop(house.write(&asker(), |cx| recalculate(cx, person, "overnight"))),
        ];
        let mut seen = Vec::new();
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2], [0, 3, 2, 1], [2, 3, 1, 0]] {
            let person = supervised(&house, &w);
            for step in order {
                steps[step](&house, person);
            }
            let result = results(&house, person).pop().unwrap();
            seen.push((in_force(&house, person), result.two_part, result.letter, result.inputs));
        }
        assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "{seen:#?}");
    });
}

#[test]
fn of_two_who_change_something_at_once_neither_is_lost() {
    on_each(|house, w| {
        let person = supervised(&house, &w);
        std::thread::scope(|scope| {
            scope.spawn(|| sentenced(&house, person, "RAR").unwrap());
            scope.spawn(|| house.write(&w.officer(1), |cx| record_tier(cx, person, "C", "By hand")).unwrap());
            scope.spawn(|| breach(&house, person, 9));
            scope.spawn(|| house.write(&asker(), |cx| recalculate(cx, person, "overnight")).unwrap());
        });
        assert_eq!(in_force(&house, person).as_deref(), Some("C"));
        assert_eq!(now(&house, person).two_part, "D2");
        let before = results(&house, person).len();
        house.write(&asker(), |cx| recalculate(cx, person, "afterwards")).unwrap();
        assert_eq!(results(&house, person).len(), before, "the last result already knew everything");
    });
}

#[test]
fn reductions_lessen_the_points_available_while_they_run() {
    on_each(|house, w| {
        let available =
            || house.read(&asker(), |cx| capacities(cx, &[w.staff(1)])).unwrap()[&w.staff(1)].available.points;
        assert_eq!(available(), 2176);
        let new = NewReduction {
            staff: w.staff(1),
            reason: "CRT".into(),
            hundredths: 1850,
            first_day: TODAY,
            last_day: Some(TODAY),
            notes: None,
        };
        let id = house.write(&asker(), |cx| add_reduction(cx, &new)).unwrap();
        assert_eq!(available(), 1088);
        house.clock().move_to(date(2026, 11, 24));
        assert_eq!(available(), 2176, "its last day is over");
        house.clock().move_to(TODAY);
        house.write(&asker(), |cx| delete_reduction(cx, id, 1, "Entered for somebody else")).unwrap();
        assert_eq!(available(), 2176);
        let too_much = NewReduction { hundredths: 3701, ..new };
        assert_eq!(refused(house.write(&asker(), |cx| add_reduction(cx, &too_much)).unwrap_err()), ["out_of_range"]);
    });
}

#[test]
fn a_tier_above_what_the_holders_grade_may_hold_stands_on_the_board_until_somebody_else_has_them() {
    on_each(|house, w| {
        let person = supervised(&house, &w);
        let change = organisation::StaffChange {
            forename: "Officer".into(),
            surname: "Numbera".into(),
            grade: "PSO".into(),
            weekly_minutes: 2220,
            telephone: None,
            email: None,
        };
        house.write(&asker(), |cx| organisation::amend_staff(cx, w.staff(1), 1, change.clone())).unwrap();
        allocated(&house, &w, person, 1);
        house.write(&asker(), |cx| record_tier(cx, person, "C", "Assessed")).unwrap();
        assert!(!kinds(&house, person).contains(&GapKind::BeyondGrade), "the highest that the grade may hold");
        house.write(&asker(), |cx| record_tier(cx, person, "B", "Threats")).unwrap();
        assert!(kinds(&house, person).contains(&GapKind::BeyondGrade));
        allocated(&house, &w, person, 2);
        assert!(!kinds(&house, person).contains(&GapKind::BeyondGrade));
    });
}
