//! What is written of one person's sentence, told and undone.

use crate::*;

#[test]
fn events_are_numbered_within_the_person_and_no_number_comes_back() {
    on_each(|house| {
        let numbers = |keys: &PersonKeys| {
            read(house, |cx| Ok(events(cx, keys)?.iter().map(|e| e.event.number).collect::<Vec<_>>()))
        };
        let other = PersonKeys::alone(PersonId(Uuid::from_u128(2)));
        for keys in [&somebody(), &somebody(), &other, &somebody()] {
            write(house, |cx| open_event(cx, keys, &new_event(Origin::Arrest, None)));
        }
        assert_eq!((numbers(&somebody()), numbers(&other)), (vec![3, 2, 1], vec![1]));
        let survivor = PersonKeys { survivor: other.survivor, absorbed: vec![somebody().survivor] };
        write(house, |cx| open_event(cx, &survivor, &new_event(Origin::Arrest, None)));
        assert_eq!(numbers(&survivor), [4, 3, 2, 1, 1], "after a merge the count goes on");
    });
}

#[test]
fn somebody_is_supervised_from_the_first_order_to_the_end_of_the_last() {
    on_each(|house| {
        assert_eq!(basis(house), None);
        let first = recorded(house, "CO", &[requirement("RAR", Some(Term::days(20)))]);
        assert_eq!(basis(house), Some(Basis::Order));
        let second = recorded(house, "SSO", &[]);
        write(house, |cx| end_order(cx, &somebody(), first, &ending(TODAY, "completed"), None));
        assert_eq!(basis(house), Some(Basis::Order));
        write(house, |cx| end_order(cx, &somebody(), first, &ending(TODAY, "completed"), None));
        assert_eq!(
            refused(house, |cx| end_order(cx, &somebody(), first, &ending(TODAY, "revoked"), None)),
            ["already_ended"]
        );
        write(house, |cx| end_order(cx, &somebody(), second, &ending(TODAY, "activated"), None));
        assert_eq!(basis(house), None);
        write(house, |cx| reopen_order(cx, &somebody(), second, "Ended by mistake"));
        assert_eq!(basis(house), Some(Basis::Order));
        let supervision: Vec<String> = told(house).into_iter().filter(|n| n.starts_with("supervision.")).collect();
        assert_eq!(supervision, ["supervision.began", "supervision.ended", "supervision.began"]);
    });
}

#[test]
fn release_turns_custody_into_licence_and_a_recall_turns_it_back() {
    on_each(|house| {
        let order = recorded(house, "IMP", &[]);
        assert_eq!(basis(house), Some(Basis::Custody));
        write(house, |cx| record_release(cx, &somebody(), order, date(2026, 9, 1)));
        assert_eq!(basis(house), Some(Basis::Licence));
        write(house, |cx| record_release(cx, &somebody(), order, date(2026, 9, 1)));
        write(house, |cx| undo_release(cx, &somebody(), order, "Recalled"));
        assert_eq!(basis(house), Some(Basis::Custody));
        let changed = told(house).into_iter().filter(|n| n == "supervision.changed").count();
        assert_eq!(changed, 2);
    });
}

#[test]
fn a_case_without_an_order_is_supervised_once_the_service_takes_it_on() {
    on_each(|house| {
        let event = write(house, |cx| open_event(cx, &somebody(), &new_event(Origin::Voluntary, None)));
        assert_eq!(basis(house), None);
        write(house, |cx| take_on_event(cx, &somebody(), event, date(2026, 6, 3)));
        assert_eq!(basis(house), Some(Basis::Voluntary));
        write(house, |cx| end_event(cx, &somebody(), event, &ending(TODAY, "voluntary-ended"), None));
        assert_eq!(basis(house), None);
        write(house, |cx| reopen_event(cx, &somebody(), event, "It goes on"));
        assert_eq!(basis(house), Some(Basis::Voluntary));
    });
}

#[test]
fn an_ended_order_ends_its_requirements_and_brings_them_back() {
    on_each(|house| {
        let order = recorded(
            house,
            "CO",
            &[requirement("RAR", Some(Term::days(20))), requirement("UPW", Some(Term::hours(100)))],
        );
        let open = || {
            let parts = read(house, |cx| sentences::order(cx, &somebody(), order));
            parts
                .requirements
                .iter()
                .filter(|r| r.requirement.is_open())
                .map(|r| r.requirement.kind.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(open(), ["UPW", "RAR"], "in statutory order");
        let upw = read(house, |cx| sentences::order(cx, &somebody(), order)).requirements[0].requirement.id;
        write(house, |cx| end_requirement(cx, &somebody(), upw, &ending(date(2026, 10, 1), "completed"), Some(1)));
        write(house, |cx| end_order(cx, &somebody(), order, &ending(TODAY, "revoked"), None));
        assert!(open().is_empty());
        assert_eq!(refused(house, |cx| reopen_requirement(cx, &somebody(), upw, "No")), ["order_ended"]);
        write(house, |cx| reopen_order(cx, &somebody(), order, "Slip"));
        assert_eq!(open(), ["RAR"], "what ended before the order stays ended");
        assert_eq!(
            refused(house, |cx| end_requirement(cx, &somebody(), upw, &ending(TODAY, "completed"), None)),
            ["already_ended"]
        );
    });
}

#[test]
fn progress_told_twice_counts_once_and_can_be_taken_back() {
    on_each(|house| {
        let order = recorded(house, "CO", &[requirement("RAR", Some(Term::days(20)))]);
        let rar = read(house, |cx| sentences::order(cx, &somebody(), order)).requirements[0].requirement.id;
        let done = || read(house, |cx| sentences::order(cx, &somebody(), order)).requirements[0].progress.unwrap().done;
        let add = |key: &str, done_on| {
            write(house, |cx| {
                let source_key = Some(key.to_owned());
                add_progress(
                    cx,
                    &somebody(),
                    &NewProgress { requirement: rar, done_on, minutes: 0, note: None, source_key },
                )
            })
        };
        let first = add("contact:1", date(2026, 7, 1));
        assert_eq!(add("contact:1", date(2026, 7, 1)), first);
        add("contact:2", date(2026, 7, 1));
        assert_eq!(done(), 1, "one date is one day");
        add("contact:2", date(2026, 7, 8));
        assert_eq!(done(), 2, "told again on another date, it moved");
        write(house, |cx| withdraw_progress_of(cx, &somebody(), "contact:2", "Did not come"));
        write(house, |cx| withdraw_progress_of(cx, &somebody(), "contact:2", "Did not come"));
        write(house, |cx| withdraw_progress_of(cx, &somebody(), "contact:3", "Never told"));
        assert_eq!(done(), 1);
        write(house, |cx| withdraw_progress(cx, &somebody(), first, "Wrong person"));
        assert_eq!(done(), 0);
    });
}

#[test]
fn what_another_room_tells_is_not_taken_back_by_hand_and_the_refusal_says_where_it_is_put_right() {
    on_each(|house| {
        let order = recorded(house, "CO", &[requirement("RAR", Some(Term::days(20)))]);
        let rar = read(house, |cx| sentences::order(cx, &somebody(), order)).requirements[0].requirement.id;
        for (key, says) in [("minutes/1", "account"), ("given/1", "account"), ("contact/1", "outcome")] {
            let source_key = Some(key.to_owned());
            let new = NewProgress { requirement: rar, done_on: date(2026, 7, 1), minutes: 0, note: None, source_key };
            let entry = write(house, |cx| add_progress(cx, &somebody(), &new));
            let no = house.write(&Asker::system("test"), |cx| withdraw_progress(cx, &somebody(), entry, "Wrong"));
            let Err(store::Failure::Refused(no)) = no else { panic!("{no:?}") };
            assert_eq!((no.0[0].code, no.0[0].words.contains(says)), ("kept_elsewhere", true), "{no:?}");
            write(house, |cx| withdraw_progress_of(cx, &somebody(), key, "Its own room may"));
        }
        let entries = read(house, |cx| sentences::order(cx, &somebody(), order)).requirements.remove(0).entries;
        assert!(entries.iter().all(|e| e.withdrawn.is_some()));
    });
}

#[test]
fn two_people_editing_one_order_do_not_overwrite_each_other() {
    on_each(|house| {
        let order = recorded(house, "CO", &[]);
        let amend = |cx: &mut Cx<'_>, ends_on| {
            let amendment = OrderAmendment { ends_on: Some(ends_on), ..OrderAmendment::default() };
            amend_order(cx, &somebody(), order, &amendment, Some(1), "Court order of today")
        };
        write(house, |cx| amend(cx, date(2027, 8, 31)));
        let second = house.write(&Asker::system("test"), |cx| amend(cx, date(2027, 9, 30)));
        assert!(matches!(second, Err(Failure::Stale(_))), "{second:?}");
        assert_eq!(read(house, |cx| sentences::order(cx, &somebody(), order)).order.end(), Some(date(2027, 8, 31)));
    });
}

#[test]
fn a_key_date_moves_and_is_there_once() {
    on_each(|house| {
        let order = recorded(house, "IMP", &[]);
        let dates = || read(house, |cx| sentences::order(cx, &somebody(), order)).key_dates;
        for on in [date(2026, 10, 1), date(2026, 10, 1), date(2026, 10, 15)] {
            write(house, |cx| set_key_date(cx, &somebody(), order, "ACR", on));
        }
        assert_eq!(dates().iter().map(|d| (d.falls_on, d.version)).collect::<Vec<_>>(), [(date(2026, 10, 15), 2)]);
        write(house, |cx| remove_key_date(cx, &somebody(), order, "ACR"));
        assert!(dates().is_empty());
    });
}

#[test]
fn one_offence_is_the_main_one() {
    on_each(|house| {
        let event = write(house, |cx| open_event(cx, &somebody(), &new_event(Origin::Court, None)));
        let add = |title: &str| {
            let facts = OffenceFacts { title: title.into(), ..OffenceFacts::default() };
            write(house, |cx| add_offence(cx, &somebody(), event, &facts))
        };
        let main = || {
            let offences = read(house, |cx| sentences::event(cx, &somebody(), event)).offences;
            offences.into_iter().filter(|o| o.main).map(|o| o.title).collect::<Vec<_>>()
        };
        add("Theft");
        let second = add("Burglary");
        assert_eq!(main(), ["Theft"]);
        write(house, |cx| make_main_offence(cx, &somebody(), second));
        assert_eq!(main(), ["Burglary"]);
        write(house, |cx| remove_offence(cx, &somebody(), second, "entered-in-error"));
        assert!(main().is_empty());
        add("Assault");
        assert_eq!(main(), ["Assault"]);
    });
}
