//! Copies of one order that differ: what a person decides holds whatever arrives in whatever order, and can be taken back.

use crate::invented::*;
use crate::one_message::order_of;
use crate::site;
use crate::state::*;
use court::CopiesAre;
use court::reading::{CopyDecision, Known, Matter, Take, matters, read as read_message, standing as fold};
use kernel::{Crn, EntryId};
use proptest::prelude::*;
use serde_json::{Value, json};
use store::House;

fn crn() -> Crn {
    "T000001".parse().unwrap()
}

fn open_question(house: &House) -> Option<EntryId> {
    read(house, |cx| {
        let sql = "SELECT id FROM court_question WHERE state = 'open' AND kind = 'confirm' ORDER BY id";
        cx.query(sql, &[])?.first().map(|r| r.get(0)).transpose()
    })
}

fn decide(house: &House, are: CopiesAre) -> EntryId {
    let id = open_question(house).expect("a question");
    house.write(&asker(), |cx| court::decide_copies(cx, &crn(), id, are, "Asked the clerk")).unwrap();
    id
}

fn lines(house: &House, start: &str) -> Vec<String> {
    standing(house).into_iter().filter(|l| l.starts_with(start)).collect()
}

fn differing() -> Value {
    order_of(&["100 Hours", "120 Hours"], "2026-03-04T15:00:00Z")
}

#[test]
fn the_copy_that_a_person_takes_is_what_the_record_says_and_taking_it_back_restores_it() {
    on_each(|house| {
        send_json(house, &differing());
        let before = standing(house);
        assert!(lines(house, "requirement")[0].contains("100"));
        let question = decide(house, CopiesAre::Copy(2));
        assert_eq!((lines(house, "order").len(), lines(house, "requirement").len()), (1, 1));
        assert!(lines(house, "requirement")[0].contains("120"), "{:?}", lines(house, "requirement"));
        assert_eq!(open_question(house), None);
        assert_eq!(outcomes(&send_json(house, &differing())), ["unchanged"]);
        house.write(&asker(), |cx| court::undo_decision(cx, &crn(), question, "The clerk was wrong")).unwrap();
        assert_eq!(standing(house), before);
        assert_eq!(open_question(house), Some(question));
        decide(house, CopiesAre::Copy(1));
        assert!(lines(house, "requirement")[0].contains("100"));
    });
}

#[test]
fn two_orders_are_two_until_the_decision_is_taken_back() {
    on_each(|house| {
        send_json(house, &differing());
        let before = standing(house);
        let question = decide(house, CopiesAre::Orders);
        assert_eq!((lines(house, "order").len(), lines(house, "requirement").len()), (2, 2), "{:#?}", standing(house));
        assert_eq!(open_question(house), None);
        house.write(&asker(), |cx| court::undo_decision(cx, &crn(), question, "One order")).unwrap();
        assert_eq!(standing(house), before);
        let left = "sentence_order WHERE removed = 'copies-decided'";
        assert_eq!(count(house, left), 1, "left out by a person, not deleted by the court");
        decide(house, CopiesAre::Orders);
        assert_eq!((lines(house, "order").len(), count(house, left)), (2, 0));
    });
}

#[test]
fn two_that_end_on_different_days_can_be_one() {
    on_each(|house| {
        let made = |n: i64, end: &str| {
            offence(&format!("o{n}"), n, vec![result(&format!("r{n}"), "COEW", "2026-03-04", &[("endDate", end)])])
        };
        let offences = vec![made(1, "03/03/2027"), made(2, "03/09/2027")];
        send_json(house, &hearing("h1", "2026-03-04", "2026-03-04T15:00:00Z", vec![defendant("d1", offences)]));
        assert_eq!(lines(house, "order").len(), 2);
        decide(house, CopiesAre::Copy(2));
        let orders = lines(house, "order");
        assert_eq!(orders.len(), 1, "{orders:?}");
        assert!(orders[0].contains("2027-09-03"), "{orders:?}");
        assert_eq!(open_question(house), None, "the other order's question is gone too");
    });
}

#[test]
fn a_decision_ends_when_the_court_changes_what_the_copies_say() {
    on_each(|house| {
        send_json(house, &differing());
        decide(house, CopiesAre::Copy(2));
        send_json(house, &order_of(&["100 Hours", "140 Hours"], "2026-03-05T15:00:00Z"));
        assert!(open_question(house).is_some(), "asked again");
        send_json(house, &order_of(&["90 Hours", "90 Hours"], "2026-03-06T15:00:00Z"));
        assert_eq!((open_question(house), lines(house, "requirement").len()), (None, 1));
        assert!(lines(house, "requirement")[0].contains("90"));
    });
}

/// Copies that differ, told twice; an older share; a breach that adds days; one that ends it all.
fn a_life() -> Vec<Value> {
    let day = "2026-05-01";
    let heard = |id: &str, day: &str, results: Vec<Value>| {
        let about = about("h1", COMMUNITY_ORDER, "2026-03-04", "d1");
        let shared = format!("{day}T15:00:00Z");
        application_hearing(id, day, &shared, vec![application(&format!("a{id}"), "CJ03510", "d1", about, results)])
    };
    vec![
        order_of(&["60 Hours", "70 Hours"], "2026-03-03T15:00:00Z"),
        order_of(&["100 Hours", "120 Hours"], "2026-03-05T15:00:00Z"),
        json!({"hearing": order_of(&["100 Hours", "120 Hours"], "")["hearing"]}),
        heard(
            "h2",
            day,
            vec![
                result("cov", "COV", day, &[("theCourtMadeNewCommunityRequirementS", "true")]),
                under("new", "cov", "RAR", day, &[("maxNumberOfDays", "10 Days")]),
            ],
        ),
        heard("h3", "2026-08-01", vec![result("fo", "FO", "2026-08-01", &[("AOF", "£60.00")])]),
    ]
}

fn folded(order: &[usize], decisions: &[CopyDecision]) -> Vec<String> {
    let life = a_life();
    let all: Vec<Matter> =
        order.iter().flat_map(|n| matters(&read_message(life[*n].to_string().as_bytes()).unwrap())).collect();
    let known = Known { decisions: decisions.to_vec(), ..Known::default() };
    let now = fold(&all.iter().collect::<Vec<_>>(), &known);
    now.orders
        .iter()
        .map(|o| {
            format!("{:?}", (&o.order.key, &o.order.results, &o.order.offences, &o.requirements, &o.state, &o.doubts))
        })
        .collect()
}

fn decision(take: Take) -> CopyDecision {
    let all = matters(&read_message(a_life()[1].to_string().as_bytes()).unwrap());
    let differs = all[0].orders[0].differing.clone().unwrap();
    CopyDecision { results: differs.results, hash: differs.hash, take }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_fold_honours_a_decision_for_every_order_of_arrival(
        order in Just((0..5usize).collect::<Vec<_>>()).prop_shuffle(), again in 0..5usize, which in 0..4usize,
    ) {
        let take = [None, Some(Take::Copy("root0".into())), Some(Take::Copy("root1".into())), Some(Take::Apart)][which].clone();
        let decisions: Vec<CopyDecision> = take.map(decision).into_iter().collect();
        let mut told = order.clone();
        told.push(again);
        let end = folded(&told, &decisions);
        prop_assert_eq!(&end, &folded(&[0, 1, 2, 3, 4], &decisions));
        prop_assert_eq!(end.len(), if which == 3 { 2 } else { 1 });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_record_honours_a_decision_whenever_it_was_made(
        order in Just((0..5usize).collect::<Vec<_>>()).prop_shuffle(), which in 0..3usize,
    ) {
        let are = [CopiesAre::Copy(1), CopiesAre::Copy(2), CopiesAre::Orders][which];
        let last = std::cell::RefCell::new(Vec::new());
        on_each_sqlite(|house| {
            a_life().iter().for_each(|m| drop(send_json(house, m)));
            decide_as_told(house, are);
            *last.borrow_mut() = standing(house);
        });
        on_each(|house| {
            let mut decided = false;
            for n in &order {
                send_json(house, &a_life()[*n]);
                if !decided && asks_about(house, "120") {
                    decide_as_told(house, are);
                    decided = true;
                }
            }
            assert_eq!(standing(house), *last.borrow(), "arrived as {order:?}, decided {are:?}");
        });
    }
}

/// Whether the copies that say so many hours are asked about.
fn asks_about(house: &House, hours: &str) -> bool {
    count(
        house,
        &format!("court_question WHERE state = 'open' AND copies IS NOT NULL AND words LIKE '%{hours} hours%'"),
    ) > 0
}

fn decide_as_told(house: &House, are: CopiesAre) {
    assert!(asks_about(house, "120"));
    let id = read(house, |cx| {
        let sql = "SELECT id FROM court_question WHERE state = 'open' AND copies IS NOT NULL ORDER BY id";
        cx.query(sql, &[])?.first().map(|r| r.get(0)).transpose()
    });
    house.write(&asker(), |cx| court::decide_copies(cx, &crn(), id.unwrap(), are, "Asked the clerk")).unwrap();
}

#[test]
fn a_court_officer_sees_the_difference_confirms_and_takes_it_back() {
    site::on_each(|trial| {
        let mut cora = trial.signed_in("cora");
        trial.call("POST", "/api/v1/court/messages?source=crown", &differing().to_string()).is(200);
        let inbox = cora.get("/court/inbox?show=orders").is(200);
        let path = inbox.body.split("href=\"").find(|p| p.starts_with("/court/inbox/questions/")).unwrap();
        let path = path.split('"').next().unwrap().to_owned();
        let shown = cora.get(&path).is(200);
        shown.says("The copies of this order differ").says("Copy 1").says("Copy 2").says("100 hours").says("120 hours");
        shown.says("Different").says("Take copy 2").says("They are two orders");
        let take = format!("{path}/copies/copy-2");
        cora.get(&take).is(200).says("Take copy 2?").says("What follows");
        cora.get(&format!("{path}/copies/copy-3")).is(404);
        cora.fill(&take, &[("reason", "")]).is(422).says("Enter why");
        cora.fill(&take, &[("reason", "The clerk says 120")]).is(303);
        cora.get(&path).is(200).says("Take copy 2").says("The cora").says("The clerk says 120");
        cora.get("/court/decisions").is(200).says("Take copy 2");
        cora.fill(&format!("{path}/undo"), &[("reason", "Misheard")]).is(303);
        cora.get(&path).is(200).says("Which is right?");
        let id = path.rsplit('/').next().unwrap();
        let api = format!("/api/v1/court/questions/T000001/{id}");
        let body = trial.call("GET", &api, "").is(200).json();
        assert_eq!((&body["state"], &body["copies"][1]["choice"]), (&json!("open"), &json!("copy-2")));
        trial.call("POST", &format!("{api}/copies"), "{\"choice\": \"both\", \"reason\": \"x\"}").is(422);
        trial.call("POST", &format!("{api}/copies"), "{\"choice\": \"two-orders\", \"reason\": \"x\"}").is(204);
        trial.call("POST", &format!("{api}/undo"), "{\"reason\": \"y\"}").is(204);
        let mut priya = trial.signed_in("priya");
        priya.get(&take).is(403);
    });
}
