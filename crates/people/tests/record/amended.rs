//! Cards amended: by two at once, by another source, in error; addresses from day to day.

use crate::{gethin, home, made, named, on_houses, read, refused, written};
use kernel::{Crn, date};
use people::cards::Detail;
use people::{Address, Alias, Identifier, NewAddress, NewPerson};
use store::{Failure, House, Result};

#[test]
fn two_people_editing_the_same_card_do_not_overwrite_each_other() {
    on_houses(|house| {
        let person = made(&house, gethin());
        let seen = read(&house, |cx| people::open(cx, &person.crn)).person;
        let change = |name: &str| {
            written(&house, |cx| {
                people::open(cx, &person.crn)?;
                let next = people::Person { preferred_name: Some(name.into()), ..seen.clone() };
                people::amend(cx, &seen, next, None)
            })
        };
        assert_eq!(change("Geth").unwrap().version, 2);
        assert!(matches!(change("Gez"), Err(Failure::Stale(_))));
        let now = read(&house, |cx| people::open(cx, &person.crn)).person;
        assert_eq!(now.preferred_name.as_deref(), Some("Geth"));
    });
}

fn move_to(house: &House, crn: &Crn, building: &str, from: kernel::Date) -> Result<Address> {
    written(house, |cx| {
        let open = people::open(cx, crn)?;
        let mut address = Address::begin(open.keys.survivor, cx.new_id(), cx.today())?;
        (address.building, address.start_date) = (Some(building.into()), from);
        people::add(cx, address)
    })
}

#[test]
fn a_new_main_address_ends_the_one_before() {
    on_houses(|house| {
        let person = made(
            &house,
            NewPerson {
                address: Some(NewAddress { from: Some(date(2026, 1, 1)), ..home("12", "ZA1 2BC") }),
                ..gethin()
            },
        );
        move_to(&house, &person.crn, "14", date(2026, 6, 1)).unwrap();
        let all: Vec<Address> = read(&house, |cx| cx.list("ORDER BY id", &[]));
        let told: Vec<_> = all.iter().map(|a| (a.status.as_str(), a.end_date)).collect();
        assert_eq!(told, [("previous", Some(date(2026, 6, 1))), ("main", None)]);
        let words = refused(move_to(&house, &person.crn, "10", date(2025, 1, 1)).unwrap_err());
        assert!(words.contains("began later"), "{words}");
    });
}

#[test]
fn a_prison_number_belongs_to_one_person() {
    on_houses(|house| {
        let (one, other) = (made(&house, gethin()), made(&house, named("Tamsin", "Vaughan")));
        let number = |crn: &Crn| {
            written(&house, |cx| {
                let open = people::open(cx, crn)?;
                let fresh = Identifier::begin(open.keys.survivor, cx.new_id(), cx.today())?;
                people::add(cx, Identifier { kind: "NOMS".into(), number: "a1234bc".into(), ..fresh })
            })
        };
        assert_eq!(number(&one.crn).unwrap().number, "A1234BC");
        assert!(refused(number(&other.crn).unwrap_err()).starts_with("T000001 has this prison number"));
        assert_eq!(refused(number(&one.crn).unwrap_err()), "This number is already on the record");
    });
}

#[test]
fn an_entry_recorded_in_error_leaves_the_page_and_stays_in_history() {
    on_houses(|house| {
        let person = made(&house, gethin());
        let alias: Alias = read(&house, |cx| cx.list("", &[])).pop().unwrap();
        let strike = |reason: &str| {
            written(&house, |cx| {
                people::open(cx, &person.crn)?;
                people::withdraw(cx, alias.clone(), reason)
            })
        };
        assert_eq!(refused(strike(" ").unwrap_err()), "Enter why this was recorded in error");
        strike("It is his brother's name").unwrap();
        assert_eq!(read(&house, |cx| people::search(cx, "bowen", 1)).total, 0);
        let history = read(&house, |cx| cx.history_of(person.person_id.into(), "person_alias"));
        assert_eq!(history.len(), 2);
    });
}

#[test]
fn what_another_source_says_is_added_and_overwrites_nothing() {
    on_houses(|house| {
        let person = made(&house, gethin());
        let said = NewPerson {
            last_name: "Pughe".into(),
            identifiers: vec![("CRO".into(), "999901/09G".into()), ("PNC".into(), "2002/0073319Z".into())],
            address: Some(home("99", "ZA9 9ZZ")),
            mobile: Some("07700 900123".into()),
            came_from: "Court message".into(),
            ..gethin()
        };
        let note = |said: &NewPerson| {
            written(&house, |cx| {
                let open = people::open(cx, &person.crn)?;
                people::note_source(cx, &open, said)
            })
            .unwrap()
        };
        assert_eq!(note(&said), ["CRO 999901/09G", "other name Gethin Rhys Pughe", "address", "contact details"]);
        assert!(note(&said).is_empty(), "the same again adds nothing");
        let now = read(&house, |cx| people::open(cx, &person.crn)).person;
        assert_eq!(now.last_name, "Pugh");
    });
}

#[test]
fn an_odd_number_from_outside_is_kept_as_it_came() {
    on_houses(|house| {
        made(
            &house,
            NewPerson { identifiers: vec![("PNC".into(), "PNC-ID1".into()), ("CRO".into(), " ".into())], ..gethin() },
        );
        let kept: Vec<Identifier> = read(&house, |cx| cx.list("", &[]));
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0].number, "PNC-ID1");
        assert!(kept[0].note.as_deref().unwrap().starts_with("As it came"));
    });
}

#[test]
fn names_of_every_script_and_sql_are_kept_as_they_are() {
    on_houses(|house| {
        for name in ["محمد", "李小龍", "Nguyễn", "'; DROP TABLE person; --", "<script>", "O’Neil-Jones"] {
            let person = made(&house, named(name, name));
            let open = read(&house, |cx| people::open(cx, &person.crn));
            assert_eq!(open.person.last_name, name);
            let found = read(&house, |cx| people::search(cx, name, 1));
            assert!(found.hits.iter().any(|h| h.person == person.person_id), "{name}");
        }
    });
}

#[test]
fn the_main_address_of_any_day_is_known() {
    on_houses(|house| {
        let moved = NewAddress { from: Some(date(2026, 1, 1)), ..home("12", "ZA1 2BC") };
        let person = made(&house, NewPerson { address: Some(moved), ..gethin() });
        move_to(&house, &person.crn, "14", date(2026, 6, 1)).unwrap();
        let on = |day| {
            read(&house, |cx| {
                let open = people::open(cx, &person.crn)?;
                people::main_address(cx, &open.keys, day)
            })
            .and_then(|a| a.building)
        };
        assert_eq!(on(date(2025, 12, 31)), None);
        assert_eq!(on(date(2026, 5, 31)).as_deref(), Some("12"));
        assert_eq!(on(date(2026, 6, 1)).as_deref(), Some("14"));
    });
}

#[test]
fn an_older_source_does_not_undo_a_newer_address() {
    on_houses(|house| {
        let moved = NewAddress { from: Some(date(2026, 6, 1)), ..home("12", "ZA1 2BC") };
        let person = made(&house, NewPerson { address: Some(moved), ..gethin() });
        let older = NewAddress { from: Some(date(2026, 1, 1)), ..home("99", "ZA9 9ZZ") };
        let said = NewPerson { address: Some(older), ..gethin() };
        written(&house, |cx| {
            let open = people::open(cx, &person.crn)?;
            people::note_source(cx, &open, &said)
        })
        .unwrap();
        let open = read(&house, |cx| people::open(cx, &person.crn));
        let main = read(&house, |cx| people::main_address(cx, &open.keys, date(2026, 11, 22))).unwrap();
        assert_eq!(main.building.as_deref(), Some("12"));
        let before = read(&house, |cx| people::main_address(cx, &open.keys, date(2026, 2, 1))).unwrap();
        assert_eq!(before.building.as_deref(), Some("99"));
    });
}
