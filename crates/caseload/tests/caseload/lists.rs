//! The room on both databases: nobody is lost when officers go, and of two managers one is told.

use crate::world::{TODAY, World, asker, world};
use caseload::{
    Allocating, Answer, BoardQuery, Clock, Effect, GapKind, Handing, Judging, LISTENERS, List, Scope, Settled, TABLES,
    accept_handover, allocate, answer_item, board, gaps_of, judge_clock, loads, mark_absent, mark_returned, name_cover,
    record_tier, responsible, run_job, set_interval, shipped, start_handover, take_on, unallocated,
};
use domain_events::{DomainEvent, SupervisedOn};
use jiff::civil::{Date, date};
use kernel::{AllocationId, ContactId, PersonId, PersonKeys};
use migrations::trial::{Rooms, on_both};
use organisation::{AbsenceKind, NewAbsence};
use store::{Failure, House};
use uuid::Uuid;

fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(0x9_0000 + n))
}

fn on_each(test: impl Fn(House, World)) {
    let tables = [TABLES, organisation::TABLES, sentences::TABLES, contacts::TABLES];
    on_both(&Rooms::with(&tables).hearing(LISTENERS), TODAY, |house| {
        let house = house.with_part(law::Law::shipped());
        house.write(&asker(), contacts::seed).unwrap();
        let w = world(&house);
        test(house, w);
    });
}

fn supervised(house: &House, w: &World, who: PersonId) {
    let today = house.clock().today();
    house.write(&asker(), |cx| take_on(cx, who, today, today, SupervisedOn::Order, w.team)).unwrap();
}

fn seen(house: &House, who: PersonId) -> AllocationId {
    house.read(&asker(), |cx| responsible(cx, &PersonKeys::alone(who))).unwrap().unwrap().stint
}

fn wanted(w: &World, seen: AllocationId, n: usize) -> Allocating {
    Allocating {
        seen,
        officer: w.staff(n),
        team: w.team,
        officer_name: format!("Officer {n}"),
        reason: "AR02".into(),
        note: String::new(),
        practitioner: true,
    }
}

fn allocated(house: &House, w: &World, who: PersonId, n: usize) {
    let wanted = wanted(w, seen(house, who), n);
    house.write(&asker(), |cx| allocate(cx, who, &wanted)).unwrap();
}

fn list(house: &House, who: PersonId) -> Option<List> {
    house.read(&asker(), |cx| responsible(cx, &PersonKeys::alone(who))).unwrap().map(|r| r.list)
}

fn kinds(house: &House, who: PersonId) -> Vec<GapKind> {
    house.read(&asker(), |cx| gaps_of(cx, who)).unwrap().into_iter().map(|g| g.kind).collect()
}

fn tell(house: &House, event: &DomainEvent) {
    house
        .write(&asker(), |cx| {
            cx.describe("Told", None);
            cx.tell(event)
        })
        .unwrap();
}

fn attended(w: &World, who: PersonId, contact: u128, on: Date, n: usize) -> DomainEvent {
    DomainEvent::OutcomeRecorded {
        person: who,
        contact: ContactId(Uuid::from_u128(contact)),
        on,
        kind: "meeting".into(),
        outcome: "attended".into(),
        attended: Some(true),
        complied: Some(true),
        staff: Some(w.staff(n)),
        national_standard: true,
        group: false,
        corrects: false,
    }
}

fn arranged(w: &World, who: PersonId, contact: u128, on: Date, n: usize) -> DomainEvent {
    let (contact, staff) = (ContactId(Uuid::from_u128(contact)), Some(w.staff(n)));
    DomainEvent::AppointmentArranged { person: who, contact, on, kind: "meeting".into(), staff, first_meeting: false }
}

fn away(w: &World, n: usize, cover: Option<usize>) -> NewAbsence {
    let cover = cover.map(|c| w.staff(c));
    let kind = AbsenceKind::Sick;
    NewAbsence { staff: w.staff(n), kind, first_day: TODAY, last_day: None, reason: "Flu".into(), cover }
}

fn gone(w: &World, n: usize, cover: Option<usize>) -> NewAbsence {
    NewAbsence { kind: AbsenceKind::Left, reason: "A new job".into(), ..away(w, n, cover) }
}

#[test]
fn the_tables_are_as_declared() {
    on_each(|house, _| migrations::trial::assert_schema(&house, TABLES));
}

#[test]
fn when_an_officer_leaves_their_people_are_on_the_covers_or_the_unallocated_list_the_same_day() {
    on_each(|house, w| {
        for n in 1..=4 {
            supervised(&house, &w, person(n));
            allocated(&house, &w, person(n), if n <= 2 { 1 } else { 2 });
        }
        let moved = mark_absent(&house, &asker(), &gone(&w, 1, Some(3))).unwrap();
        assert_eq!(moved, Settled { moved: vec![person(1), person(2)], left_over: vec![] });
        assert_eq!(list(&house, person(1)), Some(List::Cover(w.staff(3))));
        assert!(kinds(&house, person(1)).contains(&GapKind::OnlyCovered), "cover is no officer of one's own");
        mark_absent(&house, &asker(), &away(&w, 2, None)).unwrap();
        assert_eq!(list(&house, person(3)), Some(List::Unallocated(w.team)));
        let waiting = house.read(&asker(), |cx| unallocated(cx, &[w.team], 50)).unwrap();
        assert_eq!(waiting.len(), 4, "the manager sees all four on the same day");
        let scope = Scope::Teams(vec![w.team]);
        let query = BoardQuery { kind: Some(GapKind::WithoutOfficer), without: None, page: 0, per_page: 25 };
        let shown = house.read(&asker(), |cx| board(cx, &scope, query)).unwrap();
        assert_eq!(shown.gaps.iter().map(|g| g.person).collect::<Vec<_>>(), [person(3), person(4)]);
        assert_eq!(shown.gaps[0].words, "To be allocated by 25 November 2026");
        mark_returned(&house, &asker(), w.staff(2), "Back at work").unwrap();
        assert_eq!(list(&house, person(3)), Some(List::Officer(w.staff(2))));
        let served = house.read(&asker(), |cx| responsible(cx, &PersonKeys::alone(person(3)))).unwrap().unwrap().served;
        assert_eq!((served.officers, served.covers), (1, 0));
    });
}

#[test]
fn a_cover_named_later_takes_the_people_over_and_a_cover_who_goes_away_does_not_keep_them() {
    on_each(|house, w| {
        supervised(&house, &w, person(1));
        allocated(&house, &w, person(1), 1);
        mark_absent(&house, &asker(), &away(&w, 1, None)).unwrap();
        name_cover(&house, &asker(), w.staff(1), Some(w.staff(2))).unwrap();
        assert_eq!(list(&house, person(1)), Some(List::Cover(w.staff(2))));
        mark_absent(&house, &asker(), &away(&w, 2, None)).unwrap();
        assert_eq!(list(&house, person(1)), Some(List::Unallocated(w.team)));
        mark_returned(&house, &asker(), w.staff(2), "Back at work").unwrap();
        assert_eq!(list(&house, person(1)), Some(List::Cover(w.staff(2))), "still named, and back");
        let refused = name_cover(&house, &asker(), w.staff(2), Some(w.staff(1)));
        assert!(matches!(refused, Err(Failure::Refused(_))), "somebody at work needs no cover");
    });
}

#[test]
fn an_absence_that_lies_ahead_moves_people_when_its_day_comes() {
    on_each(|house, w| {
        supervised(&house, &w, person(1));
        allocated(&house, &w, person(1), 1);
        let later = NewAbsence { first_day: date(2026, 11, 30), ..away(&w, 1, Some(2)) };
        mark_absent(&house, &asker(), &later).unwrap();
        assert_eq!(list(&house, person(1)), Some(List::Officer(w.staff(1))));
        house.clock().move_to(date(2026, 11, 30));
        let job = house.claim_job(Uuid::from_u128(1)).unwrap().unwrap();
        run_job(&house, &job.body).unwrap();
        assert_eq!(list(&house, person(1)), Some(List::Cover(w.staff(2))));
    });
}

#[test]
fn of_two_managers_who_allocate_the_same_person_one_wins_and_the_other_is_told() {
    on_each(|house, w| {
        supervised(&house, &w, person(1));
        let seen = seen(&house, person(1));
        let results: Vec<_> = std::thread::scope(|scope| {
            let house = &house;
            let threads: Vec<_> = (1..=2)
                .map(|n| scope.spawn(move || house.write(&asker(), |cx| allocate(cx, person(1), &wanted(&w, seen, n)))))
                .collect();
            threads.into_iter().map(|t| t.join().unwrap()).collect()
        });
        let won = results.iter().filter(|r| r.is_ok()).count();
        let told = results.iter().filter(|r| match r {
            Err(Failure::Refused(no)) => no.0[0].code == "already_allocated",
            _ => false,
        });
        assert_eq!((won, told.count()), (1, 1));
        let served = house.read(&asker(), |cx| responsible(cx, &PersonKeys::alone(person(1)))).unwrap().unwrap().served;
        assert_eq!(served.officers, 1);
    });
}

#[test]
fn nobody_is_allocated_to_somebody_marked_away_at_the_same_moment() {
    on_each(|house, w| {
        for n in 1..=6 {
            supervised(&house, &w, person(n));
        }
        std::thread::scope(|scope| {
            let house = &house;
            scope.spawn(move || {
                for n in 1..=6 {
                    let wanted = wanted(&w, seen(house, person(n)), 1);
                    let _ = house.write(&asker(), |cx| allocate(cx, person(n), &wanted));
                }
            });
            scope.spawn(move || mark_absent(house, &asker(), &away(&w, 1, Some(2))).unwrap());
        });
        for n in 1..=6 {
            assert_ne!(list(&house, person(n)), Some(List::Officer(w.staff(1))), "person {n}");
        }
    });
}

#[test]
fn a_first_meeting_stops_its_clock_and_a_missed_diary_shows_the_next_day_without_a_job() {
    on_each(|house, w| {
        supervised(&house, &w, person(1));
        allocated(&house, &w, person(1), 1);
        house.write(&asker(), |cx| record_tier(cx, person(1), "E", "Assessed at court")).unwrap();
        tell(&house, &arranged(&w, person(1), 1, date(2026, 11, 25), 1));
        assert_eq!(kinds(&house, person(1)), []);
        house.clock().move_to(date(2026, 11, 26));
        assert_eq!(kinds(&house, person(1)), [GapKind::WithoutNextContact, GapKind::OverdueOutcome]);
        house.clock().move_to(date(2026, 12, 1));
        assert!(kinds(&house, person(1)).contains(&GapKind::FirstMeetingOverdue));
        tell(&house, &attended(&w, person(1), 1, date(2026, 11, 25), 1));
        tell(&house, &arranged(&w, person(1), 2, date(2026, 12, 8), 1));
        assert_eq!(kinds(&house, person(1)), []);
    });
}

#[test]
fn an_overdue_outcome_stands_on_the_board_of_whoever_was_to_hold_the_appointment() {
    on_each(|house, w| {
        supervised(&house, &w, person(1));
        allocated(&house, &w, person(1), 1);
        tell(&house, &arranged(&w, person(1), 1, TODAY, 5));
        house.clock().move_to(date(2026, 11, 24));
        let query = BoardQuery { kind: Some(GapKind::OverdueOutcome), without: None, page: 0, per_page: 25 };
        for n in [1, 5] {
            let shown = house.read(&asker(), |cx| board(cx, &Scope::Staff(w.staff(n)), query)).unwrap();
            assert_eq!(shown.total, 1, "officer {n}");
        }
    });
}

#[test]
fn a_judgement_stops_the_clock_until_its_day_and_says_who_and_why() {
    on_each(|house, w| {
        supervised(&house, &w, person(1));
        allocated(&house, &w, person(1), 1);
        house.clock().move_to(date(2026, 12, 2));
        assert!(kinds(&house, person(1)).contains(&GapKind::FirstMeetingOverdue));
        let effect = Effect::StopUntil(date(2026, 12, 11));
        let judging = Judging { clock: Clock::FirstMeeting, effect, reason: "In hospital".into() };
        house.write(&w.officer(1), |cx| judge_clock(cx, person(1), &judging)).unwrap();
        assert!(!kinds(&house, person(1)).contains(&GapKind::FirstMeetingOverdue));
        house.clock().move_to(date(2026, 12, 12));
        assert!(kinds(&house, person(1)).contains(&GapKind::FirstMeetingOverdue));
    });
}

#[test]
fn a_handover_is_accepted_by_the_new_officer_and_closed_when_they_have_met() {
    on_each(|house, w| {
        supervised(&house, &w, person(1));
        allocated(&house, &w, person(1), 1);
        allocated(&house, &w, person(1), 2);
        let handing = Handing { from: w.staff(1), met_by: date(2026, 11, 27) };
        let id = house.write(&asker(), |cx| start_handover(cx, person(1), &handing)).unwrap();
        let early = house.write(&w.officer(2), |cx| accept_handover(cx, person(1), id));
        assert!(matches!(early, Err(Failure::Refused(no)) if no.0[0].code == "unfinished"));
        for item in &shipped().unwrap().items {
            let answer = if item.code == "plan" {
                Answer::Missing { why: "Not written yet".into(), who: "Officer 1".into(), by: date(2026, 11, 30) }
            } else {
                Answer::Passed { note: "In the record".into() }
            };
            house.write(&w.officer(1), |cx| answer_item(cx, person(1), id, &item.code, &answer)).unwrap();
        }
        let wrong = house.write(&w.officer(1), |cx| accept_handover(cx, person(1), id));
        assert!(matches!(wrong, Err(Failure::Refused(no)) if no.0[0].code == "not_yours"));
        house.write(&w.officer(2), |cx| accept_handover(cx, person(1), id)).unwrap();
        house.clock().move_to(date(2026, 11, 28));
        assert!(kinds(&house, person(1)).contains(&GapKind::NewOfficerNotMet));
        tell(&house, &attended(&w, person(1), 1, date(2026, 11, 28), 2));
        assert!(!kinds(&house, person(1)).contains(&GapKind::NewOfficerNotMet));
    });
}

#[test]
fn a_new_interval_makes_nobody_overdue_after_the_fact() {
    on_each(|house, w| {
        supervised(&house, &w, person(1));
        house.write(&asker(), |cx| record_tier(cx, person(1), "E", "Assessed")).unwrap();
        let due =
            |house: &House| house.read(&asker(), |cx| caseload::contact_clock_of(cx, person(1))).unwrap().unwrap().due;
        assert_eq!(due(&house), date(2026, 12, 21));
        house.write(&asker(), |cx| set_interval(cx, "E", 7, date(2026, 11, 24), "Pilot")).unwrap();
        house.clock().move_to(date(2026, 11, 30));
        tell(&house, &attended(&w, person(1), 1, TODAY, 1));
        assert_eq!(due(&house), date(2026, 12, 21), "the clock began before the new row");
        tell(&house, &attended(&w, person(1), 2, date(2026, 11, 30), 1));
        assert_eq!(due(&house), date(2026, 12, 7));
    });
}

#[test]
fn release_starts_the_first_meeting_anew_and_the_end_of_supervision_clears_every_list() {
    on_each(|house, w| {
        let who = person(1);
        house.write(&asker(), |cx| take_on(cx, who, TODAY, TODAY, SupervisedOn::Custody, w.team)).unwrap();
        allocated(&house, &w, who, 1);
        house.clock().move_to(date(2027, 1, 12));
        assert!(!kinds(&house, who).contains(&GapKind::FirstMeetingOverdue));
        let basis = SupervisedOn::Licence;
        tell(&house, &DomainEvent::SupervisionChanged { person: who, on: date(2027, 1, 12), basis });
        tell(&house, &attended(&w, who, 1, date(2026, 11, 30), 1));
        house.clock().move_to(date(2027, 1, 14));
        assert!(kinds(&house, who).contains(&GapKind::FirstMeetingOverdue), "one working day after release");
        tell(&house, &DomainEvent::SupervisionEnded { person: who, on: date(2027, 1, 14) });
        assert_eq!((list(&house, who), kinds(&house, who)), (None, vec![]));
        let loads = house.read(&asker(), |cx| loads(cx, &[w.staff(1)])).unwrap();
        assert!(loads.is_empty());
    });
}

#[test]
fn somebody_merged_keeps_one_list_and_comes_back_to_theirs_when_unmerged() {
    on_each(|house, w| {
        for n in 1..=2 {
            supervised(&house, &w, person(n as u128));
            allocated(&house, &w, person(n as u128), n);
        }
        let (survivor, absorbed) = (person(1), person(2));
        tell(&house, &DomainEvent::PersonMerged { person: survivor, absorbed });
        let on_list = |n: usize| house.read(&asker(), |cx| loads(cx, &[w.staff(n)])).unwrap().contains_key(&w.staff(n));
        assert!(on_list(1) && !on_list(2));
        tell(&house, &DomainEvent::PersonUnmerged { person: survivor, released: absorbed });
        assert!(on_list(1) && on_list(2));
    });
}
