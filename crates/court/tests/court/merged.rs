//! Courts go on writing about people whose records became one, and about those that were parted again.

use crate::invented::*;
use crate::state::*;
use kernel::Crn;
use serde_json::{Value, json};
use store::House;

const DAY: &str = "2026-03-04";

/// A community order for one of two sisters, told apart by first name and day of birth.
fn made(id: &str, first: &str, born: &str, shared: &str, hours: &str) -> Value {
    let root = format!("{id}r");
    let results = vec![
        result(&root, "COEW", DAY, &[("endDate", "03/03/2027")]),
        under(&format!("{id}u"), &root, "UPWR", DAY, &[("numberOfHours", hours)]),
    ];
    let mut person = defendant(id, vec![offence(&format!("{id}o"), 1, results)]);
    person["personDefendant"]["personDetails"]["firstName"] = json!(first);
    person["personDefendant"]["personDetails"]["dateOfBirth"] = json!(born);
    let mut message = hearing(&format!("h-{id}"), DAY, shared, vec![person]);
    message["hearing"]["prosecutionCases"][0]["prosecutionCaseIdentifier"]["caseURN"] = json!(format!("99{id}"));
    message
}

fn first(shared: &str, hours: &str) -> Value {
    made("d1", "Ada", "1990-05-06", shared, hours)
}

fn second(shared: &str, hours: &str) -> Value {
    made("d2", "Brigid", "1971-11-30", shared, hours)
}

fn crn(text: &str) -> Crn {
    text.parse().unwrap()
}

fn merge(house: &House) {
    house.write(&asker(), |cx| people::merge(cx, &crn("T000001"), &crn("T000002"), "One person").map(drop)).unwrap();
}

fn unmerge(house: &House) {
    house
        .write(&asker(), |cx| {
            let open = people::open(cx, &crn("T000001"))?;
            let merges = people::merges_of(cx, &open)?;
            people::unmerge(cx, &open, merges[0].0.id, "Two people").map(drop)
        })
        .unwrap();
}

/// The hours of every standing unpaid work requirement of a record, and whose row each is.
fn hours(house: &House, whose: &str) -> Vec<(String, bool)> {
    read(house, |cx| {
        let keys = keys(cx, whose)?;
        let orders = sentences::orders(cx, &keys)?;
        let all = orders.iter().filter(|o| o.order.removed.is_none()).flat_map(|o| &o.requirements);
        let all = all.map(|r| &r.requirement).filter(|r| r.removed.is_none());
        let mut told: Vec<_> =
            all.map(|r| (r.length.map_or_else(String::new, |l| l.to_string()), r.person_id == keys.survivor)).collect();
        told.sort();
        Ok(told)
    })
}

#[test]
fn a_reshare_after_a_merge_amends_the_absorbed_records_order_and_a_parting_leaves_each_their_own() {
    on_each(|house| {
        assert_eq!(send_json(house, &first("2026-03-04T15:00:00Z", "100 Hours"))[0].1.as_deref(), Some("T000001"));
        assert_eq!(send_json(house, &second("2026-03-04T15:00:00Z", "60 Hours"))[0].1.as_deref(), Some("T000002"));
        merge(house);
        let amended = send_json(house, &second("2026-03-06T15:00:00Z", "40 Hours"));
        assert_eq!(
            (outcomes(&amended), amended[0].1.as_deref()),
            (vec!["amended"], Some("T000001")),
            "{}",
            amended[0].2
        );
        assert_eq!(hours(house, "T000001"), [("100 hours".into(), true), ("40 hours".into(), false)]);
        let amended = send_json(house, &first("2026-03-06T15:00:00Z", "90 Hours"));
        assert_eq!(outcomes(&amended), ["amended"], "{}", amended[0].2);
        assert_eq!(outcomes(&send_json(house, &second("2026-03-06T15:00:00Z", "40 Hours"))), ["unchanged"]);

        unmerge(house);
        assert_eq!(hours(house, "T000001"), [("90 hours".into(), true)]);
        assert_eq!(hours(house, "T000002"), [("40 hours".into(), true)]);
        let again = send_json(house, &second("2026-03-07T15:00:00Z", "30 Hours"));
        assert_eq!((outcomes(&again), again[0].1.as_deref()), (vec!["amended"], Some("T000002")), "{}", again[0].2);
        assert_eq!(hours(house, "T000001"), [("90 hours".into(), true)]);
        assert_eq!(hours(house, "T000002"), [("30 hours".into(), true)]);
        assert!(house.verify_ledger(|_| ()).unwrap().broken.is_none());
    });
}

#[test]
fn an_order_first_heard_of_while_two_records_are_one_stays_with_the_person_it_names_after_the_parting() {
    on_each(|house| {
        send_json(house, &first("2026-03-04T15:00:00Z", "100 Hours"));
        send_json(house, &second("2026-03-04T15:00:00Z", "60 Hours"));
        merge(house);
        let mut later = made("d2", "Brigid", "1971-11-30", "2026-05-04T15:00:00Z", "20 Hours");
        later =
            serde_json::from_str(&later.to_string().replace("d2o", "d2p").replace("d2r", "d2s").replace("d2u", "d2v"))
                .unwrap();
        later["hearing"]["id"] = json!("h-later");
        later["hearing"]["prosecutionCases"][0]["prosecutionCaseIdentifier"]["caseURN"] = json!("99later");
        assert_eq!(outcomes(&send_json(house, &later)), ["recorded"]);
        assert_eq!(hours(house, "T000001").len(), 3);
        unmerge(house);
        let again = send_json(house, &later);
        assert_eq!(
            again[0].1.as_deref(),
            Some("T000001"),
            "what came while they were one stays until somebody assigns it"
        );
        assert_eq!((hours(house, "T000001").len(), hours(house, "T000002").len()), (2, 1));
    });
}

#[test]
fn one_order_recorded_on_two_records_stays_on_each_through_merge_and_parting() {
    on_each(|house| {
        // The same hearing sentenced both "sisters"; each record has its own order with the same content.
        let both = |shared: &str, hours: &str| {
            let mut message = first(shared, hours);
            let mut other = second(shared, hours)["hearing"]["prosecutionCases"][0].clone();
            other["defendants"][0]["offences"][0]["id"] = json!("a-lesser-id");
            message["hearing"]["prosecutionCases"].as_array_mut().unwrap().push(other);
            message
        };
        send_json(house, &both("2026-03-04T15:00:00Z", "100 Hours"));
        assert_eq!(count(house, "person"), 2);
        merge(house);
        let again = send_json(house, &both("2026-03-05T15:00:00Z", "80 Hours"));
        assert_eq!(outcomes(&again)[0], "amended", "one settling brings both orders along: {again:?}");
        assert_eq!(hours(house, "T000001"), [("80 hours".into(), false), ("80 hours".into(), true)]);
        unmerge(house);
        send_json(house, &both("2026-03-06T15:00:00Z", "70 Hours"));
        assert_eq!(hours(house, "T000001"), [("70 hours".into(), true)]);
        assert_eq!(hours(house, "T000002"), [("70 hours".into(), true)]);
    });
}
