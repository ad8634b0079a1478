//! Any sequence of entries, corrections and moves keeps the sum: a property of the rules alone.

use super::records::{Minutes, MinutesKind, standing};
use super::rules::{Fact, Limits, work_out};
use kernel::{Date, Instant, MinutesId, PersonId, RequirementId, date};
use proptest::prelude::*;
use uuid::Uuid;

/// What may happen.
#[derive(Clone, Debug)]
enum Step {
    /// Kind, day, minutes.
    Enter(u8, i8, i64),
    /// Which entry, day, minutes.
    Correct(usize, i8, i64),
    TakeBack(usize),
    /// Minutes to the other requirement.
    Move(bool, i8, i64),
    /// Hours ordered of one requirement.
    Order(bool, i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        5 => (0u8..4, 1i8..28, 1i64..600).prop_map(|(k, d, m)| Step::Enter(k, d, m)),
        2 => (0usize..30, 1i8..28, 1i64..600).prop_map(|(n, d, m)| Step::Correct(n, d, m)),
        1 => (0usize..30).prop_map(Step::TakeBack),
        1 => (any::<bool>(), 1i8..28, 1i64..600).prop_map(|(w, d, m)| Step::Move(w, d, m)),
        1 => (any::<bool>(), 0i64..60).prop_map(|(w, h)| Step::Order(w, h)),
    ];
    proptest::collection::vec(step, 1..40)
}

fn requirement(second: bool) -> RequirementId {
    RequirementId(Uuid::from_u128(if second { 2 } else { 1 }))
}

/// The account as the actions keep it, and beside it the entries as a right hand would have written them at first.
#[derive(Clone)]
struct World {
    rows: Vec<Minutes>,
    right: Vec<Fact2>,
    ordered: [i64; 2],
    next: u128,
}

#[derive(Clone, Debug)]
struct Fact2 {
    requirement: RequirementId,
    fact: Fact,
}

fn on(day: i8) -> Date {
    date(2026, 11, day)
}

impl World {
    fn new() -> World {
        World { rows: Vec::new(), right: Vec::new(), ordered: [40 * 60, 20 * 60], next: 1 }
    }

    fn row(&mut self, requirement_id: RequirementId, kind: MinutesKind, minutes: i64, done_on: Date) -> Minutes {
        let id = MinutesId(Uuid::from_u128(self.next));
        self.next += 1;
        Minutes {
            person_id: PersonId(Uuid::from_u128(9)),
            id,
            requirement_id,
            kind,
            minutes,
            done_on,
            starts: None,
            ends: None,
            penalty: 0,
            booking_id: None,
            first_id: id,
            takes_back: None,
            other_id: None,
            elsewhere: None,
            reason: None,
            recorded_at: Instant(0),
            author_id: None,
            author_name: String::new(),
        }
    }

    fn limits(&self, requirement_id: RequirementId) -> Limits {
        let ordered = if requirement_id == requirement(true) { self.ordered[1] } else { self.ordered[0] };
        Limits { ordered: Some(ordered), education_percent: 30, beside: 0 }
    }

    fn facts(&self, requirement_id: RequirementId) -> Vec<Fact> {
        super::reading::facts(
            &self.rows.iter().filter(|r| r.requirement_id == requirement_id).cloned().collect::<Vec<_>>(),
        )
    }

    fn holds(&self) -> bool {
        [false, true].into_iter().all(|w| work_out(self.limits(requirement(w)), &self.facts(requirement(w))).is_ok())
    }

    fn wrote(&mut self, row: Minutes) {
        let fact = Fact { id: row.id, first: row.first_id, kind: row.kind, minutes: row.minutes, on: row.done_on };
        self.right.push(Fact2 { requirement: row.requirement_id, fact });
        self.rows.push(row);
    }

    fn back(&mut self, id: MinutesId) {
        let Some(row) = self.rows.iter().find(|r| r.id == id).cloned() else { return };
        let mut back = self.row(row.requirement_id, row.kind, -row.minutes, row.done_on);
        (back.takes_back, back.first_id) = (Some(id), row.first_id);
        self.rows.push(back);
        self.right.retain(|f| f.fact.first != row.first_id);
        if let Some(other) = row.other_id.filter(|o| standing(&self.rows).any(|r| r.id == *o)) {
            self.back(other);
        }
    }

    /// Does a step as the actions would: whole, or not at all.
    fn step(&mut self, step: &Step) {
        let before = self.clone();
        match *step {
            Step::Enter(kind, day, minutes) => {
                let kind = [MinutesKind::Worked, MinutesKind::Education, MinutesKind::Travel, MinutesKind::Worked]
                    [usize::from(kind)];
                let row = self.row(requirement(minutes % 3 == 0), kind, minutes, on(day));
                self.wrote(row);
            }
            Step::Correct(which, day, minutes) => {
                let alive: Vec<Minutes> = standing(&self.rows).cloned().collect();
                if alive.is_empty() {
                    return;
                }
                let old = alive[which % alive.len()].clone();
                if old.kind == MinutesKind::Transfer {
                    return;
                }
                self.back(old.id);
                let mut row = self.row(old.requirement_id, old.kind, minutes, on(day));
                row.first_id = old.first_id;
                self.wrote(row);
            }
            Step::TakeBack(which) => {
                let alive: Vec<MinutesId> = standing(&self.rows).map(|r| r.id).collect();
                if let Some(id) = alive.get(which % alive.len().max(1)) {
                    self.back(*id);
                }
            }
            Step::Move(second, day, minutes) => {
                let (from, to) = (requirement(second), requirement(!second));
                let there = work_out(self.limits(to), &self.facts(to)).unwrap();
                if minutes > there.left(self.limits(to)).unwrap() {
                    return;
                }
                let mut out = self.row(from, MinutesKind::Transfer, -minutes, on(day));
                let mut into = self.row(to, MinutesKind::Transfer, minutes, on(day));
                (out.other_id, into.other_id) = (Some(into.id), Some(out.id));
                self.wrote(out);
                self.wrote(into);
            }
            Step::Order(second, hours) => self.ordered[usize::from(second)] = hours * 60,
        }
        if !self.holds() {
            *self = before;
        }
    }
}

proptest! {
    #[test]
    fn minutes_are_never_created_or_lost(steps in steps()) {
        let mut world = World::new();
        for step in &steps {
            world.step(step);
            let mut moved = 0;
            for requirement in [requirement(false), requirement(true)] {
                let limits = world.limits(requirement);
                let working = work_out(limits, &world.facts(requirement)).unwrap();
                prop_assert!(working.credited >= 0 && working.credited <= limits.ordered.unwrap());
                // Every minute stands, credited or above.
                let all: i64 = world.rows.iter().filter(|r| r.requirement_id == requirement).map(|r| r.minutes).sum();
                let stands: i64 = working.lines.iter().map(|l| l.minutes).sum();
                let above: i64 = working.lines.iter().map(|l| l.minutes - l.credited).sum();
                prop_assert_eq!(all, stands);
                prop_assert_eq!(working.credited + above, all);
                prop_assert!(working.lines.iter().all(|l| l.minutes < 0 || (0..=l.minutes).contains(&l.credited)));
                prop_assert!(working.lines.iter().all(|l| (l.credited == l.minutes) == l.over.is_none()));
                let education: i64 = working.lines.iter()
                    .filter(|l| world.rows.iter().any(|r| r.id == l.id && r.kind == MinutesKind::Education))
                    .map(|l| l.credited).sum();
                prop_assert!(education * 100 <= limits.ordered.unwrap() * 30);
                moved += standing(&world.rows)
                    .filter(|r| r.requirement_id == requirement && r.kind == MinutesKind::Transfer)
                    .map(|r| r.minutes).sum::<i64>();
                // What a right first hand would have written leaves the same.
                let right: Vec<Fact> = world.right.iter()
                    .filter(|f| f.requirement == requirement)
                    .map(|f| Fact { id: f.fact.first, ..f.fact.clone() }).collect();
                prop_assert_eq!(work_out(limits, &right).unwrap().credited, working.credited);
            }
            prop_assert_eq!(moved, 0);
        }
    }
}
