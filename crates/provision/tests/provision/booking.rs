//! Lists in their order, and what becomes of a place.

use crate::world::{told, *};
use domain_events::DomainEvent;
use kernel::date;
use provision::*;
use store::Failure;

#[test]
fn a_free_place_is_offered_in_order_to_the_first_who_is_ready() {
    on_each(|house, world| {
        let first = person(house, "Notready");
        let first_id = write(house, |cx| {
            let open = open(cx, &first)?;
            join(cx, &open, &Joining { ready_on: Some(date(2027, 2, 1)), ..joining(world.groups) })
        });
        let (second, second_id) = joined(house, world.groups, "Second");
        let (third, third_id) = joined(house, world.groups, "Third");
        planned(house, &world, "G1", date(2026, 12, 1), 1);
        let offered = offer_places(house, &asker(), world.groups).unwrap();
        assert_eq!(offered, [(second.survivor, second_id)]);
        assert_eq!(entry(house, &second, second_id).answer_by, Some(date(2026, 11, 30)));
        // No: the next has it, and the one who declined keeps the place in the list.
        let seen = entry(house, &second, second_id).version;
        write(house, |cx| {
            let open = open(cx, &second)?;
            give_back(cx, &open, second_id, "Works that day", seen)
        });
        let offered = offer_places(house, &asker(), world.groups).unwrap();
        assert_eq!(offered, [(third.survivor, third_id)]);
        let order: Vec<_> = list(house, world.groups).into_iter().map(|(id, _)| id).collect();
        assert_eq!(order, [first_id, second_id, third_id]);
        assert_eq!(told(house, "place.offered"), 2);
        let moves = read(house, |cx| {
            let entry = entry_of(cx, &second, second_id)?;
            Ok(moves_of(cx, &entry)?.into_iter().map(|m| m.kind).collect::<Vec<_>>())
        });
        assert_eq!(moves, [MoveKind::Declined, MoveKind::Offered, MoveKind::Joined]);
    });
}

#[test]
fn a_correction_keeps_the_place_and_a_move_needs_a_reason() {
    on_each(|house, world| {
        let (first, first_id) = joined(house, world.groups, "First");
        let (second, second_id) = joined(house, world.groups, "Second");
        let before = entry(house, &first, first_id);
        write(house, |cx| {
            let open = open(cx, &first)?;
            correct_entry(cx, &open, first_id, (date(2026, 12, 24), None, None), "The lead time was wrong", 1)
        });
        let after = entry(house, &first, first_id);
        assert_eq!((after.place, after.joined_at), (before.place, before.joined_at));
        assert_eq!(after.ready_on, date(2026, 12, 24));
        let wrong = refused(house, |cx| {
            let open = open(cx, &second)?;
            move_entry(cx, &open, second_id, (ListOrder::Head, "order-ending", " "), 1)
        });
        assert_eq!(wrong, ["missing"]);
        write(house, |cx| {
            let open = open(cx, &second)?;
            move_entry(cx, &open, second_id, (ListOrder::Head, "order-ending", "The order ends in March"), 1)
        });
        let order: Vec<_> = list(house, world.groups).into_iter().map(|(id, _)| id).collect();
        assert_eq!(order, [second_id, first_id]);
        let stale = house.write(&asker(), |cx| {
            let open = open(cx, &second)?;
            move_entry(cx, &open, second_id, (ListOrder::End, "order-ending", "No longer"), 1)
        });
        assert!(matches!(stale, Err(Failure::Stale(_))), "{stale:?}");
    });
}

#[test]
fn somebody_who_is_booked_before_others_who_are_ready_needs_a_reason() {
    on_each(|house, world| {
        joined(house, world.groups, "First");
        let (second, second_id) = joined(house, world.groups, "Second");
        let place = PlaceIn::Group(planned(house, &world, "G1", date(2026, 12, 1), 3));
        let wrong = refused(house, |cx| {
            let open = open(cx, &second)?;
            book_place(cx, &open, second_id, (place, None), 1)
        });
        assert_eq!(wrong, ["overtakes"]);
        let why = Overtaking { priority: "court".into(), why: "The judge asked for a start before Christmas".into() };
        write(house, |cx| {
            let open = open(cx, &second)?;
            book_place(cx, &open, second_id, (place, Some(&why)), 1)
        });
        let after = entry(house, &second, second_id);
        assert_eq!((after.state, after.priority.as_deref()), (WaitingState::Booked, Some("court")));
        assert_eq!(list(house, world.groups)[0].0, second_id);
    });
}

#[test]
fn a_cancelled_group_puts_its_people_back_at_the_head_in_their_order() {
    on_each(|house, world| {
        let early = person(house, "Early");
        let early_id = write(house, |cx| {
            let open = open(cx, &early)?;
            join(cx, &open, &Joining { ready_on: Some(date(2027, 1, 4)), ..joining(world.groups) })
        });
        let people: Vec<_> = ["A", "B", "C", "D"].map(|n| joined(house, world.groups, n)).into();
        let group = planned(house, &world, "G1", date(2026, 12, 1), 3);
        assert_eq!(offer_places(house, &asker(), world.groups).unwrap().len(), 3);
        write(house, |cx| cancel_group(cx, group, "The tutor left", 1));
        let back = return_people(house, &asker(), group).unwrap();
        assert_eq!(back, people[..3].iter().map(|(k, _)| k.survivor).collect::<Vec<_>>());
        let order = list(house, world.groups);
        let expected = [people[0].1, people[1].1, people[2].1, early_id, people[3].1];
        assert_eq!(order, expected.map(|id| (id, WaitingState::Waiting)));
        let why = read(house, |cx| {
            let entry = entry_of(cx, &people[0].0, people[0].1)?;
            Ok(moves_of(cx, &entry)?.swap_remove(0).reason)
        });
        assert_eq!(why, "Group G1 was cancelled: The tutor left");
        // The job asks again, and nothing more happens.
        assert!(return_people(house, &asker(), group).unwrap().is_empty());
    });
}

#[test]
fn whoever_begins_starts_the_requirement_and_tells_it() {
    on_each(|house, world| {
        let keys = person(house, "Starter");
        let requirement = ordered(house, &keys, "PRG");
        let id = write(house, |cx| {
            let open = open(cx, &keys)?;
            join(cx, &open, &Joining { requirement: Some(requirement), ready_on: None, ..joining(world.groups) })
        });
        // Ten days after the order of 2 November, which is past: ready today.
        assert_eq!(entry(house, &keys, id).ready_on, TODAY);
        let group = planned(house, &world, "G1", date(2026, 11, 24), 2);
        write(house, |cx| {
            let open = open(cx, &keys)?;
            book_place(cx, &open, id, (PlaceIn::Group(group), None), 1)
        });
        let keys = &keys;
        let ahead = refused(house, |cx| {
            let open = open(cx, keys)?;
            begin(cx, &open, id, date(2026, 11, 24), 2)
        });
        assert_eq!(ahead, ["ahead"]);
        house.clock().move_to(date(2026, 11, 25));
        write(house, |cx| {
            let open = open(cx, keys)?;
            begin(cx, &open, id, date(2026, 11, 24), 2)
        });
        let started =
            |house| read(house, |cx| Ok(sentences::orders(cx, keys)?[0].requirements[0].requirement.started_on));
        assert_eq!(started(house), Some(date(2026, 11, 24)));
        assert!(list(house, world.groups).is_empty());
        let event = DomainEvent::RequirementBegan { person: keys.survivor, requirement, on: date(2026, 11, 24) };
        assert_eq!(told(house, event.name()), 1);
        let seen = entry(house, keys, id).version;
        write(house, |cx| {
            let open = open(cx, keys)?;
            correct_beginning(cx, &open, id, (date(2026, 11, 25), "It was the day after"), seen)
        });
        assert_eq!(started(house), Some(date(2026, 11, 25)));
        assert_eq!(told(house, event.name()), 2, "who heard the first day hears the other");
    });
}

#[test]
fn an_offer_that_nobody_answers_lapses_and_goes_to_the_next() {
    on_each(|house, world| {
        let (first, first_id) = joined(house, world.groups, "First");
        let (second, second_id) = joined(house, world.groups, "Second");
        planned(house, &world, "G1", date(2026, 12, 8), 1);
        offer_places(house, &asker(), world.groups).unwrap();
        let jobs = provision::jobs();
        let lapse = jobs.iter().find(|(name, _)| *name == "provision.lapse").unwrap().1;
        let body = serde_json::json!({ "person": first.survivor, "waiting": first_id });
        lapse(house, &body).unwrap();
        assert_eq!(entry(house, &first, first_id).state, WaitingState::Offered, "there is still time");
        house.clock().move_to(date(2026, 12, 1));
        lapse(house, &body).unwrap();
        assert_eq!(entry(house, &first, first_id).state, WaitingState::Waiting);
        offer_places(house, &asker(), world.groups).unwrap();
        assert_eq!(entry(house, &second, second_id).state, WaitingState::Offered);
    });
}

#[test]
fn somebody_who_left_joins_again_at_the_end_and_nobody_waits_twice() {
    on_each(|house, world| {
        let (first, first_id) = joined(house, world.groups, "First");
        let (_, second_id) = joined(house, world.groups, "Second");
        let twice = refused(house, |cx| {
            let open = open(cx, &first)?;
            join(cx, &open, &joining(world.groups))
        });
        assert_eq!(twice, ["waits_already"]);
        let unknown = refused(house, |cx| {
            let open = open(cx, &first)?;
            leave(cx, &open, first_id, (TODAY, "bored", None), 1)
        });
        assert_eq!(unknown, ["unknown"]);
        write(house, |cx| {
            let open = open(cx, &first)?;
            leave(cx, &open, first_id, (TODAY, "moved", None), 1)
        });
        let again = write(house, |cx| {
            let open = open(cx, &first)?;
            join(cx, &open, &joining(world.groups))
        });
        assert_eq!(entry(house, &first, again).earlier_id, Some(first_id));
        let order: Vec<_> = list(house, world.groups).into_iter().map(|(id, _)| id).collect();
        assert_eq!(order, [second_id, again]);
    });
}

#[test]
fn a_service_takes_only_those_whom_it_is_for_and_says_what_is_missing() {
    on_each(|house, world| {
        let young = ServiceFacts { max_age: Some(25), for_sex: ForSex::Women, ..service("BC", "Thinking course") };
        write(house, |cx| amend_service(cx, world.course, &young, 1));
        let nobody_knows =
            people::NewPerson { first_name: "Sam".into(), last_name: "Unborn".into(), ..Default::default() };
        let keys = kernel::PersonKeys::alone(write(house, |cx| people::create(cx, nobody_knows.clone())).person_id);
        let codes = refused(house, |cx| {
            let open = open(cx, &keys)?;
            join(cx, &open, &joining(world.groups))
        });
        assert_eq!(codes, ["no_birth_date"]);
        let man = people::NewPerson {
            first_name: "Sam".into(),
            last_name: "Old".into(),
            born: Some(date(1980, 1, 1)),
            gender: Some("M".into()),
            ..Default::default()
        };
        let keys = kernel::PersonKeys::alone(write(house, |cx| people::create(cx, man.clone())).person_id);
        let codes = refused(house, |cx| {
            let open = open(cx, &keys)?;
            join(cx, &open, &joining(world.groups))
        });
        assert_eq!(codes, ["not_this_age", "not_for_them"]);
    });
}
