//! A person's record on both databases: opened, found, amended by two at once, merged and parted again.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use kernel::{Crn, PersonId, date};
use migrations::trial::{Rooms, on_both};
use people::cards::{self, Detail};
use people::matching::Verdict;
use people::{Address, Alias, Identifier, NewAddress, NewAlias, NewPerson};
use store::{Asker, Cx, Failure, House, Result};

fn rooms() -> Rooms {
    Rooms::with(&[people::TABLES]).hearing(people::LISTENERS)
}

fn on_houses(test: impl Fn(House)) {
    on_both(&rooms(), date(2026, 11, 22), test);
}

fn asker() -> Asker {
    Asker::system("test")
}

fn gethin() -> NewPerson {
    NewPerson {
        first_name: "Gethin".into(),
        middle_names: Some("Rhys".into()),
        last_name: "Pugh".into(),
        born: Some(date(1985, 3, 7)),
        gender: Some("M".into()),
        identifiers: vec![("PNC".into(), "02/73319z".into())],
        aliases: vec![NewAlias { first_name: "Geth".into(), last_name: "Bowen".into(), ..NewAlias::default() }],
        address: Some(home("12", "ZA1 2BC")),
        came_from: "Test".into(),
        ..NewPerson::default()
    }
}

fn home(building: &str, postcode: &str) -> NewAddress {
    NewAddress {
        building: Some(building.into()),
        street: Some("High Street".into()),
        town: Some("Zetown".into()),
        postcode: Some(postcode.into()),
        ..NewAddress::default()
    }
}

fn named(first: &str, last: &str) -> NewPerson {
    NewPerson { first_name: first.into(), last_name: last.into(), came_from: "Test".into(), ..NewPerson::default() }
}

fn made(house: &House, new: NewPerson) -> people::Person {
    house.write(&asker(), |cx| people::create(cx, new.clone())).unwrap()
}

fn written<T>(house: &House, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> Result<T> {
    house.write(&asker(), work)
}

fn read<T>(house: &House, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> T {
    house.read(&asker(), work).unwrap()
}

fn refused(failure: Failure) -> String {
    match failure {
        Failure::Refused(refusals) => refusals.to_string(),
        other => panic!("not a refusal: {other:?}"),
    }
}

#[test]
fn the_tables_are_those_of_the_migrations() {
    on_houses(|house| migrations::trial::assert_schema(&house, people::TABLES));
}

#[test]
fn crns_are_given_in_order_and_lead_to_the_record() {
    on_houses(|house| {
        let (first, second) = (made(&house, gethin()), made(&house, named("Tamsin", "Vaughan")));
        assert_eq!((first.crn.as_str(), second.crn.as_str()), ("T000001", "T000002"));
        let open = read(&house, |cx| people::open(cx, &second.crn));
        assert_eq!((open.person.person_id, open.name().as_str()), (second.person_id, "Tamsin Vaughan"));
        let unknown: Crn = "T000003".parse().unwrap();
        assert!(matches!(house.read(&asker(), |cx| people::open(cx, &unknown)), Err(Failure::NotFound)));
    });
}

#[test]
fn a_crn_is_never_given_twice() {
    on_houses(|house| {
        let taken = NewPerson { crn: Some("X123456".parse().unwrap()), ..gethin() };
        made(&house, taken.clone());
        let again = written(&house, |cx| people::create(cx, taken.clone())).unwrap_err();
        assert_eq!(refused(again), "The CRN X123456 was given before");
    });
}

#[test]
fn the_same_person_described_again_is_found_and_sure() {
    on_houses(|house| {
        let person = made(&house, gethin());
        made(&house, named("Rhodri", "Pugh"));
        for described in [
            gethin(),
            NewPerson { born: Some(date(1985, 7, 3)), ..gethin() },
            NewPerson { identifiers: vec![], ..gethin() },
            NewPerson { first_name: "Geth".into(), last_name: "Bowen".into(), ..gethin() },
        ] {
            let found = read(&house, |cx| people::match_identity(cx, &described.identity(date(2026, 11, 22))));
            let first = found.first().unwrap();
            assert_eq!((first.person, first.comparison.verdict), (person.person_id, Verdict::Sure), "{described:?}");
        }
        let stranger = NewPerson { born: Some(date(1990, 1, 2)), ..named("Tamsin", "Vaughan") };
        assert!(read(&house, |cx| people::match_identity(cx, &stranger.identity(date(2026, 11, 22)))).is_empty());
    });
}

#[test]
fn a_new_name_is_searched_from_the_moment_it_is_kept() {
    on_houses(|house| {
        let person = made(&house, gethin());
        written(&house, |cx| {
            let open = people::open(cx, &person.crn)?;
            let mut alias = Alias::begin(open.keys.survivor, cx.new_id(), cx.today())?;
            (alias.first_name, alias.last_name) = ("Iolo".into(), "Trevithick".into());
            people::add(cx, alias)
        })
        .unwrap();
        let hits = read(&house, |cx| people::search(cx, "trevithick iolo", 1));
        assert_eq!(hits.total, 1);
        assert!(hits.hits[0].matched.iter().any(|m| m.contains("Alias Iolo Trevithick")), "{:?}", hits.hits);
    });
}

#[test]
fn people_are_found_however_they_are_asked_for() {
    on_houses(|house| {
        let person = made(&house, gethin());
        made(&house, named("Robert", "Zeller"));
        for (text, expected) in [
            ("T000001", true),
            ("2002/0073319Z", true),
            ("7/3/1985", true),
            ("3/7/1985", true),
            ("gethin", true),
            ("geth", true),
            ("gethyn pugh", true),
            ("pugh gethin", true),
            ("PUGHE", true),
            ("bowen", true),
            ("gethim", true),
            ("gethin zeller", false),
            ("nobody", false),
            ("", false),
            ("%", false),
            ("' OR 1=1 --", false),
        ] {
            let found = read(&house, |cx| people::search(cx, text, 1));
            assert_eq!(found.hits.iter().any(|h| h.person == person.person_id), expected, "{text}");
        }
        let bob = read(&house, |cx| people::search(cx, "bob zeller", 1));
        assert_eq!(bob.total, 1, "a short name finds the long one");
    });
}

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
fn a_merge_moves_no_row_and_can_be_undone() {
    on_houses(|house| {
        let (one, other) = (made(&house, gethin()), made(&house, NewPerson { identifiers: vec![], ..gethin() }));
        let keys = written(&house, |cx| people::merge(cx, &one.crn, &other.crn, "The same man")).unwrap();
        assert_eq!((keys.survivor, keys.absorbed.as_slice()), (one.person_id, &[other.person_id][..]));
        let led = read(&house, |cx| people::open(cx, &other.crn));
        assert_eq!((led.crn.clone(), led.person.person_id), (one.crn.clone(), one.person_id));
        let found = read(&house, |cx| people::search(cx, "gethin pugh", 1));
        assert_eq!(found.total, 1, "the two records are one person");
        let lines = read(&house, |cx| people::lines(cx, &[other.person_id]));
        assert_eq!(lines[&other.person_id].crn, one.crn);
        let merge = read(&house, |cx| people::merges_of(cx, &led)).pop().unwrap();
        assert_eq!(merge.1, other.crn);
        written(&house, |cx| {
            let open = people::open(cx, &one.crn)?;
            people::unmerge(cx, &open, merge.0.id, "They are brothers")
        })
        .unwrap();
        assert_eq!(read(&house, |cx| people::open(cx, &other.crn)).crn, other.crn);
        assert_eq!(read(&house, |cx| people::search(cx, "gethin pugh", 1)).total, 2);
    });
}

#[test]
fn merges_follow_one_another_and_never_make_a_circle() {
    on_houses(|house| {
        let people: Vec<people::Person> = ["A", "B", "C"].map(|n| made(&house, named(n, "Same"))).into();
        let merge = |into: usize, from: usize| {
            written(&house, |cx| people::merge(cx, &people[into].crn, &people[from].crn, "One person"))
        };
        merge(1, 0).unwrap();
        let keys = merge(2, 1).unwrap();
        let all: Vec<PersonId> = keys.all().collect();
        assert_eq!(all, [people[2].person_id, people[1].person_id, people[0].person_id]);
        assert!(refused(merge(0, 2).unwrap_err()).contains("one person already"));
        assert_eq!(read(&house, |cx| people::open(cx, &people[0].crn)).crn, people[2].crn);
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
fn codes_are_seeded_once() {
    on_houses(|house| {
        assert!(written(&house, people::seed).unwrap() > 100);
        assert_eq!(written(&house, people::seed).unwrap(), 0);
        let codes = read(&house, cards_codes);
        assert_eq!(codes, "Crefydd arall");
    });
}

fn cards_codes(cx: &mut Cx<'_>) -> Result<String> {
    assert!(!cards::CARDS.is_empty());
    Ok(people::codes::Codes::read(cx)?.bilingual("religion", "other").cy)
}

#[test]
fn the_ledger_holds_after_all_that() {
    on_houses(|house| {
        let (one, other) = (made(&house, gethin()), made(&house, named("Tamsin", "Vaughan")));
        written(&house, |cx| people::merge(cx, &one.crn, &other.crn, "Test")).unwrap();
        assert_eq!(house.verify_ledger(|_| {}).unwrap().broken, None);
    });
}

#[test]
fn opening_and_listing_people_takes_few_statements_however_many_they_are() {
    on_houses(|house| {
        let all: Vec<PersonId> = (0..30).map(|n| made(&house, named(&format!("Name{n}"), "Pugh")).person_id).collect();
        house.listen_to_statements();
        let statements = |work: &dyn Fn(&mut Cx<'_>) -> Result<()>| {
            let _ = house.heard_statements();
            read(&house, |cx| work(cx));
            // What writes down the read itself is not counted.
            house.heard_statements().iter().filter(|sql| !sql.contains("access_log")).count()
        };
        let crn: Crn = "T000001".parse().unwrap();
        let opened = statements(&|cx| people::open(cx, &crn).map(|_| ()));
        let listed = statements(&|cx| people::lines(cx, &all).map(|_| ()));
        let searched = statements(&|cx| people::search(cx, "name1 pugh", 1).map(|_| ()));
        println!("statements: open {opened}, lines {listed}, search {searched}");
        assert!(opened <= 4 && listed <= 5 && searched <= 10, "{opened} {listed} {searched}");
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

#[test]
fn many_at_once_are_given_crns_without_a_gap_or_a_double() {
    on_houses(|house| {
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..8).for_each(|_| drop(made(&house, named("A", "B")))));
            }
        });
        let mut crns: Vec<String> =
            read(&house, |cx| cx.list::<people::Person>("", &[])).into_iter().map(|p| p.crn.to_string()).collect();
        crns.sort();
        let expected: Vec<String> = (1..=32).map(|n| format!("T{n:06}")).collect();
        assert_eq!(crns, expected);
        assert_eq!(house.verify_ledger(|_| {}).unwrap().broken, None);
    });
}

#[test]
fn two_who_merge_the_same_records_the_other_way_round_make_no_circle() {
    on_houses(|house| {
        for _ in 0..5 {
            let (a, b) = (made(&house, named("A", "Same")).crn, made(&house, named("B", "Same")).crn);
            let merge =
                |into: &Crn, from: &Crn| written(&house, |cx| people::merge(cx, into, from, "One person")).is_ok();
            let done = std::thread::scope(|scope| {
                let (one, other) = (scope.spawn(|| merge(&a, &b)), scope.spawn(|| merge(&b, &a)));
                [one.join().unwrap(), other.join().unwrap()]
            });
            assert_eq!(done.iter().filter(|d| **d).count(), 1, "{done:?}");
            assert_eq!(read(&house, |cx| people::open(cx, &a)).crn, read(&house, |cx| people::open(cx, &b)).crn);
        }
    });
}

#[test]
fn the_search_keys_are_what_the_record_says_after_every_change() {
    on_houses(|house| {
        let person = made(&house, gethin());
        let filed = |house: &House| -> Vec<String> {
            let sql = "SELECT key_text FROM person_key WHERE person_id = $1 ORDER BY key_text";
            let rows = read(house, |cx| cx.query(sql, &[person.person_id.into()]));
            rows.iter().map(|row| row.get(0).unwrap()).collect()
        };
        let at_first = filed(&house);
        written(&house, |cx| {
            cx.describe("Filed again", None);
            let open = people::open(cx, &person.crn)?;
            people::refile(cx, open.keys.survivor)
        })
        .unwrap();
        assert_eq!(filed(&house), at_first, "what creating files is what rebuilding files");
    });
}

#[test]
fn of_a_very_common_name_the_closest_are_listed_and_the_rest_told_of() {
    on_houses(|house| {
        let mut all: Vec<(kernel::Instant, NewPerson)> = Vec::new();
        for n in 0..150 {
            let born = Some(date(1960 + n % 40, 1 + i8::try_from(n % 12).unwrap(), 1 + i8::try_from(n % 28).unwrap()));
            let last = if n % 5 == 0 { "Smyth" } else { "Smith" };
            all.push((house.clock().now(), NewPerson { born, ..named(&format!("Name{n}"), last) }));
        }
        house.bulk(&asker(), |cx| people::fill(cx, &all)).unwrap();
        let search = |text: &str| read(&house, |cx| people::search(cx, text, 1));
        let common = search("smith");
        assert_eq!((common.total, common.more), (people::MOST_FOUND, true), "and the page says so");
        assert!(common.hits.iter().all(|h| h.name.ends_with("Smith")), "as typed comes before what sounds so");
        let rare = search("smyth");
        assert!(rare.hits.iter().all(|h| h.name.ends_with("Smyth")) && rare.more);
        let dated = search("smith 1/1/1960");
        assert!(dated.hits.iter().any(|h| h.name == "Name0 Smyth") && !dated.more, "{dated:?}");
        let named = search("name7 smith");
        assert_eq!(named.hits.first().map(|h| h.name.as_str()), Some("Name7 Smith"));
    });
}
