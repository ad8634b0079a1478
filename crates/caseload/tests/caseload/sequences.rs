//! Whatever sequence of actions a service takes, through its real doors and on both databases: every supervised person is
//! on exactly one list, whoever holds them is at work, and whoever nobody holds is on the manager's board.

use crate::world::{World, asker, id_of, on_each, tell_attended};
use caseload::{
    Allocating, BoardQuery, CaseFilter, CaseOrder, GapKind, HolderKind, Scope, allocate, board, cases, mark_absent,
    mark_returned, name_cover, responsible, run_job,
};
use domain_events::DomainEvent;
use kernel::{PersonId, PersonKeys, StaffId};
use organisation::{AbsenceKind, NewAbsence, away_on};
use std::collections::BTreeSet;
use store::{House, Result};
use uuid::Uuid;

/// A small generator, so that a failure is told by its seed alone.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

fn allocate_to(house: &House, w: &World, person: PersonId, n: usize) -> Result<()> {
    let keys = PersonKeys::alone(person);
    let Some(held) = house.read(&asker(), |cx| responsible(cx, &keys))? else { return Ok(()) };
    let wanted = Allocating {
        seen: held.stint,
        officer: w.staff(n),
        team: w.team,
        officer_name: format!("Officer {n}"),
        reason: "AR02".into(),
        note: String::new(),
        practitioner: true,
    };
    house.write(&asker(), |cx| allocate(cx, person, &wanted)).map(|_| ())
}

fn absent(house: &House, w: &World, n: usize, kind: AbsenceKind, cover: usize) -> Result<()> {
    let cover = (cover > 0).then(|| w.staff(cover));
    let (staff, first_day, reason) = (w.staff(n), house.clock().today(), "Flu".into());
    mark_absent(house, &asker(), &NewAbsence { staff, kind, first_day, last_day: None, reason, cover }).map(|_| ())
}

fn step(house: &House, w: &World, people: &[(String, PersonId)], dice: &mut Dice) -> Result<()> {
    let (crn, person) = &people[dice.roll(people.len())];
    let (n, other) = (1 + dice.roll(4), dice.roll(5));
    match dice.roll(9) {
        0..=2 => allocate_to(house, w, *person, n),
        3 => absent(house, w, n, AbsenceKind::Sick, other),
        4 if dice.roll(3) == 0 => absent(house, w, n, AbsenceKind::Left, other),
        4 | 5 => mark_returned(house, &asker(), w.staff(n), "Back").map(|_| ()),
        6 => name_cover(house, &asker(), w.staff(n), (other > 0).then(|| w.staff(other))).map(|_| ()),
        7 => {
            tell_attended(house, w, crn, 1 + u128::try_from(dice.roll(9)).unwrap(), house.clock().today(), n);
            Ok(())
        }
        _ => {
            let event = DomainEvent::SupervisionEnded { person: *person, on: house.clock().today() };
            house.write(&asker(), |cx| {
                cx.describe("Told", None);
                if dice.roll(4) == 0 { cx.tell(&event) } else { Ok(()) }
            })
        }
    }
}

fn check(house: &House, w: &World, people: &[(String, PersonId)], seed: u64, at: usize) {
    let today = house.clock().today();
    let found =
        house.read(&asker(), |cx| cases(cx, &CaseFilter::default(), CaseOrder::ContactDue, false, 0, 100)).unwrap();
    let listed: BTreeSet<PersonId> = found.cases.iter().map(|c| c.person_id).collect();
    assert_eq!(listed.len(), found.cases.len(), "seed {seed}, step {at}: once on one list");
    for (_, person) in people {
        let held = house.read(&asker(), |cx| responsible(cx, &PersonKeys::alone(*person))).unwrap();
        assert_eq!(held.is_some(), listed.contains(person), "seed {seed}, step {at}: supervised, so on a list");
    }
    let query = BoardQuery { kind: Some(GapKind::WithoutOfficer), without: None, page: 0, per_page: 100 };
    let shown = house.read(&asker(), |cx| board(cx, &Scope::Teams(vec![w.team]), query)).unwrap();
    let on_board: BTreeSet<PersonId> = shown.gaps.iter().map(|g| g.person).collect();
    for case in &found.cases {
        let unallocated = case.list_kind == HolderKind::Unallocated;
        assert_eq!(unallocated, on_board.contains(&case.person_id), "seed {seed}, step {at}: the manager sees it");
        if !unallocated {
            let staff = StaffId(case.list_id);
            let away = house.read(&asker(), |cx| away_on(cx, staff, today)).unwrap();
            assert!(away.is_none(), "seed {seed}, step {at}: whoever holds a person is at work");
        }
    }
}

#[test]
fn nobody_is_lost_whatever_a_service_does() {
    on_each(|house, w| {
        for seed in 1..=3 {
            let mut dice = Dice(seed);
            let people: Vec<(String, PersonId)> = (0..4)
                .map(|n| {
                    let crn = w.person(&house, "Ffion", &format!("Bell{seed}{n}"));
                    let id = id_of(&house, &crn);
                    (crn, id)
                })
                .collect();
            for at in 0..25 {
                // A refusal is an answer; what must hold is what stands afterwards.
                let _ = step(&house, &w, &people, &mut dice);
                while let Some(job) = house.claim_job(Uuid::from_u128(1)).unwrap() {
                    let done = if job.kind == caseload::SETTLE_JOB { run_job(&house, &job.body) } else { Ok(()) };
                    house.close_job(&job, done.map_err(|e| e.to_string())).unwrap();
                }
                check(&house, &w, &people, seed, at);
            }
        }
    });
}
