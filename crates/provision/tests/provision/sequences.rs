//! Whatever happens in whatever order: no group over its places, nobody lost from a list, nobody overtaken without a
//! recorded reason. A list of ids is kept beside the database and moved by the same words.

use crate::world::*;
use kernel::{Date, GroupId, PersonKeys, WaitingId};
use migrations::trial::{on_postgres, on_sqlite};
use proptest::prelude::*;
use provision::*;
use std::collections::BTreeMap;
use store::{Failure, House};

#[derive(Clone, Debug)]
enum Act {
    Join { ready_in: i64 },
    Offer,
    Accept(usize),
    GiveBack(usize),
    Book(usize, usize, bool),
    Correct(usize, i64),
    Move(usize, usize),
    Leave(usize),
    Begin(usize),
    Plan { places: i64, starts_in: i64 },
    Cancel(usize),
}

fn acts() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (0_i64..40).prop_map(|ready_in| Act::Join { ready_in }),
        3 => Just(Act::Offer),
        2 => any::<usize>().prop_map(Act::Accept),
        2 => any::<usize>().prop_map(Act::GiveBack),
        2 => (any::<usize>(), any::<usize>(), any::<bool>()).prop_map(|(e, g, why)| Act::Book(e, g, why)),
        2 => (any::<usize>(), 0_i64..40).prop_map(|(e, d)| Act::Correct(e, d)),
        1 => (any::<usize>(), any::<usize>()).prop_map(|(e, to)| Act::Move(e, to)),
        1 => any::<usize>().prop_map(Act::Leave),
        1 => any::<usize>().prop_map(Act::Begin),
        2 => (1_i64..4, 0_i64..30).prop_map(|(places, starts_in)| Act::Plan { places, starts_in }),
        1 => any::<usize>().prop_map(Act::Cancel),
    ]
}

struct Run<'a> {
    house: &'a House,
    world: World,
    people: BTreeMap<WaitingId, PersonKeys>,
    /// Who is in the list, in the order that was promised.
    order: Vec<WaitingId>,
    groups: Vec<GroupId>,
    made: usize,
}

fn later(days: i64) -> Date {
    TODAY.saturating_add(jiff::ToSpan::days(days))
}

impl Run<'_> {
    fn pick(&self, n: usize) -> Option<(WaitingId, PersonKeys, WaitingEntry)> {
        let id = *self.order.get(n.checked_rem(self.order.len())?)?;
        let keys = self.people[&id].clone();
        let entry = entry(self.house, &keys, id);
        Some((id, keys, entry))
    }

    /// True when it was done; a refusal leaves everything as it was.
    fn tried<T>(
        &self,
        keys: &PersonKeys,
        work: impl Fn(&mut store::Cx<'_>, &people::OpenPerson) -> store::Result<T>,
    ) -> bool {
        let done = self.house.write(&asker(), |cx| {
            let open = open(cx, keys)?;
            work(cx, &open)
        });
        match done {
            Ok(_) => true,
            Err(Failure::Refused(_)) => false,
            Err(other) => panic!("{other}"),
        }
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Join { ready_in } => self.join(*ready_in),
            Act::Offer => self.offer(),
            Act::Accept(n) => {
                if let Some((id, keys, entry)) = self.pick(*n) {
                    self.tried(&keys, |cx, open| accept_place(cx, open, id, entry.version));
                }
            }
            Act::GiveBack(n) => {
                if let Some((id, keys, entry)) = self.pick(*n) {
                    self.tried(&keys, |cx, open| give_back(cx, open, id, "Cannot come", entry.version));
                }
            }
            Act::Book(n, g, why) => self.book(*n, *g, *why),
            Act::Correct(n, days) => {
                if let Some((id, keys, entry)) = self.pick(*n) {
                    let facts = (later(*days), None, None);
                    assert!(self.tried(&keys, |cx, open| correct_entry(
                        cx,
                        open,
                        id,
                        facts,
                        "Wrong day",
                        entry.version
                    )));
                }
            }
            Act::Move(n, to) => self.move_to(*n, *to),
            Act::Leave(n) => {
                if let Some((id, keys, entry)) = self.pick(*n) {
                    let facts = (TODAY, "moved", None);
                    assert!(self.tried(&keys, |cx, open| leave(cx, open, id, facts, entry.version)));
                    self.order.retain(|o| *o != id);
                }
            }
            Act::Begin(n) => {
                if let Some((id, keys, entry)) = self.pick(*n)
                    && self.tried(&keys, |cx, open| begin(cx, open, id, TODAY, entry.version))
                {
                    self.order.retain(|o| *o != id);
                }
            }
            Act::Plan { places, starts_in } => {
                self.made += 1;
                let id = planned(self.house, &self.world, &format!("G{}", self.made), later(*starts_in), *places);
                self.groups.push(id);
            }
            Act::Cancel(n) => self.cancel(*n),
        }
    }

    fn join(&mut self, ready_in: i64) {
        self.made += 1;
        let keys = person(self.house, &format!("P{}", self.made));
        let facts = Joining { ready_on: Some(later(ready_in)), ..joining(self.world.groups) };
        let id = write(self.house, |cx| {
            let open = open(cx, &keys)?;
            join(cx, &open, &facts)
        });
        self.people.insert(id, keys);
        self.order.push(id);
    }

    /// Whoever is offered a place stands before everybody else who could have taken it.
    fn offer(&mut self) {
        let before: Vec<_> = self.order.iter().map(|id| (*id, entry(self.house, &self.people[id], *id))).collect();
        let offered = offer_places(self.house, &asker(), self.world.groups).unwrap();
        for (_, id) in &offered {
            let now = entry(self.house, &self.people[id], *id);
            let group = now.group_id.unwrap();
            let last = read(self.house, |cx| cx.need::<Group>(store::params![group])).joins_until;
            let ahead = before.iter().take_while(|(other, _)| other != id);
            for (other, was) in ahead {
                let could = was.state == WaitingState::Waiting && was.ready_on <= last && was.group_id != Some(group);
                let has = offered.iter().any(|(_, o)| o == other);
                assert!(!could || has, "{other} was overtaken by {id}");
            }
        }
    }

    fn book(&mut self, n: usize, g: usize, why: bool) {
        let Some((id, keys, was)) = self.pick(n) else { return };
        let Some(group) = g.checked_rem(self.groups.len()).map(|g| self.groups[g]) else { return };
        let reason = Overtaking { priority: "risk".into(), why: "Agreed with the manager".into() };
        let done = self.tried(&keys, |cx, open| {
            book_place(cx, open, id, (PlaceIn::Group(group), why.then_some(&reason)), was.version)
        });
        if !done {
            return;
        }
        let now = entry(self.house, &keys, id);
        if now.place != was.place {
            // Overtook, with a reason: now at the head.
            assert!(why);
            self.order.retain(|o| *o != id);
            self.order.insert(0, id);
        }
    }

    fn move_to(&mut self, n: usize, to: usize) {
        let Some((id, keys, entry)) = self.pick(n) else { return };
        let Some(target) = to.checked_rem(self.order.len()).map(|t| self.order[t]) else { return };
        let done = self.tried(&keys, |cx, open| {
            move_entry(cx, open, id, (ListOrder::Before(target), "risk", "Agreed"), entry.version)
        });
        if done {
            self.order.retain(|o| *o != id);
            let at = self.order.iter().position(|o| *o == target).unwrap();
            self.order.insert(at, id);
        }
    }

    fn cancel(&mut self, n: usize) {
        let Some(group) = n.checked_rem(self.groups.len()).map(|g| self.groups[g]) else { return };
        let version = read(self.house, |cx| cx.need::<Group>(store::params![group])).version;
        if self.house.write(&asker(), |cx| cancel_group(cx, group, "No room", version)).is_err() {
            return;
        }
        let back = return_people(self.house, &asker(), group).unwrap();
        let all = self.people.iter();
        let ids: BTreeMap<_, _> = all.map(|(id, keys)| (keys.survivor, *id)).collect();
        let back: Vec<WaitingId> = back.iter().map(|p| ids[p]).collect();
        self.order.retain(|o| !back.contains(o));
        self.order.splice(0..0, back);
        self.groups.retain(|g| *g != group);
    }

    fn holds(&self) {
        let lines = list(self.house, self.world.groups);
        let order: Vec<WaitingId> = lines.iter().map(|(id, _)| *id).collect();
        assert_eq!(order, self.order, "the order that was promised");
        for line in read(self.house, |cx| groups_of(cx, self.world.groups)) {
            assert!(line.taken <= line.group.places, "{} is over its places", line.group.code);
            let cancelled = line.group.state == GroupState::Cancelled;
            assert!(!cancelled || line.taken == 0, "{} keeps people", line.group.code);
        }
        for (id, keys) in &self.people {
            let entry = entry(self.house, keys, *id);
            let gone = matches!(entry.state, WaitingState::Begun | WaitingState::Left);
            assert_eq!(gone, !order.contains(id), "nobody is lost");
            let has = matches!(entry.state, WaitingState::Offered | WaitingState::Booked | WaitingState::Begun);
            assert_eq!(has, entry.booking_id.is_some());
            let moves = read(self.house, |cx| moves_of(cx, &entry));
            assert!(moves.iter().all(|m| !m.reason.is_empty()), "a move without a reason");
            assert_eq!(moves[0].to_place, entry.place, "the last move says where they stand");
            assert_eq!(moves[0].to_state, entry.state);
        }
    }
}

fn play(house: House, acts: &[Act]) {
    let house = furnished(house);
    let world = build(&house);
    let mut run = Run { house: &house, world, people: BTreeMap::new(), order: Vec::new(), groups: Vec::new(), made: 0 };
    for act in acts {
        run.act(act);
    }
    run.holds();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, ..ProptestConfig::default() })]
    #[test]
    fn whatever_happens_nobody_is_lost_or_overtaken_and_no_group_is_over_its_places(
        acts in prop::collection::vec(acts(), 5..45)
    ) {
        on_sqlite(&rooms(), TODAY, |house| play(house, &acts));
    }
}

#[test]
fn the_same_holds_on_the_other_database() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for _ in 0..3 {
        let acts = prop::collection::vec(acts(), 40).new_tree(&mut runner).unwrap().current();
        on_postgres(&rooms(), TODAY, |house| play(house, &acts));
    }
}
