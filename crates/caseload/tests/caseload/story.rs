//! From supervision to a first meeting with all rooms at work: what the log records moves the clocks at once.

use crate::world::{TODAY, World, asker, id_of, on_each};
use caseload::{Allocating, GapKind, Met, allocate, first_meeting_of, gaps_of, record_tier, responsible};
use contacts::{Answer, NewContact, arrange, correct_outcome, record_outcome};
use kernel::{ContactId, PersonId, PersonKeys, Time, date};
use store::House;

fn allocated(house: &House, w: &World, person: PersonId) {
    let held = house.read(&asker(), |cx| responsible(cx, &PersonKeys::alone(person))).unwrap().unwrap();
    let wanted = Allocating {
        seen: held.stint,
        officer: w.staff(1),
        team: w.team,
        officer_name: "Officer 1".into(),
        reason: "IN1".into(),
        note: String::new(),
        practitioner: true,
    };
    house.write(&asker(), |cx| allocate(cx, person, &wanted)).unwrap();
    house.write(&asker(), |cx| record_tier(cx, person, "E", "Assessed at court")).unwrap();
}

fn meeting(house: &House, w: &World, person: PersonId, kind: &str, on: kernel::Date) -> ContactId {
    let new = NewContact {
        staff: Some(w.staff(1)),
        team: Some(w.team),
        place: Some("Wexmere library".into()),
        ..NewContact::of(kind, on).at(Time::constant(10, 0, 0, 0), Time::constant(11, 0, 0, 0))
    };
    let keys = PersonKeys::alone(person);
    house.write(&w.officer(1), |cx| arrange(cx, &keys, new.clone())).unwrap().id
}

fn kinds(house: &House, person: PersonId) -> Vec<GapKind> {
    house.read(&asker(), |cx| gaps_of(cx, person)).unwrap().into_iter().map(|g| g.kind).collect()
}

fn met(house: &House, person: PersonId) -> Met {
    house.read(&asker(), |cx| first_meeting_of(cx, person)).unwrap().unwrap().met
}

#[test]
fn what_the_log_records_closes_gaps_and_what_it_takes_back_opens_them() {
    on_each(|house, w| {
        let person = id_of(&house, &w.person(&house, "Ffion", "Bell"));
        let keys = PersonKeys::alone(person);
        allocated(&house, &w, person);
        assert_eq!(kinds(&house, person), [GapKind::WithoutNextContact]);
        let first = meeting(&house, &w, person, "COAI", date(2026, 11, 25));
        assert_eq!(kinds(&house, person), []);
        house.clock().move_to(date(2026, 11, 26));
        assert_eq!(kinds(&house, person), [GapKind::WithoutNextContact, GapKind::OverdueOutcome]);
        let answer = Answer { outcome: "ATTC".into(), ..Answer::default() };
        house.write(&w.officer(1), |cx| record_outcome(cx, &keys, first, &answer)).unwrap();
        assert_eq!(met(&house, person), Met::Officer(date(2026, 11, 25)));
        meeting(&house, &w, person, "COAI", date(2026, 12, 8));
        assert_eq!(kinds(&house, person), []);
        let corrected = house
            .write(&w.officer(1), |cx| correct_outcome(cx, &keys, first, Some("UAAB"), "It was another person", None));
        corrected.unwrap();
        assert_eq!(met(&house, person), Met::No, "a corrected outcome counts for what it is");
        house.clock().move_to(date(2026, 12, 1));
        assert_eq!(kinds(&house, person), [GapKind::FirstMeetingOverdue], "the sixth working day after {TODAY}");
    });
}

#[test]
fn a_group_induction_is_counted_apart_from_the_first_meeting() {
    on_each(|house, w| {
        let person = id_of(&house, &w.person(&house, "Ffion", "Bell"));
        allocated(&house, &w, person);
        let group = meeting(&house, &w, person, "TGRP", TODAY);
        let answer = Answer { outcome: "ATTC".into(), ..Answer::default() };
        house.write(&w.officer(1), |cx| record_outcome(cx, &PersonKeys::alone(person), group, &answer)).unwrap();
        assert_eq!(met(&house, person), Met::InductionOnly(TODAY));
        let duty = meeting(&house, &w, person, "TDUT", TODAY);
        house.write(&w.officer(1), |cx| record_outcome(cx, &PersonKeys::alone(person), duty, &answer)).unwrap();
        assert_eq!(met(&house, person), Met::InductionOnly(TODAY));
    });
}
