//! Combinations and volumes: orders and lists in, the counts of each quarter out, on both databases.

use crate::world::{entry, on_each, order, somebody};
use kernel::{Permission, date};
use sentences::{Ending, begin_requirement, end_order, end_requirement, remove_requirement, reopen_requirement};
use serde_json::{Value, json};

fn ending(reason: &str) -> Ending {
    Ending { on: date(2026, 11, 20), reason: reason.into(), note: None }
}

#[test]
fn every_order_of_a_quarter_is_counted_once_by_number_and_by_combination() {
    on_each(|trial, _| {
        let (november, august) = (date(2026, 11, 2), date(2026, 8, 3));
        order(trial, &somebody(1), "CO", november, &["RAR", "UPW"]);
        order(trial, &somebody(2), "CO", november, &["UPW", "RAR"]);
        order(trial, &somebody(2), "SSO", november, &[]);
        order(trial, &somebody(3), "CO", august, &["CUR", "CUR", "RAR"]);
        let keys = somebody(4);
        let (_, requirements) = order(trial, &keys, "CO", august, &["RAR", "UPW"]);
        trial.write(|cx| remove_requirement(cx, &keys, requirements[0], "entered-in-error", None)).unwrap();
        let program = trial.program(&[Permission::ReadProvision]);
        let all = program.get("/api/v1/provision/combinations").is(200).json();
        let quarter = |value: &Value, place: usize| value["quarters"][place].clone();
        let (summer, autumn) = (quarter(&all, 6), quarter(&all, 7));
        assert_eq!((autumn["quarter"].as_str(), autumn["orders"].as_i64()), (Some("2026-Q4"), Some(3)));
        assert_eq!(autumn["by_number"], json!([1, 0, 2, 0, 0]));
        assert_eq!(summer["by_number"], json!([0, 1, 1, 0, 0]), "two curfews are one type; a removed one is none");
        let both = &autumn["combinations"][1];
        assert_eq!((both["requirements"].clone(), both["orders"].as_i64()), (json!(["UPW", "RAR"]), Some(2)));
        let suspended = program.get("/api/v1/provision/combinations?order=suspended").is(200).json();
        assert_eq!(quarter(&suspended, 7)["by_number"], json!([1, 0, 0, 0, 0]));
        program.get("/api/v1/provision/combinations?order=life").is(404);
        let mut cora = trial.signed_in("cora");
        let page = cora.get("/combinations").is(200);
        page.says("2: 67%").says("UPW + RAR").says("unpaid work, rehabilitation activity").says("No requirement");
        page.says("Oct-Dec 2026").says(">67%<");
    });
}

#[test]
fn commissioned_ordered_begun_and_completed_are_four_counts() {
    on_each(|trial, w| {
        let (keys, made) = (somebody(1), date(2026, 10, 5));
        let (_, first) = order(trial, &keys, "CO", made, &["DRR"]);
        let (whole, second) = order(trial, &somebody(2), "CO", made, &["DRR"]);
        let (_, third) = order(trial, &somebody(3), "CO", made, &["DRR"]);
        let begun = Some(date(2026, 10, 19));
        entry(trial, w.weekly, &keys, Some(first[0]), made, begun);
        entry(trial, w.weekly, &somebody(2), Some(second[0]), made, begun);
        entry(trial, w.weekly, &somebody(3), Some(third[0]), made, None);
        entry(trial, w.weekly, &somebody(4), None, made, None);
        let program = trial.program(&[Permission::ReadProvision]);
        let of = |quarter: &str| {
            let all = program.get("/api/v1/provision/volumes").is(200).json();
            let items = all["items"].as_array().cloned().unwrap_or_default();
            let found = items.into_iter().find(|i| i["quarter"] == quarter && i["service"] == "DRUGS").unwrap();
            ["commissioned", "ordered", "agreed", "begun", "completed", "backlog"].map(|n| found[n].as_i64().unwrap())
        };
        assert_eq!(of("2026-Q4"), [0, 3, 1, 2, 0, 2]);
        assert_eq!(of("2026-Q3"), [0; 6]);
        trial.write(|cx| end_requirement(cx, &keys, first[0], &ending("completed"), None)).unwrap();
        assert_eq!(of("2026-Q4"), [0, 3, 1, 2, 1, 2]);
        trial.write(|cx| reopen_requirement(cx, &keys, first[0], "Ended by mistake")).unwrap();
        assert_eq!(of("2026-Q4"), [0, 3, 1, 2, 0, 2], "what is open again is not completed");
        let keys = somebody(2);
        trial.write(|cx| begin_requirement(cx, &keys, second[0], date(2026, 10, 19))).unwrap();
        trial.write(|cx| end_order(cx, &keys, whole, &ending("completed"), None)).unwrap();
        assert_eq!(of("2026-Q4"), [0, 3, 1, 2, 1, 2], "it had begun and ended with a completed order");
        let mut cora = trial.signed_in("cora");
        let page = cora.get("/volumes").is(200);
        // 400 starts a year for all services together: the quarter's share by its days.
        page.says("All services of the contract together").says("101").says("Aldermere Recovery, C-1");
        cora.get("/volumes?contract=C-1&quarter=2026-Q3").is(200).says("July to September 2026");
        cora.get("/volumes?contract=C-9").is(404);
        cora.get("/volumes?quarter=1999-Q1").is(404);
    });
}
