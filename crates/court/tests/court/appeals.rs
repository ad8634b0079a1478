//! Appeals and reopenings: facts on the record beside the order that they are about, with what a person says of their
//! effect, in every order of arrival.

use crate::invented::*;
use crate::site;
use crate::state::*;
use kernel::{Crn, EntryId, date};
use sentences::{AppealEffect, AppealResult};
use serde_json::{Value, json};
use store::House;

const DAY: &str = "2026-03-04";

fn made() -> Value {
    let results = vec![
        result("r1", "COEW", DAY, &[("endDate", "03/03/2027")]),
        under("u1", "r1", "UPWR", DAY, &[("numberOfHours", "100 Hours")]),
    ];
    hearing("h1", DAY, "2026-03-04T15:00:00Z", vec![defendant("d1", vec![offence("o1", 1, results)])])
}

/// An appeal as it stands on a day: its application names the offence, and holds the results so far.
fn appeal(code: &str, day: &str, results: Vec<Value>) -> Value {
    let mut asked = application("ap1", code, "d1", Value::Null, results);
    asked["applicationReceivedDate"] = json!("2026-03-20");
    asked["courtApplicationCases"] = json!([{"prosecutionCaseId": "case",
        "prosecutionCaseIdentifier": {"caseURN": "99ZZ1"}, "offences": [offence("o1", 1, vec![])]}]);
    application_hearing(&format!("h-{day}"), day, &format!("{day}T15:00:00Z"), vec![asked])
}

fn appeals(house: &House) -> Vec<(String, AppealResult, AppealEffect, bool)> {
    read(house, |cx| {
        let keys = keys(cx, "T000001")?;
        let all = sentences::appeals(cx, &keys)?;
        let line = |a: sentences::Appeal| (a.kind.code().to_owned(), a.result, a.effect, a.order_id.is_some());
        Ok(all.into_iter().filter(|a| a.removed.is_none()).map(line).collect())
    })
}

fn question(house: &House) -> Option<EntryId> {
    read(house, |cx| {
        let sql = "SELECT id FROM court_question WHERE state = 'open' AND kind = 'appeal' ORDER BY id";
        cx.query(sql, &[])?.first().map(|r| r.get(0)).transpose()
    })
}

fn crn() -> Crn {
    "T000001".parse().unwrap()
}

fn decide(house: &House, effect: AppealEffect) -> EntryId {
    let id = question(house).expect("a question");
    house.write(&asker(), |cx| court::decide_appeal(cx, &crn(), id, effect, None, "The court said so")).unwrap();
    id
}

fn order(house: &House) -> String {
    standing(house).into_iter().find(|l| l.starts_with("order CO")).unwrap()
}

#[test]
fn an_appeal_waits_is_decided_and_its_effect_follows_what_a_person_says() {
    on_each(|house| {
        send_json(house, &made());
        send_json(house, &appeal("MC80801", "2026-04-01", vec![]));
        assert_eq!(
            appeals(house),
            [("against-conviction-and-sentence".into(), AppealResult::Waiting, AppealEffect::ToConfirm, true)]
        );
        decide(house, AppealEffect::Suspended);
        assert_eq!((appeals(house)[0].2, question(house)), (AppealEffect::Suspended, None));
        assert!(order(house).contains("ended None"), "suspended is not ended");

        send_json(house, &appeal("MC80801", "2026-05-01", vec![result("q", "AACA", "2026-05-01", &[])]));
        assert_eq!(appeals(house)[0].1, AppealResult::Quashed);
        assert_eq!(appeals(house)[0].2, AppealEffect::ToConfirm, "asked anew");
        let id = decide(house, AppealEffect::Ends);
        assert!(order(house).contains("2026-05-01") && order(house).contains("appeal-allowed"), "{}", order(house));
        assert!(standing(house).contains(&"supervised on None".to_owned()));
        assert_eq!(outcomes(&send_json(house, &made())), ["unchanged"], "a late share does not bring it back");
        assert!(order(house).contains("appeal-allowed"));

        house.write(&asker(), |cx| court::undo_decision(cx, &crn(), id, "Only the sentence")).unwrap();
        assert!(order(house).contains("ended None"), "{}", order(house));
        decide(house, AppealEffect::Changed);
        assert_eq!((appeals(house)[0].2, question(house)), (AppealEffect::Changed, None));
    });
}

#[test]
fn each_result_is_what_the_court_said() {
    let results = [
        ("MC80802", "AACD", AppealResult::Dismissed),
        ("MC80803", "AASD", AppealResult::Dismissed),
        ("MC80803", "APA", AppealResult::Abandoned),
        ("MC80803", "WDRN", AppealResult::Abandoned),
        ("MC80803", "ASV", AppealResult::Varied),
        ("MC80803", "AASA", AppealResult::Allowed),
        ("MC80802", "QC", AppealResult::Quashed),
        ("MC80524", "ROPENED", AppealResult::Allowed),
        ("MC80524", "RFSD", AppealResult::Dismissed),
        ("MC80528", "STDEC", AppealResult::Allowed),
    ];
    for (code, told, expected) in results {
        on_each_sqlite(|house| {
            send_json(house, &made());
            send_json(house, &appeal(code, "2026-05-01", vec![result("q", told, "2026-05-01", &[])]));
            let all = appeals(house);
            assert_eq!((all.len(), all[0].1, all[0].3), (1, expected, true), "{code} {told}");
            let asks = !expected.changes_nothing();
            assert_eq!(question(house).is_some(), asks, "{told}: a dismissed appeal asks nothing");
            assert_eq!(all[0].2, if asks { AppealEffect::ToConfirm } else { AppealEffect::Runs });
            assert!(order(house).contains("ended None"), "nothing ends before a person says so");
        });
    }
}

#[test]
fn an_appeal_is_the_same_however_it_was_told() {
    let story = [
        made(),
        appeal("MC80803", "2026-04-01", vec![]),
        appeal("MC80803", "2026-05-01", vec![result("v", "SV", "2026-05-01", &[])]),
    ];
    let told = |order: [usize; 3]| {
        let end = std::cell::RefCell::new(Vec::new());
        on_each_sqlite(|house| {
            order.iter().for_each(|n| drop(send_json(house, &story[*n])));
            *end.borrow_mut() = vec![format!("{:?}", (appeals(house), standing(house)))];
        });
        end.into_inner()
    };
    let first = told([0, 1, 2]);
    assert!(first[0].contains("Varied"), "{first:?}");
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        assert_eq!(told(order), first, "told as {order:?}");
    }
}

#[test]
fn a_conviction_quashed_without_an_application_is_an_appeal_too_and_goes_when_deleted() {
    on_each(|house| {
        send_json(house, &made());
        let quashed = hearing(
            "h9",
            "2026-06-01",
            "2026-06-01T15:00:00Z",
            vec![defendant("d1", vec![offence("o1", 1, vec![result("qc", "QC", "2026-06-01", &[])])])],
        );
        send_json(house, &quashed);
        assert_eq!(
            appeals(house),
            [("against-conviction".into(), AppealResult::Quashed, AppealEffect::ToConfirm, true)]
        );
        let mut deleted =
            hearing("h9", "2026-06-01", "2026-06-02T15:00:00Z", vec![defendant("d1", vec![offence("o1", 1, vec![])])]);
        deleted["hearing"]["deletedJudicialResults"] = json!({"prosecutionCaseResults": [
            {"defendantId": "d1", "offenceId": "o1", "judicialResult": result("qc", "QC", "2026-06-01", &[])}]});
        send_json(house, &deleted);
        assert_eq!((appeals(house), question(house)), (vec![], None));
    });
}

#[test]
fn an_appeal_about_somebody_who_is_nobodys_makes_no_record() {
    on_each(|house| {
        let lines = send_json(house, &appeal("MC80801", "2026-04-01", vec![]));
        assert_eq!(outcomes(&lines), ["ignored"]);
        assert_eq!(count(house, "person"), 0);
    });
}

#[test]
fn a_court_officer_confirms_an_effect_and_the_sentence_page_shows_it() {
    site::on_each(|trial| {
        let mut cora = trial.signed_in("cora");
        for message in [made(), appeal("MC80801", "2026-05-01", vec![result("q", "AACA", "2026-05-01", &[])])] {
            trial.call("POST", "/api/v1/court/messages?source=crown", &message.to_string()).is(200);
        }
        let inbox = cora.get("/court/inbox?show=appeals").is(200);
        inbox.says("Allowed: conviction quashed");
        let path = inbox.body.split("href=\"").find(|p| p.starts_with("/court/inbox/questions/")).unwrap();
        let path = path.split('"').next().unwrap().to_owned();
        cora.get(&path).is(200).says("The order is over").says("The order goes on with other terms");
        cora.fill(&path, &[("reason", "x")]).is(422).says("Select what it does to the order");
        cora.fill(&path, &[("effect", "suspended"), ("reason", "x")]).is(422).says("fits how the appeal stands");
        cora.fill(&path, &[("effect", "ends"), ("from-day", "1"), ("reason", "Quashed today")]).is(422);
        cora.fill(&path, &[("effect", "ends"), ("reason", "Quashed today")]).is(303);
        cora.get(&path).is(200).says("The order is over").says("Quashed today").says("Take this decision back");
        let sentence = cora.get("/people/T000001/sentence").is(200);
        sentence.says("Appeal against conviction and sentence").says("Set aside on appeal or reopening");
        cora.get("/people/T000001/sentence/history").is(200).says("The order is over");
        assert_eq!(date(2026, 5, 1).to_string(), "2026-05-01");
    });
}
