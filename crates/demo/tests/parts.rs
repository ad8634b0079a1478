//! A filling that stops goes on where it stopped and comes to what one without a stop comes to, ids and all; a country's
//! people are spread as they should be, and each has a long record.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use demo::{DemoPlan, fill, unfinished};
use domain_events::DomainEvent;
use kernel::{Date, date};
use migrations::trial::{Rooms, another_server, on_both, on_sqlite};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};
use store::{Asker, ColumnType, Cx, Failure, House, Kind, Row, Value};

const TODAY: Date = date(2026, 11, 20);
const PLAN: DemoPlan = DemoPlan { people: 30, seed: 1, today: TODAY };

/// So many facts are heard before the filling stops; one filling at a time, since a listener has nothing of its own.
static FACTS_LEFT: AtomicI64 = AtomicI64::new(i64::MAX);
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn stop(_: &mut Cx<'_>, _: &DomainEvent) -> Result<(), Failure> {
    match FACTS_LEFT.fetch_sub(1, Ordering::Relaxed) {
        ..=0 => Err(Failure::broken("stopped")),
        _ => Ok(()),
    }
}

fn rooms() -> Rooms {
    let (assessments, provided) = (assessment::tables(), provision::tables());
    let (written, enforced) = (documents::tables(), enforcement::tables());
    let tables = [
        access::TABLES,
        organisation::TABLES,
        people::TABLES,
        sentences::TABLES,
        contacts::TABLES,
        &assessments,
        &provided,
        &written,
        caseload::TABLES,
        &enforced,
    ];
    Rooms::with(&tables)
        .hearing(access::LISTENERS)
        .hearing(people::LISTENERS)
        .hearing(sentences::LISTENERS)
        .hearing(contacts::LISTENERS)
        .hearing(&assessment::listeners())
        .hearing(&documents::listeners())
        .hearing(caseload::LISTENERS)
        .hearing(&enforcement::listeners())
        .hearing(&[("stops a filling", stop)])
        .seeded(1)
}

fn furnished(house: House) -> House {
    house.with_part(law::Law::shipped())
}

fn read<T>(house: &House, work: impl FnMut(&mut Cx<'_>) -> store::Result<T>) -> T {
    house.read(&Asker::system("test"), work).unwrap()
}

/// A cell in words that are the same for both databases.
fn cell(ty: ColumnType, value: &Value) -> String {
    match (ty, value) {
        (ColumnType::Bool, Value::Int(n)) => format!("{:?}", Value::Bool(*n == 1)),
        // The first six bytes of an id tell when it was made, which for what is recorded now is when the test ran.
        (ColumnType::Id, Value::Bytes(b)) => format!("{:?}", &b[6..]),
        (ColumnType::Id, Value::Id(id)) => format!("{:?}", &id.as_bytes()[6..]),
        (ColumnType::Instant, Value::Int(n)) => format!("{} s", n / 1_000_000),
        (_, Value::Text(text)) => without_microseconds(text),
        (_, value) => format!("{value:?}"),
    }
}

/// Nine in the morning of the day, in seconds.
const NOW: &str = "1795165200";

/// A text that names the present instant names its second alone.
fn without_microseconds(text: &str) -> String {
    let mut parts = text.split(NOW);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |told, rest| told + NOW + rest.trim_start_matches(|c: char| c.is_ascii_digit()))
}

/// Every row of every room, ids and times with it. Salts are random, and so are secrets.
fn every_row(house: &House) -> BTreeMap<&'static str, BTreeSet<String>> {
    let of_rooms = house.tables().filter(|t| !matches!(t.kind, Kind::Ledger | Kind::Local | Kind::Log));
    let told =
        of_rooms.filter(|t| !t.columns.iter().any(|c| c.name.contains("secret") || c.name.contains("password_hash")));
    let rows = told.map(|table| {
        let sql = format!("SELECT {} FROM {}", table.column_list(), table.name);
        let rows = read(house, |cx| cx.query(&sql, &[]));
        let told = |row: &Row| {
            let cells: Vec<String> = table.columns.iter().zip(&row.0).map(|(c, v)| cell(c.ty, v)).collect();
            cells.join(" ")
        };
        (table.name, rows.iter().map(told).collect())
    });
    rows.collect()
}

fn filled(house: House) -> House {
    FACTS_LEFT.store(i64::MAX, Ordering::Relaxed);
    let house = furnished(house);
    fill(&house, &PLAN, |_| {}).unwrap();
    house
}

#[test]
#[ignore = "slow: run by ./test slow"]
fn slow_a_filling_that_stopped_goes_on_and_comes_to_the_same_rows() {
    let _alone = ONE_AT_A_TIME.lock().unwrap();
    let whole = Mutex::new((BTreeMap::new(), 0));
    on_sqlite(&rooms(), TODAY, |house| {
        FACTS_LEFT.store(i64::MAX, Ordering::Relaxed);
        let (house, mut after_people) = (furnished(house), 0);
        fill(&house, &PLAN, |line| {
            if line.starts_with("Waiting lists") {
                after_people = i64::MAX - FACTS_LEFT.load(Ordering::Relaxed);
            }
        })
        .unwrap();
        *whole.lock().unwrap() = (every_row(&house), after_people);
    });
    let (whole, after_people) = whole.into_inner().unwrap();
    assert!(whole["contact"].len() > 500 && whole["person"].len() > 60);
    on_both(&rooms(), TODAY, |house| {
        let mut stops = 0;
        // In the beginning, which is done anew, and at two places among the people.
        for facts in [300, after_people - 400, 100] {
            let house = furnished(another_server(&rooms(), &house, TODAY));
            let before = house.parts_filled().unwrap();
            FACTS_LEFT.store(facts, Ordering::Relaxed);
            if let Err(e) = fill(&house, &PLAN, |_| {}) {
                assert!(e.to_string().contains("stopped"), "{e}");
                stops += 1;
                assert!(house.parts_filled().unwrap() >= before);
            }
        }
        assert_eq!(stops, 3, "of {after_people} facts");
        let house = furnished(another_server(&rooms(), &house, TODAY));
        assert_eq!(unfinished(&house).unwrap(), Some(PLAN));
        let other = DemoPlan { people: 31, ..PLAN };
        assert!(fill(&house, &other, |_| {}).is_err(), "another plan does not go on with it");
        let house = filled(house);
        assert_eq!(house.verify_ledger(|_| {}).unwrap().broken, None);
        assert_eq!((unfinished(&house).unwrap(), house.parts_filled().unwrap()), (None, 0));
        for (table, rows) in every_row(&house) {
            let other: Vec<&String> = rows.symmetric_difference(&whole[table]).take(4).collect();
            assert!(other.is_empty(), "{table}: {other:#?}");
        }
    });
}

#[test]
#[ignore = "slow: run by ./test slow"]
fn slow_a_hundredth_of_a_country_is_spread_as_the_country_is_and_everybody_has_a_long_record() {
    let _alone = ONE_AT_A_TIME.lock().unwrap();
    on_sqlite(&rooms(), TODAY, |house| {
        FACTS_LEFT.store(i64::MAX, Ordering::Relaxed);
        let house = furnished(house);
        let made = fill(&house, &DemoPlan { people: 2_400, ..PLAN }, |_| {}).unwrap();
        assert!((180..=230).contains(&made.staff), "{} staff", made.staff);
        let count = |sql: &str| read(&house, |cx| cx.count(sql, &[]));
        assert_eq!(count("SELECT count(*) FROM region"), 12);
        let largest = "SELECT count(*) FROM view_caseload c JOIN team t ON t.id = c.team_id \
                       JOIN delivery_unit u ON u.id = t.unit_id JOIN region r ON r.id = u.region_id WHERE r.code = 'R01'";
        let (in_it, all) = (count(largest), count("SELECT count(*) FROM view_caseload"));
        assert!((150..=200).contains(&(in_it * 1_000 / all)), "{in_it} of {all}");
        let short = "SELECT count(*) FROM (SELECT p.person_id FROM person p LEFT JOIN contact c ON c.person_id = p.person_id \
                     AND c.system_entry = FALSE GROUP BY p.person_id HAVING count(c.id) < 40) few";
        let named = i64::try_from(made.named).unwrap() + 5;
        assert!(count(short) <= named, "{} people have a short record", count(short));
        assert_eq!(house.verify_ledger(|_| {}).unwrap().broken, None);
    });
}
