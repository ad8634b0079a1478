//! A statement that takes longer than somebody waits for a page is ended by the database, and nothing of it remains.

use crate::{asker, on_each, write_note};
use std::time::{Duration, Instant};
use store::{DatabaseErrorKind, Failure, House, params};

/// It would take either database minutes.
const ENDLESS: &str = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) \
     SELECT count(*) FROM n";

fn is_ended(done: Result<i64, Failure>, from: Instant) -> bool {
    let took = from.elapsed();
    assert!(took > Duration::from_secs(2) && took < Duration::from_secs(12), "ended after {took:?}");
    matches!(done, Err(Failure::Database(e)) if e.kind == DatabaseErrorKind::TooSlow)
}

/// Statements of the test's own that still run in the database.
fn still_runs(house: &House) -> i64 {
    let asked = "SELECT count(*) FROM pg_stat_activity \
         WHERE datname = current_database() AND state = 'active' AND query LIKE 'WITH RECURSIVE n%'";
    match house.database() {
        store::Database::Sqlite(_) => 0,
        store::Database::Postgres(_) => house.read(&asker(), |cx| cx.count(asked, &[])).unwrap(),
    }
}

#[test]
fn a_statement_that_takes_too_long_is_ended_and_the_next_one_is_answered() {
    on_each(|house| {
        let note = write_note(&house, "before");
        let from = Instant::now();
        assert!(is_ended(house.read(&asker(), |cx| cx.count(ENDLESS, &[])), from));
        assert_eq!(still_runs(&house), 0, "nobody waits for it, and it runs on");
        let from = Instant::now();
        let written = house.write(&asker(), |cx| {
            cx.describe("Wrote and then asked too much", None);
            cx.insert(&crate::Note { id: cx.new_id(), ..note.clone() })?;
            cx.count(ENDLESS, &[])
        });
        assert!(is_ended(written, from));
        let count = "SELECT count(*) FROM trial_note WHERE person_id = $1";
        assert_eq!(house.read(&asker(), |cx| cx.count(count, params![note.person_id])).unwrap(), 1);
        write_note(&house, "after");
    });
}

#[test]
fn a_job_may_ask_for_longer_than_a_page() {
    on_each(|house| {
        if let store::Database::Postgres(_) = house.database() {
            let slow = "SELECT count(*) FROM (SELECT pg_sleep(4.2)) slept";
            assert_eq!(house.patient().read(&asker(), |cx| cx.count(slow, &[])).unwrap(), 1);
            // The same connections keep to a page's time again.
            assert!(house.read(&asker(), |cx| cx.count(slow, &[])).is_err());
        }
    });
}
