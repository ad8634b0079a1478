//! Whatever order messages come in, everybody's record ends the same.

use crate::invented::*;
use crate::one_message::order_of;
use crate::state::*;
use proptest::prelude::*;
use serde_json::{Value, json};

const ADJOURNMENT: &str = "d278650c-e429-11e8-9f32-f2801f1b9fd1";

fn breach(id: &str, day: &str, results: Vec<Value>) -> Value {
    let order = about("h1", COMMUNITY_ORDER, "2026-03-04", "d1");
    application_hearing(
        id,
        day,
        &format!("{day}T15:00:00Z"),
        vec![application(&format!("a-{id}"), "CJ03510", "d1", order, results)],
    )
}

/// Report asked for, sentence, a re-share, a breach that varies, one with a fine, one that revokes and re-sentences.
fn a_life() -> Vec<Value> {
    let asked = json!({"judicialResultId": "adj", "orderedDate": "2026-02-03", "judicialResultTypeId": ADJOURNMENT,
        "nextHearing": {"adjournmentReason": "For a pre-sentence report to be prepared",
                         "listedStartDateTime": "2026-03-04T10:00:00Z"}});
    let adjourned =
        hearing("h0", "2026-02-03", "2026-02-03T12:00:00Z", vec![defendant("d1", vec![offence("o0", 1, vec![asked])])]);
    let varied = breach(
        "h2",
        "2026-05-01",
        vec![
            result(
                "cov",
                "COV",
                "2026-05-01",
                &[("theEndDateOfTheOrderHasBeenChangedAndTheRequirementsMustBeCompliedWithBy", "03/06/2027")],
            ),
            under("new", "cov", "RAR", "2026-05-01", &[("maxNumberOfDays", "10 Days")]),
            under("more", "cov", "UPWR", "2026-05-01", &[("numberOfHours", "120 Hours")]),
        ],
    );
    let fined = breach("h3", "2026-06-01", vec![result("fo", "FO", "2026-06-01", &[("AOF", "£100.00")])]);
    let revoked = breach(
        "h4",
        "2026-07-01",
        vec![
            result("rev", "OREV", "2026-07-01", &[("orderRevoked", "community order")]),
            result(
                "imp",
                "IMP",
                "2026-07-01",
                &[("imprisonmentPeriod", "8 Weeks"), ("totalCustodialPeriod", "8 Weeks")],
            ),
        ],
    );
    vec![
        adjourned,
        order_of(&["100 Hours", "100 Hours"], "2026-03-04T15:00:00Z"),
        order_of(&["80 Hours", "80 Hours"], "2026-03-06T15:00:00Z"),
        varied,
        fined,
        revoked,
    ]
}

#[test]
fn a_life_ends_as_the_court_left_it() {
    on_each(|house| {
        let told: Vec<String> = a_life()
            .iter()
            .flat_map(|m| send_json(house, m))
            .map(|(outcome, crn, _)| format!("{outcome} {}", crn.unwrap()))
            .collect();
        assert_eq!(told[0], "recorded T000001", "{told:?}");
        let lines = standing(house);
        let starts = |start: &str| lines.iter().filter(|l| l.starts_with(start)).collect::<Vec<_>>();
        assert!(starts("order CO")[0].contains("end Some(2027-06-03)"), "{lines:#?}");
        assert!(starts("order CO")[0].contains("revoked-resentenced"), "{lines:#?}");
        assert_eq!(starts("order IMP").len(), 1);
        assert_eq!(starts("requirement").len(), 3);
        assert!(lines.contains(&"supervised on Some(\"custody\")".to_owned()), "{lines:#?}");
        assert!(starts("court_report_request")[0].contains("sentenced"));
        assert_eq!(count(house, "sentence_event"), 1, "one case, one event");
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_order_of_arrival_ends_in_the_same_record(
        order in Just((0..6usize).collect::<Vec<_>>()).prop_shuffle(), again in 0..6usize,
    ) {
        on_each(|house| {
            let life = a_life();
            let together = {
                let both = std::cell::RefCell::new(Vec::new());
                on_each_sqlite(|other| {
                    life.iter().for_each(|m| drop(send_json(other, m)));
                    *both.borrow_mut() = standing(other);
                });
                both.into_inner()
            };
            order.iter().chain([&again]).for_each(|n| drop(send_json(house, &life[*n])));
            assert_eq!(standing(house), together, "arrived as {order:?}");
        });
    }
}
