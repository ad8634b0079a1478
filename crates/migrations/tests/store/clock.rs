//! A clock that was wrong for a while: what it dated binds nobody, and a seal covers what it covered, whatever the clock said.

use super::{asker, on_each, write_note};
use domain_events::DomainEvent;
use kernel::{PersonId, date};
use serde_json::json;
use std::sync::mpsc::channel;
use std::time::Duration;
use store::tables::Job;
use store::{Asker, Cx, Database, House, Nightly};
use uuid::Uuid;

const ONE: Uuid = Uuid::from_u128(1);
const OTHER: Uuid = Uuid::from_u128(2);

fn ahead(house: &House) {
    house.clock().move_to(date(2027, 11, 22));
}

fn right_again(house: &House) {
    house.clock().move_to(date(2026, 11, 22));
}

fn enqueue(cx: &mut Cx<'_>) -> store::Result<()> {
    let now = cx.now();
    cx.enqueue("trial.work", json!({}), now)
}

#[test]
fn a_job_leased_until_next_year_is_taken_over() {
    on_each(|house| {
        house.write(&asker(), enqueue).unwrap();
        ahead(&house);
        assert!(house.claim_job(ONE).unwrap().is_some());
        right_again(&house);
        assert!(house.claim_job(OTHER).unwrap().is_some(), "nobody does the job for a year");
        assert!(house.claim_job(ONE).unwrap().is_none(), "a lease that is right holds");
    });
}

#[test]
fn the_relay_is_taken_over_from_whoever_held_it_until_next_year() {
    on_each(|house| {
        let tell = || {
            let person = PersonId(Uuid::from_u128(7));
            house.write(&asker(), |cx| cx.tell(&DomainEvent::PersonCreated { person })).unwrap();
        };
        ahead(&house);
        tell();
        assert_eq!(house.relay(ONE).unwrap(), 1);
        right_again(&house);
        tell();
        assert_eq!(house.relay(OTHER).unwrap(), 1, "nobody relays for a year");
        tell();
        assert_eq!(house.relay(ONE).unwrap(), 0, "a lease that is right holds");
    });
}

#[test]
fn the_nights_go_on_when_the_next_was_planned_for_a_year_that_has_not_come() {
    const NIGHT: Nightly = Nightly { kind: "trial.night", hour: 3 };
    on_each(|house| {
        let due = |house: &House| {
            let now = house.clock().now();
            let sql = "WHERE kind = 'trial.night' AND done_at IS NULL AND run_at <= $1";
            house.read(&Asker::system("test"), |cx| cx.list::<Job>(sql, &[store::Value::Int(now.0)])).unwrap()
        };
        ahead(&house);
        NIGHT.begin(&house).unwrap();
        let job = house.claim_job(ONE).unwrap().unwrap();
        NIGHT.run(&house, &job.body, |_| Ok(None::<()>)).unwrap();
        house.close_job(&job, Ok(())).unwrap();
        right_again(&house);
        assert!(due(&house).is_empty());
        NIGHT.begin(&house).unwrap();
        assert_eq!(due(&house).len(), 1);
        let soon = house.clock().now().plus_seconds(2 * 24 * 3600);
        assert!(house.read(&asker(), |cx| cx.is_planned("trial.night", soon)).unwrap());
    });
}

#[test]
fn seals_hold_though_the_clock_was_set_back_between_them() {
    on_each(|house| {
        write_note(&house, "first");
        house.seal_ledger(&[7; 32]).unwrap();
        ahead(&house);
        write_note(&house, "a year ahead");
        let late = house.seal_ledger(&[7; 32]).unwrap();
        right_again(&house);
        write_note(&house, "right again");
        let last = house.seal_ledger(&[7; 32]).unwrap();
        assert!(last.sealed_at > late.sealed_at, "seals keep their order");
        write_note(&house, "after all");
        let found = house.verify_ledger(|_| {}).unwrap();
        assert_eq!((found.seals, found.broken), (3, None));
        assert!(house.told_ahead_of_the_clock().unwrap() <= 0);
        let seals = [store::Seal::from(&late), store::Seal::from(&last)];
        assert_eq!(house.check_kept_seals(&seals).unwrap(), None);
        house
            .administer("DELETE FROM ledger_sealed_head WHERE sealed_at = (SELECT max(sealed_at) FROM ledger_seal)")
            .unwrap();
        house.administer("DELETE FROM ledger_seal WHERE sealed_at = (SELECT max(sealed_at) FROM ledger_seal)").unwrap();
        assert_eq!(house.verify_ledger(|_| {}).unwrap().broken, None);
        let missing = house.check_kept_seals(&seals).unwrap();
        assert!(missing.is_some_and(|words| words.contains("taken out of the database")));
    });
}

#[test]
fn a_write_that_commits_after_a_seal_and_was_dated_before_it_is_no_tampering() {
    on_each(|house| {
        if matches!(house.database(), Database::Sqlite(_)) {
            // One writes at a time there: the seal waits.
            return;
        }
        write_note(&house, "first");
        let (begun, hear) = channel();
        let (go_on, told) = channel::<()>();
        std::thread::scope(|scope| {
            let slow = scope.spawn(|| {
                let told = told;
                house
                    .write(&asker(), |cx| {
                        let note =
                            crate::Note { person_id: cx.new_id(), id: cx.new_id(), words: "slow".into(), version: 1 };
                        cx.describe("Wrote a note slowly", None);
                        cx.insert(&note)?;
                        begun.send(()).ok();
                        told.recv_timeout(Duration::from_secs(3)).ok();
                        Ok(())
                    })
                    .unwrap();
            });
            hear.recv_timeout(Duration::from_secs(10)).unwrap();
            house.seal_ledger(&[7; 32]).unwrap();
            go_on.send(()).unwrap();
            slow.join().unwrap();
        });
        assert_eq!(house.verify_ledger(|_| {}).unwrap().broken, None);
    });
}
