//! Who may see whom.

use super::*;
fn barrier(kind: BarrierKind, readers: &[UserId]) -> NewBarrier {
    NewBarrier {
        kind,
        readers: readers.iter().map(|id| id.0).collect(),
        start_on: date(2026, 11, 23),
        end_on: None,
        reason: "Family of an officer".into(),
        message: "Ask the head of the unit".into(),
    }
}

fn sees(house: &House, user: &User, person: PersonId) -> bool {
    let asker = as_user(user);
    let listed = house.read(&asker, |cx| visible(cx, &[person])).unwrap()[0].may_see;
    let opened = house.read(&asker, |cx| may_see(cx, &PersonKeys::alone(person)));
    assert_eq!(listed, opened.is_ok(), "lists and pages agree");
    if let Err(failure) = opened {
        assert_eq!(words(&failure), "Ask the head of the unit");
    }
    listed
}

#[test]
fn an_exclusion_keeps_the_named_out_and_a_restriction_all_but_the_named() {
    on_each(|house| {
        let [a, b] = [add_user(&house, "anna", &[]), add_user(&house, "bert", &[])];
        let [open, excluded, restricted] = std::array::from_fn(|_| new_person(&house));
        house.write(&system(), |cx| set_barrier(cx, excluded, &barrier(BarrierKind::Exclusion, &[a.id]))).unwrap();
        house.write(&system(), |cx| set_barrier(cx, restricted, &barrier(BarrierKind::Restriction, &[a.id]))).unwrap();
        assert!(sees(&house, &a, open) && sees(&house, &b, open));
        assert!(!sees(&house, &a, excluded) && sees(&house, &b, excluded));
        assert!(sees(&house, &a, restricted) && !sees(&house, &b, restricted));
        // The system itself sees everybody; whoever is nobody is named by no restriction.
        assert!(house.read(&system(), |cx| may_see(cx, &PersonKeys::alone(restricted))).is_ok());
        assert!(house.read(&Asker::nobody(), |cx| may_see(cx, &PersonKeys::alone(restricted))).is_err());
        let marks = house.read(&as_user(&a), |cx| visible(cx, &[open, excluded, restricted])).unwrap();
        assert_eq!(marks.iter().map(|v| v.restricted).collect::<Vec<_>>(), [false, true, true]);
    });
}

#[test]
fn a_barrier_holds_from_its_first_day_to_the_day_before_its_end() {
    on_each(|house| {
        let a = add_user(&house, "anna", &[]);
        let person = new_person(&house);
        let new = NewBarrier {
            start_on: date(2026, 11, 24),
            end_on: Some(date(2026, 11, 26)),
            ..barrier(BarrierKind::Exclusion, &[a.id])
        };
        house.write(&system(), |cx| set_barrier(cx, person, &new)).unwrap();
        for (day, open) in [(23, true), (24, false), (25, false), (26, true)] {
            house.clock().move_to(date(2026, 11, day));
            assert_eq!(sees(&house, &a, person), open, "{day} November");
        }
    });
}

#[test]
fn a_barrier_names_somebody_and_can_be_changed_and_ended() {
    on_each(|house| {
        let [a, b] = [add_user(&house, "anna", &[]), add_user(&house, "bert", &[])];
        let person = new_person(&house);
        let nobody = house.write(&system(), |cx| set_barrier(cx, person, &barrier(BarrierKind::Restriction, &[])));
        assert_eq!(words(&nobody.unwrap_err()), "Name at least one user");
        let only_a = barrier(BarrierKind::Restriction, &[a.id]);
        let made = house.write(&as_user(&a), |cx| set_barrier(cx, person, &only_a)).unwrap();
        assert!(house.write(&system(), |cx| set_readers(cx, person, made.id, &[], "x")).is_err());
        house.write(&as_user(&a), |cx| set_readers(cx, person, made.id, &[b.id.0], "Handed over")).unwrap();
        assert!(!sees(&house, &a, person) && sees(&house, &b, person));
        house.write(&as_user(&b), |cx| end_barrier(cx, person, made.id, "No longer needed")).unwrap();
        assert!(sees(&house, &a, person));
    });
}

#[test]
fn nobody_lifts_their_own_exclusion() {
    on_each(|house| {
        let a = add_user(&house, "anna", &["manager"]);
        let person = new_person(&house);
        let against_a = barrier(BarrierKind::Exclusion, &[a.id]);
        let made = house.write(&system(), |cx| set_barrier(cx, person, &against_a)).unwrap();
        let own = house.write(&as_user(&a), |cx| end_barrier(cx, person, made.id, "I want to look"));
        assert_eq!(words(&own.unwrap_err()), "Ask the head of the unit");
        assert!(!sees(&house, &a, person));
    });
}

#[test]
fn a_merge_opens_to_nobody_what_was_closed_to_them() {
    on_each(|house| {
        let a = add_user(&house, "anna", &[]);
        let [person, absorbed] = std::array::from_fn(|_| new_person(&house));
        house.write(&system(), |cx| set_barrier(cx, absorbed, &barrier(BarrierKind::Exclusion, &[a.id]))).unwrap();
        assert!(sees(&house, &a, person));
        let merge = |cx: &mut store::Cx<'_>| {
            cx.describe("Merged two records", None);
            cx.tell(&DomainEvent::PersonMerged { person, absorbed })
        };
        house.write(&system(), merge).unwrap();
        assert!(!sees(&house, &a, person) && !sees(&house, &a, absorbed));
    });
}
