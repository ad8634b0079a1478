//! People found: by description, by what is typed, and through the keys that the search keeps.

use crate::{asker, gethin, made, named, on_houses, read, written};
use kernel::{Crn, PersonId, date};
use people::cards::Detail;
use people::matching::Verdict;
use people::{Alias, NewPerson};
use store::{Cx, House, Result};

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
