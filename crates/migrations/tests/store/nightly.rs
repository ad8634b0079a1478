//! Nights of work over everybody: however often a server begins, stops or takes over, each slice is left once.

use super::on_each;
use kernel::{PersonId, date};
use serde_json::json;
use store::tables::Job;
use store::{Asker, House, Nightly};
use uuid::Uuid;

const NIGHT: Nightly = Nightly { kind: "trial.night", hour: 3 };

fn waiting(house: &House) -> Vec<Job> {
    let of_kind = "WHERE kind = 'trial.night' AND done_at IS NULL ORDER BY run_at, id";
    house.read(&Asker::system("test"), |cx| cx.list::<Job>(of_kind, &[])).unwrap()
}

fn server(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

#[test]
fn a_night_is_begun_once_however_many_servers_start() {
    on_each(|house| {
        let house = &house;
        for _ in 0..3 {
            NIGHT.begin(house).unwrap();
        }
        assert_eq!(waiting(house).len(), 1);
    });
}

#[test]
fn a_slice_that_runs_again_leaves_the_next_once_and_the_last_leaves_tomorrow() {
    on_each(|house| {
        let house = &house;
        NIGHT.begin(house).unwrap();
        let middle = PersonId(Uuid::from_u128(5));
        let first = house.claim_job(server(1)).unwrap().unwrap();
        for _ in 0..2 {
            NIGHT.run(house, &first.body, |after| Ok(after.is_none().then_some(middle))).unwrap();
        }
        house.close_job(&first, Ok(())).unwrap();
        assert_eq!(waiting(house).len(), 1, "the slice was left twice");
        let second = house.claim_job(server(1)).unwrap().unwrap();
        for _ in 0..2 {
            let mut seen: Option<PersonId> = None;
            NIGHT
                .run(house, &second.body, |after| {
                    seen = after;
                    Ok(None)
                })
                .unwrap();
            assert_eq!(seen, Some(middle));
        }
        house.close_job(&second, Ok(())).unwrap();
        let left = waiting(house);
        assert_eq!(left.len(), 1, "tomorrow was left twice");
        assert!(left[0].run_at > house.clock().now());
        // A server that starts meanwhile finds this night there already.
        NIGHT.begin(house).unwrap();
        assert_eq!(waiting(house).len(), 1);
    });
}

#[test]
fn a_night_missed_goes_on_once_on_the_day_of_the_next_start() {
    on_each(|house| {
        let house = &house;
        NIGHT.begin(house).unwrap();
        house.clock().move_to(date(2026, 12, 1));
        NIGHT.begin(house).unwrap();
        while let Some(job) = house.claim_job(server(1)).unwrap() {
            NIGHT.run(house, &job.body, |_| Ok(None::<PersonId>)).unwrap();
            house.close_job(&job, Ok(())).unwrap();
        }
        assert_eq!(waiting(house).len(), 1, "two chains of nights go on");
    });
}

#[test]
fn a_run_that_somebody_asked_for_leaves_no_night() {
    on_each(|house| {
        let house = &house;
        house
            .write(&Asker::system("test"), |cx| {
                cx.describe("Asked", None);
                NIGHT.ask_for_one(cx)
            })
            .unwrap();
        let job = house.claim_job(server(1)).unwrap().unwrap();
        NIGHT.run(house, &job.body, |_| Ok(None::<PersonId>)).unwrap();
        house.close_job(&job, Ok(())).unwrap();
        assert!(waiting(house).is_empty());
    });
}

#[test]
fn a_body_of_an_earlier_release_is_read_and_another_is_refused() {
    on_each(|house| {
        let house = &house;
        NIGHT.run(house, &json!({}), |_| Ok(None::<PersonId>)).unwrap();
        assert_eq!(waiting(house).len(), 1);
        assert!(NIGHT.run(house, &json!({ "after": "nobody" }), |_| Ok(None::<PersonId>)).is_err());
    });
}

#[test]
fn a_job_that_takes_long_is_kept_by_the_server_that_runs_it() {
    on_each(|house| {
        let house = &house;
        NIGHT.begin(house).unwrap();
        let job = house.claim_job(server(1)).unwrap().unwrap();
        house.clock().move_to(date(2026, 11, 23));
        assert!(house.keep_job(&job, server(1)).unwrap());
        assert_eq!(house.claim_job(server(2)).unwrap(), None, "it was taken over though it is kept");
        house.clock().move_to(date(2026, 11, 24));
        assert!(house.claim_job(server(2)).unwrap().is_some());
        assert!(!house.keep_job(&job, server(1)).unwrap(), "it is another's by now");
    });
}
