//! The pages and calls by hand: a court asks, the answer is kept, the order keeps the promise, and it is seen who is late.

use crate::promised::{FIRST, kept, ordered, planned};
use crate::world::{TODAY, World, asker, on_each, person};
use kernel::{Permission, date};
use serde_json::json;
use std::sync::Arc;
use store::{Asker, Failure, House};
use web::{Act, Answer, Method, Reply, Request, Route};

fn call(house: &House, who: &Asker, method: Method, route: &str, make: impl Fn(Request) -> Request) -> Answer {
    let routes: Vec<Route> = provision::routes();
    let found = routes.iter().find(|r| r.method == method && r.path == route).unwrap();
    let req = make(Request::to(route, &[], &[]));
    match found.act {
        Act::Read(read) => house.read(who, |cx| read(cx, &req)),
        Act::Write(write) => house.write(who, |cx| write(cx, &req)),
        Act::Steps(_) => unreachable!("{route} takes steps"),
    }
}

fn page(answer: Answer) -> String {
    match answer {
        Ok(Reply::Page { html, .. }) => html,
        other => format!("{other:?}"),
    }
}

fn get(house: &House, route: &str, params: &[(&str, &str)], query: &[(&str, &str)]) -> String {
    page(call(house, &asker(), Method::Get, route, |_| Request::to(route, params, &[]).asking(query)))
}

fn post(house: &House, route: &str, pairs: &[(&str, &str)]) -> Answer {
    call(house, &asker(), Method::Post, route, |_| Request::to(route, &[], pairs))
}

fn question(w: &World) -> [(&'static str, String); 4] {
    [("court", w.court.to_string()), ("on", TODAY.to_string()), ("sex", "F".into()), ("born", "1990-02-03".into())]
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split(before).nth(1).and_then(|rest| rest.split(after).next()).unwrap_or_default()
}

#[test]
fn a_court_asks_for_somebody_who_is_not_on_record() {
    on_each(|house, w| {
        planned(&house, &w);
        let form = get(&house, "/start-dates", &[], &[]);
        assert!(form.contains("Wexmere Magistrates"), "{form}");
        let query = question(&w);
        let query: Vec<(&str, &str)> = query.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let answer = get(&house, "/start-dates", &[], &query);
        for said in [
            "Start dates by requirement",
            "8 Dec 2026",
            "<svg",
            "Building Choices",
            "Nobody waits ahead",
            "To keep an answer",
        ] {
            assert!(answer.contains(said), "{said}: {answer}");
        }
        let print = get(&house, "/start-dates/print", &[], &query);
        assert!(print.contains("Print this page") && !print.contains("<details"), "{print}");
    });
}

#[test]
fn what_is_wrong_with_a_question_stands_beside_its_field() {
    on_each(|house, w| {
        let court = w.court.to_string();
        let past = get(&house, "/start-dates", &[], &[("court", &court), ("on", "2026-11-01")]);
        assert!(past.contains("must be today or later"), "{past}");
        let nobody = get(&house, "/start-dates", &[], &[("court", &court), ("on", "2026-12-01"), ("crn", "T999999")]);
        assert!(nobody.contains("Nobody has this CRN"), "{nobody}");
        let none = get(&house, "/start-dates", &[], &[("court", ""), ("on", "")]);
        assert!(none.contains("Select the court") && none.contains("Enter the day of sentence"), "{none}");
    });
}

#[test]
fn a_commissioner_asks_without_reading_anybodys_record() {
    on_each(|house, w| {
        planned(&house, &w);
        let nia = person(&house, Some("F"), Some(date(1990, 2, 3)));
        let crn = nia.crn.to_string();
        let who = Asker { permissions: Arc::new([Permission::ReadProvision].into()), ..asker() };
        let query = [("court", w.court.to_string()), ("on", TODAY.to_string()), ("crn", crn)];
        let query: Vec<(&str, &str)> = query.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let asked = call(&house, &who, Method::Get, "/start-dates", |r| r.asking(&query));
        assert!(matches!(asked, Err(Failure::Refused(_))), "{asked:?}");
    });
}

#[test]
fn an_answer_is_kept_becomes_the_promise_and_shows_who_is_late() {
    on_each(|house, w| {
        planned(&house, &w);
        let nia = person(&house, Some("F"), Some(date(1990, 2, 3)));
        let (court, on, crn) = (w.court.to_string(), TODAY.to_string(), nia.crn.to_string());
        let answer = get(&house, "/start-dates", &[], &[("court", &court), ("on", &on), ("crn", &crn)]);
        let shown = between(&answer, "name=\"shown\" value=\"", "\"").to_owned();
        assert!(shown.contains("PRG 2026-12-08"), "{answer}");
        let pairs = [("court", court.as_str()), ("on", &on), ("crn", &crn), ("shown", &shown)];
        let done = post(&house, "/start-dates/keep", &pairs).unwrap();
        assert!(matches!(done, Reply::SeeOther { ref to, .. } if *to == format!("/people/{crn}/promises")), "{done:?}");
        ordered(&house, &w, &nia);
        let own = get(&house, "/people/{crn}/promises", &[("crn", &crn)], &[]);
        assert!(
            own.contains("8 Dec 2026") && own.contains("Not yet") && own.contains("told on 23 November 2026"),
            "{own}"
        );
        house.clock().move_to(date(2026, 12, 20));
        let late = get(&house, "/promises/late", &[], &[]);
        assert!(late.contains("Nia Marsh") && late.contains("Building Choices"), "{late}");
        let none = get(&house, "/promises/late", &[], &[("court", &w.lonely.to_string())]);
        assert!(none.contains("Nobody is past the day"), "{none}");
        let all = get(&house, "/promises", &[], &[]);
        for said in
            ["Promised against actual", "promised and not begun", "Wexmere Magistrates", "Alderbrook Trust", "0 of 1"]
        {
            assert!(all.contains(said), "{said}: {all}");
        }
    });
}

#[test]
fn programs_ask_keep_and_page_like_people() {
    on_each(|house, w| {
        planned(&house, &w);
        let nia = person(&house, Some("F"), Some(date(1990, 2, 3)));
        let crn = nia.crn.to_string();
        let route = "/api/v1/start-dates";
        let asked = call(&house, &asker(), Method::Get, route, |r| {
            r.asking(&[("court", "B01WX"), ("on", "2026-11-23"), ("crn", &crn)])
        });
        let Ok(Reply::Json { value, .. }) = asked else { unreachable!("{asked:?}") };
        let programme = value["requirements"].as_array().unwrap().iter().find(|r| r["requirement"] == "PRG").unwrap();
        assert_eq!(programme["promised_by"], "2026-12-08");
        assert_eq!(
            programme["offers"][0]["openings"][0],
            json!({
                "on": "2026-12-08", "places": 8, "expected_ahead": 0.0, "begins": 1.0, "begun": 1.0
            })
        );
        let route = "/api/v1/people/{crn}/start-answers";
        let body = json!({ "court": "B01WX", "on": "2026-11-23", "kept_for": "Told in court" });
        let kept = call(&house, &asker(), Method::Post, route, |_| Request::carrying(route, &[("crn", &crn)], &body));
        assert!(matches!(kept, Ok(Reply::Json { status: 201, .. })), "{kept:?}");
        ordered(&house, &w, &nia);
        let route = "/api/v1/people/{crn}/start-promises";
        let own = call(&house, &asker(), Method::Get, route, |_| Request::to(route, &[("crn", &crn)], &[]));
        let Ok(Reply::Json { value, .. }) = own else { unreachable!("{own:?}") };
        assert_eq!(value["promises"][0]["promised_by"], "2026-12-08");
        assert_eq!(value["promises"][0]["answer"], value["answers"][0]["id"]);
        house.clock().move_to(date(2026, 12, 20));
        let late = call(&house, &asker(), Method::Get, "/api/v1/promises/late", |r| r);
        let Ok(Reply::Json { value, .. }) = late else { unreachable!("{late:?}") };
        assert_eq!((value["items"][0]["crn"].as_str(), &value["next"]), (Some(crn.as_str()), &serde_json::Value::Null));
    });
}

#[test]
fn the_level_of_promises_is_learnt_when_enough_came_due_and_a_person_accepts_it() {
    on_each(|house, w| {
        planned(&house, &w);
        let few = post(&house, "/promises/level", &[("why", "The year is over")]);
        assert!(matches!(few, Err(Failure::Refused(_))), "{few:?}");
        for n in 0..30 {
            let nia = person(&house, Some("F"), Some(date(1990, 2, 3)));
            // The group has eight places, but nobody of these is on the list: each is promised its first day.
            kept(&house, &w, &nia);
            let (_, requirement) = ordered(&house, &w, &nia);
            if n % 2 == 0 {
                house.clock().move_to(FIRST);
                house.write(&asker(), |cx| sentences::begin_requirement(cx, &nia.keys, requirement, FIRST)).unwrap();
                house.clock().move_to(TODAY);
            }
        }
        house.clock().move_to(date(2026, 12, 20));
        let page = get(&house, "/promises/level", &[], &[]);
        assert!(page.contains("Promise at this level from today"), "{page}");
        post(&house, "/promises/level", &[("why", "The year is over")]).unwrap();
        let page = get(&house, "/promises/level", &[], &[]);
        assert!(page.contains("20 December 2026 (learnt)"), "{page}");
        let rates = get(&house, "/promises/rates", &[], &[]);
        assert!(rates.contains("Building Choices"), "{rates}");
        let service = between(&rates, "/promises/rates/", "\"").to_owned();
        let rate = get(&house, "/promises/rates/{service}", &[("service", &service)], &[]);
        assert!(rate.contains("nothing to accept"), "{rate}");
    });
}
