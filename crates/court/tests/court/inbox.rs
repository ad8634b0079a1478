//! The court inbox over HTTP: a doubtful match decided, an order confirmed, a message sent in by program, and what is
//! refused.

use crate::invented::*;
use crate::site::*;
use serde_json::{Value, json};

const DAY: &str = "2026-03-04";

/// A community order for somebody called `first`, whose copies differ when two lengths are given.
fn order(id: &str, first: &str, hours: &[&str]) -> Value {
    let offences = hours.iter().enumerate().map(|(n, hours)| {
        let root = format!("{id}root{n}");
        offence(
            &format!("{id}o{n}"),
            n as i64 + 1,
            vec![
                result(&root, "COEW", DAY, &[("endDate", "03/03/2027")]),
                under(&format!("{id}upw{n}"), &root, "UPWR", DAY, &[("numberOfHours", hours)]),
            ],
        )
    });
    let mut person = defendant(id, offences.collect());
    person["personDefendant"]["personDetails"]["firstName"] = json!(first);
    hearing(&format!("h-{id}"), DAY, "2026-03-04T15:00:00Z", vec![person])
}

fn sent(trial: &Trial, message: &Value) -> Value {
    trial.call("POST", "/api/v1/court/messages?source=crown", &message.to_string()).is(200).json()["lines"][0].clone()
}

#[test]
fn a_doubtful_match_is_decided_once_with_who_and_why() {
    on_each(|trial| {
        let mut cora = trial.signed_in("cora");
        cora.get("/court/inbox").is(200).says("Nothing to decide");
        assert_eq!(sent(trial, &order("d1", "Ada", &["100 Hours"]))["outcome"], "recorded");
        let alike = sent(trial, &order("d2", "Adah", &["60 Hours"]));
        assert_eq!((&alike["outcome"], &alike["crn"]), (&json!("review"), &Value::Null));
        let inbox = cora.get("/court/inbox").is(200);
        inbox.says("Adah Invented").says("T000001");
        let path = inbox.body.split("href=\"").find(|p| p.starts_with("/court/inbox/matters/")).unwrap();
        let path = path.split('"').next().unwrap().to_owned();
        cora.get(&path).is(200).says("Who is Adah Invented?").says("6 May 1990").says("Same").says("Alike");
        cora.fill(&path, &[("choice", "crn:T000001")]).is(422).says("why");
        cora.fill(&path, &[("choice", "crn:T000001"), ("reason", "Spelt so by the court")]).is(303);
        cora.get(&path).is(200).says("Decided").says("The cora").says("Spelt so by the court");
        cora.get("/court/decisions").is(200).says("Spelt so by the court");
        cora.get("/court/inbox?show=people").is(200).says("Nothing to decide");
        let again = sent(trial, &order("d2", "Adah", &["60 Hours"]));
        assert_eq!((&again["outcome"], &again["crn"]), (&json!("unchanged"), &json!("T000001")));
        let items = trial.call("GET", "/api/v1/court/inbox", "").is(200).json();
        assert!(items["items"].as_array().unwrap().iter().all(|i| i["kind"] != "person"));
    });
}

#[test]
fn somebody_new_gets_a_record_of_their_own() {
    on_each(|trial| {
        sent(trial, &order("d1", "Ada", &["100 Hours"]));
        sent(trial, &order("d2", "Adah", &["60 Hours"]));
        let items = trial.call("GET", "/api/v1/court/inbox", "").is(200).json();
        let item = items["items"].as_array().unwrap().iter().find(|i| i["kind"] == "person").unwrap().clone();
        let path = format!("/api/v1/court/matters/{}/{}/decision", item["message"].as_str().unwrap(), item["place"]);
        trial.call("POST", &path, "{\"reason\": \"\"}").is(422);
        trial.call("POST", &path, "{\"reason\": \"Sisters\"}").is(204);
        trial.call("POST", &path, "{\"reason\": \"Sisters\"}").is(422);
        let again = sent(trial, &order("d2", "Adah", &["60 Hours"]));
        assert_eq!((&again["outcome"], &again["crn"]), (&json!("unchanged"), &json!("T000002")));
    });
}

#[test]
fn an_order_whose_copies_differ_is_confirmed_and_not_asked_again() {
    on_each(|trial| {
        let mut cora = trial.signed_in("cora");
        assert_eq!(sent(trial, &order("d1", "Ada", &["100 Hours", "120 Hours"]))["outcome"], "review");
        let inbox = cora.get("/court/inbox?show=orders").is(200);
        inbox.says("copies of this order differ");
        let path = inbox.body.split("href=\"").find(|p| p.starts_with("/court/inbox/questions/")).unwrap();
        let path = path.split('"').next().unwrap().to_owned();
        cora.fill(&path, &[("verdict", "stands"), ("reason", "The first copy is what the court said")]).is(303);
        cora.get("/court/inbox?show=orders").is(200).says("is clear");
        sent(trial, &order("d1", "Ada", &["100 Hours", "120 Hours"]));
        cora.get("/court/inbox?show=orders").is(200).says("is clear");
    });
}

#[test]
fn a_message_that_cannot_be_read_waits_is_shown_and_is_dealt_with() {
    on_each(|trial| {
        let mut cora = trial.signed_in("cora");
        let line = trial.call("POST", "/api/v1/court/messages", "{\"hearing\": <script>").is(200).json();
        assert_eq!(line["lines"][0]["outcome"], "review");
        let inbox = cora.get("/court/inbox?show=unread").is(200);
        inbox.says("not JSON");
        let path = inbox.body.split("href=\"").find(|p| p.starts_with("/court/inbox/unread/")).unwrap();
        let path = path.split('"').next().unwrap().to_owned();
        cora.get(&path).is(200).says("&lt;script&gt;");
        cora.fill(&path, &[("reason", "Asked the court to send it again")]).is(303);
        cora.get(&path).is(200).says("Asked the court to send it again");
        cora.get("/court/messages").is(200).says("Dealt with");
    });
}

#[test]
fn the_message_page_shows_what_was_understood_and_the_raw_text() {
    on_each(|trial| {
        let mut cora = trial.signed_in("cora");
        sent(trial, &order("d1", "Ada", &["100 Hours"]));
        let list = cora.get("/court/messages").is(200);
        let path = list.body.split("href=\"").find(|p| p.starts_with("/court/messages/")).unwrap();
        let path = path.split('"').next().unwrap().to_owned();
        cora.get(&path).is(200).says("T000001").says("unpaid work, 100 hours").says("prosecutionCases");
        cora.get(&format!("{path}/raw")).is(200).says("isReshare");
        cora.get("/court/messages/00000000-0000-7000-8000-000000000000").is(404);
    });
}

#[test]
fn a_report_asked_for_is_listed_until_sentence() {
    on_each(|trial| {
        let mut cora = trial.signed_in("cora");
        let asked = json!({"judicialResultId": "adj", "orderedDate": "2026-02-03", "resultText": "A - Adjournment",
            "nextHearing": {"adjournmentReason": "For a pre-sentence report to be prepared",
                             "listedStartDateTime": "2026-03-04T10:00:00Z"}});
        let offences = vec![offence("d1o0", 1, vec![asked])];
        sent(trial, &hearing("h0", "2026-02-03", "2026-02-03T12:00:00Z", vec![defendant("d1", offences)]));
        cora.get("/court/reports").is(200).says("T000001").says("4 Mar 2026");
        assert_eq!(
            trial.call("GET", "/api/v1/court/report-requests", "").is(200).json()["items"][0]["due_on"],
            "2026-03-04"
        );
        sent(trial, &order("d1", "Ada", &["100 Hours"]));
        cora.get("/court/reports").is(200).says("No court waits for a report");
    });
}

#[test]
fn only_those_who_may_open_the_inbox_do() {
    on_each(|trial| {
        let mut priya = trial.signed_in("priya");
        for path in ["/court/inbox", "/court/messages", "/court/reports", "/court/decisions"] {
            priya.get(path).is(403);
        }
    });
}
