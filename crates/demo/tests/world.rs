//! The demo world as a whole, filled into fresh databases: it is the same each time, nobody in it is lost, and it is
//! ready quickly.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use demo::{DemoPlan, fill};
use kernel::{Date, date};
use migrations::trial::{Rooms, on_sqlite};
use store::{Asker, House};

const PEOPLE: u32 = 60;
const TODAY: Date = date(2026, 11, 20);

fn rooms() -> Rooms {
    let tables =
        [access::TABLES, organisation::TABLES, people::TABLES, sentences::TABLES, contacts::TABLES, caseload::TABLES];
    Rooms::with(&tables)
        .hearing(access::LISTENERS)
        .hearing(people::LISTENERS)
        .hearing(contacts::LISTENERS)
        .hearing(caseload::LISTENERS)
}

fn filled(people: u32, test: impl Fn(&House)) {
    on_sqlite(&rooms(), TODAY, |house| {
        let house = house.with_part(law::Law::shipped()).with_part(contacts::Shelf::default());
        let plan = DemoPlan { people, seed: 1, today: TODAY };
        let began = std::time::Instant::now();
        if people < 100 {
            house.listen_to_statements();
        }
        let made = fill(&house, &plan, |line| eprintln!("{line}")).unwrap();
        eprintln!("{made:?} in {:?}", began.elapsed());
        let mut tally = std::collections::BTreeMap::new();
        for sql in house.heard_statements() {
            *tally.entry(sql.chars().take(70).collect::<String>()).or_insert(0) += 1;
        }
        let mut t: Vec<_> = tally.into_iter().map(|(a, b)| (b, a)).collect();
        t.sort();
        t.reverse();
        for (n, s) in t.iter().take(40) {
            eprintln!("{n} {s}");
        }
        test(&house);
    });
}

fn count(house: &House, sql: &str) -> i64 {
    house.read(&Asker::system("test"), |cx| cx.count(sql, &[])).unwrap()
}

#[test]
fn every_supervised_person_is_on_one_list() {
    filled(PEOPLE, |house| {
        assert_eq!(count(house, "SELECT count(*) FROM person"), i64::from(PEOPLE) + 20);
        let supervised = count(house, "SELECT count(*) FROM view_supervised");
        assert_eq!(count(house, "SELECT count(*) FROM view_caseload"), supervised);
        for sql in [
            "SELECT count(*) FROM contact",
            "SELECT count(*) FROM contact WHERE NOT system_entry",
            "SELECT count(*) FROM view_gap",
            "SELECT count(*) FROM view_gap WHERE shows_from <= '2026-11-20'",
            "SELECT count(*) FROM view_caseload WHERE list_kind='unallocated'",
            "SELECT count(*) FROM sentence_requirement",
            "SELECT count(*) FROM history",
            "SELECT count(*) FROM outbox",
        ] {
            eprintln!("{sql}: {}", count(house, sql));
        }
        house
            .read(&Asker::system("test"), |cx| {
                for r in
                    cx.query("SELECT kind, count(*) FROM view_gap WHERE shows_from <= '2026-11-20' GROUP BY kind", &[])?
                {
                    eprintln!("{r:?}");
                }
                Ok(())
            })
            .unwrap();
        eprintln!("{:?}", house.verify_ledger(|_| {}).unwrap());
    });
}
