//! Young people whose order runs beyond eighteen: listed until somebody takes them on or leaves them, in any order of
//! arrival, and taken back.

use crate::invented::*;
use crate::site;
use crate::state::*;
use court::{Choice, Transfer, YouthOrder, YouthState};
use kernel::date;
use serde_json::{Value, json};
use store::House;

const DAY: &str = "2026-03-04";

fn made(shared: &str, end: &str) -> Value {
    let results = vec![
        result(
            "y1",
            "YROEW",
            DAY,
            &[("endDate", end), ("youthoffendingteamtobenotifiedOrganisationName", "Example YJS")],
        ),
        under("u1", "y1", "YRUP1", DAY, &[("numberOfHours", "60 Hours")]),
    ];
    let mut person = defendant("d1", vec![offence("o1", 1, results)]);
    person["isYouth"] = json!(true);
    person["personDefendant"]["personDetails"]["dateOfBirth"] = json!("2008-12-20");
    hearing("h1", DAY, shared, vec![person])
}

fn awaited(house: &House) -> Vec<YouthOrder> {
    read(house, |cx| court::youths(cx, YouthState::Awaited, 50, 0))
}

#[test]
fn whoever_turns_eighteen_while_the_order_runs_is_listed_and_taken_on_with_what_the_court_passed() {
    on_each(|house| {
        assert_eq!(outcomes(&send_json(house, &made("2026-03-04T15:00:00Z", "03/03/2027"))), ["ignored"]);
        let list = awaited(house);
        assert_eq!((list.len(), list[0].eighteen_on), (1, Some(date(2026, 12, 20))));
        assert_eq!(list[0].steps(), Some((date(2026, 6, 20), date(2026, 9, 20))));
        let take = || {
            house.write(&asker(), |cx| {
                let transfer = Transfer { worker: Some("Yve Worker".into()), ..Transfer::default() };
                court::take_on_youth(cx, list[0].id, &Choice::New, transfer, "Agreed on 1 November", None)
            })
        };
        assert_eq!(take().unwrap().as_str(), "T000001");
        assert!(take().is_err(), "once");
        assert!(awaited(house).is_empty());
        let lines = standing(house);
        assert!(lines.iter().any(|l| l.starts_with("order YRO made 2026-03-04 end Some(2027-03-03)")), "{lines:#?}");
        assert!(lines.contains(&"supervised on Some(\"order\")".to_owned()), "{lines:#?}");

        let amended = send_json(house, &made("2026-03-09T15:00:00Z", "03/02/2027"));
        assert_eq!(amended[0].1.as_deref(), Some("T000001"));
        assert!(standing(house).iter().any(|l| l.contains("end Some(2027-02-03)")), "re-shares amend it");
        house.write(&asker(), |cx| court::take_youth_back(cx, list[0].id, "Too early")).unwrap();
        assert!(!standing(house).iter().any(|l| l.starts_with("order")), "{:#?}", standing(house));
        assert_eq!(awaited(house).len(), 1);
    });
}

#[test]
fn shares_and_deletions_end_the_same_in_any_order() {
    let mut gone = made("2026-03-08T15:00:00Z", "03/03/2027");
    gone["hearing"]["prosecutionCases"][0]["defendants"][0]["offences"] = json!([offence("o1", 1, vec![])]);
    gone["hearing"]["deletedJudicialResults"] = json!({"prosecutionCaseResults": [
        {"defendantId": "d1", "offenceId": "o1", "judicialResult": result("y1", "YROEW", DAY, &[])}]});
    let story = [made("2026-03-04T15:00:00Z", "03/03/2027"), made("2026-03-06T15:00:00Z", "03/02/2027"), gone];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        on_each_sqlite(|house| {
            order.iter().for_each(|n| drop(send_json(house, &story[*n])));
            assert!(awaited(house).is_empty(), "arrived as {order:?}");
        });
        on_each_sqlite(|house| {
            order.iter().filter(|n| **n < 2).for_each(|n| drop(send_json(house, &story[*n])));
            assert_eq!(awaited(house)[0].ends_on, Some(date(2027, 2, 3)), "arrived as {order:?}");
        });
    }
}

#[test]
fn an_order_that_ends_before_eighteen_is_youth_justices_alone() {
    on_each(|house| {
        send_json(house, &made("2026-03-04T15:00:00Z", "03/12/2026"));
        assert!(awaited(house).is_empty());
    });
}

#[test]
fn a_court_officer_takes_somebody_on_and_a_program_reads_the_list() {
    site::on_each(|trial| {
        let mut cora = trial.signed_in("cora");
        cora.get("/court/youths").is(200).says("Nobody here");
        let sent = made("2026-03-04T15:00:00Z", "03/03/2027").to_string();
        trial.call("POST", "/api/v1/court/messages", &sent).is(200);
        let list = cora.get("/court/youths").is(200);
        list.says("Ada Invented").says("20 Dec 2026").says("Review now");
        let path = list.body.split("href=\"").find(|p| p.starts_with("/court/youths/")).unwrap();
        let path = path.split('"').next().unwrap().to_owned();
        cora.get(&path).is(200).says("Example YJS").says("20 June 2026");
        cora.fill(&path, &[("decision", "new")]).is(422).says("why");
        cora.fill(&path, &[("decision", "stays"), ("reason", "Care leaver, agreed")]).is(303);
        cora.get("/court/youths?show=stays").is(200).says("Care leaver, agreed");
        cora.fill_at(&path, &format!("{path}/undo"), &[("reason", "Changed")]).is(303);
        cora.fill(&path, &[("decision", "new"), ("worker", "Yve"), ("reason", "Joint review held")]).is(303);
        cora.get("/court/youths?show=taken-on").is(200).says("T000001");
        trial.call("GET", "/api/v1/court/youths", "").is(403);
    });
}
