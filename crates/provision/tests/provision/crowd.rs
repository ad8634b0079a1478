//! Many at once: a group is never over its places, whoever asks at the same time, and the order is kept.

use crate::world::*;
use kernel::date;
use provision::*;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::Failure;

const PEOPLE: usize = 24;
const PLACES: i64 = 5;

#[test]
fn a_group_is_never_over_its_places_when_many_book_at_once() {
    on_each(|house, world| {
        let group = planned(house, &world, "G1", date(2026, 12, 1), PLACES);
        let people: Vec<_> = (0..PEOPLE).map(|n| joined(house, world.groups, &format!("P{n}"))).collect();
        let (gate, booked, full) = (Barrier::new(PEOPLE), AtomicUsize::new(0), AtomicUsize::new(0));
        let why = Overtaking { priority: "court".into(), why: "All at once".into() };
        std::thread::scope(|scope| {
            for (keys, id) in &people {
                let (gate, booked, full, why) = (&gate, &booked, &full, &why);
                scope.spawn(move || {
                    gate.wait();
                    // A busy database says so; a person would press again, and so does this one.
                    for _ in 0..40 {
                        let done = house.write(&asker(), |cx| {
                            let open = open(cx, keys)?;
                            book_place(cx, &open, *id, (PlaceIn::Group(group), Some(why)), 1)
                        });
                        match done {
                            Ok(_) => return booked.fetch_add(1, Ordering::SeqCst),
                            Err(Failure::Refused(_)) => return full.fetch_add(1, Ordering::SeqCst),
                            Err(Failure::Database(_)) => {}
                            Err(other) => panic!("{other}"),
                        }
                    }
                    panic!("the database never answered");
                });
            }
        });
        let places = usize::try_from(PLACES).unwrap();
        assert_eq!((booked.into_inner(), full.into_inner()), (places, PEOPLE - places));
        let line = read(house, |cx| groups_open(cx, &[world.groups], TODAY)).swap_remove(0);
        assert_eq!((line.taken, line.free()), (PLACES, 0));
    });
}

#[test]
fn places_offered_by_many_servers_at_once_go_to_the_first_in_order_and_to_nobody_twice() {
    on_each(|house, world| {
        let people: Vec<_> = (0..PEOPLE).map(|n| joined(house, world.groups, &format!("P{n}"))).collect();
        planned(house, &world, "G1", date(2026, 12, 1), PLACES);
        planned(house, &world, "G2", date(2026, 12, 8), PLACES);
        let gate = Barrier::new(6);
        let offered = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    gate.wait();
                    for _ in 0..20 {
                        match offer_places(house, &asker(), world.groups) {
                            Ok(done) => {
                                offered.fetch_add(done.len(), Ordering::SeqCst);
                                return;
                            }
                            Err(Failure::Database(_)) => {}
                            Err(other) => panic!("{other}"),
                        }
                    }
                    panic!("the database never answered");
                });
            }
        });
        offered.fetch_add(offer_places(house, &asker(), world.groups).unwrap().len(), Ordering::SeqCst);
        let order = list(house, world.groups);
        let with_place: Vec<bool> = order.iter().map(|(_, state)| *state == WaitingState::Offered).collect();
        let places = 2 * usize::try_from(PLACES).unwrap();
        assert!(with_place[..places].iter().all(|o| *o) && with_place[places..].iter().all(|o| !o), "{with_place:?}");
        let bookings = read(house, |cx| cx.count("SELECT count(*) FROM booking WHERE state = 'held'", &[]));
        assert_eq!(usize::try_from(bookings).unwrap(), places);
        assert_eq!(
            order.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
            people.iter().map(|(_, id)| *id).collect::<Vec<_>>()
        );
    });
}

#[test]
fn those_who_join_at_once_each_have_a_place_of_their_own_in_the_order() {
    on_each(|house, world| {
        let everybody: Vec<_> = (0..12).map(|n| person(house, &format!("J{n}"))).collect();
        let gate = Barrier::new(everybody.len());
        std::thread::scope(|scope| {
            for keys in &everybody {
                let gate = &gate;
                scope.spawn(move || {
                    gate.wait();
                    for _ in 0..40 {
                        let done = house.write(&asker(), |cx| {
                            let open = open(cx, keys)?;
                            join(cx, &open, &joining(world.weekly))
                        });
                        match done {
                            Ok(_) => return,
                            Err(Failure::Database(_)) => {}
                            Err(other) => panic!("{other}"),
                        }
                    }
                    panic!("the database never answered");
                });
            }
        });
        let lines = read(house, |cx| waiting_lines(cx, world.weekly, 100, 0)).0;
        assert_eq!(lines.len(), everybody.len());
        assert!(lines.windows(2).all(|pair| pair[0].place < pair[1].place), "{lines:?}");
    });
}
